//! Cases of lengths and of what recurs.

use super::*;

#[test]
fn lengths_have_halves_and_neighbours() {
    check(&[
        ("two-and-a-half years", &[("two-and-a-half years", Duration, "P2.5Y")]),
        ("over three and half years", &[("over three and half years", Duration, "P3.5Y")]),
        ("for only six weeks", &[("six weeks", Duration, "P6W")]),
        ("for about six weeks", &[("about six weeks", Duration, "P6W")]),
        ("another week", &[("another week", Duration, "P1W")]),
        ("another two weeks", &[("another two weeks", Duration, "P2W")]),
        ("for an additional year", &[("an additional year", Duration, "P1Y")]),
        ("within days or weeks", &[("days or weeks", Duration, "PXD")]),
        ("in recent days and weeks", &[("recent days and weeks", Duration, "PXD")]),
        ("the next couple of years", &[("the next couple of years", Duration, "P2Y")]),
        ("the third time in as many weeks", &[]),
        ("a month-long siege", &[("month-long", Duration, "P1M")]),
        ("a months-long siege", &[("months-long", Duration, "PXM")]),
        ("a quarter century", &[("a quarter century", Duration, "P25Y")]),
        ("a quarter of a century", &[("a quarter of a century", Duration, "P25Y")]),
        ("It rained all day.", &[("all day", Duration, "P1D")]),
        ("ten years or more", &[("ten years or more", Duration, "P10Y")]),
        ("two weeks later than planned", &[("two weeks", Duration, "P2W")]),
        ("a month or so ago", &[("a month or so ago", Date, "2024-09")]),
        ("23 centuries ago", &[("23 centuries ago", Date, "PAST_REF")]),
        ("in the year 325 B.C.", &[("325 B.C.", Date, "BC0325")]),
        ("in 10 days' time", &[("10 days' time", Date, "2024-10-12")]),
    ]);
}

#[test]
fn some_time_later_is_in_the_year_told_of() {
    check(&[
        (
            "It sank on May 8, 2019; days later it was found.",
            &[("May 8, 2019", Date, "2019-05-08"), ("days later", Date, "2019-05-XX")],
        ),
        (
            "It sank on May 8, 2019; a few weeks later it was found.",
            &[("May 8, 2019", Date, "2019-05-08"), ("a few weeks later", Date, "2019-WXX")],
        ),
    ]);
}

#[test]
fn what_a_noun_is_counted_by_is_no_time() {
    check(&[
        ("annual sales", &[]),
        ("a quarterly dividend", &[]),
        ("It is paid quarterly.", &[("quarterly", Set, "P1Q")]),
        ("the daily ration", &[("daily", Set, "P1D")]),
        ("the monthlong trial", &[("monthlong", Duration, "P1M")]),
        ("a daily paper", &[("daily", Set, "P1D")]),
        ("on weekends", &[("weekends", Set, "XXXX-WXX-WE")]),
    ]);
}
