//! How the feeds of a source are, read from what the source remembers: for `wiredesk feeds`, whether the
//! source is running or not. The one thing that is changed from here is that a feed was given up.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;
use wiredesk_core::error::Failure;

use super::{journal, list::FeedSpec};

/// How one feed is.
#[derive(Clone, Debug, Serialize)]
pub struct FeedStatus {
    /// As listed.
    pub url: String,
    /// Its name in the list, else what it calls itself.
    pub name: Option<String>,
    /// `waiting` for its first poll, `ok`, `failing`, `retired` (its server says that it is gone for good).
    pub state: &'static str,
    /// When it was polled last.
    pub last_poll: Option<Timestamp>,
    /// When it was read last.
    pub last_success: Option<Timestamp>,
    /// When it will be polled next.
    pub next_poll: Option<Timestamp>,
    /// Short name of the reason why the last poll failed.
    pub code: Option<String>,
    /// The same for people.
    pub error: Option<String>,
    /// Polls that failed since the last good one.
    pub failures: i64,
    /// Articles delivered.
    pub articles: i64,
    /// Articles delivered again because they were corrected.
    pub corrections: i64,
    /// Entries that another feed of the source had first.
    pub duplicates: i64,
    /// Entries that could not be read when the feed was read last.
    pub broken: i64,
    /// Where it has moved to for good.
    pub moved_to: Option<String>,
}

/// The feeds of a list, with what the source in `folder` knows of them.
///
/// # Errors
/// If what it knows cannot be read.
pub fn status(feeds: &[FeedSpec], folder: Option<&Path>) -> Result<Vec<FeedStatus>, Failure> {
    let rows = folder.map(journal::feeds_in).transpose()?.unwrap_or_default();
    let at = |seconds: i64| Timestamp::from_second(seconds).ok();
    let of = |spec: &FeedSpec| {
        let row = rows.iter().find(|row| row.url == spec.url.as_str()).cloned().unwrap_or_default();
        let state = match () {
            () if row.schedule.retired => "retired",
            () if row.error.is_some() => "failing",
            () if row.succeeded.is_some() => "ok",
            () => "waiting",
        };
        let (code, error) = row.error.unzip();
        FeedStatus {
            url: spec.url.to_string(),
            name: spec.name.clone().or(row.title),
            state,
            last_poll: row.polled.and_then(at),
            last_success: row.succeeded.and_then(at),
            next_poll: Some(row.schedule.due).filter(|due| *due > 0 && !row.schedule.retired).and_then(at),
            code,
            error,
            failures: row.schedule.failures,
            articles: row.articles,
            corrections: row.corrections,
            duplicates: row.duplicates,
            broken: row.broken,
            moved_to: row.moved,
        }
    };
    Ok(feeds.iter().map(of).collect())
}

/// What came of reviving a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revival {
    /// It will be asked again: by a running source within a minute or two.
    Revived,
    /// It was never given up, or never asked at all.
    NotRetired,
}

/// Has a feed asked again that was given up as gone for good, at the address that was listed. Safe beside a running
/// source: that writes nothing about a feed it has given up, and looks now and then whether it still is.
///
/// # Errors
/// If what the source in `folder` knows cannot be changed.
pub fn revive(folder: &Path, url: &Url, now: Timestamp) -> Result<Revival, Failure> {
    let revived = journal::revive_in(folder, url.as_str(), now.as_second())?;
    Ok(if revived { Revival::Revived } else { Revival::NotRetired })
}
