//! What a plugin says that is no answer: standard error line by line, and `log` messages. Passed
//! on to `tracing` (target `wiredesk_plugin`), so many lines a second and no longer than 4 KiB;
//! what is more is counted.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{io::AsyncRead, time::Instant};

use super::lines::{Line, Lines};
use crate::counts::Counts;

/// The longest line that is logged, in bytes.
const LONGEST: usize = 4096;

/// How loud a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Debug,
    #[default]
    Info,
    Warn,
    Error,
}

/// The log of one plugin, over all its processes.
#[derive(Debug)]
pub(super) struct Chatter {
    plugin: Arc<str>,
    /// Lines in a second.
    most: u32,
    counts: Arc<Counts>,
    second: Mutex<Second>,
}

#[derive(Debug, Default)]
struct Second {
    /// When it began.
    since: Option<Instant>,
    said: u32,
    suppressed: u64,
}

impl Chatter {
    pub(super) fn new(plugin: Arc<str>, most: u32, counts: Arc<Counts>) -> Self {
        Self { plugin, most, counts, second: Mutex::default() }
    }

    /// Logs a line if there is room for it in this second.
    pub(super) fn say(&self, level: Level, message: &str) {
        let Some(suppressed) = self.admit() else { return };
        let plugin = &*self.plugin;
        if suppressed > 0 {
            tracing::warn!(target: "wiredesk_plugin", plugin, "{suppressed} lines were not logged: too many");
        }
        let message = printable(message);
        match level {
            Level::Debug => tracing::debug!(target: "wiredesk_plugin", plugin, "{message}"),
            Level::Info => tracing::info!(target: "wiredesk_plugin", plugin, "{message}"),
            Level::Warn => tracing::warn!(target: "wiredesk_plugin", plugin, "{message}"),
            Level::Error => tracing::error!(target: "wiredesk_plugin", plugin, "{message}"),
        }
    }

    /// Whether one more line fits; with the number of lines suppressed since the last one.
    fn admit(&self) -> Option<u64> {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if second.since.is_none_or(|since| now.duration_since(since).as_secs() > 0) {
            *second = Second { since: Some(now), said: 0, suppressed: second.suppressed };
        }
        if second.said == self.most {
            second.suppressed += 1;
            Counts::add(&self.counts.plugin_log_suppressed);
            return None;
        }
        second.said += 1;
        Some(std::mem::take(&mut second.suppressed))
    }
}

/// Foreign text must not move the cursor of the terminal that shows the log.
fn printable(message: &str) -> String {
    let mut end = message.len().min(LONGEST);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    let mut kept: String =
        message[..end].chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect();
    if end < message.len() {
        kept.push('…');
    }
    kept
}

/// The last line that a process has written to standard error: most likely why it ended.
pub(super) type LastWords = Arc<Mutex<String>>;

/// Logs a process's standard error until it ends.
pub(super) async fn listen(stderr: impl AsyncRead + Unpin, chatter: Arc<Chatter>, last: LastWords) {
    let mut lines = Lines::new(stderr, LONGEST);
    loop {
        let (line, over) = match lines.next().await {
            Ok(Line::Whole(line)) => (line, false),
            Ok(Line::TooLong(line)) => {
                if lines.skip_rest().await.is_err() {
                    return;
                }
                (line, false)
            }
            Ok(Line::End(line)) => (line, true),
            Err(_) => return,
        };
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if !text.is_empty() {
            chatter.say(Level::Info, text);
            *last.lock().unwrap_or_else(PoisonError::into_inner) = printable(text);
        }
        if over {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::atomic::Ordering::Relaxed, time::Duration};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_too_much_for_a_second_is_counted_and_said_in_the_next() {
        let chatter = Chatter::new("toy".into(), 2, Arc::default());
        let admitted: Vec<_> = (0..5).map(|_| chatter.admit()).collect();
        assert_eq!(admitted, [Some(0), Some(0), None, None, None]);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!([chatter.admit(), chatter.admit()], [Some(3), Some(0)]);
        assert_eq!(chatter.counts.plugin_log_suppressed.load(Relaxed), 3);
    }

    #[tokio::test]
    async fn the_last_words_are_the_last_line_that_says_something() {
        let last = LastWords::default();
        let chatter = Arc::new(Chatter::new("toy".into(), 9, Arc::default()));
        let long = "x".repeat(10_000);
        for (said, expected) in [("a\nb\n\n", "b"), ("\u{1b}[2Jboo", "\u{fffd}[2Jboo"), (&*long, &long[..LONGEST])] {
            listen(said.as_bytes(), chatter.clone(), last.clone()).await;
            assert_eq!(*last.lock().unwrap(), expected);
        }
    }
}
