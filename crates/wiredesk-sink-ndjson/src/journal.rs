//! Remembers, on disk and before the first byte is written, which files a batch touches that no
//! mark covers yet: without it, what a killed process wrote into a *new* file could not be told
//! from what belongs there. Read at open, kept by [`crate::files`].

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// A file that a batch touched without a mark for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Number of the batch.
    pub(crate) generation: u64,
    /// The file.
    pub(crate) path: String,
    /// Its length before, in bytes; `None` if it did not exist.
    pub(crate) before: Option<u64>,
}

/// Batches for which entries are kept: the engine may be so many batches behind with recording
/// marks.
pub(crate) const KEPT: u64 = 4;

/// The journal of one sink.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    entries: Vec<Entry>,
}

impl Journal {
    /// The journal at `path`, empty until [`Journal::read`].
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, entries: Vec::new() }
    }

    /// Where it is kept.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what an earlier process left behind. A line that does not read is passed over: the
    /// journal is replaced as a whole, so that it can only come from somewhere else.
    pub(crate) fn read(&mut self) -> io::Result<&[Entry]> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(error) => return Err(error),
        };
        self.entries = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        Ok(&self.entries)
    }

    /// Adds entries; they are on disk when this returns.
    pub(crate) fn add(&mut self, generation: u64, entries: Vec<Entry>) -> io::Result<()> {
        self.entries.retain(|entry| entry.generation + KEPT > generation);
        self.entries.extend(entries);
        let mut bytes = Vec::new();
        for entry in &self.entries {
            serde_json::to_writer(&mut bytes, entry)?;
            bytes.push(b'\n');
        }
        let new = self.path.with_extension("new");
        let mut file = fs::File::create(&new)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        fs::rename(&new, &self.path)?;
        sync_folder(&self.path)
    }

    /// Forgets entries that are too old to matter. Not synced: an entry that comes back after a
    /// power failure does no harm, because its number tells its age.
    pub(crate) fn forget_before(&mut self, generation: u64) {
        if self.entries.iter().all(|entry| entry.generation + KEPT <= generation) {
            self.clear();
        }
    }

    /// Removes the journal.
    pub(crate) fn clear(&mut self) {
        if !self.entries.is_empty() {
            self.entries.clear();
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes a name in the folder of `path` durable.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
