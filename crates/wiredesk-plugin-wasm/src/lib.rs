//! Extractors that are WebAssembly components of the world `wiredesk:extractor@1.0.0`
//! (`wit/extractor.wit`), run without any capability but a rate-limited log. The only crate that
//! knows wasmtime.
//!
//! A [`Host`] compiles and keeps what it compiled; a [`Module`] is one plugin, admitted; an
//! [`Instance`] is one worker's copy of it with a memory of its own. Whatever a plugin does, it
//! costs that plugin's layers on that document and is named in a
//! [`Failure`](wiredesk_core::error::Failure).

mod admission;
mod answer;
mod cache;
mod contract;
mod counts;
mod crash;
mod given;
mod host;
mod instance;
mod limits;
mod log;
mod module;

pub use counts::Counts;
pub use host::Host;
pub use instance::{Instance, Setup};
pub use limits::Limits;
pub use module::Module;

#[cfg(test)]
mod tests;
