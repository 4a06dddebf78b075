//! One archive on its way: its records with their positions, those worth reading with their block. Driven by
//! [`super::reading`]. A position is the place in the file at which reading can begin anew (a gzip member, a zstd
//! frame, a record of a plain file) and the number of records behind it.

use std::{fs::File, io, os::unix::fs::FileExt, path::Path, sync::Arc};

use jiff::Timestamp;
use wiredesk_core::{
    Position,
    position::Mark,
    source::{Item, Rejected},
};

use super::{
    filter::Filter,
    http_head::HttpHead,
    page::Captured,
    record::{Head, Kind, MAX_HEAD},
    records::{Damage, Next, Records},
    stream::Packing,
};
use crate::file_version;

/// Bits of an offset that count records behind a place.
const NUMBER: u32 = 24;
/// Records that can be counted behind one place.
const MOST: u64 = (1 << NUMBER) - 1;
/// Bytes at the start of an archive that tell it from another of the same name.
const FINGERPRINT: usize = 4 << 10;

/// What one step in an archive has brought.
pub(super) enum Found {
    /// Something that needs no more work.
    Item(Item, Position),
    /// A record worth reading.
    Captured(Box<Captured>, Position),
    /// The archive has ended; this closes it.
    End(Position),
}

/// See the module.
pub(super) struct Archive {
    partition: Arc<str>,
    version: Arc<str>,
    records: Records,
    size: u64,
    /// What was delivered before, as an offset.
    delivered: Option<u64>,
    read_at: Timestamp,
    max_document: u64,
    /// Something has come out since the archive was opened.
    any: bool,
    /// The offset of what came out last, in this run or before.
    last: u64,
    ended: bool,
}

