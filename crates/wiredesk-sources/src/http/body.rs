//! From the body of a request to articles. Blocking and bounded; called by [`super::server`] off the async threads.

use std::{
    io::{self, Cursor, Read},
    sync::Arc,
};

use wiredesk_core::document::Article;

use super::{
    answer::{Fate, Line, Refusal},
    memory::Allowance,
};
use crate::{
    file_version,
    formats::{
        Format, FormatOptions, Unread,
        compression::{self, Compression, Fault},
        read_articles,
    },
};

/// Stands before the number of an article that has no key of its own.
const NAMELESS: &str = "\u{1}posted";

/// One article as it was posted.
#[derive(Debug)]
pub(super) struct Posted {
    /// Number in the request, from one.
    pub(super) number: usize,
    pub(super) article: Article,
    /// Hash of everything in it.
    pub(super) content: String,
}

/// What a body holds: articles, and what is none.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) articles: Vec<Posted>,
    pub(super) rejected: Vec<Line>,
}

/// How a body is packed and written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) format: Format,
    pub(super) compression: Option<Compression>,
}

/// Undoes the compression. `allowance` grows with what comes out.
fn expand(body: Vec<u8>, kind: Kind, most: u64, allowance: &mut Allowance) -> Result<Vec<u8>, Refusal> {
    let found = Compression::by_magic(&body);
    if found.is_none() && kind.compression.is_none() {
        return Ok(body);
    }
    if kind.compression.is_some() && kind.compression != found {
        return Err(Refusal::new(400, "corrupt", "the body is not compressed as its Content-Encoding says"));
    }
    let refused = |error: io::Error| match Fault::of(&error) {
        Some(fault @ Fault::TooLarge(_)) => Refusal::new(413, "too-large", format!("the body {fault}")),
        Some(fault) => Refusal::new(400, fault.code(), fault.to_string()),
        None => Refusal::new(400, "corrupt", format!("the body cannot be read: {error}")),
    };
    let mut reader = compression::expand(Box::new(Cursor::new(body)), most).map_err(refused)?;
    let mut out = Vec::new();
    loop {
        let piece = (&mut reader).take(1 << 20).read_to_end(&mut out).map_err(refused)?;
        if !allowance.grow(out.len() as u64) {
            return Err(Refusal::new(429, "busy", "too many bytes are waiting").after(1));
        }
        if piece == 0 {
            return Ok(out);
        }
    }
}

/// Reads every article of a body, at most `most_articles`.
///
/// # Errors
/// If the body as a whole cannot be read.
pub(super) fn parse(
    body: Vec<u8>,
    kind: Kind,
    options: &Arc<FormatOptions>,
    most_articles: usize,
    allowance: &mut Allowance,
) -> Result<Parsed, Refusal> {
    let body = expand(body, kind, options.max_expanded, allowance)?;
    let mut parsed = Parsed::default();
    for (number, read) in (1..).zip(read_articles(Box::new(Cursor::new(body)), kind.format, NAMELESS, options)) {
        if number > most_articles {
            return Err(Refusal::new(
                413,
                "too-many-articles",
                format!("more than {most_articles} articles in one request"),
            ));
        }
        match read {
            Ok(article) => parsed.articles.push(named(number, article)),
            Err(Unread::Rejected(rejected)) => {
                let key = (!rejected.key.starts_with(NAMELESS)).then_some(rejected.key);
                let (code, message) = (Some(rejected.code), Some(rejected.message));
                parsed.rejected.push(Line { number, status: Fate::Rejected, key, code, message });
            }
            Err(Unread::Failed(error)) => {
                return Err(Refusal::new(400, "corrupt", format!("the body cannot be read: {error}")));
            }
        }
    }
    Ok(parsed)
}

/// Gives an article without a key of its own its address as key, or a hash of what it says.
fn named(number: usize, mut article: Article) -> Posted {
    let nameless = article.key.starts_with(NAMELESS);
    if nameless {
        article.key.clear();
    }
    let content = fingerprint(&article);
    if nameless {
        article.key = article.url.clone().unwrap_or_else(|| content.clone());
    }
    Posted { number, article, content }
}

