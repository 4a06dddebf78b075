//! One extractor at work: N workers that take batches in turn, and a collector that restores
//! their order. Wired by `pipeline`; a stage with one worker hands its batches straight on.

mod gate;
mod strikes;
mod thread;
mod verdict;
mod waiting;

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, oneshot};
use wiredesk_core::{
    LayerName,
    error::Failure,
    extractor::{Declaration, Worker},
    registry::ConfiguredExtractor,
};

pub(crate) use self::{strikes::Strikes, verdict::Work};
use self::{thread::Computing, waiting::Waiting};
use crate::{
    batch::{Batch, Outcome},
    control::Control,
    dead_letters::{Content, DeadLetter},
    error::RunError,
    memories::{Noted, StageMemory},
    metrics::{Component, Counter},
    plan::{OnError, StagePlan},
    stage::verdict::{Slot, Verdict},
    supervise::Activity,
};

/// What all workers of a stage share.
pub(crate) struct Stage {
    pub(crate) component: Arc<Component>,
    control: Arc<Control>,
    configured: Arc<dyn ConfiguredExtractor>,
    declaration: Declaration,
    /// Of the plan; recorded as provenance unless the extractor says otherwise.
    version: Arc<str>,
    strikes: Strikes,
    /// Of an extractor that remembers.
    memory: Option<Arc<StageMemory>>,
    /// Its place among the stages.
    index: usize,
    timeout: std::time::Duration,
    on_error: OnError,
    /// This stage's bit in `Entry::failed`; 0 beyond the 64th stage.
    bit: u64,
    /// Bits of the earlier stages whose layers it requires.
    needs: u64,
}

impl Stage {
    /// The stage at `index` of a pipeline.
    pub(crate) fn new(
        plans: &[StagePlan],
        index: usize,
        component: Arc<Component>,
        strikes: Strikes,
        memory: Option<Arc<StageMemory>>,
        control: Arc<Control>,
    ) -> Arc<Self> {
        let plan = &plans[index];
        let bit = |index: usize| 1_u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or(0);
        let required = |layer: &&LayerName| {
            // every document has text, cleaned or not
            **layer != LayerName::Text && plan.declaration.requires.contains(layer)
        };
        let provides_for = |earlier: &StagePlan| earlier.declaration.provides.iter().any(|layer| required(&layer));
        let earlier = plans[..index].iter().enumerate().filter(|(_, earlier)| provides_for(earlier));
        Arc::new(Self {
            component,
            control,
            configured: plan.configured.clone(),
            declaration: plan.declaration.clone(),
            version: plan.version.as_str().into(),
            strikes,
            memory,
            index,
            timeout: plan.timeout,
            on_error: plan.on_error,
            bit: bit(index),
            needs: earlier.fold(0, |needs, (index, _)| needs | bit(index)),
        })
    }

    /// The tasks of this stage: one per instance, and the collector if there are several.
    pub(crate) fn tasks(
        self: &Arc<Self>,
        workers: Vec<(Worker, Arc<Activity>)>,
        input: mpsc::Receiver<Batch>,
        output: mpsc::Sender<Batch>,
    ) -> Result<Vec<impl Future<Output = ()> + Send + use<>>, Failure> {
        let mut turns = None;
        let mut tasks: Vec<std::pin::Pin<Box<dyn Future<Output = ()> + Send>>> = Vec::new();
        if workers.len() > 1 {
            let (sender, receiver) = mpsc::channel(2 * workers.len());
            turns = Some(sender);
            tasks.push(Box::pin(collect(receiver, output.clone())));
        }
        let feed = Arc::new(Mutex::new(Feed { input, turns }));
        for (worker, activity) in workers {
            let instance = match worker {
                Worker::Sync(extractor) => Instance::Computing(Computing::start(self.clone(), extractor)?),
                Worker::Async(extractor) => Instance::Waiting(Waiting::new(self.clone(), extractor)),
            };
            let driver = Driver { stage: self.clone(), activity, instance };
            tasks.push(Box::pin(driver.run(feed.clone(), output.clone())));
        }
        Ok(tasks)
    }
}

/// Where workers take batches from, one at a time.
struct Feed {
    input: mpsc::Receiver<Batch>,
    /// With several workers: the places of finished batches, in the order they were taken.
    turns: Option<mpsc::Sender<oneshot::Receiver<Batch>>>,
}

impl Feed {
    /// The next batch and where it goes when it is done.
    async fn take(&mut self, output: &mpsc::Sender<Batch>) -> Option<(Batch, Onward)> {
        let batch = self.input.recv().await?;
        let Some(turns) = &self.turns else { return Some((batch, Onward::Straight(output.clone()))) };
        let (sender, receiver) = oneshot::channel();
        turns.send(receiver).await.ok()?;
        Some((batch, Onward::InTurn(sender)))
    }
}

enum Onward {
    Straight(mpsc::Sender<Batch>),
    InTurn(oneshot::Sender<Batch>),
}

impl Onward {
    /// Whether anyone still takes batches.
    async fn send(self, batch: Batch) -> bool {
        match self {
            Self::Straight(output) => output.send(batch).await.is_ok(),
            Self::InTurn(place) => place.send(batch).is_ok(),
        }
    }
}

