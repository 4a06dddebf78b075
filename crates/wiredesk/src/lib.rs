//! The wiredesk program.
