//! The projects that `wiredesk plugin new` writes: which files, from which templates. A template is a
//! file under `crates/wiredesk/templates`, or of a development kit that is copied along.

use crate::cli::plugin::Language;

/// A file of a project: its name and what is in it, both with `{{name}}` where the plugin's name goes.
pub(super) type File = (&'static str, &'static [u8]);

/// A project to start from.
pub(super) struct Project {
    /// What is written.
    pub(super) files: &'static [File],
    /// The development kit that is written as well.
    pub(super) kit: &'static [File],
    /// What to do next: commands and what they are for, with `{{dir}}` for the project's folder.
    pub(super) next: &'static [(&'static str, &'static str)],
    /// How it is put in service, if that is not among what is next.
    pub(super) service: Option<&'static str>,
}

const IN_SERVICE: Option<&str> =
    Some("in service: the folder `plugins` of `[plugins] path = \"plugins\"` holds a folder for each plugin");

macro_rules! template {
    ($path:literal) => {
        include_bytes!(concat!("../../../templates/", $path))
    };
}

macro_rules! repository {
    ($path:literal) => {
        include_bytes!(concat!("../../../../../", $path))
    };
}

macro_rules! guest {
    ($($path:literal),+ $(,)?) => {
        &[$((concat!("sdk/", $path), include_bytes!(concat!("../../../../wiredesk-guest/", $path)))),+]
    };
}

const FIRST_CASE: File = ("cases/first.json", template!("shared/first.json"));

const PYTHON: Project = Project {
    files: &[
        ("plugin.toml", template!("python/plugin.toml")),
        ("{{name}}.py", template!("python/plugin.py")),
        ("wiredesk_plugin.py", repository!("crates/wiredesk-plugins/sdk/python/wiredesk_plugin.py")),
        ("test_{{name}}.py", template!("python/test_plugin.py")),
        FIRST_CASE,
        (".gitignore", template!("python/gitignore")),
    ],
    kit: &[],
    next: &[
        ("wiredesk plugin test {{dir}}", "its cases, then what every extractor promises"),
        ("(cd {{dir}} && python3 -m unittest)", "its own tests"),
        ("wiredesk plugin bench {{dir}}", "what it costs"),
    ],
    service: IN_SERVICE,
};

const NODE: Project = Project {
    files: &[
        ("plugin.toml", template!("node/plugin.toml")),
        ("{{name}}.mjs", template!("node/plugin.mjs")),
        ("wiredesk_plugin.mjs", template!("node/wiredesk_plugin.mjs")),
        ("{{name}}.test.mjs", template!("node/plugin.test.mjs")),
        FIRST_CASE,
    ],
    kit: &[],
    next: &[
        ("wiredesk plugin test {{dir}}", "its cases, then what every extractor promises"),
        ("(cd {{dir}} && node --test)", "its own tests"),
        ("wiredesk plugin bench {{dir}}", "what it costs"),
    ],
    service: IN_SERVICE,
};

const WASM_RUST: Project = Project {
    files: &[
        ("plugin.toml", template!("wasm-rust/plugin.toml")),
        ("Cargo.toml", template!("wasm-rust/Cargo.toml")),
        ("src/lib.rs", template!("wasm-rust/src/lib.rs")),
        FIRST_CASE,
        (".gitignore", template!("wasm-rust/gitignore")),
    ],
    kit: guest![
        "Cargo.toml",
        "src/abi.rs",
        "src/arena.rs",
        "src/contract.rs",
        "src/document.rs",
        "src/entry.rs",
        "src/findings.rs",
        "src/json.rs",
        "src/json_tests.rs",
        "src/lib.rs",
        "src/log.rs",
        "src/testing.rs",
    ],
    next: &[
        ("(cd {{dir}} && cargo test)", "its own tests, without WebAssembly"),
        ("wiredesk plugin build {{dir}}", "makes the component; needs `rustup target add wasm32-unknown-unknown` once"),
        ("wiredesk plugin test {{dir}}", "its cases, then what every extractor promises"),
        ("wiredesk plugin bench {{dir}}", "what it costs"),
    ],
    service: IN_SERVICE,
};

const WASM_C: Project = Project {
    files: &[
        ("plugin.toml", template!("wasm-c/plugin.toml")),
        ("src/{{name}}.c", template!("wasm-c/src/plugin.c")),
        ("build.sh", template!("wasm-c/build.sh")),
        ("cases/first.json", template!("wasm-c/first.json")),
        (".gitignore", template!("wasm-rust/gitignore")),
    ],
    kit: &[
        ("bindings/extractor.h", repository!("examples/plugins/first_words_c/bindings/extractor.h")),
        ("bindings/extractor.c", repository!("examples/plugins/first_words_c/bindings/extractor.c")),
        (
            "bindings/extractor_component_type.o",
            repository!("examples/plugins/first_words_c/bindings/extractor_component_type.o"),
        ),
    ],
    next: &[
        ("wiredesk plugin build {{dir}}", "makes the component; build.sh says which compiler it takes"),
        ("wiredesk plugin test {{dir}}", "its cases, then what every extractor promises"),
        ("wiredesk plugin bench {{dir}}", "what it costs"),
    ],
    service: IN_SERVICE,
};

const RUST: Project = Project {
    files: &[
        ("Cargo.toml", template!("rust/Cargo.toml")),
        ("src/main.rs", template!("rust/src/main.rs")),
        (".gitignore", template!("rust/gitignore")),
    ],
    kit: &[],
    next: &[
        ("(cd {{dir}} && cargo test)", "its own tests; the first build takes minutes"),
        ("(cd {{dir}} && cargo run -- describe {{name}})", "the extractor among the built-in ones"),
        ("(cd {{dir}} && cargo build --release)", "makes a wiredesk with it: target/release/{{name}}"),
    ],
    service: None,
};

/// The project for a language.
pub(super) fn project(language: Language) -> &'static Project {
    match language {
        Language::Python => &PYTHON,
        Language::Node => &NODE,
        Language::WasmRust => &WASM_RUST,
        Language::WasmC => &WASM_C,
        Language::Rust => &RUST,
    }
}
