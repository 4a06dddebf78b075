//! The `directory` source: articles in the files of a folder, present and coming. Registered by
//! [`crate::register`]. A file's partition is its path below the folder, its version is content hash,
//! size and time of change, offsets count records; so nothing is delivered twice, not even from a folder
//! that was renamed and back.

mod done;
pub(crate) mod options;
mod reading;
pub(crate) mod walk;
mod watch;

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use wiredesk_core::{
    Position,
    error::Failure,
    registry::{Component, SourceComponent},
    source::{Intake, Progress, Source, SourceContext},
};

pub use self::options::DirectoryOptions;
use self::reading::DirectoryReading;
use crate::{
    file_version::Stamp,
    offload::{Gauge, Offloaded},
    reading_options,
};

/// The kind of source.
pub struct Directory;

impl Component for Directory {
    const NAME: &'static str = "directory";
    const SUMMARY: &'static str = "articles in the files of a folder, present and coming";
    const VERSION: &'static str = "1";
    type Options = DirectoryOptions;
}

impl SourceComponent for Directory {
    fn build(&self, options: &DirectoryOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        if !options.path.is_dir() {
            let message = format!("there is no such folder: {}", options.path.display());
            return Err(Failure::fatal("folder-missing", message));
        }
        let formats = reading_options::resolve(
            &options.fields,
            options.encoding.as_deref(),
            options.max_document,
            options.max_expanded,
        );
        let (wake, gauge) = (Arc::default(), Arc::<Gauge>::default());
        let reading = DirectoryReading::new(options, formats, context, Arc::clone(&wake), gauge.clone())?;
        Ok(Box::new(DirectorySource {
            reading: Offloaded::new(reading, wake),
            gauge,
            root: options.path.clone(),
            done: options.done.clone(),
        }))
    }
}

struct DirectorySource {
    reading: Offloaded<DirectoryReading>,
    gauge: Arc<Gauge>,
    root: PathBuf,
    done: Option<PathBuf>,
}

#[async_trait]
impl Source for DirectorySource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        self.reading.next().await
    }

    async fn acknowledge(&mut self, positions: &[Position]) -> Result<(), Failure> {
        let Some(done) = self.done.clone() else { return Ok(()) };
        let ended: Vec<Position> =
            positions.iter().filter(|position| position.offset == Position::END).cloned().collect();
        let root = self.root.clone();
        let moving = tokio::task::spawn_blocking(move || {
            for position in ended {
                let path = root.join(&*position.partition);
                if let Ok(metadata) = std::fs::metadata(&path)
                    && metadata.is_file()
                    && Stamp::of(&metadata).is_of(&position.version)
                {
                    done::finish(&path, &position.partition, &done, Stamp::of(&metadata));
                }
            }
        });
        moving.await.map_err(|error| Failure::retry("panic", "moving finished files panicked").because(error))
    }

    fn progress(&self) -> Progress {
        self.gauge.progress()
    }
}

#[cfg(test)]
mod tests;
