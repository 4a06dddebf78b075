//! Options of components: types for durations and sizes, and the check of a table of options
//! against the component's schema that finds *every* mistake, each with its key path.

use std::{borrow::Cow, fmt, str::FromStr, time};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The options of one component: a struct whose doc comments become its documentation and whose
/// [`Serialize`] form of the defaults fills the reference configuration.
///
/// Derive `Deserialize` with `#[serde(deny_unknown_fields)]`, and `#[serde(default)]` on whatever
/// is optional.
pub trait ComponentOptions: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static {
    /// What the types cannot say: ranges, options that exclude each other. Pure.
    fn check(&self) -> Vec<Finding> {
        Vec::new()
    }
}

/// No options at all.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoOptions {}

impl ComponentOptions for NoOptions {}

/// One mistake in a table of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Keys from the component's table down to the mistake; empty for the table itself.
    pub path: Vec<String>,
    /// What is wrong, for people.
    pub message: String,
    /// What would have been right: names that exist here, or a description.
    pub expected: Vec<String>,
}

impl Finding {
    /// A mistake at one key of the table.
    pub fn at(key: &str, message: impl Into<String>) -> Self {
        Self { path: vec![key.to_owned()], message: message.into(), expected: Vec::new() }
    }

    /// Short, stable, kebab-case name of the kind of mistake, as the message says it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        const CODES: [(&str, &str); 4] = [
            ("unknown option", "unknown-option"),
            ("unknown value", "unknown-value"),
            ("missing option", "missing-option"),
            ("expected ", "wrong-type"),
        ];
        CODES.iter().find(|(start, _)| self.message.starts_with(start)).map_or("bad-value", |(_, code)| code)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "`{}`: {}", self.path.join("."), self.message)
        }
    }
}

/// Reads a table of options.
///
/// # Errors
/// Every mistake that the schema shows; if it shows none, what the types or
/// [`ComponentOptions::check`] object to.
pub fn read<O: ComponentOptions>(table: Value) -> Result<O, Vec<Finding>> {
    let findings = mistakes(&schema_of::<O>(), &table);
    if !findings.is_empty() {
        return Err(findings);
    }
    let options: O = serde_path_to_error::deserialize(table).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { Vec::new() } else { path.split('.').map(str::to_owned).collect() };
        vec![Finding { path, message: error.into_inner().to_string(), expected: Vec::new() }]
    })?;
    let findings = options.check();
    if findings.is_empty() { Ok(options) } else { Err(findings) }
}

/// Every mistake that a JSON Schema shows in a table of options; of the schema language the part
/// that options use: types, enumerations, alternatives, bounds, and the formats `duration` and
/// `size`.
#[must_use]
pub fn mistakes(schema: &Value, table: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(schema, schema, table, &mut Vec::new(), &mut findings);
    findings
}

/// The JSON Schema of an options type.
#[must_use]
pub fn schema_of<O: JsonSchema>() -> Value {
    schemars::schema_for!(O).to_value()
}

