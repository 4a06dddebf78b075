//! What a poll or a fetched page brings into the journal, decided and written in one transaction: what is new,
//! what has changed, what another feed had first. Called by the source's tasks.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use url::Url;
use wiredesk_core::{DocumentId, error::Failure};

use super::{FeedRow, Journal, PageRow, tables};
use crate::feed::entry::{Candidate, Kept, hash};

/// What one transaction has brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::feed) struct Recorded {
    /// How many entries were what.
    pub(in crate::feed) seen: Seen,
    /// Number of the journal's last row.
    pub(in crate::feed) last: i64,
    /// Pages to be fetched from now on.
    pub(in crate::feed) pages: Vec<PageRow>,
}

/// How many entries of a feed were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::feed) struct Seen {
    /// Never seen before.
    pub(in crate::feed) new: usize,
    /// Seen before, and no longer the same.
    pub(in crate::feed) changed: usize,
    /// Seen before, as they are.
    pub(in crate::feed) same: usize,
    /// Another feed had them first.
    pub(in crate::feed) duplicates: usize,
    /// Articles that were delivered before with other content.
    pub(in crate::feed) corrections: usize,
}

/// An article that was seen.
struct Known {
    feed: i64,
    key: String,
    address: Option<String>,
    title: i64,
    entry: Vec<u8>,
    article: Option<Vec<u8>>,
    day: i64,
    link: Vec<u8>,
    corrections: i64,
}

impl Known {
    /// Whether it goes by its key although it has an address.
    fn has_own_id(&self, source: &str) -> bool {
        self.address.is_some() && self.link == DocumentId::of(source, &self.key, None).0
    }

    /// Whether an entry with another id and the same address is the same article. Some feeds count the versions of
    /// an article behind a `#` of its id; others have one address for all they say.
    fn is_same_as(&self, candidate: &Candidate) -> bool {
        let (stem, version) = candidate.key.split_once('#').unwrap_or((&candidate.key, ""));
        let known_stem = self.key.split('#').next().unwrap_or_default();
        let counted = version.len() <= 3 && version.bytes().all(|byte| byte.is_ascii_digit());
        self.title == candidate.title || (stem == known_stem && counted)
    }
}

/// After so many corrections an article's feed is taken for one that never says the same twice.
const MOST_CORRECTIONS: i64 = 20;

const KNOWN: &str = "SELECT feed, key, address, title, entry, article, day, link, corrections FROM known";

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        feed: row.get(0)?,
        key: row.get(1)?,
        address: row.get(2)?,
        title: row.get(3)?,
        entry: row.get(4)?,
        article: row.get(5)?,
        day: row.get(6)?,
        link: row.get(7)?,
        corrections: row.get(8)?,
    })
}

fn by_key(connection: &Connection, feed: i64, key: &str) -> rusqlite::Result<Option<Known>> {
    let sql = format!("{KNOWN} WHERE feed = ?1 AND key = ?2");
    connection.prepare_cached(&sql)?.query_row(params![feed, key], known).optional()
}

/// The same article under any key, one of the feed itself before others.
fn by_document(connection: &Connection, feed: i64, document: DocumentId) -> rusqlite::Result<Option<Known>> {
    let sql = format!("{KNOWN} WHERE link = ?1 OR document = ?1 ORDER BY feed <> ?2 LIMIT 1");
    connection.prepare_cached(&sql)?.query_row(params![document.0, feed], known).optional()
}

/// Number of the journal's last row; of the last there ever was, if all are gone.
pub(super) fn last(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'journal'";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}

fn deliver(connection: &Connection, kept: &Kept) -> rusqlite::Result<()> {
    let item = serde_json::to_string(kept).unwrap_or_default();
    connection.prepare_cached("INSERT INTO journal (item) VALUES (?1)")?.execute([item]).map(drop)
}

fn count(connection: &Connection, feed: i64, column: &str, by: usize) -> rusqlite::Result<()> {
    let sql = format!("UPDATE feed SET {column} = {column} + ?2 WHERE id = ?1");
    connection.prepare_cached(&sql)?.execute(params![feed, i64::try_from(by).unwrap_or(i64::MAX)]).map(drop)
}

fn address_of(kept: &Kept) -> Option<&str> {
    match kept {
        Kept::Article(article) => article.url.as_deref(),
        Kept::Rejected { .. } => None,
    }
}

/// An article that was delivered keeps the name and address it was delivered with, so that it replaces itself.
fn stay(kept: &mut Kept, key: &str, address: Option<&str>) {
    if let Kept::Article(article) = kept {
        key.clone_into(&mut article.key);
        article.url = address.map(str::to_owned);
    }
}

/// One transaction's surroundings.
struct Recording<'t> {
    transaction: &'t Transaction<'t>,
    source: &'t str,
    feed: i64,
    /// Days since 1970.
    day: i64,
    now: i64,
    recorded: Recorded,
    /// Keys that were met in this poll.
    met: std::collections::HashSet<String>,
}

