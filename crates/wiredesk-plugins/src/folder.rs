//! The plugins folder: a folder for each plugin, found at start. Called by the program before it
//! plans; what is wrong with one plugin is said and costs that plugin only.

use std::{fs, io, path::Path, sync::Arc};

use wiredesk_config::Diagnostic;
use wiredesk_core::Registry;

use crate::{factory::PluginFactory, host::Host, manifest::FILE, plugin::Plugin};

/// The plugins of a folder.
#[derive(Clone, Default)]
pub struct Plugins {
    /// By name.
    pub found: Vec<Arc<Plugin>>,
}

impl Plugins {
    /// Looks for plugins: every folder in `folder` that holds a `plugin.toml`, or `folder` itself
    /// if it holds one. With what is wrong.
    #[must_use]
    pub fn find(folder: &Path, host: &Host) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let folders = match folders(folder) {
            Ok(folders) => folders,
            Err(error) => {
                let message = format!("cannot read the plugins folder `{}`: {error}", folder.display());
                return (Self::default(), vec![Diagnostic::error("unreadable", message)]);
            }
        };
        let mut found: Vec<Arc<Plugin>> = Vec::new();
        for folder in folders {
            match Plugin::read(&folder, host) {
                Ok(plugin) => found.push(plugin),
                Err(mistakes) => diagnostics.extend(mistakes),
            }
        }
        found.sort_by(|one, other| one.manifest.name.cmp(&other.manifest.name));
        (Self { found }, diagnostics)
    }

    /// Adds them to a registry as extractors. A plugin that has the name of another extractor is
    /// left out.
    #[must_use]
    pub fn register(&self, registry: &mut Registry) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for plugin in &self.found {
            let name = &plugin.manifest.name;
            if registry.extractors.contains_key(name) {
                let message =
                    format!("plugin `{name}` in `{}` has the name of another extractor", plugin.folder().display());
                diagnostics.push(Diagnostic::error("duplicate-plugin", message).help("give it another `name`"));
                continue;
            }
            registry.extractors.insert(name.clone(), Arc::new(PluginFactory(plugin.clone())));
        }
        diagnostics
    }
}

fn folders(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    if folder.join(FILE).is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join(FILE).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
