//! What the source remembers, in a database of its own: schedules and validators of feeds, which articles were
//! seen, pages that are still to be fetched, and the *journal*: what has been read and is not yet durable in
//! every sink. Used by the source's tasks, one at a time; blocking.
//!
//! An article enters the journal in the same transaction that remembers it as seen and moves its feed on;
//! only then is it delivered. Its number there is its position. So whatever is killed and when: what is not
//! in the journal will be found in its feed again, what is in it is delivered from it without being fetched
//! anew, and what the sinks have is known from the checkpoint.

mod record;
mod tables;

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use url::Url;
use wiredesk_core::error::Failure;

pub(super) use self::record::{Recorded, Seen};
use self::tables::Unusable;
use super::{entry::Kept, schedule::Schedule};

/// Most rows that are delivered at once.
const ROWS: usize = 128;
/// Bytes after which no further row is.
const BYTES: usize = 4 << 20;

/// One feed as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FeedRow {
    pub(super) id: i64,
    /// As listed.
    pub(super) url: String,
    /// Where it has moved to for good.
    pub(super) moved: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
    /// What it calls itself.
    pub(super) title: Option<String>,
    pub(super) schedule: Schedule,
    /// Seconds since 1970.
    pub(super) polled: Option<i64>,
    /// See `polled`.
    pub(super) succeeded: Option<i64>,
    /// Why the last poll failed: a code and a message.
    pub(super) error: Option<(String, String)>,
    pub(super) articles: i64,
    /// Articles whose content changed later.
    pub(super) corrections: i64,
    /// Entries that another feed of the source had first.
    pub(super) duplicates: i64,
    /// Entries that could not be read when the feed was read last.
    pub(super) broken: i64,
}

/// A page that is to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageRow {
    pub(super) n: i64,
    pub(super) feed: i64,
    pub(super) url: Url,
    /// Seconds since 1970.
    pub(super) due: i64,
    pub(super) attempts: i64,
}

/// See the module.
pub(super) struct Journal {
    connection: Mutex<Connection>,
    /// Tells this journal from one that was lost; the version of all positions.
    pub(super) generation: String,
    /// Whether it was made just now.
    pub(super) fresh: bool,
}

pub(super) fn failure(error: rusqlite::Error) -> Failure {
    let message = format!("the feeds' state database: {error}");
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Failure::fatal("state-corrupt", message),
        _ => Failure::retry("state-database", message),
    }
    .because(error)
}

