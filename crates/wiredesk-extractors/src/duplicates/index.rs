//! Finds remembered texts that may be near-duplicates without looking at all of them: locality-sensitive
//! hashing in which every one of a sketch's smallest hashes is a band of its own, so that texts are found
//! that are contained in others. Entries are kept in lists through two arrays; nothing is allocated per
//! text or band.

use rustc_hash::FxHashMap;

use super::sketch::Sketch;

/// Hashes by which a text is found: its smallest.
const KEYS: usize = 32;

/// Texts that are found by one hash; more of them share a set phrase.
const MOST_PER_KEY: u32 = 48;

/// Candidates that are compared in full, those with most hashes in common.
const MOST_CANDIDATES: usize = 24;

/// No entry.
const NONE: u32 = u32::MAX;

/// The texts that were found under one hash, newest first.
#[derive(Clone, Copy)]
struct List {
    first: u32,
    length: u32,
}

/// Which texts have which hashes. Texts are numbered from 0; entry `KEYS * text + k` is that of the text's
/// `k`-th hash.
#[derive(Default)]
pub(super) struct Index {
    lists: FxHashMap<u32, List>,
    /// The entry behind each entry; `NONE` at the end of a list and for those in none.
    next: Vec<u32>,
    /// Hits per text of the question at hand.
    hits: Vec<u8>,
    touched: Vec<u32>,
}

/// The hashes by which a sketch is found.
fn keys(sketch: &Sketch) -> &[u32] {
    &sketch.hashes[..sketch.hashes.len().min(KEYS)]
}

impl Index {
    pub(super) fn insert(&mut self, text: usize, sketch: &Sketch) {
        let wanted = (text + 1) * KEYS;
        if self.next.len() < wanted {
            self.next.resize(wanted, NONE);
            self.hits.resize(text + 1, 0);
        }
        for (entry, key) in (text * KEYS..).zip(keys(sketch)) {
            let list = self.lists.entry(*key).or_insert(List { first: NONE, length: 0 });
            if list.length < MOST_PER_KEY {
                self.next[entry] = list.first;
                *list = List { first: entry as u32, length: list.length + 1 };
            }
        }
    }

    /// Takes a text out again; `sketch` is the one it was inserted with.
    pub(super) fn remove(&mut self, text: usize, sketch: &Sketch) {
        for (entry, key) in (text * KEYS..).zip(keys(sketch)) {
            let Some(list) = self.lists.get_mut(key) else { continue };
            let behind = std::mem::replace(&mut self.next[entry], NONE);
            let mut at = list.first;
            if at == entry as u32 {
                list.first = behind;
            } else {
                while at != NONE && self.next[at as usize] != entry as u32 {
                    at = self.next[at as usize];
                }
                if at == NONE {
                    continue;
                }
                self.next[at as usize] = behind;
            }
            list.length -= 1;
            if list.length == 0 {
                self.lists.remove(key);
            }
        }
    }

    /// Texts that may have much in common with `sketch`, most likely ones first; `of` gives the sketch of a
    /// text.
    pub(super) fn candidates<'s>(&mut self, sketch: &Sketch, of: impl Fn(usize) -> Option<&'s Sketch>) -> Vec<usize> {
        for hash in &sketch.hashes {
            let mut at = self.lists.get(hash).map_or(NONE, |list| list.first);
            while at != NONE {
                let text = at / KEYS as u32;
                let hits = &mut self.hits[text as usize];
                if *hits == 0 {
                    self.touched.push(text);
                }
                *hits += 1;
                at = self.next[at as usize];
            }
        }
        let limit = sketch.limit();
        let mut found: Vec<(u8, usize)> = Vec::new();
        for text in self.touched.drain(..) {
            let hits = std::mem::take(&mut self.hits[text as usize]);
            let text = text as usize;
            // of those hashes that the sketch would hold if the text had them, a good part has to be there
            let Some(other) = of(text) else { continue };
            let possible = keys(other).partition_point(|key| *key <= limit);
            if hits >= 2 && usize::from(hits) * 7 >= possible {
                found.push((hits, text));
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.truncate(MOST_CANDIDATES);
        found.into_iter().map(|(_, text)| text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sketch::Sketcher, *};

    fn sketch(numbers: std::ops::Range<u32>) -> Sketch {
        let text: String = numbers.map(|n| format!("Ship {n} left for port {n} with {n} tons of coal{n}. ")).collect();
        Sketcher::default().sketch(&text).0
    }

    #[test]
    fn texts_are_found_whole_in_part_and_around_others_until_they_are_taken_out() {
        let sketches: Vec<Sketch> = (0..200).map(|n| sketch(n * 30..n * 30 + 30)).collect();
        let mut index = Index::default();
        for (number, sketch) in sketches.iter().enumerate() {
            index.insert(number, sketch);
        }
        for (part, expected) in [(3000..3030, 100), (3000..3015, 100), (3015..3030, 100), (3000..3060, 101)] {
            let found = index.candidates(&sketch(part.clone()), |text| sketches.get(text));
            assert!(found.contains(&expected) && found.len() <= 2, "{part:?}: {found:?}");
        }
        index.remove(100, &sketches[100]);
        assert!(index.candidates(&sketches[100], |text| sketches.get(text)).is_empty());
        for (number, sketch) in sketches.iter().enumerate().filter(|(number, _)| *number != 100) {
            index.remove(number, sketch);
        }
        assert!(index.lists.is_empty(), "nothing stays behind");
    }

    #[test]
    fn a_phrase_that_stands_everywhere_costs_no_more_than_one_that_is_rare() {
        let same = sketch(0..3);
        let mut index = Index::default();
        for number in 0..500 {
            index.insert(number, &same);
        }
        assert!(index.lists.values().all(|list| list.length <= MOST_PER_KEY));
        assert_eq!(index.candidates(&same, |_| Some(&same)).len(), MOST_CANDIDATES);
        for number in 0..500 {
            index.remove(number, &same);
        }
        assert!(index.lists.is_empty());
    }
}
