//! What the sequence model sees of a word: numbers made of the word, its neighbours, its shape, the
//! gazetteers, and what the tagger of lexicons takes it for. The same numbers are made in training and
//! in use; a change of anything here wants the model trained anew.

use std::ops::Range;

use wiredesk_core::annotation::EntityKind;

use super::{
    super::{
        kinds,
        tagger::NameSpan,
        words::{Shape, Words},
    },
    model::Tag,
};
use crate::lexicon::{HeadAt, Known, Lexicons, PeopleForm, PlaceRank, lower};

/// Features of a word: as many for each.
pub(super) const FEATURES: usize = 44;

/// How many words in small letters a name may have in a row.
const BETWEEN: usize = 3;

/// What of a word goes into features.
#[derive(Clone, Copy, Default)]
struct Item {
    lower: u64,
    exact: u64,
    shape: u64,
    prefixes: [u64; 3],
    suffixes: [u64; 3],
    /// What the gazetteers know the name as that it is a part of.
    known: u64,
    /// In which word lists it stands.
    listed: u64,
    /// What the tagger of lexicons says.
    rule: u64,
    /// Where it stands.
    place: u64,
    /// Whether it may be a name by its looks or by the lists.
    telling: bool,
}

/// The words of one document; buffers are kept from document to document.
#[derive(Default)]
pub(super) struct Features {
    items: Vec<Item>,
    buffer: String,
}

impl Features {
    /// Reads the words of a document and marks in `near` those at which a name can stand. Only these, and what stands
    /// beside them, have features afterwards; with `everywhere` all words.
    pub(super) fn read(
        &mut self,
        text: &str,
        words: &Words,
        lexicons: &Lexicons,
        rules: &[NameSpan],
        near: &mut Vec<bool>,
        everywhere: bool,
    ) {
        self.items.clear();
        for word in &words.list {
            let whole = straight(word.text(text));
            lower(whole, &mut self.buffer);
            let small = whole == self.buffer;
            // "iran", "anna"
            let known_small = small && !lexicons.common.contains(&*self.buffer) && {
                let titled = titled(whole, &self.buffer);
                let known = |name: &str| lexicons.known.contains_key(name) || lexicons.first_names.contains_key(name);
                titled.as_deref().is_some_and(known)
            };
            self.items.push(Item { telling: !small || known_small, ..Item::default() });
        }
        self.mark_known(text, words, lexicons);
        for name in rules {
            let kind = Tag::kind(name.kind);
            for (number, item) in self.items[name.first..name.end].iter_mut().enumerate() {
                item.telling = true;
                item.rule = 1 + 2 * kind + u64::from(number > 0);
            }
        }
        self.near_names(near);
        let mut filled = 0;
        for at in (0..near.len()).filter(|at| everywhere || near[*at]) {
            for beside in filled.max(at.saturating_sub(2))..(at + 3).min(near.len()) {
                self.fill(text, words, lexicons, beside);
                filled = beside + 1;
            }
        }
    }

    /// Everything about a word that does not depend on others.
    fn fill(&mut self, text: &str, words: &Words, lexicons: &Lexicons, at: usize) {
        let word = &words.list[at];
        let whole = straight(word.text(text));
        lower(whole, &mut self.buffer);
        let seen = words.seen(whole);
        let ends = |from: usize| cut_end(&self.buffer, from);
        let starts = |to: usize| cut_start(&self.buffer, to);
        // as a name would be written, where this one is in small letters or capitals throughout
        let titled = titled(whole, &self.buffer);
        let known = titled.as_deref().and_then(|name| lexicons.known.get(name));
        let before = self.items[at];
        self.items[at] = Item {
            lower: hash(self.buffer.as_bytes()),
            exact: hash(whole.as_bytes()),
            shape: shape(whole),
            prefixes: [starts(2), starts(3), starts(4)].map(|part| hash(part.as_bytes())),
            suffixes: [ends(2), ends(3), ends(4)].map(|part| hash(part.as_bytes())),
            known: if before.known > 0 { before.known } else { known.map_or(0, |known| 64 + known_as(known)) },
            listed: listed(titled.as_deref().unwrap_or(whole), &self.buffer, lexicons),
            place: u64::from(word.is(Shape::OPENS))
                | u64::from(word.is(Shape::HEADLINE)) << 1
                | u64::from(word.is(Shape::QUOTED)) << 2
                | u64::from(word.is(Shape::SPACED)) << 3
                | u64::from(seen.lower.min(2)) << 4
                | u64::from(seen.capital.min(2)) << 6,
            ..before
        };
    }

