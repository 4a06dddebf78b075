//! The tables of the state database. Called from the state thread only. Corruption found at the
//! start sets the file aside; corruption found later stops the run.

use std::{collections::HashMap, path::Path, sync::Arc};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use wiredesk_core::{DocumentId, Position, error::Failure, sink::Marks};

use super::{
    Owner, Record,
    note::{self, Change},
};

/// The tables, in the order in which they came; `user_version` counts those that are there.
const MIGRATIONS: [&str; 3] = [POSITIONS, STRIKES, note::TABLES];

/// Strikes that are kept; the oldest go first.
const MOST_STRIKES: u32 = 100_000;

const POSITIONS: &str = "
CREATE TABLE consumer (
    id INTEGER PRIMARY KEY,
    pipeline TEXT NOT NULL, sink TEXT NOT NULL, source TEXT NOT NULL,
    UNIQUE (pipeline, sink, source)
) STRICT;
-- version: of the partition's content; offset: unsigned, stored as the signed number of the same bits
CREATE TABLE position (
    consumer INTEGER NOT NULL REFERENCES consumer (id),
    partition TEXT NOT NULL, version TEXT NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (consumer, partition)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark (
    pipeline TEXT NOT NULL, sink TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (pipeline, sink, name)
) STRICT, WITHOUT ROWID;
";

const STRIKES: &str = "
-- how often an extractor has broken on a document; n grows with time
CREATE TABLE strike (
    n INTEGER PRIMARY KEY,
    component TEXT NOT NULL, version TEXT NOT NULL, document BLOB NOT NULL, count INTEGER NOT NULL,
    UNIQUE (component, version, document)
) STRICT;
";

/// An open state database.
pub(super) struct Database {
    pub(super) connection: Connection,
    /// Notes added to each memory since the oldest were last deleted.
    pub(super) added: HashMap<i64, usize>,
}

/// Why a database could not be opened.
enum Unusable {
    /// The file is damaged or is something else.
    Corrupt(String),
    /// Anything that setting it aside would not cure.
    Other(Failure),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error.to_string()),
            _ => Self::Other(failure(error)),
        }
    }
}

pub(super) fn failure(error: rusqlite::Error) -> Failure {
    let message = format!("state database: {error}");
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Failure::fatal("state-corrupt", message),
        _ => Failure::retry("state-database", message),
    }
    .because(error)
}

impl Database {
    pub(super) fn open(path: &Path, now: Timestamp) -> Result<Self, Failure> {
        match Self::try_open(path) {
            Ok(database) => Ok(database),
            Err(Unusable::Other(failure)) => Err(failure),
            Err(Unusable::Corrupt(reason)) => {
                let aside = set_aside(path, now).map_err(|error| {
                    Failure::fatal("state-corrupt", format!("damaged ({reason}) and cannot be set aside: {error}"))
                })?;
                tracing::warn!(
                    "the state database was damaged ({reason}) and is now at `{}`; sinks that keep their own \
                     positions go on where they were, to the others articles may be delivered again; extractors that remember \
                     start anew",
                    aside.display()
                );
                Self::try_open(path).map_err(|unusable| match unusable {
                    Unusable::Corrupt(reason) => Failure::fatal("state-corrupt", reason),
                    Unusable::Other(failure) => failure,
                })
            }
        }
    }

