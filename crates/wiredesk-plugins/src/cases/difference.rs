//! What is different between that which a case expects and that which a plugin found: lists are
//! aligned, so that one annotation too many is one line and not all that follow.

use serde_json::Value;
use wiredesk_core::{
    Document, LayerName,
    exchange::{Unit, layer_json},
};

use super::{Case, Outcome};

/// Lists with more items on either side are compared place by place.
const ALIGNED: usize = 1000;

/// One thing that is not as expected.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `acme/tickers[2]`.
    pub place: String,
    /// As JSON; `None` if nothing was expected there.
    pub expected: Option<String>,
    /// As JSON; `None` if nothing was found there.
    pub found: Option<String>,
}

pub(super) fn compare(case: &Case, outcome: &Outcome) -> Vec<Difference> {
    let wanted = match (&case.error, case.drop) {
        (Some(code), _) => format!("error `{code}`"),
        (None, true) => "drop".to_owned(),
        (None, false) => "findings".to_owned(),
    };
    let other = |found: String| {
        vec![Difference { place: "outcome".to_owned(), expected: Some(wanted.clone()), found: Some(found) }]
    };
    match outcome {
        Outcome::Failed(code, _) if case.error.as_ref() == Some(code) => Vec::new(),
        Outcome::Failed(code, message) => other(format!("error `{code}`: {message}")),
        Outcome::Dropped(_) if case.drop && case.error.is_none() => Vec::new(),
        Outcome::Dropped(reason) => other(format!("drop: {reason}")),
        Outcome::Found(_) if case.drop || case.error.is_some() => other("findings".to_owned()),
        Outcome::Found(document) => {
            let mut differences = Vec::new();
            for (name, expected) in &case.expected {
                let found = name.parse().ok().and_then(|layer| layer_of(document, &layer));
                differ(name, Some(expected), found.as_ref(), &mut differences);
            }
            differences
        }
    }
}

/// A layer as it stands in a record, annotations with their words.
pub(super) fn layer_of(document: &Document, layer: &LayerName) -> Option<Value> {
    let mut json: Value = serde_json::from_str(&layer_json(document, layer, Unit::CodePoints).ok()?).ok()?;
    if let LayerName::Extension(name) = layer {
        let annotations = document.layers.extensions.get(name).map_or(&[][..], Vec::as_slice);
        for (json, annotation) in json.as_array_mut()?.iter_mut().zip(annotations) {
            json["text"] = annotation.span.slice(&document.text).into();
        }
    }
    Some(json)
}

/// Lists agree item by item; of objects only the keys that are expected count.
fn differ(place: &str, expected: Option<&Value>, found: Option<&Value>, differences: &mut Vec<Difference>) {
    match (expected, found) {
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for (one, other) in pairs(expected, found) {
                let index = one.or(other).unwrap_or_default();
                let (one, other) = (one.and_then(|at| expected.get(at)), other.and_then(|at| found.get(at)));
                differ(&format!("{place}[{index}]"), one, other, differences);
            }
        }
        _ if agrees(expected, found) => {}
        _ => {
            let shown = |value: Option<&Value>| value.map(ToString::to_string);
            let found = match (expected, found) {
                // keys that nobody asked for only hide the difference
                (Some(Value::Object(expected)), Some(Value::Object(found))) => {
                    let kept = found.iter().filter(|(key, _)| expected.contains_key(*key));
                    Some(Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect()).to_string())
                }
                _ => shown(found),
            };
            differences.push(Difference { place: place.to_owned(), expected: shown(expected), found });
        }
    }
}

/// Which item stands against which, as indices: the longest common subsequence, what lies between
/// in order.
fn pairs(expected: &[Value], found: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let (rows, columns) = (expected.len(), found.len());
    let both = |range: std::ops::Range<usize>, other: std::ops::Range<usize>| {
        let count = range.len().max(other.len());
        let at = |range: &std::ops::Range<usize>, step| Some(range.start + step).filter(|at| *at < range.end);
        (0..count).map(|step| (at(&range, step), at(&other, step))).collect::<Vec<_>>()
    };
    if rows.max(columns) > ALIGNED {
        return both(0..rows, 0..columns);
    }
    // longest[i][j]: how many agree from `i` and `j` on
    let mut longest = vec![vec![0_u16; columns + 1]; rows + 1];
    let agree = |row: usize, column: usize| agrees(expected.get(row), found.get(column));
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            longest[row][column] = if agree(row, column) {
                longest[row + 1][column + 1] + 1
            } else {
                longest[row + 1][column].max(longest[row][column + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column, mut from) = (0, 0, (0, 0));
    while row < rows && column < columns {
        if agree(row, column) {
            pairs.extend(both(from.0..row, from.1..column));
            pairs.push((Some(row), Some(column)));
            (row, column) = (row + 1, column + 1);
            from = (row, column);
        } else if longest[row + 1][column] >= longest[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs.extend(both(from.0..rows, from.1..columns));
    pairs
}

fn agrees(expected: Option<&Value>, found: Option<&Value>) -> bool {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            expected.iter().all(|(key, value)| agrees(Some(value), Some(found.get(key).unwrap_or(&Value::Null))))
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            expected.len() == found.len()
                && expected.iter().zip(found).all(|(one, other)| agrees(Some(one), Some(other)))
        }
        (Some(Value::Number(one)), Some(Value::Number(other))) => one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// `place: expected / found` for each difference.
    fn check(expected: Value, found: Value, lines: &[&str]) {
        let mut differences = Vec::new();
        differ("x", Some(&expected), Some(&found), &mut differences);
        let shown = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        let all: Vec<String> = differences
            .into_iter()
            .map(|d| format!("{}: {} / {}", d.place, shown(d.expected), shown(d.found)))
            .collect();
        assert_eq!(all, lines);
    }

    #[test]
    fn only_the_keys_that_are_expected_count() {
        check(json!([{"a": 1}]), json!([{"a": 1, "b": 2}]), &[]);
        check(json!([{"a": 1}]), json!([{"a": 2, "b": 2}]), &[r#"x[0]: {"a":1} / {"a":2}"#]);
        check(json!([{"a": null}]), json!([{}]), &[]);
        check(json!(1), json!(1.0), &[]);
    }

    #[test]
    fn one_item_too_many_or_too_few_is_one_difference() {
        check(json!([1, 2, 3]), json!([1, 9, 2, 3]), &["x[1]: nothing / 9"]);
        check(json!([1, 2, 3]), json!([1, 3]), &["x[1]: 2 / nothing"]);
        check(json!([1, 2, 3]), json!([1, 4, 3]), &["x[1]: 2 / 4"]);
        check(json!([]), json!([1]), &["x[0]: nothing / 1"]);
    }
}
