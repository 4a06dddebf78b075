//! XML as feeds have it into a tree, whatever is wrong with it. Called by [`super::parse`]; built on the
//! tokens of `quick-xml`. Never resolves an entity that a document declares, so none can multiply;
//! depth and number of elements are capped.
//!
//! What is forgiven: ends without starts and starts without ends, unknown entities and lone
//! ampersands, undeclared prefixes. An item that cannot be tokenised is left out and counted, and
//! reading goes on with the next one.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// Elements inside of which a deeper one is no longer looked at by itself.
const MOST_DEPTH: usize = 100;
/// Elements of one document.
const MOST_ELEMENTS: usize = 1_000_000;
/// Prefixes in scope at one place: each element's is looked for among them.
const MOST_PREFIXES: usize = 200;
/// Items that may be unreadable before the rest is given up.
const MOST_BROKEN: usize = 100;

/// Where a name is from: the short name of a vocabulary that is known, else the prefix as written.
pub(in crate::feed) type Space = Cow<'static, str>;

/// One element.
#[derive(Debug)]
pub(in crate::feed) struct Node {
    pub(in crate::feed) space: Space,
    /// Without prefix, in lower case.
    pub(in crate::feed) name: String,
    attributes: Vec<(String, String)>,
    /// What stands directly in it, entities resolved.
    pub(in crate::feed) text: String,
    pub(in crate::feed) children: Vec<Node>,
    /// What stands in it, as bytes of the source.
    pub(in crate::feed) inner: Range<usize>,
}

impl Node {
    /// An attribute by its name as usually written (`xml:base`).
    pub(in crate::feed) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(written, _)| written.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether it is the element `name` of one of these vocabularies.
    pub(in crate::feed) fn is(&self, spaces: &[&str], name: &str) -> bool {
        self.name == name && spaces.contains(&&*self.space)
    }

    /// Whether it is an entry of a feed.
    pub(in crate::feed) fn is_item(&self) -> bool {
        matches!(self.name.as_str(), "item" | "entry") && matches!(&*self.space, "" | "atom")
    }
}

/// What was read.
#[derive(Debug, Default)]
pub(in crate::feed) struct Tree {
    pub(in crate::feed) root: Option<Node>,
    /// Items that could not be read.
    pub(in crate::feed) broken: usize,
    /// The document declares entities, which are not resolved.
    pub(in crate::feed) declares_entities: bool,
}

/// Vocabularies by their address, and the short names they go by here.
const SPACES: [(&str, &str); 16] = [
    ("http://www.w3.org/2005/atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/atom/ns", "atom"),
    ("http://example.com/newformat#", "atom"),
    ("http://purl.org/rss/1.0", ""),
    ("http://my.netscape.com/rdf/simple/0.9", ""),
    ("http://channel.netscape.com/rdf/simple/0.9", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://blogs.law.harvard.edu/tech/rss", ""),
    ("http://purl.org/dc/elements/1.1", "dc"),
    ("http://purl.org/dc/elements/1.0", "dc"),
    ("http://purl.org/dc/terms", "dcterms"),
    ("http://purl.org/rss/1.0/modules/content", "content"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
];

fn known_space(address: &str) -> Option<&'static str> {
    let address = address.trim().trim_end_matches('/').to_ascii_lowercase();
    SPACES.iter().find(|(known, _)| *known == address).map(|(_, short)| *short)
}

/// Reads a document.
pub(in crate::feed) fn read(source: &str) -> Tree {
    let mut building =
        Building { source, tree: Tree::default(), open: Vec::new(), scope: Vec::new(), elements: 0, lost: 0 };
    let mut from = 0;
    while let Some(next) = building.read_from(from) {
        from = next;
    }
    building.finish()
}

struct Building<'s> {
    source: &'s str,
    tree: Tree,
    /// From the root down, each with the number of prefixes in scope before it.
    open: Vec<(Node, usize)>,
    /// Prefixes with the short names of what they stand for.
    scope: Vec<(String, Space)>,
    elements: usize,
    /// Elements that are open but too deep to be kept.
    lost: usize,
}

