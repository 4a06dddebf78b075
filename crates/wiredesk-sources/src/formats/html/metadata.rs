//! Title, authors, date, address and language of a page: JSON-LD before meta tags before the page itself.
//! Called by [`super::article`]; reads tags in one pass and knows no tree.

use std::collections::HashMap;

use wiredesk_core::document::{DateOrigin, Problem, Published};

use super::{
    json_ld,
    tags::{Tag, tags},
};
use crate::formats::{article::problem, date};

/// What a page says about its article.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Published>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The article's text as JSON-LD has it.
    pub(super) body: Option<String>,
    /// Whether the page says that it can be read without paying or signing in.
    pub(super) free: Option<bool>,
    /// CSS selectors of the parts that cannot.
    pub(super) paid_part: Option<String>,
    /// `free`, `metered`, `locked`, in lower case.
    pub(super) tier: Option<String>,
    pub(super) problem: Option<Problem>,
}

/// Meta tags (`property`, `name` or `itemprop`) by what they tell, the best first.
const TITLE: [&str; 6] = ["og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title", "parsely-title"];
const AUTHOR: [&str; 8] = [
    "author",
    "article:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
];
const DATE: [&str; 14] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "date",
];
const TIER: [&str; 2] = ["article:content_tier", "og:article:content_tier"];
const LANGUAGE: [&str; 4] = ["og:locale", "dc.language", "citation_language", "language"];

