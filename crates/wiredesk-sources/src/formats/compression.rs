//! Expands gzip (any number of members) and zstd while reading, recognised by their first bytes.
//! Called by [`super::read_articles`]; never holds more than a window in memory, and stops at a
//! cap, so that a small file cannot expand without end.

use std::{
    fmt,
    io::{self, Cursor, Read},
};

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Compression {
    /// By the extension of a file's name, in any case.
    #[must_use]
    pub fn by_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "gz" | "gzip" => Some(Self::Gzip),
            "zst" | "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// By the first four bytes of the content.
    #[must_use]
    pub fn by_magic(start: &[u8]) -> Option<Self> {
        match start {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// What is wrong with the input itself, as opposed to a disk or pipe that fails. Travels inside
/// an [`io::Error`] through the readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The compressed data ends too early.
    Truncated,
    /// It is not what its first bytes say.
    Corrupt(String),
    /// It expands beyond the cap, in bytes.
    TooLarge(u64),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the compressed data ends too early"),
            Self::Corrupt(why) => write!(f, "the compressed data is damaged: {why}"),
            Self::TooLarge(cap) => write!(f, "expands to more than {cap} bytes"),
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// The fault that an error carries.
    pub(crate) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// Stable name for dead letters.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Corrupt(_) => "corrupt",
            Self::TooLarge(_) => "too-large",
        }
    }
}

/// The content of `input`, expanded if its first bytes say that it is compressed, at most `cap` bytes then.
///
/// # Errors
/// If `input` cannot be read or the decoder cannot be set up.
pub(crate) fn expand(mut input: Box<dyn Read + Send>, cap: u64) -> io::Result<Box<dyn Read + Send>> {
    let mut start = Vec::with_capacity(4);
    (&mut input).take(4).read_to_end(&mut start)?;
    let compression = Compression::by_magic(&start);
    let whole = Cursor::new(start).chain(input);
    let inner: Box<dyn Read + Send> = match compression {
        None => return Ok(Box::new(whole)),
        Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(whole)),
        Some(Compression::Zstd) => Box::new(zstd::stream::read::Decoder::new(whole)?),
    };
    Ok(Box::new(Expanding { inner, cap, left: cap }))
}

/// Counts what comes out of a decoder and names its errors.
struct Expanding {
    inner: Box<dyn Read + Send>,
    cap: u64,
    left: u64,
}

impl Read for Expanding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Ok(read) if read as u64 > self.left => Err(io::Error::other(Fault::TooLarge(self.cap))),
            Ok(read) => {
                self.left -= read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted || error.raw_os_error().is_some() => Err(error),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(io::Error::other(Fault::Truncated)),
            Err(error) => Err(io::Error::other(Fault::Corrupt(error.to_string()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(input: Vec<u8>, cap: u64) -> (Vec<u8>, Option<Fault>) {
        let mut out = Vec::new();
        let error = expand(Box::new(Cursor::new(input)), cap).and_then(|mut r| r.read_to_end(&mut out)).err();
        (out, error.as_ref().and_then(Fault::of).cloned())
    }

    #[test]
    fn compressed_and_plain_input_come_out_the_same() {
        let two_members = [gzip(b"one "), gzip(b"two")].concat();
        let zst = zstd::encode_all(&b"one two"[..], 1).unwrap();
        for input in [b"one two".to_vec(), gzip(b"one two"), two_members, zst] {
            assert_eq!(read(input, 100), (b"one two".to_vec(), None));
        }
        assert_eq!(read(Vec::new(), 100), (Vec::new(), None));
    }

    #[test]
    fn faults_are_told_apart() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(u32::to_le_bytes).collect();
        let (zip, zst) = (gzip(&text), zstd::encode_all(&text[..], 1).unwrap());
        for whole in [&zip, &zst] {
            assert_eq!(read(whole[..whole.len() / 2].to_vec(), 1 << 20).1, Some(Fault::Truncated));
            assert_eq!(read(whole.clone(), 1000).1, Some(Fault::TooLarge(1000)));
        }
        let mut damaged = zip;
        let end = damaged.len() - 6;
        damaged[end] ^= 1;
        assert!(matches!(read(damaged, 1 << 20).1, Some(Fault::Corrupt(_))));
    }
}
