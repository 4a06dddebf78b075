//! RSS and Atom from their tree to a [`Feed`]. Called by [`super::parse`]; knows which element of which
//! vocabulary says what, and in what order of preference.

use std::borrow::Cow;

use url::Url;

use super::{
    Entry, Feed, MOST_ENTRIES, Markup, NoFeed, add, address, joined, language, line, shared, shown,
    tree::{self, Node},
};
use crate::formats::{date, encoding};

/// Vocabularies in which an element's bare name means what RSS and Atom mean by it.
const OWN: [&str; 2] = ["", "atom"];

/// Reads an XML document.
pub(super) fn read(text: &str, base: &Url) -> Result<Feed, NoFeed> {
    let tree = tree::read(text);
    let Some(root) = tree.root else { return Err(NoFeed::new("not-a-feed", "is neither XML nor JSON")) };
    let reading = Reading { source: text };
    let mut feed = match root.name.as_str() {
        "rss" | "rdf" | "channel" => reading.rss(&root, base),
        "feed" => reading.atom(&root, base),
        // a document that is one entry alone
        "entry" => Feed { entries: vec![reading.entry(&root, base)], ..Feed::default() },
        "html" | "head" | "body" | "script" | "div" | "meta" | "p" => {
            return Err(NoFeed::new("page", "is a page, not a feed"));
        }
        "opml" => return Err(NoFeed::new("opml", "is a list of feeds (OPML), not a feed")),
        other => return Err(NoFeed::new("not-a-feed", format!("`{}` is no feed's root element", shown(other)))),
    };
    feed.broken += tree.broken;
    if tree.declares_entities {
        feed.notes.push(("declared-entities", "declares entities of its own, which are not resolved".to_owned()));
    }
    Ok(feed)
}

struct Reading<'s> {
    source: &'s str,
}

/// The base of addresses inside of `node`.
fn base_of<'b>(node: &Node, base: &'b Url) -> Cow<'b, Url> {
    let own = node.attribute("xml:base").and_then(|written| joined(base, written.trim()));
    own.map_or(Cow::Borrowed(base), Cow::Owned)
}

/// The children with one of these names, in the order of the names.
fn named<'n>(node: &'n Node, names: &'n [(&'n [&'n str], &'n str)]) -> impl Iterator<Item = &'n Node> {
    names.iter().flat_map(|(spaces, name)| node.children.iter().filter(move |child| child.is(spaces, name)))
}

fn first_line(node: &Node, names: &[(&[&str], &str)]) -> Option<String> {
    named(node, names).find_map(|child| line(&child.text))
}

fn language_of(node: &Node) -> Option<String> {
    let stated = || named(node, &[(&OWN, "language"), (&["dc"], "language")]).find_map(|child| language(&child.text));
    node.attribute("xml:lang").and_then(language).or_else(stated)
}

const PUBLISHED: [(&[&str], &str); 7] = [
    (&OWN, "pubdate"),
    (&OWN, "published"),
    (&OWN, "issued"),
    (&["dcterms"], "issued"),
    (&["dc"], "date"),
    (&OWN, "created"),
    (&["dcterms", "dc"], "created"),
];
const UPDATED: [(&[&str], &str); 4] =
    [(&OWN, "updated"), (&OWN, "modified"), (&["dcterms", "dc"], "modified"), (&OWN, "lastbuilddate")];

