//! `wiredesk show`: articles in the terminal with what was found in them.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use wiredesk_config::{SinkTable, SourceTable};
use wiredesk_core::{
    Document,
    error::Failure as ComponentFailure,
    options::NoOptions,
    registry::{Component, SinkComponent},
    sink::{Batch, Marks, Opened, Sink, SinkContext, WriteError, Written},
    source::Mode,
};
use wiredesk_engine::{RunOptions, planner};

use super::{Session, chain, extract};
use crate::{
    argument_files::ArgumentFiles,
    article_view,
    cli::ShowArguments,
    execution::{execute, progress_bar},
    failure::Failure,
    logging::LogFormat,
};

/// More articles than anybody reads at a terminal.
const MOST: usize = 1000;

pub(super) fn run(session: &Session, arguments: ShowArguments) -> Result<(), Failure> {
    session.start_logging("warn", LogFormat::Text, progress_bar(false))?;
    let shelf = Shelf::default();
    let mut registry = session.registry.clone();
    registry.source(ArgumentFiles).sink(shelf.clone());
    let source: SourceTable = extract::source(vec![arguments.file], arguments.input)?;
    let sink = SinkTable { component: Some(Shelf::NAME.into()), ..SinkTable::default() };
    let (settings, registry) = chain::settings(&registry, &arguments.chain, source, sink)?;
    let plan = planner::plan(&settings, &registry).map_err(Failure::Configuration)?;
    execute(plan, RunOptions::new(Mode::Once), &progress_bar(false))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (number, document) in shelf.documents().iter().enumerate() {
        if number > 0 {
            writeln!(out, "\n{}\n", "─".repeat(session.stdout.width))?;
        }
        article_view::write(&mut out, document, session.stdout)?;
    }
    out.flush()?;
    Ok(())
}

/// Keeps finished documents in memory, as component and as sink.
#[derive(Clone, Default)]
struct Shelf {
    documents: Arc<Mutex<Vec<Arc<Document>>>>,
}

impl Shelf {
    fn documents(&self) -> Vec<Arc<Document>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Component for Shelf {
    const NAME: &'static str = "shelf";
    const SUMMARY: &'static str = "articles to be shown";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl SinkComponent for Shelf {
    fn build(&self, _: &NoOptions, _: SinkContext) -> Result<Box<dyn Sink>, ComponentFailure> {
        Ok(Box::new(self.clone()))
    }
}

#[async_trait]
impl Sink for Shelf {
    async fn open(&mut self, _: &Marks) -> Result<Opened, ComponentFailure> {
        Ok(Opened::PositionsInState)
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        let mut documents = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        if documents.len() + batch.documents.len() > MOST {
            let message = format!("more than {MOST} articles: use `wiredesk extract` for so many");
            return Err(ComponentFailure::fatal("too-many", message).into());
        }
        documents.extend(batch.documents.iter().cloned());
        Ok(Written::default())
    }
}
