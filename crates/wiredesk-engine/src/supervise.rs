//! Watches what is being worked on: names whatever makes no progress, and what was still busy at
//! the deadline. Stages, sinks and intakes report to their [`Activity`] once per batch; nothing
//! here ends anything.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    error::{Busy, Place},
    stage::Work,
};

/// What one worker is doing.
pub(crate) struct Activity {
    place: Place,
    now: Mutex<Doing>,
}

#[derive(Default)]
struct Doing {
    /// Grows with every beginning.
    number: u64,
    task: Option<Task>,
}

enum Task {
    /// So many documents, beginning with this one.
    Documents(usize, Option<String>),
    /// A batch on a thread, which knows where it is.
    Work(Weak<Work>),
}

impl Activity {
    pub(crate) fn new(place: Place) -> Arc<Self> {
        Arc::new(Self { place, now: Mutex::default() })
    }

    fn set(&self, task: Option<Task>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.number += 1;
        now.task = task;
    }

    pub(crate) fn begin(&self, documents: usize, key: Option<String>) {
        self.set(Some(Task::Documents(documents, key)));
    }

    pub(crate) fn begin_work(&self, work: &Arc<Work>) {
        self.set(Some(Task::Work(Arc::downgrade(work))));
    }

    pub(crate) fn end(&self) {
        self.set(None);
    }

    /// A number that changes with every step, being done or idle.
    fn step(&self) -> (u64, usize) {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let work = match &now.task {
            Some(Task::Work(work)) => work.upgrade(),
            _ => None,
        };
        (now.number, work.map_or(0, |work| work.current()))
    }

    /// A number that changes with every step, and what is being done.
    fn look(&self) -> Option<((u64, usize), Busy)> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let (step, documents, key) = match now.task.as_ref()? {
            Task::Documents(documents, key) => (0, *documents, key.clone()),
            Task::Work(work) => {
                let work = work.upgrade()?;
                let (documents, key) = work.in_hand();
                (work.current(), documents, key)
            }
        };
        Some(((now.number, step), Busy { place: self.place.clone(), documents, key }))
    }
}

/// What is being worked on right now.
pub(crate) fn busy(activities: &[Arc<Activity>]) -> Vec<Busy> {
    activities.iter().filter_map(|activity| Some(activity.look()?.1)).collect()
}

/// Resolves when nothing has gone on anywhere for `deadline`. A slow disk drains slowly, but it drains: what
/// counts is whether anything has begun or ended since, not how long all of it takes.
pub(crate) async fn standstill(activities: &[Arc<Activity>], deadline: Duration) {
    let steps = || activities.iter().map(|activity| activity.step()).collect::<Vec<_>>();
    let pause = (deadline / 16).max(Duration::from_millis(1)).min(deadline);
    let (mut seen, mut since) = (steps(), Instant::now());
    while since.elapsed() < deadline {
        tokio::time::sleep(pause).await;
        let now = steps();
        if now != seen {
            (seen, since) = (now, Instant::now());
        }
    }
}

/// Looks around for ever and warns of whatever has stood still for `stuck_after`, once for each
/// step it is stuck at.
pub(crate) async fn watch(activities: Vec<Arc<Activity>>, stuck_after: Duration) {
    let mut seen: Vec<Option<Seen>> = activities.iter().map(|_| None).collect();
    let mut ticks = tokio::time::interval((stuck_after / 4).max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let now = ticks.tick().await;
        for (activity, seen) in activities.iter().zip(&mut seen) {
            if let Some(busy) = look_again(activity.look(), seen, now, stuck_after) {
                tracing::warn!("no progress for {stuck_after:?}: {busy}");
            }
        }
    }
}

struct Seen {
    step: (u64, usize),
    since: Instant,
    warned: bool,
}

/// What to warn of, if anything.
fn look_again(
    current: Option<((u64, usize), Busy)>,
    seen: &mut Option<Seen>,
    now: Instant,
    stuck_after: Duration,
) -> Option<Busy> {
    let Some((step, busy)) = current else {
        *seen = None;
        return None;
    };
    match seen {
        Some(seen) if seen.step == step => {
            let stuck = !seen.warned && now.duration_since(seen.since) >= stuck_after;
            seen.warned |= stuck;
            stuck.then_some(busy)
        }
        _ => {
            *seen = Some(Seen { step, since: now, warned: false });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Role;

    #[test]
    fn only_what_stands_still_is_named_and_only_once() {
        let activity = Activity::new(Place { pipeline: "main".into(), role: Role::Sink, id: "desk".into() });
        let (start, limit) = (Instant::now(), Duration::from_secs(10));
        let mut seen = None;
        let mut look = |seconds| look_again(activity.look(), &mut seen, start + Duration::from_secs(seconds), limit);
        assert_eq!(look(0), None, "idle");
        activity.begin(2, Some("a.txt".to_owned()));
        assert_eq!(look(1), None);
        activity.begin(3, Some("b.txt".to_owned()));
        assert_eq!(look(11), None, "it has gone on since");
        let busy = look(21).unwrap();
        assert_eq!(busy.to_string(), "sink `desk` of pipeline `main` with 3 documents, at `b.txt`");
        assert_eq!(look(31), None, "said already");
        activity.end();
        assert_eq!(look(50), None);
    }
}
