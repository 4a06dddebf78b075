//! Where an article goes on: the link on one of its pages to the next one. Called by the `feed` source. Archives, stories and
//! comments have links of that kind, too, so the address has to be that of the article with the page's number in it, and
//! the link has to stand in the head, inside of the main text or right behind it.

use url::Url;
use wiredesk_core::DocumentId;

use super::tags::{Tag, tags};

/// Letters behind the main text within which the link may stand.
const BEHIND: usize = 400;
/// Letters by which the first and the last line of the main text are found again.
const LINE: usize = 60;
/// Links that are looked at on a page.
const MOST: usize = 10_000;

/// Parameters that hold the number of a page.
const PARAMETERS: [&str; 9] = ["p", "page", "paged", "pagenum", "pagina", "page_number", "pageno", "pg", "seite"];
/// What stands between an article's path and the number.
const BEFORE: [&str; 14] = [
    "/", "/page/", "/page-", "/page", "/p", "/seite/", "/seite-", "/pagina/", "/pagina-", ",", "-page-", "-page",
    "-seite-", "-p",
];
/// The same before an extension; without one, `-2` tells stories apart.
const BEFORE_EXTENSION: [&str; 4] = ["-", "_", ".", ","];
/// What links to next pages say, letters only.
const LABELS: [&str; 26] = [
    "avanti",
    "continue",
    "continuereading",
    "continuetopage",
    "gotopage",
    "lirelasuite",
    "naar",
    "next",
    "nextpage",
    "nächste",
    "nächsteseite",
    "page",
    "pagesuivante",
    "paginasuccessiva",
    "próximapágina",
    "páginasiguiente",
    "seguente",
    "seite",
    "siguiente",
    "suivant",
    "volgende",
    "volgendepagina",
    "weiter",
    "weiteraufseite",
    "weiterzuseite",
    "zurnächstenseite",
];

/// The page with this number of the article whose first page may be known by any of these addresses. `text` is the main
/// text of the page that `html` is, `at` its address.
pub(super) fn find(html: &str, text: &str, at: &Url, first: &[Url], number: usize) -> Option<Url> {
    let mut linked = Linked { at, first, number, seen: String::new(), links: Vec::new() };
    if let Some(url) = linked.read(html) {
        return Some(url);
    }
    let begin = letters(text.lines().next()?).chars().take(LINE).collect::<String>();
    let last = letters(text.lines().last()?);
    let last = &last[last.len().saturating_sub(LINE)..];
    if begin.is_empty() || last.is_empty() {
        return None;
    }
    let (from, to) = (linked.seen.find(&begin)?, linked.seen.rfind(last)? + last.len() + BEHIND);
    linked.links.into_iter().find(|(place, _)| (from..=to).contains(place)).map(|(_, url)| url)
}

