//! Which files are taken as plugins, and what is kept of them on disk.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use wiredesk_core::Disposition;

use super::{extract, guests, host, moody, setup, told};
use crate::{Host, Module, Setup};

/// A file that is none.
fn check(bytes: &[u8], code: &str, message: &str) {
    let failure = Module::load(&host(), "acme", bytes).unwrap_err();
    assert_eq!((&*failure.code, failure.disposition), (code, Disposition::Fatal));
    assert!(failure.message.starts_with("plugin `acme` "), "{}", failure.message);
    assert!(failure.message.contains(message), "{}", failure.message);
}

#[test]
fn a_file_that_is_no_component_is_refused() {
    check(b"", "not-a-component", "is no WebAssembly");
    check(b"(component)", "not-a-component", "is no WebAssembly");
    let random: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    check(&random, "not-a-component", "is no WebAssembly");
    check(&[&b"\0asm\x0d\0\x01\0"[..], &random].concat(), "not-a-component", "cannot be compiled");
    check(b"\0asm\x0e\0\x01\0", "not-a-component", "version of the component format");
    check(&vec![0; (64 << 20) + 1], "too-large", "larger than 64 MiB");
}

#[test]
fn a_plain_module_is_told_how_to_become_a_component() {
    check(&wat::parse_str("(module)").unwrap(), "not-a-component", "turn it into one with `wasm-tools component new`");
}

#[test]
fn another_version_of_the_protocol_is_named() {
    let [wat, wit] = [guests::MOODY, guests::WIT].map(|text| text.replace("@1.0.0", "@2.0.0"));
    let message = "speaks version 2.0.0 of the protocol; this wiredesk speaks 1";
    check(&guests::component(&wat, &wit), "protocol", message);
}

#[test]
fn a_later_version_that_only_adds_is_taken() {
    let [wat, wit] = [guests::MOODY, guests::WIT].map(|text| text.replace("@1.0.0", "@1.0.7"));
    let module = Module::load(&host(), "acme", &guests::component(&wat, &wit)).unwrap();
    assert_eq!(told(&extract(&mut module.instance(setup()).unwrap(), &["good"])[0]), "call 1");
}

#[test]
fn a_component_for_something_else_is_told_which_world_to_be_built_for() {
    let empty = wat::parse_str("(component)").unwrap();
    check(&empty, "protocol", "does not export `wiredesk:extractor/guest`; build it for the world `extractor`");
}

#[test]
fn records_that_were_changed_under_the_same_version_are_noticed() {
    let wit = guests::WIT.replace("label: string,", "label: string, more: string,");
    let failure =
        Module::load(&host(), "acme", &guests::component(guests::MOODY, &wit)).unwrap().instance(setup()).unwrap_err();
    assert_eq!(failure.code, "protocol", "{failure}");
    assert!(failure.message.contains("expected record of 5 fields, found 6 fields"), "{failure}");
}

#[test]
fn imports_that_are_not_given_are_named() {
    let clock = "package wasi:clocks@0.2.0 { interface wall { now: func() -> u64; } }";
    let wit = guests::WIT.replace("import log;", "import log; import wasi:clocks/wall@0.2.0;") + clock;
    let import = r#"(import "wasi:clocks/wall@0.2.0" "now" (func $now (result i64)))"#;
    let wat = guests::MOODY
        .replace("(memory (export", &format!("{import} (memory (export"))
        .replace("(then (unreachable))", "(then (drop (call $now)) (unreachable))");
    let message = "asks for `wasi:clocks/wall@0.2.0`, a plugin gets nothing but a log";
    check(&guests::component(&wat, &wit), "imports", message);
    let wit = guests::WIT.replace("write: func", "read: func() -> u64; write: func");
    let import = r#"(import "wiredesk:extractor/log@1.0.0" "read" (func $now (result i64)))"#;
    let wat = guests::MOODY
        .replace("(memory (export", &format!("{import} (memory (export"))
        .replace("(then (unreachable))", "(then (drop (call $now)) (unreachable))");
    check(&guests::component(&wat, &wit), "protocol", "`read`");
}

