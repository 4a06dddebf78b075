//! The vocabulary and the three contracts of wiredesk.
//!
//! A [`Source`](source::Source) yields [`Document`]s, each with the [`Position`] it was read at.
//! An [`Extractor`](extractor::Extractor) reads a document and answers with
//! [`Findings`](extractor::Findings): layers, problems, or the wish to drop it.
//! A [`Sink`](sink::Sink) makes finished documents durable. Everything else in wiredesk either
//! implements one of these or carries documents between them.
//!
//! This crate does no I/O and knows no async runtime. Offsets are **bytes** of
//! [`Document::text`] everywhere inside the program; [`Record`] is the only place where they
//! become Unicode code points.

pub mod annotation;
pub mod clock;
pub mod contract;
pub mod document;
pub mod error;
pub mod exchange;
pub mod extractor;
pub mod json;
pub mod layer;
pub mod memory;
pub mod options;
pub mod position;
pub mod record;
pub mod registry;
pub mod sink;
pub mod source;
pub mod span;

pub use annotation::Layers;
pub use document::{Document, DocumentId};
pub use error::Disposition;
pub use layer::LayerName;
pub use position::{Checkpoint, Position};
pub use record::Record;
pub use registry::Registry;
pub use span::Span;
