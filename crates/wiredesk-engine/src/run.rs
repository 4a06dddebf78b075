//! A run from lock to summary: what happens, in order. Called by the binary through [`run`]; it
//! installs no signal handlers and ends no process.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Serialize;
use wiredesk_core::{
    clock::{Clock, SystemClock},
    source::Mode,
};

use crate::{
    control::Control,
    error::RunError,
    lock::Lock,
    metrics::Snapshot,
    monitor::Monitor,
    pipeline::{Pipeline, Surroundings, Tasks},
    plan::{DaemonPlan, PipelinePlan, Plan},
    state::State,
    supervise::{self, Activity},
};

/// How to run a plan.
#[derive(Clone)]
pub struct RunOptions {
    /// Whether to end when everything present has been read.
    pub mode: Mode,
    /// The time, for documents and dead letters.
    pub clock: Arc<dyn Clock>,
    /// Can be asked about the run while it is going on.
    pub monitor: Monitor,
    /// The configuration file, which a second process is told about.
    pub config: Option<PathBuf>,
}

impl RunOptions {
    /// The system's clock, a new monitor.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self { mode, clock: Arc::new(SystemClock), monitor: Monitor::default(), config: None }
    }
}

/// What a finished run has done.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// From the start of the sources to the last commit, in seconds.
    #[serde(serialize_with = "crate::metrics::seconds")]
    pub elapsed: Duration,
    /// Ended by the stop signal, not by the end of all sources.
    pub stopped: bool,
    /// All counters.
    pub metrics: Snapshot,
}

/// Runs every pipeline of a plan until all sources have ended, `stop` resolves, or something
/// fails for good; then sources stop, queues drain and sinks commit, for as long as they get on: what stands still for the
/// plan's deadline is given up.
/// If one pipeline fails, the others end in order as well.
///
/// Not cancel-safe in the sense that dropping the future leaves its tasks behind to drain: use
/// `stop`.
///
/// # Errors
/// See [`RunError`]. Whatever had been committed stays committed.
pub async fn run(plan: Plan, options: RunOptions, stop: impl Future<Output = ()>) -> Result<Summary, RunError> {
    let Plan { daemon, pipelines } = plan;
    let state = open_state(&daemon, &options).await?;
    let finished = run_with(&daemon, pipelines, options, &state, stop).await;
    // a run that was left behind at its deadline keeps the state until its tasks are gone
    if !matches!(finished, Err(RunError::Deadline { .. })) {
        state.close().await;
    }
    finished
}

async fn run_with(
    daemon: &DaemonPlan,
    pipelines: Vec<PipelinePlan>,
    options: RunOptions,
    state: &State,
    stop: impl Future<Output = ()>,
) -> Result<Summary, RunError> {
    let RunOptions { mode, clock, monitor, .. } = options;
    let control = Arc::new(Control::new());
    let (state, folder) = (state.clone(), daemon.state.clone());
    let surroundings = Surroundings { clock, mode, state, control: control.clone(), folder };

    let mut stopped = false;
    tokio::pin!(stop);
    let opening = open_all(pipelines, surroundings);
    tokio::pin!(opening);
    let open = loop {
        tokio::select! {
            open = &mut opening => break open?,
            () = &mut stop, if !stopped => {
                stopped = true;
                control.stop();
            }
        }
    };
    monitor.start(open.iter().flat_map(Pipeline::components).collect());

    let started = Instant::now();
    let mut tasks = Tasks::default();
    let mut activities = Vec::new();
    for pipeline in open {
        activities.extend(pipeline.spawn(&mut tasks)?);
    }
    tracing::info!(tasks = tasks.set.len(), "running");
    let supervision = tokio::spawn(supervise::watch(activities.clone(), daemon.stuck_after));
    let late = finish(&mut tasks, &control, stop, &mut stopped, &activities, daemon.shutdown_deadline).await;
    supervision.abort();
    if let Err(late) = late {
        // what is still at work is left to drain, or to end with the process: a write must not be
        // cut off half way
        tokio::spawn(async move { while tasks.set.join_next().await.is_some() {} });
        // a failure that came first has been logged when it came
        return Err(late);
    }
    match control.take_failure() {
        Some(failure) => Err(failure),
        None => {
            tracing::info!(elapsed = ?started.elapsed(), stopped, "finished");
            Ok(Summary { elapsed: started.elapsed(), stopped, metrics: monitor.snapshot() })
        }
    }
}

async fn open_all(plans: Vec<PipelinePlan>, surroundings: Surroundings) -> Result<Vec<Pipeline>, RunError> {
    let mut open = Vec::new();
    for plan in plans {
        open.push(Pipeline::open(plan, surroundings.clone()).await?);
    }
    Ok(open)
}

async fn open_state(daemon: &DaemonPlan, options: &RunOptions) -> Result<State, RunError> {
    let Some(folder) = daemon.state.clone() else { return Ok(State::none()) };
    let (now, config) = (options.clock.now(), options.config.clone());
    let open = move || {
        let lock = Lock::take(&folder, config.as_deref(), now)?;
        State::open(&folder, lock, now)
    };
    tokio::task::spawn_blocking(open).await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}

/// Waits until all tasks have ended, passing the stop signal on.
async fn finish(
    tasks: &mut Tasks,
    control: &Control,
    mut stop: std::pin::Pin<&mut impl Future<Output = ()>>,
    stopped: &mut bool,
    activities: &[Arc<Activity>],
    deadline: Duration,
) -> Result<(), RunError> {
    let late = async {
        control.stopped().await;
        supervise::standstill(activities, deadline).await;
    };
    tokio::pin!(late);
    loop {
        tokio::select! {
            ended = tasks.set.join_next_with_id() => match ended {
                None => return Ok(()),
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    if let Some(place) = tasks.places.get(&error.id()).cloned() {
                        control.fail(RunError::Panicked { place, message: error.to_string() });
                    }
                }
            },
            () = &mut stop, if !*stopped => {
                *stopped = true;
                tracing::info!("stopping: sources stop, queues drain, sinks commit");
                control.stop();
            }
            () = &mut late => {
                return Err(RunError::Deadline { deadline, busy: supervise::busy(activities) });
            }
        }
    }
}
