//! Times of day. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `10:30`, `5:34 AM`, `8 p.m.`, `5.30 p.m.` | T10:30, T05:34, T20:00, T17:30 |
//! | `1300 GMT`, `9:34 p.m. EST` | T13:00Z, T21:34-05 |
//! | `10 o'clock`, `noon`, `midnight` | T10:00, T12:00, T00:00 |
//! | `8 p.m. Tuesday`, `9 a.m. on October 1`, `noon today` | with that day |

use super::{
    lexicon::Role,
    meaning::{DayTime, Match, Meaning, Point, Unit},
    sentence::Sentence,
};
use crate::numbers::{atoms::AtomKind, words::NumberWord};

impl Sentence<'_> {
    /// A time of day with the day that may follow it.
    pub(super) fn clock(self, at: usize) -> Option<Match> {
        if at > 0
            && self.tight(at)
            && matches!(self.atoms[at - 1].kind, AtomKind::Mark('$' | '€' | '£' | '.' | ':' | '/'))
        {
            return None;
        }
        let (end, time) = self.clock_time(at)?;
        // "3 p.m. **local time** on Tuesday", "3:30pm **ET** Friday": of which zone is not in the value
        let local = self.says(end, "local") && self.says(end + 1, "time");
        let zone =
            ["ET", "CT", "MT", "PT"].iter().any(|zone| self.atoms.get(end).is_some_and(|at| at.of(self.text) == *zone));
        let comma = if local { end + 2 } else { end + usize::from(zone) };
        let comma = comma + usize::from(self.is_mark(comma, ','));
        let on = comma + usize::from(self.says(comma, "on"));
        let on = on + usize::from(self.role(on) == Some(Role::The));
        if let Some((end, point, part)) = self.day_of_time(on) {
            let time = part.map_or(time, |part| time.in_part(part));
            return Some(Match { start: at, end, meaning: Meaning::Point { point, time: Some(time) } });
        }
        // "3:15 p.m. (1915 GMT) **on Sunday**": the day is of both
        if let Some((point, part)) = self.day_behind_brackets(end) {
            let time = part.map_or(time, |part| time.in_part(part));
            return Some(Match { start: at, end, meaning: Meaning::Point { point, time: Some(time) } });
        }
        // "7:30 **in the evening**"
        let (end, time) = match self.role(end + 2) {
            Some(Role::DayPart(part)) if self.says(end, "in") && self.role(end + 1) == Some(Role::The) => {
                (end + 3, time.in_part(part))
            }
            _ => (end, time),
        };
        let point = Point::Shift { count: Some(0), unit: Unit::Day, from_last: true };
        Some(Match { start: at, end, meaning: Meaning::Point { point, time: Some(time) } })
    }

    /// The day that stands behind the same time in another zone: "**(1915 GMT) on Sunday**".
    fn day_behind_brackets(self, at: usize) -> Option<(Point, Option<&'static str>)> {
        if !self.is_mark(at, '(') {
            return None;
        }
        let (end, _) = self.clock_time(at + 1)?;
        let on = end + 1 + usize::from(self.says(end + 1, "on"));
        let (_, point, part) = self.is_mark(end, ')').then(|| self.day_of_time(on))??;
        Some((point, part))
    }

    /// The day at `at` that a time belongs to, and the part of it that is named: the end, the day, the part.
    fn day_of_time(self, at: usize) -> Option<(usize, Point, Option<&'static str>)> {
        let day = match self.role(at) {
            Some(Role::Weekday(..) | Role::Month(..) | Role::Deictic(_) | Role::Tonight | Role::Which(_)) => {
                self.expression_at(at, at)?
            }
            None if self.digits(at).is_some() => self.date_in_figures(at, at)?,
            _ => return None,
        };
        let part = match day.meaning {
            Meaning::Point { time: None, .. } => None,
            Meaning::Point { time: Some(DayTime::Part(part)), .. } => Some(part),
            _ => return None,
        };
        match day.meaning {
            Meaning::Point {
                point: point @ (Point::Day { .. } | Point::Weekday { .. } | Point::Shift { unit: Unit::Day, .. }),
                ..
            } => Some((day.end, point, part)),
            _ => None,
        }
    }

    /// A time of day at `at`: the end and the time.
    pub(super) fn clock_time(self, at: usize) -> Option<(usize, DayTime)> {
        if let Some(Role::Noon(hour)) = self.role(at) {
            return Some((at + 1, DayTime::Clock { hour, minute: Some(0), zone: self.zone(at + 1).1 }));
        }
        let (hour, length) = self.digits(at).or_else(|| match self.number(at)? {
            NumberWord::Unit(hour @ 1..) => Some((u64::from(hour), 1)),
            NumberWord::Teen(hour @ 10..=12) => Some((u64::from(hour), 2)),
            _ => None,
        })?;
        let figures = self.digits(at).is_some();
        // "1300 GMT"
        if length == 4 {
            let (end, zone) = self.zone(at + 1);
            let (hour, minute) = (hour / 100, hour % 100);
            let valid = hour < 24 && minute < 60;
            // "0530 hours", but not "1200 hours"
            let hours = self.says(at + 1, "hours") && self.atoms[at].of(self.text).starts_with('0');
            let end = if hours { at + 2 } else { end };
            return (valid && (hours || !zone.is_empty())).then_some((end, clock(hour, Some(minute), zone)));
        }
        if hour > 24 || length > 2 {
            return None;
        }
        let minutes = self.tight_digits(at + 1, ':').filter(|&(minute, length)| length == 2 && minute < 60);
        let dotted = self.tight_digits(at + 1, '.').filter(|&(minute, length)| length == 2 && minute < 60);
        let after = match (minutes, dotted) {
            (Some(_), _) => at + 3,
            (None, Some(_)) if self.half_of_day(at + 3).is_some() => at + 3,
            _ => at + 1,
        };
        let minute = if after == at + 3 { minutes.or(dotted).map(|(minute, _)| minute) } else { None };
        // seconds do not go into the value
        let after = if minutes.is_some() && self.tight_digits(after, ':').is_some() { after + 2 } else { after };
        if let Some((end, afternoon)) = self.half_of_day(after) {
            let (end, zone) = self.zone(end);
            if !(1..=12).contains(&hour) {
                return (hour < 24 && minute.is_some()).then_some((end, clock(hour, minute, zone)));
            }
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return Some((end, clock(hour, minute, zone)));
        }
        if self.says(after, "o")
            && self.tight_mark(after + 1, '\'')
            && self.says(after + 2, "clock")
            && minute.is_none()
        {
            return Some((after + 3, clock(hour, None, "")));
        }
        let (end, zone) = self.zone(after);
        let alone =
            self.tight(end) && self.atoms.get(end).is_some_and(|next| next.is_word() || next.digits().is_some());
        (figures && minutes.is_some() && hour < 24 && !alone).then_some((end, clock(hour, minute, zone)))
    }

    /// "am", "p.m.": the end and whether it is the afternoon.
    fn half_of_day(self, at: usize) -> Option<(usize, bool)> {
        if let Some(Role::AmPm(afternoon)) = self.role(at) {
            return Some((at + 1, afternoon));
        }
        let afternoon = self.says(at, "p");
        let dotted = (afternoon || self.says(at, "a")) && self.tight_mark(at + 1, '.') && self.says(at + 2, "m");
        dotted.then(|| (at + 3 + usize::from(self.tight_mark(at + 3, '.')), afternoon))
    }

    /// A zone in capitals, also in brackets: the end and its suffix, or nothing.
    fn zone(self, at: usize) -> (usize, &'static str) {
        let bracket = usize::from(self.is_mark(at, '('));
        match self.role(at + bracket) {
            Some(Role::Zone(zone))
                if self.atoms[at + bracket].of(self.text).bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                let closed = bracket == 0 || self.is_mark(at + 2, ')');
                if closed { (at + 1 + 2 * bracket, zone) } else { (at, "") }
            }
            _ => (at, ""),
        }
    }
}

fn clock(hour: u64, minute: Option<u64>, zone: &'static str) -> DayTime {
    DayTime::Clock { hour: hour as u8, minute: minute.map(|minute| minute as u8), zone }
}
