//! Links to other articles, subscriptions, advertisements: as lines of their own and glued to the
//! article's sentences. Tables written for this project. Called by `clean`; never cuts a stretch
//! whose end it cannot tell.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::sentences::starts_sentence;

/// What has to follow the words of a whole-line rule.
enum Follow {
    /// A colon or vertical bar, and then a title.
    Colon,
    /// Nothing but arrows and punctuation.
    Nothing,
    /// Whatever makes a short line.
    Short,
}
use Follow::{Colon, Nothing, Short};

const LINES: &[(&str, Follow, &str)] = &[
    ("see also", Colon, "related-link"),
    ("see also", Nothing, "related-link"),
    ("read more", Colon, "related-link"),
    ("read more", Nothing, "related-link"),
    ("read more about", Short, "related-link"),
    ("read also", Colon, "related-link"),
    ("also read", Colon, "related-link"),
    ("read next", Colon, "related-link"),
    ("read the full", Short, "related-link"),
    ("related", Colon, "related-link"),
    ("related", Nothing, "related-link"),
    ("related stories", Nothing, "related-link"),
    ("related articles", Nothing, "related-link"),
    ("related coverage", Nothing, "related-link"),
    ("related topics", Nothing, "related-link"),
    ("more on this story", Nothing, "related-link"),
    ("more on this", Colon, "related-link"),
    ("more from", Colon, "related-link"),
    ("you may also like", Short, "related-link"),
    ("you might also like", Short, "related-link"),
    ("recommended for you", Nothing, "related-link"),
    ("don't miss", Colon, "related-link"),
    ("must read", Colon, "related-link"),
    ("watch", Colon, "related-link"),
    ("listen", Colon, "related-link"),
    ("click here", Nothing, "promo"),
    ("click here to", Short, "promo"),
    ("click here for", Short, "promo"),
    ("sign up for our", Short, "promo"),
    ("sign up to our", Short, "promo"),
    ("sign up for the", Short, "promo"),
    ("sign up here", Short, "promo"),
    ("subscribe", Nothing, "promo"),
    ("subscribe now", Short, "promo"),
    ("subscribe to our", Short, "promo"),
    ("follow us on", Short, "promo"),
    ("like us on", Short, "promo"),
    ("join us on", Short, "promo"),
    ("download our app", Short, "promo"),
    ("download the app", Short, "promo"),
    ("support our journalism", Short, "promo"),
    ("share this article", Nothing, "promo"),
    ("share this story", Nothing, "promo"),
    ("listen to this article", Short, "promo"),
    ("already a subscriber", Short, "promo"),
    ("to continue reading", Short, "promo"),
    ("continue reading", Nothing, "promo"),
    ("leave a comment", Nothing, "promo"),
    ("newsletter", Nothing, "promo"),
    ("advertisement", Nothing, "advertisement"),
    ("advertising", Nothing, "advertisement"),
    ("sponsored", Nothing, "advertisement"),
    ("sponsored content", Nothing, "advertisement"),
    ("advertisement - scroll", Short, "advertisement"),
    ("scroll to continue", Short, "advertisement"),
    ("story continues below", Short, "advertisement"),
    ("story continues after", Short, "advertisement"),
    ("article continues below", Short, "advertisement"),
    ("article continues after", Short, "advertisement"),
    ("copyright ©", Short, "copyright"),
    ("copyright (c)", Short, "copyright"),
    ("copyright 20", Short, "copyright"),
    ("©", Short, "copyright"),
    ("(c) 20", Short, "copyright"),
    ("all rights reserved", Nothing, "copyright"),
    ("this material may not be published", Short, "copyright"),
];

/// Words that begin a promotion inside a paragraph. Those in capitals with a colon announce a
/// title; the others are sentences, which end with their stop.
const INLINE: [(&str, &str, bool); 18] = [
    ("SEE ALSO:", "related-link", true),
    ("See also:", "related-link", true),
    ("READ MORE:", "related-link", true),
    ("Read more:", "related-link", true),
    ("READ ALSO:", "related-link", true),
    ("ALSO READ:", "related-link", true),
    ("RELATED:", "related-link", true),
    ("WATCH:", "related-link", true),
    ("Click here to", "promo", false),
    ("Click here for", "promo", false),
    ("Sign up for our", "promo", false),
    ("Sign up to our", "promo", false),
    ("Subscribe to our", "promo", false),
    ("Follow us on", "promo", false),
    ("Story continues below", "advertisement", false),
    ("Article continues below", "advertisement", false),
    ("ADVERTISEMENT", "advertisement", false),
    ("Advertisement", "advertisement", false),
];

/// No title of a related article and no line of promotion is longer, in bytes.
const LONGEST: usize = 220;

/// Why the whole line is promotion, if it is.
pub(super) fn whole_line(line: &str) -> Option<&'static str> {
    if line.len() > LONGEST {
        return None;
    }
    let stripped = line.trim_start_matches(['*', '-', '–', '—', '•', '►', '▶', '>', '»', '[', '(', '|', ' ', '→']);
    let initial = stripped.as_bytes().first()?.to_ascii_lowercase();
    for (words, follow, reason) in LINES {
        if words.as_bytes()[0] != initial {
            continue;
        }
        let Some(start) = stripped.get(..words.len()) else { continue };
        if !start.eq_ignore_ascii_case(words) {
            continue;
        }
        let rest = stripped[words.len()..].trim_start();
        let fits = match follow {
            Colon => {
                rest.starts_with([':', '|']) && is_title(rest) && end_of_title(stripped, words.len(), false).is_none()
            }
            Nothing => rest.len() <= 12 && !rest.contains(char::is_alphanumeric),
            Short => end_of_title(stripped, words.len(), true).is_none_or(|end| stripped[end..].trim().is_empty()),
        };
        if fits {
            return Some(reason);
        }
    }
    let owned = line.contains('©') || line.contains("opyright");
    (owned && line.trim_end_matches(['.', ' ']).ends_with("ights reserved")).then_some("copyright")
}

