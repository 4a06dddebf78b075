//! The finest pieces of a sentence: runs of letters, runs of digits, single marks, each with what
//! a lexicon knows about it. Made by `times` and `quantities` for themselves, because dates and
//! measures are written across token boundaries ("10am", "1990s", "US$5bn", "2024-10-01").
//! Knows no grammar.

use rustc_hash::FxHashMap;
use wiredesk_core::Span;

use super::words::{self, NumberWord};

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// Letters.
    Word,
    /// ASCII digits; the value stops at `u64::MAX`.
    Digits(u64),
    /// Any other character; apostrophes of all styles are `'`, dashes and minus signs `-`.
    Mark(char),
}

/// A piece of a sentence. `W` is what the extractor's own lexicon says of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom<W> {
    start: u32,
    end: u32,
    /// What it is made of.
    pub(crate) kind: AtomKind,
    /// Whether white space stands before it; also true of the first one.
    pub(crate) spaced: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// What it means as a number.
    pub(crate) number: Option<NumberWord>,
    /// What it means to the extractor.
    pub(crate) role: Option<W>,
}

impl<W: Copy> Atom<W> {
    /// First byte in the text.
    pub(crate) const fn start(&self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub(crate) const fn end(&self) -> usize {
        self.end as usize
    }

    /// Number of bytes, which for digits is their number.
    pub(crate) const fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// The words in `text`, which must be the text it was made from.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether it is the mark `mark`.
    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == AtomKind::Mark(mark)
    }

    /// Whether it is made of letters.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == AtomKind::Word
    }

    /// The value of digits.
    pub(crate) fn digits(&self) -> Option<u64> {
        match self.kind {
            AtomKind::Digits(value) => Some(value),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
struct Entry<W> {
    number: Option<NumberWord>,
    role: Option<W>,
}

/// Words of up to 16 bytes with their meanings, found regardless of ASCII case.
pub(crate) struct Lexicon<W> {
    words: FxHashMap<u128, Entry<W>>,
}

/// At most 16 bytes as one integer, in ASCII lower case.
fn key(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0; 16];
    bytes[..word.len()].copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u128::from_le_bytes(bytes))
}

impl<W: Copy> Lexicon<W> {
    /// The number words and the extractor's own. A word listed twice keeps its first role.
    pub(crate) fn new(own: impl IntoIterator<Item = (&'static str, W)>) -> Self {
        let mut words: FxHashMap<u128, Entry<W>> = FxHashMap::default();
        for &(word, number) in words::NUMBER_WORDS {
            let entry = key(word.as_bytes()).map(|key| words.entry(key).or_insert(Entry { number: None, role: None }));
            if let Some(entry) = entry {
                entry.number = entry.number.or(Some(number));
            }
        }
        for (word, role) in own {
            let entry = key(word.as_bytes()).map(|key| words.entry(key).or_insert(Entry { number: None, role: None }));
            if let Some(entry) = entry {
                entry.role = entry.role.or(Some(role));
            }
        }
        Self { words }
    }

    /// Appends the atoms of one sentence to `atoms`.
    pub(crate) fn read(&self, text: &str, sentence: Span, atoms: &mut Vec<Atom<W>>) {
        let bytes = text.as_bytes();
        let (mut at, end) = (sentence.start(), sentence.end().min(bytes.len()));
        let mut spaced = true;
        while at < end {
            let start = at;
            let byte = bytes[at];
            let (kind, capital) = match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    spaced = true;
                    at += 1;
                    continue;
                }
                b'0'..=b'9' => {
                    let mut value = 0_u64;
                    while at < end && bytes[at].is_ascii_digit() {
                        value = value.saturating_mul(10).saturating_add(u64::from(bytes[at] - b'0'));
                        at += 1;
                    }
                    (AtomKind::Digits(value), false)
                }
                _ if byte.is_ascii_alphabetic() => {
                    at = word_end(text, at + 1, end);
                    (AtomKind::Word, byte.is_ascii_uppercase())
                }
                _ if byte.is_ascii() => {
                    at += 1;
                    (AtomKind::Mark(if byte == b'`' { '\'' } else { char::from(byte) }), false)
                }
                _ => {
                    let Some(character) = text[at..end].chars().next() else { break };
                    at += character.len_utf8();
                    if character.is_whitespace() {
                        spaced = true;
                        continue;
                    }
                    if character.is_alphabetic() {
                        at = word_end(text, at, end);
                        (AtomKind::Word, character.is_uppercase())
                    } else {
                        let mark = match character {
                            '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
                            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                            other => other,
                        };
                        (AtomKind::Mark(mark), false)
                    }
                }
            };
            let entry = match kind {
                AtomKind::Word => key(&bytes[start..at]).and_then(|key| self.words.get(&key)),
                _ => None,
            };
            atoms.push(Atom {
                start: start as u32,
                end: at as u32,
                kind,
                spaced,
                capital,
                number: entry.and_then(|entry| entry.number),
                role: entry.and_then(|entry| entry.role),
            });
            spaced = false;
        }
    }
}

/// Where the run of letters that goes on at `at` ends.
fn word_end(text: &str, mut at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    while at < end {
        if bytes[at].is_ascii_alphabetic() {
            at += 1;
        } else if bytes[at].is_ascii() {
            break;
        } else {
            match text[at..end].chars().next() {
                Some(character) if character.is_alphabetic() => at += character.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let lexicon = Lexicon::<()>::new([]);
        let mut atoms = Vec::new();
        lexicon.read(text, Span::new(text, 0..text.len()).unwrap(), &mut atoms);
        atoms.iter().map(|atom| atom.of(text)).collect()
    }

    #[test]
    fn letters_and_digits_part_and_marks_stand_alone() {
        assert_eq!(pieces("US$5bn in the 1990s"), ["US", "$", "5", "bn", "in", "the", "1990", "s"]);
        assert_eq!(pieces("2024-10-01"), ["2024", "-", "10", "-", "01"]);
        assert_eq!(pieces("café\u{a0}½"), ["café", "½"]);
    }

    #[test]
    fn absurd_numbers_stop_at_the_largest() {
        let lexicon = Lexicon::<()>::new([]);
        let text = "9".repeat(60);
        let mut atoms = Vec::new();
        lexicon.read(&text, Span::new(&text, 0..60).unwrap(), &mut atoms);
        assert_eq!(atoms[0].digits(), Some(u64::MAX));
    }

    #[test]
    fn words_are_known_regardless_of_case() {
        let lexicon = Lexicon::new([("week", 7)]);
        let text = "Week THREE";
        let mut atoms = Vec::new();
        lexicon.read(text, Span::new(text, 0..text.len()).unwrap(), &mut atoms);
        assert_eq!(atoms[0].role, Some(7));
        assert_eq!(atoms[1].number, Some(NumberWord::Unit(3)));
    }
}
