//! Puts the layers together: file < `conf.d/*.toml` beside it < environment < flags. Reads
//! configuration files and nothing else.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{
    Diagnostic, Location, Settings,
    layer::{self, Layer, Override, Variables},
    location::Lines,
    origins::Origins,
};

/// No configuration is larger.
const LARGEST: u64 = 4 << 20;
/// What the names of environment variables that set something begin with.
const PREFIX: &str = "WIREDESK__";

/// Where settings come from.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The configuration file; files in the folder `conf.d` beside it that end in `.toml` are
    /// read after it, in the order of their names.
    pub file: Option<PathBuf>,
    /// The environment: `WIREDESK__SINKS__DESK__PATH` sets `sinks.desk.path`, and `${VAR}` is
    /// looked up here.
    pub environment: Vec<(String, String)>,
    /// Keys such as `sinks.desk.path`, with their values.
    pub flags: Vec<(String, String)>,
}

impl Settings {
    /// Reads and merges everything. Mistakes that leave a tree stand in [`Settings::findings`].
    ///
    /// # Errors
    /// A file that cannot be read, or is no TOML.
    pub fn load(options: LoadOptions) -> Result<Self, Vec<Diagnostic>> {
        let mut texts = Vec::new();
        let mut unreadable = Vec::new();
        for path in options.file.iter().cloned().chain(drop_ins(options.file.as_deref(), &mut unreadable)) {
            match text_of(&path) {
                Ok(text) => texts.push((path.display().to_string(), text)),
                Err(diagnostic) => unreadable.push(*diagnostic),
            }
        }
        merge(&texts, options.environment, options.flags, unreadable)
    }

    /// Reads one text, called `name` in diagnostics, as if it were the file.
    ///
    /// # Errors
    /// It is no TOML.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        merge(&[(name.to_owned(), text.to_owned())], Vec::new(), Vec::new(), Vec::new())
    }
}

fn merge(
    texts: &[(String, String)],
    environment: Vec<(String, String)>,
    flags: Vec<(String, String)>,
    mut broken: Vec<Diagnostic>,
) -> Result<Settings, Vec<Diagnostic>> {
    let (mut origins, mut findings) = (Origins::default(), Vec::new());
    let mut builder = config::Config::builder();
    let mut overrides: Vec<Override> = environment.iter().filter_map(of_variable).collect();
    overrides.sort_by(|one, other| one.path.cmp(&other.path));
    overrides.extend(flags.into_iter().map(of_flag));
    let variables: Variables = environment.into_iter().collect();
    for (name, text) in texts {
        match layer::of_text(name, text, &variables, &mut origins, &mut findings) {
            Ok(layer) => builder = builder.add_source(layer),
            Err(errors) => broken.extend(errors),
        }
    }
    let layer: Layer = layer::of_overrides(overrides, &mut origins, &mut findings);
    if !broken.is_empty() {
        broken.extend(findings);
        return Err(broken);
    }
    let tree = builder.add_source(layer).build().and_then(config::Config::try_deserialize::<Map<String, Value>>);
    match tree {
        Ok(tree) => Ok(Settings::of_tree(tree, origins, findings)),
        Err(error) => Err(vec![Diagnostic::error("unreadable", error.to_string().to_lowercase())]),
    }
}

/// The `.toml` files of `conf.d`, by name; none if there is no such folder.
fn drop_ins(file: Option<&Path>, unreadable: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let Some(folder) = file.map(|file| file.with_file_name("conf.d")) else { return Vec::new() };
    let read = || -> io::Result<Vec<PathBuf>> {
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    match read() {
        Ok(mut paths) => {
            let hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            paths.retain(|path| path.extension().is_some_and(|end| end == "toml") && !hidden(path));
            paths.sort();
            paths
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Vec::new(),
        Err(error) => {
            unreadable.push(cannot_read(&folder, &error));
            Vec::new()
        }
    }
}

pub(crate) fn text_of(path: &Path) -> Result<String, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let mut read = || File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes);
    read().map_err(|error| Box::new(cannot_read(path, &error)))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("`{}` is larger than a configuration can be: 4MiB", path.display());
        return Err(Box::new(Diagnostic::error("too-large", message)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let location = Lines::new(&path.display().to_string(), &text).locate(valid..valid + 1);
        Box::new(Diagnostic::error("not-utf-8", "the file is not UTF-8").at(Some(location)).help("save it as UTF-8"))
    })
}

fn cannot_read(path: &Path, error: &io::Error) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    Diagnostic::error("unreadable", format!("cannot read `{}`: {reason}", path.display()))
}

fn of_variable((name, value): &(String, String)) -> Option<Override> {
    let keys = name.strip_prefix(PREFIX)?;
    let path = keys.split("__").map(str::to_ascii_lowercase).collect();
    let location = Location::Environment { variable: name.as_str().into() };
    Some(Override { path, text: value.clone(), location })
}

fn of_flag((key, value): (String, String)) -> Override {
    let path = key.split('.').map(|part| part.trim().to_owned()).collect();
    Override { path, text: value, location: Location::Flag { key: key.into() } }
}
