//! Tables of invented sentences with hand-made entities: kind, subject, object, words, rule.

use proptest::{prop_assert, test_runner::TestRunner};
use wiredesk_core::{
    Span,
    annotation::{EntityKind, MentionForm, Role, RoleStatus},
};

use super::*;
use crate::invented::{self, Known};

const KNOWN: [Known; 13] = [
    (
        "Anna Brill",
        EntityKind::Person,
        &[
            ("Brill", MentionForm::Name),
            ("she", MentionForm::Pronoun),
            ("She", MentionForm::Pronoun),
            ("her", MentionForm::Pronoun),
        ],
    ),
    (
        "Tom Hale",
        EntityKind::Person,
        &[
            ("Hale", MentionForm::Name),
            ("he", MentionForm::Pronoun),
            ("He", MentionForm::Pronoun),
            ("his", MentionForm::Pronoun),
            ("His", MentionForm::Pronoun),
        ],
    ),
    ("Ole Vik", EntityKind::Person, &[]),
    ("Ida Vik", EntityKind::Person, &[]),
    ("Tarn Trust", EntityKind::Organization, &[]),
    ("Harbour Bank", EntityKind::Organization, &[]),
    ("Quay Group", EntityKind::Organization, &[]),
    ("Oslo", EntityKind::Place, &[]),
    ("Norway", EntityKind::Place, &[("Norwegian", MentionForm::Adjective)]),
    ("Reform Party", EntityKind::Organization, &[]),
    ("Democrat", EntityKind::Group, &[("Democratic", MentionForm::Adjective)]),
    ("Skerry Alliance", EntityKind::Organization, &[]),
    ("Finland", EntityKind::Place, &[]),
];

fn document(text: &str) -> Document {
    invented::document(text, &KNOWN)
}

fn worker() -> RelationsWorker {
    let (triggers, lexicon) = Triggers::new();
    RelationsWorker { triggers, lexicon }
}

