//! A plugin's own cases, `cases/*.json`: an article in, the expected annotations out. Run by
//! `wiredesk plugin test`, and before a changed plugin is put in service.
//!
//! ```json
//! {"article": {"title": "Shares rise", "text": "Veldt (NYSE: VLD) rose."},
//!  "options": {},
//!  "layers": {"sentences": [[0, 23]]},
//!  "expected": {"acme/tickers": [{"span": [13, 16], "text": "VLD", "label": "VLD"}]}}
//! ```
//!
//! Spans count code points. `layers` gives what the plugin requires; what is left out is made by the
//! built-in extractors. In `expected`, lists have to agree item by item, of objects only the keys
//! that are written. In place of `expected` may stand `"drop": true` or `"error": "code"`.

mod bless;
mod check;
mod difference;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value, value::RawValue};
use wiredesk_core::{
    Document, LayerName, Layers,
    document::{Article, DateOrigin, Published},
    error::Failure,
    exchange::{Unit, read_layer},
    extractor::{Declaration, Findings},
};

pub use self::{bless::bless, check::check, difference::Difference};
use crate::{caller::Caller, host::Prepare, options::complete, version::Version};

/// The folder in a plugin's folder.
pub const FOLDER: &str = "cases";
/// No case is larger.
const LARGEST: u64 = 16 << 20;

/// An article and what the plugin has to find in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What is read.
    pub article: CaseArticle,
    /// The plugin's options.
    #[serde(default)]
    pub options: Map<String, Value>,
    /// Layers that are there already, as in a record.
    #[serde(default)]
    pub layers: BTreeMap<String, Box<RawValue>>,
    /// Layers that it has to add, as in a record.
    #[serde(default)]
    pub expected: BTreeMap<String, Value>,
    /// It has to take the document out.
    #[serde(default)]
    pub drop: bool,
    /// It has to fail on the document with this code.
    #[serde(default)]
    pub error: Option<String>,
}

/// What is read in a [`Case`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseArticle {
    /// The text; spans refer to it.
    pub text: String,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Address.
    #[serde(default)]
    pub url: Option<String>,
    /// Names as printed.
    #[serde(default)]
    pub authors: Vec<String>,
    /// RFC 3339, or a day alone, which then begins in UTC.
    #[serde(default, deserialize_with = "published")]
    pub published: Option<Timestamp>,
    /// ISO 639-1.
    #[serde(default)]
    pub language: Option<String>,
}

fn published<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let day = || Offset::UTC.to_timestamp(text.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok();
    let moment = text.parse().ok().or_else(day);
    let wrong = || D::Error::custom(format!("expected a date such as \"2026-10-14\" or RFC 3339, found {text:?}"));
    moment.map(Some).ok_or_else(wrong)
}

/// How all cases of a plugin went.
#[derive(Debug, Default)]
pub struct Results {
    /// Cases that agree.
    pub passed: usize,
    /// Cases that do not, by name.
    pub failures: Vec<CaseFailure>,
}

/// A case that does not agree.
#[derive(Debug)]
pub struct CaseFailure {
    /// Name of its file, without the ending.
    pub case: String,
    /// What is different, first expected, then found; one of them may be absent.
    pub differences: Vec<Difference>,
}

impl CaseFailure {
    /// In one line.
    #[must_use]
    pub fn brief(&self) -> String {
        let Some(first) = self.differences.first() else { return "it differs".to_owned() };
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        format!("{}: expected {}, found {}", first.place, shown(&first.expected), shown(&first.found))
    }
}

/// The files of the cases in a plugin's folder, by name; none if it has no such folder.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = folder.join(FOLDER);
    let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()
            .map_err(|error| broken(&folder, &error))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(broken(&folder, &error)),
    };
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    Ok(paths)
}

fn broken(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::reject("invalid-case", format!("`{}`: {error}", path.display()))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LARGEST) {
        return Err(broken(path, &"it is larger than 16MiB"));
    }
    fs::read_to_string(path).map_err(|error| broken(path, &error))
}

fn read(path: &Path) -> Result<(String, Case), Failure> {
    let case = serde_json::from_str(&text_of(path)?).map_err(|error| broken(path, &error))?;
    Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), case))
}

