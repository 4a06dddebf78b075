//! Extractors that were not compiled in: found in a folder, described by a manifest, run as a
//! sandboxed WebAssembly component or as a child process, replaced while the daemon runs. To the
//! planner and the engine they are extractors like any other.

pub mod counts;
pub mod manifest;

pub use manifest::Manifest;
