//! The source against a server on this machine, under a clock that goes on when nothing is to be done.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use wiredesk_core::{
    Checkpoint, Document,
    clock::Clock,
    source::{Intake, Item, Mode},
};

use super::*;
use crate::loopback::{Connection, Loopback};

mod pages;

/// Shows the time that somebody waited for last.
struct Leaping(Mutex<Timestamp>);

impl Leaping {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new("2026-03-01T08:00:00Z".parse().unwrap())))
    }

    fn advance(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = Timestamp::from_second(now.as_second() + seconds).unwrap();
    }
}

impl Clock for Leaping {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn wait_for(&self, at: Timestamp) -> std::time::Duration {
        let mut now = self.0.lock().unwrap();
        *now = at.max(*now);
        std::time::Duration::ZERO
    }
}

/// What is served, by path: type and content.
type Site = Arc<Mutex<BTreeMap<String, (&'static str, String)>>>;

/// Serves a site; a page whose content is a number is that status, one whose content is `-> address` leads there.
async fn serve(site: &Site) -> Loopback {
    let site = site.clone();
    Loopback::start(move |mut connection: Connection| {
        let found = site.lock().unwrap().get(&connection.path).cloned();
        async move {
            let Some((kind, content)) = found else { return connection.answer("404 Not Found", "", b"").await };
            if content.parse::<u16>().is_ok() {
                let fields = if content == "429" { "retry-after: 5000\r\n" } else { "" };
                return connection.answer(&format!("{content} Status"), fields, b"").await;
            }
            if let Some(to) = content.strip_prefix("-> ") {
                return connection.answer("302 Found", &format!("location: {to}\r\n"), b"").await;
            }
            let tag = format!("\"{}\"", &blake3::hash(content.as_bytes()).to_hex()[..8]);
            if connection.field("if-none-match") == Some(&tag) {
                return connection.answer("304 Not Modified", "", b"").await;
            }
            connection.answer("200 OK", &format!("content-type: {kind}\r\netag: {tag}\r\n"), content.as_bytes()).await;
        }
    })
    .await
}

fn put(site: &Site, path: &str, content: impl Into<String>) {
    let kind = if path.ends_with(".xml") { "application/rss+xml" } else { "text/html; charset=utf-8" };
    site.lock().unwrap().insert(path.to_owned(), (kind, content.into()));
}

fn rss(items: &[(&str, &str, &str)]) -> String {
    let item = |(link, title, text): &(&str, &str, &str)| {
        format!(
            "<item><link>{link}</link><guid isPermaLink='false'>{title}</guid><title>{title}</title><description>{text}</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version='2.0'><channel><title>Lorne Post</title>{items}</channel></rss>")
}

const PARAGRAPH: &str = "The harbour authority of Port Lorne said on Tuesday that the northern quay would stay closed \
    until the spring, after engineers had found cracks in three of its pillars, and that ferries would berth elsewhere.";

fn page(words: &str) -> String {
    format!("<html><body><article><p>{words}</p>{}</article></body></html>", format!("<p>{PARAGRAPH}</p>").repeat(3))
}

fn options(server: &Loopback, feeds: &[&str]) -> FeedOptions {
    FeedOptions {
        feeds: feeds.iter().map(|path| options::FeedItem::Address(server.url(path))).collect(),
        allow_private: true,
        allow_private_links: true,
        ..FeedOptions::new()
    }
}

/// Runs once from a checkpoint; gives all there is, and moves the checkpoint over it.
async fn run(options: &FeedOptions, folder: &Path, checkpoint: &mut Checkpoint, clock: &Arc<Leaping>) -> Vec<Intake> {
    let context = SourceContext {
        id: "news".into(),
        checkpoint: checkpoint.clone(),
        mode: Mode::Once,
        clock: clock.clone(),
        folder: Some(folder.into()),
    };
    let mut source = Feed.build(options, context).unwrap();
    let mut all = Vec::new();
    while let Some(intakes) = source.next().await.unwrap() {
        all.extend(intakes);
    }
    all.iter().for_each(|intake| checkpoint.advance(&intake.position));
    all
}

fn documents(intakes: &[Intake]) -> Vec<&Document> {
    let document = |intake: &'_ Intake| matches!(intake.item, Item::Document(_));
    intakes
        .iter()
        .filter(|intake| document(intake))
        .filter_map(|intake| match &intake.item {
            Item::Document(document) => Some(&**document),
            _ => None,
        })
        .collect()
}

fn titles(intakes: &[Intake]) -> Vec<&str> {
    documents(intakes).iter().map(|document| document.title.as_deref().unwrap_or_default()).collect()
}

fn codes(document: &Document) -> Vec<&str> {
    document.problems.iter().map(|problem| &*problem.code).collect()
}

#[tokio::test]
async fn teasers_are_completed_from_their_pages_as_far_as_allowed() {
    let site = Site::default();
    let server = serve(&site).await;
    put(
        &site,
        "/feed.xml",
        rss(&[
            ("/a", "A", "a teaser"),
            ("/closed/b", "B", "b teaser"),
            ("/c", "C", "c teaser"),
            ("/d", "D", "d teaser"),
        ]),
    );
    put(&site, "/robots.txt", "User-agent: *\nDisallow: /closed");
    put(&site, "/a", page("The whole of A."));
    put(&site, "/closed/b", page("The whole of B."));
    put(&site, "/d", "403");
    let folder = tempfile::tempdir().unwrap();
    let found =
        run(&options(&server, &["/feed.xml"]), folder.path(), &mut Checkpoint::default(), &Leaping::new()).await;
    let mut found = documents(&found);
    found.sort_by_key(|document| document.title.clone());
    let [a, b, c, d] = found[..] else { panic!("{} documents", found.len()) };
    assert!(a.text.contains("The whole of A.") && a.text.contains(PARAGRAPH), "{}", a.text);
    assert_eq!(codes(a), Vec::<&str>::new());
    assert_eq!((&*b.text, codes(b)), ("b teaser", vec!["robots"]));
    assert_eq!((&*c.text, codes(c)), ("c teaser", vec!["page-not-found"]));
    assert_eq!((&*d.text, codes(d)), ("d teaser", vec!["page-refused"]));
    let asked: Vec<String> =
        server.requests().iter().map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned()).collect();
    assert!(!asked.contains(&"/closed/b".to_owned()), "{asked:?}");
    assert_eq!(asked.iter().filter(|path| *path == "/robots.txt").count(), 1);
}

#[tokio::test]
async fn links_in_a_feed_reach_no_private_address_unless_allowed() {
    let site = Site::default();
    let server = serve(&site).await;
    let inside = server.url("/inside");
    put(
        &site,
        "/feed.xml",
        rss(&[
            (&inside, "A", "teaser"),
            ("http://169.254.169.254/meta", "B", "teaser"),
            ("file:///etc/passwd", "C", "teaser"),
        ]),
    );
    put(&site, "/inside", page("The secret."));
    let folder = tempfile::tempdir().unwrap();
    let options = FeedOptions { allow_private_links: false, ..options(&server, &["/feed.xml"]) };
    let found = run(&options, folder.path(), &mut Checkpoint::default(), &Leaping::new()).await;
    let found = documents(&found);
    assert_eq!(found.len(), 3);
    for document in found {
        assert_eq!(&*document.text, "teaser");
        let expected = if document.title.as_deref() == Some("C") { vec![] } else { vec!["private-address"] };
        assert_eq!(codes(document), expected);
    }
    assert_eq!(server.requests().len(), 1, "{:?}", server.requests());
    // the feed itself is refused as well, unless allowed
    let closed = FeedOptions { allow_private: false, ..options };
    let other = tempfile::tempdir().unwrap();
    let found = run(&closed, other.path(), &mut Checkpoint::default(), &Leaping::new()).await;
    assert!(matches!(found[..], [Intake { item: Item::Skipped("private-address"), .. }]), "{found:?}");
}

#[tokio::test]
async fn nothing_is_read_twice_and_corrections_replace() {
    let site = Site::default();
    let server = serve(&site).await;
    let options = FeedOptions { full_text: options::FullText::Never, ..options(&server, &["/feed.xml", "/other.xml"]) };
    let folder = tempfile::tempdir().unwrap();
    let (mut checkpoint, clock) = (Checkpoint::default(), Leaping::new());
    put(&site, "/feed.xml", rss(&[("/b", "B", "b"), ("/a", "A", "a")]));
    put(&site, "/other.xml", rss(&[("/a?utm_source=other", "A, again", "a"), ("/x", "X", "x")]));
    let first = run(&options, folder.path(), &mut checkpoint, &clock).await;
    assert_eq!(titles(&first), ["A", "B", "X"]);
    assert_eq!(first.iter().filter(|intake| matches!(intake.item, Item::Skipped("duplicate"))).count(), 1);
    clock.advance(7200);
    assert!(run(&options, folder.path(), &mut checkpoint, &clock).await.is_empty(), "nothing has changed");
    assert!(server.requests().iter().rev().take(2).all(|head| head.contains("if-none-match: ")));
    put(&site, "/feed.xml", rss(&[("/c", "C", "c"), ("/b", "B", "b, corrected"), ("/a", "A", "a")]));
    clock.advance(7200);
    let third = run(&options, folder.path(), &mut checkpoint, &clock).await;
    assert_eq!(titles(&third), ["B", "C"]);
    let of = |intakes: &[Intake]| documents(intakes).iter().find(|d| d.title.as_deref() == Some("B")).map(|d| d.id);
    assert_eq!(of(&first), of(&third), "a correction replaces the article");
    let specs = list::feeds(&options).unwrap().feeds;
    let status = status::status(&specs, Some(folder.path())).unwrap();
    let numbers: Vec<_> = status.iter().map(|s| (s.state, s.articles, s.corrections, s.duplicates)).collect();
    assert_eq!(numbers, [("ok", 3, 1, 0), ("ok", 1, 0, 1)]);
    assert_eq!(status[0].name.as_deref(), Some("Lorne Post"));
}

#[tokio::test]
async fn what_was_not_yet_durable_is_delivered_again_without_being_fetched_again() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/c", "C", "c"), ("/b", "B", "b"), ("/a", "A", "a")]));
    for path in ["/a", "/b", "/c"] {
        put(&site, path, page(path));
    }
    let options = options(&server, &["/feed.xml"]);
    let folder = tempfile::tempdir().unwrap();
    let clock = Leaping::new();
    let first = run(&options, folder.path(), &mut Checkpoint::default(), &clock).await;
    let asked = server.requests().len();
    let described = |intakes: &[Intake]| -> Vec<(String, u64)> {
        let positions = intakes.iter().map(|intake| intake.position.offset);
        documents(intakes).iter().map(|d| format!("{d:?}")).zip(positions).collect()
    };
    for durable in 0..=3 {
        let mut checkpoint = Checkpoint::default();
        first[..durable].iter().for_each(|intake| checkpoint.advance(&intake.position));
        let rest = run(&options, folder.path(), &mut checkpoint, &clock).await;
        assert_eq!(described(&rest), described(&first[durable..]), "with {durable} durable");
    }
    // the feed was polled moments ago: it is left in peace, and so are the pages
    assert_eq!(server.requests().len() - asked, 0, "{:?}", &server.requests()[asked..]);
}

