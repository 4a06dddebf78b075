//! The trained tagger: the best sequence of tags for every sentence, over features to which the tagger
//! of lexicons adds what it sees. Trained by [`training`], with data that is named in
//! `data/names/model.md`.

mod features;
mod model;
pub mod training;

use std::{ops::Range, sync::OnceLock};

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::EntityKind;

use self::{
    features::Features,
    model::{Decoder, Model, Row, TAGS, Tag},
};
use super::{
    kinds,
    tagger::{LexiconTagger, NameSpan, Tagger},
    titles,
    words::{Shape, Word, Words},
};
use crate::lexicon::{Lexicons, TitleClass};

static MODEL: &[u8] = include_bytes!("../../../data/names/model.bin");

/// The model, read once.
fn model() -> &'static Model {
    static READ: OnceLock<Model> = OnceLock::new();
    READ.get_or_init(|| Model::read(MODEL).expect("the file is what training has written"))
}

/// A tagger that was trained.
#[derive(Default)]
pub(super) struct SequenceTagger {
    lexical: LexiconTagger,
    rules: Vec<NameSpan>,
    features: Features,
    /// Words that can be parts of names.
    near: Vec<bool>,
    scores: Vec<Row>,
    allowed: Vec<u16>,
    decoder: Decoder,
    tags: Vec<u8>,
    buffer: String,
}

impl Tagger for SequenceTagger {
    fn tag(&mut self, text: &str, words: &Words, lexicons: &Lexicons, found: &mut Vec<NameSpan>) {
        self.rules.clear();
        self.lexical.tag(text, words, lexicons, &mut self.rules);
        self.features.read(text, words, lexicons, &self.rules, &mut self.near, false);
        let model = model();
        self.scores.clear();
        for sentence in sentences(words) {
            self.scores.extend(sentence.clone().map(|at| match self.near[at] {
                true => model.score(&self.features.of(at, &sentence)),
                false => [0.0; TAGS],
            }));
        }
        share(&mut self.scores, text, words);
        self.allowed.clear();
        // no text to learn from has compounds cut in two: what is behind the cut is no name
        let open = |(word, near): (&Word, &bool)| if *near && !word.is(Shape::TAIL) { u16::MAX } else { 1 };
        self.allowed.extend(words.list.iter().zip(&self.near).map(open));
        for sentence in sentences(words).filter(|sentence| self.near[sentence.clone()].contains(&true)) {
            let (scores, allowed) = (&self.scores[sentence.clone()], &self.allowed[sentence.clone()]);
            self.decoder.decode(scores, allowed, model.transitions(), &mut self.tags);
            for (first, end, kind) in names(&self.tags) {
                let lead = lead_of(&scores[first..end], kind);
                let (first, end) = (sentence.start + first, sentence.start + end);
                // "in a post on X."
                let initial =
                    |word: &Word| word.is(Shape::INITIAL) || word.span.len() == 2 && word.text(text).ends_with('.');
                if end - first == 1 && initial(&words.list[first]) {
                    continue;
                }
                let mut name = NameSpan { first, end, kind: EntityKind::Other, confidence: confidence(lead) };
                finish(&mut name, kind, &self.rules, (text, words, lexicons), &mut self.buffer);
                found.push(name);
            }
        }
    }
}

/// Takes the title off a person, and gives the name its kind.
fn finish(
    name: &mut NameSpan,
    kind: usize,
    rules: &[NameSpan],
    (text, words, lexicons): (&str, &Words, &Lexicons),
    buffer: &mut String,
) {
    if kind == kinds::PERSON {
        // "Undersecretary for Education Mr. Hale"
        let address = (name.first..name.end - 1).rev().find(|at| {
            let title = lexicons.title(words.list[*at].text(text), buffer);
            title.is_some_and(|title| title.class == TitleClass::Honorific)
        });
        name.first = address.map_or(name.first, |address| address + 1);
    }
    let same_end = rules.partition_point(|rule| rule.end < name.end);
    let rule = rules.get(same_end).filter(|rule| rule.end == name.end && rule.first >= name.first);
    if let Some(rule) = rule.filter(|rule| kind == kinds::PERSON && rule.first > name.first)
        && titles::before(text, &words.list, rule.first, lexicons, buffer).is_some_and(|(begin, _)| begin <= name.first)
    {
        name.first = rule.first;
    }
    let cut = words.list.get(name.end).is_some_and(|next| next.is(Shape::TAIL));
    name.kind = match rule.filter(|rule| rule.first == name.first) {
        // nothing to learn from has "Oslo" as a part of "Oslo-born"
        Some(rule) if cut => rule.kind,
        // the model does not tell works from products
        Some(rule) if Tag::kind(rule.kind) == kind as u64 => rule.kind,
        _ => {
            let range = words.list[name.first].span.start()..words.list[name.end - 1].span.end();
            kinds::kind_of(kind, lexicons.known.get(&text[range]).copied(), None)
        }
    };
}

