//! Broken configurations and everything that is said about them, word for word.

use insta::assert_snapshot;
use wiredesk_config::{LoadOptions, Settings, render};

use super::{said, toys};

/// A source and a sink, so that nothing else is missing.
const ENDS: &str = "
[sources.inbox]
type = \"directory\"
path = \"inbox\"

[sinks.desk]
type = \"ndjson\"
path = \"out/news.ndjson\"
";

fn with_ends(text: &str) -> String {
    said(&format!("{text}{ENDS}"))
}

#[test]
fn a_syntax_error_is_shown_where_it_is() {
    assert_snapshot!(said("[sinks.desk]\ntype = \"ndjson\npath = \"out\"\n"), @r#"
    error[syntax]: invalid basic string
     --> wiredesk.toml:2:15
      |
    2 | type = "ndjson
      |               ^
      = expected: '"' here

    1 error
    "#);
    assert_snapshot!(said("[sources.inbox\ntype = \"directory\"\n"), @r"
    error[syntax]: unclosed table
     --> wiredesk.toml:1:15
      |
    1 | [sources.inbox
      |               ^
      = expected: ']' here

    1 error
    ");
    assert_snapshot!(said("[daemon]\nstate = \"a\"\nstate = \"b\"\n"), @r#"
    error[syntax]: duplicate key
     --> wiredesk.toml:3:1
      |
    3 | state = "b"
      | ^^^^^

    1 error
    "#);
}

#[test]
fn an_unknown_section_is_named() {
    assert_snapshot!(with_ends("[source.inbox]\npath = \"x\"\n"), @r"
    error[unknown-section]: unknown section: `source`
     --> wiredesk.toml:1:2
      |
    1 | [source.inbox]
      |  ^^^^^^
      = expected: `daemon`, `log`, `plugins`, `pipeline`, `pipelines`, `sources`, `extractors`, `sinks`
      = help: did you mean `sources`?

    1 error
    ");
}

#[test]
fn a_misspelt_option_comes_with_its_nearest_name() {
    assert_snapshot!(with_ends("[sinks.more]\ntype = \"ndjson\"\npth = \"out\"\nlevel = 22\n"), @r#"
    error[unknown-option]: unknown option: `pth`
     --> wiredesk.toml:3:1
      |
    3 | pth = "out"
      | ^^^
      = expected: `compression`, `level`, `path`, `rotate_every`, `type`, `commit`
      = help: did you mean `path`?

    error[bad-value]: must be at most 19, found 22
     --> wiredesk.toml:4:9
      |
    4 | level = 22
      |         ^^

    2 errors
    "#);
}

#[test]
fn a_wrong_type_says_what_was_expected() {
    assert_snapshot!(with_ends("[sources.more]\ntype = \"directory\"\npath = 5\nwatch = \"yes\"\n"), @r#"
    error[wrong-type]: expected a string, found the number 5
     --> wiredesk.toml:3:8
      |
    3 | path = 5
      |        ^

    error[wrong-type]: expected `true` or `false`, found the string "yes"
     --> wiredesk.toml:4:9
      |
    4 | watch = "yes"
      |         ^^^^^

    2 errors
    "#);
}

#[test]
fn an_extractor_that_remembers_cannot_have_several_workers() {
    assert_snapshot!(with_ends("[extractors.stories]\nworkers = 4\n[pipeline]\nextractors = []\n"), @r#"
    error[bad-value]: `stories` remembers earlier articles and cannot have several workers
     --> wiredesk.toml:2:11
      |
    2 | workers = 4
      |           ^
      = help: take `workers` out: `stories` always has one, which sees all articles in their order

    warning[unused]: extractor `stories` is in no pipeline
     --> wiredesk.toml:1:13
      |
    1 | [extractors.stories]
      |             ^^^^^^^
      = help: add `"stories"` to the pipeline's `extractors`, or take the table out

    1 error, 1 warning
    "#);
    let one = with_ends("[extractors.stories]\nworkers = 1\n");
    assert!(!one.contains("bad-value"), "{one}");
}

#[test]
fn a_bad_duration_or_size_shows_good_ones() {
    assert_snapshot!(with_ends("[daemon]\nstuck_after = \"soon\"\n[sinks.b]\ntype = \"ndjson\"\npath = \"b\"\ncommit = { bytes = \"16 MiBs\", interval = \"0.2\" }\n"), @r#"
    error[wrong-type]: expected a duration such as "250ms", "5m" or "1h 30m", found "soon"
     --> wiredesk.toml:2:15
      |
    2 | stuck_after = "soon"
      |               ^^^^^^

    error[wrong-type]: expected a size such as "64KiB", "16MiB" or "1GB", found "16 MiBs"
     --> wiredesk.toml:6:20
      |
    6 | commit = { bytes = "16 MiBs", interval = "0.2" }
      |                    ^^^^^^^^^

    error[wrong-type]: expected a duration such as "250ms", "5m" or "1h 30m", found "0.2"
     --> wiredesk.toml:6:42
      |
    6 | commit = { bytes = "16 MiBs", interval = "0.2" }
      |                                          ^^^^^

    3 errors
    "#);
}

#[test]
fn an_unknown_component_comes_with_those_that_exist() {
    assert_snapshot!(with_ends("[sinks.more]\ntype = \"ndjsn\"\n\n[sinks.other]\ntype = \"directory\"\n\n[sources.more]\npath = \"x\"\n"), @r#"
    error[unknown-component]: unknown sink: `ndjsn`
     --> wiredesk.toml:2:8
      |
    2 | type = "ndjsn"
      |        ^^^^^^^
      = expected: `ndjson`
      = help: did you mean `ndjson`?

    error[unknown-component]: unknown sink: `directory`
     --> wiredesk.toml:5:8
      |
    5 | type = "directory"
      |        ^^^^^^^^^^^
      = expected: `ndjson`
      = help: `directory` is a source and belongs in `[sources.<id>]`

    error[missing-option]: source `more` has no `type`
     --> wiredesk.toml:7:10
      |
    7 | [sources.more]
      |          ^^^^
      = expected: `directory`

    3 errors
    "#);
}

#[test]
fn a_missing_layer_comes_with_its_provider() {
    assert_snapshot!(with_ends("[pipeline]\nextractors = [\"sentences\", \"quotes\"]\n"), @r#"
    error[missing-layer]: `quotes` needs layer `entities`, which nothing provides
     --> wiredesk.toml:2:28
      |
    2 | extractors = ["sentences", "quotes"]
      |                            ^^^^^^^^
      = help: `entities` provides it: add `"entities"` to `extractors`

    1 error
    "#);
    assert_snapshot!(with_ends("[pipeline]\nextractors = [\"sentences\", \"entities\", \"stories\"]\n"), @r#"
    error[missing-layer]: `stories` needs layer `events`, which nothing provides
     --> wiredesk.toml:2:40
      |
    2 | extractors = ["sentences", "entities", "stories"]
      |                                        ^^^^^^^^^
      = help: no known extractor provides it: take `stories` out

    1 error
    "#);
}

#[test]
fn one_remedy_for_two_layers_is_named_once() {
    assert_snapshot!(with_ends("[pipeline]\nextractors = [\"entities\"]\n"), @r#"
    error[missing-layer]: `entities` needs layer `tokens`, which nothing provides
     --> wiredesk.toml:2:15
      |
    2 | extractors = ["entities"]
      |               ^^^^^^^^^^
      = help: `sentences` provides it: add `"sentences"` to `extractors`

    1 error
    "#);
}

#[test]
fn a_bad_id_comes_with_a_good_one() {
    assert_snapshot!(with_ends("[sinks.\"Out-2\"]\ntype = \"ndjson\"\npath = \"x\"\n"), @r#"
    error[bad-id]: not an id: `Out-2`
     --> wiredesk.toml:1:8
      |
    1 | [sinks."Out-2"]
      |        ^^^^^^^
      = expected: lower-case letters, digits and `_`, a letter first
      = help: write `out_2`

    1 error
    "#);
}

#[test]
fn an_unset_variable_is_a_finding() {
    assert_snapshot!(with_ends("[sinks.more]\ntype = \"ndjson\"\npath = \"${OUT_FOLDER}/news.ndjson\"\n"), @r#"
    error[unset-variable]: environment variable `OUT_FOLDER` is not set
     --> wiredesk.toml:3:8
      |
    3 | path = "${OUT_FOLDER}/news.ndjson"
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: set it, or write `${OUT_FOLDER:-default}`; a literal `${` is written `$${`

    1 error
    "#);
}

#[test]
fn an_unknown_id_in_a_list_comes_with_the_known_ones() {
    assert_snapshot!(with_ends("[pipeline]\nsources = [\"inbx\"]\nextractors = [\"clean\", \"qoutes\"]\nsinks = [\"desk\", \"archive\"]\n"), @r#"
    error[unknown-source]: there is no source `inbx`
     --> wiredesk.toml:2:12
      |
    2 | sources = ["inbx"]
      |            ^^^^^^
      = expected: `inbox`
      = help: did you mean `inbox`?

    error[unknown-extractor]: there is no extractor `qoutes`
     --> wiredesk.toml:3:24
      |
    3 | extractors = ["clean", "qoutes"]
      |                        ^^^^^^^^
      = expected: `clean`, `entities`, `quotes`, `sentences`, `stories`, `times`, `watchlist`
      = help: did you mean `quotes`?

    error[unknown-sink]: there is no sink `archive`
     --> wiredesk.toml:4:18
      |
    4 | sinks = ["desk", "archive"]
      |                  ^^^^^^^^^
      = expected: `desk`
      = help: add a table `[sinks.archive]`

    3 errors
    "#);
}

#[test]
fn an_unknown_value_comes_with_those_that_exist() {
    assert_snapshot!(with_ends("[log]\nformat = \"xml\"\n[sinks.more]\ntype = \"ndjson\"\npath = \"x\"\ncompression = \"zst\"\n"), @r#"
    error[unknown-value]: unknown value: the string "xml"
     --> wiredesk.toml:2:10
      |
    2 | format = "xml"
      |          ^^^^^
      = expected: `auto`, `text`, `json`

    error[unknown-value]: unknown value: the string "zst"
     --> wiredesk.toml:6:15
      |
    6 | compression = "zst"
      |               ^^^^^
      = expected: `none`, `gzip`, `zstd`
      = help: did you mean `zstd`?

    2 errors
    "#);
}

#[test]
fn two_providers_of_a_layer_are_an_error() {
    assert_snapshot!(with_ends("[extractors.people]\ntype = \"watchlist\"\nlist = \"people.csv\"\n\n[extractors.companies]\ntype = \"watchlist\"\nlist = \"companies.csv\"\n"), @r#"
    error[duplicate-layer]: layer `wiredesk/watchlist` is provided by both `companies` and `people`
     --> wiredesk.toml:1:13
      |
    1 | [extractors.people]
      |             ^^^^^^
      = help: keep one of them in `extractors`, for example `"companies"`

    1 error
    "#);
}

#[test]
fn extractors_that_need_each_other_are_an_error() {
    let text = format!("[pipeline]\nextractors = [\"hen\", \"egg\"]\n{ENDS}");
    let settings = Settings::from_text("wiredesk.toml", &text).unwrap();
    let registry = toys::with_cycle(toys::registry());
    assert_snapshot!(render(&super::super::check_for(&settings, &registry, 4).diagnostics, false), @r#"
    error[cycle]: extractors need each other: `hen` needs `toy/egg` from `egg`, `egg` needs `toy/hen` from `hen`
     --> wiredesk.toml:2:15
      |
    2 | extractors = ["hen", "egg"]
      |               ^^^^^
      = help: take one of them out

    1 error
    "#);
}

#[test]
fn a_missing_required_option_is_an_error() {
    assert_snapshot!(with_ends("[sinks.more]\ntype = \"ndjson\"\n\n[pipeline]\nextractors = [\"watchlist\"]\n"), @r#"
    error[missing-option]: missing option: `path`
     --> wiredesk.toml:1:8
      |
    1 | [sinks.more]
      |        ^^^^

    error[missing-option]: extractor `watchlist`: missing option: `list`
     --> wiredesk.toml:5:15
      |
    5 | extractors = ["watchlist"]
      |               ^^^^^^^^^^^
      = help: set it in a table `[extractors.watchlist]`

    2 errors
    "#);
}

#[test]
fn a_pipeline_needs_both_ends() {
    assert_snapshot!(said(""), @r#"
    error[no-source]: pipeline `main` has no source
     = help: add a table `[sources.<id>]` with `type = "directory"`

    error[no-sink]: pipeline `main` has no sink
     = help: add a table `[sinks.<id>]` with `type = "ndjson"`

    2 errors
    "#);
    assert_snapshot!(with_ends("[pipeline]\nsources = []\n"), @r"
    error[no-source]: pipeline `main` has no source
     --> wiredesk.toml:2:11
      |
    2 | sources = []
      |           ^^
      = expected: `inbox`
      = help: list one, or leave `sources` out to take all

    1 error
    ");
}

#[test]
fn two_pipelines_share_neither_source_nor_sink() {
    assert_snapshot!(with_ends("[pipelines.fast]\nextractors = []\n\n[pipelines.slow]\nsinks = [\"desk\"]\n"), @r#"
    error[shared]: source `inbox` is in pipeline `fast` and in pipeline `slow`
     --> wiredesk.toml:4:12
      |
    4 | [pipelines.slow]
      |            ^^^^
      = help: list the `sources` of each pipeline; none may be in two

    error[shared]: sink `desk` is in pipeline `fast` and in pipeline `slow`
     --> wiredesk.toml:5:9
      |
    5 | sinks = ["desk"]
      |         ^^^^^^^^
      = help: list the `sinks` of each pipeline; none may be in two

    2 errors
    "#);
}

#[test]
fn what_is_left_over_is_a_warning() {
    assert_snapshot!(with_ends("[pipeline]\nsources = [\"inbox\"]\nextractors = [\"clean\", \"clean\"]\n[sources.old]\ntype = \"directory\"\npath = \"old\"\n[extractors.quotes]\nindirect = false\n"), @r#"
    warning[listed-twice]: `clean` is listed twice
     --> wiredesk.toml:3:24
      |
    3 | extractors = ["clean", "clean"]
      |                        ^^^^^^^

    warning[unused]: source `old` is in no pipeline
     --> wiredesk.toml:4:10
      |
    4 | [sources.old]
      |          ^^^
      = help: add `"old"` to the pipeline's `sources`, or take the table out

    warning[unused]: extractor `quotes` is in no pipeline
     --> wiredesk.toml:7:13
      |
    7 | [extractors.quotes]
      |             ^^^^^^
      = help: add `"quotes"` to the pipeline's `extractors`, or take the table out

    3 warnings
    "#);
}

#[test]
fn five_mistakes_are_found_at_once() {
    let text = r#"
[daemon]
shutdown_deadlin = "30s"

[pipeline]
extractors = ["clean", "sentences", "quotes"]

[sources.inbox]
type = "directory"
path = "${INBOX}"
fields = { txt = "body" }

[extractors.quotes]
on_error = "ignore"

[sinks.desk]
type = "ndjson"
path = "out/news.ndjson"
"#;
    assert_snapshot!(said(text), @r#"
    error[unknown-option]: unknown option: `shutdown_deadlin`
     --> wiredesk.toml:3:1
      |
    3 | shutdown_deadlin = "30s"
      | ^^^^^^^^^^^^^^^^
      = expected: `shutdown_deadline`, `state`, `stuck_after`
      = help: did you mean `shutdown_deadline`?

    error[missing-layer]: `quotes` needs layer `entities`, which nothing provides
     --> wiredesk.toml:6:37
      |
    6 | extractors = ["clean", "sentences", "quotes"]
      |                                     ^^^^^^^^
      = help: `entities` provides it: add `"entities"` to `extractors`

    error[unset-variable]: environment variable `INBOX` is not set
      --> wiredesk.toml:10:8
       |
    10 | path = "${INBOX}"
       |        ^^^^^^^^^^
       = help: set it, or write `${INBOX:-default}`; a literal `${` is written `$${`

    error[unknown-option]: unknown option: `txt`
      --> wiredesk.toml:11:12
       |
    11 | fields = { txt = "body" }
       |            ^^^
       = expected: `text`, `title`
       = help: did you mean `text`?

    error[unknown-value]: unknown value: the string "ignore"
      --> wiredesk.toml:14:12
       |
    14 | on_error = "ignore"
       |            ^^^^^^^^
       = expected: `keep`, `dead-letter`, `stop`

    5 errors
    "#);
}

#[test]
fn a_value_from_outside_the_file_is_traced_to_its_place() {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let options = LoadOptions {
        file: None,
        environment: vec![
            pair("WIREDESK__SOURCES__INBOX__TYPE", "directory"),
            pair("WIREDESK__SOURCES__INBOX__PATH", "2024"),
            pair("WIREDESK__SOURCES__INBOX__WACTH", "true"),
            pair("WIREDESK__SORCES__INBOX__PATH", "x"),
        ],
        flags: vec![
            pair("sinks.desk.type", "ndjson"),
            pair("sinks.desk.path", "out"),
            pair("sinks.desk.level", "high"),
            pair("pipeline", "x"),
            pair("pipeline.extractors", "clean,quotes"),
        ],
    };
    let settings = Settings::load(options).unwrap();
    let diagnostics = super::super::check_for(&settings, &toys::registry(), 4).diagnostics;
    assert_snapshot!(render(&diagnostics, false), @r#"
    error[unknown-section]: unknown section: `sorces`
     --> environment variable `WIREDESK__SORCES__INBOX__PATH`
      = expected: `daemon`, `log`, `plugins`, `pipeline`, `pipelines`, `sources`, `extractors`, `sinks`
      = help: did you mean `sources`?

    error[unknown-option]: unknown option: `wacth`
     --> environment variable `WIREDESK__SOURCES__INBOX__WACTH`
      = expected: `fields`, `largest`, `path`, `watch`, `type`
      = help: did you mean `watch`?

    error[bad-key]: not a key of a setting: `pipeline`
     --> flag `--set pipeline=…`
      = help: a key looks like `sinks.desk.path`

    error[wrong-type]: expected a list, found the string "clean,quotes"
     --> flag `--set pipeline.extractors=…`
      = help: a list is written `["one", "two"]` here, too

    error[wrong-type]: expected a whole number, found the string "high"
     --> flag `--set sinks.desk.level=…`

    5 errors
    "#);
}

#[test]
fn diagnostics_are_data_too() {
    let settings = Settings::from_text("wiredesk.toml", "[log]\nformat = \"txt\"\n").unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&settings.findings).unwrap(), @r#"
    [
      {
        "code": "unknown-value",
        "severity": "error",
        "message": "unknown value: the string \"txt\"",
        "location": {
          "in": "file",
          "file": "wiredesk.toml",
          "line": 2,
          "column": 10,
          "length": 5
        },
        "expected": [
          "auto",
          "text",
          "json"
        ],
        "help": "did you mean `text`?"
      }
    ]
    "#);
}
