//! A source that yields what a script says, from any checkpoint on, and remembers what it was
//! told. Used wherever a test needs articles without files.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use wiredesk_core::{
    Checkpoint, Document, Position,
    clock::Clock,
    document::Article,
    error::Failure,
    registry::ConfiguredSource,
    source::{Intake, Item, Mode, Progress, Rejected, Source, SourceContext},
};

/// An article with nothing but a key and a text.
#[must_use]
pub fn article(key: &str, text: &str) -> Article {
    Article { key: key.to_owned(), text: text.into(), ..Article::default() }
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Scripted {
    /// Yields an article.
    Article(Article),
    /// Yields input that is no article.
    Rejected(Rejected),
    /// Yields a position without an article.
    Skipped(&'static str),
    /// Fails once per run with `Retry`, then goes on.
    Retry,
    /// Fails for good.
    Fatal,
    /// Panics.
    Panic,
    /// Yields nothing any more, but does not end: waits for the stop signal.
    Wait,
}

impl From<Article> for Scripted {
    fn from(article: Article) -> Self {
        Self::Article(article)
    }
}

/// A configured source that follows a script. Clones share what they have been told.
#[derive(Clone)]
pub struct Script {
    length: u64,
    step: Arc<dyn Fn(u64) -> Scripted + Send + Sync>,
    batch: usize,
    partitions: u64,
    told: Arc<Mutex<Told>>,
}

#[derive(Default)]
struct Told {
    starts: Vec<Checkpoint>,
    acknowledged: Checkpoint,
    yielded: u64,
}

impl Script {
    /// Yields these steps; the position after step *n* has offset *n* + 1.
    pub fn new(steps: impl IntoIterator<Item = impl Into<Scripted>>) -> Self {
        let steps: Vec<Scripted> = steps.into_iter().map(Into::into).collect();
        Self::generated(steps.len() as u64, move |number| steps[number as usize].clone())
    }

    /// Yields `length` steps that are made when they are needed.
    pub fn generated(length: u64, step: impl Fn(u64) -> Scripted + Send + Sync + 'static) -> Self {
        Self { length, step: Arc::new(step), batch: 16, partitions: 1, told: Arc::default() }
    }

    /// Articles `a0`, `a1`, … with a line of text each.
    #[must_use]
    pub fn articles(count: u64) -> Self {
        Self::generated(count, |n| article(&format!("a{n}"), &format!("Ferry number {n} left Brackwater.")).into())
    }

    /// How many things one call of `next` yields; 16 unless set.
    #[must_use]
    pub fn batch(mut self, batch: usize) -> Self {
        self.batch = batch.max(1);
        self
    }

    /// Deals the steps out to so many partitions in turn; 1 unless set.
    #[must_use]
    pub fn partitions(mut self, partitions: u64) -> Self {
        self.partitions = partitions.max(1);
        self
    }

    /// The checkpoints that runs were started from, in order.
    #[must_use]
    pub fn starts(&self) -> Vec<Checkpoint> {
        self.told().starts.clone()
    }

    /// What has been acknowledged so far, over all runs.
    #[must_use]
    pub fn acknowledged(&self) -> Checkpoint {
        self.told().acknowledged.clone()
    }

    /// How many things have been yielded so far, over all runs.
    #[must_use]
    pub fn yielded(&self) -> u64 {
        self.told().yielded
    }

    /// Where step `number` ends.
    #[must_use]
    pub fn position(&self, number: u64) -> Position {
        let partition =
            if self.partitions == 1 { "script".into() } else { format!("script-{}", number % self.partitions) };
        Position { partition: partition.into(), version: "1".into(), offset: number + 1 }
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConfiguredSource for Script {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        self.told().starts.push(context.checkpoint.clone());
        let SourceContext { id, checkpoint, mode, clock, .. } = context;
        Ok(Box::new(ScriptedSource { script: self.clone(), id, checkpoint, mode, clock, next: 0, retried: None }))
    }
}

struct ScriptedSource {
    script: Script,
    id: Arc<str>,
    checkpoint: Checkpoint,
    mode: Mode,
    clock: Arc<dyn Clock>,
    next: u64,
    retried: Option<u64>,
}

#[async_trait]
impl Source for ScriptedSource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        let mut items = Vec::new();
        while self.next < self.script.length && items.len() < self.script.batch {
            let position = self.script.position(self.next);
            if self.checkpoint.covers(&position) {
                self.next += 1;
                continue;
            }
            let item = match (self.script.step)(self.next) {
                Scripted::Article(article) => {
                    let fetched = self.clock.now_seconds();
                    Item::Document(Arc::new(Document::new(self.id.clone(), article, fetched)))
                }
                Scripted::Rejected(rejected) => Item::Rejected(rejected),
                Scripted::Skipped(reason) => Item::Skipped(reason),
                // what was gathered so far comes first
                _ if !items.is_empty() => break,
                Scripted::Retry if self.retried == Some(self.next) => Item::Skipped("retried"),
                Scripted::Retry => {
                    self.retried = Some(self.next);
                    return Err(Failure::retry("scripted", "the script says so"));
                }
                Scripted::Fatal => return Err(Failure::fatal("scripted", "the script says so")),
                Scripted::Panic => panic!("the script says so"),
                Scripted::Wait => std::future::pending().await,
            };
            items.push(Intake { item, position });
            self.next += 1;
        }
        if items.is_empty() {
            if self.mode == Mode::Follow {
                std::future::pending::<()>().await;
            }
            return Ok(None);
        }
        self.script.told().yielded += items.len() as u64;
        Ok(Some(items))
    }

    async fn acknowledge(&mut self, positions: &[Position]) -> Result<(), Failure> {
        let mut told = self.script.told();
        for position in positions {
            told.acknowledged.advance(position);
        }
        Ok(())
    }

    fn progress(&self) -> Progress {
        Progress { done: self.next, total: Some(self.script.length) }
    }
}
