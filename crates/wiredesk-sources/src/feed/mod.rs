//! The `feed` source: articles of RSS, Atom and JSON feeds, with the text of their pages. Registered by
//! [`crate::register`] where the feature `net` is on; fetches nothing before it is asked for articles.

mod discover;
mod entry;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod hosts;
mod journal;
pub mod list;
pub mod options;
mod page;
mod pages;
pub mod parse;
mod schedule;
mod source;
pub mod status;
#[cfg(test)]
mod tests;
mod walls;
mod work;

use wiredesk_core::{
    error::Failure,
    registry::{Component, SourceComponent},
    source::{Source, SourceContext},
};

pub use self::{
    discover::{Discovered, discover},
    options::FeedOptions,
};
use crate::fetch::{FetchOptions, Fetcher, user_agent};

/// Fetches as the options say.
///
/// # Errors
/// As [`Fetcher::new`].
pub fn fetcher(options: &FeedOptions) -> Result<Fetcher, Failure> {
    Fetcher::new(FetchOptions {
        user_agent: user_agent(options.contact.as_deref()),
        timeout: options.timeout.0,
        max_body: largest(options),
        proxy: options.proxy.as_deref().and_then(|proxy| url::Url::parse(proxy).ok()),
        ca_file: options.ca_file.clone(),
        ..FetchOptions::default()
    })
}

/// Bytes of the largest feed or page: somewhere has to be the end of what is held in memory at once.
fn largest(options: &FeedOptions) -> usize {
    usize::try_from(options.max_size.0).unwrap_or(usize::MAX).min(1 << 30)
}

/// The kind of source.
pub struct Feed;

impl Component for Feed {
    const NAME: &'static str = "feed";
    const SUMMARY: &'static str = "articles of RSS, Atom and JSON feeds as they appear, with the text of their pages";
    const VERSION: &'static str = "1";
    type Options = FeedOptions;
}

impl SourceComponent for Feed {
    fn build(&self, options: &FeedOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(source::FeedSource::open(options, context)?))
    }
}
