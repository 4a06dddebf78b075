//! Runs wiredesk pipelines: plan, queues, tickets, checkpoints, retries, shutdown. It names no
//! component; whatever reads, extracts or writes comes in through the [`plan::Plan`].
//!
//! ```text
//!  source a ─ intake ─┐                                                   ┌─[queue]─ delivery ─ sink x
//!                     ├─[queue]─ stage 1 ─[queue]─ stage n ─[queue]─ fanout
//!  source b ─ intake ─┘          N workers         N workers              └─[queue]─ delivery ─ sink y
//!     ▲                                                                                  │
//!     └───────────────────────── acknowledgements ◄──────────── state database ◄─────────┘
//! ```
//!
//! Every `[queue]` is a bounded channel of [`plan::PipelinePlan::queue`] batches, each of at most
//! [`plan::PipelinePlan::batch`] documents. Besides these, an intake holds at most one batch and
//! what one call of its source has given, a stage one batch per worker and two finished ones per
//! worker that wait for their turn, a delivery one group of its [`plan::CommitPolicy`]. When a
//! sink stands still, all of these fill up and the source is no longer asked: memory does not grow.
//!
//! What keeps a document from being lost or doubled:
//!
//! - Every document has a private *ticket* with its number and position. A ticket dropped without
//!   a verdict stops the run, and a delivery lets nothing past a missing number.
//! - A delivery writes a group, then records positions and marks in one transaction, then settles
//!   the tickets. Only what every sink has recorded is acknowledged to the source.
//! - What an extractor remembers of a document is written down before a sink gets it, and counts once
//!   every sink has it.
//! - After a restart a source begins at the point that all sinks have reached; a sink that had got
//!   further is not given the same documents again.

mod acknowledge;
mod backoff;
mod batch;
mod control;
mod dead_letters;
mod delivery;
pub mod error;
mod fanout;
mod intake;
mod lock;
mod memories;
pub mod metrics;
mod monitor;
pub mod notes;
mod pipeline;
pub mod plan;
pub mod planner;
mod positions;
mod resume;
mod run;
mod stage;
mod state;
mod supervise;
mod ticket;

pub use error::RunError;
pub use monitor::Monitor;
pub use run::{RunOptions, Summary, run};
