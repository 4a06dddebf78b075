//! wiredesk with one more extractor: stock tickers such as `(NYSE: VLD)`. It has all commands of
//! wiredesk; `list` shows the new extractor beside the built-in ones.

use std::process::ExitCode;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wiredesk_core::{
    Document, Span,
    annotation::Annotation,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::ComponentOptions,
    registry::{Component, ExtractorComponent},
};

/// The layer it adds; put your own name in place of `acme`.
const LAYER: &str = "acme/{{name}}";
/// The longest bracket that is looked into, in bytes.
const LONGEST: usize = 32;

fn main() -> ExitCode {
    let mut registry = wiredesk::registry();
    registry.extractor(Tickers);
    wiredesk::run_cli(registry)
}

/// The component: its name, its options, what it needs and gives.
struct Tickers;

/// What a user may set under `[extractors.{{name}}]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// Exchanges whose tickers are found.
    exchanges: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { exchanges: ["NYSE", "NASDAQ", "LSE"].map(str::to_owned).to_vec() }
    }
}

impl ComponentOptions for Options {}

impl Component for Tickers {
    const NAME: &'static str = "{{name}}";
    const SUMMARY: &'static str = "stock tickers such as (NYSE: VLD)";
    // changes whenever the same text may give other findings
    const VERSION: &'static str = "0.1.0";
    type Options = Options;
}

impl ExtractorComponent for Tickers {
    fn declare(&self, _: &Options) -> Declaration {
        Declaration { provides: LAYER.parse().into_iter().collect(), ..Declaration::default() }
    }

    fn build(&self, options: &Options) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Reader { exchanges: options.exchanges.clone() })))
    }
}

/// One worker's instance.
struct Reader {
    exchanges: Vec<String>,
}

impl SyncExtractor for Reader {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let text = &*document.text;
        let mut annotations = Vec::new();
        for (at, _) in text.match_indices('(') {
            let Some((exchange, symbol)) = ticker(&text[at + 1..]) else { continue };
            if self.exchanges.iter().any(|known| known == exchange) {
                let span = Span::of(text, symbol);
                annotations.push(Annotation { span, label: symbol.into(), value: Some(json!({"exchange": exchange})) });
            }
        }
        let mut findings = Findings::default();
        findings.layers.extensions.insert(LAYER.into(), annotations);
        Ok(findings)
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

#[cfg(test)]
mod tests {
    use wiredesk_core::document::Article;

    use super::*;

    fn check(text: &str, symbols: &[&str]) {
        let article = Article { text: text.into(), ..Article::default() };
        let document = Document::new("test".into(), article, Default::default());
        let mut reader = Reader { exchanges: vec!["NYSE".to_owned()] };
        let findings = reader.extract(&document).expect("it never fails");
        let found = findings.layers.extensions[LAYER].iter();
        let words: Vec<&str> = found.map(|annotation| annotation.span.slice(text)).collect();
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