impl Journal {
    /// Takes in the entries of one poll. `finish` is told how many were what and completes the feed's row,
    /// which is written with them.
    pub(in crate::feed) fn record_poll(
        &self,
        source: &str,
        row: &mut FeedRow,
        candidates: Vec<Candidate>,
        now: i64,
        finish: impl FnOnce(&mut FeedRow, Seen),
    ) -> Result<Recorded, Failure> {
        let mut updated = row.clone();
        let recorded = self.with(|connection| {
            let transaction = connection.transaction()?;
            let mut recording = Recording {
                transaction: &transaction,
                source,
                feed: row.id,
                day: now.div_euclid(86_400),
                now,
                recorded: Recorded::default(),
                met: std::collections::HashSet::new(),
            };
            for candidate in candidates {
                recording.take(candidate)?;
            }
            let mut recorded = recording.recorded;
            finish(&mut updated, recorded.seen);
            tables::save(&transaction, &updated)?;
            let Seen { duplicates, corrections, .. } = recorded.seen;
            count(&transaction, row.id, "duplicates", duplicates)?;
            count(&transaction, row.id, "corrections", corrections)?;
            recorded.last = last(&transaction)?;
            transaction.commit()?;
            Ok(recorded)
        })?;
        *row = updated;
        Ok(recorded)
    }