#[tokio::test]
async fn an_older_copy_of_what_was_known_loses_nothing() {
    let site = Site::default();
    let server = serve(&site).await;
    let options = FeedOptions { full_text: options::FullText::Never, ..options(&server, &["/feed.xml"]) };
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut checkpoint, clock) = (Checkpoint::default(), Leaping::new());
    put(&site, "/feed.xml", rss(&[("/a", "A", "a")]));
    run(&options, folder.path(), &mut checkpoint, &clock).await;
    std::fs::copy(folder.path().join("feeds.db"), copy.path().join("feeds.db")).unwrap();
    put(&site, "/feed.xml", rss(&[("/c", "C", "c"), ("/b", "B", "b"), ("/a", "A", "a")]));
    clock.advance(7200);
    assert_eq!(titles(&run(&options, folder.path(), &mut checkpoint, &clock).await), ["B", "C"]);
    // the copy gives the numbers of B and C to D and E
    put(&site, "/feed.xml", rss(&[("/e", "E", "e"), ("/d", "D", "d")]));
    clock.advance(7200);
    let found = run(&options, copy.path(), &mut checkpoint, &clock).await;
    // nobody had told the copy that A was durable: it comes again, and replaces itself
    assert_eq!(titles(&found), ["A", "D", "E"]);
    assert_eq!(titles(&run(&options, copy.path(), &mut checkpoint, &clock).await), Vec::<&str>::new());
}

