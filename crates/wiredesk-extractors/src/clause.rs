//! A shallow reading of an article for extractors that look at clauses: every token's closed word class, the
//! mention it belongs to, and the noun phrases before and after a place. Used by [`crate::quotes`], [`crate::roles`],
//! [`crate::relations`] and [`crate::events`]; it knows no grammar beyond lists of words and never looks across a
//! sentence end. [`chunks`], [`verbs`] and [`phrases`] add groups of verbs with their subjects and objects, which so far
//! only events need.

pub(crate) mod chunks;
mod lookahead;
mod opening;
mod parts;
pub(crate) mod phrases;
mod subjects;
pub(crate) mod verbs;

use std::{borrow::Cow, ops::Range, sync::Arc};

use rustc_hash::FxHashMap;
use wiredesk_core::{
    Document, Span,
    annotation::{Entity, EntityId, EntityKind, Mention, MentionForm, Token, TokenKind},
};

/// What a word can be, as far as lists of closed-class words tell; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClass(u16);

impl WordClass {
    pub(crate) const DETERMINER: Self = Self(1);
    pub(crate) const POSSESSIVE: Self = Self(1 << 1);
    pub(crate) const SUBJECT: Self = Self(1 << 2);
    pub(crate) const OBJECT: Self = Self(1 << 3);
    pub(crate) const PREPOSITION: Self = Self(1 << 4);
    pub(crate) const JOINING: Self = Self(1 << 5);
    pub(crate) const SUBORDINATOR: Self = Self(1 << 6);
    pub(crate) const AUXILIARY: Self = Self(1 << 7);
    pub(crate) const NEGATION: Self = Self(1 << 8);
    pub(crate) const ADVERB: Self = Self(1 << 9);
    pub(crate) const DAY: Self = Self(1 << 10);
    pub(crate) const VENUE: Self = Self(1 << 11);
    pub(crate) const SPEAKER: Self = Self(1 << 12);
    /// A past tense that can be nothing else.
    pub(crate) const PAST: Self = Self(1 << 13);

    /// Whether it is any of `classes`.
    pub(crate) const fn is(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// The union of two sets.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Words that cannot stand inside a noun phrase.
    pub(crate) const BARRIER: Self = Self::SUBJECT
        .or(Self::OBJECT)
        .or(Self::PREPOSITION)
        .or(Self::JOINING)
        .or(Self::SUBORDINATOR)
        .or(Self::AUXILIARY)
        .or(Self::NEGATION)
        .or(Self::ADVERB)
        .or(Self::DAY)
        .or(Self::PAST);

    fn named(name: &str) -> Self {
        match name {
            "determiner" => Self::DETERMINER,
            "possessive" => Self::POSSESSIVE,
            "subject" => Self::SUBJECT,
            "object" => Self::OBJECT,
            "preposition" => Self::PREPOSITION,
            "joining" => Self::JOINING,
            "subordinator" => Self::SUBORDINATOR,
            "auxiliary" => Self::AUXILIARY,
            "negation" => Self::NEGATION,
            "adverb" => Self::ADVERB,
            "day" => Self::DAY,
            "venue" => Self::VENUE,
            "speaker" => Self::SPEAKER,
            "past" => Self::PAST,
            _ => Self(0),
        }
    }
}

/// What the caller knows about a word besides its class: a number of its own, such as a row of its lexicon.
pub(crate) type Entry = u16;

/// A bit of entries that only [`Reading::any_entry`] tells: of words that are too often something else for other rules to
/// go by them.
pub(crate) const QUIET: Entry = 1 << 15;

/// The word lists: closed classes, and one lexicon of the caller's.
pub(crate) struct Lexicon {
    words: FxHashMap<Cow<'static, [u8]>, (WordClass, Entry)>,
    /// By the low five bits of the first and the last byte, in lower case: which lengths there are, as bits. Most
    /// words of an article are told apart from the listed ones by this alone.
    lengths: Box<[[u32; 32]; 32]>,
}

const WORDS: &str = include_str!("../data/clause/words.tsv");

impl Lexicon {
    /// The closed classes together with the caller's words, whose entries start at 1.
    pub(crate) fn new(own: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Entry)>) -> Arc<Self> {
        let mut words: FxHashMap<Cow<'static, [u8]>, (WordClass, Entry)> = FxHashMap::default();
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (class, list) = line.split_once('\t').unwrap_or((line, ""));
            for word in list.split_whitespace() {
                let class = WordClass::named(class);
                let known = words.entry(Cow::Borrowed(word.as_bytes()));
                known.and_modify(|known| known.0 = known.0.or(class)).or_insert((class, 0));
            }
        }
        for (word, entry) in own {
            let word = match word.into() {
                Cow::Borrowed(word) => Cow::Borrowed(word.as_bytes()),
                Cow::Owned(word) => Cow::Owned(word.into_bytes()),
            };
            let known = words.entry(word).or_default();
            if known.1 == 0 {
                known.1 = entry;
            }
        }
        let mut lengths = Box::new([[0; 32]; 32]);
        for word in words.keys().filter(|word| (1..=LONGEST).contains(&word.len())) {
            lengths[usize::from(word[0] & 31)][usize::from(word[word.len() - 1] & 31)] |= 1 << word.len();
        }
        Arc::new(Self { words, lengths })
    }
}

