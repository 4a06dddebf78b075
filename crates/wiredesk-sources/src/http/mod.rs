//! The `http` source: articles that are posted to `/v1/documents`. Registered by [`crate::register`] where the feature
//! `net` is on. What was posted cannot be read again by the source; so a request is answered when its articles are
//! durable, and a client that got no answer posts them again, which delivers none twice: see [`known`].

mod answer;
mod body;
mod known;
mod limits;
mod memory;
mod options;
mod server;
mod source;

use std::net::TcpListener;

use async_trait::async_trait;
use wiredesk_core::{
    error::Failure,
    registry::{Component, SourceComponent},
    source::{Intake, Mode, Progress, Source, SourceContext},
};

pub use self::options::{Acknowledge, HttpOptions, Secret};
use self::source::HttpSource;

/// The kind of source.
pub struct Http;

impl Component for Http {
    const NAME: &'static str = "http";
    const SUMMARY: &'static str = "articles posted over HTTP, answered when they are on disk";
    const VERSION: &'static str = "1";
    type Options = HttpOptions;
}

impl SourceComponent for Http {
    fn build(&self, options: &HttpOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        let token = token(options)?;
        if context.mode == Mode::Once {
            // nothing is there before somebody posts it
            return Ok(Box::new(Nothing));
        }
        let failed = |error: std::io::Error| {
            Failure::fatal("cannot-listen", format!("cannot listen at {}", options.listen)).because(error)
        };
        let address = options.address().ok_or_else(|| Failure::fatal("bad-address", "no address to listen at"))?;
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        Ok(Box::new(HttpSource::new(options, &context, listener, token)))
    }
}

/// The hash of the token that clients have to send.
fn token(options: &HttpOptions) -> Result<Option<blake3::Hash>, Failure> {
    let words = match (&options.token, &options.token_file) {
        (Some(Secret(words)), _) => words.clone(),
        (None, Some(path)) => {
            let content = std::fs::read_to_string(path).map_err(|error| {
                Failure::fatal("token-file", format!("cannot read {}", path.display())).because(error)
            })?;
            let words = content.lines().next().unwrap_or_default().trim().to_owned();
            options::is_token(&words)
                .map_err(|wrong| Failure::fatal("token-file", format!("the token in {} {wrong}", path.display())))?;
            words
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(blake3::hash(words.as_bytes())))
}

/// A source that ends at once.
struct Nothing;

#[async_trait]
impl Source for Nothing {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        Ok(None)
    }

    fn progress(&self) -> Progress {
        Progress { done: 0, total: Some(0) }
    }
}