#[tokio::test]
async fn dropping_next_half_way_loses_nothing() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/b", "B", "b"), ("/a", "A", "a")]));
    let folder = tempfile::tempdir().unwrap();
    let context = SourceContext {
        id: "news".into(),
        checkpoint: Checkpoint::default(),
        mode: Mode::Once,
        clock: Leaping::new(),
        folder: Some(folder.path().into()),
    };
    let mut source = Feed.build(&options(&server, &["/feed.xml"]), context).unwrap();
    let mut all = Vec::new();
    loop {
        // dropped again and again, each time a little later
        let next = tokio::select! {
            biased;
            next = source.next() => next.unwrap(),
            () = tokio::task::yield_now() => continue,
        };
        match next {
            Some(intakes) => all.extend(intakes),
            None => break,
        }
    }
    let mut found = titles(&all);
    found.sort_unstable();
    assert_eq!(found, ["A", "B"]);
}

#[tokio::test]
async fn a_list_that_changes_is_followed_while_the_source_runs() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/one.xml", rss(&[("/a", "A", "a")]));
    put(&site, "/two.xml", rss(&[("/b", "B", "b")]));
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("feeds.txt");
    std::fs::write(&list, server.url("/one.xml")).unwrap();
    let options = FeedOptions {
        feeds: Vec::new(),
        list: Some(list.clone()),
        full_text: options::FullText::Never,
        ..options(&server, &[])
    };
    let context = SourceContext {
        id: "news".into(),
        checkpoint: Checkpoint::default(),
        mode: Mode::Follow,
        clock: Leaping::new(),
        folder: None,
    };
    let mut source = Feed.build(&options, context).unwrap();
    assert_eq!(titles(&source.next().await.unwrap().unwrap()), ["A"]);
    // a list that is broken for a moment changes nothing
    std::fs::write(&list, [server.url("/one.xml"), "no address".to_owned(), server.url("/two.xml")].join("\n"))
        .unwrap();
    assert_eq!(titles(&source.next().await.unwrap().unwrap()), ["B"]);
}

