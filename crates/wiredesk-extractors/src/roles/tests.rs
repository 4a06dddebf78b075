//! Tables of invented sentences with hand-made entities: person, title, of, status, words, rule.

use proptest::{prop_assert, test_runner::TestRunner};
use wiredesk_core::{
    Span,
    annotation::{EntityKind, MentionForm, TimeExpression, TimeKind},
};

use super::*;
use crate::invented::{self, Known};

mod appointments;
mod bodies;
mod changes;
mod sharing;

const KNOWN: [Known; 10] = [
    ("Anna Brill", EntityKind::Person, &[("Brill", MentionForm::Name), ("she", MentionForm::Pronoun)]),
    ("Tom Hale", EntityKind::Person, &[("Hale", MentionForm::Name)]),
    ("Norway", EntityKind::Place, &[("Norwegian", MentionForm::Adjective), ("its", MentionForm::Pronoun)]),
    ("NATO", EntityKind::Organization, &[]),
    ("Harbour Authority", EntityKind::Organization, &[]),
    ("Norway Treasury", EntityKind::Organization, &[]),
    ("Arvenia", EntityKind::Place, &[("Arvenian", MentionForm::Adjective)]),
    ("Tarn Steel", EntityKind::Organization, &[]),
    ("Ohio", EntityKind::Place, &[]),
    ("NATO CEO", EntityKind::Other, &[]),
];

fn document(text: &str) -> Document {
    let mut document = invented::document(text, &KNOWN);
    for year in ["2010", "2014"] {
        if let Some(at) = text.find(year) {
            let span = Span::new(text, at..at + 4).unwrap();
            document.layers.times.push(TimeExpression { span, kind: TimeKind::Date, value: year.into() });
        }
    }
    document
}

fn worker() -> RolesWorker {
    let lexicons = SharedLexicons::default();
    let (titles, lexicon) = Titles::new(lexicons.get());
    RolesWorker { titles, lexicon, lexicons }
}

