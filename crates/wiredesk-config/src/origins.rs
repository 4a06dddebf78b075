//! Remembers for every key path where its value was written last.

use std::{collections::HashMap, sync::Arc};

use wiredesk_core::options::Finding;

use crate::{Diagnostic, Location};

/// Where one key and its value were written.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The key.
    pub(crate) key: Location,
    /// The value; for tables the key in their header.
    pub(crate) value: Location,
    /// The text of the value where it differs from the value: before `${VAR}` was replaced, or
    /// before an environment variable was read as a number.
    pub(crate) written: Option<Arc<str>>,
}

/// Key path → origin. Later layers replace earlier ones, except for tables, which they extend.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins(HashMap<Vec<String>, Origin>);

impl Origins {
    /// Notes a value.
    pub(crate) fn value(&mut self, path: &[String], origin: Origin) {
        self.0.insert(path.to_vec(), origin);
    }

    /// Notes a table, unless an earlier layer had it.
    pub(crate) fn table(&mut self, path: &[String], key: Location) {
        self.0.entry(path.to_vec()).or_insert_with(|| Origin { value: key.clone(), key, written: None });
    }

    /// What is known of a path.
    pub(crate) fn get(&self, path: &[String]) -> Option<&Origin> {
        self.0.get(path)
    }

    /// The origin of the longest known beginning of `path`, and whether that is all of it.
    pub(crate) fn nearest(&self, path: &[String]) -> Option<(&Origin, bool)> {
        (1..=path.len()).rev().find_map(|end| Some((self.0.get(&path[..end])?, end == path.len())))
    }

    /// Turns a finding about the table at `prefix` into a diagnostic with its place.
    pub(crate) fn diagnose<K: AsRef<str>>(&self, prefix: &[K], mut finding: Finding) -> Diagnostic {
        let mut path: Vec<String> = prefix.iter().map(|key| key.as_ref().to_owned()).collect();
        path.extend(finding.path.iter().cloned());
        let Some((origin, whole)) = self.nearest(&path) else { return Diagnostic::of(finding, None) };
        let location = if whole && finding.code() == "unknown-option" { &origin.key } else { &origin.value };
        if let Some(Location::File { .. }) = Some(&origin.value).filter(|_| whole)
            && let Some(written) = &origin.written
        {
            finding.message = reworded(&finding.message, written);
        }
        let diagnostic = Diagnostic::of(finding, Some(location.clone()));
        let outside = !matches!(location, Location::File { .. });
        if outside && diagnostic.message.starts_with("expected a list") {
            return diagnostic.help("a list is written `[\"one\", \"two\"]` here, too");
        }
        diagnostic
    }
}

/// Shows a value as it was written instead of what `${VAR}` stood for: it may be a secret.
fn reworded(message: &str, written: &str) -> String {
    let start = message.find('"').unwrap_or(message.len());
    match message.rfind('"').filter(|end| *end > start) {
        Some(end) => format!("{}\"{written}\"{}", &message[..start], &message[end + 1..]),
        None => message.to_owned(),
    }
}
