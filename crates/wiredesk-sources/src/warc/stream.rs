//! The expanded content of an archive across its gzip members or zstd frames, with the places at
//! which reading can begin anew. Read by [`super::records`]; never holds more than was asked for
//! to be looked at, and stops at what expands out of all proportion.

use std::{
    fs::File,
    io::{self, Read},
};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::raw::Raw;

/// Bytes expanded at once.
const CHUNK: usize = 64 << 10;
/// A member may expand to this much whatever its size.
const HARMLESS: u64 = 64 << 20;
/// Beyond that, one byte of the file may become so many.
const MOST_RATIO: u64 = 100;
/// Expanded bytes of a member that have to be seen before it is believed to begin a record.
const START: usize = 5;
/// Bytes of a file that surely expand to that much.
const ENOUGH: usize = 16 << 10;
/// Bytes in which a gzip member has its head, with a name, the tables of its first block, and the beginning of that.
const GZIP_HEAD: usize = 2 << 10;
/// What every record begins with.
pub(super) const MARK: &[u8; START] = b"WARC/";

/// How an archive is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// Not at all.
    Plain,
    /// gzip, as a rule a member per record.
    Gzip,
    /// zstd, as a rule a frame per record.
    Zstd,
}

impl Packing {
    /// By the first bytes.
    pub(super) fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// Whether a member can begin with these bytes.
    fn begins(self, start: &[u8]) -> bool {
        match self {
            Self::Plain => true,
            Self::Gzip => start.starts_with(&[0x1f, 0x8b, 8]),
            Self::Zstd => start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]),
        }
    }
}

/// What became of asking for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    /// The buffer has grown.
    Some,
    /// A member has begun that starts with a record; what was left of the one before is gone.
    Record,
    /// The file has ended.
    End,
}

