//! Parts of a year: quarters, halves, seasons, fiscal years, and what else an ordinal begins. Rules of
//! [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `the third quarter of 1989`, `Q3 2024`, `July-September quarter`, `the last half of 1994` | 1989-Q3, 2024-Q3, 1994-H2 |
//! | `summer 2024`, `the spring of 1916`, `by winter` | 2024-SU |
//! | `fiscal 1989`, `FY2013` | 1989, 2013 |
//! | `the first three months`, `nineteenth century`, `the fourth of July` | P3M, 18, XXXX-07-04 |

use super::{
    calendar::day,
    lexicon::Role,
    meaning::{InYear, Match, Meaning, Point, Unit, Which},
    sentence::Sentence,
};
use crate::numbers::words::NumberWord;

impl Sentence<'_> {
    /// `third quarter of 1989`, `first half`, `nineteenth century`
    pub(super) fn ordinal(self, at: usize) -> Option<Match> {
        if self.share_of_year(at).is_some() {
            return self.share(at);
        }
        let NumberWord::Ordinal(value) = self.number(at)? else { return None };
        let next = at + 1 + usize::from(self.tight_mark(at + 1, '-'));
        // "the first three months of 1989"
        if self.number(next).is_some() && matches!(value, 1 | 2) || self.role(next) == Some(Role::Few) {
            return self
                .length(next)
                .filter(|found| matches!(found.meaning, Meaning::Duration { .. }))
                .map(|found| Match { start: at, ..found });
        }
        // "the fourth of July"
        if self.role(next) == Some(Role::Of)
            && let Some((month_end, month)) = self.month_at(next + 1)
        {
            let (end, year) = self.year_after(month_end);
            return Match::point(at, end, day(year, u64::from(month), u64::from(value))?);
        }
        match self.unit(next)? {
            (Unit::Century, false) => Match::point(at, next + 1, Point::Century(i32::from(value) - 1)),
            // "the first week of October": the month
            (Unit::Day | Unit::Week | Unit::Weekend, false) if self.role(next + 1) == Some(Role::Of) => {
                let inner = self.month_at(next + 2).and_then(|_| self.expression_at(next + 2, next + 2))?;
                Some(Match { start: at, ..inner })
            }
            _ => None,
        }
    }

    /// `third quarter`, `third-quarter`, `first half`, `last quarter` at `at`: the end and the part of the year.
    pub(super) fn share_of_year(self, at: usize) -> Option<(usize, &'static str)> {
        let number = match (self.number(at), self.role(at)) {
            (Some(NumberWord::Ordinal(number)), _) => u64::from(number),
            (_, Some(Role::Which(-1) | Role::Final)) => 0,
            _ => match (self.digits(at), self.role(at + 1)) {
                (Some((number @ 1..=4, 1)), Some(Role::Ordinal)) if self.tight(at + 1) => number,
                _ => return None,
            },
        };
        let noun = at + 1 + usize::from(self.digits(at).is_some());
        let noun = noun + usize::from(self.tight_mark(noun, '-'));
        let share = match (self.number(noun)?, number) {
            (NumberWord::Quarter, 1) => "Q1",
            (NumberWord::Quarter, 2) => "Q2",
            (NumberWord::Quarter, 3) => "Q3",
            (NumberWord::Quarter, 4 | 0) => "Q4",
            (NumberWord::Half, 1) => "H1",
            (NumberWord::Half, 2 | 0) => "H2",
            _ => return None,
        };
        Some((noun + 1, share))
    }

    /// A part of a year with what says the year: `third quarter of 1989`, `last half of this year`.
    pub(super) fn share(self, start: usize) -> Option<Match> {
        let (end, share) = self.share_of_year(start)?;
        let (after, year) = self.year_after(end);
        let (after, year) = match year {
            // "of the year"
            InYear::Open if self.says(end, "of") && self.role(end + 1) == Some(Role::The) => {
                let of_year = matches!(self.unit(end + 2), Some((Unit::Year, false)));
                if of_year { (end + 3, year) } else { (end, year) }
            }
            _ => (after, year),
        };
        // "the first half" alone is one of a match; "the last quarter" alone is the one before this
        let alone = after == end;
        let quarter = share.starts_with('Q') && !matches!(self.role(start), Some(Role::Which(_) | Role::Final));
        (quarter || !alone).then(|| Match::point(start, after, Point::Share { year, share }))?
    }

    /// `July-September quarter`, `April-June 2019 period`
    pub(super) fn quarter_by_months(self, at: usize) -> Option<Match> {
        let (dash, first) = self.month_at(at)?;
        let (end, last) = self.is_mark(dash, '-').then(|| self.month_at(dash + 1))??;
        let (end, year) = self.year_after(end);
        let noun = matches!(self.unit(end), Some((Unit::Quarter, false)));
        let share = match (first, last) {
            (1, 3) => "Q1",
            (4, 6) => "Q2",
            (7, 9) => "Q3",
            (10, 12) => "Q4",
            _ => return None,
        };
        (noun || self.says(end, "period")).then(|| Match::point(at, end + 1, Point::Share { year, share }))?
    }

    /// `Q3`, `Q3 2024`, `H1 2024`
    pub(super) fn short_share(self, at: usize) -> Option<Match> {
        let (number, 1) = self.tight(at + 1).then(|| self.digits(at + 1))?? else { return None };
        let (end, year) = self.year_after(at + 2);
        let closed = !self.tight(at + 2) || !self.atoms[at + 2].is_word() && self.digits(at + 2).is_none();
        let quarter = self.says(at, "q");
        let share = match (quarter, number) {
            (true, 1) => "Q1",
            (true, 2) => "Q2",
            (true, 3) => "Q3",
            (true, 4) => "Q4",
            (false, 1) => "H1",
            (false, 2) => "H2",
            _ => return None,
        };
        // "H1" alone may be anything
        let meant = self.atoms[at].capital && closed && (quarter || year != InYear::Open);
        meant.then(|| Match::point(at, end, Point::Share { year, share }))?
    }

    /// `summer 2024`, `the summer`, `this winter` (by `which`)
    pub(super) fn season(self, at: usize, season: &'static str) -> Option<Match> {
        let (end, year) = self.year_after(at + 1);
        if year != InYear::Open {
            return Match::point(at, end, Point::Season { year, season, which: Which::Open });
        }
        // "spring" and "fall" are verbs and springs
        let article = self.the_before(at);
        let in_before = self
            .role_before(at - usize::from(at > 0 && article))
            .is_some_and(|role| matches!(role, Role::Preposition | Role::Early));
        let of = self.says(end, "of");
        let doubtful = matches!(season, "SP" | "FA") && !self.says(at, "autumn");
        let in_before = in_before && !self.says_before(at, "to");
        let closed = self.atoms.get(end).is_none_or(|next| !next.is_word() || next.role.is_some());
        let taken = if doubtful { (article || closed) && in_before && !of } else { article && !of || in_before };
        taken.then(|| Match::point(at, at + 1, Point::Season { year: InYear::Open, season, which: Which::Open }))?
    }

    /// `fiscal 1989`, `fiscal year 1989`, `fiscal first quarter`, `the fiscal year`
    pub(super) fn fiscal(self, at: usize) -> Option<Match> {
        // "FY2013"
        if self.says(at, "fy") {
            let (end, year) = self.tight(at + 1).then(|| self.year(at + 1))??;
            return Match::point(at, end, Point::Year(year));
        }
        if self.share_of_year(at + 1).is_some() {
            return self.share(at + 1).map(|share| Match { start: at, ..share });
        }
        let named = usize::from(self.says(at + 1, "year"));
        if let Some((end, year)) = self.year(at + 1 + named) {
            return Match::point(at, end, Point::Year(year));
        }
        let this = named == 1 && self.the_before(at);
        this.then(|| Match::point(at, at + 2, Point::Shift { count: Some(0), unit: Unit::Year, from_last: false }))?
    }
}