/// Walks `value` along `schema` and notes every mistake. `root` holds the definitions that
/// `$ref` points to.
///
/// Covers what schemars makes of options: objects, arrays, enumerations, numbers with bounds,
/// and this module's `duration` and `size` formats.
pub fn check(root: &Value, schema: &Value, value: &Value, path: &mut Vec<String>, findings: &mut Vec<Finding>) {
    let mut note = |path: &[String], message: String, expected: Vec<String>| {
        findings.push(Finding { path: path.to_vec(), message, expected });
    };
    if let Some(reference) = schema["$ref"].as_str() {
        let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return check(root, target.unwrap_or(&Value::Null), value, path, findings);
    }
    for form in ["anyOf", "oneOf"] {
        if let Some(forms) = schema[form].as_array() {
            return check_alternatives(root, forms, value, path, findings);
        }
    }
    if let Some(names) = schema["enum"].as_array() {
        if !names.contains(value) {
            note(path, format!("unknown value: {}", shown(value)), names.iter().map(plain).collect());
        }
        return;
    }
    if let Some(one) = schema.get("const") {
        if one != value {
            note(path, format!("unknown value: {}", shown(value)), vec![plain(one)]);
        }
        return;
    }
    let wanted: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !wanted.is_empty() && !wanted.iter().any(|kind| is_a(kind, value)) {
        let wanted =
            wanted.into_iter().filter(|kind| *kind != "null").map(article_for).collect::<Vec<_>>().join(" or ");
        return note(path, format!("expected {wanted}, found {}", shown(value)), Vec::new());
    }
    match value {
        Value::Object(table) => check_table(root, schema, table, path, findings),
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                path.push(number.to_string());
                check(root, &schema["items"], item, path, findings);
                path.pop();
            }
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
                note(path, format!("must be at least {least}, found {number}"), Vec::new());
            } else if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
                note(path, format!("must be at most {most}, found {number}"), Vec::new());
            }
        }
        Value::String(text) => {
            let error = match schema["format"].as_str() {
                Some("duration") => text.parse::<Duration>().err(),
                Some("size") => text.parse::<Size>().err(),
                _ => None,
            };
            if let Some(error) = error {
                note(path, error.to_string(), Vec::new());
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn check_table(
    root: &Value,
    schema: &Value,
    table: &Map<String, Value>,
    path: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    for (key, value) in table {
        path.push(key.clone());
        if let Some(property) = properties.get(key) {
            check(root, property, value, path, findings);
        } else {
            match &schema["additionalProperties"] {
                Value::Bool(false) => {
                    let expected = properties.keys().cloned().collect();
                    findings.push(Finding {
                        path: path.clone(),
                        message: format!("unknown option: `{key}`"),
                        expected,
                    });
                }
                Value::Object(_) => check(root, &schema["additionalProperties"], value, path, findings),
                _ => {}
            }
        }
        path.pop();
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !table.contains_key(key) {
            findings.push(Finding {
                path: path.clone(),
                message: format!("missing option: `{key}`"),
                expected: Vec::new(),
            });
        }
    }
}

/// Enumerations with documented variants, optional values and unions: right if any form fits;
/// else the findings of the form that came nearest.
fn check_alternatives(
    root: &Value,
    forms: &[Value],
    value: &Value,
    path: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) {
    let mut attempts: Vec<Vec<Finding>> = Vec::new();
    for form in forms {
        let mut attempt = Vec::new();
        check(root, form, value, path, &mut attempt);
        if attempt.is_empty() {
            return;
        }
        attempts.push(attempt);
    }
    let names: Vec<String> =
        attempts.iter().flatten().filter(|f| f.path == *path).flat_map(|f| f.expected.clone()).collect();
    if !names.is_empty() && !value.is_object() {
        findings.push(Finding {
            path: path.clone(),
            message: format!("unknown value: {}", shown(value)),
            expected: names,
        });
        return;
    }
    let deepest = |attempt: &Vec<Finding>| attempt.iter().map(|finding| finding.path.len()).max();
    findings.extend(attempts.into_iter().max_by_key(deepest).into_iter().flatten());
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

fn article_for(kind: &str) -> &'static str {
    match kind {
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a string",
        "array" => "a list",
        "object" => "a table",
        _ => "something else",
    }
}

/// A value as it may stand in a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the string {text:?}"),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "a table".into(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Seconds of a day.
const DAY: u64 = 86_400;

/// A duration written as "250ms", "5m", "1h 30m" or "7d".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub time::Duration);

/// A number of bytes written as "64KiB", "10MB" or plain "4096".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Text that is no duration or size.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found:?}")]
pub struct UnitError {
    expected: &'static str,
    found: String,
}

impl FromStr for Duration {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        // days are no unit of a signed duration, but of what people write
        let (days, rest) = match text.trim().split_once('d').map(|(days, rest)| (days.trim().parse::<u32>(), rest)) {
            Some((Ok(days), rest)) => (days, rest.trim()),
            _ => (0, text),
        };
        let days = time::Duration::from_secs(u64::from(days) * DAY);
        let parsed = if rest.is_empty() { None } else { rest.parse::<jiff::SignedDuration>().ok() };
        let unsigned = match parsed {
            Some(duration) => time::Duration::try_from(duration).ok().and_then(|duration| duration.checked_add(days)),
            None => (rest.is_empty() && !days.is_zero()).then_some(days),
        };
        let error =
            || UnitError { expected: "a duration such as \"250ms\", \"5m\" or \"1h 30m\"", found: text.to_owned() };
        unsigned.map(Self).ok_or_else(error)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        if self.0.subsec_nanos() == 0 && seconds > DAY && seconds.is_multiple_of(DAY) {
            return write!(f, "{}d", seconds / DAY);
        }
        match jiff::SignedDuration::try_from(self.0) {
            Ok(duration) => write!(f, "{duration:#}"),
            Err(_) => write!(f, "{}s", self.0.as_secs()),
        }
    }
}

const UNITS: [(&str, u64); 9] = [
    ("B", 1),
    ("kB", 1000),
    ("KB", 1000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

impl FromStr for Size {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        let error = || UnitError { expected: "a size such as \"64KiB\", \"16MiB\" or \"1GB\"", found: text.to_owned() };
        let digits = text.trim().find(|c: char| !c.is_ascii_digit()).unwrap_or(text.trim().len());
        let (number, unit) = text.trim().split_at(digits);
        let number: u64 = number.parse().map_err(|_| error())?;
        let unit = unit.trim_start();
        let (_, factor) = UNITS.iter().find(|(name, _)| unit.is_empty() || *name == unit).ok_or_else(error)?;
        number.checked_mul(*factor).map(Self).ok_or_else(error)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let binary = UNITS[5..].iter().rev().find(|(_, factor)| self.0 > 0 && self.0.is_multiple_of(*factor));
        let (unit, factor) = binary.unwrap_or(&UNITS[0]);
        write!(f, "{}{unit}", self.0 / factor)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "duration"})
    }
}

