//! Compiled plugins on disk, in a folder of our own. Machine code that wasmtime is handed is run
//! unchecked, so an entry is only believed if the folder and the file belong to this user alone and
//! the file is whole; anything else is compiled again. Used by `host.rs` only.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    hash::{Hash, Hasher},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, SystemTime},
};

use wasmtime::{Engine, component::Component};
use wiredesk_core::error::Failure;

/// What a file begins with; the hash of the rest follows.
const MAGIC: &[u8; 8] = b"wdcwasm1";
const HEADER: usize = MAGIC.len() + blake3::OUT_LEN;
/// Bytes of an entry that are read; a component of Python compiles to 60 MiB.
const LARGEST: u64 = 1 << 30;
/// Entries that were not used for so long are removed.
const KEPT: Duration = Duration::from_secs(60 * 60 * 24 * 60);
/// Left behind by a process that was killed while it wrote.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// The folder.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// Of the engine: its version, its settings, the processor.
    compatibility: blake3::Hash,
}

/// Name of one compiled component.
pub(crate) struct Key(blake3::Hash);

impl Cache {
    /// Makes or checks the folder, and removes from it what nobody uses any more.
    pub(crate) fn open(folder: PathBuf, engine: &Engine) -> Result<Self, Failure> {
        let failure =
            |what: &str| Failure::fatal("cache", format!("folder of compiled plugins `{}` {what}", folder.display()));
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .and_then(|()| private(&fs::symlink_metadata(&folder)?, fs::Metadata::is_dir))
            .map_err(|error| match error.kind() {
                io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
                    failure("can be written by others; give it to the user wiredesk runs as, with mode 700")
                }
                _ => failure(&format!("cannot be used: {error}")),
            })?;
        let mut hasher = Digest(blake3::Hasher::new());
        (env!("CARGO_PKG_VERSION"), engine.precompile_compatibility_hash()).hash(&mut hasher);
        let cache = Self { folder, compatibility: hasher.0.finalize() };
        cache.tidy(SystemTime::now());
        Ok(cache)
    }

    pub(crate) fn key(&self, bytes: &[u8]) -> Key {
        Key(blake3::Hasher::new().update(self.compatibility.as_bytes()).update(bytes).finalize())
    }

    /// The compiled component, if there is one that can be believed.
    pub(crate) fn load(&self, engine: &Engine, key: &Key) -> Option<Component> {
        let path = self.path(key);
        match self.read(&path, key) {
            Ok(artefact) => deserialize(engine, &artefact)
                .inspect_err(|error| tracing::warn!(path = %path.display(), %error, "compiled plugin cannot be used, compiled again"))
                .ok(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "compiled plugin cannot be believed, compiled again");
                None
            }
        }
    }

    /// Keeps a compiled component; that it cannot be kept is only worth a warning.
    pub(crate) fn store(&self, key: &Key, component: &Component) {
        let path = self.path(key);
        let written =
            component.serialize().map_err(io::Error::other).and_then(|artefact| self.write(&path, key, &artefact));
        if let Err(error) = written {
            tracing::warn!(path = %path.display(), %error, "compiled plugin cannot be kept");
        }
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(format!("{}.cwasm", key.0.to_hex()))
    }

    fn read(&self, path: &Path, key: &Key) -> io::Result<Vec<u8>> {
        private(&fs::symlink_metadata(&self.folder)?, fs::Metadata::is_dir)?;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let mut file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
        let metadata = file.metadata()?;
        private(&metadata, fs::Metadata::is_file)?;
        let mut content = Vec::with_capacity(metadata.len().min(LARGEST) as usize);
        (&mut file).take(LARGEST).read_to_end(&mut content)?;
        let (header, artefact) = content.split_at_checked(HEADER).ok_or_else(damaged)?;
        let (magic, sum) = header.split_at(MAGIC.len());
        if magic != MAGIC || sum != checksum(key, artefact).as_bytes() {
            return Err(damaged());
        }
        let _ = file.set_modified(SystemTime::now()); // still in use; if that cannot be noted it is compiled again one day
        content.drain(..HEADER);
        Ok(content)
    }

    fn write(&self, path: &Path, key: &Key, artefact: &[u8]) -> io::Result<()> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let unfinished = self.folder.join(format!("{}.{}.{number}.part", key.0.to_hex(), process::id()));
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
            file.write_all(MAGIC)?;
            file.write_all(checksum(key, artefact).as_bytes())?;
            file.write_all(artefact)?;
            fs::rename(&unfinished, path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&unfinished)))
    }

    fn tidy(&self, now: SystemTime) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let kept = match path.extension().and_then(|extension| extension.to_str()) {
                Some("cwasm") => KEPT,
                Some("part") => ABANDONED,
                _ => continue,
            };
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            if modified.is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > kept)) {
                let _ = fs::remove_file(path); // another process may have removed it
            }
        }
    }
}

/// The one place where foreign bytes become machine code.
#[allow(unsafe_code)]
fn deserialize(engine: &Engine, artefact: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the bytes must be what `Component::serialize` made. They come from a regular file that
    // belongs to this user and that no other user can write, in a folder of which the same holds,
    // and carry a hash over themselves and the key; `Cache::read` checked all of that on the opened
    // file and has read them into memory since. Only `Cache::write` makes such files, from a
    // component that was just compiled. Version and settings are checked by wasmtime once more.
    unsafe { Component::deserialize(engine, artefact) }
}

/// Over the key too, so that an entry under another name is not believed.
fn checksum(key: &Key, artefact: &[u8]) -> blake3::Hash {
    blake3::Hasher::new().update(key.0.as_bytes()).update(artefact).finalize()
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "damaged")
}

/// Whether it is what it should be, belongs to this user, and nobody else can write it.
fn private(metadata: &fs::Metadata, kind: impl Fn(&fs::Metadata) -> bool) -> io::Result<()> {
    if !kind(metadata) {
        return Err(io::Error::other("is something else than expected"));
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() || metadata.mode() & 0o022 != 0 {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "can be written by others"));
    }
    Ok(())
}

/// Lets BLAKE3 take what wasmtime gives to a [`Hasher`].
struct Digest(blake3::Hasher);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let hash = self.0.finalize();
        hash.as_bytes().iter().take(8).fold(0, |sum, &byte| sum << 8 | u64::from(byte))
    }
}
