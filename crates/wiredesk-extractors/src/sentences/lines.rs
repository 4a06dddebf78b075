//! Tells hard-wrapped text, whose line ends mean nothing, from text with a paragraph per line.
//! Asked by the splitter and by `clean`; looks at line lengths only.

use memchr::memchr_iter;

/// How the lines of a text were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrapping {
    /// Bytes of the longest line, if lines were broken to fit.
    width: Option<usize>,
}

/// Widths at which people and programs wrap text.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=100;
/// Fewer lines say nothing.
const LEAST_LINES: usize = 4;

impl Wrapping {
    /// Of a whole text. A text counts as wrapped if no line is longer than people wrap at, and
    /// most line ends stand where the next word would not have fitted.
    pub(crate) fn of(text: &str) -> Self {
        let none = Self { width: None };
        let (mut longest, mut start) = (0, 0);
        for end in memchr_iter(b'\n', text.as_bytes()) {
            longest = longest.max(end - start);
            if longest > *WIDTHS.end() {
                return none;
            }
            start = end + 1;
        }
        longest = longest.max(text.len() - start);
        if !WIDTHS.contains(&longest) {
            return none;
        }
        let wrapped = Self { width: Some(longest) };
        let (mut lines, mut full) = (0, 0);
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()) {
            lines += usize::from(end > start);
            full += usize::from(wrapped.is_wrapped(text, end));
            start = end + 1;
        }
        if lines >= LEAST_LINES && full * 2 > lines { wrapped } else { none }
    }

    /// Whether the line end at byte `line_end` was put there because the next word did not fit.
    pub(crate) fn is_wrapped(self, text: &str, line_end: usize) -> bool {
        let Some(width) = self.width else { return false };
        let bytes = text.as_bytes();
        let line = bytes[..line_end].iter().rev().take(width + 1).take_while(|b| **b != b'\n').count();
        let next = &bytes[line_end + 1..];
        let word = next.iter().take(width + 1).take_while(|b| !b.is_ascii_whitespace()).count();
        word > 0 && line > 0 && line + 1 + word > width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_broken_to_fit_counts_as_wrapped() {
        let check = |text: &str, wrapped: usize| {
            let wrapping = Wrapping::of(text);
            let ends = memchr_iter(b'\n', text.as_bytes());
            assert_eq!(ends.filter(|&end| wrapping.is_wrapped(text, end)).count(), wrapped, "{text}");
        };
        check(
            "The council of the small harbour town voted late on Tuesday to\nclose the old fish market, which has stood empty for years after\n\
             the last trader left. Residents had asked for a library on the\nsite, but the mayor said that there was no money for one.\n\
             \nA second vote on the matter is planned for the coming spring.",
            3,
        );
        check("One paragraph.\nAnother paragraph.\nA third one here.\nAnd a fourth.", 0);
        check("features\ncontact manager\nevents, activities\n", 0);
    }
}
