//! What a word can begin or belong to, by itself: questions that [`super::parts`] asks about the neighbours of a word
//! before their own parts are known.

use wiredesk_core::annotation::{MentionForm, TokenKind};

use super::{
    WordClass,
    parts::Tagger,
    verbs::{Fixed, Word},
};

impl Tagger<'_, '_> {
    pub(super) fn known(&self, token: usize) -> Word {
        if token < self.end { self.vocabulary.word(self.reading.entry(token)) } else { Word::default() }
    }

    /// Whether a token certainly begins a noun phrase.
    pub(super) fn starts(&self, token: usize) -> bool {
        let reading = self.reading;
        let class = reading.class(token);
        token < self.end
            && (reading.name(token).is_some()
                || self.counts_from(token)
                || class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)) && !reading.reads(token, "that")
                || class.is(WordClass::OBJECT) && !class.is(WordClass::POSSESSIVE)
                || reading.kind(token) == TokenKind::Word
                    && reading.is_capital(token)
                    && !class.is(WordClass::DAY.or(WordClass::PREPOSITION)))
    }

    /// Whether a number begins at a token: "six", "at least six", "more than a dozen".
    pub(super) fn counts_from(&self, token: usize) -> bool {
        let reading = self.reading;
        let pair = (reading.word(token), reading.word(token + 1));
        reading.kind(token) == TokenKind::Number
            || is_number_word(pair.0)
            || matches!(pair, ("at", "least" | "most") | ("as", "many" | "few") | ("more" | "less" | "fewer", "than"))
            || matches!(pair.0, "about" | "around" | "nearly" | "some" | "over")
                && reading.kind(token + 1) == TokenKind::Number
    }

    /// Whether a token may stand inside a noun phrase.
    pub(super) fn fills(&self, token: usize) -> bool {
        let reading = self.reading;
        let class = reading.class(token);
        token < self.end
            && (reading.name(token).is_some()
                || matches!(reading.kind(token), TokenKind::Number | TokenKind::Symbol)
                || reading.kind(token) == TokenKind::Word
                    && (class == WordClass::default() || class.is(WordClass::SPEAKER.or(WordClass::VENUE)))
                    && !matches!(self.known(token).fixed, Some(Fixed::Particle | Fixed::ParticleAfterVerb))
                    && !self.is_manner(token))
    }

    /// Whether a token is a capitalised word that is no name.
    pub(super) fn is_title_word(&self, token: usize) -> bool {
        let reading = self.reading;
        token >= self.first
            && token < self.end
            && reading.name(token).is_none()
            && reading.kind(token) == TokenKind::Word
            && reading.is_capital(token)
    }

    pub(super) fn is_adjective(&self, token: usize) -> bool {
        self.reading.mention(token).is_some_and(|at| at.mention.form == MentionForm::Adjective)
    }

    pub(super) fn is_plural(&self, token: usize) -> bool {
        let text = self.reading.word(token);
        text.ends_with('s') && !text.ends_with("ss")
            || matches!(text, "people" | "police" | "men" | "women" | "children")
    }

    /// "publicly", "heavily".
    pub(super) fn is_manner(&self, token: usize) -> bool {
        let text = self.reading.word(token);
        text.len() > 4
            && text.ends_with("ly")
            && self.known(token).verb == 0
            && !matches!(
                text,
                "family"
                    | "assembly"
                    | "ally"
                    | "daily"
                    | "weekly"
                    | "monthly"
                    | "early"
                    | "deadly"
                    | "elderly"
                    | "monopoly"
                    | "anomaly"
                    | "only"
            )
            && !self.reading.is_capital(token)
    }
}

/// Whether a word is a number written out.
pub(super) fn is_number_word(word: &str) -> bool {
    matches!(
        word,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "dozens"
            | "hundreds"
            | "several"
    )
}
