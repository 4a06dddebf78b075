//! From a page to an article: metadata from JSON-LD, meta tags and the page, the main text by a
//! readability library or from JSON-LD, and what stands before it. Called by the HTML and JSON decoders; never panics, hangs or overflows the
//! stack, whatever the page.

mod article_body;
#[cfg(feature = "net")]
mod feed_links;
mod furniture;
mod json_ld;
mod main_text;
mod metadata;
#[cfg(feature = "net")]
mod next_page;
mod overlap;
mod tags;
mod tree;
mod walls;

#[cfg(feature = "net")]
use url::Url;
use wiredesk_core::document::Article;

use self::main_text::MainText;
#[cfg(feature = "net")]
pub(crate) use self::{main_text::ALL_TEXT, overlap::share};

/// The article on a page; its key is left empty, and its text too if the page has none.
pub(crate) fn article(html: &str) -> Article {
    let found = metadata::read(html);
    let mut main = main_text::extract(html, found.paid_part.as_deref());
    let page = main.found.then_some(main.text.as_str());
    if let Some(text) = found.body.as_deref().and_then(|body| article_body::better(body, page)) {
        main = MainText { text, found: true, paid_words: main.paid_words, problem: None };
    }
    let wall = walls::find(&found, &main, html);
    Article {
        key: String::new(),
        url: found.url,
        title: found.title,
        authors: found.authors,
        published: found.published,
        declared_language: found.language,
        text: main.text.into(),
        problems: main.problem.into_iter().chain(found.problem).chain(wall).collect(),
    }
}

/// All text of a page that a reader sees, menus and all: a quick look, without the search for the main text.
pub(crate) fn visible_text(html: &str) -> String {
    main_text::strip(html)
}

/// The language that the page's root element declares, if it does so in the first tags.
pub(crate) fn declared_language(html: &str) -> Option<String> {
    let root = tags::tags(html).take(8).find(|tag| tag.opens("html"))?;
    let language = root.get("lang").or_else(|| root.get("xml:lang"))?.trim().to_owned();
    (!language.is_empty()).then_some(language)
}

/// Address and title, as written, of the feeds that a page links to.
#[cfg(feature = "net")]
pub(crate) fn feed_links(html: &str) -> Vec<(String, Option<String>)> {
    feed_links::find(html)
}

/// Where an article goes on; see [`next_page`].
#[cfg(feature = "net")]
pub(crate) fn next_page(html: &str, text: &str, at: &Url, first: &[Url], number: usize) -> Option<Url> {
    next_page::find(html, text, at, first, number)
}

