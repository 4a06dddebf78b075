//! From the answer for an article's page to the article: main text and metadata by the page decoder, joined
//! with what the feed says. Says so where a paywall or a consent page stands before the article. Blocking;
//! called by the source's tasks.

use encoding_rs::Encoding;
use url::Url;
use wiredesk_core::document::Article;

use super::{
    entry::{Kept, KeptArticle},
    walls,
};
use crate::{
    fetch::{Answer, FetchError},
    formats::{FormatOptions, Place, from_text, html::ALL_TEXT, problem},
};

/// Why there is no article from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoPage {
    /// `page-not-found`, `page-refused`, `wrong-content-type`, or that of the fetch.
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
    /// Whether it is worth another try.
    pub(super) passing: bool,
    /// Seconds for which the host asks to be left in peace.
    pub(super) wait: Option<i64>,
}

impl From<FetchError> for NoPage {
    fn from(error: FetchError) -> Self {
        let passing = matches!(error.code, "timeout" | "connect" | "dns" | "truncated" | "http" | "tls" | "proxy");
        Self { code: error.code, message: error.message, passing, wait: None }
    }
}

impl NoPage {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), passing: false, wait: None }
    }

    /// Something that may pass.
    pub(super) fn passing(code: &'static str, message: impl Into<String>) -> Self {
        Self { passing: true, ..Self::new(code, message) }
    }
}

/// What the status of an answer means for a page.
fn status(answer: &Answer) -> Result<(), NoPage> {
    let message = format!("the server answers with status {}", answer.status);
    match answer.status {
        200..300 => Ok(()),
        401 | 402 | 403 | 451 => Err(NoPage::new("page-refused", message)),
        404 | 410 => Err(NoPage::new("page-not-found", message)),
        429 | 500.. => Err(NoPage::passing("page-unavailable", message)),
        _ => Err(NoPage::new("page-status", message)),
    }
}

/// The charset that an answer's header declares.
pub(super) fn charset(answer: &Answer) -> Option<&str> {
    let content_type = answer.header("content-type")?;
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.next().map(|(_, value)| value.trim().trim_matches(['"', '\'']))
}

fn check_type(answer: &Answer) -> Result<(), NoPage> {
    let content_type = answer.header("content-type").unwrap_or_default();
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let looks_like_markup = || answer.body.trim_ascii_start().starts_with(b"<");
    match media.as_str() {
        "text/html" | "application/xhtml+xml" => Ok(()),
        "" | "text/plain" | "application/xml" | "text/xml" if looks_like_markup() => Ok(()),
        "" => Err(NoPage::new("wrong-content-type", "is no page: it declares no type")),
        other => {
            let shown: String = other.chars().take(60).collect();
            Err(NoPage::new("wrong-content-type", format!("is no page: {shown}")))
        }
    }
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Read {
    /// What is on it.
    pub(super) page: Article,
    /// Where it came from in the end.
    pub(super) url: Url,
    /// Whether it asks for consent instead of showing an article.
    pub(super) consent: bool,
    /// Its markup, as far as that is needed for finding the next page.
    pub(super) html: String,
}

impl Read {
    /// Whether it has the note.
    pub(super) fn has(&self, code: &str) -> bool {
        self.page.problems.iter().any(|problem| problem.code == code)
    }

    /// Whether its text is the main text and not all that was on it.
    pub(super) fn has_main_text(&self) -> bool {
        !ALL_TEXT.iter().any(|code| self.has(code))
    }
}

/// Reads a page that was asked for at `asked`. `largest` is the size that it may have.
pub(super) fn read(answer: Answer, asked: Option<&str>, largest: usize) -> Result<Read, NoPage> {
    status(&answer)?;
    check_type(&answer)?;
    let mut options = FormatOptions::default();
    options.encoding = charset(&answer).and_then(|label| Encoding::for_label(label.as_bytes()));
    options.max_document = largest;
    let place = Place { key: "", number: 1, line: 1, column: 1, alone: true };
    let page = from_text(&answer.body, true, &options, place)
        .map_err(|rejected| NoPage::new(rejected.code, rejected.message))?;
    let consent = page.problems.iter().any(|problem| problem.code == "consent-page")
        || walls::asks_for_consent(asked, &answer.url);
    let html = String::from_utf8(answer.body);
    let html = html.unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned());
    Ok(Read { page, url: answer.url, consent, html })
}

