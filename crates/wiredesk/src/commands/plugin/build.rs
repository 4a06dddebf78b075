//! `wiredesk plugin build`: compiles a sandboxed plugin and makes the component that its manifest
//! names, in its place at once, so that a daemon that watches the folder never sees half of it.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::Value;
use wiredesk_core::options::Size;
use wiredesk_plugins::{
    Manifest, files,
    manifest::{FILE, Kind},
};

use super::{Session, no_manifest};
use crate::{cli::plugin::BuildArguments, failure::Failure, terminal::Style};

/// What plugins in Rust are compiled for.
const TARGET: &str = "wasm32-unknown-unknown";
/// No module is larger.
const LARGEST: u64 = 64 << 20;

pub(super) fn run(session: &Session, arguments: &BuildArguments) -> Result<(), Failure> {
    let folder = &arguments.folder;
    if !folder.join(FILE).is_file() {
        return Err(Failure::Configuration(vec![no_manifest(folder)]));
    }
    let manifest = Manifest::load(folder).map_err(Failure::Configuration)?;
    let Some(wasm) = manifest.wasm.as_ref().filter(|_| manifest.kind == Kind::Wasm) else {
        let message = format!("`{}` is a process: there is nothing to build", manifest.name);
        return Err(Failure::rejected(message).hint(format!("try it: `wiredesk plugin test {}`", folder.display())));
    };
    let started = Instant::now();
    let built = compile(folder, &manifest)?;
    let component = component(read(&built)?)?;
    let path = folder.join(&wasm.module);
    files::replace(&path, &component)
        .map_err(|error| Failure::failed(format!("cannot write `{}`: {error}", path.display())))?;
    let mut out = io::stdout().lock();
    let ok = session.stdout.paint(Style::Good, "ok");
    let seconds = started.elapsed().as_secs_f64();
    writeln!(out, "{ok} wrote {}: {}, {seconds:.1} s", path.display(), size(component.len()))?;
    writeln!(out, "next: wiredesk plugin test {}", folder.display())?;
    Ok(())
}

/// Runs the build; answers where the module is.
fn compile(folder: &Path, manifest: &Manifest) -> Result<PathBuf, Failure> {
    match &manifest.build {
        Some(build) => {
            let [program, arguments @ ..] = build.command.as_slice() else {
                return Err(Failure::rejected("`build.command` names no program"));
            };
            let status = Command::new(program).args(arguments).current_dir(folder).stdin(Stdio::null()).status();
            let status = status.map_err(|error| {
                Failure::failed(format!("cannot start `{program}`: {error}"))
                    .hint("`build.command` in plugin.toml names it")
            })?;
            if !status.success() {
                return Err(Failure::failed(format!("`{}` failed: {status}", build.command.join(" "))));
            }
            Ok(folder.join(&build.output))
        }
        None if folder.join("Cargo.toml").is_file() => cargo(folder),
        None => Err(Failure::rejected(format!("`{}` does not say how it is built", manifest.name))
            .hint("add `[build]` with `command` and `output` to plugin.toml, or build a crate with a Cargo.toml")),
    }
}

/// Compiles a crate. Toolchain and flags are those of the environment: `CARGO`, `RUSTC`, `RUSTFLAGS`
/// and all else that cargo reads.
fn cargo(folder: &Path) -> Result<PathBuf, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut child = Command::new(&cargo)
        .args(["build", "--release", "--target", TARGET, "--message-format=json-render-diagnostics"])
        .args(["--config", &without_paths(folder)])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| {
            Failure::failed(format!("cannot start `{}`: {error}", cargo.display()))
                .hint("plugins in Rust are compiled with cargo: https://rustup.rs")
        })?;
    let manifest = fs::canonicalize(folder.join("Cargo.toml")).unwrap_or_default();
    let mut module = None;
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        let message: Value = serde_json::from_str(&line?).unwrap_or_default();
        let ours = message["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest);
        if ours && message["reason"] == "compiler-artifact" {
            let mut files = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
            module = files.find(|file| file.ends_with(".wasm")).map(PathBuf::from).or(module);
        }
    }
    let status = child.wait().map_err(|error| Failure::failed(format!("cannot wait for cargo: {error}")))?;
    if !status.success() {
        let failure = Failure::failed("cargo could not build the plugin");
        return Err(match has_target() {
            Some(false) => failure.hint(format!("the compiler lacks the target: `rustup target add {TARGET}`")),
            _ => failure,
        });
    }
    let lacking = || {
        Failure::failed("cargo built no WebAssembly module")
            .hint("Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\"]`")
    };
    module.ok_or_else(lacking)
}

/// Keeps the paths of this machine out of what panics say, so that the same source gives the same
/// component everywhere. Joins the flags of the environment for this target; `RUSTFLAGS` take its place.
fn without_paths(folder: &Path) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let whole = [(fs::canonicalize(folder).ok(), "."), (home.map(|home| home.join("registry/src")), "/cargo")];
    let flags = whole
        .iter()
        .filter_map(|(path, name)| Some(format!("--remap-path-prefix={}={name}", path.as_ref()?.to_str()?)));
    let flags: Vec<Value> = flags.map(Value::from).collect();
    // a list of JSON strings is one of TOML as well
    format!("target.{TARGET}.rustflags={}", Value::from(flags))
}

/// Whether the compiler brings the core library for the target; `None` if it does not say.
fn has_target() -> Option<bool> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).output().ok()?;
    let libraries = String::from_utf8(output.stdout).ok()?;
    Some(fs::read_dir(libraries.trim()).is_ok_and(|mut files| files.next().is_some()))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 > LARGEST => {
            let message = format!("`{}` is larger than {}", path.display(), Size(LARGEST));
            Err(Failure::failed(message).hint("build it without debug information: `strip = true` in the profile"))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::failed(format!("cannot read what was built, `{}`: {error}", path.display()))
            .hint("`build.output` in plugin.toml says where the module is")),
    }
}

#[cfg(feature = "wasm")]
fn component(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    wiredesk_plugins::component::component(bytes).map_err(|error| {
        let failure = Failure::failed(error.message);
        match error.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })
}

#[cfg(not(feature = "wasm"))]
fn component(_: Vec<u8>) -> Result<Vec<u8>, Failure> {
    Err(Failure::rejected("this wiredesk was built without the feature `wasm`"))
}

/// Bytes for people.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
