//! Turns a batch into one transaction: articles, what hangs on them, full-text entries and the
//! sources' positions, all or nothing. Blocking; called by [`crate::sink`] on its thread. An
//! article that is there already is replaced, never doubled.

use std::{fs, sync::Arc};

use rusqlite::{Connection, TransactionBehavior};
use tracing::warn;
use wiredesk_core::{
    Document, Position, Record,
    document::Provenance,
    error::Failure,
    sink::{Batch, Opened, Rejection, SourcePosition, WriteError, Written},
};

use crate::{
    database, failure,
    options::SqliteOptions,
    rows::{self, json, put, two_digits, word},
};

/// Bytes of an article that fit into one row for sure; SQLite's own limit is 10^9.
const ARTICLE_MAX: usize = 400 << 20;

/// Owns the database.
pub(crate) struct Writer {
    options: SqliteOptions,
    /// Tells the positions of several sinks in one database apart.
    id: Arc<str>,
    /// Given up after every failure, and opened again by the next call.
    connection: Option<Connection>,
    /// What the last document was made by, and its row.
    provenance: Option<(Arc<Provenance>, i64)>,
}

/// Why a transaction was not committed.
enum Error {
    Sqlite(rusqlite::Error),
    /// At this document.
    Document(usize, rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Writer {
    pub(crate) fn new(options: SqliteOptions, id: Arc<str>) -> Self {
        Self { options, id, connection: None, provenance: None }
    }

    /// Opens the database and reads how far each source has got.
    pub(crate) fn open(&mut self) -> Result<Opened, Failure> {
        let connection = database::open(&self.options)?;
        let positions = positions(&connection, &self.id);
        let positions = positions.map_err(|error| failure::of(error, "cannot read", &self.options.path))?;
        self.connection = Some(connection);
        Ok(Opened::Positions(positions))
    }

    /// Writes a batch; it is on disk when this returns.
    pub(crate) fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        let rejections = unfit(&batch.documents);
        if !rejections.is_empty() {
            return Err(WriteError::Rejected(rejections));
        }
        self.check_place()?;
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => database::open(&self.options)?,
        };
        match self.transact(&mut connection, batch) {
            Ok(bytes) => {
                self.connection = Some(connection);
                Ok(Written { bytes, ..Written::default() })
            }
            // the connection is closed here, which takes back whatever is left of the transaction
            Err(Error::Document(index, error)) if failure::is_about_values(&error) => {
                self.provenance = None;
                let failure = Failure::reject("not-storable", format!("the database refuses the article: {error}"));
                Err(WriteError::Rejected(vec![Rejection { index, failure: failure.because(error) }]))
            }
            Err(Error::Document(_, error) | Error::Sqlite(error)) => {
                self.provenance = None;
                Err(WriteError::Failed(failure::of(error, "cannot write to", &self.options.path)))
            }
        }
    }

    /// Leaves one file that is complete by itself.
    pub(crate) fn close(&mut self) -> Result<(), Failure> {
        let Some(connection) = self.connection.take() else { return Ok(()) };
        let path = &self.options.path;
        if self.options.full_text
            && let Err(error) = connection.execute_batch("PRAGMA optimize")
        {
            warn!(path = %path.display(), %error, "cannot bring the statistics up to date");
        }
        let closing = |error| failure::of(error, "cannot close", path);
        let busy: bool =
            connection.query_row("PRAGMA wal_checkpoint(truncate)", [], |row| row.get(0)).map_err(closing)?;
        if busy {
            warn!(path = %path.display(), "somebody reads the database: part of it stays in its `-wal` file");
        }
        connection.close().map_err(|(_, error)| closing(error))
    }

