//! What an article is about, as a vector: its names and its unusual words, weighted by how often and how
//! early they stand in it and by how unusual they are in news at large. How usual words are comes from a table
//! (`data/stories/frequencies.tsv`), not from the articles that have come in: an article's vector does not
//! depend on what was read before it.

use rustc_hash::{FxHashMap, FxHashSet};
use wiredesk_core::{
    Document,
    annotation::{EntityKind, MentionForm, TokenKind},
};

use crate::hashing::{Fnv, mixed};

/// Terms of a profile.
pub(super) const TERMS: usize = 40;

/// So far into the text what stands there counts double, in bytes: the first two sentences or so.
const LEAD: usize = 300;

/// A name is worth so many times an unusual word.
const NAME: f32 = 1.5;

/// Words that are in more than this share of reports say nothing.
const COMMON: f32 = 0.25;

/// Countries and nationals count as words that are in this share of reports: what they do together is seldom one
/// story.
const COUNTRIES: f32 = 0.06;

/// Terms by hash, ascending, of length 1 as a vector; empty for an article without terms.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profile(pub(super) Vec<(u32, f32)>);

/// How much a word is worth by how usual it is.
pub(super) struct Weights {
    words: FxHashMap<u32, f32>,
    unusual: f32,
    name: f32,
    /// Names of countries and nationals, hashed as words.
    countries: FxHashSet<u32>,
    country: f32,
}

impl Weights {
    /// Reads the table.
    pub(super) fn read() -> Self {
        let rows = include_str!("../../data/stories/frequencies.tsv").lines().filter(|line| !line.starts_with('#'));
        let rows =
            rows.filter_map(|line| line.split_once('\t').and_then(|(word, count)| Some((word, count.parse().ok()?))));
        let mut rows = rows.peekable();
        let documents: f32 = rows.next_if(|(name, _)| *name == "documents").map_or(1.0, |(_, count)| count);
        let weight = |count: f32| ((documents + 1.0) / (count + 0.5)).ln();
        let weigh = |(word, count): (&str, f32)| {
            let weight = if count > documents * COMMON { 0.0 } else { weight(count) };
            (term(Kind::Word, word), weight)
        };
        let mut words: FxHashMap<u32, f32> = rows.map(weigh).collect();
        let (unusual, country) = (weight(0.0), weight(documents * COUNTRIES));
        let mut countries = FxHashSet::default();
        for name in countries_and_nationals() {
            countries.insert(term(Kind::Word, name));
            for word in name.split(' ').filter(|word| word.len() > 3) {
                let weight = words.entry(term(Kind::Word, stem(word))).or_insert(unusual);
                *weight = weight.min(country);
            }
        }
        Self { words, unusual, name: NAME * weight(5.0), countries, country: NAME * country }
    }

    fn name(&self, name: &str) -> f32 {
        if self.countries.contains(&term(Kind::Word, name)) { self.country } else { self.name }
    }
}

/// Names of countries and words for their people.
fn countries_and_nationals() -> impl Iterator<Item = &'static str> {
    let lists = [include_str!("../../data/names/countries.tsv"), include_str!("../../data/names/demonyms.tsv")];
    let lines = lists.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#'));
    let columns = lines.flat_map(|line| line.split('\t'));
    // the other columns are codes
    columns.filter(|name| name.len() > 2 && name.starts_with(char::is_uppercase))
}

/// What a term is; a name is another term than the word of the same letters.
#[derive(Clone, Copy)]
enum Kind {
    Word,
    Name(EntityKind),
}

/// The hash of a term.
fn term(kind: Kind, text: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.byte(match kind {
        Kind::Word => b'w',
        Kind::Name(EntityKind::Person) => b'p',
        Kind::Name(EntityKind::Organization) => b'o',
        Kind::Name(EntityKind::Place) => b'l',
        Kind::Name(_) => b'n',
    });
    text.chars().for_each(|c| hash.lower(c));
    (mixed(hash.0) >> 32) as u32
}

