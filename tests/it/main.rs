//! Tests of the whole program: the real binary over real files, databases and signals. One crate
//! with a module per concern, so that it is linked once.

mod bad_input;
mod commands;
mod exactly_once;
mod large_input;
mod newsroom;
mod quickstart;
mod reference;
mod same_input;
