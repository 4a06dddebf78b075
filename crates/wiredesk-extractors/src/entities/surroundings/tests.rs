//! What becomes of names whose surroundings tell what they are.

use wiredesk_core::{
    Document, annotation::EntityKind, document::Article, extractor::Worker, options::NoOptions,
    registry::ExtractorComponent,
};

use super::*;
use crate::sentences::Sentences;

const PERSON: EntityKind = EntityKind::Person;
const BODY: EntityKind = EntityKind::Organization;
const PLACE: EntityKind = EntityKind::Place;
const OTHER: EntityKind = EntityKind::Other;

/// Every case: a text, and its names with the kind before and after.
type Case<'a> = (&'a str, &'a [(&'a str, EntityKind, EntityKind)]);

fn check(cases: &[Case<'_>]) {
    let lexicons = Lexicons::read();
    let Worker::Sync(mut sentences) = Sentences.build(&NoOptions {}).unwrap() else { unreachable!("it computes") };
    for (text, expected) in cases {
        let article = Article { text: (*text).into(), ..Article::default() };
        let mut document = Document::new("test".into(), article, "2026-11-23T09:00:00Z".parse().unwrap());
        document.layers = sentences.extract(&document).unwrap().layers;
        let mut words = Words::default();
        words.read(&document, &lexicons);
        let word_at = |at: usize| words.list.partition_point(|word| word.span.start() < at);
        let mut from = 0;
        let mut names: Vec<NameSpan> = Vec::new();
        for (name, kind, _) in *expected {
            let start = from + text[from..].find(name).unwrap();
            from = start + name.len();
            names.push(NameSpan { first: word_at(start), end: word_at(from), kind: *kind, confidence: 0.9 });
        }
        judge(text, &words, &lexicons, &mut names);
        let kinds: Vec<EntityKind> = names.iter().map(|name| name.kind).collect();
        let wanted: Vec<EntityKind> = expected.iter().map(|(_, _, kind)| *kind).collect();
        assert_eq!(kinds, wanted, "{text}");
    }
}

#[test]
fn names_of_bodies_are_told_by_their_words() {
    check(&[
        ("They met at Hale Vik Ltd. in May.", &[("Hale Vik Ltd.", PERSON, BODY)]),
        ("They met at Skerry, Inc. in May.", &[("Skerry", OTHER, BODY)]),
        ("They met at Hale & Vik in May.", &[("Hale & Vik", PERSON, BODY)]),
        ("They met at Skerry Systems in May.", &[("Skerry Systems", PLACE, BODY)]),
        ("They met on the South Bank in May.", &[("South Bank", PLACE, PLACE)]),
        ("They met Tom Hale in May.", &[("Tom Hale", PERSON, PERSON)]),
    ]);
}

#[test]
fn what_is_described_as_a_body_is_one() {
    check(&[
        ("Skerry is a privately held software company based in Oslo.", &[("Skerry", PERSON, BODY)]),
        ("They praised Skerry (SK), a publishing firm.", &[("Skerry", OTHER, BODY)]),
        ("Tom Hale, a company director, left.", &[("Tom Hale", PERSON, PERSON)]),
        ("Tom Hale is a writer and publisher.", &[("Tom Hale", PERSON, PERSON)]),
        ("In Skerry, a company was fined.", &[("Skerry", PLACE, PLACE)]),
        ("They praised the software company Skerry.", &[("Skerry", PLACE, BODY)]),
        ("Ida is the CEO of Skerry.", &[("Skerry", PERSON, BODY)]),
        ("Ida is the CEO of Skerry, Norway's best.", &[("Skerry", PLACE, PLACE)]),
        ("Ida is the CEO of North Skerry.", &[("North Skerry", PLACE, PLACE)]),
        ("Skerry is headquartered in the north.", &[("Skerry", PERSON, BODY)]),
        ("They sued Skerry's parent company.", &[("Skerry", PERSON, BODY)]),
        ("Before joining Skerry, she wrote.", &[("Skerry", PERSON, BODY)]),
        ("She co-founded Skerry in May.", &[("Skerry", PERSON, BODY)]),
        ("She is vice president of Skerry now.", &[("Skerry", PERSON, BODY)]),
        ("She met Skerry. Skerry is a brewery in Oslo.", &[("Skerry", PERSON, BODY), ("Skerry", PERSON, BODY)]),
    ]);
}

#[test]
fn who_is_born_titled_or_a_relative_is_a_person() {
    check(&[
        ("Skerry Quell (born 1950) writes.", &[("Skerry Quell", OTHER, PERSON)]),
        ("Skerry Quell (3 May 1950 – 4 June 2020) wrote.", &[("Skerry Quell", BODY, PERSON)]),
        ("The Skerry Council (1950–2020) met.", &[("Skerry Council", BODY, BODY)]),
        ("They met Mr. Quell there.", &[("Quell", PLACE, PERSON)]),
        ("They met Queen Skerry there.", &[("Skerry", PLACE, PERSON)]),
        ("He left his wife, Skerry, in May.", &[("Skerry", PLACE, PERSON)]),
        ("They have two sons, Skerry and Quell.", &[("Skerry", PLACE, PERSON), ("Quell", OTHER, PERSON)]),
        ("He left his wife, Skerry professor Ida.", &[("Skerry", PLACE, PLACE)]),
        ("She was raised in Skerry, Norway.", &[("Skerry", PERSON, PLACE)]),
    ]);
}

#[test]
fn what_has_heads_of_state_is_a_place() {
    check(&[
        ("The presidents of Arvenia and Toria met in May.", &[("Arvenia", PERSON, PLACE), ("Toria", PERSON, PLACE)]),
        ("The daughters of Anna and Toria met in May.", &[("Anna", PERSON, PERSON), ("Toria", PERSON, PERSON)]),
    ]);
}
