//! The state database `<state>/state.db`: how far every sink has got with every source, the marks that
//! sinks keep with it, on which documents extractors have broken, and the notes of extractors that
//! remember. Used from one thread of its own through [`State`]; several records that wait share one
//! transaction, with all notes that came before them. It never holds documents.

mod database;
mod note;

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use wiredesk_core::{
    DocumentId, Position,
    error::Failure,
    sink::{Marks, SourcePosition},
};

use self::database::Database;
pub(crate) use self::note::{Change, NewNote, Pending, Remembered, Rememberer, Settlement, page};
use crate::{error::RunError, lock::Lock};

/// Records that wait for the state thread; every sink has at most one.
const WAITING: usize = 64;

/// One sink of one pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) pipeline: Arc<str>,
    pub(crate) sink: Arc<str>,
}

/// What a commit leaves behind, recorded as a whole or not at all.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) owner: Owner,
    pub(crate) positions: Vec<SourcePosition>,
    /// An empty value removes the mark.
    pub(crate) marks: Marks,
}

/// A version of an extractor that may break on documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Striker {
    pub(crate) component: Arc<str>,
    pub(crate) version: Arc<str>,
}

enum Request {
    Positions { owner: Owner, source: Arc<str>, known: Vec<Position>, reply: oneshot::Sender<Loaded> },
    Marks { owner: Owner, reply: oneshot::Sender<Result<Marks, Failure>> },
    Record { record: Arc<Record>, reply: oneshot::Sender<Result<(), Failure>> },
    Change(Vec<Change>),
    Flush { reply: oneshot::Sender<Result<(), Failure>> },
    Notes { of: Arc<Rememberer>, after: Option<i64>, limit: u32, reply: oneshot::Sender<Noted> },
    Pending { pipeline: Arc<str>, reply: oneshot::Sender<Result<Vec<Pending>, Failure>> },
    Strikes { of: Striker, reply: oneshot::Sender<Result<Vec<(DocumentId, u32)>, Failure>> },
    Strike { of: Striker, document: DocumentId },
    Close,
}

/// Positions that were asked for, with the list `known` handed back.
type Loaded = Result<(Vec<Position>, Vec<Position>), Failure>;

/// Notes that were asked for.
type Noted = Result<Vec<Remembered>, Failure>;

/// Handle to the state thread; without a folder nothing is kept.
#[derive(Clone)]
pub(crate) struct State {
    requests: Option<mpsc::Sender<Request>>,
}

impl State {
    /// Nothing outlives the process.
    pub(crate) fn none() -> Self {
        Self { requests: None }
    }

    /// Opens or makes the database. Blocks; a corrupt one is set aside. The lock is held until the
    /// thread has ended, so nobody else can come in between its last commits.
    pub(crate) fn open(folder: &Path, lock: Lock, now: Timestamp) -> Result<Self, RunError> {
        let path = folder.join("state.db");
        let error = |failure| RunError::State { path: path.clone(), failure };
        let database = Database::open(&path, now).map_err(error)?;
        let (requests, mut inbox) = mpsc::channel(WAITING);
        std::thread::Builder::new()
            .name("wiredesk-state".to_owned())
            .spawn(move || {
                serve(database, &mut inbox);
                drop(lock);
                // only now does `close` return
                drop(inbox);
            })
            .map_err(|e| error(Failure::fatal("thread", e.to_string()).because(e)))?;
        Ok(Self { requests: Some(requests) })
    }

    /// How far a sink has got with a source, ordered by partition. `known` is another sink's list
    /// of the same source, whose strings are shared instead of being kept twice.
    pub(crate) async fn positions(&self, owner: &Owner, source: &Arc<str>, known: Vec<Position>) -> Loaded {
        let Some(requests) = &self.requests else { return Ok((Vec::new(), known)) };
        let (owner, source) = (owner.clone(), source.clone());
        ask(requests, |reply| Request::Positions { owner, source, known, reply }).await?
    }

    /// The marks of a sink's last recorded batch.
    pub(crate) async fn marks(&self, owner: &Owner) -> Result<Marks, Failure> {
        let Some(requests) = &self.requests else { return Ok(Marks::new()) };
        let owner = owner.clone();
        ask(requests, |reply| Request::Marks { owner, reply }).await?
    }

    /// Makes a record durable. May be repeated after a failure.
    pub(crate) async fn record(&self, record: &Arc<Record>) -> Result<(), Failure> {
        let Some(requests) = &self.requests else { return Ok(()) };
        let record = record.clone();
        ask(requests, |reply| Request::Record { record, reply }).await?
    }

    /// Takes in notes; they are on the disk after the next [`State::flush`] or [`State::record`].
    pub(crate) async fn note(&self, notes: Vec<NewNote>) {
        self.change(notes.into_iter().map(Change::Note).collect()).await;
    }

    /// Keeps or deletes notes, at the next flush or record.
    pub(crate) async fn settle(&self, settlements: Vec<Settlement>) {
        self.change(settlements.into_iter().map(Change::Settle).collect()).await;
    }

    async fn change(&self, changes: Vec<Change>) {
        if let (Some(requests), false) = (&self.requests, changes.is_empty()) {
            // the thread ends only when all is done, or with a failure that the next record meets
            let _ = requests.send(Request::Change(changes)).await;
        }
    }

    /// Puts all notes on the disk. May be repeated after a failure.
    pub(crate) async fn flush(&self) -> Result<(), Failure> {
        let Some(requests) = &self.requests else { return Ok(()) };
        ask(requests, |reply| Request::Flush { reply }).await?
    }

