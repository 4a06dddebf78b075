//! Counts: numbers that measure nothing, with the noun they count, and the shapes that look like
//! numbers but are none. Part of [`super::Sentence`].

use std::borrow::Cow;

use wiredesk_core::annotation::QuantityKind::Count;

use super::{Found, Sentence, lexicon::Role};
use crate::numbers::{
    Form, Numeral,
    atoms::{Atom, AtomKind},
    numeral,
    words::NumberWord,
};

/// Plurals without "s".
const PLURALS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "police",
    "troops",
    "personnel",
    "staff",
    "servicemen",
    "policemen",
    "lawmakers",
    "firemen",
    "fishermen",
    "businessmen",
    "cattle",
    "sheep",
    "fish",
    "aircraft",
    "teeth",
    "mice",
    "dead",
    "wounded",
    "injured",
    "missing",
    "seamen",
    "congressmen",
    "spacecraft",
    "criteria",
    "media",
    "crew",
    "gunmen",
];

/// Whether a word of lower case looks like a plural noun.
fn is_plural(word: &str) -> bool {
    if !word.ends_with('s') {
        return PLURALS.contains(&word);
    }
    word.len() >= 4 && !["ss", "us", "is", "'s"].iter().any(|ending| word.ends_with(ending))
}

impl<'s> Sentence<'s> {
    /// A number of something, unless it is a year, a label, a score, or "one" as a pronoun.
    pub(super) fn count(self, number: &Numeral) -> Option<Found> {
        if let Some(millions) = self.with_letter(number) {
            return self.count(&millions);
        }
        let unit = self.counted(number.end);
        let fits = match number.form {
            Form::Words => self.word_counts(number),
            Form::Plain => self.figure_counts(number, unit.is_some()),
            Form::Figures => !self.is_part_of_code(number) && !self.is_labelled(number),
        };
        let end = number.end;
        fits.then_some(Found { start: number.start, end, kind: Count, value: number.value, unit })
    }

    /// "5m people": with a counted noun behind it, "m" is a scale.
    fn with_letter(self, number: &Numeral) -> Option<Numeral> {
        let letter = matches!(self.atom(number.end)?.number, Some(NumberWord::Letter(_))) && self.tight(number.end);
        (letter && number.form != Form::Words && !number.scaled && self.counts_things(number.end + 1))
            .then(|| numeral(self.text, self.atoms, number.start, true))?
            .filter(|longer| longer.end > number.end)
    }

    /// Whether a counted noun follows at `at`.
    pub(super) fn counts_things(self, at: usize) -> bool {
        self.counted(at).is_some()
    }