    /// Marks in `near` the words at which a name can stand: those that are not in small letters, those that lists know
    /// as names, and up to [`BETWEEN`] words between two of them. The others are not worth their scores.
    fn near_names(&self, near: &mut Vec<bool>) {
        near.clear();
        near.resize(self.items.len(), false);
        let mut last: Option<usize> = None;
        for (at, _) in self.items.iter().enumerate().filter(|(_, item)| item.telling) {
            let from = last.filter(|last| at - last <= BETWEEN + 1).unwrap_or(at);
            near[from..=at].fill(true);
            last = Some(at);
        }
    }

    /// Marks the words of the longest names that the gazetteers know.
    fn mark_known(&mut self, text: &str, words: &Words, lexicons: &Lexicons) {
        let list = &words.list;
        let mut at = 0;
        while at < list.len() {
            let word = list[at].text(text);
            let longest = lexicons.several_words.get(word).map_or(1, |longest| usize::from(*longest));
            let found = (1..=longest.min(list.len() - at)).rev().find_map(|length| {
                let range = list[at].span.start()..list[at + length - 1].span.end();
                Some((length, lexicons.known.get(&text[range])?))
            });
            let Some((length, known)) = found else {
                at += 1;
                continue;
            };
            let code = known_as(known) * 4 + u64::from(length > 1) * 2;
            for (number, item) in self.items[at..at + length].iter_mut().enumerate() {
                item.telling = true;
                item.known = 128 + code + u64::from(number > 0);
            }
            at += length;
        }
    }

    /// The features of word `at` of a sentence.
    pub(super) fn of(&self, at: usize, sentence: &Range<usize>) -> [u32; FEATURES] {
        const OUTSIDE: Item = Item {
            lower: 1,
            exact: 1,
            shape: 1,
            prefixes: [0; 3],
            suffixes: [0; 3],
            known: 0,
            listed: 1 << 40,
            rule: 0,
            place: 1 << 40,
            telling: false,
        };
        let item = |offset: isize| {
            let at = at.checked_add_signed(offset).filter(|at| sentence.contains(at));
            at.map_or(&OUTSIDE, |at| &self.items[at])
        };
        let (far_before, before, here, after, far_after) = (item(-2), item(-1), item(0), item(1), item(2));
        let pairs = [
            (0, 0),
            (here.lower, 0),
            (here.exact, 0),
            (before.lower, 0),
            (after.lower, 0),
            (far_before.lower, 0),
            (far_after.lower, 0),
            (before.lower, here.lower),
            (here.lower, after.lower),
            (before.lower, after.lower),
            (here.prefixes[0], here.shape),
            (here.prefixes[1], 0),
            (here.prefixes[2], 0),
            (here.suffixes[0], here.shape),
            (here.suffixes[1], 0),
            (here.suffixes[2], 0),
            (here.shape, 0),
            (before.shape, here.shape),
            (here.shape, after.shape),
            (mix(before.shape, here.shape), after.shape),
            (here.place, here.shape),
            (here.place, here.listed),
            (here.known, here.shape),
            (before.known, here.known),
            (here.known, after.known),
            (here.known, here.place),
            (here.listed, here.shape),
            (before.listed, here.listed),
            (here.listed, after.listed),
            (mix(before.listed, here.listed), after.listed),
            (here.rule, 0),
            (before.rule, here.rule),
            (here.rule, after.rule),
            (here.rule, here.known),
            (here.rule, here.listed),
            (here.rule, here.lower),
            (here.rule, here.place),
            (here.shape, before.lower),
            (here.shape, after.lower),
            (mix(here.rule, before.rule), before.lower),
            (mix(here.rule, after.rule), after.lower),
            (before.suffixes[1], here.shape),
            (after.suffixes[1], here.shape),
            (mix(here.rule, far_before.rule), far_after.rule),
        ];
        let mut features = [0; FEATURES];
        for (number, (feature, (one, other))) in (0_u64..).zip(features.iter_mut().zip(pairs)) {
            *feature = (mix(mix(number.wrapping_mul(0x9e37_79b9), one), other) >> 32) as u32;
        }
        features
    }
}

