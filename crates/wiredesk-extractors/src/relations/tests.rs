//! Tables of invented sentences with hand-made entities: kind, subject, object, words, rule.

use proptest::{prop_assert, test_runner::TestRunner};
use wiredesk_core::{
    Span,
    annotation::{EntityKind, MentionForm, Role, RoleStatus},
};

use super::*;
use crate::invented::{self, Known};

mod families;
mod posts;

const KNOWN: [Known; 18] = [
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
    ("Bergen", EntityKind::Place, &[]),
    ("Tarn University", EntityKind::Organization, &[]),
    ("Skerry School", EntityKind::Organization, &[]),
    ("Fjordex", EntityKind::Other, &[]),
    ("Quayside", EntityKind::Person, &[]),
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
        (
            "Brill is the founder and chief executive of the Tarn Trust.",
            &["Founded Anna Brill > Tarn Trust | noun-of", "MemberOf Anna Brill > Tarn Trust | post-of"],
        ),
        ("The founder of the Tarn Trust, Anna Brill, spoke.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        (
            "The Tarn Trust was founded in 1999 by Anna Brill and Tom Hale.",
            &["Founded Anna Brill > Tarn Trust | verb-passive", "Founded Tom Hale > Tarn Trust | verb-passive"],
        ),
        ("The Tarn Trust, founded by Anna Brill, grew.", &["Founded Anna Brill > Tarn Trust | verb-passive"]),
        ("The Tarn Trust grew. It was founded by Anna Brill.", &["Founded Anna Brill > Tarn Trust | verb-passive"]),
        (
            "She praised the Tarn Trust, which Brill co-founded in 1999.",
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
        (
            "The Tarn Trust was founded by Anna Brill, a banker, Tom Hale, Jr., and Ole Vik.",
            &[
                "Founded Anna Brill > Tarn Trust | verb-passive",
                "Founded Tom Hale > Tarn Trust | verb-passive",
                "Founded Ole Vik > Tarn Trust | verb-passive",
            ],
        ),
        (
            "The Tarn Trust is a charity founded by a Norwegian lawyer, Anna Brill.",
            &["Founded Anna Brill > Tarn Trust | verb-passive"],
        ),
        (
            "The Tarn Trust is a charity in Oslo, founded by Anna Brill.",
            &["LocatedIn Tarn Trust > Oslo | body-in", "Founded Anna Brill > Tarn Trust | verb-passive"],
        ),
        ("Quayside was established in 1999 by Anna Brill.", &["Founded Anna Brill > Quayside | verb-passive"]),
        ("Anna Brill is also one of the founders of the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        ("Anna Brill, one of the Tarn Trust's founders, spoke.", &["Founded Anna Brill > Tarn Trust | noun-owned"]),
        ("The founder of the Tarn Trust is Anna Brill.", &["Founded Anna Brill > Tarn Trust | noun-of"]),
        ("Anna Brill is known for founding the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | verb"]),
        ("Anna Brill left Oslo to found the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | verb"]),
        ("Anna Brill has found the Tarn Trust dull.", &[]),
        (
            "Anna Brill formed her company, Fjordex, with her brother Tom Hale.",
            &["Founded Anna Brill > Fjordex | verb", "Founded Tom Hale > Fjordex | verb"],
        ),
        ("Fjordex is the brainchild of Anna Brill.", &["Founded Anna Brill > Fjordex | noun-of"]),
        ("Anna Brill founded, and is the chairman of, the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | verb"]),
        ("Anna Brill founded the Tarn Trust (bought by Tom Hale).", &["Founded Anna Brill > Tarn Trust | verb"]),
        ("The Tarn Trust grew. Anna Brill founded the charity in 1999.", &["Founded Anna Brill > Tarn Trust | verb"]),
        (
            "The Tarn Trust grew. The founder of the charity, Anna Brill, spoke.",
            &["Founded Anna Brill > Tarn Trust | noun-of"],
        ),
        (
            "The Tarn Trust grew. The charity's founder, Anna Brill, spoke.",
            &["Founded Anna Brill > Tarn Trust | noun-owned"],
        ),
        ("Anna Brill helped found the Tarn Trust.", &["Founded Anna Brill > Tarn Trust | verb"]),
        (
            "The Tarn Trust was founded in the spring of 1999, by friends including Anna Brill.",
            &["Founded Anna Brill > Tarn Trust | verb-passive"],
        ),
        ("The Tarn Trust, the charity Anna Brill founded, grew.", &["Founded Anna Brill > Tarn Trust | verb-relative"]),
        (
            "Tarn Trust founder and chairwoman Anna Brill spoke.",
            &["MemberOf Anna Brill > Tarn Trust | post-before", "Founded Anna Brill > Tarn Trust | noun-owned"],
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
        (
            "Ole Vik is the son of Tom Hale, a banker, and his wife, Anna Brill.",
            &[
                "ChildOf Ole Vik > Tom Hale | noun-of",
                "ChildOf Ole Vik > Anna Brill | noun-of",
                "Spouse Anna Brill > Tom Hale | noun-owned",
            ],
        ),
        (
            "Tom Hale and his wife, Anna Brill, had two sons, Ole Vik and Ida Vik.",
            &[
                "Spouse Anna Brill > Tom Hale | noun-owned",
                "ChildOf Ole Vik > Tom Hale | noun-owned",
                "ChildOf Ole Vik > Anna Brill | noun-owned",
                "ChildOf Ida Vik > Tom Hale | noun-owned",
                "ChildOf Ida Vik > Anna Brill | noun-owned",
            ],
        ),
        (
            "Tom Hale has a son, Ole Vik, and a daughter, Ida Vik.",
            &["ChildOf Ole Vik > Tom Hale | noun-owned", "ChildOf Ida Vik > Tom Hale | noun-owned"],
        ),
        (
            "Tom Hale is survived by his wife, Anna Brill, and two sons, Ole Vik and Ida Vik.",
            &[
                "Spouse Anna Brill > Tom Hale | noun-owned",
                "ChildOf Ole Vik > Tom Hale | noun-owned",
                "ChildOf Ida Vik > Tom Hale | noun-owned",
            ],
        ),
        ("Ole Vik was the second of four sons of Tom Hale.", &["ChildOf Ole Vik > Tom Hale | noun-of"]),
        ("Anna Brill gave birth to Ida Vik in May.", &["ChildOf Ida Vik > Anna Brill | gave-birth"]),
        ("Anna Brill and Tom Hale married in 1990.", &["Spouse Tom Hale > Anna Brill | verb-couple"]),
        ("Tom Hale came with his wife, Fjordex.", &["Spouse Fjordex > Tom Hale | noun-owned"]),
        ("Anna Brill and son Ole Vik left.", &["ChildOf Ole Vik > Anna Brill | noun-owned"]),
        ("Ida Vik is the daughter and heir of Tom Hale.", &["ChildOf Ida Vik > Tom Hale | noun-of"]),
        ("Tom Hale married his manager, Anna Brill.", &["Spouse Tom Hale > Anna Brill | verb"]),
        ("Tom Hale was divorced from Anna Brill in 1999.", &["Spouse Tom Hale > Anna Brill | verb-passive"]),
        ("Tom Hale's first marriage was to Anna Brill.", &["Spouse Tom Hale > Anna Brill | marriage-to"]),
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
        (
            "Ole Vik was born to Tom Hale, a banker, and Anna Brill, a teacher.",
            &["ChildOf Ole Vik > Tom Hale | born-to", "ChildOf Ole Vik > Anna Brill | born-to"],
        ),
        ("Anna Brill (3 May 1950, Oslo – 4 June 2020, Bergen) wrote.", &["BornIn Anna Brill > Oslo | life-span"]),
        ("Anna Brill lived in Oslo, where she was born in 1950.", &["BornIn Anna Brill > Oslo | born-in"]),
        ("Tom Hale left his native Norway.", &["BornIn Tom Hale > Norway | his-native"]),
        ("Tom Hale left his native city of Oslo.", &["BornIn Tom Hale > Oslo | his-native"]),
        (
            "Anna Brill and Tom Hale, both natives of Oslo, left.",
            &["BornIn Tom Hale > Oslo | native", "BornIn Anna Brill > Oslo | native"],
        ),
        ("Oslo is the birthplace of Anna Brill.", &["BornIn Anna Brill > Oslo | noun-of"]),
        ("Anna Brill hails from Oslo.", &["BornIn Anna Brill > Oslo | verb-link"]),
        ("Tom Hale the painter was born in Oslo.", &["BornIn Tom Hale > Oslo | born-in"]),
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
        (
            "Harbour Bank was based in Oslo, then in Bergen.",
            &["LocatedIn Harbour Bank > Oslo | based-in", "LocatedIn Harbour Bank > Bergen | based-in"],
        ),
        (
            "Harbour Bank is based in Oslo and Bergen.",
            &["LocatedIn Harbour Bank > Oslo | based-in", "LocatedIn Harbour Bank > Bergen | based-in"],
        ),
        (
            "Harbour Bank is based in Oslo (Norway).",
            &["LocatedIn Harbour Bank > Oslo | based-in", "LocatedIn Harbour Bank > Norway | based-in"],
        ),
        (
            "Harbour Bank is a unit of Quay Group based in Oslo.",
            &["PartOf Harbour Bank > Quay Group | noun-of", "LocatedIn Harbour Bank > Oslo | based-in"],
        ),
        ("Quayside is a company based in Oslo.", &["LocatedIn Quayside > Oslo | based-in"]),
        (
            "Based in Oslo, Norway, Harbour Bank grew.",
            &["LocatedIn Harbour Bank > Oslo | based-in", "LocatedIn Harbour Bank > Norway | based-in"],
        ),
        ("Founded in 1946 and based in Oslo, Harbour Bank grew.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        (
            "Harbour Bank and Quay Group, which are both based in Oslo, grew.",
            &["LocatedIn Quay Group > Oslo | based-in", "LocatedIn Harbour Bank > Oslo | based-in"],
        ),
        ("With headquarters in Oslo, Harbour Bank grew.", &["LocatedIn Harbour Bank > Oslo | headquarters-in"]),
        ("Harbour Bank has its head office in Oslo.", &["LocatedIn Harbour Bank > Oslo | headquarters-in"]),
        ("Harbour Bank has an office in Oslo.", &[]),
        (
            "Harbour Bank moved its headquarters from Bergen to Oslo.",
            &["LocatedIn Harbour Bank > Oslo | headquarters-in"],
        ),
        ("Harbour Bank relocated to Oslo in May.", &["LocatedIn Harbour Bank > Oslo | verb-link"]),
        ("Harbour Bank is located at 12 Main Street, Oslo.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        ("Fjordex are a band from Oslo.", &["LocatedIn Fjordex > Oslo | body-in"]),
        ("Harbour Bank, the oldest bank in Norway, grew.", &["LocatedIn Harbour Bank > Norway | body-in"]),
        ("Harbour Bank, a Quay Group subsidiary, grew.", &["PartOf Harbour Bank > Quay Group | noun-owned"]),
        ("Harbour Bank is a Quay Group subsidiary.", &["PartOf Harbour Bank > Quay Group | noun-owned"]),
        ("Harbour Bank (part of Quay Group) grew.", &["PartOf Harbour Bank > Quay Group | part-of"]),
        ("Harbour Bank belongs to Quay Group.", &["PartOf Harbour Bank > Quay Group | verb-link"]),
        ("Harbour Bank is majority-owned by Quay Group.", &["PartOf Harbour Bank > Quay Group | verb-passive"]),
        ("Quay Group, owner of Harbour Bank, grew.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        ("Tom Hale, owner of Harbour Bank, spoke.", &[]),
        ("Quay Group is the holding company of Harbour Bank.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        ("Harbour Bank was taken over by Quay Group.", &["Acquired Quay Group > Harbour Bank | take-over"]),
        ("Harbour Bank became part of Quay Group in May.", &["PartOf Harbour Bank > Quay Group | part-of"]),
        ("Harbour Bank in Oslo, a subsidiary of Quay Group, grew.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        ("Harbour Bank, itself a part of Quay Group, grew.", &["PartOf Harbour Bank > Quay Group | part-of"]),
        ("Harbour Bank operates as a subsidiary of Quay Group.", &["PartOf Harbour Bank > Quay Group | noun-of"]),
        (
            "Quay Group has a subsidiary in Norway called Harbour Bank.",
            &["PartOf Harbour Bank > Quay Group | noun-owned"],
        ),
        (
            "Harbour Bank was founded in 1990 in Oslo as a subsidiary of Quay Group.",
            &["PartOf Harbour Bank > Quay Group | noun-of"],
        ),
        ("Harbour Bank, LLC, is based in Oslo.", &["LocatedIn Harbour Bank > Oslo | based-in"]),
        ("The bank in Oslo grew.", &[]),
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
                 marriage|headquarters|to|from|engineer|board|at|career|\
                 including|professor|Jr.|sons|with|–|1950|left|two|took|over|up|set|got|whom|then|affiliated|signed|and|\\(|\\)|native|part|Reform Party|a|as|married|she|it|\
                 \\.| |\n|é|“){0,60}";
    let checked = TestRunner::default().run(&texts, |text| {
        let document = document(&text);
        let layers = wiredesk_core::Layers { relations: worker.relations(&document), ..Default::default() };
        prop_assert!(layers.check(&text, KNOWN.len()).is_ok());
        Ok(())
    });
    assert_eq!(checked, Ok(()));
}
