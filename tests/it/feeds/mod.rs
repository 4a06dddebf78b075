//! The `feed` source as a part of the whole: days of a press town under the real engine, the real binary killed
//! while it reads, the commands.

mod commands;
mod days;
mod killed;
mod press;
