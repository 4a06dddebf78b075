//! Finds stock tickers in a text: `(NYSE: ABC)`, `$ABC`, and names of companies from a list. Depends
//! on nothing, so that the same file serves the extractor that is compiled into the daemon
//! (`examples/rust_extractor.rs`) and the WebAssembly plugin (`examples/plugins/tickers_wasm`).
//!
//! The rules, in the order in which they are tried at each place of the text; what is found is not
//! looked at again, the search goes on behind it:
//!
//! 1. `(EXCHANGE:SYMBOL)`, with or without one space before the symbol, which is 1 to 5 capitals of
//!    ASCII, or the same with a full stop and one more capital behind it. Exchanges: [`EXCHANGES`].
//! 2. `$SYMBOL` of 1 to 5 capitals of ASCII, with no letter or digit on either side.
//! 3. A name of the list, the longest that fits, with no letter or digit on either side.
//!
//! A letter or digit is what Unicode takes for one (`char::is_alphanumeric`).

use std::ops::Range;

/// The exchanges of rule 1, with the JSON that becomes the value of what is found.
pub const EXCHANGES: [(&str, &str); 5] = [
    ("NYSE", r#"{"exchange":"NYSE"}"#),
    ("NASDAQ", r#"{"exchange":"NASDAQ"}"#),
    ("LSE", r#"{"exchange":"LSE"}"#),
    ("TSX", r#"{"exchange":"TSX"}"#),
    ("ASX", r#"{"exchange":"ASX"}"#),
];

/// The value of what rule 3 finds.
pub const NAMED: &str = r#"{"name":true}"#;

/// Companies and symbols that are looked for when the configuration names no others. All invented.
pub const NAMES: [(&str, &str); 20] = [
    ("Alderbrook Foods", "ALDR"),
    ("Bright Harbor", "BRHB"),
    ("Bright Harbor Shipping", "BHSH"),
    ("Calloway Instruments", "CLWI"),
    ("Dunmere Steel", "DUNM"),
    ("Eastvale Water", "EVW"),
    ("Ferrandale", "FRDL"),
    ("Glasswing Robotics", "GLSW"),
    ("Halvard & Pryce", "HVPR"),
    ("Ironmoor Rail", "IRMR"),
    ("Juniper Lane Media", "JLM"),
    ("Kestrel Aviation Works", "KSTA"),
    ("Lomond Semiconductor", "LMSC"),
    ("Marrow Creek Mining", "MRCM"),
    ("Norrsken Kraft", "NRSK"),
    ("Orpheum Labs", "ORPH"),
    ("Pellworth", "PLW"),
    ("Quillon Pharma", "QLN"),
    ("Rosenholm Bank", "RSHB"),
    ("Øresund Textiles", "OTX"),
];

/// A ticker in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticker<'t> {
    /// Bytes of the text: the symbol, or the name.
    pub span: Range<usize>,
    /// The symbol: a part of the text, or what the list has for the name.
    pub symbol: &'t str,
    /// JSON: where the symbol is traded, or that it is the symbol of a name.
    pub value: Option<&'static str>,
}

/// Finds tickers. Made once, used for any number of texts.
#[derive(Clone, Debug)]
pub struct Finder {
    /// Names and symbols: by first byte, longer ones first.
    names: Vec<(String, String)>,
    /// For every byte, whether anything can begin with it: nearly every byte of a text is skipped
    /// after a look at this.
    begins: [bool; 256],
    /// For every byte, where in `names` those that begin with it start and end.
    named: [(u32, u32); 256],
}

/// Bytes that are skipped at once.
const STRIDE: usize = 8;

impl Finder {
    /// A finder of these names, each with its symbol; of a name that is there twice, the last counts.
    /// Empty names are passed over.
    pub fn new(names: &[(String, String)]) -> Self {
        let mut names: Vec<(String, String)> = names.iter().filter(|(name, _)| !name.is_empty()).cloned().collect();
        names.reverse();
        // longer before shorter; the last of equals before the others, which are then never reached
        names.sort_by(|(a, _), (b, _)| (a.as_bytes()[0], b.len()).cmp(&(b.as_bytes()[0], a.len())));
        let mut begins = [false; 256];
        let mut named = [(0, 0); 256];
        for sign in [b'(', b'$'] {
            begins[usize::from(sign)] = true;
        }
        for (index, (name, _)) in (0..).zip(&names) {
            let first = usize::from(name.as_bytes()[0]);
            let (start, end) = &mut named[first];
            if *end == 0 {
                *start = index;
            }
            (*end, begins[first]) = (index + 1, true);
        }
        Self { names, begins, named }
    }

    /// A finder of [`NAMES`].
    pub fn with_built_in_names() -> Self {
        Self::new(&NAMES.map(|(name, symbol)| (name.to_owned(), symbol.to_owned())))
    }

    /// Hands over every ticker, in the order of the text.
    pub fn find<'t>(&'t self, text: &'t str, mut found: impl FnMut(Ticker<'t>)) {
        let mut at = 0;
        while let Some(next) = self.next_begin(text.as_bytes(), at) {
            at = match self.ticker(text, next) {
                Some((ticker, end)) => {
                    found(ticker);
                    end
                }
                None => next + 1,
            };
        }
    }

    /// The next place at which something can begin.
    fn next_begin(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let begins = |byte: &u8| self.begins[usize::from(*byte)];
        let (strides, rest) = bytes.get(from..)?.as_chunks::<STRIDE>();
        for (index, stride) in strides.iter().enumerate() {
            // eight looks without a branch are faster than one with
            let marks = stride.iter().rev().fold(0_u32, |marks, byte| marks << 1 | u32::from(begins(byte)));
            if marks != 0 {
                return Some(from + index * STRIDE + marks.trailing_zeros() as usize);
            }
        }
        rest.iter().position(begins).map(|offset| bytes.len() - rest.len() + offset)
    }

    /// The ticker that begins here, and where to go on.
    fn ticker<'t>(&'t self, text: &'t str, at: usize) -> Option<(Ticker<'t>, usize)> {
        let signed = match text.as_bytes()[at] {
            b'(' => listed(text, at),
            b'$' => cashtag(text, at),
            _ => None,
        };
        signed.or_else(|| self.named(text, at))
    }

    /// Rule 3.
    fn named<'t>(&'t self, text: &'t str, at: usize) -> Option<(Ticker<'t>, usize)> {
        let rest = &text.as_bytes()[at..];
        let (start, end) = self.named[usize::from(rest[0])];
        let names = &self.names[start as usize..end as usize];
        let (name, symbol) = names.iter().find(|(name, _)| {
            // the second byte tells most words from most names without a call
            name.as_bytes().get(1) == rest.get(1).filter(|_| name.len() > 1)
                && rest.starts_with(name.as_bytes())
                && !begins_with_word(text, at + name.len())
        })?;
        let end = at + name.len();
        (!ends_with_word(text, at)).then_some((Ticker { span: at..end, symbol, value: Some(NAMED) }, end))
    }
}

