//! What is new, changed, the same or another feed's, and what is left after a restart.

use jiff::Timestamp;
use wiredesk_core::options::Duration;

use super::*;
use crate::feed::{
    entry::{Candidate, candidates},
    list::FeedSpec,
    options::FullText,
    parse,
};

fn spec(feed: &str, full_text: FullText) -> FeedSpec {
    FeedSpec {
        url: Url::parse(feed).unwrap(),
        name: None,
        tags: Vec::new(),
        full_text,
        interval: Some(Duration(std::time::Duration::from_secs(60))).map(|interval| interval.0.as_secs() as i64),
        allow_private: false,
    }
}

fn read(feed: &str, full_text: FullText, items: &[Given<'_>]) -> Vec<Candidate> {
    let item = |&(guid, link, title, text): &Given<'_>| {
        format!(
            "<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title><description>{text}</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    let spec = spec(feed, full_text);
    let feed = parse::parse(format!("<rss><channel>{items}</channel></rss>").as_bytes(), None, &spec.url).unwrap();
    candidates(&feed, &spec, Timestamp::UNIX_EPOCH)
}

/// Id, address, title and text of an entry.
type Given<'t> = (&'t str, &'t str, &'t str, &'t str);
/// A poll's feed, entries, and how many of them are `new changed same duplicates corrections`.
type Poll<'p> = (&'p str, &'p [Given<'p>], [usize; 5]);

const A: &str = "https://a.example/feed";
const B: &str = "https://b.example/feed";

fn row_of(journal: &Journal, feed: &str) -> FeedRow {
    journal.feeds(&[(feed, Schedule::default())]).unwrap().remove(0)
}

