//! The `feed` source.

pub mod parse;
