//! The `directory` source on real folders.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, SystemTime},
};

use tempfile::TempDir;
use wiredesk_core::{
    Checkpoint,
    clock::{Clock, FixedClock},
    source::{Item, Mode},
};

use super::*;

/// Now, but so late that every file has settled.
fn later() -> Arc<dyn Clock> {
    Arc::new(FixedClock(jiff::Timestamp::now() + Duration::from_secs(3600)))
}

fn build(options: &DirectoryOptions, checkpoint: Checkpoint, mode: Mode) -> Box<dyn Source> {
    Directory
        .build(options, SourceContext { id: "inbox".into(), checkpoint, mode, clock: later(), folder: None })
        .unwrap()
}

fn shown(intake: &Intake) -> String {
    match &intake.item {
        Item::Document(document) => format!("{}={}", document.key, document.text),
        Item::Rejected(rejected) => format!("{}!{}", rejected.key, rejected.code),
        Item::Skipped(reason) => format!("{}-{reason}", intake.position.partition),
    }
}

/// Reads everything that is there and notes it as durable.
async fn read(options: &DirectoryOptions, checkpoint: &mut Checkpoint) -> Vec<String> {
    let mut source = build(options, checkpoint.clone(), Mode::Once);
    let mut found = Vec::new();
    while let Some(batch) = source.next().await.unwrap() {
        let positions: Vec<Position> = batch.iter().map(|intake| intake.position.clone()).collect();
        for intake in &batch {
            assert!(!checkpoint.covers(&intake.position), "{intake:?} was delivered before");
            checkpoint.advance(&intake.position);
        }
        found.extend(batch.iter().map(shown));
        source.acknowledge(&positions).await.unwrap();
    }
    found
}

fn write(folder: &TempDir, path: &str, content: impl AsRef<[u8]>) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn touch(path: &Path) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(99)).unwrap();
}

#[tokio::test]
async fn files_of_all_formats_are_read_in_order_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "b/2.txt", "Two.");
    write(&folder, "a.ndjson", "{\"id\":\"x\",\"text\":\"X.\"}\n{\"text\":\"Y.\"}\n{\"text\":5}");
    write(&folder, "c.json", r#"{"text":"C."}"#);
    write(&folder, "d.html", "<p>D.");
    write(&folder, "e.jpg", [0, 1]);
    write(&folder, "f.txt.tmp", "half");
    let options = DirectoryOptions::new(folder.path());
    let mut checkpoint = Checkpoint::default();
    let first = read(&options, &mut checkpoint).await;
    assert_eq!(
        first,
        [
            "x=X.",
            "a.ndjson#2=Y.",
            "a.ndjson#3!wrong-type",
            "b/2.txt=Two.",
            "c.json=C.",
            "d.html=D.",
            "e.jpg-unknown-format"
        ]
    );
    assert_eq!(read(&options, &mut checkpoint).await, [""; 0]);
    let away = folder.path().with_extension("away");
    fs::rename(folder.path(), &away).unwrap();
    fs::rename(&away, folder.path()).unwrap();
    assert_eq!(read(&options, &mut checkpoint).await, [""; 0], "renamed and back");
    touch(&folder.path().join("b/2.txt"));
    assert_eq!(read(&options, &mut checkpoint).await, ["b/2.txt-unchanged"]);
    assert_eq!(read(&options, &mut checkpoint).await, [""; 0]);
    write(&folder, "b/2.txt", "Two, corrected.");
    assert_eq!(read(&options, &mut checkpoint).await, ["b/2.txt=Two, corrected."]);
}

#[tokio::test]
async fn a_file_that_was_read_in_part_goes_on_after_the_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (1..=500).map(|n| format!("{{\"text\":\"{n}\"}}\n")).collect();
    write(&folder, "a.ndjson", &lines);
    let options = DirectoryOptions::new(folder.path());
    let mut checkpoint = Checkpoint::default();
    let mut source = build(&options, Checkpoint::default(), Mode::Once);
    let batch = source.next().await.unwrap().unwrap();
    assert!(batch.len() < 500);
    checkpoint.advance(&batch[41].position);
    touch(&folder.path().join("a.ndjson"));
    let found = read(&options, &mut checkpoint).await;
    assert_eq!(found.len(), 500 - 42);
    assert_eq!(found[0], "a.ndjson#43=43");
    assert_eq!(checkpoint.get("a.ndjson").unwrap().offset, Position::END);
    assert_eq!(read(&options, &mut checkpoint).await, [""; 0]);
}

#[tokio::test]
async fn finished_files_are_moved_and_overwrite_nothing() {
    let (folder, done) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let options = DirectoryOptions { done: Some(done.path().into()), ..DirectoryOptions::new(folder.path()) };
    for text in ["One.", "Two."] {
        write(&folder, "a/b.txt", text);
        assert_eq!(read(&options, &mut Checkpoint::default()).await, [format!("a/b.txt={text}")]);
        assert!(!folder.path().join("a/b.txt").exists());
    }
    assert_eq!(fs::read_to_string(done.path().join("a/b.txt")).unwrap(), "One.");
    assert_eq!(fs::read_to_string(done.path().join("a/b.txt.1")).unwrap(), "Two.");
}

#[tokio::test]
async fn what_cannot_be_read_is_rejected_once_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "closed.txt", "A.");
    write(&folder, "open.txt", "B.");
    let closed = folder.path().join("closed.txt");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let mut checkpoint = Checkpoint::default();
    let options = DirectoryOptions::new(folder.path());
    if fs::read(&closed).is_ok() {
        // The superuser may read everything; then there is nothing to reject.
        assert_eq!(read(&options, &mut checkpoint).await, ["closed.txt=A.", "open.txt=B."]);
        return;
    }
    assert_eq!(read(&options, &mut checkpoint).await, ["closed.txt!unreadable", "open.txt=B."]);
    assert_eq!(read(&options, &mut checkpoint).await, [""; 0]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(read(&options, &mut checkpoint).await, ["closed.txt=A."]);
}

#[tokio::test]
async fn new_changed_and_moved_in_files_are_seen_while_following() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&folder, "a.txt", "A.");
    let mut source = build(&DirectoryOptions::new(folder.path()), Checkpoint::default(), Mode::Follow);
    let mut next = async || -> Vec<String> { source.next().await.unwrap().unwrap().iter().map(shown).collect() };
    assert_eq!(next().await, ["a.txt=A."]);
    write(&elsewhere, "new/b.txt", "B.");
    fs::rename(elsewhere.path().join("new"), folder.path().join("new")).unwrap();
    assert_eq!(next().await, ["new/b.txt=B."]);
    write(&elsewhere, "c.txt", "C.");
    fs::rename(elsewhere.path().join("c.txt"), folder.path().join("a.txt")).unwrap();
    assert_eq!(next().await, ["a.txt=C."]);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_error_at_the_start() {
    let context = SourceContext {
        id: "x".into(),
        checkpoint: Checkpoint::default(),
        mode: Mode::Follow,
        clock: later(),
        folder: None,
    };
    let failure = Directory.build(&DirectoryOptions::new("/no/such/folder"), context).err().unwrap();
    assert_eq!(failure.code, "folder-missing");
}
