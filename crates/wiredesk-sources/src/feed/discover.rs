//! Finds the feeds of a page: what its head links to, else what lies at the usual places. Called by `wiredesk
//! feeds add`; every address that is answered has been read as a feed.

use std::collections::HashSet;

use url::Url;

use super::{page, parse};
use crate::{
    fetch::{Answer, FetchError, Fetcher, Request, Trust},
    formats::html,
};

/// Feeds of one page that are looked at.
const MOST: usize = 10;
/// Where feeds lie on sites that do not say so.
const USUAL: [&str; 6] = ["/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml"];
const ACCEPT: &str = "text/html, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5";

/// A feed that was found and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// Its address.
    pub url: Url,
    /// What it calls itself, or the link to it.
    pub title: Option<String>,
    /// Its entries at the moment.
    pub entries: usize,
}

/// The feed at `url`, or the feeds of the page there.
///
/// # Errors
/// If `url` cannot be fetched or answers with an error.
pub async fn discover(fetcher: &Fetcher, url: &Url, trust: Trust) -> Result<Vec<Discovered>, FetchError> {
    let answer = fetcher.get(&Request::new(url.clone(), trust, ACCEPT)).await?;
    if !(200..300).contains(&answer.status) {
        return Err(FetchError::new("status", format!("{url} answers with status {}", answer.status)));
    }
    if let Some(feed) = read(&answer, url, None) {
        return Ok(vec![feed]);
    }
    let linked = html::feed_links(&String::from_utf8_lossy(&answer.body)).into_iter();
    let linked = linked.filter_map(|(href, title)| Some((answer.url.join(&href).ok()?, title)));
    let found = look(fetcher, linked, url, trust).await;
    if !found.is_empty() {
        return Ok(found);
    }
    let usual = USUAL.iter().filter_map(|path| Some((answer.url.join(path).ok()?, None)));
    Ok(look(fetcher, usual, url, trust).await)
}

async fn look(
    fetcher: &Fetcher,
    places: impl Iterator<Item = (Url, Option<String>)>,
    from: &Url,
    trust: Trust,
) -> Vec<Discovered> {
    let mut found: Vec<Discovered> = Vec::new();
    let mut asked = HashSet::new();
    for (url, title) in places.filter(|(url, _)| asked.insert(url.clone())).take(MOST) {
        // only the place that a person named is trusted
        let trust = if url.origin() == from.origin() { trust } else { Trust::Public };
        let answer = fetcher.get(&Request::new(url.clone(), trust, ACCEPT)).await;
        let feed = answer.ok().filter(|answer| (200..300).contains(&answer.status));
        found.extend(feed.and_then(|answer| read(&answer, &url, title)));
    }
    found
}

fn read(answer: &Answer, url: &Url, title: Option<String>) -> Option<Discovered> {
    let feed = parse::parse(&answer.body, page::charset(answer), &answer.url).ok()?;
    let url = answer.moved.clone().unwrap_or_else(|| url.clone());
    Some(Discovered { url, title: feed.title.or(title), entries: feed.entries.len() })
}