/// Whether these words are as short as a title; with a full stop at the end they may hold a title
/// and then a sentence, and nobody could tell where the one ends.
fn is_title(words: &str) -> bool {
    words.len() <= if words.ends_with('.') { 100 } else { LONGEST }
}

/// A stretch of a paragraph to be taken out.
pub(super) struct Cut {
    pub(super) range: Range<usize>,
    pub(super) reason: &'static str,
}

/// The inline rules, ready to search.
pub(super) struct Promotions {
    markers: AhoCorasick,
}

impl Promotions {
    pub(super) fn new() -> Self {
        let markers =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(INLINE.map(|(words, ..)| words));
        Self { markers: markers.expect("a fixed table of short words") }
    }

    /// The promotions inside one paragraph, in order.
    pub(super) fn cuts(&self, line: &str) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        for found in self.markers.find_iter(line) {
            let (start, end) = (found.start(), found.end());
            let (words, reason, title) = INLINE[found.pattern().as_usize()];
            if cuts.last().is_some_and(|cut| cut.range.end > start) || !stands_apart(&line[..start], words) {
                continue;
            }
            let stop = end_of_title(line, end, !title);
            let stop = match stop {
                Some(stop) => stop,
                // nothing follows: the rest is the title, if it is as short as one
                None if is_title(&line[start..]) && !reason.starts_with("adv") => line.len(),
                None => continue,
            };
            if reason == "advertisement" && words.len() == 13 && stop != end {
                continue; // "Advertisement" alone is cut only where a sentence is glued to it
            }
            cuts.push(Cut { range: start..stop, reason });
        }
        cuts
    }
}

/// Whether a marker after `before` begins a stretch of its own rather than going on with a
/// sentence.
fn stands_apart(before: &str, words: &str) -> bool {
    let trimmed = before.trim_end();
    match trimmed.chars().next_back() {
        None | Some('.' | '!' | '?' | '"' | '”' | '’' | ')' | ']' | '[' | '(' | '|' | '…') => true,
        // glued: "…the vote.SEE ALSO:" has a stop, "…the voteSEE ALSO:" only the change of case
        Some(last) => words.as_bytes()[1].is_ascii_uppercase() && last.is_lowercase() && trimmed.len() == before.len(),
    }
}

/// Where the title or promotion that is read from byte `from` ends and real text begins: at a quotation
/// mark or capital that directly follows a small letter, or (`stops`) after its full stop.
///
/// `None` if the line ends first, or [`LONGEST`] is passed.
fn end_of_title(line: &str, from: usize, stops: bool) -> Option<usize> {
    let mut previous = line[..from].chars().next_back().unwrap_or(' ');
    let mut open = false;
    let mut word = from;
    for (offset, character) in line[from..].char_indices() {
        let at = from + offset;
        if offset > LONGEST {
            return None;
        }
        let after = line[at + character.len_utf8()..].chars().next();
        let joined = !previous.is_whitespace();
        match character {
            '"' | '“' | '”' => {
                let letter = previous.is_alphanumeric() || matches!(previous, '?' | '!' | ')' | '.' | '’');
                let begins = after.is_some_and(|c| c.is_uppercase() || c.is_numeric() || c == '…');
                if joined && letter && begins && character != '”' && !open {
                    return Some(at);
                }
                if open && joined && after.is_some_and(char::is_uppercase) {
                    return Some(at + character.len_utf8());
                }
                open = character == '“' || character == '"' && !open;
            }
            _ if character.is_uppercase() && (previous.is_lowercase() || matches!(previous, '?' | '!' | '.')) => {
                // directly after the marker there is always a word before
                let left = if at == from { 4 } else { at - word };
                let tail = &line[at..];
                // no name in the table is longer
                let letters = tail.chars().take(24).take_while(|c| c.is_alphabetic());
                let right: usize = letters.map(char::len_utf8).sum();
                let camel = CAMEL.contains(&&line[word..at + right]);
                if !camel && (starts_sentence(tail) && left > 1 || left >= 4 && right >= 3) {
                    return Some(at);
                }
            }
            '.' | '!' | '?' if stops && after.is_none_or(char::is_whitespace) => return Some(at + 1),
            _ => {}
        }
        if character.is_whitespace() || !character.is_alphanumeric() {
            word = at + character.len_utf8();
        }
        previous = character;
    }
    None
}

/// Names with a capital inside.
const CAMEL: [&str; 24] = [
    "YouTube",
    "BuzzFeed",
    "PlayStation",
    "WhatsApp",
    "LinkedIn",
    "HuffPost",
    "SoundCloud",
    "FedEx",
    "DeSantis",
    "LeBron",
    "TikTok",
    "OpenAI",
    "SpaceX",
    "PayPal",
    "McDonald",
    "MacArthur",
    "PricewaterhouseCoopers",
    "AstraZeneca",
    "GlaxoSmithKline",
    "BlackRock",
    "ExxonMobil",
    "MasterCard",
    "AccuWeather",
    "ProPublica",
];
