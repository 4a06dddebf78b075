//! The tense of the verb that an expression belongs to: it tells whether "Monday" is the last or the next
//! one. A rule of [`Sentence`]; knows words, not parts of speech.
//!
//! | written | tense |
//! |---|---|
//! | `will open Monday`, `is to open Monday`, `is opening Monday`, `agreed to open it Monday` | future |
//! | `opens Monday`, `a deadline of Monday`, `payable Monday`, `until Monday` | future |
//! | `opened Monday`, `was open Monday`, `declined to open it Monday`, `since Monday` | past |
//! | `On Monday, it will open`, `was shut, and on Monday it will open` | that of the verb behind |

use super::{lexicon::Role, meaning::Tense, sentence::Sentence};
use crate::numbers::words::NumberWord;

/// How many atoms away a verb may stand that tells the tense.
const REACH: usize = 60;

/// How many atoms before "until" a "not" may stand.
const NOT_REACH: usize = 8;

/// Verbs of which "is …ing" is said of what is to come: not "is missing".
const COMING: [&str; 25] = [
    "going",
    "coming",
    "meeting",
    "holding",
    "hosting",
    "playing",
    "traveling",
    "travelling",
    "visiting",
    "arriving",
    "leaving",
    "returning",
    "opening",
    "closing",
    "starting",
    "launching",
    "facing",
    "flying",
    "heading",
    "speaking",
    "voting",
    "planning",
    "expecting",
    "preparing",
    "bracing",
];

