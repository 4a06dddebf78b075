//! A worker called from a thread that is not part of an async runtime: by cases, by the contract
//! suite and by measurements. The engine has its own way ([`wiredesk_core::extractor`]).

use tokio::runtime::Runtime;
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Findings, Worker},
};

/// A worker and, if it waits, the runtime that it waits in.
pub struct Caller {
    worker: Option<Worker>,
    runtime: Option<Runtime>,
}

impl Caller {
    /// Ready to call `worker`.
    ///
    /// # Errors
    /// No runtime can be made for a worker that waits.
    pub fn new(worker: Worker) -> Result<Self, Failure> {
        let runtime = match &worker {
            Worker::Sync(_) => None,
            Worker::Async(_) => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                Some(runtime.map_err(|error| Failure::fatal("runtime", error.to_string()))?)
            }
        };
        Ok(Self { worker: Some(worker), runtime })
    }

    /// Reads a batch; the answer should have one element per document, in the same order.
    pub fn call(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
        match (&mut self.worker, &self.runtime) {
            (Some(Worker::Sync(extractor)), _) if extractor.takes_batches() => extractor.extract_batch(batch),
            (Some(Worker::Sync(extractor)), _) => batch.iter().map(|document| extractor.extract(document)).collect(),
            (Some(Worker::Async(extractor)), Some(runtime)) => runtime.block_on(extractor.extract(batch)),
            // a worker that waits comes with its runtime, and is there until the end
            _ => Vec::new(),
        }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// What the worker says of the document, or that it said nothing.
    pub fn call_one(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut answers = self.call(&[document]);
        let count = answers.len();
        match answers.pop() {
            Some(answer) if count == 1 => answer,
            _ => Err(Failure::crash("wrong-count", format!("{count} answers to one document"))),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        // a process is ended by tasks of the runtime that it was started in
        let entered = self.runtime.as_ref().map(Runtime::enter);
        drop(self.worker.take());
        drop(entered);
    }
}
