//! Extractors that were not compiled in, at work in the real daemon: what they cost when they
//! misbehave, how they are replaced, that nothing of them stays behind. The processes of these tests
//! are Python; the components are the prebuilt ones of `tests/plugins/wasm`.

mod hostile;
mod left_behind;
mod same_toy;
mod swap;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::newsroom::Newsroom;

/// A folder of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

impl Newsroom {
    /// Puts a plugin into the plugins folder: a manifest and files of the repository.
    fn plugin(&self, name: &str, manifest: &str, files: &[&str]) {
        self.write(&format!("plugins/{name}/plugin.toml"), manifest);
        for file in files {
            let file = repository(file);
            let to = self.path(&format!("plugins/{name}")).join(file.file_name().unwrap());
            fs::copy(&file, &to).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
    }

    /// Puts a plugin of the repository into the plugins folder.
    fn plugin_folder(&self, folder: &str) {
        let from = repository(folder);
        let to = self.path("plugins").join(from.file_name().unwrap());
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(&from).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
}

/// The manifest of a plugin that runs a Python script, or a component.
fn manifest(name: &str, version: &str, layer: &str, program: &str, limits: &str) -> String {
    let (kind, table) = if program.ends_with(".wasm") {
        ("wasm", format!("[wasm]\nmodule = \"{program}\"\n"))
    } else {
        ("process", format!("[process]\ncommand = [\"python3\", \"{program}\"]\nstart_timeout = \"5s\"\n"))
    };
    format!(
        "name = \"{name}\"\nversion = \"{version}\"\nsummary = \"a plugin of the tests\"\nkind = \"{kind}\"\n\
         provides = [\"{layer}\"]\n{table}[limits]\n{limits}\n"
    )
}