/// Completes an article from its page.
pub(super) fn complete(read: Read, article: KeptArticle) -> KeptArticle {
    let mut article = article;
    if read.consent {
        let message = "the server shows a page that asks for consent, not the article";
        article.problems.push(problem("consent-page", message));
        return article;
    }
    // where no main text was found, all text of the page is more of everything but the article
    let found = read.has_main_text();
    let page = read.page;
    let only_title = article.title.as_ref().is_some_and(|title| *title == article.text);
    let given = page.text.trim();
    if only_title || (found && given.chars().count() >= article.text.chars().count()) {
        article.text = given.to_owned();
    }
    article.problems.extend(page.problems);
    article.url = Some(address(&read.url, page.url.as_deref()));
    article.title = article.title.or(page.title);
    if article.authors.is_empty() {
        article.authors = page.authors;
    }
    article.published = article.published.or(page.published.map(|published| (published.at, published.from)));
    article.language = page.declared_language.or(article.language);
    article
}

/// The address that the page gives itself, if it is one of the same site and not that of its front page.
pub(super) fn address(from: &Url, canonical: Option<&str>) -> String {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        let parts: Vec<&str> = host.rsplit('.').take(2).collect();
        if host.parse::<std::net::IpAddr>().is_ok() { host } else { parts.join(".") }
    };
    let canonical = canonical.and_then(|written| from.join(written).ok()).filter(|url| {
        matches!(url.scheme(), "http" | "https") && site(url) == site(from) && (url.path() != "/" || from.path() == "/")
    });
    canonical.unwrap_or_else(|| from.clone()).to_string()
}

