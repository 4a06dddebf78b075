//! The way out to one sink: groups documents, has them written, records how far it has got, and
//! only then settles their tickets. One task per sink; it retries for ever, and it never moves a
//! position past a document that is neither durable nor in the dead letters.

use std::sync::Arc;

use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};
use wiredesk_core::{
    Document,
    error::{Disposition, Failure},
    sink::{Batch, Sink, WriteError, Written},
};

use crate::{
    acknowledge::Acknowledgements,
    backoff::Backoff,
    batch::Share,
    control::Control,
    dead_letters::{Content, DeadLetter, DeadLetters},
    error::RunError,
    fanout::write_until_durable,
    memories::Memories,
    metrics::{Component, Counter},
    plan::CommitPolicy,
    positions::Positions,
    resume::Ahead,
    state::{Owner, Record, State},
    supervise::Activity,
    ticket::Gapless,
};

/// One sink at work.
pub(crate) struct Delivery {
    pub(crate) sink: Box<dyn Sink>,
    /// Index among the pipeline's sinks.
    pub(crate) number: usize,
    pub(crate) owner: Owner,
    pub(crate) component: Arc<Component>,
    pub(crate) activity: Arc<Activity>,
    pub(crate) control: Arc<Control>,
    pub(crate) policy: CommitPolicy,
    /// The sink stores positions itself.
    pub(crate) keeps_positions: bool,
    /// Ids of the pipeline's sources.
    pub(crate) sources: Arc<[Arc<str>]>,
    /// What the sink has beyond the point each source starts from.
    pub(crate) ahead: Vec<Ahead>,
    pub(crate) door: Gapless,
    pub(crate) state: State,
    pub(crate) dead_letters: DeadLetters,
    pub(crate) memories: Arc<Memories>,
    /// One per source.
    pub(crate) acknowledgements: Arc<[Arc<Acknowledgements>]>,
    /// Dropped when this delivery ends.
    pub(crate) alive: watch::Sender<()>,
}

/// One document on its way into the sink.
struct Pending {
    share: Share,
    /// The sink has it already.
    covered: bool,
}

/// The delivery cannot go on; the reason has been given to [`Control`].
struct Stopped;

/// What became of an attempt to commit a group.
enum Outcome {
    /// Done, up to these positions.
    Durable(Positions),
    /// Somewhere in the group is a document that the sink refuses: try the halves.
    Halve,
}

impl Delivery {
    pub(crate) async fn run(mut self, mut input: mpsc::Receiver<Vec<Share>>) {
        while let Some(shares) = input.recv().await {
            if self.serve(shares, &mut input).await.is_err() {
                break;
            }
        }
        if let Err(failure) = self.sink.close().await {
            tracing::warn!("{} did not close cleanly: {failure}", self.component.place);
        }
        drop(self.alive);
    }

    /// Gathers a group that begins with `shares` and commits it.
    async fn serve(&mut self, shares: Vec<Share>, input: &mut mpsc::Receiver<Vec<Share>>) -> Result<(), Stopped> {
        let deadline = Instant::now() + self.policy.interval;
        let (mut documents, mut bytes) = (0, 0);
        let mut group = Vec::with_capacity(shares.len());
        let mut next = Some(shares);
        while let Some(shares) = next {
            for share in shares {
                let pending = self.admit(share)?;
                if let Some(document) = &pending.share.document {
                    documents += 1;
                    bytes += document.text.len();
                }
                group.push(pending);
            }
            // groups of positions alone are bounded as well
            let full = group.len() >= self.policy.documents.max(1) || bytes >= self.policy.bytes;
            next = if full { None } else { tokio::time::timeout_at(deadline, input.recv()).await.ok().flatten() };
        }
        self.activity
            .begin(documents, group.iter().find_map(|pending| Some(pending.share.document.as_ref()?.key.clone())));
        let mut groups = vec![group];
        while let Some(mut group) = groups.pop() {
            match self.commit(&mut group).await.map_err(|error| self.fail(error))? {
                Outcome::Durable(positions) => self.settle(group, positions).await,
                Outcome::Halve => {
                    let second = group.split_off(group.len() / 2);
                    groups.extend([second, group]);
                }
            }
        }
        self.activity.end();
        Ok(())
    }