/// A mention with its entity.
#[derive(Clone, Copy)]
pub(crate) struct MentionAt {
    pub(crate) entity: EntityId,
    pub(crate) mention: Mention,
    /// Its tokens.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// Everything that is known about the words of one document.
pub(crate) struct Reading<'d> {
    pub(crate) text: &'d str,
    pub(crate) tokens: &'d [Token],
    /// Token ranges.
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) entities: &'d [Entity],
    /// In text order.
    pub(crate) mentions: Vec<MentionAt>,
    /// First byte of every paragraph.
    paragraphs: Vec<usize>,
    words: Vec<(WordClass, Entry)>,
    sentence_of: Vec<u32>,
    /// Index of the mention that covers a token, plus one.
    mention_of: Vec<u32>,
}

/// What is longer is read in pieces of so many tokens, so that no rule takes more than linear time.
const LONGEST_SENTENCE: usize = 200;

/// The longest word of the lists; longer ones are not looked up.
const LONGEST: usize = 24;

impl<'d> Reading<'d> {
    /// Reads a document that has tokens and sentences.
    pub(crate) fn new(document: &'d Document, lexicon: &Lexicon) -> Self {
        let (text, tokens) = (&*document.text, &*document.layers.tokens);
        let mut reading = Self {
            text,
            tokens,
            sentences: Vec::with_capacity(document.layers.sentences.len()),
            entities: &document.layers.entities,
            mentions: Vec::new(),
            paragraphs: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            words: Vec::with_capacity(tokens.len()),
            sentence_of: vec![u32::MAX; tokens.len()],
            mention_of: vec![0; tokens.len()],
        };
        let mut buffer = [0; LONGEST];
        for token in tokens {
            reading.words.push(look_up(lexicon, token.span.slice(text), &mut buffer));
        }
        let mut from = 0;
        for sentence in &document.layers.sentences {
            while from < tokens.len() && tokens[from].span.start() < sentence.start() {
                from += 1;
            }
            let mut first = from;
            while from < tokens.len() && tokens[from].span.start() < sentence.end() {
                if from - first == LONGEST_SENTENCE {
                    reading.sentences.push(first..from);
                    first = from;
                }
                reading.sentence_of[from] = reading.sentences.len() as u32;
                from += 1;
            }
            reading.sentences.push(first..from);
        }
        reading.place_mentions();
        reading
    }

    fn place_mentions(&mut self) {
        for (index, entity) in self.entities.iter().enumerate() {
            for &mention in &entity.mentions {
                // "who", "which" and "its" are read as what they are in their clause
                let personal = mention.span.slice(self.text).starts_with(['h', 'H', 's', 'S']);
                if mention.form == MentionForm::Pronoun && !personal {
                    continue;
                }
                let first = self.token_at(mention.span.start());
                let end = self.token_at(mention.span.end());
                if first < end {
                    self.mentions.push(MentionAt { entity: EntityId(index as u32), mention, first, end });
                }
            }
        }
        // longer ones first, so that they hold their tokens against the names inside them
        self.mentions.sort_by_key(|at| (at.first, std::cmp::Reverse(at.end)));
        for (index, at) in self.mentions.iter().enumerate() {
            let names = at.mention.form == MentionForm::Name;
            for held in &mut self.mention_of[at.first..at.end] {
                // a name inside a description is worth more than the description
                if *held == 0 || names {
                    *held = index as u32 + 1;
                }
            }
            if names {
                // "May" the person, "US" the country
                self.words[at.first..at.end].fill(<(WordClass, Entry)>::default());
            }
        }
    }

