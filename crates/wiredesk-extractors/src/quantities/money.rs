//! Money: a sign or code before a number, a name, code or sign after it. Part of
//! [`super::Sentence`]; the currencies stand in [`super::currencies`].
//!
//! | written | read |
//! |---|---|
//! | `$1.2 billion`, `US$5m`, `c $ 16.4 million` | sign, number, scale |
//! | `USD 200`, `USD115`, `Rs. 500`, `MAUD 60` | code, number |
//! | `two million dollars`, `100 chinese yuan`, `one-yen` | number, adjective, name |
//! | `10 €`, `115USD`, `75 USD million`, `120 MEUR` | number, sign or code, scale |
//! | `thirteen dollars and forty-five cents`, `15 dollars 50`, `470 pence` | with hundredths |

use wiredesk_core::annotation::QuantityKind::Money;

use super::{
    Found, Sentence,
    currencies::{CODES, DOLLARS, DOUBTFUL_NAMES, LOWER_CODES, NAMES, NATIONAL, PARTS, SIGNS},
    lexicon::Role,
};
use crate::numbers::{Form, Numeral, atoms::AtomKind, numeral, words::NumberWord};

fn sign(mark: char) -> Option<&'static str> {
    SIGNS.iter().find(|(known, _)| *known == mark).map(|&(_, code)| code)
}

