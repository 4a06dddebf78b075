//! Bylines: "By Jane Roe", "By JANE ROE and Ole Berg, Staff Writers". Called by `clean` for the
//! first lines; never takes a sentence for one.

use crate::lexicon::MONTHS;

const LONGEST: usize = 120;

/// Words that show that the line is a headline or sentence.
const NO_NAMES: [&str; 15] = [
    "The",
    "A",
    "An",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Popular",
    "Land",
    "Sea",
    "Year",
    "Far",
];

/// The names in a byline, if `line` is one.
pub(super) fn authors(line: &str) -> Option<Vec<String>> {
    if line.len() > LONGEST {
        return None;
    }
    let names =
        ["By ", "BY ", "by ", "By: ", "Written by ", "Reported by "].iter().find_map(|by| line.strip_prefix(by))?;
    let names = names.trim();
    // what follows a bar is a date or newspaper; so is a short remark after a dash or bracket
    let names = names.split(['|', '•', '·']).next().unwrap_or_default();
    let (names, remark) = names.find(['–', '—', '(']).map_or((names, ""), |at| names.split_at(at));
    if remark.len() > 30 || remark.contains(") ") {
        return None;
    }
    let names = names.split(" for The ").next().unwrap_or_default();
    let mut authors = Vec::new();
    for part in names.split(", ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & ")) {
        let part = part.trim().trim_start_matches("and ").trim_end_matches(',');
        if is_name(part) {
            authors.push(in_title_case(part));
        } else if authors.is_empty() || part.ends_with('.') {
            return None; // the first must be a name; the rest may be a title or newspaper
        } else if !part.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            return None;
        }
    }
    (!authors.is_empty()).then_some(authors)
}

/// Titles and papers that follow names in bylines.
const TITLES: [&str; 12] = [
    "Writer",
    "Writers",
    "Reporter",
    "Correspondent",
    "Editor",
    "Press",
    "News",
    "Times",
    "Post",
    "Staff",
    "Bureau",
    "Service",
];

fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split(' ').collect();
    (2..=5).contains(&words.len())
        && words[0].starts_with(char::is_uppercase)
        && words.iter().all(|word| {
            let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
            let capital = word.starts_with(char::is_uppercase);
            let particle =
                matches!(*word, "de" | "van" | "von" | "der" | "al" | "el" | "bin" | "da" | "di" | "la" | "den" | "af");
            letters
                && (capital || particle)
                && !NO_NAMES.contains(word)
                && (!MONTHS.contains(word) || *word == "May")
                && !TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
        })
        && !part.trim_end_matches(|c: char| c.is_uppercase() || c == '.').ends_with("..")
        && (!part.ends_with('.') || part.ends_with("Jr.") || part.ends_with("Sr."))
}

/// "JANE ROE" becomes "Jane Roe"; a name that has small letters stays.
fn in_title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut begins = true;
    name.chars()
        .flat_map(|c| {
            let capital = std::mem::replace(&mut begins, !c.is_alphabetic());
            if capital { c.to_uppercase().collect::<Vec<_>>() } else { c.to_lowercase().collect() }
        })
        .collect()
}
