//! What plugins are given: `?k` and its like have the guest say what stands in word `k` of the
//! document's record.

use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{
        Annotation, Entity, EntityKind, Facts, Gender, Language, Mention, MentionForm, TimeExpression, TimeKind, Token,
        TokenKind,
    },
    document::{DateOrigin, Published},
    extractor::SyncExtractor,
};

use super::{document, moody, setup};
use crate::Setup;

/// Words of the record.
const ID: u8 = 0;
const KEY: u8 = 4;
const URL: u8 = 7;
const PUBLISHED: u8 = 16;
const LANGUAGE: u8 = 19;
const TEXT: u8 = 21;
const TOKENS: u8 = 23;
const TOKEN_KINDS: u8 = 25;
const SENTENCES: u8 = 27;
const ENTITIES: u8 = 29;
const NAMES: u8 = 31;
const FACTS: u8 = 33;
const MENTIONS: u8 = 35;
const LAYERS: u8 = 37;

/// A document whose text begins with a question, with something in many layers.
fn full(question: &str) -> Document {
    let mut document = document(&format!("{question} says Ana"));
    let text = document.text.clone();
    let end = text.len();
    let span = |range| Span::new(&text, range).unwrap();
    document.url = Some("https://news.example/1".into());
    document.published = Some(Published { at: "1970-01-01T00:00:00.077Z".parse().unwrap(), from: DateOrigin::Given });
    let layers = &mut document.layers;
    layers.language = Some(Language { code: "en".into(), confidence: 1.0 });
    layers.sentences = vec![span(0..end)];
    layers.tokens = vec![
        Token { span: span(end - 8..end - 4), kind: TokenKind::Word },
        Token { span: span(end - 3..end), kind: TokenKind::Quote },
    ];
    let mention = Mention { span: span(end - 3..end), form: MentionForm::Nominal, confidence: 0.876 };
    let facts = Facts { age: Some(57), gender: Some(Gender::Feminine), ..Facts::default() };
    let person =
        Entity { kind: EntityKind::Person, name: "Ana".into(), mentions: vec![mention], facts, confidence: 1.0 };
    let place = Entity {
        kind: EntityKind::Place,
        name: "Ås".into(),
        mentions: Vec::new(),
        facts: Facts::default(),
        confidence: 1.0,
    };
    layers.entities = vec![person, place];
    layers.times = vec![TimeExpression { span: span(0..2), kind: TimeKind::Date, value: "2024".into() }];
    let annotation = Annotation { span: span(0..1), label: "q\"".into(), value: Some(5.into()) };
    layers.extensions.insert("acme/y".into(), vec![annotation]);
    document
}

fn ask(requires: &[LayerName], question: &str) -> String {
    let mut setup = setup();
    setup.declaration.requires = requires.to_vec();
    setup.declaration.uses = requires.to_vec();
    let mut instance = moody().instance(Setup { ..setup }).unwrap();
    let failure = instance.extract(&full(question)).unwrap_err();
    assert!(!failure.crash, "{failure}");
    failure.message
}

fn word(word: u8) -> char {
    char::from(b'0' + word)
}

/// A string of the record.
fn string(requires: &[LayerName], at: u8) -> String {
    ask(requires, &format!("?{}", word(at)))
}

/// A list of numbers of the record.
fn numbers(requires: &[LayerName], at: u8) -> Vec<u32> {
    let bytes = ask(requires, &format!("!{}", word(at))).into_bytes();
    bytes.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word)).collect()
}

/// A string inside of a list.
fn inner(requires: &[LayerName], list: u8, at: u8) -> String {
    ask(requires, &format!("#{}{}", word(list), word(at)))
}

#[test]
fn facts_of_the_article_are_always_given() {
    assert_eq!(string(&[], ID), full("").id.to_string());
    assert_eq!(string(&[], KEY), "a.txt");
    assert_eq!(string(&[], URL), "https://news.example/1");
    assert_eq!(string(&[], TEXT), format!("?{} says Ana", word(TEXT)));
    assert_eq!(string(&[], LANGUAGE), "en");
    // the milliseconds, read as an address and with the length that stands behind them: none
    assert_eq!(string(&[], PUBLISHED), "");
}

#[test]
fn layers_are_given_where_they_are_asked_for() {
    assert_eq!(numbers(&[LayerName::Tokens], TOKENS), [3, 7, 8, 11]);
    assert_eq!(string(&[LayerName::Tokens], TOKEN_KINDS), "\0\u{3}");
    assert_eq!(numbers(&[LayerName::Sentences], SENTENCES), [0, 11]);
    assert_eq!(numbers(&[LayerName::Entities], MENTIONS), [8, 11, 0, 1, 88]);
    assert_eq!(numbers(&[LayerName::Entities], ENTITIES), [0, 3, 23, 2, 6, 23]);
    assert_eq!(string(&[LayerName::Entities], NAMES), "AnaÅs");
    assert_eq!(string(&[LayerName::Entities], FACTS), r#"{"age":57,"gender":"f"}"#);
}

#[test]
fn layers_that_were_not_asked_for_are_not_given() {
    for list in [TOKENS, TOKEN_KINDS, SENTENCES, ENTITIES, NAMES, FACTS, MENTIONS, LAYERS] {
        assert_eq!(numbers(&[LayerName::Text], list), [0; 0], "word {list}");
    }
}

#[test]
fn other_layers_are_given_as_json_with_offsets_in_bytes() {
    let asked = [LayerName::Times, "acme/y".parse().unwrap(), LayerName::Story];
    assert_eq!(inner(&asked, LAYERS, 0), "times");
    assert_eq!(
        inner(&asked, LAYERS, 2),
        format!(r##"[{{"span":[0,2],"text":"#{}","kind":"date","value":"2024"}}]"##, word(LAYERS))
    );
    assert_eq!(inner(&asked, LAYERS, 4), "acme/y");
    assert_eq!(inner(&asked, LAYERS, 6), r#"[{"span":[0,1],"label":"q\"","value":5}]"#);
    assert_eq!(inner(&asked, LAYERS, 10), "null");
}
