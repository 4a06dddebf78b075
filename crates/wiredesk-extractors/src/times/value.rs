//! How dates and lengths are written as TIMEX3 values (ISO 24617-1). Used by `super::anchor` and
//! `super::undated`.

use jiff::civil::Date;

use super::meaning::{Count, DayTime, Unit};

pub(super) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

pub(super) fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// A point of which only the unit is known, and maybe the year and month before it: "1918-09-XX", "1792-WXX".
pub(super) fn some(unit: Unit, year: Option<i32>, month: Option<u8>) -> String {
    let year = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
    let month = || month.map_or_else(|| "XX".to_owned(), |month| format!("{month:02}"));
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => format!("{year}-{}-XXTXX", month()),
        Unit::Day => format!("{year}-{}-XX", month()),
        Unit::Weekend => year + "-WXX-WE",
        Unit::Week | Unit::Fortnight => year + "-WXX",
        Unit::Month => year + "-XX",
        Unit::Quarter => year + "-QX",
        Unit::Year | Unit::Decade | Unit::Century => "XXXX".to_owned(),
    }
}

pub(super) fn with_time(value: String, time: DayTime) -> String {
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

pub(super) fn duration(count: Count, unit: Unit) -> String {
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