/// Reads a page's metadata.
pub(super) fn read(html: &str) -> Metadata {
    let mut metas: HashMap<String, Vec<String>> = HashMap::new();
    let mut linked = json_ld::Found::default();
    let (mut page_title, mut heading, mut canonical, mut lang) = (None, None, None, None);
    let mut times: Vec<(bool, String)> = Vec::new();
    let mut count = 0;
    let mut inside: Option<Tag<'_>> = None;
    for tag in tags(html) {
        if tag.closes {
            if let Some(open) = inside.take_if(|open| open.name.eq_ignore_ascii_case(tag.name)) {
                let content = &html[open.end..tag.start];
                if open.opens("script") {
                    let more = if linked.lacks(content) { json_ld::read(content) } else { None };
                    if let Some(more) = more {
                        linked = linked.and(more);
                    }
                } else if open.opens("title") {
                    page_title = page_title.or_else(|| line(content));
                } else {
                    heading = heading.or_else(|| line(&without_tags(content)));
                }
            }
        } else if tag.opens("meta") {
            let name = ["property", "name", "itemprop"].iter().find_map(|attribute| tag.get(attribute));
            if let (Some(name), Some(content)) = (name, tag.get("content"))
                && count < 1000
            {
                count += 1;
                metas.entry(name.trim().to_ascii_lowercase()).or_default().push(content.into_owned());
            }
        } else if tag.opens("link")
            && canonical.is_none()
            && tag.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        {
            canonical = tag.get("href").and_then(|href| address(&href));
        } else if tag.opens("html") {
            lang = lang.or_else(|| tag.get("lang").or_else(|| tag.get("xml:lang")).and_then(|lang| line(&lang)));
        } else if tag.opens("time") && times.len() < 20 {
            if let Some(at) = tag.get("datetime") {
                let marked = tag.get("pubdate").is_some() || tag.get("itemprop").is_some_and(|i| i == "datePublished");
                times.push((marked, at.into_owned()));
            }
        } else if tag.opens("script")
            && tag.get("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
            || tag.opens("title")
            || (tag.opens("h1") && heading.is_none())
        {
            inside = Some(tag);
        }
    }
    let first = |names: &[&str]| names.iter().find_map(|name| line(metas.get(*name)?.first()?));
    let url = canonical.or_else(|| first(&["og:url"]).and_then(|url| address(&url))).or(linked.url);
    let (published, problem) = published(linked.published.as_deref(), first(&DATE).as_deref(), &times, url.as_deref());
    let authors = AUTHOR.iter().find_map(|name| {
        let names: Vec<String> = metas.get(*name)?.iter().flat_map(|names| people(names)).collect();
        (!names.is_empty()).then_some(names)
    });
    Metadata {
        title: linked.title.or_else(|| first(&TITLE)).or(heading).or(page_title),
        authors: Some(linked.authors).filter(|names| !names.is_empty()).or(authors).unwrap_or_default(),
        published,
        url,
        language: lang.or(linked.language).or_else(|| first(&LANGUAGE)).map(|code| code.replace('_', "-")),
        body: linked.body,
        free: linked.free.or_else(|| first(&["isaccessibleforfree"]).map(|free| !free.eq_ignore_ascii_case("false"))),
        paid_part: linked.paid_part.or_else(|| first(&["cssselector"]).filter(|selector| json_ld::is_simple(selector))),
        tier: first(&TIER).map(|tier| tier.to_ascii_lowercase()),
        problem,
    }
}

/// The first date that can be believed, and a note if one could not.
fn published(
    json_ld: Option<&str>,
    meta: Option<&str>,
    times: &[(bool, String)],
    url: Option<&str>,
) -> (Option<Published>, Option<Problem>) {
    let marked = times.iter().find(|(marked, _)| *marked).or(times.first()).map(|(_, at)| at.as_str());
    let mut problem_found = None;
    for (written, from) in [(json_ld, DateOrigin::JsonLd), (meta, DateOrigin::Meta), (marked, DateOrigin::Time)] {
        let Some(written) = written else { continue };
        if let Some(at) = date::parse(written) {
            return (Some(Published { at, from }), None);
        }
        let shown: String = written.chars().take(60).collect();
        problem_found
            .get_or_insert_with(|| problem("bad-date", format!("the page's publication date is none: {shown}")));
    }
    let at = url.and_then(date_in_url);
    (at.map(|at| Published { at, from: DateOrigin::Url }), problem_found)
}

/// `/2024/10/01/` or `/2024-10-01-` in an address.
fn date_in_url(url: &str) -> Option<jiff::Timestamp> {
    let bytes = url.as_bytes();
    let digits = |at: usize, length: usize| bytes[at..at + length].iter().all(u8::is_ascii_digit);
    let shape = |at: usize| {
        let separator = bytes[at + 4];
        digits(at, 4)
            && matches!(separator, b'/' | b'-')
            && digits(at + 5, 2)
            && bytes[at + 7] == separator
            && digits(at + 8, 2)
    };
    let ends = |at: usize| bytes.get(at + 10).is_none_or(|b| !b.is_ascii_digit());
    let starts = |at: usize| at > 0 && !bytes[at - 1].is_ascii_digit();
    let at = (0..bytes.len().saturating_sub(9)).find(|at| starts(*at) && shape(*at) && ends(*at))?;
    date::parse(&url[at..at + 10].replace('/', "-"))
}

/// One line of text with entities decoded; `None` if there is nothing in it.
fn line(text: &str) -> Option<String> {
    let text = html_escape::decode_html_entities(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn address(url: &str) -> Option<String> {
    let url = url.trim();
    (url.starts_with("http://") || url.starts_with("https://")).then(|| url.to_owned())
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    for tag in tags(html) {
        text.push_str(&html[from..tag.start]);
        text.push(' ');
        from = tag.end;
    }
    text + &html[from..]
}

/// Names in a meta tag: "By Ada Byrd and Bo Li", "Ada Byrd, Bo Li". Addresses of profiles are none.
fn people(names: &str) -> Vec<String> {
    let names = line(names).unwrap_or_default();
    let names = names.strip_prefix("By ").or_else(|| names.strip_prefix("by ")).unwrap_or(&names);
    let parts = names.split([',', ';', '|']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "));
    parts.map(str::trim).filter(|name| !name.is_empty() && !name.contains("://")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date_of(html: &str) -> Option<(String, DateOrigin)> {
        read(html).published.map(|published| (published.at.strftime("%F").to_string(), published.from))
    }

    #[test]
    fn the_publication_date_comes_from_the_best_place_that_has_one() {
        let ld = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-10-01"}</script>"#;
        let meta = r#"<meta name="date" content="2024-10-02">"#;
        let time =
            r#"<time datetime="2024-01-01">x</time><time itemprop="datePublished" datetime="2024-10-03">y</time>"#;
        let link = r#"<link rel="canonical" href="https://post.example/2024/10/04/quay">"#;
        let of = |day: &str, from| Some((format!("2024-10-{day}"), from));
        assert_eq!(date_of(&[link, time, meta, ld].concat()), of("01", DateOrigin::JsonLd));
        assert_eq!(date_of(&[link, time, meta].concat()), of("02", DateOrigin::Meta));
        assert_eq!(date_of(&[link, time].concat()), of("03", DateOrigin::Time));
        assert_eq!(date_of(link), of("04", DateOrigin::Url));
        assert_eq!(date_of("<p>2024-10-05"), None);
    }

    #[test]
    fn an_absurd_date_is_noted_and_the_next_place_is_asked() {
        let html =
            r#"<meta name="date" content="99999-01-01"><link rel=canonical href="https://p.example/2024-10-04-a">"#;
        let found = read(html);
        assert_eq!(found.published.map(|p| p.from), Some(DateOrigin::Url));
        assert_eq!(found.problem.unwrap().code, "bad-date");
    }

    #[test]
    fn titles_prefer_what_was_written_for_sharing_over_the_window_title() {
        for (html, title) in [
            ("<title>A | Post</title><h1>A <i>b</i></h1><meta property='og:title' content='A b c'>", "A b c"),
            ("<title>A | Post</title><h1>A <i>b</i></h1>", "A b"),
            ("<title>\n A &amp; B | Post </title>", "A & B | Post"),
        ] {
            assert_eq!(read(html).title.as_deref(), Some(title), "{html}");
        }
    }

    #[test]
    fn authors_are_split_and_profile_addresses_left_out() {
        assert_eq!(people("By Ada Byrd, Bo Li and Cy Dunn"), ["Ada Byrd", "Bo Li", "Cy Dunn"]);
        assert_eq!(people("https://post.example/ada"), Vec::<String>::new());
        let html =
            "<meta property='article:author' content='https://p.example/ada'><meta name=byl content='By Ada Byrd'>";
        assert_eq!(read(html).authors, ["Ada Byrd"]);
    }
}
