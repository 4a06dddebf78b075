//! Trains the tagger: an averaged structured perceptron (Collins 2002) over sentences whose tags may be
//! known in part. Where a source does not annotate a kind, a word without a name may get a tag of that
//! kind; the perceptron is then moved towards the best sequence that the annotation allows.
//! Deterministic: the same texts give the same bytes.

use rustc_hash::FxHashMap;
use wiredesk_core::{
    Document,
    document::Article,
    extractor::{SyncExtractor, Worker},
    options::NoOptions,
    registry::ExtractorComponent,
};

use super::{
    super::{
        tagger::{LexiconTagger, Tagger},
        words::Words,
    },
    features::{FEATURES, Features},
    model::{self, Decoder, Row, TAGS},
    sentences,
};
use crate::{lexicon::Lexicons, sentences::Sentences};

/// Times that all sentences are gone through.
const ROUNDS: u32 = 3;
/// Features seen less often in all texts are left out.
const SEEN: u32 = 4;

/// Kinds in the order of tags.
const KINDS: [&str; 5] = ["PER", "ORG", "LOC", "GROUP", "MISC"];

/// How a source was annotated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Annotated {
    /// Kinds that stand as no name where they occur, as in files: `GROUP`, `MISC`.
    pub missing: &'static [&'static str],
    /// Whether nationalities and the like were annotated as `MISC`.
    pub groups_as_misc: bool,
}

/// A sentence: the features of its words, and a bit for each tag that a word may have.
struct Example {
    features: Vec<[u32; FEATURES]>,
    allowed: Vec<u16>,
}

/// Gathers texts, then trains.
pub struct Trainer {
    lexicons: Lexicons,
    splitter: Box<dyn SyncExtractor>,
    tagger: LexiconTagger,
    words: Words,
    made: Features,
    examples: Vec<Example>,
}

impl Default for Trainer {
    fn default() -> Self {
        let Ok(Worker::Sync(splitter)) = Sentences.build(&NoOptions::default()) else {
            unreachable!("sentences are split at once")
        };
        Self {
            lexicons: Lexicons::read(),
            splitter,
            tagger: LexiconTagger::default(),
            words: Words::default(),
            made: Features::default(),
            examples: Vec::new(),
        }
    }
}

/// A word of a text, and its tag such as `B-PER`; `None` ends a sentence.
type Line<'t> = Option<(&'t str, &'t str)>;

impl Trainer {
    /// Adds the documents of a file: token, tab, tag in every line, an empty line after a sentence,
    /// `-DOCSTART-` before a document.
    pub fn add(&mut self, file: &str, annotated: Annotated) {
        for document in file.split("-DOCSTART-") {
            let lines: Vec<Line<'_>> = document.lines().skip(1).map(|line| line.split_once('\t')).collect();
            // as long as articles are, where a file has no documents
            for part in lines.chunks(4000) {
                self.add_document(part, annotated);
            }
        }
    }

