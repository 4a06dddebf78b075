//! The feeds that a page's head links to. Used where feeds are looked for.

use super::tags::tags;

/// Media types of feeds.
const TYPES: [&str; 5] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml"];

/// Address and title of each `link rel=alternate` to a feed, as written.
pub(super) fn find(html: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for tag in tags(html).filter(|tag| tag.opens("link") || tag.opens("a")).take(10_000) {
        let words = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
        let kind = tag.get("type").unwrap_or_default().trim().to_ascii_lowercase();
        let alternate = words.split_whitespace().any(|word| matches!(word, "alternate" | "feed"));
        if alternate
            && TYPES.contains(&kind.as_str())
            && let Some(href) = tag.get("href")
        {
            found.push((href.trim().to_owned(), tag.get("title").map(|title| title.trim().to_owned())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_feeds_are_found_among_others() {
        let html = "<head><link rel=stylesheet href=a.css><link rel='alternate' type='text/html' href='/de'>\
            <link REL='Alternate' type='application/rss+xml' title='All &amp; everything' href='/rss?a=1&amp;b=2'>\
            <link rel='alternate feed' type='application/atom+xml' href='https://post.example/atom'></head>";
        let expected = [
            ("/rss?a=1&b=2".to_owned(), Some("All & everything".to_owned())),
            ("https://post.example/atom".to_owned(), None),
        ];
        assert_eq!(find(html), expected);
    }
}
