//! The sequence model: weights of features for tags and of tags for the tags behind them, and the best
//! sequence of tags for a sentence (Viterbi 1967). Read from a file that training has written.
//!
//! The file, little endian: the magic, the number of rows (u32), the value of one step (f32), the steps of
//! [`TAGS`] tags at the start of a sentence and of each behind each (i16), then the features in rising
//! order (u32 each), then their steps for each tag (i8 each).

use rustc_hash::FxHashMap;

/// None, then beginning and inside of each kind.
pub(super) const TAGS: usize = 11;

/// Figures for each tag.
pub(super) type Row = [f32; TAGS];

const MAGIC: &[u8; 8] = b"wdnames1";

/// A tag: 0 is no name, 1 + 2k begins a name of kind k, 2 + 2k goes on with it.
pub(super) struct Tag;

impl Tag {
    /// Whether `tag` may stand behind `before`; `None` is the start of a sentence.
    pub(super) const fn follows(before: Option<usize>, tag: usize) -> bool {
        if tag == 0 || tag % 2 == 1 {
            return true;
        }
        match before {
            Some(before) => before == tag || before + 1 == tag,
            None => false,
        }
    }
}

/// Weights by tag.
pub(super) struct Model {
    rows: FxHashMap<u32, [i8; TAGS]>,
    step: f32,
    /// By the tag before, the last for the start of a sentence.
    transitions: [Row; TAGS + 1],
}

impl Model {
    /// What [`write`] has written.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk::<8>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let (step, mut rest) = rest.split_first_chunk::<4>()?;
        let (count, step) = (u32::from_le_bytes(*count) as usize, f32::from_le_bytes(*step));
        let mut transitions = [[0.0; TAGS]; TAGS + 1];
        for weight in transitions.iter_mut().flatten() {
            let (steps, behind) = rest.split_first_chunk::<2>()?;
            *weight = f32::from(i16::from_le_bytes(*steps)) * step;
            rest = behind;
        }
        let (features, rows) = rest.split_at_checked(count * 4)?;
        if magic != MAGIC || rows.len() != count * TAGS {
            return None;
        }
        let features = features.as_chunks::<4>().0.iter().map(|feature| u32::from_le_bytes(*feature));
        let rows = rows.as_chunks::<TAGS>().0.iter().map(|row| row.map(u8::cast_signed));
        Some(Self { rows: features.zip(rows).collect(), step, transitions })
    }

    /// The weights of a word's features, by tag.
    pub(super) fn score(&self, features: &[u32]) -> Row {
        let mut sums = [0_i32; TAGS];
        for row in features.iter().filter_map(|feature| self.rows.get(feature)) {
            sums.iter_mut().zip(row).for_each(|(sum, steps)| *sum += i32::from(*steps));
        }
        sums.map(|sum| sum as f32 * self.step)
    }

    pub(super) const fn transitions(&self) -> &[Row; TAGS + 1] {
        &self.transitions
    }
}

/// Weights as a file that [`Model::read`] reads. Rows that come to nothing are left out.
pub(super) fn write(mut rows: Vec<(u32, Row)>, transitions: &[Row; TAGS + 1]) -> Vec<u8> {
    let largest = rows.iter().flat_map(|(_, row)| row).fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    let step = (largest / 127.0).max(f32::MIN_POSITIVE);
    let steps = |weight: f32| (weight / step).round();
    rows.retain(|(_, row)| row.iter().any(|weight| steps(*weight) != 0.0));
    rows.sort_by_key(|(feature, _)| *feature);
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&(rows.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&step.to_le_bytes());
    for weight in transitions.iter().flatten() {
        bytes.extend_from_slice(&(steps(*weight) as i16).to_le_bytes());
    }
    rows.iter().for_each(|(feature, _)| bytes.extend_from_slice(&feature.to_le_bytes()));
    bytes.extend(rows.iter().flat_map(|(_, row)| row.map(|weight| (steps(weight) as i8).cast_unsigned())));
    bytes
}

/// Finds best sequences; keeps its memory.
#[derive(Default)]
pub(super) struct Decoder {
    scores: Vec<Row>,
    from: Vec<[u8; TAGS]>,
}

impl Decoder {
    /// Writes the best tags for words with these scores into `tags`. `allowed` has a bit for each tag that
    /// a word may get; nothing at all stands for all of them.
    pub(super) fn decode(&mut self, words: &[Row], allowed: &[u16], transitions: &[Row; TAGS + 1], tags: &mut Vec<u8>) {
        tags.clear();
        self.scores.clear();
        self.from.clear();
        let may = |at: usize, tag: usize| allowed.get(at).is_none_or(|mask| mask & (1 << tag) != 0);
        for (at, word) in words.iter().enumerate() {
            let (mut scores, mut from) = ([f32::NEG_INFINITY; TAGS], [0_u8; TAGS]);
            for tag in (0..TAGS).filter(|tag| may(at, *tag)) {
                if let Some(before) = self.scores.last() {
                    for (last, score) in before.iter().enumerate().filter(|(last, _)| Tag::follows(Some(*last), tag)) {
                        let sum = score + transitions[last][tag];
                        if sum > scores[tag] {
                            (scores[tag], from[tag]) = (sum, last as u8);
                        }
                    }
                } else if Tag::follows(None, tag) {
                    scores[tag] = transitions[TAGS][tag];
                }
                scores[tag] += word[tag];
            }
            self.scores.push(scores);
            self.from.push(from);
        }
        let Some(last) = self.scores.last() else { return };
        let mut tag = (1..TAGS).fold(0, |best, tag| if last[tag] > last[best] { tag } else { best });
        for from in self.from.iter().rev() {
            tags.push(tag as u8);
            tag = usize::from(from[tag]);
        }
        tags.reverse();
    }
}
