//! From a feed's entries to what the journal keeps: articles as far as the feed itself tells them, each with
//! the key it is known by, and whether its page is wanted. Pure.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;
use wiredesk_core::{
    Document, DocumentId, Span,
    annotation::Annotation,
    document::{Article, DateOrigin, Problem, Published},
    source::{Item, Rejected},
};

use super::{
    list::FeedSpec,
    options::FullText,
    parse::{Entry, Feed},
};
use crate::formats::problem;

/// Characters below which the text in a feed is a teaser.
const TEASER: usize = 600;
/// The layer in which a record says which feed it came from.
const LAYER: &str = "wiredesk/feed";

/// What is delivered, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kept {
    /// An article.
    Article(Box<KeptArticle>),
    /// An entry that is none.
    Rejected {
        /// See [`Rejected`].
        key: String,
        /// For people.
        message: String,
        /// What there was.
        raw: String,
    },
}

/// An article with where it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptArticle {
    pub(super) key: String,
    pub(super) url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<(Timestamp, DateOrigin)>,
    pub(super) language: Option<String>,
    pub(super) text: String,
    pub(super) problems: Vec<Problem>,
    pub(super) fetched: Timestamp,
    /// What the feed is called.
    pub(super) feed: String,
    /// Its record's id comes from its key: its address is not its alone.
    #[serde(default)]
    pub(super) own_id: bool,
    /// Address of the feed, tags and categories, for the record.
    pub(super) about: serde_json::Value,
}

/// An entry on its way into the journal.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// What it is known by among all articles of the source.
    pub(super) key: String,
    /// What tells it from another one with the same key.
    pub(super) title: i64,
    /// Over everything the feed says about it.
    pub(super) hash: [u8; 16],
    pub(super) kept: Kept,
    /// The page that is to be fetched.
    pub(super) page: Option<Url>,
}

impl Candidate {
    /// Its address is not its own, so its key names it, and what is at the address is not its text.
    pub(super) fn go_by_key(&mut self) {
        self.page = None;
        if let Kept::Article(article) = &mut self.kept {
            article.own_id = true;
        }
    }
}

/// 128 bits over several parts, which stay apart.
pub(super) fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut hash = [0; 16];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    hash
}

