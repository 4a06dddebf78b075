//! What every source promises: positions that grow, the rest after a restart and nothing else,
//! nothing lost when `next` is dropped half way, the same names on every run.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll};

use wiredesk_core::{
    Checkpoint, Position,
    clock::SystemClock,
    registry::ConfiguredSource,
    source::{Intake, Item, Mode, Source, SourceContext},
};

/// How often in a row `next` is dropped unfinished before it may finish.
const DROPS: u32 = 3;
/// At most so many restarts are tried, spread over the input.
const RESTARTS: usize = 24;

/// Checks a source over input that stays the same and ends; it should hold a handful of articles
/// at least, and whatever else the source knows how to skip or reject.
///
/// # Panics
/// Where the source breaks its contract.
pub async fn source(configured: &dyn ConfiguredSource) {
    let all = read(&mut *start(configured, Checkpoint::default()), false).await;
    assert!(!all.is_empty(), "the contract needs input to check anything");
    let mut seen = Checkpoint::default();
    for (name, position) in &all {
        assert!(!seen.covers(position), "positions grow inside a partition: {name} at {position:?} follows {seen:?}");
        seen.advance(position);
    }

    let again = read(&mut *start(configured, Checkpoint::default()), true).await;
    assert_eq!(sorted(&again), sorted(&all), "a second run, with `next` dropped half way, reads the same");

    let step = all.len().div_ceil(RESTARTS).max(1);
    for cut in (0..=all.len()).step_by(step).chain([all.len()]) {
        let mut checkpoint = Checkpoint::default();
        all[..cut].iter().for_each(|(_, position)| checkpoint.advance(position));
        let rest = read(&mut *start(configured, checkpoint), false).await;
        assert_eq!(
            sorted(&rest),
            sorted(&all[cut..]),
            "after a restart behind the first {cut}, exactly the rest is read"
        );
    }

    let mut last = start(configured, Checkpoint::default());
    let read = read(&mut *last, false).await;
    let positions: Vec<Position> = read.into_iter().map(|(_, position)| position).collect();
    if let Err(failure) = last.acknowledge(&positions).await {
        panic!("acknowledging what was read failed: {failure}");
    }
}

fn start(configured: &dyn ConfiguredSource, checkpoint: Checkpoint) -> Box<dyn Source> {
    let clock = Arc::new(SystemClock);
    let context = SourceContext { id: "contract".into(), checkpoint, mode: Mode::Once, clock, folder: None };
    configured.build(context).unwrap_or_else(|failure| panic!("the source cannot be built: {failure}"))
}

/// Reads to the end; what was read as `(name, position)`.
async fn read(source: &mut dyn Source, dropping: bool) -> Vec<(String, Position)> {
    let mut all = Vec::new();
    let mut drops = 0;
    loop {
        if dropping && drops < DROPS {
            let mut next = pin!(source.next());
            let once = poll_fn(|context| Poll::Ready(next.as_mut().poll(context))).await;
            match once {
                Poll::Pending => {
                    drops += 1;
                    tokio::task::yield_now().await;
                    continue;
                }
                Poll::Ready(read) => match read.unwrap_or_else(|failure| panic!("reading failed: {failure}")) {
                    Some(items) => all.extend(items.iter().map(named)),
                    None => return all,
                },
            }
        } else {
            match source.next().await.unwrap_or_else(|failure| panic!("reading failed: {failure}")) {
                Some(items) => all.extend(items.iter().map(named)),
                None => return all,
            }
        }
        drops = 0;
    }
}

fn named(intake: &Intake) -> (String, Position) {
    let name = match &intake.item {
        Item::Document(document) => format!("document {} `{}`", document.id, document.key),
        Item::Rejected(rejected) => format!("rejected ({}) `{}`", rejected.code, rejected.key),
        Item::Skipped(reason) => format!("skipped ({reason})"),
    };
    (name, intake.position.clone())
}

/// Partitions may come in any order.
fn sorted(items: &[(String, Position)]) -> Vec<String> {
    let mut lines: Vec<String> =
        items.iter().map(|(name, at)| format!("{}:{:020} {name}", at.partition, at.offset)).collect();
    lines.sort_unstable();
    lines
}
