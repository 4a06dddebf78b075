//! The built-in extractors of wiredesk.
