//! The `file` source: one file, followed if it is NDJSON, else read once through. Registered by
//! [`crate::register`].

mod options;
mod tail;
mod through;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use wiredesk_core::{
    error::Failure,
    registry::{Component, SourceComponent},
    source::{Intake, Mode, Progress, Source, SourceContext},
};

pub use self::options::FileOptions;
use self::{tail::Tail, through::Through};
use crate::{
    formats::Format,
    offload::{Gauge, Offloaded, Reading},
    reading_options,
};

/// The kind of source.
pub struct File;

impl Component for File {
    const NAME: &'static str = "file";
    const SUMMARY: &'static str = "articles in one file, followed as it grows";
    const VERSION: &'static str = "1";
    type Options = FileOptions;
}

impl SourceComponent for File {
    fn build(&self, options: &FileOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        let folder = options.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let may_come = options.follow && context.mode == Mode::Follow && folder.is_none_or(Path::is_dir);
        if !may_come && !options.path.is_file() {
            return Err(Failure::fatal("file-missing", format!("there is no such file: {}", options.path.display())));
        }
        let format =
            options.format().ok_or_else(|| Failure::fatal("unknown-format", "the file's format is not known"))?;
        let formats = reading_options::resolve(
            &options.fields,
            options.encoding.as_deref(),
            options.max_document,
            options.max_expanded,
        );
        let gauge = Arc::<Gauge>::default();
        let wide = formats.encoding.is_some_and(|encoding| !encoding.is_ascii_compatible());
        if format == Format::Ndjson && !wide && !through::is_packed(&options.path) {
            Ok(source(Tail::new(options, formats, context, gauge.clone()), gauge))
        } else {
            Ok(source(Through::new(options, format, formats, context, gauge.clone()), gauge))
        }
    }
}

fn source<R: Reading>(reading: R, gauge: Arc<Gauge>) -> Box<dyn Source> {
    Box::new(FileSource { reading: Offloaded::new(reading, Arc::default()), gauge })
}

struct FileSource<R> {
    reading: Offloaded<R>,
    gauge: Arc<Gauge>,
}

#[async_trait]
impl<R: Reading> Source for FileSource<R> {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        self.reading.next().await
    }

    fn progress(&self) -> Progress {
        self.gauge.progress()
    }
}

#[cfg(test)]
mod tests;
