//! Reads publication dates in the notations that feeds, pages and exports use. Called by the record
//! and HTML decoders; never guesses between day and month.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    fmt::rfc2822,
    tz::Offset,
};

/// Years outside of which a date is nonsense: before the first newspaper, or a broken clock.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// The point in time that `text` names; dates alone and times without a zone count as UTC.
/// `None` if it is no date or an absurd one.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    let at = if text.bytes().all(|b| b.is_ascii_digit()) {
        digits(text)?
    } else if let Ok(at) = text.parse::<Timestamp>() {
        at
    } else if let Ok(local) = text.parse::<DateTime>() {
        utc(local)?
    } else if let Ok(at) = rfc2822::DateTimeParser::new().parse_timestamp(text) {
        at
    } else {
        written_out(text)?
    };
    believable(at)
}

/// Seconds or milliseconds since 1970.
pub(crate) fn unix(number: f64) -> Option<Timestamp> {
    let milliseconds = if number.abs() >= 1e11 { number } else { number * 1000.0 };
    if !milliseconds.is_finite() || milliseconds.abs() > 1e14 {
        return None;
    }
    // Whole numbers of this size are exact in both types.
    #[allow(clippy::cast_possible_truncation)]
    Timestamp::from_millisecond(milliseconds.round() as i64).ok().and_then(believable)
}

fn believable(at: Timestamp) -> Option<Timestamp> {
    YEARS.contains(&Offset::UTC.to_datetime(at).year()).then_some(at)
}

fn utc(local: DateTime) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(local).ok()
}

/// `20241001`, `20241001103000`, or a Unix time.
fn digits(text: &str) -> Option<Timestamp> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i8>().ok();
    if matches!(text.len(), 8 | 14) {
        let date = Date::new(text.get(..4)?.parse().ok()?, number(4..6)?, number(6..8)?).ok();
        if let Some(date) = date.filter(|date| YEARS.contains(&date.year())) {
            let (hour, minute, second) =
                if text.len() == 14 { (number(8..10)?, number(10..12)?, number(12..14)?) } else { (0, 0, 0) };
            return utc(DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0).ok()?);
        }
    }
    text.parse().ok().and_then(unix)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// "October 1, 2024", "1 October 2024", "Tue, Oct. 1st 2024 10:30 PM", "2024/10/01", "2024 Oct 1".
fn written_out(text: &str) -> Option<Timestamp> {
    let (mut year, mut month, mut day, mut time, mut afternoon) = (None, None, None, None, None);
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '-' | '|' | 'T'));
    for word in words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase();
        let number = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if word.contains(':') {
            time = Some(clock(&lower)?);
            if let Some(half) = ["am", "pm"].iter().position(|half| lower.ends_with(half)) {
                afternoon = Some(half == 1);
            }
        } else if let Ok(number) = number.parse::<i16>() {
            let suffix = &lower[number_length(&lower)..];
            if !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
                return None;
            }
            match number {
                1000.. if year.is_none() => year = Some(number),
                // "2024/10/01": after the year comes the month. "10/11/2024" is anybody's guess.
                1..=12 if year.is_some() && month.is_none() => month = Some(i8::try_from(number).ok()?),
                1..=31 if day.is_none() && (year.is_none() || month.is_some()) => {
                    day = Some(i8::try_from(number).ok()?)
                }
                _ => return None,
            }
        } else if matches!(lower.as_str(), "am" | "pm" | "a.m" | "p.m") {
            afternoon = Some(lower.starts_with('p'));
        } else if lower.len() >= 3
            && month.is_none()
            && let Some(at) =
                MONTHS.iter().position(|name| name.starts_with(&lower) || lower == "sept" && *name == "september")
        {
            month = Some(i8::try_from(at + 1).ok()?);
        } else if !word.chars().all(char::is_alphabetic) {
            return None;
        }
    }
    let (mut hour, minute) = time.unwrap_or((0, 0));
    match afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    utc(DateTime::new(year?, month?, day?, hour, minute, 0, 0).ok()?)
}

fn number_length(word: &str) -> usize {
    word.bytes().take_while(u8::is_ascii_digit).count()
}

fn clock(word: &str) -> Option<(i8, i8)> {
    let word = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    Some((parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read_in_every_usual_notation() {
        for (text, expected) in [
            ("2024-10-01T10:00:00Z", "2024-10-01T10:00:00Z"),
            ("2024-10-01T10:00:00.5+02:00", "2024-10-01T08:00:00.5Z"),
            ("2024-10-01T10:00:00+0200", "2024-10-01T08:00:00Z"),
            ("2024-10-01T10:00:00", "2024-10-01T10:00:00Z"),
            ("2024-10-01 10:00:00", "2024-10-01T10:00:00Z"),
            ("2024-10-01", "2024-10-01T00:00:00Z"),
            ("20241001", "2024-10-01T00:00:00Z"),
            ("20241001103000", "2024-10-01T10:30:00Z"),
            ("Tue, 01 Oct 2024 10:00:00 +0000", "2024-10-01T10:00:00Z"),
            ("Tue, 1 Oct 2024 10:00:00 GMT", "2024-10-01T10:00:00Z"),
            ("October 1, 2024", "2024-10-01T00:00:00Z"),
            ("1 October 2024", "2024-10-01T00:00:00Z"),
            ("Oct. 1st, 2024", "2024-10-01T00:00:00Z"),
            ("Tuesday, Oct 1, 2024 at 10:30 PM", "2024-10-01T22:30:00Z"),
            ("2024/10/01", "2024-10-01T00:00:00Z"),
            ("1727776800", "2024-10-01T10:00:00Z"),
            ("1727776800000", "2024-10-01T10:00:00Z"),
        ] {
            assert_eq!(parse(text), Some(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_an_absurd_one_is_none() {
        for text in [
            "",
            "soon",
            "99999-01-01",
            "+099999-01-01T00:00:00Z",
            "2024-13-01",
            "2024-02-30",
            "10/11/2024",
            "0001-01-01",
            "99999999999999999999",
            "October 2024",
            "9223372036854775807",
            "October 1 99999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        for number in [f64::NAN, f64::INFINITY, -1e300, 1e15] {
            assert_eq!(unix(number), None);
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,30}") {
            parse(&text);
        }

        #[test]
        fn nothing_like_a_date_makes_it_panic(text in "[0-9:/TZ+., apmst-]{0,30}") {
            parse(&text);
        }
    }
}
