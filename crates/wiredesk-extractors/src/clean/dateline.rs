//! Datelines: "BRUSSELS (AP) —", "KYIV, Oct. 3, 2024 (Agency) –", "(Reuters) -". Called by `clean`
//! for the first lines; never takes a dash inside a sentence for the end of one.

use jiff::{civil::Date, tz::TimeZone};
use wiredesk_core::document::{DateOrigin, Published};

use super::credit::AGENCIES;
use crate::lexicon::MONTHS;

/// A dateline at the beginning of a line.
pub(super) struct Dateline {
    /// Bytes up to and with the dash and the white space after it.
    pub(super) end: usize,
    /// Its date, if it has a year: midnight UTC.
    pub(super) published: Option<Published>,
}

const LONGEST: usize = 90;
const DASHES: [&str; 8] = [" — ", " – ", " -- ", " - ", ") —", ") –", ")--", " —"];

/// Capitals that begin sentences but name no town.
const NO_TOWNS: [&str; 14] = [
    "NATO",
    "UNESCO",
    "UNICEF",
    "OPEC",
    "ASEAN",
    "COVID",
    "ISIS",
    "BREAKING",
    "UPDATE",
    "EXCLUSIVE",
    "ANALYSIS",
    "OPINION",
    "EXPLAINER",
    "WATCH",
];

/// Reads the dateline of a line.
pub(super) fn parse(line: &str) -> Option<Dateline> {
    let first = line.chars().next()?;
    if !(first.is_uppercase() || first == '(') {
        return None;
    }
    let mut window = line.len().min(LONGEST);
    while !line.is_char_boundary(window) {
        window -= 1;
    }
    let head = &line[..window];
    let (dash, mark) = DASHES
        .iter()
        .filter_map(|mark| Some((head.find(mark)?, *mark)))
        .min_by_key(|(at, mark)| (*at, 9 - mark.len()))?;
    let place = head[..dash + usize::from(mark.starts_with(')'))].trim_end();
    let text = line[dash + mark.len()..].trim_start();
    let begins = |c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '\'' | '‘' | '$' | '€' | '£');
    if !text.starts_with(begins) {
        return None;
    }
    let (place, agency) = match place.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((place, agency)) if is_agency(agency) => (place.trim_end().trim_end_matches(','), true),
        Some(_) => return None,
        None => (place, false),
    };
    let (place, date) = split_date(place);
    let capitals = is_in_capitals(place);
    let fits = if place.is_empty() { agency || date.is_some() } else { is_place(place) && (capitals || agency) };
    let midnight = date.flatten().and_then(|date| date.at(0, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).ok());
    let published = midnight.map(|midnight| Published { at: midnight.timestamp(), from: DateOrigin::Text });
    fits.then(|| Dateline { end: line.len() - text.len(), published })
}

fn is_agency(words: &str) -> bool {
    let words = words.trim();
    AGENCIES.contains(&words)
        || words.len() <= 24
            && words.starts_with(char::is_uppercase)
            && words.split(' ').count() <= 3
            && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '.' | '-'))
}

/// Whether the first word is in capitals and long enough to be a town's name.
fn is_in_capitals(place: &str) -> bool {
    let word = place.split([' ', ',', '/']).next().unwrap_or_default();
    let letters = place.split(',').next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\'' | '’'))
        && !NO_TOWNS.contains(&word)
}

/// Whether all words could name a town, region or country.
fn is_place(place: &str) -> bool {
    let mut words = place.split([' ', ',', '/']).filter(|word| !word.is_empty());
    let mut count = 0;
    words.all(|word| {
        count += 1;
        let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        count <= 7
            && plain
            && (word.starts_with(char::is_uppercase)
                || matches!(word, "and" | "of" | "de" | "la" | "del" | "al" | "the"))
    })
}

/// The place without a date at its end; the date is `Some(None)` where it has no year.
fn split_date(place: &str) -> (&str, Option<Option<Date>>) {
    let Some(digit) = place.find(|c: char| c.is_ascii_digit()) else { return (place, None) };
    // the words around the first digit: "Oct. 3, 2024", "3 October 2024"
    let before = place[..digit].trim_end();
    let word_start = before.rfind([' ', ',']).map_or(0, |at| at + 1);
    let start = if month(&before[word_start..]).is_some() { word_start } else { digit };
    let words = place[start..].split([' ', ',']).filter(|word| !word.is_empty());
    let (mut day, mut year, mut named) = (None, None, None);
    for word in words {
        match word.parse::<i16>() {
            Ok(number) if number > 1900 => year = Some(number),
            Ok(number) => day = i8::try_from(number).ok(),
            Err(_) => match month(word) {
                Some(found) => named = Some(found),
                None => return (place, None),
            },
        }
    }
    let (Some(day), Some(month)) = (day, named) else { return (place, None) };
    let date = year.and_then(|year| Date::new(year, month, day).ok());
    (place[..start].trim_end_matches([' ', ',']), Some(date))
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let found = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.to_ascii_lowercase().starts_with(&word))
        .or_else(|| (word == "sept").then_some(8))?;
    i8::try_from(found + 1).ok()
}