/// The same for articles that say the same.
fn fingerprint(article: &Article) -> String {
    let Article { key, url, title, authors, published, declared_language, text, problems: _ } = article;
    let published = published.map(|published| published.at.to_string());
    let fields = [Some(key), url.as_ref(), title.as_ref(), published.as_ref(), declared_language.as_ref()];
    let mut all = Vec::with_capacity(text.len() + 256);
    for field in
        fields.into_iter().map(|field| field.map(String::as_str)).chain(authors.iter().map(|name| Some(&**name)))
    {
        // lengths keep neighbours apart
        all.extend_from_slice(&field.map_or(u64::MAX, |field| field.len() as u64).to_le_bytes());
        all.extend_from_slice(field.unwrap_or_default().as_bytes());
    }
    all.extend_from_slice(&(authors.len() as u64).to_le_bytes());
    all.extend_from_slice(text.as_bytes());
    file_version::hash(&all)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::{formats::FieldNames, http::memory::Memory};

    fn check(body: &[u8], format: Format, compression: Option<Compression>) -> Result<Parsed, Refusal> {
        let mut options = FormatOptions::new(&FieldNames::default());
        (options.max_document, options.max_expanded) = (100 << 10, 1 << 20);
        let mut allowance = Memory::new(8 << 20).take(body.len() as u64).unwrap();
        parse(body.to_vec(), Kind { format, compression }, &Arc::new(options), 10, &mut allowance)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn keys(parsed: &Parsed) -> Vec<&str> {
        parsed.articles.iter().map(|posted| &*posted.article.key).collect()
    }

    #[test]
    fn articles_come_as_one_as_a_list_and_line_by_line() {
        let one = br#"{"id":"a","text":"A."}"#;
        assert_eq!(keys(&check(one, Format::Json, None).unwrap()), ["a"]);
        let list = br#"[{"id":"a","text":"A."},{"url":"https://a.example/b","text":"B."}]"#;
        assert_eq!(keys(&check(list, Format::Json, None).unwrap()), ["a", "https://a.example/b"]);
        let lines = b"{\"id\":\"a\",\"text\":\"A.\"}\n\n{oops\n{\"text\":\"C.\"}\n";
        for (body, compression) in [(lines.to_vec(), None), (gzip(lines), Some(Compression::Gzip))] {
            let parsed = check(&body, Format::Ndjson, compression).unwrap();
            assert_eq!(parsed.articles.iter().map(|posted| posted.number).collect::<Vec<_>>(), [1, 3]);
            assert_eq!(parsed.articles[1].article.key, parsed.articles[1].content);
            assert_eq!((parsed.rejected[0].number, parsed.rejected[0].code), (2, Some("invalid-json")));
            assert!(parsed.rejected[0].message.as_ref().unwrap().starts_with("line 3, column"));
        }
    }

    #[test]
    fn what_cannot_be_taken_as_a_whole_is_refused_with_its_reason() {
        let many = "{\"text\":\"x\"}\n".repeat(11);
        let bomb = gzip(&vec![b' '; 2 << 20]);
        let cut = gzip(many.as_bytes());
        for (body, compression, status, code) in [
            (many.as_bytes(), None, 413, "too-many-articles"),
            (&bomb, Some(Compression::Gzip), 413, "too-large"),
            (&cut[..cut.len() - 9], Some(Compression::Gzip), 400, "truncated"),
            (b"{}", Some(Compression::Gzip), 400, "corrupt"),
            (&[&cut[..10], &[0xff; 20]].concat(), Some(Compression::Gzip), 400, "corrupt"),
        ] {
            let refusal = check(body, Format::Ndjson, compression).unwrap_err();
            assert_eq!((refusal.status, refusal.code), (status, code));
        }
    }

    #[test]
    fn the_same_article_has_the_same_fingerprint_and_another_one_another() {
        let of = |json: &str| check(json.as_bytes(), Format::Json, None).unwrap().articles.remove(0).content;
        let one = of(r#"{"id":"a","text":"A.","authors":["B","C"]}"#);
        assert_eq!(one, of(r#"{"authors":["B","C"],"id":"a","text":"A."}"#));
        for other in [
            r#"{"id":"a","text":"A!","authors":["B","C"]}"#,
            r#"{"id":"a","text":"A.","authors":["BC"]}"#,
            r#"{"id":"a","text":"A.","authors":["B","C"],"title":"T"}"#,
        ] {
            assert_ne!(one, of(other));
        }
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body in prop::collection::vec(any::<u8>(), 0..300), zip in any::<bool>()) {
            let body = if zip { gzip(&body) } else { body };
            for format in [Format::Json, Format::Ndjson] {
                let _ = check(&body, format, zip.then_some(Compression::Gzip));
            }
        }
    }
}
