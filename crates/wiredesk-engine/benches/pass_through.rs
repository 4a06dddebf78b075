//! What the engine itself costs per document: articles from memory, through stages that do
//! nothing, into a sink that only counts. `cargo bench -p wiredesk-engine --bench pass_through`.

use std::{future::pending, sync::Arc, time::Instant};

use async_trait::async_trait;
use wiredesk_core::{
    Document, Position,
    document::Article,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    registry::{ConfiguredExtractor, ConfiguredSink, ConfiguredSource},
    sink::{Batch, Marks, Opened, Sink, SinkContext, WriteError, Written},
    source::{Intake, Item, Mode, Source, SourceContext},
};
use wiredesk_engine::{RunOptions, run};
use wiredesk_testkit::Blueprint;

const DOCUMENTS: u64 = 400_000;

/// Yields the same short article again and again.
#[derive(Clone, Copy)]
struct Spring;

struct Running {
    id: Arc<str>,
    partition: Arc<str>,
    version: Arc<str>,
    next: u64,
}

impl ConfiguredSource for Spring {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(Running { id: context.id, partition: "p".into(), version: "".into(), next: 0 }))
    }
}

fn make(id: &Arc<str>) -> Arc<Document> {
    let article = Article { key: "a".to_owned(), text: "Ferries sail.".into(), ..Article::default() };
    Arc::new(Document::new(id.clone(), article, jiff::Timestamp::UNIX_EPOCH))
}

#[async_trait]
impl Source for Running {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        if self.next == DOCUMENTS {
            return Ok(None);
        }
        let from = self.next;
        self.next = DOCUMENTS.min(from + 256);
        let item = |n| {
            let position = Position { partition: self.partition.clone(), version: self.version.clone(), offset: n + 1 };
            Intake { item: Item::Document(make(&self.id)), position }
        };
        Ok(Some((from..self.next).map(item).collect()))
    }
}

#[derive(Clone, Copy)]
struct Drain;

impl ConfiguredSink for Drain {
    fn build(&self, _: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        Ok(Box::new(*self))
    }
}

#[async_trait]
impl Sink for Drain {
    async fn open(&mut self, _: &Marks) -> Result<Opened, Failure> {
        Ok(Opened::PositionsInState)
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        Ok(Written { marks: Marks::new(), bytes: batch.documents.len() as u64 })
    }
}

#[derive(Clone, Copy)]
struct Idle;

impl ConfiguredExtractor for Idle {
    fn declaration(&self) -> Declaration {
        Declaration::default()
    }

    fn build(&self) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(*self)))
    }
}

impl SyncExtractor for Idle {
    fn extract(&mut self, _: &Document) -> Result<Findings, Failure> {
        Ok(Findings::default())
    }
}

#[expect(clippy::print_stdout, reason = "the result of a measurement")]
fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
    let runtime = runtime.expect("threads can be started");
    let id: Arc<str> = "inbox".into();
    let started = Instant::now();
    for _ in 0..DOCUMENTS {
        std::hint::black_box(make(&id));
    }
    let making = started.elapsed();
    println!("making a document: {:.3} µs", making.as_secs_f64() * 1e6 / DOCUMENTS as f64);
    let state = tempfile::tempdir().expect("a folder for the state");
    for (stages, sinks, durable) in [(0, 1, false), (0, 1, true), (0, 2, true), (1, 1, false), (5, 1, false)] {
        let mut plan = Blueprint::new().source("inbox", Spring).tune(|_, pipeline| {
            pipeline.batch = 64;
            pipeline.queue = 4;
            pipeline.id = format!("p{stages}_{sinks}").into();
        });
        if durable {
            plan = plan.state(state.path());
        }
        for number in 0..stages {
            plan = plan.stage(&format!("s{number}"), Idle);
        }
        for number in 0..sinks {
            plan = plan.sink(&format!("k{number}"), Drain);
        }
        plan = plan.tune(|_, pipeline| pipeline.sinks.iter_mut().for_each(|sink| sink.commit.documents = 1000));
        let (started, cpu) = (Instant::now(), cpu_seconds());
        let summary = runtime.block_on(run(plan.build(), RunOptions::new(Mode::Once), pending()));
        let elapsed = started.elapsed().as_secs_f64();
        let each = |seconds: f64| seconds * 1e6 / DOCUMENTS as f64;
        let ok = summary.is_ok();
        println!(
            "{stages} stages, {sinks} sinks, state {durable}: {:.2} µs each, {:.2} µs of CPU, making included; ok {ok}",
            each(elapsed),
            each(cpu_seconds() - cpu),
        );
    }
}

/// CPU time of this process so far; 0 where it cannot be told.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
