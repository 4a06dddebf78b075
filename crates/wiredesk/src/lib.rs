//! The wiredesk program as a library: [`run_cli`] is the whole command line over a registry, so
//! that a program with extractors of its own is a `main` of a few lines.
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     let registry = wiredesk::registry();
//!     // registry.extractor(MyExtractor);
//!     wiredesk::run_cli(registry)
//! }
//! ```

mod article_view;
mod builtin;
mod cli;
mod logging;
mod process;
mod terminal;

pub use builtin::registry;
