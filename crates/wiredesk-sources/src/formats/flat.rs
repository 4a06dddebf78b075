//! The quick way from a JSON object to its mapped fields: what most lines of NDJSON are, an object of
//! strings with little else in it. Called by [`super::record`], which reads everything that is given up
//! here, and finds the words for what is no JSON. Never accepts what `serde_json` would not.

use std::sync::Arc;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny},
};
use wiredesk_core::json::text::{SHORT_ESCAPES, to_escape};

use super::{
    fields::{FieldMap, Target},
    record::{Field, Row, Text, Value},
};

/// The mapped fields of the one object in `json`; `None` if it has to be read in another way.
/// `scratch` is memory for strings with escapes, kept from object to object.
pub(super) fn read<'a>(json: &'a str, map: &FieldMap, scratch: &mut String) -> Option<Row<'a>> {
    let mut row = Row::default();
    let mut reader = Reader { json, at: 0, resolved: scratch };
    reader.take(b'{')?;
    loop {
        reader.take(b'"')?;
        let name = reader.string()?;
        let target = map.get(0, name.unwrap_or(reader.resolved));
        reader.take(b':')?;
        match target {
            None => reader.ignore()?,
            Some(Target::Part(part, rank)) => {
                if let Some(value) = reader.value()? {
                    row.put(part, rank, value);
                }
            }
            Some(Target::Object(_)) => return None,
        }
        if reader.peek() != Some(b',') {
            break;
        }
        reader.at += 1;
    }
    reader.take(b'}')?;
    reader.peek().is_none().then_some(row)
}

/// Walks along the text; `None` from any method ends the quick way.
struct Reader<'a, 's> {
    json: &'a str,
    at: usize,
    /// The last string that had escapes, without them.
    resolved: &'s mut String,
}

impl<'a> Reader<'a, '_> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.json.as_bytes()[self.at..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.at += blank;
        rest.get(blank).copied()
    }

    /// Passes the next byte, which has to be this one.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// A string, whose opening quote has been passed; `Some(None)` if it stands in `resolved`, because it has
    /// escapes.
    fn string(&mut self) -> Option<Option<&'a str>> {
        let bytes = self.json.as_bytes();
        let mut from = self.at;
        let mut to = from + to_escape(&bytes[from..])?;
        if bytes[to] == b'"' {
            self.at = to + 1;
            return Some(Some(&self.json[from..to]));
        }
        self.resolved.clear();
        while bytes[to] == b'\\' {
            self.resolved.push_str(&self.json[from..to]);
            let (character, length) = escaped(&bytes[to + 1..])?;
            self.resolved.push(character);
            from = to + 1 + length;
            to = from + to_escape(&bytes[from..])?;
        }
        self.resolved.push_str(&self.json[from..to]);
        self.at = to + 1;
        // anything else is a control character, which JSON forbids
        (bytes[to] == b'"').then_some(None)
    }

    /// The value of a mapped field; `Some(None)` if it is `null`.
    fn value(&mut self) -> Option<Option<Value<'a>>> {
        if self.peek()? != b'"' {
            return self.other::<Other<'a>>().map(|other| other.0);
        }
        self.at += 1;
        Some(Some(Value::Text(match self.string()? {
            Some(text) => Text::AsWritten(text),
            None => Text::Resolved(Arc::from(self.resolved.as_str())),
        })))
    }

    /// Passes the value of a field that is not mapped.
    fn ignore(&mut self) -> Option<()> {
        if self.peek()? == b'"' {
            self.at += 1;
            return self.string().map(|_| ());
        }
        self.other::<IgnoredAny>().map(|_| ())
    }

    /// A value that is no string.
    fn other<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(&self.json[self.at..]).into_iter();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }
}

/// Whatever stands in a mapped field.
struct Other<'a>(Option<Value<'a>>);

impl<'a> Deserialize<'a> for Other<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        Field.deserialize(deserializer).map(Self)
    }
}

