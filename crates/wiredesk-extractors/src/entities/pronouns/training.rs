//! Learns the weights of the clues from texts in which one pronoun each is annotated: a log-linear ranking of
//! the people mentioned, by gradient descent over all texts, so that the same texts give the same weights. Called
//! by the example `train_pronouns`; never part of the daemon.

use std::fmt::Write as _;

use wiredesk_core::{
    Document,
    annotation::{EntityKind, MentionForm},
    document::Article,
    extractor::{SyncExtractor, Worker as Extractor},
    options::NoOptions,
    registry::ExtractorComponent,
};

use super::{
    Weights,
    candidates::column,
    clues::{COUNT, Clue, Clues, NAMES},
    resolve_with,
};
use crate::{
    entities::{Worker, grouping::Draft},
    lexicon::SharedLexicons,
    sentences::Sentences,
};

/// Times that all pronouns are resolved and the weights learned from what comes out.
const ROUNDS: usize = 4;
/// Steps of the descent in a round.
const STEPS: usize = 400;
/// What pulls weights towards nothing, as a share of a text's weight.
const PULL: f64 = 0.0007;
/// Likewise towards the mean of the three cases: what is learned of one is believed of the others to some degree.
const TIE: f64 = 8.0 * PULL;

/// A text in which it is known whom one pronoun means.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The text.
    pub text: String,
    /// Where the pronoun begins, in bytes.
    pub pronoun: usize,
    /// First and one past the last byte of names, and whether the pronoun means who bears them.
    pub names: Vec<(usize, usize, bool)>,
}

/// What resolution got right over some texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    right: u32,
    found: u32,
    wanted: u32,
}

impl Tally {
    /// F1 of "the pronoun means this name".
    #[must_use]
    pub fn f1(&self) -> f64 {
        2.0 * f64::from(self.right) / f64::from(self.found + self.wanted).max(1.0)
    }

    /// Precision and recall.
    #[must_use]
    pub fn rates(&self) -> (f64, f64) {
        let share = |of: u32| f64::from(self.right) / f64::from(of.max(1));
        (share(self.found), share(self.wanted))
    }
}

/// A pronoun's case and for every candidate its clues, whether it is meant, whether it is known not to be.
struct Ranking {
    column: usize,
    people: Vec<(Clues, bool, bool)>,
}

/// Reads texts and learns from them.
pub struct Trainer {
    sentences: Box<dyn SyncExtractor>,
    worker: Worker,
}

impl Default for Trainer {
    fn default() -> Self {
        let Ok(Extractor::Sync(sentences)) = Sentences.build(&NoOptions {}) else {
            unreachable!("sentences are split at once")
        };
        Self { sentences, worker: Worker::new(SharedLexicons::default()) }
    }
}

impl Trainer {
    /// Learns from `texts`, and answers with the source of `weights.rs` and how `texts` and `others` come out with it.
    pub fn train(&mut self, texts: &[Annotated], others: &[Annotated]) -> (String, Tally, Tally) {
        let mut weights: Weights = [[0; 3]; COUNT];
        weights[Clue::Nearest as usize] = [100; 3];
        for _ in 0..ROUNDS {
            let mut rankings = Vec::new();
            for text in texts {
                rankings.extend(self.read(text, &weights).0);
            }
            weights = descend(&rankings);
        }
        (source(&weights), self.judge(texts, &weights), self.judge(others, &weights))
    }

    /// How well `weights` do.
    fn judge(&mut self, texts: &[Annotated], weights: &Weights) -> Tally {
        let mut tally = Tally::default();
        for text in texts {
            let (_, joined) = self.read(text, weights);
            for ((.., meant), joined) in text.names.iter().zip(joined) {
                tally.right += u32::from(joined && *meant);
                tally.found += u32::from(joined);
                tally.wanted += u32::from(*meant);
            }
        }
        tally
    }

