//! `wiredesk feeds revive URL`.

use std::io::{self, Write};

use jiff::Timestamp;
use wiredesk_sources::feed::{
    list,
    options::feed_address,
    status::{Revival, revive},
};

use super::{settings, sources};
use crate::{cli::feeds::ReviveArguments, failure::Failure};

pub(super) fn run(arguments: &ReviveArguments) -> Result<(), Failure> {
    let url = feed_address(&arguments.url)
        .map_err(|error| Failure::rejected(format!("the address `{}`: {error}", arguments.url)))?;
    let mut out = io::stdout().lock();
    let mut followed = false;
    for source in sources(&settings(&arguments.config)?)? {
        let feeds = list::feeds(&source.options).map_err(|error| Failure::rejected(error.to_string()))?;
        if !feeds.feeds.iter().any(|spec| spec.url == url) {
            continue;
        }
        followed = true;
        let revival = match source.folder.as_deref() {
            Some(folder) => revive(folder, &url, Timestamp::now()),
            None => Ok(Revival::NotRetired),
        };
        match revival.map_err(|failure| Failure::failed(failure.to_string()))? {
            Revival::Revived => writeln!(out, "source `{}` asks {url} again", source.id)?,
            Revival::NotRetired => writeln!(out, "source `{}` has not given {url} up: nothing to do", source.id)?,
        }
    }
    if !followed {
        let failure = Failure::rejected(format!("no feed source follows {url}"));
        return Err(failure.hint("`wiredesk feeds` lists the feeds; `wiredesk feeds add` adds one"));
    }
    Ok(())
}
