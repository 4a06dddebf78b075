//! Between the last stage and the sinks: writes the dead letters of a batch, hands its notes to the
//! memories, then hands every sink its share, documents shared and not copied. One task per pipeline; it keeps the order.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::{
    backoff::Backoff,
    batch::{Batch, Entry, Outcome, Share},
    dead_letters::{DeadLetter, DeadLetters},
    error::Place,
    memories::Memories,
    supervise::Activity,
};

/// The fan-out of one pipeline.
pub(crate) struct Fanout {
    pub(crate) dead_letters: DeadLetters,
    pub(crate) activity: Arc<Activity>,
    pub(crate) memories: Arc<Memories>,
    /// One queue per sink; `None` once the sink is gone, which has been reported by then.
    pub(crate) sinks: Vec<Option<mpsc::Sender<Vec<Share>>>>,
}

impl Fanout {
    pub(crate) async fn run(mut self, mut input: mpsc::Receiver<Batch>) {
        while let Some(mut batch) = input.recv().await {
            self.memories.hold(&mut batch).await;
            let mut letters = Vec::new();
            let mut shares = Vec::with_capacity(batch.len());
            for Entry { ticket, outcome, .. } in batch {
                let document = match outcome {
                    Outcome::Document(mut document) => {
                        // tokens are for extractors; no record holds them, and they are a third of a document's memory
                        if let Some(document) = Arc::get_mut(&mut document) {
                            document.layers.tokens = Vec::new();
                        }
                        Some(document)
                    }
                    Outcome::Rejected(letter) => {
                        letters.push(*letter);
                        None
                    }
                    Outcome::Dropped => None,
                };
                shares.push(Share { ticket, document });
            }
            if !letters.is_empty() {
                self.activity.begin(letters.len(), None);
                write_until_durable(&self.dead_letters, &letters).await;
                self.activity.end();
            }
            self.hand_out(shares).await;
        }
    }

    async fn hand_out(&mut self, shares: Vec<Share>) {
        let Some((last, others)) = self.sinks.split_last_mut() else { return };
        for sink in others {
            let forked =
                shares.iter().map(|share| Share { ticket: share.ticket.fork(), document: share.document.clone() });
            send(sink, forked.collect()).await;
        }
        send(last, shares).await;
    }
}

async fn send(sink: &mut Option<mpsc::Sender<Vec<Share>>>, shares: Vec<Share>) {
    if let Some(queue) = sink
        && queue.send(shares).await.is_err()
    {
        *sink = None;
    }
}

/// Writes dead letters, again and again if need be: without them the position must not move on.
pub(crate) async fn write_until_durable(dead_letters: &DeadLetters, letters: &[DeadLetter]) {
    let mut backoff = Backoff::new();
    while let Err(failure) = dead_letters.write(letters).await {
        let (wait, worth_a_line) = backoff.failed();
        if worth_a_line {
            tracing::warn!("trying again in {wait:?} (attempt {}): {failure}", backoff.attempts());
        }
        tokio::time::sleep(wait).await;
    }
}

/// The fan-out as a place, for errors and warnings.
pub(crate) fn place(pipeline: &Arc<str>) -> Place {
    Place { pipeline: pipeline.clone(), role: crate::metrics::Role::Fanout, id: "fanout".into() }
}
