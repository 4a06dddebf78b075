//! Several titles in a row: "president and chief executive of Harbour Bank", "the mayor of Tarn and a founder of the
//! Reform Party". Called by [`super::followers`]; makes no statements.

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::WordClass,
    patterns::Patterns,
    phrases::{OUTSIDE, REACH, Titled},
};

/// How many titles of one list are read.
const MOST_LISTED: usize = 6;
/// How many nouns a body's name may describe.
const NOUNS: usize = 2;
/// How many tokens an insertion in brackets may have.
const BRACKET: usize = 40;

impl Patterns<'_, '_> {
    /// The titles from token `from` on: joined by commas and "and", each with what it is of, which the earlier ones
    /// of a list share with the last.
    pub(super) fn title_list(&self, from: usize, end: usize) -> Vec<Titled> {
        let reading = self.reading;
        let mut list: Vec<Titled> = Vec::new();
        let mut at = from;
        for _ in 0..MOST_LISTED {
            let (head, stop) = self.head_in_phrase(at, end);
            let next = match head {
                Some(head) => {
                    // "Brill, President Hale and others", "Brill is president and the premier is Hale"
                    let other = |token: usize| reading.name(token).is_some_and(|next| reading.is_person(next.entity));
                    let titled = self.titled_in(head, at, end);
                    let next = titled.end;
                    let apart = other(next) && next == stop
                        || !list.is_empty()
                            && (reading.word(next) == "," && other(next + 1) || reading.is(next, WordClass::AUXILIARY));
                    if apart {
                        // "Brill, vice president and party leader Hale": both are the other's
                        if list.last().is_some_and(|last| last.of.is_none() && last.end + 1 == at) {
                            list.pop();
                        }
                        break;
                    }
                    // "chairman of the board, president and chief executive of"
                    let next =
                        if titled.of.is_none() { self.past_plain_of(next, end) } else { self.past_nouns(next, end) };
                    // "professor at Harbour College and at the Tarn Institute"
                    let again = titled.behind && reading.reads(titled.end, "and");
                    let preposition = again && matches!(reading.word(titled.end + 1), "at" | "of" | "for" | "with");
                    let second = preposition.then(|| self.body_from(titled.end + 2, end)).flatten().copied();
                    let second = second.map(|body| Titled {
                        title: titled.title.clone(),
                        of: Some(body.entity),
                        end: body.end,
                        ..titled
                    });
                    list.push(titled);
                    let next = second.as_ref().map_or(next, |second| second.end);
                    list.extend(second);
                    next
                }
                None => stop,
            };
            let mut token = self.past_bracket(next, end);
            let comma = reading.word(token) == ",";
            token += usize::from(comma);
            let and = matches!(reading.word(token), "and" | "&" | "/");
            token += usize::from(and);
            if !comma && !and || token >= end || head.is_none() && stop == at {
                break;
            }
            at = token;
        }
        let trade = |titled: &Titled| self.titles.is_occupation(reading.word(titled.title.end - 1));
        for index in (1..list.len()).rev() {
            // "a director of the firm and former head of Harbour Bank" is two things
            let own =
                reading.word(list[index - 1].end) == "of" && reading.is(list[index - 1].end + 1, WordClass::DETERMINER);
            // "the presidential candidate and senator from Tarn"
            let elected = |titled: &Titled| self.titles.is_elected(reading.word(titled.title.end - 1));
            let own = own
                || elected(&list[index])
                    && (!elected(&list[index - 1]) || reading.reads(list[index - 1].title.end - 1, "candidate"));
            if list[index].behind && !own && !trade(&list[index - 1]) && list[index - 1].of.is_none() {
                (list[index - 1].of, list[index - 1].behind) = (list[index].of, true);
            }
        }
        for index in 1..list.len() {
            let bare = list[index].start == list[index].title.start;
            if list[index].of.is_none() && bare && !list[index - 1].behind && !trade(&list[index - 1]) {
                list[index].of = list[index - 1].of;
            }
        }
        // "a former lawyer and mayor" was both
        for index in 1..list.len() {
            let bare = list[index].start == list[index].title.start && list[index].status.is_none();
            let and = reading.reads(list[index].start - 1, "and") && reading.reads(list[index - 1].start, "a");
            if bare && and && !list[index - 1].behind {
                list[index].status = list[index - 1].status;
            }
        }
        list
    }

    /// Past the nouns that a body's name describes: "director of the Tarn study, and".
    fn past_nouns(&self, from: usize, end: usize) -> usize {
        let reading = self.reading;
        let noun = |&token: &usize| {
            reading.kind(token) == TokenKind::Word
                && reading.name(token).is_none()
                && !reading.is_capital(token)
                && !reading.is(token, OUTSIDE.or(WordClass::ADVERB).or(WordClass::SUBJECT))
        };
        let past = (from..end.min(from + NOUNS)).take_while(noun).last().map_or(from, |last| last + 1);
        if matches!(reading.word(past), "," | "and") { past } else { from }
    }

    /// Past "of the board" behind a title, if no name follows.
    fn past_plain_of(&self, from: usize, end: usize) -> usize {
        if self.reading.word(from) != "of" {
            return from;
        }
        let plain = |&token: &usize| {
            self.reading.kind(token) == TokenKind::Word
                && self.reading.name(token).is_none()
                && (self.reading.word(token) == "of" || !self.reading.is(token, OUTSIDE))
        };
        (from..end.min(from + REACH)).take_while(plain).last().map_or(from, |last| last + 1)
    }

    /// Past a bracket that opens at `token`, if one does.
    pub(super) fn past_bracket(&self, token: usize, end: usize) -> usize {
        if self.reading.word(token) != "(" {
            return token;
        }
        let mut depth = 0_u32;
        for at in token..end.min(token + BRACKET) {
            match self.reading.word(at) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        token
    }
}
