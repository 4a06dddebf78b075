//! Writes wiredesk records as NDJSON files, each exactly once.
