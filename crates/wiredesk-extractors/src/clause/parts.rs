//! The part of speech of every token of a sentence, as far as noun phrases and verb groups need it. Called by
//! [`super::chunks`]. Decides by the closed classes, the forms of verbs and the two neighbours of a word; it never
//! looks further, so its cost is linear.

use wiredesk_core::annotation::{MentionForm, TokenKind};

use super::{
    Reading, WordClass,
    lookahead::is_number_word,
    verbs::{Fixed, Forms, Traits, Vocabulary, Word},
};

/// What a token is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nouns, names, adjectives, numbers: all that fills a noun phrase.
    Noun,
    Determiner,
    /// "his".
    Possessive,
    /// "'s".
    Genitive,
    /// "he", "them".
    Pronoun,
    Preposition,
    /// "to" before an infinitive.
    To,
    Joining,
    Comma,
    /// "who", "which", "that" after a noun.
    Relative,
    Subordinator,
    Auxiliary,
    Negation,
    Adverb,
    /// "out", "down" beside a verb.
    Particle,
    Day,
    Verb,
    Quote,
    /// Dashes, brackets, colons and other marks.
    Mark,
}

/// Tells the parts of one sentence.
pub(super) struct Tagger<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) vocabulary: &'r Vocabulary,
    /// First token of the sentence, and one past its last.
    pub(super) first: usize,
    pub(super) end: usize,
}

impl Tagger<'_, '_> {
    /// Fills `parts` with one part per token.
    pub(super) fn tag(&self, parts: &mut Vec<Part>) {
        parts.clear();
        for token in self.first..self.end {
            let part = self.part(token, parts);
            parts.push(part);
        }
    }

    fn part(&self, token: usize, parts: &[Part]) -> Part {
        let reading = self.reading;
        if reading.name(token).is_some() {
            return Part::Noun;
        }
        match reading.kind(token) {
            TokenKind::Number | TokenKind::Symbol => Part::Noun,
            TokenKind::Quote => Part::Quote,
            TokenKind::Punctuation if reading.word(token) == "," => Part::Comma,
            TokenKind::Punctuation => Part::Mark,
            TokenKind::Clitic => match reading.word(token) {
                "n't" | "n’t" => Part::Negation,
                "'s" | "’s" if parts.last() != Some(&Part::Pronoun) => Part::Genitive,
                "'" | "’" => Part::Genitive,
                _ => Part::Auxiliary,
            },
            TokenKind::Word => self.word(token, parts),
        }
    }

    fn word(&self, token: usize, parts: &[Part]) -> Part {
        let reading = self.reading;
        let previous = parts.last().copied();
        let class = reading.class(token);
        let text = reading.word(token);
        if class == WordClass::default() || class == WordClass::SPEAKER || class == WordClass::VENUE {
            return self.open_class(token, parts);
        }
        let (preposition, subordinator) = (class.is(WordClass::PREPOSITION), class.is(WordClass::SUBORDINATOR));
        if preposition && text.len() == 2 && text.eq_ignore_ascii_case("to") {
            return self.to(token, parts);
        }
        if subordinator && text.eq_ignore_ascii_case("that") {
            return self.that(token, previous);
        }
        if (subordinator || class.is(WordClass::POSSESSIVE)) && matches!(text, "who" | "which" | "whom" | "whose") {
            return Part::Relative;
        }
        if (preposition || subordinator)
            && matches!(text, "at" | "as" | "than" | "about" | "around" | "over" | "under")
            && self.counts(token, previous)
        {
            return if previous == Some(Part::Noun) { Part::Adverb } else { Part::Determiner };
        }
        if class.is(WordClass::POSSESSIVE) {
            let alone = class.is(WordClass::OBJECT) && !self.fills(token + 1);
            return if alone { Part::Pronoun } else { Part::Possessive };
        }
        if class.is(WordClass::SUBJECT.or(WordClass::OBJECT)) {
            return Part::Pronoun;
        }
        if class.is(WordClass::AUXILIARY) {
            return Part::Auxiliary;
        }
        if class.is(WordClass::NEGATION) {
            return if class.is(WordClass::DETERMINER) { Part::Determiner } else { Part::Negation };
        }
        // "Secretary of State"
        if preposition && text == "of" && self.is_title_word(token.wrapping_sub(1)) && self.is_title_word(token + 1) {
            return Part::Noun;
        }
        if preposition {
            let verb = previous == Some(Part::Auxiliary) && text.ends_with("ing");
            return if verb { Part::Verb } else { Part::Preposition };
        }
        if subordinator {
            return Part::Subordinator;
        }
        if class.is(WordClass::JOINING) {
            return Part::Joining;
        }
        if class.is(WordClass::DAY) {
            return Part::Day;
        }
        if class.is(WordClass::DETERMINER) {
            return Part::Determiner;
        }
        if class.is(WordClass::ADVERB) { Part::Adverb } else { self.open_class(token, parts) }
    }

