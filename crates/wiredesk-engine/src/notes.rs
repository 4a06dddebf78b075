//! Reads what an extractor remembers out of a state folder, while a daemon is at work there or not.
//! For commands that show it; it changes nothing.

use std::{path::Path, sync::Arc};

use rusqlite::{Connection, OpenFlags};
use wiredesk_core::{DocumentId, error::Failure};

use crate::state::{Rememberer, page};

/// Notes that are read at a time.
const PAGE: u32 = 1000;

/// Whose notes.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// The pipeline's id.
    pub pipeline: &'a str,
    /// The extractor's id in it.
    pub extractor: &'a str,
    /// The component behind it.
    pub component: &'a str,
}

/// Calls `each` with every note, oldest first: its document, its body, and whether every sink is known to
/// have the document.
///
/// # Errors
/// If there is no state database, or it cannot be read.
pub fn read(state: &Path, owner: Owner<'_>, mut each: impl FnMut(DocumentId, &[u8], bool)) -> Result<(), Failure> {
    let path = state.join("state.db");
    let failure = |error: rusqlite::Error| {
        Failure::fatal("state-database", format!("cannot read `{}`: {error}", path.display())).because(error)
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(failure)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failure)?;
    let known = "SELECT count(*) FROM sqlite_schema WHERE name = 'note'";
    if connection.query_row(known, [], |row| row.get::<_, i64>(0)).map_err(failure)? == 0 {
        // written by a version that remembered nothing
        return Ok(());
    }
    let of = Rememberer {
        pipeline: owner.pipeline.into(),
        extractor: owner.extractor.into(),
        component: Arc::from(owner.component),
        capacity: usize::MAX,
    };
    // one state of the database from the first page to the last
    let transaction = connection.unchecked_transaction().map_err(failure)?;
    let mut after = None;
    loop {
        let notes = page(&transaction, &of, after, PAGE).map_err(failure)?;
        let Some(last) = notes.last() else { return Ok(()) };
        after = Some(last.number);
        for note in &notes {
            each(note.document, &note.body, note.durable);
        }
    }
}
