//! Cases of the direction that the verb gives, of words for the day and of clock times.

use super::*;

#[test]
fn the_verb_nearest_in_the_clause_tells_the_direction() {
    let next = &[("Monday", Date, "2024-10-07")];
    let last = &[("Monday", Date, "2024-09-30")];
    check(&[
        ("The court is to hear the case Monday.", next),
        ("The club said it is playing Monday.", next),
        ("They agreed to meet the miners Monday.", next),
        ("Talks were put off until Monday.", next),
        ("She was not seen until Monday.", last),
        ("The bridge was shut, and on Monday it will open.", next),
        ("He will speed up what he began Monday.", last),
        ("It has been shut since Monday.", last),
        ("The mayor, who will retire, spoke on Monday.", last),
        ("They agreed on Monday.", last),
        ("Ten are missing since a dam burst Monday.", last),
        ("The storm will hit Monday.", next),
        ("The shops won't open Monday.", next),
        ("The shops didn't open Monday.", last),
        ("By Monday, the shops will have been closed.", next),
        ("She was told to leave on Monday.", next),
        ("They have called a strike for Monday.", next),
    ]);
    check(&[
        ("The fee is payable Jan. 2.", &[("Jan. 2", Date, "2025-01-02")]),
        ("She lent him the hall through January.", &[("January", Date, "2025-01")]),
        ("They spoke of a November deadline.", &[("November", Date, "2024-11")]),
    ]);
}

#[test]
fn a_timetable_speaks_of_what_is_to_come() {
    let next = &[("Monday", Date, "2024-10-07")];
    let last = &[("Monday", Date, "2024-09-30")];
    check(&[
        ("The hearing is Monday.", next),
        ("Islanders go to the polls on Monday.", next),
        ("The council meets Monday.", next),
        ("A rehearsal is set for Monday.", next),
        ("They had a record set Monday.", last),
        ("The islanders did not go ashore Monday.", last),
        ("He tallied the votes Monday.", last),
        ("Until Monday, they had not spoken.", last),
        ("On Monday the mayor, who will retire, spoke.", last),
        ("Nobody could be reached Monday.", last),
        ("She would not comment Monday.", last),
        ("The vote could come Monday.", next),
        ("From Monday, shops may open.", next),
        ("A Monday deadline looms.", next),
        ("The singer who is to be honoured was seen Monday.", last),
    ]);
    check(&[
        ("It will rain this weekend.", &[("this weekend", Date, "2024-W40-WE")]),
        ("They will meet before the weekend.", &[("the weekend", Date, "2024-W40-WE")]),
        ("It rained this weekend.", &[("this weekend", Date, "2024-W39-WE")]),
        ("in the coming weekend", &[("the coming weekend", Date, "2024-W40-WE")]),
        ("He has led them since last September.", &[("last September", Date, "2023-09")]),
        ("Prices have risen since year-end.", &[("year-end", Date, "2023-12-31")]),
        ("It should be done by year-end.", &[("year-end", Date, "2024-12-31")]),
    ]);
}

#[test]
fn a_weekday_behind_the_next_one_follows_it() {
    check(&[
        (
            "He will sing next Tuesday or Wednesday.",
            &[("next Tuesday", Date, "2024-10-08"), ("Wednesday", Date, "2024-10-09")],
        ),
        ("He sings on Friday of next week.", &[("Friday of next week", Date, "2024-10-11")]),
        ("He sang on Tuesday last week.", &[("Tuesday last week", Date, "2024-09-24")]),
        ("He sang on Sunday and Monday.", &[("Sunday", Date, "2024-09-29"), ("Monday", Date, "2024-09-30")]),
    ]);
}

#[test]
fn the_part_of_the_day_goes_with_the_time_on_the_clock() {
    check(&[
        ("at 8:15 on Monday morning", &[("8:15 on Monday morning", Time, "2024-09-30T08:15")]),
        ("at 8:15 on Monday evening", &[("8:15 on Monday evening", Time, "2024-09-30T20:15")]),
        (
            "at 3:15 p.m. (1915 GMT) on Sunday",
            &[
                ("3:15 p.m.", Time, "2024-09-29T15:15"),
                ("1915 GMT", Time, "2024-09-29T19:15Z"),
                ("Sunday", Date, "2024-09-29"),
            ],
        ),
        ("by late afternoon on Tuesday", &[("late afternoon on Tuesday", Time, "2024-10-01TAF")]),
        ("at 7:30 in the evening", &[("7:30 in the evening", Time, "2024-10-02T19:30")]),
        ("at 3 p.m. local time on Tuesday", &[("3 p.m. local time on Tuesday", Time, "2024-10-01T15:00")]),
        ("at 3:30pm ET Tuesday", &[("3:30pm ET Tuesday", Time, "2024-10-01T15:30")]),
        ("In 1998 he led; at midday he left.", &[("1998", Date, "1998"), ("midday", Time, "2024-10-02T12:00")]),
        ("in the early hours of Tuesday", &[("the early hours of Tuesday", Time, "2024-10-01TMO")]),
        ("Earlier on Tuesday, he sang.", &[("Earlier on Tuesday", Date, "2024-10-01")]),
        ("Earlier yesterday, he sang.", &[("Earlier yesterday", Date, "2024-10-01")]),
    ]);
}

#[test]
fn words_without_a_date_refer_to_now_then_or_later() {
    check(&[
        ("the current mayor", &[("current", Date, "PRESENT_REF")]),
        ("in future talks", &[("future", Date, "FUTURE_REF")]),
        ("He fears for the future.", &[("the future", Date, "FUTURE_REF")]),
        ("in the coming days and weeks", &[("the coming days and weeks", Date, "FUTURE_REF")]),
        ("At the time he was a boy.", &[("the time", Date, "PAST_REF")]),
        ("at the time of the flood", &[]),
        ("It stands to this day.", &[("this day", Date, "PRESENT_REF")]),
        ("at the moment", &[("the moment", Date, "PRESENT_REF")]),
        ("from the moment it sank", &[]),
    ]);
}
