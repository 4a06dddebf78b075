//! `wiredesk completions SHELL`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{cli::Cli, failure::Failure};

pub(super) fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wiredesk", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(())
}
