//! Two days of fifty papers, in as little time as they take to read: every story is collected exactly once,
//! corrected ones replace what was there, and nobody is asked more often than the rules allow.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use serde_json::json;
use wiredesk_core::{
    Document,
    clock::Clock,
    error::Failure,
    registry::ConfiguredSource,
    source::{Mode, Source, SourceContext},
};
use wiredesk_engine::{RunOptions, run};
use wiredesk_testkit::{Blueprint, Recording};

use super::press::{Asked, FORMATS, Fate, Format, Paper, Press, Validator, opening, title};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// `min_interval` and `max_interval` of the source.
const LEAST: i64 = 15 * 60;
const MOST: i64 = 3 * HOUR;

/// A clock that goes to whatever is waited for, until it is to stop.
struct Days {
    now: Mutex<Timestamp>,
    end: Mutex<i64>,
    ended: tokio::sync::Notify,
}

impl Days {
    fn seconds(&self) -> i64 {
        self.now.lock().unwrap().as_second()
    }
}

impl Clock for Days {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn wait_for(&self, at: Timestamp) -> Duration {
        let mut now = self.now.lock().unwrap();
        let end = *self.end.lock().unwrap();
        if at.as_second() >= end {
            *now = Timestamp::from_second(end).unwrap();
            self.ended.notify_one();
            return Duration::from_secs(3600);
        }
        *now = at.max(*now);
        Duration::ZERO
    }
}

/// The registered source with its options.
struct Configured(Box<dyn ConfiguredSource>);

impl ConfiguredSource for Configured {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        self.0.build(context)
    }
}

fn papers() -> Vec<Paper> {
    let fate = |number: i64| match number {
        38..=40 => Fate::Moves(DAY + number * 60),
        41..=43 => Fate::Fails(10 * HOUR, 20 * HOUR),
        44..=46 => Fate::Limits(30 * HOUR, 34 * HOUR, HOUR),
        47 => Fate::Dies(36 * HOUR),
        48 => Fate::Missing,
        49 => Fate::NoFeed,
        _ => Fate::Lives,
    };
    (0..50)
        .map(|number| Paper {
            format: FORMATS[usize::try_from(number).unwrap() % 5],
            first: number * 137,
            // from three quarters of an hour to half a day
            period: 2700 + (number % 10) * 4200,
            teasers: number % 3 == 0,
            corrects: (number % 4 == 1).then_some(5 * HOUR),
            validator: [Validator::ETag, Validator::LastModified, Validator::None]
                [usize::try_from(number).unwrap() % 3],
            max_age: (number % 10 == 7).then_some(2 * HOUR),
            fate: fate(number),
        })
        .collect()
}

fn source(press: &Press) -> Configured {
    let options = json!({
        "feeds": press.feeds(), "min_interval": "15m", "max_interval": "3h", "allow_private": true,
        "allow_private_links": true, "contact": "desk@newsroom.example",
    });
    let registry = wiredesk::registry();
    Configured(registry.sources["feed"].configure(options).unwrap_or_else(|findings| panic!("{findings:?}")))
}

#[tokio::test]
async fn days_of_fifty_papers_are_collected_exactly_once_within_the_rules() {
    let clock = Arc::new(Days {
        now: Mutex::new("2026-03-02T00:00:00Z".parse().unwrap()),
        end: Mutex::new(0),
        ended: tokio::sync::Notify::new(),
    });
    let told = clock.clone();
    let press = Press::start(papers(), 20, Arc::new(move || told.seconds()));
    let start = press.start_time();
    let state = tempfile::tempdir().unwrap();
    let (lines, desk) = (Recording::new(), Recording::with_own_positions());
    // the daemon is stopped and started again twice on the way
    for end in [15 * HOUR, 31 * HOUR, 2 * DAY] {
        *clock.end.lock().unwrap() = start + end;
        let plan = Blueprint::new()
            .state(state.path())
            .source("news", source(&press))
            .sink("lines", lines.clone())
            .sink("desk", desk.clone());
        let options = RunOptions { clock: clock.clone(), ..RunOptions::new(Mode::Follow) };
        run(plan.build(), options, clock.ended.notified()).await.unwrap();
    }
    let end = clock.seconds();
    stories(&press, end, &lines.documents(), &desk.documents());
    let log = press.log();
    polls(&press, &log);
    politeness(&press, &log);
}

