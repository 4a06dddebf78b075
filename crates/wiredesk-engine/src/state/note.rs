//! The notes of extractors that remember, as tables of the state database. A note has the position of
//! its document until that is durable everywhere; it goes when it is lost, is not to last, or is one
//! of too many. Called from the state thread, and read by [`crate::notes`].

use std::{collections::HashMap, sync::Arc};

use rusqlite::{Connection, OptionalExtension, Row, params};
use wiredesk_core::{DocumentId, Position, error::Failure, memory::Note};

use super::database::{Database, failure};

pub(super) const TABLES: &str = "
CREATE TABLE memory (
    id INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL, extractor TEXT NOT NULL, component TEXT NOT NULL,
    UNIQUE (pipeline, extractor, component)
) STRICT;
-- n grows with time; source, partition, version and offset are those of the document, as in `position`,
-- and NULL once every sink has it; lasts: 0 if the note goes then
CREATE TABLE note (
    n INTEGER PRIMARY KEY,
    memory INTEGER NOT NULL REFERENCES memory (id),
    document BLOB NOT NULL,
    source TEXT, partition TEXT, version TEXT, offset INTEGER,
    lasts INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (memory, document)
) STRICT;
CREATE INDEX note_order ON note (memory);
CREATE INDEX note_pending ON note (memory) WHERE source IS NOT NULL;
";

/// An extractor that remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rememberer {
    pub(crate) pipeline: Arc<str>,
    pub(crate) extractor: Arc<str>,
    pub(crate) component: Arc<str>,
    /// The most notes that are kept for it.
    pub(crate) capacity: usize,
}

/// A note of a document that is about to be handed to sinks.
#[derive(Debug)]
pub(crate) struct NewNote {
    pub(crate) owner: Arc<Rememberer>,
    pub(crate) document: DocumentId,
    pub(crate) note: Note,
    pub(crate) source: Arc<str>,
    pub(crate) position: Position,
}

/// What becomes of a note whose document is durable or lost.
#[derive(Debug)]
pub(crate) struct Settlement {
    pub(crate) owner: Arc<Rememberer>,
    pub(crate) document: DocumentId,
    pub(crate) keep: bool,
}

/// A change that waits for the next transaction.
#[derive(Debug)]
pub(crate) enum Change {
    Note(NewNote),
    Settle(Settlement),
}

/// A note that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remembered {
    /// Grows with time.
    pub(crate) number: i64,
    pub(crate) document: DocumentId,
    pub(crate) body: Vec<u8>,
    pub(crate) durable: bool,
}

/// A note whose document was on its way when the last run ended.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) owner: Arc<Rememberer>,
    pub(crate) document: DocumentId,
    pub(crate) source: Arc<str>,
    pub(crate) position: Position,
    pub(crate) lasting: bool,
}

/// Applies changes in their order, inside the caller's transaction. `added` counts new notes of each
/// memory; now and then the oldest are deleted, so that there are never many more than its capacity.
pub(super) fn apply(
    transaction: &Connection,
    changes: &[Change],
    added: &mut HashMap<i64, usize>,
) -> rusqlite::Result<()> {
    let mut memories: HashMap<&Rememberer, i64> = HashMap::new();
    for change in changes {
        let owner = match change {
            Change::Note(note) => &note.owner,
            Change::Settle(settlement) => &settlement.owner,
        };
        let memory = match memories.get(&**owner) {
            Some(memory) => *memory,
            None => {
                let memory = memory_id(transaction, owner)?;
                memories.insert(owner, memory);
                memory
            }
        };
        match change {
            Change::Note(NewNote { document, note, source, position, .. }) => {
                let mut upsert = transaction.prepare_cached(
                    "INSERT INTO note (memory, document, source, partition, version, offset, lasts, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (memory, document) DO UPDATE SET
                     source = ?3, partition = ?4, version = ?5, offset = ?6, lasts = ?7, body = ?8",
                )?;
                let Position { partition, version, offset } = position;
                let offset = offset.cast_signed();
                let at = (&**source, &**partition, &**version, offset);
                upsert.execute(params![memory, document.0, at.0, at.1, at.2, at.3, note.lasting, &*note.body])?;
                *added.entry(memory).or_default() += 1;
            }
            Change::Settle(Settlement { document, keep, .. }) => {
                let sql = if *keep {
                    "UPDATE note SET source = NULL, partition = NULL, version = NULL, offset = NULL
                     WHERE memory = ?1 AND document = ?2"
                } else {
                    "DELETE FROM note WHERE memory = ?1 AND document = ?2"
                };
                transaction.prepare_cached(sql)?.execute(params![memory, document.0])?;
            }
        }
    }
    for (owner, memory) in memories {
        let added = added.entry(memory).or_default();
        // one look at the index for every sixteenth part of it
        if *added > (owner.capacity / 16).max(16) {
            *added = 0;
            let mut oldest = transaction.prepare_cached(
                "DELETE FROM note WHERE memory = ?1 AND n <=
                 (SELECT n FROM note WHERE memory = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)",
            )?;
            oldest.execute(params![memory, i64::try_from(owner.capacity).unwrap_or(i64::MAX)])?;
        }
    }
    Ok(())
}

