//! Cases of `quantities`: text, then what is found in it.

use proptest::prelude::*;
use wiredesk_core::annotation::QuantityKind::{
    self, Age, Area, Count, Duration, Energy, Information, Length, Mass, Money, Percent, Power, Speed, Temperature,
    Volume,
};

use super::*;

type Expected<'e> = (&'e str, QuantityKind, f64, Option<&'e str>);

fn read(text: &str) -> Vec<Quantity> {
    let sentence = Span::new(text, 0..text.len()).unwrap();
    QuantityReader::default().read(text, &[sentence])
}

fn check(text: &str, expected: &[Expected<'_>]) {
    let found = read(text);
    let shown: Vec<_> = found.iter().map(|q| (q.span.slice(text), q.kind, q.value, q.unit.as_deref())).collect();
    assert_eq!(shown.len(), expected.len(), "{text}: {shown:?}");
    for (found, expected) in shown.iter().zip(expected) {
        assert_eq!((found.0, found.1, found.3), (expected.0, expected.1, expected.3), "{text}");
        assert!((found.2 - expected.2).abs() <= 1e-9 * expected.2.abs(), "{text}: {}", found.2);
    }
}

#[test]
fn money_is_read_with_its_currency() {
    check("a $1.2 billion loan", &[("$1.2 billion", Money, 1.2e9, Some("USD"))]);
    check("it paid US$5m and €3bn", &[("US$5m", Money, 5e6, Some("USD")), ("€3bn", Money, 3e9, Some("EUR"))]);
    check("worth C$ 40", &[("C$ 40", Money, 40.0, Some("CAD"))]);
    check("a $5 ticket", &[("$5", Money, 5.0, Some("USD"))]);
    check("two million dollars", &[("two million dollars", Money, 2e6, Some("USD"))]);
    check("some 300 Hong Kong dollars", &[("300 Hong Kong dollars", Money, 300.0, Some("HKD"))]);
    check("90 million hryvnias", &[("90 million hryvnias", Money, 9e7, Some("UAH"))]);
    check("35 lakh rupees", &[("35 lakh rupees", Money, 3.5e6, Some("INR"))]);
    check("Rs. 500 each", &[("Rs. 500", Money, 500.0, Some("INR"))]);
    check("5 million pounds", &[("5 million pounds", Money, 5e6, Some("GBP"))]);
    check("forty pounds sterling", &[("forty pounds sterling", Money, 40.0, Some("GBP"))]);
    check("5m euros", &[("5m euros", Money, 5e6, Some("EUR"))]);
    check("GBP 350 or 115USD", &[("GBP 350", Money, 350.0, Some("GBP")), ("115USD", Money, 115.0, Some("USD"))]);
    check("a 12-cent tax", &[("12-cent", Money, 0.12, Some("USD"))]);
    check("3 dollars and 20 cents", &[("3 dollars and 20 cents", Money, 3.2, Some("USD"))]);
    check("He paid 15 dollars 50 .", &[("15 dollars 50", Money, 15.5, Some("USD"))]);
    check(
        "between $5 million and $10 million",
        &[("$5 million", Money, 5e6, Some("USD")), ("$10 million", Money, 1e7, Some("USD"))],
    );
}

#[test]
fn percentages_are_read_in_every_spelling() {
    check("rose 5%.", &[("5%", Percent, 5.0, Some("percent"))]);
    check("rose 4.5 per cent", &[("4.5 per cent", Percent, 4.5, Some("percent"))]);
    check("by two percentage points", &[("two percentage points", Percent, 2.0, Some("percent"))]);
    check("5-10 percent", &[("5", Percent, 5.0, Some("percent")), ("10 percent", Percent, 10.0, Some("percent"))]);
    check("see /q=30%25%20", &[]);
}

#[test]
fn ages_are_read_before_and_after_names() {
    check("the 57-year-old Dane", &[("57-year-old", Age, 57.0, Some("year"))]);
    check("a boy, nine years old", &[("nine years old", Age, 9.0, Some("year"))]);
    check("a woman aged 87", &[("aged 87", Age, 87.0, Some("year"))]);
    check("Ilse Brandt, 57, said", &[("57", Age, 57.0, Some("year"))]);
    check("Brandt, 57, who said", &[("57", Age, 57.0, Some("year"))]);
    check("Brandt, who turned 57 on Monday", &[("57", Age, 57.0, Some("year"))]);
    check("moved there at the age of six,", &[("age of six", Age, 6.0, Some("year"))]);
    check("turned 57 degrees", &[("57", Count, 57.0, None)]);
    check(
        "On Tuesday, 57, 58 and 60 closed",
        &[("57", Count, 57.0, None), ("58", Count, 58.0, None), ("60", Count, 60.0, None)],
    );
}

#[test]
fn measures_are_read_with_their_unit() {
    check("a 3-inch pipe", &[("3-inch", Length, 3.0, Some("inch"))]);
    check("5 feet 2 inches tall", &[("5 feet 2 inches", Length, 5.0 + 2.0 / 12.0, Some("foot"))]);
    check("17 km away", &[("17 km", Length, 17.0, Some("kilometer"))]);
    check("900 square kilometres", &[("900 square kilometres", Area, 900.0, Some("square kilometer"))]);
    check("80 m2 of floor", &[("80 m2", Area, 80.0, Some("square meter"))]);
    check("two billion cubic metres", &[("two billion cubic metres", Volume, 2e9, Some("cubic meter"))]);
    check("winds of 120 km/h", &[("120 km/h", Speed, 120.0, Some("kilometer per hour"))]);
    check("at 70 miles an hour", &[("70 miles an hour", Speed, 70.0, Some("mile per hour"))]);
    check("30 tonnes of rice", &[("30 tonnes", Mass, 30.0, Some("metric ton"))]);
    check("4 metric tons of rice", &[("4 metric tons", Mass, 4.0, Some("metric ton"))]);
    check("over two pounds", &[("two pounds", Mass, 2.0, Some("pound"))]);
    check("a high of 31°C", &[("31°C", Temperature, 31.0, Some("degree Celsius"))]);
    check("100 MB free", &[("100 MB", Information, 100.0, Some("megabyte"))]);
    check("400 megawatts", &[("400 megawatts", Power, 400.0, Some("megawatt"))]);
    check("90 kilowatt hours", &[("90 kilowatt hours", Energy, 90.0, Some("kilowatt hour"))]);
    check("for three weeks", &[("three weeks", Duration, 3.0, Some("week"))]);
    check("eight to 10 feet", &[("eight", Length, 8.0, Some("foot")), ("10 feet", Length, 10.0, Some("foot"))]);
    check("about 5m people", &[("5m", Count, 5e6, Some("people"))]);
}

#[test]
fn counts_come_with_the_noun_they_count() {
    check("its 32 member countries", &[("32", Count, 32.0, Some("countries"))]);
    check("Twenty-six people died", &[("Twenty-six", Count, 26.0, Some("people"))]);
    check("about 2,000 protesters", &[("2,000", Count, 2000.0, Some("protesters"))]);
    check("the 32-member alliance", &[("32", Count, 32.0, None)]);
    check("two thirds of voters", &[("two thirds", Count, 2.0 / 3.0, None)]);
    check("one last time", &[("one", Count, 1.0, None)]);
    check("That one is really good", &[]);
}

#[test]
fn dates_times_and_labels_are_no_quantities() {
    for text in [
        "on October 1, 2024, in Paris",
        "on 1 October",
        "since 1998",
        "the 1990s",
        "on 2024-10-01",
        "at 10:30 a.m.",
        "by 6pm",
        "the 21st century",
        "Article 5 of the treaty",
        "on flight MH17",
        "COVID-19",
        "call 555-0134-77",
        "they won 3-2",
        "a Boeing 737",
        "version 2.0.1",
    ] {
        check(text, &[]);
    }
}

proptest! {
    #[test]
    fn any_text_gives_sorted_spans_that_do_not_overlap(
        text in "([0-9]{1,3}|[,.:%$€£°/'-]| |one|two|hundred|million|dollars|cents|USD|years|old|feet|inches|square|km|age|per|é|May){0,30}"
    ) {
        let found = read(&text);
        for quantity in &found {
            prop_assert_eq!(quantity.span.check(&text), Ok(()));
            prop_assert!(quantity.value.is_finite());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
    }

    #[test]
    fn arbitrary_characters_never_panic(text in any::<String>()) {
        read(&text);
    }
}
