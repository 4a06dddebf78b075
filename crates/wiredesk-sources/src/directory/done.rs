//! Moves finished files out of the way. Called by the `directory` source when everything in a file is
//! durable; never overwrites anything, and leaves a file where it is that has changed since.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::file_version::Stamp;

/// Moves `path`, known as `relative`, into the folder `done` if it still has the stamp it was read with.
pub(super) fn finish(path: &Path, relative: &str, done: &Path, stamp: Stamp) {
    let unchanged = fs::metadata(path).is_ok_and(|metadata| Stamp::of(&metadata) == stamp);
    if unchanged && let Err(error) = put_away(path, &done.join(relative)) {
        tracing::warn!(path = %path.display(), %error, "the finished file could not be moved");
    }
}

fn put_away(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let to = free(to);
    match fs::rename(from, &to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(from, &to)?;
            fs::File::open(&to)?.sync_all()?;
            fs::remove_file(from)
        }
        result => result,
    }
}

/// The path itself, or with the first number behind it that is free.
fn free(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    if path.exists() {
        (1..).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| path.into())
    } else {
        path.into()
    }
}
