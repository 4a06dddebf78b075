//! From one JSON object to an article, in one pass over its bytes and without a tree in between.
//! Called for every line of NDJSON and every object of JSON; never sees more than one object.

use std::{borrow::Cow, ops::Deref, sync::Arc};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    fields::{FieldMap, PARTS, Part, Target},
    flat,
};

/// Bytes of scratch memory that outlive an object.
const SCRATCH_KEPT: usize = 256 << 10;

/// What stands in a mapped field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Text(Text<'a>),
    Number(serde_json::Number),
    /// A list of strings, or of objects that have a `name`.
    Names(Vec<String>),
    /// Something that no field may hold, described for people.
    Other(&'static str),
}

/// A string of the input, as it stands there or with its escapes resolved. An article's text is kept
/// shared, so it is made shared at once.
#[derive(Clone, Debug)]
pub(crate) enum Text<'a> {
    AsWritten(&'a str),
    Resolved(Arc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::AsWritten(text) => text,
            Self::Resolved(text) => text,
        }
    }
}

impl From<Text<'_>> for Arc<str> {
    fn from(text: Text<'_>) -> Self {
        match text {
            Text::AsWritten(text) => text.into(),
            Text::Resolved(text) => text,
        }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// The mapped fields of one object. Fields that are `null` count as absent.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Row<'a> {
    values: [Option<(u8, Value<'a>)>; PARTS],
}

impl<'a> Row<'a> {
    /// Reads one object, the whole of `json`. `scratch` is memory to be used again for the next.
    pub(crate) fn parse(json: &'a str, map: &FieldMap, scratch: &mut String) -> serde_json::Result<Self> {
        let read = flat::read(json, map, scratch);
        scratch.clear();
        scratch.shrink_to(SCRATCH_KEPT);
        read.map_or_else(|| Self::parse_slowly(json, map), Ok)
    }

    /// Reads any object, and says what is wrong with it.
    pub(super) fn parse_slowly(json: &'a str, map: &FieldMap) -> serde_json::Result<Self> {
        let mut row = Row::default();
        let mut deserializer = serde_json::Deserializer::from_str(json);
        Object { map, object: 0, row: &mut row }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(row)
    }

    /// Takes out what stands in the field of a part.
    pub(crate) fn take(&mut self, part: Part) -> Option<Value<'a>> {
        self.values[part as usize].take().map(|(_, value)| value)
    }

    /// Keeps a value, unless a name of a better rank has already given one.
    pub(super) fn put(&mut self, part: Part, rank: u8, value: Value<'a>) {
        let place = &mut self.values[part as usize];
        if place.as_ref().is_none_or(|(there, _)| rank < *there) {
            *place = Some((rank, value));
        }
    }
}

/// Reads an object and keeps what the map names.
struct Object<'m, 'r, 'a> {
    map: &'m FieldMap,
    object: usize,
    row: &'r mut Row<'a>,
}

impl<'a> DeserializeSeed<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        // The article itself has to be an object; a value on the way of a dotted path need not be.
        if self.object == 0 { deserializer.deserialize_map(self) } else { deserializer.deserialize_any(self) }
    }
}

macro_rules! ignore_scalars {
    ($value:expr) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($value)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($value)
        }
    };
}

impl<'a> Visitor<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(target) = map.next_key_seed(Key { map: self.map, object: self.object })? {
            match target {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(Target::Part(part, rank)) => {
                    if let Some(value) = map.next_value_seed(Field)? {
                        self.row.put(part, rank, value);
                    }
                }
                Some(Target::Object(object)) => {
                    map.next_value_seed(Object { map: self.map, object, row: &mut *self.row })?;
                }
            }
        }
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    ignore_scalars!(());
}

/// Looks a field's name up without keeping it.
struct Key<'m> {
    map: &'m FieldMap,
    object: usize,
}

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = Option<Target>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<Target>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.map.get(self.object, name))
    }
}

