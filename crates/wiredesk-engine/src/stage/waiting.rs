//! An async [`Extractor`] and its deadline. If a batch fails as a whole, by time or by panic, its
//! documents are tried one by one on a new instance, so that only the poisonous one pays.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::Poll,
};

use tokio::time::Instant;
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Extractor, Findings, Worker},
};

use super::{
    Stage,
    verdict::{Slot, Verdict, panic_message},
};
use crate::supervise::Activity;

/// After so many timeouts in a row the rest of a batch is not tried: the extractor itself hangs,
/// and waiting for each document would hold up everyone.
const TIMEOUTS: u32 = 3;

/// One worker's async extractor.
pub(super) struct Waiting {
    stage: Arc<Stage>,
    /// `None` after a panic or a timeout, until the next batch needs one.
    extractor: Option<Box<dyn Extractor>>,
}

impl Waiting {
    pub(super) fn new(stage: Arc<Stage>, extractor: Box<dyn Extractor>) -> Self {
        Self { stage, extractor: Some(extractor) }
    }

    /// Has a batch worked through; every slot comes back with a verdict.
    pub(super) async fn work(&mut self, mut slots: Vec<Slot>, activity: &Activity) -> Vec<Slot> {
        let started = Instant::now();
        activity.begin(slots.len(), slots.first().map(|slot| slot.document.key.clone()));
        if let Err(failure) = self.attempt(&mut slots).await {
            if let [slot] = &mut *slots {
                slot.verdict = Verdict::Failed(failure);
            } else {
                self.one_by_one(&mut slots, activity).await;
            }
        }
        activity.end();
        self.stage.component.worked(started.elapsed());
        slots
    }

    async fn one_by_one(&mut self, slots: &mut [Slot], activity: &Activity) {
        let mut timeouts = 0;
        for slot in slots {
            if timeouts == TIMEOUTS {
                let message = format!("not tried after {TIMEOUTS} timeouts in a row");
                slot.verdict = Verdict::Failed(Failure::reject("unavailable", message));
                continue;
            }
            activity.begin(1, Some(slot.document.key.clone()));
            match self.attempt(std::slice::from_mut(slot)).await {
                Ok(()) => timeouts = 0,
                Err(failure) => {
                    timeouts = if failure.code == "timeout" { timeouts + 1 } else { 0 };
                    slot.verdict = Verdict::Failed(failure);
                }
            }
        }
    }

    /// One call; on an error no slot has changed.
    async fn attempt(&mut self, slots: &mut [Slot]) -> Result<(), Failure> {
        let stage = self.stage.clone();
        let mut extractor = match self.extractor.take() {
            Some(extractor) => extractor,
            None => rebuild(&stage).await?,
        };
        let documents: Vec<&Document> = slots.iter().map(|slot| &*slot.document).collect();
        let limit = stage.timeout * u32::try_from(documents.len()).unwrap_or(u32::MAX);
        let answer = tokio::time::timeout(limit, contained(&mut *extractor, &documents)).await;
        // returning early drops the instance: after a timeout or a panic it is not to be trusted
        let found = answer.map_err(|_| Failure::crash("timeout", format!("no answer within {limit:?}")))??;
        if found.len() != slots.len() {
            let message = format!("{} answers for {} documents", found.len(), slots.len());
            return Err(Failure::reject("wrong-count", message));
        }
        for (slot, found) in slots.iter_mut().zip(found) {
            slot.verdict = Verdict::of(found, &mut slot.document, &stage);
        }
        self.extractor = Some(extractor);
        Ok(())
    }
}

/// Calls the extractor; a panic becomes a failure.
async fn contained(
    extractor: &mut dyn Extractor,
    documents: &[&Document],
) -> Result<Vec<Result<Findings, Failure>>, Failure> {
    let mut answer = extractor.extract(documents);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
        Ok(Poll::Ready(found)) => Poll::Ready(Ok(found)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(panic) => Poll::Ready(Err(Failure::crash("panic", panic_message(&*panic)))),
    })
    .await
}

async fn rebuild(stage: &Arc<Stage>) -> Result<Box<dyn Extractor>, Failure> {
    let configured = stage.configured.clone();
    let unavailable = |why: String| Failure::reject("unavailable", format!("cannot be started again: {why}"));
    match tokio::task::spawn_blocking(move || configured.build()).await {
        Ok(Ok(Worker::Async(extractor))) => Ok(extractor),
        Ok(Ok(Worker::Sync(_))) => Err(unavailable("the new instance is of another kind".to_owned())),
        Ok(Err(failure)) => Err(unavailable(failure.to_string())),
        Err(panic) => Err(unavailable(panic.to_string())),
    }
}
