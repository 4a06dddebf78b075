//! Tables of invented passages with hand-made entities: who speaks, how, which words, by which rule.

use proptest::prelude::*;
use wiredesk_core::annotation::{EntityKind, Gender, MentionForm};

use super::*;
use crate::{
    invented,
    sentences::{split, tokenize},
};

mod nested;
mod reach;
mod reported;
mod speakers;
mod stances;
mod unnamed;
mod wording;

/// A named entity of the cases: name, kind, gender, further words that mention it.
type Known = (&'static str, EntityKind, Option<Gender>, &'static [(&'static str, MentionForm)]);

const KNOWN: [Known; 6] = [
    (
        "Anna Brill",
        EntityKind::Person,
        Some(Gender::Feminine),
        &[("Brill", MentionForm::Name), ("The mayor", MentionForm::Nominal)],
    ),
    (
        "Tom Hale",
        EntityKind::Person,
        Some(Gender::Masculine),
        &[("Hale", MentionForm::Name), ("The fishermen's leader", MentionForm::Nominal)],
    ),
    ("Viktor Stohl", EntityKind::Person, Some(Gender::Masculine), &[("Stohl", MentionForm::Name)]),
    ("Harbour Authority", EntityKind::Organization, None, &[]),
    ("Tarn", EntityKind::Place, None, &[]),
    ("Norway", EntityKind::Place, None, &[("Norwegian", MentionForm::Adjective)]),
];

fn document(text: &str) -> Document {
    let known = KNOWN.map(|(name, kind, _, others)| (name, kind, others));
    let mut document = invented::document(text, &known);
    for (entity, (_, _, gender, _)) in document.layers.entities.iter_mut().zip(KNOWN) {
        entity.facts.gender = gender;
    }
    document
}

fn worker() -> QuotesWorker {
    let (cues, words) = CueLexicon::new();
    QuotesWorker { cues, lexicon: Lexicon::new(words), indirect: true, stances: true }
}

/// Speaker, kind, words and rule of every quote, one per line.
fn found(text: &str) -> Vec<String> {
    let document = document(text);
    let quotes = worker().quotes(&document);
    let describe = |quote: &Quote| {
        let speaker = quote.speaker.map_or("?", |speaker| match (speaker.entity, speaker.span) {
            (Some(id), _) => KNOWN[id.0 as usize].0,
            (None, Some(span)) => span.slice(text),
            (None, None) => panic!("a speaker is either named or has words"),
        });
        let kind = match quote.kind {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        };
        format!("{speaker} | {kind} | {} | {}", quote.span.slice(text), quote.rule)
    };
    quotes.iter().map(describe).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn a_speaker_beside_the_marks_is_found() {
    check(&[
        ("\"The road is open,\" said Anna Brill.", &["Anna Brill | direct | The road is open, | cue-after"]),
        (
            "\"The road is open,\" Anna Brill told reporters in Tarn.",
            &["Anna Brill | direct | The road is open, | cue-after"],
        ),
        ("\"Is the road open?\" Hale asked.", &["Tom Hale | direct | Is the road open? | cue-after"]),
        (
            "“The road is open”, Norwegian Mayor Anna Brill later said.",
            &["Anna Brill | direct | The road is open | cue-after"],
        ),
        (
            "\"The road is open,\" Brill, the mayor of Tarn, said on Monday.",
            &["Anna Brill | direct | The road is open, | cue-after"],
        ),
        ("\"The road is open,\" said the mayor, Anna Brill.", &["Anna Brill | direct | The road is open, | cue-after"]),
        ("Anna Brill said: \"The road is open.\"", &["Anna Brill | direct | The road is open. | cue-before"]),
        ("Brill told reporters, \"The road is open.\"", &["Anna Brill | direct | The road is open. | cue-before"]),
        (
            "Brill shook hands with Stohl and said, \"The road is open.\"",
            &["Anna Brill | direct | The road is open. | cue-before"],
        ),
        (
            "In Tarn, Hale went on to say: \"The road is open.\"",
            &["Tom Hale | direct | The road is open. | cue-before"],
        ),
        ("\"The road is open,\" according to Anna Brill.", &["Anna Brill | direct | The road is open, | according-to"]),
        ("Brill was clear: \"We open the road in May.\"", &["Anna Brill | direct | We open the road in May. | colon"]),
    ]);
}

#[test]
fn a_speaker_in_an_uncommon_place_is_found() {
    check(&[
        (
            "The harbour reopened, with engineer Tom Hale saying: \"The road is open.\"",
            &["Tom Hale | direct | The road is open. | cue-before"],
        ),
        (
            "The head of the NCA (Norwegian Coastal Agency), Anna Brill, said: \"The road is open.\"",
            &["Anna Brill | direct | The road is open. | cue-before"],
        ),
        (
            "Doubts came from Anna Brill, an engineer at the university, who said: \"The road is open.\"",
            &["Anna Brill | direct | The road is open. | cue-before"],
        ),
        ("• The mayor of Tarn Anna Brill: \"The road is open.\"", &["Anna Brill | direct | The road is open. | colon"]),
        ("\"The road is open.\"\nsaid Anna Brill.", &["Anna Brill | direct | The road is open. | cue-after"]),
        ("\"The road is open, \"said Anna Brill.", &["Anna Brill | direct | The road is open, | cue-after"]),
        ("\"The road is open,\" Brill explained the delay.", &["Anna Brill | direct | The road is open, | cue-after"]),
    ]);
}

#[test]
fn speakers_without_a_name_have_their_words() {
    check(&[
        (
            "\"The road is open,\" officials in Tarn said.",
            &["officials in Tarn | direct | The road is open, | cue-after"],
        ),
        (
            "\"The road is open,\" said a spokesman for the ministry on Monday.",
            &["a spokesman for the ministry | direct | The road is open, | cue-after"],
        ),
        ("\"The road is open,\" Hale's lawyer said.", &["Hale's lawyer | direct | The road is open, | cue-after"]),
        ("The company said: \"The road is open.\"", &["The company | direct | The road is open. | cue-before"]),
        (
            "\"The road is open,\" the Harbour Authority said.",
            &["Harbour Authority | direct | The road is open, | cue-after"],
        ),
    ]);
}

#[test]
fn speech_in_several_parts_has_one_speaker() {
    check(&[
        (
            "\"The road,\" he said, \"is open at last.\"",
            &["he | direct | The road, | cue-after", "he | direct | is open at last. | continued"],
        ),
        (
            "\"The road is open,\" Hale said. \"It took three years.\"",
            &[
                "Tom Hale | direct | The road is open, | cue-after",
                "Tom Hale | direct | It took three years. | continued",
            ],
        ),
        (
            "\"The road is open. \"\n\"It took years,\" said Hale.",
            &["? | direct | The road is open. | unknown", "Tom Hale | direct | It took years, | cue-after"],
        ),
        (
            "\"The road is open.\n\"It took years,\" said Hale.",
            &["Tom Hale | direct | The road is open. | continued", "Tom Hale | direct | It took years, | cue-after"],
        ),
        (
            "\"It took three years,\" Hale said. Brill said, \"It took four.\"",
            &[
                "Tom Hale | direct | It took three years, | cue-after",
                "Anna Brill | direct | It took four. | cue-before",
            ],
        ),
        (
            "\"It took three years,\" Hale said, adding, \"We had no money.\"",
            &[
                "Tom Hale | direct | It took three years, | cue-after",
                "Tom Hale | direct | We had no money. | cue-before",
            ],
        ),
    ]);
}

#[test]
fn speech_is_carried_over_between_paragraphs() {
    check(&[
        (
            "The mayor praised the crews of Tarn, saying they were the best of all.\n\"It took three years,\" she said in a post on X.",
            &[
                "Anna Brill | indirect | the crews of Tarn | complement",
                "Anna Brill | indirect | they were the best of all | bare-clause",
                "Anna Brill | direct | It took three years, | cue-after",
            ],
        ),
        (
            "\"It took three years,\" Hale said.\n\"We had no money for it at all.\"\nBrill disagreed.",
            &[
                "Tom Hale | direct | It took three years, | cue-after",
                "Tom Hale | direct | We had no money for it at all. | carried",
            ],
        ),
        (
            "Viktor Stohl told reporters that the ferry was safe.\n\"It took three years,\" he said.\n\"There were hopes for more,\" he added.",
            &[
                "Viktor Stohl | indirect | the ferry was safe | that-clause",
                "Viktor Stohl | direct | It took three years, | cue-after",
                "Viktor Stohl | direct | There were hopes for more, | cue-after",
            ],
        ),
        (
            "Stohl has not said what he wants. Brill has supported the ferry.\n\"I know them both,\" he said.\n\"I worked with Viktor Stohl for years,\" Hale added.",
            &[
                "Viktor Stohl | indirect | what he wants | complement",
                "Anna Brill | indirect | the ferry | complement",
                "Tom Hale | direct | I know them both, | cue-after",
                "Tom Hale | direct | I worked with Viktor Stohl for years, | cue-after",
            ],
        ),
        (
            "Stohl won the vote.\n\"I know Viktor Stohl well,\" he said.",
            &["he | direct | I know Viktor Stohl well, | cue-after"],
        ),
    ]);
}

#[test]
fn fragments_are_mixed_and_other_marks_are_no_speech() {
    check(&[
        (
            "Brill called the plan \"reckless\".",
            &[
                "Anna Brill | indirect | the plan \"reckless\" | complement",
                "Anna Brill | mixed | reckless | cue-before",
            ],
        ),
        (
            "Brill said the plan was \"a farce\" and \"a waste of money\".",
            &[
                "Anna Brill | indirect | the plan was \"a farce\" and \"a waste of money\" | bare-clause",
                "Anna Brill | mixed | a farce | cue-before",
                "Anna Brill | mixed | a waste of money | cue-before",
            ],
        ),
        (
            "The plan was \"a farce\" from the start, Brill said.",
            &[
                "Anna Brill | indirect | The plan was \"a farce\" from the start | clause-before",
                "Anna Brill | mixed | a farce | cue-after",
            ],
        ),
        ("Joe \"The Hammer\" Kline won the fight.", &[]),
        ("The \"smart\" lamp went out.", &[]),
        ("The film \"Long Way Home\" opens in Tarn.", &[]),
        (
            "Hale said the film \"Long Way Home\" was shot in Tarn.",
            &["Tom Hale | indirect | the film \"Long Way Home\" was shot in Tarn | bare-clause"],
        ),
    ]);
}

#[test]
fn reported_clauses_are_found() {
    check(&[
        ("Brill said that the road was open.", &["Anna Brill | indirect | the road was open | that-clause"]),
        ("Brill said on Monday the road was open.", &["Anna Brill | indirect | the road was open | bare-clause"]),
        (
            "Hale told the Harbour Authority in a letter that the road was open.",
            &["Tom Hale | indirect | the road was open | that-clause"],
        ),
        ("The road is open, Brill said on Monday.", &["Anna Brill | indirect | The road is open | clause-before"]),
        ("The road is open, said Anna Brill.", &["Anna Brill | indirect | The road is open | clause-before"]),
        ("According to Anna Brill, the road is open.", &["Anna Brill | indirect | the road is open | according-to"]),
        (
            "The road is open, according to officials in Tarn.",
            &["officials in Tarn | indirect | The road is open | according-to"],
        ),
        ("Anna Brill: Road is open\nMore to follow.", &["Anna Brill | indirect | Road is open | headline"]),
        (
            "Hale announced that the road was open and said he was glad.",
            &[
                "Tom Hale | indirect | the road was open | that-clause",
                "Tom Hale | indirect | he was glad | bare-clause",
            ],
        ),
        // an attribution, but of nothing that was said
        (
            "Hale did not say whether the road was open.",
            &["Tom Hale | indirect | whether the road was open | complement"],
        ),
        (
            "The road, Hale said, will open in May.",
            &[
                "Tom Hale | indirect | The road | clause-around",
                "Tom Hale | indirect | will open in May | clause-around",
            ],
        ),
        (
            "In May, Brill said on Monday, the road would open.",
            &["Anna Brill | indirect | the road would open | clause-around"],
        ),
        (
            "The road, as lawyers have pointed out, will open in May.",
            &["lawyers | indirect | The road | clause-around", "lawyers | indirect | will open in May | clause-around"],
        ),
        ("The road will open, as Brill has said.", &["Anna Brill | indirect | The road will open | clause-before"]),
        (
            "Hale announced in a statement in Tarn that the road was open.",
            &["Tom Hale | indirect | the road was open | that-clause"],
        ),
        ("Harbour Authority Says Road Will Open.", &["Harbour Authority | indirect | Road Will Open | bare-clause"]),
        (
            "If the road were closed, Brill said, the harbour would close as well.",
            &[
                "Anna Brill | indirect | If the road were closed | clause-before",
                "Anna Brill | indirect | the harbour would close as well | clause-around",
            ],
        ),
        (
            "Brill added:\nWe have waited for three years, and nobody has told us why.\nThe road is closed.",
            &["Anna Brill | direct | We have waited for three years, and nobody has told us why. | block"],
        ),
        // what is reported inside of a report is a part of it
        (
            "Brill said Hale had told her that the road was open.",
            &["Anna Brill | indirect | Hale had told her that the road was open | bare-clause"],
        ),
        ("Hale was told that the road was open.", &["? | indirect | the road was open | complement"]),
        ("The reports of the claims were old.", &[]),
        ("Hale said nothing.", &[]),
    ]);
}

#[test]
fn every_rule_of_attribution_decides_somewhere() {
    let passages = [
        "\"The road is open,\" said Brill. \"It took years.\"",
        "Brill said: \"The road is open.\"",
        "According to Brill, \"the road is open\".",
        "Brill was clear: \"The road is open.\"",
        "\"The road is open.\" - Anna Brill\nIt was quiet.",
        "\"It took long years.\" They were hard. \"But it is done,\" said Brill.",
        "Brill opened the road. \"It took long years.\"",
        "\"Done,\" said Brill.\n\"It took long years.\"",
        "\"It took long years.\"",
    ];
    let seen: Vec<String> = passages.iter().flat_map(|text| found(text)).collect();
    for (rule, confidence) in attribution::RULES {
        assert!(seen.iter().any(|quote| quote.ends_with(rule)), "{rule}: {seen:#?}");
        assert!(confidence > 0.0 && confidence < 1.0);
    }
}

proptest! {
    #[test]
    fn quotes_are_sorted_and_their_spans_valid(text in "(Brill|Hale|said|told|that|according to|\"|'|“|”|‘|’|«|»|,|\\.|:|\n| |the road|he|é){0,60}") {
        let document = document(&text);
        let mut findings = Findings::default();
        findings.layers.quotes = worker().quotes(&document);
        prop_assert!(findings.layers.check(&text, KNOWN.len()).is_ok());
        prop_assert!(findings.layers.quotes.is_sorted_by_key(|quote| quote.span.start()));
        prop_assert!(findings.layers.quotes.iter().all(|quote| !quote.span.is_empty()));
    }

    #[test]
    fn any_text_is_read(text in "(?s).{0,200}") {
        let document = document(&text);
        let layers = wiredesk_core::Layers { quotes: worker().quotes(&document), ..Default::default() };
        prop_assert!(layers.check(&text, KNOWN.len()).is_ok());
    }
}

#[test]
fn a_long_row_of_marks_and_cues_ends() {
    for piece in ["\"", "\" said ", "said \"a\" ", "he said, ", "\"A.\"\n", "“said ”Hale\n", "that, who said "] {
        let text = piece.repeat(200_000 / piece.len());
        let mut document = document("");
        document.text = text.as_str().into();
        tokenize(&text, &mut document.layers.tokens);
        split(&text, &document.layers.tokens, &mut document.layers.sentences);
        let quotes = worker().quotes(&document);
        assert!(quotes.len() <= text.len());
    }
}

#[test]
fn what_somebody_wants_or_judges_is_told_apart() {
    check(&[
        ("Brill called for a new harbour in Tarn.", &["Anna Brill | indirect | a new harbour in Tarn | complement"]),
        ("Hale wants to close the road.", &["Tom Hale | indirect | to close the road | complement"]),
        ("Hale has never supported the plan.", &["Tom Hale | indirect | the plan | complement"]),
        (
            "Brill urged the crews of Tarn to go home on Monday.",
            &["Anna Brill | indirect | the crews of Tarn to go home | complement"],
        ),
        ("Brill accused Hale of closing the road.", &["Anna Brill | indirect | closing the road | complement"]),
        ("Hale asked her about the old road.", &["Tom Hale | indirect | the old road | complement"]),
        ("Brill was afraid that the road was closed.", &["Anna Brill | indirect | the road was closed | that-clause"]),
        (
            "Hale condemned the closure of the road, and Brill went home.",
            &["Tom Hale | indirect | the closure of the road | complement"],
        ),
        (
            "Hale laughed at Brill's claim that the road was open.",
            &["Anna Brill | indirect | the road was open | that-clause"],
        ),
        ("The plan was called off.", &[]),
        ("Hale called the police.", &[]),
    ]);
}

#[test]
fn the_words_of_a_speaker_and_of_a_cue_are_whole() {
    let words = |text: &str| {
        let quotes = worker().quotes(&document(text));
        let speaker = quotes[0].speaker.and_then(|speaker| speaker.span).map_or("", |span| span.slice(text)).to_owned();
        (speaker, quotes[0].cue.map_or("", |cue| cue.slice(text)).to_owned())
    };
    for (text, speaker, cue) in [
        (
            "Anna Brill, the mayor of Tarn, has also said the road is open.",
            "Anna Brill, the mayor of Tarn",
            "has also said",
        ),
        ("\"The road is open,\" said Tom Hale, a lawyer in Tarn.", "Tom Hale, a lawyer in Tarn", "said"),
        ("Lawyers and residents said the road was open.", "Lawyers and residents", "said"),
        ("According to Anna Brill, the road is open.", "Anna Brill", "According to"),
        ("Brill went on to say that the road was open.", "Brill", "went on to say"),
        ("Hale called for a new road.", "Hale", "called for"),
    ] {
        assert_eq!(words(text), (speaker.to_owned(), cue.to_owned()), "{text}");
    }
}

#[test]
fn reports_with_less_usual_subjects_are_found() {
    check(&[
        ("Some have warned that the quay is sinking.", &["Some | indirect | the quay is sinking | that-clause"]),
        (
            "Surveys along the coast show the quay is sinking.",
            &["Surveys along the coast | indirect | the quay is sinking | bare-clause"],
        ),
        ("About 40% say they prefer the ferry.", &["40% | indirect | they prefer the ferry | bare-clause"]),
        (
            "Divers hired by the board say it is sinking.",
            &["Divers hired by the board | indirect | it is sinking | bare-clause"],
        ),
        (
            "The quay was built on sand, current and former divers said.",
            &["current and former divers | indirect | The quay was built on sand | clause-before"],
        ),
        (
            "Most mornings, retired pilots said, the quay stands under water.",
            &[
                "retired pilots | indirect | Most mornings | clause-around",
                "retired pilots | indirect | the quay stands under water | clause-around",
            ],
        ),
        ("Hale opened the quay, which he said had cost too much.", &["he | indirect | had cost too much | relative"]),
        ("After claiming the quay was safe, Hale sold it.", &["Tom Hale | indirect | the quay was safe | bare-clause"]),
        ("Hale made it clear that the quay would stay.", &["Tom Hale | indirect | the quay would stay | that-clause"]),
    ]);
}

#[test]
fn what_is_expected_asked_or_judged_in_the_passive_is_found() {
    check(&[
        ("The quay is expected to open in May.", &["? | indirect | to open in May | complement"]),
        (
            "Asked whether the quay was safe, Hale left the room.",
            &["? | indirect | whether the quay was safe | complement"],
        ),
        ("The quay plan was rejected by Anna Brill.", &["Anna Brill | indirect | The quay plan | complement"]),
        ("Hale was accused of selling the quay.", &["? | indirect | selling the quay | complement"]),
        (
            "Asked whether the quay, a ruin, was safe, Hale left the room.",
            &["? | indirect | whether the quay, a ruin, was safe | complement"],
        ),
        (
            "Asked by Anna Brill whether the quay was safe, Hale left the room.",
            &["Anna Brill | indirect | whether the quay was safe | complement"],
        ),
        (
            "Hale is left with the question of whether the quay will stay.",
            &["? | indirect | whether the quay will stay | complement"],
        ),
        ("The quay was opened by Anna Brill.", &[]),
    ]);
}

#[test]
fn a_report_is_found_wherever_its_speaker_stands() {
    check(&[
        // who speaks stands behind something else
        (
            "Shortly after the vote, Brill issued a statement saying that the quay was safe.",
            &["Anna Brill | indirect | the quay was safe | that-clause"],
        ),
        ("By Sunday evening she had left, citing the storm.", &["she | indirect | the storm | complement"]),
        (
            "TARN, May 3 (UPI) — Brill left early, saying that the quay was safe.",
            &["Anna Brill | indirect | the quay was safe | that-clause"],
        ),
        (
            "Brill, who has sailed to Oldbury, Stane and Moor, said the quay was safe.",
            &["Anna Brill | indirect | the quay was safe | bare-clause"],
        ),
        (
            "Brill, praising ''the old harbour,'' said the quay would stay.",
            &[
                "Anna Brill | mixed | the old harbour, | cue-before",
                "Anna Brill | indirect | the quay would stay | bare-clause",
            ],
        ),
        (
            "\"The quay is safe,\" the harbour master and former pilot said.",
            &["the harbour master and former pilot | direct | The quay is safe, | cue-after"],
        ),
        (
            "\"The quay is safe,\" Brill, who has not backed the plan, told reporters.",
            &["Anna Brill | direct | The quay is safe, | cue-after", "Anna Brill | indirect | the plan | complement"],
        ),
        (
            "Members backing the plan have said they will vote.",
            &[
                "Members | indirect | the plan | complement",
                "Members backing the plan | indirect | they will vote | bare-clause",
            ],
        ),
        (
            "A source close to him said the quay was safe.",
            &["A source close to him | indirect | the quay was safe | bare-clause"],
        ),
        (
            "The quay, an engineer said, never closed.",
            &[
                "an engineer | indirect | The quay | clause-around",
                "an engineer | indirect | never closed | clause-around",
            ],
        ),
    ]);
}

#[test]
fn a_report_ends_where_another_begins() {
    check(&[
        (
            "Brill said the quay was safe, while Hale said it was sinking.",
            &[
                "Anna Brill | indirect | the quay was safe | bare-clause",
                "Tom Hale | indirect | it was sinking | bare-clause",
            ],
        ),
        (
            "While pilots said they were tired, the council went on with its work.",
            &["pilots | indirect | they were tired | bare-clause"],
        ),
        (
            "Hale declared the quay open after Brill said it was safe.",
            &["Tom Hale | indirect | the quay open | complement", "Anna Brill | indirect | it was safe | bare-clause"],
        ),
    ]);
}

#[test]
fn what_is_meant_can_stand_in_few_words_or_before_its_verb() {
    check(&[
        (
            "Asked whether she would stay, Brill said no.",
            &["? | indirect | whether she would stay | complement", "Anna Brill | indirect | no | complement"],
        ),
        ("Hale opposes fishing.", &["Tom Hale | indirect | fishing | complement"]),
        ("It was a plan that Brill once supported.", &["Anna Brill | indirect | a plan | relative"]),
        (
            "Brill gave strong support to the plan of the pilots.",
            &["Anna Brill | indirect | the plan of the pilots | complement"],
        ),
        ("Hale has faced criticism for the plan.", &["? | indirect | the plan | complement"]),
        (
            "As Brill put it, \"the quay is all we have.\"",
            &["Anna Brill | mixed | the quay is all we have. | cue-before"],
        ),
        ("The quay is closed, per Anna Brill.", &["Anna Brill | indirect | The quay is closed | according-to"]),
        ("They don’t want a new quay.", &["They | indirect | a new quay | complement"]),
        ("It is not clear whether the quay is safe.", &[]),
        ("There are 400 pledged delegates in Tarn.", &[]),
    ]);
}
