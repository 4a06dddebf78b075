//! Follows a file of NDJSON, as `tail -F` does: growth, rotation, truncation. The blocking half of the
//! `file` source, driven by [`crate::offload`]. A partition is the file's beginning (a hash of its first
//! line), so a file that is renamed stays the same; offsets are bytes; a truncated file that begins as before
//! gets a new version.

use std::{
    fs::{self, File, Metadata},
    io::{self, Seek, SeekFrom},
    os::unix::fs::{FileExt, MetadataExt},
    sync::Arc,
};

use wiredesk_core::{
    Checkpoint, Position,
    error::Failure,
    source::{Mode, SourceContext},
};

use super::FileOptions;
use crate::{
    batch::Batch,
    file_version,
    formats::{
        FormatOptions,
        lines::{Line, Lines},
        one_line,
    },
    offload::{Gauge, Reading, Step},
};

/// Bytes of the first line that make a file's identity.
const FINGERPRINT: usize = 256;

/// See the module.
pub(super) struct Tail {
    options: FileOptions,
    formats: Arc<FormatOptions>,
    context: SourceContext,
    seen: Checkpoint,
    file: Option<Followed>,
    gauge: Arc<Gauge>,
    missing: bool,
}

/// The file that is being read.
struct Followed {
    lines: Lines<File>,
    partition: Arc<str>,
    version: Arc<str>,
    key: String,
    /// Records and lines since the place where reading began.
    number: u64,
    line: u64,
    scratch: String,
}

impl Tail {
    pub(super) fn new(
        options: &FileOptions,
        formats: Arc<FormatOptions>,
        mut context: SourceContext,
        gauge: Arc<Gauge>,
    ) -> Self {
        let seen = std::mem::take(&mut context.checkpoint);
        Self { options: options.clone(), formats, context, seen, file: None, gauge, missing: false }
    }

    fn waits(&self) -> bool {
        self.options.follow && self.context.mode == Mode::Follow
    }

    /// Opens what stands at the path, behind what has been read of it before. `None`: there is nothing
    /// that can be told from another file yet.
    fn open(&mut self) -> io::Result<Option<Followed>> {
        let file = File::open(&self.options.path)?;
        let Some(identity) = identity(&file, !self.waits())? else { return Ok(None) };
        let name = self.options.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let partition: Arc<str> = format!("{name}:{identity}").into();
        let size = file.metadata()?.len();
        let (version, offset) = match self.seen.get(&partition) {
            Some(mark) if mark.offset > size => {
                let truncations = mark.version.parse().unwrap_or(0_u64) + 1;
                tracing::warn!(source = &*self.context.id, file = name, "the file was truncated; reading it anew");
                (truncations.to_string().into(), 0)
            }
            Some(mark) => (mark.version.clone(), mark.offset),
            None => (Arc::from(""), 0),
        };
        let mut file = file;
        file.seek(SeekFrom::Start(offset))?;
        let lines = Lines::new(file, self.formats.max_document, offset);
        Ok(Some(Followed { lines, partition, version, key: name, number: 0, line: 0, scratch: String::new() }))
    }