impl Sentence<'_> {
    /// `$ 75 million`
    pub(super) fn money_after_sign(self, at: usize, mark: char, free: usize) -> Option<Found> {
        let mut code = sign(mark)?;
        let number = self.amount(at + 1)?;
        let mut start = at;
        if mark == '$' && at > free {
            let before = &self.atoms[at - 1];
            let word = before.of(self.text);
            let touching = self.tight(at);
            if touching && before.is('.') && at >= free + 4 && self.says(at - 2, "s") && self.says(at - 4, "u") {
                start = at - 4;
            } else if let Some((_, dollars)) = DOLLARS.iter().find(|(prefix, _)| {
                word.eq_ignore_ascii_case(prefix) && (touching || *prefix == "c" || *prefix == "us")
            }) {
                (start, code) = (at - 1, dollars);
            }
        } else if matches!(mark, '¥') && at > free && self.tight(at) && self.says(at - 1, "cn") {
            (start, code) = (at - 1, "CNY");
        }
        Some(Found { start, ..self.found(&number, number.end, Money, code) })
    }

    /// `USD 200`, `Rs. 500`, `dollar 22.5 million`
    pub(super) fn money_after_word(self, at: usize) -> Option<Found> {
        let atom = &self.atoms[at];
        let (code, factor) = match atom.role {
            Some(Role::Rupees) => ("INR", 1.0),
            Some(Role::Name(name)) => (NAMES.get(usize::from(name))?.2, 1.0),
            _ if atom.capital || atom.role == Some(Role::Code) => self.code(at)?,
            _ => return None,
        };
        let dotted = atom.role == Some(Role::Rupees) && self.tight_mark(at + 1, '.');
        let number = self.amount(at + 1 + usize::from(dotted))?;
        if matches!(atom.role, Some(Role::Name(_))) && !number.scaled {
            return None;
        }
        let unit = code.into();
        Some(Found { start: at, end: number.end, kind: Money, value: number.value * factor, unit: Some(unit) })
    }

    /// The number behind a sign: figures, with "m" and "b" as scales.
    fn amount(self, at: usize) -> Option<Numeral> {
        let number = numeral(self.text, self.atoms, at, true)?;
        let figures = self.atoms[at].digits().is_some() || self.atoms[at].is('.');
        figures.then_some(number)
    }

    /// The code at `at` and its factor: a million for "MEUR".
    fn code(self, at: usize) -> Option<(&'static str, f64)> {
        let atom = self.atom(at).filter(|atom| atom.is_word())?;
        let word = atom.of(self.text);
        if atom.role == Some(Role::Code) {
            let lower = LOWER_CODES.iter().find(|(lower, _)| word.eq_ignore_ascii_case(lower)).map(|&(_, code)| code);
            return lower.or_else(|| CODES.iter().find(|code| **code == word).copied()).map(|code| (code, 1.0));
        }
        let code = word.strip_prefix('M').filter(|code| code.len() == 3)?;
        CODES.iter().find(|known| **known == code).map(|&code| (code, 1e6))
    }

    /// `two million dollars`, `100 chinese yuan`, `10 €`, `17 USD 25`
    pub(super) fn money_before_word(self, number: &Numeral) -> Option<Found> {
        let at = number.end;
        let next = self.atom(at)?;
        if let AtomKind::Mark(mark) = next.kind {
            if let Some(code) = sign(mark) {
                return self.sign_belongs_before(at).then(|| self.found(number, at + 1, Money, code));
            }
            if mark != '-' || !self.tight(at) || !self.tight(at + 1) {
                return None;
            }
        }
        // "5m euros": now "m" is a scale
        if number.form == Form::Plain && matches!(next.number, Some(NumberWord::Letter(_))) {
            let number = numeral(self.text, self.atoms, number.start, true)?;
            return (number.end > at).then(|| self.money_before_word(&number)).flatten();
        }
        let at = at + usize::from(next.is('-'));
        if let Some(Role::Part(part)) = self.role(at) {
            return self.only_parts(number, at, part);
        }
        if let Some((code, factor)) = self.code(at) {
            let number = Numeral { value: number.value * factor, ..*number };
            return Some(self.with_parts(&number, at + 1, code));
        }
        let (end, code) = self.currency_name(at, number)?;
        Some(self.with_parts(number, end, code))
    }

    /// Whether the sign at `at` is that of the number before it.
    fn sign_belongs_before(self, at: usize) -> bool {
        let digits_follow = self.atom(at + 1).is_some_and(|atom| atom.digits().is_some());
        if !digits_follow {
            return true;
        }
        // "10 $ 30 $"
        let after = numeral(self.text, self.atoms, at + 1, true).map_or(at + 1, |number| number.end);
        self.atom(after).is_some_and(|atom| matches!(atom.kind, AtomKind::Mark(mark) if sign(mark).is_some()))
    }

    /// "dollars", "us dollars", "Hong Kong dollars", "pounds sterling": the end and the code.
    fn currency_name(self, at: usize, number: &Numeral) -> Option<(usize, &'static str)> {
        for name_at in at..=at + 4 {
            let atom = self.atom(name_at)?;
            let singular = match atom.role {
                Some(Role::Name(name)) => NAMES.get(usize::from(name)),
                Some(Role::Doubtful(name)) => DOUBTFUL_NAMES.get(usize::from(name)),
                _ if atom.is_word() || atom.is('.') => continue,
                _ => return None,
            };
            let &(singular, _, code) = singular?;
            if name_at > at {
                let adjective = &self.text[self.atoms[at].start()..self.atoms[name_at - 1].end()];
                return NATIONAL
                    .iter()
                    .find(|(known, name, _)| *name == singular && adjective.eq_ignore_ascii_case(known))
                    .map(|&(_, _, code)| (name_at + 1, code));
            }
            if self.says(name_at + 1, "sterling") {
                return Some((name_at + 2, "GBP"));
            }
            let doubtful = matches!(atom.role, Some(Role::Doubtful(_)));
            let large = number.value >= 1e6 || number.scaled && number.value >= 1e5;
            return (!doubtful || large || singular == "buck").then_some((name_at + 1, code));
        }
        None
    }

    /// Adds "and forty-five cents", a bare "50", or a scale behind the code.
    fn with_parts(self, number: &Numeral, end: usize, code: &'static str) -> Found {
        let found = |end, value| Found { end, value, ..self.found(number, end, Money, code) };
        if let Some(NumberWord::Scale(scale) | NumberWord::ShortScale(scale)) =
            self.atom(end).and_then(|atom| atom.number)
            && number.value < 1e6
        {
            return found(end + 1, number.value * scale);
        }
        let and = self.atom(end).is_some_and(|atom| atom.number == Some(NumberWord::And));
        let whole = number.value.fract() == 0.0;
        if let Some(parts) = numeral(self.text, self.atoms, end + usize::from(and), false).filter(|_| whole) {
            let hundred = (0.0..100.0).contains(&parts.value) && parts.value.fract() == 0.0 && !parts.scaled;
            match self.role(parts.end) {
                Some(Role::Part(part)) if hundred => {
                    let share = PARTS.get(usize::from(part)).map_or(0.01, |&(_, _, share)| share);
                    let mut value = number.value + parts.value * share;
                    let mut end = parts.end + 1;
                    // "one kuai and five mao five"
                    if let Some(NumberWord::Unit(rest)) = self.atom(end).and_then(|atom| atom.number) {
                        (end, value) = (end + 1, value + f64::from(rest) * share / 10.0);
                    }
                    return found(end, value);
                }
                next if hundred && !and && parts.value >= 10.0 && number.value < 1e4 => {
                    // "15 dollars 50", but not "15 dollars 50 times"
                    let noun = self.atom(parts.end).is_some_and(|atom| {
                        atom.is_word() && next.is_none() && atom.of(self.text).ends_with('s')
                            || atom.is('%')
                            || atom.is('$')
                    });
                    let unit = matches!(next, Some(Role::Unit(_) | Role::Percent | Role::Name(_) | Role::Code));
                    let broken = self.tight(parts.end) && self.atoms[parts.end].is_word();
                    if !noun && !unit && !broken && self.atoms[parts.start].spaced {
                        return found(parts.end, number.value + parts.value / 100.0);
                    }
                }
                _ => {}
            }
        }
        found(end, number.value)
    }

    /// "470 pence", "12-cent"
    fn only_parts(self, number: &Numeral, at: usize, part: u8) -> Option<Found> {
        let &(_, code, share) = PARTS.get(usize::from(part))?;
        Some(Found { value: number.value * share, ..self.found(number, at + 1, Money, code) })
    }
}