/// Reads whatever stands in a mapped field.
pub(super) struct Field;

impl<'a> DeserializeSeed<'a> for Field {
    type Value = Option<Value<'a>>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Field {
    type Value = Option<Value<'a>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Some(Value::Text(Text::AsWritten(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Value::Text(Text::Resolved(text.into()))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Some(Value::Other("a boolean")))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Value::Number(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Value::Number(number.into())))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Self::Value, E> {
        let number = serde_json::Number::from_f64(number).ok_or_else(|| E::custom("not a finite number"))?;
        Ok(Some(Value::Number(number)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        let mut others = false;
        while let Some(name) = seq.next_element_seed(Name)? {
            match name {
                Some(name) if names.len() < 1000 => names.push(name),
                _ => others = true,
            }
        }
        Ok(Some(if others { Value::Other("a list with something else than names") } else { Value::Names(names) }))
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(Some(match Name.visit_map(map)? {
            Some(name) => Value::Names(vec![name]),
            None => Value::Other("an object"),
        }))
    }
}

/// Reads one name: a string or an object with a `name`.
struct Name;

impl<'a> DeserializeSeed<'a> for Name {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Name {
    type Value = Option<String>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Some(name.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'a, str>>()? {
            if key == "name" {
                found = match map.next_value_seed(Field)? {
                    Some(Value::Text(name)) => Some(String::from(&*name)),
                    _ => None,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    ignore_scalars!(None);
}

/// What is wrong with JSON: the column in bytes, counted from one, and a message without position.
pub(crate) fn describe(error: &serde_json::Error) -> (usize, usize, String) {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    (error.line(), error.column(), message[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::fields::FieldNames;

    fn text(value: &str) -> Option<Value<'_>> {
        Some(Value::Text(Text::AsWritten(value)))
    }

    #[test]
    fn mapped_fields_are_found_at_any_depth_and_null_is_absent() {
        let names = FieldNames { text: Some("a.b".into()), ..FieldNames::default() };
        let map = FieldMap::from(&names);
        let json = r#"{"x":[{"id":1}],"a":{"c":{"b":"no"},"b":"yes"},"title":null,"headline":"H","id":7}"#;
        let mut row = Row::parse(json, &map, &mut String::new()).unwrap();
        assert_eq!(row.take(Part::Text), text("yes"));
        assert_eq!(row.take(Part::Title), text("H"));
        assert_eq!(row.take(Part::Key), Some(Value::Number(7.into())));
        for odd in [r#"{"a":[{"b":"x"}]}"#, r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{"a":1.5}"#] {
            assert_eq!(Row::parse(odd, &map, &mut String::new()).unwrap().take(Part::Text), None, "{odd}");
        }
    }

    #[test]
    fn of_several_usual_names_the_first_wins_whatever_the_order() {
        let map = FieldMap::from(&FieldNames::default());
        for json in [r#"{"content":"c","text":"t","body":"b"}"#, r#"{"text":"t","body":"b","content":"c"}"#] {
            assert_eq!(Row::parse(json, &map, &mut String::new()).unwrap().take(Part::Text), text("t"));
        }
    }

    #[test]
    fn names_come_as_a_string_a_list_or_objects() {
        let map = FieldMap::from(&FieldNames::default());
        let names = |json| Row::parse(json, &map, &mut String::new()).unwrap().take(Part::Authors);
        assert_eq!(names(r#"{"author":"Ada Byrd"}"#), text("Ada Byrd"));
        let two = Some(Value::Names(vec!["Ada Byrd".into(), "Bo Li".into()]));
        assert_eq!(names(r#"{"authors":["Ada Byrd",{"id":3,"name":"Bo Li"}]}"#), two);
        assert!(matches!(names(r#"{"authors":[1]}"#), Some(Value::Other(_))));
        assert!(matches!(names(r#"{"authors":{"first":"Ada"}}"#), Some(Value::Other(_))));
    }
}
