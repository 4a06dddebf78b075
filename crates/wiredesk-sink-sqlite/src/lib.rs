//! Writes wiredesk records into an SQLite database with full-text search.