#[test]
fn offices_are_read_with_body_and_status() {
    let worker = worker();
    let cases: [(&str, &[&str]); 40] = [
        (
            "Anna Brill, the mayor of Norway since 2010, will step down in May.",
            &["Anna Brill | mayor | Norway | Outgoing | Anna Brill, the mayor | apposition"],
        ),
        (
            "Former Norwegian Prime Minister Anna Brill spoke.",
            &[
                "Anna Brill | prime minister | Norway | Former | Former Norwegian Prime Minister Anna Brill | title-before-name",
            ],
        ),
        (
            "NATO Secretary-General Anna Brill spoke.",
            &[
                "Anna Brill | secretary-general | NATO | Current | NATO Secretary-General Anna Brill | title-before-name",
            ],
        ),
        (
            "She met outgoing Secretary-General Tom Hale.",
            &["Tom Hale | secretary-general | - | Outgoing | outgoing Secretary-General Tom Hale | title-before-name"],
        ),
        (
            "President-elect Tom Hale spoke.",
            &["Tom Hale | president | - | Incoming | President-elect Tom Hale | title-before-name"],
        ),
        (
            "Ex-president Tom Hale spoke.",
            &["Tom Hale | president | - | Former | Ex-president Tom Hale | title-before-name"],
        ),
        (
            "Norway and its autocratic president, Tom Hale, spoke.",
            &["Tom Hale | president | Norway | Current | its autocratic president, Tom Hale | title-comma-name"],
        ),
        (
            "Norway's president, Tom Hale, spoke.",
            &["Tom Hale | president | Norway | Current | Norway's president, Tom Hale | title-comma-name"],
        ),
        (
            "Anna Brill, the former mayor of Norway, spoke.",
            &["Anna Brill | mayor | Norway | Former | Anna Brill, the former mayor | apposition"],
        ),
        (
            "Anna Brill, 57, president of Norway, spoke.",
            &["Anna Brill | president | Norway | Current | Anna Brill, 57, president | apposition"],
        ),
        (
            "Anna Brill, the foreign minister of Norway, spoke.",
            &["Anna Brill | foreign minister | Norway | Current | Anna Brill, the foreign minister | apposition"],
        ),
        (
            "Anna Brill, who leads the Harbour Authority, spoke.",
            &[
                "Anna Brill | leader | Harbour Authority | Current | Anna Brill, who leads the Harbour Authority | verb-body",
            ],
        ),
        (
            "Brill waited as she took over as the head of NATO.",
            &["Anna Brill | head | NATO | Current | she took over as the head | verb-title"],
        ),
        (
            "Anna Brill was elected president of Norway.",
            &["Anna Brill | president | Norway | Current | Anna Brill was elected president | verb-title"],
        ),
        (
            "Tom Hale resigned as chairman of the Harbour Authority.",
            &["Tom Hale | chairman | Harbour Authority | Former | Tom Hale resigned as chairman | verb-title"],
        ),
        (
            "As Norwegian prime minister, she sent ships.",
            &["Anna Brill | prime minister | Norway | Current | Norwegian prime minister, she | as-title"],
        ),
        (
            "The executive director of the Harbour Authority Tom Hale spoke.",
            &[
                "Tom Hale | executive director | Harbour Authority | Current | The executive director of the Harbour Authority Tom Hale | title-of-body-name",
            ],
        ),
        (
            "Former President Tom Hale spoke. President Hale left.",
            &["Tom Hale | president | - | Former | Former President Tom Hale | title-before-name"],
        ),
        (
            "Brill, President Hale and others spoke.",
            &["Tom Hale | president | - | Current | President Hale | title-before-name"],
        ),
        (
            "Norwegian Secretary of State Anna Brill spoke.",
            &[
                "Anna Brill | secretary of state | Norway | Current | Norwegian Secretary of State Anna Brill | title-before-name",
            ],
        ),
        (
            "The head of NATO, General Anna Brill, spoke.",
            &[
                "Anna Brill | head | NATO | Current | The head of NATO, General Anna Brill | title-of-body-name",
                "Anna Brill | general | - | Current | General Anna Brill | title-before-name",
            ],
        ),
        (
            "Deputy Mayor and NATO adviser Anna Brill spoke.",
            &[
                "Anna Brill | deputy mayor | - | Current | Deputy Mayor and NATO adviser Anna Brill | title-before-name",
                "Anna Brill | adviser | NATO | Current | NATO adviser Anna Brill | title-before-name",
            ],
        ),
        (
            "The minister and President Anna Brill spoke.",
            &["Anna Brill | president | - | Current | President Anna Brill | title-before-name"],
        ),
        (
            "Senators Tom Hale and Anna Brill spoke.",
            &[
                "Tom Hale | senator | - | Current | Senators Tom Hale | title-before-name",
                "Anna Brill | senator | - | Current | Senators Tom Hale and Anna Brill | title-before-name",
            ],
        ),
        (
            "President Tom Hale met his Norwegian counterpart, Anna Brill.",
            &[
                "Tom Hale | president | - | Current | President Tom Hale | title-before-name",
                "Anna Brill | president | Norway | Current | his Norwegian counterpart, Anna Brill | title-comma-name",
            ],
        ),
        (
            "Government spokesman, Tom Hale, spoke.",
            &["Tom Hale | government spokesman | - | Current | Government spokesman, Tom Hale | title-comma-name"],
        ),
        (
            "Anna Brill is president and chief executive of the Harbour Authority.",
            &[
                "Anna Brill | president | Harbour Authority | Current | Anna Brill is president | verb-title",
                "Anna Brill | chief executive | Harbour Authority | Current | Anna Brill is president and chief executive | verb-title",
            ],
        ),
        (
            "Harbour Authority chairman and co-founder Anna Brill spoke.",
            &[
                "Anna Brill | chairman | Harbour Authority | Current | Harbour Authority chairman and co-founder Anna Brill | title-before-name",
                "Anna Brill | co-founder | Harbour Authority | Current | co-founder Anna Brill | title-before-name",
            ],
        ),
        (
            "Anna Brill left the sea and served as chairman of the Harbour Authority.",
            &[
                "Anna Brill | chairman | Harbour Authority | Former | Anna Brill left the sea and served as chairman | verb-title",
            ],
        ),
        (
            "Anna Brill will succeed Tom Hale as head of NATO.",
            &[
                "Anna Brill | head | NATO | Incoming | Anna Brill will succeed Tom Hale as head | succession",
                "Tom Hale | head | NATO | Outgoing | Tom Hale as head | succession",
            ],
        ),
        (
            "The Harbour Authority, led by Anna Brill, spoke.",
            &["Anna Brill | leader | Harbour Authority | Current | Harbour Authority, led by Anna Brill | led-by"],
        ),
        (
            "The chairman of the Harbour Authority is Tom Hale.",
            &[
                "Tom Hale | chairman | Harbour Authority | Current | The chairman of the Harbour Authority is Tom Hale | title-of-body-name",
            ],
        ),
        (
            "Anna Brill is professor of the history of ships at the Harbour Authority.",
            &["Anna Brill | professor | Harbour Authority | Current | Anna Brill is professor | verb-title"],
        ),
        (
            "Tom Hale joined NATO as a spokesman.",
            &["Tom Hale | spokesman | NATO | Current | Tom Hale joined NATO as a spokesman | verb-title"],
        ),
        (
            "The head of the old fleet of NATO, Anna Brill, spoke.",
            &[
                "Anna Brill | head | NATO | Current | The head of the old fleet of NATO, Anna Brill | title-of-body-name",
            ],
        ),
        (
            "Norwegian writer Anna Brill spoke.",
            &["Anna Brill | writer | - | Current | Norwegian writer Anna Brill | title-before-name"],
        ),
        (
            "Norway waited. Norway Treasury Secretary Tom Hale spoke.",
            &[
                "Tom Hale | treasury secretary | Norway | Current | Norway Treasury Secretary Tom Hale | title-before-name",
            ],
        ),
        (
            "Anna Brill, formerly the mayor of Norway, spoke.",
            &["Anna Brill | mayor | Norway | Former | Anna Brill, formerly the mayor | apposition"],
        ),
        ("Brill liked the president of Norway.", &[]),
        ("The man Tom Hale spoke to his mother Anna Brill.", &[]),
    ];
    for (text, expected) in cases {
        let document = document(text);
        let found: Vec<String> = worker
            .roles(&document)
            .iter()
            .map(|role| {
                let of = role.of.map_or("-", |id| KNOWN[id.0 as usize].0);
                let person = KNOWN[role.person.0 as usize].0;
                format!(
                    "{person} | {} | {of} | {:?} | {} | {}",
                    role.title,
                    role.status,
                    role.span.slice(text),
                    role.rule
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// Checks the roles of texts, each as person, title, body and status.
fn check(cases: &[(&str, &[&str])]) {
    let worker = worker();
    for (text, expected) in cases {
        let roles = worker.roles(&document(text));
        let found: Vec<String> = roles
            .iter()
            .map(|role| {
                let name = |id: EntityId| KNOWN[id.0 as usize].0;
                format!("{} | {} | {} | {:?}", name(role.person), role.title, role.of.map_or("-", name), role.status)
            })
            .collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn an_office_without_a_body_is_of_the_country_that_the_article_is_about() {
    let worker = worker();
    let cases: [(&str, Option<&str>); 10] = [
        ("Norway votes after Prime Minister Anna Brill resigned.", Some("Norway")),
        ("Nobody in Norway has yet seen Prime Minister Anna Brill.", None),
        ("Voters in Norway waited. Prime Minister Anna Brill spoke. Norway votes in May.", Some("Norway")),
        ("Voters in Norway waited. Prime Minister Anna Brill spoke.", Some("Norway")),
        ("Norway saw Prime Minister Anna Brill as a friend.", None),
        ("Prime Minister Anna Brill spoke. Ships wait in Norway.", None),
        ("Torian Prime Minister Anna Brill spoke. Norway and Norway only votes in May.", None),
        ("NATO waited in Norway. The Norway vote is lost, Torian Prime Minister Brill said.", None),
        // that office has its holder
        ("Norwegian Prime Minister Tom Hale met Prime Minister Anna Brill. Norway votes in May.", None),
        ("Voters in Norway waited. Mayor Anna Brill spoke. Norway votes in May.", None),
    ];
    for (text, expected) in cases {
        let document = document(text);
        let roles = worker.roles(&document);
        let role = roles.iter().find(|role| role.person == EntityId(0)).unwrap();
        assert_eq!(role.of.map(|id| KNOWN[id.0 as usize].0), expected, "{text}");
    }
}

#[test]
fn a_tenure_has_its_dates() {
    let document = document("Anna Brill, who served as president of Norway from 2010 to 2014, spoke.");
    let roles = worker().roles(&document);
    assert_eq!(roles.len(), 1);
    assert_eq!((roles[0].since.as_deref(), roles[0].until.as_deref()), (Some("2010"), Some("2014")));
    assert_eq!(roles[0].status, RoleStatus::Former);
}

#[test]
fn an_office_is_held_from_the_day_on_which_it_was_taken() {
    for (text, since, until) in [
        ("Anna Brill took over as the head of NATO in 2014.", Some("2014"), None),
        ("Anna Brill was elected president of Norway in 2010.", Some("2010"), None),
        ("Tom Hale stepped down as president of Norway in 2010.", None, Some("2010")),
        ("Anna Brill became the head of NATO, which was founded in 2010.", None, None),
    ] {
        let document = document(text);
        let roles = worker().roles(&document);
        assert_eq!((roles[0].since.as_deref(), roles[0].until.as_deref()), (since, until), "{text}");
    }
}

#[test]
fn roles_of_any_text_are_valid() {
    let worker = worker();
    let texts =
        "(Anna Brill|Hale|president|former|of|the|NATO|Norwegian|'s|,|who|leads|was|elected|as|she|\\.| |\n|é){0,60}";
    let checked = TestRunner::default().run(&texts, |text| {
        let document = document(&text);
        let layers = wiredesk_core::Layers { roles: worker.roles(&document), ..Default::default() };
        prop_assert!(layers.check(&text, KNOWN.len()).is_ok());
        Ok(())
    });
    assert_eq!(checked, Ok(()));
}
