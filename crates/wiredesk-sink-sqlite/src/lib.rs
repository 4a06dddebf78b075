//! Writes wiredesk records into an SQLite database with full-text search.
//!
//! [`register`] adds the sink `sqlite` to a program's registry; [`search`] reads what it wrote,
//! for `wiredesk find`. Inside, [`database`] opens and migrates, [`writer`] turns a batch into one
//! transaction, [`sink`] keeps both on a thread of their own. The schema stands in `schema/`.

mod database;
mod failure;
mod options;
mod rows;
pub mod search;
mod sink;
mod writer;

pub use options::SqliteOptions;
use wiredesk_core::{
    Registry,
    error::Failure,
    registry::{Component, SinkComponent},
    sink::{Sink, SinkContext},
};

/// The sink `sqlite`: a database with a table or view for every layer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sqlite;

impl Component for Sqlite {
    const NAME: &'static str = "sqlite";
    const SUMMARY: &'static str = "an SQLite database with tables for every layer and full-text search";
    const VERSION: &'static str = "1";
    type Options = SqliteOptions;
}

impl SinkComponent for Sqlite {
    fn build(&self, options: &SqliteOptions, context: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        Ok(Box::new(sink::SqliteSink::new(options.clone(), context.id)))
    }
}

/// Adds the sink `sqlite`.
pub fn register(registry: &mut Registry) {
    registry.sink(Sqlite);
}
