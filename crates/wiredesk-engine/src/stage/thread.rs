//! A [`SyncExtractor`] on a thread of its own, and the watch over it. A panic costs one document
//! and the instance; a thread that hangs is left behind, and a new one goes on. Never runs an
//! extractor on the async threads.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Findings, SyncExtractor, Worker},
};

use super::{
    Stage,
    verdict::{Slot, Verdict, Work, panic_message},
};
use crate::{error::RunError, memories, metrics::Counter, supervise::Activity};

/// Looks at a hanging thread per timeout: it is given up after 1 to 1¼ times the timeout.
const LOOKS: u32 = 4;

struct Job {
    work: Arc<Work>,
    done: oneshot::Sender<()>,
}

/// How a batch on a thread ended.
enum Ended {
    Done,
    Died,
    Hung,
}

/// The async side: hands batches to the thread and watches it.
pub(super) struct Computing {
    stage: Arc<Stage>,
    jobs: mpsc::SyncSender<Job>,
    /// Resolves when the thread has ended.
    ended: oneshot::Receiver<()>,
}

impl Computing {
    pub(super) fn start(stage: Arc<Stage>, extractor: Box<dyn SyncExtractor>) -> Result<Self, Failure> {
        Self::spawn(stage, Some(extractor))
    }

    fn spawn(stage: Arc<Stage>, extractor: Option<Box<dyn SyncExtractor>>) -> Result<Self, Failure> {
        let (jobs, inbox) = mpsc::sync_channel(1);
        let (alive, ended) = oneshot::channel();
        let bench = Bench { stage: stage.clone(), extractor };
        std::thread::Builder::new()
            .name(format!("wd-{}", stage.component.place.id))
            .spawn(move || {
                bench.serve(&inbox);
                drop::<oneshot::Sender<()>>(alive);
            })
            .map_err(|error| Failure::fatal("thread", format!("cannot start a thread: {error}")).because(error))?;
        Ok(Self { stage, jobs, ended })
    }

    /// Has a batch worked through; every slot comes back with a verdict.
    pub(super) async fn work(&mut self, slots: Vec<Slot>, activity: &Activity) -> Result<Vec<Slot>, RunError> {
        let mut settled = Vec::new();
        let mut rest = slots;
        let mut may_batch = true;
        while !rest.is_empty() {
            let work = Work::new(rest, may_batch);
            activity.begin_work(&work);
            let (done, mut finished) = oneshot::channel();
            // the thread is idle and its queue has room for one: this never waits, and it fails
            // only if the thread has died, which the answer then shows
            let _ = self.jobs.try_send(Job { work: work.clone(), done });
            let ended = self.watch(&work, &mut finished).await;
            let mut slots = std::mem::take(&mut *work.slots());
            if !matches!(ended, Ended::Done) && work.together() && slots.len() > 1 {
                // which of them it was shows when they are tried one by one
                (rest, may_batch) = (slots, false);
                self.renew()?;
                continue;
            }
            let failure = match ended {
                Ended::Done => None,
                Ended::Died => Some(Failure::crash("panic", "its thread has ended")),
                Ended::Hung => {
                    self.stage.component.add(Counter::Abandoned, 1);
                    Some(Failure::crash("timeout", format!("no answer within {:?}", self.stage.timeout)))
                }
            };
            let poisonous = slots.iter().position(|slot| matches!(slot.verdict, Verdict::Pending));
            rest = poisonous.map_or_else(Vec::new, |at| slots.split_off(at + 1));
            if let Some(failure) = failure {
                let place = &self.stage.component.place;
                if let Some(slot) = poisonous.map(|at| &mut slots[at]) {
                    tracing::warn!("{place} gives up a thread at `{}`: {failure}", slot.document.key);
                    slot.verdict = Verdict::Failed(failure);
                }
                self.renew()?;
            }
            settled.append(&mut slots);
        }
        activity.end();
        Ok(settled)
    }

    /// Leaves the thread behind and starts a new one.
    fn renew(&mut self) -> Result<(), RunError> {
        let place = self.stage.component.place.clone();
        *self = Self::spawn(self.stage.clone(), None).map_err(|failure| RunError::Failed { place, failure })?;
        Ok(())
    }

    /// Waits for the thread, or until it has spent the timeout on one document.
    async fn watch(&self, work: &Work, finished: &mut oneshot::Receiver<()>) -> Ended {
        let pause = (self.stage.timeout / LOOKS).max(Duration::from_millis(1));
        let (mut at, mut looks) = (work.current(), 0);
        loop {
            match tokio::time::timeout(pause, &mut *finished).await {
                Ok(Ok(())) => return Ended::Done,
                Ok(Err(_)) => return Ended::Died,
                Err(_) => {}
            }
            let current = work.current();
            looks = if current == at { looks + 1 } else { 0 };
            at = current;
            let documents = if work.together() { work.slots().len() } else { 1 };
            if looks >= LOOKS.saturating_mul(u32::try_from(documents).unwrap_or(u32::MAX)) {
                return Ended::Hung;
            }
        }
    }

