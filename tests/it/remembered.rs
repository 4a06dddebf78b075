//! What extractors remember outlives the process, however that ends: the real binary over a folder of
//! articles and their copies, killed on the way.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::Duration,
};

use rustix::process::Signal;
use serde_json::Value;

use crate::newsroom::{Newsroom, field, signal};

/// Reports of which every one comes so many times, each time with another beginning and end.
const TIMES: usize = 4;
const REPORTS: usize = 150;

/// A report that shares nothing with the others.
fn report(number: usize) -> String {
    let sentence =
        |n| format!("Ship{number}q{n} left port{number}q{n} with {number} crates of tea{n}, said clerk{number}. ");
    (0..12).map(sentence).collect()
}

/// Copies of a report lie far enough apart to be in different batches.
fn fill(newsroom: &Newsroom) {
    for time in 0..TIMES {
        for number in 0..REPORTS {
            let text = format!("{}Edition {time} of desk {number}.\n", report(number));
            newsroom.write(&format!("inbox/{time}/{number:04}.txt"), text);
        }
    }
}

fn configure(newsroom: &Newsroom, more: &str) {
    newsroom.configure(&format!(
        "commit = {{ documents = 20 }}\n[sinks.lines.commit]\ndocuments = 30\n[pipeline]\nbatch = 8\nextractors = \
         [\"clean\", \"sentences\", \"entities\", \"duplicates\", \"stories\"]\n{more}"
    ));
}

/// Kills the process again and again, then lets it run to its end.
fn kill_often(newsroom: &Newsroom, kills: u64) {
    for number in 0..kills {
        let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
        // a different moment every time, from before the first article to after the last
        thread::sleep(Duration::from_millis(20 + number * 53 % 260));
        signal(&child, Signal::KILL);
        child.wait().unwrap();
    }
    let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
    assert!(child.wait().unwrap().success(), "{}", newsroom.log());
}

/// What a sink says of an article: its report, the first copy, the story.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    report: usize,
    first: Option<String>,
    story: Option<String>,
}

fn report_of(key: &str) -> usize {
    key[key.len() - 8..key.len() - 4].parse().unwrap()
}

/// By id, as the NDJSON sink and the SQLite sink have it.
fn said(newsroom: &Newsroom) -> [BTreeMap<String, Said>; 2] {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let lines = newsroom.lines().into_iter().map(|record| {
        let said = Said {
            report: report_of(field(&record, "key")),
            first: text(&record["duplicate_of"]),
            story: text(&record["story"]),
        };
        (field(&record, "id").to_owned(), said)
    });
    let database = newsroom.database();
    let mut rows = database.prepare("SELECT id, key, duplicate_of, story FROM articles").unwrap();
    let rows = rows.query_map([], |row| {
        let key: String = row.get(1)?;
        Ok((row.get(0)?, Said { report: report_of(&key), first: row.get(2)?, story: row.get(3)? }))
    });
    [lines.collect(), rows.unwrap().collect::<Result<_, _>>().unwrap()]
}

#[test]
fn articles_keep_their_marks_whenever_the_process_is_killed() {
    let newsroom = Newsroom::new();
    fill(&newsroom);
    configure(&newsroom, "");
    kill_often(&newsroom, 9);
    newsroom.assert_each_once(TIMES * REPORTS);
    let [lines, rows] = said(&newsroom);
    assert_eq!(lines, rows, "both sinks were told the same");
    let firsts: BTreeMap<usize, &String> =
        lines.iter().filter(|(_, said)| said.first.is_none()).map(|(id, said)| (said.report, id)).collect();
    assert_eq!(firsts.len(), REPORTS);
    assert_eq!(lines.values().filter(|said| said.first.is_none()).count(), REPORTS, "one first copy of each");
    for (id, said) in &lines {
        assert!(said.first.as_ref().is_none_or(|first| first == firsts[&said.report]), "{id}: {said:?}");
        assert_eq!(said.story, lines[firsts[&said.report]].story, "{id} is in the story of the first copy");
    }
    // what was kept is there in the next run: more copies of the same, and nothing else
    for number in 0..REPORTS {
        newsroom.write(&format!("inbox/late/{number:04}.txt"), format!("Late edition.\n{}", report(number)));
    }
    newsroom.run_once();
    let [lines, _] = said(&newsroom);
    assert_eq!(lines.len(), (TIMES + 1) * REPORTS);
    assert_eq!(lines.values().filter(|said| said.first.is_none()).count(), REPORTS);
}