    fn transact(&mut self, connection: &mut Connection, batch: &Batch) -> Result<u64, Error> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut bytes = 0;
        for (index, document) in batch.documents.iter().enumerate() {
            self.put(&transaction, document).map_err(|error| Error::Document(index, error))?;
            bytes += document.text.len() as u64;
        }
        let mut statement = transaction.prepare_cached("REPLACE INTO positions VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for SourcePosition { source, position } in &batch.positions {
            if position.is_forgotten() {
                let forget = "DELETE FROM positions WHERE sink = ?1 AND source = ?2 AND partition = ?3";
                transaction.prepare_cached(forget)?.execute([&*self.id, &**source, &*position.partition])?;
                continue;
            }
            let offset = (position.offset != Position::END).then(|| i64::try_from(position.offset).unwrap_or(i64::MAX));
            put!(statement, &*self.id, &**source, &*position.partition, &*position.version, offset);
        }
        drop(statement);
        transaction.commit()?;
        Ok(bytes)
    }

    fn put(&mut self, connection: &Connection, document: &Document) -> rusqlite::Result<()> {
        let record = Record::of(document);
        let id = record.id.to_string();
        let provenance = self.provenance(connection, &document.provenance)?;
        let full_text = self.options.full_text;
        let mut insert = connection.prepare_cached(INSERT)?;
        bind(&mut insert, &id, provenance, &record)?;
        let article = if insert.raw_execute()? == 1 {
            let article = connection.last_insert_rowid();
            if full_text {
                index(connection, article, &record)?;
            }
            article
        } else {
            drop(insert);
            replace(connection, &id, provenance, &record, full_text)?
        };
        rows::insert(connection, article, &record)
    }

    /// The row of a provenance; nearly always that of the document before.
    fn provenance(&mut self, connection: &Connection, provenance: &Arc<Provenance>) -> rusqlite::Result<i64> {
        if let Some((known, row)) = &self.provenance
            && (Arc::ptr_eq(known, provenance) || known == provenance)
        {
            return Ok(*row);
        }
        let stages = serde_json::to_string(&provenance.stages).unwrap_or_default();
        let values = (&provenance.pipeline, &provenance.wiredesk, &stages);
        let sql = "INSERT OR IGNORE INTO provenances (pipeline, wiredesk, stages) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(sql)?.execute(values)?;
        let sql = "SELECT n FROM provenances WHERE pipeline = ?1 AND wiredesk = ?2 AND stages = ?3";
        let row = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
        self.provenance = Some((provenance.clone(), row));
        Ok(row)
    }

    /// Whoever moves the file away while it is written to would lose what is written afterwards.
    fn check_place(&self) -> Result<(), Failure> {
        let path = &self.options.path;
        if self.connection.is_some()
            && fs::metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        {
            let message = format!(
                "`{}` has been moved away or deleted; put it back, or start again to begin anew",
                path.display()
            );
            return Err(Failure::fatal("database-gone", message));
        }
        Ok(())
    }
}

const INSERT: &str = "INSERT INTO articles (id, source, key, url, title, published, published_from, fetched, language, \
    language_confidence, duplicate_of, story, authors, removed, sentences, keywords, problems, provenance, text) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
    ON CONFLICT (id) DO NOTHING";

const UPDATE: &str = "UPDATE articles SET source = ?2, key = ?3, url = ?4, title = ?5, published = ?6, \
    published_from = ?7, fetched = ?8, language = ?9, language_confidence = ?10, duplicate_of = ?11, story = ?12, \
    authors = ?13, removed = ?14, sentences = ?15, keywords = ?16, problems = ?17, provenance = ?18, text = ?19 \
    WHERE id = ?1";

