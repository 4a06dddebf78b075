//! Whom or what "who", "which", "that", "whose", "where" and "its" stand for: the name they follow, or the one that the phrase
//! before them describes. Called by [`super::Worker`] last; where more than one name may be meant there is no mention.

use wiredesk_core::annotation::{EntityKind, MentionForm};

use super::{
    grouping::{Draft, DraftMention},
    words::{Shape, Words},
};

/// How many words a description before a relative pronoun may have.
const REACH: usize = 24;
/// How many words an insertion in brackets may have.
const BRACKET: usize = 24;
/// How many places may stand between a person and "who": "Anna Brill of Oslo, Norway, who".
const PLACES: usize = 3;
/// How many names before "its" are looked at, so that no sentence takes quadratic time.
const NAMES: usize = 24;
/// Words before "whom" and "which".
const PREPOSITIONS: [&str; 9] = ["to", "of", "with", "for", "from", "by", "in", "at", "under"];
/// A relative pronoun right behind its name.
const ADJACENT: f32 = 0.9;
/// One behind a description of the name.
const DESCRIBED: f32 = 0.8;
/// "its" where one body is named.
const OWNED: f32 = 0.6;

/// What a pronoun may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Person,
    Thing,
    Body,
    Any,
}

impl Sort {
    fn admits(self, kind: EntityKind) -> bool {
        match self {
            Self::Person => kind == EntityKind::Person,
            Self::Thing => !matches!(kind, EntityKind::Person | EntityKind::Place),
            Self::Body => kind == EntityKind::Organization,
            Self::Any => kind != EntityKind::Place,
        }
    }
}

/// Adds the mentions to `drafts`.
pub(super) fn resolve(text: &str, words: &Words, drafts: &mut [Draft<'_>]) {
    let mut found = Vec::new();
    let names = Names::new(text, words, drafts);
    for (at, word) in words.list.iter().enumerate() {
        let sort = match word.text(text) {
            "who" | "whom" => Sort::Person,
            "which" => Sort::Thing,
            "that" if names.is_relative(at) => Sort::Thing,
            "whose" => Sort::Any,
            // "Tarn University, where she taught"
            "where" => Sort::Body,
            "its" | "Its" => {
                found.extend(names.owner(at).map(|draft| (at, draft, OWNED)));
                continue;
            }
            _ => continue,
        };
        found.extend(names.antecedent(at, sort).map(|(draft, confidence)| (at, draft, confidence)));
    }
    for (first, draft, confidence) in found {
        drafts[draft].mentions.push(DraftMention { first, end: first + 1, form: MentionForm::Pronoun, confidence });
    }
}

#[derive(Clone, Copy)]
struct Name {
    first: usize,
    end: usize,
    draft: usize,
    kind: EntityKind,
}

/// The names of a document, in text order.
struct Names<'a> {
    text: &'a str,
    words: &'a Words,
    list: Vec<Name>,
}

impl<'a> Names<'a> {
    fn new(text: &'a str, words: &'a Words, drafts: &[Draft<'_>]) -> Self {
        let mut list = Vec::new();
        for (draft, found) in drafts.iter().enumerate() {
            let named = found.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
            list.extend(named.map(|at| Name { first: at.first, end: at.end, draft, kind: found.kind }));
        }
        list.sort_unstable_by_key(|name| name.first);
        Self { text, words, list }
    }

    /// The word at a place of the sentence that holds `of`, empty outside it.
    fn word(&self, at: usize, of: usize) -> &'a str {
        let list = &self.words.list;
        match (list.get(at), list.get(of)) {
            (Some(word), Some(other)) if word.sentence == other.sentence => word.text(self.text),
            _ => "",
        }
    }

    /// The name that ends right before `end`.
    fn ending(&self, end: usize) -> Option<Name> {
        let next = self.list.partition_point(|name| name.first < end);
        self.list[..next].last().copied().filter(|name| name.end == end)
    }

    /// The name that covers a word.
    fn covering(&self, at: usize) -> Option<Name> {
        let next = self.list.partition_point(|name| name.first <= at);
        self.list[..next].last().copied().filter(|name| name.end > at)
    }

