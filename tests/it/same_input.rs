//! What was read once is not read again.

use std::{fs, thread, time::Duration};

use rustix::process::Signal;

use crate::newsroom::{Newsroom, signal};

#[test]
fn the_same_input_twice_adds_nothing() {
    let newsroom = Newsroom::new();
    newsroom.wire(1, 40, 800);
    newsroom.inbox(2, 40, 800);
    newsroom.configure("");
    newsroom.run_once();
    newsroom.assert_each_once(80);
    let summary = newsroom.run_once();
    assert_eq!(summary["delivered"], 0);
    newsroom.assert_each_once(80);
}

#[test]
fn a_folder_renamed_and_back_adds_nothing() {
    let newsroom = Newsroom::new();
    newsroom.inbox(2, 40, 800);
    newsroom.configure("");
    newsroom.run_once();
    fs::rename(newsroom.path("inbox"), newsroom.path("elsewhere")).unwrap();
    fs::rename(newsroom.path("elsewhere"), newsroom.path("inbox")).unwrap();
    newsroom.run_once();
    newsroom.assert_each_once(40);
}

#[test]
fn files_whose_time_changed_but_not_their_content_add_nothing() {
    let newsroom = Newsroom::new();
    newsroom.inbox(2, 10, 800);
    newsroom.configure("");
    newsroom.run_once();
    for folder in fs::read_dir(newsroom.path("inbox")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let content = fs::read(&path).unwrap();
            fs::remove_file(&path).unwrap();
            fs::write(&path, content).unwrap();
        }
    }
    newsroom.run_once();
    newsroom.assert_each_once(10);
}

#[test]
fn a_corrected_article_replaces_itself_in_the_database() {
    let newsroom = Newsroom::new();
    newsroom.configure("");
    newsroom.write("inbox/a.txt", "The harbour of Veldhaven was closed on Monday.");
    newsroom.run_once();
    newsroom.write("inbox/a.txt", "The harbour of Veldhaven was opened again on Tuesday.");
    newsroom.run_once();
    let texts: Vec<String> = {
        let database = newsroom.database();
        let mut rows = database.prepare("SELECT text FROM articles").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(texts, ["The harbour of Veldhaven was opened again on Tuesday."]);
    assert_eq!(newsroom.lines().len(), 2, "both versions are in the stream");
}

#[test]
fn a_daemon_waits_for_its_folder_and_takes_what_is_moved_in() {
    let newsroom = Newsroom::new();
    newsroom.inbox(2, 20, 800);
    newsroom.configure("[pipeline]\nextractors = []\n");
    let mut daemon =
        newsroom.start(&["run", "--set", "sources.inbox.rescan=1s", "--set", "log.level=info", "wiredesk.toml"]);
    let mut wait_for = |sign: &dyn Fn() -> bool| {
        while !sign() {
            assert!(daemon.try_wait().unwrap().is_none(), "{}", newsroom.log());
            thread::sleep(Duration::from_millis(10));
        }
    };
    wait_for(&|| newsroom.lines().len() == 20);
    fs::rename(newsroom.path("inbox"), newsroom.path("elsewhere")).unwrap();
    wait_for(&|| newsroom.log().contains("the folder is gone"));
    newsroom.write("elsewhere/late.txt", "The harbour of Veldhaven was opened again on Tuesday.");
    fs::rename(newsroom.path("elsewhere"), newsroom.path("inbox")).unwrap();
    wait_for(&|| newsroom.lines().len() == 21);
    newsroom.write("outside.txt", "The harbour of Veldhaven was closed again on Wednesday.");
    fs::rename(newsroom.path("outside.txt"), newsroom.path("inbox/moved.txt")).unwrap();
    wait_for(&|| newsroom.lines().len() == 22);
    signal(&daemon, Signal::TERM);
    assert_eq!(daemon.wait().unwrap().code(), Some(0), "{}", newsroom.log());
    newsroom.assert_each_once(22);
}
