//! The head of a WARC record (ISO 28500, versions 0.17 to 1.1): its type, its length and the few fields that
//! matter here. Called by [`super::records`]; takes bare line ends and odd spaces as they come.

use jiff::Timestamp;

/// Most bytes of a head.
pub(super) const MAX_HEAD: usize = 64 << 10;

/// What kind of record it is, as far as that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An HTTP response.
    Response,
    /// A file as it is, without HTTP around it.
    Resource,
    /// Another form of something that was archived, such as its text.
    Conversion,
    /// Nothing to read an article from; its name, for counting.
    Other(&'static str),
}

/// The head of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: Kind,
    /// Bytes of the block that follows.
    pub(super) length: u64,
    /// `urn:uuid:…`, without its brackets.
    pub(super) id: Option<String>,
    /// The address, as it stands there but for brackets and spaces around it.
    pub(super) uri: Option<String>,
    /// When it was captured.
    pub(super) date: Option<Timestamp>,
    /// In lower case and without parameters.
    pub(super) content_type: String,
    /// The parameters of the content type.
    pub(super) charset: Option<String>,
    /// Why the capture is not all there was.
    pub(super) truncated: Option<String>,
}

/// Reads a head, from `WARC/` to the line before the empty one.
///
/// # Errors
/// What is wrong with it, for people.
pub(super) fn parse(bytes: &[u8]) -> Result<Head, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let version = lines.next().unwrap_or_default().trim();
    let number = version.strip_prefix("WARC/").unwrap_or_default();
    if !matches!(number.split_once('.'), Some(("0" | "1", minor)) if !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(format!("unknown version: {}", version.chars().take(40).collect::<String>()));
    }
    let mut fields = Fields::default();
    let (mut name, mut value) = (String::new(), String::new());
    for line in lines {
        if line.starts_with([' ', '\t']) && !name.is_empty() {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        fields.put(&name, &value);
        (name, value) = match line.split_once(':') {
            Some((name, value)) => (name.trim().to_ascii_lowercase(), value.trim().to_owned()),
            None => (String::new(), String::new()),
        };
    }
    fields.put(&name, &value);
    fields.finish()
}

#[derive(Default)]
struct Fields {
    kind: Option<String>,
    length: Option<String>,
    id: Option<String>,
    uri: Option<String>,
    date: Option<String>,
    content_type: Option<String>,
    truncated: Option<String>,
    segment: Option<String>,
}

impl Fields {
    /// Keeps the first value of a field.
    fn put(&mut self, name: &str, value: &str) {
        let place = match name {
            "warc-type" => &mut self.kind,
            "content-length" => &mut self.length,
            "warc-record-id" => &mut self.id,
            "warc-target-uri" => &mut self.uri,
            "warc-date" => &mut self.date,
            "content-type" => &mut self.content_type,
            "warc-truncated" => &mut self.truncated,
            "warc-segment-number" => &mut self.segment,
            _ => return,
        };
        if place.is_none() && !value.is_empty() {
            *place = Some(value.to_owned());
        }
    }

    fn finish(self) -> Result<Head, String> {
        let length = self.length.ok_or("has no Content-Length")?;
        let length = length.parse().map_err(|_| {
            let shown: String = length.chars().take(40).collect();
            format!("its Content-Length is no number: {shown}")
        })?;
        let kind = match self.kind.unwrap_or_default().to_ascii_lowercase().as_str() {
            // a part of a record is no page
            _ if self.segment.is_some() => Kind::Other("segment"),
            "response" => Kind::Response,
            "resource" => Kind::Resource,
            "conversion" => Kind::Conversion,
            "warcinfo" => Kind::Other("warcinfo"),
            "request" => Kind::Other("request"),
            "metadata" => Kind::Other("metadata"),
            "revisit" => Kind::Other("revisit"),
            _ => Kind::Other("other-record"),
        };
        let bare = |value: String| value.trim_start_matches('<').trim_end_matches('>').trim().to_owned();
        let (content_type, charset) = media_type(self.content_type.as_deref().unwrap_or_default());
        Ok(Head {
            kind,
            length,
            id: self.id.map(bare).filter(|id| !id.is_empty()),
            uri: self.uri.map(bare).filter(|uri| !uri.is_empty()),
            date: self.date.and_then(|date| date.parse().ok()),
            content_type,
            charset,
            truncated: self.truncated,
        })
    }
}

/// A content type in lower case, and its charset.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (kind, charset)
}

/// Bytes up to and with the empty line that ends a head; `None` if it is not there.
pub(super) fn end_of_head(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn heads_of_all_versions_are_read() {
        for version in ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"] {
            let text = format!(
                "{version}\r\nWARC-Type: Response\r\nWARC-Record-ID: <urn:uuid:1>\r\nwarc-target-uri: <https://a.example/x>\r\n\
                 WARC-Date:2026-03-01T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
                 X-Folded: a\r\n b\r\nContent-Length: 12"
            );
            let head = parse(text.as_bytes()).unwrap();
            assert_eq!((head.kind, head.length), (Kind::Response, 12), "{version}");
            assert_eq!(head.id.as_deref(), Some("urn:uuid:1"));
            assert_eq!(head.uri.as_deref(), Some("https://a.example/x"));
            assert_eq!(head.content_type, "application/http");
            assert_eq!(head.date, Some("2026-03-01T10:00:00Z".parse().unwrap()));
        }
    }

    #[test]
    fn heads_that_cannot_be_used_say_why() {
        for (text, why) in [
            ("WARC/2.0\nContent-Length: 1", "unknown version: WARC/2.0"),
            ("WARC/1.0\nWARC-Type: response", "has no Content-Length"),
            ("WARC/1.0\nContent-Length: -4", "its Content-Length is no number: -4"),
            ("WARC/1.0\nContent-Length: 99999999999999999999", "its Content-Length is no number: 99999999999999999999"),
        ] {
            assert_eq!(parse(text.as_bytes()), Err(why.to_owned()));
        }
    }

    #[test]
    fn a_part_of_a_record_is_no_page() {
        let head = parse(b"WARC/1.0\nWARC-Type: response\nWARC-Segment-Number: 1\nContent-Length: 1").unwrap();
        assert_eq!(head.kind, Kind::Other("segment"));
    }

    #[test]
    fn the_end_of_a_head_is_an_empty_line_of_either_kind() {
        assert_eq!(end_of_head(b"a\r\nb\r\n\r\nrest"), Some(8));
        assert_eq!(end_of_head(b"a\nb\n\nrest"), Some(5));
        assert_eq!(end_of_head(b"a\r\nb\r\n"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
            let _ = parse(&[b"WARC/1.0\r\n", &bytes[..]].concat());
            let _ = end_of_head(&bytes);
        }

        #[test]
        fn nothing_like_a_head_makes_it_panic(text in "(WARC/1\\.[01]|)([ \t]?(Content-Length|WARC-Type|Content-Type)?:?[ ;=a0-9<>]{0,6}\r?\n){0,8}") {
            let _ = parse(text.as_bytes());
        }
    }
}
