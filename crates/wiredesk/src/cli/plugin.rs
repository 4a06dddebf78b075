//! The command line of `wiredesk plugin`: the tools for authors of plugins.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Format;

/// What to do with a plugin.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Write a working project to start from, with a case and a test
    New(NewArguments),
    /// Make the component of a sandboxed plugin from its source
    Build(BuildArguments),
    /// Check a plugin without running it: manifest, module or program, cases
    Check(CheckArguments),
    /// Run a plugin's cases, then the contract that every extractor keeps
    Test(TestArguments),
    /// Measure what a plugin costs per document, beside an extractor that does nothing
    Bench(BenchArguments),
}

/// Options of `plugin new`.
#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// Its name: a-z, 0-9, _
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// What it is written in, and how it runs
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Language,
    /// Where to write it, by default a new folder NAME; an existing project is left alone
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// A checkout of wiredesk, for `--lang rust`; by default the one this program was built from
    #[arg(long, value_name = "PATH")]
    pub(crate) wiredesk: Option<PathBuf>,
}

/// What a plugin is written in, and how it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// A program of its own, with the extractor compiled in
    Rust,
    /// Rust in the sandbox, as a WebAssembly component
    WasmRust,
    /// C in the sandbox, as a WebAssembly component
    WasmC,
    /// Python as a process
    Python,
    /// JavaScript as a process, with Node
    Node,
}

/// Options of `plugin build`.
#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// Options of `plugin check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `plugin test`.
#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    /// The plugin's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Write into the cases what is found now, in place of what they expect
    #[arg(long)]
    pub(crate) bless: bool,
    /// How to print the results
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `plugin bench`.
#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    /// The plugin's folder, or the name of an extractor that is compiled in
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// How many documents to read
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) documents: u32,
    /// Articles to read, one per line as JSON, over again if there are fewer; by default generated ones of 4 KB
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// How to print the figures
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
