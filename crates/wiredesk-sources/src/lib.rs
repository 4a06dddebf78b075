//! The built-in sources of wiredesk and the formats they read.
//!
//! [`register`] puts the sources into a registry; [`formats`] is also used by the command line, which
//! reads articles without a source. Nothing here writes anything but the folder of finished files.

mod batch;
mod directory;
#[cfg(feature = "net")]
pub mod feed;
#[cfg(feature = "net")]
pub mod fetch;
mod file;
mod file_version;
pub mod formats;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "net")]
mod http;
#[cfg(all(test, feature = "net"))]
mod loopback;
mod offload;
mod open_file;
mod reading_options;
mod stdin;
mod warc;

use wiredesk_core::Registry;

#[cfg(feature = "net")]
pub use self::http::{Acknowledge, Http, HttpOptions, Secret};
pub use self::{
    directory::{Directory, DirectoryOptions},
    file::{File, FileOptions},
    stdin::{Stdin, StdinOptions},
    warc::{Warc, WarcOptions},
};

/// Adds every built-in source.
pub fn register(registry: &mut Registry) {
    registry.source(Directory).source(File).source(Stdin).source(Warc);
    #[cfg(feature = "net")]
    registry.source(feed::Feed).source(Http);
}