/// Every story is there, once, in its last version.
fn stories(press: &Press, end: i64, lines: &[Arc<Document>], desk: &[Arc<Document>]) {
    let mut versions: HashMap<(&str, &str), usize> = HashMap::new();
    for document in lines {
        *versions.entry((document.title.as_deref().unwrap(), first_line(document))).or_default() += 1;
    }
    let several: Vec<_> = versions.iter().filter(|(_, times)| **times > 1).take(5).collect();
    assert!(several.is_empty(), "delivered more than once: {several:?}");
    let mut by_title: HashMap<&str, &Document> = HashMap::new();
    for document in desk {
        let before = by_title.insert(document.title.as_deref().unwrap(), document);
        assert!(before.is_none(), "stands twice: {:?}", document.title);
    }
    let mut expected = 0;
    for (number, paper) in press.papers().iter().enumerate() {
        let there = !matches!(paper.fate, Fate::Missing | Fate::NoFeed);
        // what came in the last hours may not have been seen yet
        let seen_by = end - MOST - MOST / 10 - HOUR;
        for story in paper.stories(press.start_time(), seen_by, None).iter().filter(|_| there) {
            expected += 1;
            let title = title(number, story);
            let document =
                by_title.get(title.as_str()).unwrap_or_else(|| panic!("{title} is missing ({:?})", paper.fate));
            let last = first_line(document);
            let newer = super::press::Story { version: 2, ..story.clone() };
            assert!(
                last == opening(number, story) || last == opening(number, &newer),
                "{title}: `{last}` instead of version {}",
                story.version
            );
            if story.version == 2 {
                assert_eq!(last, opening(number, &newer), "{title} was corrected");
            }
            assert!(document.text.lines().count() > 3, "{title} has its whole text: {}", document.text);
            assert!(document.problems.is_empty(), "{title}: {:?}", document.problems);
            let published = document.published.map(|published| published.at.as_second());
            assert_eq!(published, Some(story.published).filter(|_| paper.format != Format::Rss091), "{title}");
        }
    }
    assert!(expected > 500, "{expected} stories are enough to mean something");
    assert!(lines.len() > desk.len(), "corrections are records of their own in files");
}

fn first_line(document: &Document) -> &str {
    document.text.lines().next().unwrap_or_default()
}

/// Whether a request is the second half of one that was redirected.
fn is_hop(log: &[Asked], at: usize) -> bool {
    at > 0 && log[at - 1].status == 301 && log[at].path.starts_with("/moved/")
}

/// Each feed is polled as its answers allow.
fn polls(press: &Press, log: &[Asked]) {
    for (number, paper) in press.papers().iter().enumerate() {
        let paths = [format!("/feed/{number}"), format!("/moved/{number}")];
        let polls: Vec<&Asked> = (0..log.len())
            .filter(|at| paths.contains(&log[*at].path) && !is_hop(log, *at))
            .map(|at| &log[at])
            .collect();
        let of = |text: &str| format!("paper {number} ({:?}): {text}", paper.fate);
        assert!(!polls.is_empty(), "{}", of("never polled"));
        let mut backoff: Option<i64> = None;
        let mut known = false;
        for pair in polls.windows(2) {
            let (before, next) = (pair[0], pair[1]);
            let gap = next.at - before.at;
            assert!(gap >= LEAST, "{}", of(&format!("polled after {gap} s")));
            known |= before.status == 200 && paper.fate != Fate::NoFeed;
            if known && paper.validator != Validator::None && before.status != 301 {
                assert!(next.conditional, "{}", of("polled without a condition"));
            }
            match before.status {
                200 if paper.fate == Fate::NoFeed => {}
                200 | 304 => {
                    assert!(gap >= paper.max_age.unwrap_or(0), "{}", of(&format!("polled after {gap} s, too soon")));
                    // half an hour for the page fetches of a host that is busy
                    assert!(gap <= MOST + MOST / 10 + 1800, "{}", of(&format!("not polled for {gap} s")));
                    backoff = None;
                }
                429 => {
                    let Fate::Limits(_, _, by) = paper.fate else { panic!("{}", of("limited")) };
                    assert!(gap >= by, "{}", of(&format!("polled after {gap} s, {by} were asked for")));
                }
                404 | 500 => {
                    if let Some(last) = backoff {
                        assert!(
                            gap * 10 >= last * 17 || gap >= 20 * HOUR,
                            "{}",
                            of(&format!("{last} s, then {gap} s"))
                        );
                    }
                    backoff = Some(gap);
                }
                301 => assert!(next.path.starts_with("/moved/"), "{}", of("asked at the old address again")),
                410 => panic!("{}", of("polled although it is gone")),
                other => panic!("{}", of(&format!("status {other}"))),
            }
        }
    }
}

/// The host has time to breathe, and pages are fetched as often as stories change.
fn politeness(press: &Press, log: &[Asked]) {
    for at in 1..log.len() {
        let gap = log[at].at - log[at - 1].at;
        assert!(gap >= 1 || is_hop(log, at), "{:?} right after {:?}", log[at], log[at - 1]);
    }
    let robots: Vec<i64> = log.iter().filter(|asked| asked.path == "/robots.txt").map(|asked| asked.at).collect();
    // once a day, and after each start
    assert!(robots.len() <= 3 + 3, "{robots:?}");
    let mut fetched: HashMap<&str, u32> = HashMap::new();
    for asked in log.iter().filter(|asked| asked.path.starts_with("/story/")) {
        assert_eq!(asked.status, 200, "{asked:?}");
        *fetched.entry(&asked.path).or_default() += 1;
    }
    assert!(!fetched.is_empty());
    for (path, times) in fetched {
        let parts: Vec<usize> = path.split('/').filter_map(|part| part.parse().ok()).collect();
        let paper = &press.papers()[parts[0]];
        assert!(paper.teasers, "{path}: the feed had it all");
        let versions = if paper.corrects.is_some() && parts[1].is_multiple_of(3) { 2 } else { 1 };
        assert!(times <= versions, "{path} was fetched {times} times");
    }
}