    /// The first token that starts at or after byte `at`.
    pub(crate) fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start() < at)
    }

    /// The paragraph that holds byte `at`, by number.
    pub(crate) fn paragraph(&self, at: usize) -> usize {
        self.paragraphs.partition_point(|&start| start <= at) - 1
    }

    /// The first byte of a paragraph, by its number.
    pub(crate) fn paragraph_start(&self, number: usize) -> usize {
        self.paragraphs[number]
    }

    /// The words of a token.
    pub(crate) fn word(&self, token: usize) -> &'d str {
        self.tokens.get(token).map_or("", |token| token.span.slice(self.text))
    }

    /// Its closed classes; none for names, numbers and marks.
    pub(crate) fn class(&self, token: usize) -> WordClass {
        self.words.get(token).map_or(WordClass(0), |word| word.0)
    }

    /// The caller's entry for it, 0 for none and for [`QUIET`] ones.
    pub(crate) fn entry(&self, token: usize) -> Entry {
        self.words.get(token).map_or(0, |word| if word.1 & QUIET == 0 { word.1 } else { 0 })
    }

    /// The caller's entry for it without the bit [`QUIET`], 0 for none.
    pub(crate) fn any_entry(&self, token: usize) -> Entry {
        self.words.get(token).map_or(0, |word| word.1 & !QUIET)
    }

    /// Whether it is any of `classes`.
    pub(crate) fn is(&self, token: usize, classes: WordClass) -> bool {
        self.class(token).is(classes)
    }

    /// What kind of token it is; a mark past the end.
    pub(crate) fn kind(&self, token: usize) -> TokenKind {
        self.tokens.get(token).map_or(TokenKind::Punctuation, |token| token.kind)
    }

    /// Whether it reads `word`, ignoring ASCII case.
    pub(crate) fn reads(&self, token: usize, word: &str) -> bool {
        self.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether it is a dash as reporters use them to set words apart.
    pub(crate) fn is_dash(&self, token: usize) -> bool {
        matches!(self.word(token), "--" | "—" | "–" | "―" | "-" | "---")
    }

    /// Whether it starts with a capital letter.
    pub(crate) fn is_capital(&self, token: usize) -> bool {
        self.word(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// The token range of the sentence that holds a token; of the rest of its paragraph if it is in none.
    pub(crate) fn sentence_of(&self, token: usize) -> Range<usize> {
        let index = self.sentence_of.get(token).copied().unwrap_or(u32::MAX) as usize;
        self.sentences.get(index).cloned().unwrap_or(token..token)
    }

    /// The mention that covers a token, names before descriptions.
    pub(crate) fn mention(&self, token: usize) -> Option<&MentionAt> {
        let index = self.mention_of.get(token).copied().filter(|&index| index > 0)?;
        self.mentions.get(index as usize - 1)
    }

    /// The name mention that covers a token.
    pub(crate) fn name(&self, token: usize) -> Option<&MentionAt> {
        self.mention(token).filter(|at| at.mention.form == MentionForm::Name)
    }

    /// An entity of this document.
    pub(crate) fn entity(&self, id: EntityId) -> Option<&'d Entity> {
        self.entities.get(id.0 as usize)
    }

    /// Whether an entity is a person.
    pub(crate) fn is_person(&self, id: EntityId) -> bool {
        self.entity(id).is_some_and(|entity| entity.kind == EntityKind::Person)
    }

    /// The span of a token range that is not empty.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        let (first, last) = (self.tokens.get(range.start)?, self.tokens.get(range.end.checked_sub(1)?)?);
        (range.start < range.end).then(|| first.span.cover(last.span))
    }

    /// Whether a word may stand inside a noun phrase.
    fn is_nounlike(&self, token: usize) -> bool {
        if self.name(token).is_some() {
            return true;
        }
        match self.kind(token) {
            TokenKind::Word => {
                let class = self.class(token);
                !class.is(WordClass::BARRIER) || class.is(WordClass::DETERMINER) && !self.reads(token, "that")
            }
            TokenKind::Number | TokenKind::Symbol => true,
            TokenKind::Clitic => matches!(self.word(token), "'s" | "’s" | "'" | "’" | "'S" | "’S"),
            _ => false,
        }
    }

    /// Prepositions that bind a name or noun to the noun before them.
    fn binds(&self, token: usize) -> bool {
        matches!(self.word(token), "of" | "for" | "in" | "at" | "from" | "with" | "to" | "on")
    }

    /// The noun phrase that ends before token `end`, not reaching before `least`.
    pub(crate) fn noun_phrase_before(&self, end: usize, least: usize) -> Option<Range<usize>> {
        let mut start = end;
        while start > least {
            let token = start - 1;
            if let Some(at) = self.name(token) {
                start = at.first.max(least);
                continue;
            }
            let class = self.class(token);
            if class.is(WordClass::SUBJECT.or(WordClass::OBJECT)) && !class.is(WordClass::POSSESSIVE) {
                if start == end {
                    return Some(token..end);
                }
                break;
            }
            let bound =
                start < end && token > least && self.is_nounlike(token - 1) && !self.is(token - 1, WordClass::DAY);
            if class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)) && !self.reads(token, "that") {
                if start == end && class.is(WordClass::POSSESSIVE) {
                    break;
                }
                start = token;
                let bound = token >= least + 2
                    && self.binds(token - 1)
                    && self.is_nounlike(token - 2)
                    && !self.is_verb_like(token - 2);
                // numbers and "the two" go on
                let counted = token > least
                    && (self.is(token - 1, WordClass::DETERMINER)
                        // "Brill's most loyal friends"
                        || self.kind(token - 1) == TokenKind::Clitic && matches!(self.word(token - 1), "'s" | "’s"));
                if !bound && !counted {
                    break;
                }
                if bound {
                    start = token - 1;
                }
            } else {
                let binds = self.binds(token) && bound && !self.is_verb_like(token - 1);
                let joins = class.is(WordClass::JOINING)
                    && bound
                    && self.name(start).is_some()
                    && self.name(token - 1).is_some();
                if !binds && !joins && !self.is_nounlike(token) {
                    break;
                }
                start = token;
            }
        }
        // what cannot begin a phrase is no part of it
        while start < end && (self.binds(start) && self.name(start).is_none() || self.kind(start) == TokenKind::Clitic)
        {
            start += 1;
        }
        (start < end && (start..end).any(|token| !self.is(token, WordClass::DETERMINER))).then_some(start..end)
    }

    /// Whether a lower-case word has the form of a past tense.
    fn is_verb_like(&self, token: usize) -> bool {
        !self.is_capital(token) && self.word(token).ends_with("ed") && !self.is(token, WordClass::SPEAKER)
    }

    /// The noun phrase that starts at token `start`, not reaching past `most`.
    pub(crate) fn noun_phrase_after(&self, start: usize, most: usize) -> Option<Range<usize>> {
        let most = most.min(self.tokens.len());
        let mut end = start;
        while end < most {
            if let Some(at) = self.name(end) {
                let person = self.is_person(at.entity);
                end = at.end.min(most);
                let possessive = end < most && self.kind(end) == TokenKind::Clitic;
                if person && !possessive {
                    if end + 1 < most
                        && self.is(end, WordClass::JOINING)
                        && self.name(end + 1).is_some_and(|next| self.is_person(next.entity))
                    {
                        end += 1;
                        continue;
                    }
                    break;
                }
                continue;
            }
            let class = self.class(end);
            if class.is(WordClass::SUBJECT) && !class.is(WordClass::POSSESSIVE) {
                if end == start {
                    end += 1;
                }
                break;
            }
            if end > start && class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)) && !self.binds(end - 1) {
                let article = self.is(end - 1, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
                if !article {
                    break;
                }
            }
            if end > start && self.binds(end) && end + 1 < most && self.continues(end) {
                end += 1;
                continue;
            }
            if !self.is_nounlike(end) {
                break;
            }
            end += 1;
        }
        while end > start
            && self.name(end - 1).is_none()
            && (self.binds(end - 1) || self.is(end - 1, WordClass::DETERMINER))
        {
            end -= 1;
        }
        (start < end).then_some(start..end)
    }

    /// Whether what follows a preposition belongs to the noun before it.
    fn continues(&self, preposition: usize) -> bool {
        let mut next = preposition + 1;
        let article = self.is(next, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
        if article {
            next += 1;
        }
        if self.is(next, WordClass::DAY.or(WordClass::VENUE)) || !self.is_nounlike(next) {
            return false;
        }
        match self.word(preposition) {
            "of" | "for" | "with" | "from" => true,
            "in" | "at" | "to" => self.is_capital(next),
            _ => false,
        }
    }
}

fn look_up(lexicon: &Lexicon, word: &str, buffer: &mut [u8; LONGEST]) -> (WordClass, Entry) {
    if matches!(word, "US" | "IT" | "WHO") {
        return (WordClass(0), 0);
    }
    if word == "May" {
        return (WordClass::DAY, 0);
    }
    if word.eq_ignore_ascii_case("n’t") {
        return look_up_clitic(lexicon, "n’t");
    }
    let (Some(lower), Some(first), Some(last)) =
        (buffer.get_mut(..word.len()), word.bytes().next(), word.bytes().next_back())
    else {
        return (WordClass(0), 0);
    };
    // a curly apostrophe is longer than the one in the lists
    if first.is_ascii() && lexicon.lengths[usize::from(first & 31)][usize::from(last & 31)] & 1 << word.len() == 0 {
        return (WordClass(0), 0);
    }
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    if lower.starts_with("’".as_bytes()) {
        return look_up_clitic(lexicon, word);
    }
    lexicon.words.get(&*lower).copied().unwrap_or_default()
}

fn look_up_clitic(lexicon: &Lexicon, word: &str) -> (WordClass, Entry) {
    lexicon.words.get(word.replace('’', "'").as_bytes()).copied().unwrap_or_default()
}
