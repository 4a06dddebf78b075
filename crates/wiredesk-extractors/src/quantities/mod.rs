//! The extractor `quantities`: numbers with what they count or measure. Built by the registry;
//! reads sentences, writes the layer `quantities`. Leaves dates, times of day, ordinals and
//! identifiers alone, which it knows by their shape, so it needs no `times`.

mod count;
mod currencies;
mod lexicon;
mod measure;
mod money;
mod units;

use std::{borrow::Cow, sync::Arc};

use lexicon::Role;
use wiredesk_core::{
    Document, LayerName, Layers, Span,
    annotation::{Quantity, QuantityKind},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use crate::numbers::{
    Numeral,
    atoms::{Atom, AtomKind, Lexicon},
    numeral,
};

/// The kind of extractor `quantities`.
#[derive(Default)]
pub struct Quantities {}

impl Component for Quantities {
    const NAME: &'static str = "quantities";
    const SUMMARY: &'static str = "numbers, money, percentages, ages, measures";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for Quantities {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Sentences],
            uses: Vec::new(),
            provides: vec![LayerName::Quantities],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(QuantityReader::default())))
    }
}

/// One worker's instance.
struct QuantityReader {
    lexicon: Arc<Lexicon<Role>>,
    atoms: Vec<Atom<Role>>,
}

impl Default for QuantityReader {
    fn default() -> Self {
        Self { lexicon: Arc::new(Lexicon::new(lexicon::words())), atoms: Vec::new() }
    }
}

impl SyncExtractor for QuantityReader {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let quantities = self.read(&document.text, &document.layers.sentences);
        Ok(Findings { layers: Layers { quantities, ..Layers::default() }, ..Findings::default() })
    }
}

impl QuantityReader {
    fn read(&mut self, text: &str, sentences: &[Span]) -> Vec<Quantity> {
        let mut quantities = Vec::new();
        for &sentence in sentences {
            self.atoms.clear();
            self.lexicon.read(text, sentence, &mut self.atoms);
            let sentence = Sentence { text, atoms: &self.atoms };
            let first = quantities.len();
            let mut free = 0;
            let mut at = 0;
            while at < self.atoms.len() {
                match sentence.quantity_at(at, free) {
                    Step::Found(found) => {
                        free = found.end;
                        at = found.end;
                        quantities.extend(sentence.quantity(found));
                    }
                    Step::Skip(to) => at = to.max(at + 1),
                }
            }
            spread_over_ranges(text, &mut quantities[first..]);
        }
        quantities
    }
}

/// What was read at one atom.
enum Step {
    Found(Found),
    /// Nothing; go on at this atom.
    Skip(usize),
}

/// A quantity in atoms.
#[derive(Clone, Debug)]
struct Found {
    start: usize,
    /// One past the last atom.
    end: usize,
    kind: QuantityKind,
    value: f64,
    unit: Option<Cow<'static, str>>,
}

/// One sentence.
#[derive(Clone, Copy)]
struct Sentence<'s> {
    text: &'s str,
    atoms: &'s [Atom<Role>],
}

impl<'s> Sentence<'s> {
    /// The quantity that begins at atom `at`. Atoms before `free` belong to another one.
    fn quantity_at(self, at: usize, free: usize) -> Step {
        let atom = &self.atoms[at];
        match (atom.kind, atom.role) {
            (AtomKind::Mark(mark), _) if mark == '$' || !mark.is_ascii() => {
                if let Some(found) = self.money_after_sign(at, mark, free) {
                    return Step::Found(found);
                }
            }
            (AtomKind::Word, Some(Role::Code | Role::Name(_) | Role::Rupees)) => {
                return self.money_after_word(at).map_or(Step::Skip(at + 1), Step::Found);
            }
            (AtomKind::Word, Some(Role::Age)) => {
                return self.age_after_word(at).map_or(Step::Skip(at + 1), Step::Found);
            }
            (AtomKind::Word, None) if atom.number.is_none() => {
                return self.money_after_word(at).map_or(Step::Skip(at + 1), Step::Found);
            }
            (AtomKind::Word, _) if atom.number.is_none() => return Step::Skip(at + 1),
            _ => {}
        }
        let Some(number) = numeral(self.text, self.atoms, at, false) else { return Step::Skip(at + 1) };
        if !self.stands_free(at) {
            return Step::Skip(self.end_of_cluster(number.end));
        }
        let found = self
            .age(&number)
            .or_else(|| self.money_before_word(&number))
            .or_else(|| self.percent(&number))
            .or_else(|| self.measure(&number))
            .or_else(|| self.count(&number));
        match found {
            Some(found) => Step::Found(found),
            None => Step::Skip(self.end_of_cluster(number.end)),
        }
    }

