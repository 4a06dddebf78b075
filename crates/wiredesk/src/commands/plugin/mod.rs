//! `wiredesk plugin`: the tools for authors of plugins. One file per subcommand.

mod bench;
mod build;
mod check;
mod new;
mod templates;
mod test;

use std::{path::Path, sync::Arc};

use wiredesk_config::Diagnostic;
use wiredesk_plugins::{Host, Version, counts::Counts, manifest};

use super::Session;
use crate::{cli::plugin::PluginCommand, failure::Failure, plugged};

pub(super) fn run(session: &Session, command: PluginCommand) -> Result<(), Failure> {
    match command {
        PluginCommand::New(arguments) => new::run(session, &arguments),
        PluginCommand::Build(arguments) => build::run(session, &arguments),
        PluginCommand::Check(arguments) => check::run(session, &arguments),
        PluginCommand::Test(arguments) => test::run(session, &arguments),
        PluginCommand::Bench(arguments) => bench::run(session, &arguments),
    }
}

/// A plugin as it stands in its folder, with the host that it runs in.
struct Opened {
    version: Version,
    host: Host,
}

/// Reads the plugin in a folder; runs and compiles nothing.
fn open(session: &Session, folder: &Path) -> Result<Opened, Vec<Diagnostic>> {
    if !folder.join(manifest::FILE).is_file() {
        return Err(vec![no_manifest(folder)]);
    }
    let host = plugged::host(&session.registry, None);
    let version = Version::read(folder, &host, Arc::new(Counts::default()))?;
    Ok(Opened { version, host })
}

fn no_manifest(folder: &Path) -> Diagnostic {
    let missing = Diagnostic::error("unreadable", format!("no `{}` in `{}`", manifest::FILE, folder.display()));
    if folder.join("Cargo.toml").is_file() {
        missing.help("a program with an extractor compiled in is built and tested with `cargo build` and `cargo test`")
    } else {
        missing.help("name the plugin's folder, or start one: `wiredesk plugin new NAME --lang python`")
    }
}

/// What the library says of a plugin that cannot run, as this program's failure.
fn failed(failure: &wiredesk_core::error::Failure) -> Failure {
    Failure::failed(failure.to_string())
}
