//! The guard as a program of its own: for the tests of this crate, and for programs on top of it
//! that have no command line to hide the guard in. `wiredesk` itself is its own guard.

fn main() -> std::process::ExitCode {
    wiredesk_plugins::process::guard(std::env::args_os().skip(1))
}