/// Rule 1, at an opening bracket.
fn listed(text: &str, at: usize) -> Option<(Ticker<'_>, usize)> {
    let rest = text.as_bytes().get(at + 1..)?;
    let (exchange, value) = EXCHANGES
        .iter()
        .find(|(exchange, _)| rest.starts_with(exchange.as_bytes()) && rest.get(exchange.len()) == Some(&b':'))?;
    let space = usize::from(rest.get(exchange.len() + 1) == Some(&b' '));
    let symbol = exchange.len() + 1 + space;
    let mut length = capitals(rest, symbol)?;
    if rest.get(symbol + length) == Some(&b'.') && rest.get(symbol + length + 1).is_some_and(u8::is_ascii_uppercase) {
        length += 2;
    }
    let end = symbol + length;
    let span = at + 1 + symbol..at + 1 + end;
    let ticker = Ticker { symbol: &text[span.clone()], span, value: Some(value) };
    (rest.get(end) == Some(&b')')).then_some((ticker, at + 1 + end + 1))
}

/// Rule 2, at a dollar sign.
fn cashtag(text: &str, at: usize) -> Option<(Ticker<'_>, usize)> {
    let length = capitals(text.as_bytes(), at + 1)?;
    let span = at + 1..at + 1 + length;
    let alone = !ends_with_word(text, at) && !begins_with_word(text, span.end);
    alone.then(|| (Ticker { symbol: &text[span.clone()], span: span.clone(), value: None }, span.end))
}

/// How many capitals stand there, if it is 1 to 5. Six are none: no rule could go on behind five.
fn capitals(bytes: &[u8], at: usize) -> Option<usize> {
    let count = bytes.get(at..)?.iter().take(6).take_while(|byte| byte.is_ascii_uppercase()).count();
    (1..=5).contains(&count).then_some(count)
}

/// Whether a letter or digit stands right before this place.
fn ends_with_word(text: &str, end: usize) -> bool {
    match text.as_bytes()[..end].last() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        _ => text[..end].chars().next_back().is_some_and(char::is_alphanumeric),
    }
}

/// Whether a letter or digit stands right behind this place.
fn begins_with_word(text: &str, start: usize) -> bool {
    match text.as_bytes().get(start) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        _ => text[start..].chars().next().is_some_and(char::is_alphanumeric),
    }
}
