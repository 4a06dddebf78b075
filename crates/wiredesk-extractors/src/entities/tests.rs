//! What the whole extractor finds in invented sentences, and what holds for any text.

use proptest::prelude::*;
use wiredesk_core::{
    Document,
    annotation::{Entity, EntityKind, Gender, MentionForm},
    document::Article,
    extractor::{SyncExtractor, Worker},
    options::NoOptions,
    registry::ExtractorComponent,
};

use super::Entities;
use crate::{lexicon::SharedLexicons, sentences::Sentences};

mod headlines;
mod references;

struct Chain {
    sentences: Box<dyn SyncExtractor>,
    entities: Box<dyn SyncExtractor>,
}

impl Chain {
    fn new() -> Self {
        let sync = |worker| match worker {
            Worker::Sync(worker) => worker,
            Worker::Async(_) => unreachable!("both compute"),
        };
        Self {
            sentences: sync(Sentences.build(&NoOptions {}).unwrap()),
            entities: sync(Entities::new(SharedLexicons::default()).build(&NoOptions {}).unwrap()),
        }
    }

    /// The document with its entities; the engine's own check of spans has passed.
    fn read(&mut self, text: &str) -> Document {
        let article = Article { text: text.into(), ..Article::default() };
        let mut document = Document::new("test".into(), article, "2026-11-23T09:00:00Z".parse().unwrap());
        for stage in [&mut self.sentences, &mut self.entities] {
            let found = stage.extract(&document).unwrap().layers;
            found.check(&document.text, found.entities.len()).unwrap();
            if found.tokens.is_empty() {
                document.layers.entities = found.entities;
            } else {
                document.layers = found;
            }
        }
        document
    }
}

fn kind(entity: &Entity) -> &'static str {
    match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Product => "product",
        EntityKind::Event => "event",
        EntityKind::Work => "work",
        EntityKind::Other => "other",
    }
}

/// One line per entity: kind, name, mentions; adjectives in `()`, descriptions in `[]`, pronouns
/// in `{}`.
fn shown(document: &Document) -> Vec<String> {
    let line = |entity: &Entity| {
        let mentions = entity.mentions.iter().map(|mention| {
            let text = mention.span.slice(&document.text);
            match mention.form {
                MentionForm::Name => text.to_owned(),
                MentionForm::Adjective => format!("({text})"),
                MentionForm::Nominal => format!("[{text}]"),
                MentionForm::Pronoun => format!("{{{text}}}"),
            }
        });
        format!("{} {}: {}", kind(entity), entity.name, mentions.collect::<Vec<_>>().join(", "))
    };
    document.layers.entities.iter().map(line).collect()
}

pub(super) fn check(cases: &[(&str, &[&str])]) {
    let mut chain = Chain::new();
    for (text, expected) in cases {
        assert_eq!(shown(&chain.read(text)), *expected, "{text}");
    }
}

#[test]
fn titles_are_no_part_of_names_and_nationals_stand_apart() {
    check(&[
        (
            "Danish Foreign Minister Mette Holgersen arrived in Lisbon on Tuesday.",
            &["place Denmark: (Danish)", "person Mette Holgersen: Mette Holgersen", "place Lisbon: Lisbon"],
        ),
        (
            "U.S. Secretary of State Harold Penwick met Mr. Osei in Ghana.",
            &["place U.S.: U.S.", "person Harold Penwick: Harold Penwick", "person Osei: Osei", "place Ghana: Ghana"],
        ),
        (
            "They spoke with Gen. Pavel Drozd of the Polish army.",
            &["person Pavel Drozd: Pavel Drozd", "place Poland: (Polish)"],
        ),
    ]);
}

#[test]
fn heads_and_small_words_hold_names_together() {
    check(&[
        (
            "The Ministry of Agriculture and the University of Tartu signed the plan.",
            &[
                "organization Ministry of Agriculture: Ministry of Agriculture",
                "organization University of Tartu: University of Tartu",
            ],
        ),
        (
            "The report comes from the Food and Water Administration.",
            &["organization Food and Water Administration: Food and Water Administration"],
        ),
        (
            "The Chinese Foreign Ministry denied it.",
            &["organization Chinese Foreign Ministry: Chinese Foreign Ministry"],
        ),
        (
            "He joined the People's Alliance for Reform in May.",
            &["organization People's Alliance for Reform: People's Alliance for Reform"],
        ),
    ]);
}

#[test]
fn states_stand_behind_the_letter_of_a_party() {
    check(&[
        ("Senator Ann Hale (R-AZ) left Arizona.", &["person Ann Hale: Ann Hale", "place Arizona: AZ, Arizona"]),
        ("Rep. Linda Moss, D-Calif., said no.", &["person Linda Moss: Linda Moss", "place California: Calif."]),
        ("Senator Ann Hale (D-New York) left.", &["person Ann Hale: Ann Hale", "place New York: New York"]),
    ]);
}

