//! The way in: asks one source for articles as long as the pipeline has room, gives each its
//! ticket, and tells the source what has become durable. One task per source; it never holds
//! more than one batch back.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use wiredesk_core::{
    document::Provenance,
    error::{Disposition, Failure},
    source::{self, Item, Source},
};

use crate::{
    acknowledge::Acknowledgements,
    backoff::Backoff,
    batch::{Batch, Entry, Outcome},
    control::Control,
    dead_letters::{Content, DeadLetter},
    error::RunError,
    metrics::{Component, Counter},
    supervise::Activity,
    ticket::Tracker,
};

/// One source at work.
pub(crate) struct Intake {
    pub(crate) source: Box<dyn Source>,
    pub(crate) component: Arc<Component>,
    pub(crate) activity: Arc<Activity>,
    pub(crate) control: Arc<Control>,
    pub(crate) tracker: Arc<Tracker>,
    pub(crate) provenance: Arc<Provenance>,
    pub(crate) acknowledgements: Arc<Acknowledgements>,
    /// Closed when the last delivery of the pipeline has ended.
    pub(crate) deliveries: watch::Receiver<()>,
    pub(crate) batch: usize,
}

impl Intake {
    /// Reads until the source ends or the run is stopped, then waits for the last
    /// acknowledgements.
    pub(crate) async fn run(mut self, out: mpsc::Sender<Batch>) {
        self.read(out).await;
        loop {
            tokio::select! {
                biased;
                () = self.acknowledgements.ready() => self.acknowledge().await,
                closed = self.deliveries.changed() => if closed.is_err() { break },
            }
        }
        self.acknowledge().await;
        self.source.close().await;
    }

    async fn read(&mut self, out: mpsc::Sender<Batch>) {
        let control = self.control.clone();
        let stopped = control.stopped();
        tokio::pin!(stopped);
        let mut waiting: VecDeque<source::Intake> = VecDeque::new();
        let mut sequence = 0;
        let mut open = true;
        let mut backoff = Backoff::new();
        let mut pause: Option<Instant> = None;
        while open || !waiting.is_empty() {
            let may_read = open && pause.is_none() && waiting.len() < self.batch;
            tokio::select! {
                biased;
                () = &mut stopped, if open => open = false,
                () = self.acknowledgements.ready() => self.acknowledge().await,
                room = out.reserve(), if !waiting.is_empty() => {
                    // the stages are gone: something has failed and said so
                    let Ok(room) = room else { return };
                    let chunk = waiting.len().min(self.batch);
                    room.send(self.admit(waiting.drain(..chunk), &mut sequence));
                }
                () = until(pause), if pause.is_some() => pause = None,
                read = self.source.next(), if may_read => match read {
                    Ok(Some(items)) => {
                        backoff = Backoff::new();
                        self.component.add(Counter::Received, items.len() as u64);
                        self.component.set_progress(self.source.progress());
                        waiting.extend(items);
                    }
                    Ok(None) => open = false,
                    Err(failure) => match self.failed(failure, &mut backoff) {
                        Some(wait) => pause = Some(Instant::now() + wait),
                        None => open = false,
                    },
                },
            }
        }
        self.component.set_progress(self.source.progress());
    }

    /// Makes entries of what was read.
    fn admit(&self, items: impl Iterator<Item = source::Intake>, sequence: &mut u64) -> Batch {
        let entries = items.map(|source::Intake { item, position }| {
            let ticket = self.tracker.issue(*sequence, position);
            *sequence += 1;
            let outcome = match item {
                Item::Document(mut document) => {
                    Arc::make_mut(&mut document).provenance = self.provenance.clone();
                    self.component.add(Counter::Delivered, 1);
                    Outcome::Document(document)
                }
                Item::Rejected(rejected) => {
                    self.component.because(Counter::Rejected, rejected.code);
                    Outcome::Rejected(Box::new(DeadLetter {
                        component: self.component.clone(),
                        source: self.component.place.id.clone(),
                        code: rejected.code.into(),
                        message: rejected.message.clone(),
                        content: Content::Raw(rejected),
                    }))
                }
                Item::Skipped(reason) => {
                    self.component.because(Counter::Skipped, reason);
                    Outcome::Dropped
                }
            };
            Entry { ticket, failed: 0, notes: Vec::new(), outcome }
        });
        entries.collect()
    }

    /// How long to wait before the next attempt; `None` if there will be none.
    fn failed(&self, failure: Failure, backoff: &mut Backoff) -> Option<Duration> {
        let place = &self.component.place;
        if failure.disposition != Disposition::Retry {
            self.control.fail(RunError::Failed { place: place.clone(), failure });
            return None;
        }
        self.component.because(Counter::Retried, &failure.code);
        let (wait, worth_a_line) = backoff.failed();
        if worth_a_line {
            tracing::warn!("{place} will be asked again in {wait:?} (attempt {}): {failure}", backoff.attempts());
        }
        Some(wait)
    }

    async fn acknowledge(&mut self) {
        let positions = self.acknowledgements.take();
        if positions.is_empty() {
            return;
        }
        self.activity.begin(0, positions.first().map(|position| position.partition.to_string()));
        match self.source.acknowledge(&positions).await {
            Ok(()) => self.component.add(Counter::Acknowledged, positions.len() as u64),
            Err(failure) => {
                self.component.because(Counter::AcknowledgeFailed, &failure.code);
                tracing::warn!("{} cannot take an acknowledgement: {failure}", self.component.place);
            }
        }
        self.activity.end();
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}
