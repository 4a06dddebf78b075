//! The files of one sink: appends a batch, makes it durable, takes it back when anything fails,
//! and cuts off at open whatever the last recorded batch does not cover. Blocking; called by
//! [`crate::sink`]. Never deletes or shortens what another program has written, but for a torn
//! last line.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use tracing::{info, warn};
use wiredesk_core::{
    Document,
    clock::Clock,
    error::Failure,
    sink::{Marks, Opened, Rejection, SinkContext, WriteError, Written},
};

use crate::{
    failure,
    handles::{Handles, end_last_line},
    journal::{Entry, Journal, KEPT},
    line,
    options::{Compression, NdjsonOptions},
    sink::Target,
    template::Template,
};

/// The mark that counts batches; no file can have this name.
const GENERATION: &str = "\0generation";
/// Files that have a mark at the same time; those not touched for longest lose theirs.
const MARKS_MAX: usize = 512;
/// Bytes written at once: few enough to be still in the processor's cache when the system copies them.
const PIECE: usize = 128 << 10;
/// Memory for lines that outlives a batch, in bytes; compressed files are made of whole batches.
const LINES_KEPT: usize = 8 << 20;

/// What is known of a file.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Length up to which it is recorded, in bytes.
    committed: u64,
    /// The batch that touched it last.
    generation: u64,
}

/// The documents of a batch that go to one file.
struct Group {
    /// What the template made of them.
    name: String,
    /// Indices into the batch.
    documents: Vec<usize>,
    /// Where they go, once that is decided.
    path: String,
}

/// All files of a sink.
pub(crate) struct Files {
    template: Template,
    rotate_size: Option<u64>,
    rotate_every: Option<i64>,
    compression: Compression,
    clock: Arc<dyn Clock>,
    journal: Journal,
    /// Number of the last batch written.
    generation: u64,
    known: HashMap<String, Known>,
    /// Files with marks that are gone; their marks go with the next batch.
    gone: Vec<String>,
    /// Files that hold bytes of a failed batch.
    dirty: Vec<String>,
    handles: Handles,
    /// What is written next.
    lines: Vec<u8>,
}

impl Files {
    pub(crate) fn new(options: &NdjsonOptions, context: &SinkContext) -> Result<Self, Failure> {
        let template = Template::parse(&options.path, options.compression.suffix())
            .map_err(|finding| Failure::fatal("bad-options", finding.message))?;
        let folder = PathBuf::from(template.folder());
        Ok(Self {
            journal: Journal::new(folder.join(format!(".{}.wiredesk-journal", context.id))),
            handles: Handles::new(folder, template.is_fixed()),
            template,
            rotate_size: options.rotate_size.map(|size| size.0),
            rotate_every: options.rotate_every.map(|every| every.0.as_secs().try_into().unwrap_or(i64::MAX)),
            compression: options.compression,
            clock: context.clock.clone(),
            generation: 0,
            known: HashMap::new(),
            gone: Vec::new(),
            dirty: Vec::new(),
            lines: Vec::new(),
        })
    }

