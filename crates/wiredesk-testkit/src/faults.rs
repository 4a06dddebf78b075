//! Faults on demand, for any source or sink: a schedule of failures that a wrapper plays before it
//! lets a call through. Used by tests of retries and restarts.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use wiredesk_core::{
    Position,
    error::Failure,
    registry::{ConfiguredSink, ConfiguredSource},
    sink::{Batch, Marks, Opened, Sink, SinkContext, WriteError, Written},
    source::{Intake, Progress, Source, SourceContext},
};

/// Which calls fail. Clones share one schedule, which may be changed while it is played.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Schedule>>);

#[derive(Debug, Default)]
struct Schedule {
    calls: u64,
    retry_next: u32,
    retry_every: Option<u64>,
    fatal_at: Option<u64>,
}

impl Faults {
    /// No faults yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn schedule(&self) -> std::sync::MutexGuard<'_, Schedule> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next `times` calls fail with `Retry`.
    #[must_use]
    pub fn retry_next(self, times: u32) -> Self {
        self.schedule().retry_next = times;
        self
    }

    /// Every `n`th call fails with `Retry`.
    #[must_use]
    pub fn retry_every(self, n: u64) -> Self {
        self.schedule().retry_every = Some(n.max(2));
        self
    }

    /// The call with this number, counted from 1, fails for good.
    #[must_use]
    pub fn fatal_at(self, call: u64) -> Self {
        self.schedule().fatal_at = Some(call);
        self
    }

    /// Calls so far, failed ones included.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.schedule().calls
    }

    /// The fault of this call, if it is to fail.
    ///
    /// # Errors
    /// The fault.
    pub fn next(&self) -> Result<(), Failure> {
        let mut schedule = self.schedule();
        schedule.calls += 1;
        if schedule.fatal_at == Some(schedule.calls) {
            return Err(Failure::fatal("injected", "an injected failure"));
        }
        if schedule.retry_next > 0 {
            schedule.retry_next -= 1;
            return Err(Failure::retry("injected", "an injected failure"));
        }
        match schedule.retry_every {
            Some(n) if schedule.calls.is_multiple_of(n) => Err(Failure::retry("injected", "an injected failure")),
            _ => Ok(()),
        }
    }
}

/// A sink whose writes fail as scheduled, before they reach the sink inside.
pub struct FaultySink<C>(pub C, pub Faults);

impl<C: ConfiguredSink> ConfiguredSink for FaultySink<C> {
    fn build(&self, context: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        Ok(Box::new(Faulty { inner: self.0.build(context)?, faults: self.1.clone() }))
    }
}

/// A source whose `next` fails as scheduled, before it reaches the source inside.
pub struct FaultySource<C>(pub C, pub Faults);

impl<C: ConfiguredSource> ConfiguredSource for FaultySource<C> {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(Faulty { inner: self.0.build(context)?, faults: self.1.clone() }))
    }
}

struct Faulty<T: ?Sized> {
    faults: Faults,
    inner: Box<T>,
}

#[async_trait]
impl Sink for Faulty<dyn Sink> {
    async fn open(&mut self, marks: &Marks) -> Result<Opened, Failure> {
        self.inner.open(marks).await
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        self.faults.next()?;
        self.inner.write(batch).await
    }

    async fn close(&mut self) -> Result<(), Failure> {
        self.inner.close().await
    }
}

#[async_trait]
impl Source for Faulty<dyn Source> {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        self.faults.next()?;
        self.inner.next().await
    }

    async fn acknowledge(&mut self, positions: &[Position]) -> Result<(), Failure> {
        self.inner.acknowledge(positions).await
    }

    async fn close(&mut self) {
        self.inner.close().await;
    }

    fn progress(&self) -> Progress {
        self.inner.progress()
    }
}
