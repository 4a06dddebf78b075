//! The wiredesk program: the built-in components behind the command line.

fn main() -> std::process::ExitCode {
    wiredesk::run_cli(wiredesk::registry())
}
