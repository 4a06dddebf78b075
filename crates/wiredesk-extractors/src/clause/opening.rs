//! The subject with which a sentence begins: behind datelines, times and places, and without the verb that follows it. A part
//! of [`Reading`]; used where a verb has no subject beside it.

use std::ops::Range;

use wiredesk_core::annotation::{EntityKind, TokenKind};

use super::{Reading, WordClass};

impl Reading<'_> {
    /// Whether a token can begin a subject: a name, a pronoun, or what stands before a noun.
    pub(crate) fn opens_subject(&self, token: usize) -> bool {
        self.name(token).is_some()
            || self.is(token, WordClass::SUBJECT.or(WordClass::DETERMINER).or(WordClass::POSSESSIVE))
    }

    /// The subject with which the sentence (or the part of it from `start`) begins: leading adverbs and phrases up
    /// to a comma are passed over.
    pub(crate) fn opening_subject(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let mut from = self.behind_dateline(start, end);
        for _ in 0..4 {
            while from < end
                && (self.kind(from) == TokenKind::Quote
                    // "On July 6, 2015, Brill", "Likewise, Brill"
                    || self.word(from + 1) == ","
                        && (self.kind(from) == TokenKind::Number
                            || from == start && self.kind(from) == TokenKind::Word && self.name(from).is_none()
                                && !self.is(from, WordClass::SUBJECT.or(WordClass::SPEAKER)))
                    || self.reads(from, "back") && self.is(from + 1, WordClass::PREPOSITION)
                    || self.is(from, WordClass::JOINING.or(WordClass::ADVERB))
                    || matches!(self.word(from), "," | "Yet" | "So")
                    || from == start && matches!(self.word(from), ":" | "•" | "*" | "-" | "–" | "—"))
            {
                from += 1;
            }
            let class = self.class(from);
            let leads = class.is(WordClass::PREPOSITION.or(WordClass::SUBORDINATOR))
                && self.name(from).is_none()
                && !class.is(WordClass::SUBJECT)
                || class.is(WordClass::DAY)
                || self.word(from).ends_with("ing") && self.name(from).is_none()
                || self.word(from).ends_with("ed") && self.name(from).is_none() && !self.is(from, WordClass::SPEAKER)
                || self.tells_when(from);
            if !leads {
                break;
            }
            let comma = (from..end).find(|&token| self.word(token) == ",");
            // "By Sunday she had left"
            let pronoun = (from + 1..comma.unwrap_or(end)).find(|&token| {
                self.is(token, WordClass::SUBJECT)
                    && !self.is(token, WordClass::POSSESSIVE.or(WordClass::SUBORDINATOR).or(WordClass::OBJECT))
            });
            if class.is(WordClass::PREPOSITION) && !class.is(WordClass::SUBORDINATOR) && pronoun.is_some() {
                from = pronoun?;
                break;
            }
            // "As Brill lectured the board and defended the plan"
            if comma.is_none() && class.is(WordClass::SUBORDINATOR) {
                from += 1;
                break;
            }
            from = comma? + 1;
            // "At a rally in Portsmouth, N.H., on Tuesday, Brill"
            if let Some(place) = self.name(from)
                && class.is(WordClass::PREPOSITION)
                && self.entity(place.entity).is_some_and(|entity| entity.kind == EntityKind::Place)
                && self.word(place.end) == ","
            {
                from = place.end + 1;
            }
        }
        let found = self.noun_phrase_after(from, end)?;
        Some(self.without_verb(found))
    }

    /// Where the report begins behind a dateline: "TARN, May 3 (UPI) — The council", "MYRTLE BEACH, S.C. - Brill".
    fn behind_dateline(&self, start: usize, end: usize) -> usize {
        const LONGEST: usize = 12;
        let first = self.word(start);
        let capitals = first.len() > 2 && first.bytes().all(|byte| byte.is_ascii_uppercase());
        let dash = (start + 1..end.min(start + LONGEST)).find(|&token| self.is_dash(token));
        let dash = dash.filter(|&dash| capitals || self.name(start).is_some() && self.word(dash - 1) == ")");
        dash.map_or(start, |dash| dash + 1)
    }

    /// Whether a phrase begins at a token that says when: "Shortly after the vote", "This year", "Minutes later".
    fn tells_when(&self, at: usize) -> bool {
        const TIMES: [&str; 9] =
            ["year", "week", "month", "day", "morning", "afternoon", "evening", "night", "weekend"];
        const SPANS: [&str; 7] = ["moments", "minutes", "hours", "days", "weeks", "months", "years"];
        let first = self.word(at);
        let adverb =
            first.len() > 4 && first.ends_with("ly") && self.name(at).is_none() && self.kind(at) == TokenKind::Word;
        let article = self.is(at, WordClass::DETERMINER) || self.reads(at, "last") || self.reads(at, "next");
        let spans = SPANS.iter().any(|span| self.reads(at, span));
        adverb
            && (self.word(at + 1) == ","
                || self.word(at + 1).ends_with("ing")
                || self.is(at + 1, WordClass::PREPOSITION.or(WordClass::SUBORDINATOR)))
            || article && TIMES.iter().any(|time| self.reads(at + 1, time))
            || article && SPANS.iter().any(|span| self.reads(at + 2, span)) && self.reads(at + 3, "later")
            || SPANS.iter().any(|span| self.reads(at + 1, span)) && self.reads(at + 2, "ago")
            || spans && (self.reads(at + 1, "later") || self.is(at + 1, WordClass::PREPOSITION))
    }

    /// Cuts off what follows the first noun for a speaker in a phrase without names: "the ministry condemned".
    fn without_verb(&self, phrase: Range<usize>) -> Range<usize> {
        let head = phrase.clone().find(|&token| {
            let next = token + 1;
            self.is(token, WordClass::SPEAKER)
                && !(next < phrase.end && (self.is(next, WordClass::SPEAKER) || self.is_capital(next)))
        });
        // "one poster admitted"
        let verb = (phrase.start + 1..phrase.end).find(|&token| {
            let subject = self.name(token - 1).is_some() || self.is(token - 1, WordClass::SPEAKER);
            self.is_verb_like(token)
                && !self.is(token - 1, WordClass::DETERMINER)
                // "the ministry struggled on Tuesday to explain"
                && (self.entry(token) != 0 || subject && (token + 1 == phrase.end || self.binds(token + 1)
                    || self.name(token + 1).is_some()
                    || self.is(token + 1, WordClass::DETERMINER.or(WordClass::SPEAKER))))
        });
        // "the ad touts Brill's record", "the materials echo the message"
        let third = (phrase.start + 1..phrase.end).find(|&token| {
            let next = token + 1;
            self.kind(token) == TokenKind::Word
                && !self.is_capital(token)
                && (self.entry(token) != 0 || self.word(token).ends_with('s') && next < phrase.end)
                && !self.is(token, WordClass::SPEAKER)
                && self.class(token - 1) != WordClass::DETERMINER
                && self.kind(token - 1) == TokenKind::Word
                && (self.name(next).is_some()
                    || self.is(next, WordClass::DETERMINER.or(WordClass::POSSESSIVE)) && !self.binds(next))
        });
        let phrase = phrase.start..verb.or(third).unwrap_or(phrase.end);
        match head.filter(|head| phrase.contains(head)) {
            Some(head)
                if head + 1 < phrase.end && !self.binds(head + 1) && self.kind(head + 1) != TokenKind::Clitic =>
            {
                phrase.start..head + 1
            }
            _ => phrase,
        }
    }
}
