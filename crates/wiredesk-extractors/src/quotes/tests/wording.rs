//! Set phrases, nouns with verbs that say little, and which words belong to a cue.

use super::{check, document, worker};

/// The words of every cue of a text, in text order.
pub(super) fn cues(text: &str) -> Vec<String> {
    let document = document(text);
    let quotes = worker().quotes(&document);
    quotes.iter().filter_map(|quote| Some(quote.cue?.slice(text).to_owned())).collect()
}

pub(super) fn check_cues(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(cues(text), *expected, "{text}");
    }
}

#[test]
fn a_set_phrase_tells_what_its_verb_does_not() {
    check_cues(&[
        ("Brill took aim at the harbour plan.", &["took aim at"]),
        ("Hale has made a strong case for the new road.", &["has made a strong case for"]),
        ("Brill distanced herself from the plan.", &["distanced herself from"]),
        ("Brill is an outspoken critic of the harbour plan.", &["is an outspoken critic of"]),
        ("Brill took the road to Oldbury.", &[]),
    ]);
}

#[test]
fn a_noun_brings_the_verb_whose_object_it_is() {
    check_cues(&[
        ("Brill launched an attack on the harbour plan.", &["launched an attack on"]),
        ("The plan has drawn harsh criticism from Viktor Stohl.", &["has drawn harsh criticism"]),
        ("Brill expressed deep concern about the quay.", &["expressed deep concern about"]),
        ("Brill's most surprising argument was that the road was closed.", &["most surprising argument was"]),
        ("Brill tried to discuss the plan.", &["tried to discuss"]),
        ("Brill began by praising the harbour plan.", &["began by praising"]),
        ("\"The quay is safe,\" Brill said with a grin.", &["said with a grin"]),
        ("Brill attacked Hale's plan.", &["attacked"]),
        ("Hale answered her attacks on the plan.", &["attacks on"]),
        // attacks that are blows
        ("Hale saw the soldiers' attacks on the harbour.", &[]),
        ("Brill attacked Hale with a knife.", &[]),
        ("The attack on the harbour lasted two days.", &[]),
    ]);
}

#[test]
fn what_a_noun_is_about_can_stand_behind_its_owner() {
    check(&[
        (
            "There is mounting anxiety among residents that the road will close.",
            &["residents | indirect | the road will close | that-clause"],
        ),
        (
            "Their argument: only a new road can help the town.",
            &["Their | indirect | only a new road can help the town | that-clause"],
        ),
        ("The plan won praise from Viktor Stohl.", &["Viktor Stohl | indirect | The plan | complement"]),
        ("A plan rejected by Viktor Stohl came back in May.", &["Viktor Stohl | indirect | A plan | complement"]),
        ("The road is a plan that many residents oppose.", &["many residents | indirect | a plan | relative"]),
    ]);
}

#[test]
fn a_source_can_stand_anywhere_in_its_sentence() {
    check(&[
        (
            "But, according to Anna Brill, the road is closed.",
            &["Anna Brill | indirect | the road is closed | according-to"],
        ),
        (
            "The road, according to Anna Brill, is closed.",
            &["Anna Brill | indirect | The road | clause-around", "Anna Brill | indirect | is closed | clause-around"],
        ),
        ("According to Anna Brill the road is closed.", &["Anna Brill | indirect | the road is closed | according-to"]),
        (
            "As first reported by the Harbour Authority, the road is closed.",
            &["Harbour Authority | indirect | the road is closed | according-to"],
        ),
        (
            "The road is closed, according to \"The Harbour Years\".",
            &["\"The Harbour Years\" | indirect | The road is closed | according-to"],
        ),
        (
            "The road has failed, according to a tally by residents.",
            &["a tally by residents | indirect | The road has failed | according-to"],
        ),
        (
            "The road will close in May, a spokeswoman, Anna Brill, said.",
            &["Anna Brill | indirect | The road will close in May | clause-before"],
        ),
        (
            "Hale shouted \"no\" and declared that the road was open.",
            &["Tom Hale | mixed | no | cue-before", "Tom Hale | indirect | the road was open | that-clause"],
        ),
    ]);
}

#[test]
fn nouns_and_adjectives_that_look_like_verbs_say_nothing() {
    check(&[
        ("The city's declining appeal was old news.", &[]),
        ("The town has voting booths and repeated tests.", &[]),
        (
            "The board's reports show that the road is closed.",
            &["The board's reports | indirect | the road is closed | that-clause"],
        ),
        ("Rents rose two percent compared to last year.", &[]),
        (
            "Brill says she believes the plan was \"a mistake\".",
            &[
                "Anna Brill | indirect | she believes the plan was \"a mistake\" | bare-clause",
                "Anna Brill | mixed | a mistake | cue-before",
            ],
        ),
    ]);
}

#[test]
fn a_clause_without_that_is_told_by_its_verb() {
    check(&[
        ("Brill believes Hale went too far.", &["Anna Brill | indirect | Hale went too far | bare-clause"]),
        ("Hale brags he has built three roads.", &["Tom Hale | indirect | he has built three roads | bare-clause"]),
        ("Brill threatened not to open the road.", &["Anna Brill | indirect | not to open the road | complement"]),
        ("The harbour company, adding 300 jobs in May, is growing.", &[]),
    ]);
}
