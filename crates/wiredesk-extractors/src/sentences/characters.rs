//! What characters are to the tokeniser: a table for ASCII, ranges for the rest. Never looks at
//! context.

use wiredesk_core::annotation::TokenKind;

/// What a byte begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space.
    Space,
    /// A letter or underscore-free word character.
    Letter,
    /// A decimal digit.
    Digit,
    /// A full stop.
    Stop,
    /// An exclamation or question mark.
    Shout,
    /// A hyphen.
    Hyphen,
    /// A double quotation mark or grave accent.
    Quote,
    /// An apostrophe or single quotation mark.
    Apostrophe,
    /// Any other punctuation.
    Punctuation,
    /// A symbol or control character.
    Symbol,
    /// A character outside ASCII.
    Wide,
}

/// The class of every byte.
pub(super) static CLASSES: [Kind; 256] = {
    let mut classes = [Kind::Wide; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b' ' | 9..=13 => Kind::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'.' => Kind::Stop,
            b'!' | b'?' => Kind::Shout,
            b'-' => Kind::Hyphen,
            b'"' | b'`' => Kind::Quote,
            b'\'' => Kind::Apostrophe,
            b',' | b';' | b':' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'/' | b'\\' | b'*' | b'_' => {
                Kind::Punctuation
            }
            _ => Kind::Symbol,
        };
        byte += 1;
    }
    classes
};

/// The kind of a token that is one mark outside ASCII.
pub(super) fn mark(character: char) -> TokenKind {
    match character {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '‛' | '「' | '」' | '『' | '』' | '＂' | '＇' | '〝'
        | '〞' | '〟' => TokenKind::Quote,
        '¡' | '¿' | '§' | '¶' | '·' | '՚'..='՟' | '։' | '֊' | '־' | '׀' | '׃' | '׳' | '״' => {
            TokenKind::Punctuation
        }
        '،' | '؍' | '؛' | '؞' | '؟' | '٪'..='٭' | '۔' | '।' | '॥' | '॰' | '።'..='፨' | '။' | '៖' | '។' => {
            TokenKind::Punctuation
        }
        '‰' | '‱' | '⁄' => TokenKind::Symbol,
        '\u{2010}'..='\u{2027}' | '\u{2032}'..='\u{205e}' | '\u{3001}'..='\u{303f}' | '・' => TokenKind::Punctuation,
        '\u{fe10}'..='\u{fe6b}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' => {
            TokenKind::Punctuation
        }
        '\u{ff5b}'..='\u{ff65}' => TokenKind::Punctuation,
        _ => TokenKind::Symbol,
    }
}

/// Characters of scripts that write without spaces and of which each is a word of its own here.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Combining marks and invisible joiners, which go on with the word they stand in.
/// (`char::is_alphabetic` knows most vowel signs, but no accents, viramas and joiners.)
pub(super) fn joins_words(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}' | '\u{93c}' | '\u{94d}' | '\u{951}'..='\u{954}'
            | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{bcd}' | '\u{c4d}'
            | '\u{ccd}' | '\u{d4d}' | '\u{dca}' | '\u{e38}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
            | '\u{1037}'..='\u{103a}' | '\u{17d2}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{20d0}'..='\u{20f0}'
    )
}
