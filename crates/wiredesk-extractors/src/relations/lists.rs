//! Lists of names before and after a place: "Anna Brill, a lawyer, Tom Hale and Ole Vik", with what may stand between
//! the names. Called by the patterns of [`super`] through [`Ends`]; no list is followed further than a few names.

use wiredesk_core::annotation::{EntityId, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    ends::{APART, Ends, LEAD},
    triggers::Sort,
};

/// How many words say what a person of a list is: "Duke of Tarn".
const APPOSITION: usize = 9;
/// Most names of one list.
const LIST: usize = 8;

impl<'r> Ends<'r, '_> {
    /// The names of a list that starts at `start`: "Anna Brill, Tom Hale and the lawyer Ole Vik"; with `many`
    /// false the first one and those joined to it by "and". Also the token after the last one.
    pub(super) fn names_after(&self, start: usize, most: usize, sort: Sort) -> (Vec<EntityId>, usize) {
        let mut names = Vec::new();
        let mut pending = Vec::new();
        let Some(first) = self.name_after(start, most, sort) else { return (names, start) };
        names.push(first.entity);
        let first_end = self.past_suffix(first.end);
        let (mut end, mut at) = (first_end, first_end);
        for _ in 0..LIST {
            at = self.past_bracket(at, most);
            let comma = self.reading.word(at) == ",";
            let mut next = at + usize::from(comma);
            // "Brill, 57, and"
            if comma && self.reading.kind(next) == TokenKind::Number && self.reading.word(next + 1) == "," {
                next += 2;
            }
            let and = self.is_and(next);
            next += usize::from(and);
            if !comma && !and || next >= most {
                break;
            }
            let name = self.name_after(next, most, sort);
            let name = name.or_else(|| if and { self.described_after(next, most, sort) } else { None });
            let behind = if name.is_none() { self.past_apposition(comma, next, most, sort) } else { None };
            let and = and || behind.is_some_and(|(_, and)| and);
            let Some(name) = name.or(behind.map(|(name, _)| name)) else {
                // "Tarn Bank, Harbour Bank and other lenders"
                if and && !pending.is_empty() {
                    names.append(&mut pending);
                    end = at;
                }
                break;
            };
            // "founded the trust and Hale left": a clause of its own
            if and && !comma && self.starts_clause(name.end, most) {
                break;
            }
            pending.push(name.entity);
            at = self.past_suffix(name.end);
            if and {
                names.append(&mut pending);
                end = at;
            }
        }
        (names, end)
    }

    /// The names behind a preposition or verb; what is more likely one comes first.
    pub(super) fn objects_after(&self, start: usize, most: usize, sort: Sort) -> (Vec<EntityId>, usize) {
        if let Some(likely) = sort.likely() {
            let found = self.names_after(start, most, likely);
            if !found.0.is_empty() {
                return found;
            }
        }
        self.names_after(start, most, sort)
    }

    /// The name behind a description and a comma: "a Norwegian lawyer, Anna Brill", "his mistress, Anna Brill".
    pub(super) fn described_after(&self, start: usize, most: usize, sort: Sort) -> Option<&'r MentionAt> {
        let reading = self.reading;
        let opens = reading.is(start, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
            || matches!(reading.word(start), "two" | "three" | "four" | "five" | "six")
            || reading.is_capital(start) && reading.name(start).is_none();
        if !opens {
            return None;
        }
        let comma = (start + 1..most.min(start + LEAD)).find(|&token| {
            reading.kind(token) != TokenKind::Word && !matches!(reading.word(token), "/" | "-")
                || reading.is(token, APART)
                || reading.mention(token).is_some_and(|at| self.fits(at, sort))
        })?;
        // "Haji Abdul" with an unknown first word
        let next = comma + 1 + usize::from(reading.name(comma + 1).is_none() && reading.is_capital(comma + 1));
        let name = reading.name(next).filter(|at| at.first == next && self.fits(at, sort))?;
        (reading.word(comma) == "," && !self.is_possessive(name.end)).then_some(name)
    }

    /// The next name of a list behind what the one before is: "Anna Brill, a pharmacologist, Tom Hale, Duke of Tarn,
    /// and".
    fn past_apposition(&self, comma: bool, start: usize, most: usize, sort: Sort) -> Option<(&'r MentionAt, bool)> {
        let reading = self.reading;
        let end = (start..most.min(start + APPOSITION)).find(|&token| {
            matches!(reading.word(token), "," | "and" | "&")
                || !reading.is(token, WordClass::DETERMINER) && {
                    let other =
                        reading.name(token).is_some_and(|at| self.fits(at, sort) || reading.is_person(at.entity));
                    let plain = matches!(reading.kind(token), TokenKind::Word | TokenKind::Number)
                        && (reading.class(token) == WordClass::default() || reading.is(token, WordClass::SPEAKER))
                        && !self.is_verbal(token);
                    !(other || plain || reading.word(token) == "of")
                }
        })?;
        if !comma || end == start {
            return None;
        }
        let comma = reading.word(end) == ",";
        let mut next = end + usize::from(comma);
        let and = self.is_and(next);
        next += usize::from(and);
        let name = reading.name(next).filter(|at| at.first == next && self.fits(at, sort));
        let name = name.or_else(|| if and { self.described_after(next, most, sort) } else { None })?;
        // a list goes on to an "and"; else "Anna Brill, a lawyer, Tom Hale said"
        let goes_on = and || {
            let rest = name.end + usize::from(reading.word(name.end) == ",");
            rest > name.end && (rest..most.min(rest + APPOSITION)).any(|token| self.is_and(token))
        };
        (goes_on && (comma || and) && !self.is_possessive(name.end)).then_some((name, and))
    }

    /// Past what may follow a person's name: "Anna Brill, Jr.".
    fn past_suffix(&self, end: usize) -> usize {
        let at = end + usize::from(self.reading.word(end) == ",");
        if matches!(self.reading.word(at), "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III") { at + 1 } else { end }
    }

    /// Where the examples begin: "several parties, including", "companies such as"; else `start`.
    pub(super) fn past_including(&self, start: usize, most: usize) -> usize {
        let reading = self.reading;
        for token in start..most.min(start + LEAD) {
            if reading.reads(token, "including") {
                return token + 1;
            }
            if reading.reads(token, "such") && reading.reads(token + 1, "as") {
                return token + 2;
            }
            let inside = reading.kind(token) == TokenKind::Word && reading.name(token).is_none()
                || reading.word(token) == ","
                    && (reading.reads(token + 1, "including") || reading.reads(token + 1, "such"));
            if !inside || reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR).or(WordClass::SUBJECT)) {
                break;
            }
        }
        start
    }

    /// The names of a list that ends before `end`.
    pub(super) fn names_before(&self, end: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let mut names = Vec::new();
        let end = self.before_bracket(end, least);
        let Some(last) = self.mention_before(end, least, sort) else { return names };
        names.push(last.entity);
        let Some(and) = last.first.checked_sub(1).filter(|&and| and > least) else { return names };
        if !self.is_and(and) {
            return names;
        }
        // "Anna Brill, Tom Hale and Ole Vik"
        let mut close = and;
        for _ in 0..LIST {
            if close > least + 1 && self.reading.word(close - 1) == "," {
                close -= 1;
            } else if close != and {
                break;
            }
            let Some(other) = self.mention_before(self.before_bracket(close, least), least, sort) else { break };
            names.push(other.entity);
            close = other.first;
        }
        names
    }

    /// Whether a verb follows at `token`, as far as auxiliaries and pronouns of speech tell.
    fn starts_clause(&self, token: usize, most: usize) -> bool {
        token < most && self.reading.is(token, WordClass::AUXILIARY)
    }
}
