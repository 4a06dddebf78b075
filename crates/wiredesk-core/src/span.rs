//! A byte range of a document's text that is known to lie on character boundaries, and its
//! conversion to code points. Made by extractors, converted by [`crate::record`].

use std::{cell::OnceCell, ops::Range};

/// A half-open byte range `[start, end)` of one particular text.
///
/// The only ways to get one check it against the text ([`Span::new`], [`Span::of`]) or combine
/// spans of the same text, so that `&text[span.range()]` cannot fail for the text it was made
/// for. The engine checks every span again when layers are merged ([`crate::Layers::check`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

/// Why a byte range is not a span of a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// `start` lies after `end`.
    #[error("span starts after it ends: {0}..{1}")]
    Reversed(usize, usize),
    /// The range reaches past the end of the text.
    #[error("span {0}..{1} reaches past the end of the text: {2} bytes")]
    Outside(usize, usize, usize),
    /// One end lies inside a character.
    #[error("span {0}..{1} cuts a character in two")]
    InsideCharacter(usize, usize),
}

impl Span {
    /// The span of `range` (bytes) in `text`.
    ///
    /// # Errors
    /// If the range is reversed, reaches outside `text`, or cuts a character.
    pub fn new(text: &str, range: Range<usize>) -> Result<Self, SpanError> {
        let Range { start, end } = range;
        if start > end {
            return Err(SpanError::Reversed(start, end));
        }
        if end > text.len() || end > u32::MAX as usize {
            return Err(SpanError::Outside(start, end, text.len()));
        }
        if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return Err(SpanError::InsideCharacter(start, end));
        }
        Ok(Self { start: start as u32, end: end as u32 })
    }

    /// The span of `part`, which must be a slice *of* `text` (the same memory).
    ///
    /// # Panics
    /// If `part` is not a slice of `text`; that is a mistake in the calling extractor, and the
    /// engine contains it like any other panic.
    #[must_use]
    pub fn of(text: &str, part: &str) -> Self {
        let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        match Self::new(text, start..start.wrapping_add(part.len())) {
            Ok(span) => span,
            Err(error) => panic!("not a slice of the text: {error}"),
        }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a byte range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words it covers in the text it was made for.
    #[must_use]
    #[inline]
    pub fn slice(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// From the start of the earlier to the end of the later of two spans of one text.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Checks the span against `text`, as [`Span::new`] does.
    ///
    /// # Errors
    /// If it is no span of `text`.
    pub fn check(self, text: &str) -> Result<(), SpanError> {
        Self::new(text, self.range()).map(|_| ())
    }
}

/// Converts byte offsets of one text to code points and back.
///
/// Nothing is done before the first conversion. Then ASCII texts cost one scan and no memory; for
/// others the number of code points before every 64th byte is kept, so that one conversion looks
/// at no more than 64 bytes.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty where both counts are the same.
    before: OnceCell<Vec<u32>>,
}

const BLOCK: usize = 64;

impl<'t> CodePoints<'t> {
    /// Prepares the conversion for `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, before: OnceCell::new() }
    }

    fn before(&self) -> &[u32] {
        self.before.get_or_init(|| {
            let mut before = Vec::new();
            if !self.text.is_ascii() {
                before.reserve(self.text.len() / BLOCK + 2);
                let mut seen = 0;
                for block in self.text.as_bytes().chunks(BLOCK) {
                    before.push(seen);
                    seen += starts(block);
                }
                before.push(seen);
            }
            before
        })
    }

    /// The conversion that leaves offsets as they are: for readers that count bytes.
    #[must_use]
    pub fn bytes(text: &'t str) -> Self {
        Self { text, before: OnceCell::from(Vec::new()) }
    }

    /// The number of code points before byte `offset`, which must be a character boundary.
    #[must_use]
    pub fn of_byte(&self, offset: usize) -> u32 {
        let before = self.before();
        if before.is_empty() {
            return offset as u32;
        }
        let block = offset / BLOCK;
        before[block] + starts(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// `[start, end)` of `span` in code points.
    #[must_use]
    pub fn of_span(&self, span: Span) -> [u32; 2] {
        [self.of_byte(span.start()), self.of_byte(span.end())]
    }

    /// The byte at which code point `index` starts; the text's length for the index one past the
    /// last; `None` beyond.
    #[must_use]
    pub fn to_byte(&self, index: u32) -> Option<usize> {
        let before = self.before();
        if before.is_empty() {
            return (index as usize <= self.text.len()).then_some(index as usize);
        }
        let block = before.partition_point(|&n| n <= index) - 1;
        let mut seen = before[block];
        for (at, byte) in self.text.as_bytes().iter().enumerate().skip(block * BLOCK) {
            if is_start(*byte) {
                if seen == index {
                    return Some(at);
                }
                seen += 1;
            }
        }
        (seen == index).then_some(self.text.len())
    }
}

fn is_start(byte: u8) -> bool {
    // every byte but 10xxxxxx begins a character
    (byte as i8) >= -0x40
}

/// The number of characters that begin in a block or a part of one: few enough to be counted in
/// bytes, which the compiler does many at once.
fn starts(block: &[u8]) -> u32 {
    debug_assert!(block.len() <= BLOCK);
    block.iter().map(|&b| u8::from(is_start(b))).sum::<u8>().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_range_that_cuts_a_character_is_refused() {
        assert_eq!(Span::new("é", 0..1), Err(SpanError::InsideCharacter(0, 1)));
        assert_eq!(Span::new("ab", 1..3), Err(SpanError::Outside(1, 3, 2)));
        #[expect(clippy::reversed_empty_ranges, reason = "the case under test")]
        let reversed = Span::new("ab", 2..1);
        assert_eq!(reversed, Err(SpanError::Reversed(2, 1)));
    }

    #[test]
    fn a_slice_knows_its_own_span() {
        let text = "Mayor Ilse Brandt said";
        let span = Span::of(text, &text[6..17]);
        assert_eq!(span.slice(text), "Ilse Brandt");
    }

    #[test]
    #[should_panic(expected = "not a slice of the text")]
    fn a_slice_of_another_text_is_a_mistake() {
        let other = String::from("Ilse");
        let _ = Span::of("Ilse Brandt", &other);
    }

    proptest! {
        #[test]
        fn code_points_agree_with_counting_characters(text in "(?s).{0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), count as u32);
                prop_assert_eq!(points.to_byte(count as u32), Some(byte));
            }
            let all = text.chars().count() as u32;
            prop_assert_eq!(points.of_byte(text.len()), all);
            prop_assert_eq!(points.to_byte(all), Some(text.len()));
            prop_assert_eq!(points.to_byte(all + 1), None);
        }
    }
}