/// The article as the feed has it, with the reason why its page is not there.
pub(super) fn without(kept: Kept, reason: &NoPage) -> Kept {
    match kept {
        Kept::Article(mut article) => {
            article.problems.push(problem(reason.code, format!("no full text: {}", reason.message)));
            Kept::Article(article)
        }
        rejected @ Kept::Rejected { .. } => rejected,
    }
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;
    use wiredesk_core::document::DateOrigin;

    use super::*;

    const PARAGRAPH: &str = "The harbour authority of Port Lorne said on Tuesday that the northern quay would stay closed \
        until the spring, after engineers had found cracks in three of its pillars, and that ferries would berth elsewhere.";

    fn answer(status: u16, content_type: &str, body: &[u8]) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        let url = Url::parse("https://post.example/2024/quay?ref=rss").unwrap();
        Answer { status, redirect: None, url, moved: None, headers, body: body.to_vec() }
    }

    fn complete(answer: Answer, article: KeptArticle) -> Result<KeptArticle, NoPage> {
        let read = read(answer, article.url.as_deref(), 1 << 20)?;
        Ok(super::complete(read, article))
    }

    fn teaser() -> KeptArticle {
        KeptArticle {
            key: "1".into(),
            url: Some("https://feeds.example/1".into()),
            title: Some("Quay".into()),
            authors: Vec::new(),
            published: None,
            language: None,
            text: "Cracks in three pillars of the quay.".into(),
            problems: Vec::new(),
            fetched: jiff::Timestamp::UNIX_EPOCH,
            feed: "Post".into(),
            own_id: false,
            about: serde_json::Value::Null,
        }
    }

    fn page(head: &str, body: &str) -> Vec<u8> {
        format!(
            "<html lang=en><head><title>Quay | Post</title>{head}</head><body><article>{body}</article></body></html>"
        )
        .into()
    }

    #[test]
    fn a_page_completes_what_the_feed_says() {
        let body = page(
            "<link rel=canonical href='https://www.post.example/2024/quay'><meta name=author content='Ada Byrd'>\
             <meta name=date content='2024-10-01'>",
            &format!("<p>{PARAGRAPH}</p>").repeat(3),
        );
        let article = complete(answer(200, "text/html; charset=utf-8", &body), teaser()).unwrap();
        assert!(article.text.contains(PARAGRAPH));
        assert_eq!(article.title.as_deref(), Some("Quay"), "the feed's title stays");
        assert_eq!(article.url.as_deref(), Some("https://www.post.example/2024/quay"));
        assert_eq!(article.authors, ["Ada Byrd"]);
        assert_eq!(article.published.unwrap().1, DateOrigin::Meta);
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.problems, []);
    }

    #[test]
    fn a_canonical_address_of_another_site_or_of_the_front_page_is_not_believed() {
        let from = Url::parse("https://news.post.example/a").unwrap();
        for (canonical, address_) in [
            ("https://www.post.example/b", "https://www.post.example/b"),
            ("https://post.example/", "https://news.post.example/a"),
            ("https://evil.test/a", "https://news.post.example/a"),
            ("javascript:alert(1)", "https://news.post.example/a"),
        ] {
            assert_eq!(address(&from, Some(canonical)), address_, "{canonical}");
        }
    }

    #[test]
    fn walls_are_said_and_cost_no_text() {
        let paid =
            page("<script type='application/ld+json'>{\"isAccessibleForFree\": false}</script>", "<p>Subscribe.</p>");
        let article = complete(answer(200, "text/html", &paid), teaser()).unwrap();
        assert_eq!((article.text.as_str(), &*article.problems[0].code), (teaser().text.as_str(), "paywall"));
        let consent =
            page("", "<p>We and our partners use cookies. Accept all to give consent, or see our privacy policy.</p>");
        let article = complete(answer(200, "text/html", &consent), teaser()).unwrap();
        assert_eq!((article.text.as_str(), &*article.problems[0].code), (teaser().text.as_str(), "consent-page"));
        assert_eq!(article.url, teaser().url);
        // readers were sent elsewhere, and whatever stands there is no article
        let story = page("", &format!("<p>{PARAGRAPH}</p>").repeat(3));
        let mut sent = answer(200, "text/html", &story);
        sent.url = Url::parse("https://consent.post.example/?back=/2024/quay").unwrap();
        let article = complete(sent, teaser()).unwrap();
        assert_eq!((article.text.as_str(), &*article.problems[0].code), (teaser().text.as_str(), "consent-page"));
    }

    #[test]
    fn the_text_of_the_feed_stays_where_the_page_has_less() {
        let long = KeptArticle { text: format!("{PARAGRAPH} ").repeat(10), ..teaser() };
        let body = page("", &format!("<p>{PARAGRAPH}</p>").repeat(3));
        let article = complete(answer(200, "text/html", &body), long.clone()).unwrap();
        assert_eq!(article.text, long.text);
        let junk = b"<html><body><nav><a href=/>Home</a> <a href=/n>News</a> <a href=/s>Sport</a> and more</nav></body></html>";
        let article = complete(answer(200, "text/html", junk), teaser()).unwrap();
        assert_eq!(article.text, teaser().text);
        // all that is on a page of which no tree is built
        let deep = page("", &("<div>".repeat(1000) + &format!("<p>{PARAGRAPH}</p>").repeat(3)));
        let article = complete(answer(200, "text/html", &deep), teaser()).unwrap();
        assert_eq!((article.text.as_str(), &*article.problems[0].code), (teaser().text.as_str(), "nested-too-deep"));
    }

    #[test]
    fn answers_that_are_no_page_are_told_apart() {
        for (status, content_type, body, code, passing) in [
            (403, "text/html", "", "page-refused", false),
            (404, "text/html", "", "page-not-found", false),
            (503, "text/html", "", "page-unavailable", true),
            (200, "application/pdf", "%PDF", "wrong-content-type", false),
            (200, "image/jpeg", "\u{ff}", "wrong-content-type", false),
            (200, "text/plain", "no markup", "wrong-content-type", false),
            (200, "text/html", "", "empty", false),
            (200, "text/html", "a\0\0\0", "binary", false),
        ] {
            let error = complete(answer(status, content_type, body.as_bytes()), teaser()).unwrap_err();
            assert_eq!((error.code, error.passing), (code, passing), "{status} {content_type}");
        }
    }

    #[test]
    fn a_wrong_charset_in_the_header_costs_a_note_at_most() {
        let body = page("", &format!("<p>{}</p>", PARAGRAPH.replace("Lorne", "Lörne")).repeat(3));
        for charset in ["utf-8", "\"UTF-8\"", "klingon", ""] {
            let article = complete(answer(200, &format!("text/html; charset={charset}"), &body), teaser()).unwrap();
            assert!(article.text.contains("Lörne"), "{charset}: {}", article.text);
        }
    }
}
