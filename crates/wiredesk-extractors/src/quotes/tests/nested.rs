//! Reports inside of what is reported: which belong to it, and which are reports of their own.

use super::check;

#[test]
fn what_is_wanted_inside_of_a_clause_before_its_cue_belongs_to_it() {
    check(&[
        ("Hale wants a new quay, Brill said.", &["Anna Brill | indirect | Hale wants a new quay | clause-before"]),
        (
            "Hale has opposed the plan for years, according to Anna Brill.",
            &["Anna Brill | indirect | Hale has opposed the plan for years | according-to"],
        ),
        (
            "Asked about the quay, Brill said it was closed.",
            &["? | indirect | the quay | complement", "Anna Brill | indirect | it was closed | bare-clause"],
        ),
        // what is said there is a report of its own
        (
            "Hale told pilots that the quay was closed, according to Anna Brill.",
            &[
                "Anna Brill | indirect | Hale told pilots that the quay was closed | according-to",
                "Tom Hale | indirect | the quay was closed | that-clause",
            ],
        ),
    ]);
}

#[test]
fn who_is_judged_can_have_judged_as_well() {
    check(&[
        (
            "Hale dismissed Brill for calling the quay a farce.",
            &[
                "Tom Hale | indirect | Brill for calling the quay a farce | complement",
                "Anna Brill | indirect | the quay a farce | complement",
            ],
        ),
        (
            "Stohl backed the pilots who praised the plan.",
            &[
                "Viktor Stohl | indirect | the pilots who praised the plan | complement",
                "the pilots who | indirect | the plan | complement",
            ],
        ),
        (
            "Brill urged Hale to hear the pilots who say the quay is closed.",
            &[
                "Anna Brill | indirect | Hale to hear the pilots who say the quay is closed | complement",
                "the pilots who | indirect | the quay is closed | bare-clause",
            ],
        ),
    ]);
}

#[test]
fn words_between_marks_inside_of_a_clause_are_whose_the_clause_is() {
    check(&[
        (
            "Pilots want to \"pay a fair price\" for the quay, Brill said.",
            &[
                "Anna Brill | indirect | Pilots want to \"pay a fair price\" for the quay | clause-before",
                "Anna Brill | mixed | pay a fair price | cue-after",
            ],
        ),
        (
            "Brill said that most pilots want \"an honest quay\" in Tarn.",
            &[
                "Anna Brill | indirect | most pilots want \"an honest quay\" in Tarn | that-clause",
                "Anna Brill | mixed | an honest quay | cue-before",
            ],
        ),
        (
            "Pilots began calling the quay \"a farce,\" Brill said in an interview.",
            &[
                "Anna Brill | indirect | Pilots began calling the quay \"a farce | clause-before",
                "Anna Brill | mixed | a farce, | cue-after",
            ],
        ),
        // but what somebody called it is in their words
        (
            "Brill said that Hale called the quay \"a farce\" in May.",
            &[
                "Anna Brill | indirect | Hale called the quay \"a farce\" in May | that-clause",
                "Tom Hale | mixed | a farce | cue-before",
            ],
        ),
    ]);
}