#[tokio::test]
async fn a_wait_that_robots_txt_asks_for_is_kept() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/b", "B", "b"), ("/a", "A", "a")]));
    put(&site, "/robots.txt", "User-agent: *\nCrawl-delay: 40");
    put(&site, "/a", page("a"));
    put(&site, "/b", page("b"));
    let folder = tempfile::tempdir().unwrap();
    let clock = Leaping::new();
    let before = clock.now();
    let found = run(&options(&server, &["/feed.xml"]), folder.path(), &mut Checkpoint::default(), &clock).await;
    assert_eq!(titles(&found).len(), 2);
    // feed, a second, robots.txt, a second, the first page, the pause, the other one
    assert_eq!(clock.now().duration_since(before).as_secs(), 42);
}

/// Reads on until so many documents are there.
async fn follow(options: &FeedOptions, clock: &Arc<Leaping>, documents_wanted: usize) -> Vec<Intake> {
    let context = SourceContext {
        id: "news".into(),
        checkpoint: Checkpoint::default(),
        mode: Mode::Follow,
        clock: clock.clone(),
        folder: None,
    };
    let mut source = Feed.build(options, context).unwrap();
    let mut all = Vec::new();
    while documents(&all).len() < documents_wanted {
        all.extend(source.next().await.unwrap().unwrap());
    }
    all
}

