//! `wiredesk plugin check`: every mistake of a plugin that shows without running it.

use std::{
    env,
    io::{self, Write},
    path::Path,
};

use serde_json::Value;
use wiredesk_config::{Diagnostic, Severity};
use wiredesk_core::{LayerName, options};
use wiredesk_plugins::{Manifest, Version, cases, manifest::Kind};

use super::{Session, open};
use crate::{
    cli::{Format, plugin::CheckArguments},
    failure::Failure,
    prepare,
    terminal::Style,
};

pub(super) fn run(session: &Session, arguments: &CheckArguments) -> Result<(), Failure> {
    let (line, diagnostics) = match open(session, &arguments.folder) {
        Ok(opened) => look(session, &opened.version),
        Err(diagnostics) => (String::new(), diagnostics),
    };
    let wrong = diagnostics.iter().any(Diagnostic::is_error);
    if arguments.format == Format::Json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &diagnostics).map_err(io::Error::from)?;
        writeln!(out)?;
        // the findings stand on standard output; only the status is left to give
        return if wrong { Err(Failure::Configuration(Vec::new())) } else { Ok(()) };
    }
    if wrong {
        return Err(Failure::Configuration(diagnostics));
    }
    let warnings: Vec<Diagnostic> = diagnostics.into_iter().filter(|d| d.severity == Severity::Warning).collect();
    io::stderr().lock().write_all(wiredesk_config::render(&warnings, session.stderr.colour).as_bytes())?;
    writeln!(io::stdout().lock(), "{} {line}", session.stdout.paint(Style::Good, "ok"))?;
    Ok(())
}

/// Looks at a plugin whose manifest can be read: what it is in one line, and what is wrong with it.
fn look(session: &Session, version: &Version) -> (String, Vec<Diagnostic>) {
    let manifest = &version.manifest;
    let mut diagnostics = Vec::new();
    match manifest.kind {
        Kind::Wasm => diagnostics.extend(version.load().err().map(|failure| {
            let remedy = format!("build it: `wiredesk plugin build {}`", version.folder.display());
            Diagnostic::error(failure.code, failure.message).help(remedy)
        })),
        Kind::Process => diagnostics.extend(program(manifest, &version.folder)),
    }
    diagnostics.extend(layers(session, manifest));
    diagnostics.extend(defaults(manifest));
    let (count, of_cases) = cases::check(&version.folder, manifest);
    diagnostics.extend(of_cases);
    if count == 0 {
        let message = format!("plugin `{}` has no case", manifest.name);
        let remedy = "put one into `cases/first.json`: a new version is only put in service if its cases agree";
        diagnostics.push(Diagnostic::warning("no-case", message).help(remedy));
    }
    let kind = match manifest.kind {
        Kind::Wasm => "sandboxed",
        Kind::Process => "process",
    };
    let named = |layers: &[String]| if layers.is_empty() { "text".to_owned() } else { layers.join(", ") };
    let line = format!(
        "plugin `{}` {}, {kind}: {} from {}; options: {}; cases: {count}",
        manifest.name,
        version.label,
        named(&manifest.provides),
        named(&manifest.requires),
        manifest.options.len(),
    );
    (line, diagnostics)
}

/// What is wrong with a process's program.
fn program(manifest: &Manifest, folder: &Path) -> Option<Diagnostic> {
    let program = manifest.process.as_ref()?.command.first()?;
    if program.contains('/') {
        let path = folder.join(program);
        let problem = match path.metadata() {
            Err(error) => format!("cannot be started: {error}"),
            Ok(metadata) if !metadata.is_file() => "is no file".to_owned(),
            Ok(metadata) if !executable(&metadata) => "is not executable".to_owned(),
            Ok(_) => return None,
        };
        let message = format!("the program `{}` {problem}", path.display());
        return Some(Diagnostic::error("no-program", message).help("`process.command` in plugin.toml names it"));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).any(|folder| {
        folder.join(program).metadata().is_ok_and(|metadata| metadata.is_file() && executable(&metadata))
    });
    let missing = || {
        Diagnostic::error("no-program", format!("no program `{program}` in PATH"))
            .help("install it, or name the program with its path in `process.command`")
    };
    (!found).then(missing)
}

#[cfg(unix)]
fn executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn executable(_: &std::fs::Metadata) -> bool {
    true
}

/// Layers that nothing built in provides, and layers that a plugin would wait for in vain.
fn layers(session: &Session, manifest: &Manifest) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for name in &manifest.requires {
        if manifest.provides.contains(name) {
            let message = format!("`{name}` is both required and provided: it would wait for itself");
            diagnostics.push(Diagnostic::error("own-layer", message));
        } else if let Ok(layer) = name.parse::<LayerName>()
            && layer != LayerName::Text
            && !prepare::provides(&session.registry, &layer)
        {
            let message = format!("no built-in extractor provides `{name}`");
            let remedy = "cases have to give it in `layers`, and pipelines need another plugin for it";
            diagnostics.push(Diagnostic::warning("missing-layer", message).help(remedy));
        }
    }
    diagnostics
}

/// Options whose default is none of the values that they take.
fn defaults(manifest: &Manifest) -> Vec<Diagnostic> {
    let schema = manifest.options_schema();
    let mut diagnostics = Vec::new();
    for (name, option) in &manifest.options {
        let Some(default) = option.get("default") else { continue };
        let mut findings = Vec::new();
        options::check(&schema, &schema["properties"][name], default, &mut vec![name.clone()], &mut findings);
        diagnostics.extend(
            findings
                .into_iter()
                .map(|finding| Diagnostic::error("bad-default", format!("the default of option {finding}"))),
        );
        if option.get("required") == Some(&Value::Bool(true)) {
            let message = format!("option `{name}` is required and has a default: the default is never used");
            diagnostics.push(Diagnostic::warning("bad-default", message));
        }
    }
    diagnostics
}
