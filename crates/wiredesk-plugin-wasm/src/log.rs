//! The one thing a plugin may ask for: a line in the log. It goes to `tracing` under the target
//! `wiredesk_plugin`; too many lines are left out, counted, and spoken of once a second.

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use wasmtime::{
    StoreContextMut,
    component::{Linker, WasmStr},
};

use crate::{
    contract::{IMPORTS, VERSION, wiredesk::extractor::log::Level},
    counts::Tally,
    instance::State,
};

/// Bytes of a line that are written.
const LINE: usize = 4 << 10;
const WINDOW: Duration = Duration::from_secs(1);

/// Adds the log to what a plugin can import, and nothing else.
pub(crate) fn add_to(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    let name = format!("{}@{VERSION}", IMPORTS[0]);
    linker.instance(&name)?.func_wrap(
        "write",
        |store: StoreContextMut<'_, State>, (level, message): (Level, WasmStr)| {
            let State { name, gate, lines, .. } = store.data();
            let (name, gate, lines) = (name.clone(), gate.clone(), *lines);
            // asked before the message is looked at, so that a flood costs next to nothing
            let admitted = gate.admit(Instant::now(), lines);
            speak_of(&name, admitted.suppressed);
            if admitted.line {
                write(&name, level, &line_of(&message.to_str(&store)?));
            }
            Ok(())
        },
    )
}

/// The beginning of a message, without anything that could forge another line.
fn line_of(message: &str) -> Cow<'_, str> {
    let line = &message[..message.floor_char_boundary(LINE)];
    if !line.contains(char::is_control) {
        return Cow::Borrowed(line);
    }
    let mut escaped = String::with_capacity(line.len() + 16);
    for character in line.chars() {
        if character.is_control() {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

fn write(plugin: &str, level: Level, line: &str) {
    match level {
        Level::Debug => tracing::debug!(target: "wiredesk_plugin", plugin, "{line}"),
        Level::Info => tracing::info!(target: "wiredesk_plugin", plugin, "{line}"),
        Level::Warn => tracing::warn!(target: "wiredesk_plugin", plugin, "{line}"),
        Level::Error => tracing::error!(target: "wiredesk_plugin", plugin, "{line}"),
    }
}

/// Says how many lines were left out, if any.
pub(crate) fn speak_of(plugin: &str, suppressed: u64) {
    if suppressed > 0 {
        tracing::warn!(target: "wiredesk_plugin", plugin, suppressed, "too many lines of log, {suppressed} left out");
    }
}

/// Lets through so many lines a second; shared by all instances of a module.
#[derive(Debug)]
pub(crate) struct Gate {
    tally: Arc<Tally>,
    window: Mutex<Window>,
    /// Whether something was left out that has not been spoken of.
    silent: AtomicBool,
}

#[derive(Debug, Default)]
struct Window {
    started: Option<Instant>,
    lines: u32,
    suppressed: u64,
}

/// What becomes of a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Admitted {
    /// Whether it is written.
    pub(crate) line: bool,
    /// Lines left out before it that are to be spoken of now.
    pub(crate) suppressed: u64,
}

impl Gate {
    pub(crate) fn new(tally: Arc<Tally>) -> Self {
        Self { tally, window: Mutex::default(), silent: AtomicBool::new(false) }
    }

    fn admit(&self, now: Instant, most: u32) -> Admitted {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let suppressed = window.roll(now);
        let line = window.lines < most;
        if line {
            window.lines += 1;
        } else {
            window.suppressed += 1;
            self.tally.suppressed();
        }
        self.silent.store(window.suppressed > 0, Relaxed);
        Admitted { line, suppressed }
    }

    /// Lines left out in a second that is over, for when no further line comes. Costs nothing where
    /// nothing was left out.
    pub(crate) fn settle(&self) -> u64 {
        if !self.silent.load(Relaxed) {
            return 0;
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let suppressed = window.roll(Instant::now());
        self.silent.store(window.suppressed > 0, Relaxed);
        suppressed
    }
}

impl Window {
    /// Begins a new second if the last is over, and hands out what was left out in it.
    fn roll(&mut self, now: Instant) -> u64 {
        if self.started.is_some_and(|started| now.saturating_duration_since(started) < WINDOW) {
            return 0;
        }
        std::mem::replace(self, Self { started: Some(now), ..Self::default() }).suppressed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beyond_the_limit_are_counted_and_spoken_of_a_second_later() {
        let tally = Arc::new(Tally::default());
        let gate = Gate::new(tally.clone());
        let start = Instant::now();
        let verdicts: Vec<bool> = (0..5).map(|_| gate.admit(start, 2).line).collect();
        assert_eq!(verdicts, [true, true, false, false, false]);
        assert_eq!(tally.read().suppressed, 3);
        let later = start + WINDOW;
        assert_eq!(gate.admit(later, 2), Admitted { line: true, suppressed: 3 });
        assert_eq!(gate.admit(later, 2), Admitted { line: true, suppressed: 0 });
    }

    #[test]
    fn a_line_is_cut_and_cannot_forge_another() {
        assert_eq!(line_of("a\nERROR \u{1b}[31mb"), "a\\nERROR \\u{1b}[31mb");
        let long = "é".repeat(LINE);
        assert_eq!(line_of(&long).len(), LINE);
    }
}
