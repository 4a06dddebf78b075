//! What a run has done, as a table for people or one JSON object for programs.

use std::{fmt::Write, path::Path};

use serde::Serialize;
use wiredesk_config::Settings;
use wiredesk_engine::{
    Summary,
    metrics::{ComponentSnapshot, Counter, Role},
};

use crate::{
    execution,
    process::Cost,
    terminal::{Style, Terminal},
};

/// The summary with what the process has cost.
#[derive(Serialize)]
pub(crate) struct Report<'s> {
    /// Documents that became durable.
    delivered: u64,
    elapsed_seconds: f64,
    #[serde(flatten)]
    cost: Cost,
    #[serde(flatten)]
    summary: &'s Summary,
}

impl<'s> Report<'s> {
    /// Of a run that has just ended; `before` is what the process had cost before it.
    pub(crate) fn new(summary: &'s Summary, before: Cost) -> Self {
        Self {
            delivered: execution::delivered(&summary.metrics),
            elapsed_seconds: summary.elapsed.as_secs_f64(),
            cost: Cost::now().since(before),
            summary,
        }
    }

    /// For people.
    pub(crate) fn text(&self, settings: &Settings, terminal: Terminal) -> String {
        let mut text = self.table(terminal);
        let seconds = self.elapsed_seconds.max(1e-9);
        let rate = self.delivered as f64 / seconds;
        let mut line = format!("{} articles in {seconds:.1} s, {rate:.0}/s", self.delivered);
        if let Some(cpu) = self.cost.cpu().filter(|_| self.delivered > 0) {
            let per_article = cpu.as_secs_f64() / self.delivered as f64;
            let _ = write!(line, ", {:.2} ms of processor time each", per_article * 1e3);
        }
        if let Some(bytes) = self.cost.peak_memory {
            let _ = write!(line, ", {} MiB of memory", bytes >> 20);
        }
        let _ = writeln!(text, "\n{}", terminal.paint(Style::Good, line));
        text.push_str(&self.remarks(settings));
        text
    }

    /// A row per component.
    fn table(&self, terminal: Terminal) -> String {
        let mut rows = vec![["", "", "articles", "failed", "dropped", "rejected", "busy"].map(str::to_owned)];
        for component in self.summary.metrics.components.iter().filter(|c| c.role != Role::Fanout) {
            rows.push(self.row(component));
        }
        let widths: Vec<usize> =
            (0..7).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
        let mut text = String::new();
        for (number, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let width = widths[column];
                let _ = if column < 2 { write!(line, "{cell:width$}  ") } else { write!(line, "{cell:>width$}  ") };
            }
            let line = line.trim_end();
            let _ = if number == 0 {
                writeln!(text, "{}", terminal.paint(Style::Bold, line))
            } else {
                writeln!(text, "{line}")
            };
        }
        text
    }

    fn row(&self, component: &ComponentSnapshot) -> [String; 7] {
        let shown = |count: u64| if count == 0 { String::new() } else { count.to_string() };
        let busy = component.share(self.summary.elapsed) * 100.0;
        [
            component.role.to_string(),
            component.id.to_string(),
            component.count(Counter::Delivered).to_string(),
            shown(component.count(Counter::Failed)),
            shown(component.count(Counter::Dropped)),
            shown(component.count(Counter::Rejected)),
            if busy >= 0.5 { format!("{busy:.0} %") } else { String::new() },
        ]
    }

    /// What a person may want to look at next.
    fn remarks(&self, settings: &Settings) -> String {
        let mut text = String::new();
        let metrics = &self.summary.metrics;
        for source in metrics.components.iter().filter(|component| component.role == Role::Source) {
            let Some(skipped) = source.reasons.get(Counter::Skipped.name()) else { continue };
            let mut skipped: Vec<_> = skipped.iter().collect();
            skipped.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), *reason));
            let skipped: Vec<String> = skipped.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            let _ = writeln!(text, "{} passed over: {}", source.id, skipped.join(", "));
        }
        let dead: u64 = metrics.components.iter().map(|component| component.count(Counter::DeadLettered)).sum();
        if let Some(state) = settings.daemon.state.as_deref().filter(|_| dead > 0) {
            let letters = Path::new(state).join("dead-letters");
            let _ = writeln!(text, "{dead} could not be read or written: see {}", letters.display());
        }
        let path = |component: &str| {
            let sink = settings.sinks.values().find(|sink| sink.component.as_deref() == Some(component))?;
            sink.options.get("path")?.as_str()
        };
        if let Some(database) = path("sqlite") {
            let _ = writeln!(text, "next: wiredesk find {database} --speaker NAME");
        } else if let Some(lines) = path("ndjson") {
            let _ = writeln!(text, "next: jq .quotes {lines}");
        }
        text
    }
}
