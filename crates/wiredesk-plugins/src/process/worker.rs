//! The extractor of one worker: has its process started when there is something to do, cuts
//! batches into requests, and finds the document at fault when the process breaks.

use std::{
    collections::VecDeque,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep_until, timeout_at},
};
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Extractor, Findings},
};

use super::{
    Spec,
    child::{Child, NotStarted},
    conversation::{Breakdown, Conversation, Verdicts},
};
use crate::counts::Counts;

/// Bytes of text in one request; a document that is larger goes alone.
const REQUEST: usize = 1 << 20;

/// After so many documents in a row that broke a process, the rest of a batch is not tried.
const FAILURES: u32 = 3;

/// How long a batch waits for a start while starts have been failing, and for a pause to be over.
/// With this the five starts before a plugin is turned off hold up its stage for some two seconds.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a batch waits for a process that takes its time to start, such as to load a model, for
/// each of its documents: well below what the engine allows a stage.
const PER_DOCUMENT: Duration = Duration::from_secs(4);

/// One worker's instance of a plugin. Starts nothing yet.
#[must_use]
pub fn extractor(spec: Arc<Spec>) -> Box<dyn Extractor> {
    Box::new(Worker { batch: spec.batch, spec, process: Process::None, line: Vec::new() })
}

struct Worker {
    spec: Arc<Spec>,
    process: Process,
    /// Documents in one request: fewer than allowed, if that many were found to take too long.
    batch: usize,
    /// The request being written.
    line: Vec<u8>,
}

enum Process {
    None,
    /// Goes on between batches.
    Starting(Start),
    Ready(Box<Child>),
}

/// A start under way; given up when dropped.
struct Start(JoinHandle<Result<Child, NotStarted>>);

impl Drop for Start {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[async_trait]
impl Extractor for Worker {
    async fn extract(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
        let mut verdicts: Verdicts = batch.iter().map(|_| None).collect();
        let rest = self.work(batch, &mut verdicts).await;
        let why = rest.err().map_or_else(String::new, |failure| failure.message);
        // documents without a verdict are those that were not tried any more
        let untried = || Err(Failure::reject("unavailable", why.clone()));
        verdicts.into_iter().map(|verdict| verdict.unwrap_or_else(untried)).collect()
    }
}

impl Worker {
    /// Works a batch through; an error is why the rest of it was not tried.
    async fn work(&mut self, batch: &[&Document], verdicts: &mut Verdicts) -> Result<(), Failure> {
        let documents = u32::try_from(batch.len()).unwrap_or(u32::MAX);
        let until = Instant::now() + self.spec.start_timeout.min(PER_DOCUMENT * documents);
        let mut in_a_row = 0;
        let mut innocent = Innocence::default();
        let mut suspects = VecDeque::new();
        loop {
            let (requests, window) = match suspects.pop_front() {
                Some(suspect) => (vec![vec![suspect]], 1),
                None => (self.requests(batch, verdicts), self.spec.window),
            };
            if requests.is_empty() {
                return Ok(());
            }
            let alone = requests.len() == 1 && requests[0].len() == 1;
            let spec = self.spec.clone();
            let mut line = std::mem::take(&mut self.line);
            let child = self.ready(until).await?;
            let mut conversation = Conversation { spec: &spec, batch, verdicts, window, line: &mut line };
            let held = conversation.hold(child, requests).await;
            self.line = line;
            match held {
                Ok(()) => {
                    in_a_row = 0;
                    self.adapt(innocent.answered(alone));
                }
                Err(breakdown) => {
                    self.process = Process::None;
                    self.note_crash(&breakdown.failure.message);
                    if breakdown.answered {
                        in_a_row = 0;
                    }
                    let Breakdown { failure, suspects: found, .. } = breakdown;
                    match &*found {
                        [guilty] => {
                            innocent = Innocence::default();
                            in_a_row += 1;
                            verdicts[*guilty] = Some(Err(failure));
                        }
                        [] => in_a_row += 1,
                        several => {
                            innocent = Innocence::of(&failure, several.len());
                            suspects = found.into();
                        }
                    }
                    if in_a_row >= FAILURES {
                        return Err(Failure::reject(
                            "unavailable",
                            format!("not tried after {in_a_row} crashes in a row"),
                        ));
                    }
                }
            }
        }
    }