    /// The plural noun within the next four words, with nothing but attributes between: "32 member
    /// **countries**", "2,000 or so **people**".
    fn counted(self, at: usize) -> Option<Cow<'static, str>> {
        for atom in self.atoms.iter().skip(at).take(4) {
            if atom.is('-') && !atom.spaced {
                continue;
            }
            if !atom.is_word() || atom.number.is_some() {
                return None;
            }
            if !matches!(atom.role, None | Some(Role::Label)) {
                return None;
            }
            let word = atom.of(self.text);
            if word.bytes().all(|b| b.is_ascii_lowercase()) && is_plural(word) {
                return Some(Cow::Owned(word.to_owned()));
            }
        }
        None
    }

    fn is_counted_or_measured(self, at: usize) -> bool {
        let unit =
            matches!(self.role(at), Some(Role::Unit(_) | Role::Symbol | Role::Percent | Role::Name(_) | Role::Part(_)));
        unit || self.atom(at).is_some_and(|atom| atom.is('%')) || self.says(at, "per") || self.counts_things(at)
    }

    fn before(self, number: &Numeral) -> Option<&'s Atom<Role>> {
        number.start.checked_sub(1).and_then(|at| self.atoms.get(at))
    }

    fn word_counts(self, number: &Numeral) -> bool {
        let first = &self.atoms[number.start];
        if first.number == Some(NumberWord::Half) && number.end == number.start + 1 {
            return self.says(number.end, "of");
        }
        if number.value == 1.0 && number.end == number.start + 1 {
            return self.one_counts(number);
        }
        // "five-star", but not "two-and-a-half-hour"
        if self.tight_mark(number.end, '-') {
            return self.tight(number.end + 1) && self.atoms[number.end + 1].is_word();
        }
        true
    }

    /// "one last time", but not "this one", "one of them", "one day", "one is".
    fn one_counts(self, number: &Numeral) -> bool {
        let before = self.before(number);
        if before.is_some_and(|before| {
            matches!(before.role, Some(Role::Determiner | Role::Function)) && !self.quantifies(before) || before.is('-')
        }) {
            return false;
        }
        let Some(next) = self.atom(number.end) else { return false };
        next.is_word()
            && !next.capital
            && next.number.is_none()
            && !matches!(next.role, Some(Role::Function | Role::BeforeYear | Role::Determiner))
            && !self.says(number.end, "another")
            && !self.says(number.end, "day")
    }

    /// Words before which "one" is still a number: "to one vote".
    fn quantifies(self, atom: &Atom<Role>) -> bool {
        ["to", "of", "for", "with", "at", "about", "over", "only", "than", "as", "per", "said"]
            .iter()
            .any(|word| atom.of(self.text).eq_ignore_ascii_case(word))
    }

    fn figure_counts(self, number: &Numeral, has_noun: bool) -> bool {
        let atom = &self.atoms[number.start];
        let (value, digits) = (number.value, atom.len());
        if digits > 15 || digits > 1 && atom.of(self.text).starts_with('0') {
            return false;
        }
        if self.is_part_of_code(number) || self.is_labelled(number) || self.is_date(number) {
            return false;
        }
        let year = digits == 4 && (1500.0..2100.0).contains(&value);
        if year {
            let introduced = self.before(number).is_some_and(|before| before.role == Some(Role::BeforeYear));
            return has_noun && !introduced;
        }
        true
    }

    /// Touching letters, digits and marks that make it a code, a score, a date or a time.
    fn is_part_of_code(self, number: &Numeral) -> bool {
        let at = number.end;
        if matches!(self.role(at), Some(Role::Clock | Role::OrdinalSuffix)) && self.atom(at).is_some_and(Atom::is_word)
        {
            let suffix = self.role(at) == Some(Role::OrdinalSuffix);
            return !suffix || self.tight(at);
        }
        // "6 a.m.", "6 p.m.", "6 o'clock"
        if (self.says(at, "a") || self.says(at, "p")) && self.tight_mark(at + 1, '.') && self.says(at + 2, "m") {
            return true;
        }
        if self.says(at, "o") && self.tight_mark(at + 1, '\'') {
            return true;
        }
        let before = self.before(number);
        if self.tight(number.start) && before.is_some_and(|before| before.is('-')) {
            // the end of a range: "5-10 people"
            return !self.counts_things(at);
        }
        if !self.tight(at) {
            return false;
        }
        let next_is = |kind: fn(&Atom<Role>) -> bool| self.tight(at + 1) && self.atom(at + 1).is_some_and(kind);
        match self.atoms[at].kind {
            AtomKind::Word => true,
            AtomKind::Digits(_) => true,
            AtomKind::Mark('-') => {
                let word = self.tight(at + 1) && self.atom(at + 1).is_some_and(|next| next.is_word() && !next.capital);
                let range = next_is(|next| next.digits().is_some()) && self.is_counted_or_measured(at + 2);
                !(word || range || !self.tight(at + 1))
            }
            AtomKind::Mark(':' | '/' | '.' | '@' | '_' | '=' | '\'') => {
                next_is(|next| next.is_word() || next.digits().is_some())
            }
            _ => false,
        }
    }

    /// "Article 5", "No. 1", "Boeing 737".
    fn is_labelled(self, number: &Numeral) -> bool {
        if number.scaled || number.fraction {
            return false;
        }
        let Some(before) = self.before(number) else { return false };
        if before.is('#') {
            return true;
        }
        let dot = usize::from(before.is('.') && !before.spaced);
        let Some(word) = (number.start - 1).checked_sub(dot).and_then(|at| self.atom(at)) else { return false };
        if word.role == Some(Role::Label) && (word.capital || self.says(number.start - 1, "version")) {
            return true;
        }
        if dot == 1 {
            return word.role == Some(Role::Label);
        }
        let first = number.start == 1;
        word.is_word()
            && word.capital
            && !first
            && word.role.is_none()
            && word.number.is_none()
            && !self.counts_things(number.end)
            && number.form == Form::Plain
    }

    /// Beside a month: "October 1", "1 October"; with "May" and "March" only if capitalised.
    fn is_date(self, number: &Numeral) -> bool {
        let month = |at: Option<usize>| {
            let Some(atom) = at.and_then(|at| self.atom(at)) else { return false };
            atom.capital && (atom.role == Some(Role::Month) || atom.of(self.text) == "May")
        };
        let dotted = number.start.checked_sub(2).filter(|at| self.atoms[at + 1].is('.'));
        if month(number.start.checked_sub(1)) || month(dotted) || month(Some(number.end)) {
            return number.value <= 31.0 || number.value >= 1000.0;
        }
        // "October 1, 2024", "May 4 and 5"
        let earlier = number.start.checked_sub(3);
        month(earlier) && self.atoms[number.start - 1].is(',')
    }
}