fn memory_id(connection: &Connection, owner: &Rememberer) -> rusqlite::Result<i64> {
    let key = params![&*owner.pipeline, &*owner.extractor, &*owner.component];
    let query = "SELECT id FROM memory WHERE pipeline = ?1 AND extractor = ?2 AND component = ?3";
    let known = connection.prepare_cached(query)?.query_row(key, |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection.execute("INSERT INTO memory (pipeline, extractor, component) VALUES (?1, ?2, ?3)", key)?;
    Ok(connection.last_insert_rowid())
}

/// A page of notes, oldest first.
pub(crate) fn page(
    connection: &Connection,
    of: &Rememberer,
    after: Option<i64>,
    limit: u32,
) -> rusqlite::Result<Vec<Remembered>> {
    let query = "SELECT n, document, body, source IS NULL FROM note WHERE memory =
                 (SELECT id FROM memory WHERE pipeline = ?1 AND extractor = ?2 AND component = ?3)
                 AND n > ?4 ORDER BY n LIMIT ?5";
    let key = params![&*of.pipeline, &*of.extractor, &*of.component, after.unwrap_or(i64::MIN), limit];
    let remembered = |row: &Row<'_>| {
        let document = DocumentId(row.get(1)?);
        Ok(Remembered { number: row.get(0)?, document, body: row.get(2)?, durable: row.get(3)? })
    };
    connection.prepare_cached(query)?.query_map(key, remembered)?.collect()
}

impl Database {
    /// See [`page`].
    pub(super) fn notes(&self, of: &Rememberer, after: Option<i64>, limit: u32) -> Result<Vec<Remembered>, Failure> {
        page(&self.connection, of, after, limit).map_err(failure)
    }

    /// Notes of a pipeline whose documents are not known to be durable.
    pub(super) fn pending(&self, pipeline: &Arc<str>) -> Result<Vec<Pending>, Failure> {
        let query = "SELECT extractor, component, document, source, partition, version, offset, lasts
                     FROM note JOIN memory ON memory.id = note.memory
                     WHERE pipeline = ?1 AND source IS NOT NULL ORDER BY n";
        let text = |row: &Row<'_>, column| Ok::<Arc<str>, rusqlite::Error>(row.get_ref(column)?.as_str()?.into());
        let pending = |row: &Row<'_>| {
            let owner = Rememberer {
                pipeline: pipeline.clone(),
                extractor: text(row, 0)?,
                component: text(row, 1)?,
                capacity: usize::MAX,
            };
            let offset = row.get::<_, i64>(6)?.cast_unsigned();
            let position = Position { partition: text(row, 4)?, version: text(row, 5)?, offset };
            let (document, lasting) = (DocumentId(row.get(2)?), row.get(7)?);
            Ok(Pending { owner: Arc::new(owner), document, source: text(row, 3)?, position, lasting })
        };
        let mut statement = self.connection.prepare_cached(query).map_err(failure)?;
        let rows = statement.query_map([&**pipeline], pending).map_err(failure)?;
        rows.collect::<Result<_, _>>().map_err(failure)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn owner(capacity: usize) -> Arc<Rememberer> {
        let (pipeline, extractor, component) = ("main".into(), "copies".into(), "toy".into());
        Arc::new(Rememberer { pipeline, extractor, component, capacity })
    }

    fn note(owner: &Arc<Rememberer>, key: u64, lasting: bool) -> Change {
        let position = Position { partition: "a".into(), version: "1".into(), offset: key + 1 };
        let note = Note { body: key.to_le_bytes().into(), lasting };
        let document = DocumentId::of("inbox", &key.to_string(), None);
        Change::Note(NewNote { owner: owner.clone(), document, note, source: "inbox".into(), position })
    }

    fn settle(owner: &Arc<Rememberer>, key: u64, keep: bool) -> Change {
        let document = DocumentId::of("inbox", &key.to_string(), None);
        Change::Settle(Settlement { owner: owner.clone(), document, keep })
    }

    /// The notes that are kept, with whether they are durable.
    fn kept(database: &Database, owner: &Rememberer) -> Vec<(u64, bool)> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = database.notes(owner, after, 7).unwrap();
            let Some(last) = page.last() else { return all };
            after = Some(last.number);
            all.extend(page.iter().map(|one| (u64::from_le_bytes(one.body[..].try_into().unwrap()), one.durable)));
        }
    }

    #[test]
    fn a_note_is_pending_until_it_is_settled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let owner = owner(100);
        let mut database = Database::open(&path, Timestamp::UNIX_EPOCH).unwrap();
        let notes: Vec<Change> = (0..4).map(|key| note(&owner, key, key != 2)).collect();
        database.write(&notes, &[]).unwrap();
        database.write(&[settle(&owner, 0, true), settle(&owner, 1, false)], &[]).unwrap();
        drop(database);
        let database = Database::open(&path, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(kept(&database, &owner), [(0, true), (2, false), (3, false)]);
        let pending = database.pending(&owner.pipeline).unwrap();
        let shown: Vec<_> = pending.iter().map(|one| (one.position.offset, one.lasting)).collect();
        assert_eq!(shown, [(3, false), (4, true)]);
    }

    #[test]
    fn a_note_of_the_same_document_takes_the_place_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let owner = owner(100);
        let mut database = Database::open(&folder.path().join("state.db"), Timestamp::UNIX_EPOCH).unwrap();
        database.write(&[note(&owner, 1, true), note(&owner, 2, true), settle(&owner, 1, true)], &[]).unwrap();
        database.write(&[note(&owner, 1, true)], &[]).unwrap();
        assert_eq!(kept(&database, &owner), [(1, false), (2, false)], "it is on its way once more");
    }

    #[test]
    fn there_are_never_many_more_notes_than_the_capacity() {
        let folder = tempfile::tempdir().unwrap();
        let owner = owner(50);
        let mut database = Database::open(&folder.path().join("state.db"), Timestamp::UNIX_EPOCH).unwrap();
        for key in 0..500 {
            database.write(&[note(&owner, key, true)], &[]).unwrap();
            assert!(kept(&database, &owner).len() <= 50 + 17);
        }
        let kept = kept(&database, &owner);
        assert_eq!(kept.last(), Some(&(499, false)), "the newest stay");
    }
}
