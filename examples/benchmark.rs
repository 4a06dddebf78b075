//! The whole-program benchmark: generated articles through the release binary, several
//! pipelines, one table.
//!
//!     cargo build --release
//!     cargo run --release --example benchmark -- [ARTICLES] [BYTES] [PIPELINE…]
//!
//! Processor time and peak memory are those that `wiredesk run --format json` reports of itself;
//! processor time per document says more than documents per second on a machine that does other
//! things as well. Everything happens in a temporary folder.

#![allow(clippy::print_stdout, reason = "the table is for standard output")]

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::Command,
};

use wiredesk_testkit::articles::articles;

/// Name, source, extractors, sinks.
struct Pipeline {
    name: &'static str,
    extractors: &'static str,
    sinks: &'static [&'static str],
}

const PIPELINES: [Pipeline; 5] = [
    Pipeline { name: "pass-through", extractors: "[]", sinks: &["ndjson"] },
    Pipeline { name: "pass-through-sqlite", extractors: "[]", sinks: &["sqlite"] },
    Pipeline { name: "extract", extractors: "", sinks: &["ndjson"] },
    Pipeline { name: "extract-sqlite", extractors: "", sinks: &["sqlite"] },
    Pipeline { name: "extract-both", extractors: "", sinks: &["ndjson", "sqlite"] },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let bytes: usize = arguments.next().map_or(Ok(4096), |text| text.parse())?;
    let wanted: Vec<String> = arguments.collect();
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("articles.ndjson");
    let size = generate(&input, count, bytes)?;
    println!("{count} articles of about {bytes} bytes, {:.1} MB of NDJSON\n", size as f64 / 1e6);
    println!("| pipeline | documents/s | MB/s | CPU per document | peak memory |");
    println!("|---|---:|---:|---:|---:|");
    for pipeline in PIPELINES.iter().filter(|p| wanted.is_empty() || wanted.iter().any(|name| name == p.name)) {
        let summary = run(folder.path(), &input, pipeline)?;
        let number = |key: &str| summary[key].as_f64().unwrap_or(f64::NAN);
        let delivered = number("delivered");
        if delivered != count as f64 {
            return Err(format!("{}: {delivered} of {count} articles delivered", pipeline.name).into());
        }
        let seconds = number("elapsed_seconds");
        println!(
            "| {} | {:.0} | {:.1} | {:.1} µs | {:.0} MiB |",
            pipeline.name,
            delivered / seconds,
            size as f64 / 1e6 / seconds,
            number("cpu_seconds") / delivered * 1e6,
            number("peak_memory") / f64::from(1 << 20),
        );
    }
    Ok(())
}

fn generate(path: &Path, count: usize, bytes: usize) -> Result<u64, Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    for article in articles(1, bytes).take(count) {
        out.write_all(article.ndjson().as_bytes())?;
    }
    Ok(out.into_inner()?.metadata()?.len())
}

fn run(folder: &Path, input: &Path, pipeline: &Pipeline) -> Result<serde_json::Value, Box<dyn Error>> {
    let home = folder.join(pipeline.name);
    std::fs::create_dir(&home)?;
    let mut config =
        format!("[daemon]\nstate = {:?}\n[sources.input]\ntype = \"file\"\npath = {input:?}\n", home.join("state"));
    for sink in pipeline.sinks {
        let path = home.join(format!("out.{sink}"));
        config.push_str(&format!("[sinks.{sink}]\ntype = {sink:?}\npath = {path:?}\n"));
    }
    if !pipeline.extractors.is_empty() {
        config.push_str(&format!("[pipeline]\nextractors = {}\n", pipeline.extractors));
    }
    let file = home.join("wiredesk.toml");
    std::fs::write(&file, config)?;
    let output = Command::new(binary()?).args(["run", "--once", "--format", "json"]).arg(&file).output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", pipeline.name, String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The binary beside this example's folder.
fn binary() -> Result<PathBuf, Box<dyn Error>> {
    let example = std::env::current_exe()?;
    let folder = example.parent().and_then(Path::parent).ok_or("no target folder")?;
    let binary = folder.join("wiredesk");
    if binary.exists() { Ok(binary) } else { Err("no release binary: run `cargo build --release` first".into()) }
}
