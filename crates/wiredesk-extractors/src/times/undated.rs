//! Which year, or which week, a date belongs to that does not say: by the tense of its verb as news is
//! written, by the dates around it as history is told. Rules of [`Anchor`].

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{
    anchor::{Anchor, Partial},
    holidays,
    meaning::{Tense, Which},
};

impl Anchor {
    /// What the words "last", "previous" before a name are counted from.
    fn from(&self, which: Which) -> Option<Partial> {
        match which {
            Which::FromLast(_) => self.last.or(self.near()),
            _ => self.near(),
        }
    }

    pub(super) fn year_of_month(&self, month: u8, which: Which, tense: Option<Tense>) -> Option<i32> {
        let near = self.from(which)?;
        let near_month = near.month.unwrap_or(month);
        Some(match which {
            // the month before this one is "last month", not "last May"
            Which::FromNow(-1) if month + 1 >= near_month => near.year - 1,
            Which::FromLast(-1) if month >= near_month => near.year - 1,
            Which::FromNow(1) | Which::FromLast(1) if month <= near_month => near.year + 1,
            Which::FromNow(_) | Which::FromLast(_) | Which::InWeek(_) => near.year,
            Which::Open if self.narrative => near.year + story_year(near_month, month),
            Which::Open => match tense {
                Some(Tense::Past) if month > near_month => near.year - 1,
                Some(Tense::Future) if month < near_month => near.year + 1,
                Some(_) => near.year,
                None => near.year + near_year(near_month, month),
            },
        })
    }

    pub(super) fn year_of_day(&self, month: u8, day: u8, tense: Option<Tense>) -> Option<i32> {
        let near = self.near()?;
        let near_month = near.month.unwrap_or(month);
        if self.narrative {
            return Some(near.year + story_year(near_month, month));
        }
        let (here, there) = ((near_month, near.day.unwrap_or(day)), (month, day));
        // a few days ahead are taken as such even behind a past tense: "the vote set for"
        let ahead = i32::from(month) - i32::from(near_month);
        Some(match tense {
            Some(Tense::Past) if there > here && ahead > 1 => near.year - 1,
            Some(Tense::Future) if there < here && ahead < -1 => near.year + 1,
            Some(Tense::Past) if ahead < -10 => near.year + 1,
            Some(_) => near.year,
            None => near.year + near_year(near_month, month),
        })
    }

    pub(super) fn year_of_season(&self, season: &str, which: Which, tense: Option<Tense>) -> Option<i32> {
        let near = self.from(which)?;
        let month = i32::from(near.month.unwrap_or(7));
        let begins = match season {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let over = season != "WI" && month - begins >= 3;
        // in January the winter is the one that is
        let to_come = begins > month && !(season == "WI" && month <= 3);
        Some(match which {
            Which::FromNow(-1) | Which::FromLast(-1) if over => near.year,
            Which::FromNow(-1) | Which::FromLast(-1) => near.year - 1,
            Which::FromNow(1) | Which::FromLast(1) if begins > month => near.year,
            Which::FromNow(1) | Which::FromLast(1) => near.year + 1,
            Which::Open if self.narrative => near.year,
            Which::Open => match tense {
                Some(Tense::Past) if to_come => near.year - 1,
                Some(Tense::Future) if over => near.year + 1,
                _ => near.year,
            },
            _ => near.year,
        })
    }

    pub(super) fn year_of_share(&self, share: &str, tense: Option<Tense>) -> Option<i32> {
        let near = self.near()?;
        let month = near.month.unwrap_or(12);
        let (begins, ends) = match share {
            "Q2" => (4, 6),
            "Q3" => (7, 9),
            "Q4" => (10, 12),
            "H1" => (1, 6),
            "H2" => (7, 12),
            _ => (1, 3),
        };
        Some(match tense {
            // a quarter is reported on soon after its end, so one to come is not "will report"
            Some(Tense::Future) if ends + 3 <= month => near.year + 1,
            Some(Tense::Future) if !self.narrative && begins > month => near.year,
            // a quarter that has not begun is that of the year before
            _ if begins > month => near.year - 1,
            _ => near.year,
        })
    }

    pub(super) fn date_of_holiday(&self, holiday: u8, which: Which, tense: Option<Tense>) -> Option<Date> {
        let near = self.from(which)?;
        let year = match which {
            Which::FromNow(which) | Which::FromLast(which) => near.year + i32::from(which),
            Which::Open | Which::InWeek(_) => near.year,
        };
        let date = holidays::date(holiday, year)?;
        let today = near.date().filter(|_| which == Which::Open && !self.narrative);
        let Some(today) = today else { return Some(date) };
        let ahead = (date - today).get_days();
        let nearer = match tense {
            Some(Tense::Past) if ahead > 31 => -1,
            Some(Tense::Future) if ahead < -7 => 1,
            None if ahead > 183 => -1,
            None if ahead < -183 => 1,
            _ => return Some(date),
        };
        holidays::date(holiday, year + nearer)
    }

    pub(super) fn weekday(&self, day: u8, which: Which, tense: Option<Tense>) -> Option<Date> {
        let told = self.story || matches!(which, Which::FromLast(_));
        let near = if told { self.last.and_then(Partial::date).or(self.published) } else { self.published }?;
        let weekday = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
        if near.weekday() == weekday && matches!(which, Which::Open | Which::FromNow(0) | Which::FromLast(0)) {
            return Some(near);
        }
        let next = near.nth_weekday(1, weekday).ok()?;
        let last = near.nth_weekday(-1, weekday).ok()?;
        let future = tense == Some(Tense::Future);
        Some(match which {
            Which::FromNow(1) | Which::FromLast(1) => next,
            Which::Open if future => next,
            Which::FromNow(0) if self.published == Some(near) && future => next,
            Which::FromNow(0) | Which::FromLast(0) | Which::InWeek(_) => {
                // within the same week, Monday to Sunday
                let back = i32::from(near.weekday().to_monday_one_offset()) - i32::from(day);
                let weeks = if let Which::InWeek(week) = which { i32::from(week) } else { 0 };
                near.checked_sub((back - 7 * weeks).days()).ok()?
            }
            _ => last,
        })
    }
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

/// Steps to the year in which month `to` lies nearest to month `from`; the press looks back farther than ahead.
fn near_year(from: u8, to: u8) -> i32 {
    match i32::from(to) - i32::from(from) {
        ..=-9 => 1,
        4.. => -1,
        _ => 0,
    }
}
