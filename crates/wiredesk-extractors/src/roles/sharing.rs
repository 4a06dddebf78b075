//! One title for several persons, and what stands behind the name of somebody elected: "Senators Anna Brill of Norway
//! and Tom Hale", "Anna Brill and Tom Hale, the founders of the trust", "Senator Anna Brill, Democrat of Tarn,". Called
//! by [`super::patterns`] and [`super::followers`]; makes no statements.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, TokenKind};

use super::{
    super::clause::MentionAt,
    patterns::{Patterns, Statement},
};

/// How many tokens before a name the plural of its title may stand.
const LONGEST_LIST: usize = 40;
/// How many tokens a bracket or insertion behind a name has.
const INSERTION: usize = 8;
/// How many statements further the next holder of a shared title may be.
const HOLDERS: usize = 6;
/// How many tokens of a statement its title is looked for in.
const LONGEST_TITLE: usize = 8;
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
                    let behind = || comma.and_then(|comma| self.plural_of_bodies(comma, sentence));
                    let shared = head.filter(plural).or(comma.map(|comma| comma - 1).filter(plural)).or_else(behind);
                    if shared.is_some() {
                        return shared;
                    }
                }
                continue;
            }
            let inside = matches!(reading.word(token), "," | "and" | "of" | "(" | ")" | "-" | "–")
                || self.state_of_party(token).is_some()
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

    /// Gives titles of two bodies to their holders: "the foreign ministers of Norway and Tarn, Anna Brill and Tom Hale,"
    /// have one each, "Tarn Steel and Harbour Bank chairman Anna Brill" has both.
    pub(super) fn share_bodies(&self, found: &mut Vec<Statement>) {
        if found.iter().all(|statement| statement.also.is_none()) {
            return;
        }
        let mut shared: Vec<Statement> = Vec::with_capacity(found.len() + 1);
        for at in 0..found.len() {
            let also = found[at].also.take();
            let mut second = None;
            if let Some(also) = also {
                let same = |other: &Statement| other.title_at == found[at].title_at && other.of == found[at].of;
                let next = found[at + 1..].iter().take(HOLDERS).position(same).map(|next| at + 1 + next);
                match next {
                    Some(next) if found[next].person != found[at].person => {
                        (found[next].of, found[next].also) = (Some(also), None);
                    }
                    _ if !self.is_several(&found[at]) => {
                        second = Some(Statement { of: Some(also), ..found[at].clone() })
                    }
                    _ => {}
                }
            }
            shared.push(found[at].clone());
            shared.extend(second);
        }
        *found = shared;
    }

    /// Whether a statement's title is a plural: "ministers".
    fn is_several(&self, statement: &Statement) -> bool {
        let title = (statement.title_at..statement.span.end).take(LONGEST_TITLE);
        title
            .into_iter()
            .find(|&token| self.titles.is_head(self.reading, token))
            .is_some_and(|head| self.is_plural(head))
    }

    /// "nine rebels, including commander Tom Hale": the body whose members are told of before a title.
    pub(super) fn included(&self, title: usize, sentence: &Range<usize>) -> Option<EntityId> {
        let reading = self.reading;
        let mut end = title.checked_sub(1)?;
        // "including local commander"
        let plain = |token: usize| {
            reading.kind(token) == TokenKind::Word
                && reading.name(token).is_none()
                && reading.word(token).starts_with(char::is_lowercase)
        };
        if end > sentence.start && reading.word(end) != "including" && plain(end) {
            end -= 1;
        }
        if end <= sentence.start || reading.word(end) != "including" {
            return None;
        }
        end -= usize::from(reading.word(end - 1) == ",");
        let members = end.checked_sub(1).filter(|&members| members > sentence.start)?;
        let body = match reading.name(members) {
            // "members of the Harbour Authority, including"
            Some(body) => Some(body).filter(|_| {
                let of = body.first - usize::from(reading.reads(body.first - 1, "the"));
                of > sentence.start + 1 && reading.reads(of - 1, "of") && reading.word(of - 2).ends_with('s')
            }),
            None if plain(members) && reading.word(members).ends_with('s') => {
                reading.mention(members - 1).filter(|body| body.end == members)
            }
            None => None,
        }?;
        let kind = reading.entity(body.entity)?.kind;
        matches!(kind, EntityKind::Place | EntityKind::Organization).then_some(body.entity)
    }

    /// "the foreign ministers of Norway and Tarn," before the first of the names: the head.
    fn plural_of_bodies(&self, comma: usize, sentence: &Range<usize>) -> Option<usize> {
        let reading = self.reading;
        reading.name(comma - 1).filter(|body| self.is_body(body.entity))?;
        let before = (sentence.start..comma).rev().take(LONGEST_TITLE);
        let inside = |token: &usize| {
            reading.name(*token).is_some_and(|name| self.is_body(name.entity))
                || matches!(reading.word(*token), "and" | "the" | "of")
        };
        let of = before.take_while(inside).find(|&token| reading.word(token) == "of")?;
        of.checked_sub(1).filter(|&head| head >= sentence.start && self.is_plural(head))
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
        // "Senator Anna Brill (R-Ohio)", "Senator Anna Brill, D-Calif.,"
        if let Some(state) = self.state_of_party(at.end + 1) {
            return self.body_named(state);
        }
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

    /// The state behind the letter of a party in one token: "R-Ohio", "D-Calif.", "R-New" with "York" behind it.
    fn state_of_party(&self, token: usize) -> Option<&'static str> {
        let reading = self.reading;
        let (party, state) = reading.word(token).split_once(['-', '–'])?;
        if party.is_empty() || party.len() > 3 || !party.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        self.titles.state(state).or_else(|| self.titles.state(&format!("{state} {}", reading.word(token + 1))))
    }
}