#[test]
fn nothing_is_dropped_as_a_copy_of_what_was_lost() {
    let newsroom = Newsroom::new();
    fill(&newsroom);
    configure(&newsroom, "[extractors.duplicates]\naction = \"drop\"\n");
    kill_often(&newsroom, 9);
    let [lines, rows] = said(&newsroom);
    assert_eq!(lines, rows);
    let reports: BTreeSet<usize> = lines.values().map(|said| said.report).collect();
    assert_eq!(reports.len(), REPORTS, "of every report there is a copy");
    assert_eq!(newsroom.lines().len(), lines.len(), "and none stands twice");
    assert!(lines.len() < TIMES * REPORTS / 2, "most copies were dropped: {}", lines.len());
    for said in lines.values() {
        assert!(said.first.as_ref().is_none_or(|first| lines.contains_key(first)), "a first copy is missing: {said:?}");
    }
}

#[test]
fn running_stories_are_listed_while_the_daemon_runs_and_after() {
    let newsroom = Newsroom::new();
    newsroom.configure("");
    let none = newsroom.wiredesk(&["stories"]);
    assert_eq!(none.status.code(), Some(2), "there is no state yet");
    let articles = [
        (
            "a",
            "A ferry with forty passengers sank off Brackwater on Monday. Harbour master Ilse Brandt said divers had found the hull.",
        ),
        (
            "b",
            "Divers have raised the ferry that sank off Brackwater. Harbour master Ilse Brandt said the hull was torn by a rock.",
        ),
        (
            "c",
            "Voters in Tarn elected a new mayor on Sunday. The baker Tomas Rey won by eleven ballots after two recounts.",
        ),
    ];
    for (name, text) in articles {
        newsroom.write(&format!("inbox/{name}.txt"), text);
    }
    let listed = || -> Vec<Value> {
        let output = newsroom.wiredesk(&["stories", "--format", "json"]);
        if output.status.success() { serde_json::from_slice(&output.stdout).unwrap() } else { Vec::new() }
    };
    let mut daemon = newsroom.start(&["run", "wiredesk.toml"]);
    while listed().is_empty() {
        assert!(daemon.try_wait().unwrap().is_none(), "{}", newsroom.log());
        thread::sleep(Duration::from_millis(20));
    }
    signal(&daemon, Signal::KILL);
    daemon.wait().unwrap();
    let story = &listed()[0];
    let first = newsroom
        .lines()
        .iter()
        .find(|record| record["story"] == record["id"] && field(record, "key") != "c.txt")
        .cloned();
    assert_eq!(story["id"], first.unwrap()["id"]);
    assert_eq!(
        (&story["articles"], &story["sources"][0], &story["people"][0]),
        (&2.into(), &"inbox".into(), &"Ilse Brandt".into())
    );

    newsroom.write("inbox/d.txt", "The captain of the ferry that sank off Brackwater was charged. Ilse Brandt said passengers had not been warned of the rock.");
    newsroom.run_once();
    let shown = newsroom.ok(&["stories"]);
    assert!(shown.contains("  3 articles from inbox, ") && shown.ends_with("1 story\n"), "{shown}");
    assert!(!shown.contains('\x1b'), "no colours in a pipe");
    let all = newsroom.ok(&["stories", "--least", "1", "--limit", "1"]);
    assert!(all.ends_with("1 story, 1 more: `--limit`\n"), "{all}");
    let plan = newsroom.ok(&["plan", "--set", "pipeline.workers=4"]);
    let workers = |name: &str| plan.lines().find(|line| line.trim_start().starts_with(name)).unwrap().to_owned();
    assert!(workers("stories").contains(": 1 worker,") && workers("entities").contains(": 4 workers,"), "{plan}");
    assert_eq!(newsroom.wiredesk(&["stories", "nowhere.toml"]).status.code(), Some(2));
}