    /// At the end of the file: whether something else stands at the path, or less than was read.
    fn replaced(&self, file: &Followed) -> io::Result<bool> {
        let ours = file.lines.reader().metadata()?;
        let there = match fs::metadata(&self.options.path) {
            Ok(there) => there,
            // Renamed away; the next one is not there yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        Ok(!same(&ours, &there) || ours.len() < file.lines.read_to())
    }

    fn failure(&self, error: io::Error) -> Failure {
        Failure::retry("unreadable", format!("cannot read {}", self.options.path.display())).because(error)
    }

    fn missing(&mut self) -> Result<Step, Failure> {
        let path = self.options.path.display();
        if !self.waits() {
            return Err(Failure::fatal("file-missing", format!("the file is gone: {path}")));
        }
        if !self.missing {
            tracing::warn!(source = &*self.context.id, %path, "the file is gone; waiting for it");
            self.missing = true;
        }
        Ok(Step::Idle(self.options.poll.0))
    }
}

impl Reading for Tail {
    fn step(&mut self) -> Result<Step, Failure> {
        let Some(mut file) = self.file.take() else {
            return match self.open() {
                Ok(Some(file)) => {
                    self.missing = false;
                    self.file = Some(file);
                    Ok(Step::Batch(Vec::new()))
                }
                Ok(None) if self.waits() => Ok(Step::Idle(self.options.poll.0)),
                Ok(None) => Ok(Step::End),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.missing(),
                Err(error) => Err(self.failure(error)),
            };
        };
        let mut batch = Batch::new(&self.context.id, self.context.clock.now_seconds());
        let read = file.read_into(&mut batch, &self.formats);
        let batch_is_empty = batch.is_empty();
        let mut replaced = false;
        let mut ended = false;
        let outcome = read.and_then(|more| {
            if !more {
                replaced = self.replaced(&file)?;
                // Between the last read and this look the old file may have grown.
                if replaced {
                    replaced = !file.read_into(&mut batch, &self.formats)?;
                }
                // Nothing will come behind the last line of a file that is rotated away, or read once.
                ended = replaced || !self.waits();
                if ended {
                    file.read_rest(&mut batch, &self.formats);
                }
            }
            Ok(more)
        });
        let batch = batch.finish();
        for intake in batch.iter().rev().take(1) {
            self.seen.advance(&intake.position);
        }
        if let Ok(metadata) = file.lines.reader().metadata() {
            self.gauge.set(file.lines.offset(), metadata.len());
        }
        match outcome {
            Err(error) if batch.is_empty() => return Err(self.failure(error)),
            // What was read before the error first; the error comes again, or does not.
            Err(_) | Ok(true) => self.file = Some(file),
            Ok(false) if replaced => tracing::info!(source = &*self.context.id, "going on with the new file"),
            Ok(false) if !ended => {
                self.file = Some(file);
                if batch.is_empty() && batch_is_empty {
                    return Ok(Step::Idle(self.options.poll.0));
                }
            }
            Ok(false) if batch.is_empty() => return Ok(Step::End),
            // The next step finds nothing behind the mark, and ends.
            Ok(false) => {}
        }
        Ok(Step::Batch(batch))
    }
}

impl Followed {
    /// Reads lines until the batch is full (`true`) or the file has no more whole ones.
    fn read_into(&mut self, batch: &mut Batch, formats: &FormatOptions) -> io::Result<bool> {
        while !batch.full() {
            self.line += 1;
            let line = match self.lines.next()? {
                Line::End => {
                    self.line -= 1;
                    return Ok(false);
                }
                line => line,
            };
            let read = one_line(line, formats, &self.key, &mut self.number, self.line, &mut self.scratch);
            self.push(read, batch);
        }
        Ok(true)
    }

    /// Takes the last line, although nothing ends it.
    fn read_rest(&mut self, batch: &mut Batch, formats: &FormatOptions) {
        self.line += 1;
        let Some(line) = self.lines.rest() else { return };
        let read = one_line(line, formats, &self.key, &mut self.number, self.line, &mut self.scratch);
        self.push(read, batch);
    }

    /// Whether a key is what a record without an id of its own gets.
    fn is_numbered(&self, key: &str) -> bool {
        let number = key.strip_prefix(&*self.key).and_then(|rest| rest.strip_prefix('#'));
        number.is_some_and(|number| number == self.number.to_string())
    }

    fn push(
        &self,
        read: Option<Result<wiredesk_core::document::Article, wiredesk_core::source::Rejected>>,
        batch: &mut Batch,
    ) {
        let Some(read) = read else { return };
        let offset = self.lines.offset();
        // Without an id, the place in the file is the name: it is the same after a restart.
        let read = match read {
            Ok(mut article) if self.is_numbered(&article.key) => {
                article.key = format!("{}@{offset}", self.partition);
                Ok(article)
            }
            other => other,
        };
        let position = Position { partition: self.partition.clone(), version: self.version.clone(), offset };
        batch.push(read, position);
    }
}

fn same(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// A hash of the first line, or of its first bytes. `None` while that is still growing, unless `finished`.
fn identity(file: &File, finished: bool) -> io::Result<Option<String>> {
    let mut start = [0; FINGERPRINT];
    let mut length = 0;
    while length < FINGERPRINT {
        match file.read_at(&mut start[length..], length as u64)? {
            0 => break,
            read => length += read,
        }
    }
    let start = &start[..length];
    let line = memchr::memchr(b'\n', start).map(|end| &start[..end]);
    let whole = line.or((length == FINGERPRINT || (finished && length > 0)).then_some(start));
    Ok(whole.map(file_version::hash))
}
