//! `wiredesk plugin bench`: what a plugin or another extractor costs per document, and beside it what
//! an extractor costs that was compiled in and does nothing. One worker, one thread.

mod articles;
mod cost;
mod subject;

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::json;
use wiredesk_core::{
    Document,
    error::Failure as Broken,
    extractor::{Findings, SyncExtractor, Worker},
};
use wiredesk_plugins::caller::Caller;
use wiredesk_sources::formats::{Format as InputFormat, FormatOptions, Unread, read_articles};

use self::{cost::Children, subject::Subject};
use super::{Session, build::size, failed};
use crate::{
    cli::{Format, plugin::BenchArguments},
    execution::progress_bar,
    failure::Failure,
    logging::LogFormat,
    terminal::Style,
};

/// So many different documents are kept; beyond that they are read over again.
const KEPT: usize = 2000;
/// Documents that are read one by one, for the time until an answer.
const ALONE: usize = 500;
/// Documents that are read before anything is measured.
const WARM_UP: usize = 64;
pub(super) fn run(session: &Session, arguments: &BenchArguments) -> Result<(), Failure> {
    session.start_logging("warn", LogFormat::Text, progress_bar(false))?;
    let subject = Subject::find(session, &arguments.folder)?;
    let count = arguments.documents as usize;
    let documents = documents(&subject, arguments.input.as_deref(), count.min(KEPT))?;
    let reading = Reading { documents: &documents, count, batch: subject.batch };
    let nothing = reading.measure("nothing, compiled in", &|| Ok(Worker::Sync(Box::new(Nothing))))?;
    // it has no memory of its own: what was seen is that of the measurement
    let nothing = Figures { memory: None, ..nothing };
    let plugin = reading.measure(&subject.name, &|| subject.worker())?;
    if plugin.failed == plugin.documents {
        let trouble = plugin.trouble.unwrap_or_default();
        let failure = Failure::failed(format!("`{}` reads none of the documents: {trouble}", subject.name));
        let test = format!("`wiredesk plugin test {}`", arguments.folder.display());
        return Err(if subject.kind == "rust" { failure } else { failure.hint(test) });
    }
    let bytes = documents.iter().map(|document| document.text.len()).sum::<usize>() / documents.len().max(1);
    let mut out = io::stdout().lock();
    if arguments.format == Format::Json {
        let all = json!({
            "plugin": subject.name, "version": subject.version, "kind": subject.kind,
            "documents": count, "bytes": bytes, "batch": subject.batch, "figures": [plugin, nothing],
        });
        writeln!(out, "{all:#}")?;
        return Ok(());
    }
    let name = session.stdout.paint(Style::Bold, &subject.name);
    let Subject { version, runs, batch, .. } = &subject;
    writeln!(out, "{name} {version}, {runs}: {count} documents of {}, {batch} at once\n", size(bytes))?;
    print(session, &mut out, &[&plugin, &nothing])?;
    if plugin.failed > 0 {
        let trouble = plugin.trouble.unwrap_or_default();
        let message = format!("{} of {} documents failed, the first with: {trouble}", plugin.failed, plugin.documents);
        writeln!(out, "\n{}: {message}", session.stdout.paint(Style::Error, "warning"))?;
    }
    Ok(())
}

fn print(session: &Session, out: &mut impl Write, all: &[&Figures]) -> Result<(), Failure> {
    let micros = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let memory = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), |bytes| size(bytes as usize));
    let mut rows = vec![["", "documents/s", "p50 µs", "p99 µs", "host µs", "child µs", "memory"].map(str::to_owned)];
    rows.extend(all.iter().map(|figures| {
        [
            figures.name.clone(),
            thousands(figures.per_second),
            micros(Some(figures.p50)),
            micros(Some(figures.p99)),
            micros(Some(figures.host_cpu)),
            micros(figures.child_cpu),
            memory(figures.memory),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    for (number, row) in rows.iter().enumerate() {
        let mut line = format!("{:first$}", row[0], first = width(0));
        for (column, cell) in row.iter().enumerate().skip(1) {
            line.push_str(&format!("  {cell:>width$}", width = width(column)));
        }
        let style = if number == 0 { Style::Dim } else { Style::Bold };
        writeln!(out, "{}", session.stdout.paint(style, line.trim_end()))?;
    }
    let legend = "\np50, p99: until the answer to one document alone; host, child: processor time per document in \
                  \nwiredesk and in the plugin's process; memory: peak of that process, in the sandbox that which \
                  \nwiredesk needed more. Nothing, compiled in, is the price of the call itself.";
    writeln!(out, "{}", session.stdout.paint(Style::Dim, legend))?;
    Ok(())
}

/// `1234567.8` as `1,234,568`.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Documents to read, with the layers that the extractor needs.
fn documents(subject: &Subject, input: Option<&Path>, count: usize) -> Result<Vec<Document>, Failure> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut documents = Vec::with_capacity(count);
    if let Some(path) = input {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Failure::rejected(format!("cannot read `{name}`: {error}")))?;
        let how = Arc::new(FormatOptions::default());
        let format = InputFormat::by_extension(path).map_or(InputFormat::Ndjson, |(format, _)| format);
        for article in read_articles(Box::new(file), format, &name, &how).take(count) {
            match article {
                Ok(article) => documents.push(Document::new("bench".into(), article, now)),
                Err(Unread::Rejected(_)) => {}
                Err(Unread::Failed(error)) => {
                    return Err(Failure::failed(format!("cannot read `{name}`: {error}")));
                }
            }
        }
        if documents.is_empty() {
            return Err(Failure::rejected(format!("no article in `{name}`")).hint("one a line: {\"text\": \"…\"}"));
        }
    } else {
        let articles = (0..count as u64).map(articles::article);
        documents.extend(articles.map(|article| Document::new("bench".into(), article, now)));
    }
    let declaration = &subject.declaration;
    let layers: Vec<_> = declaration.requires.iter().chain(&declaration.uses).cloned().collect();
    if !layers.is_empty() {
        for document in &mut documents {
            (subject.prepare)(document, &layers);
        }
    }
    Ok(documents)
}

/// What is read, and how.
struct Reading<'d> {
    documents: &'d [Document],
    count: usize,
    batch: usize,
}