    /// Takes back what batches after the recorded one did to files that had no mark yet.
    fn undo_unmarked(&mut self) -> Result<(), Failure> {
        let path = self.journal.path().to_owned();
        let entries = self.journal.read().map_err(|error| failure::of(error, "cannot read", &path))?.to_vec();
        let latest = entries.iter().map(|entry| entry.generation).max().unwrap_or_default();
        if latest > self.generation + KEPT {
            warn!(
                folder = self.template.folder(),
                "the recorded state is older than the files: they are kept as they are"
            );
            self.journal.clear();
            return Ok(());
        }
        for entry in entries.iter().filter(|entry| entry.generation > self.generation) {
            match entry.before {
                Some(before) => cut(&entry.path, before)?,
                None => match fs::remove_file(&entry.path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(failure::of(error, "cannot take back", Path::new(&entry.path)));
                    }
                    _ => info!(path = entry.path, "removed a file that was begun but not recorded"),
                },
            }
            self.known.remove(&entry.path);
        }
        self.journal.clear();
        Ok(())
    }

    fn group(&self, documents: &[Arc<Document>]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_name: HashMap<String, usize> = HashMap::new();
        let (mut name, mut current) = (String::new(), 0);
        for (index, document) in documents.iter().enumerate() {
            if index == 0 || !self.template.is_fixed() {
                self.template.render(document, &mut name);
            }
            if groups.get(current).is_none_or(|group| group.name != name) {
                current = *by_name.entry(name.clone()).or_insert(groups.len());
                if current == groups.len() {
                    groups.push(Group { name: name.clone(), documents: Vec::new(), path: String::new() });
                }
            }
            groups[current].documents.push(index);
        }
        groups
    }

    /// Decides which file takes the lines for `name`, and notes its length if it has no mark.
    fn place(&mut self, name: &str, now: Timestamp, unmarked: &mut Vec<Entry>) -> Result<String, Failure> {
        let mut segment = 0;
        loop {
            let path = self.segment(name, now, segment);
            segment += 1;
            let length = self.handles.length(&path)?;
            if let (Some(known), Some(length)) = (self.known.get_mut(&path), length) {
                if length < known.committed {
                    warn!(
                        path,
                        cut = known.committed - length,
                        "the file has been shortened by somebody: it goes on from there"
                    );
                    known.committed = length;
                }
                if self.rotate_size.is_none_or(|size| known.committed < size) {
                    return Ok(path);
                }
                continue;
            }
            // new here, or gone since it was touched last
            let mut before = length;
            if let Some(length) = length.filter(|length| *length > 0) {
                if self.compression != Compression::None || self.rotate_size.is_some_and(|size| length >= size) {
                    continue; // whether a compressed file is whole is not known without reading it
                }
                let ended = end_last_line(&path);
                before = Some(ended.map_err(|error| failure::of(error, "cannot append to", Path::new(&path)))?);
            }
            self.known
                .insert(path.clone(), Known { committed: before.unwrap_or_default(), generation: self.generation });
            unmarked.push(Entry { generation: self.generation + 1, path: path.clone(), before });
            return Ok(path);
        }
    }

    /// `name.20261123T090000Z.0001.ndjson`, with only as much between as rotation asks for.
    fn segment(&self, name: &str, now: Timestamp, number: u32) -> String {
        let start = name.rfind('/').map_or(0, |slash| slash + 1);
        let plain = name.strip_suffix(self.compression.suffix()).unwrap_or(name);
        let stem = plain[start..].rfind('.').filter(|at| *at > 0).map_or(plain.len(), |at| start + at);
        let mut path = name[..stem].to_owned();
        if let Some(every) = self.rotate_every {
            let begun = now.as_second() - now.as_second().rem_euclid(every);
            let begun = Timestamp::from_second(begun).unwrap_or(now);
            path.push_str(&begun.strftime(".%Y%m%dT%H%M%SZ").to_string());
        }
        if number > 0 {
            path.push_str(&format!(".{number:04}"));
        }
        path.push_str(&name[stem..]);
        path
    }

    /// Appends all groups; every one that was begun is in `begun`, whatever happens.
    fn append(
        &mut self,
        documents: &[Arc<Document>],
        groups: &[Group],
        begun: &mut Vec<String>,
    ) -> Result<Marks, WriteError> {
        let mut marks = Marks::new();
        for group in groups {
            begun.push(group.path.clone());
            let Some(length) = self.append_group(documents, group)? else { continue };
            // two names may lead to one file, so the length counts on at once
            if let Some(known) = self.known.get_mut(&group.path) {
                known.committed = length;
            }
            marks.insert(group.path.clone(), length.to_string());
        }
        Ok(marks)
    }

    /// Appends the lines of a group and waits for the disk. Answers as [`Appending::finish`].
    ///
    /// [`Appending::finish`]: crate::handles::Appending::finish
    fn append_group(&mut self, documents: &[Arc<Document>], group: &Group) -> Result<Option<u64>, WriteError> {
        let committed = self.known.get(&group.path).map_or(0, |known| known.committed);
        let plain = self.compression == Compression::None;
        let mut appending = self.handles.append(&group.path, committed)?;
        self.lines.clear();
        for &index in &group.documents {
            line::push(&documents[index], &mut self.lines)
                .map_err(|failure| WriteError::Rejected(vec![Rejection { index, failure }]))?;
            if plain && self.lines.len() >= PIECE {
                appending.write(&self.lines)?;
                self.lines.clear();
            }
        }
        let compressed = compress(self.compression, &self.lines)
            .map_err(|error| failure::of(error, "cannot compress for", Path::new(&group.path)))?;
        appending.write(compressed.as_deref().unwrap_or(&self.lines))?;
        Ok(appending.finish()?)
    }

    /// Cuts files back to what is recorded; those that cannot be stay in `dirty`.
    fn take_back(&mut self) -> Result<(), Failure> {
        while let Some(path) = self.dirty.last() {
            let committed = self.known.get(path).map_or(0, |known| known.committed);
            self.handles.forget(path);
            if self.handles.length(path)?.is_some() {
                cut(path, committed)?;
            }
            self.dirty.pop();
        }
        Ok(())
    }

    /// Drops the marks of files that were not touched for longest; what they hold is final.
    fn thin_out(&mut self, marks: &mut Marks) {
        marks.extend(self.gone.drain(..).map(|path| (path, String::new())));
        if self.known.len() <= MARKS_MAX {
            return;
        }
        let mut ages: Vec<_> = self.known.iter().map(|(path, known)| (known.generation, path.clone())).collect();
        ages.sort_unstable();
        let generation = self.generation;
        let untouched = ages.into_iter().filter(|(age, _)| *age < generation);
        for (_, path) in untouched.take(self.known.len() - MARKS_MAX / 2) {
            self.known.remove(&path);
            marks.insert(path, String::new());
        }
    }

    fn write_groups(&mut self, documents: &[Arc<Document>], groups: &mut [Group]) -> Result<Written, WriteError> {
        self.take_back()?;
        let now = self.clock.now();
        let mut unmarked = Vec::new();
        for group in groups.iter_mut() {
            match self.place(&group.name, now, &mut unmarked) {
                Ok(path) => group.path = path,
                Err(failure) => {
                    // not journalled: they count as unknown again
                    self.known.retain(|path, _| unmarked.iter().all(|entry| entry.path != *path));
                    return Err(failure.into());
                }
            }
        }
        // what is not a regular file cannot be cut, so there is nothing to remember
        unmarked.retain(|entry| self.handles.is_regular(&entry.path));
        if unmarked.is_empty() {
            self.journal.forget_before(self.generation + 1);
        } else {
            let unknown: Vec<String> = unmarked.iter().map(|entry| entry.path.clone()).collect();
            let journal = self.journal.path().to_owned();
            let kept = self.handles.make_folder(&journal).and_then(|()| {
                let added = self.journal.add(self.generation + 1, unmarked);
                added.map_err(|error| failure::of(error, "cannot write", &journal))
            });
            if let Err(failure) = kept {
                self.known.retain(|path, _| !unknown.contains(path));
                return Err(failure.into());
            }
        }
        let before: Vec<(String, Option<Known>)> =
            groups.iter().map(|group| (group.path.clone(), self.known.get(&group.path).copied())).collect();
        let mut begun = Vec::new();
        let mut marks = match self.append(documents, groups, &mut begun) {
            Ok(marks) => marks,
            Err(failure) => {
                for (path, known) in before.into_iter().rev() {
                    known.map(|known| self.known.insert(path, known));
                }
                self.dirty = begun;
                if let Err(error) = self.take_back() {
                    warn!(%error, "what was written of the failed batch is taken back before the next");
                }
                return Err(failure);
            }
        };
        self.generation += 1;
        for path in marks.keys() {
            if let Some(known) = self.known.get_mut(path) {
                known.generation = self.generation;
            }
        }
        let old = |(path, known): (String, Option<Known>)| Some((path, known?.committed));
        let old: HashMap<String, u64> = before.into_iter().rev().filter_map(old).collect();
        let grown = |(path, length): (&String, &String)| Some(length.parse::<u64>().ok()? - old.get(path)?);
        let bytes = marks.iter().filter_map(grown).sum();
        self.thin_out(&mut marks);
        marks.insert(GENERATION.to_owned(), self.generation.to_string());
        Ok(Written { marks, bytes })
    }
}

