//! The `keywords` extractor: phrases that characterise an article, best first. Candidates are
//! runs of words without stop words and marks, as in RAKE (Rose et al. 2010); their weight is
//! frequency, early position and spread over sentences, after YAKE (Campos et al. 2020). Reads
//! tokens and sentences, and entities where there are any; never looks outside the article.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{EntityKind, Keyword, MentionForm, TokenKind},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

/// The component.
pub struct Keywords;

impl Component for Keywords {
    const NAME: &'static str = "keywords";
    const SUMMARY: &'static str = "phrases that characterise the article, best first";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for Keywords {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences],
            uses: vec![LayerName::Entities],
            provides: vec![LayerName::Keywords],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Ranking::default())))
    }
}

/// Phrases of an article.
const MOST: usize = 12;
/// Longer runs of words are sentences without verbs, not phrases.
const LONGEST: usize = 4;
/// Sentences that are read; what an article is about stands before.
const SENTENCES: usize = 400;

/// One phrase, whatever its case and inflection.
struct Phrase {
    count: u32,
    first_sentence: u32,
    last_sentence: u32,
    /// Sentences it occurs in.
    spread: u32,
    words: u32,
    name: bool,
    /// Forms with their counts; few, so a list.
    forms: Vec<(Span, u32)>,
    /// Keys of its words.
    parts: [u64; LONGEST],
}

#[derive(Default)]
struct Ranking {
    phrases: FxHashMap<u64, Phrase>,
    /// How often each word occurs in candidates.
    words: FxHashMap<u64, u32>,
}

impl SyncExtractor for Ranking {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        self.phrases.clear();
        self.words.clear();
        for (number, &sentence) in document.layers.sentences.iter().take(SENTENCES).enumerate() {
            self.read_sentence(document, number as u32, sentence);
        }
        self.mark_names(document);
        let mut findings = Findings::default();
        findings.layers.keywords = self.rank(&document.text);
        Ok(findings)
    }
}

impl Ranking {
    fn read_sentence(&mut self, document: &Document, number: u32, sentence: Span) {
        let text: &str = &document.text;
        let tokens = document.tokens_in(sentence);
        let mut run = 0;
        for (at, token) in tokens.iter().enumerate() {
            let word = token.span.slice(text);
            let content = token.kind == TokenKind::Word && word.len() > 1 && !is_stop_word(word) && has_letters(word);
            // a run goes on only over a single space: not over line ends
            let joined = run == 0 || token.span.start() == tokens[at - 1].span.end() + 1;
            if !(content && joined) {
                self.add(text, number, &tokens[at - run..at]);
                run = 0;
            }
            run += usize::from(content);
        }
        self.add(text, number, &tokens[tokens.len() - run..]);
    }

    fn add(&mut self, text: &str, sentence: u32, run: &[wiredesk_core::annotation::Token]) {
        if run.is_empty() || run.len() > LONGEST {
            return;
        }
        let mut parts = [0; LONGEST];
        let mut whole = FxHasher::default();
        for (part, token) in parts.iter_mut().zip(run) {
            *part = key(token.span.slice(text));
            whole.write_u64(*part);
            *self.words.entry(*part).or_default() += 1;
        }
        let span = run[0].span.cover(run[run.len() - 1].span);
        let phrase = self.phrases.entry(whole.finish()).or_insert(Phrase {
            count: 0,
            first_sentence: sentence,
            last_sentence: u32::MAX,
            spread: 0,
            words: run.len() as u32,
            name: false,
            forms: Vec::new(),
            parts,
        });
        phrase.count += 1;
        phrase.spread += u32::from(phrase.last_sentence != sentence);
        phrase.last_sentence = sentence;
        match phrase.forms.iter().position(|(form, _)| form.slice(text) == span.slice(text)) {
            Some(known) => phrase.forms[known].1 += 1,
            None if phrase.forms.len() < 8 => phrase.forms.push((span, 1)),
            None => {}
        }
    }

