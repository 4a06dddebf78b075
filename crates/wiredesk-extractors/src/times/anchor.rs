//! Places what the rules read in time: against the publication date as news is written, or
//! against the date last mentioned as history is told. Values are those of TIMEX3 (ISO 24617-1).
//! Used by `super` alone; anything outside the calendar's range stays unresolved.

use jiff::civil::Date;

use super::{
    holidays,
    meaning::{Count, InYear, Meaning, Point, Tense, Unit},
    value,
};

/// A date of which the end may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partial {
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

impl Partial {
    pub(super) fn of(date: Date) -> Self {
        Self { year: i32::from(date.year()), month: Some(date.month() as u8), day: Some(date.day() as u8) }
    }

    const fn year(year: i32) -> Self {
        Self { year, month: None, day: None }
    }

    pub(super) fn date(self) -> Option<Date> {
        civil(self.year, self.month?, self.day?)
    }
}

/// What expressions are resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) published: Option<Date>,
    /// The date last mentioned.
    pub(super) last: Option<Partial>,
    /// The quarter of a year last mentioned.
    pub(super) quarter: Option<(i32, &'static str)>,
    /// Whether a longer period has been reported on since: "the nine months", "1988".
    pub(super) longer: bool,
    /// Whether dates without a year follow the date last mentioned.
    pub(super) narrative: bool,
    /// Whether weekdays do so as well.
    pub(super) story: bool,
}