fn bind(row: &mut rusqlite::Statement<'_>, id: &str, provenance: i64, record: &Record<'_>) -> rusqlite::Result<()> {
    let language = record.language.as_ref();
    row.raw_bind_parameter(1, id)?;
    row.raw_bind_parameter(2, record.source)?;
    row.raw_bind_parameter(3, record.key)?;
    row.raw_bind_parameter(4, record.url)?;
    row.raw_bind_parameter(5, record.title)?;
    row.raw_bind_parameter(6, record.published.map(|at| at.to_string()))?;
    row.raw_bind_parameter(7, record.published_from.map(word))?;
    row.raw_bind_parameter(8, record.fetched.to_string())?;
    row.raw_bind_parameter(9, language.map(|language| language.code))?;
    row.raw_bind_parameter(10, language.map(|language| two_digits(language.confidence)))?;
    row.raw_bind_parameter(11, record.duplicate_of.map(|id| id.to_string()))?;
    row.raw_bind_parameter(12, record.story.map(|id| id.to_string()))?;
    row.raw_bind_parameter(13, json(record.authors))?;
    row.raw_bind_parameter(14, json(&record.removed))?;
    row.raw_bind_parameter(15, json(&record.sentences))?;
    row.raw_bind_parameter(16, json(&record.keywords))?;
    row.raw_bind_parameter(17, json(record.problems))?;
    row.raw_bind_parameter(18, provenance)?;
    row.raw_bind_parameter(19, record.text)
}

fn index(connection: &Connection, article: i64, record: &Record<'_>) -> rusqlite::Result<()> {
    let mut entry = connection.prepare_cached("INSERT INTO articles_fts (rowid, title, text) VALUES (?1, ?2, ?3)")?;
    put!(entry, article, record.title, record.text);
    Ok(())
}

/// Puts a record in the place of an older one of the same article. The index is left alone where
/// the words have stayed the same, because its entries are the costly part.
fn replace(
    connection: &Connection,
    id: &str,
    provenance: i64,
    record: &Record<'_>,
    full_text: bool,
) -> rusqlite::Result<i64> {
    let mut old = connection.prepare_cached("SELECT n, title IS ?2 AND text = ?3 FROM articles WHERE id = ?1")?;
    let (article, same): (i64, bool) =
        old.query_row((id, record.title, record.text), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let reindex = full_text && !same;
    if reindex {
        let sql = "INSERT INTO articles_fts (articles_fts, rowid, title, text) \
            SELECT 'delete', n, title, text FROM articles WHERE n = ?1";
        connection.prepare_cached(sql)?.execute([article])?;
    }
    let mut update = connection.prepare_cached(UPDATE)?;
    bind(&mut update, id, provenance, record)?;
    update.raw_execute()?;
    if reindex {
        index(connection, article, record)?;
    }
    rows::delete(connection, article)?;
    Ok(article)
}

/// Documents that would come out of the database as something else than they went in.
fn unfit(documents: &[Arc<Document>]) -> Vec<Rejection> {
    let mut rejections = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let fields = [Some(&*document.text), Some(&document.key), document.title.as_deref(), document.url.as_deref()];
        let fields = fields.into_iter().flatten();
        if fields.clone().any(|field| field.as_bytes().contains(&0)) {
            let message = "the article contains a NUL character, at which SQLite ends a text";
            rejections.push(Rejection { index, failure: Failure::reject("nul-character", message) });
        } else if fields.map(str::len).sum::<usize>() > ARTICLE_MAX {
            let message = format!("the article is larger than {} MiB", ARTICLE_MAX >> 20);
            rejections.push(Rejection { index, failure: Failure::reject("too-large", message) });
        }
    }
    rejections
}

fn positions(connection: &Connection, sink: &str) -> rusqlite::Result<Vec<SourcePosition>> {
    let mut statement =
        connection.prepare("SELECT source, partition, version, offset FROM positions WHERE sink = ?1")?;
    let position = |row: &rusqlite::Row<'_>| {
        let offset: Option<i64> = row.get(3)?;
        let offset = offset.map_or(Position::END, |offset| u64::try_from(offset).unwrap_or_default());
        let position =
            Position { partition: row.get::<_, String>(1)?.into(), version: row.get::<_, String>(2)?.into(), offset };
        Ok(SourcePosition { source: row.get::<_, String>(0)?.into(), position })
    };
    statement.query_map([sink], position)?.collect()
}
