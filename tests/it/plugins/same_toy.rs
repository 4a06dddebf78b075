//! The same extractor in Rust, as a component and in Python finds the same in the same articles.
//!
//! The long form: `WIREDESK_TEST_DOCUMENTS=2000 cargo test --release --test it same_toy`

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wiredesk_core::span::CodePoints;
use wiredesk_testkit::articles::articles;

use crate::newsroom::{Newsroom, field};

#[path = "../../../examples/plugins/tickers/tickers.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with programs that use all of it")]
mod tickers;

/// What stands between the paragraphs of the articles: tickers, near misses, letters of several
/// bytes.
const REMARKS: [&str; 8] = [
    "Shares of Norrsken Kraft (NYSE: NRSK) rose \u{2013} a little.",
    "Ørsted and Øresund Textiles fell; Øresund Textilesø did not. (LSE:OTX.A) (LSE:OTX.a)",
    "\u{201c}Buy $BHSH,\u{201d} she wrote, \u{201c}not US$BHSH, $TOOLONG or $BHSHé.\u{201d}",
    "Bright Harbor Shipping is not Bright Harbor, and Bright Harbors is neither.",
    "日本語のテキスト(ASX: ABC)と$XYZ。",
    "(NASDAQ:  TWO) (NASDAQ: lower) (XETRA: FRDL) (TSX: ABCDEF) (TSX: A)",
    "Halvard & Pryce, Pellworth; Pellworth2 and 2Pellworth 🙂Pellworth🙂",
    "Nothing of the kind.",
];

fn texts() -> Vec<String> {
    let count: usize = std::env::var("WIREDESK_TEST_DOCUMENTS").map_or(400, |text| text.parse().unwrap());
    let texts = articles(11, 1500).take(count).enumerate().map(|(number, article)| {
        let paragraphs = article.text.lines().enumerate();
        paragraphs.map(|(line, text)| format!("{text}\n{}\n", REMARKS[(number + line) % REMARKS.len()])).collect()
    });
    texts.collect()
}

/// What the Rust extractor finds, as it would stand in the record.
fn native(text: &str) -> Vec<Value> {
    let points = CodePoints::new(text);
    let mut found = Vec::new();
    tickers::Finder::with_built_in_names().find(text, |ticker| {
        let value: Value = ticker.value.map_or(Value::Null, |json| serde_json::from_str(json).unwrap());
        let span = [points.of_byte(ticker.span.start), points.of_byte(ticker.span.end)];
        found.push(json!({"span": span, "label": ticker.symbol, "value": value}));
    });
    found
}

/// What a plugin of the examples finds, by key.
fn plugged(plugin: &str, texts: &[String]) -> BTreeMap<String, Vec<Value>> {
    let newsroom = Newsroom::new();
    newsroom.plugin_folder(&format!("examples/plugins/{plugin}"));
    let line = |(number, text): (usize, &String)| format!("{}\n", json!({"id": number.to_string(), "text": text}));
    newsroom.write("wire.ndjson", texts.iter().enumerate().map(line).collect::<String>());
    newsroom.configure(&format!("[plugins]\npath = \"plugins\"\n[pipeline]\nextractors = [\"{plugin}\"]\n"));
    newsroom.run_once();
    let lines = newsroom.lines();
    let found = lines.iter().map(|record| {
        assert_eq!(record["problems"], json!([]), "{plugin}: {record}");
        let layer = record["extensions"]["acme/tickers"].as_array();
        (field(record, "key").to_owned(), layer.cloned().unwrap_or_default())
    });
    found.collect()
}

#[test]
fn the_same_extractor_finds_the_same_in_rust_as_a_component_and_in_python() {
    let texts = texts();
    let expected: BTreeMap<String, Vec<Value>> =
        texts.iter().enumerate().map(|(number, text)| (number.to_string(), native(text))).collect();
    assert!(expected.values().flatten().count() > texts.len(), "there is something to find");
    for plugin in ["tickers_wasm", "tickers_python"] {
        let found = plugged(plugin, &texts);
        assert_eq!(found.len(), texts.len(), "{plugin}");
        for (key, expected) in &expected {
            assert_eq!(found[key], *expected, "{plugin}: {}", texts[key.parse::<usize>().unwrap()]);
        }
    }
}
