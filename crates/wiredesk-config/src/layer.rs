//! One layer of settings: a parsed file, or the overrides of environment and flags. Made by
//! [`crate::load`]; hands its values to the `config` crate, which merges the layers.

use std::{collections::HashMap, sync::Arc};

use config::{ConfigError, Map, Source, Value, ValueKind};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Diagnostic, Location,
    interpolate::{Unusable, interpolate},
    location::Lines,
    origins::{Origin, Origins},
};

/// What may stand at the top of a configuration.
pub(crate) const SECTIONS: [&str; 8] =
    ["daemon", "log", "plugins", "pipeline", "pipelines", "sources", "extractors", "sinks"];

/// Values of one layer by section.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layer(Map<String, Value>);

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self.0.clone())
    }
}

/// Environment variables by name.
pub(crate) type Variables = HashMap<String, String>;

/// Reads a file's text. Findings that leave the rest usable are added to `findings`.
///
/// # Errors
/// The text is no TOML.
pub(crate) fn of_text(
    file: &str,
    text: &str,
    variables: &Variables,
    origins: &mut Origins,
    findings: &mut Vec<Diagnostic>,
) -> Result<Layer, Vec<Diagnostic>> {
    let lines = Lines::new(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| syntax(error, &lines, text.len())).collect());
    }
    let mut reader = Reader { lines, variables: Some(variables), origins, findings, path: Vec::new() };
    let mut layer = Layer::default();
    for (key, value) in table.into_inner() {
        if !SECTIONS.contains(&key.get_ref().as_ref()) {
            let location = Some(reader.lines.locate(key.span()));
            reader.findings.push(unknown_section(key.get_ref(), location));
            continue;
        }
        let (name, value) = reader.entry(key, value);
        layer.0.insert(name, value);
    }
    Ok(layer)
}

/// Reads the text of a file that is no configuration but is written like one: any keys may stand
/// at its top, and `${VAR}` means itself.
///
/// # Errors
/// The text is no TOML.
pub(crate) fn of_other_text(file: &str, text: &str, origins: &mut Origins) -> Result<Layer, Vec<Diagnostic>> {
    let lines = Lines::new(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| syntax(error, &lines, text.len())).collect());
    }
    let mut findings = Vec::new();
    let mut reader = Reader { lines, variables: None, origins, findings: &mut findings, path: Vec::new() };
    let layer = Layer(table.into_inner().into_iter().map(|(key, value)| reader.entry(key, value)).collect());
    if findings.is_empty() { Ok(layer) } else { Err(findings) }
}

fn syntax(error: &toml::de::Error, lines: &Lines<'_>, end: usize) -> Diagnostic {
    let message = error.message();
    let (message, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let diagnostic = Diagnostic::error("syntax", message.to_lowercase());
    let location = lines.locate(error.span().unwrap_or(end..end));
    let expected = if expected.is_empty() { Vec::new() } else { vec![format!("{} here", expected.replace('`', "'"))] };
    Diagnostic { expected, location: Some(location), ..diagnostic }
}

fn unknown_section(name: &str, location: Option<Location>) -> Diagnostic {
    Diagnostic::error("unknown-section", format!("unknown section: `{name}`")).at(location).names(name, SECTIONS)
}

struct Reader<'r> {
    lines: Lines<'r>,
    /// What `${VAR}` stands for; `None` where it stands for itself.
    variables: Option<&'r Variables>,
    origins: &'r mut Origins,
    findings: &'r mut Vec<Diagnostic>,
    /// Of the value being read.
    path: Vec<String>,
}

impl Reader<'_> {
    fn entry(&mut self, key: Spanned<std::borrow::Cow<'_, str>>, value: Spanned<DeValue<'_>>) -> (String, Value) {
        let location = self.lines.locate(key.span());
        let name = key.into_inner().into_owned();
        self.path.push(name.clone());
        let value = self.value(location, value);
        self.path.pop();
        (name, value)
    }

    fn value(&mut self, key: Location, value: Spanned<DeValue<'_>>) -> Value {
        let location = self.lines.locate(value.span());
        let mut written = None;
        let kind = match value.into_inner() {
            DeValue::Table(table) => {
                self.origins.table(&self.path, key);
                let table = table.into_iter().map(|(key, value)| self.entry(key, value)).collect::<Map<_, _>>();
                return Value::new(None, ValueKind::Table(table));
            }
            DeValue::Array(items) => {
                let mut array = Vec::with_capacity(items.len());
                for (number, item) in items.into_iter().enumerate() {
                    self.path.push(number.to_string());
                    let location = self.lines.locate(item.span());
                    array.push(self.value(location, item));
                    self.path.pop();
                }
                ValueKind::Array(array)
            }
            DeValue::String(text) => match self.replaced(&text) {
                Ok(None) => ValueKind::String(text.into_owned()),
                Ok(Some(replaced)) => {
                    written = Some(Arc::from(text));
                    ValueKind::String(replaced)
                }
                Err(unusable) => {
                    self.findings.extend(unusable.into_iter().map(|one| unusable_reference(one, location.clone())));
                    ValueKind::String(text.into_owned())
                }
            },
            DeValue::Boolean(flag) => ValueKind::Boolean(flag),
            DeValue::Datetime(moment) => ValueKind::String(moment.to_string()),
            DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
                Ok(number) => ValueKind::I64(number),
                Err(_) => self.bad_number("the number is beyond 64 bits", &location),
            },
            DeValue::Float(digits) => match digits.as_str().parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => ValueKind::Float(number),
                None => self.bad_number("the number has to be finite", &location),
            },
        };
        self.origins.value(&self.path, Origin { key, value: location, written });
        Value::new(None, kind)
    }

    fn replaced(&self, text: &str) -> Result<Option<String>, Vec<Unusable>> {
        let Some(variables) = self.variables else { return Ok(None) };
        interpolate(text, |name| variables.get(name).map(String::as_str))
    }

    /// Notes the finding; 0 stands in, so that the rest is still checked.
    fn bad_number(&mut self, message: &str, location: &Location) -> ValueKind {
        self.findings.push(Diagnostic::error("bad-number", message).at(Some(location.clone())));
        ValueKind::I64(0)
    }
}

