//! Percentages, ages and measures: a number and its unit. Part of [`super::Sentence`]; the units
//! stand in [`super::units`].
//!
//! | written | read |
//! |---|---|
//! | `5%`, `5 per cent`, `two percentage points` | percent |
//! | `57-year-old`, `10 months old`, `3 years of age`, `aged 57`, `age of six`, `87 yo`, `Ms. Brandt, 57,`, `turned 57 on` | age |
//! | `3-inch`, `10 1/2 miles`, `190,000 square meters`, `50 km/h`, `20°C` | measure |
//! | `5 feet and 2 inches`, `5 ft 2 in` | one measure, in feet |

use wiredesk_core::annotation::QuantityKind::{
    Age, Area, Duration, Energy, Length, Percent, Power, Speed, Temperature, Volume,
};

use super::{
    Found, Sentence,
    lexicon::Role,
    units::{UNITS, Unit},
};
use crate::numbers::{Form, Numeral, atoms::AtomKind, numeral, words::NumberWord};

impl Sentence<'_> {
    /// `5%`, `5 per cent`, `5 percentage points`
    pub(super) fn percent(self, number: &Numeral) -> Option<Found> {
        let at = number.end;
        let end = if self.atom(at)?.is('%') {
            // "30%25" is an address
            if self.tight(at + 1) && !matches!(self.atoms[at + 1].kind, AtomKind::Mark(_)) {
                return None;
            }
            at + 1
        } else {
            let at = at + usize::from(self.tight_mark(at, '-'));
            match self.role(at) {
                Some(Role::Percent) => {
                    let points =
                        self.says(at, "percentage") && (self.says(at + 1, "points") || self.says(at + 1, "point"));
                    at + 1 + usize::from(points)
                }
                Some(Role::Function) if self.says(at, "per") && self.says(at + 1, "cent") => at + 2,
                _ => return None,
            }
        };
        Some(self.found(number, end, Percent, "percent"))
    }

    /// `57-year-old`, `57 years old`, `3 years of age`, `87 yo`, `Brandt, 57,`
    pub(super) fn age(self, number: &Numeral) -> Option<Found> {
        let at = number.end;
        let hyphen = usize::from(self.tight_mark(at, '-') || self.atom(at).is_some_and(|atom| atom.is('-')));
        if let Some(Role::Unit(unit)) = self.role(at + hyphen) {
            let unit = UNITS.get(usize::from(unit)).filter(|unit| unit.kind == Duration)?;
            let after = at + hyphen + 1;
            let old = after + usize::from(self.atom(after).is_some_and(|atom| atom.is('-')));
            if self.says(old, "old") || self.says(old, "olds") {
                return Some(self.found(number, old + 1, Age, unit.name));
            }
            if self.says(after, "of") && self.says(after + 1, "age") {
                return Some(self.found(number, after + 2, Age, unit.name));
            }
            return None;
        }
        if self.says(at + hyphen, "yo") {
            return Some(self.found(number, at + hyphen + 1, Age, "year"));
        }
        // "Brandt, 57, said": behind a name, between commas
        let start = number.start;
        let years = number.form == Form::Plain && (1.0..=120.0).contains(&number.value);
        let closed = self.atom(at).is_some_and(|atom| matches!(atom.kind, AtomKind::Mark(',' | '.' | ';' | ')')));
        let closed = closed && !(self.tight(at + 1) && self.atoms[at + 1].digits().is_some());
        if years && closed && start >= 2 && self.tight_mark(start - 1, ',') {
            let name = &self.atoms[start - 2];
            // places and months are followed by numbers as well; names have a first name before them
            let first = start.checked_sub(3).and_then(|at| self.atom(at));
            let first = first.is_some_and(|first| first.is_word() && first.capital || first.is('.') || first.is('-'));
            // "Brandt, 57, who" at the start of a sentence
            let first =
                first || start == 2 && ["who", "whose", "a", "an", "said"].iter().any(|word| self.says(at + 1, word));
            if name.is_word() && name.capital && name.role.is_none() && first && !name.of(self.text).ends_with("day") {
                return Some(self.found(number, at, Age, "year"));
            }
        }
        // "who turned 57 on Monday"
        let turned = start > 0 && ["turned", "turns", "turning"].iter().any(|word| self.says(start - 1, word));
        let ends = closed || ["on", "in", "this", "last", "and"].iter().any(|word| self.says(at, word));
        (years && turned && ends).then(|| self.found(number, at, Age, "year"))
    }

    /// `age 87`, `aged 57`, `the age of six`
    pub(super) fn age_after_word(self, at: usize) -> Option<Found> {
        let of = usize::from(self.says(at + 1, "of"));
        let number = numeral(self.text, self.atoms, at + 1 + of, false)?;
        let years = (1.0..=120.0).contains(&number.value) && number.value.fract() == 0.0 && !number.scaled;
        let range = self.tight_mark(number.end, '-') || self.says(number.end, "to") || self.says(number.end, "and");
        let measured = matches!(self.role(number.end), Some(Role::Unit(_) | Role::Percent));
        (years && !range && !measured).then(|| Found { start: at, ..self.found(&number, number.end, Age, "year") })
    }

    /// A number with a unit.
    pub(super) fn measure(self, number: &Numeral) -> Option<Found> {
        let hyphen = self.tight_mark(number.end, '-') && self.tight(number.end + 1);
        let bracket = self.atom(number.end).is_some_and(|atom| atom.is('[') || atom.is('<'));
        let at = number.end + usize::from(hyphen || bracket);
        let atom = self.atom(at)?;
        if atom.is('°') || atom.role == Some(Role::Degree) {
            return self.temperature(number, at + 1);
        }
        if atom.is('"') && number.end == at {
            let how = ["long", "wide", "tall", "high", "thick", "deep"];
            return how.iter().any(|how| self.says(at + 1, how)).then(|| self.found(number, at + 1, Length, "inch"));
        }
        if let Some((_, _, name)) = PAIRS.iter().find(|(first, second, _)| {
            self.says(at, first) && self.atom(at + 1).is_some_and(|next| is_one_or_many(next.of(self.text), second))
        }) {
            return Some(self.found(number, at + 2, by_name(name)?.kind, *name));
        }
        match atom.role? {
            Role::Unit(unit) => self.with_unit(number, at, UNITS.get(usize::from(unit))?),
            Role::Doubtful(_) if self.says(at, "pound") || self.says(at, "pounds") => {
                self.with_unit(number, at, by_name("pound")?)
            }
            // "m" and "t" are symbols behind figures alone
            Role::Symbol if number.form != Form::Words && !hyphen => {
                let word = atom.of(self.text);
                let unit = UNITS.iter().find(|unit| unit.symbols.contains(&word))?;
                let after = self.atom(at + 1);
                let broken = after.is_some_and(|after| !after.spaced && (after.is('-') || after.is('\'')))
                    || after.is_some_and(|after| {
                        !after.spaced && after.digits().is_some_and(|power| !matches!(power, 2 | 3))
                    });
                let million =
                    word == "m" && atom.number.is_some() && (self.counts_things(at + 1) || self.verb_follows(at + 1));
                if broken || million {
                    return None;
                }
                let found = self.with_unit(number, at, unit)?;
                let closed = bracket && self.atom(found.end).is_some_and(|atom| atom.is(']') || atom.is('>'));
                Some(Found { end: found.end + usize::from(closed), ..found })
            }
            Role::Square => {
                let dot = usize::from(self.tight_mark(at + 1, '.'));
                let unit = self.length_at(at + 1 + dot)?;
                Some(self.found(number, at + 2 + dot, Area, unit.square))
            }
            Role::Cubic => {
                let unit = self.length_at(at + 1)?;
                Some(self.found(number, at + 2, Volume, unit.cubic))
            }
            _ => None,
        }
    }

    /// "1m isn't": a verb follows, so it is no metre.
    fn verb_follows(self, at: usize) -> bool {
        self.role(at) == Some(Role::Function) || self.says(at, "isn")
    }

    /// The unit of length that a word or symbol at `at` stands for.
    fn length_at(self, at: usize) -> Option<&'static Unit> {
        let atom = self.atom(at)?;
        let unit = match atom.role? {
            Role::Unit(unit) => UNITS.get(usize::from(unit))?,
            Role::Symbol => UNITS.iter().find(|unit| unit.symbols.contains(&atom.of(self.text)))?,
            _ => return None,
        };
        (unit.kind == Length && !unit.square.is_empty()).then_some(unit)
    }

    /// The unit at `at`, with what may follow: "per hour", "hours", "²", "and 2 inches".
    fn with_unit(self, number: &Numeral, at: usize, unit: &'static Unit) -> Option<Found> {
        let end = at + 1;
        let lone = self.found(number, end, unit.kind, unit.name);
        match unit.kind {
            Length if !unit.square.is_empty() => {
                let next = self.atom(end);
                // "m2", "km²"
                let power = next.filter(|next| !next.spaced).and_then(|next| match next.kind {
                    AtomKind::Digits(2) | AtomKind::Mark('²') => Some((Area, unit.square)),
                    AtomKind::Digits(3) | AtomKind::Mark('³') => Some((Volume, unit.cubic)),
                    _ => None,
                });
                if let Some((kind, name)) = power {
                    return Some(self.found(number, end + 1, kind, name));
                }
                let per =
                    self.says(end, "per") || self.says(end, "an") || self.says(end, "a") || self.tight_mark(end, '/');
                if per && (self.says(end + 1, "hour") || self.says(end + 1, "h")) {
                    return Some(self.found(number, end + 2, Speed, unit.per_hour));
                }
                if per && (self.says(end + 1, "second") || self.says(end + 1, "s")) {
                    return Some(self.found(number, end + 2, Speed, unit.per_second));
                }
                if unit.name == "foot" {
                    return Some(self.with_inches(number, end).unwrap_or(lone));
                }
                Some(lone)
            }
            Power if self.tight_or_near_hours(end) => {
                let hours = match unit.name {
                    "watt" => "watt hour",
                    "kilowatt" => "kilowatt hour",
                    "megawatt" => "megawatt hour",
                    "gigawatt" => "gigawatt hour",
                    _ => "terawatt hour",
                };
                let end = end + 1 + usize::from(self.atom(end).is_some_and(|atom| atom.is('-')));
                Some(self.found(number, end, Energy, hours))
            }
            // "a second chance": only numbers have seconds
            Duration if unit.name == "second" && number.value == 1.0 && number.form == Form::Words && number.scaled => {
                None
            }
            _ => Some(lone),
        }
    }

    fn tight_or_near_hours(self, at: usize) -> bool {
        let at = at + usize::from(self.atom(at).is_some_and(|atom| atom.is('-')));
        self.says(at, "hour") || self.says(at, "hours")
    }

    /// "5 feet **2 inches**", "5 feet **and 2 inches**", "5 ft **2 in**"
    fn with_inches(self, feet: &Numeral, end: usize) -> Option<Found> {
        let and = self.atom(end)?.number == Some(NumberWord::And);
        let at = end + usize::from(and || self.tight_mark(end, '-'));
        let inches = numeral(self.text, self.atoms, at, false)?;
        let unit = inches.end + usize::from(self.tight_mark(inches.end, '-'));
        let named = ["inch", "inches", "in"].iter().any(|word| self.says(unit, word));
        let value = feet.value + inches.value / 12.0;
        (named && inches.value < 12.0).then(|| Found { value, ..self.found(feet, unit + 1, Length, "foot") })
    }

    /// "20 degrees **Celsius**", "20°**C**"
    fn temperature(self, number: &Numeral, at: usize) -> Option<Found> {
        let unit =
            ["celsius", "centigrade", "c", "fahrenheit", "f", "kelvin"].iter().position(|word| self.says(at, word))?;
        let unit = match unit {
            0..=2 => "degree Celsius",
            3 | 4 => "degree Fahrenheit",
            _ => "kelvin",
        };
        Some(self.found(number, at + 1, Temperature, unit))
    }
}

/// Whether `word` is `noun`, with or without "s".
fn is_one_or_many(word: &str, noun: &str) -> bool {
    word.eq_ignore_ascii_case(noun) || word.strip_suffix(['s', 'S']).is_some_and(|word| word.eq_ignore_ascii_case(noun))
}

/// Units of two words.
const PAIRS: [(&str, &str, &str); 3] =
    [("metric", "ton", "metric ton"), ("metric", "tonne", "metric ton"), ("light", "year", "light year")];

fn by_name(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.name == name)
}
