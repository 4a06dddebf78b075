//! Options of the `feed` source, and what they come to for one feed.

use std::{path::PathBuf, time};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

/// Options of `feed`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedOptions {
    /// Addresses of feeds (RSS, Atom, JSON Feed), or tables `{ url = "…", name = "…", tags = ["…"], … }`
    /// that say what is different for one: `full_text`, `interval`, `allow_private`, `disabled`.
    #[serde(default)]
    #[schemars(example = &["https://post.example/feed.xml"])]
    pub feeds: Vec<FeedItem>,
    /// A file with more feeds: TOML with a `[[feeds]]` table for each, OPML, or one address a line. Read
    /// again when it changes; `wiredesk feeds add` writes to it.
    #[serde(default)]
    #[schemars(example = &"feeds.toml")]
    pub list: Option<PathBuf>,
    /// Whether an article's page is fetched: `auto` where the feed has only a teaser, `always`, `never`.
    #[serde(default)]
    pub full_text: FullText,
    /// Most pages that are read of an article that goes on at page 2, page 3 and so forth; 1: only the first.
    #[serde(default = "default_max_pages")]
    #[schemars(range(min = 1, max = 50))]
    pub max_pages: usize,
    /// How often a feed is polled at first. Then it depends on how often there is something new.
    #[serde(default = "default_interval")]
    pub interval: Duration,
    /// How often a feed is polled at most, by `run --once` as well.
    #[serde(default = "default_min_interval")]
    pub min_interval: Duration,
    /// How often a feed is polled at least, unless its server asks for more time or it fails.
    #[serde(default = "default_max_interval")]
    pub max_interval: Duration,
    /// An address (mail or web) that every request names, so that who runs a server can turn to you.
    #[serde(default)]
    #[schemars(example = &"desk@newsroom.example")]
    pub contact: Option<String>,
    /// Pause between two requests to the same host; longer where its robots.txt asks for it.
    #[serde(default = "default_host_delay")]
    pub host_delay: Duration,
    /// Requests that are made at the same time; to one host it is one.
    #[serde(default = "default_concurrency")]
    #[schemars(range(min = 1, max = 256))]
    pub concurrency: usize,
    /// Whether robots.txt is asked before pages are fetched. Feeds are there to be polled and are not asked about.
    #[serde(default = "yes")]
    pub robots: bool,
    /// How long one fetch may take, redirects included.
    #[serde(default = "default_timeout")]
    pub timeout: Duration,
    /// Largest feed or page, before and after decompression.
    #[serde(default = "default_max_size")]
    pub max_size: Size,
    /// An `http://` proxy that everything goes through.
    #[serde(default)]
    #[schemars(example = &"http://proxy.newsroom.example:3128")]
    pub proxy: Option<String>,
    /// Certificates (PEM) that are trusted besides the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// Whether the feeds listed here may be at private or loopback addresses.
    #[serde(default)]
    pub allow_private: bool,
    /// Whether pages that feeds link to may be at private or loopback addresses. Whoever writes the feed
    /// then decides what is fetched inside your network.
    #[serde(default)]
    pub allow_private_links: bool,
    /// For how many days an article that is no longer in its feed is remembered, so that it is not
    /// delivered again if it comes back.
    #[serde(default = "default_remember_days")]
    #[schemars(range(min = 1, max = 36500))]
    pub remember_days: u32,
}

/// One feed in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FeedItem {
    /// Its address.
    Address(String),
    /// With what is different for it.
    Table(FeedTable),
}

/// One feed with what is different for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedTable {
    /// Its address.
    pub url: String,
    /// What it is called in records; left out: its own title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Goes into every record of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// As the option of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_text: Option<FullText>,
    /// Polls this feed at this pace, whatever it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Duration>,
    /// As the option of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_private: Option<bool>,
    /// Keeps it in the list without polling it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
}

/// Whether pages are fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FullText {
    /// Where the feed has only a teaser.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: the text is what the feed has.
    Never,
}

impl FeedItem {
    /// As a table.
    #[must_use]
    pub fn table(&self) -> FeedTable {
        match self {
            Self::Address(url) => FeedTable { url: url.clone(), ..FeedTable::default() },
            Self::Table(table) => table.clone(),
        }
    }
}

