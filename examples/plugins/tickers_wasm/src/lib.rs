//! A plugin for wiredesk that finds stock tickers, as a WebAssembly component. What is found is
//! decided in `../../tickers/tickers.rs`, which knows nothing of wiredesk; here it is given options
//! and documents.

use wiredesk_guest::{Document, Extractor, Findings, json};

#[path = "../../tickers/tickers.rs"]
pub mod tickers;

/// The only layer in the manifest's `provides`.
const TICKERS: u16 = 0;

/// The extractor.
pub struct Tickers {
    finder: tickers::Finder,
}

impl Extractor for Tickers {
    fn new(options: &str) -> Result<Self, String> {
        let options = json::parse(options)?;
        let finder = match options.get("names") {
            None | Some(json::Value::Null) => tickers::Finder::with_built_in_names(),
            Some(names) => tickers::Finder::new(&table(names)?),
        };
        Ok(Self { finder })
    }

    fn extract(&mut self, document: &Document, found: &mut Findings) {
        self.finder.find(document.text(), |ticker| {
            let annotation = found.annotate(TICKERS, ticker.span, ticker.symbol);
            if let Some(value) = ticker.value {
                annotation.value(value);
            }
        });
    }
}

wiredesk_guest::export!(Tickers);

/// The option `names`.
fn table(names: &json::Value) -> Result<Vec<(String, String)>, String> {
    let entries = names.entries().ok_or("`names` must be a table of names and symbols")?;
    let entry = |(name, symbol): &(String, json::Value)| match symbol.as_str() {
        Some(_) if name.is_empty() => Err("`names` has an empty name".to_owned()),
        Some(symbol) => Ok((name.clone(), symbol.to_owned())),
        None => Err(format!("the symbol of `{name}` in `names` must be a string")),
    };
    entries.iter().map(entry).collect()
}

#[cfg(test)]
mod tests;
