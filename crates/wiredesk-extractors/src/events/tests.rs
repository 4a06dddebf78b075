//! Tables of invented sentences with hand-made entities: kind, trigger, actors, recipients, and on demand where, when
//! and whether at all.

use proptest::{prop_assert, test_runner::TestRunner};
use wiredesk_core::{
    Span,
    annotation::{EntityKind, MentionForm, TimeExpression, TimeKind},
};

use super::*;
use crate::invented::{self, Known};

const KNOWN: [Known; 8] = [
    ("Anna Brill", EntityKind::Person, &[("Brill", MentionForm::Name), ("she", MentionForm::Pronoun)]),
    ("Tom Hale", EntityKind::Person, &[("Hale", MentionForm::Name)]),
    ("Norway", EntityKind::Place, &[("Norwegian", MentionForm::Adjective)]),
    ("Chad", EntityKind::Place, &[("Chadian", MentionForm::Adjective)]),
    ("Peru", EntityKind::Place, &[("Peruvian", MentionForm::Adjective)]),
    ("Tarn", EntityKind::Place, &[]),
    ("NATO", EntityKind::Organization, &[]),
    ("Free Tarn Front", EntityKind::Organization, &[]),
];

fn document(text: &str) -> Document {
    let mut document = invented::document(text, &KNOWN);
    for (words, value) in [("Monday", "2024-10-07"), ("2014", "2014")] {
        if let Some(at) = text.find(words) {
            let span = Span::new(text, at..at + words.len()).unwrap();
            document.layers.times.push(TimeExpression { span, kind: TimeKind::Date, value: value.into() });
        }
    }
    document
}

fn events(text: &str) -> Vec<(Document, Event)> {
    let document = document(text);
    let found = EventsWorker::new(SharedLexicons::default()).events(&document);
    found.into_iter().map(|event| (document.clone(), event)).collect()
}