    /// Takes a share in, without its document if the sink has that already.
    fn admit(&mut self, mut share: Share) -> Result<Pending, Stopped> {
        self.door.admit(&share.ticket).map_err(|lost| self.fail(lost))?;
        let covered = self.ahead[share.ticket.source()].covers(share.ticket.position());
        if share.document.is_some() {
            self.component.add(Counter::Received, 1);
            if covered {
                self.component.add(Counter::Replayed, 1);
                share.document = None;
            }
        }
        Ok(Pending { share, covered })
    }

    /// Writes a group and records its positions, whatever it takes.
    async fn commit(&mut self, group: &mut [Pending]) -> Result<Outcome, RunError> {
        let mut positions = Positions::default();
        for Pending { share, covered } in &*group {
            positions.note(share.ticket.source(), share.ticket.position(), *covered);
        }
        let mut batch = Batch { documents: documents(group), positions: positions.to_record(&self.sources) };
        let mut backoff = Backoff::new();
        let written = loop {
            if batch.documents.is_empty() && (!self.keeps_positions || batch.positions.is_empty()) {
                break Written::default();
            }
            // what the state database records with the positions needs no flush of its own
            if self.keeps_positions
                && let Err(failure) = self.memories.flush().await
            {
                match failure.disposition {
                    Disposition::Retry => self.wait(&mut backoff, &failure).await,
                    _ => return Err(self.fatal(failure)),
                }
                continue;
            }
            let started = std::time::Instant::now();
            let result = self.sink.write(&batch).await;
            self.component.worked(started.elapsed());
            match result {
                Ok(written) => break written,
                Err(WriteError::Rejected(rejections)) if !rejections.is_empty() => {
                    let refused = rejections.into_iter().map(|rejection| (rejection.index, rejection.failure));
                    self.put_aside(group, refused.collect()).await;
                    batch.documents = documents(group);
                }
                Err(WriteError::Rejected(_)) => {
                    let failure = Failure::fatal("no-rejection", "the sink rejected a batch without saying what of it");
                    return Err(self.fatal(failure));
                }
                Err(WriteError::Failed(failure)) => match failure.disposition {
                    Disposition::Retry => self.wait(&mut backoff, &failure).await,
                    Disposition::Fatal => return Err(self.fatal(failure)),
                    Disposition::Reject if batch.documents.len() <= 1 && !batch.documents.is_empty() => {
                        self.put_aside(group, vec![(0, failure)]).await;
                        batch.documents.clear();
                    }
                    Disposition::Reject if group.len() > 1 => return Ok(Outcome::Halve),
                    Disposition::Reject => return Err(self.fatal(failure)),
                },
            }
        };
        let delivered = batch.documents.len();
        let anything = !batch.positions.is_empty() || !written.marks.is_empty();
        if anything && !self.keeps_positions {
            let (owner, positions) = (self.owner.clone(), batch.positions);
            let record = Arc::new(Record { owner, positions, marks: written.marks });
            while let Err(failure) = self.state.record(&record).await {
                match failure.disposition {
                    Disposition::Retry => self.wait(&mut backoff, &failure).await,
                    _ => return Err(self.fatal(failure)),
                }
            }
        }
        self.component.add(Counter::Delivered, delivered as u64);
        self.component.add(Counter::Bytes, written.bytes);
        self.component.add(Counter::Commits, 1);
        Ok(Outcome::Durable(positions))
    }

    /// Puts documents into the dead letters; `refused` has indices among the group's documents.
    async fn put_aside(&mut self, group: &mut [Pending], refused: Vec<(usize, Failure)>) {
        let mut holders: Vec<&mut Share> =
            group.iter_mut().map(|pending| &mut pending.share).filter(|share| share.document.is_some()).collect();
        let mut letters = Vec::new();
        for (index, failure) in refused {
            let Some(share) = holders.get_mut(index) else { continue };
            let Some(document) = share.document.take() else { continue };
            self.memories.lose(share.ticket.source(), share.ticket.sequence());
            self.component.because(Counter::Rejected, &failure.code);
            letters.push(DeadLetter {
                component: self.component.clone(),
                source: document.source.clone(),
                code: failure.code,
                message: failure.message,
                content: Content::Document(document),
            });
        }
        write_until_durable(&self.dead_letters, &letters).await;
    }

