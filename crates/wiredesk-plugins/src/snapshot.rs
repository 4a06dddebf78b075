//! The files of a plugin: a hash over them that tells versions apart, and a copy from which a
//! version runs. A process may be started anew long after its files have changed; it then still has
//! to be the version that was checked.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process,
};

use crate::manifest::{FILE, Kind, Manifest};

/// No module is larger; larger files of a process are told apart by size and time, and linked
/// instead of copied.
const LARGEST: u64 = 64 << 20;
/// So many files of a plugin are looked at for changes.
const MOST: usize = 2000;
/// Folders that a program does not consist of, though it may need them; and every hidden one.
const PASSED_BY: [&str; 5] = ["target", "__pycache__", "node_modules", "cases", "sdk"];

/// Where a plugin's component stands.
pub(crate) fn module(folder: &Path, manifest: &Manifest) -> PathBuf {
    folder.join(manifest.wasm.as_ref().map_or(Path::new(""), |wasm| &wasm.module))
}

/// BLAKE3 over what a plugin runs.
///
/// # Errors
/// A file that cannot be read, with its path.
pub(crate) fn fingerprint(folder: &Path, manifest: &Manifest) -> Result<[u8; 32], (PathBuf, io::Error)> {
    let files = match manifest.kind {
        Kind::Wasm => vec![folder.join(FILE), module(folder, manifest)],
        Kind::Process => below(folder).map_err(|error| (folder.to_owned(), error))?.files,
    };
    let mut hasher = blake3::Hasher::new();
    for path in files {
        let name = path.strip_prefix(folder).unwrap_or(&path).as_os_str().as_encoded_bytes();
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name);
        let content = content(&path, manifest.kind).map_err(|error| (path.clone(), error))?;
        hasher.update(&(content.len() as u64).to_le_bytes()).update(&content);
    }
    Ok(*hasher.finalize().as_bytes())
}

/// A file's bytes; of a large one that belongs to a process, its size and time.
fn content(path: &Path, kind: Kind) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if kind == Kind::Process && metadata.len() > LARGEST {
        return Ok(format!("{} {:?}", metadata.len(), metadata.modified()?).into_bytes());
    }
    bytes(path)
}

/// A file of at most 64 MiB.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64MiB"));
    }
    Ok(bytes)
}

/// What is below a folder.
#[derive(Default)]
struct Below {
    /// Files of the program, sorted.
    files: Vec<PathBuf>,
    /// Folders that do not belong to it.
    passed_by: Vec<PathBuf>,
}

fn below(folder: &Path) -> io::Result<Below> {
    let mut below = Below::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let hidden = name.as_encoded_bytes().starts_with(b".");
            let kind = entry.file_type()?;
            if kind.is_dir() && (hidden || PASSED_BY.iter().any(|passed| name == *passed)) {
                below.passed_by.push(entry.path());
            } else if kind.is_dir() {
                folders.push(entry.path());
            } else if !hidden && below.files.len() < MOST && fs::metadata(entry.path()).is_ok_and(|m| m.is_file()) {
                below.files.push(entry.path());
            }
        }
    }
    below.files.sort();
    Ok(below)
}

/// A copy of a process's files, removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Snapshot(pub(crate) PathBuf);

impl Snapshot {
    /// Copies the files in `folder` to a folder of their own below `store`, which only this process
    /// uses; what an earlier process has left there is removed.
    ///
    /// # Errors
    /// Files cannot be read, copied or linked.
    pub(crate) fn take(folder: &Path, store: &Path, name: &str, fingerprint: [u8; 32]) -> io::Result<Self> {
        let store = std::path::absolute(store)?.join(name);
        let folder = std::path::absolute(folder)?;
        fs::create_dir_all(&store)?;
        let own = format!("{}-", process::id());
        for entry in fs::read_dir(&store)?.flatten() {
            if !entry.file_name().as_encoded_bytes().starts_with(own.as_bytes()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let digits: String = fingerprint.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        // the same files may come back while an earlier copy is still in use
        let free = (0..).map(|number| store.join(format!("{own}{digits}-{number}"))).find(|path| !path.exists());
        let snapshot = Self(free.unwrap_or_else(|| store.join(format!("{own}{digits}"))));
        fs::create_dir_all(&snapshot.0)?;
        let below = below(&folder)?;
        let place = |path: &Path| -> io::Result<PathBuf> {
            let place = snapshot.0.join(path.strip_prefix(&folder).unwrap_or(path));
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            Ok(place)
        };
        for path in &below.files {
            let to = place(path)?;
            if fs::metadata(path)?.len() <= LARGEST {
                fs::copy(path, &to)?;
            } else if fs::hard_link(path, &to).is_err() {
                symlink(path, &to)?;
            }
        }
        for path in below.passed_by.iter().filter(|path| !path.ends_with("__pycache__")) {
            symlink(path, place(path)?)?;
        }
        Ok(snapshot)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_holds_the_program_and_leads_to_the_rest() {
        let (folder, store) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("plugin.toml", "");
        write("lib/deep.py", "deep");
        write(".venv/bin/python", "venv");
        write("__pycache__/deep.pyc", "old");
        fs::create_dir_all(store.path().join("toy/1-left-behind")).unwrap();
        let snapshot = Snapshot::take(folder.path(), store.path(), "toy", [7; 32]).unwrap();
        write("lib/deep.py", "changed");
        let read = |name: &str| fs::read_to_string(snapshot.0.join(name));
        assert_eq!(read("lib/deep.py").unwrap(), "deep", "as it was");
        assert_eq!(read(".venv/bin/python").unwrap(), "venv");
        assert!(read("__pycache__/deep.pyc").is_err());
        assert!(!store.path().join("toy/1-left-behind").exists());
        drop(snapshot);
        assert_eq!(fs::read_dir(store.path().join("toy")).unwrap().count(), 0);
        assert!(folder.path().join(".venv/bin/python").exists(), "a link was removed, not what it leads to");
    }
}