impl Reading<'_> {
    fn rss(&self, root: &Node, base: &Url) -> Feed {
        let base = base_of(root, base);
        let channel =
            if root.name == "channel" { Some(root) } else { root.children.iter().find(|c| c.is(&OWN, "channel")) };
        let mut feed = Feed::default();
        let mut item_base = base.clone();
        if let Some(channel) = channel {
            let base = base_of(channel, &base).into_owned();
            let site = named(channel, &[(&[""], "link")]).find_map(|link| address(&base, &link.text));
            item_base = Cow::Owned(if channel.attribute("xml:base").is_some() { base } else { site.unwrap_or(base) });
            feed.title = named(channel, &[(&OWN, "title"), (&["dc"], "title")]).find_map(|title| self.title(title));
            feed.language = language_of(channel).or_else(|| language_of(root));
        }
        self.entries(root, &item_base, &mut feed);
        feed
    }

    fn atom(&self, root: &Node, base: &Url) -> Feed {
        let base = base_of(root, base);
        let title = named(root, &[(&OWN, "title")]).find_map(|title| self.title(title));
        let mut feed = Feed { title, language: language_of(root), ..Feed::default() };
        self.entries(root, &base, &mut feed);
        let authors = shared(self.authors(root));
        for entry in feed.entries.iter_mut().filter(|entry| entry.authors.is_empty()) {
            entry.authors.clone_from(&authors);
        }
        feed
    }

    /// All items below `node`, wherever they stand: RSS 1.0 has them beside the channel, and an element
    /// without an end has them inside of it.
    fn entries(&self, node: &Node, base: &Url, feed: &mut Feed) {
        for child in &node.children {
            if !child.is_item() {
                self.entries(child, base, feed);
            } else if feed.entries.len() < MOST_ENTRIES {
                feed.entries.push(self.entry(child, base));
            } else if feed.notes.is_empty() {
                feed.notes.push(("too-many-entries", format!("has more than {MOST_ENTRIES} entries")));
            }
        }
    }

    fn entry(&self, node: &Node, base: &Url) -> Entry {
        let base = base_of(node, base);
        let mut entry = Entry {
            id: first_line(node, &[(&[""], "guid"), (&OWN, "id"), (&["dc"], "identifier")]),
            title: named(node, &[(&OWN, "title"), (&["dc"], "title"), (&["media", "itunes"], "title")])
                .find_map(|title| self.title(title)),
            language: language_of(node),
            authors: self.authors(node),
            ..Entry::default()
        };
        if entry.id.is_none() && node.is(&OWN, "item") {
            entry.id = node.attribute("rdf:about").and_then(line);
        }
        entry.link = self.link(node, &base);
        for (dates, slot) in [(&PUBLISHED[..], &mut entry.published), (&UPDATED[..], &mut entry.updated)] {
            for written in named(node, dates).filter_map(|date| line(&date.text)) {
                *slot = date::parse(&written);
                if slot.is_some() {
                    break;
                }
                entry.bad_date.get_or_insert_with(|| shown(&written));
            }
        }
        let filled = |child: &Node| Some(self.markup(child)).filter(|markup| !markup.is_empty());
        let mut left_out = None;
        entry.content = named(
            node,
            &[
                (&["content"], "encoded"),
                (&["atom"], "content"),
                (&[""], "content"),
                (&OWN, "encoded"),
                (&["xhtml"], "body"),
            ],
        )
        .find_map(|child| match encoded(child) {
            Some(Ok(markup)) => Some(markup).filter(|markup| !markup.is_empty()),
            Some(Err(reason)) => {
                left_out.get_or_insert(reason);
                None
            }
            None => filled(child),
        });
        if entry.content.is_none() {
            entry.left_out = left_out;
        }
        entry.summary = named(
            node,
            &[
                (&["atom"], "summary"),
                (&[""], "summary"),
                (&OWN, "description"),
                (&["dc"], "description"),
                (&["itunes"], "summary"),
                (&["media"], "description"),
            ],
        )
        .find_map(filled);
        for category in named(node, &[(&OWN, "category"), (&["dc"], "subject")]) {
            let label = ["label", "term"].iter().find_map(|name| category.attribute(name).and_then(line));
            let written = || Markup::guess(category.text.clone()).line();
            add(&mut entry.tags, label.or_else(written));
        }
        entry
    }

    /// The address of the article itself: not the one of its comments, its file or this feed.
    fn link(&self, node: &Node, base: &Url) -> Option<Url> {
        let links = || node.children.iter().filter(|child| child.name == "link" && OWN.contains(&&*child.space));
        let written = links().filter(|link| link.attribute("href").is_none()).find_map(|link| {
            let base = base_of(link, base);
            address(&base, &link.text)
        });
        if written.is_some() {
            return written;
        }
        let rank = |link: &&Node| match (link.attribute("rel").map(str::trim), link.attribute("type")) {
            (None | Some("" | "alternate"), None) => 0,
            (None | Some("" | "alternate"), Some(kind)) if kind.contains("html") => 0,
            (None | Some("" | "alternate"), Some(_)) => 1,
            (Some("related" | "via"), _) => 2,
            _ => 3,
        };
        let mut by_rank: Vec<&Node> =
            links().filter(|link| link.attribute("href").is_some() && rank(link) < 3).collect();
        by_rank.sort_by_key(rank);
        let linked = by_rank.into_iter().find_map(|link| address(&base_of(link, base), link.attribute("href")?));
        linked.or_else(|| self.permalink(node)).or_else(|| {
            // content that is somewhere else is where the article is
            let content = node.children.iter().find(|child| child.is(&OWN, "content"))?;
            address(&base_of(content, base), content.attribute("src")?)
        })
    }

    /// A guid is an address unless it says that it is none.
    fn permalink(&self, node: &Node) -> Option<Url> {
        let guid = node.children.iter().find(|child| child.is(&[""], "guid"))?;
        let denied = guid.attribute("isPermaLink").is_some_and(|value| value.trim().eq_ignore_ascii_case("false"));
        let url = Url::parse(guid.text.trim()).ok().filter(|_| !denied)?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    fn title(&self, node: &Node) -> Option<String> {
        self.markup(node).line()
    }

    /// A text construct, whose markup may stand in it escaped, as it is, or not at all.
    fn markup(&self, node: &Node) -> Markup {
        let kind = node.attribute("type").map(|kind| kind.trim().to_ascii_lowercase());
        let inner = || self.source.get(node.inner.clone()).unwrap_or_default().trim().to_owned();
        if node.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64")) {
            let bytes = base64(&node.text).unwrap_or_default();
            return Markup::guess(String::from_utf8_lossy(&bytes).into_owned());
        }
        if !node.children.is_empty() {
            return Markup::Html(inner());
        }
        let text = node.text.clone();
        match kind.as_deref() {
            Some("text" | "text/plain") => Markup::Text(text),
            Some("html" | "text/html" | "xhtml" | "application/xhtml+xml") => Markup::Html(text),
            _ => Markup::guess(text),
        }
    }

    fn authors(&self, node: &Node) -> Vec<String> {
        let mut names = Vec::new();
        for (spaces, name) in [(&OWN[..], "author"), (&["dc"], "creator"), (&["dc"], "author"), (&["itunes"], "author")]
        {
            for author in node.children.iter().filter(|child| child.is(spaces, name)) {
                let stated = author.children.iter().find(|child| child.name == "name");
                let written = match stated {
                    Some(name) => Markup::guess(name.text.clone()).line(),
                    None if author.children.is_empty() => Markup::guess(author.text.clone()).line(),
                    None => None,
                };
                add(&mut names, written.as_deref().and_then(person));
            }
            if !names.is_empty() {
                break;
            }
        }
        names
    }
}