    /// Lets the thread end; waits no longer than one document may take.
    pub(super) async fn finish(self) {
        drop(self.jobs);
        let _ = tokio::time::timeout(self.stage.timeout, self.ended).await;
    }
}

/// The thread's side.
struct Bench {
    stage: Arc<Stage>,
    /// `None` after a panic or a hanging thread, until the next document needs one.
    extractor: Option<Box<dyn SyncExtractor>>,
}

impl Bench {
    fn serve(mut self, inbox: &mpsc::Receiver<Job>) {
        while let Ok(Job { work, done }) = inbox.recv() {
            let started = Instant::now();
            let given_up = !self.work_through(&work);
            self.stage.component.worked(started.elapsed());
            drop(work);
            if given_up || done.send(()).is_err() {
                return;
            }
        }
    }

    /// Whether the batch is still wanted.
    fn work_through(&mut self, work: &Work) -> bool {
        let batches = self.extractor.as_ref().is_some_and(|extractor| extractor.takes_batches());
        if batches && work.may_batch() {
            work.set_together(true);
            let done = self.work_together(work);
            work.set_together(false);
            if let Some(wanted) = done {
                return wanted;
            }
        }
        for index in 0.. {
            work.set_current(index);
            let document = {
                let slots = work.slots();
                match slots.get(index) {
                    Some(slot) => slot.document.clone(),
                    // the end, unless the batch was taken away
                    None => return !slots.is_empty(),
                }
            };
            let found = self.extract(&document);
            // merging wants the document to have one owner
            drop(document);
            let mut slots = work.slots();
            let Some(slot) = slots.get_mut(index) else { return false };
            slot.verdict = Verdict::of(found, &mut slot.document, &self.stage);
        }
        true
    }

    /// Hands over the whole batch. Whether it is still wanted; `None` if that did not work out, so
    /// that the documents are to be tried one by one.
    fn work_together(&mut self, work: &Work) -> Option<bool> {
        let documents: Vec<Arc<Document>> = work.slots().iter().map(|slot| slot.document.clone()).collect();
        if documents.len() < 2 {
            return None;
        }
        let extractor = self.extractor.as_mut()?;
        let found = {
            let batch: Vec<&Document> = documents.iter().map(|document| &**document).collect();
            catch_unwind(AssertUnwindSafe(|| extractor.extract_batch(&batch)))
        };
        let Ok(found) = found else {
            self.extractor = None;
            return None;
        };
        if found.len() != documents.len() {
            return None;
        }
        // merging wants each document to have one owner
        drop(documents);
        let mut slots = work.slots();
        if slots.len() != found.len() {
            return Some(false);
        }
        for (slot, found) in slots.iter_mut().zip(found) {
            slot.verdict = Verdict::of(found, &mut slot.document, &self.stage);
        }
        Some(true)
    }

    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let extractor = match &mut self.extractor {
            Some(extractor) => extractor,
            none => none.insert(Self::rebuild(&self.stage)?),
        };
        let memory = self.stage.memory.as_ref();
        let extract = || {
            if let Some(memory) = memory {
                memory.tell(&mut **extractor);
            }
            extractor.extract(document)
        };
        match catch_unwind(AssertUnwindSafe(extract)) {
            Ok(found) => found,
            Err(panic) => {
                let message = panic_message(&*panic);
                let broken = self.extractor.take();
                // whatever it left half done may panic once more
                let _ = catch_unwind(AssertUnwindSafe(|| drop((broken, panic))));
                Err(Failure::crash("panic", message))
            }
        }
    }

    fn rebuild(stage: &Stage) -> Result<Box<dyn SyncExtractor>, Failure> {
        let build = || {
            let mut worker = stage.configured.build()?;
            if let Some(memory) = &stage.memory {
                memories::recall(memory, &mut worker)?;
            }
            Ok::<Worker, Failure>(worker)
        };
        match catch_unwind(AssertUnwindSafe(build)) {
            Ok(Ok(Worker::Sync(extractor))) => Ok(extractor),
            Ok(Ok(Worker::Async(_))) => Err(Failure::reject("unavailable", "the new instance is of another kind")),
            Ok(Err(failure)) => Err(Failure::reject("unavailable", format!("cannot be started again: {failure}"))),
            Err(panic) => Err(Failure::reject("unavailable", panic_message(&*panic))),
        }
    }
}
