//! The commands of `docs/plugins.md` do what the page says. Its blocks ```console test=SECTION are
//! run line by line, each section in a folder of its own; the lines between the commands have to be
//! in their output, where `…` stands for anything.

use std::{fs, path::Path, process::Command};

use crate::newsroom::{Newsroom, root, text};

/// A command of the page and what the page shows of its output.
struct Step {
    command: String,
    shown: Vec<String>,
}

/// The commands of one section.
fn steps(section: &str) -> Vec<Step> {
    let page = fs::read_to_string(root().join("docs/plugins.md")).unwrap();
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            inside = !inside && fence == format!("console test={section}");
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), shown: Vec::new() });
        } else if inside {
            steps.last_mut().unwrap().shown.push(line.to_owned());
        }
    }
    assert!(!steps.is_empty(), "no block of `{section}`");
    steps
}

/// Runs one step as a shell would.
fn run(newsroom: &Newsroom, step: &Step) {
    let binary = Path::new(env!("CARGO_BIN_EXE_wiredesk")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &step.command])
        .current_dir(newsroom.path(""))
        .envs([("PATH", path.as_str()), ("WIREDESK_CHECKOUT", root().to_str().unwrap())])
        .env("CARGO_TARGET_DIR", newsroom.path("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "$ {}\n{out}{err}", step.command);
    let mut rest = out.as_str();
    for line in &step.shown {
        for part in line.split('…').filter(|part| !part.is_empty()) {
            let at = rest.find(part).unwrap_or_else(|| panic!("$ {}\nno `{part}` in the rest of\n{out}", step.command));
            rest = &rest[at + part.len()..];
        }
    }
}

#[test]
fn a_process_is_running_after_the_steps_of_the_page() {
    let newsroom = Newsroom::new();
    for step in steps("process") {
        run(&newsroom, &step);
    }
}

#[test]
fn a_component_is_running_after_the_steps_of_the_page() {
    let newsroom = Newsroom::new();
    for step in steps("wasm") {
        if step.command.starts_with("wiredesk plugin build") && !can_build_components() {
            println!("the compiler has no target wasm32-unknown-unknown: taking the component of examples/plugins");
            let component = root().join("examples/plugins/tickers_wasm/tickers_wasm.wasm");
            fs::copy(component, newsroom.path("tickers/tickers.wasm")).unwrap();
        } else {
            run(&newsroom, &step);
        }
    }
}

#[test]
fn a_program_of_ones_own_is_written_by_the_steps_of_the_page() {
    let newsroom = Newsroom::new();
    for step in steps("rust") {
        run(&newsroom, &step);
    }
    assert!(newsroom.path("tickers/src/main.rs").is_file());
}

/// Whether the compiler brings the library for the target of components.
fn can_build_components() -> bool {
    let arguments = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler).args(arguments).output().unwrap();
    fs::read_dir(text(&output.stdout).trim()).is_ok_and(|mut files| files.next().is_some())
}
