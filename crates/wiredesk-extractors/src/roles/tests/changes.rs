//! Offices that pass from one to another, told by the noun of the office or by who is followed.

use super::check;

#[test]
fn the_noun_of_an_office_tells_whose_it_is() {
    check(&[
        ("Anna Brill assumed the presidency of Norway.", &["Anna Brill | president | Norway | Current"]),
        ("Anna Brill will assume the presidency of Norway.", &["Anna Brill | president | Norway | Incoming"]),
        ("Tom Hale resigned the chairmanship of NATO.", &["Tom Hale | chairman | NATO | Former"]),
        ("Tom Hale gave up the chairmanship of NATO.", &["Tom Hale | chairman | NATO | Former"]),
        ("Tom Hale held the Norwegian vice presidency.", &["Tom Hale | vice president | Norway | Former"]),
        (
            "Anna Brill took over the presidency of Norway from Tom Hale.",
            &["Tom Hale | president | Norway | Former", "Anna Brill | president | Norway | Current"],
        ),
        (
            "Tom Hale lost his party leadership post to Anna Brill.",
            &["Anna Brill | party leader | - | Current", "Tom Hale | party leader | - | Former"],
        ),
        ("Anna Brill never won the presidency of Norway.", &[]),
        ("Anna Brill won praise for the presidency of Norway.", &[]),
        ("Anna Brill won Tom Hale the presidency of Norway.", &[]),
    ]);
}

#[test]
fn whoever_is_followed_had_the_office() {
    check(&[
        (
            "Anna Brill took over from Tom Hale as chairman of NATO.",
            &["Anna Brill | chairman | NATO | Current", "Tom Hale | chairman | NATO | Former"],
        ),
        (
            "Anna Brill took over as chairman of NATO from Tom Hale.",
            &["Anna Brill | chairman | NATO | Current", "Tom Hale | chairman | NATO | Former"],
        ),
        (
            "NATO named Anna Brill chairman, replacing Mr. Hale.",
            &["Anna Brill | chairman | NATO | Current", "Tom Hale | chairman | NATO | Former"],
        ),
        (
            "NATO appointed Anna Brill as chairman to succeed Tom Hale.",
            &["Anna Brill | chairman | NATO | Current", "Tom Hale | chairman | NATO | Former"],
        ),
        (
            "Anna Brill was named to replace Tom Hale as chairman of NATO.",
            &["Anna Brill | chairman | NATO | Incoming", "Tom Hale | chairman | NATO | Outgoing"],
        ),
        (
            "Tom Hale was replaced by Anna Brill as chairman of NATO.",
            &["Tom Hale | chairman | NATO | Former", "Anna Brill | chairman | NATO | Current"],
        ),
        ("NATO named Anna Brill chairman, replacing old ships.", &["Anna Brill | chairman | NATO | Current"]),
    ]);
}

#[test]
fn whoever_is_replaced_has_no_office_any_more() {
    check(&[
        (
            "She replaces Tom Hale, who was appointed chairman of NATO in 2010.",
            &["Tom Hale | chairman | NATO | Former"],
        ),
        ("She will replace Tom Hale, the chairman of NATO.", &["Tom Hale | chairman | NATO | Outgoing"]),
        ("She met Tom Hale, the chairman of NATO.", &["Tom Hale | chairman | NATO | Current"]),
    ]);
}

#[test]
fn chambers_act_for_their_bodies() {
    check(&[
        ("Norway's parliament elected Anna Brill president.", &["Anna Brill | president | Norway | Current"]),
        ("The Norwegian parliament elected Anna Brill president.", &["Anna Brill | president | Norway | Current"]),
        ("The board elected Anna Brill president.", &["Anna Brill | president | - | Current"]),
        ("Tom Hale, whose term as mayor of Norway ends in May, spoke.", &["Tom Hale | mayor | Norway | Current"]),
    ]);
}

#[test]
fn what_somebody_turned_from_is_what_he_was() {
    check(&[(
        "They saw the cricketer-turned-politician Tom Hale.",
        &["Tom Hale | cricketer | - | Former", "Tom Hale | politician | - | Current"],
    )]);
}
