//! Who speaks where no cue stands beside the marks, and whom words without a name stand for.

use super::*;

#[test]
fn any_verb_beside_the_marks_makes_its_subject_the_speaker() {
    check(&[
        ("\"The road is open,\" Hale beamed.", &["Tom Hale | direct | The road is open, | cue-after"]),
        ("\"The road is open,\" beamed Anna Brill.", &["Anna Brill | direct | The road is open, | cue-after"]),
        ("\"Go home,\" Hale shot back with a laugh.", &["Tom Hale | direct | Go home, | cue-after"]),
        (
            "\"The road is open,\" Brill, the mayor of Tarn, beamed.",
            &["Anna Brill | direct | The road is open, | cue-after"],
        ),
        (
            "Viktor Stohl shot back, \"The road is open to all of us.\"",
            &["Viktor Stohl | direct | The road is open to all of us. | cue-before"],
        ),
        // a new sentence says nothing of who asked
        (
            "Hale asked, \"Is the road open?\" Others stayed away.",
            &["Tom Hale | direct | Is the road open? | cue-before"],
        ),
        // who shouted is not who tells of it
        (
            "When a sailor shouted, \"The quay is on fire,\" Brill said she ran.",
            &["a sailor | direct | The quay is on fire, | cue-before", "Anna Brill | indirect | she ran | bare-clause"],
        ),
        ("The road, \"The Old Way,\" Hale mended.", &[]),
    ]);
}

#[test]
fn a_colon_has_the_speaker_of_its_own_clause() {
    check(&[
        (
            "When Stohl said it was late, Hale fired back: \"The road is open.\"",
            &["Viktor Stohl | indirect | it was late | bare-clause", "Tom Hale | direct | The road is open. | colon"],
        ),
        (
            "It was late for all of them - Tom Hale: \"The road is open.\"",
            &["Tom Hale | direct | The road is open. | colon"],
        ),
        ("More from the report: \"The road is open.\"", &["the report | direct | The road is open. | colon"]),
        (
            "On July 6, 2015, Hale had a few words for them: \"The road is open.\"",
            &["Tom Hale | direct | The road is open. | colon"],
        ),
        ("Likewise, Anna Brill was clear: \"The road is open.\"", &["Anna Brill | direct | The road is open. | colon"]),
        ("According to Anna Brill: \"The road is open.\"", &["Anna Brill | direct | The road is open. | according-to"]),
        ("Brill had a gift for Stohl: \"The road is open.\"", &["Anna Brill | direct | The road is open. | colon"]),
    ]);
}

#[test]
fn a_signature_can_stand_in_a_line_of_its_own() {
    check(&[
        ("\"The road is open.\"\n― Anna Brill.\nMore.", &["Anna Brill | direct | The road is open. | signature"]),
        ("\"The road is open.\" ― Mira J. Sund\nMore.", &["Mira J. Sund | direct | The road is open. | signature"]),
        ("\"The road is open.\"\n- The ferry is late.\nMore.", &["? | direct | The road is open. | unknown"]),
    ]);
}

#[test]
fn the_sentence_before_is_told_by_its_outermost_report() {
    check(&[
        (
            "Brill says they should take the road they prefer. \"It is theirs to choose.\"",
            &[
                "Anna Brill | indirect | they should take the road they prefer | bare-clause",
                "Anna Brill | direct | It is theirs to choose. | sentence-before",
            ],
        ),
        (
            "Hale said it was late, but Brill said it was early. \"The road is open.\"",
            &[
                "Tom Hale | indirect | it was late | bare-clause",
                "Anna Brill | indirect | it was early | bare-clause",
                "Anna Brill | direct | The road is open. | sentence-before",
            ],
        ),
        // nobody speaks there
        (
            "The rise in prices suggested a poor year.\n\"We have no fish left at all.\"",
            &[
                "The rise in prices | indirect | a poor year | complement",
                "? | direct | We have no fish left at all. | unknown",
            ],
        ),
    ]);
}

#[test]
fn whoever_shouts_something_is_not_the_noun_beside_the_participle() {
    check(&[
        (
            "Hale turned the delay to good use, alternately shouting, \"The road is open.\"",
            &["Tom Hale | direct | The road is open. | cue-before"],
        ),
        (
            "Tarn was awake all night, with sailors and traders chanting, \"The road is open.\"",
            &["sailors and traders | direct | The road is open. | cue-before"],
        ),
    ]);
    // a verb that praises does not take quoted words as its object
    let found = found("Hale, the author of \"The Old Way,\" thanked Brill for \"years of help\".");
    assert!(found.iter().all(|line| !line.starts_with("Anna Brill")), "{found:?}");
}

