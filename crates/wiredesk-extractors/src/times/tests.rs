//! Cases of `times`: phrase, then span, type and value of what is found. All but the marked ones
//! are published on Wednesday, 2024-10-02.

use proptest::prelude::*;
use wiredesk_core::annotation::TimeKind::{self, Date, Duration, Set, Time};

use super::*;

mod lengths;
mod periods;
mod tense;
mod years;

type Expected<'e> = (&'e str, TimeKind, &'e str);

fn read(text: &str, published: Option<&str>, options: TimesOptions) -> Vec<TimeExpression> {
    let sentences = [Span::new(text, 0..text.len()).unwrap()];
    TimeReader::new(options).read(text, &sentences, published.map(|date| date.parse().unwrap()))
}

fn check_with(published: Option<&str>, options: TimesOptions, cases: &[(&str, &[Expected<'_>])]) {
    for (text, expected) in cases {
        let found = read(text, published, options);
        let found: Vec<Expected<'_>> =
            found.iter().map(|time| (time.span.slice(text), time.kind, time.value.as_str())).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

fn check(cases: &[(&str, &[Expected<'_>])]) {
    check_with(Some("2024-10-02"), TimesOptions::default(), cases);
}

#[test]
fn dates_are_read_in_every_spelling() {
    check(&[
        ("on October 1, 2024, in Oslo", &[("October 1, 2024", Date, "2024-10-01")]),
        ("on Oct. 1st 2024", &[("Oct. 1st 2024", Date, "2024-10-01")]),
        ("on 1 October 2023", &[("1 October 2023", Date, "2023-10-01")]),
        ("the 1st of October 2023", &[("the 1st of October 2023", Date, "2023-10-01")]),
        ("dated 2024-10-01", &[("2024-10-01", Date, "2024-10-01")]),
        ("dated 10/01/2024", &[("10/01/2024", Date, "2024-10-01")]),
        ("dated 1.10.2024", &[("1.10.2024", Date, "2024-10-01")]),
        ("in October 2022", &[("October 2022", Date, "2022-10")]),
        ("in October of 2022", &[("October of 2022", Date, "2022-10")]),
        ("back in 1998", &[("1998", Date, "1998")]),
        ("the class of '98", &[("'98", Date, "1998")]),
        ("in the 1990s", &[("the 1990s", Date, "199")]),
        ("in the '90s", &[("the '90s", Date, "199")]),
        ("in the 19th century", &[("the 19th century", Date, "18")]),
        ("March 5-9, 1918", &[("March 5", Date, "1918-03-05"), ("9, 1918", Date, "1918-03-09")]),
        ("26-30 November 1950", &[("26", Date, "1950-11-26"), ("30 November 1950", Date, "1950-11-30")]),
        ("from 492-490 BC", &[("492", Date, "BC0492"), ("490 BC", Date, "BC0490")]),
        ("from 1941-42", &[("1941", Date, "1941"), ("42", Date, "1942")]),
    ]);
    let options = TimesOptions { date_order: DateOrder::DayFirst, ..TimesOptions::default() };
    check_with(Some("2024-10-02"), options, &[("dated 10/01/2024", &[("10/01/2024", Date, "2024-01-10")])]);
}

#[test]
fn dates_without_a_year_follow_the_tense() {
    check(&[
        ("They met on December 1.", &[("December 1", Date, "2023-12-01")]),
        ("They will meet on December 1.", &[("December 1", Date, "2024-12-01")]),
        ("They left in September.", &[("September", Date, "2024-09")]),
        ("They will leave in March.", &[("March", Date, "2025-03")]),
        ("She resigned on Tuesday.", &[("Tuesday", Date, "2024-10-01")]),
        ("She will resign on Tuesday.", &[("Tuesday", Date, "2024-10-08")]),
        ("She resigned Wednesday.", &[("Wednesday", Date, "2024-10-02")]),
        ("It opens next Tuesday.", &[("next Tuesday", Date, "2024-10-08")]),
        ("It opened last October.", &[("last October", Date, "2023-10")]),
        ("It may open in May.", &[("May", Date, "2025-05")]),
        ("It may have opened in May.", &[("May", Date, "2024-05")]),
        ("They march on.", &[]),
        ("They left in June last year.", &[("June last year", Date, "2023-06")]),
        ("They left in May of this year.", &[("May of this year", Date, "2024-05")]),
        (
            "They won in May 2019 and lost in July of that year.",
            &[("May 2019", Date, "2019-05"), ("July of that year", Date, "2019-07")],
        ),
        ("He arrived on Thanksgiving.", &[("Thanksgiving", Date, "2023-11-23")]),
        ("He will arrive on Thanksgiving.", &[("Thanksgiving", Date, "2024-11-28")]),
        ("It rained over the weekend.", &[("the weekend", Date, "2024-W39-WE")]),
        ("It will rain over the weekend.", &[("the weekend", Date, "2024-W40-WE")]),
    ]);
}

#[test]
fn words_for_days_and_periods_count_from_the_publication_date() {
    check(&[
        ("today", &[("today", Date, "2024-10-02")]),
        ("It began yesterday morning.", &[("yesterday morning", Time, "2024-10-01TMO")]),
        ("tomorrow", &[("tomorrow", Date, "2024-10-03")]),
        ("It opens tonight.", &[("tonight", Time, "2024-10-02TNI")]),
        ("last night", &[("last night", Time, "2024-10-01TNI")]),
        ("last week", &[("last week", Date, "2024-W39")]),
        ("this month", &[("this month", Date, "2024-10")]),
        ("next year", &[("next year", Date, "2025")]),
        ("two weeks ago", &[("two weeks ago", Date, "2024-W38")]),
        ("a year earlier", &[("a year earlier", Date, "2023")]),
        ("three days ago", &[("three days ago", Date, "2024-09-29")]),
        ("late last week", &[("late last week", Date, "2024-W39")]),
        ("in early 2008", &[("early 2008", Date, "2008")]),
        ("by mid-June 2019", &[("mid-June 2019", Date, "2019-06")]),
        ("the end of March 2019", &[("the end of March 2019", Date, "2019-03")]),
        ("by the end of the year", &[("the end of the year", Date, "2024")]),
        ("earlier this year", &[("earlier this year", Date, "2024")]),
        ("this weekend", &[("this weekend", Date, "2024-W40-WE")]),
        ("the third quarter of 2023", &[("the third quarter of 2023", Date, "2023-Q3")]),
        ("the winter of 1916", &[("the winter of 1916", Date, "1916-WI")]),
        ("before Christmas", &[("Christmas", Date, "2024-12-25")]),
    ]);
}

#[test]
fn vague_words_are_references() {
    check(&[
        ("They now live there.", &[("now", Date, "PRESENT_REF")]),
        ("He will soon leave.", &[("soon", Date, "FUTURE_REF")]),
        ("He soon left them.", &[]),
        ("He recently left.", &[("recently", Date, "PAST_REF")]),
        ("in the future", &[("the future", Date, "FUTURE_REF")]),
        ("in the past", &[("the past", Date, "PAST_REF")]),
    ]);
}

#[test]
fn lengths_and_sets_are_told_from_dates() {
    check(&[
        ("for two years", &[("two years", Duration, "P2Y")]),
        ("a 10-day trip", &[("10-day", Duration, "P10D")]),
        ("half an hour", &[("half an hour", Duration, "PT30M")]),
        ("over the past decade", &[("the past decade", Duration, "P1DE")]),
        ("the last two weeks", &[("the last two weeks", Duration, "P2W")]),
        ("a few days", &[("a few days", Duration, "PXD")]),
        ("two and a half years", &[("two and a half years", Duration, "P2.5Y")]),
        ("every Tuesday", &[("every Tuesday", Set, "XXXX-WXX-2")]),
        ("paid daily", &[("daily", Set, "P1D")]),
        ("every two years", &[("every two years", Set, "P2Y")]),
        ("50 tons per month", &[("per month", Set, "P1M")]),
        ("held annually", &[("annually", Set, "P1Y")]),
        ("the 57-year-old", &[]),
        ("ten years old", &[]),
    ]);
}

#[test]
fn times_of_day_belong_to_a_day() {
    check(&[
        ("at 10:30 a.m. today", &[("10:30 a.m. today", Time, "2024-10-02T10:30")]),
        ("at 8 p.m. on Tuesday", &[("8 p.m. on Tuesday", Time, "2024-10-01T20:00")]),
        ("at 1300 GMT", &[("1300 GMT", Time, "2024-10-02T13:00Z")]),
        ("on Tuesday night", &[("Tuesday night", Time, "2024-10-01TNI")]),
        ("the night of April 18, 1775", &[("the night of April 18, 1775", Time, "1775-04-18TNI")]),
        ("by noon", &[("noon", Time, "2024-10-02T12:00")]),
    ]);
}

#[test]
fn without_a_publication_date_values_stay_open() {
    check_with(
        None,
        TimesOptions::default(),
        &[
            ("on October 1", &[("October 1", Date, "XXXX-10-01")]),
            ("on Tuesday", &[("Tuesday", Date, "XXXX-WXX-2")]),
            ("yesterday", &[("yesterday", Date, "PAST_REF")]),
            ("today", &[("today", Date, "PRESENT_REF")]),
            ("next week", &[("next week", Date, "FUTURE_REF")]),
        ],
    );
}

#[test]
fn a_story_of_the_past_is_dated_by_its_own_dates() {
    let options = TimesOptions { anchor: AnchorChoice::Narrative, ..TimesOptions::default() };
    check_with(
        Some("2024-10-02"),
        options,
        &[
            (
                "In November 1941 they met; in January they left; the next day was quiet",
                &[
                    ("November 1941", Date, "1941-11"),
                    ("January", Date, "1942-01"),
                    ("the next day", Date, "1942-01-XX"),
                ],
            ),
            (
                "In May 1941 they met; they left by the end of the month.",
                &[("May 1941", Date, "1941-05"), ("the end of the month", Date, "1941-05")],
            ),
            (
                "On May 7, 1918 it began, and two days later it ended",
                &[("May 7, 1918", Date, "1918-05-07"), ("two days later", Date, "1918-05-09")],
            ),
        ],
    );
}

#[test]
fn numbers_that_are_no_times_are_left_alone() {
    for text in ["It cost $1998 there", "2000 people came", "a second chance", "the second one", "flight 1945.2"] {
        check(&[(text, &[])]);
    }
}

proptest! {
    #[test]
    fn any_text_gives_sorted_spans_that_do_not_overlap(
        text in "([0-9]{1,5}|[,.:/'-]| |October|May|Tuesday|the|of|last|next|two|a|half|years|year|ago|later|week|early|mid|s|st|p.m.|GMT|every|quarter|third|century|past|few|é|until|will|was|to|not|is|and|on|'s|Q|nineteen|ninety|thousand|first|fourth|half|ended|end|decade|weekend|night|hours|all|long|Day|before|after|tomorrow|following|previous|this|coming|fiscal|latest|quarters|BC|July-September|period|Christmas){0,30}",
        year in -9999_i16..=9999,
        month in 1_i8..=12,
        narrative in any::<bool>(),
    ) {
        let anchor = if narrative { AnchorChoice::Narrative } else { AnchorChoice::Auto };
        let sentences = [Span::new(&text, 0..text.len()).unwrap()];
        let published = jiff::civil::Date::new(year, month, 28).ok();
        let options = TimesOptions { anchor, ..TimesOptions::default() };
        let found = TimeReader::new(options).read(&text, &sentences, published);
        for time in &found {
            prop_assert_eq!(time.span.check(&text), Ok(()));
            prop_assert!(!time.value.is_empty());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
    }

    #[test]
    fn arbitrary_characters_never_panic(text in any::<String>()) {
        read(&text, Some("2024-10-02"), TimesOptions::default());
    }
}
