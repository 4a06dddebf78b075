//! The engine as a whole, with scripted components: order, back-pressure, accounting, restarts,
//! contained failures, shutdown. Everything here goes through `wiredesk_engine::run`.

mod failures;
mod flow;
mod memory;
mod restarts;
mod shutdown;

use std::{future::pending, path::Path};

use wiredesk_core::source::Mode;
use wiredesk_engine::{RunError, RunOptions, Summary, run};
use wiredesk_testkit::Blueprint;

/// Runs until all sources have ended.
async fn once(blueprint: Blueprint) -> Result<Summary, RunError> {
    run(blueprint.build(), RunOptions::new(Mode::Once), pending()).await
}

fn keys(range: std::ops::Range<u64>) -> Vec<String> {
    range.map(|n| format!("a{n}")).collect()
}

/// The dead letters of pipeline `main` as `stage code key`.
fn dead_letters(state: &Path) -> Vec<String> {
    let file = std::fs::read_to_string(state.join("dead-letters/main.ndjson")).unwrap_or_default();
    let line = |line: &str| {
        let letter: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| letter[name].as_str().unwrap().to_owned();
        format!("{} {} {}", field("stage"), field("code"), field("key"))
    };
    file.lines().map(line).collect()
}
