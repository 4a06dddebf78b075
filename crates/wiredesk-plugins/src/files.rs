//! Writes files whole or not at all: whoever looks meanwhile sees the old file or the new one.
//! Used where a plugin's folder may be watched by a daemon.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

/// Puts a file with these bytes in the place of `path`.
///
/// # Errors
/// It cannot be written; what was there before stays.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
