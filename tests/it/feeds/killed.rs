//! The real binary, killed again and again while papers publish: every story stands in both sinks exactly once
//! in each version, and no page is fetched anew for nothing.

use std::{
    collections::{BTreeMap, HashMap},
    thread,
    time::{Duration, Instant},
};

use rustix::process::Signal;

use super::press::{FORMATS, Fate, Paper, Press, Validator, opening, title};
use crate::newsroom::{Newsroom, field, signal};

const STORIES: i64 = 12;

fn papers() -> Vec<Paper> {
    (0..10)
        .map(|number| Paper {
            format: FORMATS[number % 5],
            first: 0,
            period: 1,
            teasers: number % 2 == 0,
            corrects: (number % 3 == 0).then_some(3),
            validator: [Validator::ETag, Validator::LastModified, Validator::None][number % 3],
            max_age: None,
            fate: Fate::Lives,
        })
        .collect()
}

/// Seconds since 1970, which stand still once all stories are out and corrected.
fn clock() -> super::press::Clock {
    let now = || jiff::Timestamp::now().as_second();
    let end = now() + STORIES - 1 + 3;
    std::sync::Arc::new(move || now().min(end))
}

fn configure(newsroom: &Newsroom, press: &Press) {
    let feeds: Vec<String> = press.feeds().iter().map(|url| format!("\"{url}\"")).collect();
    newsroom.write(
        "wiredesk.toml",
        format!(
            "[daemon]\nstate = \"state\"\n[pipeline]\nextractors = []\nbatch = 4\n\
             [sources.news]\ntype = \"feed\"\nfeeds = [{}]\nallow_private = true\nallow_private_links = true\n\
             min_interval = \"1s\"\ninterval = \"1s\"\nmax_interval = \"1s\"\nhost_delay = \"1ms\"\n\
             [sinks.lines]\ntype = \"ndjson\"\npath = \"out/news.ndjson\"\ncommit = {{ documents = 3 }}\n\
             [sinks.desk]\ntype = \"sqlite\"\npath = \"out/news.db\"\ncommit = {{ documents = 5 }}\n",
            feeds.join(", ")
        ),
    );
}

/// Titles with the first lines of their texts, as often as they stand in the NDJSON file.
fn lines(newsroom: &Newsroom) -> HashMap<(String, String), usize> {
    let mut times = HashMap::new();
    for record in newsroom.lines() {
        let first = field(&record, "text").lines().next().unwrap_or_default().to_owned();
        *times.entry((field(&record, "title").to_owned(), first)).or_default() += 1;
    }
    times
}

/// The same in the database, where an article stands once.
fn rows(newsroom: &Newsroom) -> BTreeMap<String, String> {
    let database = newsroom.database();
    let mut rows = BTreeMap::new();
    let mut statement = database.prepare("SELECT title, text FROM articles").unwrap();
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    for row in statement.query_map([], read).unwrap() {
        let (title, text) = row.unwrap();
        let before = rows.insert(title, text.lines().next().unwrap_or_default().to_owned());
        assert_eq!(before, None, "an article stands once");
    }
    rows
}

fn expected(press: &Press) -> BTreeMap<String, String> {
    let end = press.start_time() + STORIES - 1 + 3;
    let papers = press.papers().iter().enumerate();
    papers
        .flat_map(|(number, paper)| {
            let stories = paper.stories(press.start_time(), end, Some(i64::from(u16::MAX)));
            stories.into_iter().map(move |story| (title(number, &story), opening(number, &story)))
        })
        .collect()
}

#[test]
fn feeds_are_read_exactly_once_by_a_daemon_that_is_killed_again_and_again() {
    let newsroom = Newsroom::new();
    let press = Press::start(papers(), 100, clock());
    configure(&newsroom, &press);
    let expected = expected(&press);
    let deadline = Instant::now() + Duration::from_secs(120);
    let mut kills = 0;
    // a little longer each time, so that it is hit everywhere
    for wait in (0..18).map(|round| 150 + (round * 83) % 900) {
        let mut child = newsroom.start(&["run", "--quiet", "wiredesk.toml"]);
        thread::sleep(Duration::from_millis(wait));
        assert!(child.try_wait().unwrap().is_none(), "ended by itself\n{}", newsroom.log());
        signal(&child, Signal::KILL);
        child.wait().unwrap();
        kills += 1;
    }
    let mut child = newsroom.start(&["run", "--quiet", "wiredesk.toml"]);
    while newsroom.path("out/news.db").exists() && rows(&newsroom) != expected
        || newsroom.lines().len() < expected.len()
    {
        assert!(Instant::now() < deadline, "{:?}\n{}", difference(&rows(&newsroom), &expected), newsroom.log());
        assert!(child.try_wait().unwrap().is_none(), "ended by itself\n{}", newsroom.log());
        thread::sleep(Duration::from_millis(50));
    }
    signal(&child, Signal::TERM);
    assert!(child.wait().unwrap().success(), "{}", newsroom.log());
    assert_eq!(difference(&rows(&newsroom), &expected), Vec::<String>::new());
    let lines = lines(&newsroom);
    let several: Vec<_> = lines.iter().filter(|(_, times)| **times != 1).take(5).collect();
    assert!(several.is_empty(), "not exactly once: {several:?}");
    for (title, opening) in &expected {
        assert!(lines.contains_key(&(title.clone(), opening.clone())), "{title} is missing among the lines");
    }
    // a page is asked for again only if the process was killed between asking and remembering
    let mut pages: HashMap<String, usize> = HashMap::new();
    for asked in press.log().into_iter().filter(|asked| asked.path.starts_with("/story/")) {
        *pages.entry(asked.path).or_default() += 1;
    }
    let needed: usize = lines.keys().filter(|(title, _)| pages.contains_key(&path_of(title))).count();
    let asked: usize = pages.values().sum();
    assert!(
        asked >= expected.len() / 2 && asked <= needed + kills,
        "{asked} pages for {needed} versions, {kills} kills"
    );
}

/// `Paper 3 story 4` is at `/story/3/4`.
fn path_of(title: &str) -> String {
    let numbers: Vec<&str> = title.split(' ').filter(|word| word.bytes().all(|b| b.is_ascii_digit())).collect();
    format!("/story/{}", numbers.join("/"))
}

fn difference(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) -> Vec<String> {
    let missing = expected.iter().filter(|(title, opening)| found.get(*title) != Some(opening));
    missing.map(|(title, _)| format!("{title}: {:?}", found.get(title))).take(5).collect()
}