/// How far the kind of a name leads before all others and before no name, at the word where that is
/// least.
fn lead_of(scores: &[Row], kind: usize) -> f32 {
    let leads = scores.iter().map(|scores| {
        let of = |kind: usize| scores[1 + 2 * kind].max(scores[2 + 2 * kind]);
        let others = (0..TAGS / 2).filter(|other| *other != kind).map(of);
        of(kind) - others.fold(scores[0], f32::max)
    });
    leads.fold(f32::MAX, f32::min)
}

/// A rough likelihood that a name is right.
fn confidence(lead: f32) -> f32 {
    (1.0 / (1.0 + (-lead / 4.0).exp())).clamp(0.3, 0.99)
}

/// How much the other places of a word weigh beside the one at hand.
const SHARED: f32 = 0.5;

/// Lets every place of a capitalised word profit from what its other places show.
fn share(scores: &mut [Row], text: &str, words: &Words) {
    let capital = |word: &&Word| word.is(Shape::CAPITAL) && !word.is(Shape::INITIAL);
    let mut sums: FxHashMap<&str, (Row, f32)> = FxHashMap::default();
    for (word, scores) in words.list.iter().zip(&*scores).filter(|(word, _)| capital(word)) {
        let (sum, count) = sums.entry(word.text(text)).or_insert(([0.0; TAGS], 0.0));
        sum.iter_mut().zip(leads(scores)).for_each(|(sum, lead)| *sum += lead);
        *count += 1.0;
    }
    for (word, scores) in words.list.iter().zip(scores).filter(|(word, _)| capital(word)) {
        if let Some((sum, count)) = sums.get(word.text(text)).filter(|(_, count)| *count > 1.0) {
            let own = leads(scores);
            for (score, (sum, own)) in scores.iter_mut().zip(sum.iter().zip(own)) {
                *score += SHARED * (sum - own) / (count - 1.0);
            }
        }
    }
}

/// How far each kind leads before no name, for its beginning and its inside alike.
fn leads(scores: &Row) -> Row {
    let mut leads = [0.0; TAGS];
    for kind in (1..TAGS).step_by(2) {
        let lead = scores[kind].max(scores[kind + 1]) - scores[0];
        (leads[kind], leads[kind + 1]) = (lead, lead);
    }
    leads
}

/// The sentences of a document, as ranges of its words.
fn sentences(words: &Words) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    words.list.chunk_by(|one, next| one.sentence == next.sentence).map(move |sentence| {
        let range = start..start + sentence.len();
        start = range.end;
        range
    })
}

/// First word, end and kind of the names in a sequence of tags.
fn names(tags: &[u8]) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..tags.len()).filter(|at| tags[*at] % 2 == 1).map(|at| {
        let inside = tags[at] + 1;
        let length = tags[at + 1..].iter().take_while(|tag| **tag == inside).count();
        (at, at + 1 + length, usize::from(tags[at] / 2))
    })
}

#[cfg(test)]
mod tests {
    use super::{training::Trainer, *};
    use crate::entities::sequence::training::Annotated;

    #[test]
    fn tags_become_names() {
        let found: Vec<_> = names(&[1, 2, 0, 2, 3, 3, 4, 5]).collect();
        assert_eq!(found, [(0, 2, 0), (4, 5, 1), (5, 7, 1), (7, 8, 2)]);
    }

    #[test]
    fn the_embedded_model_is_whole_and_a_cut_one_is_refused() {
        assert!(Model::read(MODEL).is_some());
        for length in [0, 7, 12, 300, MODEL.len() - 1] {
            assert!(Model::read(&MODEL[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn training_learns_what_it_is_shown_and_always_the_same() {
        let text = "-DOCSTART-\tO\n\n".to_owned()
            + &"Zorbl\tB-PER\nQuent\tI-PER\nspoke\tO\nin\tO\nVexmoor\tB-LOC\n.\tO\n\n".repeat(6);
        let train = || {
            let mut trainer = Trainer::default();
            trainer.add(&text, Annotated::default());
            trainer.train(|_, _, _| ())
        };
        let bytes = train();
        assert_eq!(bytes, train());
        let model = Model::read(&bytes).unwrap();
        let mut wrong = Vec::new();
        let mut trainer = Trainer::default();
        trainer.add(&text, Annotated::default());
        trainer.train(|_, count, _| wrong.push(count));
        assert!(wrong[0] > 0 && *wrong.last().unwrap() == 0, "{wrong:?}");
        assert!(model.score(&[]).iter().all(|score| *score == 0.0));
    }
}
