//! `wiredesk plugin test`: a plugin's own cases, then the contract that every extractor keeps, each
//! as a line with ✓ or ✗.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use wiredesk_plugins::{
    Version,
    cases::{self, Case, Difference},
    host::Prepare,
    options::complete,
    suite::{self, Check, Subject},
};

use super::{Session, failed, open};
use crate::{
    cli::{Format, plugin::TestArguments},
    execution::progress_bar,
    failure::Failure,
    logging::LogFormat,
    terminal::{Style, Terminal},
};

pub(super) fn run(session: &Session, arguments: &TestArguments) -> Result<(), Failure> {
    session.start_logging("warn", LogFormat::Text, progress_bar(false))?;
    let opened = open(session, &arguments.folder).map_err(Failure::Configuration)?;
    let (version, prepare) = (&opened.version, &opened.host.prepare);
    version.load().map_err(|failure| Failure::rejected(failure.to_string()))?;
    let blessed = if arguments.bless { cases::bless(version, prepare).map_err(|f| failed(&f))? } else { Vec::new() };
    let mut report = Report { terminal: session.stdout, quiet: arguments.format == Format::Json, ..Report::new() };
    let cases = cases::load(&version.folder).map_err(|failure| Failure::rejected(failure.to_string()))?;
    report.heading("cases")?;
    for (name, case) in &cases {
        let blessed = blessed.contains(name).then_some("blessed");
        report.case(name, blessed, cases::run(version, case, prepare))?;
    }
    if cases.is_empty() {
        report.remark("there are none: put an article and what has to be found into `cases/first.json`")?;
    }
    report.heading("contract")?;
    contract(version, &cases, prepare, &mut report)?;
    report.end(session, arguments.format)
}

fn contract(
    version: &Version,
    cases: &[(String, Case)],
    prepare: &Prepare,
    report: &mut Report,
) -> Result<(), Failure> {
    // options without which it cannot do are in its cases
    let options = cases.first().map_or_else(Map::new, |(_, case)| case.options.clone());
    let options = complete(&version.manifest.options_schema(), Value::Object(options)).map_err(|findings| {
        let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Failure::rejected(format!("options: {}", all.join("; "))).hint("give them in the `options` of the first case")
    })?;
    let subject = Subject {
        build: &|| version.worker(&options),
        declaration: version.manifest.declaration(),
        prepare,
        samples: cases.iter().take(8).map(|(_, case)| case.article.text.clone()).collect(),
    };
    let mut written = Ok(());
    suite::run(&subject, |check| {
        if written.is_ok() {
            written = report.check(check);
        }
    })
    .map_err(|failure| failed(&failure))?;
    written
}

/// What was found so far, printed as it comes.
struct Report {
    terminal: Terminal,
    /// Whether everything is printed at the end, as JSON.
    quiet: bool,
    heading: &'static str,
    checks: Vec<Value>,
    failed: usize,
}

impl Report {
    fn new() -> Self {
        let terminal = Terminal { colour: false, width: 100 };
        Self { terminal, quiet: false, heading: "", checks: Vec::new(), failed: 0 }
    }

    fn heading(&mut self, heading: &'static str) -> Result<(), Failure> {
        self.heading = heading;
        self.print(format_args!("{}\n", self.terminal.paint(Style::Bold, heading)))
    }

    fn remark(&self, text: &str) -> Result<(), Failure> {
        self.print(format_args!("  {}\n", self.terminal.paint(Style::Dim, text)))
    }

    fn case(
        &mut self,
        name: &str,
        note: Option<&str>,
        outcome: Result<Vec<Difference>, wiredesk_core::error::Failure>,
    ) -> Result<(), Failure> {
        let differences = match outcome {
            Ok(differences) => differences,
            Err(failure) => return self.line(name, Some(&failure.to_string()), None, Vec::new()),
        };
        let failed = (!differences.is_empty()).then_some("other than expected");
        let shown = differences
            .iter()
            .map(|difference| json!({"place": difference.place, "expected": difference.expected, "found": difference.found}))
            .collect();
        self.line(name, failed, note, shown)?;
        for difference in &differences {
            self.print(format_args!("      {}\n", difference.place))?;
            for (mark, style, value) in
                [("-", Style::Error, &difference.expected), ("+", Style::Good, &difference.found)]
            {
                if let Some(value) = value {
                    self.print(format_args!("        {}\n", self.terminal.paint(style, format!("{mark} {value}"))))?;
                }
            }
        }
        Ok(())
    }

    fn check(&mut self, check: &Check) -> Result<(), Failure> {
        let failed = check.outcome.as_ref().err().map(String::as_str);
        self.line(&check.name, failed, check.note.as_deref(), Vec::new())
    }

    fn line(
        &mut self,
        name: &str,
        failed: Option<&str>,
        note: Option<&str>,
        differences: Vec<Value>,
    ) -> Result<(), Failure> {
        let (mark, style) = if failed.is_some() { ("✗", Style::Error) } else { ("✓", Style::Good) };
        let more = failed.or(note).map_or_else(String::new, |text| format!(": {text}"));
        let more = if failed.is_some() {
            self.terminal.paint(Style::Bold, more)
        } else {
            self.terminal.paint(Style::Dim, more)
        };
        self.print(format_args!("  {} {name}{more}\n", self.terminal.paint(style, mark)))?;
        self.failed += usize::from(failed.is_some());
        self.checks.push(json!({
            "group": self.heading, "name": name, "passed": failed.is_none(), "message": failed.or(note),
            "differences": differences,
        }));
        Ok(())
    }

    fn print(&self, text: std::fmt::Arguments<'_>) -> Result<(), Failure> {
        if !self.quiet {
            io::stdout().lock().write_fmt(text)?;
        }
        Ok(())
    }

    fn end(self, session: &Session, format: Format) -> Result<(), Failure> {
        let passed = self.checks.len() - self.failed;
        if format == Format::Json {
            let all = json!({"passed": passed, "failed": self.failed, "checks": self.checks});
            writeln!(io::stdout().lock(), "{all:#}")?;
        } else {
            let style = if self.failed > 0 { Style::Error } else { Style::Good };
            let summary = format!("{passed} passed, {} failed", self.failed);
            self.print(format_args!("{}\n", session.stdout.paint(style, summary)))?;
        }
        if self.failed == 0 {
            return Ok(());
        }
        let failure = Failure::failed(format!("{} of {} checks failed", self.failed, self.checks.len()));
        Err(if self.checks.iter().any(|check| check["differences"].as_array().is_some_and(|all| !all.is_empty())) {
            failure.hint("if what was found is right, `--bless` writes it into the cases")
        } else {
            failure
        })
    }
}