    /// The atom `at`, if there is one.
    fn atom(self, at: usize) -> Option<&'s Atom<Role>> {
        self.atoms.get(at)
    }

    fn role(self, at: usize) -> Option<Role> {
        self.atoms.get(at)?.role
    }

    /// Whether atom `at` is the word `word` (lower case), in any case.
    fn says(self, at: usize, word: &str) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.of(self.text).eq_ignore_ascii_case(word))
    }

    /// Whether atom `at` touches the one before it.
    fn tight(self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| !atom.spaced)
    }

    /// Whether atom `at` is `mark` and touches the one before it.
    fn tight_mark(self, at: usize, mark: char) -> bool {
        self.tight(at) && self.atoms[at].is(mark)
    }

    /// Whether a number that begins at `at` is no part of a longer code, date or address.
    fn stands_free(self, at: usize) -> bool {
        if at == 0 || !self.tight(at) {
            return true;
        }
        let before = &self.atoms[at - 1];
        match before.kind {
            AtomKind::Word | AtomKind::Digits(_) => false,
            // "5-10 percent", but neither "COVID-19" nor "555-0134-7"
            AtomKind::Mark('-') => {
                before.spaced || at >= 2 && self.is_range_start(at - 2) || at >= 2 && self.atoms[at - 2].is('$')
            }
            AtomKind::Mark(mark) => !matches!(mark, '/' | ':' | '.' | '#' | '@' | '_' | '=' | '&' | '\'' | '°' | ','),
        }
    }

    /// Whether the digits or word `at` may be the lower end of a range written with a hyphen.
    fn is_range_start(self, at: usize) -> bool {
        let atom = &self.atoms[at];
        let number = atom.digits().is_some() || atom.number.is_some() || atom.is('%');
        let free = at == 0
            || atom.spaced
            || matches!(self.atoms[at - 1].kind, AtomKind::Mark('$' | '€' | '£' | '(' | '.' | ','));
        number && free
    }

    /// Where the unbroken run of letters, digits and joining marks ends that goes on at `at`.
    fn end_of_cluster(self, mut at: usize) -> usize {
        while self.tight(at) && !matches!(self.atoms[at].kind, AtomKind::Mark('$' | '€' | '£' | '(' | ')' | '"' | ';'))
        {
            at += 1;
        }
        at
    }

    /// In bytes, with its span checked.
    fn quantity(self, found: Found) -> Option<Quantity> {
        let Found { start, end, kind, value, unit } = found;
        if !value.is_finite() || start >= end {
            return None;
        }
        let span = Span::new(self.text, self.atoms[start].start()..self.atoms.get(end - 1)?.end()).ok()?;
        Some(Quantity { span, kind, value, unit })
    }

    fn found(self, number: &Numeral, end: usize, kind: QuantityKind, unit: impl Into<Cow<'static, str>>) -> Found {
        Found { start: number.start, end, kind, value: number.value, unit: Some(unit.into()) }
    }
}

/// "eight to 10 feet", "5-10 percent": what is said of the second holds for the first.
fn spread_over_ranges(text: &str, quantities: &mut [Quantity]) {
    for at in 1..quantities.len() {
        let (before, after) = quantities.split_at_mut(at);
        let (Some(low), high) = (before.last_mut(), &after[0]) else { continue };
        if low.kind != QuantityKind::Count || matches!(high.kind, QuantityKind::Count | QuantityKind::Age) {
            continue;
        }
        let between = text[low.span.end()..high.span.start()].trim();
        if matches!(between, "to" | "-" | "–" | "or") {
            low.kind = high.kind;
            low.unit.clone_from(&high.unit);
        }
    }
}

#[cfg(test)]
mod tests;
