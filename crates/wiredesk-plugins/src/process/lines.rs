//! Lines from a pipe, never more of one in memory than allowed. Used for both streams of a child:
//! what it answers and what it says on standard error.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// As much as a pipe may hold here, so that one read can empty it.
const BUFFER: usize = 64 << 10;

/// Reads line after line.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    longest: usize,
}

/// What was read; without its line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line.
    Whole(Vec<u8>),
    /// The beginning of one that is longer than allowed. The rest is still to be read.
    TooLong(Vec<u8>),
    /// What stood behind the last line end when the stream ended; may be empty.
    End(Vec<u8>),
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// Lines of at most `longest` bytes.
    pub(super) fn new(stream: R, longest: usize) -> Self {
        Self { reader: BufReader::with_capacity(BUFFER, stream), longest }
    }

    /// The next line. Not cancel-safe: what was read of a line is lost.
    pub(super) async fn next(&mut self) -> io::Result<Line> {
        let mut line = Vec::new();
        loop {
            let read = self.reader.fill_buf().await?;
            if read.is_empty() {
                return Ok(Line::End(line));
            }
            let end = memchr::memchr(b'\n', read);
            let fits = self.longest - line.len();
            let part = &read[..end.unwrap_or(read.len()).min(fits)];
            line.extend_from_slice(part);
            let (taken, cut) = (part.len(), part.len() < end.unwrap_or(read.len()));
            if cut {
                self.reader.consume(taken);
                return Ok(Line::TooLong(line));
            }
            self.reader.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                return Ok(Line::Whole(line));
            }
        }
    }

    /// Passes by the rest of a line that was too long.
    pub(super) async fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let read = self.reader.fill_buf().await?;
            let end = memchr::memchr(b'\n', read);
            let taken = end.map_or(read.len(), |end| end + 1);
            let over = read.is_empty() || end.is_some();
            self.reader.consume(taken);
            if over {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads with lines of at most 4 bytes, passing by what is too long.
    async fn check(stream: &str, expected: &[Line]) {
        let mut lines = Lines::new(stream.as_bytes(), 4);
        let mut read = Vec::new();
        loop {
            let line = lines.next().await.unwrap();
            let over = matches!(line, Line::End(_));
            if matches!(line, Line::TooLong(_)) {
                lines.skip_rest().await.unwrap();
            }
            read.push(line);
            if over {
                break;
            }
        }
        assert_eq!(read, expected, "{stream:?}");
    }

    #[tokio::test]
    async fn lines_are_cut_at_the_limit() {
        let whole = |text: &str| Line::Whole(text.into());
        let end = |text: &str| Line::End(text.into());
        check("", &[end("")]).await;
        check("a\n\nbcde\n", &[whole("a"), whole(""), whole("bcde"), end("")]).await;
        check("abcdefg\nh", &[Line::TooLong("abcd".into()), end("h")]).await;
        check("abcdefg", &[Line::TooLong("abcd".into()), end("")]).await;
    }

    #[tokio::test]
    async fn a_line_that_comes_in_pieces_is_one_line() {
        let stream = in_pieces(&["ab", "cd", "\nx", "yz12"]);
        let mut lines = Lines::new(stream, 4);
        assert_eq!(lines.next().await.unwrap(), Line::Whole("abcd".into()));
        assert_eq!(lines.next().await.unwrap(), Line::TooLong("xyz1".into()));
    }

    fn in_pieces(pieces: &'static [&'static str]) -> impl AsyncRead + Unpin {
        let (mut from, to) = tokio::io::duplex(2);
        tokio::spawn(async move {
            for piece in pieces {
                tokio::io::AsyncWriteExt::write_all(&mut from, piece.as_bytes()).await.unwrap();
            }
        });
        to
    }
}
