//! The `file` source on real files that grow, move and shrink.

use std::{fs, io::Write, path::Path};

use wiredesk_core::{Checkpoint, clock::SystemClock, options::Duration, source::Item};

use super::*;

fn build(path: &Path, checkpoint: &Checkpoint, mode: Mode) -> Box<dyn Source> {
    let options = FileOptions { poll: Duration(std::time::Duration::from_millis(5)), ..FileOptions::new(path) };
    let context = SourceContext {
        id: "feed".into(),
        checkpoint: checkpoint.clone(),
        mode,
        clock: Arc::new(SystemClock),
        folder: None,
    };
    File.build(&options, context).unwrap()
}

/// One batch: texts and reasons.
async fn next(source: &mut Box<dyn Source>, checkpoint: &mut Checkpoint) -> Option<Vec<String>> {
    let batch = source.next().await.unwrap()?;
    let shown = |intake: &Intake| match &intake.item {
        Item::Document(document) => document.text.to_string(),
        Item::Rejected(rejected) => format!("!{}", rejected.code),
        Item::Skipped(reason) => format!("-{reason}"),
    };
    for intake in &batch {
        assert!(!checkpoint.covers(&intake.position), "{intake:?} was delivered before");
        checkpoint.advance(&intake.position);
    }
    Some(batch.iter().map(shown).collect())
}

async fn once(path: &Path, checkpoint: &mut Checkpoint) -> Vec<String> {
    let mut source = build(path, checkpoint, Mode::Once);
    let mut all = Vec::new();
    while let Some(batch) = next(&mut source, checkpoint).await {
        all.extend(batch);
    }
    all
}

fn line(text: &str) -> String {
    format!("{{\"text\":\"{text}\"}}\n")
}

fn append(path: &Path, content: &str) {
    fs::File::options().create(true).append(true).open(path).unwrap().write_all(content.as_bytes()).unwrap();
}

#[tokio::test]
async fn a_file_is_read_to_its_last_line_and_goes_on_where_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson");
    let mut checkpoint = Checkpoint::default();
    append(&path, &(line("1") + "\n" + "{oops\n" + line("2").trim_end()));
    assert_eq!(once(&path, &mut checkpoint).await, ["1", "!invalid-json", "2"]);
    assert_eq!(once(&path, &mut checkpoint).await, [""; 0]);
    append(&path, &("\n".to_owned() + &line("3")));
    assert_eq!(once(&path, &mut checkpoint).await, ["3"]);
    fs::write(&path, line("1")).unwrap();
    assert_eq!(once(&path, &mut checkpoint).await, ["1"], "truncated to a beginning that is the same");
    assert_eq!(once(&path, &mut checkpoint).await, [""; 0]);
}

#[tokio::test]
async fn growth_rotation_and_truncation_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson");
    let mut checkpoint = Checkpoint::default();
    append(&path, &line("1"));
    let mut source = build(&path, &checkpoint, Mode::Follow);
    assert_eq!(next(&mut source, &mut checkpoint).await.unwrap(), ["1"]);
    append(&path, "{\"text\":");
    let waits = tokio::time::timeout(std::time::Duration::from_millis(30), source.next()).await;
    assert!(waits.is_err(), "an unfinished line waits for its end");
    append(&path, "\"2\"}\n");
    assert_eq!(next(&mut source, &mut checkpoint).await.unwrap(), ["2"]);

    append(&path, &line("3"));
    fs::rename(&path, folder.path().join("a.ndjson.1")).unwrap();
    fs::write(&path, line("4")).unwrap();
    let mut found = Vec::new();
    while found.len() < 2 {
        found.extend(next(&mut source, &mut checkpoint).await.unwrap());
    }
    assert_eq!(found, ["3", "4"], "the old file is finished first");

    append(&path, &line("5"));
    assert_eq!(next(&mut source, &mut checkpoint).await.unwrap(), ["5"]);
    fs::write(&path, line("6")).unwrap();
    assert_eq!(next(&mut source, &mut checkpoint).await.unwrap(), ["6"]);
}

#[tokio::test]
async fn compressed_and_other_formats_are_read_through_once() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (0..300).map(|n| line(&n.to_string())).collect();
    for (name, content, count) in [
        ("a.ndjson.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap(), 300),
        ("a.txt", b"One.".to_vec(), 1),
        ("a.json", b"[{\"text\":\"a\"},{\"text\":\"b\"}]".to_vec(), 2),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let mut checkpoint = Checkpoint::default();
        assert_eq!(once(&path, &mut checkpoint).await.len(), count, "{name}");
        assert_eq!(once(&path, &mut checkpoint).await, [""; 0], "{name}");
    }
}
