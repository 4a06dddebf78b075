//! One process per state folder: an advisory lock on `<state>/lock`, which names its holder.
//! Taken first by `run`, released when the last task of the run is gone, also by a crash.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use jiff::Timestamp;
use wiredesk_core::error::Failure;

use crate::error::RunError;

/// Holds the state folder until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    /// The operating system releases the lock with the file.
    _file: File,
}

impl Lock {
    /// Takes the folder, which is made if it is missing.
    pub(crate) fn take(folder: &Path, config: Option<&Path>, now: Timestamp) -> Result<Self, RunError> {
        let path = folder.join("lock");
        let error = |error: std::io::Error| RunError::State {
            path: path.clone(),
            failure: Failure::fatal("state-folder", error.to_string()).because(error),
        };
        std::fs::create_dir_all(folder).map_err(error)?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.take(4096).read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => "another process".to_owned(),
                    named => named.to_owned(),
                };
                return Err(RunError::Locked { folder: folder.to_owned(), holder });
            }
            Err(TryLockError::Error(e)) => return Err(error(e)),
        }
        let config = config.map_or_else(String::new, |config| format!(", configured by `{}`", config.display()));
        let holder = format!("process {}, started {now:.0}{config}\n", std::process::id());
        file.set_len(0).map_err(error)?;
        file.rewind().map_err(error)?;
        file.write_all(holder.as_bytes()).map_err(error)?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_and_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let now = "2026-11-23T09:00:00.25Z".parse().unwrap();
        let first = Lock::take(&state, Some(Path::new("desk.toml")), now).unwrap();
        let refused = Lock::take(&state, None, now).unwrap_err().to_string();
        let pid = std::process::id();
        let who = format!("in use by process {pid}, started 2026-11-23T09:00:00Z, configured by `desk.toml`");
        assert!(refused.ends_with(&who), "{refused}");
        drop(first);
        Lock::take(&state, None, now).unwrap();
    }
}