fn short(parts: &[&str]) -> String {
    hash(parts.iter().copied())[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Kept {
    /// What a change of the article changes.
    pub(super) fn hash(&self) -> [u8; 16] {
        match self {
            Self::Article(article) => {
                let title = article.title.as_deref().unwrap_or_default();
                hash([title, &article.text].into_iter().chain(article.authors.iter().map(String::as_str)))
            }
            Self::Rejected { raw, .. } => hash([raw.as_str()]),
        }
    }

    /// As it is handed to the engine.
    pub(super) fn item(self, source: &Arc<str>) -> Item {
        let article = match self {
            Self::Rejected { key, message, raw } => {
                return Item::Rejected(Rejected { key, code: "no-content", message, raw: raw.into_bytes() });
            }
            Self::Article(article) => *article,
        };
        let annotation = Span::new(&article.text, 0..0).ok().map(|span| Annotation {
            span,
            label: article.feed,
            value: Some(article.about),
        });
        let read = Article {
            key: article.key,
            url: article.url,
            title: article.title,
            authors: article.authors,
            published: article.published.map(|(at, from)| Published { at, from }),
            declared_language: article.language,
            text: article.text.into(),
            problems: article.problems,
        };
        let mut document = Document::new(source.clone(), read, article.fetched);
        if article.own_id {
            document.id = DocumentId::of(source, &document.key, None);
        }
        document.layers.extensions.insert(LAYER.into(), annotation.into_iter().collect());
        Item::Document(Arc::new(document))
    }
}

/// The entries of a feed, the oldest first; of several with one key the one that the feed names first.
pub(super) fn candidates(feed: &Feed, spec: &FeedSpec, fetched: Timestamp) -> Vec<Candidate> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for id in feed.entries.iter().filter_map(|entry| entry.id.as_deref()) {
        *times.entry(id).or_default() += 1;
    }
    let mut seen = HashSet::new();
    let mut candidates = Vec::new();
    for entry in &feed.entries {
        let unique = entry.id.as_deref().is_some_and(|id| times.get(id) == Some(&1));
        let key = key(entry, unique, spec);
        if seen.insert(key.clone()) {
            candidates.push(candidate(entry, key, feed, spec, fetched));
        }
    }
    candidates.reverse();
    candidates
}

/// The id, made unique where the feed does not see to that; without one the address; without both what
/// the entry says.
fn key(entry: &Entry, unique: bool, spec: &FeedSpec) -> String {
    let link = entry.link.as_ref().map(Url::as_str);
    let title = entry.title.as_deref().unwrap_or_default();
    match (&entry.id, link) {
        (Some(id), Some(_)) if unique => id.clone(),
        (Some(id), Some(link)) => format!("{id}#{}", short(&[link])),
        // not unique among feeds unless it is an address itself
        (Some(id), None) if unique && id.contains(':') => id.clone(),
        (Some(id), None) if unique => format!("{}#{id}", spec.url),
        (Some(id), None) => format!("{}#{id}#{}", spec.url, short(&[title])),
        (None, Some(link)) => link.to_owned(),
        (None, None) => {
            let published = entry.published.map(|at| at.to_string()).unwrap_or_default();
            let text = if title.is_empty() { text(entry) } else { String::new() };
            format!("{}#{}", spec.url, short(&[title, &published, &text]))
        }
    }
}

/// The text that the feed gives.
fn text(entry: &Entry) -> String {
    let texts = entry.content.iter().chain(&entry.summary).map(|markup| markup.paragraphs());
    texts.filter(|text| !text.trim().is_empty()).max_by_key(String::len).unwrap_or_default()
}

fn candidate(entry: &Entry, key: String, feed: &Feed, spec: &FeedSpec, fetched: Timestamp) -> Candidate {
    let text = text(entry);
    let title = entry.title.clone().unwrap_or_default();
    let link = entry.link.as_ref().map(ToString::to_string);
    let updated = entry.updated.map(|at| at.to_string());
    let hash = hash(
        [title.as_str(), &text, link.as_deref().unwrap_or_default(), updated.as_deref().unwrap_or_default()]
            .into_iter()
            .chain(entry.authors.iter().map(String::as_str)),
    );
    let title_hash = i64::from_le_bytes(self::hash([title.as_str()])[..8].try_into().unwrap_or_default());
    let wanted = match spec.full_text {
        FullText::Always => true,
        FullText::Never => false,
        FullText::Auto => is_teaser(&text),
    };
    let kept = if text.is_empty() && title.is_empty() && link.is_none() {
        let raw = format!("{entry:?}");
        Kept::Rejected { key: key.clone(), message: "the entry has neither title nor text nor address".into(), raw }
    } else {
        let mut problems: Vec<Problem> =
            feed.notes.iter().map(|(code, message)| problem(code, format!("the feed {message}"))).collect();
        if entry.published.is_none()
            && let Some(written) = &entry.bad_date
        {
            problems.push(problem("bad-date", format!("the feed's publication date is none: {written}")));
        }
        if let Some(reason) = &entry.left_out {
            problems.push(problem("unreadable-content", format!("the feed's content is left out: {reason}")));
        }
        let name = spec.name.clone().or_else(|| feed.title.clone()).unwrap_or_else(|| spec.url.to_string());
        let published = entry.published.or(entry.updated).map(|at| (at, DateOrigin::Feed));
        Kept::Article(Box::new(KeptArticle {
            key: key.clone(),
            url: link,
            text: if text.is_empty() { title } else { text },
            title: entry.title.clone(),
            authors: entry.authors.clone(),
            published,
            language: entry.language.clone().or_else(|| feed.language.clone()),
            problems,
            fetched,
            feed: name,
            own_id: false,
            about: serde_json::json!({
                "url": spec.url.as_str(),
                "tags": spec.tags,
                "categories": entry.tags,
                "updated": updated,
            }),
        }))
    };
    let page = entry.link.clone().filter(|_| wanted);
    let mut candidate = Candidate { key, title: title_hash, hash, kept, page };
    // the front page of a site is no article
    if entry.link.as_ref().is_some_and(|link| link.path() == "/" && link.query().is_none()) {
        candidate.go_by_key();
    }
    candidate
}

/// Whether a text is only the beginning of an article, or about it.
fn is_teaser(text: &str) -> bool {
    const ENDS: [&str; 9] =
        ["…", "...", "[…]", "[...]", "read more", "continue reading", "read more »", "weiterlesen", "lire la suite"];
    let end = text.trim_end().to_lowercase();
    let end = end.trim_end_matches([']', '>', '→', '»', ' ']);
    text.chars().take(TEASER).count() < TEASER
        || ENDS.iter().any(|mark| end.ends_with(mark.trim_end_matches([']', '»', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::parse;

    fn spec() -> FeedSpec {
        FeedSpec {
            url: Url::parse("https://post.example/feed").unwrap(),
            name: None,
            tags: vec!["local".into()],
            full_text: FullText::Auto,
            interval: None,
            allow_private: false,
        }
    }

    fn read(items: &str) -> Vec<Candidate> {
        let text = format!("<rss><channel><title>Post</title>{items}</channel></rss>");
        let feed = parse::parse(text.as_bytes(), None, &spec().url).unwrap();
        candidates(&feed, &spec(), Timestamp::UNIX_EPOCH)
    }

    fn keys(items: &str) -> Vec<String> {
        read(items).into_iter().map(|candidate| candidate.key).collect()
    }

    #[test]
    fn ids_that_are_missing_or_given_twice_are_made_up_for() {
        assert_eq!(
            keys("<item><guid>2</guid><link>/b</link></item><item><guid>1</guid><link>/a</link></item>"),
            ["1", "2"],
            "the oldest comes first"
        );
        assert_eq!(keys("<item><link>/a</link></item>"), ["https://post.example/a"]);
        assert_eq!(keys("<item><guid isPermaLink='false'>7</guid></item>"), ["https://post.example/feed#7"]);
        let twice = keys("<item><guid>1</guid><link>/a</link></item><item><guid>1</guid><link>/b</link></item>");
        assert!(twice.len() == 2 && twice[0] != twice[1] && twice.iter().all(|key| key.starts_with("1#")), "{twice:?}");
        assert_eq!(keys("<item><guid>1</guid><link>/a</link></item>".repeat(2).as_str()).len(), 1);
        let nameless = keys("<item><title>A</title></item><item><title>B</title></item><item><title>A</title></item>");
        assert_eq!(nameless.len(), 2);
    }

    #[test]
    fn pages_are_wanted_where_the_feed_has_a_teaser() {
        let long = "The quay stays closed until the spring. ".repeat(30);
        for (text, teaser) in [
            (long.clone(), false),
            ("Short.".to_owned(), true),
            (format!("{long} …"), true),
            (format!("{long} [...]"), true),
            (format!("{long} Read more »"), true),
            (format!("{long} She reads more."), false),
        ] {
            assert_eq!(is_teaser(&text), teaser, "…{}", &text[text.len().saturating_sub(20)..]);
        }
        let wanted: Vec<bool> = read("<item><title>A</title></item><item><link>/a</link></item>")
            .iter()
            .map(|candidate| candidate.page.is_some())
            .collect();
        assert_eq!(wanted, [true, false], "without an address there is no page");
    }

    #[test]
    fn an_entry_becomes_a_document_that_says_where_it_is_from() {
        let candidate = read(
            "<item><title>Quay</title><link>/a?utm_source=rss</link><pubDate>2024-10-01</pubDate><category>Harbour</category></item>",
        )
        .remove(0);
        let Item::Document(document) = candidate.kept.item(&"news".into()) else { panic!("is an article") };
        assert_eq!((document.title.as_deref(), &*document.text), (Some("Quay"), "Quay"));
        let feed = &document.layers.extensions[LAYER][0];
        assert_eq!(feed.label, "Post");
        assert_eq!(feed.value.as_ref().unwrap()["categories"][0], "Harbour");
        assert_eq!(feed.value.as_ref().unwrap()["tags"][0], "local");
    }

    #[test]
    fn an_entry_without_anything_is_rejected() {
        let candidate = read("<item><author>x</author></item>").remove(0);
        assert!(
            matches!(candidate.kept.item(&"news".into()), Item::Rejected(rejected) if rejected.code == "no-content")
        );
    }
}
