//! Cuts the text into stretches that may be names: runs of capitalised words with the small words
//! that names hold inside, parted at titles, nationals and known names. Called by the tagger;
//! does not decide on kinds.

use super::{
    titles,
    words::{Shape, Word, Words},
};
use crate::lexicon::{HeadAt, Known, Lexicons, Title, TitleClass, lower};
use wiredesk_core::annotation::EntityKind;

/// A stretch of words that may be a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Index of the first word.
    pub(super) first: usize,
    /// One past the last word.
    pub(super) end: usize,
    /// What the gazetteers say of the whole.
    pub(super) known: Option<Known>,
    /// The title right before it.
    pub(super) title: Option<Title>,
}

impl Candidate {
    pub(super) fn text<'t>(&self, text: &'t str, words: &Words) -> &'t str {
        &text[words.list[self.first].span.start()..words.list[self.end - 1].span.end()]
    }
}

/// The candidates of one document; buffers are kept from document to document.
#[derive(Default)]
pub(super) struct Candidates {
    pub(super) found: Vec<Candidate>,
    buffer: String,
}

/// Lower-case words inside names of persons.
pub(super) const PARTICLES: [&str; 24] = [
    "de", "da", "del", "della", "di", "la", "le", "van", "von", "der", "den", "ter", "bin", "ibn", "al", "el", "ul",
    "bint", "du", "dos", "das", "ould", "abu", "ap",
];
/// Those that may begin one.
const OPENING_PARTICLES: [&str; 5] = ["bin", "ibn", "von", "van", "al"];
/// Words of a name that is not cut off longer than this.
const LONGEST: usize = 12;

struct View<'a> {
    text: &'a str,
    words: &'a Words,
    lexicons: &'a Lexicons,
}

impl Candidates {
    /// Finds the candidates of a document, in text order.
    pub(super) fn find(&mut self, text: &str, words: &Words, lexicons: &Lexicons) {
        self.found.clear();
        let view = View { text, words, lexicons };
        let mut at = 0;
        while at < words.list.len() {
            if view.starts(at, &mut self.buffer) {
                let end = view.run_end(at, &mut self.buffer);
                self.part(&view, at, end);
                at = end;
            } else {
                at += 1;
            }
        }
    }

    /// Parts a run at titles and known names.
    fn part(&mut self, view: &View<'_>, first: usize, end: usize) {
        let mut start = first;
        let mut at = first;
        let mut title = None;
        if let Some((begin, before)) =
            titles::before(view.text, &view.words.list, first, view.lexicons, &mut self.buffer)
            && begin < first
        {
            title = Some(before);
        }
        while at < end {
            if let Some((count, found)) = titles::at(view.text, &view.words.list, at, view.lexicons, &mut self.buffer)
                && view.is_title(start, at, count, end, found)
            {
                self.flush(view, start, at, title);
                title = Some(found);
                at += count;
                start = at;
                continue;
            }
            if let Some((stop, known)) = view.known_at(at)
                && stop <= end.max(at + 1)
                && stop - at > 1
            {
                if stop < end && view.head_from(stop, end) || view.national_body(start, at, stop) {
                    at = stop;
                    continue;
                }
                self.flush(view, start, at, title.take());
                self.found.push(Candidate { first: at, end: stop, known: Some(known), title: title.take() });
                at = stop;
                start = at;
                continue;
            }
            at += 1;
        }
        if start < end {
            self.flush(view, start, end, title);
        }
    }

    /// Adds the words from `first` to `end`, without nationals and countries before a person.
    fn flush(&mut self, view: &View<'_>, mut first: usize, mut end: usize, title: Option<Title>) {
        let list = &view.words.list;
        let mut title = title;
        while first < end && !list[first].shape.any(Shape::CAPITAL.with(Shape::INNER_CAPITAL)) {
            if OPENING_PARTICLES.contains(&list[first].text(view.text)) {
                break;
            }
            first += 1;
        }
        while end > first && !list[end - 1].shape.any(Shape::CAPITAL.with(Shape::INNER_CAPITAL)) {
            end -= 1;
        }
        if first >= end {
            return;
        }
        let whole = |first: usize| view.slice(first, end);
        let headed = view.head_from(first, end);
        while end - first > 1 && !headed && !view.lexicons.known.contains_key(whole(first)) {
            let word = list[first].text(view.text);
            let known = match view.lexicons.known.get(word) {
                Some(known @ (Known::Demonym(_) | Known::Group(_) | Known::Country(_))) => *known,
                _ => break,
            };
            let named_so = view.lexicons.first_names.contains_key(word) && end - first == 2;
            if named_so {
                break;
            }
            self.found.push(Candidate { first, end: first + 1, known: Some(known), title: title.take() });
            first += 1;
        }
        let known = view.lexicons.known.get(whole(first)).copied();
        self.found.push(Candidate { first, end, known, title });
    }
}

