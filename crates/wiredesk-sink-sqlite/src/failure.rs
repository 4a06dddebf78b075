//! What an error of SQLite means for the engine. Used wherever this crate talks to a database.

use std::path::Path;

use rusqlite::{Error, ErrorCode};
use wiredesk_core::error::Failure;

/// The failure that stands for `error`, met while doing `what` ("cannot write to") with the
/// database at `path`.
pub(crate) fn of(error: Error, what: &str, path: &Path) -> Failure {
    let (code, hint) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ("disk-full", "; make room, it goes on by itself"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ("busy", "; another program is writing to it"),
        Some(ErrorCode::ReadOnly) => ("read-only", "; let this user write to it and its folder, it goes on by itself"),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
            ("cannot-open", "; see that this user may read and write it and its folder")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            let hint =
                "move it aside (with its `-wal` file) and start again, or recover it with `sqlite3 FILE .recover`";
            let message = format!("{what} `{}`: the database is damaged: {error}; {hint}", path.display());
            return Failure::fatal("corrupt", message).because(error);
        }
        _ => ("io", ""),
    };
    Failure::retry(code, format!("{what} `{}`: {error}{hint}", path.display())).because(error)
}

/// Whether the error is about the values given, so that the same document would fail again.
pub(crate) fn is_about_values(error: &Error) -> bool {
    match error {
        Error::ToSqlConversionFailure(_) => true,
        _ => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::TooBig | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
        ),
    }
}