impl Journal {
    /// Opens or makes the database in `folder`; without one it is kept in memory. A damaged one is set
    /// aside.
    pub(super) fn open(folder: Option<&Path>, now: Timestamp) -> Result<Self, Failure> {
        let opened = match folder {
            None => tables::in_memory(now),
            Some(folder) => tables::open(folder, now),
        };
        let (connection, generation, fresh) = opened.map_err(Unusable::failure)?;
        Ok(Self { connection: Mutex::new(connection), generation, fresh })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Failure> {
        act(&mut self.connection.lock().unwrap_or_else(PoisonError::into_inner)).map_err(failure)
    }

    /// The rows of feeds, in the same order; those that are not there are made.
    pub(super) fn feeds(&self, wanted: &[(&str, Schedule)]) -> Result<Vec<FeedRow>, Failure> {
        self.with(|connection| {
            let transaction = connection.transaction()?;
            let mut rows = Vec::new();
            for (url, schedule) in wanted {
                if let Some(row) = tables::feed(&transaction, url)? {
                    rows.push(row);
                    continue;
                }
                transaction.execute("INSERT INTO feed (url) VALUES (?1)", [url])?;
                let (id, schedule) = (transaction.last_insert_rowid(), schedule.clone());
                let row = FeedRow { id, url: (*url).to_owned(), schedule, ..FeedRow::default() };
                tables::save(&transaction, &row)?;
                rows.push(row);
            }
            transaction.commit()?;
            Ok(rows)
        })
    }

    /// Keeps what a poll without entries has changed.
    pub(super) fn save(&self, row: &FeedRow) -> Result<(), Failure> {
        self.with(|connection| tables::save(connection, row))
    }

    /// What is known of the feed with this address now; another process may have changed it.
    pub(super) fn feed(&self, url: &str) -> Result<Option<FeedRow>, Failure> {
        self.with(|connection| tables::feed(connection, url))
    }

    /// All pages that wait to be fetched.
    pub(super) fn pages(&self) -> Result<Vec<PageRow>, Failure> {
        self.with(|connection| {
            let mut statement = connection.prepare("SELECT n, feed, url, due, attempts FROM page ORDER BY n")?;
            let mut rows = statement.query([])?;
            let mut pages = Vec::new();
            while let Some(row) = rows.next()? {
                if let Ok(url) = Url::parse(row.get_ref(2)?.as_str()?) {
                    pages.push(PageRow {
                        n: row.get(0)?,
                        feed: row.get(1)?,
                        url,
                        due: row.get(3)?,
                        attempts: row.get(4)?,
                    });
                }
            }
            Ok(pages)
        })
    }

    /// What the feed itself says of the article on a page that is to be fetched.
    pub(super) fn page_article(&self, n: i64) -> Result<Option<Kept>, Failure> {
        self.with(|connection| {
            let item: Option<String> =
                connection.query_row("SELECT item FROM page WHERE n = ?1", [n], |row| row.get(0)).optional()?;
            Ok(item.and_then(|item| serde_json::from_str(&item).ok()))
        })
    }

    /// A page is tried again later.
    pub(super) fn page_later(&self, page: &PageRow) -> Result<(), Failure> {
        self.with(|connection| {
            let sql = "UPDATE page SET due = ?2, attempts = ?3 WHERE n = ?1";
            connection.execute(sql, params![page.n, page.due, page.attempts]).map(drop)
        })
    }

    /// Begins a new generation, whose positions have nothing to do with those before.
    pub(super) fn renew(&mut self, now: Timestamp) -> Result<(), Failure> {
        let generation = tables::generation(now);
        self.with(|connection| connection.execute("UPDATE about SET generation = ?1", [&generation]).map(drop))?;
        self.generation = generation;
        Ok(())
    }

    /// What stands behind number `after`, in order.
    pub(super) fn read(&self, after: i64) -> Result<Vec<(i64, Kept)>, Failure> {
        self.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT n, item FROM journal WHERE n > ?1 ORDER BY n LIMIT ?2")?;
            let mut rows = statement.query(params![after, ROWS as i64])?;
            let (mut items, mut bytes) = (Vec::new(), 0);
            while bytes < BYTES
                && let Some(row) = rows.next()?
            {
                let item = row.get_ref(1)?.as_str()?;
                bytes += item.len();
                // written by this program: a row that cannot be read has no article in it
                let kept = serde_json::from_str(item).unwrap_or_else(|error| Kept::Rejected {
                    key: String::new(),
                    message: format!("the journal's row cannot be read: {error}"),
                    raw: item.chars().take(4096).collect(),
                });
                items.push((row.get(0)?, kept));
            }
            Ok(items)
        })
    }

    /// Number of the last row; of the last there ever was, if all are gone.
    pub(super) fn last(&self) -> Result<i64, Failure> {
        self.with(|connection| record::last(connection))
    }

    /// Everything up to number `to` is durable elsewhere.
    pub(super) fn forget(&self, to: i64) -> Result<(), Failure> {
        self.with(|connection| connection.execute("DELETE FROM journal WHERE n <= ?1", [to]).map(drop))
    }

    /// Articles that their feeds have not named since that day are no longer known.
    pub(super) fn forget_articles(&self, before_day: i64) -> Result<(), Failure> {
        self.with(|connection| connection.execute("DELETE FROM known WHERE day < ?1", [before_day]).map(drop))
    }
}

/// The rows of all feeds in the state that a source has left in `folder`, running or not.
///
/// # Errors
/// If there is a database that cannot be read.
pub(super) fn feeds_in(folder: &Path) -> Result<Vec<FeedRow>, Failure> {
    let path = folder.join(tables::FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failure)?;
    tables::feeds(&connection).map_err(failure)
}

/// Takes a feed for alive again in the state that a source has left in `folder`, running or not. Whether it was
/// taken for gone.
///
/// # Errors
/// If there is a database that cannot be written to.
pub(super) fn revive_in(folder: &Path, url: &str, now: i64) -> Result<bool, Failure> {
    let path = folder.join(tables::FILE);
    if !path.exists() {
        return Ok(false);
    }
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failure)?;
    tables::revive(&connection, url, now).map_err(failure)
}

#[cfg(test)]
mod tests;