    /// Everything up to the end of the group is durable: says so.
    async fn settle(&mut self, group: Vec<Pending>, positions: Positions) {
        let mut before = vec![None; self.sources.len()];
        for Pending { share: Share { ticket, .. }, .. } in group {
            before[ticket.source()] = Some(ticket.sequence() + 1);
            ticket.settle();
        }
        let by_source = positions.into_sources(self.sources.len());
        for ((number, before), positions) in before.into_iter().enumerate().zip(by_source) {
            let before =
                before.and_then(|before| self.acknowledgements[number].committed(self.number, before, positions));
            if let Some(before) = before {
                self.memories.settle(number, before).await;
            }
        }
    }

    async fn wait(&mut self, backoff: &mut Backoff, failure: &Failure) {
        self.component.because(Counter::Retried, &failure.code);
        let (wait, worth_a_line) = backoff.failed();
        if worth_a_line {
            let place = &self.component.place;
            tracing::warn!("{place} will be tried again in {wait:?} (attempt {}): {failure}", backoff.attempts());
        }
        tokio::time::sleep(wait).await;
    }

    /// Says why at once, before any ticket is dropped because of it.
    fn fail(&self, error: RunError) -> Stopped {
        self.control.fail(error);
        Stopped
    }

    fn fatal(&self, failure: Failure) -> RunError {
        RunError::Failed { place: self.component.place.clone(), failure }
    }
}

fn documents(group: &[Pending]) -> Vec<Arc<Document>> {
    group.iter().filter_map(|pending| pending.share.document.clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use wiredesk_core::{
        Position,
        clock::SystemClock,
        document::Article,
        sink::{Marks, Opened},
    };

    use super::*;
    use crate::{error::Place, metrics::Role, ticket::Tracker};

    /// Keeps the offsets up to which it was told to record.
    struct Offsets(Arc<Mutex<Vec<u64>>>);

    #[async_trait::async_trait]
    impl Sink for Offsets {
        async fn open(&mut self, _: &Marks) -> Result<Opened, Failure> {
            Ok(Opened::PositionsInState)
        }

        async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
            self.0.lock().unwrap().extend(batch.positions.iter().map(|position| position.position.offset));
            Ok(Written::default())
        }
    }

    #[tokio::test]
    async fn nothing_behind_a_lost_ticket_is_committed() {
        let control = Arc::new(Control::new());
        let place = Place { pipeline: "main".into(), role: Role::Sink, id: "desk".into() };
        let acknowledgements = Arc::new(Acknowledgements::new(1));
        let offsets = Arc::new(Mutex::new(Vec::new()));
        let delivery = Delivery {
            sink: Box::new(Offsets(offsets.clone())),
            number: 0,
            owner: Owner { pipeline: "main".into(), sink: "desk".into() },
            component: Component::new(place.clone(), "offsets", 1),
            activity: Activity::new(place),
            control: control.clone(),
            policy: CommitPolicy { documents: 2, bytes: 1000, interval: std::time::Duration::ZERO },
            keeps_positions: false,
            sources: Arc::from(["inbox".into()]),
            ahead: vec![Ahead::default()],
            door: Gapless::new(1),
            state: State::none(),
            dead_letters: DeadLetters::new(None, "main".into(), Arc::new(SystemClock)),
            memories: Memories::new(Vec::new(), State::none(), 1),
            acknowledgements: Arc::from([acknowledgements.clone()]),
            alive: watch::channel(()).0,
        };
        let tracker = Tracker::new("inbox".into(), 0, control.clone());
        let share = |number: u64| {
            let article = Article { key: number.to_string(), ..Article::default() };
            let document = Document::new("inbox".into(), article, jiff::Timestamp::UNIX_EPOCH);
            let position = Position { partition: "a".into(), version: "".into(), offset: number + 1 };
            Share { ticket: tracker.issue(number, position), document: Some(Arc::new(document)) }
        };
        let (queue, input) = mpsc::channel(8);
        for numbers in [[0, 1], [3, 4], [5, 6]] {
            queue.send(numbers.map(share).into()).await.unwrap();
        }
        drop(queue);
        delivery.run(input).await;
        assert_eq!(*offsets.lock().unwrap(), [2]);
        assert_eq!(acknowledgements.take().last().map(|position| position.offset), Some(2));
        assert!(matches!(control.take_failure(), Some(RunError::LostTicket { sequence: 2, .. })));
    }
}
