//! `wiredesk schema`: the JSON Schema of the records.

use std::io::{self, Write};

use crate::failure::Failure;

pub(super) fn run() -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:#}", wiredesk_core::record::schema())?;
    Ok(())
}
