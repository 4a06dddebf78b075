//! The source behind `extract FILES` and `show FILE`: reads the files named on the command line,
//! once, in their order. Known to those commands only.

use std::{fs::File, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::{sync::mpsc, task};
use wiredesk_core::{
    Document, Position,
    error::Failure,
    options::ComponentOptions,
    registry::{Component, SourceComponent},
    source::{Intake, Item, Source, SourceContext},
};
use wiredesk_sources::formats::{Format, FormatOptions, Unread, read_articles};

/// The component.
pub(crate) struct ArgumentFiles;

/// Its options.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// What to read.
    files: Vec<PathBuf>,
    /// What they are; by default told from each file's extension, text if that says nothing.
    format: Option<Format>,
}

impl ComponentOptions for Options {}

impl Component for ArgumentFiles {
    const NAME: &'static str = "arguments";
    const SUMMARY: &'static str = "files named on the command line";
    const VERSION: &'static str = "1";
    type Options = Options;
}

impl SourceComponent for ArgumentFiles {
    fn build(&self, options: &Options, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        Ok(Box::new(Reader { state: State::Waiting(options.clone(), context) }))
    }
}

/// Batches read ahead.
const AHEAD: usize = 2;
/// Documents of a batch.
const BATCH: usize = 64;

struct Reader {
    state: State,
}

enum State {
    /// Nothing was asked for yet; a component may not start threads when it is built.
    Waiting(Options, SourceContext),
    Reading(mpsc::Receiver<Result<Vec<Intake>, Failure>>),
}

#[async_trait]
impl Source for Reader {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        if let State::Waiting(options, context) = &self.state {
            let (sender, receiver) = mpsc::channel(AHEAD);
            let (options, context) = (options.clone(), context.clone());
            task::spawn_blocking(move || read(&options, &context, &sender));
            self.state = State::Reading(receiver);
        }
        match &mut self.state {
            State::Reading(receiver) => receiver.recv().await.transpose(),
            State::Waiting(..) => Ok(None),
        }
    }
}

/// Reads everything; ends early if nobody listens any more.
fn read(options: &Options, context: &SourceContext, sender: &mpsc::Sender<Result<Vec<Intake>, Failure>>) {
    let how = Arc::new(FormatOptions::default());
    let mut batch = Vec::with_capacity(BATCH);
    for path in &options.files {
        let name = path.display().to_string();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => {
                let failure = Failure::fatal("unreadable", format!("cannot read `{name}`")).because(error);
                let _ = sender.blocking_send(Err(failure));
                return;
            }
        };
        let by_name = Format::by_extension(path).map(|(format, _)| format);
        let format = options.format.or(by_name).unwrap_or(Format::Text);
        let partition: Arc<str> = name.as_str().into();
        for (offset, article) in (1..).zip(read_articles(Box::new(file), format, &name, &how)) {
            let item = match article {
                Ok(article) => {
                    Item::Document(Arc::new(Document::new(context.id.clone(), article, context.clock.now_seconds())))
                }
                Err(Unread::Rejected(rejected)) => Item::Rejected(rejected),
                Err(Unread::Failed(error)) => {
                    let failure = Failure::fatal("unreadable", format!("cannot read `{name}`")).because(error);
                    let _ = sender.blocking_send(Err(failure));
                    return;
                }
            };
            let position = Position { partition: partition.clone(), version: "".into(), offset };
            batch.push(Intake { item, position });
            if batch.len() == BATCH && sender.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
    }
    if !batch.is_empty() {
        // the receiver is gone only when the run is ending anyway
        let _ = sender.blocking_send(Ok(batch));
    }
}
