//! What a table of options looks like, read from its JSON Schema: the ground of the reference
//! configuration and of `describe`.

use std::fmt::Write;

use serde_json::{Map, Value};

/// One option.
pub(super) struct OptionDoc {
    pub(super) key: String,
    /// From its doc comment, one paragraph.
    pub(super) summary: String,
    /// "a duration", "a whole number, 1 to 19".
    pub(super) kind: String,
    pub(super) required: bool,
    /// `None` if there is none, or if it is "not set".
    pub(super) default: Option<Value>,
    /// Something that could stand there.
    pub(super) example: Value,
    /// Values of an enumeration with what they mean.
    pub(super) variants: Vec<(String, String)>,
    /// Options inside it, if it is a table.
    pub(super) inner: Vec<OptionDoc>,
}

/// The options of a schema, required ones first, then by name.
pub(super) fn options(schema: &Value) -> Vec<OptionDoc> {
    options_in(schema, schema, 0)
}

fn options_in(root: &Value, schema: &Value, depth: usize) -> Vec<OptionDoc> {
    let none = Map::new();
    let required = |key: &str| schema["required"].as_array().is_some_and(|keys| keys.iter().any(|one| one == key));
    let properties = schema["properties"].as_object().unwrap_or(&none);
    // A schema may hold itself; nobody nests options that deep.
    let mut found: Vec<OptionDoc> = properties
        .iter()
        .filter(|_| depth < 4)
        .map(|(key, property)| option(root, key, property, required(key), depth))
        .collect();
    found.sort_by(|one, other| (!one.required, &one.key).cmp(&(!other.required, &other.key)));
    found
}

fn option(root: &Value, key: &str, property: &Value, required: bool, depth: usize) -> OptionDoc {
    let target = resolved(root, property);
    let text = property["description"].as_str().or_else(|| target["description"].as_str()).unwrap_or_default();
    let given = property["examples"][0].clone();
    OptionDoc {
        key: key.to_owned(),
        summary: text.split_whitespace().collect::<Vec<_>>().join(" "),
        kind: kind(root, property),
        required,
        default: property.get("default").filter(|value| !value.is_null()).cloned(),
        example: if given.is_null() { example(root, key, target) } else { given },
        variants: variants(target),
        inner: options_in(root, target, depth + 1),
    }
}

/// Follows references and looks through "or nothing".
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let mut at = schema;
    for _ in 0..8 {
        let reference = at["$ref"].as_str().and_then(|reference| root.pointer(reference.strip_prefix('#')?));
        let forms = at["anyOf"].as_array().map(|forms| forms.iter().filter(|form| form["type"] != "null"));
        let only = forms.and_then(|mut forms| forms.next().filter(|_| forms.next().is_none()));
        match reference.or(only) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

fn variants(schema: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for form in schema["oneOf"].as_array().into_iter().flatten() {
        let text = form["description"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let names = form.get("const").into_iter().chain(form["enum"].as_array().into_iter().flatten());
        found.extend(names.filter_map(Value::as_str).map(|name| (name.to_owned(), text.clone())));
    }
    let names = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    found.extend(names.map(|name| (name.to_owned(), String::new())));
    found
}

fn kind(root: &Value, schema: &Value) -> String {
    let schema = resolved(root, schema);
    let names: Vec<String> = variants(schema).into_iter().map(|(name, _)| format!("`{name}`")).collect();
    if !names.is_empty() {
        return format!("one of {}", names.join(", "));
    }
    if let Some(forms) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return forms.iter().map(|form| kind(root, form)).collect::<Vec<_>>().join(" or ");
    }
    match schema["format"].as_str() {
        Some("duration") => return "a duration".to_owned(),
        Some("size") => return "a size".to_owned(),
        _ => {}
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect(),
        _ => Vec::new(),
    };
    let words = types.iter().map(|name| match *name {
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => bounded("a whole number", schema),
        "number" => bounded("a number", schema),
        "string" => "a string".to_owned(),
        "array" => match kind(root, &schema["items"]).as_str() {
            "a string" => "a list of strings".to_owned(),
            each => format!("a list, each {each}"),
        },
        "object" if schema["additionalProperties"].is_object() => {
            format!("a table, each value {}", kind(root, &schema["additionalProperties"]))
        }
        "object" => "a table".to_owned(),
        _ => "nothing".to_owned(),
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "anything".to_owned() } else { words.join(" or ") }
}

/// Bounds that say more than the machine's own.
fn bounded(noun: &str, schema: &Value) -> String {
    let mut text = noun.to_owned();
    let (least, most) = (&schema["minimum"], &schema["maximum"]);
    match (least.is_number(), most.is_number()) {
        (true, true) => drop(write!(text, ", {least} to {most}")),
        (true, false) if least.as_f64() != Some(0.0) => drop(write!(text, ", at least {least}")),
        (false, true) => drop(write!(text, ", at most {most}")),
        _ => {}
    }
    text
}

/// A value of the right type.
fn example(root: &Value, key: &str, schema: &Value) -> Value {
    if let Some((name, _)) = variants(schema).first() {
        return name.as_str().into();
    }
    match schema["format"].as_str() {
        Some("duration") => return "1m".into(),
        Some("size") => return "1MiB".into(),
        _ => {}
    }
    let first = if schema["type"].is_array() { &schema["type"][0] } else { &schema["type"] };
    match first.as_str() {
        Some("boolean") => true.into(),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| 1.into()),
        Some("array") => Value::Array(Vec::new()),
        Some("object") => {
            let inner = options_in(root, schema, 3).into_iter();
            inner.filter(|one| one.required).map(|one| (one.key, one.example)).collect::<Map<_, _>>().into()
        }
        _ if key == "path" => "path/to/it".into(),
        _ => key.into(),
    }
}

/// A JSON value in TOML; `null` becomes an empty string, which TOML has no other word for.
pub(super) fn toml(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries = table.iter().filter(|(_, value)| !value.is_null());
            let entries: Vec<String> = entries.map(|(key, value)| format!("{} = {}", bare(key), toml(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        // What JSON escapes in strings, TOML reads the same way.
        other => other.to_string(),
    }
}

fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}

/// Text in lines of at most so many characters, each after `indent`.
pub(super) fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > width {
            out.push('\n');
            length = 0;
        }
        if length == 0 {
            out.push_str(indent);
            length = indent.chars().count();
        } else {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += size;
    }
    if length > 0 {
        out.push('\n');
    }
    out
}
