//! One file on its way through a decoder, each article with its position. Used by the `directory`
//! source, and by the `file` source for what is not followed line by line. Knows when a file has been
//! read before, and goes on where the checkpoint ends.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek},
    path::Path,
    sync::Arc,
};

use wiredesk_core::{
    Position,
    document::Article,
    position::Mark,
    source::{Item, Rejected},
};

use crate::{
    batch::Batch,
    file_version::{self, Stamp},
    formats::{Articles, Format, FormatOptions, Unread, read_articles},
};

/// Files up to this size are hashed and decoded from memory.
const SMALL: u64 = 1 << 20;

/// What opening a file has shown.
pub(crate) enum Opened {
    /// Its articles are to be read.
    File(Box<OpenFile>),
    /// Its content was read before, under another version; only the position moves on.
    Unchanged(Position),
    /// It changed while it was opened: later.
    Unsettled,
}

/// A file that is being read.
pub(crate) struct OpenFile {
    partition: Arc<str>,
    version: Arc<str>,
    articles: Articles,
    /// Records read, and how many of them were delivered by an earlier run.
    offset: u64,
    delivered: u64,
    /// Held back, because the last one gets another position.
    held: Option<Result<Article, Rejected>>,
    /// Bytes of the file.
    pub(crate) size: u64,
}

impl OpenFile {
    /// Opens `path`, whose records get positions in `partition`. `mark` is how far it was read before.
    ///
    /// # Errors
    /// If it cannot be opened or read.
    pub(crate) fn open(
        path: &Path,
        partition: Arc<str>,
        format: Format,
        options: &Arc<FormatOptions>,
        mark: Option<&Mark>,
    ) -> io::Result<Opened> {
        let mut file = File::open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        let (hash, input): (String, Box<dyn Read + Send>) = if stamp.size <= SMALL {
            let mut content = Vec::with_capacity(usize::try_from(stamp.size).unwrap_or(0) + 1);
            (&mut file).take(2 * SMALL).read_to_end(&mut content)?;
            (file_version::hash(&content), Box::new(Cursor::new(content)))
        } else {
            let hash = file_version::hash_file(&mut file)?;
            file.rewind()?;
            (hash, Box::new(file.try_clone()?.take(stamp.size)))
        };
        if Stamp::of(&file.metadata()?) != stamp {
            return Ok(Opened::Unsettled);
        }
        let version: Arc<str> = stamp.version(&hash).into();
        let known = mark.filter(|mark| file_version::hash_of(&mark.version) == hash);
        if known.is_some_and(|mark| mark.offset == Position::END) {
            return Ok(Opened::Unchanged(Position { partition, version, offset: Position::END }));
        }
        let articles = read_articles(input, format, &partition, options);
        let delivered = known.map_or(0, |mark| mark.offset);
        Ok(Opened::File(Box::new(Self {
            partition,
            version,
            articles,
            offset: 0,
            delivered,
            held: None,
            size: stamp.size,
        })))
    }

    fn position(&self, offset: u64) -> Position {
        Position { partition: self.partition.clone(), version: self.version.clone(), offset }
    }

    /// Reads into `batch` until it is full or the file ends; then says how far it has got. `None`:
    /// there is more.
    ///
    /// # Errors
    /// If reading fails. What was read before that is in the batch.
    pub(crate) fn read_into(&mut self, batch: &mut Batch) -> io::Result<Option<Position>> {
        while !batch.full() {
            let read = match self.articles.next() {
                None => {
                    let end = self.position(Position::END);
                    match self.held.take() {
                        Some(last) => batch.push(last, end.clone()),
                        None => batch.skip("delivered-before", end.clone()),
                    }
                    return Ok(Some(end));
                }
                Some(Ok(article)) => Ok(article),
                Some(Err(Unread::Rejected(rejected))) => Err(rejected),
                Some(Err(Unread::Failed(error))) => {
                    if let Some(last) = self.held.take() {
                        batch.push(last, self.position(self.offset));
                    }
                    return Err(error);
                }
            };
            if let Some(before) = self.held.take() {
                batch.push(before, self.position(self.offset));
            }
            self.offset += 1;
            if self.offset > self.delivered {
                self.held = Some(read);
            }
        }
        Ok(None)
    }

    /// The position of what has been read so far, and a rejection for what could not be read after it.
    pub(crate) fn failed(&self, error: &io::Error) -> (Position, Item) {
        let position = self.position(self.offset.max(self.delivered));
        (position, Item::Rejected(unreadable(&self.partition, error)))
    }
}

/// A file or folder that cannot be read.
pub(crate) fn unreadable(key: &str, error: &io::Error) -> Rejected {
    Rejected { key: key.to_owned(), code: "unreadable", message: format!("cannot be read: {error}"), raw: Vec::new() }
}