impl Sentence<'_> {
    /// The tense in which the expression from `start` to `end` stands.
    pub(super) fn tense(self, start: usize, end: usize) -> Option<Tense> {
        if self.is_attribute(start, end) {
            return self.says(end, "deadline").then_some(Tense::Future);
        }
        // "early", "on", "the", "mid-" before the expression
        let mut first = start;
        loop {
            let hyphen = usize::from(first > 1 && self.is_mark(first - 1, '-'));
            let Some(before) = first.checked_sub(1 + hyphen) else { break };
            match self.role(before) {
                Some(Role::Early) => {}
                Some(Role::The | Role::Preposition | Role::About | Role::Only)
                    if hyphen == 0 && !self.says(before, "to") => {}
                _ => break,
            }
            first = before;
        }
        if self.says_before(first, "since") {
            return Some(Tense::Past);
        }
        // "the ministry says Thursday", "reports Thursday"
        if ["says", "say", "said", "reports"].iter().any(|word| self.says_before(first, word)) {
            return Some(Tense::Past);
        }
        // "called a strike for Thursday"
        if first < start && self.says(start - 1, "for") && matches!(self.role(start), Some(Role::Weekday(..))) {
            return Some(Tense::Future);
        }
        // "the hearing is Thursday"
        if self.says_before(first, "is") || self.says_before(first, "are") {
            return Some(Tense::Future);
        }
        let before = || (first.saturating_sub(REACH)..first).rev().find_map(|at| self.verb(at));
        let after = || self.verb_after(end);
        let found = if self.begins_clause(first) { after().or_else(before) } else { before().or_else(after) };
        let limited = first < start && found != Some(Tense::Future) && !self.begins_clause(first);
        if limited && (self.says(first, "until") || self.says(first, "till")) {
            // "put off until Monday", but "was not seen until Monday"
            let negated = (first.saturating_sub(NOT_REACH)..first).any(|at| self.says(at, "not"));
            return Some(if negated { Tense::Past } else { Tense::Future });
        }
        found.filter(|_| !(limited && self.says(first, "through")))
    }

    /// Whether the expression only tells which one of several is meant: "the March summit", "a Friday deadline".
    fn is_attribute(self, start: usize, end: usize) -> bool {
        let article =
            self.the_before(start) || matches!(self.before(start).and_then(|at| at.number), Some(NumberWord::A));
        let noun = self
            .atoms
            .get(end)
            .is_some_and(|next| next.is_word() && !next.capital && (next.role.is_none() || self.says(end, "deadline")));
        article && noun
    }

    /// The tense of the first verb from atom `from` on that is not in a clause of its own: "Monday the mayor, **who
    /// will resign**, spoke".
    fn verb_after(self, from: usize) -> Option<Tense> {
        let mut inserted = false;
        for at in from..(from + REACH).min(self.atoms.len()) {
            if self.is_mark(at, ',') {
                inserted = self.says(at + 1, "who") || self.says(at + 1, "which");
            } else if !inserted && let Some(tense) = self.verb(at) {
                return Some(tense);
            }
        }
        None
    }

    /// Whether a clause begins at atom `at`.
    fn begins_clause(self, at: usize) -> bool {
        self.before(at).is_none_or(|before| {
            !before.is_word() && before.digits().is_none()
                || ["and", "but", "that", "because", "when", "while"].iter().any(|word| self.says_before(at, word))
        })
    }

    /// The tense of a verb at atom `at`.
    fn verb(self, at: usize) -> Option<Tense> {
        // "won't", "didn't"; "couldn't" tells nothing
        if self.tight_mark(at + 1, '\'') && self.says(at + 2, "t") {
            let past = ["didn", "wasn", "weren", "hasn", "haven", "hadn"].iter().any(|word| self.says(at, word));
            return match self.says(at, "won") {
                true => Some(Tense::Future),
                false => past.then_some(Tense::Past),
            };
        }
        match self.role(at) {
            // "may have sunk"
            Some(Role::Future | Role::Month(..)) if self.says(at + 1, "have") && !self.says(at, "will") => {
                Some(Tense::Past)
            }
            Some(Role::Month(..)) => (self.says(at, "may") && !self.atoms[at].capital).then_some(Tense::Future),
            // "the plan"
            Some(Role::Future)
                if self.says(at, "plan")
                    && (self.the_before(at)
                        || matches!(self.before(at).and_then(|at| at.number), Some(NumberWord::A))) =>
            {
                None
            }
            // "would not comment", "could be reached" tell nothing of what is to come
            Some(Role::Future) if self.is_failed_attempt(at) => None,
            Some(Role::Future) => {
                let past = at >= 2 && self.says(at - 1, "been") && self.says(at - 2, "had");
                Some(if past { Tense::Past } else { Tense::Future })
            }
            Some(Role::Intent) => {
                // "agreed to open", "set for Monday"
                let ahead = self.says(at + 1, "to") || self.says(at, "set") && self.says(at + 1, "for");
                Some(if ahead { Tense::Future } else { Tense::Past })
            }
            // "the court meets Monday", but "the votes", "to meet", "did not go"
            Some(Role::Present) => {
                let subject = self.before(at).is_some_and(|before| {
                    let name = before.is_word() && before.number.is_none();
                    name && matches!(before.role, None | Some(Role::Closed) | Some(Role::Units(_)))
                        && !self.says(at - 1, "not")
                        && !before.of(self.text).ends_with("ed")
                });
                subject.then_some(Tense::Future)
            }
            Some(Role::Past0) => {
                // "has to", "was to"
                let auxiliary = ["has", "have", "had", "was", "were", "did"].iter().any(|word| self.says(at, word));
                if auxiliary {
                    // "will have left"
                    if self.says_before(at, "will") {
                        return Some(Tense::Future);
                    }
                    let infinitive = self.says(at + 1, "to") && !self.says(at, "had");
                    return Some(if infinitive { Tense::Future } else { Tense::Past });
                }
                // "will hit", "to hit"
                let infinitive = self.role_before(at) == Some(Role::Future) || self.says_before(at, "to");
                (!infinitive && !self.is_participle(at)).then_some(Tense::Past)
            }
            Some(Role::Be) if self.says(at, "been") || self.says(at, "being") => None,
            Some(Role::Be) => {
                let progressive = COMING.iter().any(|word| self.says(at + 1, word));
                (progressive || self.says(at + 1, "to")).then_some(Tense::Future)
            }
            None => {
                let atom = &self.atoms[at];
                let word = atom.of(self.text);
                let regular = atom.is_word()
                    && atom.number.is_none()
                    && !atom.capital
                    && atom.len() > 4
                    && word.ends_with("ed")
                    && !word.ends_with("eed");
                (regular && !self.is_participle(at)).then_some(Tense::Past)
            }
            _ => None,
        }
    }

    /// "would **not** comment", "nobody could **be reached**"
    fn is_failed_attempt(self, at: usize) -> bool {
        let could = self.says(at, "could");
        let found = ["reached", "located", "contacted", "seen", "heard", "found"];
        (could || self.says(at, "would")) && self.says(at + 1, "not")
            || could && self.says(at + 1, "be") && found.iter().any(|word| self.says(at + 2, word))
    }

    /// Whether the form at atom `at` is a participle after "be", "is", "will be": those decide.
    fn is_participle(self, at: usize) -> bool {
        (1..=2).any(|back| at.checked_sub(back).and_then(|at| self.role(at)) == Some(Role::Be))
    }
}