impl View<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.list[at].text(self.text)
    }

    fn slice(&self, first: usize, end: usize) -> &str {
        &self.text[self.words.list[first].span.start()..self.words.list[end - 1].span.end()]
    }

    /// Whether a name may begin at `at`.
    fn starts(&self, at: usize, buffer: &mut String) -> bool {
        let word = self.words.list[at];
        if !word.is(Shape::WORD) || !word.text(self.text).starts_with(char::is_alphabetic) {
            return false;
        }
        if word.is(Shape::LOWER) {
            // "bin Laden", "al Qaeda"
            return OPENING_PARTICLES.contains(&word.text(self.text)) && self.capital(at + 1, word.sentence);
        }
        if word.is(Shape::INNER_CAPITAL) {
            let last = word.text(self.text).rsplit('-').next();
            return !last.is_some_and(|last| self.lexicons.capitals.contains(last));
        }
        if !word.is(Shape::CAPITAL) {
            return false;
        }
        if self.lexicons.capitals.contains(word.text(self.text)) {
            return self.known_at(at).is_some_and(|(end, _)| end - at > 1);
        }
        let text = word.text(self.text);
        let seen = self.words.seen(text);
        let known_here = || self.known_at(at).is_some();
        let next = self.capital(at + 1, word.sentence);
        let first_name = || next && self.lexicons.first_names.contains_key(text);
        if word.is(Shape::HEADLINE) {
            return seen.capital > 0 || known_here() || first_name();
        }
        lower(text, buffer);
        if !word.is(Shape::OPENS) || word.is(Shape::UPPER) && text.len() > 1 {
            return !self.lexicons.function_words.contains(buffer.as_str()) || word.is(Shape::UPPER) || known_here();
        }
        if !self.lexicons.common.contains(buffer.as_str()) && !self.lexicons.function_words.contains(buffer.as_str()) {
            return true;
        }
        if known_here() && !self.lexicons.function_words.contains(text) {
            return true;
        }
        if self.lexicons.function_words.contains(buffer.as_str()) {
            return false;
        }
        seen.capital > 0 && seen.lower == 0
            || first_name()
            || next
                && (titles::at(self.text, &self.words.list, at, self.lexicons, buffer).is_some()
                    || self.head_from(at + 1, (at + 4).min(self.words.list.len())))
    }

    /// Whether word `at` is capitalised and in `sentence`.
    fn capital(&self, at: usize, sentence: u32) -> bool {
        self.words.list.get(at).is_some_and(|word| {
            word.sentence == sentence
                && word.is(Shape::WORD)
                && word.shape.any(Shape::CAPITAL.with(Shape::INNER_CAPITAL))
                && !self.lexicons.capitals.contains(word.text(self.text))
                && !word.is(Shape::TAIL)
        })
    }

    /// One past the last word of the run that begins at `first`.
    fn run_end(&self, first: usize, buffer: &mut String) -> usize {
        let list = &self.words.list;
        let sentence = list[first].sentence;
        let mut at = first + 1;
        if let Some((end, _)) = self.known_at(first) {
            at = at.max(end);
        }
        while at < list.len() && at - first < LONGEST {
            if let Some((end, _)) = self.known_at(at).filter(|(end, _)| end - at > 1)
                && self.capital(at, sentence)
            {
                at = end;
                continue;
            }
            if self.capital(at, sentence) && !list[at].is(Shape::OPENS) {
                at += 1;
                continue;
            }
            // "Secretary of State"
            if list[at].is(Shape::LOWER)
                && let Some((count, _)) = titles::at(self.text, list, at - 1, self.lexicons, buffer)
                && count > 2
                && self.capital(at + 1, sentence)
            {
                at += count - 1;
                continue;
            }
            let skip = self.joins(first, at);
            if skip == 0 || !self.capital(at + skip, sentence) {
                break;
            }
            at += skip;
        }
        // what joins must be followed by a word of the name
        while at > first + 1 && !list[at - 1].shape.any(Shape::CAPITAL.with(Shape::INNER_CAPITAL)) {
            if self.known_at(first).is_some_and(|(end, _)| end >= at) {
                break;
            }
            at -= 1;
        }
        at
    }

    /// The number of small words from `at` on that may stand inside the name begun at `first`.
    fn joins(&self, first: usize, at: usize) -> usize {
        let list = &self.words.list;
        let word = list[at].text(self.text);
        let previous = list[at - 1].text(self.text);
        let head_before = || {
            let head = |word: &Word| self.lexicons.heads.get(word.text(self.text));
            list[first..at].iter().any(|word| head(word).is_some_and(|head| head.kind == EntityKind::Organization))
        };
        let head_here = || {
            self.lexicons.heads.get(previous).is_some_and(|head| head.at != HeadAt::First)
                || matches!(
                    previous,
                    "House" | "Bank" | "Isle" | "Gulf" | "Bay" | "Battle" | "Bill" | "Voice" | "Doctors"
                )
        };
        let the = usize::from(list.get(at + 1).is_some_and(|next| next.text(self.text) == "the"));
        match word {
            "of" if head_here() => 1 + the,
            "for" if head_here() && head_before() => 1 + the,
            "and" if self.and_joins(first, at) => 1,
            "&" => 1,
            _ if list[at].is(Shape::CLITIC) && self.possessive_joins(first, at) => 1,
            "-" if !list[at].is(Shape::SPACED) => 0,
            _ if list[at].is(Shape::LOWER) && PARTICLES.contains(&word) => {
                let two = list.get(at + 1).is_some_and(|next| PARTICLES.contains(&next.text(self.text)));
                1 + usize::from(two)
            }
            _ => 0,
        }
    }

    /// "Security and Cooperation" after "Organization for", or "Food and Drug Administration".
    fn and_joins(&self, first: usize, at: usize) -> bool {
        let list = &self.words.list;
        let after_for = list[first..at].iter().rev().take(3).any(|w| matches!(w.text(self.text), "of" | "for"));
        let plain = |at: usize| {
            let word = self.word(at);
            !self.lexicons.known.contains_key(word)
                && !self.lexicons.first_names.contains_key(word)
                && self.lexicons.common.contains(word.to_ascii_lowercase().as_str())
        };
        let sentence = list[first].sentence;
        if !self.capital(at + 1, sentence) || !plain(at - 1) || !plain(at + 1) {
            return false;
        }
        let head_before = list[first..at].iter().any(|w| self.is_head(w.text(self.text), EntityKind::Organization));
        if after_for && head_before {
            return true;
        }
        (at + 2..at + 4)
            .take_while(|at| self.capital(*at, sentence))
            .any(|at| self.is_head(self.word(at), EntityKind::Organization))
    }

    fn is_head(&self, word: &str, kind: EntityKind) -> bool {
        self.lexicons.heads.get(word).is_some_and(|head| head.kind == kind && head.at != HeadAt::First)
    }

    /// Whether nationals stand before a body that many countries have: "Chinese Foreign Ministry".
    fn national_body(&self, start: usize, at: usize, stop: usize) -> bool {
        let national = |at: usize| {
            matches!(
                self.lexicons.known.get(self.word(at)),
                Some(Known::Demonym(_) | Known::Country(_) | Known::Group(_))
            )
        };
        start < at && (start..at).all(national) && self.is_head(self.word(stop - 1), EntityKind::Organization)
    }

    /// "People's Alliance for Democracy", "Workers' Party".
    fn possessive_joins(&self, first: usize, at: usize) -> bool {
        let sentence = self.words.list[first].sentence;
        let owner = self.word(at - 1);
        let ordinary = self.lexicons.common.contains(owner.to_ascii_lowercase().as_str());
        ordinary
            && !self.lexicons.known.contains_key(owner)
            && !self.lexicons.first_names.contains_key(owner)
            && (at + 1..at + 4)
                .take_while(|at| self.capital(*at, sentence))
                .any(|at| self.is_head(self.word(at), EntityKind::Organization))
    }

    /// Whether the words from `first` to `end` end in a head, or hold one that "of" continues,
    /// before any title.
    fn head_from(&self, first: usize, end: usize) -> bool {
        let list = &self.words.list;
        if end == 0 || first >= end {
            return false;
        }
        let mut last = first;
        while last + 1 < end && list[last + 1].is(Shape::WORD) && self.capital(last + 1, list[first].sentence) {
            last += 1;
        }
        let head = |at: usize| self.lexicons.heads.get(self.word(at)).filter(|head| head.at != HeadAt::First);
        head(last).is_some() || head(end - 1).is_some() && list[end - 1].is(Shape::CAPITAL)
    }

    /// Whether the title found at `at` is one there, and no part of a name.
    fn is_title(&self, start: usize, at: usize, count: usize, end: usize, title: Title) -> bool {
        let list = &self.words.list;
        let after = at + count;
        // "John Major", "Julian Bishop"
        if at > start && self.lexicons.first_names.contains_key(self.word(at - 1)) && count == 1 {
            return false;
        }
        // "General Assembly", "Governors Council"
        if after < end && count == 1 && self.head_from(after, end) && self.capital(after, list[at].sentence) {
            let only_head = (after..end).all(|at| self.lexicons.heads.contains_key(self.word(at)));
            if only_head || title.class == TitleClass::Job {
                return false;
            }
        }
        // a job with a capital stands before a name
        title.class != TitleClass::Job || after < end || at == start
    }

    /// The longest known name that begins at `at`: one past its last word, and what it is.
    fn known_at(&self, at: usize) -> Option<(usize, Known)> {
        let list = &self.words.list;
        let word = list[at];
        let text = word.text(self.text);
        if let Some(longest) = self.lexicons.several_words.get(text) {
            let most = (at + usize::from(*longest) + 2).min(list.len());
            for end in (at + 2..=most).rev() {
                if list[end - 1].sentence != word.sentence {
                    continue;
                }
                if let Some(known) = self.lexicons.known.get(self.slice(at, end)) {
                    return Some((end, *known));
                }
            }
        }
        self.lexicons.known.get(text).map(|known| (at + 1, *known))
    }
}
