//! A TOML file that is no configuration, such as a plugin's manifest: read with the same places
//! in its diagnostics.

use std::path::Path;

use serde_json::{Map, Value};
use wiredesk_core::options::{self, ComponentOptions, Finding};

use crate::{Diagnostic, layer, load::text_of, origins::Origins};

/// The values of a file, each with its place.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// As written; `${VAR}` is left alone.
    pub values: Map<String, Value>,
    origins: Origins,
}

impl Table {
    /// Reads a file of at most 4 MiB.
    ///
    /// # Errors
    /// It cannot be read, or is no TOML.
    pub fn load(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let text = text_of(path).map_err(|diagnostic| vec![*diagnostic])?;
        let mut origins = Origins::default();
        let layer = layer::of_other_text(&path.display().to_string(), &text, &mut origins)?;
        let tree = config::Config::builder().add_source(layer).build();
        match tree.and_then(config::Config::try_deserialize::<Map<String, Value>>) {
            Ok(values) => Ok(Self { values, origins }),
            Err(error) => Err(vec![Diagnostic::error("unreadable", error.to_string().to_lowercase())]),
        }
    }

    /// The whole file as a table of options.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn read<O: ComponentOptions>(&self) -> Result<O, Vec<Diagnostic>> {
        let read = options::read(Value::Object(self.values.clone()));
        read.map_err(|findings| findings.into_iter().map(|finding| self.diagnose(finding)).collect())
    }

    /// A finding about the file with its place.
    #[must_use]
    pub fn diagnose(&self, finding: Finding) -> Diagnostic {
        self.origins.diagnose::<&str>(&[], finding)
    }
}
