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
#[cfg(all(test, feature = "net"))]
mod loopback;
mod offload;
mod open_file;
mod reading_options;
mod stdin;

use wiredesk_core::Registry;

pub use self::{
    directory::{Directory, DirectoryOptions},
    file::{File, FileOptions},
    stdin::{Stdin, StdinOptions},
};

/// Adds every built-in source.
pub fn register(registry: &mut Registry) {
    registry.source(Directory).source(File).source(Stdin);
    #[cfg(feature = "net")]
    registry.source(feed::Feed);
}