impl FeedOptions {
    /// The defaults, without a feed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            feeds: Vec::new(),
            list: None,
            full_text: FullText::default(),
            max_pages: default_max_pages(),
            interval: default_interval(),
            min_interval: default_min_interval(),
            max_interval: default_max_interval(),
            contact: None,
            host_delay: default_host_delay(),
            concurrency: default_concurrency(),
            robots: true,
            timeout: default_timeout(),
            max_size: default_max_size(),
            proxy: None,
            ca_file: None,
            allow_private: false,
            allow_private_links: false,
            remember_days: default_remember_days(),
        }
    }
}

impl Default for FeedOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The address of a feed as it is known by.
///
/// # Errors
/// What is wrong with it, for people.
pub fn feed_address(written: &str) -> Result<Url, String> {
    let mut url = Url::parse(written.trim()).map_err(|error| format!("no address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("has to begin with http:// or https://".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a name and password in an address are not supported".to_owned());
    }
    url.set_fragment(None);
    Ok(url)
}

fn seconds(seconds: u64) -> Duration {
    Duration(time::Duration::from_secs(seconds))
}

fn default_max_pages() -> usize {
    5
}

fn default_interval() -> Duration {
    seconds(30 * 60)
}

fn default_min_interval() -> Duration {
    seconds(5 * 60)
}

fn default_max_interval() -> Duration {
    seconds(3 * 60 * 60)
}

fn default_host_delay() -> Duration {
    seconds(1)
}

fn default_timeout() -> Duration {
    seconds(30)
}

fn default_concurrency() -> usize {
    8
}

fn default_max_size() -> Size {
    Size(16 << 20)
}

fn default_remember_days() -> u32 {
    365
}

fn yes() -> bool {
    true
}

impl ComponentOptions for FeedOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (number, item) in self.feeds.iter().enumerate() {
            if let Err(message) = feed_address(&item.table().url) {
                let path = vec!["feeds".to_owned(), number.to_string()];
                findings.push(Finding { path, message, expected: Vec::new() });
            }
        }
        if self.min_interval.0 < time::Duration::from_secs(1) {
            findings.push(Finding::at("min_interval", "must be at least 1s"));
        }
        if self.max_interval.0 < self.min_interval.0 {
            findings.push(Finding::at("max_interval", "must not be shorter than `min_interval`"));
        }
        if self.timeout.0.is_zero() {
            findings.push(Finding::at("timeout", "must be longer than 0s"));
        }
        if let Some(proxy) = &self.proxy
            && !Url::parse(proxy).is_ok_and(|url| url.scheme() == "http" && url.has_host())
        {
            findings.push(Finding::at("proxy", "has to be an address that begins with http://"));
        }
        if self.contact.as_ref().is_some_and(|contact| contact.chars().any(|c| !(' '..='~').contains(&c))) {
            findings.push(Finding::at("contact", "may have letters, digits and punctuation of ASCII only"));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wiredesk_core::options;

    use super::*;

    fn mistakes(table: serde_json::Value) -> Vec<String> {
        match options::read::<FeedOptions>(table) {
            Ok(_) => Vec::new(),
            Err(findings) => findings.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn feeds_are_addresses_or_tables_and_every_mistake_is_found() {
        let good = json!({"feeds": ["https://a.example/f", {"url": "http://b.example/f", "tags": ["x"], "full_text": "never"}]});
        assert_eq!(mistakes(good), Vec::<String>::new());
        for (table, start) in [
            (json!({"feeds": ["a.example/feed"]}), "`feeds.0`: no address"),
            (json!({"feeds": ["ftp://a.example/feed"]}), "`feeds.0`: has to begin"),
            (json!({"feeds": ["https://me:secret@a.example/"]}), "`feeds.0`: a name and password"),
            (json!({"feeds": [{"url": "https://a.example/", "tag": "x"}]}), "`feeds.0.tag`: unknown option"),
            (json!({"list": "f", "min_interval": "2h", "max_interval": "1h"}), "`max_interval`: must not"),
            (json!({"list": "f", "min_interval": "1ms"}), "`min_interval`: must be"),
            (json!({"list": "f", "proxy": "socks5://p.example"}), "`proxy`: has to be"),
            (json!({"list": "f", "contact": "dësk"}), "`contact`: may have"),
        ] {
            let found = mistakes(table.clone());
            assert!(found.len() == 1 && found[0].starts_with(start), "{table}: {found:?}");
        }
    }
}
