//! Finds stock tickers such as `(NYSE: VLD)`, in the sandbox of wiredesk.

use wiredesk_guest::{Document, Extractor, Findings, json};

/// The longest bracket that is looked into, in bytes.
const LONGEST: usize = 32;

struct Tickers {
    exchanges: Vec<String>,
}

impl Extractor for Tickers {
    fn new(options: &str) -> Result<Self, String> {
        let options = json::parse(options)?;
        let exchanges = options.get("exchanges").and_then(json::Value::items).unwrap_or_default();
        Ok(Self { exchanges: exchanges.iter().filter_map(json::Value::as_str).map(str::to_owned).collect() })
    }

    /// Offsets are bytes of the text, as `&text[range]` takes them.
    fn extract(&mut self, document: &Document, found: &mut Findings) {
        let text = document.text();
        for (at, _) in text.match_indices('(') {
            let Some((exchange, symbol)) = ticker(&text[at + 1..]) else { continue };
            if !self.exchanges.iter().any(|known| known == exchange) {
                continue;
            }
            let start = symbol.as_ptr() as usize - text.as_ptr() as usize;
            let value = json::Value::Object(vec![("exchange".to_owned(), exchange.into())]);
            // layer 0: the first of `provides` in plugin.toml
            found.annotate(0, start..start + symbol.len(), symbol).value(&value.to_string());
        }
    }
}

/// Exchange and symbol of `NYSE: VLD)…`.
fn ticker(inside: &str) -> Option<(&str, &str)> {
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b')')?;
    let (exchange, symbol) = inside[..end].split_once(':')?;
    let symbol = symbol.strip_prefix(' ').unwrap_or(symbol);
    let capitals = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (capitals(exchange) && capitals(symbol)).then_some((exchange, symbol))
}

wiredesk_guest::export!(Tickers);

#[cfg(test)]
mod tests {
    use wiredesk_guest::testing::extract;

    use super::*;

    /// Runs natively: no WebAssembly is needed.
    fn check(text: &str, symbols: &[&str]) {
        let found = extract::<Tickers>(r#"{"exchanges": ["NYSE"]}"#, text);
        let words: Vec<&str> = found.annotations().map(|annotation| &text[annotation.range()]).collect();
        assert_eq!(words, symbols);
    }

    #[test]
    fn the_symbol_is_marked_without_its_exchange() {
        check("Veldt (NYSE: VLD) and Åsa (NYSE:ASA) rose.", &["VLD", "ASA"]);
    }

    #[test]
    fn other_exchanges_and_brackets_are_left_alone() {
        check("Quay (LSE: QAY) fell (see page 4) ((((", &[]);
    }
}
