//! Sound configurations and the plans made of them.

use insta::assert_snapshot;
use wiredesk_config::{LoadOptions, Settings};

use super::{
    super::{check_for, describe, describe_component, print, reference, with_requirements},
    toys,
};
use crate::plan::Plan;

const BOTH_ENDS: &str = r#"
[sources.inbox]
type = "directory"
path = "inbox"

[sinks.desk]
type = "ndjson"
path = "out/news.ndjson"
commit = { documents = 10 }
"#;

fn planned(text: &str) -> Plan {
    let settings = Settings::from_text("wiredesk.toml", text).unwrap();
    let planned = check_for(&settings, &toys::registry(), 4);
    planned.plan.unwrap_or_else(|| panic!("{:#?}", planned.diagnostics))
}

fn stages(text: &str) -> Vec<String> {
    let plan = planned(&format!("{text}{BOTH_ENDS}"));
    plan.pipelines[0].stages.iter().map(|stage| stage.id.to_string()).collect()
}

#[test]
fn the_default_chain_is_every_extractor_that_can_run() {
    assert_eq!(stages(""), ["clean", "sentences", "entities", "times", "quotes"]);
}

#[test]
fn a_table_adds_an_extractor_that_needs_a_setting() {
    let text = "[extractors.watchlist]\nlist = \"names.csv\"\n";
    assert_eq!(stages(text), ["clean", "sentences", "entities", "times", "quotes", "watchlist"]);
}

#[test]
fn a_table_of_another_name_replaces_the_extractor_of_that_type() {
    let text = "[extractors.a_quotes]\ntype = \"quotes\"\nindirect = false\n";
    assert_eq!(stages(text), ["clean", "sentences", "entities", "times", "a_quotes"]);
}

#[test]
fn lists_say_what_and_layers_say_when() {
    let text = "[pipeline]\nextractors = [\"quotes\", \"entities\", \"times\", \"sentences\"]\n";
    assert_eq!(stages(text), ["sentences", "entities", "times", "quotes"]);
    assert_eq!(stages("[pipeline]\nextractors = []\n"), [""; 0]);
}

#[test]
fn limits_come_from_the_extractor_then_the_pipeline_then_the_machine() {
    let text = format!(
        "[pipeline]\nworkers = 3\n[extractors.quotes]\nworkers = 1\ntimeout = \"2s\"\non_error = \"stop\"\n{BOTH_ENDS}"
    );
    let plan = planned(&text);
    let workers: Vec<usize> = plan.pipelines[0].stages.iter().map(|stage| stage.workers).collect();
    assert_eq!(workers, [3, 3, 3, 3, 1]);
    assert!(planned(BOTH_ENDS).pipelines[0].stages.iter().all(|stage| stage.workers == 4));
}