#[test]
fn a_pronoun_with_the_capital_of_a_sentence_is_no_name() {
    check(&[("\"We will sell more ships,\" Ann Hale said.", &["person Ann Hale: Ann Hale"])]);
}

#[test]
fn an_adjective_before_an_office_names_whatever_has_it() {
    check(&[
        (
            "Palestinian President Omar Hadid spoke.",
            &["organization Palestinian Authority: (Palestinian)", "person Omar Hadid: Omar Hadid"],
        ),
        ("Palestinian farmers left.", &["place Palestine: (Palestinian)"]),
        (
            "Scottish First Minister Ann Hale spoke in Scotland.",
            &["place Scotland: (Scottish), Scotland", "person Ann Hale: Ann Hale"],
        ),
        ("Scottish actor Ann Hale spoke.", &["place United Kingdom: (Scottish)", "person Ann Hale: Ann Hale"]),
    ]);
}

#[test]
fn capitals_name_another_body_than_a_longer_name_that_they_begin() {
    check(&[
        (
            "U.N. staff waited. The U.N. Security Council met.",
            &["organization U.N.: U.N.", "organization U.N. Security Council: U.N. Security Council"],
        ),
        ("AOK Corp. grew. AOK fell.", &["organization AOK Corp.: AOK Corp., AOK"]),
    ]);
}

#[test]
fn names_end_inside_compounds() {
    check(&[
        ("A U.S.-led force left on Monday.", &["place U.S.: U.S."]),
        ("The Moscow-based firm closed.", &["place Moscow: Moscow"]),
        ("Critics of the anti-Russian law gathered.", &["place Russia: (Russian)"]),
    ]);
}

#[test]
fn a_capital_at_the_start_of_a_sentence_is_no_name() {
    check(&[
        ("Farmers say prices fell. Many of them left.", &[]),
        ("Officials in Norway agree. Police found nothing.", &["place Norway: Norway"]),
        ("I left on Monday. March was cold.", &[]),
    ]);
}

#[test]
fn adjectives_become_their_country_and_nouns_a_group() {
    check(&[
        ("Turkish troops withdrew. Turkey denied it.", &["place Turkey: (Turkish), Turkey"]),
        (
            "Thousands of Ukrainians left. The Dutch were ready.",
            &["group Ukrainians: Ukrainians", "group Dutch: Dutch"],
        ),
        ("French and German leaders met.", &["place France: (French)", "place Germany: (German)"]),
    ]);
}

#[test]
fn different_names_of_one_thing_are_one_entity() {
    check(&[
        (
            "Lena Okafor won the vote. Okafor thanked voters. Supporters cheered for Lena.",
            &["person Lena Okafor: Lena Okafor, Okafor, Lena"],
        ),
        (
            "The Baltic Fishing Organization (BFO) met. The BFO wants quotas.",
            &["organization Baltic Fishing Organization: Baltic Fishing Organization, BFO, BFO"],
        ),
        (
            "Britain agreed. The United Kingdom and the U.S. signed; the United States paid.",
            &["place United Kingdom: Britain, United Kingdom", "place United States: U.S., United States"],
        ),
        ("The EU paid. The European Union said so.", &["organization European Union: EU, European Union"]),
        ("Rosa Lind, better known as Greta Holm, sang on Monday.", &["person Rosa Lind: Rosa Lind, Greta Holm"]),
        ("Lind was born Greta Holm in a village.", &["person Lind: Lind, Greta Holm"]),
        // born of her, not as her
        (
            "Rosa Lind, a singer known to Greta Holm, sang.",
            &["person Rosa Lind: Rosa Lind", "person Greta Holm: Greta Holm"],
        ),
    ]);
}

#[test]
fn descriptions_are_resolved_where_one_person_fits() {
    check(&[
        (
            "Ukrainian President Danylo Hrytsenko spoke. The Ukrainian leader thanked Norway.",
            &[
                "place Ukraine: (Ukrainian), (Ukrainian)",
                "person Danylo Hrytsenko: Danylo Hrytsenko, [The Ukrainian leader]",
                "place Norway: Norway",
            ],
        ),
        (
            "Former President Marta Vidal spoke. Vice President Ada Lund left. The former president smiled.",
            &["person Marta Vidal: Marta Vidal, [The former president]", "person Ada Lund: Ada Lund"],
        ),
        (
            "Sen. Marta Vidal of Oregon met Senator Ada Lund of Ohio. The Oregon senator smiled. The Texas senator left.",
            &[
                "person Marta Vidal: Marta Vidal, [The Oregon senator]",
                "place Oregon: Oregon, Oregon",
                "person Ada Lund: Ada Lund",
                "place Ohio: Ohio",
                "place Texas: Texas",
            ],
        ),
        (
            "Norway watched Russia's talks with its neighbor.",
            &["place Norway: Norway, [its neighbor]", "place Russia: Russia"],
        ),
        ("NATO met in Oslo. The alliance agreed.", &["organization NATO: NATO, [The alliance]", "place Oslo: Oslo"]),
    ]);
}

