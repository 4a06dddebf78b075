//! Durations, distances in time measured by them, and sets. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `two years`, `a 10-day`, `half an hour`, `over two and a half years` | P2Y, P10D, PT30M, P2.5Y |
//! | `a few days`, `several months`, `for years` | PXD, PXM, PXY |
//! | `two weeks ago`, `three days later`, `a year earlier`, `a week from now` | dates |
//! | `every Tuesday`, `each year`, `every two years`, `daily`, `annually` | XXXX-WXX-2, P1Y, P2Y, P1D, P1Y |
//!
//! Ages ("57 years old") are no times.

use super::{
    lexicon::Role,
    meaning::{Count, Match, Meaning, Point, Unit},
    sentence::Sentence,
};
use crate::numbers::{Form, atoms::AtomKind, numeral, words::NumberWord};

/// A duration of one unit.
pub(super) const fn one(unit: Unit) -> Meaning {
    Meaning::Duration { count: Count::Number(1.0), unit }
}

impl Sentence<'_> {
    /// A number of units, and what makes it a distance: "ago", "later".
    pub(super) fn length(self, at: usize) -> Option<Match> {
        let (end, count, unit) = self.count_of_units(at)?;
        if self.is_age(end) || self.is_counted_otherwise(at) {
            return None;
        }
        // "a month or so ago", "ten years or more"
        let vague =
            self.says(end, "or") && ["so", "more", "less", "longer"].iter().any(|word| self.says(end + 1, word));
        let end = end + 2 * usize::from(vague);
        // "a day" behind a price or a number of times: how often
        let article = matches!(self.number(at), Some(NumberWord::A));
        if let Some((after, point)) = self.offset(end, count, unit) {
            let point = match point {
                // "up from $5 million **a year ago**": of the quarter that is reported on
                Point::Shift { count: Some(-1), unit: Unit::Year, from_last } if self.follows_figures(at) => {
                    Point::YearAgo { from_last }
                }
                _ => point,
            };
            return Some(Match { start: at, end: after, meaning: Meaning::at(point) });
        }
        // "in ten days' time"
        if let Count::Number(number) = count
            && self.is_mark(end, '\'')
            && self.says(end + 1, "time")
            && self.says_before(at, "in")
        {
            let point = Point::Shift { count: Some(number.round() as i32), unit, from_last: false };
            return Some(Match { start: at, end: end + 2, meaning: Meaning::at(point) });
        }
        let (end, count) = self.and_a_half(end, count);
        if article && self.is_rate(at) {
            return Some(Match { start: at, end, meaning: Meaning::Every { count: 1, unit } });
        }
        Some(Match { start: at, end, meaning: Meaning::Duration { count, unit } })
    }

    /// "three weeks": the end, the number, the unit.
    pub(super) fn count_of_units(self, at: usize) -> Option<(usize, Count, Unit)> {
        let atom = self.atoms.get(at)?;
        let (next, count) = match (atom.role, atom.number) {
            // "the third time in as many weeks" counts nothing
            (Some(Role::Few), _) if self.says_before(at, "as") => return None,
            (Some(Role::Few), _) => (at + 1, Count::Some),
            // "another year", "another two years"
            (Some(Role::Another), _) if self.number(at + 1).is_some() || self.digits(at + 1).is_some() => {
                return self.count_of_units(at + 1);
            }
            (Some(Role::Another), _) => (at + 1, Count::Number(1.0)),
            (Some(Role::Couple), _) => (at + 1 + usize::from(self.says(at + 1, "of")), Count::Number(2.0)),
            (_, Some(NumberWord::Half)) if matches!(self.number(at + 1), Some(NumberWord::A)) => {
                (at + 2, Count::Number(0.5))
            }
            (_, Some(NumberWord::Half)) => (at + 1, Count::Number(0.5)),
            (_, Some(NumberWord::A)) => match (self.role(at + 1), self.number(at + 1)) {
                (Some(Role::Few), _) => (at + 2, Count::Some),
                (Some(Role::Couple), _) => (at + 2 + usize::from(self.says(at + 2, "of")), Count::Number(2.0)),
                (_, Some(NumberWord::Half)) => (at + 2, Count::Number(0.5)),
                // "a quarter century", "a quarter of a century"
                (_, Some(NumberWord::Quarter)) => {
                    let of = self.says(at + 2, "of") && matches!(self.number(at + 3), Some(NumberWord::A));
                    let century = at + if of { 4 } else { 2 } + usize::from(self.is_mark(at + 2, '-'));
                    let fits = matches!(self.role(century), Some(Role::Unit(Unit::Century)));
                    return fits.then_some((century + 1, Count::Number(25.0), Unit::Year));
                }
                // "a month-long siege": the article is the siege's
                (Some(Role::Unit(_)), _) if self.tight_mark(at + 2, '-') && self.says(at + 3, "long") => return None,
                (Some(Role::Unit(_)), _) => (at + 1, Count::Number(1.0)),
                (_, Some(NumberWord::Hundred | NumberWord::Scale(_))) => {
                    let number = numeral(self.text, self.atoms, at, false)?;
                    (number.end, Count::Number(number.value))
                }
                // "a full year", "a single day", "a 10-day": the number is read on its own
                (None, None)
                    if ["full", "single", "whole", "further", "additional", "extra"]
                        .iter()
                        .any(|word| self.says(at + 1, word)) =>
                {
                    (at + 2, Count::Number(1.0))
                }
                _ => return None,
            },
            _ => {
                let number = numeral(self.text, self.atoms, at, false)?;
                let tight_before =
                    at > 0 && self.tight(at) && (self.atoms[at - 1].is_word() || self.is_mark(at - 1, '$'));
                if number.value < 0.0 || number.value > 1e7 || tight_before {
                    return None;
                }
                // a year is no number of days: "in 1998 weeks" is not written
                let year = number.form == Form::Plain && (1500.0..2100.0).contains(&number.value);
                if year && self.role(number.end).is_none() {
                    return None;
                }
                match self.hyphenated_half(number.end) {
                    Some(end) => (end, Count::Number(number.value + 0.5)),
                    None => (number.end, Count::Number(number.value)),
                }
            }
        };
        let hyphen = usize::from(self.is_mark(next, '-'));
        let mut unit_at = next + hyphen;
        if [
            "more",
            "full",
            "consecutive",
            "straight",
            "whole",
            "long",
            "short",
            "additional",
            "further",
            "calendar",
            "or",
        ]
        .iter()
        .any(|word| self.says(unit_at, word))
            && hyphen == 0
        {
            // "two or three years"
            unit_at += if self.says(unit_at, "or") {
                let second = numeral(self.text, self.atoms, unit_at + 1, false)?;
                second.end - unit_at
            } else {
                1
            };
        }
        let (unit, plural) = self.unit(unit_at)?;
        let single = matches!(count, Count::Number(number) if number <= 1.0);
        // "a two year deal": without a hyphen between an article and a noun; "one second chance" is no time
        let fits = plural || single || hyphen == 1 || self.digits(at).is_some() || self.is_measure(at, unit_at + 1);
        let ordinal = unit == Unit::Second && !plural && hyphen == 0;
        let quarters = unit == Unit::Quarter && !plural || unit == Unit::Weekend && !single && !plural;
        (fits && !ordinal && !quarters).then_some((unit_at + 1, count, unit))
    }

    /// "two**-and-a-half**", "two **and half**" at `at`: the end.
    fn hyphenated_half(self, at: usize) -> Option<usize> {
        let behind = |at: usize| at + usize::from(self.is_mark(at, '-'));
        let and = behind(at);
        matches!(self.number(and), Some(NumberWord::And)).then_some(())?;
        let a = behind(and + 1);
        let half = behind(a + usize::from(matches!(self.number(a), Some(NumberWord::A))));
        matches!(self.number(half), Some(NumberWord::Half)).then_some(half + 1)
    }

    /// Whether what stands from `start` to `end` measures the noun behind it: "the **two day** meeting".
    fn is_measure(self, start: usize, end: usize) -> bool {
        let article =
            self.the_before(start) || matches!(self.before(start).and_then(|at| at.number), Some(NumberWord::A));
        article && self.atoms.get(end).is_some_and(|next| next.is_word() && next.role.is_none())
    }

    /// "57-year-old", "ten years old", "25 years of age".
    fn is_age(self, end: usize) -> bool {
        let next = end + usize::from(self.is_mark(end, '-'));
        self.role(next) == Some(Role::Old)
            || self.says(end, "of") && self.says(end + 1, "age")
            || self.says(next, "olds")
    }

    /// "Article 5 days": behind a currency sign it is no number of units.
    fn is_counted_otherwise(self, at: usize) -> bool {
        at > 0 && (self.is_mark(at - 1, '$') || self.is_mark(at - 1, '€') || self.is_mark(at - 1, '£'))
    }

    /// "$5 **a day**", "twice **a week**", "40 hours **a week**"
    fn is_rate(self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        let amount = before.digits().is_some() || before.is('%') || matches!(before.role, Some(Role::Units(_)));
        let scale = matches!(before.number, Some(NumberWord::Scale(_) | NumberWord::ShortScale(_)));
        let word = ["once", "twice", "times", "dollars", "percent", "barrels", "people", "share", "tons", "miles"];
        amount || scale || word.iter().any(|word| self.says_before(at, word))
    }

    /// Whether figures stand before atom `at` that may be compared: sums, shares, scales, "than".
    fn follows_figures(self, at: usize) -> bool {
        (at.saturating_sub(FIGURES_REACH)..at).any(|at| {
            let atom = &self.atoms[at];
            matches!(atom.kind, AtomKind::Mark('$' | '€' | '£' | '¥' | '%'))
                || matches!(atom.number, Some(NumberWord::Scale(_) | NumberWord::ShortScale(_)))
                || ["cents", "percent", "than"].iter().any(|word| self.says(at, word))
        })
    }

    /// "an hour **and a half**"
    fn and_a_half(self, end: usize, count: Count) -> (usize, Count) {
        let half = matches!(self.number(end), Some(NumberWord::And))
            && matches!(self.number(end + 1), Some(NumberWord::A))
            && matches!(self.number(end + 2), Some(NumberWord::Half));
        match count {
            Count::Number(number) if half => (end + 3, Count::Number(number + 0.5)),
            _ => (end, count),
        }
    }

    /// "ago", "earlier", "later", "from now" at `at`: the end and the point.
    pub(super) fn offset(self, at: usize, count: Count, unit: Unit) -> Option<(usize, Point)> {
        let hyphen = usize::from(self.tight_mark(at, '-'));
        let number = match count {
            Count::Number(number) if number.fract() == 0.0 => i32::try_from(number as i64).ok(),
            // "half a year ago", "two and a half years ago": of the whole unit
            Count::Number(number) => i32::try_from(number.round() as i64).ok(),
            Count::Some => None,
        };
        let unit = if unit == Unit::Fortnight { Unit::Week } else { unit };
        let number = if unit == Unit::Week && self.says(at.saturating_sub(1), "fortnight") {
            number.map(|n| n * 2)
        } else {
            number
        };
        let point = |direction: i32, from_last| match number {
            Some(number) => Point::Shift { count: Some(number.saturating_mul(direction)), unit, from_last },
            None if direction < 0 => Point::Vague("PAST_REF"),
            // "weeks later": some week of that year; "years later" says no more than that it was after
            None if from_last && !matches!(unit, Unit::Year | Unit::Decade | Unit::Century) => {
                Point::Shift { count: None, unit, from_last }
            }
            None => Point::Vague("FUTURE_REF"),
        };
        match self.role(at + hyphen)? {
            Role::Ago => Some((at + hyphen + 1, point(-1, false))),
            // "two weeks later than planned"
            Role::Offset(_) if self.says(at + hyphen + 1, "than") => None,
            Role::Offset(direction) => {
                // "two days before the vote" is measured from the vote
                let clause_end = self.atoms.get(at + hyphen + 1).is_none_or(|next| {
                    !next.is_word() && next.digits().is_none()
                        || matches!(next.role, Some(Role::Preposition | Role::Past0 | Role::Which(_)))
                });
                let plain = self.says(at + hyphen, "earlier")
                    || self.says(at + hyphen, "later")
                    || self.says(at + hyphen, "previously");
                let hence = self.says(at + hyphen, "hence");
                (plain || clause_end).then(|| (at + hyphen + 1, point(i32::from(direction), !hence)))
            }
            Role::Preposition if self.says(at, "from") && (self.says(at + 1, "now") || self.says(at + 1, "today")) => {
                Some((at + 2, point(1, false)))
            }
            _ => None,
        }
    }

    /// "for **years**", "**decades** of war", "**weeks** later"
    pub(super) fn bare_units(self, at: usize) -> Option<Match> {
        let Role::Units(unit) = self.role(at)? else { return None };
        // "a months-long siege"
        if self.tight_mark(at + 1, '-') && self.says(at + 2, "long") {
            return Some(Match { start: at, end: at + 3, meaning: Meaning::Duration { count: Count::Some, unit } });
        }
        // "on weekends"
        if unit == Unit::Weekend && (self.says_before(at, "on") || self.says_before(at, "at")) {
            return Some(Match { start: at, end: at + 1, meaning: Meaning::EveryNamed("XXXX-WXX-WE") });
        }
        // "the early hours of Tuesday"
        if unit == Unit::Hour && self.role_before(at) == Some(Role::Early) {
            return self.day_part(at, "MO");
        }
        let after = matches!(self.role_before(at), Some(Role::Preposition | Role::About));
        let measured = ["for", "in", "within", "over", "after", "of", "took", "takes", "take", "through", "spent"];
        let introduced = after && measured.iter().any(|word| self.says_before(at, word))
            || self.says_before(at, "after")
            || self.says_before(at, "took");
        // "three quarters of the voters" are no time
        let fraction =
            unit == Unit::Quarter && self.before(at).is_some_and(|before| before.number.is_some() || before.is('-'));
        let of = self.says(at + 1, "of") && !matches!(unit, Unit::Second | Unit::Minute) && !fraction;
        // "in the **weeks** before the vote", "in the **months** ahead"
        let around = ["before", "after", "since", "following", "ahead", "leading", "preceding"];
        let beside = self.the_before(at) && around.iter().any(|word| self.says(at + 1, word));
        // "just **hours** after the vote"
        let apart = unit != Unit::Second
            && matches!(self.role_before(at), Some(Role::About | Role::Only))
            && (self.says(at + 1, "after") || self.says(at + 1, "before"))
            && self.atoms.get(at + 2).is_some_and(|next| next.is_word());
        let introduced = introduced || beside || apart;
        let unless = self.says(at + 1, "old");
        (unit != Unit::Second && !unless && (introduced || of)).then_some(Match {
            start: at,
            end: self.units_in_a_row(at + 1) + usize::from(beside && self.says(at + 1, "ahead")),
            meaning: Meaning::Duration { count: Count::Some, unit },
        })
    }

    /// `all day`, `all year`
    pub(super) fn whole(self, at: usize) -> Option<Match> {
        match self.unit(at + 1)? {
            (unit @ (Unit::Day | Unit::Week | Unit::Weekend | Unit::Month | Unit::Year), false) => {
                Some(Match { start: at, end: at + 2, meaning: one(unit) })
            }
            _ => None,
        }
    }

    /// "days **and weeks**", "days **or weeks**" at `at`: the end.
    pub(super) fn units_in_a_row(self, at: usize) -> usize {
        let joined = self.says(at, "and") || self.says(at, "or");
        at + 2 * usize::from(joined && matches!(self.role(at + 1), Some(Role::Units(_))))
    }

    /// "**days later**", "**years ago**"
    pub(super) fn bare_offset(self, at: usize) -> Option<Match> {
        let Role::Units(unit) = self.role(at)? else { return None };
        let (end, point) = self.offset(at + 1, Count::Some, unit)?;
        Some(Match { start: at, end, meaning: Meaning::at(point) })
    }

    /// `every Tuesday`, `each year`, `every two years`, `daily`, `Mondays`
    pub(super) fn set(self, at: usize, role: Role) -> Option<Match> {
        let set = |end: usize, meaning: Meaning| Some(Match { start: at, end, meaning });
        match role {
            Role::Per => match self.unit(at + 1)? {
                (unit, false) if unit != Unit::Quarter => set(at + 2, Meaning::Every { count: 1, unit }),
                _ => None,
            },
            // "annual sales", "a quarterly dividend": what they are counted by, not when they recur
            Role::Adverb(Unit::Quarter | Unit::Year) if self.says(at, "annual") || self.describes(at) => None,
            Role::Adverb(unit) => set(at + 1, Meaning::Every { count: 1, unit }),
            Role::Weekdays(day) => set(at + 1, Meaning::EveryNamed(WEEKDAYS.get(usize::from(day) - 1)?)),
            _ => {
                let other = usize::from(self.says(at + 1, "other"));
                let next = at + 1 + other;
                if let Some((unit, _)) = self.unit(next).filter(|(unit, _)| *unit != Unit::Second) {
                    return set(next + 1, Meaning::Every { count: 1 + other as u32, unit });
                }
                match self.role(next) {
                    Some(Role::Weekday(day, _)) => {
                        set(next + 1, Meaning::EveryNamed(WEEKDAYS.get(usize::from(day) - 1)?))
                    }
                    Some(Role::Month(month, _)) => {
                        set(next + 1, Meaning::EveryNamed(MONTHS.get(usize::from(month) - 1)?))
                    }
                    Some(Role::Season(season)) => set(
                        next + 1,
                        Meaning::EveryNamed(match season {
                            "SP" => "XXXX-SP",
                            "SU" => "XXXX-SU",
                            "FA" => "XXXX-FA",
                            _ => "XXXX-WI",
                        }),
                    ),
                    Some(Role::DayPart(part)) => set(
                        next + 1,
                        Meaning::EveryNamed(match part {
                            "MO" => "XXXX-XX-XXTMO",
                            "AF" => "XXXX-XX-XXTAF",
                            "EV" => "XXXX-XX-XXTEV",
                            _ => "XXXX-XX-XXTNI",
                        }),
                    ),
                    _ => match self.count_of_units(next)? {
                        (end, Count::Number(count), unit) if (2.0..1000.0).contains(&count) => {
                            set(end, Meaning::Every { count: count as u32, unit })
                        }
                        _ => None,
                    },
                }
            }
        }
    }
}

/// How many atoms before "a year ago" a figure may stand that is compared.
const FIGURES_REACH: usize = 15;

const WEEKDAYS: [&str; 7] =
    ["XXXX-WXX-1", "XXXX-WXX-2", "XXXX-WXX-3", "XXXX-WXX-4", "XXXX-WXX-5", "XXXX-WXX-6", "XXXX-WXX-7"];

const MONTHS: [&str; 12] = [
    "XXXX-01", "XXXX-02", "XXXX-03", "XXXX-04", "XXXX-05", "XXXX-06", "XXXX-07", "XXXX-08", "XXXX-09", "XXXX-10",
    "XXXX-11", "XXXX-12",
];
