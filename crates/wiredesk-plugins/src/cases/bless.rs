//! Writes down in a case what the plugin finds in it now, in place of what was expected before.
//! Everything else in the file stays as the author wrote it.

use std::fmt::Write as _;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};
use wiredesk_core::{Document, LayerName, error::Failure};

use super::{
    Case, Outcome, broken,
    difference::{compare, layer_of},
    outcome, paths, read, text_of,
};
use crate::{files, host::Prepare, version::Version};

/// The keys that say what has to come out.
const WRITTEN: [&str; 3] = ["expected", "drop", "error"];

/// Rewrites the cases that do not agree; answers their names.
///
/// # Errors
/// A case that cannot be read or written, or does not fit the plugin.
pub fn bless(version: &Version, prepare: &Prepare) -> Result<Vec<String>, Failure> {
    let mut blessed = Vec::new();
    for path in paths(&version.folder)? {
        let (name, case) = read(&path)?;
        let outcome = outcome(version, &case, prepare)?;
        let said_nothing = case.expected.is_empty() && !case.drop && case.error.is_none();
        if compare(&case, &outcome).is_empty() && !said_nothing {
            continue;
        }
        let text = rewritten(&text_of(&path)?, &case, &outcome, &version.manifest.declaration().provides)
            .map_err(|error| broken(&path, &error))?;
        files::replace(&path, text.as_bytes()).map_err(|error| broken(&path, &error))?;
        blessed.push(name);
    }
    Ok(blessed)
}

fn rewritten(text: &str, case: &Case, outcome: &Outcome, provides: &[LayerName]) -> serde_json::Result<String> {
    let Fields(fields) = serde_json::from_str(text)?;
    let mut lines: Vec<String> = fields
        .iter()
        .filter(|(key, _)| !WRITTEN.contains(&key.as_str()))
        .map(|(key, value)| format!("  {}: {}", Value::from(key.as_str()), value.get()))
        .collect();
    lines.push(match outcome {
        Outcome::Found(document) => format!("  \"expected\": {}", expected(document, case, provides)),
        Outcome::Dropped(_) => "  \"drop\": true".to_owned(),
        Outcome::Failed(code, _) => format!("  \"error\": {}", Value::from(code.as_str())),
    });
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}

/// The layers that were expected before, or all that the plugin provides; one annotation a line.
fn expected(document: &Document, case: &Case, provides: &[LayerName]) -> String {
    let named: Vec<LayerName> = case.expected.keys().filter_map(|name| name.parse().ok()).collect();
    let layers = if named.is_empty() { provides } else { &named };
    let mut text = String::from("{");
    for (number, layer) in layers.iter().enumerate() {
        let found = layer_of(document, layer).unwrap_or_default();
        // writing to a string cannot fail
        let _ = write!(text, "{}\n    \"{layer}\": ", if number > 0 { "," } else { "" });
        match found {
            Value::Array(items) if !items.is_empty() => {
                let items: Vec<String> = items.into_iter().map(|item| format!("\n      {}", brief(item))).collect();
                let _ = write!(text, "[{}\n    ]", items.join(","));
            }
            other => {
                let _ = write!(text, "{other}");
            }
        }
    }
    text.push_str("\n  }");
    text
}

/// Without what is null.
fn brief(mut item: Value) -> Value {
    if let Some(object) = item.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    item
}

/// The fields of an object in their order, their values as written.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use wiredesk_core::{Span, annotation::Annotation, document::Article};

    use super::*;

    #[test]
    fn only_what_is_expected_is_written_anew() {
        let text = "{\"options\": {\"b\": 1,  \"a\": 2},\n \"article\": {\"text\": \"Åsa\"}, \"drop\": true}";
        let case: Case = serde_json::from_str(text).unwrap();
        let article = Article { text: "Åsa".into(), ..Article::default() };
        let mut document = Document::new("cases".into(), article, jiff::Timestamp::UNIX_EPOCH);
        let span = Span::new("Åsa", 0..2).unwrap();
        let annotation = Annotation { span, label: "x".into(), value: None };
        document.layers.extensions.insert("acme/x".into(), vec![annotation]);
        let provides = ["acme/x".parse().unwrap()];
        let written = rewritten(text, &case, &Outcome::Found(Box::new(document)), &provides).unwrap();
        assert_eq!(
            written,
            "{\n  \"options\": {\"b\": 1,  \"a\": 2},\n  \"article\": {\"text\": \"Åsa\"},\n  \"expected\": {\n    \
             \"acme/x\": [\n      {\"label\":\"x\",\"span\":[0,1],\"text\":\"Å\"}\n    ]\n  }\n}\n"
        );
        let written = rewritten(&written, &case, &Outcome::Failed("no-body".into(), String::new()), &provides).unwrap();
        assert!(written.ends_with("\"error\": \"no-body\"\n}\n") && !written.contains("expected"), "{written}");
    }
}
