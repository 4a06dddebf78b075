//! Offices that somebody is given, loses or has as a "post", titles that persons share, and who is no holder.

use super::check;

#[test]
fn whoever_is_given_an_office_has_it() {
    check(&[
        (
            "The Harbour Authority has named Anna Brill as the new director.",
            &["Anna Brill | director | Harbour Authority | Current"],
        ),
        (
            "The Harbour Authority named Anna Brill chief executive on Monday.",
            &["Anna Brill | chief executive | Harbour Authority | Current"],
        ),
        ("NATO will appoint Tom Hale as commander.", &["Tom Hale | commander | NATO | Incoming"]),
        ("Norway nominated Tom Hale as head of NATO.", &["Tom Hale | head | NATO | Incoming"]),
        ("The board fired Tom Hale as head of NATO.", &["Tom Hale | head | NATO | Former"]),
        (
            "Anna Brill was named by the board as chairwoman of the Harbour Authority.",
            &["Anna Brill | chairwoman | Harbour Authority | Current"],
        ),
        ("Anna Brill is expected to become head of NATO.", &["Anna Brill | head | NATO | Incoming"]),
        (
            "Anna Brill appointed as Harbour Authority director.",
            &["Anna Brill | director | Harbour Authority | Current"],
        ),
        ("Anna Brill, elected president of Norway in May, spoke.", &["Anna Brill | president | Norway | Current"]),
        ("Tom Hale met Anna Brill as the sun rose.", &[]),
        (
            "Anna Brill led NATO after serving as head of the Harbour Authority.",
            &["Anna Brill | leader | NATO | Former", "Anna Brill | head | Harbour Authority | Former"],
        ),
        ("Anna Brill hopes to become head of NATO.", &[]),
        ("Much will change if Anna Brill becomes head of NATO.", &[]),
    ]);
}

#[test]
fn whoever_is_replaced_had_an_office_that_another_has() {
    check(&[
        (
            "Harbour Authority director Tom Hale was replaced on Sunday with Anna Brill.",
            &[
                "Tom Hale | director | Harbour Authority | Former",
                "Anna Brill | director | Harbour Authority | Current",
            ],
        ),
        (
            "Tom Hale was succeeded as head of NATO by Anna Brill.",
            &["Tom Hale | head | NATO | Former", "Anna Brill | head | NATO | Current"],
        ),
        (
            "Anna Brill, Hale's niece, who succeeds Mr. Hale as head of NATO, spoke.",
            &["Anna Brill | head | NATO | Current", "Tom Hale | head | NATO | Former"],
        ),
        (
            "NATO director Tom Hale is old. Hale will be succeeded by Anna Brill, who has been a judge.",
            &[
                "Tom Hale | director | NATO | Outgoing",
                "Anna Brill | director | NATO | Incoming",
                "Anna Brill | judge | - | Current",
            ],
        ),
        ("NATO commander Tom Hale was ousted on Sunday.", &["Tom Hale | commander | NATO | Former"]),
    ]);
}

#[test]
fn a_post_is_somebodys_office() {
    check(&[
        ("The resignation of Tom Hale as head of NATO was sudden.", &["Tom Hale | head | NATO | Former"]),
        ("Tom Hale's appointment as head of NATO was sudden.", &["Tom Hale | head | NATO | Current"]),
        (
            "Anna Brill spoke of the sea. Brill's post as mayor of Norway is safe.",
            &["Anna Brill | mayor | Norway | Current"],
        ),
        ("Anna Brill, who heads the fleet, spoke.", &["Anna Brill | head | - | Current"]),
    ]);
}

#[test]
fn a_plural_title_is_that_of_everybody_behind_it() {
    check(&[
        (
            "Two NATO commanders, Tom Hale and Anna Brill, spoke.",
            &["Tom Hale | commander | NATO | Current", "Anna Brill | commander | NATO | Current"],
        ),
        (
            "Tom Hale and Anna Brill, the founders of NATO, spoke.",
            &["Tom Hale | founder | NATO | Current", "Anna Brill | founder | NATO | Current"],
        ),
        (
            "Senators Tom Hale, Republican of Norway, and Anna Brill spoke.",
            &["Tom Hale | senator | Norway | Current", "Anna Brill | senator | - | Current"],
        ),
        ("These officers, Hale said, were late.", &[]),
        (
            "Tom Hale, a former minister and judge, spoke.",
            &["Tom Hale | minister | - | Former", "Tom Hale | judge | - | Former"],
        ),
    ]);
}

#[test]
fn what_is_beside_a_name_may_be_about_somebody_else() {
    check(&[
        ("According to Hale, a clerk of NATO was seen.", &[]),
        ("Tom Hale, the Premier stressed that ships were late.", &[]),
        ("She met Tom Hale, told that officers had left.", &[]),
        ("Anna Brill said she is looking forward to the sea.", &[]),
        ("Tom Hale, echoing the president, spoke.", &[]),
        ("Rebels under General Tom Hale left.", &["Tom Hale | general | - | Current"]),
        ("Tom Hale, this editor knows, was late.", &[]),
        ("Workers at the Harbour Authority want to demand Hale's return.", &[]),
        ("A scientist at the Harbour Authority in Hale's town spoke.", &[]),
    ]);
}

#[test]
fn a_bracket_or_form_of_address_does_not_hide_a_title() {
    check(&[
        (
            "Rep. Tom Hale (N), chairman of NATO, spoke.",
            &["Tom Hale | representative | - | Current", "Tom Hale | chairman | NATO | Current"],
        ),
        ("Norwegian Prime Minister Dr. Tom Hale spoke.", &["Tom Hale | prime minister | Norway | Current"]),
        ("A NATO spokesman (Tom Hale) spoke.", &["Tom Hale | spokesman | NATO | Current"]),
        (
            "The NATO commander General Tom Hale spoke.",
            &["Tom Hale | commander | NATO | Current", "Tom Hale | general | - | Current"],
        ),
        ("Brill's spokesman, Tom Hale, spoke.", &["Tom Hale | spokesman | - | Current"]),
        ("An expert on NATO, Tom Hale, spoke.", &["Tom Hale | expert | - | Current"]),
        ("Lt. Gov. Tom Hale spoke.", &["Tom Hale | lieutenant governor | - | Current"]),
        (
            "Spokesmen Tom Hale and Anna Brill spoke.",
            &["Tom Hale | spokesman | - | Current", "Anna Brill | spokesman | - | Current"],
        ),
    ]);
}
