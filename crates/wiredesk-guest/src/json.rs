//! JSON, as small as it can be: for options, facts and layers, which come as JSON, and for the
//! values of annotations. An author who needs more takes a crate for it.

use std::fmt::{self, Write};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object: its entries in their order.
    Object(Vec<(String, Value)>),
}

/// How deeply values may be nested.
const DEPTH: usize = 64;

/// Reads one value.
///
/// # Errors
/// If it is not JSON, or nested more than 64 deep: what was expected, and at which byte.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut parser = Parser { text, at: 0 };
    parser.space();
    let value = parser.value(DEPTH)?;
    parser.space();
    if parser.at < text.len() { parser.expected("nothing more") } else { Ok(value) }
}

impl Value {
    /// The value under a key of an object. Of several, the last counts.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries()?.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The entries, if it is an object.
    pub fn entries(&self) -> Option<&[(String, Value)]> {
        if let Self::Object(entries) = self { Some(entries) } else { None }
    }

    /// The items, if it is an array.
    pub fn items(&self) -> Option<&[Value]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The whole number, if it is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(digits) = self { digits.parse().ok() } else { None }
    }

    /// The number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(digits) = self { digits.parse().ok() } else { None }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

/// Writes it as JSON, without spaces.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => f.write_str(if *value { "true" } else { "false" }),
            Self::Number(digits) => f.write_str(digits),
            Self::String(text) => write_string(f, text),
            Self::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if number == 0 { '[' } else { ',' })?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Object(entries) => {
                for (number, (key, value)) in entries.iter().enumerate() {
                    f.write_char(if number == 0 { '{' } else { ',' })?;
                    write_string(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

/// A string in JSON's quotes.
pub fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    // writing to a string cannot fail
    let _ = write_string(&mut json, text);
    json
}

fn write_string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(out, "\\{letter}")?,
            '\0'..' ' => write!(out, "\\u{:04x}", letter as u32)?,
            _ => out.write_char(letter)?,
        }
    }
    out.write_char('"')
}

struct Parser<'t> {
    text: &'t str,
    /// Always a character boundary.
    at: usize,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth == 0 {
            return Err(format!("at byte {}: nested more than {DEPTH} deep", self.at));
        }
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.skip(word) {
                return Ok(value);
            }
        }
        match self.peek() {
            Some(b'"') => Ok(Value::String(self.string()?)),
            Some(b'[') => {
                let mut items = Vec::new();
                self.list(']', |parser| {
                    items.push(parser.value(depth - 1)?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            Some(b'{') => {
                let mut entries = Vec::new();
                self.list('}', |parser| {
                    let key = parser.string()?;
                    parser.space();
                    if !parser.skip(":") {
                        return parser.expected("`:`");
                    }
                    parser.space();
                    entries.push((key, parser.value(depth - 1)?));
                    Ok(())
                })?;
                Ok(Value::Object(entries))
            }
            _ => self.number(),
        }
    }

    /// What stands between brackets, the first of which comes next.
    fn list(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Result<(), String>) -> Result<(), String> {
        let end = end.encode_utf8(&mut [0; 4]).to_owned();
        self.at += 1;
        self.space();
        if self.skip(&end) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.space();
            if self.skip(&end) {
                return Ok(());
            }
            if !self.skip(",") {
                return self.expected(&format!("`,` or `{end}`"));
            }
            self.space();
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        self.skip("-");
        if !self.skip("0") && self.digits() == 0 {
            self.at = start;
            return self.expected("a value");
        }
        if self.skip(".") && self.digits() == 0 {
            return self.expected("a digit");
        }
        if self.skip("e") || self.skip("E") {
            let _sign = self.skip("+") || self.skip("-");
            if self.digits() == 0 {
                return self.expected("a digit");
            }
        }
        Ok(Value::Number(self.text[start..self.at].into()))
    }

    fn digits(&mut self) -> usize {
        let count = self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn string(&mut self) -> Result<String, String> {
        if !self.skip("\"") {
            return self.expected("a string");
        }
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.bytes().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count();
            string.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                _ => return self.expected("`\"`"),
            }
        }
    }

    /// The character that `\…` stands for.
    fn escape(&mut self) -> Result<char, String> {
        const SHORT: [(&str, char); 8] = [
            ("\\\"", '"'),
            ("\\\\", '\\'),
            ("\\/", '/'),
            ("\\b", '\u{8}'),
            ("\\f", '\u{c}'),
            ("\\n", '\n'),
            ("\\r", '\r'),
            ("\\t", '\t'),
        ];
        if let Some((_, letter)) = SHORT.into_iter().find(|(escape, _)| self.skip(escape)) {
            return Ok(letter);
        }
        let first = self.unit()?;
        let code = match first {
            // half of a character beyond the first 65,536, whose other half has to follow
            0xd800..0xdc00 => match self.unit()? {
                second @ 0xdc00..0xe000 => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                _ => return self.expected("the second half of a surrogate pair before this"),
            },
            code => code,
        };
        char::from_u32(code).map_or_else(|| self.expected("the first half of a surrogate pair before this"), Ok)
    }

    /// `\u` and four hex digits.
    fn unit(&mut self) -> Result<u32, String> {
        let digits = self.text[self.at..].strip_prefix("\\u").and_then(|rest| rest.get(..4));
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 6;
                Ok(unit)
            }
            None => self.expected("an escape"),
        }
    }

    fn space(&mut self) {
        self.at += self.text[self.at..].bytes().take_while(|byte| b" \t\r\n".contains(byte)).count();
    }

    fn skip(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected<T>(&self, what: &str) -> Result<T, String> {
        Err(format!("at byte {}: expected {what}", self.at))
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
