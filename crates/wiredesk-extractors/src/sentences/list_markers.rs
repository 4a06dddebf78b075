//! Markers of list items inside running text: "1.", "2)", "b.", "• 9.". Asked by the splitter;
//! never ends a sentence by itself.

use wiredesk_core::annotation::{Token, TokenKind};

/// A list marker at the beginning of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its number, or its letter counted from 1; 0 for a bullet alone.
    value: u32,
    style: Style,
    /// Its last token.
    pub(super) last: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Number,
    Letter,
    Bullet,
}

impl Marker {
    /// The marker that begins with token `at` and is followed by a word.
    pub(super) fn at(text: &str, tokens: &[Token], at: usize) -> Option<Self> {
        let token = tokens.get(at)?;
        let word = token.span.slice(text);
        if is_bullet(word) {
            // only one bullet begins an item, whatever a row of them is
            let inner = tokens.get(at + 1).filter(|next| !is_bullet(next.span.slice(text)));
            let inner = inner.and_then(|_| Self::at(text, tokens, at + 1));
            let last = inner.map_or(at, |inner| inner.last);
            return Some(Self { value: 0, style: Style::Bullet, last });
        }
        let (value, style) = match token.kind {
            TokenKind::Number if word.len() <= 2 => (word.parse().ok()?, Style::Number),
            TokenKind::Word if word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase() => {
                (u32::from(word.as_bytes()[0] - b'a') + 1, Style::Letter)
            }
            _ => return None,
        };
        let mut last = at;
        while let Some(next) = tokens.get(last + 1)
            && next.span.start() == tokens[last].span.end()
            && matches!(next.span.slice(text), "." | ")")
            && last < at + 2
        {
            last += 1;
        }
        let after = tokens.get(last + 1)?;
        let apart = after.span.start() > tokens[last].span.end();
        (last > at && apart && matches!(after.kind, TokenKind::Word | TokenKind::Quote)).then_some(Self {
            value,
            style,
            last,
        })
    }

    /// Whether this is the next item of the list that `before` belongs to.
    pub(super) fn follows(self, before: Self) -> bool {
        self.style == before.style && (self.style == Style::Bullet || self.value == before.value + 1)
    }
}

/// Marks that begin list items.
pub(super) fn is_bullet(mark: &str) -> bool {
    matches!(mark, "•" | "⁃" | "‣" | "▪" | "●" | "◦")
}