#[test]
fn the_second_half_of_speech_has_the_words_between_its_halves() {
    let document = document("\"The road is open,\" Hale said. \"It took years.\"");
    let quotes = worker().quotes(&document);
    let words: Vec<_> = quotes.iter().map(|quote| quote.speaker.and_then(|speaker| speaker.span)).collect();
    assert_eq!(words[0].map(|span| span.slice(&document.text)), Some("Hale"));
    assert_eq!(words[1], words[0]);
}

#[test]
fn a_body_can_be_meant_by_it_and_by_a_noun() {
    let body = "Harbour Authority | direct | The road is unsafe, | cue-after";
    check(&[
        ("The Harbour Authority closed the road. \"The road is unsafe,\" it said.", &[body]),
        ("The Harbour Authority issued a statement. \"The road is unsafe,\" the statement said.", &[body]),
        ("The Harbour Authority closed the road on Monday. \"The road is unsafe,\" the company said.", &[body]),
        (
            "Work has begun in Tarn. Harbour Authority is paying for it. The firm is new. \"The road is unsafe,\" it said.",
            &[body],
        ),
        // Hale speaks to it, and a party is another kind of body
        (
            "Hale told the Harbour Authority to wait. \"The road is unsafe,\" the company said.",
            &[
                "Tom Hale | indirect | the Harbour Authority to wait | complement",
                "the company | direct | The road is unsafe, | cue-after",
            ],
        ),
        (
            "The Harbour Authority closed the road. \"The road is unsafe,\" the party said.",
            &["the party | direct | The road is unsafe, | cue-after"],
        ),
        ("The road was wet. \"The road is unsafe,\" it said.", &["it | direct | The road is unsafe, | cue-after"]),
    ]);
}

#[test]
fn the_owner_of_a_claim_is_whom_the_pronoun_means() {
    let known = [("Anna Brill", EntityKind::Person, &[("her", MentionForm::Pronoun)][..])];
    let document = invented::document("Anna Brill repeated her claim that the road was open.", &known);
    let quotes = worker().quotes(&document);
    let owner = quotes.iter().find(|quote| quote.cue.is_some_and(|cue| cue.slice(&document.text).contains("claim")));
    assert!(owner.unwrap().speaker.unwrap().entity.is_some(), "{quotes:?}");
}

#[test]
fn quoted_words_before_a_noun_and_in_a_row_of_names_are_no_speech() {
    check(&[
        ("This week, the \"Big Three\" firms - Alm, Borg and Cors - had pleaded in vain.", &[]),
        ("Several ferries will be built, dubbed \"Mission Tarn\" and \"Old Hand.\"", &[]),
        (
            "Brill said the ferries will be built, dubbed \"Mission Tarn\" and \"Old Hand.\"",
            &[
                "Anna Brill | indirect | the ferries will be built, dubbed \"Mission Tarn\" and \"Old Hand.\" | bare-clause",
            ],
        ),
    ]);
}

#[test]
fn fragments_far_from_their_cue_and_behind_appositions_are_found() {
    let speakers = |text: &str| {
        let lines = found(text);
        lines.iter().filter(|line| !line.contains("| indirect |")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        speakers(
            "Hale described the hardship that some of the people of Tarn -- sailors, traders and others -- would face as a \"gift to the young\"."
        ),
        ["Tom Hale | mixed | gift to the young | cue-before"]
    );
    assert_eq!(
        speakers("\"It is late. It is far too late,\" Tom Hale, the head of Stohl's last campaign, said at noon."),
        ["Tom Hale | direct | It is late. It is far too late, | cue-after"]
    );
    assert_eq!(
        speakers(
            "Hale called the plan \"a farce\" at which, in all of Tarn and far beyond the harbour and its old quays, none but \"fools\" would laugh."
        ),
        ["Tom Hale | mixed | a farce | cue-before", "Tom Hale | mixed | fools | cue-before"]
    );
    assert_eq!(
        speakers("Brill noted what began as a game had grown into a \"movement for all\"."),
        ["Anna Brill | mixed | movement for all | cue-before"]
    );
}
