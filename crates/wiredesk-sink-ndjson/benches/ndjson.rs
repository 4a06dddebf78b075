//! Time to write a commit of 1000 pass-through articles of 4 KB, and to serialise one of them.
//! Run with `cargo bench -p wiredesk-sink-ndjson`. Figures are CPU time of all threads on Linux,
//! so that neither the disk nor a busy machine counts, and elapsed time elsewhere.
#![allow(missing_docs, reason = "criterion's macros")]

use std::{
    fs,
    hint::black_box,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wiredesk_core::{
    Document, Record, Registry,
    clock::SystemClock,
    document::{Article, DateOrigin, Published},
    sink::{Batch, Marks, SinkContext},
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

fn spent(times: u64, mut work: impl FnMut()) -> Duration {
    let start = cpu();
    (0..times).for_each(|_| work());
    cpu().saturating_sub(start)
}

fn documents() -> Vec<Arc<Document>> {
    let sentence = "The harbour board met on Tuesday and put off the vote on the second quay until spring. ";
    let document = |number: i64| {
        let at = jiff::Timestamp::from_second(1_700_000_000 + number * 61).expect("in range");
        let article = Article {
            key: format!("article-{number}"),
            url: Some(format!("https://news.example/{number}")),
            title: Some("Board puts off vote on second quay".into()),
            published: Some(Published { at, from: DateOrigin::Given }),
            text: sentence.repeat(46).into(),
            ..Article::default()
        };
        Arc::new(Document::new("inbox".into(), article, jiff::Timestamp::from_second(1_800_000_000).expect("in range")))
    };
    (0..1000).map(document).collect()
}

fn ndjson(criterion: &mut Criterion) {
    let batch = Batch { documents: documents(), positions: Vec::new() };
    let bytes: u64 = batch.documents.iter().map(|document| document.text.len() as u64).sum();
    let mut group = criterion.benchmark_group("ndjson");
    group.throughput(Throughput::Bytes(bytes / 1000));
    let mut line = Vec::new();
    group.bench_function("serialise", |bencher| {
        bencher.iter_custom(|times| {
            spent(times, || {
                line.clear();
                serde_json::to_writer(&mut line, &Record::of(black_box(&batch.documents[7]))).expect("memory takes it");
            })
        });
    });
    group.throughput(Throughput::Elements(1000));
    let mut registry = Registry::default();
    wiredesk_sink_ndjson::register(&mut registry);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
    // memory-backed where there is such a folder
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder");
    for (name, path) in [("commit", "news.ndjson"), ("commit-by-day", "{published:%Y-%m-%d}.ndjson")] {
        let path = folder.path().join(path);
        let options = serde_json::json!({"path": path, "rotate_size": "64MiB"});
        let context = SinkContext { id: "archive".into(), clock: Arc::new(SystemClock) };
        let configured = registry.sinks["ndjson"].configure(options).expect("right options");
        let mut sink = configured.build(context).expect("builds");
        runtime.block_on(sink.open(&Marks::new())).expect("opens");
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| spent(times, || drop(runtime.block_on(sink.write(&batch)).expect("writes"))));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2));
    targets = ndjson
}
criterion_main!(benches);
