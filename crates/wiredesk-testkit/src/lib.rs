//! Scripted sources, recording sinks and contract tests for wiredesk components.
