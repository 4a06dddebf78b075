//! Dates of the calendar: days, months, years, decades, centuries, quarters, seasons, weekdays,
//! holidays. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `2024-10-01`, `10/01/2024`, `1.10.2024` | 2024-10-01 |
//! | `October 1, 2024`, `Oct. 1st`, `1 October`, `the 1st of October` | 2024-10-01, XXXX-10-01 |
//! | `October 2024`, `October of 2024`, `January, 1918` | 2024-10 |
//! | `Tuesday, October 1` | XXXX-10-01 |
//! | `1998`, `'98`, `the 1990s`, `the '90s`, `the 19th century` | 1998, 199, 18 |
//! | `the third quarter of 1989`, `Q3 2024`, `the first half` | 1989-Q3, XXXX-H1 |
//! | `summer 2024`, `the spring of 1916` | 2024-SU |

use super::{
    holidays,
    lexicon::Role,
    meaning::{DayTime, InYear, Match, Meaning, Point, Unit, Which},
    sentence::Sentence,
};
use crate::numbers::{atoms::AtomKind, words::NumberWord};

fn found(start: usize, end: usize, point: Point) -> Option<Match> {
    Some(Match { start, end, meaning: Meaning::at(point) })
}

fn day(year: InYear, month: u64, day: u64) -> Option<Point> {
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some(Point::Day { year, month: Some(month as u8), day: day as u8 })
}

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
    fn year_after(self, at: usize) -> (usize, InYear) {
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
    fn named_year(self, at: usize) -> Option<(usize, InYear)> {
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

    /// A day of the month at `at`: "1", "1st"; the end.
    fn day_number(self, at: usize) -> Option<(usize, u64)> {
        let (value, length) = self.digits(at)?;
        if length > 2 || !(1..=31).contains(&value) {
            return None;
        }
        let suffix = self.tight(at + 1) && self.role(at + 1) == Some(Role::Ordinal);
        let broken = self.tight(at + 1)
            && !suffix
            && match self.atoms[at + 1].kind {
                AtomKind::Word => true,
                AtomKind::Mark(':' | '.' | ',') => self.tight(at + 2) && self.digits(at + 2).is_some(),
                AtomKind::Mark('%') => true,
                _ => false,
            };
        (!broken).then_some((at + 1 + usize::from(suffix), value))
    }

    fn month_at(self, at: usize) -> Option<(usize, u8)> {
        match self.role(at)? {
            Role::Month(month, short) if self.atoms[at].capital => {
                let dot = short && month != 5 && self.atoms[at].len() <= 4 && self.tight_mark(at + 1, '.');
                Some((at + 1 + usize::from(dot), month))
            }
            _ => None,
        }
    }

    pub(super) fn date_in_figures(self, at: usize, free: usize) -> Option<Match> {
        let touched = at > free && self.tight(at) && at > 0;
        let touching =
            touched && !matches!(self.atoms[at - 1].kind, AtomKind::Mark('(' | '-' | '"' | '[' | '\'' | ';' | ','));
        if touching {
            return None;
        }
        let (first, length) = self.digits(at)?;
        for mark in ['-', '/', '.'] {
            let (Some((second, _)), Some((third, third_length))) =
                (self.tight_digits(at + 1, mark), self.tight_digits(at + 3, mark))
            else {
                continue;
            };
            if self.tight(at + 5) && matches!(self.atoms[at + 5].kind, AtomKind::Digits(_))
                || self.tight_digits(at + 5, mark).is_some()
            {
                return None;
            }
            if length == 4 && third_length <= 2 {
                return found(at, at + 5, day(InYear::Given(first as i32), second, third)?);
            }
            let year = match third_length {
                4 => third as i32,
                2 if mark != '.' => third as i32 + if third > 50 { 1900 } else { 2000 },
                _ => return None,
            };
            let day_first = self.day_first || mark == '.' || first > 12;
            let (month, date) = if day_first { (second, first) } else { (first, second) };
            return found(at, at + 5, day(InYear::Given(year), month, date)?);
        }
        self.before_christ(at)
            .or_else(|| self.day_before_month(at))
            .or_else(|| self.second_day(at, free))
            .or_else(|| self.numbered_century(at))
            .or_else(|| self.bare_day(at))
            .or_else(|| self.bare_year(at, free))
    }

    /// `499 BC`, `490 B.C.`, and the first year of `492-490 BC`
    fn before_christ(self, at: usize) -> Option<Match> {
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
            return found(at, end, Point::Bc(year));
        }
        let range = self.is_mark(at + 1, '-') || self.says(at + 1, "to") || self.says(at + 1, "and");
        (range && self.digits(at + 2).is_some() && era(at + 3).is_some()).then(|| found(at, at + 1, Point::Bc(year)))?
    }

    /// `1 October 2024`, `1st of October`, `26-30 November 1950` (the first day; the second follows)
    fn day_before_month(self, at: usize) -> Option<Match> {
        let (end, date) = self.day_number(at)?;
        let of = usize::from(self.role(end) == Some(Role::Of));
        if let Some((end, month)) = self.month_at(end + of) {
            let (end, year) = self.year_after(end);
            return found(at, end, day(year, u64::from(month), date)?);
        }
        let range = self.is_mark(end, '-') || self.says(end, "and") || self.says(end, "to");
        let (second, _) = range.then(|| self.day_number(end + 1))??;
        let (month_end, month) = self.month_at(second)?;
        let (_, year) = self.year_after(month_end);
        found(at, end, day(year, u64::from(month), date)?)
    }

    /// `the 20th`
    fn bare_day(self, at: usize) -> Option<Match> {
        let (end, date) = self.day_number(at)?;
        let closed = self.atoms.get(end).is_none_or(|next| !next.is_word());
        (end == at + 2 && self.the_before(at) && closed && self.role_before(at - 1) == Some(Role::Preposition))
            .then(|| found(at, end, Point::Day { year: InYear::Open, month: None, day: date as u8 }))?
    }

    /// `1998`, `the 1990s`, and the second of `1941-42`
    fn bare_year(self, at: usize, free: usize) -> Option<Match> {
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
                return found(at, at + 2 + apostrophe, point);
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
            return (year > first as i32 && closed).then(|| found(at, at + 1, Point::Year(year)))?;
        }
        let (end, year) = self.year(at)?;
        // "1982 summer", "1989 third quarter", "1989's third quarter"
        if let Some(Role::Season(season)) = self.role(end) {
            return found(at, end + 1, Point::Season { year: InYear::Given(year), season, which: Which::Open });
        }
        if let Some((end, share)) = self.share_of_year(self.after_genitive(end)) {
            return found(at, end, Point::Share { year: InYear::Given(year), share });
        }
        self.is_year(at, year).then(|| found(at, end, Point::Year(year)))?
    }

    /// Behind "'s" at `at`, else `at`.
    pub(super) fn after_genitive(self, at: usize) -> usize {
        at + 2 * usize::from(self.tight_mark(at, '\'') && self.tight(at + 1) && self.says(at + 1, "s"))
    }

    /// Whether four digits mean a year: by what stands around them.
    fn is_year(self, at: usize, year: i32) -> bool {
        let before = self.before(at);
        let introduced = before.is_none_or(|before| match before.role {
            Some(
                Role::Preposition | Role::Early | Role::Of | Role::The | Role::Past0 | Role::Which(_) | Role::Offset(_),
            ) => true,
            _ => matches!(before.kind, AtomKind::Mark('(' | '-' | ',')),
        });
        let currency = before.is_some_and(|before| matches!(before.kind, AtomKind::Mark('$' | '€' | '£' | '¥' | '#')));
        let counted = self.unit(at + 1).is_some()
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
            return (value % 10 == 0).then(|| found(at, at + 3, Point::ShortDecade(value as u8 / 10)))?;
        }
        (!self.tight(at + 2) || !self.atoms[at + 2].is_word())
            .then(|| found(at, at + 2, Point::ShortYear(value as u8)))?
    }

    /// `October 1, 2024`, `October 2024`, `October`, `March 5-9, 1918` (the first day)
    pub(super) fn month(self, at: usize, month: u8, short: bool) -> Option<Match> {
        let (end, _) = self.month_at(at)?;
        if let Some((day_end, date)) = self.day_number(end) {
            let (year_end, year) = self.year_after(day_end);
            // "March 5-9, 1918", "May 4 and 5"
            if year == InYear::Open
                && self.is_mark(day_end, '-')
                && let Some((second, _)) = self.day_number(day_end + 1)
            {
                let (_, year) = self.year_after(second);
                return found(at, day_end, day(year, u64::from(month), date)?);
            }
            return found(at, year_end, day(year, u64::from(month), date)?);
        }
        // "May tenth"
        if let Some(NumberWord::Ordinal(date)) = self.number(end)
            && self.atoms.get(end + 1).is_none_or(|next| !next.is_word() && !next.is('-'))
        {
            return found(at, end + 1, day(InYear::Open, u64::from(month), u64::from(date))?);
        }
        let (year_end, year) = self.year_after(end);
        // "May" and "March" alone, and "Mar." and "Dec." need a year or a preposition
        let doubtful = short && year == InYear::Open;
        let introduced =
            matches!(self.role_before(at), Some(Role::Preposition | Role::Early | Role::Of | Role::Offset(_)));
        if doubtful
            && (!introduced || self.says_before(at, "to") || end == at + 1 && self.atoms[at].len() == 3 && month != 5)
        {
            return None;
        }
        found(at, year_end, Point::Month { year, month, which: Which::Open })
    }

    /// The second day of a range whose first has been read: "March 5-**9, 1918**", "May 4 and **5**".
    fn second_day(self, at: usize, free: usize) -> Option<Match> {
        if at < 3
            || at != free + 1
            || !(self.is_mark(at - 1, '-') || self.says(at - 1, "and") || self.says(at - 1, "to"))
        {
            return None;
        }
        let (end, date) = self.day_number(at)?;
        self.digits(at - 2)?;
        let dot = usize::from(self.is_mark(at - 3, '.'));
        let (_, month) = self.month_at((at - 3).checked_sub(dot)?)?;
        if self
            .atoms
            .get(end)
            .is_some_and(|next| next.is_word() && next.spaced && next.role.is_none() && !self.is_mark(at - 1, '-'))
        {
            return None;
        }
        let (end, year) = self.year_after(end);
        found(at, end, day(year, u64::from(month), date)?)
    }

    /// `19th century`, `18th-century`
    fn numbered_century(self, at: usize) -> Option<Match> {
        let (value, length) = self.digits(at)?;
        let suffix = self.tight(at + 1) && self.role(at + 1) == Some(Role::Ordinal);
        let unit = at + 2 + usize::from(self.tight_mark(at + 2, '-'));
        if !suffix || length > 2 {
            return None;
        }
        match self.unit(unit)? {
            (Unit::Century, false) => found(at, unit + 1, Point::Century(value as i32 - 1)),
            (Unit::Quarter, false) => self.share(at),
            _ => None,
        }
    }

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
            return found(at, end, day(year, u64::from(month), u64::from(value))?);
        }
        match self.unit(next)? {
            (Unit::Century, false) => found(at, next + 1, Point::Century(i32::from(value) - 1)),
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
        (quarter || !alone).then(|| found(start, after, Point::Share { year, share }))?
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
        meant.then(|| found(at, end, Point::Share { year, share }))?
    }

    /// `Tuesday`, `Tuesday, October 1`, `Tuesday morning`
    pub(super) fn weekday(self, at: usize, number: u8, short: bool) -> Option<Match> {
        let atom = &self.atoms[at];
        let dot = short && self.tight_mark(at + 1, '.');
        if !atom.capital || short && !dot && self.role(at + 1).is_none() {
            return None;
        }
        self.weekday_with(at, at + 1 + usize::from(dot), number, Which::Open)
    }

    /// A weekday that ends at `end`, with what may follow it.
    pub(super) fn weekday_with(self, start: usize, end: usize, number: u8, which: Which) -> Option<Match> {
        let comma = end + usize::from(self.is_mark(end, ','));
        if self.month_at(comma).is_some() || self.digits(comma).is_some() && self.day_before_month(comma).is_some() {
            let date = self
                .expression_at(comma, comma)
                .filter(|date| matches!(date.meaning, Meaning::Point { point: Point::Day { .. }, .. }));
            if let Some(date) = date {
                return Some(Match { start, ..date });
            }
        }
        let point = Point::Weekday { day: number, which };
        let (end, time) = self.time_after(end);
        Some(Match { start, end, meaning: Meaning::Point { point, time } })
    }

    /// "**morning**", "**at 8 p.m.**" after a day: the end and the time.
    pub(super) fn time_after(self, end: usize) -> (usize, Option<DayTime>) {
        if let Some(Role::DayPart(part)) = self.role(end) {
            return (end + 1, Some(DayTime::Part(part)));
        }
        if self.says(end, "at")
            && let Some((after, time)) = self.clock_time(end + 1)
        {
            return (after, Some(time));
        }
        (end, None)
    }

    /// `summer 2024`, `the summer`, `this winter` (by `which`)
    pub(super) fn season(self, at: usize, season: &'static str) -> Option<Match> {
        let (end, year) = self.year_after(at + 1);
        if year != InYear::Open {
            return found(at, end, Point::Season { year, season, which: Which::Open });
        }
        // "spring" and "fall" are verbs and springs
        let article = self.the_before(at);
        let in_before = self
            .role_before(at - usize::from(at > 0 && article))
            .is_some_and(|role| matches!(role, Role::Preposition | Role::Early));
        let of = self.says(end, "of");
        let doubtful = matches!(season, "SP" | "FA") && !self.says(at, "autumn");
        let taken = if doubtful { article && in_before && !of } else { article && !of || in_before };
        taken.then(|| found(at, at + 1, Point::Season { year: InYear::Open, season, which: Which::Open }))?
    }

    /// `the nineties`
    pub(super) fn worded_decade(self, at: usize, decade: u8) -> Option<Match> {
        self.the_before(at).then(|| found(at, at + 1, Point::ShortDecade(decade)))?
    }

    /// `fiscal 1989`, `fiscal year 1989`, `fiscal first quarter`, `the fiscal year`
    pub(super) fn fiscal(self, at: usize) -> Option<Match> {
        // "FY2013"
        if self.says(at, "fy") {
            let (end, year) = self.tight(at + 1).then(|| self.year(at + 1))??;
            return found(at, end, Point::Year(year));
        }
        if self.share_of_year(at + 1).is_some() {
            return self.share(at + 1).map(|share| Match { start: at, ..share });
        }
        let named = usize::from(self.says(at + 1, "year"));
        if let Some((end, year)) = self.year(at + 1 + named) {
            return found(at, end, Point::Year(year));
        }
        let this = named == 1 && self.the_before(at);
        this.then(|| found(at, at + 2, Point::Shift { count: Some(0), unit: Unit::Year, from_last: false }))?
    }

    /// `Christmas`, `New Year's Eve`, with a year behind
    pub(super) fn holiday(self, at: usize) -> Option<Match> {
        if !self.atoms[at].capital {
            return None;
        }
        // most capitals begin no name of a holiday
        let initial = self.text.as_bytes().get(self.atoms[at].start()).is_some_and(|byte| holidays::INITIALS.contains(byte));
        let phrase = holidays::PHRASES
            .iter()
            .filter(|_| initial)
            .find(|(words, _)| words.iter().enumerate().all(|(offset, word)| self.says(at + offset, word)))
            .map(|&(words, holiday)| (at + words.len(), holiday));
        let (end, holiday) = phrase.or(match self.role(at) {
            Some(Role::Holiday(holiday)) => Some((at + 1, holiday)),
            _ => None,
        })?;
        // "Christmas night", "Easter morning"
        if let (end, Some(time)) = self.time_after(end) {
            let point = Point::Holiday { holiday, year: InYear::Open, which: Which::Open };
            return Some(Match { start: at, end, meaning: Meaning::Point { point, time: Some(time) } });
        }
        let (end, year) = self.year_after(end);
        found(at, end, Point::Holiday { holiday, year, which: Which::Open })
    }
}