/// The charset that a page's first KiB declares, in `meta charset`, `http-equiv` or an XML declaration.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let start: String = bytes.iter().take(1024).map(|b| char::from(b.to_ascii_lowercase())).collect();
    for (place, name) in [("<?xml", "encoding"), ("<meta", "charset")] {
        let mut rest = start.as_str();
        while let Some(at) = rest.find(place) {
            let tag = &rest[at..];
            let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
            if let Some(value) = tag.find(name).map(|at| tag[at + name.len()..].trim_start())
                && let Some(value) = value.strip_prefix('=')
            {
                let value = value.trim_start().trim_start_matches(['"', '\'']);
                let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.+".contains(c));
                let label = &value[..end.unwrap_or(value.len())];
                if !label.is_empty() {
                    return Some(label.to_owned());
                }
            }
            rest = &rest[at + place.len()..];
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use wiredesk_core::document::DateOrigin;

    use super::*;

    const PARAGRAPH: &str = "The harbour authority of Port Lorne said on Tuesday that the northern quay would stay closed \
        until the spring, after engineers had found cracks in three of its pillars, and that ferries would berth elsewhere.";

    #[test]
    fn a_page_becomes_an_article() {
        let html = format!(
            r#"<!doctype html><html lang="en-GB"><head><title>Quay closed | The Lorne Post</title>
            <meta property="og:title" content="Quay stays closed &amp; ferries move">
            <link rel="canonical" href="https://post.example/2024/10/02/quay">
            <meta name="author" content="Ada Byrd and Bo Li">
            <meta property="article:published_time" content="2024-10-01T08:00:00+02:00"></head>
            <body><nav><a href="/">Home</a> <a href="/n">News</a></nav>
            <article><h1>Quay stays closed</h1><p>{PARAGRAPH}</p><p>&ldquo;{PARAGRAPH}&rdquo;</p><p>{PARAGRAPH}</p></article>
            <footer>Copyright. All rights reserved. Subscribe.</footer></body></html>"#
        );
        let article = article(&html);
        assert_eq!(article.title.as_deref(), Some("Quay stays closed & ferries move"));
        assert_eq!(article.url.as_deref(), Some("https://post.example/2024/10/02/quay"));
        assert_eq!(article.authors, ["Ada Byrd", "Bo Li"]);
        assert_eq!(article.declared_language.as_deref(), Some("en-GB"));
        let published = article.published.unwrap();
        assert_eq!((published.at.to_string().as_str(), published.from), ("2024-10-01T06:00:00Z", DateOrigin::Meta));
        assert_eq!(article.problems, []);
        let paragraphs: Vec<&str> = article.text.lines().collect();
        assert!(paragraphs.contains(&PARAGRAPH), "{paragraphs:?}");
        assert!(paragraphs.contains(&format!("“{PARAGRAPH}”").as_str()), "{paragraphs:?}");
        assert!(!article.text.contains("Subscribe"));
    }

    #[test]
    fn an_article_that_only_json_ld_has_is_read_from_there() {
        let body = format!("{PARAGRAPH} {}", PARAGRAPH.replace("Tuesday", "Monday"));
        let script = format!(
            r#"<script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","articleBody":"&lt;p&gt;{body}&lt;/p&gt;"}}]}}</script>"#
        );
        for shown in ["<div id=app></div>", "<div id=app><p>Please switch JavaScript on to read on.</p></div>"] {
            let article = article(&format!("<html><head>{script}</head><body>{shown}</body></html>"));
            assert_eq!((&*article.text, article.problems.as_slice()), (body.as_str(), [].as_slice()), "{shown}");
        }
        let story = format!("<article><p>{PARAGRAPH}</p><p>{}</p></article>", PARAGRAPH.replace("Tuesday", "Monday"));
        let text = article(&format!("<html><head>{script}</head><body>{story}</body></html>")).text;
        assert_eq!(text.lines().count(), 2, "the page has paragraphs: {text}");
    }

    #[test]
    fn a_page_that_is_paid_for_says_so_unless_it_shows_what_was_paid_for() {
        let script = r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False",
            "hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paid"}}</script>"#;
        let micro = "<meta itemprop=isAccessibleForFree content=False><meta itemprop=cssSelector content='.paid'>";
        let rest = format!("<div class='rest paid'><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div>");
        for head in [script, micro] {
            for (rest, codes) in [("", vec!["paywall"]), ("<div class=paid></div>", vec!["paywall"]), (&rest, vec![])] {
                let html =
                    format!("<html><head>{head}</head><body><article><p>{PARAGRAPH}</p>{rest}</article></body></html>");
                let article = article(&html);
                let found: Vec<&str> = article.problems.iter().map(|problem| &*problem.code).collect();
                assert_eq!(found, codes, "{head} {rest}");
            }
        }
    }

    #[test]
    fn the_declared_charset_is_found_wherever_it_may_stand() {
        for (html, charset) in [
            ("<html><head><META CHARSET=\"Shift_JIS\">", Some("shift_jis")),
            ("<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">", Some("windows-1251")),
            ("<?xml version='1.0' encoding='ISO-8859-2'?><html>", Some("iso-8859-2")),
            ("<meta name=x><meta charset = utf-8 />", Some("utf-8")),
            ("<meta name='charset-note' content='none'>", None),
            ("", None),
        ] {
            assert_eq!(declared_charset(html.as_bytes()).as_deref(), charset, "{html}");
        }
    }

    #[test]
    fn pages_nested_without_end_are_read_and_noted() {
        let html = format!("<html><body>{}<p>{PARAGRAPH}</p>", "<div>".repeat(100_000));
        let article = article(&html);
        assert!(article.text.contains(PARAGRAPH));
        assert_eq!(article.problems[0].code, "nested-too-deep");
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(html in "(<(html|meta|p|script|title|/p|/script)[ a-z=\"'-]{0,12}>|[<>&;é \n]|[a-z]{1,6}){0,40}") {
            declared_charset(html.as_bytes());
            declared_language(&html);
            visible_text(&html);
            super::article(&html);
        }

        #[test]
        fn no_bytes_make_the_search_for_a_charset_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            declared_charset(&bytes);
            declared_charset(&[b"<meta charset=", &bytes[..]].concat());
        }
    }
}
