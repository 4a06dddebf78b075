//! `wiredesk plugin`: projects that are written, checked, built, tested and measured with the real
//! binary. Python is needed, as `.ci/run` says.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::newsroom::{Newsroom, root, text};

/// A newsroom with a new project `tickers`.
fn project(lang: &str) -> Newsroom {
    let newsroom = Newsroom::new();
    newsroom.ok(&["plugin", "new", "tickers", "--lang", lang]);
    newsroom
}

/// What a command that has to end with `status` writes: standard output, standard error.
fn ended(newsroom: &Newsroom, status: i32, arguments: &[&str]) -> (String, String) {
    let output = newsroom.wiredesk(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{arguments:?}:\n{out}\n{err}");
    (out, err)
}

fn replace(path: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(path).unwrap();
    assert!(before.contains(from), "`{from}` in {}", path.display());
    fs::write(path, before.replace(from, to)).unwrap();
}

#[test]
fn a_new_project_in_python_works_at_once() {
    let newsroom = project("python");
    let checked = newsroom.ok(&["plugin", "check", "tickers"]);
    assert!(checked.starts_with("ok plugin `tickers` 0.1.0+"), "{checked}");
    let tested = newsroom.ok(&["plugin", "test", "tickers"]);
    assert!(tested.contains("✓ first") && tested.contains("✓ scripts of the world"), "{tested}");
    assert!(tested.ends_with("22 passed, 0 failed\n"), "{tested}");
    let own = Command::new("python3").args(["-m", "unittest"]).current_dir(newsroom.path("tickers")).output().unwrap();
    assert!(own.status.success() && text(&own.stderr).contains("Ran 2 tests"), "{}", text(&own.stderr));
}

#[test]
fn new_writes_what_it_says_and_nothing_over_what_is_there() {
    for lang in ["python", "node", "wasm-rust", "wasm-c", "rust"] {
        let newsroom = Newsroom::new();
        let checkout = root();
        let arguments = ["plugin", "new", "tickers", "--lang", lang, "--wiredesk", checkout.to_str().unwrap()];
        let said = newsroom.ok(&arguments);
        let files: Vec<&str> = said.lines().skip(1).take_while(|line| *line != "next:").map(str::trim).collect();
        assert!(files.len() >= 3 && said.contains("next:"), "{lang}: {said}");
        for file in files {
            let bytes = fs::read(newsroom.path("tickers").join(file)).unwrap();
            let shown = String::from_utf8_lossy(&bytes);
            let left = ["{{name}}", "{{wiredesk}}"].iter().any(|placeholder| shown.contains(placeholder));
            assert!(!bytes.is_empty() && !left, "{lang}: {file}");
        }
        newsroom.write("tickers/mine.txt", "mine");
        let (_, err) = ended(&newsroom, 2, &arguments);
        assert!(err.contains("is there already"), "{err}");
        assert_eq!(fs::read_to_string(newsroom.path("tickers/mine.txt")).unwrap(), "mine");
    }
}

#[test]
fn names_that_cannot_be_are_refused_with_one_that_can() {
    let newsroom = Newsroom::new();
    for (name, hint) in [
        ("Stock-Tickers", "stock_tickers"),
        ("lambda", "lambda_finder"),
        ("quotes", "a name of its own"),
        ("7", "stock_tickers"),
    ] {
        let (_, err) = ended(&newsroom, 2, &["plugin", "new", name, "--lang", "python"]);
        assert!(err.contains(hint), "{name}: {err}");
    }
    let (_, err) = ended(&newsroom, 2, &["plugin", "new", "tickers", "--lang", "rust", "--wiredesk", "nowhere"]);
    assert!(err.contains("no checkout of wiredesk at `nowhere`"), "{err}");
    assert_eq!(fs::read_dir(newsroom.path("")).unwrap().count(), 0, "nothing was written");
}

#[test]
fn a_case_that_fails_shows_what_is_different_until_it_is_blessed() {
    let newsroom = project("python");
    let case = newsroom.path("tickers/cases/first.json");
    let before = fs::read_to_string(&case).unwrap();
    replace(&case, "\"label\": \"QAY\"", "\"label\": \"QUAY\"");
    let (out, err) = ended(&newsroom, 1, &["plugin", "test", "tickers"]);
    for line in ["✗ first", "acme/tickers[1]", "- {\"label\":\"QUAY\"", "+ {\"label\":\"QAY\"", "21 passed, 1 failed"]
    {
        assert!(out.contains(line), "`{line}` in\n{out}");
    }
    assert!(err.contains("`--bless`"), "{err}");
    let (out, _) = ended(&newsroom, 1, &["plugin", "test", "tickers", "--format", "json"]);
    let results: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&results["passed"], &results["failed"]), (&21.into(), &1.into()));
    assert_eq!(results["checks"][0]["differences"][0]["place"], "acme/tickers[1]");
    let blessed = newsroom.ok(&["plugin", "test", "tickers", "--bless"]);
    assert!(blessed.contains("✓ first: blessed"), "{blessed}");
    let after = fs::read_to_string(&case).unwrap();
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(parsed(&after), parsed(&before));
    assert!(after.contains("“We build twelve,”"), "the article stays as it was written");
}

