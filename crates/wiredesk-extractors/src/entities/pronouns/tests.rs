//! Whom pronouns mean in invented sentences, and that learning gives what it is shown.

use super::training::{Annotated, Trainer};
use crate::entities::tests::check;

#[test]
fn a_reflexive_is_the_subject_of_its_clause() {
    check(&[(
        "Tom Hale told Karl Osei that Peter Lindqvist had hurt himself.",
        &[
            "person Tom Hale: Tom Hale",
            "person Karl Osei: Karl Osei",
            "person Peter Lindqvist: Peter Lindqvist, {himself}",
        ],
    )]);
}

#[test]
fn who_said_something_goes_on_saying() {
    check(&[
        (
            "Spokesman Karl Osei said Mr. Lindqvist was safe. He also said that the talks went on.",
            &["person Karl Osei: Karl Osei, {He}", "person Lindqvist: Lindqvist"],
        ),
        (
            "Ada Lund of the drivers' union, says the plan of Maria Kowalska is wrong. She says the law is old.",
            &["person Ada Lund: Ada Lund, {She}", "person Maria Kowalska: Maria Kowalska"],
        ),
    ]);
}

#[test]
fn whoever_is_named_behind_a_kinsman_is_that_kinsman() {
    check(&[(
        "Peter Mulder sold cars. He worked with his father, Jonas Mulder.",
        &["person Peter Mulder: Peter Mulder, {He}, {his}", "person Jonas Mulder: Jonas Mulder"],
    )]);
}

#[test]
fn who_stands_in_apposition_to_a_subject_is_the_subject() {
    check(&[(
        "The widow of Alex Lindqvist, Ilse Brandt, was not in court. She left the town.",
        &["person Alex Lindqvist: Alex Lindqvist", "person Ilse Brandt: Ilse Brandt, {She}"],
    )]);
}

#[test]
fn whoever_was_asked_follows() {
    check(&[(
        "Oda Krag spoke. Asked what he would do next, Peter Mulder smiled.",
        &["person Oda Krag: Oda Krag", "person Peter Mulder: {he}, Peter Mulder"],
    )]);
}

#[test]
fn a_noun_behind_a_name_takes_its_clause() {
    check(&[(
        "Tom Hale said Karl Osei supporters were late. He smiled.",
        &["person Tom Hale: Tom Hale, {He}", "person Karl Osei: Karl Osei"],
    )]);
}

#[test]
fn her_without_a_noun_is_an_object_and_not_the_subject() {
    check(&[(
        "Ada Lund met Maria Kowalska in May. Lund asked her why.",
        &["person Ada Lund: Ada Lund, Lund", "person Maria Kowalska: Maria Kowalska, {her}"],
    )]);
}

#[test]
fn one_of_several_is_less_likely_than_one_alone() {
    check(&[(
        "Tom Hale praised Karl Osei and Peter Lindqvist. He smiled.",
        &["person Tom Hale: Tom Hale, {He}", "person Karl Osei: Karl Osei", "person Peter Lindqvist: Peter Lindqvist"],
    )]);
}

/// Texts in which a pronoun means whom `meant` says: the first or the second of two men.
fn shown(meant: usize) -> Vec<Annotated> {
    let verbs = ["met", "praised", "thanked", "called", "greeted", "joined"];
    let text = |verb: &&str| format!("Tom Hale {verb} Karl Osei. He smiled.");
    let annotated = |text: String| {
        let second = text.find("Karl").unwrap();
        let names = vec![(0, 8, meant == 0), (second, second + 9, meant == 1)];
        Annotated { pronoun: text.find("He ").unwrap(), names, text }
    };
    verbs.iter().map(text).map(annotated).collect()
}

#[test]
fn learning_gives_what_it_is_shown_and_always_the_same() {
    let mut trainer = Trainer::default();
    for meant in [0, 1] {
        let (source, known, _) = trainer.train(&shown(meant), &[]);
        assert!(known.f1() > 0.99, "{known:?}");
        let (again, ..) = trainer.train(&shown(meant), &[]);
        assert_eq!(source, again);
        // and nothing of what it was not shown
        let (_, _, other) = trainer.train(&shown(meant), &shown(1 - meant));
        assert!(other.f1() < 0.01, "{other:?}");
    }
}
