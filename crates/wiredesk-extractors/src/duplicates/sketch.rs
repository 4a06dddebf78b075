//! A sample of a text's shingles from which it can be told how much two texts have in common: the
//! smallest hashes (a bottom-k sketch, Broder 1997). Of a text with no more than [`MOST`] different
//! shingles it is the whole set, and what is told is exact.

use super::shingles::{self, WORDS};

/// Shingles that are kept of a text: those of some 40 lines; longer texts are sampled.
pub(super) const MOST: usize = 256;

/// Numbers that are kept of a text.
pub(super) const MOST_NUMBERS: usize = 48;

/// With fewer numbers than this in either text, they say nothing.
const FEW_NUMBERS: usize = 6;

/// Texts with fewer shingles than this are compared strictly.
const SHORT: u32 = 20;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Ascending.
    pub(super) hashes: Box<[u32]>,
    /// Where each of them stands first in the text, from 0 at its beginning to 255 at its end.
    pub(super) places: Box<[u8]>,
    /// Different shingles of the whole text.
    pub(super) total: u32,
    /// The smallest hashes of its numbers, ascending.
    pub(super) numbers: Box<[u32]>,
}

/// Buffers for making sketches.
#[derive(Default)]
pub(super) struct Sketcher {
    words: Vec<u64>,
    numbers: Vec<u32>,
    shingles: Vec<(u32, u32)>,
}

impl Sketcher {
    /// The sketch of a text, and its fingerprint.
    pub(super) fn sketch(&mut self, text: &str) -> (Sketch, u64) {
        shingles::words(text, &mut self.words, &mut self.numbers);
        self.shingles.clear();
        let shingles = self.words.array_windows::<WORDS>().zip(0..).map(|(words, at)| (shingles::shingle(words), at));
        self.shingles.extend(shingles);
        let last = (self.shingles.len().max(2) - 1) as u64;
        self.shingles.sort_unstable();
        self.shingles.dedup_by_key(|(hash, _)| *hash);
        let total = u32::try_from(self.shingles.len()).unwrap_or(u32::MAX);
        self.shingles.truncate(MOST);
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.numbers.truncate(MOST_NUMBERS);
        let sketch = Sketch {
            hashes: self.shingles.iter().map(|(hash, _)| *hash).collect(),
            places: self.shingles.iter().map(|(_, at)| (u64::from(*at) * 255 / last) as u8).collect(),
            total,
            numbers: self.numbers.as_slice().into(),
        };
        (sketch, shingles::fingerprint(&self.words))
    }
}

/// What two texts have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// Share of all their shingles that are in both.
    pub(super) resemblance: f32,
    /// Share of the shingles of the one of which more is in the other.
    pub(super) containment: f32,
    /// Whether what they share is the beginning of both.
    pub(super) leads: bool,
    /// Where in the first text that stands on average, from 0 to 1.
    pub(super) place: f32,
    /// Share of the numbers of the one of which more are in the other; `None` where there are too few to tell.
    pub(super) numbers: Option<f32>,
}

impl Sketch {
    /// Every shingle with a hash up to this is in the sketch.
    pub(super) fn limit(&self) -> u32 {
        match self.hashes.last() {
            Some(last) if (self.hashes.len() as u32) < self.total => *last,
            _ => u32::MAX,
        }
    }

