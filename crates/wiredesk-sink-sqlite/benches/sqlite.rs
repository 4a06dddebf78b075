//! Time to write commits of 1000 articles of 4 KB with every layer, with and without full text.
//! Run with `cargo bench -p wiredesk-sink-sqlite`. Figures are CPU time of all threads on Linux,
//! so that neither the disk nor a busy machine counts, and elapsed time elsewhere. The database
//! grows all the while, so merges of the index are part of the figure.
#![allow(missing_docs, reason = "criterion's macros")]

use std::{
    fs,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wiredesk_core::{
    Document, Registry, Span,
    annotation::*,
    clock::SystemClock,
    document::{Article, DateOrigin, Published},
    sink::{Batch, Marks, Sink, SinkContext},
};

/// CPU time of all threads so far.
fn cpu() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return START.elapsed() };
    let spent = |thread: fs::DirEntry| {
        let line = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        line.split(' ').next()?.parse::<u64>().ok()
    };
    Duration::from_nanos(threads.flatten().filter_map(spent).sum())
}

/// Numbers that look like chance and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A word out of some 60,000; common ones as much more often as in news.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 40] = [
            "ba", "ler", "mo", "tin", "sa", "ri", "don", "pe", "gul", "fra", "ne", "ost", "ki", "wa", "zen", "hu",
            "ta", "vi", "cor", "je", "lin", "bro", "es", "ma", "dor", "qui", "ste", "nal", "po", "ger", "ul", "ty",
            "ram", "fi", "son", "ke", "ard", "ce", "mun", "io",
        ];
        let mut rank = (11.0 * self.roll()).exp() as usize;
        let mut word = String::new();
        loop {
            word.push_str(SYLLABLES[rank % 40]);
            rank /= 40;
            if rank == 0 {
                return word;
            }
        }
    }
}

/// An article of 4 KB, with about as many facts in every layer as such articles have.
fn document(number: u64) -> Document {
    let mut dice = Dice(number);
    let mut text = String::new();
    let mut sentences = Vec::new();
    let mut words = Vec::new();
    while text.len() < 4000 {
        let start = text.len();
        for _ in 0..22 {
            let at = text.len();
            text.push_str(&dice.word());
            words.push(at..text.len());
            text.push(' ');
        }
        text.pop();
        text.push('.');
        sentences.push(start..text.len());
        text.push(' ');
    }
    let at = jiff::Timestamp::from_second(1_700_000_000 + number as i64 * 61).expect("in range");
    let article = Article {
        key: format!("article-{number}"),
        url: Some(format!("https://news.example/{number}")),
        title: Some(text[..60].to_owned()),
        published: Some(Published { at, from: DateOrigin::Given }),
        text: text.into(),
        ..Article::default()
    };
    let fetched = jiff::Timestamp::from_second(1_900_000_000).expect("in range");
    let mut document = Document::new("inbox".into(), article, fetched);
    let span = |range: &std::ops::Range<usize>| Span::new(&document.text, range.clone()).expect("on boundaries");
    let word = |number: usize| span(&words[number * 37 % words.len()]);
    let kinds = [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Person];
    let entity = |number: usize| Entity {
        kind: kinds[number % 4],
        name: format!("{} {}", word(number).slice(&document.text), word(number + 50).slice(&document.text)),
        mentions: (0..4)
            .map(|mention| Mention { span: word(number + mention * 9), form: MentionForm::Name, confidence: 0.93 })
            .collect(),
        facts: Facts { nationality: Some("NL".into()), ..Facts::default() },
        confidence: 0.91,
    };
    let quote = |number: usize| Quote {
        span: span(&sentences[number % sentences.len()]),
        kind: QuoteKind::Direct,
        speaker: Some(Speaker { entity: Some(EntityId(number as u32)), span: Some(word(number)) }),
        cue: Some(word(number + 1)),
        confidence: 0.9,
        rule: "cue-after".into(),
    };
    let role = |number: usize| Role {
        person: EntityId(number as u32),
        title: "prime minister".into(),
        of: Some(EntityId(2)),
        status: RoleStatus::Current,
        span: word(number),
        since: None,
        until: None,
        rule: "apposition".into(),
    };
    let event = |number: usize| Event {
        kind: EventKind::Support,
        trigger: word(number),
        actors: vec![EntityId(0)],
        recipients: vec![EntityId(1)],
        place: None,
        time: Some("2024-10-01".into()),
        negated: false,
        span: span(&sentences[number % sentences.len()]),
    };
    document.layers = Layers {
        language: Some(Language { code: "en".into(), confidence: 0.99 }),
        sentences: sentences.iter().map(span).collect(),
        entities: (0..20).map(entity).collect(),
        quotes: (0..8).map(quote).collect(),
        times: (0..6)
            .map(|number| TimeExpression { span: word(number), kind: TimeKind::Date, value: "2024-10-01".into() })
            .collect(),
        quantities: (0..6)
            .map(|number| Quantity { span: word(number), kind: QuantityKind::Count, value: 7.0, unit: None })
            .collect(),
        roles: (0..5).map(role).collect(),
        events: (0..4).map(event).collect(),
        keywords: (0..10)
            .map(|number| Keyword { text: word(number).slice(&document.text).into(), score: 0.5 })
            .collect(),
        ..Layers::default()
    };
    document
}

fn bare(mut document: Document) -> Document {
    document.layers = Layers::default();
    document
}

fn sqlite(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sqlite");
    group.throughput(Throughput::Elements(1000));
    let mut registry = Registry::default();
    wiredesk_sink_sqlite::register(&mut registry);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for (name, full_text, layers) in
        [("all", true, true), ("all-without-full-text", false, true), ("bare", true, false)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let options = serde_json::json!({"path": folder.path().join("news.db"), "full_text": full_text});
        let context = SinkContext { id: "desk".into(), clock: Arc::new(SystemClock) };
        let mut sink: Box<dyn Sink> =
            registry.sinks["sqlite"].configure(options).expect("right options").build(context).expect("builds");
        runtime.block_on(sink.open(&Marks::new())).expect("opens");
        let mut number = 0;
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                for _ in 0..times {
                    let made = (number..number + 1000).map(document);
                    let made: Vec<_> = made.map(|made| if layers { made } else { bare(made) }).map(Arc::new).collect();
                    number += 1000;
                    let batch = Batch { documents: made, positions: Vec::new() };
                    let start = cpu();
                    runtime.block_on(sink.write(&batch)).expect("writes");
                    spent += cpu().saturating_sub(start);
                }
                spent
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(4));
    targets = sqlite
}
criterion_main!(benches);
