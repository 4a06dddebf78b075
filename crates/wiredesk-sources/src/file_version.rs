//! What tells one content of a file from another: a hash, and size and time of change, by which most
//! unchanged files are recognised without reading. Used by the `directory` and `file` sources as the
//! version of positions.

use std::{
    fs::{File, Metadata},
    io::{self, Read},
    time::{Duration, UNIX_EPOCH},
};

use jiff::Timestamp;

/// Size and time of change of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Bytes.
    pub(crate) size: u64,
    /// Nanoseconds since 1970; 0 for what lies before.
    pub(crate) modified: u128,
}

impl Stamp {
    /// Of an open or listed file.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Self { size: metadata.len(), modified: modified.unwrap_or_default().as_nanos() }
    }

    /// The version of content with this hash.
    pub(crate) fn version(self, hash: &str) -> String {
        format!("{hash}@{}.{}", self.size, self.modified)
    }

    /// Whether a version was taken of a file with this stamp.
    pub(crate) fn is_of(self, version: &str) -> bool {
        let Some((_, rest)) = version.split_once('@') else { return false };
        let Some((size, modified)) = rest.split_once('.') else { return false };
        size.parse() == Ok(self.size) && modified.parse() == Ok(self.modified)
    }

    /// How long ago the file was changed; `None` if that lies in the future.
    pub(crate) fn age(self, now: Timestamp) -> Option<Duration> {
        let now = u128::try_from(now.as_nanosecond()).ok()?;
        now.checked_sub(self.modified).map(|age| Duration::from_nanos(u64::try_from(age).unwrap_or(u64::MAX)))
    }
}

/// The hash in a version; empty if it has none.
pub(crate) fn hash_of(version: &str) -> &str {
    version.split_once('@').map_or("", |(hash, _)| hash)
}

/// 64 bits of BLAKE3 in hex.
pub(crate) fn hash(content: &[u8]) -> String {
    short(blake3::hash(content))
}

/// The same over what is left to read of a file, without holding it.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn hash_file(file: &mut File) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(short(hasher.finalize())),
            Ok(read) => drop(hasher.update(&buffer[..read])),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn short(hash: blake3::Hash) -> String {
    hash.to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_tells_whether_it_fits_a_file() {
        let stamp = Stamp { size: 12, modified: 1_700_000_000_000_000_001 };
        let version = stamp.version(&hash(b"content"));
        assert_eq!(hash_of(&version), hash(b"content"));
        assert_eq!(hash_of(&version).len(), 16);
        assert!(stamp.is_of(&version));
        assert!(!Stamp { size: 13, ..stamp }.is_of(&version));
        assert!(!Stamp { modified: 1, ..stamp }.is_of(&version));
        assert!(!stamp.is_of("unreadable"));
    }
}
