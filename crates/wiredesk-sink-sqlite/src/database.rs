//! Opens the database: makes it, checks that it is one of wiredesk's, brings its schema up to
//! date. Called by [`crate::writer`]. Never deletes a database, whatever is wrong with it.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use tracing::info;
use wiredesk_core::error::Failure;

use crate::{failure, options::SqliteOptions};

/// Says in the file's header whose database it is: `wdsk`.
const APPLICATION_ID: i32 = 0x7764_736b;

/// Version `i + 1` of the schema is made from version `i` by `MIGRATIONS[i]`.
const MIGRATIONS: [&str; 2] = [include_str!("schema/0001.sql"), include_str!("schema/0002.sql")];

const FULL_TEXT: &str = include_str!("schema/full_text.sql");

/// Bytes of a page in a new database: most articles fit into one with their facts.
const PAGE_SIZE: u32 = 8192;

/// Opens the database for writing.
///
/// # Errors
/// `Retry` for a full disk, a lock, missing permissions; `Fatal` for a damaged file, one that is
/// no wiredesk database, and one that a newer wiredesk has made.
pub(crate) fn open(options: &SqliteOptions) -> Result<Connection, Failure> {
    let path = &options.path;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| {
            let message = format!("cannot make the folder `{}`: {error}", folder.display());
            Failure::retry("cannot-open", message).because(error)
        })?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection =
        Connection::open_with_flags(path, flags).map_err(|error| failure::of(error, "cannot open", path))?;
    let prepared = prepare(&mut connection, options);
    prepared.map_err(|error| match error {
        PrepareError::Sqlite(error) => failure::of(error, "cannot open", path),
        PrepareError::Failure(failure) => failure,
    })?;
    Ok(connection)
}

enum PrepareError {
    Sqlite(rusqlite::Error),
    Failure(Failure),
}

impl From<rusqlite::Error> for PrepareError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn prepare(connection: &mut Connection, options: &SqliteOptions) -> Result<(), PrepareError> {
    connection.busy_timeout(options.busy_timeout.0)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "page_size", PAGE_SIZE)?; // only tells for a new file
    connection.pragma_update(None, "cache_size", -i64::try_from(options.page_cache.0 >> 10).unwrap_or(i64::MAX))?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // the writer keeps the references right by itself, and a check per row costs a look-up
    connection.pragma_update(None, "foreign_keys", false)?;
    check_owner(connection, &options.path)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = wal", [], |row| row.get(0))?;
    if mode != "wal" {
        info!(path = %options.path.display(), mode, "the database cannot use a write-ahead log here");
    }
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    migrate(connection)?;
    full_text(connection, options.full_text)?;
    Ok(())
}

/// Pages in the log after which they are copied into the database: 32 MiB.
const CHECKPOINT_PAGES: u32 = (32 << 20) / PAGE_SIZE;

