//! A plan at work in this process: the async runtime, the signals, the progress bar. Used by
//! `run`, `extract` and `show`.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::runtime;
use wiredesk_core::source::Progress;
use wiredesk_engine::{
    Monitor, RunError, RunOptions, Summary,
    metrics::{Counter, Role},
    plan::Plan,
};

use crate::failure::Failure;

/// Runs a plan to its end, or until SIGTERM or SIGINT; a second signal ends the process at once.
///
/// # Errors
/// What the engine reports: nothing was started (status 2) or it failed on the way (status 1).
pub(crate) fn execute(plan: Plan, options: RunOptions, bar: &ProgressBar) -> Result<Summary, Failure> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("cannot start threads: {error}")))?;
    let drawn = (!bar.is_hidden()).then(|| runtime.spawn(draw(bar.clone(), options.monitor.clone())));
    let finished = runtime.block_on(async { wiredesk_engine::run(plan, options, stop_signal()).await });
    if let Some(drawn) = drawn {
        drawn.abort();
    }
    bar.finish_and_clear();
    // what is still busy after a missed deadline must not keep the process from ending
    runtime.shutdown_background();
    finished.map_err(failure)
}

fn failure(error: RunError) -> Failure {
    if let RunError::Failed { failure, .. } = &error
        && failure.code == "broken-pipe"
    {
        return Failure::OutputClosed;
    }
    let message = with_sources(&error);
    let failure = match &error {
        RunError::Locked { .. } | RunError::State { .. } | RunError::Start { .. } => Failure::rejected(message),
        _ => Failure::failed(message),
    };
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// The message of an error with those of its causes.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let next_message = next.to_string();
        if !message.contains(&next_message) {
            message.push_str(": ");
            message.push_str(&next_message);
        }
        cause = next.source();
    }
    message
}

/// Resolves at the first signal. The second one ends the process: what was committed stays, the
/// rest is read again at the next start.
async fn stop_signal() {
    match Signals::new() {
        Ok(mut signals) => {
            signals.next().await;
            tracing::info!("stopping: queues drain, sinks commit; a second signal ends it at once");
            tokio::spawn(async move {
                signals.next().await;
                std::process::exit(1);
            });
        }
        Err(error) => {
            tracing::warn!(%error, "no signals can be received; end the process with SIGKILL");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// A bar for a person at a terminal, hidden otherwise.
pub(crate) fn progress_bar(wanted: bool) -> ProgressBar {
    if wanted && io::stderr().is_terminal() {
        ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    }
}

/// Shows articles, rate and, where the total is known, the time left.
async fn draw(bar: ProgressBar, monitor: Monitor) {
    let style =
        |template: &str| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let unknown = style("{spinner} {msg}  {elapsed}");
    let known = style("{bar:24} {percent:>3}%  {msg}  {eta} left");
    let mut ticks = tokio::time::interval(Duration::from_millis(200));
    let mut before = 0;
    let mut rate = 0.0;
    let mut begun = false;
    loop {
        ticks.tick().await;
        let delivered = delivered(&monitor.snapshot());
        // smoothed over about two seconds
        rate += ((delivered - before.min(delivered)) as f64 * 5.0 - rate) * 0.1;
        before = delivered;
        let Progress { done, total } = monitor.progress();
        match total.filter(|total| *total > 0) {
            Some(total) => {
                bar.set_style(known.clone());
                bar.set_length(total);
                bar.set_position(done.min(total));
                // what an earlier run has done says nothing about how fast this one is
                if !begun && done > 0 {
                    begun = true;
                    bar.reset_eta();
                }
            }
            None => bar.set_style(unknown.clone()),
        }
        bar.set_message(format!("{delivered} articles, {rate:.0}/s"));
        bar.tick();
    }
}

/// Documents that have become durable: of each pipeline, those of the sink that has most.
pub(crate) fn delivered(snapshot: &wiredesk_engine::metrics::Snapshot) -> u64 {
    let mut most: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for sink in snapshot.components.iter().filter(|component| component.role == Role::Sink) {
        let count = most.entry(&sink.pipeline).or_default();
        *count = (*count).max(sink.count(Counter::Delivered));
    }
    most.values().sum()
}