/// Letters and digits of ASCII, which are the same in most charsets.
fn letters(text: &str) -> String {
    html_escape::decode_html_entities(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

struct Linked<'a> {
    at: &'a Url,
    first: &'a [Url],
    number: usize,
    /// Letters that a reader has seen so far.
    seen: String,
    /// Links to the page that is looked for, with the place in `seen`.
    links: Vec<(usize, Url)>,
}

/// Elements whose content no reader sees.
const HIDDEN: [&str; 4] = ["noscript", "script", "style", "template"];

impl Linked<'_> {
    /// Reads the page; the address, if the head names it.
    fn read(&mut self, html: &str) -> Option<Url> {
        let mut from = 0;
        let mut hidden: Option<&str> = None;
        let mut open: Option<(Tag<'_>, Url, usize)> = None;
        for tag in tags(html) {
            if hidden.is_none() {
                self.seen.push_str(&letters(&html[from..tag.start]));
            }
            from = tag.end;
            match hidden {
                Some(name) if tag.closes && tag.name.eq_ignore_ascii_case(name) => hidden = None,
                Some(_) => continue,
                None if !tag.closes => {
                    hidden = HIDDEN.iter().find(|name| tag.name.eq_ignore_ascii_case(name)).copied();
                }
                None => {}
            }
            if tag.opens("link") && is_next(&tag) {
                if let Some(url) = self.address(&tag) {
                    return Some(url);
                }
            } else if tag.opens("a") && self.links.len() < MOST {
                open = self.address(&tag).map(|url| (tag, url, self.seen.len()));
            } else if tag.closes
                && tag.name.eq_ignore_ascii_case("a")
                && let Some((link, url, place)) = open.take()
                && (is_next(&link) || self.says_next(&html[link.end..tag.start], &link))
            {
                self.links.push((place, url));
            }
        }
        None
    }

    /// Where a link leads to, if that is the page that is looked for.
    fn address(&self, tag: &Tag<'_>) -> Option<Url> {
        let mut url = self.at.join(tag.get("href")?.trim()).ok()?;
        url.set_fragment(None);
        let here = url.scheme() == self.at.scheme() && url.host() == self.at.host() && url.port() == self.at.port();
        (here && self.is_page(&url, is_next(tag))).then_some(url)
    }

    /// Whether an address is that of the article but for the page's number. Where it is said to be the next page, pages
    /// may be counted from zero.
    fn is_page(&self, url: &Url, next: bool) -> bool {
        let one_less = (next && self.number > 1).then(|| self.number - 1);
        let without = without_number(url, self.number)
            .into_iter()
            .chain(one_less.into_iter().flat_map(|number| without_parameter(url, number)));
        let first = |url: &Url| DocumentId::of("", "", Some(url.as_str()));
        let of_article: Vec<DocumentId> = self
            .first
            .iter()
            .flat_map(|url| without_one(url).into_iter().chain([url.clone()]))
            .map(|url| first(&url))
            .collect();
        without.into_iter().any(|url| of_article.contains(&first(&url)))
    }

    fn says_next(&self, inside: &str, link: &Tag<'_>) -> bool {
        let mut label = String::new();
        let mut from = 0;
        for tag in tags(inside) {
            label.push_str(&inside[from..tag.start]);
            from = tag.end;
        }
        label.push_str(&inside[from..]);
        let named = |attribute: &str| link.get(attribute).map(std::borrow::Cow::into_owned);
        let label = Some(label).filter(|label| label.chars().any(char::is_alphanumeric));
        let Some(label) = label.or_else(|| named("aria-label")).or_else(|| named("title")) else { return false };
        let label: String = html_escape::decode_html_entities(&label)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let number = self.number.to_string();
        let words = label.trim_end_matches(char::is_numeric);
        let numbered = label[words.len()..] == number;
        (numbered || label.len() == words.len()) && (words.is_empty() || LABELS.contains(&words))
    }
}

fn is_next(tag: &Tag<'_>) -> bool {
    tag.get("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("next")))
}

/// The address without the page's number, in all ways in which it may stand there.
fn without_number(url: &Url, number: usize) -> Vec<Url> {
    let number = number.to_string();
    let mut found = without_parameter_of(url, &number);
    let path = url.path().trim_end_matches('/');
    let mut add = |path: &str| {
        let mut without = url.clone();
        without.set_path(path);
        found.push(without);
    };
    if let Some(before) = path.strip_suffix(&number) {
        // an article's id is no page's number: something has to be left
        for mark in BEFORE {
            if let Some(article) = before.strip_suffix(mark).filter(|article| article.len() > 1) {
                add(article);
            }
        }
    }
    let file = path.rfind('/').map_or(0, |at| at + 1);
    if let Some(dot) = path[file..].rfind('.').map(|at| file + at)
        && let Some(before) = path[..dot].strip_suffix(&number)
    {
        for mark in BEFORE_EXTENSION.iter().chain(&BEFORE) {
            if let Some(article) = before.strip_suffix(mark).filter(|article| article.len() > 1) {
                add(&format!("{article}{}", &path[dot..]));
            }
        }
    }
    found
}

/// The address of a first page without its number, where that is said to be one: `/story/1` may be a story's id.
fn without_one(url: &Url) -> Vec<Url> {
    let said = |mark: &&&str| mark.len() > 4;
    let path = url.path().trim_end_matches('/').strip_suffix('1').unwrap_or_default();
    let article = BEFORE.iter().filter(said).find_map(|mark| path.strip_suffix(mark)).filter(|path| path.len() > 1);
    let article = article.map(|path| {
        let mut without = url.clone();
        without.set_path(path);
        without
    });
    article.into_iter().chain(without_parameter(url, 1)).collect()
}

fn without_parameter(url: &Url, number: usize) -> Vec<Url> {
    without_parameter_of(url, &number.to_string())
}

fn without_parameter_of(url: &Url, number: &str) -> Vec<Url> {
    let Some(query) = url.query() else { return Vec::new() };
    let is_number = |pair: &str| {
        pair.split_once('=')
            .is_some_and(|(name, value)| value == number && PARAMETERS.contains(&name.to_ascii_lowercase().as_str()))
    };
    if !query.split('&').any(is_number) {
        return Vec::new();
    }
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_number(pair)).collect();
    let mut without = url.clone();
    without.set_query((!rest.is_empty()).then(|| rest.join("&")).as_deref());
    vec![without]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(written: &str) -> Url {
        Url::parse("https://post.example/").unwrap().join(written).unwrap()
    }

    const TEXT: &str = "The quay of Port Lorne stays closed.\nFerries berth elsewhere until the spring.";

    fn next(html: &str, at: &str, number: usize) -> Option<String> {
        find(html, TEXT, &url(at), &[url("/news/quay-12"), url("/news/quay.html"), url("/a?id=5")], number)
            .map(|found| found[url::Position::BeforePath..].to_owned())
    }

    #[test]
    fn the_address_has_to_be_the_articles_with_the_pages_number() {
        for (href, number, is) in [
            ("/news/quay-12/2", 2, true),
            ("/news/quay-12/2/", 2, true),
            ("/news/quay-12/page/2", 2, true),
            ("/news/quay-12/seite-2", 2, true),
            ("?page=2", 2, true),
            ("?seite=3", 3, true),
            ("?page=2&utm_source=x", 2, true),
            ("/news/quay-2.html", 2, true),
            ("/news/quay_2.html", 2, true),
            ("/news/quay,2.html", 2, true),
            ("/news/quay-page2.html", 2, true),
            ("/news/quay.html?p=2", 2, true),
            ("/a?id=5&page=2", 2, true),
            ("/a?page=2&id=5#top", 2, true),
            // the next story, the archive, the comments, another site
            ("/news/quay-13", 2, false),
            ("/news/quay-2", 2, false),
            ("/news/2", 2, false),
            ("/news/?page=2", 2, false),
            ("/a?id=6", 2, false),
            ("/a?id=6&page=2", 2, false),
            ("/a?page=2", 2, false),
            ("/news/quay-12/comments?page=2", 2, false),
            ("?comments_page=2", 2, false),
            ("?page=3", 2, false),
            ("?page=2", 4, false),
            ("https://other.example/news/quay-12/2", 2, false),
            ("http://post.example/news/quay-12/2", 2, false),
            ("javascript:next()", 2, false),
        ] {
            let html = format!("<link rel=next href='{href}'>");
            assert_eq!(next(&html, "/news/quay-12", number).is_some(), is, "{href} {number}");
        }
        let from_zero = "<link rel='next' href='?page=1'>";
        assert_eq!(next(from_zero, "/news/quay-12", 2).as_deref(), Some("/news/quay-12?page=1"));
        let back = "<link rel='prev' href='?page=2'>";
        assert_eq!(next(back, "/news/quay-12?page=2", 3), None);
    }

    #[test]
    fn a_first_page_may_have_a_number_itself() {
        let html = "<link rel=next href='/news/quay?page=2'>";
        let of = |first: &str| find(html, TEXT, &url(first), &[url(first)], 2).is_some();
        assert!(of("/news/quay?page=1") && of("/news/quay") && of("/news/quay/page/1") && !of("/news/quay?page=7"));
        let story = "<link rel=next href='/story/2'>";
        assert_eq!(find(story, TEXT, &url("/story/1"), &[url("/story/1")], 2).map(|u| u.path().to_owned()), None);
    }

    #[test]
    fn the_link_has_to_stand_in_the_text_or_right_behind_it_and_say_so() {
        let text = "<p>The quay of <b>Port Lorne</b> stays closed.</p><p>Ferries berth elsewhere until the spring.</p>";
        let far = "<p>Other stories that were written about harbours elsewhere.</p>".repeat(10);
        for (html, is) in [
            (format!("{text}<p>Page 1 <a href='?page=2'>2</a> <a href='?page=3'>3</a></p>"), true),
            (format!("{text}<p><a href='?page=2'><span>Next page</span> »</a></p>"), true),
            (format!("{text}<p><a href='?page=2'>Weiter auf Seite 2</a></p>"), true),
            (format!("{text}<p><a href='?page=2'>Seite 2</a></p>"), true),
            (format!("{text}<p><a href='?page=2' aria-label='Next page'>&raquo;</a></p>"), true),
            (format!("{text}<p><a href='?page=2' rel='nofollow next'>Who is to mend it</a></p>"), true),
            (format!("{text}<p><a href='?page=2'>Older comments</a></p>"), false),
            (format!("{text}<p><a href='?page=2'>»</a></p>"), false),
            (format!("{text}{far}<p><a href='?page=2'>2</a></p>"), false),
            (format!("<nav><a href='?page=2'>2</a></nav>{text}"), false),
            (format!("{text}<script>'<a href=\"?page=2\">2</a>'</script>"), false),
        ] {
            assert_eq!(next(&html, "/news/quay-12", 2).is_some(), is, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(html in "(<(a|link|/a|p|script) (rel=next )?(href='[?/a-z0-9=&;]{0,12}')?>|[é2»&;a-z ]{0,4}){0,30}", text in "[a-zé\n]{0,20}") {
            find(&html, &text, &url("/a"), &[url("/a")], 2);
        }
    }
}
