//! The sink `ndjson` on real files: what it commits, what it cuts off, what it keeps.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::{Value, json};
use wiredesk_core::{
    Disposition, Document, Registry,
    clock::{Clock, FixedClock},
    document::{Article, DateOrigin, Published},
    error::Failure,
    sink::{Batch, Marks, Opened, Sink, SinkContext, WriteError, Written},
};

struct Desk {
    folder: tempfile::TempDir,
    options: Value,
    now: &'static str,
}

impl Desk {
    /// A sink with `options`, its path inside a fresh folder.
    fn new(options: Value) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), options, now: "2026-11-23T09:30:00Z" }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn build(&self) -> Box<dyn Sink> {
        let mut registry = Registry::default();
        wiredesk_sink_ndjson::register(&mut registry);
        let mut options = self.options.clone();
        let path = options["path"].as_str().unwrap();
        if !path.starts_with('/') {
            options["path"] = json!(self.path(path));
        }
        let clock: Arc<dyn Clock> = Arc::new(FixedClock(self.now.parse().unwrap()));
        let configured = registry.sinks["ndjson"].configure(options);
        let configured = configured.unwrap_or_else(|findings| panic!("{findings:?}"));
        configured.build(SinkContext { id: "archive".into(), clock }).unwrap()
    }

    async fn open(&self, marks: &Marks) -> Box<dyn Sink> {
        let mut sink = self.build();
        assert_eq!(sink.open(marks).await.unwrap(), Opened::PositionsInState);
        sink
    }

    /// Keys of the records of a file, in order.
    fn keys(&self, name: &str) -> Vec<String> {
        keys_of(&fs::read(self.path(name)).unwrap())
    }

    /// Files in the folder but the sink's own, with subfolders.
    fn files(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.file_name().unwrap().to_str().unwrap().starts_with('.') {
                    names.push(path.strip_prefix(self.folder.path()).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        names.sort();
        names
    }
}

fn keys_of(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "ends inside a line");
    let key = |line: &str| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned();
    text.lines().map(key).collect()
}

/// One document per word: its key, and after `@` its day of publication.
fn batch(words: &str) -> Batch {
    let document = |word: &str| {
        let (key, day) = word.split_once('@').unwrap_or((word, ""));
        let at = format!("{day}T12:00:00Z").parse().ok();
        let published = at.map(|at| Published { at, from: DateOrigin::Given });
        let article =
            Article { key: key.into(), published, text: "The quay – open again.".into(), ..Article::default() };
        Arc::new(Document::new("inbox".into(), article, "2026-11-23T09:00:00Z".parse().unwrap()))
    };
    Batch { documents: words.split_whitespace().map(document).collect(), positions: Vec::new() }
}

/// Writes and records, as the engine does.
async fn commit(sink: &mut Box<dyn Sink>, words: &str, state: &mut Marks) -> Written {
    let written = sink.write(&batch(words)).await.unwrap();
    for (path, mark) in &written.marks {
        if mark.is_empty() {
            state.remove(path);
        } else {
            state.insert(path.clone(), mark.clone());
        }
    }
    written
}

fn failure(error: WriteError) -> Failure {
    match error {
        WriteError::Failed(failure) => failure,
        WriteError::Rejected(rejections) => panic!("rejected: {rejections:?}"),
    }
}

