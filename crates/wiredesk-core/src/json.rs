//! Writes values as compact JSON into memory: what `serde_json` makes of them, byte for byte. For what
//! carries whole articles: lines of the NDJSON sink, requests to plugins that are processes. Strings are
//! looked at a block at a time, and names of fields not at all; what is rare in records is handed on to
//! `serde_json`.

pub mod text;

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use serde_json::Error;

use self::text::{SHORT_ESCAPES, to_escape};

/// Appends `value` to `out`. It must not hold a `serde_json::value::RawValue`, which only `serde_json`
/// itself can write.
///
/// # Errors
/// If JSON has no form for it: a map whose keys are no strings. Part of it may have been appended.
pub fn append(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Error> {
    value.serialize(Json(out))
}

struct Json<'o>(&'o mut Vec<u8>);

impl<'o> Json<'o> {
    fn plain(self, text: &str) -> Result<(), Error> {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn hand_on(self, value: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(self.0, value)
    }

    fn open(self, bracket: Bracket) -> Members<'o> {
        self.0.push(bracket.0);
        Members { out: self.0, first: true, close: bracket.1 }
    }

    /// `{"variant":` and what comes next; closed by [`Bracket::1`] of `BRACE` behind it.
    fn tagged(self, variant: &'static str) -> Self {
        self.0.push(b'{');
        push_name(variant, self.0);
        self
    }
}

/// An opening bracket and the closing ones.
struct Bracket(u8, &'static str);

const SQUARE: Bracket = Bracket(b'[', "]");
const BRACE: Bracket = Bracket(b'{', "}");
const SQUARE_IN_BRACE: Bracket = Bracket(b'[', "]}");
const BRACE_IN_BRACE: Bracket = Bracket(b'{', "}}");

macro_rules! hand_on {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<(), Error> {
            self.hand_on(&value)
        })*
    };
}

impl<'o> Serializer for Json<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'o>;
    type SerializeTuple = Members<'o>;
    type SerializeTupleStruct = Members<'o>;
    type SerializeTupleVariant = Members<'o>;
    type SerializeMap = Members<'o>;
    type SerializeStruct = Members<'o>;
    type SerializeStructVariant = Members<'o>;

    hand_on! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8]
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.plain(if value { "true" } else { "false" })
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.0.push(b'"');
        push_escaped(value, self.0);
        self.0.push(b'"');
        Ok(())
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Result<(), Error> {
        self.0.push(b'"');
        fmt::Write::write_fmt(&mut Inside(self.0), format_args!("{value}")).map_err(Error::custom)?;
        self.0.push(b'"');
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.plain("null")
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.plain("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.plain("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let Json(out) = self.tagged(variant);
        value.serialize(Json(out))?;
        out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(SQUARE))
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'o>, Error> {
        Ok(self.open(SQUARE))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Members<'o>, Error> {
        Ok(self.open(SQUARE))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'o>, Error> {
        Ok(self.tagged(variant).open(SQUARE_IN_BRACE))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'o>, Error> {
        Ok(self.open(BRACE))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'o>, Error> {
        debug_assert!(!name.starts_with('$'), "only serde_json can write `{name}`");
        Ok(self.open(BRACE))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'o>, Error> {
        Ok(self.tagged(variant).open(BRACE_IN_BRACE))
    }
}

/// The inside of a list or an object.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
    close: &'static str,
}

impl Members<'_> {
    fn separate(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
    }

    fn element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        value.serialize(Json(self.out))
    }

    fn field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.separate();
        push_name(name, self.out);
        value.serialize(Json(self.out))
    }

    fn close(self) -> Result<(), Error> {
        Json(self.out).plain(self.close)
    }
}

macro_rules! lists {
    ($($kind:ident: $method:ident),*) => {
        $(impl $kind for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })*
    };
}

lists! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
}

macro_rules! objects {
    ($($kind:ident),*) => {
        $(impl $kind for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })*
    };
}

objects! { SerializeStruct, SerializeStructVariant }

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        let start = self.out.len();
        key.serialize(Json(self.out))?;
        // no record has a map with other keys
        if self.out.get(start) == Some(&b'"') { Ok(()) } else { Err(Error::custom("key must be a string")) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.out.push(b':');
        value.serialize(Json(self.out))
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

/// Appends the name of a field, which is one of the program's own and has nothing to escape, and a colon.
fn push_name(name: &'static str, out: &mut Vec<u8>) {
    debug_assert_eq!(to_escape(name.as_bytes()), None);
    out.reserve(name.len() + 3);
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// The inside of a string, for what is formatted piece by piece.
struct Inside<'o>(&'o mut Vec<u8>);

impl fmt::Write for Inside<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_escaped(text, self.0);
        Ok(())
    }
}

/// Appends the inside of a JSON string.
fn push_escaped(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    while let Some(length) = to_escape(&bytes[copied..]) {
        let at = copied + length;
        out.extend_from_slice(&bytes[copied..at]);
        push_escape(bytes[at], out);
        copied = at + 1;
    }
    out.extend_from_slice(&bytes[copied..]);
}

/// The letter of a short escape by the byte it stands for, or 0. A table, because which one comes
/// next cannot be foreseen, and a wrong guess costs the processor more than a look.
static LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut number = 0;
    while number < SHORT_ESCAPES.len() {
        let (byte, letter) = SHORT_ESCAPES[number];
        letters[byte as usize] = letter;
        number += 1;
    }
    letters
};

fn push_escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let letter = LETTERS[usize::from(byte)];
    if letter != 0 {
        return out.extend_from_slice(&[b'\\', letter]);
    }
    out.extend_from_slice(b"\\u00");
    out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn check(value: &impl Serialize) {
        let mut written = Vec::new();
        append(value, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string(value).unwrap());
    }

    #[derive(Serialize)]
    struct Nothing;

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Variant {
        NoValue,
        One(f32),
        Two(i8, u128),
        Named { letter: Option<char>, empty: [u8; 0] },
    }

    #[test]
    fn values_of_every_kind_are_written_as_serde_json_writes_them() {
        check(&[Variant::NoValue, Variant::One(0.1), Variant::Two(-1, u128::MAX)]);
        check(&[Variant::Named { letter: Some('"'), empty: [] }, Variant::Named { letter: None, empty: [] }]);
        check(&(Nothing, (), true, false, 'é', i128::MIN, Some(Some("\u{7f}")), None::<u8>));
        check(&[0.0, -0.0, 1e300, 5e-324, 0.99, f64::NAN, f64::INFINITY]);
        check(&[0.1_f32, 57.0, f32::MIN]);
        check(&BTreeMap::from([("\"\n", vec![BTreeMap::<String, u8>::new()]), ("", Vec::new())]));
        check(&jiff::Timestamp::UNIX_EPOCH);
        check(&format_args!("{}\t{}", "a\"b", '\u{1}'));
    }

    #[test]
    fn a_map_whose_keys_are_no_strings_is_refused() {
        assert!(append(&BTreeMap::from([([1, 2], 3)]), &mut Vec::new()).is_err());
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            r#"(?s)([\x00-\x1f"\\a-zé🦀]|.){0,40}"#.prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map("(?s).{0,4}", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_written_as_serde_json_writes_it(value in any_value()) {
            check(&value);
        }
    }
}
