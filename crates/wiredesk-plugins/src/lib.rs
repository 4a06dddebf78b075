//! Extractors that were not compiled in: found in a folder, described by a manifest, run as a
//! sandboxed WebAssembly component or as a child process, replaced while the daemon runs. To the
//! planner and the engine they are extractors like any other.
//!
//! ```text
//!  plugins/tickers/plugin.toml ─▶ Manifest ─┐
//!                  tickers.wasm ─▶ Version ─┴─▶ Plugin ─▶ PluginFactory ─▶ registry
//!                      changed? ─▶ Watch ─▶ cases ─▶ Plugin::renew (workers follow)
//! ```

pub mod caller;
pub mod cases;
#[cfg(feature = "wasm")]
pub mod component;
pub mod counts;
mod factory;
pub mod files;
pub mod folder;
pub mod host;
pub mod manifest;
pub mod options;
pub mod plugin;
pub mod process;
mod snapshot;
pub mod suite;
pub mod version;
pub mod watch;

pub use factory::PluginFactory;
pub use folder::Plugins;
pub use host::Host;
pub use manifest::Manifest;
pub use plugin::Plugin;
pub use version::Version;
pub use watch::Watch;
