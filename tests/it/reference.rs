//! Files that are made from the program are as fresh as the program.
//!
//! `WIREDESK_BLESS=1 cargo test --test it reference` writes them anew.

use std::fs;

use crate::newsroom::{Newsroom, root};

pub(crate) fn assert_fresh(file: &str, made: &str) {
    let path = root().join(file);
    if std::env::var_os("WIREDESK_BLESS").is_some() {
        fs::write(&path, made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "`{file}` is stale: WIREDESK_BLESS=1 cargo test --test it reference");
}

#[cfg(feature = "net")]
#[test]
fn the_reference_configuration_is_what_the_components_say() {
    let newsroom = Newsroom::new();
    newsroom.ok(&["init", "--full", "full.toml"]);
    assert_fresh("config/wiredesk.toml", &fs::read_to_string(newsroom.path("full.toml")).unwrap());
}

#[cfg(feature = "net")]
#[test]
fn every_component_is_still_there() {
    assert_fresh("tests/it/components.txt", &Newsroom::new().ok(&["list"]));
}

#[cfg(feature = "net")]
#[test]
fn the_configurations_of_the_project_have_no_mistakes() {
    for file in ["config/wiredesk.toml", "config/quickstart.toml", "config/newsroom.toml"] {
        Newsroom::new().ok(&["check", root().join(file).to_str().unwrap()]);
    }
}

#[test]
fn a_configuration_made_by_init_has_no_mistakes() {
    let newsroom = Newsroom::new();
    newsroom.ok(&["init"]);
    newsroom.ok(&["check"]);
    assert_eq!(newsroom.wiredesk(&["init"]).status.code(), Some(2), "an existing file is left alone");
}
