//! Places what the rules read in time: against the publication date as news is written, or
//! against the date last mentioned as history is told. Values are those of TIMEX3 (ISO 24617-1).
//! Used by `super` alone; anything outside the calendar's range stays unresolved.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{
    holidays,
    meaning::{Count, DayTime, Meaning, Point, Tense, Unit, Which},
};

/// A date of which the end may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partial {
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

impl Partial {
    fn of(date: Date) -> Self {
        Self { year: i32::from(date.year()), month: Some(date.month() as u8), day: Some(date.day() as u8) }
    }

    fn date(self) -> Option<Date> {
        civil(self.year, self.month?, self.day?)
    }
}

/// What expressions are resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) published: Option<Date>,
    /// The date last mentioned.
    pub(super) last: Option<Partial>,
    /// Whether dates without a year follow the date last mentioned.
    pub(super) narrative: bool,
}

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day_value(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

fn week_value(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

impl Anchor {
    /// The TIMEX3 value of `meaning`; remembers the date for what follows.
    pub(super) fn resolve(&mut self, meaning: &Meaning, tense: Option<Tense>) -> String {
        match *meaning {
            Meaning::Duration { count, unit } => duration(count, unit),
            Meaning::Every { count, unit } => duration(Count::Number(f64::from(count)), unit),
            Meaning::EveryNamed(value) => value.to_owned(),
            Meaning::Point { point, time } => {
                let (value, date) = self.point(point, tense.unwrap_or(Tense::Past));
                if let Some(date) = date.filter(|_| !(self.narrative && counts_from_publication(&point))) {
                    // a bare year says no more than a date of that year
                    let repeated = date.month.is_none() && self.last.is_some_and(|last| last.year == date.year);
                    self.last = if repeated { self.last } else { Some(date) };
                }
                match time {
                    None => value,
                    Some(time) => with_time(value, time),
                }
            }
        }
    }

    /// What dates without a year are near to: the date last mentioned, or that of publication.
    fn near(&self) -> Option<Partial> {
        let published = self.published.map(Partial::of);
        if self.narrative { self.last.or(published) } else { published }
    }

    fn point(&self, point: Point, tense: Tense) -> (String, Option<Partial>) {
        match point {
            Point::Year(year) => (format!("{year:04}"), Some(Partial { year, month: None, day: None })),
            Point::ShortYear(year) => {
                let near = self.near().map_or(2000, |near| near.year);
                let year = nearest(near, i32::from(year), 100);
                (format!("{year:04}"), Some(Partial { year, month: None, day: None }))
            }
            Point::Decade(decade) => (format!("{decade:03}"), None),
            Point::ShortDecade(decade) => {
                let near = self.near().map_or(2000, |near| near.year);
                (format!("{:03}", nearest_past(near / 10, i32::from(decade), 10)), None)
            }
            Point::Bc(year) => (format!("BC{year:04}"), None),
            Point::Century(century) => (format!("{century:02}"), None),
            Point::Vague(value) => (value.to_owned(), None),
            Point::Month { year, month, which } => {
                let year = year.or_else(|| self.year_of_month(month, which, tense));
                match year {
                    Some(year) => {
                        (format!("{year:04}-{month:02}"), Some(Partial { year, month: Some(month), day: None }))
                    }
                    None => (format!("XXXX-{month:02}"), None),
                }
            }
            Point::Day { year, month, day } => self.day(year, month, day, tense),
            Point::Season { year, season, which } => {
                let year = year.or_else(|| self.year_of_season(season, which));
                let date = year.map(|year| Partial { year, month: None, day: None });
                (year.map_or_else(|| format!("XXXX-{season}"), |year| format!("{year:04}-{season}")), date)
            }
            Point::Share { year, share } => {
                let year = year.or_else(|| self.year_of_share(share));
                let date = year.map(|year| Partial { year, month: None, day: None });
                (year.map_or_else(|| format!("XXXX-{share}"), |year| format!("{year:04}-{share}")), date)
            }
            Point::Weekday { day, which } => match self.weekday(day, which, tense) {
                Some(date) => (day_value(date), Some(Partial::of(date))),
                None => (format!("XXXX-WXX-{day}"), None),
            },
            Point::Holiday { holiday, year, which } => {
                let near = self.near();
                let year = year.or_else(|| near.map(|near| near.year + i32::from(which.unwrap_or(0))));
                let date = year.and_then(|year| holidays::date(holiday, year));
                match (date, near) {
                    (Some(date), _) => (day_value(date), Some(Partial::of(date))),
                    (None, _) => (holidays::any_year(holiday).to_owned(), None),
                }
            }
            Point::Shift { count, unit, from_last } => self.shift(count, unit, from_last),
        }
    }

    fn day(&self, year: Option<i32>, month: Option<u8>, day: u8, tense: Tense) -> (String, Option<Partial>) {
        let near = self.near();
        let (year, month) = match (year, month) {
            (Some(year), Some(month)) => (Some(year), Some(month)),
            (None, Some(month)) => (self.year_of_day(month, day, tense), Some(month)),
            // "the 20th": of the month last mentioned
            (_, None) => {
                let last = self.last.filter(|last| last.month.is_some()).or(near);
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

    fn year_of_month(&self, month: u8, which: Which, tense: Tense) -> Option<i32> {
        let near = self.near()?;
        let near_month = near.month.unwrap_or(month);
        if self.narrative && which.is_none() {
            return Some(near.year + story_year(near_month, month));
        }
        Some(match which {
            Some(-1) if month >= near_month => near.year - 1,
            Some(1) if month <= near_month => near.year + 1,
            Some(_) => near.year,
            None => match tense {
                Tense::Past if month > near_month => near.year - 1,
                Tense::Future if month < near_month => near.year + 1,
                _ => near.year,
            },
        })
    }

    fn year_of_day(&self, month: u8, day: u8, tense: Tense) -> Option<i32> {
        let near = self.near()?;
        let near_month = near.month.unwrap_or(month);
        if self.narrative {
            return Some(near.year + story_year(near_month, month));
        }
        let (here, there) = ((near_month, near.day.unwrap_or(day)), (month, day));
        // a few days ahead are taken as such even behind a past tense: "the vote set for"
        let ahead = i32::from(month) - i32::from(near_month);
        Some(match tense {
            Tense::Past if there > here && ahead > 1 => near.year - 1,
            Tense::Future if there < here && ahead < -1 => near.year + 1,
            Tense::Past if ahead < -10 => near.year + 1,
            _ => near.year,
        })
    }

    fn year_of_season(&self, season: &str, which: Which) -> Option<i32> {
        let near = self.near()?;
        let month = i32::from(near.month.unwrap_or(7));
        let begins = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        Some(match which {
            Some(-1) if begins < month && season != "WI" && month - begins >= 3 => near.year,
            Some(-1) => near.year - 1,
            Some(1) if begins > month => near.year,
            Some(1) => near.year + 1,
            _ => near.year,
        })
    }

    fn year_of_share(&self, share: &str) -> Option<i32> {
        let near = self.near()?;
        let month = near.month.unwrap_or(12);
        // a quarter that has not begun is that of the year before
        let begins = match share {
            "Q2" => 4,
            "Q3" | "H2" => 7,
            "Q4" => 10,
            _ => 1,
        };
        Some(if begins > month { near.year - 1 } else { near.year })
    }

    fn weekday(&self, day: u8, which: Which, tense: Tense) -> Option<Date> {
        let near = if self.narrative { self.last.and_then(Partial::date).or(self.published) } else { self.published }?;
        let weekday = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
        if near.weekday() == weekday && which.is_none_or(|which| which == 0) {
            return Some(near);
        }
        let next = near.nth_weekday(1, weekday).ok()?;
        let last = near.nth_weekday(-1, weekday).ok()?;
        Some(match (which, tense) {
            (Some(1), _) | (None, Tense::Future) => next,
            (Some(0), _) if self.published == Some(near) && tense == Tense::Future => next,
            (Some(0), _) => {
                // within the same week, Monday to Sunday
                let back = i32::from(near.weekday().to_monday_one_offset()) - i32::from(day);
                near.checked_sub(back.days()).ok()?
            }
            _ => last,
        })
    }

    fn shift(&self, count: Option<i32>, unit: Unit, from_last: bool) -> (String, Option<Partial>) {
        let published = self.published.map(Partial::of);
        // in a story, "this month" and "the end of the year" are those of the story
        let told = from_last || self.narrative && count == Some(0) && unit != Unit::Day;
        let from = if told { self.last.or(published) } else { published };
        let vague = |count: Option<i32>| match count {
            Some(0) | None => "PRESENT_REF".to_owned(),
            Some(..0) => "PAST_REF".to_owned(),
            Some(_) => "FUTURE_REF".to_owned(),
        };
        let (Some(from), Some(count)) = (from, count) else { return (vague(count), None) };
        let shifted = self.shifted(from, count, unit);
        shifted.unwrap_or_else(|| (vague(Some(count)), None))
    }

    fn shifted(&self, from: Partial, count: i32, unit: Unit) -> Option<(String, Option<Partial>)> {
        let years = |count: i32| {
            let year = from.year.checked_add(count).filter(|year| (0..=9999).contains(year))?;
            Some((format!("{year:04}"), Some(Partial { year, month: None, day: None })))
        };
        match unit {
            Unit::Year => years(count),
            Unit::Decade => Some((format!("{:03}", from.year.checked_div(10)?.checked_add(count)?), None)),
            Unit::Century => Some((format!("{:02}", from.year.checked_div(100)?.checked_add(count)?), None)),
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
                    Unit::Day => day_value(date),
                    Unit::Weekend => week_value(date) + "-WE",
                    _ => week_value(date),
                };
                Some((value, Some(Partial::of(date))))
            }
            Unit::Second | Unit::Minute | Unit::Hour => {
                Some((day_value(from.date()?) + if count == 0 { "" } else { "TXX" }, None))
            }
        }
    }
}

/// "today", "last week": in a story these lead back to the time of writing.
fn counts_from_publication(point: &Point) -> bool {
    matches!(point, Point::Shift { from_last: false, .. })
}

/// Steps to the year in which a story told at month `from` reaches month `to`: up to seven months
/// ahead or four back.
fn story_year(from: u8, to: u8) -> i32 {
    match i32::from(to) - i32::from(from) {
        ..=-5 => 1,
        8.. => -1,
        _ => 0,
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

fn with_time(value: String, time: DayTime) -> String {
    // a time without a day: of some day
    let day = match value.as_str() {
        "PRESENT_REF" | "PAST_REF" | "FUTURE_REF" => "XXXX-XX-XX".to_owned(),
        _ => value,
    };
    match time {
        DayTime::Part(part) => format!("{day}T{part}"),
        DayTime::Clock { hour, minute: Some(minute), zone } => format!("{day}T{hour:02}:{minute:02}{zone}"),
        DayTime::Clock { hour, minute: None, zone } => format!("{day}T{hour:02}:00{zone}"),
    }
}

fn duration(count: Count, unit: Unit) -> String {
    let (designator, factor) = unit.designator();
    let time = if unit.is_clock() { "T" } else { "" };
    match count {
        Count::Some => format!("P{time}X{designator}"),
        Count::Number(number) => {
            // "half an hour", "half a year"
            let (number, designator) = match (unit, number) {
                (Unit::Hour, n) if n < 1.0 => (n * 60.0, "M"),
                (Unit::Minute, n) if n < 1.0 => (n * 60.0, "S"),
                (Unit::Year, n) if n < 1.0 => (n * 12.0, "M"),
                (Unit::Decade, 0.5) => (5.0, "Y"),
                (Unit::Century, 0.5) => (50.0, "Y"),
                (_, n) => (n * f64::from(factor), designator),
            };
            let rounded = (number * 100.0).round() / 100.0;
            format!("P{time}{rounded}{designator}")
        }
    }
}
