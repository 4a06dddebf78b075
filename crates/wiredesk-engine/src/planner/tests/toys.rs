//! Components that do nothing but have names, options and layers.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::{
    Registry,
    error::Failure,
    extractor::{Declaration, Worker},
    options::{ComponentOptions, Duration, Finding, NoOptions, Size},
    registry::{Component, ExtractorComponent, SinkComponent, SourceComponent},
    sink::{Sink, SinkContext},
    source::{Source, SourceContext},
};

fn never<T>() -> Result<T, Failure> {
    Err(Failure::fatal("toy", "toys cannot be built"))
}

/// Options of the toy source.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectoryOptions {
    /// The folder to read.
    #[schemars(example = &"inbox")]
    path: PathBuf,
    /// Whether to wait for new files.
    #[serde(default)]
    watch: bool,
    /// Larger files are not read.
    #[serde(default = "largest")]
    largest: Size,
    /// How an article's fields are called in JSON files.
    #[serde(default)]
    fields: Fields,
}

fn largest() -> Size {
    Size(16 << 20)
}

/// Names of fields.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fields {
    /// Holds the text.
    text: String,
    /// Holds the title.
    title: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Self { text: "text".into(), title: None }
    }
}

impl ComponentOptions for DirectoryOptions {}

struct Directory;

impl Component for Directory {
    const NAME: &'static str = "directory";
    const SUMMARY: &'static str = "reads the files of a folder";
    const VERSION: &'static str = "1";
    type Options = DirectoryOptions;
}

impl SourceComponent for Directory {
    fn build(&self, _: &DirectoryOptions, _: SourceContext) -> Result<Box<dyn Source>, Failure> {
        never()
    }
}

/// Options of the toy sink.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NdjsonOptions {
    /// The file to write.
    #[schemars(example = &"out/news.ndjson")]
    path: PathBuf,
    /// How it is packed.
    #[serde(default)]
    compression: Compression,
    /// When to begin a new file.
    #[serde(default)]
    rotate_every: Option<Duration>,
    /// How well it is packed.
    #[serde(default = "level")]
    #[schemars(range(min = 1, max = 19))]
    level: u8,
}

fn level() -> u8 {
    3
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Compression {
    /// Not at all.
    #[default]
    None,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl ComponentOptions for NdjsonOptions {}

struct Ndjson;

impl Component for Ndjson {
    const NAME: &'static str = "ndjson";
    const SUMMARY: &'static str = "writes a record per line";
    const VERSION: &'static str = "1";
    type Options = NdjsonOptions;
}

impl SinkComponent for Ndjson {
    fn build(&self, _: &NdjsonOptions, _: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        never()
    }
}

/// A toy extractor: name, required, used and provided layers.
macro_rules! extractor {
    ($type:ident, $name:literal, $options:ty, $requires:expr, $uses:expr, $provides:expr) => {
        extractor!($type, $name, $options, $requires, $uses, $provides, false);
    };
    ($type:ident, $name:literal, $options:ty, $requires:expr, $uses:expr, $provides:expr, $remembers:literal) => {
        struct $type;

        impl Component for $type {
            const NAME: &'static str = $name;
            const SUMMARY: &'static str = concat!("finds ", $name);
            const VERSION: &'static str = "1";
            type Options = $options;
        }

        impl ExtractorComponent for $type {
            fn declare(&self, _: &$options) -> Declaration {
                let layers = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect();
                Declaration {
                    requires: layers(&$requires),
                    uses: layers(&$uses),
                    provides: layers(&$provides),
                    languages: Vec::new(),
                }
            }

            fn remembers(&self) -> bool {
                $remembers
            }

            fn build(&self, _: &$options) -> Result<Worker, Failure> {
                never()
            }
        }
    };
}

/// Options of the toy quotes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct QuotesOptions {
    /// Whether to look for indirect speech.
    indirect: bool,
    /// Verbs of speech besides the built-in ones.
    cues: Vec<String>,
}

impl Default for QuotesOptions {
    fn default() -> Self {
        Self { indirect: true, cues: Vec::new() }
    }
}

impl ComponentOptions for QuotesOptions {}

/// Options of the toy watch list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WatchlistOptions {
    /// The names to look for, one per line.
    #[schemars(example = &"names.csv")]
    list: PathBuf,
}

impl ComponentOptions for WatchlistOptions {
    fn check(&self) -> Vec<Finding> {
        let json = self.list.extension().is_some_and(|end| end == "json");
        json.then(|| Finding::at("list", "has to be CSV")).into_iter().collect()
    }
}

extractor!(Clean, "clean", NoOptions, [], [], ["text"]);
extractor!(Sentences, "sentences", NoOptions, ["text"], [], ["tokens", "sentences"]);
extractor!(Entities, "entities", NoOptions, ["tokens", "sentences"], [], ["entities"]);
extractor!(Times, "times", NoOptions, ["sentences"], [], ["times"]);
extractor!(Quotes, "quotes", QuotesOptions, ["entities"], ["times"], ["quotes"]);
extractor!(Watchlist, "watchlist", WatchlistOptions, ["text"], [], ["wiredesk/watchlist"]);
extractor!(Stories, "stories", NoOptions, ["entities", "events"], [], ["story"], true);
extractor!(Hen, "hen", NoOptions, ["toy/egg"], [], ["toy/hen"]);
extractor!(Egg, "egg", NoOptions, ["toy/hen"], [], ["toy/egg"]);

/// Toys under the names of built-in components.
pub(crate) fn registry() -> Registry {
    let mut registry = Registry::default();
    registry.source(Directory).sink(Ndjson);
    registry.extractor(Quotes).extractor(Entities).extractor(Sentences).extractor(Clean).extractor(Times);
    registry.extractor(Watchlist).extractor(Stories);
    registry
}

/// Two more that need each other.
pub(crate) fn with_cycle(mut registry: Registry) -> Registry {
    registry.extractor(Hen).extractor(Egg);
    registry
}
