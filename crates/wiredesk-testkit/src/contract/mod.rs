//! The contracts of `wiredesk-core` as tests: call one with a component and it panics where the
//! component breaks its promise. Used by the tests of every source, extractor and sink.

mod extractor;
mod sink;
mod source;

pub use extractor::extractor;
pub use sink::sink;
pub use source::source;