/// What reading has cost.
#[derive(Debug, Serialize)]
struct Figures {
    name: String,
    documents: usize,
    /// Documents on which it failed.
    failed: usize,
    #[serde(skip)]
    trouble: Option<String>,
    per_second: f64,
    /// Microseconds until the answer to one document alone.
    p50: f64,
    p99: f64,
    /// Microseconds of processor time per document.
    host_cpu: f64,
    child_cpu: Option<f64>,
    /// Bytes.
    memory: Option<u64>,
}

impl Reading<'_> {
    fn measure(&self, name: &str, build: &dyn Fn() -> Result<Worker, Broken>) -> Result<Figures, Failure> {
        let memory = cost::start_memory();
        let mut worker = build().and_then(Caller::new).map_err(|failure| failed(&failure))?;
        let warm_up: Vec<&Document> = self.documents.iter().cycle().take(WARM_UP.min(self.count)).collect();
        warm_up.chunks(self.batch).for_each(|batch| drop(worker.call(batch)));

        let (mut failures, mut trouble) = (0, None);
        let child_before = Children::now();
        // last of all, so that looking at the children is part of nothing
        let host_before = cost::host();
        let started = Instant::now();
        let mut batch: Vec<&Document> = Vec::with_capacity(self.batch);
        for (number, document) in self.documents.iter().cycle().take(self.count).enumerate() {
            batch.push(document);
            if batch.len() == self.batch || number + 1 == self.count {
                let answers = worker.call(&batch);
                for failure in answers.into_iter().filter_map(Result::err) {
                    failures += 1;
                    trouble = trouble.or_else(|| Some(failure.to_string()));
                }
                batch.clear();
            }
        }
        let wall = started.elapsed();
        let host_after = cost::host();
        let child_after = Children::now();

        let mut times: Vec<Duration> = self
            .documents
            .iter()
            .cycle()
            .take(ALONE.min(self.count))
            .map(|document| {
                let started = Instant::now();
                let _ = worker.call(&[document]);
                started.elapsed()
            })
            .collect();
        times.sort();
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let at =
            |share: usize| times.get((times.len() * share).div_ceil(100).saturating_sub(1)).map_or(0.0, |t| micros(*t));
        let each = |time: Duration| micros(time) / self.count.max(1) as f64;
        let used = Children::now();
        let has_child = used.memory > 0;
        let grown = memory.zip(cost::peak_memory()).map(|(before, peak)| peak.saturating_sub(before));
        Ok(Figures {
            name: name.to_owned(),
            documents: self.count,
            failed: failures,
            trouble,
            per_second: self.count as f64 / wall.as_secs_f64().max(1e-9),
            p50: at(50),
            p99: at(99),
            host_cpu: each(host_after.saturating_sub(host_before)),
            child_cpu: has_child.then(|| each(child_after.cpu.saturating_sub(child_before.cpu))),
            memory: if has_child { Some(used.memory) } else { grown },
        })
    }
}

/// Does nothing.
struct Nothing;

impl SyncExtractor for Nothing {
    fn extract(&mut self, _: &Document) -> Result<Findings, Broken> {
        Ok(Findings::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_readable() {
        assert_eq!(thousands(1_234_567.8), "1,234,568");
        assert_eq!(thousands(999.4), "999");
        assert_eq!(thousands(0.0), "0");
    }
}