/// The cases in a plugin's folder, by name; none if it has no such folder.
///
/// # Errors
/// A file that cannot be read, or is no case.
pub fn load(folder: &Path) -> Result<Vec<(String, Case)>, Failure> {
    paths(folder)?.iter().map(|path| read(path)).collect()
}

/// Runs every case of a version's folder, each with its own worker.
///
/// # Errors
/// Cases that cannot be read, options that do not fit, a worker that cannot be made.
pub fn run_all(version: &Version, prepare: &Prepare) -> Result<Results, Failure> {
    let mut results = Results::default();
    for (name, case) in load(&version.folder)? {
        let differences = run(version, &case, prepare)
            .map_err(|failure| Failure::reject(failure.code, format!("case `{name}`: {}", failure.message)))?;
        if differences.is_empty() {
            results.passed += 1;
        } else {
            results.failures.push(CaseFailure { case: name, differences });
        }
    }
    Ok(results)
}

/// Runs one case; answers what is different.
///
/// # Errors
/// The case does not fit the plugin, or a worker cannot be made.
pub fn run(version: &Version, case: &Case, prepare: &Prepare) -> Result<Vec<Difference>, Failure> {
    Ok(difference::compare(case, &outcome(version, case, prepare)?))
}

/// What a plugin made of a case.
enum Outcome {
    /// The document with its findings.
    Found(Box<Document>),
    /// Taken out, with the reason.
    Dropped(String),
    /// Code and message.
    Failed(String, String),
}

fn outcome(version: &Version, case: &Case, prepare: &Prepare) -> Result<Outcome, Failure> {
    let declaration = version.manifest.declaration();
    let mut document = document(case, &declaration, prepare)?;
    let options =
        complete(&version.manifest.options_schema(), Value::Object(case.options.clone())).map_err(|findings| {
            let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
            Failure::reject("options", all.join("; "))
        })?;
    let mut caller = Caller::new(version.worker(&options)?)?;
    Ok(match caller.call_one(&document) {
        Err(failure) => Outcome::Failed(failure.code.to_string(), failure.message),
        Ok(Findings { drop: Some(reason), .. }) => Outcome::Dropped(reason),
        Ok(findings) => match document.merge(findings, &declaration.provides) {
            Ok(()) => Outcome::Found(Box::new(document)),
            Err(error) => Outcome::Failed("invalid-layer".to_owned(), error.to_string()),
        },
    })
}

/// The document of a case, with the layers that the plugin gets.
fn document(case: &Case, declaration: &Declaration, prepare: &Prepare) -> Result<Document, Failure> {
    let CaseArticle { text, title, url, authors, published, language } = case.article.clone();
    let article = Article {
        key: "case".to_owned(),
        url,
        title,
        authors,
        published: published.map(|at| Published { at, from: DateOrigin::Given }),
        declared_language: language,
        text: text.into(),
        problems: Vec::new(),
    };
    let fetched = published.unwrap_or(Timestamp::UNIX_EPOCH);
    let mut document = Document::new("cases".into(), article, fetched);
    let given: Vec<LayerName> = case.layers.keys().filter_map(|name| name.parse().ok()).collect();
    let wanted = declaration.requires.iter().chain(&declaration.uses);
    let missing: Vec<LayerName> = wanted.filter(|layer| !given.contains(layer)).cloned().collect();
    if !missing.is_empty() {
        prepare(&mut document, &missing);
    }
    let text = document.text.clone();
    let offsets = Unit::CodePoints.offsets(&text);
    let mut layers = Layers::default();
    for (name, json) in &case.layers {
        let layer = name.parse().map_err(|_| Failure::reject("invalid-case", format!("unknown layer: `{name}`")))?;
        read_layer(&layer, json.get(), &text, &offsets, usize::MAX, &mut layers)?;
    }
    document.layers.merge(layers, &given);
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_case_may_be_a_day() {
        let published = |date: &str| {
            let json = format!(r#"{{"article": {{"text": "x", "published": "{date}"}}}}"#);
            serde_json::from_str::<Case>(&json).map(|case| case.article.published.map(|at| at.to_string()))
        };
        assert_eq!(published("2026-10-14").unwrap().unwrap(), "2026-10-14T00:00:00Z");
        assert_eq!(published("2026-10-14T09:30:00+02:00").unwrap().unwrap(), "2026-10-14T07:30:00Z");
        assert!(published("yesterday").unwrap_err().to_string().contains("expected a date"));
    }
}