    /// Takes in the article of a page that was fetched, or what the feed itself has of it.
    pub(in crate::feed) fn record_page(&self, source: &str, n: i64, mut kept: Kept) -> Result<Recorded, Failure> {
        self.with(|connection| {
            let transaction = connection.transaction()?;
            let sql = "DELETE FROM page WHERE n = ?1 RETURNING feed, key, item";
            let page: Option<(i64, String, String)> =
                transaction.query_row(sql, [n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            let mut recorded = Recorded::default();
            if let Some((feed, key, item)) = page
                && let Some(known) = by_key(&transaction, feed, &key)?
            {
                let first: Option<Kept> = serde_json::from_str(&item).ok();
                let link = first.as_ref().and_then(address_of).map(str::to_owned);
                match &known.article {
                    Some(_) => correct(&transaction, &known, &mut kept, &mut recorded.seen)?,
                    None => first_time(&transaction, source, &known, &mut kept, link.as_deref(), &mut recorded.seen)?,
                }
                let Seen { duplicates, corrections, .. } = recorded.seen;
                count(&transaction, feed, "duplicates", duplicates)?;
                count(&transaction, feed, "corrections", corrections)?;
            }
            recorded.last = last(&transaction)?;
            transaction.commit()?;
            Ok(recorded)
        })
    }
}

/// Delivers an article whose page was fetched for the first time. The page's own idea of its address is
/// followed unless that is another article's.
fn first_time(
    transaction: &Transaction<'_>,
    source: &str,
    known: &Known,
    kept: &mut Kept,
    link: Option<&str>,
    seen: &mut Seen,
) -> rusqlite::Result<()> {
    let mut document = DocumentId::of(source, &known.key, address_of(kept));
    let other = by_document(transaction, known.feed, document)?.filter(|o| o.feed != known.feed || o.key != known.key);
    match other {
        // a site that calls all of its pages by one address would lose all but one
        Some(other) if other.feed == known.feed || other.title != known.title => {
            stay(kept, &known.key, link);
            document = DocumentId::of(source, &known.key, link);
        }
        Some(_) => seen.duplicates += 1,
        None => {}
    }
    if seen.duplicates == 0 {
        deliver(transaction, kept)?;
        count(transaction, known.feed, "articles", 1)?;
    }
    let sql = "UPDATE known SET document = ?3, address = ?4, article = ?5 WHERE feed = ?1 AND key = ?2";
    let values = params![known.feed, known.key, document.0, address_of(kept), kept.hash()];
    transaction.prepare_cached(sql)?.execute(values).map(drop)
}

/// Delivers an article anew if its content has changed.
fn correct(transaction: &Transaction<'_>, known: &Known, kept: &mut Kept, seen: &mut Seen) -> rusqlite::Result<()> {
    stay(kept, &known.key, known.address.as_deref());
    let content = kept.hash();
    if known.article.as_deref() != Some(&content[..]) && known.corrections < MOST_CORRECTIONS {
        deliver(transaction, kept)?;
        seen.corrections += 1;
        let sql = "UPDATE known SET article = ?3, corrections = corrections + 1 WHERE feed = ?1 AND key = ?2";
        transaction.prepare_cached(sql)?.execute(params![known.feed, known.key, content])?;
    }
    Ok(())
}

impl Recording<'_> {
    fn take(&mut self, mut candidate: Candidate) -> rusqlite::Result<()> {
        let mut found = by_key(self.transaction, self.feed, &candidate.key)?;
        let address = address_of(&candidate.kept).map(str::to_owned);
        if let Some(known) = &found
            && known.title != candidate.title
            && let (Some(old), Some(new)) = (&known.address, &address)
            && self.document(&known.key, Some(old)) != self.document(&known.key, Some(new))
            && !self.is_link_of(known, new)?
        {
            // other title, other address: another article under an id that the feed uses again
            let suffix: String = hash([new.as_str()])[..6].iter().map(|byte| format!("{byte:02x}")).collect();
            candidate.key = format!("{}#{suffix}", candidate.key);
            if let Kept::Article(article) = &mut candidate.kept {
                article.key.clone_from(&candidate.key);
            }
            found = by_key(self.transaction, self.feed, &candidate.key)?;
        }
        let own_id = |kept: &Kept| matches!(kept, Kept::Article(article) if article.own_id);
        let by = address.as_deref().filter(|_| !own_id(&candidate.kept));
        let mut document = self.document(&candidate.key, by);
        if found.is_none() {
            found = by_document(self.transaction, self.feed, document)?;
            if found.as_ref().is_some_and(|known| known.feed == self.feed && !known.is_same_as(&candidate)) {
                candidate.go_by_key();
                document = self.document(&candidate.key, None);
                found = None;
            }
        }
        match found {
            Some(known) if known.feed != self.feed => {
                self.recorded.seen.duplicates += 1;
                Ok(())
            }
            // the same article twice in one document: the first one counts
            Some(known) if !self.met.insert(known.key.clone()) => Ok(()),
            Some(known) => self.again(known, candidate),
            None => {
                self.met.insert(candidate.key.clone());
                self.first(candidate, document)
            }
        }
    }

    fn document(&self, key: &str, address: Option<&str>) -> DocumentId {
        DocumentId::of(self.source, key, address)
    }

    /// Whether an address is the one the feed gave for a known article, whose page goes by another.
    fn is_link_of(&self, known: &Known, address: &str) -> rusqlite::Result<bool> {
        let sql = "SELECT link = ?3 FROM known WHERE feed = ?1 AND key = ?2";
        let id = self.document(&known.key, Some(address));
        self.transaction.prepare_cached(sql)?.query_row(params![known.feed, known.key, id.0], |row| row.get(0))
    }

    /// An article that was never seen.
    fn first(&mut self, candidate: Candidate, document: DocumentId) -> rusqlite::Result<()> {
        let Candidate { key, title, hash, kept, page } = candidate;
        self.recorded.seen.new += 1;
        let sql = "INSERT INTO known (feed, key, link, document, address, title, entry, article, day) \
                   VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8)";
        let content = page.is_none().then(|| kept.hash());
        let values = params![self.feed, key, document.0, address_of(&kept), title, hash, content, self.day];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        match page {
            Some(url) => self.fetch_page(&key, url, &kept),
            None => {
                deliver(self.transaction, &kept)?;
                count(self.transaction, self.feed, "articles", usize::from(matches!(kept, Kept::Article(_))))
            }
        }
    }

    /// An article that was seen before.
    fn again(&mut self, known: Known, mut candidate: Candidate) -> rusqlite::Result<()> {
        if known.has_own_id(self.source) {
            candidate.go_by_key();
        }
        let Candidate { title, hash, mut kept, page, .. } = candidate;
        if known.entry == hash {
            self.recorded.seen.same += 1;
            // the day is written once a week, not at every poll
            if known.day + 7 <= self.day {
                let sql = "UPDATE known SET day = ?3 WHERE feed = ?1 AND key = ?2";
                self.transaction.prepare_cached(sql)?.execute(params![known.feed, known.key, self.day])?;
            }
            return Ok(());
        }
        self.recorded.seen.changed += 1;
        let sql = "UPDATE known SET entry = ?3, title = ?4, day = ?5 WHERE feed = ?1 AND key = ?2";
        self.transaction.prepare_cached(sql)?.execute(params![known.feed, known.key, hash, title, self.day])?;
        match page {
            Some(url) => {
                if let Kept::Article(article) = &mut kept {
                    article.key.clone_from(&known.key);
                }
                self.fetch_page(&known.key, url, &kept)
            }
            // its page is still to be fetched, and is no longer wanted
            None if known.article.is_none() => {
                let sql = "DELETE FROM page WHERE feed = ?1 AND key = ?2";
                self.transaction.prepare_cached(sql)?.execute(params![known.feed, known.key])?;
                stay(&mut kept, &known.key, known.address.as_deref());
                let mut seen = Seen::default();
                first_time(self.transaction, self.source, &known, &mut kept, known.address.as_deref(), &mut seen)
            }
            None => correct(self.transaction, &known, &mut kept, &mut self.recorded.seen),
        }
    }

    /// Notes that a page is to be fetched; one that is waited for already is fetched once, for the newer entry.
    fn fetch_page(&mut self, key: &str, url: Url, kept: &Kept) -> rusqlite::Result<()> {
        let item = serde_json::to_string(kept).unwrap_or_default();
        self.transaction
            .prepare_cached("DELETE FROM page WHERE feed = ?1 AND key = ?2")?
            .execute(params![self.feed, key])?;
        let sql = "INSERT INTO page (feed, key, url, item, due) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.transaction.prepare_cached(sql)?.execute(params![self.feed, key, url.as_str(), item, self.now])?;
        let n = self.transaction.last_insert_rowid();
        self.recorded.pages.push(PageRow { n, feed: self.feed, url, due: self.now, attempts: 0 });
        Ok(())
    }
}
