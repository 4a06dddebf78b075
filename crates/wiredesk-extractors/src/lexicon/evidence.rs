//! How often words stood at the edges of names, or beside them, by kind: a naive Bayes table in
//! logarithms. Asked by the tagger of `entities`; never by itself decides anything.

use rustc_hash::FxHashMap;

use super::rows::rows;

/// Number of kinds told apart: person, organization, place, group, any other, none.
pub const KINDS: usize = 6;

/// One figure per kind, in the order person, organization, place, group, other, none.
pub type Kinds = [f32; KINDS];

/// Where a word stands in relation to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    First,
    Last,
    Before,
    After,
}

/// Log-likelihood ratios of words by place.
#[derive(Default)]
pub struct Evidence {
    words: [FxHashMap<&'static str, Kinds>; 4],
}

const EVIDENCE: &str = include_str!("../../data/names/evidence.tsv");

/// No single word may say more than this for or against a kind (natural logarithm).
const MOST: f32 = 3.0;

impl Evidence {
    pub(super) fn read() -> Self {
        let mut counted = Vec::new();
        let mut totals = [[1.0_f32; KINDS]; 4];
        for [place, word, counts @ ..] in rows::<8>(EVIDENCE) {
            let place = match place {
                "first" => Place::First,
                "last" => Place::Last,
                "before" => Place::Before,
                _ => Place::After,
            };
            let counts = counts.map(|count| count.parse::<f32>().unwrap_or_default());
            for (total, count) in totals[place as usize].iter_mut().zip(counts) {
                *total += count;
            }
            counted.push((place, word, counts));
        }
        let mut evidence = Self::default();
        for (place, word, counts) in counted {
            evidence.words[place as usize].insert(word, ratios(&counts, &totals[place as usize]));
        }
        evidence
    }

    /// What `word` at `place` says for and against each kind; nothing if it was not seen.
    #[must_use]
    pub fn of(&self, place: Place, word: &str) -> Option<&Kinds> {
        self.words[place as usize].get(word)
    }
}

/// `ln(p(word | kind) / p(word))`, smoothed by one and a half occurrence spread as expected.
fn ratios(counts: &Kinds, totals: &Kinds) -> Kinds {
    const SMOOTH: f32 = 1.5;
    let all: f32 = totals.iter().sum();
    let seen: f32 = counts.iter().sum();
    let mut found = [0.0; KINDS];
    for kind in 0..KINDS {
        let expected = totals[kind] / all;
        let share = (counts[kind] + SMOOTH * expected) / (seen + SMOOTH);
        found[kind] = (share / expected).ln().clamp(-MOST, MOST);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_before_a_name_speaks_for_a_person() {
        let evidence = Evidence::read();
        let before = evidence.of(Place::Before, "president").unwrap();
        assert!(before[0] > 1.0 && before[2] < 0.0, "{before:?}");
        assert_eq!(evidence.of(Place::Before, "xyzzy"), None);
    }
}