impl Archive {
    /// Opens an archive behind what `mark` says was delivered; `None` if that is all of it.
    ///
    /// # Errors
    /// If it cannot be opened or read.
    pub(super) fn open(
        path: &Path,
        partition: &Arc<str>,
        mark: Option<&Mark>,
        max_document: usize,
        read_at: Timestamp,
    ) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        // stores keep offsets as signed numbers
        if size >> (63 - NUMBER) > 0 {
            return Err(io::Error::other("is larger than 512 GiB"));
        }
        let mut start = vec![0; FINGERPRINT];
        let mut length = 0;
        while length < FINGERPRINT {
            match file.read_at(&mut start[length..], length as u64)? {
                0 => break,
                read => length += read,
            }
        }
        let start = &start[..length];
        let hash = file_version::hash(start);
        // an archive that became shorter is another one, even if it begins alike
        let mark = mark.filter(|mark| mark.version.split('+').next() == Some(&hash));
        let (version, mark): (Arc<str>, _) = match mark {
            Some(mark) if mark.offset >> NUMBER > size => {
                let times = mark.version.split_once('+').and_then(|(_, times)| times.parse().ok()).unwrap_or(0_u64);
                (format!("{hash}+{}", times + 1).into(), None)
            }
            Some(mark) => (mark.version.clone(), Some(mark.offset)),
            None => (hash.into(), None),
        };
        if mark == Some(end_offset(size)) {
            return Ok(None);
        }
        let anchor = mark.map_or(0, |offset| offset >> NUMBER);
        let records = Records::new(file, Packing::of(start), size, anchor)?;
        let (partition, last) = (partition.clone(), mark.unwrap_or(0));
        let max_document = max_document as u64;
        Ok(Some(Self {
            partition,
            version,
            records,
            size,
            delivered: mark,
            read_at,
            max_document,
            any: false,
            last,
            ended: false,
        }))
    }

    /// Bytes of the file.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// How much of it has been read.
    pub(super) fn read_to(&self) -> u64 {
        self.records.read_to().min(self.size)
    }

    fn position(&self, offset: u64) -> Position {
        Position { partition: self.partition.clone(), version: self.version.clone(), offset }
    }

    /// The file cannot be read here, which has to be said if it was not said before: then with a position of its
    /// own, behind what came out last. What lies behind is read when the file is looked at again.
    pub(super) fn broken(&self) -> Option<Position> {
        (self.any || self.delivered.is_none()).then(|| self.position(self.last + 1))
    }

    /// See [`Position::partition`].
    pub(super) fn name(&self) -> &str {
        &self.partition
    }

    /// What comes next.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn next(&mut self, filter: &Filter) -> io::Result<Found> {
        loop {
            let next = if self.ended { Next::End } else { self.records.next()? };
            let (place, number) = self.records.place();
            let offset = place << NUMBER | number.min(MOST);
            let position = self.position(offset);
            let new = self.delivered.is_none_or(|delivered| offset > delivered);
            if matches!(next, Next::Record(_) | Next::Damaged(_)) && number >= MOST {
                (self.ended, self.any, self.last) = (true, true, offset);
                let message = format!("more than {MOST} records in one compressed piece: the rest is not read");
                let damage = Damage { code: "too-many-records", message, raw: Vec::new() };
                return Ok(Found::Item(self.damaged(None, damage), position));
            }
            let found = match next {
                Next::End if self.any => return Ok(Found::End(self.position(end_offset(self.size)))),
                Next::End => {
                    self.any = true;
                    let reason = if self.delivered.is_some() { "delivered-before" } else { "empty-archive" };
                    let end = self.position(end_offset(self.size));
                    return Ok(Found::Item(Item::Skipped(reason), end));
                }
                Next::Damaged(damage) => Found::Item(self.damaged(None, damage), position),
                Next::Record(head) => self.record(head, filter, position)?,
            };
            // what was delivered before is taken as it was then, so that damage in it counts once again, and is dropped
            if !new {
                continue;
            }
            (self.any, self.last) = (true, offset);
            return Ok(found);
        }
    }

    /// Decides what becomes of a record, and takes its block if it is worth reading.
    fn record(&mut self, head: Head, filter: &Filter, position: Position) -> io::Result<Found> {
        if let Some(reason) = filter.passes_over(&head) {
            return Ok(Found::Item(Item::Skipped(reason), position));
        }
        let (http, medium, body) = if head.kind == Kind::Response {
            let end = match self.records.peek_head(MAX_HEAD)? {
                Ok(end) => end,
                Err(damage) => return Ok(Found::Item(self.damaged(Some(&head), damage), position)),
            };
            let Some(http) = end.and_then(|end| HttpHead::parse(self.records.peeked(end))) else {
                let message = "does not begin as an HTTP response does".to_owned();
                let damage = Damage { code: "bad-http", message, raw: Vec::new() };
                return Ok(Found::Item(self.damaged(Some(&head), damage), position));
            };
            let medium = filter.response(&http);
            (http, medium, end.unwrap_or(0))
        } else {
            let http = HttpHead::without_http(&head.content_type, head.charset.as_deref());
            let medium = filter.medium(&http.content_type);
            (http, medium, 0)
        };
        let medium = match medium {
            Ok(medium) => medium,
            Err(reason) => return Ok(Found::Item(Item::Skipped(reason), position)),
        };
        if head.length > self.max_document + body as u64 {
            let message = format!("larger than {} bytes", self.max_document);
            let damage = Damage { code: "too-large", message, raw: self.records.peeked(body).to_vec() };
            return Ok(Found::Item(self.damaged(Some(&head), damage), position));
        }
        let block = match self.records.take_block()? {
            Ok(block) => block,
            Err(damage) => return Ok(Found::Item(self.damaged(Some(&head), damage), position)),
        };
        let captured = Captured {
            key: self.key(Some(&head)),
            uri: head.uri.unwrap_or_default(),
            at: head.date.filter(|at| *at <= self.read_at).unwrap_or(self.read_at),
            medium,
            http,
            block,
            body,
            truncated: head.truncated,
        };
        Ok(Found::Captured(Box::new(captured), position))
    }

    /// The record's own id; without one its place in the archive.
    fn key(&self, head: Option<&Head>) -> String {
        if let Some(id) = head.and_then(|head| head.id.clone()) {
            return id;
        }
        match self.records.place() {
            (place, 1) => format!("{}@{place}", self.partition),
            (place, number) => format!("{}@{place}#{number}", self.partition),
        }
    }

    fn damaged(&self, head: Option<&Head>, damage: Damage) -> Item {
        let (place, _) = self.records.place();
        let message = format!("{} at byte {place}: {}", self.partition, damage.message);
        Item::Rejected(Rejected { key: self.key(head), code: damage.code, message, raw: damage.raw })
    }
}

/// The offset that says: everything up to this size of the file.
fn end_offset(size: u64) -> u64 {
    size << NUMBER
}