    /// Requests for all documents without a verdict.
    fn requests(&self, batch: &[&Document], verdicts: &Verdicts) -> Vec<Vec<usize>> {
        let mut requests: Vec<Vec<usize>> = Vec::new();
        let mut bytes = 0;
        for (index, _) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.is_none()) {
            let size = batch[index].text.len();
            match requests.last_mut() {
                Some(last) if last.len() < self.batch && bytes + size <= REQUEST => {
                    last.push(index);
                    bytes += size;
                }
                _ => {
                    requests.push(vec![index]);
                    bytes = size;
                }
            }
        }
        requests
    }

    /// Sends fewer documents at once after it turned out that so many take too long together.
    fn adapt(&mut self, too_many: Option<usize>) {
        let Some(too_many) = too_many.filter(|_| self.batch > 1) else { return };
        self.batch = (too_many.min(self.batch) / 2).max(1);
        let (plugin, batch) = (&*self.spec.name, self.batch);
        tracing::warn!(
            target: "wiredesk_plugin", plugin,
            "{too_many} documents in flight took longer than the limit for one: sending {batch} in a request from now on"
        );
    }

    /// A process that waits for requests; an error if there will be none soon enough.
    async fn ready(&mut self, until: Instant) -> Result<&mut Child, Failure> {
        let mut patience = Instant::now() + PATIENCE;
        if let Process::Ready(child) = &mut self.process
            && let Err(why) = child.check_idle().await
        {
            self.process = Process::None;
            self.note_crash(&format!("while idle: {why}"));
        }
        loop {
            match &mut self.process {
                Process::Ready(_) => break,
                Process::None => {
                    if let Some(at) = self.spec.health.not_before() {
                        if at > patience {
                            return Err(self.spec.health.unavailable());
                        }
                        sleep_until(at).await;
                    }
                    patience = Instant::now() + PATIENCE;
                    self.process = Process::Starting(Start(tokio::spawn(Child::start(self.spec.clone()))));
                }
                Process::Starting(start) => {
                    // a process that replaces a broken one is waited for even if most time is used up
                    let failing = self.spec.health.is_failing_to_start();
                    let until = if failing { patience } else { until.max(patience) };
                    let Ok(started) = timeout_at(until, &mut start.0).await else {
                        return Err(Failure::reject("unavailable", "is still starting"));
                    };
                    self.process = Process::None;
                    match started.unwrap_or_else(|panic| Err(NotStarted { why: panic.to_string(), slow: false })) {
                        Ok(child) => {
                            self.spec.health.started();
                            self.process = Process::Ready(Box::new(child));
                        }
                        Err(NotStarted { why, slow }) => {
                            patience = Instant::now() + PATIENCE;
                            self.spec.health.failed_to_start(&why, slow);
                            self.count_crash(&why);
                        }
                    }
                }
            }
        }
        match &mut self.process {
            Process::Ready(child) => Ok(child),
            Process::None | Process::Starting(_) => Err(self.spec.health.unavailable()),
        }
    }

    fn note_crash(&self, why: &str) {
        self.spec.health.crashed(why);
        self.count_crash(why);
    }

    fn count_crash(&self, why: &str) {
        let counter = &self.spec.counts.plugin_crashed;
        Counts::add(counter);
        let (plugin, crashes) = (&*self.spec.name, counter.load(Relaxed));
        tracing::warn!(target: "wiredesk_plugin", plugin, crashes, "{why}");
    }
}

/// Whether documents that took too long together turn out to be quick enough each.
#[derive(Default)]
struct Innocence {
    /// How many took too long.
    together: usize,
    /// How many of them are still to be tried alone.
    left: usize,
}

impl Innocence {
    fn of(failure: &Failure, together: usize) -> Self {
        if failure.code == "timeout" { Self { together, left: together } } else { Self::default() }
    }

    /// After an answer; how many were too many, when the last one has been found innocent.
    fn answered(&mut self, alone: bool) -> Option<usize> {
        if !alone || self.left == 0 {
            return None;
        }
        self.left -= 1;
        (self.left == 0).then_some(self.together)
    }
}