    fn try_open(path: &Path) -> Result<Self, Unusable> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if health != "ok" {
            return Err(Unusable::Corrupt(health));
        }
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let Some(missing) = usize::try_from(version).ok().and_then(|version| MIGRATIONS.get(version..)) else {
            let known = MIGRATIONS.len();
            let message = format!("written by a newer wiredesk: version {version}, this one knows {known}");
            return Err(Unusable::Other(Failure::fatal("state-version", message)));
        };
        if !missing.is_empty() {
            let transaction = connection.transaction()?;
            for tables in missing {
                transaction.execute_batch(tables)?;
            }
            transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
            transaction.commit()?;
        }
        Ok(Self { connection, added: HashMap::new() })
    }

    pub(super) fn positions(&self, owner: &Owner, source: &str, known: &[Position]) -> Result<Vec<Position>, Failure> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT partition, version, offset FROM position WHERE consumer =
                 (SELECT id FROM consumer WHERE pipeline = ?1 AND sink = ?2 AND source = ?3) ORDER BY partition",
            )
            .map_err(failure)?;
        let mut rows = statement.query(params![&*owner.pipeline, &*owner.sink, source]).map_err(failure)?;
        let mut positions = Vec::new();
        while let Some(row) = rows.next().map_err(failure)? {
            let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
            let (partition, version) = (text(0).map_err(failure)?, text(1).map_err(failure)?);
            let offset = row.get::<_, i64>(2).map_err(failure)?.cast_unsigned();
            let at = known.binary_search_by(|position| (*position.partition).cmp(partition));
            let shared = at.ok().map(|at| &known[at]);
            let same = shared.filter(|position| *position.version == *version);
            positions.push(Position {
                partition: shared.map_or_else(|| partition.into(), |position| position.partition.clone()),
                version: same.map_or_else(|| version.into(), |position| position.version.clone()),
                offset,
            });
        }
        Ok(positions)
    }

    pub(super) fn marks(&self, owner: &Owner) -> Result<Marks, Failure> {
        let query = "SELECT name, value FROM mark WHERE pipeline = ?1 AND sink = ?2";
        let mut statement = self.connection.prepare_cached(query).map_err(failure)?;
        let rows = statement.query_map([&*owner.pipeline, &*owner.sink], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.map_err(failure)?.collect::<Result<_, _>>().map_err(failure)
    }

    /// How often a version of an extractor has broken on which documents.
    pub(super) fn strikes(&self, component: &str, version: &str) -> Result<Vec<(DocumentId, u32)>, Failure> {
        let query = "SELECT document, count FROM strike WHERE component = ?1 AND version = ?2";
        let mut statement = self.connection.prepare_cached(query).map_err(failure)?;
        let rows = statement.query_map([component, version], |row| Ok((DocumentId(row.get(0)?), row.get(1)?)));
        rows.map_err(failure)?.collect::<Result<_, _>>().map_err(failure)
    }

    /// One more strike.
    pub(super) fn strike(&mut self, component: &str, version: &str, document: DocumentId) -> Result<(), Failure> {
        let query = "INSERT INTO strike (component, version, document, count) VALUES (?1, ?2, ?3, 1)
                     ON CONFLICT DO UPDATE SET count = count + 1";
        let insert = |connection: &Connection| -> rusqlite::Result<()> {
            connection.prepare_cached(query)?.execute(params![component, version, document.0])?;
            let last = "DELETE FROM strike WHERE n <= (SELECT max(n) FROM strike) - ?1";
            connection.prepare_cached(last)?.execute([MOST_STRIKES])?;
            Ok(())
        };
        insert(&self.connection).map_err(failure)
    }

    /// All changes of notes and all records in one transaction.
    pub(super) fn write(&mut self, changes: &[Change], records: &[&Record]) -> Result<(), Failure> {
        self.try_write(changes, records).map_err(failure)
    }

    fn try_write(&mut self, changes: &[Change], records: &[&Record]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        note::apply(&transaction, changes, &mut self.added)?;
        for Record { owner, positions, marks } in records {
            let mut consumer: Option<(Arc<str>, i64)> = None;
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO position VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
                 SET version = excluded.version, offset = excluded.offset",
            )?;
            for position in positions {
                let id = match &consumer {
                    Some((source, id)) if *source == position.source => *id,
                    _ => consumer_id(&transaction, owner, &position.source)?,
                };
                consumer = Some((position.source.clone(), id));
                let at = &position.position;
                if at.is_forgotten() {
                    let mut forget =
                        transaction.prepare_cached("DELETE FROM position WHERE consumer = ?1 AND partition = ?2")?;
                    forget.execute(params![id, &*at.partition])?;
                    continue;
                }
                upsert.execute(params![id, &*at.partition, &*at.version, at.offset.cast_signed()])?;
            }
            for (name, value) in marks {
                if value.is_empty() {
                    let mut statement = transaction
                        .prepare_cached("DELETE FROM mark WHERE pipeline = ?1 AND sink = ?2 AND name = ?3")?;
                    statement.execute(params![&*owner.pipeline, &*owner.sink, name])?;
                } else {
                    let mut statement = transaction.prepare_cached(
                        "INSERT INTO mark VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = excluded.value",
                    )?;
                    statement.execute(params![&*owner.pipeline, &*owner.sink, name, value])?;
                }
            }
        }
        transaction.commit()
    }
}

