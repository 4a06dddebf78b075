//! Years, decades, centuries, and the year that stands beside a date. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `1998`, `'98`, `the 1990s`, `the '90s`, `the 19th century`, `490 BC` | 1998, 199, 18, BC0490 |
//! | `October 1` **`, 2024`**, **`last year`**, **`of that year`** | the year of the date |
//! | `1986 summer`, `1989's third quarter` | 1986-SU, 1989-Q3 |

use super::{
    lexicon::Role,
    meaning::{InYear, Match, Point, Unit, Which},
    sentence::Sentence,
};
use crate::numbers::{atoms::AtomKind, words::NumberWord};

impl Sentence<'_> {
    /// A year in four digits or in words.
    pub(super) fn year(self, at: usize) -> Option<(usize, i32)> {
        let Some((value, length)) = self.digits(at) else { return self.worded_year(at) };
        let year = length == 4 && (1000..=2199).contains(&value);
        let part = self.tight(at + 1)
            && match self.atoms[at + 1].kind {
                AtomKind::Mark(',' | '.' | ':' | '/') => self.tight(at + 2) && self.digits(at + 2).is_some(),
                AtomKind::Mark('%' | '°') => true,
                AtomKind::Word => true,
                _ => false,
            };
        (year && !part).then_some((at + 1, value as i32))
    }

    /// A year after a date: "**, 2024**", "**2024**", "**of 2024**", "**'98**", "**last year**", "**of that year**".
    pub(super) fn year_after(self, at: usize) -> (usize, InYear) {
        let of = self.role(at) == Some(Role::Of);
        let next = at + usize::from(of || self.is_mark(at, ','));
        // "of fiscal 2023"
        let next = next + usize::from(of && self.role(next) == Some(Role::Fiscal));
        if let Some((end, year)) = self.year(next) {
            return (end, InYear::Given(year));
        }
        // "Oct. 1 '98"
        if self.is_mark(at, '\'')
            && self.tight(at + 1)
            && let Some((year, 2)) = self.digits(at + 1)
        {
            return (at + 2, InYear::Given(if year > 30 { 1900 } else { 2000 } + year as i32));
        }
        self.named_year(at + usize::from(of)).unwrap_or((at, InYear::Open))
    }

    /// "**last year**", "**that year**", "**the previous year**": the end and the year.
    pub(super) fn named_year(self, at: usize) -> Option<(usize, InYear)> {
        let which = at + usize::from(self.role(at) == Some(Role::The));
        let year = match self.role(which)? {
            Role::Which(steps) => InYear::FromNow(steps),
            Role::WhichFromLast(steps) => InYear::FromLast(steps),
            _ => return None,
        };
        // "that same year"
        let unit = which + 1 + usize::from(self.says(which, "that") && self.says(which + 1, "same"));
        matches!(self.unit(unit), Some((Unit::Year, false))).then_some((unit + 1, year))
    }

    /// `499 BC`, `490 B.C.`, and the first year of `492-490 BC`
    pub(super) fn before_christ(self, at: usize) -> Option<Match> {
        let (value, _) = self.digits(at)?;
        let year = u16::try_from(value).ok().filter(|year| (1..=4999).contains(year))?;
        let era = |at: usize| {
            if self.says(at, "bc") || self.says(at, "bce") {
                return Some(at + 1);
            }
            let dotted = self.says(at, "b") && self.tight_mark(at + 1, '.') && self.says(at + 2, "c");
            dotted.then(|| at + 3 + usize::from(self.tight_mark(at + 3, '.')))
        };
        if let Some(end) = era(at + 1) {
            return Match::point(at, end, Point::Bc(year));
        }
        let range = self.is_mark(at + 1, '-') || self.says(at + 1, "to") || self.says(at + 1, "and");
        (range && self.digits(at + 2).is_some() && era(at + 3).is_some())
            .then(|| Match::point(at, at + 1, Point::Bc(year)))?
    }

    /// `1998`, `the 1990s`, and the second of `1941-42`
    pub(super) fn bare_year(self, at: usize, free: usize) -> Option<Match> {
        if let Some((value, 4)) = self.digits(at)
            && (1000..=2099).contains(&value)
        {
            let apostrophe = usize::from(self.tight_mark(at + 1, '\''));
            let plural = self.tight(at + 1 + apostrophe) && self.says(at + 1 + apostrophe, "s");
            if plural
                && value % 10 == 0
                && (apostrophe == 0 || self.the_before(at) || self.role_before(at) == Some(Role::Early))
            {
                let point = if value % 100 == 0 && value < 2000 {
                    Point::Century(value as i32 / 100)
                } else {
                    Point::Decade(value as i32 / 10)
                };
                return Match::point(at, at + 2 + apostrophe, point);
            }
        }
        // "1941-42"
        if at >= 2
            && at == free + 1
            && self.is_mark(at - 1, '-')
            && self.tight(at)
            && let (Some((value, 2)), Some((first, 4))) = (self.digits(at), self.digits(at - 2))
        {
            let year = first as i32 / 100 * 100 + value as i32;
            let closed = !self.tight(at + 1) || !self.atoms[at + 1].is_word();
            return (year > first as i32 && closed).then(|| Match::point(at, at + 1, Point::Year(year)))?;
        }
        let (end, year) = self.year(at)?;
        // "1986 summer", "1989 third quarter", "1989's third quarter"
        if let Some(Role::Season(season)) = self.role(end) {
            return Match::point(at, end + 1, Point::Season { year: InYear::Given(year), season, which: Which::Open });
        }
        if let Some((end, share)) = self.share_of_year(self.after_genitive(end)) {
            return Match::point(at, end, Point::Share { year: InYear::Given(year), share });
        }
        self.is_year(at, year).then(|| Match::point(at, end, Point::Year(year)))?
    }

    /// Behind "'s" at `at`, else `at`.
    pub(super) fn after_genitive(self, at: usize) -> usize {
        at + 2 * usize::from(self.tight_mark(at, '\'') && self.tight(at + 1) && self.says(at + 1, "s"))
    }

    /// Whether four digits mean a year: by what stands around them.
    pub(super) fn is_year(self, at: usize, year: i32) -> bool {
        let before = self.before(at);
        let introduced = before.is_none_or(|before| match before.role {
            Some(
                Role::Preposition | Role::Early | Role::Of | Role::The | Role::Past0 | Role::Which(_) | Role::Offset(_),
            ) => true,
            _ => matches!(before.kind, AtomKind::Mark('(' | '-' | ',')),
        });
        let currency = before.is_some_and(|before| matches!(before.kind, AtomKind::Mark('$' | '€' | '£' | '¥' | '#')));
        let counted = self.unit(at + 1).is_some()
            || matches!(self.role(at + 1), Some(Role::Zone(_)))
            || matches!(
                self.number(at + 1),
                Some(NumberWord::Hundred | NumberWord::Scale(_) | NumberWord::ShortScale(_))
            )
            || [
                "people",
                "percent",
                "men",
                "troops",
                "soldiers",
                "miles",
                "members",
                "meters",
                "feet",
                "kilometers",
                "dollars",
                "points",
                "shares",
            ]
            .iter()
            .any(|noun| self.says(at + 1, noun));
        // "won 2016 votes", "Room 2010"
        let plural = self.atoms.get(at + 1).is_some_and(|next| {
            next.is_word()
                && next.spaced
                && !next.capital
                && matches!(next.role, None | Some(Role::Present))
                && next.of(self.text).ends_with('s')
        });
        let numbered = ["room", "flight", "page", "route", "highway", "section", "article", "no", "number"];
        let counted = counted
            || plural && (!introduced || self.role_before(at) == Some(Role::Past0))
            || numbered.iter().any(|noun| self.says_before(at, noun))
            || self.says_before(at, ".") && at > 1 && self.says(at - 2, "no");
        let likely = (1700..=2060).contains(&year);
        !currency && !counted && (likely && (introduced || self.atoms[at].spaced) || introduced && year >= 1000)
    }

    /// `'98`, `the '90s`
    pub(super) fn short_year(self, at: usize) -> Option<Match> {
        if !self.tight(at + 1) || !self.atoms[at].spaced && at > 0 && !self.is_mark(at - 1, '(') {
            return None;
        }
        let (value, 2) = self.digits(at + 1)? else { return None };
        if self.tight(at + 2) && self.says(at + 2, "s") {
            return (value % 10 == 0).then(|| Match::point(at, at + 3, Point::ShortDecade(value as u8 / 10)))?;
        }
        (!self.tight(at + 2) || !self.atoms[at + 2].is_word())
            .then(|| Match::point(at, at + 2, Point::ShortYear(value as u8)))?
    }

    /// `19th century`, `18th-century`
    pub(super) fn numbered_century(self, at: usize) -> Option<Match> {
        let (value, length) = self.digits(at)?;
        let suffix = self.tight(at + 1) && self.role(at + 1) == Some(Role::Ordinal);
        let unit = at + 2 + usize::from(self.tight_mark(at + 2, '-'));
        if !suffix || length > 2 {
            return None;
        }
        match self.unit(unit)? {
            (Unit::Century, false) => Match::point(at, unit + 1, Point::Century(value as i32 - 1)),
            (Unit::Quarter, false) => self.share(at),
            _ => None,
        }
    }

    /// `the nineties`
    pub(super) fn worded_decade(self, at: usize, decade: u8) -> Option<Match> {
        self.the_before(at).then(|| Match::point(at, at + 1, Point::ShortDecade(decade)))?
    }
}
