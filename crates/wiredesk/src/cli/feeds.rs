//! The command line of `wiredesk feeds`.

use clap::{Args, Subcommand};

use super::{ConfigArguments, Format};

/// Options of `feeds`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "What is shown comes from the state folder: the daemon may be running or not.\n\n\
                        Find and add feeds:  wiredesk feeds add https://post.example/\n\
                        Ask a feed again that was given up as gone:  wiredesk feeds revive https://post.example/feed")]
pub(crate) struct FeedsArguments {
    /// What to do instead of listing
    #[command(subcommand)]
    pub(crate) command: Option<FeedsCommand>,
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// Only feeds that cannot be read
    #[arg(long)]
    pub(crate) failing: bool,
    /// How to print the feeds
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// What to do with feeds.
#[derive(Debug, Subcommand)]
pub(crate) enum FeedsCommand {
    /// Find the feeds of a page and add them to the list of a feed source
    Add(AddArguments),
    /// Ask a feed again that was given up because its server said that it is gone for good
    Revive(ReviveArguments),
}

/// Options of `feeds revive`.
#[derive(Debug, Args)]
#[command(
    after_help = "A server that answers 410 is not asked again; `wiredesk feeds` shows such a feed as `retired`. Once it \
                        is revived, a running daemon polls it within a minute or two, any other one when it is started. What was \
                        read of it before is still known and is not delivered again."
)]
pub(crate) struct ReviveArguments {
    /// Address of the feed, as `wiredesk feeds` shows it
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
}

/// Options of `feeds add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Feeds go into the file that the source names as its `list`; a running daemon reads it again by \
                        itself. A source without a `list` is left alone: the lines to write are printed."
)]
pub(crate) struct AddArguments {
    /// Address of a feed, or of a page that links to feeds
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) config: ConfigArguments,
    /// The feed source to add to, where there are several
    #[arg(long, value_name = "ID")]
    pub(crate) source: Option<String>,
    /// Show what was found without adding it
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}
