//! `wiredesk plugin new`: writes a working project to start from, never over existing files.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use wiredesk_core::layer::is_id;

use super::{Session, templates};
use crate::{
    cli::plugin::{Language, NewArguments},
    failure::Failure,
    terminal::Style,
};

/// Words that a crate or a module cannot be called.
const TAKEN: &str = "abstract alloc and as assert async await become box break class const continue core crate def \
                     del do dyn elif else enum except extern false final finally fn for from gen global if impl \
                     import in is lambda let loop macro match mod move mut nonlocal not or override pass priv \
                     proc_macro pub raise ref return self static std struct super test trait true try type typeof \
                     unsafe unsized use virtual where while wiredesk wiredesk_core wiredesk_guest wiredesk_plugin \
                     with yield re json schemars serde serde_json";
/// The checkout that this program was built from; it may be gone.
const BUILT_FROM: &str = env!("CARGO_MANIFEST_DIR");

pub(super) fn run(session: &Session, arguments: &NewArguments) -> Result<(), Failure> {
    let name = &arguments.name;
    check_name(session, name)?;
    let folder = arguments.dir.clone().unwrap_or_else(|| PathBuf::from(name));
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        let message = format!("`{}` is there already, and not empty", folder.display());
        return Err(Failure::rejected(message).hint(format!("name another folder: `--dir other/{name}`")));
    }
    let checkout = match arguments.lang {
        Language::Rust => Some(checkout(arguments.wiredesk.as_deref())?),
        Language::WasmRust | Language::WasmC | Language::Python | Language::Node => None,
    };
    let project = templates::project(arguments.lang);
    let filled = |template: &str| {
        let path = checkout.as_ref().map_or_else(String::new, |path| path.display().to_string());
        template.replace("{{name}}", name).replace("{{wiredesk}}", &path)
    };
    let mut written = Vec::with_capacity(project.files.len());
    for (file, template) in project.files.iter().chain(project.kit) {
        let file = filled(file);
        match std::str::from_utf8(template) {
            Ok(template) => write(&folder.join(&file), filled(template).as_bytes())?,
            Err(_) => write(&folder.join(&file), template)?,
        }
        written.push(file);
    }
    if let Some(checkout) = &checkout {
        // the versions that wiredesk itself is tested with
        let lock = checkout.join("Cargo.lock");
        if let Ok(bytes) = fs::read(&lock) {
            write(&folder.join("Cargo.lock"), &bytes)?;
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{} wrote {}", session.stdout.paint(Style::Good, "ok"), folder.display())?;
    for file in written {
        writeln!(out, "   {file}")?;
    }
    writeln!(out, "next:")?;
    let shown = quoted(&folder.display().to_string());
    let next = project.next.iter();
    let next: Vec<(String, &str)> =
        next.map(|(command, what)| (filled(command).replace("{{dir}}", &shown), *what)).collect();
    let width = next.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    for (command, what) in next {
        let what = format!("# {}", filled(what));
        writeln!(out, "   {command:width$}  {}", session.stdout.paint(Style::Dim, what))?;
    }
    if let Some(service) = project.service {
        writeln!(out, "{}", filled(service).replace("{{dir}}", &shown))?;
    }
    Ok(())
}

/// As a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn check_name(session: &Session, name: &str) -> Result<(), Failure> {
    if !is_id(name) || name.len() > 64 {
        let like: String =
            name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let like = like.trim_start_matches(|c: char| !c.is_ascii_lowercase());
        let like = if is_id(like) && like.len() <= 64 { like } else { "stock_tickers" };
        let message = format!("`{name}` is no name for a plugin: it has to consist of a-z, 0-9 and _");
        return Err(Failure::rejected(message).hint(format!("such as `{like}`")));
    }
    if TAKEN.split_whitespace().any(|word| word == name) {
        let message = format!("`{name}` means something else in the languages that plugins are written in");
        return Err(Failure::rejected(message).hint(format!("such as `{name}_finder`")));
    }
    if session.registry.extractors.contains_key(name) {
        let message = format!("there is an extractor `{name}` already");
        return Err(Failure::rejected(message).hint("a plugin needs a name of its own, even if it takes its place"));
    }
    Ok(())
}

/// The folder of a checkout of wiredesk, whole.
fn checkout(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = named.unwrap_or(Path::new(BUILT_FROM));
    let core = Path::new("crates/wiredesk-core/Cargo.toml");
    match fs::canonicalize(folder) {
        Ok(whole) if whole.join(core).is_file() && whole.join("Cargo.toml").is_file() => Ok(whole),
        _ => {
            let message = match named {
                Some(folder) => format!("no checkout of wiredesk at `{}`", folder.display()),
                None => "the checkout that this program was built from is gone".to_owned(),
            };
            Err(Failure::rejected(message).hint("name the folder that holds the source of wiredesk: `--wiredesk PATH`"))
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)
    });
    written.map_err(|error| Failure::failed(format!("cannot write `{}`: {error}", path.display())))
}
