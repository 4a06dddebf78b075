//! What the extractors that remember cost on a new article of 4 KB when their memory is full:
//! `cargo bench -p wiredesk-extractors --bench memory`. Articles are made of words drawn at random, the
//! frequent ones frequently; nothing is read or written.
#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use wiredesk_core::{Document, Registry, document::Article, extractor::Worker};
use wiredesk_extractors::sentences::{split, tokenize};

/// Articles that the memory has seen.
const SEEN: u64 = 25_000;

const SIZE: usize = 4096;

/// Words to draw from.
const VOCABULARY: f64 = 30_000.0;

/// Articles one after the other, no two alike.
struct Stream {
    state: u64,
    number: u64,
}

impl Stream {
    fn random(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn next(&mut self) -> Document {
        let mut text = String::with_capacity(SIZE + 16);
        while text.len() < SIZE {
            // Zipf's law: the n-th word is drawn with a probability of about 1/n
            let rank = VOCABULARY.powf(self.random()) as u64;
            text.push_str(&format!("w{rank:x} "));
        }
        self.number += 1;
        let article = Article { key: self.number.to_string(), text: text.into(), ..Article::default() };
        let mut document = Document::new("bench".into(), article, Timestamp::UNIX_EPOCH);
        tokenize(&document.text, &mut document.layers.tokens);
        split(&document.text, &document.layers.tokens, &mut document.layers.sentences);
        document
    }
}

fn memory(criterion: &mut Criterion) {
    let mut registry = Registry::default();
    wiredesk_extractors::register(&mut registry);
    let mut group = criterion.benchmark_group("memory");
    for name in ["duplicates", "stories"] {
        let configured = registry.extractors[name].configure(serde_json::json!({})).expect("no option is required");
        let Ok(Worker::Sync(mut extractor)) = configured.build() else { panic!("it computes") };
        let mut stream = Stream { state: 1, number: 0 };
        for _ in 0..SEEN {
            extractor.extract(&stream.next()).expect("the article is well formed");
        }
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || stream.next(),
                |document| extractor.extract(black_box(&document)),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, memory);
criterion_main!(benches);