/// A number for two (the finaliser of SplitMix64 over a combination of both).
const fn mix(one: u64, other: u64) -> u64 {
    let sum = one.rotate_left(23) ^ other.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A number for a string (FNV-1a).
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A word of small letters or of capitals alone with a single capital at its beginning.
fn titled(whole: &str, lower: &str) -> Option<String> {
    let mut letters = whole.chars();
    let first = letters.next()?;
    let second = letters.next()?;
    let other = first.is_lowercase() || first.is_uppercase() && second.is_uppercase() && whole.len() > 3;
    if !other || !lower.chars().all(char::is_alphabetic) {
        return None;
    }
    let rest = &lower[lower.chars().next()?.len_utf8()..];
    Some(first.to_uppercase().chain(rest.chars()).collect())
}

/// The first `count` characters.
fn cut_start(word: &str, count: usize) -> &str {
    word.char_indices().nth(count).map_or(word, |(end, _)| &word[..end])
}

/// The last `count` characters.
fn cut_end(word: &str, count: usize) -> &str {
    word.char_indices().nth_back(count - 1).map_or(word, |(start, _)| &word[start..])
}

/// A clitic with the apostrophe of typewriters, which is what the model has learned: "Hale’s" is no other word than
/// "Hale's".
fn straight(word: &str) -> &str {
    match word {
        "’s" => "'s",
        "’" => "'",
        "’re" => "'re",
        "’ve" => "'ve",
        "’ll" => "'ll",
        "’d" => "'d",
        "’m" => "'m",
        "n’t" => "n't",
        _ => word,
    }
}

/// Capitals, small letters, digits and other characters in order, runs of three and more as of two.
fn shape(word: &str) -> u64 {
    let (mut code, mut last, mut run) = (7_u64, 0, 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            '.' => 4,
            '-' | '–' => 5,
            '\'' | '’' => 6,
            _ => 7,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            code = code.wrapping_mul(9).wrapping_add(class);
        }
    }
    code
}

fn known_as(known: &Known) -> u64 {
    match known {
        Known::Country(_) => 1,
        Known::Demonym(demonym) => 2 + form(demonym.form),
        Known::Group(people) => 6 + form(*people),
        Known::Name(name) => 10 + Tag::kind(name.kind),
        Known::Place(place) => {
            16 + match place.rank {
                PlaceRank::Major => 0,
                PlaceRank::Region => 1,
                _ => 2,
            }
        }
    }
}

fn form(form: PeopleForm) -> u64 {
    form as u64
}

/// One bit per list that a word stands in.
fn listed(whole: &str, lower: &str, lexicons: &Lexicons) -> u64 {
    let head = lexicons.heads.get(whole).map_or(0, |head| {
        1 + Tag::kind(head.kind) * 3
            + match head.at {
                HeadAt::First => 0,
                HeadAt::Last => 1,
                HeadAt::Any => 2,
            }
    });
    u64::from(lexicons.first_names.contains_key(whole))
        | u64::from(lexicons.common.contains(lower)) << 1
        | u64::from(lexicons.function_words.contains(lower)) << 2
        | u64::from(lexicons.capitals.contains(whole)) << 3
        | u64::from(lexicons.titles.contains_key(lower)) << 4
        | u64::from(lexicons.title_words.contains_key(lower)) << 5
        | head << 6
}

/// Kinds that the model does not tell apart count as the last.
impl Tag {
    pub(super) fn kind(kind: EntityKind) -> u64 {
        match kind {
            EntityKind::Person => kinds::PERSON as u64,
            EntityKind::Organization => kinds::ORGANIZATION as u64,
            EntityKind::Place => kinds::PLACE as u64,
            EntityKind::Group => kinds::GROUP as u64,
            _ => kinds::OTHER as u64,
        }
    }
}
