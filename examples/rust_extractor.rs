//! A whole custom wiredesk: the built-in program plus one extractor in Rust, usable like any other.
//!
//!     cargo run --example rust_extractor -- describe tickers
//!     echo 'Shares of Norrsken Kraft ($NRSK) rose.' | cargo run --example rust_extractor -- extract

use wiredesk_core::{
    Document, LayerName, Span,
    annotation::Annotation,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

#[path = "plugins/tickers/tickers.rs"]
#[allow(unreachable_pub, reason = "shared with crates of which it is a public part")]
mod tickers;

struct Tickers;

impl Component for Tickers {
    const NAME: &'static str = "tickers";
    const SUMMARY: &'static str = "stock tickers: by exchange, cashtag and company name";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for Tickers {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration { provides: vec![LayerName::Extension("acme/tickers".into())], ..Declaration::default() }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Reader(tickers::Finder::with_built_in_names()))))
    }
}

struct Reader(tickers::Finder);

impl SyncExtractor for Reader {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let (text, mut found) = (&*document.text, Vec::new());
        self.0.find(text, |ticker| {
            let span = Span::of(text, &text[ticker.span]);
            let value = ticker.value.and_then(|json| serde_json::from_str(json).ok());
            found.push(Annotation { span, label: ticker.symbol.to_owned(), value });
        });
        let mut findings = Findings::default();
        findings.layers.extensions.insert("acme/tickers".into(), found);
        Ok(findings)
    }
}

fn main() -> std::process::ExitCode {
    let mut registry = wiredesk::registry();
    registry.extractor(Tickers);
    wiredesk::run_cli(registry)
}