impl Target for Files {
    fn open(&mut self, marks: &Marks) -> Result<Opened, Failure> {
        self.generation = marks.get(GENERATION).and_then(|count| count.parse().ok()).unwrap_or_default();
        self.known.clear();
        self.gone.clear();
        for (path, length) in marks.iter().filter(|(path, _)| *path != GENERATION) {
            let Ok(committed) = length.parse() else { continue };
            self.known.insert(path.clone(), Known { committed, generation: 0 });
        }
        self.undo_unmarked()?;
        let mut marked: Vec<_> = self.known.iter().map(|(path, known)| (path.clone(), known.committed)).collect();
        marked.sort_unstable();
        for (path, committed) in marked {
            match self.handles.length(&path)? {
                Some(length) if length > committed => cut(&path, committed)?,
                Some(_) => {} // a shortened file is reported when it is touched
                None => {
                    self.known.remove(&path);
                    self.gone.push(path);
                }
            }
        }
        Ok(Opened::PositionsInState)
    }

    fn write(&mut self, documents: &[Arc<Document>]) -> Result<Written, WriteError> {
        if documents.is_empty() {
            return Ok(Written::default());
        }
        let mut groups = self.group(documents);
        let written = self.write_groups(documents, &mut groups);
        self.lines.clear();
        self.lines.shrink_to(LINES_KEPT);
        written
    }

    fn close(&mut self) -> Result<(), Failure> {
        self.handles.close();
        Ok(())
    }
}

/// The lines as they stand in the file; `None` if they stand there as they are.
fn compress(compression: Compression, lines: &[u8]) -> io::Result<Option<Vec<u8>>> {
    Ok(match compression {
        Compression::None => None,
        Compression::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            io::Write::write_all(&mut encoder, lines)?;
            Some(encoder.finish()?)
        }
        Compression::Zstd => Some(zstd::bulk::compress(lines, zstd::DEFAULT_COMPRESSION_LEVEL)?),
    })
}

/// Cuts a file to `length` bytes if it is longer, durably.
fn cut(path: &str, length: u64) -> Result<(), Failure> {
    let cut = || -> io::Result<()> {
        let metadata = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            metadata => metadata?,
        };
        if metadata.is_file() && metadata.len() > length {
            let file = fs::OpenOptions::new().write(true).open(path)?;
            file.set_len(length)?;
            file.sync_data()?;
            info!(path, bytes = metadata.len() - length, "cut off what was written but not recorded");
        }
        Ok(())
    };
    cut().map_err(|error| failure::of(error, "cannot cut back", Path::new(path)))
}
