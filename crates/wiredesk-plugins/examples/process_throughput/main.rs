//! How many articles of 4 KiB a second go through a Python process and back, on one worker, by the
//! clock on the wall, and what processor time a document costs on both sides: on a machine that has
//! more to do only that can be compared. Extractor, host and guard are the real ones; sources, stages
//! and sinks are left out.
//!
//! ```text
//! cargo run --release -p wiredesk-plugins --example process_throughput
//! ```

#![expect(clippy::print_stdout, reason = "figures are what it is for")]

mod processor_time;

use std::{
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use wiredesk_core::{Document, document::Article};
use wiredesk_plugins::{
    Manifest,
    process::{self, Spec},
};

/// The word by which this program knows that it is to be the guard.
const GUARD: &str = "plugin-guard";

/// Bytes of an article, and articles in a batch of the engine.
const ARTICLE: usize = 4096;
const BATCH: usize = 64;

/// How long each figure is measured, and how often; the best counts, as the machine has more to do.
const WINDOW: Duration = Duration::from_secs(1);
const WINDOWS: usize = 5;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|word| word == GUARD) {
        return process::guard(args);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let done = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure_all()));
    done.map_or_else(
        |error| {
            println!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

async fn measure_all() -> Result<(), Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (ten, tickers) = (here.join("examples/process_throughput"), here.join("../../examples/plugins/tickers_python"));
    println!(
        "{:<38} {:>5} {:>6} {:>12} {:>14} {:>12}",
        "plugin", "batch", "window", "documents/s", "plugin us/doc", "host us/doc"
    );
    // without site packages there is no orjson
    for (name, folder, command) in [
        ("ten annotations, json", &ten, &["python3", "-S", "ten.py"][..]),
        ("ten annotations, orjson if installed", &ten, &["python3", "ten.py"]),
        ("tickers_python, orjson if installed", &tickers, &["python3", "tickers.py"]),
    ] {
        for (batch, window) in [(1, 2), (16, 1), (16, 2), (64, 2)] {
            let manifest: Manifest = serde_json::from_value(json!({
                "name": "toy", "version": "1", "summary": "for figures", "kind": "process",
                "provides": ["acme/ten", "acme/tickers"],
                "process": {
                    "command": command, "batch": batch, "window": window,
                    "env": {"PYTHONPATH": here.join("sdk/python")},
                },
            }))?;
            let best = measure(&manifest, folder).await?;
            let [wall, plugin, host] = best;
            println!("{name:<38} {batch:>5} {window:>6} {wall:>12.0} {plugin:>14.1} {host:>12.1}");
        }
    }
    Ok(())
}

async fn measure(manifest: &Manifest, folder: &Path) -> Result<[f64; 3], Box<dyn std::error::Error>> {
    let guard = vec![std::env::current_exe()?.into(), GUARD.into()];
    let spec = Spec::new(manifest, Value::Null, folder, Some(guard), Arc::default()).ok_or("no process")?;
    let mut extractor = process::extractor(Arc::new(spec));
    let documents: Vec<Document> = (0..BATCH).map(article).collect();
    let batch: Vec<&Document> = documents.iter().collect();
    let mut best = [0.0, f64::MAX, f64::MAX];
    for window in 0..=WINDOWS {
        let (started, mut done) = (Instant::now(), 0.0);
        let before = processor_time::spent();
        // the first round starts the process and does not count
        while started.elapsed() < WINDOW / if window == 0 { 4 } else { 1 } {
            for found in extractor.extract(&batch).await {
                found?;
                done += 1.0;
            }
        }
        if window > 0 {
            let after = processor_time::spent();
            let each = |side: usize| (after[side] - before[side]) * 1e6 / done;
            best = [best[0].max(done / started.elapsed().as_secs_f64()), best[1].min(each(1)), best[2].min(each(0))];
        }
    }
    Ok(best)
}

fn article(number: usize) -> Document {
    let sentence = "Brackwater Shipping (LSE: BRKW) said on Tuesday that it would close 3 of its 12 terminals by May. ";
    let filler = "Dockers gathered at the gates in the rain and were told that talks would resume in the morning. ";
    let mut text = format!("No {number}. {}", sentence.repeat(3));
    while text.len() < ARTICLE {
        text.push_str(filler);
    }
    text.truncate(ARTICLE);
    let article = Article { key: format!("{number}.txt"), text: text.into(), ..Article::default() };
    Document::new("inbox".into(), article, jiff::Timestamp::UNIX_EPOCH)
}