/// Every case: a text and its relations as "kind subject > object | rule".
fn check(cases: &[(&str, &[&str])]) {
    let worker = worker();
    for (text, expected) in cases {
        let found: Vec<String> = worker
            .relations(&document(text))
            .iter()
            .map(|relation| {
                let name = |id: EntityId| KNOWN[id.0 as usize].0;
                let (subject, object) = (name(relation.subject), name(relation.object));
                format!("{:?} {subject} > {object} | {}", relation.kind, relation.rule)
            })
            .collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn founders_are_read_from_nouns_and_verbs() {
    check(&[
        ("Anna Brill founded the Tarn Trust in 1999.", &["Founded Anna Brill > Tarn Trust | verb"]),
        ("Anna Brill, founder of the Tarn Trust, spoke.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        ("Tarn Trust founder Anna Brill spoke.", &["Founded Anna Brill > Tarn Trust | noun-owned"]),
        ("Brill is the founder and chief executive of the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        ("The founder of the Tarn Trust, Anna Brill, spoke.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        (
            "The Tarn Trust was founded in 1999 by Anna Brill and Tom Hale.",
            &["Founded Anna Brill > Tarn Trust | verb-passive", "Founded Tom Hale > Tarn Trust | verb-passive"],
        ),
        ("The Tarn Trust, founded by Anna Brill, grew.", &["Founded Anna Brill > Tarn Trust | verb-passive"]),
        ("The Tarn Trust grew. It was founded by Anna Brill.", &["Founded Anna Brill > Tarn Trust | verb-passive"]),
        (
            "She left the Tarn Trust, which Brill co-founded in 1999.",
            &["Founded Anna Brill > Tarn Trust | verb-relative"],
        ),
        ("Tom Hale lived in Oslo and set up Harbour Bank.", &["Founded Tom Hale > Harbour Bank | set-up"]),
        (
            "Anna Brill was a founding member of the Tarn Trust.",
            &["Founded Anna Brill > Tarn Trust | founding", "MemberOf Anna Brill > Tarn Trust | noun-of"],
        ),
        (
            "Anna Brill founded the Tarn Trust in 1999 with Tom Hale.",
            &["Founded Anna Brill > Tarn Trust | verb", "Founded Tom Hale > Tarn Trust | verb"],
        ),
        ("Anna Brill never founded the Tarn Trust.", &[]),
        ("Anna Brill may have founded the Tarn Trust.", &[]),
    ]);
}

#[test]
fn families_are_read_with_their_possessives() {
    check(&[
        ("Tom Hale came with his wife, Anna Brill.", &["Spouse Anna Brill > Tom Hale | noun-owned"]),
        ("Tom Hale married Anna Brill in 1990.", &["Spouse Tom Hale > Anna Brill | verb"]),
        ("Tom Hale is married to the writer Anna Brill.", &["Spouse Tom Hale > Anna Brill | verb-passive"]),
        ("Anna Brill, the widow of Tom Hale, spoke.", &["Spouse Anna Brill > Tom Hale | noun-of"]),
        ("Tom Hale and wife Anna Brill live in Oslo.", &["Spouse Anna Brill > Tom Hale | noun-owned"]),
        (
            "Ole Vik is the son of Tom Hale and Anna Brill.",
            &["ChildOf Ole Vik > Tom Hale | noun-of", "ChildOf Ole Vik > Anna Brill | noun-of"],
        ),
        (
            "Tom Hale and his two children, Ole Vik and Ida Vik, left.",
            &["ChildOf Ole Vik > Tom Hale | noun-owned", "ChildOf Ida Vik > Tom Hale | noun-owned"],
        ),
        ("His father, Ole Vik, left when Hale was ten.", &["ChildOf Tom Hale > Ole Vik | noun-owned"]),
        (
            "Tom Hale lives with his son Ole Vik and daughter Ida Vik.",
            &["ChildOf Ole Vik > Tom Hale | noun-owned", "ChildOf Ida Vik > Tom Hale | noun-owned"],
        ),
        ("Tom Hale said his wife liked Anna Brill.", &[]),
    ]);
}

#[test]
fn births_are_read_with_place_and_parents() {
    check(&[
        (
            "Anna Brill was born on 3 May 1950 in Oslo, Norway.",
            &["BornIn Anna Brill > Oslo | born-in", "BornIn Anna Brill > Norway | born-in"],
        ),
        ("Anna Brill (born 1950 in Oslo) is a writer.", &["BornIn Anna Brill > Oslo | born-in"]),
        ("Born in Oslo, Anna Brill left early.", &["BornIn Anna Brill > Oslo | born-in"]),
        ("Tom Hale, the Oslo-born writer, left.", &["BornIn Tom Hale > Oslo | place-born"]),
        ("Tom Hale, a 57-year-old Oslo-born writer, left.", &["BornIn Tom Hale > Oslo | place-born"]),
        ("Oslo-born Anna Brill left.", &["BornIn Anna Brill > Oslo | place-born"]),
        ("Anna Brill, a native of Oslo, left.", &["BornIn Anna Brill > Oslo | native"]),
        (
            "Ole Vik was born to Tom Hale and Anna Brill.",
            &["ChildOf Ole Vik > Tom Hale | born-to", "ChildOf Ole Vik > Anna Brill | born-to"],
        ),
        ("Anna Brill was born in 1950 and moved to Oslo.", &[]),
    ]);
}

#[test]
fn bodies_have_seats_and_owners() {
    check(&[
        ("Harbour Bank, based in Oslo, grew.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        ("Harbour Bank is headquartered in Oslo.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        ("Harbour Bank is a lender based in Oslo.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        ("The Oslo-based Harbour Bank grew.", &["LocatedIn Harbour Bank > Oslo | place-based"]),
        ("Harbour Bank has its headquarters in Oslo.", &["LocatedIn Harbour Bank > Oslo | headquarters-in"]),
        ("Harbour Bank, a subsidiary of Quay Group, grew.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        ("Quay Group is the parent company of Harbour Bank.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        ("Harbour Bank and its parent company, Quay Group, grew.", &["PartOf Harbour Bank > Quay Group | noun-owned"]),
        ("Harbour Bank is owned by Quay Group.", &["PartOf Harbour Bank > Quay Group | verb-passive"]),
        ("Harbour Bank is part of Quay Group.", &["PartOf Harbour Bank > Quay Group | part-of"]),
        ("Quay Group bought Harbour Bank in May.", &["Acquired Quay Group > Harbour Bank | verb"]),
        ("Harbour Bank was acquired by Quay Group.", &["Acquired Quay Group > Harbour Bank | verb-passive"]),
        ("Quay Group's acquisition of Harbour Bank failed.", &["Acquired Quay Group > Harbour Bank | acquisition-of"]),
        ("The bank in Oslo grew.", &[]),
    ]);
}

#[test]
fn memberships_are_read_with_parties() {
    check(&[
        ("Anna Brill joined Harbour Bank in May.", &["MemberOf Anna Brill > Harbour Bank | verb"]),
        ("Finland joined the Skerry Alliance.", &["MemberOf Finland > Skerry Alliance | verb"]),
        ("Anna Brill is a member of the Reform Party.", &["MemberOf Anna Brill > Reform Party | noun-of"]),
        ("Anna Brill, a Democrat from Oslo, spoke.", &["MemberOf Anna Brill > Democrat | party"]),
        ("Reform Party lawmaker Anna Brill spoke.", &["MemberOf Anna Brill > Reform Party | party"]),
        ("Tom Hale was elected as a Democrat.", &["MemberOf Tom Hale > Democrat | party"]),
        ("Tom Hale worked as an engineer for Harbour Bank.", &["MemberOf Tom Hale > Harbour Bank | verb-link"]),
        ("Tom Hale weighs whether Finland gets an invitation to join the Skerry Alliance.", &[]),
    ]);
}

#[test]
fn successors_are_read_from_verbs_and_nouns() {
    check(&[
        ("Anna Brill succeeds Tom Hale as mayor.", &["Succeeds Anna Brill > Tom Hale | verb"]),
        ("Tom Hale was replaced as mayor by Anna Brill.", &["Succeeds Anna Brill > Tom Hale | verb-passive"]),
        ("Anna Brill replaced Tom Hale after the break.", &[]),
        ("Anna Brill took over as mayor of Oslo from Tom Hale.", &["Succeeds Anna Brill > Tom Hale | take-over"]),
        ("Tom Hale greeted his successor, Anna Brill.", &["Succeeds Anna Brill > Tom Hale | noun-owned"]),
        ("Anna Brill praised her predecessor, Tom Hale.", &["Succeeds Anna Brill > Tom Hale | noun-owned"]),
        ("The board named Anna Brill to succeed Tom Hale.", &["Succeeds Anna Brill > Tom Hale | verb"]),
    ]);
}

#[test]
fn a_taken_and_a_left_office_make_a_successor() {
    let text = "Anna Brill took over as the head of the Tarn Trust. The outgoing director, Tom Hale, waved.";
    let mut document = document(text);
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        Span::new(text, at..at + words.len()).unwrap()
    };
    let role = |person: u32, title: &str, status, words: &str| Role {
        person: EntityId(person),
        title: title.into(),
        of: Some(EntityId(4)),
        status,
        span: span(words),
        since: None,
        until: None,
        rule: "test".into(),
    };
    document.layers.roles = vec![
        role(0, "head", RoleStatus::Current, "Anna Brill took over as the head"),
        role(1, "director", RoleStatus::Outgoing, "outgoing director, Tom Hale"),
    ];
    let found = worker().relations(&document);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].subject, found[0].object, &*found[0].rule), (EntityId(0), EntityId(1), "office-handover"));
    document.layers.roles[1].status = RoleStatus::Current;
    assert!(worker().relations(&document).is_empty());
}

#[test]
fn relations_of_any_text_are_valid() {
    let worker = worker();
    let texts = "(Anna Brill|Hale|his|wife|founder|of|the|Tarn Trust|Oslo|based|born|in|'s|,|who|founded|was|by|and|Oslo-born|\
                 marriage|headquarters|to|from|took|over|up|set|\\(|\\)|native|part|Reform Party|a|as|married|she|it|\
                 \\.| |\n|é|“){0,60}";
    let checked = TestRunner::default().run(&texts, |text| {
        let document = document(&text);
        let layers = wiredesk_core::Layers { relations: worker.relations(&document), ..Default::default() };
        prop_assert!(layers.check(&text, KNOWN.len()).is_ok());
        Ok(())
    });
    assert_eq!(checked, Ok(()));
}
