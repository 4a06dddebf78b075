//! Cases of quarters, seasons, holidays and other parts of a year, and of what lies before or after them.

use super::*;

#[test]
fn quarters_are_those_that_are_reported_on() {
    check(&[
        ("In the first quarter it lost money.", &[("the first quarter", Date, "2024-Q1")]),
        ("The second-quarter loss grew.", &[("second-quarter", Date, "2024-Q2")]),
        ("It will grow again in the first quarter.", &[("the first quarter", Date, "2025-Q1")]),
        ("in the last half of 1994", &[("the last half of 1994", Date, "1994-H2")]),
        ("in the third quarter of last year", &[("the third quarter of last year", Date, "2023-Q3")]),
        ("It lost money in the quarter.", &[("the quarter", Date, "2024-Q3")]),
        ("It will lose money in the quarter.", &[("the quarter", Date, "2024-Q4")]),
        (
            "In the first quarter it made $5 million, up from $3 million a year earlier.",
            &[("the first quarter", Date, "2024-Q1"), ("a year earlier", Date, "2023-Q1")],
        ),
        (
            "In the second quarter it lost more than in the year-ago quarter.",
            &[("the second quarter", Date, "2024-Q2"), ("the year-ago quarter", Date, "2023-Q2")],
        ),
        (
            "In the second quarter, as in the year-earlier first quarter, it paid.",
            &[("the second quarter", Date, "2024-Q2"), ("the year-earlier first quarter", Date, "2023-Q1")],
        ),
        (
            "It was founded in the second quarter. He left a year ago.",
            &[("the second quarter", Date, "2024-Q2"), ("a year ago", Date, "2023")],
        ),
        ("the first half of the match", &[]),
    ]);
}

#[test]
fn a_longer_period_ends_the_comparison_with_a_quarter() {
    check(&[(
        "It earned $2 million in the second quarter. In the six months it earned $5 million, up from $4 million a year ago.",
        &[("the second quarter", Date, "2024-Q2"), ("the six months", Duration, "P6M"), ("a year ago", Date, "2023")],
    )]);
}

#[test]
fn quarters_and_fiscal_years_in_every_spelling() {
    check(&[
        ("It fell in Q3.", &[("Q3", Date, "2024-Q3")]),
        ("in H1 2023", &[("H1 2023", Date, "2023-H1")]),
        ("an H1N1 case", &[]),
        ("in FY2013", &[("FY2013", Date, "2013")]),
        ("the 1989 third quarter", &[("the 1989 third quarter", Date, "1989-Q3")]),
        ("in 1989's third quarter", &[("1989's third quarter", Date, "1989-Q3")]),
        ("this year's first quarter", &[("this year's first quarter", Date, "2024-Q1")]),
        ("the second quarter of fiscal 2023", &[("the second quarter of fiscal 2023", Date, "2023-Q2")]),
        ("in the July-September quarter", &[("the July-September quarter", Date, "2024-Q3")]),
        ("the April-June 2019 period", &[("the April-June 2019 period", Date, "2019-Q2")]),
        ("in the fiscal first quarter", &[("the fiscal first quarter", Date, "2024-Q1")]),
        ("for the fiscal year", &[("the fiscal year", Date, "2024")]),
        ("in the latest quarter", &[("the latest quarter", Date, "2024-Q3")]),
        ("over the past three quarters", &[("the past three quarters", Duration, "P3Q")]),
        ("three quarters of the voters", &[]),
        ("for the year ended June 30", &[("the year", Duration, "P1Y"), ("June 30", Date, "2024-06-30")]),
    ]);
}

#[test]
fn seasons_and_holidays_have_a_year() {
    check(&[
        ("It opened in 2022 summer.", &[("2022 summer", Date, "2022-SU")]),
        ("It will be over by spring.", &[("spring", Date, "2025-SP")]),
        ("The snow fell in the winter.", &[("the winter", Date, "2023-WI")]),
        ("Prices continued to fall.", &[]),
        ("in the spring and summer of 1962", &[("the spring", Date, "1962-SP"), ("summer of 1962", Date, "1962-SU")]),
        ("following September's storm", &[("September", Date, "2024-09")]),
        (
            "It sank in May 2019. In the following June they left.",
            &[("May 2019", Date, "2019-05"), ("the following June", Date, "2019-06")],
        ),
        ("this past spring", &[("this past spring", Date, "2024-SP")]),
        ("on May Day", &[("May Day", Date, "2024-05-01")]),
        ("until Election Day", &[("Election Day", Date, "2024-11-05")]),
        ("It sailed on Christmas night.", &[("Christmas night", Time, "2023-12-25TNI")]),
    ]);
}

#[test]
fn what_is_before_or_within_a_period_is_measured_by_it() {
    check(&[
        ("in the weeks before the vote", &[("the weeks", Duration, "PXW")]),
        ("just hours after the vote", &[("hours", Duration, "PTXH")]),
        (
            "The vote was on May 8, 2024. The day before, it rained.",
            &[("May 8, 2024", Date, "2024-05-08"), ("The day before", Date, "2024-05-07")],
        ),
        ("the day before the vote", &[]),
        ("the day after tomorrow", &[("the day after tomorrow", Date, "2024-10-04")]),
        ("the day before yesterday", &[("the day before yesterday", Date, "2024-09-30")]),
        ("in the year to June", &[("the year", Duration, "P1Y"), ("June", Date, "2024-06")]),
        ("by the end of the decade", &[("the end of the decade", Date, "202")]),
        (
            "It left in May 2019. Late in the year it returned.",
            &[("May 2019", Date, "2019-05"), ("Late in the year", Date, "2019")],
        ),
        ("later in the day", &[("later in the day", Date, "2024-10-02")]),
        ("At month's end it left.", &[("month's end", Date, "2024-10")]),
    ]);
}
