//! The tables of the journal's database and the rows of feeds in them. A damaged database is set aside with
//! a message, never deleted.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use wiredesk_core::error::Failure;

use super::{FeedRow, failure};
use crate::feed::schedule::Schedule;

/// Name of the database in the source's folder.
pub(super) const FILE: &str = "feeds.db";

/// The tables, in the order in which they came; `user_version` counts those that are there.
const MIGRATIONS: [&str; 1] = ["
CREATE TABLE about (generation TEXT NOT NULL) STRICT;
-- times in seconds since 1970
CREATE TABLE feed (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE,
    moved TEXT, etag TEXT, modified TEXT, title TEXT,
    pace INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, earliest INTEGER NOT NULL DEFAULT 0,
    polls INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0,
    polled INTEGER, succeeded INTEGER, code TEXT, error TEXT,
    articles INTEGER NOT NULL DEFAULT 0, corrections INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0, broken INTEGER NOT NULL DEFAULT 0
) STRICT;
-- link: id that the article has by the address in the feed; document: the id it was delivered with;
-- entry, article: hashes of what the feed says and of what was delivered, the latter null until then;
-- corrections: how often it was delivered again;
-- day: when the feed named it last
CREATE TABLE known (
    feed INTEGER NOT NULL REFERENCES feed (id), key TEXT NOT NULL,
    link BLOB NOT NULL, document BLOB NOT NULL, address TEXT, title INTEGER NOT NULL,
    entry BLOB NOT NULL, article BLOB, day INTEGER NOT NULL, corrections INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_link ON known (link);
CREATE INDEX known_document ON known (document);
CREATE TABLE page (
    n INTEGER PRIMARY KEY AUTOINCREMENT, feed INTEGER NOT NULL, key TEXT NOT NULL,
    url TEXT NOT NULL, item TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (feed, key)
) STRICT;
-- numbers are never given twice: they are positions
CREATE TABLE journal (n INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL) STRICT;
"];

/// Why a database could not be opened.
pub(super) enum Unusable {
    /// The file is damaged or is something else.
    Corrupt(String),
    /// Anything that setting it aside would not cure.
    Other(Failure),
}

impl Unusable {
    pub(super) fn failure(self) -> Failure {
        match self {
            Self::Corrupt(reason) => Failure::fatal("state-corrupt", reason),
            Self::Other(failure) => failure,
        }
    }
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error.to_string()),
            _ => Self::Other(failure(error)),
        }
    }
}

/// A connection, the journal's generation, and whether it is new.
type Opened = (Connection, String, bool);

pub(super) fn in_memory(now: Timestamp) -> Result<Opened, Unusable> {
    prepare(Connection::open_in_memory()?, now)
}

/// Opens the database in `folder`, which is made if need be.
pub(super) fn open(folder: &Path, now: Timestamp) -> Result<Opened, Unusable> {
    let io = |what: &str, error: std::io::Error| {
        let message = format!("cannot {what} `{}`: {error}", folder.display());
        Unusable::Other(Failure::fatal("state-folder", message).because(error))
    };
    std::fs::create_dir_all(folder).map_err(|error| io("make the folder", error))?;
    let path = folder.join(FILE);
    match open_file(&path, now) {
        Err(Unusable::Corrupt(reason)) => {
            let aside = set_aside(&path, now).map_err(|error| io("set the damaged database aside in", error))?;
            tracing::warn!(
                "what was known of the feeds was damaged ({reason}) and is now at `{}`; articles that are still in \
                 their feeds will be delivered again",
                aside.display()
            );
            open_file(&path, now)
        }
        opened => opened,
    }
}

fn open_file(path: &Path, now: Timestamp) -> Result<Opened, Unusable> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if health != "ok" {
        return Err(Unusable::Corrupt(health));
    }
    prepare(connection, now)
}

fn prepare(mut connection: Connection, now: Timestamp) -> Result<Opened, Unusable> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let Some(missing) = usize::try_from(version).ok().and_then(|version| MIGRATIONS.get(version..)) else {
        let message = format!("feeds.db was written by a newer wiredesk: version {version}");
        return Err(Unusable::Other(Failure::fatal("state-version", message)));
    };
    let transaction = connection.transaction()?;
    for tables in missing {
        transaction.execute_batch(tables)?;
    }
    let known: Option<String> =
        transaction.query_row("SELECT generation FROM about", [], |row| row.get(0)).optional()?;
    let fresh = known.is_none();
    let generation = match known {
        Some(generation) => generation,
        None => {
            let generation = generation(now);
            transaction.execute("INSERT INTO about VALUES (?1)", [&generation])?;
            generation
        }
    };
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    transaction.commit()?;
    Ok((connection, generation, fresh))
}