    /// Phrases that are names of entities count for more, with all mentions of the entity.
    fn mark_names(&mut self, document: &Document) {
        for entity in &document.layers.entities {
            let mut whole = FxHasher::default();
            entity.name.split(' ').for_each(|word| whole.write_u64(key(word)));
            if let Some(phrase) = self.phrases.get_mut(&whole.finish()) {
                let names = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name).count() as u32;
                phrase.name = entity.kind != EntityKind::Other;
                phrase.count = phrase.count.max(names);
                phrase.spread = phrase.spread.max(names.min(phrase.count));
            }
        }
    }

    fn rank(&self, text: &str) -> Vec<Keyword> {
        let mut ranked: Vec<(f32, &Phrase)> =
            self.phrases.values().map(|phrase| (self.weight(phrase), phrase)).collect();
        // equal weights in text order, so that the result does not depend on hashing
        let order = |a: &(f32, &Phrase), b: &(f32, &Phrase)| {
            b.0.total_cmp(&a.0).then_with(|| a.1.forms[0].0.cmp(&b.1.forms[0].0))
        };
        // twice as many as are wanted, because some of them say the same
        let wanted = (2 * MOST).min(ranked.len());
        if ranked.len() > wanted && wanted > 0 {
            ranked.select_nth_unstable_by(wanted - 1, order);
            ranked.truncate(wanted);
        }
        ranked.sort_unstable_by(order);
        let best = ranked.first().map_or(1.0, |(weight, _)| *weight);
        let mut chosen: Vec<(f32, &Phrase)> = Vec::with_capacity(MOST);
        for (weight, phrase) in ranked {
            let repeats = |other: &Phrase| {
                let parts = &phrase.parts[..phrase.words as usize];
                parts.iter().all(|part| other.parts[..other.words as usize].contains(part))
            };
            if chosen.len() < MOST && !chosen.iter().any(|(_, other)| repeats(other)) {
                chosen.push((weight, phrase));
            }
        }
        let keyword = |(weight, phrase): (f32, &Phrase)| {
            let form =
                phrase.forms.iter().rev().max_by_key(|(_, count)| *count).map_or("", |(form, _)| form.slice(text));
            // the best phrase of a short or evenly worded article does not earn a full score
            let score = weight / best * (best / (best + 1.0)).clamp(0.5, 1.0);
            Keyword { text: form.to_owned(), score: (score * 1000.0).round() / 1000.0 }
        };
        chosen.into_iter().map(keyword).collect()
    }

    /// Frequency damped by a logarithm, times how much its words stand in phrases at all, how early
    /// it comes and in how many sentences; names and phrases of two or three words are worth more
    /// than single words.
    fn weight(&self, phrase: &Phrase) -> f32 {
        let parts = &phrase.parts[..phrase.words as usize];
        let support: u32 = parts.iter().filter_map(|part| self.words.get(part)).sum();
        let support = support as f32 / parts.len() as f32;
        let position = 1.0 / (1.0 + (phrase.first_sentence as f32 + 1.0).ln());
        let shape = match (phrase.words, phrase.name) {
            (1, false) => 0.7,
            (1, true) | (4, _) => 1.0,
            _ => 1.3,
        };
        let frequency = (1.0 + phrase.count as f32).ln() * (1.0 + phrase.spread as f32).ln();
        frequency * (1.0 + support.ln()) * (0.4 + position) * shape
    }
}

/// A key for a word without regard to case and plural "s".
fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let bytes = word.as_bytes();
    let plural = bytes.len() > 4 && bytes.ends_with(b"s") && !bytes.ends_with(b"ss") && !bytes.ends_with(b"us");
    for byte in &bytes[..bytes.len() - usize::from(plural)] {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}

fn has_letters(word: &str) -> bool {
    !word.as_bytes()[0].is_ascii_digit()
        && word.bytes().filter(|b| b.is_ascii_alphabetic() || *b >= 0x80).nth(1).is_some()
}

