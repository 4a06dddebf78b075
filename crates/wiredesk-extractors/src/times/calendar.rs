//! Dates of the calendar: days, months, weekdays, holidays. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `2024-10-01`, `10/01/2024`, `1.10.2024` | 2024-10-01 |
//! | `October 1, 2024`, `Oct. 1st`, `1 October`, `the 1st of October` | 2024-10-01, XXXX-10-01 |
//! | `October 2024`, `October of 2024`, `January, 1918` | 2024-10 |
//! | `Tuesday, October 1` | XXXX-10-01 |

use super::{
    holidays,
    lexicon::Role,
    meaning::{DayTime, InYear, Match, Meaning, Point, Unit, Which},
    sentence::Sentence,
};
use crate::numbers::{atoms::AtomKind, words::NumberWord};

/// The day of a month, if there can be such a one.
pub(super) fn day(year: InYear, month: u64, day: u64) -> Option<Point> {
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some(Point::Day { year, month: Some(month as u8), day: day as u8 })
}

impl Sentence<'_> {
    /// A day of the month at `at`: "1", "1st"; the end.
    pub(super) fn day_number(self, at: usize) -> Option<(usize, u64)> {
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

    pub(super) fn month_at(self, at: usize) -> Option<(usize, u8)> {
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
                return Match::point(at, at + 5, day(InYear::Given(first as i32), second, third)?);
            }
            let year = match third_length {
                4 => third as i32,
                2 if mark != '.' => third as i32 + if third > 50 { 1900 } else { 2000 },
                _ => return None,
            };
            let day_first = self.day_first || mark == '.' || first > 12;
            let (month, date) = if day_first { (second, first) } else { (first, second) };
            return Match::point(at, at + 5, day(InYear::Given(year), month, date)?);
        }
        self.before_christ(at)
            .or_else(|| self.day_before_month(at))
            .or_else(|| self.second_day(at, free))
            .or_else(|| self.numbered_century(at))
            .or_else(|| self.bare_day(at))
            .or_else(|| self.bare_year(at, free))
    }

    /// `1 October 2024`, `1st of October`, `26-30 November 1950` (the first day; the second follows)
    pub(super) fn day_before_month(self, at: usize) -> Option<Match> {
        let (end, date) = self.day_number(at)?;
        let of = usize::from(self.role(end) == Some(Role::Of));
        if let Some((end, month)) = self.month_at(end + of) {
            let (end, year) = self.year_after(end);
            return Match::point(at, end, day(year, u64::from(month), date)?);
        }
        let range = self.is_mark(end, '-') || self.says(end, "and") || self.says(end, "to");
        let (second, _) = range.then(|| self.day_number(end + 1))??;
        let (month_end, month) = self.month_at(second)?;
        let (_, year) = self.year_after(month_end);
        Match::point(at, end, day(year, u64::from(month), date)?)
    }

    /// `the 20th`
    pub(super) fn bare_day(self, at: usize) -> Option<Match> {
        let (end, date) = self.day_number(at)?;
        let closed = self.atoms.get(end).is_none_or(|next| !next.is_word());
        (end == at + 2 && self.the_before(at) && closed && self.role_before(at - 1) == Some(Role::Preposition))
            .then(|| Match::point(at, end, Point::Day { year: InYear::Open, month: None, day: date as u8 }))?
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
                return Match::point(at, day_end, day(year, u64::from(month), date)?);
            }
            return Match::point(at, year_end, day(year, u64::from(month), date)?);
        }
        // "May tenth"
        if let Some(NumberWord::Ordinal(date)) = self.number(end)
            && self.atoms.get(end + 1).is_none_or(|next| !next.is_word() && !next.is('-'))
        {
            return Match::point(at, end + 1, day(InYear::Open, u64::from(month), u64::from(date))?);
        }
        let (year_end, year) = self.year_after(end);
        // "May" and "March" alone, and "Mar." and "Dec." need a year or a preposition
        let doubtful = short && year == InYear::Open;
        let introduced =
            matches!(self.role_before(at), Some(Role::Preposition | Role::Early | Role::Of | Role::Offset(_)))
                || self.says_before(at, "since");
        if doubtful
            && (!introduced || self.says_before(at, "to") || end == at + 1 && self.atoms[at].len() == 3 && month != 5)
        {
            return None;
        }
        Match::point(at, year_end, Point::Month { year, month, which: Which::Open })
    }

    /// The second day of a range whose first has been read: "March 5-**9, 1918**", "May 4 and **5**".
    pub(super) fn second_day(self, at: usize, free: usize) -> Option<Match> {
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
        Match::point(at, end, day(year, u64::from(month), date)?)
    }

    /// `Tuesday`, `Tuesday, October 1`, `Tuesday morning`
    pub(super) fn weekday(self, at: usize, number: u8, short: bool) -> Option<Match> {
        let atom = &self.atoms[at];
        let dot = short && self.tight_mark(at + 1, '.');
        // "Sun" and "Thu" are names as well
        let comma = at + 1 + usize::from(self.is_mark(at + 1, ','));
        let dated = self.month_at(comma).is_some() || self.digits(comma).is_some();
        if !atom.capital || short && !dot && !dated {
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
        // "Tuesday **of last week**"
        let of = end + usize::from(self.role(end) == Some(Role::Of));
        if let (Some(Role::Which(week)), Some((Unit::Week, false))) = (self.role(of), self.unit(of + 1))
            && which == Which::Open
        {
            return Match::point(start, of + 2, Point::Weekday { day: number, which: Which::InWeek(week) });
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

    /// `Christmas`, `New Year's Eve`, with a year behind
    pub(super) fn holiday(self, at: usize) -> Option<Match> {
        if !self.atoms[at].capital {
            return None;
        }
        // most capitals begin no name of a holiday
        let initial =
            self.text.as_bytes().get(self.atoms[at].start()).is_some_and(|byte| holidays::INITIALS.contains(byte));
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
        Match::point(at, end, Point::Holiday { holiday, year, which: Which::Open })
    }
}