fn consumer_id(connection: &Connection, owner: &Owner, source: &str) -> rusqlite::Result<i64> {
    let key = params![&*owner.pipeline, &*owner.sink, source];
    let query = "SELECT id FROM consumer WHERE pipeline = ?1 AND sink = ?2 AND source = ?3";
    let known = connection.prepare_cached(query)?.query_row(key, |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection.execute("INSERT INTO consumer (pipeline, sink, source) VALUES (?1, ?2, ?3)", key)?;
    Ok(connection.last_insert_rowid())
}

/// Renames the database and what belongs to it; answers the new name.
fn set_aside(path: &Path, now: Timestamp) -> std::io::Result<std::path::PathBuf> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let named = |number: u32, suffix: &str| {
        let again = if number == 0 { String::new() } else { format!("-{number}") };
        path.with_file_name(format!("state.db.corrupt-{stamp}{again}{suffix}"))
    };
    // never over an older one of the same second
    let number = (0..).find(|number| !named(*number, "").exists()).unwrap_or_default();
    for suffix in ["-wal", "-shm", ""] {
        let mut from = path.as_os_str().to_owned();
        from.push(suffix);
        if Path::new(&from).exists() {
            std::fs::rename(&from, named(number, suffix))?;
        }
    }
    Ok(named(number, ""))
}

#[cfg(test)]
mod tests {
    use wiredesk_core::sink::SourcePosition;

    use super::*;

    fn owner(pipeline: &str, sink: &str) -> Owner {
        Owner { pipeline: pipeline.into(), sink: sink.into() }
    }

    fn record(owner: Owner, partition: &str, offset: u64, marks: &[(&str, &str)]) -> Record {
        let position = Position { partition: partition.into(), version: "1".into(), offset };
        let marks = marks.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Record { owner, positions: vec![SourcePosition { source: "inbox".into(), position }], marks }
    }

    fn offsets(database: &Database, owner: &Owner) -> Vec<(String, u64)> {
        let positions = database.positions(owner, "inbox", &[]).unwrap();
        positions.into_iter().map(|position| (position.partition.to_string(), position.offset)).collect()
    }

    #[test]
    fn positions_and_marks_survive_and_are_kept_apart_by_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let (main, other) = (owner("main", "archive"), owner("second", "archive"));
        let mut database = Database::open(&path, Timestamp::UNIX_EPOCH).unwrap();
        let records = [
            record(main.clone(), "b", 7, &[("out", "12"), ("old", "1")]),
            record(main.clone(), "a", Position::END, &[("out", "40"), ("old", "")]),
            record(other.clone(), "a", 3, &[]),
        ];
        database.write(&[], &records.iter().collect::<Vec<_>>()).unwrap();
        drop(database);
        let database = Database::open(&path, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(offsets(&database, &main), [("a".to_owned(), Position::END), ("b".to_owned(), 7)]);
        assert_eq!(offsets(&database, &other), [("a".to_owned(), 3)]);
        assert_eq!(database.marks(&main).unwrap(), Marks::from([("out".to_owned(), "40".to_owned())]));
        let known = database.positions(&main, "inbox", &[]).unwrap();
        let shared = database.positions(&other, "inbox", &known).unwrap();
        assert!(Arc::ptr_eq(&known[0].partition, &shared[0].partition), "strings are not kept twice");
    }

    #[test]
    fn a_partition_that_is_forgotten_takes_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut database = Database::open(&folder.path().join("state.db"), Timestamp::UNIX_EPOCH).unwrap();
        let main = owner("main", "archive");
        for position in [
            Position { partition: "a".into(), version: "1".into(), offset: 4 },
            Position { partition: "b".into(), version: "1".into(), offset: 4 },
            Position::forgotten("a".into()),
            Position::forgotten("never seen".into()),
        ] {
            let positions = vec![SourcePosition { source: "inbox".into(), position }];
            let record = Record { owner: main.clone(), positions, marks: Marks::new() };
            database.write(&[], &[&record]).unwrap();
        }
        assert_eq!(offsets(&database, &main), [("b".to_owned(), 4)]);
    }

    #[test]
    fn a_damaged_database_is_set_aside_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        for round in 0..2 {
            std::fs::write(&path, b"this is no database, but it is long enough to look like one ".repeat(40)).unwrap();
            let database = Database::open(&path, now).unwrap();
            assert!(offsets(&database, &owner("main", "archive")).is_empty());
            drop(database);
            let aside = std::fs::read_dir(folder.path()).unwrap().filter(|entry| {
                entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("state.db.corrupt-20261123T090000Z")
            });
            assert_eq!(aside.count(), round + 1);
        }
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        drop(Database::open(&path, Timestamp::UNIX_EPOCH).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = Database::open(&path, Timestamp::UNIX_EPOCH).err().unwrap();
        assert!(error.to_string().contains("newer wiredesk"), "{error}");
        assert!(path.exists());
    }
}
