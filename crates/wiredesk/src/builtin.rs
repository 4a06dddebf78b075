//! The components that this program knows without plugins.

use wiredesk_core::Registry;

/// Every built-in source, extractor and sink. Programs of their own start from this, add what
/// they bring, and call [`crate::run_cli`].
#[must_use]
pub fn registry() -> Registry {
    let mut registry = Registry::default();
    wiredesk_sources::register(&mut registry);
    wiredesk_extractors::register(&mut registry);
    wiredesk_sink_ndjson::register(&mut registry);
    wiredesk_sink_sqlite::register(&mut registry);
    registry
}