fn unusable_reference(unusable: Unusable, location: Location) -> Diagnostic {
    match unusable {
        Unusable::Unset(name) => {
            Diagnostic::error("unset-variable", format!("environment variable `{name}` is not set"))
                .help(format!("set it, or write `${{{name}:-default}}`; a literal `${{` is written `$${{`"))
        }
        Unusable::Malformed(text) => {
            Diagnostic::error("bad-reference", format!("not a reference to an environment variable: `{text}`"))
                .help("write `${NAME}` or `${NAME:-default}`; a literal `${` is written `$${`")
        }
    }
    .at(Some(location))
}

/// One value that comes from an environment variable or a flag.
pub(crate) struct Override {
    /// Keys from the top.
    pub(crate) path: Vec<String>,
    /// As given.
    pub(crate) text: String,
    /// Which variable or flag.
    pub(crate) location: Location,
}

/// Makes a layer of overrides; of two with the same key the later one counts.
///
/// A value that reads as a TOML boolean, number, list or inline table is one; anything else, and
/// anything in quotes, is a string. `${VAR}` is not replaced.
pub(crate) fn of_overrides(overrides: Vec<Override>, origins: &mut Origins, findings: &mut Vec<Diagnostic>) -> Layer {
    let mut layer = Layer::default();
    for Override { path, text, location } in overrides {
        let shown = path.join(".");
        if path.iter().any(String::is_empty) || path.len() < 2 || path.len() > 16 {
            let diagnostic = Diagnostic::error("bad-key", format!("not a key of a setting: `{shown}`"));
            findings.push(diagnostic.at(Some(location)).help("a key looks like `sinks.desk.path`"));
        } else if !SECTIONS.contains(&path[0].as_str()) {
            findings.push(unknown_section(&path[0], Some(location)));
        } else {
            let value = scalar(&text);
            note(&path, &value, Some(text.as_str()), &location, origins);
            insert(&mut layer.0, &path, value);
        }
    }
    layer
}

fn note(path: &[String], value: &Value, text: Option<&str>, location: &Location, origins: &mut Origins) {
    for end in 1..path.len() {
        origins.table(&path[..end], location.clone());
    }
    origins.value(path, Origin { key: location.clone(), value: location.clone(), written: text.map(Arc::from) });
    let inner: Vec<(String, &Value)> = match &value.kind {
        ValueKind::Table(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        ValueKind::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let mut path = path.to_vec();
        path.push(key);
        note(&path, value, None, location, origins);
    }
}

fn insert(table: &mut Map<String, Value>, path: &[String], value: Value) {
    let [first, rest @ ..] = path else { return };
    if rest.is_empty() {
        table.insert(first.clone(), value);
        return;
    }
    let child = table.entry(first.clone()).or_default();
    if !matches!(child.kind, ValueKind::Table(_)) {
        *child = Value::new(None, ValueKind::Table(Map::new()));
    }
    if let ValueKind::Table(inner) = &mut child.kind {
        insert(inner, rest, value);
    }
}

fn scalar(text: &str) -> Value {
    let string = || Value::new(None, text);
    let Ok(parsed) = DeValue::parse(text) else { return string() };
    plain(parsed.into_inner()).unwrap_or_else(string)
}

/// `None` for what cannot be a setting's value: dates, infinite numbers.
fn plain(value: DeValue<'_>) -> Option<Value> {
    let kind = match value {
        DeValue::String(text) => ValueKind::String(text.into_owned()),
        DeValue::Boolean(flag) => ValueKind::Boolean(flag),
        DeValue::Integer(digits) => ValueKind::I64(i64::from_str_radix(digits.as_str(), digits.radix()).ok()?),
        DeValue::Float(digits) => ValueKind::Float(digits.as_str().parse::<f64>().ok().filter(|n| n.is_finite())?),
        DeValue::Datetime(_) => return None,
        DeValue::Array(items) => {
            ValueKind::Array(items.into_iter().map(|item| plain(item.into_inner())).collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entry = |(key, value): (Spanned<std::borrow::Cow<'_, str>>, Spanned<DeValue<'_>>)| {
                Some((key.into_inner().into_owned(), plain(value.into_inner())?))
            };
            ValueKind::Table(table.into_iter().map(entry).collect::<Option<_>>()?)
        }
    };
    Some(Value::new(None, kind))
}
