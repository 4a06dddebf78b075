//! Cases of years in words, of years that dates share, and of what is no year.

use super::*;

#[test]
fn years_are_read_in_words() {
    check(&[
        ("in nineteen seventy-two", &[("nineteen seventy-two", Date, "1972")]),
        ("in nineteen sixteen", &[("nineteen sixteen", Date, "1916")]),
        ("the winter of nineteen eighty-six", &[("the winter of nineteen eighty-six", Date, "1986-WI")]),
        ("March eighteen seventy-one", &[("March eighteen seventy-one", Date, "1871-03")]),
        ("by twenty fifteen", &[("twenty fifteen", Date, "2015")]),
        ("in two thousand and eight", &[("two thousand and eight", Date, "2008")]),
        ("by the year two thousand and three", &[("the year two thousand and three", Date, "2003")]),
        ("in the year 2000", &[("the year 2000", Date, "2000")]),
        ("in nineteen ninety-minute films", &[("ninety-minute", Duration, "PT90M")]),
        ("of two thousand villages", &[]),
        ("in nineteen days", &[("nineteen days", Duration, "P19D")]),
    ]);
}

#[test]
fn days_are_read_in_words() {
    check(&[
        ("on the fourth of July", &[("the fourth of July", Date, "2024-07-04")]),
        ("this coming Friday, May tenth", &[("this coming Friday, May tenth", Date, "2024-05-10")]),
        ("in March third parties ran", &[("March", Date, "2024-03")]),
    ]);
}

#[test]
fn dates_in_a_row_share_their_year() {
    check(&[
        ("in March and April 1931", &[("March", Date, "1931-03"), ("April 1931", Date, "1931-04")]),
        ("from May 3 to June 9, 1926", &[("May 3", Date, "1926-05-03"), ("June 9, 1926", Date, "1926-06-09")]),
        ("December to January 1945", &[("December", Date, "1944-12"), ("January 1945", Date, "1945-01")]),
        ("between May and June of last year", &[("May", Date, "2023-05"), ("June of last year", Date, "2023-06")]),
        ("He left in May. In June 1914 he died.", &[("May", Date, "2024-05"), ("June 1914", Date, "1914-06")]),
    ]);
}

#[test]
fn the_article_of_a_noun_is_not_that_of_its_date() {
    check(&[
        ("the October 7 vote", &[("October 7", Date, "2024-10-07")]),
        ("the 1996 games", &[("1996", Date, "1996")]),
        ("the two-week strike", &[("two-week", Duration, "P2W")]),
        ("the two day meeting", &[("two day", Duration, "P2D")]),
        ("the now closed mine", &[("now", Date, "PRESENT_REF")]),
        ("In the summer he left.", &[("the summer", Date, "2024-SU")]),
        ("by the spring of 1807 taxes rose", &[("the spring of 1807", Date, "1807-SP")]),
        ("the October 7 deadline", &[("October 7", Date, "2024-10-07")]),
        ("around April 1977", &[("around April 1977", Date, "1977-04")]),
        ("for some 12 days", &[("some 12 days", Duration, "P12D")]),
        ("Later in 1815, he left.", &[("Later in 1815", Date, "1815")]),
        ("the summer drought", &[("summer", Date, "2024-SU")]),
        ("on the night of October 7 a fire broke out", &[("the night of October 7", Time, "2024-10-07TNI")]),
    ]);
}

#[test]
fn four_digits_may_be_a_number() {
    for text in ["She won 2016 votes.", "It is in Room 2010.", "They took Flight 1984 home.", "see No. 1998"] {
        check(&[(text, &[])]);
    }
    check(&[("She won in 2016.", &[("2016", Date, "2016")]), ("the 2016 votes", &[("2016", Date, "2016")])]);
}

#[test]
fn a_date_long_past_takes_the_dates_of_its_sentence_along_but_no_weekday() {
    check(&[(
        "The mill burned on May 7, 1998, and again in July, police said Friday.",
        &[("May 7, 1998", Date, "1998-05-07"), ("July", Date, "1998-07"), ("Friday", Date, "2024-09-27")],
    )]);
}

#[test]
fn a_story_goes_on_where_it_was() {
    let options = TimesOptions { anchor: AnchorChoice::Narrative, ..TimesOptions::default() };
    check_with(
        Some("2024-10-02"),
        options,
        &[
            (
                "It began in May 1941. A town had burnt in the previous year. In June they left.",
                &[("May 1941", Date, "1941-05"), ("the previous year", Date, "1940"), ("June", Date, "1941-06")],
            ),
            (
                "It began in May 1941, as in 1812. In June they left.",
                &[("May 1941", Date, "1941-05"), ("1812", Date, "1812"), ("June", Date, "1941-06")],
            ),
        ],
    );
}

#[test]
fn bare_years_tell_of_the_past_as_well() {
    check(&[(
        "In 1936 it began. In 1937 it spread, and in 1938 it stopped. In 1939 it came back; in 1940 it was worse. By \
         1941 it was gone. In May 1942 it was back, and in July it ended.",
        &[
            ("1936", Date, "1936"),
            ("1937", Date, "1937"),
            ("1938", Date, "1938"),
            ("1939", Date, "1939"),
            ("1940", Date, "1940"),
            ("1941", Date, "1941"),
            ("May 1942", Date, "1942-05"),
            ("July", Date, "1942-07"),
        ],
    )]);
    // a weekday is a word of news
    check(&[(
        "In 1936, 1937, 1938, 1939, 1940, 1941, 1942 and 1943 it rained. On Tuesday it rained; in July it did not.",
        &[
            ("1936", Date, "1936"),
            ("1937", Date, "1937"),
            ("1938", Date, "1938"),
            ("1939", Date, "1939"),
            ("1940", Date, "1940"),
            ("1941", Date, "1941"),
            ("1942", Date, "1942"),
            ("1943", Date, "1943"),
            ("Tuesday", Date, "2024-10-01"),
            ("July", Date, "2024-07"),
        ],
    )]);
}