    /// A page of the notes of an extractor, oldest first, those behind number `after`. Blocks: not to
    /// be called from the async threads.
    pub(crate) fn notes(&self, of: &Arc<Rememberer>, after: Option<i64>, limit: u32) -> Noted {
        let Some(requests) = &self.requests else { return Ok(Vec::new()) };
        let (reply, answer) = oneshot::channel();
        let request = Request::Notes { of: of.clone(), after, limit, reply };
        requests.blocking_send(request).map_err(|_| gone())?;
        answer.blocking_recv().map_err(|_| gone())?
    }

    /// The notes of a pipeline whose documents were still on their way when the last run ended.
    pub(crate) async fn pending(&self, pipeline: &Arc<str>) -> Result<Vec<Pending>, Failure> {
        let Some(requests) = &self.requests else { return Ok(Vec::new()) };
        ask(requests, |reply| Request::Pending { pipeline: pipeline.clone(), reply }).await?
    }

    /// How often an extractor has broken on which documents.
    pub(crate) async fn strikes(&self, of: Striker) -> Result<Vec<(DocumentId, u32)>, Failure> {
        let Some(requests) = &self.requests else { return Ok(Vec::new()) };
        ask(requests, |reply| Request::Strikes { of, reply }).await?
    }

    /// Remembers that an extractor has broken on a document. A strike that cannot be written is
    /// named in the log: the document will be tried once more than it should.
    pub(crate) async fn strike(&self, of: Striker, document: DocumentId) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(Request::Strike { of, document }).await;
        }
    }

    /// Closes the database and gives the folder free; later requests fail.
    pub(crate) async fn close(&self) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(Request::Close).await;
            // resolves when the thread has ended
            requests.closed().await;
        }
    }
}

async fn ask<T>(
    requests: &mpsc::Sender<Request>,
    request: impl FnOnce(oneshot::Sender<T>) -> Request,
) -> Result<T, Failure> {
    let (reply, answer) = oneshot::channel();
    requests.send(request(reply)).await.map_err(|_| gone())?;
    answer.await.map_err(|_| gone())
}

fn gone() -> Failure {
    Failure::fatal("state-thread", "the state database's thread has ended")
}

/// The state thread. A reply nobody waits for any more is no failure.
fn serve(mut database: Database, inbox: &mut mpsc::Receiver<Request>) {
    let mut next = None;
    // notes that have not been written yet: no more than what is in flight, since every group that a
    // sink commits has them written
    let mut changes = Vec::new();
    while let Some(request) = next.take().or_else(|| inbox.blocking_recv()) {
        match request {
            Request::Positions { owner, source, known, reply } => {
                let loaded = database.positions(&owner, &source, &known);
                let _ = reply.send(loaded.map(|positions| (positions, known)));
            }
            Request::Marks { owner, reply } => {
                let _ = reply.send(database.marks(&owner));
            }
            Request::Record { record, reply } => {
                let mut waiting = vec![(record, reply)];
                loop {
                    match inbox.try_recv() {
                        Ok(Request::Record { record, reply }) => waiting.push((record, reply)),
                        Ok(Request::Change(more)) => changes.extend(more),
                        other => {
                            next = other.ok();
                            break;
                        }
                    }
                }
                record_all(&mut database, &mut changes, waiting);
            }
            Request::Change(more) => {
                let settles = more.iter().any(|change| matches!(change, Change::Settle(_)));
                changes.extend(more);
                // so that a pipeline that is idle has all that it remembers in the database
                if settles && inbox.is_empty() {
                    let _ = write(&mut database, &mut changes, &[]);
                }
            }
            Request::Flush { reply } => {
                let _ = reply.send(write(&mut database, &mut changes, &[]));
            }
            Request::Notes { of, after, limit, reply } => {
                let written = write(&mut database, &mut changes, &[]);
                let _ = reply.send(written.and_then(|()| database.notes(&of, after, limit)));
            }
            Request::Pending { pipeline, reply } => {
                let _ = reply.send(database.pending(&pipeline));
            }
            Request::Strikes { of, reply } => {
                let _ = reply.send(database.strikes(&of.component, &of.version));
            }
            Request::Strike { of, document } => {
                if let Err(error) = database.strike(&of.component, &of.version, document) {
                    tracing::warn!("cannot remember that `{}` broke on {document}: {error}", of.component);
                }
            }
            Request::Close => break,
        }
    }
    if let Err(error) = write(&mut database, &mut changes, &[]) {
        tracing::warn!("the last notes could not be written, the documents of some may be forgotten: {error}");
    }
}

/// Writes all notes that wait, with some records, in one transaction.
fn write(database: &mut Database, changes: &mut Vec<Change>, records: &[&Record]) -> Result<(), Failure> {
    if !(changes.is_empty() && records.is_empty()) {
        database.write(changes, records)?;
        changes.clear();
    }
    Ok(())
}

type Waiting = (Arc<Record>, oneshot::Sender<Result<(), Failure>>);

/// All in one transaction; if that fails, each in its own, so that everyone gets their own error.
fn record_all(database: &mut Database, changes: &mut Vec<Change>, waiting: Vec<Waiting>) {
    if waiting.len() > 1 {
        let records: Vec<&Record> = waiting.iter().map(|(record, _)| &**record).collect();
        if write(database, changes, &records).is_ok() {
            for (_, reply) in waiting {
                let _ = reply.send(Ok(()));
            }
            return;
        }
    }
    for (record, reply) in waiting {
        let _ = reply.send(write(database, changes, &[&record]));
    }
}
