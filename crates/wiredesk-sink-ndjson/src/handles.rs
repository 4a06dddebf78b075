//! Open files of one sink, no more than a few at a time, and the checks made whenever one is
//! touched: that it still is the file of that name, and that its folder lies inside the sink's.
//! Called by [`crate::files`], which decides what is written and how far it counts.

use std::{
    fs, io,
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use tracing::info;
use wiredesk_core::error::Failure;

use crate::{failure, journal::sync_folder};

/// Files kept open at the same time.
const OPEN_MAX: usize = 64;

struct Handle {
    path: String,
    file: fs::File,
    regular: bool,
}

/// A file that is being appended to.
pub(crate) struct Appending<'h> {
    path: &'h str,
    file: &'h mut fs::File,
    /// With what was written, in bytes; `None` for a device or a pipe, which has no length.
    length: Option<u64>,
}

impl Appending<'_> {
    /// Appends bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| self.failure(error))?;
        self.length = self.length.map(|length| length + bytes.len() as u64);
        Ok(())
    }

    /// Waits for the disk. Answers with the new length, or `None` where the path leads to a device
    /// or a pipe.
    pub(crate) fn finish(self) -> Result<Option<u64>, Failure> {
        if self.length.is_some() {
            self.file.sync_data().map_err(|error| self.failure(error))?;
        }
        Ok(self.length)
    }

    fn failure(&self, error: io::Error) -> Failure {
        failure::of(error, "cannot append to", Path::new(self.path))
    }
}

/// Open files, the one used last at the end.
pub(crate) struct Handles {
    /// See [`crate::template::Template::folder`].
    folder: PathBuf,
    /// Whether the one path was written out by the user, who may use links as they please.
    trusted: bool,
    open: Vec<Handle>,
}

impl Handles {
    pub(crate) fn new(folder: PathBuf, trusted: bool) -> Self {
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        Self { folder, trusted, open: Vec::new() }
    }

    /// Length of the file in bytes, `None` if there is none. A handle to a file that has been
    /// moved away or replaced meanwhile is given up.
    pub(crate) fn length(&mut self, path: &str) -> Result<Option<u64>, Failure> {
        let found = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
            Err(error) => return Err(failure::of(error, "cannot look at", Path::new(path))),
        };
        let held = self.open.iter().find(|handle| handle.path == path).and_then(|handle| handle.file.metadata().ok());
        if held.is_some_and(|held| found.as_ref().is_none_or(|found| !same_file(&held, found))) {
            info!(path, "the file has been moved away: a new one is begun");
            self.forget(path);
            return Ok(None);
        }
        Ok(found.map(|metadata| metadata.len()))
    }

    /// Whether the path leads to a file that can be cut, or to nothing yet.
    pub(crate) fn is_regular(&self, path: &str) -> bool {
        fs::metadata(path).map_or(true, |metadata| metadata.is_file())
    }

    /// Begins to append after byte `committed`.
    pub(crate) fn append<'h>(&'h mut self, path: &'h str, committed: u64) -> Result<Appending<'h>, Failure> {
        let Handle { file, regular, .. } = self.handle(path)?;
        let appending = Appending { path, file, length: regular.then_some(committed) };
        let cut = || -> io::Result<()> {
            if *regular && appending.file.metadata()?.len() > committed {
                appending.file.set_len(committed)?;
            }
            Ok(())
        };
        cut().map_err(|error| appending.failure(error))?;
        Ok(appending)
    }

    /// Closes the file of this path.
    pub(crate) fn forget(&mut self, path: &str) {
        self.open.retain(|handle| handle.path != path);
    }

    /// Closes all files.
    pub(crate) fn close(&mut self) {
        self.open.clear();
    }

    fn handle(&mut self, path: &str) -> Result<&mut Handle, Failure> {
        if let Some(at) = self.open.iter().position(|handle| handle.path == path) {
            let last = self.open.len() - 1;
            self.open[at..].rotate_left(1);
            return Ok(&mut self.open[last]);
        }
        let file = Path::new(path);
        self.make_folder(file)?;
        self.refuse_links(file)?;
        let new = !file.exists();
        let opened = fs::OpenOptions::new().append(true).create(true).open(file).and_then(|opened| {
            if new {
                sync_folder(file)?;
            }
            Ok((opened.metadata()?.is_file(), opened))
        });
        let (regular, opened) = opened.map_err(|error| failure::of(error, "cannot open", file))?;
        if self.open.len() >= OPEN_MAX {
            self.open.remove(0);
        }
        self.open.push(Handle { path: path.to_owned(), file: opened, regular });
        Ok(self.open.last_mut().expect("was pushed just now"))
    }

    /// Makes the folder that `file` goes to, durably.
    pub(crate) fn make_folder(&self, file: &Path) -> Result<(), Failure> {
        let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists()).collect();
        let make = || -> io::Result<()> {
            for folder in missing.into_iter().rev() {
                match fs::create_dir(folder) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                    _ => sync_folder(folder)?,
                }
            }
            Ok(())
        };
        make().map_err(|error| failure::of(error, "cannot make the folder", folder))
    }

    /// A link among the names that documents make up could lead anywhere.
    fn refuse_links(&self, file: &Path) -> Result<(), Failure> {
        if self.trusted {
            return Ok(());
        }
        let real = |path: &Path| path.canonicalize().map_err(|error| failure::of(error, "cannot look at", path));
        let target =
            if file.is_symlink() { Some(file) } else { file.parent().filter(|parent| !parent.as_os_str().is_empty()) };
        let Some(target) = target else { return Ok(()) };
        if real(target)?.starts_with(real(&self.folder)?) {
            return Ok(());
        }
        let message =
            format!("`{}` leads out of `{}` through a link; remove the link", file.display(), self.folder.display());
        Err(Failure::retry("outside-folder", message))
    }
}

/// Whether two looks at a file saw the same one.
#[cfg(unix)]
fn same_file(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.ino() == other.ino() && one.dev() == other.dev()
}

/// Whether two looks at a file saw the same one; cannot be told here.
#[cfg(not(unix))]
fn same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

/// The longest last line that is looked at, in bytes.
const TAIL_MAX: u64 = 16 << 20;

/// Ends the last line of a file that another process has left without a line end: half a record
/// is cut off, anything else keeps its words and gets the line end. Answers with the length.
pub(crate) fn end_last_line(path: &str) -> io::Result<u64> {
    const BLOCK: u64 = 64 << 10;
    let mut file = fs::OpenOptions::new().read(true).append(true).open(path)?;
    let length = file.metadata()?.len();
    let mut tail = Vec::new();
    let mut start = length;
    let line = loop {
        let end = start;
        start = end.saturating_sub(BLOCK);
        let mut block = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(&mut file).take(end - start).read_to_end(&mut block)?;
        let at = block.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
        let line = start + at.unwrap_or_default() as u64;
        block.drain(..at.unwrap_or_default());
        block.append(&mut tail);
        tail = block;
        if at.is_some() || start == 0 || length - line > TAIL_MAX {
            break line;
        }
    };
    if line == length {
        return Ok(length);
    }
    let torn = tail.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(&tail).is_err();
    if torn {
        info!(path, bytes = length - line, "cut off a torn last line");
        file.set_len(line)?;
    } else {
        file.write_all(b"\n")?;
    }
    file.sync_data()?;
    file.metadata().map(|metadata| metadata.len())
}
