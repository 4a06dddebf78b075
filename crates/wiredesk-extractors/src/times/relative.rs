//! Dates seen from now or from the date last mentioned. Rules of [`Sentence`].
//!
//! | written | meaning |
//! |---|---|
//! | `today`, `yesterday morning`, `tonight`, `last night`, `this afternoon` | days from publication |
//! | `last week`, `this year`, `next month`, `last Tuesday`, `next summer`, `last October` | −1, 0, +1 |
//! | `the previous year`, `the same day`, `that month`, `the following day`, `the next day` | from the date last mentioned |
//! | `the past decade`, `the last two weeks`, `the next few days` | durations |
//! | `early 2008`, `late last week`, `early in 1862`, `the end of the year` | the date modified |

use super::{
    lexicon::Role,
    meaning::{Count, DayTime, InYear, Match, Meaning, Point, Unit, Which},
    sentence::Sentence,
};
use crate::numbers::words::NumberWord;

fn found(start: usize, end: usize, point: Point, time: Option<DayTime>) -> Option<Match> {
    Some(Match { start, end, meaning: Meaning::Point { point, time } })
}

const fn days(count: i32) -> Point {
    Point::Shift { count: Some(count), unit: Unit::Day, from_last: false }
}

impl Sentence<'_> {
    /// `today`, `yesterday morning`, `tomorrow night`, `tonight`
    pub(super) fn deictic(self, at: usize, role: Role) -> Option<Match> {
        match role {
            Role::Deictic(count) => {
                // "USA Today"
                if self.atoms[at].capital
                    && at > 0
                    && self.before(at).is_some_and(|before| before.is_word() && before.capital)
                {
                    return None;
                }
                let (end, time) = self.time_after(at + 1);
                found(at, end, days(i32::from(count)), time)
            }
            Role::Tonight => found(at, at + 1, days(0), Some(DayTime::Part("NI"))),
            _ => found(at, at + 1, days(0), Some(DayTime::Part("NI"))),
        }
    }

    /// `last …`, `this …`, `next …`, `the previous …`, `the past …`, `recent …`
    pub(super) fn which(self, at: usize, role: Role) -> Option<Match> {
        let next = at + 1;
        let length = |start: usize| {
            let (end, count, unit) = self.count_of_units(next)?;
            Some(Match { start, end, meaning: Meaning::Duration { count, unit } })
        };
        match role {
            // "to this day"
            Role::Which(0) if self.says(at, "this") && self.says(next, "day") && self.says_before(at, "to") => {
                found(at, next + 1, Point::Vague("PRESENT_REF"), None)
            }
            // "the past three quarters" is no fraction
            Role::Past | Role::Which(_)
                if matches!(self.role(next + 1), Some(Role::Units(Unit::Quarter)))
                    && let Some(NumberWord::Unit(count)) = self.number(next) =>
            {
                let meaning = Meaning::Duration { count: Count::Number(f64::from(count)), unit: Unit::Quarter };
                Some(Match { start: at, end: next + 2, meaning })
            }
            Role::Past => {
                if let Some(found) = length(at) {
                    return Some(found);
                }
                match self.unit(next) {
                    Some((Unit::Weekend, false)) => found(at, next + 1, shift(-1, Unit::Weekend, false), None),
                    Some((unit, false)) => Some(Match { start: at, end: next + 1, meaning: super::length::one(unit) }),
                    Some((unit, true)) => Some(Match {
                        start: at,
                        end: next + 1,
                        meaning: Meaning::Duration { count: Count::Some, unit },
                    }),
                    None => match self.role(next) {
                        Some(Role::Season(season)) => found(
                            at,
                            next + 1,
                            Point::Season { year: InYear::Open, season, which: Which::FromNow(-1) },
                            None,
                        ),
                        Some(Role::Weekday(day, false)) => self.weekday_with(at, next + 1, day, Which::FromNow(-1)),
                        _ => {
                            let noun = self.atoms.get(next).is_none_or(|next| !next.is_word() || next.role.is_some());
                            (self.the_before(at) && noun).then(|| found(at, at + 1, Point::Vague("PAST_REF"), None))?
                        }
                    },
                }
            }
            Role::Which(which) => {
                if which == -1
                    && let Some(share) = self.share(at)
                {
                    return Some(share);
                }
                // "the coming weeks"
                if which == 1 && matches!(self.unit(next), Some((_, true))) && !self.says(at, "next") {
                    return found(at, self.units_in_a_row(next + 1), Point::Vague("FUTURE_REF"), None);
                }
                // "that year" and "the next day" are seen from the date last mentioned
                let told = which == 1 && self.says(at, "next") && self.the_before(at);
                let named = self.which_named(at, next, which, told);
                named.or_else(|| if which == 0 { self.current(at) } else { length(at) })
            }
            // "following September's storm": after it
            Role::WhichFromLast(1) if !self.the_before(at) => None,
            Role::WhichFromLast(which) => {
                // "that same day"
                let next = next + usize::from(self.says(at, "that") && self.says(next, "same"));
                match self.role(next) {
                    Some(Role::Unit(unit)) if !unit.is_clock() => self.which_named(at, next, which, true),
                    Some(Role::DayPart(_)) => self.which_named(at, next, which, true),
                    // "he said that Tuesday was …", "same Tuesday" name no day of a week told of
                    Some(Role::Season(_) | Role::Weekday(..) | Role::Month(..) | Role::Holiday(_))
                        if self.the_before(at) =>
                    {
                        self.which_named(at, next, which, true)
                    }
                    _ if which != 0 => length(at),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "last **week**", "next **Tuesday**", "this **October**", "last **night**"
    fn which_named(self, start: usize, at: usize, which: i8, told: bool) -> Option<Match> {
        let some = if told { Which::FromLast(which) } else { Which::FromNow(which) };
        match self.role(at)? {
            Role::Unit(Unit::Second | Unit::Minute | Unit::Hour) => None,
            // "the last day of …" is a day of something else
            Role::Unit(unit) => {
                if which == -1 && self.the_before(start) && (self.says(at + 1, "of") || matches!(unit, Unit::Day)) {
                    return None;
                }
                // "the last decade", "the last century": lengths
                if which == -1 && self.the_before(start) && matches!(unit, Unit::Decade | Unit::Century) {
                    return Some(Match { start, end: at + 1, meaning: super::length::one(unit) });
                }
                // "this weekend", "the coming weekend"
                let coming = self.says(start, "coming") || self.says(start, "upcoming");
                if unit == Unit::Weekend && (which == 0 || coming) && !told {
                    return found(start, at + 1, Point::Weekend { this: true }, None);
                }
                // "this year's third quarter"
                if unit == Unit::Year
                    && let Some((end, share)) = self.share_of_year(self.after_genitive(at + 1))
                {
                    let year = if told { InYear::FromLast(which) } else { InYear::FromNow(which) };
                    return found(start, end, Point::Share { year, share }, None);
                }
                self.shifted(start, at + 1, i32::from(which), unit, told)
            }
            Role::Weekday(day, false) => self.weekday_with(start, at + 1, day, some),
            Role::Month(month, short) if self.atoms[at].capital && (!short || matches!(month, 3 | 5)) => {
                match self.expression_at(at, at) {
                    Some(inner)
                        if !matches!(
                            inner.meaning,
                            Meaning::Point { point: Point::Month { year: InYear::Open, .. }, .. }
                        ) =>
                    {
                        Some(Match { start, ..inner })
                    }
                    _ => found(start, at + 1, Point::Month { year: InYear::Open, month, which: some }, None),
                }
            }
            Role::Season(season) => {
                found(start, at + 1, Point::Season { year: InYear::Open, season, which: some }, None)
            }
            Role::DayPart(part) => {
                let count = if which == 1 { 1 } else { i32::from(which) };
                let point = Point::Shift { count: Some(count), unit: Unit::Day, from_last: told };
                found(start, at + 1, point, Some(DayTime::Part(part)))
            }
            Role::Holiday(holiday) => {
                found(start, at + 1, Point::Holiday { holiday, year: InYear::Open, which: some }, None)
            }
            Role::Early => None,
            _ => None,
        }
    }

    fn shifted(self, start: usize, end: usize, count: i32, unit: Unit, from_last: bool) -> Option<Match> {
        let (unit, count) = if unit == Unit::Fortnight { (Unit::Week, count * 2) } else { (unit, count) };
        // "last week Tuesday" is not written; "next day" may have a time behind it
        let (end, time) = if unit == Unit::Day { self.time_after(end) } else { (end, None) };
        found(start, end, shift(count, unit, from_last), time)
    }

    /// `the year`, `the quarter`, `the day` behind a preposition: this one.
    pub(super) fn bare_unit(self, at: usize, unit: Unit) -> Option<Match> {
        // "year-ago", "year-earlier", "year-long"
        let hyphen = self.tight_mark(at + 1, '-');
        if hyphen && matches!(self.role(at + 2), Some(Role::Ago | Role::Offset(-1))) {
            return self.compared_period(at, unit);
        }
        if hyphen && self.says(at + 2, "long") {
            return Some(Match { start: at, end: at + 3, meaning: super::length::one(unit) });
        }
        // "the year 2000"
        if unit == Unit::Year
            && self.the_before(at)
            && let Some((end, year)) = self.year(at + 1)
        {
            return found(at, end, Point::Year(year), None);
        }
        // "the year ended June 30", "the year to June"
        let until = (self.says(at + 1, "to") || self.says(at + 1, "through"))
            && matches!(self.role(at + 2), Some(Role::Month(..)));
        let ended = self.says(at + 1, "ended") || self.says(at + 1, "ending") || until;
        if unit == Unit::Year && self.the_before(at) && ended {
            return Some(Match { start: at, end: at + 1, meaning: super::length::one(unit) });
        }
        // "the day after tomorrow", "the day before yesterday"
        if unit == Unit::Day
            && let (Some(Role::Offset(count)), Some(Role::Deictic(day))) = (self.role(at + 1), self.role(at + 2))
            && count == day
        {
            return found(at, at + 3, days(i32::from(count) * 2), None);
        }
        // "the week before", with nothing behind it: before what has been told
        if self.the_before(at)
            && (self.says(at + 1, "before") || self.says(at + 1, "after"))
            && self.atoms.get(at + 2).is_none_or(|next| !next.is_word())
            && let Some(Role::Offset(count)) = self.role(at + 1)
            && matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year)
        {
            return found(at, at + 2, shift(i32::from(count), unit, true), None);
        }
        // "the end of the decade"
        if matches!(unit, Unit::Decade | Unit::Century) && self.the_before(at) && at >= 3 {
            let end = self.role(at - 2) == Some(Role::Of) && self.role(at - 3) == Some(Role::Edge);
            return end.then(|| found(at, at + 1, shift(0, unit, false), None))?;
        }
        // "year-end", "year's end"
        let genitive = self.after_genitive(at + 1);
        if self.says(genitive, "end") && (genitive > at + 1 || unit == Unit::Year) || hyphen && self.says(at + 2, "end")
        {
            let end = genitive + 1 + usize::from(hyphen);
            let point = match unit {
                Unit::Year => Point::Day { year: InYear::Open, month: Some(12), day: 31 },
                Unit::Week | Unit::Month | Unit::Quarter => shift(0, unit, false),
                _ => return None,
            };
            return found(at, end, point, None);
        }
        if !matches!(unit, Unit::Weekend | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)
            || !self.the_before(at)
        {
            return None;
        }
        let introduced = at >= 2
            && match self.role(at - 2) {
                Some(Role::Preposition | Role::Of) => true,
                Some(Role::About) => !self.says(at - 2, "about"),
                // "before the weekend"
                Some(Role::Offset(_)) => unit == Unit::Weekend,
                _ => false,
            };
        let open = self.atoms.get(at + 1).is_some_and(|next| {
            let goes_on = matches!(
                next.role,
                Some(
                    Role::Preposition | Role::Past0 | Role::Be | Role::Closed | Role::Which(_) | Role::WhichFromLast(_)
                )
            ) || self.says(at + 1, "earlier")
                || self.says(at + 1, "later")
                || ["compared", "ended", "ending", "that"].iter().any(|word| self.says(at + 1, word));
            next.is_word() && !goes_on || next.is('-') || next.digits().is_some()
        });
        let closed = !open;
        let point = match unit {
            Unit::Quarter => Point::ThatQuarter { latest: false },
            Unit::Weekend => Point::Weekend { this: false },
            _ => shift(0, unit, false),
        };
        (introduced && closed).then(|| found(at, at + 1, point, None))?
    }

    /// `the latest quarter`, `the latest fiscal year`
    pub(super) fn latest(self, at: usize) -> Option<Match> {
        let noun = at + 1 + usize::from(self.role(at + 1) == Some(Role::Fiscal));
        let point = match self.unit(noun)? {
            (Unit::Quarter, false) => Point::ThatQuarter { latest: true },
            (unit @ (Unit::Week | Unit::Month | Unit::Year), false) => shift(-1, unit, false),
            _ => return None,
        };
        found(at, noun + 1, point, None)
    }

    /// `year-ago`, `year-earlier quarter`, `year-earlier third quarter`, `year-earlier nine months`
    fn compared_period(self, at: usize, unit: Unit) -> Option<Match> {
        let next = at + 3;
        if unit != Unit::Year {
            return found(at, next, shift(-1, unit, false), None);
        }
        if let Some((end, share)) = self.share_of_year(next) {
            return found(at, end, Point::Share { year: InYear::FromNow(-1), share }, None);
        }
        if let Some((end, count, unit)) = self.count_of_units(next) {
            return Some(Match { start: at, end, meaning: Meaning::Duration { count, unit } });
        }
        let noun = self.says(next, "period") || matches!(self.unit(next), Some((Unit::Quarter, false)));
        found(at, next + usize::from(noun), Point::YearAgo { from_last: false }, None)
    }

    /// `the morning of April 19`, `in the morning`, `Tuesday night` (by the weekday)
    pub(super) fn day_part(self, at: usize, part: &'static str) -> Option<Match> {
        let time = Some(DayTime::Part(part));
        let on = self.says(at + 1, "on") && matches!(self.role(at + 2), Some(Role::Weekday(..) | Role::Month(..)));
        if self.role(at + 1) == Some(Role::Of) || on {
            let inner = at + 2 + usize::from(self.role(at + 2) == Some(Role::The));
            // a part of the day is no day to look into
            let days = !matches!(self.role(inner), Some(Role::DayPart(_) | Role::Early | Role::Units(_)));
            if days
                && let Some(Match { end, meaning: Meaning::Point { point, time: inner }, .. }) =
                    self.expression_at(inner, inner)
                && matches!(point, Point::Day { .. } | Point::Weekday { .. } | Point::Shift { unit: Unit::Day, .. })
            {
                // "the early hours of Tuesday morning"
                return found(at, end, point, inner.or(time));
            }
        }
        let in_before = at >= 2 && self.the_before(at) && matches!(self.role(at - 2), Some(Role::Preposition));
        let early = self.role_before(at) == Some(Role::Early);
        (early || in_before && (part != "NI" || self.says(at - 2, "during")))
            .then(|| found(at, at + 1, shift(0, Unit::Day, true), time))?
    }

    /// `early in 1862`, `late in the day`: "early" before a preposition; else it is a modifier.
    pub(super) fn early(self, at: usize) -> Option<Match> {
        let early = self.role(at) == Some(Role::Early) || self.says(at, "earlier") || self.says(at, "later");
        if !early || !self.says(at + 1, "in") && !self.says(at + 1, "on") {
            return None;
        }
        let inner = at + 2 + usize::from(self.role(at + 2) == Some(Role::The));
        // "early in early 1862" is not written
        if matches!(self.role(inner), Some(Role::Early | Role::Offset(_))) {
            return None;
        }
        let inner = self.expression_at(inner, inner)?;
        matches!(inner.meaning, Meaning::Point { .. }).then_some(Match { start: at, ..inner })
    }

    /// `late in the year`, `later in the day`: of the one told of.
    pub(super) fn part_of_period(self, at: usize) -> Option<Match> {
        let early = self.role(at) == Some(Role::Early) || self.says(at, "earlier") || self.says(at, "later");
        if !early || !self.says(at + 1, "in") || self.role(at + 2) != Some(Role::The) {
            return None;
        }
        let (unit, plural) = self.unit(at + 3)?;
        let of = self.role(at + 4) == Some(Role::Of);
        (!plural && !of && !unit.is_clock()).then(|| found(at, at + 4, shift(0, unit, true), None))?
    }
}

const fn shift(count: i32, unit: Unit, from_last: bool) -> Point {
    Point::Shift { count: Some(count), unit, from_last }
}