fn check_owner(connection: &Connection, path: &Path) -> Result<(), PrepareError> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let (owner, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if owner != APPLICATION_ID && (owner != 0 || tables > 0) {
        let message = format!("`{}` is a database of another program; set `path` to another file", path.display());
        return Err(PrepareError::Failure(Failure::fatal("not-ours", message)));
    }
    if version as usize > MIGRATIONS.len() {
        let message = format!(
            "`{}` was written by a newer wiredesk: its schema is version {version}, this program knows {}; use the newer \
             program, or set `path` to another file",
            path.display(),
            MIGRATIONS.len()
        );
        return Err(PrepareError::Failure(Failure::fatal("newer-schema", message)));
    }
    Ok(())
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (number, script) in (0_u32..).zip(MIGRATIONS).skip(version as usize) {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let reached: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if reached > number {
            continue; // another process was faster
        }
        transaction.execute_batch(script)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", number + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

fn full_text(connection: &mut Connection, wanted: bool) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let present: Option<i64> = transaction
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'articles_fts'", [], |row| row.get(0))
        .optional()?;
    match (present.is_some(), wanted) {
        (false, true) => {
            transaction.execute_batch(FULL_TEXT)?;
            for (setting, value) in FTS_SETTINGS {
                let sql = "INSERT INTO articles_fts (articles_fts, rank) VALUES (?1, ?2)";
                transaction.execute(sql, (setting, value))?;
            }
            transaction.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')", [])?;
        }
        (true, false) => transaction.execute_batch("DROP TRIGGER articles_fts_delete; DROP TABLE articles_fts;")?,
        _ => {}
    }
    transaction.commit()
}

/// How the index is kept: a batch of articles becomes a few large segments (`hashsize`, bytes
/// of memory), and segments are merged less often than by default, because articles come in
/// large groups and are searched far less often than written.
const FTS_SETTINGS: [(&str, i64); 4] = [("hashsize", 8 << 20), ("pgsz", 8000), ("automerge", 0), ("crisismerge", 16)];

#[cfg(test)]
mod tests {
    use super::*;

    /// The failure's code, what is done to the database, words of the message.
    type Spoiled = (&'static str, fn(&Path), &'static str);

    fn options(path: &Path) -> SqliteOptions {
        serde_json::from_value(serde_json::json!({"path": path})).unwrap()
    }

    fn schema(connection: &Connection) -> Vec<String> {
        let mut statement = connection.prepare("SELECT name FROM sqlite_schema ORDER BY name").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn opening_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(&folder.path().join("deep/news.db"));
        let first = schema(&open(&options).unwrap());
        assert_eq!(schema(&open(&options).unwrap()), first);
    }

    #[test]
    fn stories_and_copies_are_found_by_an_index_in_older_databases_too() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(&folder.path().join("news.db"));
        let old = Connection::open(&options.path).unwrap();
        old.execute_batch(MIGRATIONS[0]).unwrap();
        old.execute_batch(
            "PRAGMA foreign_keys = 0; PRAGMA user_version = 1; INSERT INTO articles (id, source, key, fetched, story, duplicate_of, authors, removed,
             sentences, keywords, problems, provenance, text) VALUES ('a', 's', 'k', '', 'x', 'y', '', '', '', '', '', 1, '')",
        )
        .unwrap();
        old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        drop(old);
        let connection = open(&options).unwrap();
        for (column, value) in [("story", "x"), ("duplicate_of", "y")] {
            let sql = format!("SELECT id FROM articles WHERE {column} = ?1");
            assert_eq!(connection.query_row(&sql, [value], |row| row.get::<_, String>(0)).unwrap(), "a");
            let plan = format!("EXPLAIN QUERY PLAN {sql}");
            let plan: String = connection.query_row(&plan, [value], |row| row.get(3)).unwrap();
            assert!(plan.contains(&format!("USING INDEX articles_{column}")), "{plan}");
        }
    }

    #[test]
    fn full_text_comes_and_goes_with_its_option() {
        let folder = tempfile::tempdir().unwrap();
        let mut options = options(&folder.path().join("news.db"));
        for wanted in [false, true, false, true, true] {
            options.full_text = wanted;
            let connection = open(&options).unwrap();
            let names = schema(&connection);
            assert_eq!(names.iter().any(|name| name == "articles_fts"), wanted);
            assert_eq!(names.iter().any(|name| name == "articles_fts_delete"), wanted);
        }
    }

    #[test]
    fn a_newer_foreign_or_damaged_database_stops_with_its_reason() {
        let cases: [Spoiled; 3] = [
            (
                "newer-schema",
                |path| drop(Connection::open(path).unwrap().pragma_update(None, "user_version", 99)),
                "99",
            ),
            (
                "not-ours",
                |path| drop(Connection::open(path).unwrap().pragma_update(None, "application_id", 7)),
                "another program",
            ),
            ("corrupt", |path| drop(fs::write(path, "no database at all ".repeat(900))), "move it aside"),
        ];
        for (code, spoil, words) in cases {
            let folder = tempfile::tempdir().unwrap();
            let options = options(&folder.path().join("news.db"));
            drop(open(&options).unwrap());
            spoil(&options.path);
            let failure = open(&options).unwrap_err();
            assert_eq!((&*failure.code, failure.disposition), (code, wiredesk_core::Disposition::Fatal), "{failure}");
            assert!(failure.message.contains(words) && failure.message.contains("news.db"), "{failure}");
            assert!(options.path.exists());
        }
    }
}