    /// Before a bracket that closes right before `end`, if one does.
    fn before_bracket(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1).filter(|&last| self.word(last, last) == ")") else { return end };
        let open = (0..last).rev().take(BRACKET).find(|&at| self.word(at, last) == "(");
        open.unwrap_or(end)
    }

    /// Whether a verb follows "that" at once, so that it is no conjunction.
    fn is_relative(&self, that: usize) -> bool {
        let (verb, next) = (self.word(that + 1, that), self.word(that + 2, that));
        let lower = self.words.list.get(that + 1).is_some_and(|word| word.is(Shape::LOWER));
        is_auxiliary(verb)
            || lower
                && verb.len() > 3
                && (verb.ends_with("ed") || verb.ends_with('s') && !verb.ends_with("ss"))
                && !is_auxiliary(next)
                && !matches!(verb, "this" | "these" | "others" | "sometimes" | "perhaps" | "always")
    }

    /// Whom or what the relative pronoun at `at` stands for.
    fn antecedent(&self, at: usize, sort: Sort) -> Option<(usize, f32)> {
        if self.covering(at).is_some() {
            return None;
        }
        // "Anna Brill, to whom", "the Tarn Trust, for which"
        let governed =
            at > 0 && matches!(self.word(at, at), "whom" | "which") && PREPOSITIONS.contains(&self.word(at - 1, at));
        let mut end = at - usize::from(governed);
        end -= usize::from(end > 0 && matches!(self.word(end - 1, at), "," | "—" | "–" | "--"));
        end = self.before_bracket(end);
        if end == 0 || self.word(end - 1, at).is_empty() {
            return None;
        }
        let Some(name) = self.ending(end) else {
            if sort == Sort::Body {
                return None;
            }
            return self.described(end, at, sort).map(|draft| (draft, DESCRIBED));
        };
        if sort.admits(name.kind) {
            return Some((name.draft, ADJACENT));
        }
        if sort == Sort::Body {
            return None;
        }
        if sort != Sort::Person {
            // "in Oslo, which" may be said of the town or of what is there
            let that = self.word(at, at) == "that";
            return self.described(end, at, sort).filter(|_| that).map(|draft| (draft, DESCRIBED));
        }
        // "Anna Brill of the Tarn Trust in Oslo, Norway, who"
        let mut before = name.first;
        for _ in 0..PLACES {
            before -= usize::from(before > 0 && self.word(before - 1, at) == "the");
            let link = before.checked_sub(1)?;
            if !matches!(self.word(link, at), "of" | "from" | "in" | "at" | "for" | "with" | ",") {
                break;
            }
            let next = self.ending(self.before_bracket(link))?;
            if next.kind == EntityKind::Person {
                return Some((next.draft, DESCRIBED));
            }
            before = next.first;
        }
        self.described(end, at, sort).map(|draft| (draft, DESCRIBED))
    }

    /// Whom the phrase that ends at `end` is said of: "Harbour Bank is a lender that", "Anna Brill, a lawyer who".
    fn described(&self, end: usize, at: usize, sort: Sort) -> Option<usize> {
        let article = |token: usize| matches!(self.word(token, at), "a" | "an" | "the" | "one");
        for start in (0..end).rev().take(REACH) {
            let word = self.word(start, at);
            let stops = word.is_empty()
                || is_auxiliary(word)
                || matches!(word, ";" | ":" | "who" | "which" | "that" | "whose" | "where" | "when" | "said" | "says")
                // "a lawyer and the bank that"
                || matches!(word, "and" | "or" | "but") && (article(start + 1) || self.covering(start + 1).is_some());
            if stops {
                return None;
            }
            let Some(before) = start.checked_sub(1).filter(|_| article(start)) else { continue };
            let close = match self.word(before, at) {
                "is" | "was" | "are" | "were" | "," => self.before_bracket(before),
                _ => continue,
            };
            let name = self.ending(close).filter(|name| sort.admits(name.kind));
            // "from Harbour Bank, a lender that" is said of the bank; "in Oslo, a town that" of no body
            return name.map(|name| name.draft);
        }
        None
    }

    /// The body that "its" belongs to: the only one of its sentence so far, else the one that the sentence opens with,
    /// else the only one of the sentence before.
    fn owner(&self, at: usize) -> Option<usize> {
        let sentence = self.words.list[at].sentence;
        let next = self.list.partition_point(|name| name.first < at);
        let near = || self.list[..next].iter().rev().take(NAMES);
        let inside = |number: u32| near().filter(move |name| self.words.list[name.first].sentence == number);
        let mut number = sentence;
        if inside(number).next().is_none() {
            number = number.checked_sub(1)?;
        }
        let mut bodies = inside(number).filter(|name| self.is_body(name));
        let last = bodies.next()?;
        let alone = bodies.all(|name| name.draft == last.draft);
        let opening = inside(number).next_back()?;
        let leads = opening.first == 0 || opening.first == 1 || {
            let before = self.words.list[opening.first - 2].sentence;
            before != self.words.list[opening.first].sentence
        };
        if leads && self.is_body(opening) && (alone || number == sentence) {
            return Some(opening.draft);
        }
        // "Norway and its bank": a country has its own
        let country = inside(number).any(|name| name.kind == EntityKind::Place && !self.is_governed(name));
        (alone && !country && number == sentence).then_some(last.draft)
    }

    fn is_body(&self, name: &Name) -> bool {
        matches!(name.kind, EntityKind::Organization | EntityKind::Other | EntityKind::Product)
    }

    /// Whether a preposition or a comma stands before a name.
    fn is_governed(&self, name: &Name) -> bool {
        let before = |back: usize| name.first.checked_sub(back).map_or("", |at| self.word(at, name.first));
        let word = if before(1) == "the" { before(2) } else { before(1) };
        matches!(word, "in" | "of" | "at" | "from" | "to" | "near" | "for" | "by" | ",")
    }
}

/// Verbs that tell of whatever a relative pronoun stands for.
fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "does"
            | "did"
    )
}
