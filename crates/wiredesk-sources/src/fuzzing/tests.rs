//! The inputs that are kept beside the fuzz targets: their own inventions that reach most of a parser, and every input
//! with which something was found.

use std::{fs, path::Path};

fn check(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(target);
    let mut count = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        // named before it runs: a stack that overflows says nothing
        eprintln!("{}", path.display());
        run(&fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count > 5, "{} holds {count} inputs", folder.display());
}

#[test]
fn charset() {
    check("charset", super::charset);
}

#[test]
fn date() {
    check("date", super::date);
}

#[cfg(feature = "net")]
#[test]
fn feed() {
    check("feed", super::feed);
}

#[test]
fn html() {
    check("html", super::html);
}

#[test]
fn warc() {
    check("warc", super::warc);
}
