//! Runs a source's blocking reading off the async threads, one step at a time. Used by the
//! `directory` and `file` sources; makes their `next` cancel-safe, because the step that is under way
//! stays in here until its result is taken.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{sync::Notify, task::JoinHandle, time::Instant};
use wiredesk_core::{
    error::Failure,
    source::{Intake, Progress},
};

/// What one step of reading brought.
#[derive(Debug)]
pub(crate) enum Step {
    /// Something to deliver; may be empty.
    Batch(Vec<Intake>),
    /// Nothing to do before this time has passed or a wake-up comes.
    Idle(Duration),
    /// Nothing will ever follow.
    End,
}

/// Reading that may block.
pub(crate) trait Reading: Send + 'static {
    /// Does a bounded piece of work.
    ///
    /// # Errors
    /// As [`wiredesk_core::source::Source::next`].
    fn step(&mut self) -> Result<Step, Failure>;
}

/// Bytes read and bytes known to be there, for display; shared between the reading and the source.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    done: AtomicU64,
    total: AtomicU64,
}

impl Gauge {
    /// Counts bytes that are known to be there.
    pub(crate) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts bytes that have been read.
    pub(crate) fn advance(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Sets both, where they are known as a whole.
    pub(crate) fn set(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Both; the total only if it is known.
    pub(crate) fn progress(&self) -> Progress {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        Progress { done, total: (total > 0).then_some(total.max(done)) }
    }
}

enum State<R> {
    Resting(Box<R>),
    Running(JoinHandle<(Box<R>, Result<Step, Failure>)>),
    Ended,
}

/// Reading that is done elsewhere.
pub(crate) struct Offloaded<R> {
    state: State<R>,
    /// When to look again although nothing has woken it.
    pause: Option<Instant>,
    wake: Arc<Notify>,
}

impl<R: Reading> Offloaded<R> {
    /// `wake` ends a pause early.
    pub(crate) fn new(reading: R, wake: Arc<Notify>) -> Self {
        Self { state: State::Resting(Box::new(reading)), pause: None, wake }
    }

    /// As [`wiredesk_core::source::Source::next`]; cancel-safe.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        loop {
            if let Some(until) = self.pause {
                tokio::select! {
                    () = tokio::time::sleep_until(until) => {}
                    () = self.wake.notified() => {}
                }
                self.pause = None;
            }
            if let State::Resting(_) = self.state
                && let State::Resting(mut reading) = std::mem::replace(&mut self.state, State::Ended)
            {
                self.state = State::Running(tokio::task::spawn_blocking(move || {
                    let step = reading.step();
                    (reading, step)
                }));
            }
            let State::Running(handle) = &mut self.state else { return Ok(None) };
            let step = match handle.await {
                Ok((reading, step)) => {
                    self.state = State::Resting(reading);
                    step?
                }
                Err(error) => {
                    self.state = State::Ended;
                    return Err(Failure::fatal("panic", "reading the source panicked").because(error));
                }
            };
            match step {
                Step::Batch(batch) if batch.is_empty() => {}
                Step::Batch(batch) => return Ok(Some(batch)),
                Step::Idle(pause) => self.pause = Some(Instant::now() + pause),
                Step::End => self.state = State::Ended,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use wiredesk_core::{Position, source::Item};

    use super::*;

    /// Steps on when told to.
    struct Stepwise(mpsc::Receiver<u64>);

    impl Reading for Stepwise {
        fn step(&mut self) -> Result<Step, Failure> {
            let Ok(offset) = self.0.recv() else { return Ok(Step::End) };
            let position = Position { partition: "p".into(), version: "".into(), offset };
            Ok(Step::Batch(vec![Intake { item: Item::Skipped("test"), position }]))
        }
    }

    #[tokio::test]
    async fn a_dropped_call_loses_nothing() {
        let (step, steps) = mpsc::channel();
        let mut source = Offloaded::new(Stepwise(steps), Arc::default());
        let mut seen = Vec::new();
        for offset in 0..20 {
            for _ in 0..3 {
                tokio::select! {
                    biased;
                    _ = source.next() => panic!("nothing is there yet"),
                    () = std::future::ready(()) => {}
                }
            }
            step.send(offset).unwrap();
            seen.extend(source.next().await.unwrap().unwrap().into_iter().map(|intake| intake.position.offset));
        }
        drop(step);
        assert_eq!(source.next().await.unwrap().map(|batch| batch.len()), None);
        assert_eq!(seen, (0..20).collect::<Vec<_>>());
    }
}
