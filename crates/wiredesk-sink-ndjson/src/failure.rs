//! What an input/output error means for the engine. Used wherever this sink touches a file.

use std::{io, path::Path};

use wiredesk_core::error::Failure;

/// The failure that stands for `error`, met while doing `what` ("cannot append to") with `path`.
///
/// All of these may pass once somebody has made room or given permission, so all are retried.
pub(crate) fn of(error: io::Error, what: &str, path: &Path) -> Failure {
    let (code, hint) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ("disk-full", "; make room, it goes on by itself"),
        io::ErrorKind::FileTooLarge => ("file-too-large", "; set `rotate_size`"),
        io::ErrorKind::PermissionDenied => ("permission-denied", "; let this user write there, it goes on by itself"),
        io::ErrorKind::ReadOnlyFilesystem => ("read-only", "; mount it for writing, it goes on by itself"),
        _ => ("io", ""),
    };
    Failure::retry(code, format!("{what} `{}`: {error}{hint}", path.display())).because(error)
}
