//! The engine's [`Sink`]: hands batches to a thread that owns the database. Does no I/O itself.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use async_trait::async_trait;
use tokio::sync::oneshot;
use wiredesk_core::{
    error::Failure,
    sink::{Batch, Marks, Opened, Sink, WriteError, Written},
};

use crate::{options::SqliteOptions, writer::Writer};

/// Work for the thread, each with the way its answer takes back.
enum Job {
    Open(oneshot::Sender<Result<Opened, Failure>>),
    Write(Batch, oneshot::Sender<Result<Written, WriteError>>),
    Close(oneshot::Sender<Result<(), Failure>>),
}

/// The sink `sqlite`.
pub(crate) struct SqliteSink {
    options: SqliteOptions,
    id: Arc<str>,
    /// One job at a time, because every call waits for its answer.
    thread: Option<mpsc::SyncSender<Job>>,
}

impl SqliteSink {
    pub(crate) fn new(options: SqliteOptions, id: Arc<str>) -> Self {
        Self { options, id, thread: None }
    }

    async fn ask<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Result<T, Failure> {
        let gone = || Failure::fatal("panicked", "the thread that writes to the database has panicked");
        let (answer, answered) = oneshot::channel();
        let thread = self.thread.as_ref().ok_or_else(gone)?;
        thread.send(job(answer)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())
    }
}

fn run(mut writer: Writer, jobs: &mpsc::Receiver<Job>) {
    // an answer nobody waits for any more is no concern of the database
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Open(answer) => drop(answer.send(writer.open())),
            Job::Write(batch, answer) => drop(answer.send(writer.write(&batch))),
            Job::Close(answer) => drop(answer.send(writer.close())),
        }
    }
}

#[async_trait]
impl Sink for SqliteSink {
    async fn open(&mut self, _marks: &Marks) -> Result<Opened, Failure> {
        if self.thread.is_none() {
            let (sender, jobs) = mpsc::sync_channel(1);
            let writer = Writer::new(self.options.clone(), self.id.clone());
            let started = thread::Builder::new().name(format!("sqlite {}", self.id)).spawn(move || run(writer, &jobs));
            started.map_err(|error| Failure::retry("no-thread", format!("cannot start a thread: {error}")))?;
            self.thread = Some(sender);
        }
        self.ask(Job::Open).await?
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        let batch = batch.clone();
        self.ask(|answer| Job::Write(batch, answer)).await?
    }

    async fn close(&mut self) -> Result<(), Failure> {
        self.ask(Job::Close).await?
    }
}
