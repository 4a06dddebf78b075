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