#[test]
fn pronouns_follow_gender_and_subject() {
    check(&[
        (
            "Maria Kowalska met Peter Lindqvist. She gave him her book.",
            &["person Maria Kowalska: Maria Kowalska, {She}, {her}", "person Peter Lindqvist: Peter Lindqvist, {him}"],
        ),
        ("After his speech, Peter Lindqvist left.", &["person Peter Lindqvist: {his}, Peter Lindqvist"]),
        // whoever speaks is "I"
        (
            "Peter Lindqvist spoke. \"I know Karl Osei. I saw it when he resigned,\" Lindqvist added.",
            &["person Peter Lindqvist: Peter Lindqvist, Lindqvist", "person Karl Osei: Karl Osei, {he}"],
        ),
    ]);
}

#[test]
fn facts_are_read_from_the_text() {
    let mut chain = Chain::new();
    let mut facts = |text: &str| chain.read(text).layers.entities;
    let person = |entities: &[Entity]| entities.iter().find(|e| e.kind == EntityKind::Person).unwrap().facts.clone();
    for (text, age) in [
        ("Ilse Brandt, 57, resigned.", Some(57)),
        ("The 43-year-old Ilse Brandt resigned.", Some(43)),
        ("Ilse Brandt, the 61-year-old lawyer, resigned.", Some(61)),
        ("Ilse Brandt, aged 38, resigned.", Some(38)),
        ("Ilse Brandt resigned 57 days later.", None),
    ] {
        assert_eq!(person(&facts(text)).age, age, "{text}");
    }
    let found = person(&facts("Dutch politician Peter Mulder resigned."));
    assert_eq!((found.nationality.as_deref(), found.gender), (Some("NL"), Some(Gender::Masculine)));
    let found = person(&facts("The pro-Dutch President Peter Mulder resigned."));
    assert_eq!(found.nationality, None);
    assert_eq!(person(&facts("Mrs. Mulder resigned.")).gender, Some(Gender::Feminine));
    for text in ["Karel Mulder was born in Oslo.", "Karel Mulder, the Oslo-born lawyer, resigned."] {
        let entities = facts(text);
        let place = person(&entities).born_in.unwrap_or_else(|| panic!("{text} {entities:?}"));
        assert_eq!(entities[place.0 as usize].name, "Oslo", "{text}");
    }
}

/// Whatever the text, what [`Chain::read`] and the contract of the layer promise holds.
fn sound(chain: &mut Chain, text: &str) {
    let document = chain.read(text);
    let mut names = Vec::new();
    for entity in &document.layers.entities {
        assert!(!entity.mentions.is_empty() && !entity.name.is_empty());
        assert!(entity.mentions.is_sorted_by_key(|mention| mention.span.start()));
        let own =
            |m: &&wiredesk_core::annotation::Mention| matches!(m.form, MentionForm::Name | MentionForm::Adjective);
        names.extend(entity.mentions.iter().filter(own).map(|mention| mention.span));
        assert!(entity.mentions.iter().all(|mention| (0.0..=1.0).contains(&mention.confidence)));
    }
    names.sort();
    assert!(names.is_sorted_by(|one, next| one.end() <= next.start()), "{names:?}");
    assert_eq!(chain.read(text).layers.entities, document.layers.entities);
}

#[test]
fn any_sequence_of_words_gives_sound_entities() {
    const WORDS: [&str; 44] = [
        "who",
        "which",
        "whose",
        "that",
        "where",
        "its",
        "is",
        "a",
        "company",
        "wife",
        "formerly",
        "Inc.",
        "President",
        "Ilse",
        "Brandt",
        "the",
        "of",
        "U.S.-led",
        "Turkish",
        "and",
        "al-Haddad",
        "(",
        "NATO",
        ")",
        "\"",
        "he",
        "her",
        "Ministry",
        "for",
        "People",
        "'s",
        ".",
        ",",
        "57",
        "57-year-old",
        "born",
        "in",
        "bin",
        "The",
        "former",
        "leader",
        "New",
        "York",
        "\n",
    ];
    let mut chain = Chain::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 200, ..ProptestConfig::default() });
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40);
    let cell = std::cell::RefCell::new(&mut chain);
    runner
        .run(&words, |words| {
            sound(&mut cell.borrow_mut(), &words.join(" "));
            Ok(())
        })
        .unwrap();
    let text = proptest::string::string_regex("(?s).{0,120}").unwrap();
    runner
        .run(&text, |text| {
            sound(&mut cell.borrow_mut(), &text);
            Ok(())
        })
        .unwrap();
}