/// A name that no other generation has: the process's number as well, because a test's clock may stand still.
pub(super) fn generation(now: Timestamp) -> String {
    format!("{:x}-{:x}", now.as_nanosecond(), std::process::id())
}

/// Renames the database and what belongs to it; answers the new name.
fn set_aside(path: &Path, now: Timestamp) -> std::io::Result<PathBuf> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let named = |number: u32, suffix: &str| path.with_file_name(format!("{FILE}.corrupt-{stamp}-{number}{suffix}"));
    let number = (0..).find(|number| !named(*number, "").exists()).unwrap_or_default();
    for suffix in ["-wal", "-shm", ""] {
        let from = path.with_file_name(format!("{FILE}{suffix}"));
        if from.exists() {
            std::fs::rename(&from, named(number, suffix))?;
        }
    }
    Ok(named(number, ""))
}

const COLUMNS: &str = "id, url, moved, etag, modified, title, pace, due, earliest, polls, failures, retired, polled, \
                       succeeded, code, error, articles, corrections, duplicates, broken";

fn read(row: &Row<'_>) -> rusqlite::Result<FeedRow> {
    let error: (Option<String>, Option<String>) = (row.get(14)?, row.get(15)?);
    Ok(FeedRow {
        id: row.get(0)?,
        url: row.get(1)?,
        moved: row.get(2)?,
        etag: row.get(3)?,
        modified: row.get(4)?,
        title: row.get(5)?,
        schedule: Schedule {
            pace: row.get(6)?,
            due: row.get(7)?,
            earliest: row.get(8)?,
            polls: row.get(9)?,
            failures: row.get(10)?,
            retired: row.get(11)?,
        },
        polled: row.get(12)?,
        succeeded: row.get(13)?,
        error: error.0.zip(error.1),
        articles: row.get(16)?,
        corrections: row.get(17)?,
        duplicates: row.get(18)?,
        broken: row.get(19)?,
    })
}

/// The row of the feed with this address.
pub(super) fn feed(connection: &Connection, url: &str) -> rusqlite::Result<Option<FeedRow>> {
    connection.query_row(&format!("SELECT {COLUMNS} FROM feed WHERE url = ?1"), [url], read).optional()
}

/// Every feed there ever was.
pub(super) fn feeds(connection: &Connection) -> rusqlite::Result<Vec<FeedRow>> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM feed ORDER BY id"))?;
    let rows = statement.query_map([], read)?;
    rows.collect()
}

/// Forgets that a feed is gone, with what its server said before; whether it was taken for gone.
pub(super) fn revive(connection: &Connection, url: &str, now: i64) -> rusqlite::Result<bool> {
    let sql = "UPDATE feed SET retired = 0, failures = 0, code = NULL, error = NULL, moved = NULL, etag = NULL, \
               modified = NULL, due = ?2, earliest = ?2 WHERE url = ?1 AND retired = 1";
    Ok(connection.execute(sql, params![url, now])? > 0)
}

/// Writes a feed's row, without its counters, which only grow where they are counted.
pub(super) fn save(connection: &Connection, row: &FeedRow) -> rusqlite::Result<()> {
    let sql = "UPDATE feed SET moved = ?2, etag = ?3, modified = ?4, title = ?5, pace = ?6, due = ?7, earliest = ?8, \
               polls = ?9, failures = ?10, retired = ?11, polled = ?12, succeeded = ?13, code = ?14, error = ?15, \
               broken = ?16 WHERE id = ?1";
    let FeedRow { schedule, error, .. } = row;
    let error = error.as_ref();
    connection
        .prepare_cached(sql)?
        .execute(params![
            row.id,
            row.moved,
            row.etag,
            row.modified,
            row.title,
            schedule.pace,
            schedule.due,
            schedule.earliest,
            schedule.polls,
            schedule.failures,
            schedule.retired,
            row.polled,
            row.succeeded,
            error.map(|error| &error.0),
            error.map(|error| &error.1),
            row.broken,
        ])
        .map(drop)
}
