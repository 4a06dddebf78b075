//! Why an instance had to be thrown away: reads wasmtime's errors and puts them into words.

use std::time::Duration;

use wasmtime::{Trap, WasmBacktrace};
use wiredesk_core::error::Failure;

use crate::limits::Limits;

/// Bytes of a message made from what a plugin or wasmtime says.
const MESSAGE: usize = 1 << 10;

/// An instance that broke.
#[derive(Clone, Debug)]
pub(crate) struct Crash {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Crash {
    pub(crate) const TIMEOUT: &'static str = "timeout";

    /// Reads the error of a call. `refused` says whether the plugin had asked for more memory than it
    /// may have; nearly every language's allocator answers that by an `unreachable`.
    pub(crate) fn of(error: &wasmtime::Error, refused: bool, limits: &Limits, timeout: Duration) -> Self {
        let trap = error.downcast_ref::<Trap>();
        let root = error.root_cause().to_string();
        let (code, message) = match trap {
            Some(Trap::Interrupt) => (Self::TIMEOUT, format!("took longer than {timeout:?}")),
            _ if refused => ("memory", format!("needs more memory than the {} it may have", Bytes(limits.memory))),
            Some(Trap::StackOverflow) => ("stack-overflow", format!("calls itself too deeply{}", place(error))),
            None if root.contains("fuel allocated for hostcalls has been exhausted") => {
                ("output", format!("gives back more than {} at once", Bytes(limits.output)))
            }
            Some(trap) => {
                let trap = trap.to_string();
                ("trap", format!("trapped: {}{}", trap.trim_start_matches("wasm trap: "), place(error)))
            }
            None => ("trap", format!("breaks the contract: {root}")),
        };
        Self { code, message: capped(message, MESSAGE) }
    }

    pub(crate) fn wrong_count(given: usize, answered: usize) -> Self {
        Self { code: "wrong-count", message: format!("answers {given} documents with {answered} outcomes") }
    }

    pub(crate) fn unavailable(why: &str) -> Self {
        Self { code: "unavailable", message: format!("cannot be started again: {why}") }
    }

    pub(crate) fn into_failure(self) -> Failure {
        Failure::crash(self.code, self.message)
    }
}

/// ` in `function``, where the plugin was when it trapped, if its names were kept.
fn place(error: &wasmtime::Error) -> String {
    let frames = error.downcast_ref::<WasmBacktrace>().map_or(&[][..], WasmBacktrace::frames);
    let name = frames.first().and_then(wasmtime::FrameInfo::func_name);
    name.map_or_else(String::new, |name| format!(" in `{}`", &name[..name.floor_char_boundary(200)]))
}

/// A size as people write it.
pub(crate) struct Bytes(pub(crate) usize);

impl std::fmt::Display for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            bytes if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => write!(f, "{} MiB", bytes >> 20),
            bytes if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => write!(f, "{} KiB", bytes >> 10),
            bytes => write!(f, "{bytes} bytes"),
        }
    }
}

/// At most `most` bytes of a text from outside.
pub(crate) fn capped(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most - 3));
        text.push('…');
    }
    text
}
