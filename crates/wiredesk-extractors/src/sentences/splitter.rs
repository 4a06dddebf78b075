//! Groups tokens into sentences by rules that stand below in the order they are asked. Called by
//! the `sentences` extractor only; never looks at anything but the text and its tokens.

use memchr::memchr;
use wiredesk_core::{
    Span,
    annotation::{Token, TokenKind},
};

use super::{
    abbreviations::{self, Class, SHOUTING},
    lines::Wrapping,
    list_markers::{Marker, is_bullet},
    marks::{is_dash, is_opening, is_terminal, is_wide_terminal},
};

/// Appends the sentences that `tokens`, all tokens of `text`, form. Every token lies in one.
pub fn split(text: &str, tokens: &[Token], sentences: &mut Vec<Span>) {
    let mut splitter = Splitter { text, tokens, wrapping: Wrapping::of(text), first: 0, marker: None };
    sentences.reserve(tokens.len() / 16 + 1);
    let mut at = 0;
    while at < tokens.len() {
        let end = splitter.sentence_end(at);
        at = end.unwrap_or(at) + 1;
        if (end.is_some() || at == tokens.len())
            && let (Some(first), Some(last)) = (tokens.get(splitter.first), tokens.get(at - 1))
        {
            sentences.push(first.span.cover(last.span));
            splitter.first = at;
        }
    }
}

/// Marks in a row that are looked at, so that a text of nothing else is still read in linear time.
const MOST_MARKS: usize = 12;

struct Splitter<'t> {
    text: &'t str,
    tokens: &'t [Token],
    wrapping: Wrapping,
    /// First token of the sentence that is being read.
    first: usize,
    /// The list marker that sentence or an earlier one of this list began with.
    marker: Option<Marker>,
}

/// What the token after a possible end begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Upper,
    Lower,
    Digit,
    /// A letter of a script without case.
    Caseless,
    /// A mark that goes on with the sentence, or a symbol.
    Other,
}

