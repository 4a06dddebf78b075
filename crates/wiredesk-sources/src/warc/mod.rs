//! The `warc` source: pages in web archives (WARC, ISO 28500), one file or a folder of them. Registered by
//! [`crate::register`]. A file's partition is its path below the folder, its version a hash of its beginning;
//! offsets say at which place of the file reading can begin anew and how many records behind it are through.
//!
//! An article's key is the id of its record, its address the one that was captured: a page that was captured
//! again is the same article and replaces what a store has of it.

mod archive;
mod filter;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod http_head;
mod language;
mod options;
mod page;
mod pool;
mod raw;
mod reading;
mod record;
mod records;
mod stream;

use std::sync::Arc;

use async_trait::async_trait;
use wiredesk_core::{
    error::Failure,
    registry::{Component, SourceComponent},
    source::{Intake, Progress, Source, SourceContext},
};

pub use self::options::WarcOptions;
use self::reading::WarcReading;
use crate::offload::{Gauge, Offloaded};

/// The kind of source.
pub struct Warc;

impl Component for Warc {
    const NAME: &'static str = "warc";
    const SUMMARY: &'static str = "pages in web archives: WARC files or folders of them";
    const VERSION: &'static str = "1";
    type Options = WarcOptions;
}

impl SourceComponent for Warc {
    fn build(&self, options: &WarcOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        if !options.path.exists() {
            let message = format!("there is no such file or folder: {}", options.path.display());
            return Err(Failure::fatal("archive-missing", message));
        }
        let gauge = Arc::<Gauge>::default();
        let reading = WarcReading::new(options, context, gauge.clone())?;
        Ok(Box::new(WarcSource { reading: Offloaded::new(reading, Arc::default()), gauge }))
    }
}

struct WarcSource {
    reading: Offloaded<WarcReading>,
    gauge: Arc<Gauge>,
}

#[async_trait]
impl Source for WarcSource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        self.reading.next().await
    }

    fn progress(&self) -> Progress {
        self.gauge.progress()
    }
}

#[cfg(test)]
mod tests;
