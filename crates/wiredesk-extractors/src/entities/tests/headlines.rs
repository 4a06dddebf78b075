//! Names in headlines where every word has a capital.

use super::check;

#[test]
fn a_name_ends_before_the_verb_where_the_text_names_it() {
    check(&[
        (
            "Peter Mulder Calls for Talks. It rained as Peter Mulder left.",
            &["person Peter Mulder: Peter Mulder, Peter Mulder"],
        ),
        ("Peter Mulder Calls for Talks.", &["person Peter Mulder Calls: Peter Mulder Calls", "group Talks: Talks"]),
    ]);
}