#[tokio::test]
async fn pages_that_cannot_be_had_now_are_tried_again_and_then_done_without() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/b", "B", "b"), ("/a", "A", "a")]));
    put(&site, "/a", "429");
    put(&site, "/b", page("The whole of B."));
    let clock = Leaping::new();
    let options = FeedOptions { robots: false, ..options(&server, &["/feed.xml"]) };
    let before = clock.now();
    let found = follow(&options, &clock, 2).await;
    let asked = server.requests();
    let asked: Vec<&str> = asked.iter().filter_map(|head| head.split(' ').nth(1)).collect();
    let pages: Vec<&str> = asked.into_iter().filter(|path| *path != "/feed.xml").collect();
    assert_eq!(pages, ["/a", "/b", "/a", "/a"]);
    let [b, a] = documents(&found)[..] else { panic!("{found:?}") };
    assert!(b.text.contains("The whole of B."));
    assert_eq!((&*a.text, codes(a)), ("a", vec!["page-unavailable"]));
    assert!(clock.now().duration_since(before).as_secs() > 10_000, "the other page waited as well");
}

#[tokio::test]
async fn pages_wait_for_a_robots_txt_that_cannot_be_had() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/feed.xml", rss(&[("/a", "A", "a")]));
    put(&site, "/a", page("The whole of A."));
    put(&site, "/robots.txt", "503");
    let found = follow(&options(&server, &["/feed.xml"]), &Leaping::new(), 1).await;
    assert_eq!((&*documents(&found)[0].text, codes(documents(&found)[0])), ("a", vec!["robots-unavailable"]));
    assert!(!server.requests().iter().any(|head| head.starts_with("GET /a ")));
    assert_eq!(server.requests().iter().filter(|head| head.starts_with("GET /robots.txt ")).count(), 3);
}

#[tokio::test]
async fn a_feed_that_fails_costs_no_other_and_says_why() {
    let site = Site::default();
    let server = serve(&site).await;
    put(&site, "/good.xml", rss(&[("/a", "A", &PARAGRAPH.repeat(4))]));
    put(&site, "/page.xml", "<!doctype html><html><body>Sorry</body></html>");
    put(&site, "/limit.xml", "429");
    put(&site, "/gone.xml", "410");
    let options = options(&server, &["/page.xml", "/limit.xml", "/gone.xml", "/missing.xml", "/good.xml"]);
    let folder = tempfile::tempdir().unwrap();
    let found = run(&options, folder.path(), &mut Checkpoint::default(), &Leaping::new()).await;
    assert_eq!(titles(&found), ["A"]);
    let specs = list::feeds(&options).unwrap().feeds;
    let status = status::status(&specs, Some(folder.path())).unwrap();
    let states: Vec<_> = status.iter().map(|s| (s.state, s.code.as_deref())).collect();
    let expected = [
        ("failing", Some("page")),
        ("failing", Some("rate-limited")),
        ("retired", Some("gone")),
        ("failing", Some("not-found")),
        ("ok", None),
    ];
    assert_eq!(states, expected);
}

#[tokio::test]
async fn the_feeds_of_a_page_are_found() {
    let site = Site::default();
    let server = serve(&site).await;
    let head = "<link rel=alternate type=application/rss+xml href=/feed.xml><link rel=alternate type=application/rss+xml href=/no.xml>";
    put(&site, "/front", format!("<html><head>{head}</head></html>"));
    put(&site, "/plain", "<html><body>no links</body></html>");
    put(&site, "/feed.xml", rss(&[("/a", "A", "a")]));
    let fetcher = crate::fetch::Fetcher::new(crate::fetch::FetchOptions::default()).unwrap();
    for path in ["/front", "/plain", "/feed.xml"] {
        let url = url::Url::parse(&server.url(path)).unwrap();
        let found = discover(&fetcher, &url, crate::fetch::Trust::Anywhere).await.unwrap();
        let expected = Discovered { url: url.join("/feed.xml").unwrap(), title: Some("Lorne Post".into()), entries: 1 };
        assert_eq!(found, [expected], "{path}");
    }
}

