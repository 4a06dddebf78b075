//! Lists of feeds: in the configuration, in a TOML file, as OPML, one address a line. Read by the source at
//! start and when the file changes; written to by `wiredesk feeds add` only.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use url::Url;

use super::{
    options::{FeedItem, FeedOptions, FeedTable, FullText, feed_address},
    parse::tree,
};

/// Bytes of a list that are read.
const MOST_BYTES: u64 = 16 << 20;

/// One feed as the source follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSpec {
    /// As written; what it is known by.
    pub url: Url,
    /// What it is called.
    pub name: Option<String>,
    /// For its records.
    pub tags: Vec<String>,
    /// Whether its articles' pages are fetched.
    pub full_text: FullText,
    /// Always at this pace, in seconds.
    pub interval: Option<i64>,
    /// Whether it may be at a private address.
    pub allow_private: bool,
}

/// What a list says.
#[derive(Debug, Default)]
pub struct Listed {
    /// In order; the first of several with the same address.
    pub feeds: Vec<FeedSpec>,
    /// Lines and tables that name no feed.
    pub mistakes: Vec<String>,
}

/// A list file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It cannot be read.
    #[error("cannot read the list of feeds `{}`: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// It is not what its name says.
    #[error("the list of feeds `{}` is no {format}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// `TOML` or `OPML`.
        format: &'static str,
        /// What is wrong.
        message: String,
    },
}

/// How a list is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Toml,
    Opml,
    Lines,
}

impl Format {
    fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "toml" => Self::Toml,
            "opml" | "xml" => Self::Opml,
            _ => Self::Lines,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlList {
    /// Read one by one, so that a mistake in one costs no other.
    #[serde(default)]
    feeds: Vec<toml::Value>,
}

/// Every feed that the options name, those of the list file included.
///
/// # Errors
/// If the file cannot be used as a whole.
pub fn feeds(options: &FeedOptions) -> Result<Listed, ListError> {
    let mut tables: Vec<FeedTable> = options.feeds.iter().map(FeedItem::table).collect();
    let mut listed = Listed::default();
    if let Some(path) = &options.list {
        let (feeds, mistakes) = read(path)?;
        tables.extend(feeds);
        listed.mistakes = mistakes;
    }
    let mut known = HashSet::new();
    for table in tables.into_iter().filter(|table| !table.disabled) {
        match feed_address(&table.url) {
            Err(message) => {
                let shown: String = table.url.chars().take(100).collect();
                listed.mistakes.push(format!("`{shown}`: {message}"));
            }
            Ok(url) if known.insert(url.clone()) => listed.feeds.push(FeedSpec {
                url,
                name: table.name,
                tags: table.tags,
                full_text: table.full_text.unwrap_or(options.full_text),
                interval: table.interval.map(|interval| i64::try_from(interval.0.as_secs()).unwrap_or(i64::MAX).max(1)),
                allow_private: table.allow_private.unwrap_or(options.allow_private),
            }),
            Ok(_) => {}
        }
    }
    Ok(listed)
}

/// The feeds in a file, and what is wrong with others.
fn read(path: &Path) -> Result<(Vec<FeedTable>, Vec<String>), ListError> {
    let unreadable = |error| ListError::Unreadable { path: path.to_owned(), error };
    if fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        return Err(unreadable(io::Error::other("it is larger than 16 MiB")));
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let malformed = |format, message| ListError::Malformed { path: path.to_owned(), format, message };
    match Format::of(path) {
        Format::Toml => {
            let list: TomlList =
                toml::from_str(&text).map_err(|error| malformed("TOML", error.to_string().trim().to_owned()))?;
            let (mut tables, mut mistakes) = (Vec::new(), Vec::new());
            for (number, feed) in list.feeds.into_iter().enumerate() {
                let read = match feed {
                    toml::Value::String(url) => Ok(FeedTable { url, ..FeedTable::default() }),
                    other => other.try_into::<FeedTable>(),
                };
                match read {
                    Ok(table) => tables.push(table),
                    Err(error) => mistakes.push(format!("feed number {}: {}", number + 1, error.to_string().trim())),
                }
            }
            Ok((tables, mistakes))
        }
        Format::Opml => {
            let tables = opml(&text).ok_or_else(|| malformed("OPML", "there is no `opml` element".to_owned()))?;
            Ok((tables, Vec::new()))
        }
        Format::Lines => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            Ok((lines.map(|line| FeedItem::Address(line.to_owned()).table()).collect(), Vec::new()))
        }
    }
}

