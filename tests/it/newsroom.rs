//! A folder with a configuration, input and output, and the real binary at work in it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use wiredesk_testkit::articles::articles;

/// Where one test works.
pub(crate) struct Newsroom {
    folder: tempfile::TempDir,
}

impl Newsroom {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A configuration that reads `inbox` and `wire.ndjson` (if it is there) into both sinks.
    pub(crate) fn configure(&self, pipeline: &str) {
        fs::create_dir_all(self.path("inbox")).unwrap();
        let mut config =
            String::from("[daemon]\nstate = \"state\"\n[sources.inbox]\ntype = \"directory\"\npath = \"inbox\"\n");
        if self.path("wire.ndjson").exists() {
            config.push_str("[sources.wire]\ntype = \"file\"\npath = \"wire.ndjson\"\n");
        }
        config.push_str("[sinks.lines]\ntype = \"ndjson\"\npath = \"out/news.ndjson\"\n");
        config.push_str("[sinks.desk]\ntype = \"sqlite\"\npath = \"out/news.db\"\n");
        config.push_str(pipeline);
        self.write("wiredesk.toml", config);
    }

    /// Generated articles as one NDJSON file.
    pub(crate) fn wire(&self, seed: u64, count: usize, bytes: usize) {
        let lines: String = articles(seed, bytes).take(count).map(|article| article.ndjson()).collect();
        self.write("wire.ndjson", lines);
    }

    /// Generated articles as one text file each.
    pub(crate) fn inbox(&self, seed: u64, count: usize, bytes: usize) {
        for (number, article) in articles(seed, bytes).take(count).enumerate() {
            self.write(&format!("inbox/{}/{number:06}.txt", number % 7), article.text);
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wiredesk"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("WIREDESK_LOG");
        command
    }

    /// Runs to the end.
    pub(crate) fn wiredesk(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs to the end, which has to be a good one; gives standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.wiredesk(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{arguments:?}: {}\n{err}", output.status);
        out
    }

    /// Runs once over what is there; gives the summary.
    pub(crate) fn run_once(&self) -> Value {
        serde_json::from_str(&self.ok(&["run", "--once", "--format", "json", "wiredesk.toml"])).unwrap()
    }

    /// Starts it in the background, its log in `log.txt`.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.path("log.txt")).unwrap();
        self.command(arguments).stdout(Stdio::null()).stderr(log).spawn().unwrap()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log.txt")).unwrap_or_default()
    }

    /// Every line of the NDJSON sink.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.path("out/news.ndjson")).unwrap_or_default();
        // a process that was killed, or is at work, may have left half a line
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("out/news.db")).unwrap()
    }

    /// Records in the NDJSON sink and in the SQLite sink; quick, for asking again and again.
    pub(crate) fn counts(&self) -> [usize; 2] {
        let lines = fs::read(self.path("out/news.ndjson")).unwrap_or_default();
        let count = "SELECT count(*) FROM articles";
        let rows: i64 = self.database().query_row(count, [], |row| row.get(0)).unwrap_or(0);
        [lines.iter().filter(|byte| **byte == b'\n').count(), usize::try_from(rows).unwrap_or(0)]
    }

    /// How often each article stands in the NDJSON sink and in the SQLite sink, by source and key.
    pub(crate) fn delivered(&self) -> [BTreeMap<String, usize>; 2] {
        let mut counts = [BTreeMap::new(), BTreeMap::new()];
        for record in self.lines() {
            *counts[0].entry(format!("{}/{}", field(&record, "source"), field(&record, "key"))).or_default() += 1;
        }
        let database = self.database();
        let mut rows = database.prepare("SELECT source || '/' || key FROM articles").unwrap();
        for name in rows.query_map([], |row| row.get::<_, String>(0)).unwrap() {
            *counts[1].entry(name.unwrap()).or_default() += 1;
        }
        counts
    }

    /// Asserts that both sinks hold so many articles, each exactly once.
    pub(crate) fn assert_each_once(&self, count: usize) {
        for (sink, delivered) in ["ndjson", "sqlite"].iter().zip(self.delivered()) {
            let several: Vec<_> = delivered.iter().filter(|(_, times)| **times != 1).take(5).collect();
            assert!(several.is_empty(), "{sink}: not exactly once: {several:?}");
            assert_eq!(delivered.len(), count, "{sink}: articles delivered");
        }
        let database = self.database();
        let check: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
    }
}

pub(crate) fn field<'v>(record: &'v Value, name: &str) -> &'v str {
    record[name].as_str().unwrap_or_else(|| panic!("no string `{name}` in {record}"))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Sends a signal to a process that this test started.
pub(crate) fn signal(child: &Child, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, signal).unwrap();
}

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
