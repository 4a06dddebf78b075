//! Walks over the tags of a page in one pass without building a tree. Called for the metadata, the
//! nesting check and the plain stripping of markup; never recurses, and reads any bytes whatever.

use std::borrow::Cow;

/// One tag, with what it needs to be read further.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// As written.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) closes: bool,
    /// What stands between the name and `>`.
    attributes: &'a str,
    /// Byte range of the whole tag.
    pub(super) start: usize,
    /// See `start`.
    pub(super) end: usize,
}

impl<'a> Tag<'a> {
    /// Whether this is a start tag of the element, whose name is in lower case.
    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closes && self.name.eq_ignore_ascii_case(name)
    }

    /// The decoded value of an attribute.
    pub(super) fn get(&self, wanted: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
            let name = &rest[..length];
            rest = rest[length..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let inner = &after[1..];
                        let length = inner.find(quote).unwrap_or(inner.len());
                        value = &inner[..length];
                        rest = inner.get(length + 1..).unwrap_or("");
                    }
                    _ => {
                        let length = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                        (value, rest) = after.split_at(length);
                    }
                }
            } else if length == 0 {
                return None;
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(html_escape::decode_html_entities(value));
            }
        }
    }
}

/// The tags of `html` in order, without comments and without what only looks like tags inside
/// scripts and styles.
pub(super) fn tags(html: &str) -> Tags<'_> {
    Tags { html, at: 0, raw: None }
}

/// See [`tags`].
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
    /// Inside of this element only its own end tag counts.
    raw: Option<&'a str>,
}

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + memchr::memchr(b'<', bytes.get(self.at..)?)?;
            self.at = start + 1;
            if bytes[self.at..].starts_with(b"!--") {
                let close = memchr::memmem::find(&bytes[self.at..], b"-->");
                self.at = close.map_or(bytes.len(), |close| self.at + close + 3);
                continue;
            }
            let closes = bytes.get(self.at) == Some(&b'/');
            let name_start = self.at + usize::from(closes);
            let name_length = bytes[name_start..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':'))
                .count();
            if name_length == 0 || !bytes[name_start].is_ascii_alphabetic() {
                continue;
            }
            let name = &self.html[name_start..name_start + name_length];
            match self.raw {
                Some(raw) if !(closes && name.eq_ignore_ascii_case(raw)) => continue,
                _ => self.raw = None,
            }
            let attributes_start = name_start + name_length;
            let attributes_end = tag_end(bytes, attributes_start);
            self.at = (attributes_end + 1).min(bytes.len());
            if !closes && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
                self.raw = Some(name);
            }
            let attributes = &self.html[attributes_start..attributes_end];
            return Some(Tag { name, closes, attributes, start, end: self.at });
        }
    }
}

/// Where the `>` stands that ends a tag; quoted ones do not. An open quote reaches no farther than the
/// next 64 KiB.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    let limit = bytes.len().min(from + (64 << 10));
    let mut quote = None;
    let mut at = from;
    while at < limit {
        match (quote, bytes[at]) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if bytes[from..at].trim_ascii_end().ends_with(b"=") => quote = Some(bytes[at]),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
        at += 1;
    }
    // No end, or a quote that is never closed: the first `>` it is.
    memchr::memchr(b'>', &bytes[from..]).map_or(bytes.len(), |found| from + found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let html = r#"<!-- <a href=no> --><META Name='a>b' content=x&amp;y data-z = "1 2" checked>"#;
        let found: Vec<Tag<'_>> = tags(html).collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].opens("meta"));
        for (name, value) in [
            ("name", Some("a>b")),
            ("content", Some("x&y")),
            ("data-z", Some("1 2")),
            ("checked", Some("")),
            ("b", None),
        ] {
            assert_eq!(found[0].get(name).as_deref(), value, "{name}");
        }
    }

    #[test]
    fn what_looks_like_tags_in_scripts_is_none() {
        let names: Vec<&str> = tags("<script>if (a<b) '<p>'</script><p>a < b</p>").map(|tag| tag.name).collect();
        assert_eq!(names, ["script", "script", "p", "p"]);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(html in "[<>/!a=\"' é-]{0,60}") {
            for tag in tags(&html) {
                prop_assert!(html.is_char_boundary(tag.start) && html.is_char_boundary(tag.end));
                tag.get("a");
            }
        }
    }
}