/// An event as "KIND trigger | actors | recipients".
fn shown((document, event): &(Document, Event)) -> String {
    let names = |ids: &[EntityId]| {
        let names: Vec<&str> = ids.iter().map(|id| document.layers.entities[id.0 as usize].name.as_str()).collect();
        if names.is_empty() { "-".to_owned() } else { names.join(", ") }
    };
    let kind = serde_json::to_string(&event.kind).unwrap().replace('"', "");
    let trigger = event.trigger.slice(&document.text);
    format!("{kind} {trigger} | {} | {}", names(&event.actors), names(&event.recipients))
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let found: Vec<String> = events(text).iter().map(shown).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn the_subject_acts_on_the_object() {
    check(&[
        ("Norway attacked Chad.", &["ASSAULT attacked | Norway | Chad"]),
        ("Norwegian troops have killed three Chadian soldiers.", &["ASSAULT killed | Norway | Chad"]),
        ("Norway and Peru condemned Chad.", &["ACCUSE condemned | Peru, Norway | Chad"]),
        ("Norway has been critical of Chad.", &["ACCUSE critical | Norway | Chad"]),
        ("Norway was critical.", &[]),
        ("Anna Brill, the leader of NATO, praised Chad.", &["SUPPORT praised | Anna Brill | Chad"]),
        ("Norway expelled two Chadian diplomats.", &["SANCTION expelled two Chadian diplomats | Norway | Chad"]),
        ("Thousands of Norwegians protested against Chad in Tarn.", &["PROTEST protested | - | Chad"]),
    ]);
}

#[test]
fn a_passive_clause_is_turned_round() {
    check(&[
        ("Chad was invaded by Norway.", &["ASSAULT invaded | Norway | Chad"]),
        ("Tom Hale was sentenced to two years.", &["COERCE sentenced | - | Tom Hale"]),
        (
            "Tom Hale, arrested by Norwegian police, was freed.",
            &["COERCE arrested | Norway | Tom Hale", "CONCEDE freed | - | Tom Hale"],
        ),
        (
            "Anna Brill met relatives of soldiers killed in Chad.",
            &["CONSULT met | Anna Brill | -", "ASSAULT killed | - | -"],
        ),
    ]);
}

#[test]
fn the_object_tells_what_a_verb_means() {
    check(&[
        ("Norway lifted the ban.", &["CONCEDE lifted the ban | Norway | -"]),
        ("Norway lifted the blockade of Chad.", &["RETREAT lifted the blockade | Norway | Chad"]),
        ("Norway imposed sanctions on Chad.", &["SANCTION imposed sanctions | Norway | Chad"]),
        ("Norway imposed a curfew in Tarn.", &["COERCE imposed a curfew | Norway | Tarn"]),
        ("Hale took office.", &["OFFICE.ASSUME took office | Tom Hale | -"]),
        ("Hale took over as the head of NATO.", &["OFFICE.ASSUME took | Tom Hale | -"]),
        ("Hale pledged his support for Chad.", &["AGREE pledged his support | Tom Hale | Chad"]),
        ("Talks took place.", &[]),
        ("Workers went on strike.", &["PROTEST went | - | -"]),
        ("Norway gave Chad a loan.", &["AID gave Chad | Norway | Chad"]),
    ]);
}

#[test]
fn what_is_agreed_or_asked_for_is_one_event() {
    check(&[
        ("Norway agreed to send aid to Chad.", &["AGREE agreed | Norway | Chad"]),
        ("Norway threatened to attack Chad.", &["THREATEN threatened | Norway | Chad"]),
        ("Norway vowed to fight.", &["THREATEN vowed | Norway | -"]),
        ("Norway refused to withdraw.", &["REJECT refused | Norway | -"]),
        ("Brill urged Chad to release prisoners.", &["REQUEST urged | Anna Brill | Chad"]),
        ("Norway demanded that Chad disarm.", &["REQUEST demanded | Norway | Chad"]),
        ("Norway accused Chad of attacking Peru.", &["ACCUSE accused | Norway | Chad"]),
    ]);
}

#[test]
fn plans_and_attempts_count_as_what_is_planned() {
    check(&[
        ("Brill plans to visit Peru.", &["CONSULT visit | Anna Brill | Peru"]),
        ("Norway tried to invade Chad.", &["ASSAULT invade | Norway | Chad"]),
        ("If Norway attacks Chad, prices will rise.", &[]),
    ]);
}

#[test]
fn announcements_are_promises_threats_and_requests() {
    check(&[
        ("Norway said it will withdraw its troops from Chad.", &["AGREE withdraw its troops | Norway | Chad"]),
        ("Norway said it would boycott Chad.", &["THREATEN boycott | Norway | Chad"]),
        ("Brill said Chad must leave.", &["REQUEST must leave | Anna Brill | Chad"]),
        ("Norway will not support Chad.", &["REJECT support | Norway | Chad"]),
        ("Norway is willing to negotiate with Chad.", &["AGREE willing | Norway | -"]),
        ("Anna Brill is in Peru.", &["CONSULT is in | Anna Brill | Peru"]),
    ]);
}

#[test]
fn nouns_have_participants_of_their_own_or_of_their_verb() {
    check(&[
        ("Norway's invasion of Chad failed.", &["ASSAULT invasion | Norway | Chad"]),
        ("Norway held talks with Chad.", &["CONSULT talks | Norway | Chad"]),
        ("The talks between Norway and Chad failed.", &["CONSULT talks | Norway | Chad"]),
        ("After a meeting with Chad, Brill spoke.", &["CONSULT meeting | Anna Brill | Chad"]),
        ("Norway blamed Chad for the attack.", &["ACCUSE blamed | Norway | Chad", "ASSAULT attack | Chad | -"]),
        ("The Tarn bombings shocked Norway.", &["ASSAULT bombings | - | -"]),
        ("The talks failed.", &[]),
    ]);
}

#[test]
fn names_beside_a_phrase_take_part() {
    check(&[
        ("Norway arrested nine rebels, including Tom Hale.", &["COERCE arrested | Norway | Tom Hale"]),
        ("Norway freed the head of the group, Tom Hale, and others.", &["CONCEDE freed | Norway | Tom Hale"]),
        ("Norway condemned the policies of the Chadian government.", &["ACCUSE condemned | Norway | Chad"]),
        ("A group of Norwegian diplomats visited Chad.", &["CONSULT visited | Norway | Chad"]),
        ("Norway says it has expelled Tom Hale.", &["COERCE expelled | Norway | Tom Hale"]),
        ("Tom Hale, who led the group, was arrested.", &["COERCE arrested | - | Tom Hale"]),
        (
            "The bombing of a market in Tarn that killed Tom Hale shocked Norway.",
            &["ASSAULT bombing of a market in Tarn that killed | - | Tom Hale"],
        ),
    ]);
}

#[test]
fn a_protest_and_its_demand_are_one_event() {
    check(&[
        ("Norwegian workers marched to demand the resignation of Tom Hale.", &["PROTEST marched | Norway | Tom Hale"]),
        ("Students rioted in Tarn, denouncing Norway.", &["PROTEST rioted | - | Norway"]),
    ]);
}

#[test]
fn an_attack_and_its_victims_are_one_event() {
    check(&[
        ("An airstrike killed two Chadian soldiers.", &["ASSAULT airstrike killed | - | Chad"]),
        ("Hale was killed in a bomb attack.", &["ASSAULT killed in a bomb attack | - | Tom Hale"]),
        ("Norway fired a missile at a car, killing Tom Hale.", &["ASSAULT fired a missile | Norway | Tom Hale"]),
        ("A bomb was found.", &[]),
        ("A plane crashed, killing Tom Hale.", &["DISASTER crashed | - | Tom Hale"]),
    ]);
}

#[test]
fn offices_elections_and_deaths_are_events() {
    check(&[
        ("Anna Brill was elected president of Peru.", &["OFFICE.ASSUME elected | Anna Brill | -"]),
        ("Tom Hale resigned on Monday.", &["OFFICE.LEAVE resigned | Tom Hale | -"]),
        ("Norway nominated Tom Hale.", &["OFFICE.NOMINATE nominated | Tom Hale | -"]),
        ("The election in Peru was calm.", &["ELECTION election | Peru | -"]),
        ("Tom Hale died at home.", &["DEATH died | - | Tom Hale"]),
        ("An earthquake struck Peru.", &["DISASTER earthquake struck | - | Peru"]),
    ]);
}

#[test]
fn saying_and_adjectives_are_no_events() {
    check(&[
        ("Anna Brill said the weather was fine.", &[]),
        ("Suspected rebels walked through Tarn.", &[]),
        ("The visiting minister smiled.", &[]),
    ]);
}

#[test]
fn an_event_has_place_time_and_negation() {
    let found = events("Norway did not attack Chad near Tarn on Monday.");
    let [(document, event)] = found.as_slice() else { panic!("one event: {found:?}") };
    assert_eq!(event.place.map(|id| document.layers.entities[id.0 as usize].name.as_str()), Some("Tarn"));
    assert_eq!(event.time.as_deref(), Some("2024-10-07"));
    assert!(event.negated);
    assert_eq!(event.span.slice(&document.text), "Norway did not attack Chad near Tarn on Monday.");
}

#[test]
fn no_text_makes_it_panic() {
    const WORDS: &[&str] = &[
        "Norway",
        "Chad",
        "Anna Brill",
        "attacked",
        "killed",
        "talks",
        "with",
        "and",
        ",",
        "to",
        "that",
        "who",
        "was",
        "not",
        "will",
        "by",
        "of",
        "bomb",
        "agreed",
        "killing",
        "the",
        ".",
        "\n",
        "\"",
        "’s",
        "should",
        "said",
        "is",
        "in",
        "é",
        "—",
        "up",
        "held",
        "between",
        "urged",
        "for",
        "after",
        "it",
    ];
    let worker = std::cell::RefCell::new(EventsWorker::new(SharedLexicons::default()));
    let words = proptest::collection::vec(proptest::sample::select(WORDS), 0..60);
    TestRunner::default()
        .run(&words, |words| {
            let document = document(&words.join(" "));
            for event in worker.borrow_mut().events(&document) {
                prop_assert!(event.span.contains(event.trigger));
                prop_assert!(event.trigger.check(&document.text).is_ok());
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn long_texts_without_structure_take_linear_time() {
    let mut worker = EventsWorker::new(SharedLexicons::default());
    for piece in ["killed ", "\"", "attack", "who killed and ", "talks between ", "agreed to "] {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        worker.events(&document(&text));
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}

#[test]
fn no_row_stands_behind_one_that_always_holds() {
    for rows in [include_str!("../../data/events/verbs.tsv"), include_str!("../../data/events/nouns.tsv")] {
        let mut settled: Vec<&str> = Vec::new();
        for row in rows.lines().filter(|row| !row.starts_with('#')) {
            let fields: Vec<&str> = row.split('\t').collect();
            assert!(!settled.contains(&fields[0]), "never reached: {row}");
            if fields.get(4).is_none_or(|conditions| conditions.is_empty()) {
                settled.push(fields[0]);
            }
        }
    }
}