/// The name in `desk@post.example (Ada Byrd)`, `Ada Byrd <desk@post.example>`, `Ada Byrd`; a bare address
/// is none.
fn person(written: &str) -> Option<String> {
    let is_address = |text: &str| text.contains('@') && !text.trim().contains(' ');
    let outside: String = match (written.find(['(', '<']), written.rfind([')', '>'])) {
        (Some(from), Some(to)) if from < to => {
            let (before, within) = (written[..from].trim(), written[from + 1..to].trim());
            if is_address(before) || before.is_empty() {
                within.to_owned()
            } else if is_address(within) {
                before.to_owned()
            } else {
                written.to_owned()
            }
        }
        _ => written.split(' ').filter(|word| !is_address(word)).collect::<Vec<_>>().join(" "),
    };
    line(outside.trim_matches([',', ';', ' '])).filter(|name| !is_address(name))
}

/// Media types of text beside `text/…`.
const TEXTS: [&str; 7] = [
    "application/html",
    "application/xhtml",
    "application/text",
    "application/plain",
    "application/markdown",
    "application/x-markdown",
    "application/octet-stream",
];

/// What the content of an Atom entry holds whose media type alone says that it is in Base64 (RFC 4287, 4.1.3.3), or why
/// that cannot be used. `None`: it stands there as it is.
fn encoded(node: &Node) -> Option<Result<Markup, String>> {
    let written = node.attribute("type").filter(|_| node.name == "content" && node.attribute("mode").is_none())?;
    let mut parts = written.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let as_it_is =
        !media.contains('/') || media.starts_with("text/") || media.ends_with("+xml") || media.ends_with("/xml");
    if as_it_is || !node.children.is_empty() || node.text.trim().is_empty() {
        return None;
    }
    // what is no Base64 was written by somebody who did not know of it
    let bytes = base64(&node.text)?;
    let charset = parts.find_map(|parameter| parameter.trim().strip_prefix("charset="));
    let charset = charset.map(|charset| charset.trim_matches(['"', '\'']));
    let text = Some(&bytes).filter(|_| TEXTS.contains(&&*media));
    let text =
        text.and_then(|bytes| encoding::decode(bytes, None, charset).ok()).map(|decoded| decoded.text.into_owned());
    let printable = |text: &String| !text.chars().any(|c| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    Some(text.filter(printable).map(Markup::guess).ok_or_else(|| format!("{} in Base64 is no text", shown(&media))))
}

/// Standard Base64 with white space in it.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_named_however_their_address_stands_beside() {
        for (written, name) in [
            ("desk@post.example (Ada Byrd)", Some("Ada Byrd")),
            ("Ada Byrd <desk@post.example>", Some("Ada Byrd")),
            ("Ada Byrd (desk@post.example)", Some("Ada Byrd")),
            ("Ada Byrd desk@post.example", Some("Ada Byrd")),
            ("Ada Byrd (Lorne Post)", Some("Ada Byrd (Lorne Post)")),
            ("Ada Byrd", Some("Ada Byrd")),
            ("desk@post.example", None),
            ("<desk@post.example>", None),
            ("", None),
        ] {
            assert_eq!(person(written).as_deref(), name, "{written}");
        }
    }

    #[test]
    fn base64_reads_back() {
        assert_eq!(base64("RmVy\n cnk=").as_deref(), Some(&b"Ferry"[..]));
        assert_eq!(base64("Fer%"), None);
    }
}
