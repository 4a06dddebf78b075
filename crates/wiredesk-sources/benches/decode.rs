//! CPU time per 4 KB article from NDJSON bytes to a document, the hot path of every archive run. Counts
//! the scheduler's CPU time rather than the clock's, so that a busy machine does not change the figure.
#![allow(clippy::print_stdout, missing_docs)]

use std::{fmt::Write, hint::black_box, io::Cursor, sync::Arc};

use jiff::Timestamp;
use wiredesk_core::Document;
use wiredesk_sources::formats::{Format, FormatOptions, read_articles};

const ARTICLES: usize = 2_000;
const ROUNDS: usize = 20;

fn main() {
    let sentence = "The harbour board of Port Lorne put off the vote on a second quay until the spring. ";
    let mut plain = String::new();
    let mut escaped = String::new();
    for number in 0..ARTICLES {
        for (lines, end) in [(&mut plain, " "), (&mut escaped, "\\n")] {
            let text = format!("{sentence}{end}").repeat(46);
            let head = format!("{{\"id\":\"article-{number}\",\"url\":\"https://news.example/{number}\"");
            writeln!(lines, "{head},\"published\":\"2024-10-01T08:00:00Z\",\"title\":\"Quay\",\"authors\":[\"Ada Byrd\"],\"text\":\"{text}\"}}")
                .expect("writing to a string does not fail");
        }
    }
    for (name, lines) in [("plain", plain), ("escaped", escaped)] {
        let lines: Arc<[u8]> = lines.into_bytes().into();
        let options = Arc::new(FormatOptions::default());
        let source: Arc<str> = "bench".into();
        let before = cpu();
        for _ in 0..ROUNDS {
            for article in read_articles(Box::new(Cursor::new(lines.clone())), Format::Ndjson, "bench", &options) {
                let article = article.expect("every article is whole");
                black_box(Document::new(source.clone(), article, Timestamp::MAX));
            }
        }
        let spent = cpu() - before;
        println!("ndjson, {name}: {:.2} µs per article", spent as f64 / 1000.0 / (ARTICLES * ROUNDS) as f64);
    }
}

/// Nanoseconds of CPU that this process has used (Linux).
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("a Linux kernel with scheduler statistics");
    stat.split(' ').next().and_then(|ns| ns.parse().ok()).expect("the first field is a number")
}
