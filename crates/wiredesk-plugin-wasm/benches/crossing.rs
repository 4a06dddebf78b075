//! What it costs to hand an article to a plugin and take ten annotations back, apart from the
//! plugin's own work: `cargo bench -p wiredesk-plugin-wasm`. Times are of a batch, in CPU time of the
//! thread, so that they hold on a machine that does other things too; throughput is in documents.
#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};
use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{Entity, EntityKind, Facts, Mention, MentionForm, Token, TokenKind},
    document::Article,
    extractor::{Declaration, SyncExtractor},
};
use wiredesk_plugin_wasm::{Host, Limits, Module, Setup};

#[path = "../src/tests/guests.rs"]
mod guests;

/// Bytes of text; the first letter tells the guest to answer with ten annotations.
const SIZE: usize = 4096;

/// An article with 700 tokens, 30 sentences, and 20 entities with 50 mentions.
fn article() -> Document {
    let text: String = "every word of it ".chars().cycle().take(SIZE).collect();
    let article = Article {
        key: "a.txt".into(),
        title: Some("A title of usual length".into()),
        text: text.into(),
        ..Article::default()
    };
    let mut document = Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH);
    let text = document.text.clone();
    let span = |number: usize, of: usize, length: usize| {
        let start = number * (SIZE / of);
        Span::new(&text, start..start + length).expect("inside of the text")
    };
    document.layers.tokens = (0..700).map(|n| Token { span: span(n, 700, 4), kind: TokenKind::Word }).collect();
    document.layers.sentences = (0..30).map(|n| span(n, 30, 130)).collect();
    let mention = |n| Mention { span: span(n, 50, 12), form: MentionForm::Name, confidence: 0.9 };
    let entity = |n: usize| Entity {
        kind: EntityKind::Person,
        name: format!("Entity number {n}"),
        mentions: (0..50).filter(|m| m % 20 == n).map(mention).collect(),
        facts: if n.is_multiple_of(5) { Facts { age: Some(57), ..Facts::default() } } else { Facts::default() },
        confidence: 1.0,
    };
    document.layers.entities = (0..20).map(entity).collect();
    document
}

/// What this thread has used so far.
fn cpu_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

fn crossing(criterion: &mut Criterion) {
    let host = Host::new(None).expect("a machine that can run plugins");
    let module = Module::load(&host, "bench", &guests::moody()).expect("a sound plugin");
    let article = article();
    let instance = |requires: &[LayerName]| {
        let provides = vec!["acme/x".parse().expect("a layer")];
        let declaration = Declaration { requires: requires.to_vec(), provides, ..Declaration::default() };
        let setup = Setup { name: "bench".into(), options: "{}".into(), declaration, limits: Limits::default() };
        module.instance(setup).expect("a sound plugin")
    };
    let mut group = criterion.benchmark_group("crossing");
    for (name, requires) in [
        ("text", &[][..]),
        ("sentences and entities", &[LayerName::Sentences, LayerName::Entities]),
        ("tokens as well", &[LayerName::Tokens, LayerName::Sentences, LayerName::Entities]),
    ] {
        for documents in [1, 16] {
            let mut instance = instance(requires);
            let batch = vec![&article; documents];
            group.throughput(Throughput::Elements(documents as u64));
            group.bench_with_input(BenchmarkId::new(name, documents), &batch, |bencher, batch| {
                bencher.iter_custom(|rounds| {
                    let start = cpu_time();
                    for _ in 0..rounds {
                        black_box(instance.extract_batch(black_box(batch)));
                    }
                    cpu_time().saturating_sub(start)
                });
            });
        }
    }
    group.finish();
    criterion.bench_function("instance", |bencher| {
        bencher.iter_custom(|rounds| {
            let start = cpu_time();
            for _ in 0..rounds {
                black_box(instance(&[]));
            }
            cpu_time().saturating_sub(start)
        });
    });
}

criterion_group!(benches, crossing);
criterion_main!(benches);