#[tokio::test]
async fn pages_that_lead_to_another_host_are_asked_for_when_and_as_that_allows() {
    let site = Site::default();
    // asked as a proxy, it stands for every host
    let server = serve(&site).await;
    let link = |name: &str| format!("http://links.example/{name}");
    let links = ["a", "b", "c", "d"].map(link);
    let items: Vec<_> =
        links.iter().zip(["A", "B", "C", "D"]).map(|(link, title)| (&**link, title, "teaser")).collect();
    put(&site, "http://post.example/feed.xml", rss(&items));
    put(&site, &links[0], "-> http://paper.example/a");
    put(&site, &links[1], "-> http://paper.example/closed/b");
    put(&site, &links[2], "-> /c2");
    put(&site, "http://links.example/c2", "-> /c");
    put(&site, &links[3], "-> http://paper.example/d");
    put(&site, "http://paper.example/robots.txt", "User-agent: *\nDisallow: /closed\nCrawl-delay: 40");
    for name in ["a", "closed/b", "d"] {
        put(&site, &format!("http://paper.example/{name}"), page(&format!("The whole of {name}.")));
    }
    let feeds = vec![options::FeedItem::Address("http://post.example/feed.xml".into())];
    let options = FeedOptions { feeds, proxy: Some(server.url("")), ..FeedOptions::new() };
    let (folder, clock) = (tempfile::tempdir().unwrap(), Leaping::new());
    let before = clock.now();
    let found = run(&options, folder.path(), &mut Checkpoint::default(), &clock).await;
    let mut found = documents(&found);
    found.sort_by_key(|document| document.title.clone());
    let [a, b, c, d] = found[..] else { panic!("{} documents", found.len()) };
    assert!(a.text.contains("The whole of a.") && d.text.contains("The whole of d."), "{} {}", a.text, d.text);
    assert_eq!(a.url.as_deref(), Some("http://paper.example/a"));
    assert_eq!((&*b.text, codes(b)), ("teaser", vec!["robots"]));
    assert_eq!((&*c.text, codes(c)), ("teaser", vec!["redirect-loop"]));
    let asked: Vec<String> =
        server.requests().iter().map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned()).collect();
    assert!(!asked.iter().any(|path| path.contains("closed")), "{asked:?}");
    assert_eq!(asked.iter().filter(|path| path.ends_with("/robots.txt")).count(), 2, "{asked:?}");
    assert!(clock.now().duration_since(before).as_secs() >= 40, "the pause of the other host is kept");
}

#[tokio::test]
async fn a_feed_that_was_given_up_can_be_revived_whether_its_source_runs_or_not() {
    let site = Site::default();
    let server = serve(&site).await;
    let options = FeedOptions { full_text: options::FullText::Never, ..options(&server, &["/feed.xml"]) };
    let folder = tempfile::tempdir().unwrap();
    let url = url::Url::parse(&server.url("/feed.xml")).unwrap();
    let (mut checkpoint, clock) = (Checkpoint::default(), Leaping::new());
    let revive = || status::revive(folder.path(), &url, clock.now()).unwrap();
    assert_eq!(revive(), status::Revival::NotRetired, "nothing is known of it yet");
    put(&site, "/feed.xml", "410");
    run(&options, folder.path(), &mut checkpoint, &clock).await;
    put(&site, "/feed.xml", rss(&[("/a", "A", "a")]));
    clock.advance(500_000);
    assert_eq!(titles(&run(&options, folder.path(), &mut checkpoint, &clock).await), Vec::<&str>::new());
    assert_eq!(revive(), status::Revival::Revived);
    assert_eq!(revive(), status::Revival::NotRetired, "it is alive");
    assert_eq!(titles(&run(&options, folder.path(), &mut checkpoint, &clock).await), ["A"]);

    put(&site, "/feed.xml", "410");
    clock.advance(500_000);
    let context = SourceContext {
        id: "news".into(),
        checkpoint,
        mode: Mode::Follow,
        clock: clock.clone(),
        folder: Some(folder.path().into()),
    };
    let mut source = Feed.build(&options, context).unwrap();
    assert!(matches!(source.next().await.unwrap().unwrap()[..], [Intake { item: Item::Skipped("gone"), .. }]));
    put(&site, "/feed.xml", rss(&[("/b", "B", "b"), ("/a", "A", "a")]));
    assert_eq!(revive(), status::Revival::Revived);
    assert_eq!(titles(&source.next().await.unwrap().unwrap()), ["B"], "what was read before is still known");
}
