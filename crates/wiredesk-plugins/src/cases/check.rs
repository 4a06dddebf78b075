//! Looks at the cases of a plugin without running anything: whether each can be read, its options
//! and layers fit the manifest. Called by `wiredesk plugin check`.

use std::path::Path;

use serde_json::Value;
use wiredesk_config::Diagnostic;
use wiredesk_core::{
    Document, LayerName, Layers,
    document::Article,
    exchange::{Unit, read_layer},
};

use super::{Case, paths, read};
use crate::{Manifest, options::complete};

/// How many cases there are, and every mistake in them.
#[must_use]
pub fn check(folder: &Path, manifest: &Manifest) -> (usize, Vec<Diagnostic>) {
    let paths = match paths(folder) {
        Ok(paths) => paths,
        Err(failure) => return (0, vec![Diagnostic::error("unreadable", failure.message)]),
    };
    let mut diagnostics = Vec::new();
    for path in &paths {
        match read(path) {
            Ok((_, case)) => {
                let mistakes = mistakes(&case, manifest).into_iter();
                diagnostics.extend(
                    mistakes.map(|(code, message)| Diagnostic::error(code, format!("`{}`: {message}", path.display()))),
                );
            }
            Err(failure) => diagnostics.push(Diagnostic::error("invalid-case", failure.message)),
        }
    }
    (paths.len(), diagnostics)
}

fn mistakes(case: &Case, manifest: &Manifest) -> Vec<(&'static str, String)> {
    let mut mistakes = Vec::new();
    if let Err(findings) = complete(&manifest.options_schema(), Value::Object(case.options.clone())) {
        mistakes.extend(findings.iter().map(|finding| (finding.code(), format!("options: {finding}"))));
    }
    let article = Article { text: case.article.text.as_str().into(), ..Article::default() };
    let text = Document::new("cases".into(), article, jiff::Timestamp::UNIX_EPOCH).text;
    let offsets = Unit::CodePoints.offsets(&text);
    for (name, json) in &case.layers {
        match name.parse::<LayerName>() {
            Ok(layer) => {
                let read = read_layer(&layer, json.get(), &text, &offsets, usize::MAX, &mut Layers::default());
                mistakes.extend(read.err().map(|error| (error.code, format!("layers: {error}"))));
            }
            Err(unknown) => mistakes.push(("unknown-layer", format!("layers: {unknown}"))),
        }
    }
    for name in case.expected.keys().filter(|name| !manifest.provides.contains(name)) {
        mistakes.push(("unknown-layer", format!("expected: the plugin does not provide `{name}`")));
    }
    let ways = usize::from(!case.expected.is_empty()) + usize::from(case.drop) + usize::from(case.error.is_some());
    if ways > 1 {
        mistakes.push(("bad-value", "only one of `expected`, `drop` and `error` can come true".to_owned()));
    }
    mistakes
}