/// From how many years on a bare year leads away from what is told.
const ASIDE: u32 = 10;

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl Anchor {
    /// The TIMEX3 value of `meaning`; remembers the date for what follows.
    pub(super) fn resolve(&mut self, meaning: &Meaning, tense: Option<Tense>) -> String {
        match *meaning {
            Meaning::Duration { count, unit } => {
                self.longer |= unit == Unit::Month && matches!(count, Count::Number(number) if number > 3.0);
                value::duration(count, unit)
            }
            Meaning::Every { count, unit } => value::duration(Count::Number(f64::from(count)), unit),
            Meaning::EveryNamed(value) => value.to_owned(),
            Meaning::Point { point, time } => {
                let (value, date) = self.point(point, tense);
                if let Some(date) = date.filter(|_| !(self.narrative && leads_back(&point))) {
                    // a bare year says no more than a date of that year, and one far from a story is said in passing
                    let passing = date.month.is_none()
                        && self.last.is_some_and(|last| {
                            let far = last.year.abs_diff(date.year) > ASIDE;
                            last.year == date.year || self.narrative && last.month.is_some() && far
                        });
                    self.last = if passing { self.last } else { Some(date) };
                }
                match (point, date) {
                    (Point::Share { share, .. }, Some(date)) if share.starts_with('Q') => {
                        self.quarter = Some((date.year, share));
                        self.longer = false;
                    }
                    (Point::ThatQuarter { .. }, _) => self.longer = false,
                    (Point::Year(_), _) => self.longer = true,
                    _ => {}
                }
                match time {
                    None => value,
                    Some(time) => value::with_time(value, time),
                }
            }
        }
    }

    /// What dates without a year are near to: the date last mentioned, or that of publication.
    pub(super) fn near(&self) -> Option<Partial> {
        let published = self.published.map(Partial::of);
        if self.narrative { self.last.or(published) } else { published }
    }

    /// The year that is said, else the one that `otherwise` finds.
    fn year(&self, year: InYear, otherwise: impl FnOnce() -> Option<i32>) -> Option<i32> {
        let counted = |from: Option<Partial>, steps: i8| from.map(|from| from.year + i32::from(steps));
        match year {
            InYear::Given(year) => Some(year),
            InYear::FromNow(steps) => counted(self.near(), steps),
            InYear::FromLast(steps) => counted(self.last.or(self.near()), steps),
            InYear::Open => otherwise(),
        }
    }

    fn point(&self, point: Point, tense: Option<Tense>) -> (String, Option<Partial>) {
        match point {
            Point::Year(year) => (format!("{year:04}"), Some(Partial::year(year))),
            Point::ShortYear(year) => {
                let near = self.near().map_or(2000, |near| near.year);
                let year = nearest(near, i32::from(year), 100);
                (format!("{year:04}"), Some(Partial::year(year)))
            }
            Point::Decade(decade) => (format!("{decade:03}"), None),
            Point::ShortDecade(decade) => {
                let near = self.near().map_or(2000, |near| near.year);
                (format!("{:03}", nearest_past(near / 10, i32::from(decade), 10)), None)
            }
            Point::Bc(year) => (format!("BC{year:04}"), None),
            Point::Century(century) => (format!("{century:02}"), None),
            Point::Vague(value) => (value.to_owned(), None),
            Point::Month { year, month, which } => match self.year(year, || self.year_of_month(month, which, tense)) {
                Some(year) => (format!("{year:04}-{month:02}"), Some(Partial { year, month: Some(month), day: None })),
                None => (format!("XXXX-{month:02}"), None),
            },
            Point::Day { year, month, day } => self.day(year, month, day, tense),
            Point::Season { year, season, which } => {
                let year = self.year(year, || self.year_of_season(season, which, tense));
                in_year(year, season)
            }
            Point::Share { year, share } => in_year(self.year(year, || self.year_of_share(share, tense)), share),
            Point::Weekday { day, which } => match self.weekday(day, which, tense) {
                Some(date) => (value::day(date), Some(Partial::of(date))),
                None => (format!("XXXX-WXX-{day}"), None),
            },
            Point::Holiday { holiday, year, which } => {
                let date = match self.year(year, || None) {
                    Some(year) => holidays::date(holiday, year),
                    None => self.date_of_holiday(holiday, which, tense),
                };
                match date {
                    Some(date) => (value::day(date), Some(Partial::of(date))),
                    None => (holidays::any_year(holiday).to_owned(), None),
                }
            }
            Point::Shift { count, unit, from_last } => self.shift(count, unit, from_last),
            Point::Weekend { this } => self.weekend(this, tense),
            Point::YearAgo { from_last } => match self.quarter.filter(|_| !self.longer) {
                Some((year, share)) => in_year(year.checked_sub(1), share),
                None => self.shift(Some(-1), Unit::Year, from_last),
            },
            Point::ThatQuarter { latest } => self.that_quarter(latest, tense),
        }
    }

    fn day(&self, year: InYear, month: Option<u8>, day: u8, tense: Option<Tense>) -> (String, Option<Partial>) {
        let (year, month) = match month {
            Some(_) => (self.year(year, || self.year_of_day(month?, day, tense)), month),
            // "the 20th": of the month last mentioned
            None => {
                let last = self.last.filter(|last| last.month.is_some()).or(self.near());
                (last.map(|last| last.year), last.and_then(|last| last.month))
            }
        };
        match (year, month) {
            (Some(year), Some(month)) => {
                let date = Partial { year, month: Some(month), day: Some(day) };
                (format!("{year:04}-{month:02}-{day:02}"), Some(date))
            }
            (_, Some(month)) => (format!("XXXX-{month:02}-{day:02}"), None),
            _ => (format!("XXXX-XX-{day:02}"), None),
        }
    }

    /// "the quarter": the one mentioned. Where none was, a report that looks back soon after the end of a
    /// quarter is on that one.
    fn that_quarter(&self, latest: bool, tense: Option<Tense>) -> (String, Option<Partial>) {
        if let Some((year, share)) = self.quarter {
            return in_year(Some(year), share);
        }
        let fresh = self.near().and_then(|near| near.month).is_some_and(|month| month % 3 == 1);
        let ended = latest || fresh && tense != Some(Tense::Future);
        self.shift(Some(if ended { -1 } else { 0 }), Unit::Quarter, false)
    }

    /// "the weekend": from Monday to Friday the last one, unless it is to come; "this weekend": the next one,
    /// unless it is past.
    fn weekend(&self, this: bool, tense: Option<Tense>) -> (String, Option<Partial>) {
        let working_day = self.published.is_some_and(|date| date.weekday().to_monday_one_offset() <= 5);
        let past = if this { tense == Some(Tense::Past) } else { tense != Some(Tense::Future) };
        let last = working_day && !self.narrative && past;
        self.shift(Some(if last { -1 } else { 0 }), Unit::Weekend, false)
    }

    fn shift(&self, count: Option<i32>, unit: Unit, from_last: bool) -> (String, Option<Partial>) {
        let published = self.published.map(Partial::of);
        let Some(count) = count else {
            let from = self.last.filter(|_| from_last);
            return (value::some(unit, from.map(|from| from.year), from.and_then(|from| from.month)), None);
        };
        // in a story, "this month" and "the end of the year" are those of the story
        let told = from_last || self.narrative && count == 0 && unit != Unit::Day;
        // "at noon" is of the day last mentioned, or of today
        let last = self.last.filter(|last| self.narrative || count != 0 || unit != Unit::Day || last.day.is_some());
        let from = if told { last.or(published) } else { published };
        from.and_then(|from| self.shifted(from, count, unit)).unwrap_or_else(|| {
            let reference = match count {
                0 => "PRESENT_REF",
                ..0 => "PAST_REF",
                _ => "FUTURE_REF",
            };
            (reference.to_owned(), None)
        })
    }

    fn shifted(&self, from: Partial, count: i32, unit: Unit) -> Option<(String, Option<Partial>)> {
        let years = |count: i32| {
            let year = from.year.checked_add(count).filter(|year| (0..=9999).contains(year))?;
            Some((format!("{year:04}"), Some(Partial::year(year))))
        };
        match unit {
            Unit::Year => years(count),
            Unit::Decade => {
                let decade =
                    from.year.checked_div(10)?.checked_add(count).filter(|decade| (0..=999).contains(decade))?;
                Some((format!("{decade:03}"), None))
            }
            Unit::Century => {
                let century =
                    from.year.checked_div(100)?.checked_add(count).filter(|century| (0..=99).contains(century))?;
                Some((format!("{century:02}"), None))
            }
            Unit::Month | Unit::Quarter => {
                let Some(month) = from.month else { return years(0) };
                let step = if unit == Unit::Quarter { 3 } else { 1 };
                let months = from
                    .year
                    .checked_mul(12)?
                    .checked_add(i32::from(month) - 1)?
                    .checked_add(count.checked_mul(step)?)?;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
                (0..=9999).contains(&year).then_some(())?;
                if unit == Unit::Quarter {
                    return Some((format!("{year:04}-Q{}", (month + 2) / 3), None));
                }
                let date = Partial { year, month: Some(u8::try_from(month).ok()?), day: None };
                Some((format!("{year:04}-{month:02}"), Some(date)))
            }
            Unit::Day | Unit::Week | Unit::Fortnight | Unit::Weekend => {
                let Some(date) = from.date() else {
                    let year = from.year;
                    return Some(match from.month {
                        Some(month) => (format!("{year:04}-{month:02}-XX"), None),
                        None => (format!("{year:04}-XX-XX"), None),
                    });
                };
                let days = if unit == Unit::Day {
                    1
                } else if unit == Unit::Fortnight {
                    14
                } else {
                    7
                };
                let date =
                    date.checked_add(jiff::Span::new().try_days(i64::from(count).checked_mul(days)?).ok()?).ok()?;
                let value = match unit {
                    Unit::Day => value::day(date),
                    Unit::Weekend => value::week(date) + "-WE",
                    _ => value::week(date),
                };
                Some((value, Some(Partial::of(date))))
            }
            Unit::Second | Unit::Minute | Unit::Hour => {
                Some((value::day(from.date()?) + if count == 0 { "" } else { "TXX" }, None))
            }
        }
    }
}

/// "today", "last week", which lead back to the time of writing; "a year earlier", "the previous month", from
/// which a story goes on where it was.
fn leads_back(point: &Point) -> bool {
    matches!(point, Point::Shift { from_last: false, .. } | Point::Shift { count: Some(..0), .. })
}

/// A season, quarter or half of a year.
fn in_year(year: Option<i32>, part: &str) -> (String, Option<Partial>) {
    match year {
        Some(year) => (format!("{year:04}-{part}"), Some(Partial::year(year))),
        None => (format!("XXXX-{part}"), None),
    }
}

/// The number nearest to `near` that ends in `last` (modulo `modulus`), rather past than future.
fn nearest_past(near: i32, last: i32, modulus: i32) -> i32 {
    let candidate = near - near.rem_euclid(modulus) + last;
    if candidate > near { candidate - modulus } else { candidate }
}

/// The year nearest to `near` with these last digits.
fn nearest(near: i32, last: i32, modulus: i32) -> i32 {
    let past = nearest_past(near, last, modulus);
    if near - past > modulus - 20 { past + modulus } else { past }
}