impl<'t> Splitter<'t> {
    fn slice(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.slice(self.text))
    }

    /// What stands between token `at` and the one after it.
    fn gap(&self, at: usize) -> &'t str {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(one), Some(two)) => &self.text[one.span.end()..two.span.start()],
            _ => "",
        }
    }

    fn spaced(&self, at: usize) -> bool {
        !self.gap(at).is_empty()
    }

    /// The last token of the sentence, if one ends with token `at` and what closes it.
    fn sentence_end(&mut self, at: usize) -> Option<usize> {
        let token = &self.tokens[at];
        if at == self.first {
            self.marker = Marker::at(self.text, self.tokens, at).or(self.marker);
        }
        let end = match token.kind {
            TokenKind::Punctuation if is_terminal(self.slice(at)) => self.after_mark(at),
            TokenKind::Word if self.text.as_bytes()[token.span.end() - 1] == b'.' => self.after_abbreviation(at),
            _ => None,
        };
        if end.is_some() {
            return end;
        }
        let gap = self.gap(at);
        if (gap.len() > 1 || gap == "\n") && self.is_paragraph_end(at, gap) {
            self.marker = None;
            return Some(at);
        }
        (self.begins_item(at + 1) || self.begins_credit(at + 1)).then_some(at)
    }

    /// Whether the next item of a list in running text begins at `at`.
    fn begins_item(&self, at: usize) -> bool {
        let bullet = is_bullet(self.slice(at));
        if !bullet && (self.marker.is_none() || !self.spaced_before(at)) {
            return false;
        }
        Marker::at(self.text, self.tokens, at)
            .is_some_and(|item| bullet || self.marker.is_some_and(|m| item.follows(m)))
    }

    /// Whether "Image: " or "Photo: " after a caption begins at `at`.
    fn begins_credit(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.span.len() == 5 && token.kind == TokenKind::Word)
            && matches!(self.slice(at), "Image" | "Photo")
            && self.slice(at + 1) == ":"
    }

    /// Whether the line end in `gap`, after token `at`, ends a paragraph.
    fn is_paragraph_end(&self, at: usize, gap: &str) -> bool {
        let Some(line_end) = memchr(b'\n', gap.as_bytes()) else {
            return gap.contains(['\u{2029}', '\r', '\u{b}', '\u{c}']);
        };
        if memchr(b'\n', &gap.as_bytes()[line_end + 1..]).is_some() {
            return true;
        }
        if self.wrapping.is_wrapped(self.text, self.tokens[at].span.end() + line_end) {
            return false;
        }
        // cut off in the middle: it began like a sentence, has not ended and goes on in lower case
        let begins = self.class_of(self.first) == Next::Upper;
        let open = !matches!(self.slice(at), ":" | ";") && !is_terminal(self.slice(at));
        !(begins && open && self.class_of(at + 1) == Next::Lower)
    }

    /// The case of a token, looking through opening quotation marks and brackets.
    fn class_of(&self, mut at: usize) -> Next {
        let end = at + MOST_MARKS;
        while let Some(token) = self.tokens.get(at).filter(|_| at < end) {
            let mut letters = token.span.slice(self.text).chars();
            let Some(first) = letters.next() else { return Next::Other };
            return match token.kind {
                TokenKind::Word | TokenKind::Clitic => {
                    if first.is_uppercase() {
                        Next::Upper
                    } else if first.is_lowercase() {
                        // "iPhone", "al-Arabiya" and "eBay" may begin sentences
                        let camel = letters.next().is_some_and(char::is_uppercase);
                        if camel || self.slice(at).starts_with("al-") { Next::Upper } else { Next::Lower }
                    } else if first.is_alphabetic() {
                        Next::Caseless
                    } else if first.is_numeric() {
                        Next::Digit
                    } else {
                        Next::Other
                    }
                }
                TokenKind::Number => Next::Digit,
                TokenKind::Quote => {
                    at += 1;
                    continue;
                }
                TokenKind::Punctuation
                    if matches!(first, '(' | '[' | '{' | '¡' | '¿' | '—' | '–' | '-' | '*' | '.' | '…') =>
                {
                    at += 1;
                    continue;
                }
                TokenKind::Punctuation if is_bullet(self.slice(at)) => Next::Upper,
                TokenKind::Symbol if matches!(first, '$' | '€' | '£' | '¥' | '#' | '@') => Next::Digit,
                TokenKind::Punctuation | TokenKind::Symbol => Next::Other,
            };
        }
        Next::Other
    }

    /// The last of the marks that close what ended with token `at`: quotation marks, brackets,
    /// more terminal marks.
    fn closers(&self, at: usize) -> Closers {
        let mut closers = Closers { last: at, quote: false, bracket: false };
        while let Some(token) = self.tokens.get(closers.last + 1).filter(|_| closers.last < at + MOST_MARKS) {
            let mark = token.span.slice(self.text);
            let spaced = self.spaced(closers.last);
            match token.kind {
                TokenKind::Quote if !spaced && !is_opening(mark) => {
                    // a straight mark directly before a word opens, unless it closes one that is open
                    closers.quote = true;
                }
                TokenKind::Quote
                    if spaced && matches!(mark, "”" | "»" | "’" | "\"") && self.closes_apart(closers.last + 1) =>
                {
                    closers.quote = true;
                }
                TokenKind::Punctuation if !spaced && matches!(mark, ")" | "]" | "}" | "）") => closers.bracket = true,
                TokenKind::Punctuation if !spaced && is_terminal(mark) => {}
                TokenKind::Clitic if !spaced && mark.len() <= 3 && !mark.ends_with(|c: char| c.is_alphabetic()) => {
                    closers.quote = true;
                }
                _ => break,
            }
            closers.last += 1;
        }
        closers
    }

    /// Whether the mark at `at`, with white space before it, has white space or a line end after
    /// it too: it then closes.
    fn closes_apart(&self, at: usize) -> bool {
        let mark = self.slice(at);
        match self.tokens.get(at + 1) {
            None => true,
            Some(_) if mark == "\"" => self.spaced(at) && self.gap(at - 1) != "\n" && self.gap(at).contains('\n'),
            Some(_) => self.spaced(at) || mark == "”" || mark == "»",
        }
    }

    fn after_mark(&self, at: usize) -> Option<usize> {
        let mark = self.slice(at);
        if self.is_list_number(at) {
            return None;
        }
        if mark == "." && self.is_spaced_dots(at) {
            return self.after_spaced_dots(at);
        }
        let closers = self.closers(at);
        let end = closers.last;
        let next = self.class_of(end + 1);
        if end + 1 >= self.tokens.len() {
            return Some(end);
        }
        if is_wide_terminal(mark) {
            return Some(end);
        }
        let gap = self.gap(end);
        if memchr(b'\n', gap.as_bytes()).is_some() {
            return (next != Next::Lower || self.is_paragraph_end(end, gap)).then_some(end);
        }
        if gap.is_empty() && !self.is_glued_sentence(at, end) {
            return None;
        }
        if self.slice(end + 1).starts_with([',', ';', ':']) {
            return None;
        }
        let ellipsis = mark.starts_with("..") && mark.len() < 4 || mark == "…";
        if closers.quote && self.tokens[end + 1].kind == TokenKind::Punctuation && is_dash(self.slice(end + 1)) {
            return None; // "…" — Ada Roe
        }
        let goes_on = match next {
            Next::Lower | Next::Other => true,
            Next::Caseless => false,
            Next::Digit => {
                matches!(self.slice(at.wrapping_sub(1)), "°" | "º")
                    || ellipsis && self.tokens[end + 1].kind == TokenKind::Number && !closers.quote
            }
            Next::Upper => {
                (mark != "." && closers.quote && self.is_attribution(end + 1))
                    || (ellipsis
                        && (at == self.first
                            || self.opens(at)
                            || self.spaced_before(at) && self.slice(end + 1).starts_with('I')))
                    || (mark.starts_with('!')
                        && self.is_shouting_name(at)
                        && !abbreviations::starts_sentence(self.rest(end + 1)))
            }
        };
        (!goes_on).then_some(end)
    }

    fn rest(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.span.start()..])
    }

    fn spaced_before(&self, at: usize) -> bool {
        at > 0 && self.spaced(at - 1)
    }

    /// Whether only opening marks stand before `at` in its sentence, or directly before it.
    fn opens(&self, at: usize) -> bool {
        at > 0 && !self.spaced(at - 1) && self.tokens[at - 1].kind == TokenKind::Quote
            || matches!(self.slice(at.wrapping_sub(1)), "[" | "(")
    }

    fn is_shouting_name(&self, at: usize) -> bool {
        at > 0 && SHOUTING.contains(&self.slice(at - 1))
    }

    /// Whether "Roe said" or "President Roe asked" begins at `at`.
    fn is_attribution(&self, at: usize) -> bool {
        (at + 1..at + 4).any(|verb| abbreviations::is_reporting(self.slice(verb)) && !self.gap(verb - 1).contains('\n'))
            && self.tokens[at].kind == TokenKind::Word
    }

    /// Whether two sentences meet without a space: "world.Today".
    fn is_glued_sentence(&self, mark: usize, end: usize) -> bool {
        let (Some(before), Some(after)) =
            (mark.checked_sub(1).and_then(|at| self.tokens.get(at)), self.tokens.get(end + 1))
        else {
            return false;
        };
        let next = after.span.slice(self.text);
        let capitalised = next.starts_with(char::is_uppercase)
            && (next.chars().nth(1).is_none_or(char::is_lowercase) || matches!(after.kind, TokenKind::Quote));
        let opening = after.kind == TokenKind::Quote && is_opening(next);
        let word = before.span.slice(self.text);
        let long = word.chars().nth(1).is_some()
            && word.ends_with(|c: char| c.is_lowercase() || c.is_numeric() || c == '.')
            || end > mark;
        (capitalised || opening) && long
    }

    /// Whether the mark at `at` follows nothing but the number of a list.
    fn is_list_number(&self, at: usize) -> bool {
        Marker::at(self.text, self.tokens, self.first).is_some_and(|marker| at <= marker.last)
    }

    /// Whether the full stop at `at` is one of several with spaces between.
    fn is_spaced_dots(&self, at: usize) -> bool {
        self.slice(at + 1) == "." && self.gap(at) == " "
            || at > self.first && self.slice(at - 1) == "." && self.gap(at - 1) == " "
    }

    /// ". . ." goes on, ". . . ." and more end a sentence.
    fn after_spaced_dots(&self, at: usize) -> Option<usize> {
        if at > self.first && self.slice(at - 1) == "." {
            return None; // decided at the first of them
        }
        let mut last = at;
        while self.slice(last + 1) == "." && self.gap(last) == " " {
            last += 1;
        }
        let closers = self.closers(last);
        if closers.last + 1 >= self.tokens.len() {
            return Some(closers.last);
        }
        if last - at < 3 || self.class_of(closers.last + 1) != Next::Upper {
            return None;
        }
        // the sentence's own full stop comes first where it touches the word
        let own = at > self.first && !self.spaced(at - 1);
        Some(if own { at } else { closers.last })
    }

    fn after_abbreviation(&self, at: usize) -> Option<usize> {
        let word = self.slice(at);
        let closers = self.closers(at);
        let end = closers.last;
        if end + 1 >= self.tokens.len() {
            return Some(end);
        }
        let gap = self.gap(end);
        let next = self.class_of(end + 1);
        if gap.is_empty() || matches!(next, Next::Lower | Next::Other) {
            return None;
        }
        if self.tokens[at + 1..=end].iter().any(|token| is_terminal(token.span.slice(self.text))) {
            return (next == Next::Upper).then_some(end); // "etc.)." and "the U.S.!"
        }
        if closers.quote && next == Next::Upper && end > at {
            return Some(end);
        }
        let stem = &word[..word.len() - 1];
        let class = if stem.contains('.') { Some(Class::Dotted) } else { abbreviations::class(stem) };
        let starter = abbreviations::starts_sentence(self.rest(end + 1));
        let quoted = self.tokens[end + 1].kind == TokenKind::Quote && next == Next::Upper;
        let ends = match class {
            // an initial or a title: a name follows
            None | Some(Class::Title | Class::Numbered | Class::Connecting) => false,
            Some(Class::Unit) => next == Next::Upper,
            Some(Class::Dotted) if matches!(word, "a.m." | "p.m." | "A.M." | "P.M.") => {
                next == Next::Upper && !self.is_time_zone(end + 1) && !self.is_opening_adverbial(at)
            }
            Some(Class::Dotted) if matches!(word, "e.g." | "i.e." | "E.g." | "I.e.") => false,
            Some(_) => starter || quoted,
        };
        ends.then_some(end)
    }

    /// Whether the sentence so far is no more than "At 5 a.m."
    fn is_opening_adverbial(&self, at: usize) -> bool {
        at - self.first <= 4
            && matches!(
                self.slice(self.first),
                "At" | "By" | "Around" | "About" | "Before" | "After" | "Until" | "From"
            )
    }

    /// Whether a zone, day or month goes on with a time of day.
    fn is_time_zone(&self, at: usize) -> bool {
        let word = self.slice(at);
        let zone = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_uppercase()) && word.len() > 1;
        zone || word.ends_with("day")
            || matches!(
                word,
                "Eastern" | "Pacific" | "Central" | "Mountain" | "Greenwich" | "Moscow" | "Beijing" | "Kyiv"
            )
            || matches!(
                word.get(..3),
                Some("Jan" | "Feb" | "Mar" | "Apr" | "May" | "Jun" | "Jul" | "Aug" | "Sep" | "Oct" | "Nov" | "Dec")
            )
    }
}

struct Closers {
    /// The last token that belongs to the sentence.
    last: usize,
    /// Whether a quotation mark is among them.
    quote: bool,
    /// Whether a bracket is among them.
    bracket: bool,
}