impl Building<'_> {
    /// Reads from a byte of the source to its end; where that cannot go on, answers where to try again.
    fn read_from(&mut self, from: usize) -> Option<usize> {
        let mut reader = Reader::from_str(&self.source[from..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = from + usize::try_from(reader.buffer_position()).unwrap_or_default();
            let event = reader.read_event();
            let after = from + usize::try_from(reader.buffer_position()).unwrap_or_default();
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, after),
                Ok(Event::Empty(tag)) => {
                    let name = tag.name();
                    self.start(&tag, after);
                    self.end(name.as_ref(), after);
                }
                Ok(Event::End(tag)) => self.end(tag.name().as_ref(), before),
                Ok(Event::Text(text)) => self.text(&String::from_utf8_lossy(&text.into_inner())),
                Ok(Event::CData(text)) => self.text(&String::from_utf8_lossy(&text.into_inner())),
                Ok(Event::GeneralRef(reference)) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character.to_string(),
                        Ok(None) => {
                            let written = format!("&{};", String::from_utf8_lossy(&reference));
                            html_escape::decode_html_entities(&written).into_owned()
                        }
                        Err(_) => char::REPLACEMENT_CHARACTER.to_string(),
                    };
                    self.text(&resolved);
                }
                Ok(Event::DocType(declaration)) => {
                    self.tree.declares_entities |= memchr::memmem::find(&declaration, b"<!ENTITY").is_some();
                }
                Ok(Event::Eof) => return None,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Err(_) => return self.recover(before),
            }
            if self.elements > MOST_ELEMENTS {
                return None;
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, inner: usize) {
        self.elements += 1;
        if self.open.len() >= MOST_DEPTH {
            self.lost += 1;
            return;
        }
        let scope = self.scope.len();
        let mut attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let raw = String::from_utf8_lossy(&attribute.value);
            let value = readable(&html_escape::decode_html_entities(&raw)).into_owned();
            if name == "xmlns" || name.starts_with("xmlns:") {
                let prefix = name.strip_prefix("xmlns:").unwrap_or_default().to_owned();
                let space = known_space(&value).map_or_else(|| Cow::Owned(prefix.clone()), Cow::Borrowed);
                if self.scope.len() < MOST_PREFIXES {
                    self.scope.push((prefix, space));
                }
            } else {
                attributes.push((name, value));
            }
        }
        let (prefix, name) = split(tag.name().as_ref());
        let declared = self.scope.iter().rev().find(|(known, _)| *known == prefix);
        let space = match declared {
            Some((_, space)) => space.clone(),
            None if prefix == "rss" => Cow::Borrowed(""),
            None => Cow::Owned(prefix),
        };
        let node = Node { space, name, attributes, text: String::new(), children: Vec::new(), inner: inner..inner };
        // the item before has no end
        if node.is_item()
            && let Some(at) = self.open.iter().position(|(open, _)| open.is_item())
            && self.open[at].0.name == node.name
        {
            self.close(at, inner);
        }
        self.open.push((node, scope));
    }

    fn end(&mut self, name: &[u8], inner_end: usize) {
        if self.lost > 0 {
            self.lost -= 1;
            return;
        }
        let (_, name) = split(name);
        if let Some(at) = self.open.iter().rposition(|(open, _)| open.name == name) {
            self.close(at, inner_end);
        }
    }

    /// Closes the open element number `at` and everything in it.
    fn close(&mut self, at: usize, inner_end: usize) {
        while self.open.len() > at {
            let Some((mut node, scope)) = self.open.pop() else { return };
            self.scope.truncate(scope);
            node.inner.end = inner_end.max(node.inner.start);
            match self.open.last_mut() {
                Some((parent, _)) => parent.children.push(node),
                None => drop(self.tree.root.get_or_insert(node)),
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((node, _)) = self.open.last_mut() {
            node.text.push_str(&readable(text));
        }
    }

    /// Leaves the item out that could not be read; where the next one begins.
    fn recover(&mut self, failed: usize) -> Option<usize> {
        self.tree.broken += 1;
        let item = self.open.iter().position(|(open, _)| open.is_item());
        let searched_from = match item {
            Some(at) => {
                let start = self.open[at].0.inner.start;
                self.drop_from(at);
                start
            }
            None => failed + 1,
        };
        self.lost = 0;
        if self.tree.broken > MOST_BROKEN {
            return None;
        }
        let rest = self.source.as_bytes().get(searched_from..)?;
        let next =
            memchr::memmem::find(rest, b"<item").into_iter().chain(memchr::memmem::find(rest, b"<entry")).min()?;
        Some(searched_from + next)
    }

    fn drop_from(&mut self, at: usize) {
        if let Some((_, scope)) = self.open.get(at) {
            self.scope.truncate(*scope);
        }
        self.open.truncate(at);
    }

    /// Closes what the document has left open. An item that breaks off at the end is not believed to be
    /// whole.
    fn finish(mut self) -> Tree {
        if let Some(at) = self.open.iter().position(|(open, _)| open.is_item()) {
            self.drop_from(at);
            self.tree.broken += 1;
        }
        self.close(0, self.source.len());
        self.tree
    }
}

/// Prefix and name in lower case.
fn split(name: &[u8]) -> (String, String) {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    match name.split_once(':') {
        Some((prefix, name)) => (prefix.to_owned(), name.to_owned()),
        None => (String::new(), name),
    }
}

/// Without the control characters that no text has.
fn readable(text: &str) -> Cow<'_, str> {
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(control) { Cow::Owned(text.replace(control, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(node: &Node) -> String {
        let children: Vec<String> = node.children.iter().map(outline).collect();
        let prefix = if node.space.is_empty() { String::new() } else { format!("{}:", node.space) };
        let text = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{prefix}{}({}{})", node.name, text, children.concat())
    }

    fn check(source: &str, expected: &str, broken: usize) {
        let tree = read(source);
        let found = tree.root.as_ref().map(outline).unwrap_or_default();
        assert_eq!((found.as_str(), tree.broken), (expected, broken), "{}", &source[..source.len().min(200)]);
    }

    #[test]
    fn what_is_wrong_is_forgiven() {
        check("<a><b>x</b><c/>y</a>", "a(yb(x)c())", 0);
        check("<a>AT&T &amp; &eacute;&#233;&#xe9; &nope; 1 & 2</a>", "a(AT&T & ééé &nope; 1 & 2)", 0);
        check("<a><b>x</a>", "a(b(x))", 0);
        check("<a></z><b>x</b></a>", "a(b(x))", 0);
        check("<A>x\u{0}\u{8}y<b C=1></A>", "a(xyb())", 0);
        check("no markup at all", "", 0);
    }

    #[test]
    fn a_broken_item_costs_no_other() {
        check("<c><item>1</item><item>2<item>3</item></c>", "c(item(1)item(2)item(3))", 0);
        check("<c><item>1</item><item><![CDATA[2</item><item>3</item></c>", "c(item(1)item(3))", 1);
        check("<c><item>1</item><item><b c='>2</item><item>3</item></c>", "c(item(1)item(3))", 1);
        check("<c><item>1</item><item>half", "c(item(1))", 1);
        check(&format!("<c>{}", "<item><!-- ".repeat(5000)), "c()", MOST_BROKEN + 1);
    }

    #[test]
    fn vocabularies_go_by_their_address_where_it_is_known() {
        check(
            "<x:feed xmlns:x='http://www.w3.org/2005/Atom' xmlns='urn:y'><x:entry/><entry/><dc:date/></x:feed>",
            "atom:feed(atom:entry()entry()dc:date())",
            0,
        );
        check("<rss:rss><rss:channel/></rss:rss>", "rss(channel())", 0);
    }

    #[test]
    fn declared_entities_stay_as_they_are_written() {
        let bomb = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;&b;</r>";
        let tree = read(bomb);
        assert!(tree.declares_entities);
        assert_eq!(tree.root.unwrap().text, "&b;&b;");
    }

    #[test]
    fn depth_and_number_of_elements_are_capped() {
        let tree = read(&format!("{}x{}<c>y</c>", "<b>".repeat(200_000), "</b>".repeat(199_999)));
        let root = tree.root.unwrap();
        assert_eq!(root.children.last().map(|last| last.text.as_str()), Some("y"));
        read(&"<b/>".repeat(2_000_000));
    }
}