/// Polls one after the other.
fn check(polls: &[Poll<'_>]) {
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    for (feed, items, expected) in polls {
        let mut row = row_of(&journal, feed);
        let polled = read(feed, FullText::Never, items);
        let recorded = journal.record_poll("news", &mut row, polled, 0, |_, _| {}).unwrap();
        let Seen { new, changed, same, duplicates, corrections } = recorded.seen;
        assert_eq!([new, changed, same, duplicates, corrections], *expected, "{feed} {items:?}");
    }
}

#[test]
fn entries_are_told_apart() {
    let quay = ("1", "https://a.example/quay", "Quay", "closed");
    let corrected = ("1", "https://a.example/quay", "Quay", "closed until spring");
    let moved = ("1", "https://a.example/quay-2", "Quay", "closed until spring");
    let other_id = ("1.1", "https://a.example/quay", "Quay", "closed until summer");
    let id_again = ("1", "https://a.example/mayor", "Mayor", "resigns");
    check(&[
        (A, &[quay], [1, 0, 0, 0, 0]),
        (A, &[quay], [0, 0, 1, 0, 0]),
        (A, &[corrected], [0, 1, 0, 0, 1]),
        (A, &[moved], [0, 1, 0, 0, 0]),
        (A, &[other_id], [0, 1, 0, 0, 1]),
        (A, &[id_again], [1, 0, 0, 0, 0]),
        (A, &[id_again], [0, 0, 1, 0, 0]),
        (B, &[("x", "https://a.example/quay?utm_source=b", "Quay!", "closed")], [0, 0, 0, 1, 0]),
        (B, &[("1", "https://b.example/1", "Ferry", "sails")], [1, 0, 0, 0, 0]),
    ]);
}

#[test]
fn articles_that_share_an_address_stay_apart() {
    let front = |id, title| (id, "https://a.example/", title, "x");
    let part = |id, title, text| (id, "https://a.example/log#part", title, text);
    check(&[
        (A, &[front("1", "One"), front("2", "Two")], [2, 0, 0, 0, 0]),
        (B, &[front("3", "Three")], [1, 0, 0, 0, 0]),
        (A, &[front("2", "Two"), front("4", "Four")], [1, 0, 1, 0, 0]),
        (A, &[part("5", "Five", "x"), part("6", "Six", "x")], [2, 0, 0, 0, 0]),
        (A, &[part("5", "Five", "y"), part("6", "Six", "y")], [0, 2, 0, 0, 2]),
        (A, &[("https://a.example/w#0", "https://a.example/w", "Quay", "x")], [1, 0, 0, 0, 0]),
        (A, &[("https://a.example/w#1", "https://a.example/w", "Quay: the latest", "y")], [0, 1, 0, 0, 1]),
    ]);
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    for text in ["x", "y"] {
        let polled = read(A, FullText::Never, &[part("5", "Five", text), part("6", "Six", text)]);
        journal.record_poll("news", &mut row, polled, 0, |_, _| {}).unwrap();
    }
    let ids: Vec<_> = journal
        .read(0)
        .unwrap()
        .into_iter()
        .map(|(_, kept)| match kept.item(&"news".into()) {
            wiredesk_core::source::Item::Document(document) => document.id,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(ids[0] != ids[1] && ids[0] == ids[2] && ids[1] == ids[3], "{ids:?}");
}

#[test]
fn a_feed_that_never_says_the_same_twice_is_not_followed_for_ever() {
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    for minute in 0..60 {
        let text = format!("published {minute} minutes ago");
        let polled = read(A, FullText::Never, &[("1", "https://a.example/1", "Quay", &text)]);
        journal.record_poll("news", &mut row, polled, 0, |_, _| {}).unwrap();
    }
    assert_eq!(journal.last().unwrap(), 21);
}

#[test]
fn a_correction_keeps_name_and_address() {
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    for text in ["closed", "closed until spring"] {
        let link = format!("https://a.example/{}", text.len());
        let polled = read(A, FullText::Never, &[("1", &link, "Quay", text)]);
        journal.record_poll("news", &mut row, polled, 0, |_, _| {}).unwrap();
    }
    let rows = journal.read(0).unwrap();
    let articles: Vec<_> = rows
        .into_iter()
        .map(|(n, kept)| match kept {
            Kept::Article(article) => (n, article.key, article.url.unwrap(), article.text),
            Kept::Rejected { .. } => panic!("is an article"),
        })
        .collect();
    let expected = [(1, "closed"), (2, "closed until spring")];
    assert_eq!(articles, expected.map(|(n, text)| (n, "1".into(), "https://a.example/6".into(), text.to_owned())));
    assert_eq!(row_of(&journal, A).corrections, 1);
}

#[test]
fn what_was_read_is_there_after_a_restart_until_it_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Journal::open(Some(folder.path()), Timestamp::UNIX_EPOCH).unwrap();
    let journal = open();
    assert!(journal.fresh);
    let mut row = row_of(&journal, A);
    let items = [("1", "/1", "One", "x"), ("2", "/2", "Two", "x"), ("3", "/3", "Three", "x")];
    let polled = read(A, FullText::Never, &items);
    journal.record_poll("news", &mut row, polled, 0, |row, _| row.etag = Some("e".into())).unwrap();
    let generation = journal.generation.clone();
    drop(journal);
    let journal = open();
    assert_eq!((journal.fresh, &journal.generation), (false, &generation));
    assert_eq!(journal.read(0).unwrap().len(), 3);
    assert_eq!(journal.read(1).unwrap().iter().map(|(n, _)| *n).collect::<Vec<_>>(), [2, 3]);
    journal.forget(3).unwrap();
    drop(journal);
    let journal = open();
    let mut row = row_of(&journal, A);
    assert_eq!((row.etag.as_deref(), row.articles, journal.last().unwrap()), (Some("e"), 3, 3));
    let polled = read(A, FullText::Never, &[("4", "/4", "Four", "x")]);
    assert_eq!(journal.record_poll("news", &mut row, polled, 0, |_, _| {}).unwrap().last, 4, "numbers only grow");
}

#[test]
fn pages_wait_with_what_the_feed_says_until_they_are_done() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(Some(folder.path()), Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    let poll = |journal: &Journal, row: &mut FeedRow, text: &str| {
        let polled = read(A, FullText::Always, &[("1", "https://a.example/1", "Quay", text)]);
        journal.record_poll("news", row, polled, 5, |_, _| {}).unwrap()
    };
    let first = poll(&journal, &mut row, "teaser");
    assert_eq!((first.pages.len(), first.last), (1, 0));
    // changed before it was fetched: once is enough
    let second = poll(&journal, &mut row, "another teaser");
    assert_eq!(journal.pages().unwrap(), second.pages);
    assert_ne!(first.pages[0].n, second.pages[0].n);
    assert_eq!(journal.page_article(first.pages[0].n).unwrap(), None);
    drop(journal);
    let journal = Journal::open(Some(folder.path()), Timestamp::UNIX_EPOCH).unwrap();
    let page = journal.pages().unwrap().remove(0);
    let full = |text: &str| match journal.page_article(page.n).unwrap() {
        Some(Kept::Article(mut article)) => {
            article.text = text.into();
            article.url = Some("https://a.example/canonical".into());
            Kept::Article(article)
        }
        _ => panic!("is an article"),
    };
    let recorded = journal.record_page("news", page.n, full("the whole article")).unwrap();
    assert_eq!((recorded.last, journal.pages().unwrap().len()), (1, 0));
    assert_eq!(
        journal
            .record_page(
                "news",
                page.n,
                Kept::Rejected { key: String::new(), message: String::new(), raw: String::new() }
            )
            .unwrap()
            .last,
        1
    );
    // only a change of the page makes a correction
    for (text, corrections) in [("the whole article", 0), ("the corrected article", 1)] {
        let page = poll(&journal, &mut row, &format!("teaser of {text}")).pages.remove(0);
        let Some(Kept::Article(mut article)) = journal.page_article(page.n).unwrap() else { panic!("is an article") };
        article.text = text.into();
        let recorded = journal.record_page("news", page.n, Kept::Article(article)).unwrap();
        assert_eq!(recorded.seen.corrections, corrections, "{text}");
    }
    let (_, Kept::Article(last)) = journal.read(1).unwrap().remove(0) else { panic!("is an article") };
    assert_eq!(last.url.as_deref(), Some("https://a.example/canonical"), "it replaces what was delivered");
}

#[test]
fn a_site_that_calls_all_its_pages_by_one_address_loses_none() {
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    let items = [("1", "https://a.example/1", "One", "x"), ("2", "https://a.example/2", "Two", "x")];
    let recorded = journal.record_poll("news", &mut row, read(A, FullText::Always, &items), 0, |_, _| {}).unwrap();
    for page in recorded.pages {
        let Some(Kept::Article(mut article)) = journal.page_article(page.n).unwrap() else { panic!("is an article") };
        article.url = Some("https://a.example/article".into());
        journal.record_page("news", page.n, Kept::Article(article)).unwrap();
    }
    let urls: Vec<_> = journal
        .read(0)
        .unwrap()
        .into_iter()
        .map(|(_, kept)| match kept {
            Kept::Article(article) => article.url.unwrap(),
            Kept::Rejected { .. } => panic!("is an article"),
        })
        .collect();
    assert_eq!(urls, ["https://a.example/article", "https://a.example/1"], "the oldest entry stands last in its feed");
}

#[test]
fn articles_that_left_their_feed_long_ago_are_forgotten_and_others_not() {
    let journal = Journal::open(None, Timestamp::UNIX_EPOCH).unwrap();
    let mut row = row_of(&journal, A);
    let items = [("1", "/1", "One", "x"), ("2", "/2", "Two", "x")];
    let poll = |row: &mut FeedRow, items: &[Given<'_>], day: i64| {
        journal.record_poll("news", row, read(A, FullText::Never, items), day * 86_400, |_, _| {}).unwrap().seen
    };
    poll(&mut row, &items, 0);
    poll(&mut row, &items[..1], 30);
    journal.forget_articles(20).unwrap();
    let seen = poll(&mut row, &items, 31);
    assert_eq!((seen.same, seen.new), (1, 1));
}

#[test]
fn a_damaged_database_is_set_aside_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("feeds.db"), b"no database at all, but long enough to look like one ".repeat(50))
        .unwrap();
    let journal = Journal::open(Some(folder.path()), Timestamp::UNIX_EPOCH).unwrap();
    assert!(journal.fresh);
    let aside = std::fs::read_dir(folder.path()).unwrap().filter(|entry| {
        entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("feeds.db.corrupt-19700101T000000Z")
    });
    assert_eq!(aside.count(), 1);
}
