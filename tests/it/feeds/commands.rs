//! `wiredesk feeds`, and feeds in a run of the real binary.

use serde_json::Value;

use super::press::{FORMATS, Fate, Paper, Press, Validator};
use crate::newsroom::{Newsroom, field, root, text};

fn press() -> Press {
    let paper = |number: usize, fate| Paper {
        format: FORMATS[number],
        first: -10_000,
        period: 1000,
        teasers: false,
        corrects: None,
        validator: Validator::ETag,
        max_age: None,
        fate,
    };
    let fates = [Fate::Lives, Fate::Lives, Fate::Missing, Fate::NoFeed];
    let papers = fates.into_iter().enumerate().map(|(number, fate)| paper(number, fate)).collect();
    Press::start(papers, 5, std::sync::Arc::new(|| jiff::Timestamp::now().as_second()))
}

fn configure(newsroom: &Newsroom, list: &str) {
    newsroom.write(
        "wiredesk.toml",
        format!(
            "[daemon]\nstate = \"state\"\n[pipeline]\nextractors = []\n[sources.news]\ntype = \"feed\"\nlist = \"{list}\"\n\
             allow_private = true\nhost_delay = \"1ms\"\n[sinks.desk]\ntype = \"sqlite\"\npath = \"out/news.db\"\n"
        ),
    );
}

#[test]
fn feeds_are_listed_with_how_they_are() {
    let (newsroom, press) = (Newsroom::new(), press());
    let list: String = press.feeds().iter().map(|url| format!("[[feeds]]\nurl = \"{url}\"\n")).collect();
    newsroom.write("feeds.toml", list);
    configure(&newsroom, "feeds.toml");
    let before: Value = serde_json::from_str(&newsroom.ok(&["feeds", "--format", "json"])).unwrap();
    assert!(before.as_array().unwrap().iter().all(|feed| feed["state"] == "waiting"), "{before}");
    assert!(press.log().is_empty(), "listing asks nobody");
    newsroom.run_once();
    let after: Value = serde_json::from_str(&newsroom.ok(&["feeds", "--format", "json"])).unwrap();
    let of = |name: &str| after.as_array().unwrap().iter().map(|feed| feed[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("state"), ["ok", "ok", "failing", "failing"]);
    assert_eq!(of("articles"), [5, 5, 0, 0]);
    assert_eq!(of("code"), [Value::Null, Value::Null, "not-found".into(), "page".into()]);
    assert_eq!(of("name")[0], "Paper 0");
    assert!(of("last_success")[0].is_string() && of("next_poll").iter().all(Value::is_string), "{after}");
    let shown = newsroom.ok(&["feeds"]);
    assert!(shown.contains("ok       Paper 0") && shown.contains("4 feeds, 2 failing, 10 articles"), "{shown}");
    let failing = newsroom.ok(&["feeds", "--failing"]);
    assert!(failing.contains("the server answers with status 404") && !failing.contains("Paper 0"), "{failing}");
    // again at once: nobody is asked so soon
    let asked = press.log().len();
    newsroom.run_once();
    assert_eq!(press.log().len(), asked);
}

#[test]
fn a_feed_that_is_gone_is_shown_with_the_way_back() {
    let newsroom = Newsroom::new();
    let gone = Paper { fate: Fate::Dies(-1), ..press().papers()[0] };
    let press = Press::start(vec![gone], 5, std::sync::Arc::new(|| jiff::Timestamp::now().as_second()));
    let url = press.url("/feed/0");
    newsroom.write("feeds.txt", &url);
    configure(&newsroom, "feeds.txt");
    newsroom.run_once();
    let shown = newsroom.ok(&["feeds"]);
    assert!(shown.contains("retired") && shown.contains(&format!("wiredesk feeds revive {url}")), "{shown}");
    newsroom.run_once();
    assert_eq!(press.log().len(), 1, "it is not asked again");
    assert!(newsroom.ok(&["feeds", "revive", &url]).contains(&format!("source `news` asks {url} again")));
    assert!(newsroom.ok(&["feeds"]).contains("waiting"));
    assert!(newsroom.ok(&["feeds", "revive", &url]).contains("nothing to do"));
    newsroom.run_once();
    assert_eq!(press.log().len(), 2);
    let output = newsroom.wiredesk(&["feeds", "revive", "https://post.example/other"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no feed source follows"), "{}", text(&output.stderr));
}

#[test]
fn a_feed_is_added_by_its_address_and_collected() {
    let (newsroom, press) = (Newsroom::new(), press());
    newsroom.write("feeds.txt", "# ours\n");
    configure(&newsroom, "feeds.txt");
    let url = press.url("/feed/1");
    let shown = newsroom.ok(&["feeds", "add", &url, "--dry-run"]);
    assert!(shown.contains("Paper 1") && shown.contains("--dry-run"), "{shown}");
    let added: Value = serde_json::from_str(&newsroom.ok(&["feeds", "add", &url, "--format", "json"])).unwrap();
    assert_eq!((&added["added"], &added["feeds"][0]["entries"]), (&1.into(), &5.into()));
    assert!(newsroom.ok(&["feeds", "add", &url]).contains("nothing new"));
    newsroom.run_once();
    let count: i64 = newsroom.database().query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 5);
    for (url, status, words) in [
        (press.url("/feed/3"), 1, "no feed at"),
        (press.url("/nothing"), 1, "answers with status 404"),
        ("no address".to_owned(), 2, "the address `no address`"),
    ] {
        let output = newsroom.wiredesk(&["feeds", "add", &url]);
        assert_eq!(output.status.code(), Some(status), "{url}");
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    }
}

#[test]
fn the_example_newsroom_has_feeds() {
    let newsroom = Newsroom::new();
    for file in ["config/newsroom.toml", "config/feeds.toml"] {
        newsroom.write(file, std::fs::read(root().join(file)).unwrap());
    }
    let listed: Value =
        serde_json::from_str(&newsroom.ok(&["feeds", "config/newsroom.toml", "--format", "json"])).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|feed| field(feed, "name")).collect();
    assert_eq!(names, ["The Lorne Post", "Brackwater Gazette", "Northern Wire"]);
}

#[test]
fn without_a_feed_source_the_command_says_so() {
    let newsroom = Newsroom::new();
    newsroom.configure("");
    let output = newsroom.wiredesk(&["feeds"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no source of type `feed`"), "{}", text(&output.stderr));
}
