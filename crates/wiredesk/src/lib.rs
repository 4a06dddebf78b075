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

mod argument_files;
mod article_view;
mod builtin;
mod cli;
mod commands;
mod execution;
mod failure;
mod logging;
mod plugged;
mod prepare;
mod process;
mod summary;
mod terminal;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use wiredesk_core::Registry;

pub use builtin::registry;

/// Reads the command line, does what it says, and gives the exit status: 0 done, 1 failed while
/// running, 2 rejected before anything was started.
#[must_use]
pub fn run_cli(registry: Registry) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == plugged::GUARD) {
        return wiredesk_plugins::process::guard(arguments);
    }
    let cli = cli::Cli::parse();
    let session = commands::Session::new(registry, &cli);
    match commands::dispatch(&session, cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // nothing is left to do if standard error is closed as well
            let _ = io::stderr().lock().write_all(failure.render(session.stderr).as_bytes());
            failure.status()
        }
    }
}