/// Words that begin and end phrases but belong to none: function words, verbs of saying, and what
/// every article has. Written for this project.
#[rustfmt::skip]
fn is_stop_word(word: &str) -> bool {
    const LONGEST_WORD: usize = 12;
    let mut lower = [0; LONGEST_WORD];
    let Some(buffer) = lower.get_mut(..word.len()) else { return false };
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    matches!(
        std::str::from_utf8(buffer).unwrap_or_default(),
        "a" | "about" | "above" | "according" | "across" | "add" | "added" | "adds" | "after" | "again" | "against" | "ago"
        | "all" | "almost" | "along" | "already" | "also" | "although" | "always" | "am" | "amid" | "among" | "an"
        | "and" | "announced" | "another" | "any" | "anyone" | "are" | "around" | "as" | "ask" | "asked" | "at" | "away" | "back"
        | "be" | "became" | "because" | "become" | "been" | "before" | "began" | "begin" | "behind" | "being" | "believe"
        | "below" | "between" | "big" | "both" | "but" | "by" | "ca" | "call" | "called" | "came" | "can" | "cannot" | "come"
        | "comes" | "coming" | "could" | "day" | "days" | "despite" | "did" | "do" | "does" | "doing" | "done" | "down"
        | "due" | "during" | "each" | "early" | "earlier" | "either" | "else" | "end" | "enough" | "especially" | "even" | "ever"
        | "every" | "expected" | "far" | "few" | "find" | "first" | "five" | "following" | "for" | "former" | "found" | "four"
        | "from" | "full" | "further" | "gave" | "get" | "give" | "given" | "go" | "goes" | "going" | "good" | "got"
        | "great" | "had" | "has" | "have" | "having" | "he" | "held" | "her" | "here" | "hers" | "herself" | "him"
        | "himself" | "his" | "how" | "however" | "i" | "if" | "in" | "including" | "indeed" | "instead" | "into" | "is"
        | "it" | "its" | "itself" | "just" | "keep" | "kept" | "know" | "known" | "knows" | "large" | "last" | "late"
        | "later" | "least" | "leave" | "left" | "less" | "let" | "like" | "likely" | "little" | "long" | "look" | "lot"
        | "made" | "make" | "makes" | "making" | "many" | "may" | "me" | "mean" | "meanwhile" | "might" | "monday" | "month"
        | "months" | "more" | "most" | "mr" | "mr." | "mrs." | "ms." | "dr." | "much" | "must" | "my" | "near" | "need"
        | "never" | "new" | "next" | "no" | "nor" | "not" | "nothing" | "now" | "of" | "off" | "often" | "old" | "on"
        | "once" | "one" | "only" | "onto" | "or" | "other" | "others" | "our" | "out" | "over" | "own" | "part" | "per"
        | "perhaps" | "place" | "put" | "rather" | "really" | "recent" | "recently" | "reported" | "right" | "said" | "same" | "saw"
        | "say" | "saying" | "says" | "second" | "see" | "seen" | "several" | "shall" | "she" | "should" | "show" | "since"
        | "six" | "small" | "so" | "some" | "someone" | "something" | "soon" | "still" | "such" | "sunday" | "saturday"
        | "friday" | "thursday" | "tuesday" | "wednesday" | "take" | "taken" | "takes" | "taking" | "tell" | "ten" | "than"
        | "that" | "the" | "their" | "them" | "themselves" | "then" | "there" | "these" | "they" | "thing" | "things"
        | "think" | "third" | "this" | "those" | "though" | "three" | "through" | "thus" | "time" | "times" | "to"
        | "today" | "together" | "told" | "tomorrow" | "too" | "took" | "toward" | "towards" | "two" | "under" | "until"
        | "up" | "upon" | "us" | "use" | "used" | "using" | "very" | "via" | "want" | "wanted" | "wants" | "was" | "way"
        | "we" | "week" | "weeks" | "well" | "went" | "were" | "what" | "whatever" | "when" | "where" | "whether" | "which" | "while"
        | "who" | "whole" | "whom" | "whose" | "why" | "will" | "with" | "within" | "without" | "wo" | "would" | "wrote"
        | "year" | "years" | "yes" | "yesterday" | "yet" | "you" | "young" | "your" | "january" | "february" | "march"
        | "april" | "june" | "july" | "august" | "september" | "october" | "november" | "december"
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use wiredesk_core::document::Article;

    use super::*;
    use crate::sentences::{split, tokenize};

    fn keywords(text: &str) -> Vec<Keyword> {
        let article = Article { text: text.into(), ..Article::default() };
        let mut document = Document::new("test".into(), article, Timestamp::UNIX_EPOCH);
        let layers = &mut document.layers;
        tokenize(text, &mut layers.tokens);
        split(text, &layers.tokens, &mut layers.sentences);
        Ranking::default().extract(&document).unwrap().layers.keywords
    }

    const ARTICLE: &str = "The fish market of Vardby will close in May, the harbour council said. Fish Market traders \
         were told on Monday. \"The fish market is the heart of Vardby,\" said Ilse Brandt, who leads the harbour \
         council. She has sold herring there for years. The harbour council wants to build flats. A vote on the \
         fish market and the flats is planned.";

    #[test]
    fn what_the_article_keeps_coming_back_to_comes_first() {
        let found = keywords(ARTICLE);
        let words: Vec<&str> = found.iter().map(|keyword| &*keyword.text).collect();
        assert_eq!(&words[..2], ["fish market", "harbour council"], "{found:?}");
        assert!(words.contains(&"Vardby"), "{found:?}");
        assert!(!words.contains(&"market"), "part of a better phrase: {found:?}");
    }

    #[test]
    fn scores_fall_from_at_most_one_and_there_are_at_most_twelve() {
        let found = keywords(&[ARTICLE, "Dogs bark. Cats purr. Cows moo. Pigs grunt. Owls hoot. Bees hum."].join(" "));
        assert!(found.len() <= MOST && found.len() > 5);
        assert!(found.iter().all(|keyword| keyword.score > 0.0 && keyword.score <= 1.0));
        assert!(found.is_sorted_by(|one, two| one.score >= two.score));
    }

    #[test]
    fn an_article_without_words_has_no_keywords() {
        assert!(keywords("12. — !").is_empty() && keywords("").is_empty());
    }
}
