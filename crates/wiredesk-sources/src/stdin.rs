//! The `stdin` source: articles piped in. Registered by [`crate::register`]. What was read cannot be read
//! again, so after a crash the pipe's other end has to send it once more; the checkpoint of an earlier
//! run means nothing for a new pipe.

use std::{
    io::{self, Read},
    sync::Arc,
};

use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use wiredesk_core::{
    Position,
    error::Failure,
    options::{ComponentOptions, Finding, Size},
    registry::{Component, SourceComponent},
    source::{Intake, Source, SourceContext},
};

use crate::{
    batch::Batch,
    formats::{FieldNames, Format, FormatOptions, Unread, read_articles},
    reading_options::{self, default_max_document, default_max_expanded},
};

/// Options of `stdin`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StdinOptions {
    /// The format; text and pages are one article, up to the end of the input.
    #[serde(default = "ndjson")]
    pub format: Format,
    /// Which fields of JSON objects hold what.
    #[serde(default)]
    pub fields: FieldNames,
    /// Charset, if there is no byte order mark, such as "windows-1252"; left out: as declared, UTF-8, or guessed.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Largest article, as it is read; a larger one is rejected.
    #[serde(default = "default_max_document")]
    pub max_document: Size,
    /// Most bytes that compressed input may expand to.
    #[serde(default = "default_max_expanded")]
    pub max_expanded: Size,
}

fn ndjson() -> Format {
    Format::Ndjson
}

impl Default for StdinOptions {
    fn default() -> Self {
        Self {
            format: ndjson(),
            fields: FieldNames::default(),
            encoding: None,
            max_document: default_max_document(),
            max_expanded: default_max_expanded(),
        }
    }
}

impl ComponentOptions for StdinOptions {
    fn check(&self) -> Vec<Finding> {
        reading_options::check_encoding(self.encoding.as_deref()).into_iter().collect()
    }
}

/// The kind of source.
pub struct Stdin;

impl Component for Stdin {
    const NAME: &'static str = "stdin";
    const SUMMARY: &'static str = "articles piped into the program";
    const VERSION: &'static str = "1";
    type Options = StdinOptions;
}

impl SourceComponent for Stdin {
    fn build(&self, options: &StdinOptions, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        let formats = reading_options::resolve(
            &options.fields,
            options.encoding.as_deref(),
            options.max_document,
            options.max_expanded,
        );
        Ok(Box::new(StreamSource::new(Box::new(io::stdin()), options.format, formats, context)))
    }
}

/// What the thread needs that reads.
struct Stream {
    input: Box<dyn Read + Send>,
    format: Format,
    formats: Arc<FormatOptions>,
    context: SourceContext,
}

/// Reads in a thread of its own, which nobody waits for: a read from a pipe cannot be interrupted.
struct StreamSource {
    /// Until the first call.
    stream: Option<Stream>,
    batches: Option<mpsc::Receiver<Result<Vec<Intake>, Failure>>>,
}

impl StreamSource {
    fn new(input: Box<dyn Read + Send>, format: Format, formats: Arc<FormatOptions>, context: SourceContext) -> Self {
        Self { stream: Some(Stream { input, format, formats, context }), batches: None }
    }
}

#[async_trait]
impl Source for StreamSource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        if let Some(stream) = self.stream.take() {
            let (sender, receiver) = mpsc::channel(2);
            std::thread::Builder::new()
                .name("stdin".to_owned())
                .spawn(move || stream.read(&sender))
                .map_err(|error| Failure::fatal("no-thread", "cannot start the reading thread").because(error))?;
            self.batches = Some(receiver);
        }
        match &mut self.batches {
            Some(batches) => batches.recv().await.transpose(),
            None => Ok(None),
        }
    }
}

impl Stream {
    /// Reads to the end of the input, or until nobody listens.
    fn read(self, batches: &mpsc::Sender<Result<Vec<Intake>, Failure>>) {
        let partition: Arc<str> = "stdin".into();
        // A name of its own for every pipe: the first record of one is not that of another.
        let version: Arc<str> = self.context.clock.now().as_nanosecond().to_string().into();
        let mut articles = read_articles(self.input, self.format, "stdin", &self.formats);
        let mut offset = 0;
        let batch = || Batch::new(&self.context.id, self.context.clock.now_seconds());
        let mut collected = batch();
        let mut ended = None;
        while ended.is_none() {
            match articles.next() {
                None => ended = Some(Ok(())),
                Some(Err(Unread::Failed(error))) => {
                    ended = Some(Err(Failure::fatal("unreadable", "standard input cannot be read").because(error)));
                }
                Some(read) => {
                    offset += 1;
                    let read = read.map_err(|unread| match unread {
                        Unread::Rejected(rejected) => rejected,
                        Unread::Failed(_) => unreachable!("matched above"),
                    });
                    collected.push(read, Position { partition: partition.clone(), version: version.clone(), offset });
                }
            }
            // Nothing waits in a half-full batch while the other end of the pipe is thinking.
            if !collected.is_empty() && (collected.full() || ended.is_some() || !articles.ready()) {
                let full = std::mem::replace(&mut collected, batch()).finish();
                if batches.blocking_send(Ok(full)).is_err() {
                    return;
                }
            }
        }
        if let Some(Err(failure)) = ended {
            // If nobody listens any more, nobody misses it.
            drop(batches.blocking_send(Err(failure)));
        }
    }
}

#[cfg(test)]
mod tests {
    use wiredesk_core::{
        Checkpoint,
        clock::SystemClock,
        source::{Item, Mode},
    };

    use super::*;

    async fn read(input: &'static str, format: Format) -> Vec<Intake> {
        let context = SourceContext {
            id: "pipe".into(),
            checkpoint: Checkpoint::default(),
            mode: Mode::Follow,
            clock: Arc::new(SystemClock),
            folder: None,
        };
        let mut source = StreamSource::new(Box::new(input.as_bytes()), format, Arc::default(), context);
        let mut found = Vec::new();
        while let Some(batch) = source.next().await.unwrap() {
            found.extend(batch);
        }
        found
    }

    #[tokio::test]
    async fn every_line_is_an_article_and_the_end_of_the_input_the_end() {
        let found = read("{\"id\":1,\"text\":\"a\"}\n\n{\"text\":\"b\"}\nnonsense", Format::Ndjson).await;
        let shown: Vec<(String, u64)> = found
            .into_iter()
            .map(|intake| match intake.item {
                Item::Document(document) => (format!("{} {}", document.key, document.text), intake.position.offset),
                Item::Rejected(rejected) => (format!("{} {}", rejected.key, rejected.code), intake.position.offset),
                Item::Skipped(reason) => (reason.to_owned(), intake.position.offset),
            })
            .collect();
        let expected = [("1 a", 1), ("stdin#2 b", 2), ("stdin#3 invalid-json", 3)];
        assert_eq!(shown, expected.map(|(text, offset)| (text.to_owned(), offset)));
    }

    #[tokio::test]
    async fn text_is_one_article() {
        let found = read("One.\n\nTwo.\n", Format::Text).await;
        assert!(
            matches!(&found[..], [Intake { item: Item::Document(d), .. }] if &*d.text == "One.\n\nTwo.\n" && d.key == "stdin")
        );
    }
}