    /// How much `self` and `other` have in common.
    pub(super) fn likeness(&self, other: &Self) -> Likeness {
        let limit = self.limit().min(other.limit());
        let up_to = |sketch: &Self| sketch.hashes.partition_point(|hash| *hash <= limit);
        let (own, theirs) = (up_to(self), up_to(other));
        let (mut shared, mut places, mut early) = (0_usize, 0_u32, 0_usize);
        // how far the shorter reaches into the longer if it is its beginning, with some room for what
        // was put before it
        let ratio = f64::from(self.total.min(other.total)) / f64::from(self.total.max(other.total).max(1));
        let bound = (255.0 * (ratio * 1.3 + 0.05)).min(255.0) as u8;
        let (mut a, mut b) = (0, 0);
        while a < own && b < theirs {
            match self.hashes[a].cmp(&other.hashes[b]) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    places += u32::from(self.places[a]);
                    let longer = if self.total >= other.total { self.places[a] } else { other.places[b] };
                    early += usize::from(longer <= bound);
                    a += 1;
                    b += 1;
                }
            }
        }
        if shared == 0 {
            return Likeness::default();
        }
        let share = |part: usize, whole: usize| part as f32 / whole as f32;
        Likeness {
            resemblance: share(shared, own + theirs - shared),
            containment: share(shared, own.min(theirs)),
            leads: early * 10 >= shared * 9,
            place: places as f32 / (255.0 * shared as f32),
            numbers: self.shared_numbers(other),
        }
    }

    fn shared_numbers(&self, other: &Self) -> Option<f32> {
        let limit = |numbers: &[u32]| if numbers.len() < MOST_NUMBERS { u32::MAX } else { numbers[MOST_NUMBERS - 1] };
        let limit = limit(&self.numbers).min(limit(&other.numbers));
        let [own, theirs] = [self, other].map(|sketch| sketch.numbers.partition_point(|number| *number <= limit));
        let least = own.min(theirs);
        let shared = self.numbers[..own].iter().filter(|number| other.numbers[..theirs].binary_search(number).is_ok());
        (least >= FEW_NUMBERS).then(|| shared.count() as f32 / least as f32)
    }

    /// Whether the text is so short that set phrases could make up much of it.
    pub(super) fn is_short(&self) -> bool {
        self.total < SHORT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        Sketcher::default().sketch(text).0
    }

    /// Sentences that have no shingle in common.
    fn sentences(numbers: std::ops::Range<u32>) -> String {
        numbers.map(|n| format!("Ship {n} left for port {n} with {n} tons of coal{n} on board{n}. ")).collect()
    }

    #[test]
    fn a_short_text_is_kept_whole_and_a_long_one_is_sampled() {
        let (short, long) = (sketch(&sentences(0..10)), sketch(&sentences(0..500)));
        assert_eq!((short.hashes.len(), short.limit()), (short.total as usize, u32::MAX));
        assert_eq!(long.hashes.len(), MOST);
        assert!(long.total > 5000 && long.limit() < u32::MAX / 10);
    }

    #[test]
    fn likeness_is_exact_for_short_texts_and_near_for_long_ones() {
        for (a, b, resemblance, containment) in [
            (0..10, 0..10, 1.0, 1.0),
            (0..10, 10..20, 0.0, 0.0),
            (0..10, 0..20, 0.5, 1.0),
            (0..10, 5..15, 0.33, 0.5),
            (0..400, 200..600, 0.33, 0.5),
            (0..100, 0..400, 0.25, 1.0),
        ] {
            let found = sketch(&sentences(a.clone())).likeness(&sketch(&sentences(b.clone())));
            let near = |found: f32, expected: f32| (found - expected).abs() < 0.08;
            assert!(near(found.resemblance, resemblance), "{a:?} {b:?}: {found:?}");
            assert!(near(found.containment, containment), "{a:?} {b:?}: {found:?}");
        }
    }

    #[test]
    fn it_is_seen_whether_the_beginning_or_the_end_is_shared() {
        let whole = sketch(&sentences(0..100));
        let (head, tail) = (sketch(&sentences(0..20)), sketch(&sentences(80..100)));
        assert!(head.likeness(&whole).leads && whole.likeness(&head).leads);
        assert!(!tail.likeness(&whole).leads && !whole.likeness(&tail).leads);
        assert!(whole.likeness(&tail).place > 0.8);
    }

    #[test]
    fn a_text_without_shingles_is_like_nothing() {
        let nothing = sketch("Two words");
        assert_eq!(nothing.total, 0);
        assert_eq!(nothing.likeness(&nothing), Likeness::default());
    }
}
