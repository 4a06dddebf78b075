//! The tokens of a document as the entity extractor sees them: compounds cut where a name ends
//! ("U.S.-led"), shapes computed once. Made per document by [`super::Worker`]; holds no text.

use rustc_hash::FxHashMap;
use wiredesk_core::{
    Document, Span,
    annotation::{Token, TokenKind},
};

use crate::lexicon::{Known, Lexicons};

/// What a word looks like and where it stands; a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape(u16);

impl Shape {
    /// Begins with a capital.
    pub(super) const CAPITAL: Self = Self(1);
    /// At least two letters, all capital ("NATO", "U.S.").
    pub(super) const UPPER: Self = Self(1 << 1);
    /// Has letters, the first of them lower case.
    pub(super) const LOWER: Self = Self(1 << 2);
    /// A capital and a full stop ("W.").
    pub(super) const INITIAL: Self = Self(1 << 3);
    /// Starts in lower case but has a capital further on ("al-Qaida", "iPhone").
    pub(super) const INNER_CAPITAL: Self = Self(1 << 4);
    /// First word of a sentence, or of a quotation or line inside one.
    pub(super) const OPENS: Self = Self(1 << 5);
    /// In a sentence written in title case or capitals throughout.
    pub(super) const HEADLINE: Self = Self(1 << 6);
    /// Between quotation marks of its sentence; what the sequence model is trained with.
    pub(super) const QUOTED: Self = Self(1 << 7);
    /// Has a digit.
    pub(super) const DIGIT: Self = Self(1 << 8);
    /// White space stands before it.
    pub(super) const SPACED: Self = Self(1 << 9);
    /// The end of a compound: "-led".
    pub(super) const TAIL: Self = Self(1 << 10);
    /// A possessive or contracted ending.
    pub(super) const CLITIC: Self = Self(1 << 11);
    /// A word of letters.
    pub(super) const WORD: Self = Self(1 << 12);
    /// Between quotation marks, which pair up over the sentences of a paragraph.
    pub(super) const SPOKEN: Self = Self(1 << 13);

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A token, or the part of one that a name may cover.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) shape: Shape,
    /// Number of the sentence it stands in.
    pub(super) sentence: u32,
}

impl Word {
    pub(super) fn text(self, text: &str) -> &str {
        &text[self.span.range()]
    }

    pub(super) const fn is(self, shape: Shape) -> bool {
        self.shape.has(shape)
    }

    pub(super) const fn any_of(self, one: Shape, other: Shape, third: Shape) -> bool {
        self.shape.any(one.with(other).with(third))
    }
}

/// How often a word was seen in lower case, and with a capital where none was due.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) lower: u16,
    pub(super) capital: u16,
}

/// The words of one document. Buffers are kept from document to document.
#[derive(Default)]
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    /// By [`key`] of the word in lower case.
    seen: FxHashMap<u64, Seen>,
}

/// Second parts of compounds that end a name: "Moscow-based", "British-born".
const MOST_TAIL: usize = 14;

impl Words {
    /// Takes over the tokens of `document`.
    pub(super) fn read(&mut self, document: &Document, lexicons: &Lexicons) {
        self.list.clear();
        self.seen.clear();
        let text = &*document.text;
        let mut tokens = document.layers.tokens.iter().peekable();
        let mut end = 0;
        let mut spoken = false;
        for (number, sentence) in document.layers.sentences.iter().enumerate() {
            let start = self.list.len();
            let (mut opens, mut quoted) = (true, false);
            while let Some(token) = tokens.next_if(|token| token.span.start() < sentence.end()) {
                if token.span.start() < sentence.start() {
                    continue;
                }
                let word = token.span.slice(text);
                let mut shape = shape_of(word, token.kind);
                if token.span.start() > end {
                    shape = shape.with(Shape::SPACED);
                }
                let gap = &text[end.min(token.span.start())..token.span.start()];
                let breaks = gap.contains('\n');
                if opens || breaks {
                    shape = shape.with(Shape::OPENS);
                }
                spoken &= !breaks;
                if quoted {
                    shape = shape.with(Shape::QUOTED);
                }
                if spoken {
                    shape = shape.with(Shape::SPOKEN);
                }
                opens = match token.kind {
                    TokenKind::Quote => {
                        quoted = !quoted;
                        spoken = !spoken;
                        true
                    }
                    TokenKind::Punctuation => {
                        matches!(word, ":" | "--" | "-" | "–" | "—" | "•" | "*" | "(" | "[" | "..." | "…" | "/" | ">")
                            || opens
                    }
                    TokenKind::Number => opens,
                    TokenKind::Symbol => true,
                    TokenKind::Word | TokenKind::Clitic => false,
                };
                end = token.span.end();
                self.push(text, token, shape, number as u32, lexicons);
            }
            mark_headline(text, &mut self.list[start..]);
        }
        self.count(text);
    }