impl Serialize for Size {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written<'a> {
            Bytes(u64),
            Text(Cow<'a, str>),
        }
        match Written::deserialize(deserializer)? {
            Written::Bytes(bytes) => Ok(Self(bytes)),
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "format": "size", "minimum": 0})
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Options of a component of the tests.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Toy {
        /// Where.
        path: String,
        /// How much.
        #[serde(default)]
        #[schemars(range(min = 1, max = 9))]
        level: Option<u8>,
        /// How long.
        #[serde(default)]
        every: Option<Duration>,
        /// How.
        #[serde(default)]
        style: Style,
        /// More.
        #[serde(default)]
        names: Vec<String>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    enum Style {
        /// The plain one.
        #[default]
        Plain,
        /// The other one.
        Fancy,
    }

    impl ComponentOptions for Toy {}

    fn mistakes(table: Value) -> Vec<String> {
        read::<Toy>(table).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn right_options_are_read() {
        let toy: Toy = read(json!({"path": "x", "level": 3, "every": "1h 30m", "style": "fancy"})).unwrap();
        assert_eq!(toy.every, Some(Duration(time::Duration::from_secs(5400))));
        assert_eq!(toy.style, Style::Fancy);
    }

    #[test]
    fn all_mistakes_are_found_at_once() {
        let found = mistakes(json!({"levle": 1, "level": 12, "every": "soon", "style": "bold", "names": ["a", 2]}));
        assert_eq!(
            found,
            [
                "`every`: expected a duration such as \"250ms\", \"5m\" or \"1h 30m\", found \"soon\"",
                "`level`: must be at most 9, found 12",
                "`levle`: unknown option: `levle`",
                "`names.1`: expected a string, found the number 2",
                "`style`: unknown value: the string \"bold\"",
                "missing option: `path`",
            ]
        );
    }

    #[test]
    fn an_unknown_value_comes_with_those_that_exist() {
        let findings = read::<Toy>(json!({"path": "x", "style": "bold"})).unwrap_err();
        assert_eq!(findings[0].expected, ["plain", "fancy"]);
    }

    #[test]
    fn sizes_and_durations_read_back_as_shown() {
        for (text, bytes) in [("16MiB", 16 << 20), ("1GB", 1_000_000_000), ("4096", 4096), ("0", 0), ("10 kB", 10_000)]
        {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
            assert_eq!(Size(bytes).to_string().parse(), Ok(Size(bytes)));
        }
        assert!("12 parsecs".parse::<Size>().is_err());
        assert!("99999999999TiB".parse::<Size>().is_err());
        for text in ["250ms", "5m", "1h 30m", "0s", "7d", "7d 12h", "24h"] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(duration.to_string().parse(), Ok(duration), "{text} shown as {duration}");
        }
        assert_eq!("2d 1h".parse(), Ok(Duration(time::Duration::from_secs(49 * 3600))));
        for wrong in ["-5m", "-1d", "d", "7 dwarfs", "1d 1d", ""] {
            assert!(wrong.parse::<Duration>().is_err(), "{wrong}");
        }
    }
}