/// What a letter behind a backslash stands for, or 0. A table, because which one comes next cannot
/// be foreseen, and a wrong guess costs the processor more than a look.
static MEANINGS: [u8; 256] = {
    let mut meanings = [0; 256];
    meanings[b'/' as usize] = b'/';
    let mut number = 0;
    while number < SHORT_ESCAPES.len() {
        let (byte, letter) = SHORT_ESCAPES[number];
        meanings[letter as usize] = byte;
        number += 1;
    }
    meanings
};

/// What the bytes behind a backslash stand for, and how many they are.
fn escaped(bytes: &[u8]) -> Option<(char, usize)> {
    let letter = *bytes.first()?;
    match MEANINGS[usize::from(letter)] {
        0 if letter == b'u' => code_point(bytes),
        0 => None,
        byte => Some((char::from(byte), 1)),
    }
}

/// `u2019`, or the two halves of a character beyond the first 65,536: `ud83e\udd80`.
fn code_point(bytes: &[u8]) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits = bytes.get(from..from + 4)?.iter();
        digits.map(|digit| char::from(*digit).to_digit(16)).try_fold(0, |unit, digit| Some(unit * 16 + digit?))
    };
    let first = unit(1)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).map(|character| (character, 5));
    }
    let second = (bytes.get(5..7)? == b"\\u").then(|| unit(7)).flatten()?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low).map(|character| (character, 11))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::fields::FieldNames;

    /// Both ways agree where the quick one comes to an end; answers whether it does.
    fn agrees(json: &str) -> bool {
        let map = FieldMap::from(&FieldNames::default());
        let quick = read(json, &map, &mut String::from("left over"));
        if let Some(quick) = &quick {
            assert_eq!(Some(quick), Row::parse_slowly(json, &map).ok().as_ref(), "{json}");
        }
        quick.is_some()
    }

    #[test]
    fn an_object_of_strings_is_read_the_quick_way() {
        for json in [
            r#"{"id":"a","title":"Caf\u00e9 \ud83e\udd80","text":"\"One.\"\nTwo \\ \/ \t\r\b\f","more":"\n"}"#,
            " {\t\"id\" : 7 ,\r\n \"authors\" : [ \"A\", {\"name\":\"B\"} ] , \"x\":{\"y\":[1]}, \"url\":null } \n",
            r#"{"\u0069d":"escaped name","date":-1.5e3,"html":true,"text":"a","text":"b"}"#,
        ] {
            assert!(agrees(json), "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_left_to_the_other_way() {
        for json in [
            "",
            "{",
            "{}x",
            "[]",
            r#"{"id""a"}"#,
            r#"{"id":"a",}"#,
            r#"{"id":"a"}}"#,
            r#"{"id":"a" "b":1}"#,
            r#"{"id":"a\x"}"#,
            r#"{"id":"\u12"}"#,
            r#"{"id":"\ud800"}"#,
            r#"{"id":"\ud800\u0041"}"#,
            r#"{"id":"\udc00"}"#,
            "{\"id\":\"a\nb\"}",
            "{\"x\":\"\\n\u{1}\"}",
            r#"{"id":01}"#,
            r#"{"id":1x}"#,
            r#"{"id":tru}"#,
            r#"{"id":"a"#,
        ] {
            assert!(!agrees(json), "{json}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_the_same(json in r#"\{("(id|text|\\u0069d|x)" ?: ?("([a-zé🦀]|\\[nu"\\/x]|\\u[0-9a-fA-F]{4}|\\ud8[0-9]{2}\\udc[0-9]{2}|\n){0,20}"|-?[0-9.e]{1,4}|null|\[("a",?){0,3}\]) ?,? ?){0,4}\} ?"#) {
            agrees(&json);
        }

        #[test]
        fn what_is_written_by_a_library_is_read_the_quick_way(title in r"(?s)[\x00-\x7f]{0,20}", text in "(?s).{0,200}") {
            let json = serde_json::json!({"id": 1, "title": title, "text": text}).to_string();
            prop_assert!(agrees(&json));
        }
    }
}