/// The outlines with an `xmlUrl`; the names of the folders they are in, and their categories, become tags.
fn opml(text: &str) -> Option<Vec<FeedTable>> {
    let root = tree::read(text).root.filter(|root| root.name == "opml")?;
    let mut feeds = Vec::new();
    let mut waiting: Vec<(&tree::Node, Vec<String>)> = vec![(&root, Vec::new())];
    while let Some((node, folders)) = waiting.pop() {
        let words = |name: &str| {
            let text = node.attribute(name)?.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        let name = words("title").or_else(|| words("text"));
        let mut within = folders.clone();
        if node.name == "outline" {
            if let Some(url) = words("xmlUrl") {
                let categories = words("category").unwrap_or_default();
                let categories = categories.split(',').map(|c| c.trim().trim_matches('/').to_owned());
                let mut tags = folders;
                tags.extend(categories.filter(|category| !category.is_empty()));
                tags.dedup();
                feeds.push(FeedTable { url, name, tags, ..FeedTable::default() });
            } else {
                within.extend(name);
            }
        }
        waiting.extend(node.children.iter().rev().map(|child| (child, within.clone())));
    }
    Some(feeds)
}

/// Adds feeds to a list file, which is made if it is not there. Answers how many were new.
///
/// # Errors
/// If the file cannot be read or written, or is OPML, which other programs own.
pub fn add(path: &Path, feeds: &[FeedTable]) -> Result<usize, ListError> {
    let format = Format::of(path);
    if format == Format::Opml {
        let message = "wiredesk does not write OPML: use a list that ends in `.toml`".to_owned();
        return Err(ListError::Malformed { path: path.to_owned(), format: "list to add to", message });
    }
    let known: HashSet<String> = match read(path) {
        Ok((tables, _)) => tables.into_iter().map(|table| table.url).collect(),
        Err(ListError::Unreadable { error, .. }) if error.kind() == io::ErrorKind::NotFound => HashSet::new(),
        Err(error) => return Err(error),
    };
    let unwritable = |error| ListError::Unreadable { path: path.to_owned(), error };
    let new: Vec<&FeedTable> = feeds.iter().filter(|feed| !known.contains(&feed.url)).collect();
    let mut text = if path.exists() { fs::read_to_string(path).map_err(unwritable)? } else { String::new() };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for feed in &new {
        if format == Format::Lines {
            text.push_str(&format!("{}\n", feed.url));
            continue;
        }
        text.push_str(&format!("\n[[feeds]]\nurl = {}\n", quoted(&feed.url)));
        if let Some(name) = &feed.name {
            text.push_str(&format!("name = {}\n", quoted(name)));
        }
    }
    if !new.is_empty() {
        // a daemon may be reading it: it never sees half a list
        let beside = path.with_extension("tmp");
        fs::write(&beside, &text).and_then(|()| fs::rename(&beside, path)).map_err(unwritable)?;
    }
    Ok(new.len())
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str, content: &str) -> Result<Listed, ListError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        feeds(&FeedOptions { list: Some(path), ..FeedOptions::new() })
    }

    fn check(name: &str, content: &str, expected: &[(&str, Option<&str>, &[&str])]) {
        let listed = listed(name, content).unwrap();
        let found: Vec<_> = listed
            .feeds
            .iter()
            .map(|feed| {
                (feed.url.as_str(), feed.name.as_deref(), feed.tags.iter().map(String::as_str).collect::<Vec<_>>())
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|&(url, name, tags)| (url, name, tags.to_vec())).collect();
        assert_eq!(found, expected, "{content}");
    }

    #[test]
    fn a_list_is_read_in_every_form() {
        check(
            "feeds.toml",
            "feeds = [\"https://a.example/f\", {url = \"https://b.example/f\", name = \"B\", tags = [\"x\"]}, \
             {url = \"https://c.example/\", disabled = true}]",
            &[("https://a.example/f", None, &[]), ("https://b.example/f", Some("B"), &["x"])],
        );
        check("l.txt", "# ours\nhttps://a.example/f\n\n https://a.example/f \n", &[("https://a.example/f", None, &[])]);
        check(
            "feeds.opml",
            "<opml version='2.0'><head><title>All</title></head><body><outline text='World'>\
             <outline type='rss' text='A &amp; co' xmlUrl='https://a.example/f' category='/x,y'/>\
             <outline text='Deep'><outline title='B' xmlUrl='https://b.example/f'/></outline></outline>\
             <outline xmlUrl='https://c.example/'/></body></opml>",
            &[
                ("https://a.example/f", Some("A & co"), &["World", "x", "y"]),
                ("https://b.example/f", Some("B"), &["World", "Deep"]),
                ("https://c.example/", None, &[]),
            ],
        );
    }

    #[test]
    fn mistakes_in_a_list_cost_no_other_feed() {
        let listed_feeds = listed("l.txt", "https://a.example/f\nno address\n").unwrap();
        assert_eq!((listed_feeds.feeds.len(), listed_feeds.mistakes.len()), (1, 1));
        let tables =
            "[[feeds]]\nurl = \"https://a.example/f\"\n[[feeds]]\nurl = \"https://b.example/\"\nnmae = \"B\"\n";
        let listed_tables = listed("l.toml", tables).unwrap();
        assert_eq!(listed_tables.feeds.len(), 1);
        assert!(listed_tables.mistakes[0].starts_with("feed number 2: unknown field `nmae`"), "{listed_tables:?}");
        assert!(listed("l.toml", "feeds = 7").unwrap_err().to_string().contains("is no TOML"));
        assert!(listed("l.opml", "<html/>").unwrap_err().to_string().contains("is no OPML"));
    }

    #[test]
    fn feeds_are_added_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feeds.toml");
        let table =
            |url: &str, name: &str| FeedTable { url: url.into(), name: Some(name.into()), ..FeedTable::default() };
        assert_eq!(add(&path, &[table("https://a.example/f", "The \"A\"\n")]).unwrap(), 1);
        assert_eq!(add(&path, &[table("https://a.example/f", "A"), table("https://b.example/f", "B")]).unwrap(), 1);
        let listed = feeds(&FeedOptions { list: Some(path.clone()), ..FeedOptions::new() }).unwrap();
        let names: Vec<_> = listed.feeds.iter().map(|feed| feed.name.as_deref()).collect();
        assert_eq!(names, [Some("The \"A\"\n"), Some("B")]);
        assert!(add(&folder.path().join("f.opml"), &[]).is_err());
    }
}
