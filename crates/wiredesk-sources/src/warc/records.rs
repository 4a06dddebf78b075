//! The records of an archive one after another, whatever lies between them. Read by [`super::archive`];
//! what is damaged comes out as [`Next::Damaged`], and reading goes on at the next record that can be
//! recognised. Never holds more than a head and what it is told to keep of a block.

use std::{fs::File, io};

use super::{
    record::{self, Head, MAX_HEAD},
    stream::{MARK, More, Packing, Stream, Trouble},
};

/// What is kept of damaged bytes.
const SHOWN: usize = 4 << 10;

/// What comes next in an archive.
#[derive(Debug)]
pub(super) enum Next {
    /// A record; its block has to be read or passed over.
    Record(Head),
    /// Bytes that are no record.
    Damaged(Damage),
    /// The archive has ended.
    End,
}

/// What is wrong with a stretch of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// Stable name.
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
    /// Some of the bytes.
    pub(super) raw: Vec<u8>,
}

/// A result of reading: the error is that of the disk, damage is a value.
pub(super) type Read<T> = Result<Result<T, Damage>, io::Error>;

/// See the module.
pub(super) struct Records {
    stream: Stream,
    size: u64,
    /// Where reading can begin anew, and the number of things that have come out since.
    anchor: u64,
    since: u64,
    /// Bytes of the current block that have not been read.
    left: u64,
    /// Nothing can be read behind this.
    lost: bool,
}

impl Records {
    /// Begins at an anchor.
    ///
    /// # Errors
    /// If the file cannot be positioned.
    pub(super) fn new(file: File, packing: Packing, size: u64, anchor: u64) -> io::Result<Self> {
        let stream = Stream::new(file, packing, anchor)?;
        Ok(Self { stream, size, anchor, since: 0, left: 0, lost: false })
    }

