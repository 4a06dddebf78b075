//! Memory stays bounded however much there is to read.
//!
//! The long form:
//!
//!     WIREDESK_TEST_FILES=100000 WIREDESK_TEST_MEGABYTES=4096 cargo test --release --test it large_input

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use wiredesk_testkit::articles::articles;

use crate::newsroom::Newsroom;

const MOST: u64 = 200 << 20;

fn number(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |text| text.parse().expect("a number"))
}

#[test]
fn a_folder_of_many_small_articles_is_read_in_bounded_memory() {
    let files = number("WIREDESK_TEST_FILES", 3000);
    let newsroom = Newsroom::new();
    newsroom.inbox(1, files, 300);
    newsroom.configure("[pipeline]\nextractors = []\n");
    let summary = newsroom.run_once();
    assert_eq!(summary["delivered"], files);
    assert!(summary["peak_memory"].as_u64().unwrap() < MOST, "{summary:#}");
    let again = newsroom.run_once();
    assert_eq!(again["delivered"], 0);
    assert!(again["peak_memory"].as_u64().unwrap() < MOST, "{again:#}");
}

#[test]
fn one_large_file_is_read_in_bounded_memory() {
    let bytes = number("WIREDESK_TEST_MEGABYTES", 40) << 20;
    let newsroom = Newsroom::new();
    let mut out = BufWriter::new(File::create(newsroom.path("wire.ndjson")).unwrap());
    // the same thousand articles under new names, so that writing them takes no longer than reading
    let some: Vec<_> = articles(1, 4096).take(1000).collect();
    let (mut written, mut count) = (0, 0);
    while written < bytes {
        let mut article = some[count % some.len()].clone();
        article.key = format!("large-{count}");
        let line = article.ndjson();
        out.write_all(line.as_bytes()).unwrap();
        written += line.len();
        count += 1;
    }
    out.into_inner().unwrap();
    newsroom.configure("[pipeline]\nextractors = []\nsinks = [\"lines\"]\n");
    let summary = newsroom.run_once();
    assert_eq!(summary["delivered"], count);
    assert!(summary["peak_memory"].as_u64().unwrap() < MOST, "{summary:#}");
}
