//! One sentence of atoms, and the dispatch of rules: which rule may begin at an atom is decided
//! by the atom's role. Used by `super`; the rules are methods in the files beside this one.

use super::{
    lexicon::Role,
    meaning::{Count, Match, Meaning, Point, Unit},
};
use crate::numbers::{
    atoms::{Atom, AtomKind},
    words::NumberWord,
};

/// One sentence.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'s> {
    pub(super) text: &'s str,
    pub(super) atoms: &'s [Atom<Role>],
    pub(super) day_first: bool,
}

impl<'s> Sentence<'s> {
    /// The expression that begins at atom `at`, without the modifiers before it. Atoms before
    /// `free` belong to the expression before.
    pub(super) fn expression_at(self, at: usize, free: usize) -> Option<Match> {
        let atom = self.atoms.get(at)?;
        match atom.kind {
            AtomKind::Digits(_) => {
                self.date_in_figures(at, free).or_else(|| self.clock(at)).or_else(|| self.length(at))
            }
            AtomKind::Mark('\'') => self.short_year(at),
            AtomKind::Mark(_) => self.length(at),
            AtomKind::Word => match atom.role {
                Some(role) => self.by_role(at, role).or_else(|| atom.number.and_then(|_| self.by_number(at))),
                None if atom.number.is_some() => self.by_number(at),
                None if atom.capital => self.holiday(at),
                None => None,
            },
        }
    }

    fn by_number(self, at: usize) -> Option<Match> {
        match self.atoms[at].number? {
            NumberWord::And | NumberWord::Point | NumberWord::Minus => None,
            NumberWord::Letter(_) | NumberWord::ShortScale(_) => None,
            NumberWord::Ordinal(_) => self.ordinal(at),
            NumberWord::A => self.length(at),
            _ => self.bare_worded_year(at).or_else(|| self.clock(at)).or_else(|| self.length(at)),
        }
    }

    fn by_role(self, at: usize, role: Role) -> Option<Match> {
        match role {
            Role::Month(5, _) if self.says(at + 1, "day") => self.holiday(at).or_else(|| self.month(at, 5, true)),
            Role::Month(month, short) => self.quarter_by_months(at).or_else(|| self.month(at, month, short)),
            Role::Weekday(day, short) => self.weekday(at, day, short),
            Role::Weekdays(_) | Role::Every | Role::Per | Role::Adverb(_) => self.set(at, role),
            Role::Season(season) => self.season(at, season),
            Role::Deictic(_) | Role::Tonight | Role::Overnight => self.deictic(at, role),
            Role::Noon(_) => self.clock(at),
            Role::Vague(value) => self.vague(at, value),
            Role::VagueNoun(value) => self.vague_noun(at, value),
            Role::Which(_) | Role::WhichFromLast(_) | Role::Past => self.which(at, role),
            Role::Recent => self.recent(at),
            Role::Few | Role::Couple | Role::Another => self.length(at),
            Role::Units(_) => self.bare_units(at).or_else(|| self.bare_offset(at)),
            Role::Unit(unit) => self.bare_unit(at, unit).or_else(|| self.ordinal(at)),
            Role::Long(unit) => Some(Match { start: at, end: at + 1, meaning: super::length::one(unit) }),
            Role::DayPart(part) => self.day_part(at, part),
            Role::Decade(decade) => self.worded_decade(at, decade),
            Role::Holiday(_) => self.holiday(at),
            Role::Fiscal => self.fiscal(at),
            Role::PartLetter => self.short_share(at),
            Role::Early => self.early(at).or_else(|| self.part_of_period(at)),
            Role::Offset(_) => self.early(at).or_else(|| self.part_of_period(at)),
            Role::Final => self.ordinal(at),
            Role::Latest => self.latest(at),
            Role::All => self.whole(at),
            _ => self.holiday(at),
        }
    }

    pub(super) fn role(self, at: usize) -> Option<Role> {
        self.atoms.get(at)?.role
    }

    pub(super) fn number(self, at: usize) -> Option<NumberWord> {
        self.atoms.get(at)?.number
    }

