//! Layered settings of wiredesk, every value traceable to file, line and column.
//!
//! [`Settings::load`] merges a file, the files of `conf.d` beside it, the environment and flags
//! into one typed tree. Mistakes become [`Diagnostic`]s, all of them at once; the planner adds
//! its own and shows them with the same renderer. Nothing here knows a component or starts
//! anything.

pub mod diagnostic;
mod interpolate;
mod layer;
mod load;
mod location;
mod origins;
pub mod render;
pub mod sections;
mod settings;
mod table;

pub use diagnostic::{Diagnostic, Severity, nearest};
pub use load::LoadOptions;
pub use location::Location;
pub use render::render;
pub use settings::{ExtractorTable, PipelineTable, Settings, SinkTable, SourceTable};
pub use table::Table;

#[cfg(test)]
mod tests;
