//! Years in words, as they are spoken. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `nineteen eighty-six`, `nineteen sixteen`, `nineteen hundred` | 1986, 1916, 1900 |
//! | `in twenty fifteen`, `the year two thousand`, `in two thousand and eight` | 2015, 2000, 2008 |

use super::{
    lexicon::Role,
    meaning::{Match, Meaning, Point},
    sentence::Sentence,
};
use crate::numbers::words::NumberWord;

impl Sentence<'_> {
    /// A year in words at `at`, whatever stands around it: the end and the year.
    pub(super) fn worded_year(self, at: usize) -> Option<(usize, i32)> {
        match self.number(at)? {
            NumberWord::Teen(century @ 16..=19) => {
                let (end, rest) = self.year_of_century(at + 1)?;
                Some((end, i32::from(century) * 100 + rest))
            }
            NumberWord::Tens(20) => {
                let (end, rest) = self.year_of_century(at + 1).filter(|&(_, rest)| rest >= 10)?;
                Some((end, 2000 + rest))
            }
            NumberWord::Unit(2) if self.says(at + 1, "thousand") => {
                let and = at + 2 + usize::from(matches!(self.number(at + 2), Some(NumberWord::And)));
                Some(self.below_hundred(and).map_or((at + 2, 2000), |(end, rest)| (end, 2000 + rest)))
            }
            _ => None,
        }
    }

    /// What follows "nineteen" in a year.
    fn year_of_century(self, at: usize) -> Option<(usize, i32)> {
        match self.number(at)? {
            NumberWord::Hundred => Some((at + 1, 0)),
            NumberWord::Teen(_) | NumberWord::Tens(_) => self.below_hundred(at),
            _ => None,
        }
    }

    fn below_hundred(self, at: usize) -> Option<(usize, i32)> {
        match self.number(at)? {
            NumberWord::Unit(unit @ 1..) => Some((at + 1, i32::from(unit))),
            NumberWord::Teen(teen) => Some((at + 1, i32::from(teen))),
            NumberWord::Tens(tens) => {
                let unit = at + 1 + usize::from(self.tight_mark(at + 1, '-'));
                match self.number(unit) {
                    Some(NumberWord::Unit(unit_value @ 1..)) => {
                        Some((unit + 1, i32::from(tens) + i32::from(unit_value)))
                    }
                    _ => Some((at + 1, i32::from(tens))),
                }
            }
            _ => None,
        }
    }

    /// A year in words that stands by itself: behind a preposition, and nothing is counted by it.
    pub(super) fn bare_worded_year(self, at: usize) -> Option<Match> {
        let (end, year) = self.worded_year(at)?;
        let introduced = matches!(self.role_before(at), Some(Role::Preposition | Role::Of | Role::Early));
        let counts = self.atoms.get(end).is_some_and(|next| {
            next.is('-')
                || next.number.is_some() && !matches!(next.number, Some(NumberWord::And))
                || next.is_word()
                    && !matches!(
                        next.role,
                        Some(Role::Preposition | Role::Past0 | Role::Closed | Role::The | Role::Offset(_))
                    )
        });
        let thousand = self.says(end - 1, "thousand");
        (introduced && !counts && !thousand).then_some(Match {
            start: at,
            end,
            meaning: Meaning::at(Point::Year(year)),
        })
    }
}