    /// Where reading can begin anew, and how many things have come out since, with the one that came last.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.anchor, self.since)
    }

    /// Bytes of the file read so far.
    pub(super) fn read_to(&self) -> u64 {
        self.stream.read_to()
    }

    /// What comes next.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        if self.left > 0
            && let Err(damage) = self.pass_block()?
        {
            self.since += 1;
            return Ok(Next::Damaged(damage));
        }
        if self.lost {
            return Ok(Next::End);
        }
        // what separates records, and the members they are in
        while self.stream.take_blank() {
            match self.stream.more() {
                Ok(More::Some | More::Record) => {}
                Ok(More::End) => return Ok(Next::End),
                Err(trouble) => {
                    self.count();
                    return Ok(Next::Damaged(self.damage(trouble)?));
                }
            }
        }
        self.count();
        self.head()
    }

    /// One more thing begins here.
    fn count(&mut self) {
        if let Some(anchor) = self.stream.anchor().filter(|anchor| *anchor != self.anchor || self.since == 0) {
            (self.anchor, self.since) = (anchor, 0);
        }
        self.since += 1;
    }

    fn head(&mut self) -> io::Result<Next> {
        loop {
            let buffer = self.stream.buffer();
            let known = buffer.len().min(MARK.len());
            if buffer[..known] != MARK[..known] {
                let message = "expected the beginning of a record".to_owned();
                return Ok(Next::Damaged(self.resynchronise("damaged-record", message)?));
            }
            let searched = &buffer[..buffer.len().min(MAX_HEAD)];
            // a head that has no end is not looked through to it for each record that begins in there
            let another =
                memchr::memmem::find_iter(searched, b"\nWARC/").find(|at| looks_like_head(&searched[at + 1..]));
            let searched = &searched[..another.unwrap_or(searched.len())];
            if let Some(end) = record::end_of_head(searched) {
                return match record::parse(buffer[..end].trim_ascii_end()) {
                    Ok(head) => {
                        self.stream.take(end);
                        self.left = head.length;
                        Ok(Next::Record(head))
                    }
                    Err(message) => Ok(Next::Damaged(self.resynchronise("damaged-head", message)?)),
                };
            }
            if another.is_some() {
                let message = "another record begins within its head".to_owned();
                return Ok(Next::Damaged(self.resynchronise("damaged-head", message)?));
            }
            if buffer.len() >= MAX_HEAD {
                let message = format!("its head is larger than {MAX_HEAD} bytes");
                return Ok(Next::Damaged(self.resynchronise("damaged-head", message)?));
            }
            let so_far = shown(buffer);
            match self.stream.more() {
                Ok(More::Some) => {}
                Ok(more @ (More::Record | More::End)) => {
                    let message = "ends within its head".to_owned();
                    if more == More::End {
                        self.drop_buffer();
                    }
                    return Ok(Next::Damaged(Damage { code: "truncated", message, raw: so_far }));
                }
                Err(trouble) => return Ok(Next::Damaged(self.damage(trouble)?)),
            }
        }
    }

    fn drop_buffer(&mut self) {
        let length = self.stream.buffer().len();
        self.stream.take(length);
    }

    /// Passes over bytes up to something that looks like the beginning of a record, at the start of a line.
    fn resynchronise(&mut self, code: &'static str, message: String) -> io::Result<Damage> {
        let raw = shown(self.stream.buffer());
        let mut damage = Damage { code, message, raw };
        // the record that was begun is not found again
        let mut from = 1.min(self.stream.buffer().len());
        let mut first = true;
        loop {
            let buffer = self.stream.buffer();
            let found = memchr::memmem::find_iter(&buffer[from..], MARK)
                .map(|at| from + at)
                .find(|at| *at > 0 && buffer[at - 1] == b'\n' && looks_like_head(&buffer[*at..]));
            if let Some(at) = found {
                // none of the bytes of the record that follows, if this is still where the damage begins
                if first {
                    damage.raw.truncate(at);
                }
                self.stream.take(at);
                return Ok(damage);
            }
            // what may be the beginning of the mark stays
            let keep = buffer.len().saturating_sub(64);
            self.stream.take(keep);
            from = 1.min(self.stream.buffer().len());
            first = false;
            match self.stream.more() {
                Ok(More::Some) => {}
                Ok(More::Record) => return Ok(damage),
                Ok(More::End) => {
                    self.drop_buffer();
                    return Ok(damage);
                }
                Err(trouble) => {
                    self.damage(trouble)?;
                    return Ok(damage);
                }
            }
        }
    }

    /// The beginning of the block: its first bytes up to an empty line, if there is one within `most` bytes, and
    /// where that ends.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn peek_head(&mut self, most: usize) -> Read<Option<usize>> {
        loop {
            let block = usize::try_from(self.left).unwrap_or(usize::MAX).min(most);
            let buffer = self.stream.buffer();
            let available = &buffer[..buffer.len().min(block)];
            if let Some(end) = record::end_of_head(available) {
                return Ok(Ok(Some(end)));
            }
            if available.len() == block {
                return Ok(Ok(None));
            }
            if let Err(damage) = self.more_of_block()? {
                return Ok(Err(damage));
            }
        }
    }

    /// What [`Records::peek_head`] has looked at.
    pub(super) fn peeked(&self, length: usize) -> &[u8] {
        &self.stream.buffer()[..length]
    }

    /// The whole block, which has to be small enough to hold.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn take_block(&mut self) -> Read<Vec<u8>> {
        let mut block = Vec::with_capacity(usize::try_from(self.left).unwrap_or(0).min(1 << 20));
        while self.left > 0 {
            let buffer = self.stream.buffer();
            let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
            if length == 0 {
                if let Err(damage) = self.more_of_block()? {
                    return Ok(Err(Damage { raw: shown(&block), ..damage }));
                }
                continue;
            }
            block.extend_from_slice(&buffer[..length]);
            self.stream.take(length);
            self.left -= length as u64;
        }
        // the member's checksum comes behind the record; it has to be right before the record is believed
        while self.stream.take_blank() {
            match self.stream.fill() {
                Ok(true) => {}
                Ok(false) => break,
                Err(trouble) => {
                    let damage = self.damage(trouble)?;
                    return Ok(Err(Damage { raw: shown(&block), ..damage }));
                }
            }
        }
        Ok(Ok(block))
    }

    /// Passes over what is left of the block.
    fn pass_block(&mut self) -> Read<()> {
        while self.left > 0 {
            let length = self.stream.buffer().len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
            self.stream.take(length);
            self.left -= length as u64;
            self.left = self.stream.jump(self.left, self.size)?;
            if self.left > 0
                && let Err(damage) = self.more_of_block()?
            {
                return Ok(Err(damage));
            }
        }
        Ok(Ok(()))
    }

    /// More bytes of the block, or that there are none.
    fn more_of_block(&mut self) -> Read<()> {
        let message = match self.stream.more() {
            Ok(More::Some) => return Ok(Ok(())),
            Ok(More::Record) => "another record begins before its Content-Length is reached",
            Ok(More::End) => {
                self.drop_buffer();
                "the archive ends before its Content-Length is reached"
            }
            Err(trouble) => return Ok(Err(self.damage(trouble)?)),
        };
        self.left = 0;
        Ok(Err(Damage { code: "truncated", message: message.to_owned(), raw: Vec::new() }))
    }

    /// Goes on behind a member that is damaged.
    fn damage(&mut self, trouble: Trouble) -> io::Result<Damage> {
        self.left = 0;
        match trouble {
            Trouble::Io(error) => Err(error),
            Trouble::Damage(code, message) => {
                let raw = shown(self.stream.buffer());
                self.lost = !self.stream.recover()?;
                Ok(Damage { code, message, raw })
            }
        }
    }
}

/// Whether what follows `WARC/` is a version; all of it has to be there, so that the answer does not depend on
/// how much was read at once.
fn looks_like_head(bytes: &[u8]) -> bool {
    matches!(bytes[MARK.len()..], [major, b'.', minor, ..] if major.is_ascii_digit() && minor.is_ascii_digit())
}

fn shown(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(SHOWN)].to_vec()
}
