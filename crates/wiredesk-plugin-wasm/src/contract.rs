//! The contract of `wit/extractor.wit` as Rust types, generated when this crate is built, so the
//! two cannot differ. What goes in is borrowed from the document, what comes back is owned.

wasmtime::component::bindgen!({
    path: "wit",
    world: "extractor",
    ownership: Borrowing { duplicate_if_necessary: true },
});

/// The interface that a plugin exports, without its version.
pub(crate) const GUEST: &str = "wiredesk:extractor/guest";
/// The interfaces that a plugin may import, without their version: a log, and names of types.
pub(crate) const IMPORTS: [&str; 2] = ["wiredesk:extractor/log", "wiredesk:extractor/types"];
/// The version of the contract that this host serves.
pub(crate) const VERSION: &str = "1.0.0";