    fn add_document(&mut self, lines: &[Line<'_>], annotated: Annotated) {
        let mut text = String::new();
        let mut tagged = Vec::new();
        for line in lines {
            match line {
                Some((token, tag)) => {
                    if !text.is_empty() && !text.ends_with('\n') {
                        text.push(' ');
                    }
                    let start = text.len();
                    text.push_str(token);
                    tagged.push((start..text.len(), *tag));
                }
                None if text.is_empty() || text.ends_with('\n') => {}
                None => text.push('\n'),
            }
        }
        let article = Article { text: text.into(), ..Article::default() };
        let mut document = Document::new("training".into(), article, jiff::Timestamp::UNIX_EPOCH);
        let Ok(found) = self.splitter.extract(&document) else { return };
        document.layers.tokens = found.layers.tokens;
        document.layers.sentences = found.layers.sentences;
        let text = document.text.clone();
        self.words.read(&document, &self.lexicons);
        let mut rules = Vec::new();
        self.tagger.tag(&text, &self.words, &self.lexicons, &mut rules);
        let mut at = 0;
        let masks: Vec<u16> = (self.words.list.iter())
            .map(|word| {
                while at + 1 < tagged.len() && tagged[at].0.end <= word.span.start() {
                    at += 1;
                }
                let (range, tag) = &tagged[at];
                let begins = word.span.start() <= range.start;
                let capital = word.text(&text).chars().next().is_some_and(char::is_uppercase);
                allowed(tag, begins, capital, annotated)
            })
            .collect();
        // with what the tagger of lexicons says, and without: it knows some of these texts by heart
        let mut near = Vec::new();
        for rules in [&rules[..], &[]] {
            self.made.read(&text, &self.words, &self.lexicons, rules, &mut near, true);
            for sentence in sentences(&self.words) {
                let features = sentence.clone().map(|at| self.made.of(at, &sentence)).collect();
                self.examples.push(Example { features, allowed: masks[sentence].to_vec() });
            }
        }
    }

    /// Trains, and answers with the model's file. Says after each round how many words were wrong.
    pub fn train(mut self, mut said: impl FnMut(u32, usize, usize)) -> Vec<u8> {
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        for feature in self.examples.iter().flat_map(|example| example.features.iter().flatten()) {
            *numbers.entry(*feature).or_default() += 1;
        }
        numbers.retain(|_, seen| *seen >= SEEN);
        let mut names: Vec<u32> = numbers.keys().copied().collect();
        names.sort_unstable();
        numbers = names.iter().copied().zip(0..).collect();
        for feature in self.examples.iter_mut().flat_map(|example| example.features.iter_mut().flatten()) {
            *feature = numbers.get(feature).copied().unwrap_or(u32::MAX);
        }
        let mut weights = Weights::new(names.len());
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        let mut dice = 0x2026_1124_u64;
        let (mut decoder, mut scores) = (Decoder::default(), Vec::new());
        let (mut guess, mut truth) = (Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            shuffle(&mut order, &mut dice);
            let (mut wrong, mut words) = (0, 0);
            for example in order.iter().map(|at| &self.examples[*at]) {
                weights.now += 1.0;
                scores.clear();
                scores.extend(example.features.iter().map(|features| weights.score(features)));
                decoder.decode(&scores, &[], &weights.transitions.now, &mut guess);
                words += guess.len();
                if guess.iter().zip(&example.allowed).all(|(tag, allowed)| allowed & (1 << tag) != 0) {
                    continue;
                }
                decoder.decode(&scores, &example.allowed, &weights.transitions.now, &mut truth);
                wrong += guess.iter().zip(&truth).filter(|(guess, truth)| guess != truth).count();
                weights.learn(&example.features, &truth, 1.0);
                weights.learn(&example.features, &guess, -1.0);
            }
            said(round, wrong, words);
        }
        let transitions = weights.transitions.averaged(weights.now);
        let rows = names.iter().zip(weights.rows.averaged_rows(weights.now));
        model::write(rows.map(|(name, row)| (*name, row)).collect(), &transitions)
    }
}

/// The tags that a word may have.
fn allowed(tag: &str, begins: bool, capital: bool, annotated: Annotated) -> u16 {
    let of = |kind: usize, begins: bool| 1_u16 << (1 + 2 * kind + usize::from(!begins));
    let Some((place, kind)) = tag.split_once('-') else {
        let missing = KINDS.iter().enumerate().filter(|(_, kind)| capital && annotated.missing.contains(kind));
        return missing.fold(1, |mask, (kind, _)| mask | of(kind, true) | of(kind, false));
    };
    let begins = begins && place == "B";
    let kind = KINDS.iter().position(|known| *known == kind).unwrap_or(4);
    of(kind, begins) | if annotated.groups_as_misc && kind == 4 { of(3, begins) } else { 0 }
}

fn shuffle(order: &mut [usize], dice: &mut u64) {
    for at in (1..order.len()).rev() {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (*dice >> 33) as usize % (at + 1));
    }
}

/// Figures with their sums over time.
struct Averaged<T> {
    now: T,
    /// What was added, times when.
    late: T,
}

struct Weights {
    rows: Averaged<Vec<Row>>,
    transitions: Averaged<[Row; TAGS + 1]>,
    now: f64,
}

impl Averaged<[Row; TAGS + 1]> {
    fn averaged(&self, end: f64) -> [Row; TAGS + 1] {
        let mut rows = self.now;
        for (row, late) in rows.iter_mut().zip(&self.late) {
            average(row, late, end);
        }
        rows
    }
}

impl Averaged<Vec<Row>> {
    fn averaged_rows(&self, end: f64) -> impl Iterator<Item = Row> {
        self.now.iter().zip(&self.late).map(move |(row, late)| {
            let mut row = *row;
            average(&mut row, late, end);
            row
        })
    }
}

fn average(row: &mut Row, late: &Row, end: f64) {
    row.iter_mut().zip(late).for_each(|(weight, late)| *weight -= (f64::from(*late) / end) as f32);
}

impl Weights {
    fn new(features: usize) -> Self {
        let none = [[0.0; TAGS]; TAGS + 1];
        Self {
            rows: Averaged { now: vec![[0.0; TAGS]; features], late: vec![[0.0; TAGS]; features] },
            transitions: Averaged { now: none, late: none },
            now: 0.0,
        }
    }

    fn score(&self, features: &[u32]) -> Row {
        let mut sums = [0.0; TAGS];
        for row in features.iter().filter_map(|feature| self.rows.now.get(*feature as usize)) {
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
        }
        sums
    }

    fn learn(&mut self, words: &[[u32; FEATURES]], tags: &[u8], by: f32) {
        let late = by * self.now as f32;
        let mut before = TAGS;
        for (features, tag) in words.iter().zip(tags) {
            let tag = usize::from(*tag);
            for feature in features {
                if let Some(row) = self.rows.now.get_mut(*feature as usize) {
                    row[tag] += by;
                    self.rows.late[*feature as usize][tag] += late;
                }
            }
            self.transitions.now[before][tag] += by;
            self.transitions.late[before][tag] += late;
            before = tag;
        }
    }
}
