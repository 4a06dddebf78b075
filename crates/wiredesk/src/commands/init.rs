//! `wiredesk init`: a configuration to start from, never over an existing file.

use std::{
    fs::OpenOptions,
    io::{self, Write},
};

use wiredesk_engine::planner;

use super::Session;
use crate::{cli::InitArguments, failure::Failure, terminal::Style};

const START: &str = include_str!("init.toml");

pub(super) fn run(session: &Session, arguments: &InitArguments) -> Result<(), Failure> {
    let path = arguments.path.display();
    let text = if arguments.full { planner::reference(&session.registry) } else { START.to_owned() };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&arguments.path).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            Failure::rejected(format!("`{path}` is there already"))
                .hint("name another file: `wiredesk init other.toml`")
        } else {
            Failure::rejected(format!("cannot write `{path}`: {error}"))
        }
    })?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::failed(format!("cannot write `{path}`: {error}")))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{} wrote {path}", session.stdout.paint(Style::Good, "ok"))?;
    writeln!(out, "next: put articles into `inbox`, then `wiredesk run --once {path}`")?;
    Ok(())
}
