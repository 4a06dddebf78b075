//! A file with a buffer that always knows at which byte of the file it stands. Read by
//! [`super::stream`], whose decoders take from it exactly what belongs to them.

use std::{
    fs::File,
    io::{self, BufRead, Read, Seek, SeekFrom},
};

/// Bytes asked for at once.
const READ: usize = 128 << 10;

/// See the module.
pub(super) struct Raw {
    file: File,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Place in the file of `buffer[start]`.
    offset: u64,
}

impl Raw {
    /// From `offset` on.
    ///
    /// # Errors
    /// If the file cannot be positioned.
    pub(super) fn new(mut file: File, offset: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self { file, buffer: vec![0; READ], start: 0, end: 0, offset })
    }

    /// Bytes from the file's start to the next one that is read.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Goes to another place.
    ///
    /// # Errors
    /// If the file cannot be positioned.
    pub(super) fn seek(&mut self, offset: u64) -> io::Result<()> {
        let ahead = offset.checked_sub(self.offset).and_then(|ahead| usize::try_from(ahead).ok());
        if let Some(ahead) = ahead.filter(|ahead| *ahead <= self.end - self.start) {
            self.consume(ahead);
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(offset))?;
        (self.start, self.end, self.offset) = (0, 0, offset);
        Ok(())
    }

    /// The next bytes without taking them, `wanted` or fewer before the end of the file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.start < wanted {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            }
            match self.file.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(&self.buffer[self.start..self.end])
    }
}

impl BufRead for Raw {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            self.end = self.file.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, amount: usize) {
        let amount = amount.min(self.end - self.start);
        self.start += amount;
        self.offset += amount as u64;
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}
