//! What was read once is not read again.

use std::fs;

use crate::newsroom::Newsroom;

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
