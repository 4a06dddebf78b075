//! Articles that go on at page 2, 3 and so forth, read through the source from a server on loopback.

use super::*;

/// A page of an article on several: lines that no other page has between those that all have.
fn page_of(story: &str, number: usize, head: &str, behind: &str) -> String {
    let words = PARAGRAPH.replace(' ', &format!(" {number} "));
    let line = |line: usize| format!("<p>Line {line} on page {number} of {story}. {words}</p>");
    let lines: String = (1..=3).map(line).collect();
    let lead = format!("<p>By Ada Byrd, who has written of {story} for the Lorne Post since the quay was built.</p>");
    format!("<html><head>{head}</head><body><article>{lead}{lines}</article>{behind}</body></html>")
}

/// What is asked of the server but for feed and robots.txt.
fn pages_asked(server: &Loopback) -> Vec<String> {
    let asked = server.requests();
    let asked = asked.iter().filter_map(|head| head.split(' ').nth(1)).map(str::to_owned);
    asked.filter(|path| !path.ends_with(".xml") && path != "/robots.txt").collect()
}

#[tokio::test]
async fn an_article_is_read_to_its_last_page_with_pauses() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/z", "Z", "z teaser"), ("/go", "A", "a teaser")]));
    put(&site, "/robots.txt", "User-agent: *\nCrawl-delay: 10");
    put(&site, "/go", "-> /a");
    put(&site, "/a", page_of("A", 1, "<link rel=next href='/a?page=2'>", ""));
    put(&site, "/a?page=2", page_of("A", 2, "", "<p>Page <a href=/a>1</a> 2 <a href='/a?page=3'>3</a></p>"));
    put(&site, "/a?page=3", page_of("A", 3, "", "<p><a href='/a?page=2'>2</a> <a href=/z>Next</a></p>"));
    put(&site, "/z", page_of("Z", 1, "<link rel=next href=/a>", ""));
    let (folder, clock) = (tempfile::tempdir().unwrap(), Leaping::new());
    let before = clock.now();
    let found = run(&options(&server, &["/feed.xml"]), folder.path(), &mut Checkpoint::default(), &clock).await;
    assert_eq!(pages_asked(&server), ["/go", "/a", "/a?page=2", "/a?page=3", "/z"]);
    let [a, z] = documents(&found)[..] else { panic!("{found:?}") };
    let lines: Vec<String> = a.text.lines().map(|line| line.chars().take(16).collect()).collect();
    let expected = [(1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (3, 2), (1, 3), (2, 3), (3, 3)];
    assert_eq!(lines[0], "By Ada Byrd, who");
    assert_eq!(lines[1..], expected.map(|(line, page)| format!("Line {line} on page {page}")));
    assert_eq!((codes(a), a.url.as_deref()), (vec![], Some(server.url("/a").as_str())));
    assert_eq!(z.text.lines().count(), 4);
    // feed, a second, robots.txt, a second, where the feed leads to, and ten seconds before each further one
    assert_eq!(clock.now().duration_since(before).as_secs(), 42);
}

#[tokio::test]
async fn an_article_whose_next_page_cannot_be_had_stays_with_what_there_is() {
    let site = Site::default();
    let server = serve(&site).await;
    let stories =
        ["/closed/2", "/missing/2", "/late/2", "/other/2", "/paid/2", "/away/2", "/same/2", "/back/2", "/home/2"];
    let items: Vec<(&str, &str, &str)> =
        stories.iter().map(|path| (&path[..path.len() - 2], *path, "teaser")).collect();
    put(&site, "/feed.xml", rss(&items));
    put(&site, "/robots.txt", "User-agent: *\nDisallow: /closed/2");
    for path in stories {
        let link = format!("<link rel=next href={path}>");
        put(&site, &path[..path.len() - 2], page_of("A", 1, &link, ""));
        put(&site, path, page_of("A", 2, "", ""));
    }
    put(&site, "/missing/2", "404");
    put(&site, "/late/2", "429");
    site.lock().unwrap().insert("/other/2".to_owned(), ("image/png", "no page".to_owned()));
    put(&site, "/paid/2", page_of("A", 2, "<meta property='article:content_tier' content=locked>", ""));
    put(&site, "/away/2", "-> /elsewhere");
    put(&site, "/home/2", "-> /home");
    // the comments go on, and not the article
    put(&site, "/same/2", page_of("A", 1, "", "<p>A reader thinks otherwise.</p>"));
    put(&site, "/back/2", page_of("A", 1, "<link rel=next href=/back/3>", ""));
    let folder = tempfile::tempdir().unwrap();
    let found =
        run(&options(&server, &["/feed.xml"]), folder.path(), &mut Checkpoint::default(), &Leaping::new()).await;
    assert_eq!(documents(&found).len(), stories.len());
    for document in documents(&found) {
        assert!(document.text.contains("Line 3 on page 1") && !document.text.contains("page 2"), "{}", document.text);
        let expected = match document.title.as_deref().unwrap_or_default() {
            "/same/2" | "/back/2" | "/home/2" => vec![],
            _ => vec!["page-missing"],
        };
        assert_eq!(codes(document), expected, "{:?}", document.title);
    }
    let counted = found.iter().filter(|intake| matches!(intake.item, Item::Skipped("page-missing"))).count();
    assert_eq!(counted, 6);
    let asked = pages_asked(&server);
    assert!(!asked.contains(&"/closed/2".to_owned()) && !asked.contains(&"/back/3".to_owned()), "{asked:?}");
}

#[tokio::test]
async fn an_article_is_read_as_far_as_the_options_say() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/a", "A", "teaser")]));
    for number in 1..=4 {
        let path = if number == 1 { "/a".to_owned() } else { format!("/a/{number}") };
        put(&site, &path, page_of("A", number, &format!("<link rel=next href=/a/{}>", number + 1), ""));
    }
    for (max_pages, notes) in [(1, vec![]), (2, vec!["page-limit"]), (4, vec!["page-limit"]), (5, vec!["page-missing"])]
    {
        let options = FeedOptions { max_pages, ..options(&server, &["/feed.xml"]) };
        let folder = tempfile::tempdir().unwrap();
        let before = pages_asked(&server).len();
        let found = run(&options, folder.path(), &mut Checkpoint::default(), &Leaping::new()).await;
        assert_eq!(pages_asked(&server).len() - before, max_pages);
        let [a] = documents(&found)[..] else { panic!("{found:?}") };
        assert_eq!(a.text.lines().count(), 1 + 3 * max_pages.min(4), "{}", a.text);
        assert_eq!(codes(a), notes, "{max_pages}");
        let counted: Vec<&str> = found
            .iter()
            .filter_map(|intake| if let Item::Skipped(reason) = intake.item { Some(reason) } else { None })
            .collect();
        assert_eq!(counted, notes, "{max_pages}");
    }
}
