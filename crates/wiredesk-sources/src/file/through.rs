//! Reads a file once through: what is compressed, or no NDJSON. The other blocking half of the `file`
//! source. Positions count records, as in a folder; while following, a changed file is read again.

use std::{fs, io, path::Path, sync::Arc};

use wiredesk_core::{
    Checkpoint, Position,
    error::Failure,
    source::{Mode, SourceContext},
};

use super::FileOptions;
use crate::{
    batch::Batch,
    file_version::Stamp,
    formats::{Compression, Format, FormatOptions, encoding},
    offload::{Gauge, Reading, Step},
    open_file::{OpenFile, Opened},
};

/// Whether lines cannot be found by their byte: a compressed file, or UTF-16.
pub(super) fn is_packed(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| io::Read::read_to_end(&mut io::Read::take(file, 4), &mut start));
    match read {
        Ok(0) | Err(_) => Format::by_extension(path).is_some_and(|(_, compression)| compression.is_some()),
        Ok(_) => Compression::by_magic(&start).is_some() || encoding::utf16_by_bom(&start).is_some(),
    }
}

/// See the module.
pub(super) struct Through {
    options: FileOptions,
    format: Format,
    formats: Arc<FormatOptions>,
    context: SourceContext,
    seen: Checkpoint,
    open: Option<Box<OpenFile>>,
    gauge: Arc<Gauge>,
}

impl Through {
    pub(super) fn new(
        options: &FileOptions,
        format: Format,
        formats: Arc<FormatOptions>,
        mut context: SourceContext,
        gauge: Arc<Gauge>,
    ) -> Self {
        let seen = std::mem::take(&mut context.checkpoint);
        Self { options: options.clone(), format, formats, context, seen, open: None, gauge }
    }

    fn partition(&self) -> Arc<str> {
        self.options.path.file_name().unwrap_or_default().to_string_lossy().into()
    }

    /// Nothing to do now: the end, or a pause.
    fn rest(&self) -> Step {
        if self.options.follow && self.context.mode == Mode::Follow {
            Step::Idle(self.options.poll.0)
        } else {
            Step::End
        }
    }

    fn failure(&self, error: io::Error) -> Failure {
        Failure::retry("unreadable", format!("cannot read {}", self.options.path.display())).because(error)
    }
}

impl Reading for Through {
    fn step(&mut self) -> Result<Step, Failure> {
        let mut batch = Batch::new(&self.context.id, self.context.clock.now_seconds());
        if let Some(mut open) = self.open.take() {
            match open.read_into(&mut batch) {
                Ok(None) => self.open = Some(open),
                Ok(Some(end)) => {
                    self.seen.advance(&end);
                    self.gauge.advance(open.size);
                }
                Err(error) => {
                    let (position, _) = open.failed(&error);
                    self.seen.advance(&position);
                    if batch.is_empty() {
                        return Err(self.failure(error));
                    }
                }
            }
            return Ok(Step::Batch(batch.finish()));
        }
        let stamp = match fs::metadata(&self.options.path) {
            Ok(metadata) => Stamp::of(&metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self.rest()),
            Err(error) => return Err(self.failure(error)),
        };
        let partition = self.partition();
        let mark = self.seen.get(&partition);
        if mark.is_some_and(|mark| mark.offset == Position::END && stamp.is_of(&mark.version)) {
            return Ok(self.rest());
        }
        match OpenFile::open(&self.options.path, partition.clone(), self.format, &self.formats, mark) {
            Ok(Opened::File(open)) => {
                self.gauge.expect(open.size);
                self.open = Some(open);
            }
            Ok(Opened::Unchanged(position)) => {
                self.seen.advance(&position);
                batch.skip("unchanged", position);
            }
            Ok(Opened::Unsettled) => return Ok(Step::Idle(self.options.poll.0)),
            Err(error) => return Err(self.failure(error)),
        }
        Ok(Step::Batch(batch.finish()))
    }
}
