//! What `json.rs` reads, refuses and writes.

use super::*;

#[test]
fn what_is_read_is_written_again() {
    for json in [
        "null",
        "true",
        "[false]",
        "-0",
        "12.5e-3",
        "\"\"",
        "[]",
        "{}",
        "[1,[2,[]],{}]",
        r#"{"names":{"Øst & Søn":"OST"},"deep":[null,{"a":"b"}]}"#,
        r#""quote \" backslash \\ bell \u0007""#,
    ] {
        assert_eq!(parse(json).map(|value| value.to_string()).as_deref(), Ok(json));
    }
}

#[test]
fn space_is_allowed_around_everything() {
    let value = parse(" {\n\t\"a\" : [ 1 , 2 ] , \"b\" : { } }\r\n").unwrap();
    assert_eq!(value.to_string(), r#"{"a":[1,2],"b":{}}"#);
}

#[test]
fn escapes_stand_for_their_characters() {
    let value = parse(r#""\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00é""#).unwrap();
    assert_eq!(value.as_str(), Some("\"\\/\u{8}\u{c}\n\r\tAé😀é"));
}

#[test]
fn what_is_no_json_is_refused_with_the_place() {
    for (json, message) in [
        ("", "at byte 0: expected a value"),
        ("nul", "at byte 0: expected a value"),
        ("01", "at byte 1: expected nothing more"),
        ("1.", "at byte 2: expected a digit"),
        ("1e+", "at byte 3: expected a digit"),
        ("[1 2]", "at byte 3: expected `,` or `]`"),
        ("[1,]", "at byte 3: expected a value"),
        ("{\"a\" 1}", "at byte 5: expected `:`"),
        ("{a:1}", "at byte 1: expected a string"),
        ("{\"a\":1,}", "at byte 7: expected a string"),
        ("\"open", "at byte 5: expected `\"`"),
        ("\"line\nbreak\"", "at byte 5: expected `\"`"),
        (r#""\x""#, "at byte 1: expected an escape"),
        (r#""\u12é""#, "at byte 1: expected an escape"),
        (r#""\u+123""#, "at byte 1: expected an escape"),
        (r#""\ud83d""#, "at byte 7: expected an escape"),
        (r#""\ud83dA""#, "at byte 7: expected an escape"),
        (r#""\ude00""#, "at byte 7: expected the first half of a surrogate pair before this"),
    ] {
        assert_eq!(parse(json), Err(message.to_owned()), "{json}");
    }
}

#[test]
fn nesting_has_an_end() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(64)).is_ok());
    assert_eq!(parse(&nested(100_000)), Err("at byte 64: nested more than 64 deep".into()));
}

#[test]
fn values_are_looked_at_by_kind() {
    let value = parse(r#"{"a":"x","b":[1,2.5],"c":true,"a":"y"}"#).unwrap();
    assert_eq!(value.get("a").and_then(Value::as_str), Some("y"), "the last counts");
    let items = value.get("b").and_then(Value::items).unwrap();
    assert_eq!((items[0].as_i64(), items[1].as_i64(), items[1].as_f64()), (Some(1), None, Some(2.5)));
    assert_eq!(value.get("c").and_then(Value::as_bool), Some(true));
    assert!(value.get("d").is_none() && value.as_str().is_none() && Value::Null.entries().is_none());
}

#[test]
fn strings_are_quoted() {
    assert_eq!(quoted("a \"b\"\n"), r#""a \"b\"\u000a""#);
    assert_eq!(Value::Object(vec![("n".into(), Value::from(-3))]).to_string(), r#"{"n":-3}"#);
}
