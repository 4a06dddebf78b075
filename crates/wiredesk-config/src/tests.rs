//! Tests of loading as a whole, with real files.

use std::fs;

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::{LoadOptions, Location, Settings, render};

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

/// Loads `files` (names and texts) of a folder of its own, with `main.toml` as the file, and
/// gives the settings or what is said, the folder's path left out.
fn load(files: &[(&str, &[u8])], environment: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let pairs = |list: &[(&str, &str)]| list.iter().map(|(key, value)| pair(key, value)).collect();
    let file = Some(folder.path().join("main.toml"));
    Settings::load(LoadOptions { file, environment: pairs(environment), flags: pairs(flags) })
        .map_err(|found| render(&found, false).replace(&format!("{}/", folder.path().display()), ""))
}

fn place(settings: &Settings, path: &[&str]) -> String {
    match settings.location(path) {
        Some(Location::File { file, line, column, .. }) => {
            format!("{}:{line}:{column}", file.rsplit('/').next().unwrap_or_default())
        }
        Some(Location::Environment { variable }) => format!("${variable}"),
        Some(Location::Flag { key }) => format!("--set {key}"),
        None => "nowhere".to_owned(),
    }
}

#[test]
fn later_layers_win_and_every_value_knows_its_place() {
    let settings = load(
        &[
            ("main.toml", b"[sinks.desk]\ntype = \"ndjson\"\npath = \"a\"\nlevel = 1\n[log]\nlevel = \"warn\"\n"),
            ("conf.d/20-b.toml", b"[sinks.desk]\npath = \"c\"\nlist = [1, 2]\n"),
            ("conf.d/10-a.toml", b"[sinks.desk]\npath = \"b\"\nlist = [3, 4, 5]\nlevel = 2\n"),
            ("conf.d/ignored.txt", b"not toml"),
            ("conf.d/.hidden.toml", b"not toml"),
        ],
        &[("WIREDESK__SINKS__DESK__LEVEL", "3"), ("WIREDESK__LOG__FORMAT", "json"), ("WIREDESK_LOG", "x")],
        &[("sinks.desk.level", "4"), ("daemon.state", "/var/lib/wiredesk")],
    )
    .unwrap();
    assert_eq!(settings.findings, []);
    let desk = &settings.sinks["desk"];
    assert_eq!(desk.component.as_deref(), Some("ndjson"));
    assert_eq!(serde_json::to_string(&desk.options).unwrap(), r#"{"level":4,"list":[1,2],"path":"c"}"#);
    assert_eq!(settings.daemon.state.as_deref(), Some("/var/lib/wiredesk".as_ref()));
    for (path, wanted) in [
        (&["sinks", "desk", "type"][..], "main.toml:2:8"),
        (&["sinks", "desk", "path"], "20-b.toml:2:8"),
        (&["sinks", "desk", "list", "1"], "20-b.toml:3:12"),
        (&["sinks", "desk", "level"], "--set sinks.desk.level"),
        (&["sinks", "desk"], "main.toml:1:8"),
        (&["sinks", "desk", "not_there"], "main.toml:1:8"),
        (&["log", "format"], "$WIREDESK__LOG__FORMAT"),
        (&["log", "level"], "main.toml:6:9"),
        (&["pipeline"], "nowhere"),
    ] {
        assert_eq!(place(&settings, path), wanted, "{path:?}");
    }
}

#[test]
fn variables_are_replaced_in_strings_of_files_only() {
    let settings = load(
        &[(
            "main.toml",
            b"[sources.api]\ntype = \"http\"\nurl = \"https://${HOST:-localhost}/$${x}\"\nlist = [\"${A}\"]\n",
        )],
        &[("A", "${B}"), ("B", "no"), ("WIREDESK__SOURCES__API__TOKEN", "${A}")],
        &[],
    )
    .unwrap();
    assert_eq!(settings.findings, []);
    let options = serde_json::to_string(&settings.sources["api"].options).unwrap();
    assert_eq!(options, r#"{"list":["${B}"],"token":"${A}","url":"https://localhost/${x}"}"#);
}

#[test]
fn what_a_variable_held_is_not_shown() {
    let settings =
        load(&[("main.toml", b"[daemon]\nstuck_after = \"${SECRET}\"\n")], &[("SECRET", "hunter2")], &[]).unwrap();
    assert_eq!(settings.findings.len(), 1);
    let said = render(&settings.findings, false);
    assert!(said.contains("${SECRET}") && !said.contains("hunter2"), "{said}");
}

#[test]
fn files_that_cannot_be_read_are_named_all_at_once() {
    let long = vec![b'#'; (4 << 20) + 1];
    let said = load(
        &[
            ("conf.d/a.toml", b"[daemon]\nstate = \"caf\xe9\"\n"),
            ("conf.d/b.toml", &long),
            ("conf.d/c.toml", b"[daemon\n[log]\nlevel = = 2\n"),
        ],
        &[],
        &[],
    )
    .unwrap_err();
    assert_snapshot!(said, @r#"
    error[unreadable]: cannot read `main.toml`: there is no such file

    error[not-utf-8]: the file is not UTF-8
     --> conf.d/a.toml:2:13
      |
    2 | state = "caf�"
      |             ^
      = help: save it as UTF-8

    error[too-large]: `conf.d/b.toml` is larger than a configuration can be: 4MiB

    error[syntax]: unclosed table
     --> conf.d/c.toml:1:8
      |
    1 | [daemon
      |        ^
      = expected: ']' here

    error[syntax]: extra `=`
     --> conf.d/c.toml:3:9
      |
    3 | level = = 2
      |         ^
      = expected: nothing here

    error[syntax]: unexpected key or value
     --> conf.d/c.toml:3:11
      |
    3 | level = = 2
      |           ^
      = expected: newline, '#' here

    6 errors
    "#);
}

#[test]
fn what_is_no_table_where_a_table_belongs_is_a_finding() {
    let text = "daemon = 1\nsources = []\nlog.level = \"loud\"\n[sinks]\nEins = \"x\"\n[pipelines.main]\n[pipeline]\nbatch = 0\n";
    let settings = Settings::from_text("wiredesk.toml", text).unwrap();
    assert_snapshot!(render(&settings.findings, false), @r#"
    error[wrong-type]: expected a table, found the number 1
     --> wiredesk.toml:1:10
      |
    1 | daemon = 1
      |          ^

    error[unknown-value]: unknown value: the string "loud"
     --> wiredesk.toml:3:13
      |
    3 | log.level = "loud"
      |             ^^^^^^
      = expected: `off`, `error`, `warn`, `info`, `debug`, `trace`

    error[bad-value]: must be at least 1, found 0
     --> wiredesk.toml:8:9
      |
    8 | batch = 0
      |         ^

    error[duplicate-pipeline]: `[pipeline]` and `[pipelines.main]` are the same pipeline
     --> wiredesk.toml:6:12
      |
    6 | [pipelines.main]
      |            ^^^^
      = help: keep one of them, or give this one another id

    error[wrong-type]: expected a table: `[sources.<id>]`
     --> wiredesk.toml:2:11
      |
    2 | sources = []
      |           ^^

    error[bad-id]: not an id: `Eins`
     --> wiredesk.toml:5:1
      |
    5 | Eins = "x"
      | ^^^^
      = expected: lower-case letters, digits and `_`, a letter first
      = help: write `eins`

    error[wrong-type]: expected a table: `[sinks.Eins]`
     --> wiredesk.toml:5:8
      |
    5 | Eins = "x"
      |        ^^^

    7 errors
    "#);
}

#[test]
fn colour_is_only_added_when_asked_for() {
    let settings = Settings::from_text("wiredesk.toml", "[log]\nformat = \"\\u001b[2J\"\n").unwrap();
    let plain = render(&settings.findings, false);
    let coloured = render(&settings.findings, true);
    assert!(!plain.contains('\x1b') && coloured.contains("\x1b[1;31merror"));
    let stripped: String =
        coloured.split('\x1b').map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect();
    assert_eq!(stripped, plain);
}

#[test]
fn a_long_line_is_shown_around_the_mistake() {
    let text = format!("[log]\n{}format = \"xml\"\n", " ".repeat(3000));
    let settings = Settings::from_text("wiredesk.toml", &text).unwrap();
    let said = render(&settings.findings, false);
    assert!(said.lines().all(|line| line.chars().count() < 180), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let column = lines[4].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[3].chars().skip(column).take(5).collect::<String>(), "\"xml\"");
}

const SAMPLE: &str = r#"
[daemon]
state = "${HOME:-x}/state"
[pipeline]
extractors = ["clean", 'quotes']
[sources]
inbox = { type = "directory", path = """a
b""", on = 1979-05-27T07:32:00Z, f = 1.5e3, n = 0xff, t = true }
[sinks.desk]
type = "ndjson"
commit.bytes = "1MiB"
"#;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a file: it is read or diagnosed, and every place lies in the text.
    #[test]
    fn no_text_makes_it_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "\\PC{0,3}|[\\[\\]{}\"'=.#$\n\r\t0-9é]{0,4}"), 0..6),
    ) {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for (start, length, piece) in cuts {
            let start = start.index(text.len() + 1);
            let end = start + length.index((text.len() - start).min(12) + 1);
            text.splice(start..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let found = Settings::from_text("x", &text).map_or_else(|errors| errors, |settings| settings.findings);
        let lines = text.split('\n').count();
        for diagnostic in &found {
            if let Some(Location::File { line, column, text: source, length, .. }) = &diagnostic.location {
                prop_assert!(*line <= lines && *length >= 1);
                prop_assert!(column + length <= source.chars().count() + 2, "{diagnostic:?}");
            }
        }
        prop_assert_eq!(render(&found, true).is_empty(), found.is_empty());
    }

    /// Keys and values of variables and flags as well.
    #[test]
    fn no_override_makes_it_panic(key in "\\PC{0,12}|(sinks|log|pipeline)(\\.[a-z0-9\\[\\]]{0,3}){0,20}", value in "\\PC{0,12}|[\\[{]{0,200}") {
        let environment = vec![(format!("WIREDESK__{}", key.replace('.', "__")), value.clone())];
        let loaded = Settings::load(LoadOptions { file: None, environment, flags: vec![(key, value)] });
        let found = loaded.map_or_else(|errors| errors, |settings| settings.findings);
        prop_assert_eq!(render(&found, true).is_empty(), found.is_empty());
    }
}

#[test]
fn the_quickstart_is_sound_and_short() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/quickstart.toml");
    let settings = Settings::load(LoadOptions { file: Some(path.into()), ..LoadOptions::default() }).unwrap();
    assert_eq!(settings.findings, []);
    assert_eq!((settings.sources.len(), settings.sinks.len()), (1, 2));
    assert!(fs::read_to_string(path).unwrap().lines().count() <= 25);
}

#[test]
fn depth_is_no_danger() {
    for text in [
        format!("[log]\nx = {}", "[".repeat(100_000)),
        format!("[log]\nx = {}", "{a=".repeat(100_000)),
        format!("[sinks{}]\n", ".a".repeat(100_000)),
        format!("sinks{} = 1\n", ".a".repeat(100_000)),
        "\"sources[99999999999]\" = 1\n".to_owned(),
        "[sources.\"x[99999999999]\"]\n".to_owned(),
    ] {
        let said = Settings::from_text("x", &text).map_or_else(|errors| errors, |settings| settings.findings);
        assert!(!said.is_empty(), "{}", &text[..20]);
    }
}
