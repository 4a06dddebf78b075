//! Holidays that news dates by name. Data and calendar arithmetic of `super::anchor`.

use jiff::civil::{Date, Weekday};

/// A holiday of two or three words: the words in lower case and its number.
pub(super) const PHRASES: &[(&[&str], u8)] = &[
    (&["christmas", "eve"], 1),
    (&["christmas", "day"], 0),
    (&["new", "year", "'", "s", "eve"], 2),
    (&["new", "year", "'", "s", "day"], 6),
    (&["new", "year", "'", "s"], 6),
    (&["boxing", "day"], 7),
    (&["valentine", "'", "s", "day"], 8),
    (&["independence", "day"], 9),
    (&["veterans", "day"], 10),
    (&["memorial", "day"], 11),
    (&["labor", "day"], 12),
    (&["thanksgiving", "day"], 4),
    (&["easter", "sunday"], 5),
    (&["good", "friday"], 13),
    (&["martin", "luther", "king", "day"], 14),
    (&["may", "day"], 15),
    (&["election", "day"], 16),
];

/// What the words of [`PHRASES`] begin with, in capitals.
pub(super) const INITIALS: &[u8] = b"BCEGILMNTV";

/// The day of a holiday in a year.
pub(super) fn date(holiday: u8, year: i32) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    let fixed = |month, day| Date::new(year, month, day).ok();
    let nth = |month, nth, weekday| fixed(month, 1)?.nth_weekday_of_month(nth, weekday).ok();
    match holiday {
        0 => fixed(12, 25),
        1 => fixed(12, 24),
        2 => fixed(12, 31),
        3 => fixed(10, 31),
        4 => nth(11, 4, Weekday::Thursday),
        5 => easter(year),
        6 => fixed(1, 1),
        7 => fixed(12, 26),
        8 => fixed(2, 14),
        9 => fixed(7, 4),
        10 => fixed(11, 11),
        11 => nth(5, -1, Weekday::Monday),
        12 => nth(9, 1, Weekday::Monday),
        13 => easter(year)?.yesterday().ok()?.yesterday().ok(),
        14 => nth(1, 3, Weekday::Monday),
        15 => fixed(5, 1),
        16 => nth(11, 1, Weekday::Monday)?.tomorrow().ok(),
        _ => None,
    }
}

/// The value without a year.
pub(super) const fn any_year(holiday: u8) -> &'static str {
    match holiday {
        0 => "XXXX-12-25",
        1 => "XXXX-12-24",
        2 => "XXXX-12-31",
        3 => "XXXX-10-31",
        6 => "XXXX-01-01",
        7 => "XXXX-12-26",
        8 => "XXXX-02-14",
        9 => "XXXX-07-04",
        10 => "XXXX-11-11",
        15 => "XXXX-05-01",
        _ => "XXXX-XX-XX",
    }
}

/// Western Easter (the anonymous Gregorian computus, as given by Meeus, "Astronomical Algorithms").
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, rest) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    Date::new(year, i8::try_from(day / 31).ok()?, i8::try_from(day % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_begins_with_one_of_the_initials() {
        for (words, _) in PHRASES {
            assert!(INITIALS.contains(&words[0].as_bytes()[0].to_ascii_uppercase()), "{words:?}");
        }
    }

    #[test]
    fn movable_feasts_fall_on_their_days() {
        for (holiday, year, day) in
            [(5, 2024, "2024-03-31"), (5, 2025, "2025-04-20"), (4, 2024, "2024-11-28"), (12, 2023, "2023-09-04")]
        {
            assert_eq!(date(holiday, year).unwrap().to_string(), day);
        }
        assert_eq!(date(5, 99_999), None);
    }
}
