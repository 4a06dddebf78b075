//! Writes wiredesk records as NDJSON files, each exactly once.
//!
//! [`register`] adds the sink `ndjson` to a program's registry. Inside, [`template`] turns a
//! document into a path that cannot leave its folder, [`line`] into a line, [`files`] appends and takes back,
//! [`journal`] remembers which files a batch has touched for the first time, and [`sink`] keeps
//! all of that off the async threads.

mod failure;
mod files;
mod handles;
mod journal;
mod line;
mod options;
mod sink;
mod stdout;
mod template;

pub use options::{Compression, NdjsonOptions};
use wiredesk_core::{
    Registry,
    error::Failure,
    registry::{Component, SinkComponent},
    sink::{Sink, SinkContext},
};

use crate::{files::Files, sink::OffThread, stdout::Stdout};

/// The sink `ndjson`: one line per article, in files or on standard output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ndjson;

impl Component for Ndjson {
    const NAME: &'static str = "ndjson";
    const SUMMARY: &'static str = "one JSON object per article and line, in files or on standard output";
    const VERSION: &'static str = "1";
    type Options = NdjsonOptions;
}

impl SinkComponent for Ndjson {
    fn build(&self, options: &NdjsonOptions, context: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        if options.path == "-" {
            return Ok(Box::new(OffThread::new(Stdout::new(std::io::stdout()))));
        }
        Ok(Box::new(OffThread::new(Files::new(options, &context)?)))
    }
}

/// Adds the sink `ndjson`.
pub fn register(registry: &mut Registry) {
    registry.sink(Ndjson);
}
