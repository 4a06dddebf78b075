//! What a time expression means before it is placed in time: made by the rules, resolved by
//! `super::anchor`.

use wiredesk_core::annotation::TimeKind;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Designator of ISO 8601 with the extensions of TimeML, and how many of it the unit is.
    pub(super) const fn designator(self) -> (&'static str, u32) {
        match self {
            Self::Second => ("S", 1),
            Self::Minute => ("M", 1),
            Self::Hour => ("H", 1),
            Self::Day => ("D", 1),
            Self::Weekend => ("WE", 1),
            Self::Week => ("W", 1),
            Self::Fortnight => ("W", 2),
            Self::Month => ("M", 1),
            Self::Quarter => ("Q", 1),
            Self::Year => ("Y", 1),
            Self::Decade => ("DE", 1),
            Self::Century => ("CE", 1),
        }
    }

    /// Whether it is shorter than a day.
    pub(super) const fn is_clock(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayTime {
    /// A part of the day: `MO`, `MI`, `AF`, `EV`, `NI`.
    Part(&'static str),
    /// Hour, minute where given, and the zone's suffix.
    Clock { hour: u8, minute: Option<u8>, zone: &'static str },
}

impl DayTime {
    /// The time in a part of the day that is named beside it: "8:15 on Monday **evening**".
    pub(super) const fn in_part(self, part: &str) -> Self {
        match self {
            Self::Clock { hour: hour @ 1..=11, minute, zone }
                if matches!(part.as_bytes(), b"AF" | b"EV") || matches!(part.as_bytes(), b"NI") && hour >= 6 =>
            {
                Self::Clock { hour: hour + 12, minute, zone }
            }
            other => other,
        }
    }
}

/// Which one of several: −1 the last, 0 this, 1 the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Not said.
    Open,
    /// "last Tuesday"
    FromNow(i8),
    /// "the previous Tuesday": seen from the date last mentioned.
    FromLast(i8),
    /// "Tuesday of last week": of weekdays only.
    InWeek(i8),
}

/// The year of a date, as far as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InYear {
    /// Not said.
    Open,
    /// "2024"
    Given(i32),
    /// "last year", "this year": years from the publication date.
    FromNow(i8),
    /// "that year", "the previous year": years from the date last mentioned.
    FromLast(i8),
}

/// A point in time, as far as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Point {
    Day {
        year: InYear,
        month: Option<u8>,
        day: u8,
    },
    Month {
        year: InYear,
        month: u8,
        which: Which,
    },
    Year(i32),
    /// "'98"
    ShortYear(u8),
    /// Before Christ.
    Bc(u16),
    /// The first three digits.
    Decade(i32),
    /// "the '90s": 9
    ShortDecade(u8),
    /// The first two digits: 18 for the 19th century.
    Century(i32),
    Season {
        year: InYear,
        season: &'static str,
        which: Which,
    },
    /// Quarters and halves: `Q3`, `H1`.
    Share {
        year: InYear,
        share: &'static str,
    },
    /// 1 is Monday.
    Weekday {
        day: u8,
        which: Which,
    },
    Holiday {
        holiday: u8,
        year: InYear,
        which: Which,
    },
    /// "the weekend", "this weekend"
    Weekend {
        this: bool,
    },
    /// So many units from the publication date, or from the date last mentioned; an unknown number where
    /// there is none ("days later").
    Shift {
        count: Option<i32>,
        unit: Unit,
        from_last: bool,
    },
    /// "a year ago", "year-earlier": the year before, or in a report on a quarter that quarter of it.
    YearAgo {
        from_last: bool,
    },
    /// "the quarter": the one mentioned; "the latest quarter": that one or the last to have ended.
    ThatQuarter {
        latest: bool,
    },
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Vague(&'static str),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Number(f64),
    /// "a few"
    Some,
}

/// A whole expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    Point {
        point: Point,
        time: Option<DayTime>,
    },
    Duration {
        count: Count,
        unit: Unit,
    },
    /// Every so many units.
    Every {
        count: u32,
        unit: Unit,
    },
    /// Every one of a kind: `XXXX-WXX-2`.
    EveryNamed(&'static str),
}

impl Meaning {
    pub(super) const fn at(point: Point) -> Self {
        Self::Point { point, time: None }
    }

    /// The TIMEX3 type.
    pub(super) const fn kind(&self) -> TimeKind {
        match self {
            Self::Point { time: Some(_), .. } => TimeKind::Time,
            Self::Point { point: Point::Shift { unit: Unit::Second | Unit::Minute | Unit::Hour, .. }, .. } => {
                TimeKind::Time
            }
            Self::Point { .. } => TimeKind::Date,
            Self::Duration { .. } => TimeKind::Duration,
            Self::Every { .. } | Self::EveryNamed(_) => TimeKind::Set,
        }
    }
}

/// The tense of the verb nearest to an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// A match in atoms of its sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) start: usize,
    /// One past the last atom.
    pub(super) end: usize,
    pub(super) meaning: Meaning,
}

impl Match {
    /// A point in time between two atoms.
    pub(super) fn point(start: usize, end: usize, point: Point) -> Option<Self> {
        Some(Self { start, end, meaning: Meaning::at(point) })
    }
}