#[tokio::test]
async fn what_was_written_but_not_recorded_is_cut_off() {
    let desk = Desk::new(json!({"path": "news.ndjson"}));
    let mut state = Marks::new();
    let mut sink = desk.open(&state).await;
    let written = commit(&mut sink, "a b", &mut state).await;
    assert_eq!(written.bytes, fs::metadata(desk.path("news.ndjson")).unwrap().len());
    sink.write(&batch("c d")).await.unwrap();
    drop(sink);
    let mut sink = desk.open(&state).await;
    assert_eq!(desk.keys("news.ndjson"), ["a", "b"]);
    commit(&mut sink, "c d", &mut state).await;
    assert_eq!(desk.keys("news.ndjson"), ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn a_file_begun_by_a_batch_that_was_not_recorded_is_removed() {
    let desk = Desk::new(json!({"path": "{published:%Y/%m/%d}.ndjson"}));
    let mut state = Marks::new();
    let mut sink = desk.open(&state).await;
    sink.write(&batch("a@2024-10-01")).await.unwrap();
    drop(sink);
    let mut sink = desk.open(&state).await;
    assert_eq!(desk.files(), [""; 0], "in the first batch of all");
    for number in 0..9 {
        commit(&mut sink, &format!("a{number}@2024-10-01"), &mut state).await;
    }
    sink.write(&batch("b@2024-10-01 c@2024-10-02 d")).await.unwrap();
    drop(sink);
    let mut sink = desk.open(&state).await;
    assert_eq!(desk.files(), ["2024/10/01.ndjson"]);
    commit(&mut sink, "b@2024-10-01 c@2024-10-02 d", &mut state).await;
    drop(sink);
    desk.open(&state).await;
    assert_eq!(desk.files(), ["2024/10/01.ndjson", "2024/10/02.ndjson", "undated.ndjson"]);
    assert_eq!(desk.keys("2024/10/01.ndjson").len(), 10);
}

#[tokio::test]
async fn a_lost_state_costs_no_line_that_was_written() {
    let desk = Desk::new(json!({"path": "news.ndjson"}));
    let mut sink = desk.open(&Marks::new()).await;
    let mut state = Marks::new();
    for number in 0..9 {
        commit(&mut sink, &format!("a{number}"), &mut state).await;
    }
    drop(sink);
    let mut sink = desk.open(&Marks::new()).await;
    commit(&mut sink, "b", &mut Marks::new()).await;
    assert_eq!(desk.keys("news.ndjson").len(), 10);
}

#[tokio::test]
async fn a_file_of_other_origin_keeps_all_but_a_torn_last_line() {
    let whole = "{\"key\":\"x\"}\n";
    let long = format!("{{\"key\":\"{}", "y".repeat(200_000));
    let cases = [
        (whole.to_owned(), vec!["x", "a"]),
        (format!("{whole}{{\"key\":\"y"), vec!["x", "a"]),
        (format!("{whole}{long}"), vec!["x", "a"]),
        ("{\"key\":\"y".to_owned(), vec!["a"]),
        (format!("{whole}{{\"key\":\"y\"}}"), vec!["x", "y", "a"]),
        (String::new(), vec!["a"]),
    ];
    for (content, expected) in cases {
        let desk = Desk::new(json!({"path": "news.ndjson"}));
        fs::write(desk.path("news.ndjson"), &content).unwrap();
        let mut sink = desk.open(&Marks::new()).await;
        sink.write(&batch("a")).await.unwrap();
        assert_eq!(desk.keys("news.ndjson"), expected);
        drop(sink);
        desk.open(&Marks::new()).await;
        let kept = &expected[..expected.len() - 1];
        assert_eq!(desk.keys("news.ndjson"), kept, "after a crash before the record");
    }
}

#[tokio::test]
async fn a_file_that_somebody_shortened_or_moved_away_goes_on() {
    let desk = Desk::new(json!({"path": "news.ndjson"}));
    let (path, moved) = (desk.path("news.ndjson"), desk.path("old.ndjson"));
    let mut state = Marks::new();
    let mut sink = desk.open(&state).await;
    commit(&mut sink, "a b", &mut state).await;
    let half = fs::metadata(&path).unwrap().len() / 2;
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(half).unwrap();
    commit(&mut sink, "c", &mut state).await;
    assert_eq!(desk.keys("news.ndjson"), ["a", "c"]);
    fs::rename(&path, &moved).unwrap();
    commit(&mut sink, "d", &mut state).await;
    assert_eq!(desk.keys("news.ndjson"), ["d"]);
    drop(sink);
    fs::remove_file(&path).unwrap();
    let mut sink = desk.open(&state).await;
    commit(&mut sink, "e", &mut state).await;
    assert_eq!((desk.keys("news.ndjson"), desk.keys("old.ndjson")), (vec!["e".into()], vec!["a".into(), "c".into()]));
}

#[tokio::test]
async fn files_rotate_by_size_and_go_on_where_they_stopped() {
    let desk = Desk::new(json!({"path": "news.ndjson", "rotate_size": "1500B"}));
    let mut state = Marks::new();
    for keys in ["a b", "c d", "e f", "g"] {
        let mut sink = desk.open(&state).await;
        commit(&mut sink, keys, &mut state).await;
    }
    let files = desk.files();
    let all: Vec<String> = ["news.ndjson", "news.0001.ndjson", "news.0002.ndjson"]
        .iter()
        .filter(|name| desk.path(name).exists())
        .flat_map(|name| desk.keys(name))
        .collect();
    assert!(files.len() >= 2, "{files:?}");
    assert_eq!(all, ["a", "b", "c", "d", "e", "f", "g"]);
}

#[tokio::test]
async fn files_rotate_by_time() {
    let mut desk = Desk::new(json!({"path": "news.v2.ndjson", "rotate_every": "1h"}));
    let mut state = Marks::new();
    for (now, key) in [("2026-11-23T09:30:00Z", "a"), ("2026-11-23T09:59:59Z", "b"), ("2026-11-23T10:00:00Z", "c")] {
        desk.now = now;
        let mut sink = desk.open(&state).await;
        commit(&mut sink, key, &mut state).await;
    }
    assert_eq!(desk.files(), ["news.v2.20261123T090000Z.ndjson", "news.v2.20261123T100000Z.ndjson"]);
    assert_eq!(desk.keys("news.v2.20261123T090000Z.ndjson"), ["a", "b"]);
}

fn unpacked(path: &Path, compression: &str) -> Vec<u8> {
    let packed = fs::read(path).unwrap();
    let mut plain = Vec::new();
    match compression {
        "gzip" => flate2::read::MultiGzDecoder::new(&*packed).read_to_end(&mut plain).unwrap(),
        _ => zstd::stream::read::Decoder::new(&*packed).unwrap().read_to_end(&mut plain).unwrap(),
    };
    plain
}

#[tokio::test]
async fn compressed_files_are_whole_after_every_cut() {
    for (compression, suffix) in [("gzip", "gz"), ("zstd", "zst")] {
        let desk = Desk::new(json!({"path": "news.ndjson", "compression": compression}));
        let path = desk.path(&format!("news.ndjson.{suffix}"));
        let mut state = Marks::new();
        let mut sink = desk.open(&state).await;
        commit(&mut sink, "a", &mut state).await;
        commit(&mut sink, "b", &mut state).await;
        sink.write(&batch("c")).await.unwrap();
        drop(sink);
        let mut sink = desk.open(&state).await;
        assert_eq!(keys_of(&unpacked(&path, compression)), ["a", "b"]);
        commit(&mut sink, "d", &mut state).await;
        assert_eq!(keys_of(&unpacked(&path, compression)), ["a", "b", "d"]);
        let mut sink = desk.open(&Marks::new()).await;
        commit(&mut sink, "e", &mut Marks::new()).await;
        assert_eq!(keys_of(&unpacked(&path, compression)), ["a", "b", "d"], "unknown: left alone");
        assert_eq!(keys_of(&unpacked(&desk.path(&format!("news.0001.ndjson.{suffix}")), compression)), ["e"]);
    }
}

#[tokio::test]
async fn more_files_than_may_be_open_or_marked_still_get_every_line_once() {
    let desk = Desk::new(json!({"path": "{published}.ndjson"}));
    let mut state = Marks::new();
    let mut sink = desk.open(&state).await;
    let day = |number: i64| jiff::civil::date(2001, 1, 1) + jiff::Span::new().days(number);
    for several in (0..640).collect::<Vec<_>>().chunks(160) {
        let words: Vec<String> = several.iter().map(|&number| format!("k{number}@{}", day(number))).collect();
        commit(&mut sink, &words.join(" "), &mut state).await;
    }
    assert!(state.len() <= 513, "{}", state.len());
    let first = format!("again@{}", day(0));
    sink.write(&batch(&first)).await.unwrap();
    drop(sink);
    let mut sink = desk.open(&state).await;
    assert_eq!(desk.keys(&format!("{}.ndjson", day(0))), ["k0"], "a file without a mark is cut back too");
    commit(&mut sink, &first, &mut state).await;
    assert_eq!(desk.files().len(), 640);
    assert_eq!(desk.keys(&format!("{}.ndjson", day(0))), ["k0", "again"]);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_retried() {
    let desk = Desk::new(json!({"path": "/dev/full"}));
    let mut sink = desk.open(&Marks::new()).await;
    for _ in 0..2 {
        let failure = failure(sink.write(&batch("a")).await.unwrap_err());
        assert_eq!((failure.disposition, &*failure.code), (Disposition::Retry, "disk-full"), "{failure}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_batch_that_fails_half_way_is_taken_back_as_a_whole() {
    let desk = Desk::new(json!({"path": "{published}.ndjson"}));
    let mut state = Marks::new();
    let mut sink = desk.open(&state).await;
    commit(&mut sink, "a@2024-10-01", &mut state).await;
    // the second file leads elsewhere, which is noticed when the first has been appended to
    std::os::unix::fs::symlink("/dev/full", desk.path("2024-10-02.ndjson")).unwrap();
    let error = failure(sink.write(&batch("b@2024-10-01 c@2024-10-02")).await.unwrap_err());
    assert_eq!(error.disposition, Disposition::Retry, "{error}");
    assert_eq!(desk.keys("2024-10-01.ndjson"), ["a"]);
    fs::remove_file(desk.path("2024-10-02.ndjson")).unwrap();
    commit(&mut sink, "b@2024-10-01 c@2024-10-02", &mut state).await;
    assert_eq!(desk.keys("2024-10-01.ndjson"), ["a", "b"]);
    assert_eq!(desk.keys("2024-10-02.ndjson"), ["c"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_leads_out_of_the_folder_is_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    let desk = Desk::new(json!({"path": "out/{source}/{published}.ndjson"}));
    fs::create_dir(desk.path("out")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), desk.path("out/inbox")).unwrap();
    let mut sink = desk.open(&Marks::new()).await;
    let failure = failure(sink.write(&batch("a")).await.unwrap_err());
    assert_eq!(&*failure.code, "outside-folder", "{failure}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn options_that_contradict_each_other_are_all_found() {
    let mut registry = Registry::default();
    wiredesk_sink_ndjson::register(&mut registry);
    let table = json!({"path": "-", "rotate_size": 0, "rotate_every": "1h", "compression": "gzip"});
    let Err(findings) = registry.sinks["ndjson"].configure(table) else { panic!("accepted") };
    let keys: Vec<_> = findings.iter().map(|finding| finding.path.join(".")).collect();
    assert_eq!(keys, ["rotate_size", "rotate_every", "compression", "rotate_size"]);
    let Err(findings) = registry.sinks["ndjson"].configure(json!({"path": "out/{souce}"})) else { panic!("accepted") };
    assert_eq!(findings[0].path, ["path"]);
}