    /// The candidates of the annotated pronoun, and which of the names it was joined with.
    fn read(&mut self, annotated: &Annotated, weights: &Weights) -> (Option<Ranking>, Vec<bool>) {
        let article = Article { text: annotated.text.as_str().into(), ..Article::default() };
        let mut document = Document::new("training".into(), article, jiff::Timestamp::UNIX_EPOCH);
        let Ok(found) = self.sentences.extract(&document) else { return (None, Vec::new()) };
        document.layers.tokens = found.layers.tokens;
        document.layers.sentences = found.layers.sentences;
        let lexicons = self.worker.lexicons.clone();
        let mut drafts = self.worker.drafts(&document);
        let words = &self.worker.words;
        let list = &words.list;
        let byte = |first: usize, end: usize| (list[first].span.start(), list[end - 1].span.end());
        let bearers: Vec<Vec<usize>> = (annotated.names.iter())
            .map(|&(start, end, _)| {
                let bears = |draft: &Draft<'_>| {
                    draft.mentions.iter().filter(|mention| mention.form == MentionForm::Name).any(|mention| {
                        let (first, last) = byte(mention.first, mention.end);
                        first < end && start < last
                    })
                };
                (0..drafts.len()).filter(|number| bears(&drafts[*number])).collect()
            })
            .collect();
        let borne = |draft: usize, wanted: bool| {
            annotated.names.iter().zip(&bearers).any(|((.., meant), all)| *meant == wanted && all.contains(&draft))
        };
        let mut ranking = None;
        resolve_with(&document.text, words, lexicons.get(), &mut drafts, weights, &mut |seek, candidates| {
            if list[seek.at].span.start() == annotated.pronoun {
                let people = candidates.iter().map(|one| {
                    let meant = borne(one.draft, true);
                    (one.clues, meant, !meant && borne(one.draft, false))
                });
                ranking = Some(Ranking { column: column(seek.case), people: people.collect() });
            }
        });
        let means = |draft: &Draft<'_>| {
            draft.kind == EntityKind::Person
                && draft.mentions.iter().any(|mention| {
                    mention.form == MentionForm::Pronoun && list[mention.first].span.start() == annotated.pronoun
                })
        };
        let joined = bearers.iter().map(|all| all.iter().any(|number| means(&drafts[*number])));
        (ranking, joined.collect())
    }
}

/// The weights under which the people meant are most probable.
fn descend(rankings: &[Ranking]) -> Weights {
    let mut weights = vec![[0_f64; 3]; COUNT];
    let mut speed = vec![[0_f64; 3]; COUNT];
    let mut squares = vec![[0_f64; 3]; COUNT];
    let count = rankings.len().max(1) as f64;
    for step in 1..=STEPS {
        let mut slope: Vec<[f64; 3]> = weights.iter().map(|row| row.map(|weight| PULL * weight)).collect();
        for (row, own) in slope.iter_mut().zip(&weights) {
            let mean = own.iter().sum::<f64>() / 3.0;
            for (slope, weight) in row.iter_mut().zip(own) {
                *slope += TIE * (weight - mean);
            }
        }
        for ranking in rankings {
            let scores: Vec<f64> = (ranking.people.iter())
                .map(|(clues, ..)| clues.numbers().map(|clue| weights[clue][ranking.column]).sum())
                .collect();
            let most = scores.iter().copied().fold(f64::MIN, f64::max);
            let masses: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
            let sum: f64 = masses.iter().sum();
            let anyone = ranking.people.iter().any(|(_, meant, _)| *meant);
            // nobody of those is meant: anybody but those who are known not to be
            let right = |one: &(Clues, bool, bool)| if anyone { one.1 } else { !one.2 };
            let kept: f64 = ranking.people.iter().zip(&masses).filter(|(one, _)| right(one)).map(|(_, m)| m).sum();
            if kept <= 0.0 {
                continue;
            }
            for (one, mass) in ranking.people.iter().zip(&masses) {
                let pull = mass / sum - if right(one) { mass / kept } else { 0.0 };
                for clue in one.0.numbers() {
                    slope[clue][ranking.column] += pull / count;
                }
            }
        }
        // steps of Adam (Kingma and Ba 2015)
        let (first, second) = (1.0 - 0.9_f64.powi(step as i32), 1.0 - 0.999_f64.powi(step as i32));
        for (clue, row) in slope.iter().enumerate() {
            for (case, slope) in row.iter().enumerate() {
                speed[clue][case] = 0.9 * speed[clue][case] + 0.1 * slope;
                squares[clue][case] = 0.999 * squares[clue][case] + 0.001 * slope * slope;
                let pace = (squares[clue][case] / second).sqrt() + 1e-8;
                weights[clue][case] -= 0.03 * speed[clue][case] / first / pace;
            }
        }
    }
    let mut rounded: Weights = [[0; 3]; COUNT];
    for (row, weights) in rounded.iter_mut().zip(&weights) {
        *row = weights.map(|weight| (weight * 100.0).round().clamp(-2000.0, 2000.0) as i16);
    }
    rounded
}

/// The file `weights.rs`.
fn source(weights: &Weights) -> String {
    let mut text = HEADER.to_owned();
    for (name, [subject, possessive, other]) in NAMES.iter().zip(weights) {
        let _ = writeln!(text, "    [{subject}, {possessive}, {other}], // {name}");
    }
    text + "];\n"
}

const HEADER: &str = "\
//! How much each clue counts, by case of the pronoun: subject, possessive, others; in hundredths of a logit. Written
//! by `cargo train-pronouns`; any change of a clue or of the names found wants it made anew.
//!
//! Learned from the development part of GAP (Webster et al. 2018, \"Mind the GAP\"), 2,000 passages of Wikipedia with one
//! pronoun each, by Google under the Apache License 2.0; only these numbers come from there, no text. What is learned from is
//! no evidence: `cargo train-pronouns` also learns from either half and judges by the other.

use super::Weights;

#[rustfmt::skip]
pub(super) const WEIGHTS: Weights = [
";
