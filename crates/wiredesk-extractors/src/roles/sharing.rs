//! One title for several persons, and what stands behind the name of somebody elected: "Senators Anna Brill of Norway
//! and Tom Hale", "Anna Brill and Tom Hale, the founders of the trust", "Senator Anna Brill, Democrat of Tarn,". Called
//! by [`super::patterns`] and [`super::followers`]; makes no statements.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, TokenKind};

use super::{super::clause::MentionAt, patterns::Patterns};

/// How many tokens before a name the plural of its title may stand.
const LONGEST_LIST: usize = 40;
/// How many tokens a bracket or insertion behind a name has.
const INSERTION: usize = 8;
/// Words for members of parties.
const PARTISANS: [&str; 8] =
    ["democrat", "republican", "independent", "conservative", "liberal", "socialist", "green", "labour"];

impl Patterns<'_, '_> {
    /// The head of the plural title that a name shares with those before it: "Senators Anna Brill and Tom Hale",
    /// "Senators Anna Brill, Republican of Tarn, Sarah Holm and Tom Hale".
    pub(super) fn plural_before(&self, first: usize, sentence: &Range<usize>) -> Option<usize> {
        let reading = self.reading;
        let last = first.checked_sub(1).filter(|&last| last > sentence.start)?;
        if !reading.reads(last, "and") && reading.word(last) != "," {
            return None;
        }
        let least = sentence.start.max(first.saturating_sub(LONGEST_LIST));
        let mut token = last;
        let mut persons = 0;
        while token > least {
            token -= 1;
            if let Some(name) = reading.name(token) {
                if name.first < least {
                    return None;
                }
                token = name.first;
                let head = token.checked_sub(1).filter(|&head| head >= sentence.start);
                if reading.is_person(name.entity) {
                    persons += 1;
                    // "two engineers, Anna Brill and Tom Hale"
                    let comma = head.filter(|&comma| reading.word(comma) == "," && comma > sentence.start);
                    let plural = |head: &usize| self.is_plural(*head);
                    let shared = head.filter(plural).or(comma.map(|comma| comma - 1).filter(plural));
                    if shared.is_some() {
                        return shared;
                    }
                }
                continue;
            }
            let inside = matches!(reading.word(token), "," | "and" | "of" | "(" | ")" | "-" | "–")
                || self.titles.is_address(reading.word(token))
                || PARTISANS.iter().any(|word| reading.reads(token, word))
                || reading.kind(token) == TokenKind::Word
                    && reading.word(token).len() <= 2
                    && reading.is_capital(token);
            if !inside || persons > 0 && self.titles.is_head(reading, token) {
                return None;
            }
        }
        None
    }

    /// Whether a token is a title of several persons.
    pub(super) fn is_plural(&self, token: usize) -> bool {
        self.titles.is_head(self.reading, token)
            && self.titles.singular(&self.reading.word(token).to_lowercase()).is_some()
    }

    /// The person joined to a name by "and": "Anna Brill and Tom Hale".
    pub(super) fn joined_before(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<MentionAt> {
        let reading = self.reading;
        let mut and = at.first.checked_sub(1).filter(|&and| and > sentence.start)?;
        // "Anna Brill and engineer Tom Hale"
        for _ in 0..3 {
            if reading.reads(and, "and") || and <= sentence.start + 1 || reading.kind(and) != TokenKind::Word {
                break;
            }
            and -= 1;
        }
        let other = reading.reads(and, "and").then(|| reading.name(and - 1))??;
        (other.end == and && reading.is_person(other.entity) && other.entity != at.entity).then_some(*other)
    }

    /// "Speaking for the Harbour Authority, director Anna Brill said": the body that opens the sentence of a title.
    pub(super) fn spoken_for(&self, title: usize, sentence: &Range<usize>) -> Option<EntityId> {
        let reading = self.reading;
        let start = sentence.start;
        let verb = ["speaking", "writing", "testifying", "acting"].iter().any(|word| reading.reads(start, word));
        let behalf = |token: usize| reading.reads(token, "on") && reading.reads(token + 1, "behalf");
        let from = match () {
            () if verb && reading.reads(start + 1, "for") => start + 2,
            () if verb && behalf(start + 1) => start + 4,
            () if behalf(start) => start + 3,
            () => return None,
        };
        let body = self.body_from(from, title)?;
        (body.end + 1 == title && reading.word(body.end) == ",").then_some(body.entity)
    }

    /// Where somebody elected is from: "Senator Anna Brill, Democrat of Tarn", "Senator Anna Brill (R-Tarn)".
    pub(super) fn constituency(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<EntityId> {
        let reading = self.reading;
        let bracket = reading.word(at.end) == "(";
        if !bracket && reading.word(at.end) != "," {
            return None;
        }
        let end = sentence.end.min(at.end + INSERTION);
        let mut token = at.end + 1;
        if !bracket {
            while matches!(reading.word(token), "a" | "an" | "the") && token < end {
                token += 1;
            }
            // "Senator Anna Brill, from Tarn,"
            let partisan = PARTISANS.iter().any(|word| reading.reads(token, word));
            let from = if partisan { token + 1 } else { at.end + 1 };
            if reading.word(from) != "from" && !(partisan && reading.word(from) == "of") {
                return None;
            }
            token = from + 1;
        }
        let place = |name: &&MentionAt| reading.entity(name.entity).is_some_and(|e| e.kind == EntityKind::Place);
        let named = |token: usize| reading.name(token).filter(place).map(|name| name.entity);
        if !bracket {
            return named(token).filter(|_| token < end);
        }
        (token..end).take_while(|&token| reading.word(token) != ")").find_map(named)
    }
}
