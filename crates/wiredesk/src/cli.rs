//! The command line as clap sees it: names, help texts, values. Parsed by [`crate::run_cli`],
//! acted on by [`crate::commands`].

#[cfg(feature = "net")]
pub(crate) mod feeds;
pub(crate) mod plugin;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads the news as it arrives and writes down who said what, who holds which office, what
/// happened, where and when.
#[derive(Debug, Parser)]
#[command(name = "wiredesk", version, max_term_width = 100, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Try it:  wiredesk extract article.txt | jq .quotes\n         wiredesk show article.html\n         \
                        wiredesk init && wiredesk run --once wiredesk.toml"
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How much to log: error, warn, info, debug, trace, or a tracing filter
    #[arg(long, global = true, value_name = "FILTER", env = "WIREDESK_LOG", hide_env = true)]
    pub(crate) log: Option<String>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
}

/// When to do something that depends on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// At a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the pipelines of a configuration: as a daemon, or once over what is there
    Run(RunArguments),
    /// Check a configuration without starting anything; every mistake at once
    Check(CheckArguments),
    /// Print the plan that `run` would follow: order, layers, queues
    Plan(PlanArguments),
    /// List the sources, extractors and sinks of this program
    List(ListArguments),
    /// Explain one component and its options
    Describe(DescribeArguments),
    /// Write a commented configuration to start from
    Init(InitArguments),
    /// Extract records from files or standard input to NDJSON on standard output
    Extract(ExtractArguments),
    /// Show an article with its people, places, quotes and speakers marked
    Show(ShowArguments),
    /// Search a database that the sqlite sink wrote
    Find(FindArguments),
    /// List the running stories of a pipeline, newest first, while it runs or not
    Stories(StoriesArguments),
    /// List the feeds of a configuration and how they are, or find and add feeds
    #[cfg(feature = "net")]
    Feeds(feeds::FeedsArguments),
    /// Make, check, test and measure plugins: extractors of your own
    Plugin {
        /// What to do with it.
        #[command(subcommand)]
        command: plugin::PluginCommand,
    },
    /// Print the JSON Schema of the records
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Where settings come from.
#[derive(Clone, Debug, Args)]
pub(crate) struct ConfigArguments {
    /// The configuration; a folder `conf.d` beside it is read as well
    #[arg(value_name = "CONFIG", default_value = "wiredesk.toml")]
    pub(crate) config: PathBuf,
    /// Override one value, such as `sinks.desk.path="/tmp/news.db"`; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) set: Vec<(String, String)>,
}

/// Options of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// Read what is there, then end
    #[arg(long)]
    pub(crate) once: bool,
    /// Show no progress and no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// How to print the summary
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// How to print the plan
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: PlanFormat,
}

/// Options of `list`.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// The configuration whose plugins are listed as well; by default wiredesk.toml if it is there
    #[arg(long, value_name = "CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `describe`.
#[derive(Debug, Args)]
pub(crate) struct DescribeArguments {
    /// Name of a component, as `list` shows it
    #[arg(value_name = "COMPONENT")]
    pub(crate) component: String,
    /// The configuration whose plugins can be described as well; by default wiredesk.toml if it is
    /// there
    #[arg(long, value_name = "CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// Where to write it; an existing file is left alone
    #[arg(value_name = "FILE", default_value = "wiredesk.toml")]
    pub(crate) path: PathBuf,
    /// Write every option of every component instead of a short start
    #[arg(long)]
    pub(crate) full: bool,
}

/// Which extractors run.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ChainArguments {
    /// Extractors to leave out
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// Run only these extractors and what they require
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "skip")]
    pub(crate) only: Vec<String>,
    /// Take options of extractors, and plugins, from this configuration
    #[arg(long, value_name = "CONFIG")]
    pub(crate) config: Option<PathBuf>,
}

/// Options of `extract`.
#[derive(Debug, Args)]
pub(crate) struct ExtractArguments {
    /// Files to read; standard input if none or `-`
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    /// What the input is; by default told from each file's extension, text on standard input
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) chain: ChainArguments,
}

/// Options of `show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The article's file; standard input if `-`
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the input is; by default told from the file's extension
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) chain: ChainArguments,
}

/// Options of `find`.
#[derive(Debug, Args)]
pub(crate) struct FindArguments {
    /// The database
    #[arg(value_name = "DATABASE")]
    pub(crate) database: PathBuf,
    /// Words that title or text have to contain; "quoted words" stand together
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// Articles that mention this person
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// Articles in which this person is quoted; the quotes are shown
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Published on or after this day
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<jiff::civil::Date>,
    /// Published on or before this day
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<jiff::civil::Date>,
    /// At most so many articles
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// How to print the articles
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Options of `stories`.
#[derive(Debug, Args)]
pub(crate) struct StoriesArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// At most so many stories
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Only stories with so many articles or more
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) least: u32,
    /// How to print the stories
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Form of a command's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Form of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A Mermaid flowchart.
    Mermaid,
}

/// Form of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One article of plain text per file.
    Text,
    /// One web page per file.
    Html,
    /// One article, or a list of them, per file.
    Json,
    /// One article per line.
    Ndjson,
}

impl InputFormat {
    /// The name that sources know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE".into()),
    }
}