/// A word without the endings that verbs and plurals have.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 4] = ["ing", "ed", "es", "s"];
    let cut = |ending: &&str| {
        let at = word.len().checked_sub(ending.len()).filter(|at| *at >= 4)?;
        let found = word.is_char_boundary(at) && word[at..].eq_ignore_ascii_case(ending);
        found.then(|| &word[..at])
    };
    ENDINGS.iter().find_map(cut).unwrap_or(word)
}

/// Makes profiles.
pub(super) struct Profiler {
    weights: Weights,
    counts: FxHashMap<u32, (f32, f32)>,
}

impl Profiler {
    pub(super) fn new(weights: Weights) -> Self {
        Self { weights, counts: FxHashMap::default() }
    }

    /// The profile of a document.
    pub(super) fn profile(&mut self, document: &Document) -> Profile {
        self.counts.clear();
        for token in &document.layers.tokens {
            if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                let times = if token.span.start() < LEAD { 2.0 } else { 1.0 };
                self.count_word(token.span.slice(&document.text), times);
            }
        }
        let title = document.title.as_deref().unwrap_or_default();
        title.split(|c: char| !c.is_alphanumeric() && c != '-').for_each(|word| self.count_word(word, 2.0));
        for entity in &document.layers.entities {
            if !matches!(entity.kind, EntityKind::Work | EntityKind::Other) {
                let weight = self.weights.name(&entity.name);
                let mentions = entity.mentions.iter().filter(|mention| mention.form != MentionForm::Pronoun).count();
                self.counts.insert(term(Kind::Name(entity.kind), &entity.name), (mentions.max(1) as f32, weight));
            }
        }
        let weigh = |(term, (times, weight)): (&u32, &(f32, f32))| (*term, (1.0 + times.ln()) * weight);
        let mut terms: Vec<(u32, f32)> = self.counts.iter().map(weigh).collect();
        if terms.len() > TERMS {
            // equal weights by hash, so that the result does not depend on the order of the map
            terms.select_nth_unstable_by(TERMS - 1, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(TERMS);
        }
        terms.sort_unstable_by_key(|(term, _)| *term);
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        terms.iter_mut().for_each(|(_, weight)| *weight /= length);
        Profile(terms)
    }

    fn count_word(&mut self, word: &str, times: f32) {
        let stem = stem(word);
        if stem.len() < 2 {
            return;
        }
        let term = term(Kind::Word, stem);
        let weight = self.weights.words.get(&term).copied().unwrap_or(self.weights.unusual);
        if weight > 0.0 {
            self.counts.entry(term).or_insert((0.0, weight)).0 += times;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_weigh_less_than_unusual_ones_and_the_commonest_nothing() {
        let weights = Weights::read();
        let of = |word: &str| weights.words.get(&term(Kind::Word, word)).copied().unwrap_or(weights.unusual);
        assert_eq!(of("the"), 0.0);
        assert!(of("government") > 0.0 && of("government") < of("ferry"));
        assert!(of("ferry") <= of("zeppelin") && of("zeppelin") < weights.name("Ilse Brandt"));
        assert!(of("norway") < of("ferry") && weights.name("Norway") < of("zeppelin"));
    }

    #[test]
    fn endings_are_cut_off_long_words_only() {
        for (word, expected) in [
            ("bombings", "bombing"),
            ("bombing", "bomb"),
            ("killed", "kill"),
            ("is", "is"),
            ("reds", "reds"),
            ("été", "été"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }

    #[test]
    fn terms_are_those_of_the_notes_on_disk() {
        assert_eq!(term(Kind::Word, "Ferry"), term(Kind::Word, "ferry"));
        assert_eq!(
            [term(Kind::Word, "ferry"), term(Kind::Name(EntityKind::Person), "Ilse Brandt")],
            [0x55eb_19b2, 0xa2a0_5454]
        );
    }
}
