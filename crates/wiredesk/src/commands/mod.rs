//! One file per subcommand. Each takes its arguments and a [`Session`], writes its result to
//! standard output, and leaves errors to the caller.

mod chain;
mod check;
mod completions;
mod describe;
mod extract;
#[cfg(feature = "net")]
mod feeds;
mod find;
mod init;
mod list;
mod plan;
mod plugin;
mod run;
mod schema;
mod show;
mod stories;

use indicatif::ProgressBar;
use wiredesk_config::{LoadOptions, Settings};
use wiredesk_core::Registry;

use crate::{
    cli::{Cli, Command, ConfigArguments},
    failure::Failure,
    logging::{self, LogFormat},
    terminal::Terminal,
};

/// The configuration that is taken where none is named.
pub(crate) const USUAL: &str = "wiredesk.toml";

/// What every command may need.
pub(crate) struct Session {
    /// The components of this program.
    pub(crate) registry: Registry,
    /// Standard output.
    pub(crate) stdout: Terminal,
    /// Standard error.
    pub(crate) stderr: Terminal,
    log: Option<String>,
}

impl Session {
    /// Of this process.
    pub(crate) fn new(registry: Registry, cli: &Cli) -> Self {
        Self {
            registry,
            stdout: Terminal::stdout(cli.color),
            stderr: Terminal::stderr(cli.color),
            log: cli.log.clone(),
        }
    }

    /// Starts logging at the level asked for on the command line, else at `level`.
    pub(crate) fn start_logging(&self, level: &str, format: LogFormat, bar: ProgressBar) -> Result<(), Failure> {
        let filter = self.log.as_deref().unwrap_or(level);
        logging::start(filter, format, self.stderr.colour, bar).map_err(Failure::rejected)
    }
}

/// Does what was asked.
pub(crate) fn dispatch(session: &Session, command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(session, &arguments),
        Command::Check(arguments) => check::run(session, &arguments),
        Command::Plan(arguments) => plan::run(session, &arguments),
        Command::List(arguments) => list::run(session, &arguments),
        Command::Describe(arguments) => describe::run(session, &arguments),
        Command::Init(arguments) => init::run(session, &arguments),
        Command::Extract(arguments) => extract::run(session, arguments),
        Command::Show(arguments) => show::run(session, arguments),
        Command::Find(arguments) => find::run(session, &arguments),
        Command::Stories(arguments) => stories::run(session, &arguments),
        #[cfg(feature = "net")]
        Command::Feeds(arguments) => feeds::run(session, arguments),
        Command::Plugin { command } => plugin::run(session, command),
        Command::Schema => schema::run(),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// The settings of `list` and `describe`, which work without a configuration: those of the file
/// that was named, else of the usual one if it is there.
fn settings_if_any(config: Option<&std::path::Path>) -> Result<Settings, Failure> {
    let usual = std::path::Path::new(USUAL);
    match config.or_else(|| usual.exists().then_some(usual)) {
        Some(config) => settings(&ConfigArguments { config: config.to_owned(), set: Vec::new() }),
        None => Ok(Settings::default()),
    }
}

/// Reads the settings that the arguments name, with the environment.
fn settings(arguments: &ConfigArguments) -> Result<Settings, Failure> {
    if !arguments.config.exists() {
        let message = format!("no configuration at `{}`", arguments.config.display());
        return Err(Failure::rejected(message).hint("`wiredesk init` writes one to start from"));
    }
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let options = LoadOptions {
        file: Some(arguments.config.clone()),
        environment: environment.collect(),
        flags: arguments.set.clone(),
    };
    Settings::load(options).map_err(Failure::Configuration)
}