#[test]
fn a_plan_is_printed_for_people() {
    assert_snapshot!(print::text(&planned(BOTH_ENDS)), @r"
    pipeline main
      inbox      source, directory
      │ 2 × 16 documents
      clean      gives text: 4 workers, 10s per document, keep on error
      │ 2 × 16 documents
      sentences  needs text, gives tokens sentences: 4 workers, 10s per document, keep on error
      │ 2 × 16 documents
      entities   needs tokens sentences, gives entities: 4 workers, 10s per document, keep on error
      │ 2 × 16 documents
      times      needs sentences, gives times: 4 workers, 10s per document, keep on error
      │ 2 × 16 documents
      quotes     needs entities, uses times, gives quotes: 4 workers, 10s per document, keep on error
      │ 2 × 16 documents, to each
      desk       sink, ndjson: commits at 10 documents, 4MiB or 200ms
    ");
}

#[test]
fn a_plan_is_drawn() {
    let text = "[pipeline]\nextractors = [\"clean\", \"sentences\"]\n[sinks.more]\ntype = \"ndjson\"\npath = \"x\"\n";
    assert_snapshot!(print::mermaid(&planned(&format!("{text}{BOTH_ENDS}"))), @r#"
    flowchart LR
      subgraph main
        main_source_inbox(["inbox<br>directory"])
        main_extractor_clean["clean × 4<br>text"]
        main_source_inbox -->|2 × 16| main_extractor_clean
        main_extractor_sentences["sentences × 4<br>tokens, sentences"]
        main_extractor_clean -->|2 × 16| main_extractor_sentences
        main_sink_desk[("desk<br>ndjson")]
        main_extractor_sentences -->|2 × 16| main_sink_desk
        main_sink_more[("more<br>ndjson")]
        main_extractor_sentences -->|2 × 16| main_sink_more
      end
    "#);
}

#[test]
fn a_plan_is_data() {
    let plan = planned(&format!("[pipeline]\nextractors = [\"clean\"]\nqueue = 2\n{BOTH_ENDS}"));
    assert_snapshot!(serde_json::to_string_pretty(&print::json(&plan)).unwrap(), @r#"
    {
      "daemon": {
        "shutdown_deadline": "30s",
        "state": ".wiredesk",
        "stuck_after": "30s"
      },
      "pipelines": [
        {
          "batch": 16,
          "extractors": [
            {
              "id": "clean",
              "languages": [],
              "on_error": "keep",
              "provides": [
                "text"
              ],
              "requires": [],
              "timeout": "10s",
              "type": "clean",
              "uses": [],
              "version": "1",
              "workers": 4
            }
          ],
          "id": "main",
          "queue": 2,
          "sinks": [
            {
              "commit": {
                "bytes": "4MiB",
                "documents": 10,
                "interval": "200ms"
              },
              "id": "desk",
              "type": "ndjson"
            }
          ],
          "sources": [
            {
              "id": "inbox",
              "type": "directory"
            }
          ]
        }
      ]
    }
    "#);
}

#[test]
fn several_pipelines_stand_in_one_file() {
    let text = r#"
[pipelines.wires]
sources = ["wires"]
sinks = ["desk"]
extractors = ["clean"]
[pipelines.blogs]
sources = ["blogs"]
sinks = ["archive"]
batch = 1
[sources]
wires = { type = "directory", path = "wires" }
blogs = { type = "directory", path = "blogs" }
[sinks]
desk = { type = "ndjson", path = "desk" }
archive = { type = "ndjson", path = "archive" }
"#;
    let plan = planned(text);
    let shape: Vec<(&str, usize, usize)> =
        plan.pipelines.iter().map(|one| (&*one.id, one.batch, one.stages.len())).collect();
    assert_eq!(shape, [("blogs", 1, 5), ("wires", 16, 1)]);
}

#[test]
fn whatever_stands_in_the_environment_is_text_where_text_is_wanted() {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let options = LoadOptions {
        file: None,
        environment: vec![
            pair("WIREDESK__SOURCES__INBOX__TYPE", "directory"),
            pair("WIREDESK__SOURCES__INBOX__PATH", "2024"),
            pair("WIREDESK__SOURCES__INBOX__FIELDS", "{ text = \"body\" }"),
            pair("WIREDESK__SOURCES__INBOX__FIELDS__TITLE", "true"),
            pair("WIREDESK__SOURCES__INBOX__LARGEST", "4096"),
            pair("WIREDESK__PIPELINE__EXTRACTORS", "['clean']"),
        ],
        flags: vec![pair("sinks.desk.type", "ndjson"), pair("sinks.desk.path", "[1]"), pair("sinks.desk.level", "7")],
    };
    let planned = check_for(&Settings::load(options).unwrap(), &toys::registry(), 4);
    assert_eq!(planned.diagnostics, []);
    assert_eq!(planned.plan.unwrap().pipelines[0].stages.len(), 1);
}

#[test]
fn the_reference_holds_every_option_and_plans() {
    let mut registry = toys::registry();
    registry.extractors.remove("stories");
    let text = reference(&registry);
    assert_snapshot!(text, @r#"
    # Every setting of wiredesk, with its default. Generated from the program; `wiredesk describe
    # COMPONENT` shows the same for one component.
    #
    # A line such as `#key = value`, without a space after the `#`, holds a default: take the `#` away
    # to change it. Settings without `#` have no default and have to be there. Paths are relative to
    # the folder in which wiredesk is started.
    #
    # The files of the folder `conf.d` beside this file that end in `.toml` are read after it, by name.
    # An environment variable such as WIREDESK__SINKS__DESK__PATH sets `sinks.desk.path`, and so does
    # `--set sinks.desk.path=…`, which counts most. Inside strings, `${NAME}` and `${NAME:-default}`
    # stand for environment variables; a literal `${` is written `$${`.
    #
    # Durations look like "250ms", "5m", "1h 30m"; sizes like "64KiB", "16MiB", "1GB".

    # What concerns the process as a whole.
    [daemon]

    # How long queues and sinks may stand still after a stop signal before the process ends without
    # them. A slow disk has all the time it needs as long as it gets on; a second signal ends the
    # process at once. (a duration)
    #shutdown_deadline = "30s"

    # Folder of the state database, its lock and the dead letters. One process per folder. (a string)
    #state = ".wiredesk"

    # After how long without progress a stage or sink is named in the log. (a duration)
    #stuck_after = "30s"

    # What is written to standard error.
    [log]

    # How a line looks. (one of `auto`, `text`, `json`)
    #   `auto`: Text at a terminal, JSON elsewhere.
    #   `text`: For people.
    #   `json`: One object per line.
    #format = "auto"

    # `error`, `warn`, `info`, `debug`, `trace`, or a filter by target such as
    # `info,wiredesk_engine=debug`. (a string)
    #level = "info"

    # Extractors that were not compiled in.
    [plugins]

    # Folder with a folder for each plugin, which holds its `plugin.toml`. Left out: no plugins. (a
    # string; not set by default)
    #path = "plugins"

    # What runs after what. For several pipelines write [pipelines.<id>]; a source or sink may be in one
    # only.
    [pipeline]

    # Documents that travel together through the channels. (a whole number, 1 to 4096)
    #batch = 16

    # Ids of extractors, in any order; layers decide what runs first. Left out: every one that needs no
    # further setting. (a list of strings; not set by default)
    #extractors = []

    # Batches that a channel between two stages holds. (a whole number, 1 to 1024)
    #queue = 2

    # Ids of sinks. Left out: every one. (a list of strings; not set by default)
    #sinks = []

    # Ids of sources. Left out: every one. (a list of strings; not set by default)
    #sources = []

    # Instances of each extractor that work at the same time. Left out: one per processor core. (a whole
    # number, 1 to 256; not set by default)
    #workers = 1

    # --------------------------------------------------------------------------------------------------
    # Sources: where articles come from. Tables by id; the id is yours to choose.

    # Reads the files of a folder.
    [sources.directory]
    type = "directory"

    # The folder to read. (a string; required)
    path = "inbox"

    # How an article's fields are called in JSON files. (a table)
    #   `text`: Holds the text. (a string)
    #   `title`: Holds the title. (a string)
    #fields = { text = "text" }

    # Larger files are not read. (a size)
    #largest = "16MiB"

    # Whether to wait for new files. (`true` or `false`)
    #watch = false

    # --------------------------------------------------------------------------------------------------
    # Extractors: what reads them. A table is needed only to set options.
    #
    # Every extractor also takes:
    #
    # What becomes of a document on which it failed, panicked or ran out of time. (one of `keep`,
    # `dead-letter`, `stop`)
    #   `keep`: It goes on without that layer; the record carries the problem.
    #   `dead-letter`: It goes to the dead letters.
    #   `stop`: The pipeline stops.
    #     on_error = "keep"
    #
    # How long one document may take. (a duration)
    #     timeout = "10s"
    #
    # Instances that work at the same time; order is kept. Left out: the pipeline's `workers`.
    # Extractors that remember earlier articles always have one. (a whole number, 1 to 256; not set by
    # default)
    #     workers = 1

    # Finds clean.
    # Gives `text`.
    [extractors.clean]
    type = "clean"

    # Finds entities.
    # Needs `tokens`, `sentences`. Gives `entities`.
    [extractors.entities]
    type = "entities"

    # Finds quotes.
    # Needs `entities`. Uses `times`. Gives `quotes`.
    [extractors.quotes]
    type = "quotes"

    # Verbs of speech besides the built-in ones. (a list of strings)
    #cues = []

    # Whether to look for indirect speech. (`true` or `false`)
    #indirect = true

    # Finds sentences.
    # Needs `text`. Gives `tokens`, `sentences`.
    [extractors.sentences]
    type = "sentences"

    # Finds times.
    # Needs `sentences`. Gives `times`.
    [extractors.times]
    type = "times"

    # Finds watchlist.
    # Needs `text`. Gives `wiredesk/watchlist`.
    [extractors.watchlist]
    type = "watchlist"

    # The names to look for, one per line. (a string; required)
    list = "names.csv"

    # --------------------------------------------------------------------------------------------------
    # Sinks: where records go.
    #
    # Every sink also takes:
    #
    # When a group of documents is written and made durable: whichever is reached first. (a table)
    #   `bytes`: Bytes of text in it. (a size)
    #   `documents`: Documents in it. (a whole number, 1 to 100000)
    #   `interval`: Time since the first of them. (a duration)
    #     commit = { bytes = "4MiB", documents = 250, interval = "200ms" }

    # Writes a record per line.
    [sinks.ndjson]
    type = "ndjson"

    # The file to write. (a string; required)
    path = "out/news.ndjson"

    # How it is packed. (one of `none`, `gzip`, `zstd`)
    #   `none`: Not at all.
    #   `gzip`: RFC 1952.
    #   `zstd`: RFC 8878.
    #compression = "none"

    # How well it is packed. (a whole number, 1 to 19)
    #level = 3

    # When to begin a new file. (a duration; not set by default)
    #rotate_every = "1m"
    "#);
    let check = |text: &str| {
        let settings = Settings::from_text("wiredesk.toml", text).unwrap();
        assert_eq!(check_for(&settings, &registry, 4).diagnostics, []);
    };
    check(&text);
    // The defaults are right where they stand, too. (Lists of ids have only an example.)
    let uncommented = |line: &str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.ends_with("s = []") => {
            rest.to_owned()
        }
        _ => line.to_owned(),
    };
    let all: String = text.lines().map(|line| uncommented(line) + "\n").collect();
    assert!(all.contains("\nshutdown_deadline = \"30s\"\n") && all.contains("\nrotate_every = \"1m\"\n"));
    check(&all);
}

#[test]
fn what_an_extractor_needs_can_be_asked_for() {
    let check = |wanted: &[&str], needed: &[&str]| assert_eq!(with_requirements(&toys::registry(), wanted), needed);
    check(&["quotes"], &["quotes", "entities", "sentences"]);
    check(&["times", "sentences"], &["times", "sentences"]);
    check(&["watchlist", "nobody"], &["watchlist", "nobody"]);
    check(&[], &[]);
}

#[test]
fn whatever_is_written_is_planned_or_diagnosed() {
    let text =
        format!("[pipeline]\nextractors = [\"clean\", \"quotes\"]\n[extractors.quotes]\ncues = [\"é\"]\n{BOTH_ENDS}");
    let registry = toys::registry();
    for (at, removed) in text.char_indices() {
        for piece in ["", "]", "\"", "=", "[[", ".", "\0", "1e999", "${", "#", "é\n"] {
            let rest = &text[at + removed.len_utf8()..];
            for mangled in [format!("{}{piece}{rest}", &text[..at]), format!("{}{piece}", &text[..at])] {
                if let Ok(settings) = Settings::from_text("x", &mangled) {
                    let planned = check_for(&settings, &registry, 4);
                    let wrong = planned.diagnostics.iter().any(wiredesk_config::Diagnostic::is_error);
                    assert_eq!(planned.plan.is_none(), wrong, "{mangled}");
                }
            }
        }
    }
}

#[test]
fn a_component_is_described() {
    let registry = toys::registry();
    assert_snapshot!(describe(&registry.sinks["ndjson"].spec()), @r#"
    ndjson (version 1)
    Writes a record per line.

    Options:
      path: a string, required
          The file to write.
      compression: one of `none`, `gzip`, `zstd`, default "none"
          How it is packed.
          `none`: Not at all.
          `gzip`: RFC 1952.
          `zstd`: RFC 8878.
      level: a whole number, 1 to 19, default 3
          How well it is packed.
      rotate_every: a duration, not set by default
          When to begin a new file.
    "#);
    assert_snapshot!(describe_component(&registry, "quotes").unwrap(), @r#"
    extractor quotes (version 1)
    Finds quotes.

    Options:
      cues: a list of strings, default []
          Verbs of speech besides the built-in ones.
      indirect: `true` or `false`, default true
          Whether to look for indirect speech.

    Every extractor also takes:
      on_error: one of `keep`, `dead-letter`, `stop`, default "keep"
          What becomes of a document on which it failed, panicked or ran out of time.
          `keep`: It goes on without that layer; the record carries the problem.
          `dead-letter`: It goes to the dead letters.
          `stop`: The pipeline stops.
      timeout: a duration, default "10s"
          How long one document may take.
      workers: a whole number, 1 to 256, not set by default
          Instances that work at the same time; order is kept. Left out: the pipeline's
          `workers`. Extractors that remember earlier articles always have one.

    Needs `entities`. Uses `times`. Gives `quotes`.
    "#);
    let error = describe_component(&registry, "qoutes").unwrap_err();
    assert_eq!(error.help.as_deref(), Some("did you mean `quotes`?"));
}
