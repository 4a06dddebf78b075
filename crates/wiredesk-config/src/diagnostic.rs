//! One thing to say about a configuration: what is wrong, where, what was expected, what to do.

use std::fmt;

use serde::Serialize;
use wiredesk_core::options::Finding;

use crate::Location;

/// One thing to say about a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Short, stable, kebab-case: `unknown-option`, `missing-layer`, …
    pub code: String,
    /// Whether anything may start in spite of it.
    pub severity: Severity,
    /// For people: lower case, no final full stop.
    pub message: String,
    /// Where; `None` if it concerns something that was not written.
    pub location: Option<Location>,
    /// What would have been right: names that exist here, or a description.
    pub expected: Vec<String>,
    /// The remedy.
    pub help: Option<String>,
}

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing starts.
    Error,
    /// Probably not what was meant.
    Warning,
}

impl Diagnostic {
    /// A mistake.
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Error,
            message: message.into(),
            location: None,
            expected: Vec::new(),
            help: None,
        }
    }

    /// Something odd.
    pub fn warning(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, location: Option<Location>) -> Self {
        self.location = location;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Lists the names that exist, and points to the one most like `written`.
    #[must_use]
    pub fn names<N: Into<String>>(mut self, written: &str, names: impl IntoIterator<Item = N>) -> Self {
        self.expected = names.into_iter().map(Into::into).collect();
        if let Some(name) = nearest(written, self.expected.iter().map(String::as_str)) {
            self.help = Some(format!("did you mean `{name}`?"));
        }
        self
    }

    /// A component's or section's finding at a place.
    pub(crate) fn of(finding: Finding, location: Option<Location>) -> Self {
        let code = finding.code();
        let written = match code {
            "unknown-option" => finding.path.last().cloned(),
            "unknown-value" => finding.message.split('"').nth(1).map(str::to_owned),
            _ => None,
        };
        let this = Self::error(code, finding.message).at(location);
        match written {
            Some(written) => this.names(&written, finding.expected),
            None => Self { expected: finding.expected, ..this },
        }
    }

    /// Whether nothing may start.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::one(self, false))
    }
}

/// The name most like `written`: at most one edit (insertion, deletion, substitution,
/// transposition) for every three characters.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let most = written.chars().count().div_ceil(3);
    let written = written.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        for (written, name) in [
            ("pth", Some("path")),
            ("PATH", Some("path")),
            ("quotse", Some("quotes")),
            ("qoutes", Some("quotes")),
            ("x", None),
            ("entirely_else", None),
        ] {
            assert_eq!(nearest(written, ["path", "quotes", "entities"]), name, "{written}");
        }
    }
}