#[test]
fn a_plugin_that_breaks_the_contract_is_told_how() {
    let newsroom = project("python");
    newsroom.write(
        "tickers/tickers.py",
        "from wiredesk_plugin import Annotation, run\nseen = []\n\n\ndef extract(document):\n    seen.append(0)\n    \
         if document.text == 'a':\n        raise ValueError('too short')\n    \
         if '(' in document.text:\n        yield Annotation(0, len(document.text) + 1, 'x')\n    \
         if document.text:\n        yield Annotation(0, 1, str(len(seen)))\n\n\nrun(extract)\n",
    );
    let (out, _) = ended(&newsroom, 1, &["plugin", "test", "tickers"]);
    for line in [
        "✗ one letter: exception: ValueError: too short",
        "✗ right to left: invalid-span",
        "✓ empty text",
        "✗ repeatable",
    ] {
        assert!(out.contains(line), "`{line}` in\n{out}");
    }
}

#[test]
fn check_shows_every_mistake_and_runs_nothing() {
    let newsroom = project("python");
    let manifest = newsroom.path("tickers/plugin.toml");
    newsroom.write("tickers/tickers.py", "open('ran', 'w')\n");
    newsroom.ok(&["plugin", "check", "tickers"]);
    replace(&manifest, "\"python3\"", "\"no-such-python\"");
    replace(&manifest, "default = [\"NYSE\"", "default = [7, \"NYSE\"");
    newsroom.write("tickers/cases/odd.json", r#"{"article": {"text": "x"}, "options": {"exchange": []}, "layers": {"sentences": [[0, 9]]}, "expected": {"acme/other": []}}"#);
    newsroom.write("tickers/cases/broken.json", "{");
    let (_, err) = ended(&newsroom, 2, &["plugin", "check", "tickers"]);
    for part in [
        "no program `no-such-python` in PATH",
        "`exchanges.0`: expected a string",
        "unknown option: `exchange`",
        "span 0..9 reaches past the text",
        "does not provide `acme/other`",
        "broken.json",
        "6 errors",
    ] {
        assert!(err.contains(part), "`{part}` in\n{err}");
    }
    assert!(!newsroom.path("tickers/ran").exists(), "a check runs no foreign code");
    let (out, _) = ended(&newsroom, 2, &["plugin", "check", "tickers", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap().as_array().unwrap().len(), 6);

    newsroom.write("tickers/plugin.toml", "name = \"Tickers\"\nversion = 1\nkind = \"proces\"\nsumary = \"x\"\n");
    let (_, err) = ended(&newsroom, 2, &["plugin", "check", "tickers"]);
    for part in ["did you mean `process`?", "did you mean `summary`?", "expected a string", "plugin.toml:3:8"] {
        assert!(err.contains(part), "`{part}` in\n{err}");
    }
    let (_, err) = ended(&newsroom, 2, &["plugin", "check", "nowhere"]);
    assert!(err.contains("no `plugin.toml` in `nowhere`") && err.contains("wiredesk plugin new"), "{err}");
}

#[test]
fn bench_says_what_a_document_costs_in_either_process() {
    let newsroom = project("python");
    let out = newsroom.ok(&["plugin", "bench", "tickers", "--documents", "64", "--format", "json"]);
    let figures: Value = serde_json::from_str(&out).unwrap();
    let of = |number: usize, key: &str| figures["figures"][number][key].as_f64().unwrap_or(-1.0);
    assert!(of(0, "per_second") > 0.0 && of(0, "p50") > 0.0 && of(0, "p99") >= of(0, "p50"), "{figures:#}");
    assert_eq!(of(0, "failed"), 0.0);
    if cfg!(target_os = "linux") {
        assert!(of(0, "child_cpu") > 0.0 && of(0, "memory") > 1e6, "{figures:#}");
    }
    assert!(of(1, "per_second") > of(0, "per_second") && figures["figures"][1]["child_cpu"].is_null());
    newsroom.wire(7, 20, 900);
    let out = newsroom.ok(&["plugin", "bench", "tickers", "--documents", "40", "--input", "wire.ndjson"]);
    assert!(out.contains("40 documents of 9") && out.contains("nothing, compiled in"), "{out}");
}

#[test]
fn bench_measures_compiled_in_extractors_by_name() {
    let newsroom = Newsroom::new();
    let out = newsroom.ok(&["plugin", "bench", "quotes", "--documents", "20"]);
    assert!(out.starts_with("quotes ") && out.contains("compiled in: 20 documents of 4."), "{out}");
    let (_, err) = ended(&newsroom, 2, &["plugin", "bench", "qoutes"]);
    assert!(err.contains("no `plugin.toml` in `qoutes`"), "{err}");
}

#[test]
fn build_makes_a_component_of_whatever_module_the_build_leaves_behind() {
    let newsroom = Newsroom::new();
    let manifest = "name = \"tagger\"\nversion = \"1\"\nsummary = \"x\"\nkind = \"wasm\"\nprovides = [\"test/tags\"]\n\
                    [wasm]\nmodule = \"tagger.wasm\"\n[build]\ncommand = [\"true\"]\noutput = \"core.wasm\"\n";
    newsroom.write("tagger/plugin.toml", manifest);
    let (_, err) = ended(&newsroom, 1, &["plugin", "build", "tagger"]);
    assert!(err.contains("core.wasm") && err.contains("`build.output`"), "{err}");
    newsroom.write("tagger/core.wasm", fs::read(root().join("tests/plugins/wasm/core.wasm")).unwrap());
    let (_, err) = ended(&newsroom, 2, &["plugin", "check", "tagger"]);
    assert!(err.contains("wiredesk plugin build tagger"), "{err}");
    let built = newsroom.ok(&["plugin", "build", "tagger"]);
    assert!(built.starts_with("ok wrote tagger/tagger.wasm: ") && built.contains("KiB"), "{built}");
    let component = fs::read(newsroom.path("tagger/tagger.wasm")).unwrap();
    assert!(component.starts_with(b"\0asm\x0d\0\x01\0"));
    newsroom.ok(&["plugin", "check", "tagger"]);
    // a component stays as it is
    newsroom.write("tagger/core.wasm", &component);
    newsroom.ok(&["plugin", "build", "tagger"]);
    assert_eq!(fs::read(newsroom.path("tagger/tagger.wasm")).unwrap(), component);
    newsroom.write("tagger/core.wasm", "#!/bin/sh\n");
    let (_, err) = ended(&newsroom, 1, &["plugin", "build", "tagger"]);
    assert!(err.contains("no WebAssembly"), "{err}");
    assert_eq!(fs::read(newsroom.path("tagger/tagger.wasm")).unwrap(), component, "what was there stays");
    replace(&newsroom.path("tagger/plugin.toml"), "[\"true\"]", "[\"false\"]");
    ended(&newsroom, 1, &["plugin", "build", "tagger"]);
    let python = project("python");
    let (_, err) = ended(&python, 2, &["plugin", "build", "tickers"]);
    assert!(err.contains("there is nothing to build"), "{err}");
}

#[test]
fn a_new_project_in_rust_for_the_sandbox_passes_its_own_tests() {
    let newsroom = project("wasm-rust");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).current_dir(newsroom.path("tickers")).env("CARGO_TARGET_DIR", newsroom.path("target"));
        command.env_remove("RUSTFLAGS").output().unwrap()
    };
    let tested = cargo(&["test", "--offline", "--quiet"]);
    assert!(tested.status.success(), "{}\n{}", text(&tested.stdout), text(&tested.stderr));
    assert!(text(&tested.stdout).contains("2 passed"), "{}", text(&tested.stdout));
}

#[test]
fn the_example_plugins_are_what_their_cases_say() {
    let newsroom = Newsroom::new();
    for example in ["tickers_wasm", "first_words_c", "tickers_python"] {
        let folder = root().join("examples/plugins").join(example);
        newsroom.ok(&["plugin", "check", folder.to_str().unwrap()]);
        let tested = newsroom.ok(&["plugin", "test", folder.to_str().unwrap()]);
        assert!(tested.contains(" 0 failed"), "{example}: {tested}");
    }
}

/// The help texts, as they stand beside this file; `WIREDESK_BLESS=1` writes them anew.
#[test]
fn the_help_says_what_there_is() {
    let newsroom = Newsroom::new();
    let mut all = String::new();
    for command in ["", "new", "build", "check", "test", "bench"] {
        let arguments: Vec<&str> = ["plugin", command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let mut command = newsroom.command(&arguments);
        let output = command.env("COLUMNS", "100").output().unwrap();
        all.push_str(&format!("$ wiredesk {}\n{}\n", arguments.join(" "), text(&output.stdout)));
    }
    crate::reference::assert_fresh("tests/it/plugin_help.txt", &all);
}
