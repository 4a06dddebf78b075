//! Scripted sources, recording sinks, toy extractors, fault injection, and contract tests that any
//! source, extractor or sink can run. Used by tests only; its checks panic, as tests do.

pub mod archives;
pub mod articles;
mod blueprint;
pub mod contract;
mod copycat;
mod faults;
mod recording;
mod script;
#[cfg(test)]
mod tests;
mod toy;

pub use blueprint::Blueprint;
pub use copycat::{Copycat, Seen};
pub use faults::{Faults, FaultySink, FaultySource};
pub use recording::Recording;
pub use script::{Script, Scripted, article};
pub use toy::{Behaviour, Toy};
