//! The built-in sources of wiredesk: directory, file, stdin, and the formats they read.
