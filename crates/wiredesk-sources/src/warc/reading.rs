//! The blocking half of the `warc` source: lists archives, reads them one after another in the order of their
//! names, keeps the threads busy that read pages. Driven by [`crate::offload`]; never gives up because of one archive.

use std::{
    collections::{HashMap, VecDeque},
    fs, io,
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use wiredesk_core::{
    Checkpoint, Position,
    error::Failure,
    source::{Intake, Item, Mode, SourceContext},
};

use super::{
    WarcOptions,
    archive::{Archive, Found},
    filter::Filter,
    page::Rules,
    pool::Pool,
};
use crate::{
    directory::{
        DirectoryOptions,
        walk::{Met, Selection, Walk},
    },
    file_version::Stamp,
    formats::FieldNames,
    offload::{Gauge, Reading, Step},
    open_file::unreadable,
    reading_options,
};

/// Most pieces that one step delivers.
const PIECES: usize = 128;
/// Bytes of text after which a step delivers.
const BYTES: usize = 1 << 20;
/// Records that are looked at in one step.
const LOOKS: usize = 4096;
/// Threads without being told.
const THREADS: usize = 8;
/// Version under which the checkpoint knows what could not be read.
const UNREADABLE: &str = "unreadable";

/// An archive that is to be looked at.
struct Candidate {
    path: PathBuf,
    partition: Arc<str>,
    stamp: Stamp,
}

/// See the module.
pub(super) struct WarcReading {
    options: WarcOptions,
    filter: Filter,
    context: SourceContext,
    max_document: usize,
    pool: Pool,
    /// What this process has read, on top of what is durable.
    seen: Checkpoint,
    /// What archives looked like when they had been read to their end.
    finished: HashMap<Arc<str>, Stamp>,
    candidates: VecDeque<Candidate>,
    open: Option<(Box<Archive>, Stamp)>,
    gauge: Arc<Gauge>,
    /// Bytes of archives that have been finished, and of all.
    done: u64,
    total: u64,
    next_look: Option<Instant>,
}

impl WarcReading {
    pub(super) fn new(options: &WarcOptions, mut context: SourceContext, gauge: Arc<Gauge>) -> Result<Self, Failure> {
        let encoding = options.encoding.as_deref();
        let formats =
            reading_options::resolve(&FieldNames::default(), encoding, options.max_document, options.max_document);
        let rules = Arc::new(Rules {
            source: context.id.clone(),
            formats: formats.clone(),
            languages: options.languages.clone(),
            min_length: options.min_length as usize,
            crawl_date: options.crawl_date,
        });
        let cores = || thread::available_parallelism().map_or(1, usize::from).min(THREADS);
        let pool = Pool::start(&rules, options.threads.map_or_else(cores, usize::from))?;
        let seen = std::mem::take(&mut context.checkpoint);
        Ok(Self {
            options: options.clone(),
            filter: Filter::new(options)?,
            context,
            max_document: formats.max_document,
            pool,
            seen,
            finished: HashMap::new(),
            candidates: VecDeque::new(),
            open: None,
            gauge,
            done: 0,
            total: 0,
            next_look: None,
        })
    }

    fn once(&self) -> bool {
        self.context.mode == Mode::Once
    }

    /// Lists the archives that are there. What cannot be listed is passed on as rejected.
    fn list(&mut self) -> Result<(), Failure> {
        let mut found = Vec::new();
        if self.options.path.is_file() {
            let name = self.options.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((self.options.path.clone(), name));
        } else {
            let folder = DirectoryOptions {
                include: self.options.include.clone(),
                exclude: self.options.exclude.clone(),
                ..DirectoryOptions::new(&self.options.path)
            };
            for met in Walk::new(&Selection::new(&folder)?, self.options.path.clone()) {
                match met {
                    Met::File(path, relative) => found.push((path, relative)),
                    Met::Closed(path, error) => {
                        let partition =
                            format!("{}/", path.strip_prefix(&self.options.path).unwrap_or(&path).display());
                        self.unreadable(&partition.into(), &error);
                    }
                }
            }
        }
        for (path, relative) in found {
            let Ok(metadata) = fs::metadata(&path) else { continue };
            let stamp = Stamp::of(&metadata);
            let partition: Arc<str> = relative.into();
            if self.finished.get(&partition) == Some(&stamp) {
                continue;
            }
            let settle = self.options.settle.0;
            // a time of change in the future says nothing
            let settled = stamp.age(self.context.clock.now()).is_none_or(|age| age >= settle);
            if settled || self.once() {
                self.total += stamp.size;
                self.candidates.push_back(Candidate { path, partition, stamp });
            }
        }
        self.gauge.set(self.done, self.total);
        Ok(())
    }

    /// Opens an archive, unless all of it was read before.
    fn open(&mut self, candidate: Candidate) {
        let Candidate { path, partition, stamp } = candidate;
        let read_at = self.context.clock.now_seconds();
        match Archive::open(&path, &partition, self.seen.get(&partition), self.max_document, read_at) {
            Ok(Some(archive)) => {
                self.total = self.total - stamp.size + archive.size();
                let stamp = Stamp { size: archive.size(), ..stamp };
                self.open = Some((Box::new(archive), stamp));
            }
            Ok(None) => {
                self.done += stamp.size;
                self.finished.insert(partition, stamp);
            }
            // gone since it was listed
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.total -= stamp.size,
            Err(error) => {
                self.done += stamp.size;
                self.unreadable(&partition, &error);
            }
        }
    }

    /// What cannot be read is rejected once and tried again at every look.
    fn unreadable(&mut self, partition: &Arc<str>, error: &io::Error) {
        let position = Position { partition: partition.clone(), version: UNREADABLE.into(), offset: Position::END };
        if !self.seen.covers(&position) {
            tracing::warn!(source = &*self.context.id, path = &**partition, %error, "cannot be read");
            self.seen.advance(&position);
            self.pool.pass(Item::Rejected(unreadable(partition, error)), position);
        }
    }

    /// Reads on in the open archive until the pool is full.
    fn fill(&mut self) {
        for _ in 0..LOOKS {
            if self.pool.full() {
                return;
            }
            let Some((archive, stamp)) = &mut self.open else { return };
            match archive.next(&self.filter) {
                Ok(Found::Item(item, position)) => self.pool.pass(item, position),
                Ok(Found::Captured(captured, position)) => self.pool.read(captured, position),
                Ok(Found::End(position)) => {
                    self.seen.advance(&position);
                    self.done += stamp.size;
                    self.finished.insert(position.partition.clone(), *stamp);
                    self.pool.end_with(position);
                    self.open = None;
                }
                Err(error) => {
                    tracing::warn!(source = &*self.context.id, path = archive.name(), %error, "reading broke off");
                    self.done += stamp.size;
                    if let Some(position) = archive.broken() {
                        self.seen.advance(&position);
                        self.pool.pass(Item::Rejected(unreadable(&position.partition, &error)), position);
                    }
                    self.open = None;
                }
            }
        }
    }

    /// What is ready, in order. The last piece of an open archive stays: it may be the one that closes it.
    fn collect(&mut self) -> Vec<Intake> {
        let keep = usize::from(self.open.is_some());
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < PIECES && bytes < BYTES {
            let Some(intake) = self.pool.take(keep, batch.is_empty()) else { break };
            bytes += match &intake.item {
                Item::Document(document) => document.text.len(),
                Item::Rejected(rejected) => rejected.raw.len(),
                Item::Skipped(_) => 0,
            };
            batch.push(intake);
        }
        batch
    }
}

impl Reading for WarcReading {
    fn step(&mut self) -> Result<Step, Failure> {
        loop {
            self.fill();
            let read = self.open.as_ref().map_or(0, |(archive, _)| archive.read_to());
            self.gauge.set(self.done + read, self.total);
            if !self.pool.full()
                && self.open.is_none()
                && let Some(candidate) = self.candidates.pop_front()
            {
                self.open(candidate);
                if self.pool.is_empty() {
                    continue;
                }
            }
            let batch = self.collect();
            if !batch.is_empty() || self.open.is_some() || !self.candidates.is_empty() {
                return Ok(Step::Batch(batch));
            }
            let waited = self.next_look.map(|next| next.saturating_duration_since(Instant::now()));
            match waited {
                Some(_) if self.once() => return Ok(Step::End),
                Some(rest) if !rest.is_zero() => return Ok(Step::Idle(rest.min(Duration::from_secs(3600)))),
                _ => {}
            }
            if !self.options.path.exists() && self.once() {
                let message = format!("there is no such file or folder: {}", self.options.path.display());
                return Err(Failure::fatal("archive-missing", message));
            }
            self.next_look = Some(Instant::now() + self.options.rescan.0);
            self.list()?;
        }
    }
}
