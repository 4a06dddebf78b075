//! Words that refer to the past, the present or the future and to no date. Rules of [`Sentence`].
//!
//! | written | value |
//! |---|---|
//! | `now`, `currently`, `at the moment`, `the current leader` | PRESENT_REF |
//! | `recently`, `in the past`, `at the time` | PAST_REF |
//! | `recent years` | PXY |
//! | `soon`, `in the future`, `future talks`, `the coming weeks` (in `relative`) | FUTURE_REF |

use super::{
    lexicon::Role,
    meaning::{Count, Match, Meaning, Point},
    sentence::Sentence,
};

fn found(start: usize, end: usize, value: &'static str) -> Option<Match> {
    Some(Match { start, end, meaning: Meaning::at(Point::Vague(value)) })
}

impl Sentence<'_> {
    /// `now`, `recently`
    pub(super) fn vague(self, at: usize, value: &'static str) -> Option<Match> {
        // "now" in a name, "so soon as"
        let name = self.atoms[at].capital && at > 0;
        let from_now = self.says(at, "now") && (self.says_before(at, "by") || self.says_before(at, "from"));
        let comparison = self.says(at, "soon")
            && (self.says_before(at, "as") || self.says_before(at, "too") || self.says_before(at, "so"));
        // "soon found" tells of the past
        let told = self.says(at, "soon")
            && self.atoms.get(at + 1).is_some_and(|next| next.is_word())
            && !(1..=2).any(|back| at.checked_sub(back).and_then(|at| self.role(at)) == Some(Role::Future));
        (!name && !comparison && !told || from_now).then(|| found(at, at + 1, value))?
    }

    /// `the future`, `at the moment`, `at present`
    pub(super) fn vague_noun(self, at: usize, value: &'static str) -> Option<Match> {
        let the = self.the_before(at);
        let behind = |role: Option<Role>| matches!(role, Some(Role::Preposition | Role::About));
        let preposition =
            at >= 2 && (the && (behind(self.role(at - 2)) || self.says(at - 2, "into")) || self.says(at - 2, "at"));
        let followed =
            self.atoms.get(at + 1).is_some_and(|next| next.is_word() && next.role.is_none() || self.says(at + 1, "of"));
        if value == "PAST_REF" {
            let closed = self.atoms.get(at + 1).is_none_or(|next| !next.is_word() || next.role.is_some());
            let told = the && at >= 2 && self.says(at - 2, "at") && closed && !self.says(at + 1, "of");
            return told.then(|| found(at, at + 1, value))?;
        }
        // "future talks"
        if value == "FUTURE_REF" && !the {
            let units = matches!(self.unit(at + 1), Some((_, true)));
            if units || self.describes(at) && self.atoms[at + 1].number.is_none() {
                return found(at, at + 1 + usize::from(units), value);
            }
        }
        let fits = match value {
            "FUTURE_REF" => {
                preposition && !followed || self.says_before(at, "near") || self.says_before(at, "foreseeable")
            }
            _ => {
                // "for the moment" may be long
                let now = !self.says(at, "moment") || at >= 2 && self.says(at - 2, "at");
                preposition && !followed && now && !self.says(at - 2, "to")
                    || self.says(at, "present") && self.says_before(at, "at")
            }
        };
        fits.then(|| found(at, at + 1, value))?
    }

    /// `recent weeks`: a length of time up to now.
    pub(super) fn recent(self, at: usize) -> Option<Match> {
        match self.unit(at + 1)? {
            (unit, true) => {
                let end = self.units_in_a_row(at + 2);
                Some(Match { start: at, end, meaning: Meaning::Duration { count: Count::Some, unit } })
            }
            _ => None,
        }
    }

    /// `the current leader`
    pub(super) fn current(self, at: usize) -> Option<Match> {
        (self.says(at, "current") && self.describes(at)).then(|| found(at, at + 1, "PRESENT_REF"))?
    }

    /// Whether atom `at` describes a noun behind it.
    pub(super) fn describes(self, at: usize) -> bool {
        self.is_noun(at + 1)
    }
}
