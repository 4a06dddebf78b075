//! Splits a byte stream into lines with one reused buffer. Called by [`super::Articles`] and the
//! `file` source; never holds more than the cap plus one read of a line that is too long, and never
//! mistakes the end of a growing file for the end of a line.

use std::io::{self, Read};

/// Bytes asked for at once; few enough to be still in the processor's cache when the lines are looked at.
const READ: usize = 256 << 10;
/// What is kept of a line that is too long.
pub(crate) const HEAD: usize = 64 << 10;

/// What [`Lines::next`] found. Ranges refer to the stream's offsets in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// A line without its line end (`\n` or `\r\n`).
    Whole(&'a [u8]),
    /// A line beyond the cap; its beginning.
    TooLong(&'a [u8]),
    /// The reader has nothing more at the moment. What has been read of an unfinished line stays.
    End,
}

/// Splits what `reader` gives into lines.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Unconsumed bytes of `buffer`.
    start: usize,
    end: usize,
    /// How far from `start` no line end was found.
    scanned: usize,
    /// Offset in the stream of `buffer[start]`.
    offset: u64,
    cap: usize,
    /// Length of the part of a too long line that was thrown away; `buffer[start..]` then holds
    /// its first bytes only.
    dropped: u64,
}

impl<R: Read> Lines<R> {
    /// Lines of at most `cap` bytes; `offset` is the reader's place in its stream.
    pub(crate) fn new(reader: R, cap: usize, offset: u64) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, end: 0, scanned: 0, offset, cap: cap.max(HEAD), dropped: 0 }
    }

    /// Offset after the line that was returned last.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Offset up to which the reader has been read, unfinished line included.
    pub(crate) fn read_to(&self) -> u64 {
        self.offset + self.dropped + (self.end - self.start) as u64
    }

    /// The reader, for instance to ask a file for its size.
    pub(crate) fn reader(&self) -> &R {
        &self.reader
    }

    /// Whether a call of [`Lines::next`] can be answered without reading.
    pub(crate) fn ready(&self) -> bool {
        memchr::memchr(b'\n', &self.buffer[self.start..self.end]).is_some()
    }

    /// The next line that is ended by a line end.
    ///
    /// # Errors
    /// Whatever the reader answers; the call can be repeated.
    pub(crate) fn next(&mut self) -> io::Result<Line<'_>> {
        loop {
            let unseen = self.start + self.scanned..self.end;
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[unseen]) {
                return Ok(self.take(self.scanned + at, 1));
            }
            self.scanned = self.end - self.start;
            if self.scanned > self.cap {
                self.dropped += (self.scanned - HEAD) as u64;
                self.end = self.start + HEAD;
                self.scanned = HEAD;
            }
            if self.fill()? == 0 {
                return Ok(Line::End);
            }
        }
    }

    /// After [`Line::End`]: the last line, which no line end closes, if there is one.
    pub(crate) fn rest(&mut self) -> Option<Line<'_>> {
        let length = self.end - self.start;
        (length > 0).then(|| self.take(length, 0))
    }

    fn take(&mut self, length: usize, line_end: usize) -> Line<'_> {
        let from = self.start;
        self.start += length + line_end;
        self.offset += (length + line_end) as u64 + self.dropped;
        self.scanned = 0;
        let too_long = std::mem::take(&mut self.dropped) > 0 || length > self.cap;
        let line = &self.buffer[from..from + length];
        if too_long {
            return Line::TooLong(&line[..length.min(HEAD)]);
        }
        Line::Whole(line.strip_suffix(b"\r").unwrap_or(line))
    }

    fn fill(&mut self) -> io::Result<usize> {
        if self.start > 0 && (self.start == self.end || self.buffer.len() - self.end < READ) {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() - self.end < READ {
            self.buffer.resize(self.end + READ, 0);
        }
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives at most so many bytes at once.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buffer.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn all(input: &[u8], step: usize) -> Vec<(Vec<u8>, u64)> {
        let mut lines = Lines::new(Dribble(input, step), 0, 0);
        let mut found = Vec::new();
        loop {
            let line = match lines.next().unwrap() {
                Line::Whole(line) => line.to_vec(),
                Line::TooLong(head) => [b"long:", head].concat(),
                Line::End => break,
            };
            found.push((line, lines.offset()));
        }
        if let Some(Line::Whole(line)) = lines.rest() {
            let line = line.to_vec();
            found.push((line, lines.offset()));
        }
        found
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_naive_splitter(input in "[ab\r\n]{0,60}", step in 1..9_usize) {
            let mut offset = 0;
            let naive: Vec<(Vec<u8>, u64)> = input.split_inclusive('\n').map(|line| {
                offset += line.len() as u64;
                let line = line.strip_suffix('\n').unwrap_or(line);
                (line.strip_suffix('\r').unwrap_or(line).as_bytes().to_vec(), offset)
            }).collect();
            prop_assert_eq!(all(input.as_bytes(), step), naive);
        }
    }

    #[test]
    fn a_line_beyond_the_cap_is_passed_over_and_the_next_one_is_whole() {
        let long = vec![b'x'; 5 << 20];
        let input = [b"a\n", &long[..], b"\nb\n"].concat();
        let found = all(&input, 1 << 19);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].0.len(), HEAD + 5);
        assert_eq!(found[1].1, (5 << 20) + 3);
        assert_eq!(found[2], (b"b".to_vec(), input.len() as u64));
    }

    #[test]
    fn an_unfinished_line_stays_until_the_rest_has_come() {
        let mut lines = Lines::new(io::Cursor::new(b"half".to_vec()), 0, 7);
        assert_eq!(lines.next().unwrap(), Line::End);
        assert_eq!(lines.offset(), 7);
        lines.reader.get_mut().extend(b" done\n");
        assert_eq!(lines.next().unwrap(), Line::Whole(b"half done"));
        assert_eq!(lines.offset(), 17);
    }
}