    /// "at least six", "as many as 70", "more than 16", "about 40".
    fn counts(&self, token: usize, previous: Option<Part>) -> bool {
        let reading = self.reading;
        let next = reading.word(token + 1);
        let number = reading.kind(token + 1) == TokenKind::Number || is_number_word(next);
        match reading.word(token) {
            "at" => matches!(next, "least" | "most"),
            "as" => matches!(next, "many" | "much" | "few") || number && previous == Some(Part::Determiner),
            "than" => number,
            _ => number && previous != Some(Part::Verb),
        }
    }

    fn to(&self, token: usize, parts: &[Part]) -> Part {
        let mut next = token + 1;
        while next < self.end && (self.reading.is(next, WordClass::ADVERB) || self.is_manner(next)) {
            next += 1;
        }
        let base = self.known(next).forms.is(Forms::BASE) || matches!(self.reading.word(next), "be" | "have" | "do");
        let word = self.known(next);
        let unlisted = word.verb == 0
            && word.noun == 0
            && self.reading.class(next) == WordClass::default()
            && self.reading.kind(next) == TokenKind::Word
            && self.reading.name(next).is_none()
            && !self.reading.word(next).contains('-')
            && self.reading.is(next + 1, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::OBJECT));
        let base = base || unlisted;
        // "up to 40"
        let count = parts.last() == Some(&Part::Particle) && self.reading.kind(token + 1) == TokenKind::Number;
        if count {
            return Part::Determiner;
        }
        if base && next < self.end && !self.reading.is_capital(next) { Part::To } else { Part::Preposition }
    }

    fn that(&self, token: usize, previous: Option<Part>) -> Part {
        let next = token + 1;
        let verb = self.reading.is(next, WordClass::AUXILIARY) || {
            let forms = self.known(next).forms;
            forms.is(Forms::PAST.or(Forms::THIRD)) && !self.starts(next)
        };
        match previous {
            Some(Part::Noun | Part::Comma | Part::Genitive | Part::Day) if verb => Part::Relative,
            Some(Part::Preposition) | None => Part::Determiner,
            _ => Part::Subordinator,
        }
    }

    fn open_class(&self, token: usize, parts: &[Part]) -> Part {
        let reading = self.reading;
        let text = reading.word(token);
        let previous = parts.last().copied();
        let word = self.known(token);
        match word.fixed {
            Some(Fixed::Particle) => return Part::Particle,
            Some(Fixed::ParticleAfterVerb) if previous == Some(Part::Verb) => return Part::Particle,
            Some(Fixed::Adverb) => return Part::Adverb,
            Some(Fixed::Adjective) => return Part::Noun,
            Some(Fixed::ParticleAfterVerb) | None => {}
        }
        let before = last_but_adverbs(parts);
        if word.verb > 0 && (!reading.is_capital(token) || token == self.first) {
            return if self.is_verb(token, word, before, parts) { Part::Verb } else { Part::Noun };
        }
        if self.is_manner(token) {
            return Part::Adverb;
        }
        // verbs that are not listed
        if before == Some(Part::To) {
            return Part::Verb;
        }
        let unlisted = word.noun == 0 && !reading.is_capital(token) && text.len() > 4 && !text.contains('-');
        let past = unlisted && text.ends_with("ed") && !text.ends_with("eed");
        let closes = !self.fills(token + 1) || self.starts(token + 1);
        if past && (before == Some(Part::Auxiliary) || before == Some(Part::Noun) && closes) {
            return Part::Verb;
        }
        let ing = unlisted && text.ends_with("ing");
        if ing && (before == Some(Part::Auxiliary) || before == Some(Part::Noun) && self.starts(token + 1)) {
            return Part::Verb;
        }
        Part::Noun
    }

    fn is_verb(&self, token: usize, word: Word, before: Option<Part>, parts: &[Part]) -> bool {
        let next = token + 1;
        if word.forms.is(Forms::ING) {
            return self.is_participle(token, word, before);
        }
        let closed = matches!(before, Some(Part::Determiner | Part::Possessive | Part::Genitive));
        if word.forms.is(Forms::PAST.or(Forms::PARTICIPLE)) {
            let group = self.reading.word(token.saturating_sub(1));
            // "those killed in", "some held at"
            let stands_alone = matches!(group, "those" | "all" | "many" | "some" | "others" | "both" | "people");
            let attributive = self.fills(next) && !self.reading.is(next, WordClass::DETERMINER);
            return match before {
                Some(Part::Auxiliary) => true,
                _ if closed => (stands_alone || is_number_word(group)) && !attributive,
                Some(Part::Preposition | Part::Verb | Part::Subordinator) => {
                    !attributive && !word.forms.is(Forms::BASE)
                }
                None => !attributive,
                Some(Part::To) => word.forms.is(Forms::BASE),
                Some(Part::Noun) if self.reading.kind(token.saturating_sub(1)) == TokenKind::Number => {
                    !attributive || self.counts_from(next)
                }
                Some(Part::Noun) if word.noun > 0 && word.forms.is(Forms::BASE) => self.starts(next),
                Some(_) => true,
            };
        }
        if closed {
            return false;
        }
        let noun = word.noun > 0 || word.often_noun;
        match before {
            Some(Part::To) => word.forms.is(Forms::BASE),
            Some(Part::Auxiliary) => word.forms.is(Forms::BASE) && self.takes_base(parts),
            Some(Part::Pronoun | Part::Relative) => true,
            Some(Part::Joining) if !noun && word.forms.is(Forms::THIRD) => true,
            Some(Part::Joining) => {
                let base = parts.iter().rev().position(|&part| part == Part::Verb);
                let alike = base.is_some_and(|at| {
                    let verb = self.first + parts.len() - 1 - at;
                    self.known(verb).forms.is(word.forms)
                });
                alike && (!noun || self.starts(next))
            }
            Some(Part::Verb) => {
                let helped = parts.len().checked_sub(1).map(|at| self.reading.word(self.first + at));
                let causative =
                    matches!(helped, Some("help" | "helped" | "helps" | "helping" | "let" | "make" | "made"));
                causative && word.forms.is(Forms::BASE)
            }
            Some(Part::Noun) => {
                let subject = token.saturating_sub(1);
                let complement = self.starts(next)
                    || matches!(self.reading.word(next), "that" | "out" | "off" | "up" | "down")
                    || self.reading.reads(next, "to") && !self.reading.reads(token, "forces");
                let named = self.reading.name(subject).is_some_and(|at| at.mention.form == MentionForm::Name)
                    && !self.is_adjective(subject);
                let many = self.is_plural(subject);
                let says = word.traits.has(Traits::SAYING);
                let subjunctive = named && !noun && (complement || says);
                let agrees = if word.forms.is(Forms::THIRD) { !many } else { many || subjunctive };
                // "the opposition blames the"
                let plain = word.noun == 0 && word.forms.is(Forms::THIRD);
                agrees && (!noun || complement && (named || many || plain))
            }
            Some(Part::Comma | Part::Quote | Part::Mark) => !noun && word.forms.is(Forms::THIRD),
            _ => false,
        }
    }

    /// Whether a form in -ing is a verb rather than a noun or an adjective.
    fn is_participle(&self, token: usize, word: Word, before: Option<Part>) -> bool {
        let next = token + 1;
        let object = self.starts(next) || self.reading.is(next, WordClass::OBJECT);
        match before {
            Some(Part::Determiner | Part::Possessive | Part::Genitive) => false,
            Some(Part::Auxiliary) => true,
            Some(Part::Preposition) if word.noun > 0 => {
                let opens = matches!(self.reading.word(token - 1), "after" | "before" | "by" | "without" | "since");
                object || opens && matches!(self.reading.word(next), "with" | "at" | "to" | "for" | "against")
            }
            // "with attacking style"
            Some(Part::Preposition) => object || !self.reading.reads(token - 1, "with") || !self.fills(next),
            Some(Part::Noun) | None if word.noun > 0 => object,
            // "began providing", but "flattened surrounding homes"
            Some(Part::Verb) => {
                let governor = (self.first..token).rev().find(|&at| self.known(at).verb > 0);
                object || !self.fills(next) || governor.is_some_and(|at| self.takes_participle(at))
            }
            Some(Part::Comma | Part::Joining) if word.noun > 0 => object,
            _ => true,
        }
    }

    /// Whether a verb takes a form in -ing: "began providing".
    fn takes_participle(&self, token: usize) -> bool {
        self.known(token).traits.has(Traits::GERUND)
    }

    /// Whether the auxiliary before takes a base form: "will", "did", not "is", "has".
    fn takes_base(&self, parts: &[Part]) -> bool {
        let at = parts.iter().rposition(|&part| part == Part::Auxiliary);
        let word = at.map_or("", |at| self.reading.word(self.first + at));
        !["is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "'s", "’s"]
            .iter()
            .any(|other| word.eq_ignore_ascii_case(other))
    }
}

fn last_but_adverbs(parts: &[Part]) -> Option<Part> {
    parts.iter().rev().copied().find(|part| !matches!(part, Part::Adverb | Part::Negation))
}