/// Why there is no more.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The disk, or whatever the file is on.
    Io(io::Error),
    /// The file itself is damaged here: a stable name and a message.
    Damage(&'static str, String),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

enum Member {
    /// Between members; `None` only while the parts change hands.
    Between(Option<Raw>),
    Plain(Raw),
    Gzip(Box<GzDecoder<Raw>>),
    Zstd(Box<ZstdDecoder<'static, Raw>>),
}

/// See the module.
pub(super) struct Stream {
    packing: Packing,
    member: Member,
    /// Where the current member begins in the file, and what it has expanded to.
    member_start: u64,
    expanded: u64,
    /// Nothing of the current member but line ends has been taken.
    fresh: bool,
    buffer: Vec<u8>,
    start: usize,
    /// Where the raw file stood when it was last between two members.
    read_to: u64,
}

impl Stream {
    /// Begins at `offset`, which has to be the start of a member (or of a record, in a plain file).
    ///
    /// # Errors
    /// If the file cannot be positioned.
    pub(super) fn new(file: File, packing: Packing, offset: u64) -> io::Result<Self> {
        let raw = Raw::new(file, offset)?;
        let member = match packing {
            Packing::Plain => Member::Plain(raw),
            _ => Member::Between(Some(raw)),
        };
        let fresh = packing == Packing::Plain;
        let (buffer, start) = (Vec::new(), 0);
        Ok(Self { packing, member, member_start: offset, expanded: 0, fresh, buffer, start, read_to: offset })
    }

    /// What has been expanded and not taken.
    pub(super) fn buffer(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Takes bytes of the buffer.
    pub(super) fn take(&mut self, amount: usize) {
        self.fresh &= amount == 0;
        self.start += amount;
        self.compact();
    }

    /// Takes line ends at the beginning of the buffer; whether there were only line ends.
    pub(super) fn take_blank(&mut self) -> bool {
        let blank = self.buffer().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.start += blank;
        let only = self.start == self.buffer.len();
        self.compact();
        only
    }

    fn compact(&mut self) {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        } else if self.start >= 4 * CHUNK {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
    }

    /// Where reading can begin anew, if it can at the next byte of the buffer.
    pub(super) fn anchor(&self) -> Option<u64> {
        match &self.member {
            Member::Plain(raw) => Some(raw.offset() - self.buffer().len() as u64),
            _ => self.fresh.then_some(self.member_start),
        }
    }

    /// Bytes of the file read so far, for display.
    pub(super) fn read_to(&self) -> u64 {
        match &self.member {
            Member::Between(Some(raw)) | Member::Plain(raw) => raw.offset(),
            Member::Gzip(decoder) => decoder.get_ref().offset(),
            Member::Zstd(decoder) => decoder.get_ref().offset(),
            Member::Between(None) => self.read_to,
        }
    }

    /// Expands more of the current member into the buffer; `false` at its end, whose checksum is right then.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub(super) fn fill(&mut self) -> Result<bool, Trouble> {
        let from = self.buffer.len();
        self.buffer.resize(from + CHUNK, 0);
        let room = &mut self.buffer[from..];
        let read = loop {
            let read = match &mut self.member {
                Member::Between(_) => Ok(0),
                Member::Plain(raw) => raw.read(room),
                Member::Gzip(decoder) => decoder.read(room),
                Member::Zstd(decoder) => decoder.read(room),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(from + read.as_ref().map_or(0, |read| *read));
        let read = read.map_err(|error| self.named(error))?;
        if self.packing == Packing::Plain {
            return Ok(read > 0);
        }
        self.expanded += read as u64;
        let packed = self.read_to() - self.member_start;
        if self.expanded > HARMLESS && self.expanded / MOST_RATIO > packed {
            return Err(Trouble::Damage(
                "expands-too-much",
                format!("expands to more than {MOST_RATIO} times its size"),
            ));
        }
        if read == 0 {
            self.leave();
        }
        Ok(read > 0)
    }

    fn named(&self, error: io::Error) -> Trouble {
        if error.raw_os_error().is_some() || self.packing == Packing::Plain {
            Trouble::Io(error)
        } else if error.kind() == io::ErrorKind::UnexpectedEof {
            Trouble::Damage("truncated", "the compressed data ends too early".to_owned())
        } else {
            Trouble::Damage("corrupt", format!("the compressed data is damaged: {error}"))
        }
    }

    /// Puts the decoder away, wherever it stands.
    fn leave(&mut self) {
        self.read_to = self.read_to();
        let raw = match std::mem::replace(&mut self.member, Member::Between(None)) {
            Member::Between(raw) => raw,
            Member::Plain(raw) => Some(raw),
            Member::Gzip(decoder) => Some(decoder.into_inner()),
            Member::Zstd(decoder) => Some(decoder.finish()),
        };
        self.member = Member::Between(raw);
    }

    /// Begins the next member; `false` at the end of the file. Passes over frames of zstd that hold no content; one
    /// that holds a dictionary makes those after it unreadable, which they will say.
    fn next_member(&mut self) -> Result<bool, Trouble> {
        let empty = self.buffer().is_empty();
        let Member::Between(place) = &mut self.member else { return Ok(false) };
        let Some(raw) = place else { return Ok(false) };
        loop {
            (self.member_start, self.expanded, self.fresh) = (raw.offset(), 0, empty);
            let start = raw.peek(8)?;
            match (self.packing, start) {
                (_, []) => return Ok(false),
                (Packing::Zstd, [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, ..]) => {
                    let length = u32::from_le_bytes([*a, *b, *c, *d]);
                    let behind = raw.offset() + 8 + u64::from(length);
                    raw.seek(behind)?;
                }
                (packing, start) if packing.begins(start) => break,
                _ => return Err(Trouble::Damage("corrupt", "something else than a compressed record".to_owned())),
            }
        }
        let Some(raw) = place.take() else { return Ok(false) };
        self.member = match self.packing {
            Packing::Zstd => Member::Zstd(Box::new(ZstdDecoder::with_buffer(raw)?.single_frame())),
            _ => Member::Gzip(Box::new(GzDecoder::new(raw))),
        };
        Ok(true)
    }

    /// More bytes, from the next member if this one has ended: unless that begins with a record, it is taken to
    /// go on with what this one has left unfinished.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub(super) fn more(&mut self) -> Result<More, Trouble> {
        loop {
            if self.fill()? {
                return Ok(More::Some);
            }
            let left = self.buffer().len();
            if self.packing == Packing::Plain || !self.next_member()? {
                return Ok(More::End);
            }
            while self.buffer().len() < left + START && self.fill()? {}
            if self.buffer()[left..].starts_with(MARK) {
                self.start += left;
                self.fresh = true;
                self.compact();
                return Ok(More::Record);
            }
            if self.buffer().len() > left {
                return Ok(More::Some);
            }
        }
    }

    /// Passes over bytes of the file without looking at them, where that can be done; the rest is left to do.
    ///
    /// # Errors
    /// If the file cannot be positioned.
    pub(super) fn jump(&mut self, amount: u64, size: u64) -> io::Result<u64> {
        let Member::Plain(raw) = &mut self.member else { return Ok(amount) };
        if !self.buffer[self.start..].is_empty() {
            return Ok(amount);
        }
        let jump = amount.min(size.saturating_sub(raw.offset()));
        raw.seek(raw.offset() + jump)?;
        Ok(amount - jump)
    }

    /// After damage: goes to the next member that expands to a record; `false` if there is none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        self.leave();
        self.buffer.clear();
        self.start = 0;
        let magic: &[u8] = if self.packing == Packing::Gzip { &[0x1f, 0x8b, 8] } else { &[0x28, 0xb5, 0x2f, 0xfd] };
        let Member::Between(Some(raw)) = &mut self.member else { return Ok(false) };
        let mut from = self.member_start + 1;
        loop {
            raw.seek(from)?;
            let window = raw.peek(CHUNK)?;
            let window = &window[..window.len().min(CHUNK)];
            let Some(found) = memchr::memmem::find(window, magic) else {
                if window.len() < CHUNK {
                    let end = from + window.len() as u64;
                    raw.seek(end)?;
                    return Ok(false);
                }
                from += (window.len() - magic.len() + 1) as u64;
                continue;
            };
            // near the end of what was read there may be too little to tell
            if found > 0 && window.len() == CHUNK && window.len() - found < ENOUGH {
                from += found as u64;
                continue;
            }
            if begins_record(self.packing, &window[found..]) {
                raw.seek(from + found as u64)?;
                return Ok(true);
            }
            from += found as u64 + 1;
        }
    }
}

/// Whether these bytes of a file expand to the beginning of a record.
fn begins_record(packing: Packing, packed: &[u8]) -> bool {
    let mut start = [0; START];
    let read = match packing {
        Packing::Plain => return packed.starts_with(MARK),
        // a name in its head would be looked for as far as there is something to look through
        Packing::Gzip => GzDecoder::new(&packed[..packed.len().min(GZIP_HEAD)]).read_exact(&mut start),
        Packing::Zstd => ZstdDecoder::with_buffer(packed).and_then(|mut decoder| decoder.read_exact(&mut start)),
    };
    read.is_ok() && start == *MARK
}