#[test]
fn options_that_the_plugin_refuses_are_a_failure_in_its_own_words() {
    let failure = |options: &str| moody().instance(Setup { options: options.into(), ..setup() }).unwrap_err();
    let refused = failure(r#"{"e":1}"#);
    assert_eq!((&*refused.code, &*refused.message), ("options", "the list is empty"));
    assert_eq!(failure(r#"{"t":1}"#).code, "trap");
    assert_eq!(failure(r#"{"l":1}"#).code, "timeout");
}

/// The compiled plugins in a folder.
fn kept(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Loads the plugin with the cache in `folder` and has it answer.
fn load(folder: &Path) {
    let host = Host::new(Some(folder.into())).unwrap();
    let module = Module::load(&host, "acme", &guests::moody()).unwrap();
    assert_eq!(told(&extract(&mut module.instance(setup()).unwrap(), &["good"])[0]), "call 1");
}

#[test]
fn a_compiled_plugin_is_kept_for_this_user_alone_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("a/b");
    load(&cache);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let [entry] = &kept(&cache)[..] else { panic!("one entry, nothing unfinished") };
    assert_eq!((mode(&cache), mode(entry)), (0o700, 0o600));
    let written = fs::metadata(entry).unwrap();
    load(&cache);
    let after = fs::metadata(entry).unwrap();
    assert_eq!(written.created().ok(), after.created().ok(), "not written again");
    assert_eq!(kept(&cache).len(), 1);
}

#[test]
fn an_entry_that_cannot_be_believed_is_compiled_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    load(&cache);
    let [entry] = &kept(&cache)[..] else { panic!("one entry") };
    let whole = fs::read(entry).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, &whole).unwrap();
    for (what, spoil) in [
        ("empty", &(|| fs::write(entry, b"").unwrap()) as &dyn Fn()),
        ("cut", &|| fs::write(entry, &whole[..whole.len() / 2]).unwrap()),
        ("one bit", &|| fs::write(entry, &flipped).unwrap()),
        ("writable by others", &|| fs::set_permissions(entry, fs::Permissions::from_mode(0o666)).unwrap()),
        ("a link", &|| {
            fs::remove_file(entry).unwrap();
            symlink(&elsewhere, entry).unwrap();
        }),
    ] {
        spoil();
        load(&cache);
        let metadata = fs::symlink_metadata(entry).unwrap();
        assert!(metadata.is_file() && metadata.permissions().mode() & 0o777 == 0o600, "{what}");
        assert_eq!(fs::read(entry).unwrap().len(), whole.len(), "{what}");
    }
    assert_eq!(fs::read(&elsewhere).unwrap(), whole, "what a link points to is left alone");
}

#[test]
fn an_entry_of_another_plugin_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    load(folder.path());
    let entry = kept(folder.path()).remove(0);
    let foreign = fs::read(&entry).unwrap();
    let other = guests::MOODY.replace("call 0", "turn 0");
    let host = Host::new(Some(folder.path().into())).unwrap();
    let load = || Module::load(&host, "acme", &guests::component(&other, guests::WIT)).unwrap();
    drop(load());
    let second = kept(folder.path()).into_iter().find(|path| *path != entry).unwrap();
    fs::write(second, foreign).unwrap();
    assert_eq!(told(&extract(&mut load().instance(setup()).unwrap(), &["good"])[0]), "turn 1");
}

#[test]
fn a_folder_that_others_can_write_to_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let failure = Host::new(Some(folder.path().into())).unwrap_err();
    assert_eq!(failure.code, "cache");
    assert!(failure.message.contains("can be written by others; "), "{failure}");
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    assert_eq!(Host::new(Some(file)).unwrap_err().code, "cache");
}