    /// Adds a token, cut in two where a compound's name ends or begins.
    fn push(&mut self, text: &str, token: &Token, shape: Shape, sentence: u32, lexicons: &Lexicons) {
        let whole = token.span.slice(text);
        let mut rest = token.span.start();
        let mut shape = shape;
        if shape.has(Shape::WORD) && whole.len() > 3 {
            let hyphens = whole.match_indices('-').map(|(at, _)| at);
            for at in hyphens {
                let (left, right) = (&text[rest..token.span.start() + at], &whole[at + 1..]);
                if !splits(left, right, lexicons) {
                    continue;
                }
                let middle = token.span.start() + at;
                if let Ok(span) = Span::new(text, rest..middle) {
                    let kept = Shape(shape.0 & (Shape::OPENS.0 | Shape::QUOTED.0 | Shape::SPOKEN.0 | Shape::SPACED.0));
                    let shape = kept.with(shape_of(left, TokenKind::Word));
                    self.list.push(Word { span, shape, sentence });
                }
                // the hyphen goes with a lower-case tail, and stands alone before a name
                let tail = right.starts_with(|c: char| c.is_lowercase());
                let start = if tail { middle } else { middle + 1 };
                if !tail && let Ok(span) = Span::new(text, middle..middle + 1) {
                    self.list.push(Word { span, shape: Shape::default(), sentence });
                }
                let kept = Shape(shape.0 & (Shape::QUOTED.0 | Shape::SPOKEN.0));
                let next = if tail { Shape::TAIL.with(Shape::LOWER) } else { shape_of(right, TokenKind::Word) };
                shape = kept.with(next);
                rest = start;
                if tail {
                    break;
                }
            }
        }
        if let Ok(span) = Span::new(text, rest..token.span.end()) {
            self.list.push(Word { span, shape, sentence });
        }
    }

    /// Counts capitalised words, and how often those stand in lower case.
    fn count(&mut self, text: &str) {
        let counted = |word: &&Word| word.is(Shape::WORD) && !word.is(Shape::HEADLINE);
        for word in self.list.iter().filter(counted).filter(|word| word.is(Shape::CAPITAL)) {
            let seen = self.seen.entry(key(word.text(text))).or_default();
            seen.capital = seen.capital.saturating_add(u16::from(!word.is(Shape::OPENS)));
        }
        for word in self.list.iter().filter(counted).filter(|word| word.is(Shape::LOWER)) {
            if let Some(seen) = self.seen.get_mut(&key(word.text(text))) {
                seen.lower = seen.lower.saturating_add(1);
            }
        }
    }

    /// How the document writes `word` elsewhere.
    pub(super) fn seen(&self, word: &str) -> Seen {
        self.seen.get(&key(word)).copied().unwrap_or_default()
    }
}

/// A number for a word, the same in any case of ASCII letters (FNV-1a).
fn key(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether a hyphen between `left` and `right` separates a name from something else.
fn splits(left: &str, right: &str, lexicons: &Lexicons) -> bool {
    let named =
        |word: &str| matches!(lexicons.known.get(word), Some(Known::Country(_) | Known::Demonym(_) | Known::Group(_)));
    let (Some(l), Some(r)) = (left.chars().next(), right.chars().next()) else { return false };
    if r.is_lowercase() && lexicons.known.contains_key(left) {
        return right.len() <= MOST_TAIL && !right.contains('-');
    }
    if l.is_uppercase() && r.is_lowercase() {
        // "U.S.-led", but not "Ki-moon" or "Jean-luc"
        return right.len() <= MOST_TAIL && lexicons.common.contains(right);
    }
    if l.is_lowercase() && r.is_uppercase() {
        return named(right) || matches!(lexicons.known.get(right), Some(Known::Name(_)));
    }
    if !l.is_uppercase() || !r.is_uppercase() {
        return false;
    }
    // "D-Calif."
    if is_party(left) {
        return lexicons.state(right).is_some() || STATE_OPENERS.contains(&right);
    }
    lexicons.known.contains_key(left) && lexicons.known.contains_key(right)
}

/// Whether letters stand for a party before a state: "R-Ohio".
pub(super) fn is_party(letters: &str) -> bool {
    matches!(letters, "R" | "D" | "I" | "Ind" | "DFL" | "Rep" | "Dem")
}

/// First words of states' names of several words.
const STATE_OPENERS: [&str; 5] = ["New", "North", "South", "West", "Rhode"];

fn shape_of(word: &str, kind: TokenKind) -> Shape {
    let mut shape = match kind {
        TokenKind::Word => Shape::WORD,
        TokenKind::Clitic => return Shape::CLITIC,
        TokenKind::Number => return Shape::DIGIT,
        _ => return Shape::default(),
    };
    let (mut upper, mut lower) = (0_u32, 0_u32);
    let mut first = None;
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
            first.get_or_insert(true);
        } else if c.is_alphabetic() {
            lower += 1;
            first.get_or_insert(false);
        } else if c.is_ascii_digit() {
            shape = shape.with(Shape::DIGIT);
        }
    }
    match first {
        Some(true) => shape = shape.with(Shape::CAPITAL),
        Some(false) if upper > 0 => shape = shape.with(Shape::INNER_CAPITAL),
        Some(false) => shape = shape.with(Shape::LOWER),
        None => {}
    }
    if upper >= 2 && lower == 0 {
        shape = shape.with(Shape::UPPER);
    }
    if upper == 1 && lower == 0 && word.len() == 2 && word.ends_with('.') {
        shape = shape.with(Shape::INITIAL);
    }
    shape
}

/// Words that title case leaves in lower case.
const SMALL: [&str; 20] = [
    "a", "an", "the", "of", "in", "on", "at", "to", "by", "for", "and", "or", "but", "with", "from", "as", "over",
    "vs", "nor", "into",
];

/// Marks the words of a sentence in which nearly everything is capitalised.
fn mark_headline(text: &str, sentence: &mut [Word]) {
    let (mut words, mut capitals) = (0, 0);
    for word in sentence.iter().filter(|word| word.is(Shape::WORD) && !SMALL.contains(&word.text(text))) {
        words += 1;
        capitals += usize::from(word.is(Shape::CAPITAL));
    }
    // headlines have no full stop; a short lead full of names has one
    let stopped = sentence.last().is_some_and(|last| last.text(text) == ".");
    if words >= 5 && (capitals == words || !stopped && capitals * 10 >= words * 8) {
        for word in sentence {
            word.shape = word.shape.with(Shape::HEADLINE);
        }
    }
}
