//! One title with several bodies, several holders of one title, members of bodies, and where the elected are from.

use super::check;

#[test]
fn a_title_may_be_of_two_bodies() {
    check(&[
        (
            "Anna Brill, chairman of NATO and Tarn Steel, spoke.",
            &["Anna Brill | chairman | NATO | Current", "Anna Brill | chairman | Tarn Steel | Current"],
        ),
        (
            "NATO and Tarn Steel chairman Anna Brill spoke.",
            &["Anna Brill | chairman | NATO | Current", "Anna Brill | chairman | Tarn Steel | Current"],
        ),
        // Tarn Steel does something else
        ("They saw Anna Brill, chairman of NATO and Tarn Steel agreed.", &["Anna Brill | chairman | NATO | Current"]),
        // nobody presides over two countries
        ("Norway and Arvenia President Anna Brill met.", &["Anna Brill | president | Arvenia | Current"]),
        (
            "A deal between NATO and Tarn Steel chairman Anna Brill failed.",
            &["Anna Brill | chairman | Tarn Steel | Current"],
        ),
    ]);
}

#[test]
fn holders_of_a_plural_title_have_a_body_each() {
    check(&[
        (
            "The foreign ministers of Norway and Arvenia, Tom Hale and Anna Brill, met.",
            &["Tom Hale | foreign minister | Norway | Current", "Anna Brill | foreign minister | Arvenia | Current"],
        ),
        (
            "Norwegian and Arvenian foreign ministers Tom Hale and Anna Brill met.",
            &["Tom Hale | foreign minister | Norway | Current", "Anna Brill | foreign minister | Arvenia | Current"],
        ),
        (
            "Tom Hale and Anna Brill, the presidents of Norway and Arvenia, met.",
            &["Tom Hale | president | Norway | Current", "Anna Brill | president | Arvenia | Current"],
        ),
        (
            "Presidents Tom Hale of Norway and Anna Brill of Arvenia met.",
            &["Tom Hale | president | Norway | Current", "Anna Brill | president | Arvenia | Current"],
        ),
        (
            "Foreign ministers Tom Hale (Norway) and Anna Brill (Arvenia) met.",
            &["Tom Hale | foreign minister | Norway | Current", "Anna Brill | foreign minister | Arvenia | Current"],
        ),
    ]);
}

#[test]
fn members_told_of_before_a_title_are_of_its_body() {
    check(&[
        ("Two NATO officers, including commander Tom Hale, left.", &["Tom Hale | commander | NATO | Current"]),
        ("Members of NATO, including local commander Tom Hale, left.", &["Tom Hale | commander | NATO | Current"]),
        ("Ships near NATO, including that of commander Tom Hale, left.", &["Tom Hale | commander | - | Current"]),
    ]);
}

#[test]
fn the_elected_are_from_the_state_behind_their_names() {
    check(&[
        ("Senator Tom Hale (R-Ohio) spoke.", &["Tom Hale | senator | Ohio | Current"]),
        ("Sen. Tom Hale (D-OH) spoke in Ohio.", &["Tom Hale | senator | Ohio | Current"]),
        ("Sen. Tom Hale, R-Ohio, spoke.", &["Tom Hale | senator | Ohio | Current"]),
        (
            "Sens. Tom Hale (R-OH) and Anna Brill (D-OH) spoke in Ohio.",
            &["Tom Hale | senator | Ohio | Current", "Anna Brill | senator | Ohio | Current"],
        ),
        ("Norwegian Senator Tom Hale of Ohio spoke.", &["Tom Hale | senator | Ohio | Current"]),
        // no state is named so
        ("Senator Tom Hale (R-XY) spoke in Ohio.", &["Tom Hale | senator | - | Current"]),
    ]);
}