/// Hands finished batches on in the order in which they were taken. A batch that never comes ends
/// it, so that nothing behind the gap is delivered.
async fn collect(mut turns: mpsc::Receiver<oneshot::Receiver<Batch>>, output: mpsc::Sender<Batch>) {
    while let Some(turn) = turns.recv().await {
        let Ok(batch) = turn.await else { return };
        if output.send(batch).await.is_err() {
            return;
        }
    }
}

enum Instance {
    Computing(Computing),
    Waiting(Waiting),
}

/// One worker.
struct Driver {
    stage: Arc<Stage>,
    activity: Arc<Activity>,
    instance: Instance,
}

impl Driver {
    async fn run(mut self, feed: Arc<Mutex<Feed>>, output: mpsc::Sender<Batch>) {
        loop {
            // a statement of its own: the lock must be free while the batch is worked on
            let taken = feed.lock().await.take(&output).await;
            let Some((mut batch, onward)) = taken else { break };
            if let Err(error) = self.work(&mut batch).await {
                self.stage.control.fail(error);
                break;
            }
            if !onward.send(batch).await {
                break;
            }
        }
        drop(output);
        if let Instance::Computing(computing) = self.instance {
            computing.finish().await;
        }
    }

    /// Runs the extractor over the documents of a batch that are its business.
    async fn work(&mut self, batch: &mut Batch) -> Result<(), RunError> {
        let stage = self.stage.clone();
        let mut slots = Vec::with_capacity(batch.len());
        let version = stage.version_at_work();
        for (index, entry) in batch.iter_mut().enumerate() {
            let Outcome::Document(document) = &mut entry.outcome else { continue };
            stage.component.add(Counter::Received, 1);
            if let Some(problem) = stage.gate(document, entry.failed, &version) {
                stage.component.because(Counter::PassedBy, &problem.code);
                stage.component.add(Counter::Delivered, 1);
                Arc::make_mut(document).problems.push(problem);
                entry.failed |= stage.bit;
            } else if let Outcome::Document(document) = std::mem::replace(&mut entry.outcome, Outcome::Dropped) {
                slots.push(Slot { index, document, verdict: Verdict::Pending });
            }
        }
        if slots.is_empty() {
            return Ok(());
        }
        let slots = match &mut self.instance {
            Instance::Computing(computing) => computing.work(slots, &self.activity).await?,
            Instance::Waiting(waiting) => waiting.work(slots, &self.activity).await,
        };
        for slot in slots {
            let entry = &mut batch[slot.index];
            match slot.verdict {
                Verdict::Kept(note) => {
                    stage.component.add(Counter::Delivered, 1);
                    if let (Some(note), Some(_)) = (note, &stage.memory) {
                        entry.notes.push(Noted { stage: stage.index, document: slot.document.id, note });
                    }
                    entry.outcome = Outcome::Document(slot.document);
                }
                Verdict::Dropped(reason) => stage.component.because(Counter::Dropped, &reason),
                Verdict::Pending => unreachable!("both kinds of instances settle every slot"),
                Verdict::Failed(failure) => {
                    entry.failed |= stage.bit;
                    if failure.crash {
                        stage.strikes.add(&stage.version_at_work(), slot.document.id).await;
                    }
                    entry.outcome = stage.settle_failure(slot.document, failure)?;
                }
            }
        }
        Ok(())
    }
}

impl Stage {
    /// The version of the extractor that new batches meet.
    fn version_at_work(&self) -> Arc<str> {
        self.configured.version().unwrap_or_else(|| self.version.clone())
    }

    /// Says in the document's provenance which version of the extractor has read it, where that is
    /// not the one of the plan.
    fn sign(&self, document: &mut wiredesk_core::Document, version: Option<Arc<str>>) {
        if let Some(version) = version.filter(|version| *version != self.version) {
            let provenance = Arc::make_mut(&mut document.provenance);
            provenance.stages.insert(self.component.place.id.to_string(), version.to_string());
        }
    }

    /// What becomes of a document on which the extractor failed.
    fn settle_failure(
        &self,
        mut document: Arc<wiredesk_core::Document>,
        failure: Failure,
    ) -> Result<Outcome, RunError> {
        self.component.because(Counter::Failed, &failure.code);
        match self.on_error {
            OnError::Keep => {
                Arc::make_mut(&mut document).problems.push(self.problem(failure.code, failure.message));
                self.component.add(Counter::Delivered, 1);
                Ok(Outcome::Document(document))
            }
            OnError::DeadLetter => {
                self.component.because(Counter::Rejected, &failure.code);
                Ok(Outcome::Rejected(Box::new(DeadLetter {
                    component: self.component.clone(),
                    source: document.source.clone(),
                    code: failure.code,
                    message: failure.message,
                    content: Content::Document(document),
                })))
            }
            OnError::Stop => {
                let message = format!("at `{}`: {}", document.key, failure.message);
                let failure = Failure { message, ..failure };
                Err(RunError::Failed { place: self.component.place.clone(), failure })
            }
        }
    }
}
