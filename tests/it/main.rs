//! Tests of the whole program: the real binary over real files, databases and signals. One crate
//! with a module per concern, so that it is linked once. The engine and the sinks are tested here
//! as well, from outside, with scripted components and real files.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "these are tests, their helpers included")]

mod bad_input;
mod commands;
mod engine;
mod exactly_once;
mod extraction;
#[cfg(feature = "net")]
mod feeds;
#[cfg(feature = "net")]
mod http;
mod large_input;
mod ndjson_sink;
mod newsroom;
mod plugin_page;
mod plugin_tools;
mod plugins;
mod quickstart;
mod reference;
mod remembered;
mod same_input;
mod sqlite_sink;
mod warc;