    pub(super) fn before(self, at: usize) -> Option<&'s Atom<Role>> {
        at.checked_sub(1).and_then(move |at| self.atoms.get(at))
    }

    pub(super) fn role_before(self, at: usize) -> Option<Role> {
        self.before(at)?.role
    }

    /// Whether atom `at` is `word` (lower case or a mark), in any case.
    pub(super) fn says(self, at: usize, word: &str) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.of(self.text).eq_ignore_ascii_case(word))
    }

    pub(super) fn says_before(self, at: usize, word: &str) -> bool {
        at > 0 && self.says(at - 1, word)
    }

    pub(super) fn is_mark(self, at: usize, mark: char) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.is(mark))
    }

    /// Whether atom `at` touches the one before it.
    pub(super) fn tight(self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| !atom.spaced)
    }

    pub(super) fn tight_mark(self, at: usize, mark: char) -> bool {
        self.tight(at) && self.is_mark(at, mark)
    }

    /// Digits at `at` with their number.
    pub(super) fn digits(self, at: usize) -> Option<(u64, usize)> {
        let atom = self.atoms.get(at)?;
        Some((atom.digits()?, atom.len()))
    }

    /// Digits behind a touching mark at `at`.
    pub(super) fn tight_digits(self, at: usize, mark: char) -> Option<(u64, usize)> {
        (self.tight_mark(at, mark) && self.tight(at + 1)).then(|| self.digits(at + 1))?
    }

    /// Whether atom `at` is "the".
    pub(super) fn the_before(self, at: usize) -> bool {
        self.role_before(at) == Some(Role::The)
    }

    /// Takes "the", "early", "mid-", "the end of", "more than" before a match into it: the atom
    /// from which the expression begins.
    pub(super) fn with_modifiers(self, found: &Match, free: usize) -> usize {
        let mut start = found.start;
        while let Some(further) = self.modifier_before(found, start, free) {
            start = further;
        }
        start
    }

    /// Where the modifier begins that ends right before atom `start`.
    fn modifier_before(self, found: &Match, start: usize, free: usize) -> Option<usize> {
        let before = start.checked_sub(1).filter(|before| *before >= free)?;
        let second = before.checked_sub(1).filter(|second| *second >= free);
        let role = self.atoms[before].role;
        if role == Some(Role::The) {
            return (!self.names_another(found)).then_some(before);
        }
        // "this past spring", "this coming Sunday"
        if self.says(before, "this") && (self.says(start, "past") || self.says(start, "coming")) {
            return Some(before);
        }
        if matches!(found.meaning, Meaning::Point { .. }) {
            if role == Some(Role::Early) || self.is_comparative(before, start) {
                return Some(before);
            }
            // "around April 1977"
            let dated = matches!(
                found.meaning,
                Meaning::Point { point: Point::Day { .. } | Point::Month { .. } | Point::Year(_), .. }
            );
            if dated && (self.says(before, "around") || self.says(before, "about")) {
                return Some(before);
            }
            let hyphen = self.atoms[before].is('-') && self.tight(before) && self.tight(start);
            let inside = self.says(before, "in");
            let second_role = second.and_then(|second| self.role(second));
            if (hyphen || inside) && second_role == Some(Role::Early)
                || role == Some(Role::Of) && second_role == Some(Role::Edge)
            {
                return second;
            }
        }
        if matches!(found.meaning, Meaning::Duration { .. }) || self.is_offset(found) {
            if let Some(second) = second.filter(|_| self.is_pair(before)) {
                return Some(second);
            }
            // "some 12 days"
            let some = self.says(before, "some") && self.atoms[start].digits().is_some();
            return (some || role == Some(Role::About) && self.role(start) != Some(Role::The)).then_some(before);
        }
        None
    }

    /// Whether the article before a date or length is that of the noun behind it: "the October 7 vote", "the
    /// two-week strike".
    fn names_another(self, found: &Match) -> bool {
        let noun = self.is_noun(found.end);
        // "the night of October 7", "the spring of 1807"
        let of = (found.start..found.end).any(|at| self.role(at) == Some(Role::Of));
        noun && !of
            && match found.meaning {
                Meaning::Point { point, .. } => match point {
                    Point::Day { .. }
                    | Point::Month { .. }
                    | Point::Year(_)
                    | Point::Weekday { .. }
                    | Point::Season { .. }
                    | Point::Holiday { .. }
                    | Point::Vague(_) => true,
                    Point::Share { .. } => {
                        self.has_hyphen(found) && !matches!(self.role(found.start), Some(Role::Month(..)))
                    }
                    _ => false,
                },
                Meaning::Duration { count, .. } => {
                    let singular =
                        matches!(self.role(found.end - 1), Some(Role::Unit(_))) && count != Count::Number(1.0);
                    singular || self.has_hyphen(found) || matches!(self.role(found.start), Some(Role::Long(_)))
                }
                Meaning::Every { .. } | Meaning::EveryNamed(_) => {
                    matches!(self.role(found.start), Some(Role::Adverb(_)))
                }
            }
    }

    /// Whether a word stands at `at` that may be a noun.
    pub(super) fn is_noun(self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| {
            atom.is_word()
                && atom.spaced
                && (matches!(atom.role, None | Some(Role::Present))
                    || self.says(at, "deadline")
                    || self.says(at, "plan"))
                && !matches!(atom.number, Some(NumberWord::A | NumberWord::And))
        })
    }

    fn has_hyphen(self, found: &Match) -> bool {
        (found.start..found.end).any(|at| self.is_mark(at, '-'))
    }

    /// "**earlier** this year", "**later** that month"
    fn is_comparative(self, at: usize, start: usize) -> bool {
        let from = matches!(self.role(start), Some(Role::Which(0 | -1) | Role::WhichFromLast(0) | Role::Deictic(_)));
        from && (self.says(at, "earlier") || self.says(at, "later"))
    }

    fn is_offset(self, found: &Match) -> bool {
        matches!(found.meaning, Meaning::Point { point: Point::Shift { .. } | Point::YearAgo { .. }, .. })
            && found.end > found.start + 2
    }

    /// "more than", "at least", "up to" that end at `at`.
    fn is_pair(self, at: usize) -> bool {
        [
            ("more", "than"),
            ("less", "than"),
            ("fewer", "than"),
            ("at", "least"),
            ("at", "most"),
            ("up", "to"),
            ("as", "many"),
        ]
        .iter()
        .any(|(first, second)| self.says(at, second) && self.says(at - 1, first))
    }

    /// One of a unit, as the text names it: singular or plural.
    pub(super) fn unit(self, at: usize) -> Option<(Unit, bool)> {
        match self.role(at)? {
            Role::Unit(unit) => Some((unit, false)),
            Role::Units(unit) => Some((unit, true)),
            _ => None,
        }
    }
}
