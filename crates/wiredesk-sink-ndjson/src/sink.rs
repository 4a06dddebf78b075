//! Runs a blocking writer off the async threads, as the engine's [`Sink`]. Does no I/O itself.

use std::sync::Arc;

use async_trait::async_trait;
use wiredesk_core::{
    Document,
    error::Failure,
    sink::{Batch, Marks, Opened, Sink, WriteError, Written},
};

/// Something that writes documents and blocks meanwhile.
pub(crate) trait Target: Send + 'static {
    /// See [`Sink::open`].
    fn open(&mut self, marks: &Marks) -> Result<Opened, Failure>;
    /// See [`Sink::write`].
    fn write(&mut self, documents: &[Arc<Document>]) -> Result<Written, WriteError>;
    /// See [`Sink::close`].
    fn close(&mut self) -> Result<(), Failure>;
}

/// A sink made of a blocking target.
pub(crate) struct OffThread<T> {
    /// Absent only while a call is in progress, and for good after a panic in it.
    target: Option<T>,
}

impl<T: Target> OffThread<T> {
    pub(crate) fn new(target: T) -> Self {
        Self { target: Some(target) }
    }

    async fn call<R, F>(&mut self, work: F) -> Result<R, Failure>
    where
        R: Send + 'static,
        F: FnOnce(&mut T) -> R + Send + 'static,
    {
        let gone = || Failure::fatal("panicked", "the sink has panicked and cannot go on");
        let mut target = self.target.take().ok_or_else(gone)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work(&mut target);
            (target, result)
        });
        let (target, result) = done.await.map_err(|error| gone().because(error))?;
        self.target = Some(target);
        Ok(result)
    }
}

#[async_trait]
impl<T: Target> Sink for OffThread<T> {
    async fn open(&mut self, marks: &Marks) -> Result<Opened, Failure> {
        let marks = marks.clone();
        self.call(move |target| target.open(&marks)).await?
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        let documents = batch.documents.clone();
        self.call(move |target| target.write(&documents)).await?
    }

    async fn close(&mut self) -> Result<(), Failure> {
        self.call(Target::close).await?
    }
}
