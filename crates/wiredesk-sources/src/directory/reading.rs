//! The blocking half of the `directory` source: walks, opens, decodes, waits for files to settle, looks
//! again. Driven by [`crate::offload`]; never waits itself, and never gives up because of one file.

use std::{
    collections::{HashMap, VecDeque},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Notify;
use wiredesk_core::{
    Checkpoint, Position,
    error::Failure,
    source::{Mode, SourceContext},
};

use super::{
    DirectoryOptions,
    walk::{Met, Selection, Walk},
    watch::Watch,
};
use crate::{
    batch::Batch,
    file_version::Stamp,
    formats::{Format, FormatOptions},
    offload::{Gauge, Reading, Step},
    open_file::{OpenFile, Opened, unreadable},
};

/// Version under which the checkpoint knows what could not be read.
const UNREADABLE: &str = "unreadable";
/// Version under which the checkpoint knows files of no known format.
const UNKNOWN: &str = "unknown-format";
/// Files looked at in one step.
const LOOKS: usize = 4096;

/// See the module.
pub(super) struct DirectoryReading {
    options: DirectoryOptions,
    formats: Arc<FormatOptions>,
    selection: Selection,
    context: SourceContext,
    /// What this process has delivered, on top of what is durable.
    seen: Checkpoint,
    walk: Option<Walk>,
    walked: bool,
    /// Other places to look at before the next walk.
    places: VecDeque<PathBuf>,
    open: Option<Box<OpenFile>>,
    /// Files that may still be written, with the stamp they had when first met.
    unsettled: HashMap<PathBuf, (Stamp, Instant)>,
    watch: Option<Watch>,
    next_walk: Instant,
    wake: Arc<Notify>,
    gauge: Arc<Gauge>,
    gone: bool,
}

impl DirectoryReading {
    pub(super) fn new(
        options: &DirectoryOptions,
        formats: Arc<FormatOptions>,
        mut context: SourceContext,
        wake: Arc<Notify>,
        gauge: Arc<Gauge>,
    ) -> Result<Self, Failure> {
        let selection = Selection::new(options)?;
        let seen = std::mem::take(&mut context.checkpoint);
        Ok(Self {
            options: options.clone(),
            formats,
            selection,
            context,
            seen,
            walk: None,
            walked: false,
            places: VecDeque::new(),
            open: None,
            unsettled: HashMap::new(),
            watch: None,
            next_walk: Instant::now(),
            wake,
            gauge,
            gone: false,
        })
    }

    fn once(&self) -> bool {
        self.context.mode == Mode::Once
    }

    /// Reads on in the open file.
    fn read_open(&mut self, batch: &mut Batch) {
        let Some(mut open) = self.open.take() else { return };
        match open.read_into(batch) {
            Ok(None) => self.open = Some(open),
            Ok(Some(end)) => {
                self.seen.advance(&end);
                self.gauge.advance(open.size);
            }
            Err(error) => {
                let (position, item) = open.failed(&error);
                tracing::warn!(source = &*self.context.id, path = &*position.partition, %error, "reading broke off");
                self.seen.advance(&position);
                batch.add(item, position);
            }
        }
    }

    /// Decides what becomes of one file.
    fn look(&mut self, path: &Path, relative: String, batch: &mut Batch) {
        let stamp = match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => Stamp::of(&metadata),
            // Gone, or something else by now.
            _ => {
                self.unsettled.remove(path);
                return;
            }
        };
        let partition: Arc<str> = relative.into();
        let mark = self.seen.get(&partition);
        if let Some(mark) = mark.filter(|mark| mark.offset == Position::END) {
            if stamp.is_of(&mark.version) {
                if let Some(done) = &self.options.done {
                    super::done::finish(path, &partition, done, stamp);
                }
                return;
            }
            if &*mark.version == UNKNOWN {
                return;
            }
        }
        let Some(format) = self.options.format.or_else(|| Format::by_extension(path).map(|(format, _)| format)) else {
            return self.skip(partition, UNKNOWN, batch);
        };
        if !self.settled(path, stamp) {
            return;
        }
        match OpenFile::open(path, partition.clone(), format, &self.formats, self.seen.get(&partition)) {
            Ok(Opened::File(open)) => {
                self.gauge.expect(open.size);
                self.open = Some(open);
            }
            Ok(Opened::Unchanged(position)) => {
                self.seen.advance(&position);
                batch.skip("unchanged", position);
            }
            Ok(Opened::Unsettled) => {
                self.unsettled.insert(path.to_owned(), (stamp, Instant::now()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.unreadable(partition, &error, batch),
        }
    }

    /// Whether a file has not changed for long enough; else it is remembered.
    fn settled(&mut self, path: &Path, stamp: Stamp) -> bool {
        let settle = self.options.settle.0;
        let still = |since: Duration| since >= settle;
        let now = self.context.clock.now();
        let (known, since) = *self.unsettled.entry(path.to_owned()).or_insert((stamp, Instant::now()));
        // A time of change in the future says nothing: then only watching it does.
        let settled = stamp.age(now).is_some_and(still) || (known == stamp && still(since.elapsed()));
        if settled {
            self.unsettled.remove(path);
        } else if known != stamp {
            self.unsettled.insert(path.to_owned(), (stamp, Instant::now()));
        }
        settled
    }

    /// A file or folder that cannot be read is rejected once and tried again at every look.
    fn unreadable(&mut self, partition: Arc<str>, error: &io::Error, batch: &mut Batch) {
        let position = Position { partition, version: UNREADABLE.into(), offset: Position::END };
        if !self.seen.covers(&position) {
            tracing::warn!(source = &*self.context.id, path = &*position.partition, %error, "cannot be read");
            self.seen.advance(&position);
            batch.push(Err(unreadable(&position.partition, error)), position);
        }
    }

    fn skip(&mut self, partition: Arc<str>, reason: &'static str, batch: &mut Batch) {
        let position = Position { partition, version: reason.into(), offset: Position::END };
        self.seen.advance(&position);
        batch.skip(reason, position);
    }

    /// Whether the folder is there; if it is not, says so once.
    fn present(&mut self) -> Result<bool, Failure> {
        let present = self.options.path.is_dir();
        if !present && self.once() {
            let message = format!("the folder is gone: {}", self.options.path.display());
            return Err(Failure::fatal("folder-missing", message));
        }
        if present == self.gone {
            self.gone = !present;
            let path = self.options.path.display();
            if present {
                tracing::info!(source = &*self.context.id, %path, "the folder is back");
            } else {
                tracing::warn!(source = &*self.context.id, %path, "the folder is gone; waiting for it");
                self.watch = None;
            }
        }
        Ok(present)
    }

    /// The next walk, if one is due.
    fn begin_walk(&mut self) {
        if !self.once() && self.options.watch && self.watch.is_none() {
            match Watch::start(&self.options.path, self.wake.clone()) {
                Ok(watch) => self.watch = Some(watch),
                Err(error) => {
                    let rescan = self.options.rescan;
                    tracing::warn!(source = &*self.context.id, %error, "cannot watch the folder; looking through it every {rescan}");
                }
            }
        }
        let place = self.places.pop_front().unwrap_or_else(|| {
            self.next_walk = Instant::now() + self.options.rescan.0;
            self.walked = true;
            self.options.path.clone()
        });
        self.walk = Some(Walk::new(&self.selection, place));
    }

    /// What is to be done when a walk has ended: look at what settled or changed meanwhile, or wait.
    fn after_walk(&mut self) -> Option<Step> {
        let settle = self.options.settle.0;
        // one round at a time: a round collected before the last one is through would hold its places again
        if self.places.is_empty() {
            let due = self.unsettled.iter().filter(|(_, (_, since))| since.elapsed() >= settle);
            let mut due: Vec<PathBuf> = due.map(|(path, _)| path.clone()).collect();
            due.sort_unstable();
            if let Some(watch) = &self.watch {
                let changes = watch.take();
                if changes.everything {
                    self.next_walk = Instant::now();
                }
                due.extend(changes.paths);
            }
            self.places = due.into();
        }
        if !self.places.is_empty() {
            return None;
        }
        let next_settled = self.unsettled.values().map(|(_, since)| settle.saturating_sub(since.elapsed())).min();
        if self.once() {
            return Some(next_settled.map_or(Step::End, Step::Idle));
        }
        let next_walk = self.next_walk.saturating_duration_since(Instant::now());
        if next_walk.is_zero() {
            return None;
        }
        Some(Step::Idle(next_settled.map_or(next_walk, |settled| settled.min(next_walk))))
    }
}

impl Reading for DirectoryReading {
    fn step(&mut self) -> Result<Step, Failure> {
        let mut batch = Batch::new(&self.context.id, self.context.clock.now_seconds());
        for _ in 0..LOOKS {
            if self.open.is_some() {
                self.read_open(&mut batch);
            } else if let Some(walk) = &mut self.walk {
                match walk.next() {
                    Some(Met::File(path, relative)) => self.look(&path, relative, &mut batch),
                    Some(Met::Closed(path, error)) => {
                        let relative = self.selection.relative(&path).unwrap_or_default();
                        self.unreadable(format!("{relative}/").into(), &error, &mut batch);
                    }
                    None => self.walk = None,
                }
            } else if !batch.is_empty() {
                break;
            } else if !self.present()? {
                let pause = self.options.rescan.0.min(Duration::from_secs(5));
                return Ok(Step::Idle(pause));
            } else if self.walked
                && let Some(step) = self.after_walk()
            {
                return Ok(step);
            } else {
                self.begin_walk();
            }
            if batch.full() {
                break;
            }
        }
        Ok(Step::Batch(batch.finish()))
    }
}
