//! Tokens: the smallest pieces of text, shared by all extractors.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A word, number, or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and full stops ("Ould-Abbas", "U.S.", "F-16").
    Word,
    /// Digits with inner separators ("1,000", "3.5", "10:30").
    Number,
    /// A possessive or contracted ending split off its word ("'s", "n't").
    Clitic,
    /// An opening, closing or undirected quotation mark.
    Quote,
    /// Any other punctuation.
    Punctuation,
    /// Currency signs, percent, degree, arrows and the like.
    Symbol,
}
