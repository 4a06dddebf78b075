//! Reported speech at the edges of a sentence and inside of other reports.

use super::check;

#[test]
fn what_is_said_inside_of_what_is_judged_is_told_as_well() {
    check(&[
        (
            "Hale shouted, calling Brill a liar and vowing to fight her.",
            &["Tom Hale | indirect | Brill a liar | complement", "Tom Hale | indirect | to fight her | complement"],
        ),
        (
            "Brill quoted experts who say the quay is safe.",
            &[
                "Anna Brill | indirect | experts who say the quay is safe | complement",
                "Anna Brill | indirect | the quay is safe | bare-clause",
            ],
        ),
    ]);
}

#[test]
fn a_clause_may_stand_behind_a_condition_or_a_weekday_that_owns_something() {
    check(&[
        (
            "Brill said, if elected, she would close the quay.",
            &["Anna Brill | indirect | if elected, she would close the quay | bare-clause"],
        ),
        (
            "Brill said Monday's vote will close the quay.",
            &["Anna Brill | indirect | Monday's vote will close the quay | bare-clause"],
        ),
        ("It brought twice what Brill said she expected.", &["Anna Brill | indirect | she expected | bare-clause"]),
        ("Nearly a third say they are tired.", &["a third | indirect | they are tired | bare-clause"]),
        ("All but two said the quay was safe.", &["two | indirect | the quay was safe | bare-clause"]),
        ("Hale met those who said the quay was safe.", &["those who | indirect | the quay was safe | bare-clause"]),
        (
            "\"No,\" Brill said. Pilots said Hale's boat would sink.",
            &["Anna Brill | direct | No, | cue-after", "Pilots | indirect | Hale's boat would sink | bare-clause"],
        ),
    ]);
}

#[test]
fn a_report_may_stand_between_marks_of_its_own() {
    check(&[
        ("Sorry, Brill said.", &["Anna Brill | indirect | Sorry | clause-around"]),
        (
            "The plan of the pilots, Brill says now, was wrong.",
            &[
                "Anna Brill | indirect | The plan of the pilots | clause-around",
                "Anna Brill | indirect | was wrong | clause-around",
            ],
        ),
        (
            "Hale lost two boats, records show; in May he bought one.",
            &["records | indirect | Hale lost two boats | clause-before"],
        ),
        (
            "Brill, known for the song \"Harbour,\" thanked the pilots.",
            &["? | indirect | the song \"Harbour | complement", "Anna Brill | indirect | the pilots | complement"],
        ),
        ("Hale refused to say that the quay was closed.", &["Tom Hale | indirect | the quay was closed | complement"]),
        ("Brill Refuses to Close Harbour Quay", &["Anna Brill | indirect | to Close Harbour Quay | complement"]),
        ("Absent Brill derides debate", &["Anna Brill | indirect | debate | complement"]),
    ]);
}

#[test]
fn a_paper_is_told_with_who_gives_it_out_or_puts_it_into_force() {
    check(&[
        (
            "Brill released a video that shows the quay.",
            &["Anna Brill | indirect | a video that shows the quay | complement"],
        ),
        (
            "Brill issued a statement saying that the quay was safe.",
            &["Anna Brill | indirect | the quay was safe | that-clause"],
        ),
        (
            "Hale signed a bill that closes the quay.",
            &["Tom Hale | indirect | a bill that closes the quay | complement"],
        ),
        ("Pilots passed the quay in May.", &[]),
        ("Hale sent Brill a boat.", &[]),
        (
            "Hale pleaded guilty to three counts of theft.",
            &["Tom Hale | indirect | three counts of theft | complement"],
        ),
        ("\"That is a lie,\" Hale shot back.", &["Tom Hale | direct | That is a lie, | cue-after"]),
    ]);
}

#[test]
fn a_view_has_an_owner() {
    check(&[
        (
            "In Hale's view, the quay is a danger to boats.",
            &["Tom Hale | indirect | the quay is a danger to boats | according-to"],
        ),
        (
            "The quay is a danger to boats, in Anna Brill's opinion.",
            &["Anna Brill | indirect | The quay is a danger to boats | according-to"],
        ),
        ("In view of the storm, they closed early.", &[]),
    ]);
}

#[test]
fn a_report_ends_before_the_verb_of_the_sentence_it_stands_in() {
    check(&[
        ("Hale, who said the quay was safe, left early.", &["Tom Hale | indirect | the quay was safe | bare-clause"]),
        ("It is something they are not proposing.", &["they | indirect | something | relative"]),
        (
            "The quay was closed, records filed on Sunday night showed.",
            &["records | indirect | The quay was closed | clause-before"],
        ),
        ("They are the states that lost boats in May.", &[]),
        ("Hale hit his head on the quay.", &[]),
        ("Hale no longer wants to support the quay.", &["Tom Hale | indirect | to support the quay | complement"]),
    ]);
}
