//! Web archives through the whole program: exactly once whatever ends it, in bounded memory, and what was passed
//! over is told.
//!
//! The long form, a gigabyte and more kills:
//!
//!     WIREDESK_TEST_MEGABYTES=1024 WIREDESK_TEST_KILLS=40 cargo test --release --test it warc

use std::{
    fs::{self, File},
    io::BufWriter,
    thread,
    time::Duration,
};

use rustix::process::Signal;
use wiredesk_testkit::{
    archives::{self, Packing},
    articles::articles,
};

use crate::newsroom::{Newsroom, signal};

/// Bytes of memory that no archive may need.
const MOST: u64 = 300 << 20;

fn number(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |text| text.parse().expect("a number"))
}

/// Archives of about so many bytes of records in all; gives the number of pages.
fn crawl(newsroom: &Newsroom, bytes: usize) -> usize {
    fs::create_dir_all(newsroom.path("crawl/2026")).unwrap();
    let some: Vec<_> = articles(5, 3000).take(500).collect();
    let pages = bytes / 5200;
    let shares = [
        (Packing::Members, "crawl/a.warc.gz", pages / 2),
        (Packing::Plain, "crawl/2026/b.warc", pages / 4),
        (Packing::Whole, "crawl/c.warc.gz", pages - pages / 2 - pages / 4),
    ];
    for (number, (packing, path, count)) in shares.into_iter().enumerate() {
        let mut out = BufWriter::new(File::create(newsroom.path(path)).unwrap());
        archives::write(&mut out, packing, &format!("n{number}"), &some, count).unwrap();
    }
    pages
}

fn configure(newsroom: &Newsroom, more: &str) {
    newsroom.write(
        "wiredesk.toml",
        format!(
            "[daemon]\nstate = \"state\"\n[pipeline]\nextractors = []\nbatch = 16\n\
             [sources.crawl]\ntype = \"warc\"\npath = \"crawl\"\n{more}\
             [sinks.lines]\ntype = \"ndjson\"\npath = \"out/news.ndjson\"\ncommit = {{ documents = 70 }}\n\
             [sinks.desk]\ntype = \"sqlite\"\npath = \"out/news.db\"\ncommit = {{ documents = 50 }}\n"
        ),
    );
}

/// The most memory that a process has had so far, in bytes; 0 where that cannot be asked.
fn peak(child: &std::process::Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) << 10
}

/// Kills it at random moments until that was done often enough, then lets it come to its end.
fn kill_again_and_again(newsroom: &Newsroom, pages: usize) {
    let kills = number("WIREDESK_TEST_KILLS", 12);
    let mut state = 20_261_127_u64;
    let mut killed = 0;
    let mut most = 0;
    loop {
        let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
        if killed < kills {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let longest = 150 + 100 * number("WIREDESK_TEST_MEGABYTES", 0) as u64 / 10;
            thread::sleep(Duration::from_millis((state >> 33) % longest));
            if child.try_wait().unwrap().is_none() {
                most = most.max(peak(&child));
                signal(&child, Signal::KILL);
                killed += 1;
            }
        }
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            most = most.max(peak(&child));
            thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success() || status.code().is_none(), "ended by itself with {status}\n{}", newsroom.log());
        if status.success() {
            break;
        }
    }
    assert!(killed > 0, "it was over before it could be killed");
    assert!(most < MOST, "{most} bytes of memory");
    println!("{pages} pages, killed {killed} times, {} MiB of memory", most >> 20);
    newsroom.assert_each_once(pages);
    let again = newsroom.run_once();
    assert_eq!(again["delivered"], 0, "{again:#}");
}

#[test]
fn each_page_stands_exactly_once_after_being_killed_at_random_moments() {
    let newsroom = Newsroom::new();
    let pages = crawl(&newsroom, number("WIREDESK_TEST_MEGABYTES", 4) << 20);
    configure(&newsroom, "");
    kill_again_and_again(&newsroom, pages);
}

#[test]
fn each_page_of_one_single_archive_stands_exactly_once_however_it_is_packed() {
    for packing in [Packing::Members, Packing::Whole] {
        let newsroom = Newsroom::new();
        fs::create_dir_all(newsroom.path("crawl")).unwrap();
        let some: Vec<_> = articles(6, 3000).take(500).collect();
        let pages = (number("WIREDESK_TEST_MEGABYTES", 4) << 20) / 5200;
        let mut out = BufWriter::new(File::create(newsroom.path("crawl/one.warc.gz")).unwrap());
        archives::write(&mut out, packing, "one", &some, pages).unwrap();
        drop(out);
        configure(&newsroom, "");
        kill_again_and_again(&newsroom, pages);
    }
}

#[test]
fn archives_are_read_in_bounded_memory_and_what_was_passed_over_is_told() {
    let newsroom = Newsroom::new();
    let pages = crawl(&newsroom, number("WIREDESK_TEST_MEGABYTES", 12) << 20);
    configure(&newsroom, "exclude_hosts = [\"courier-3.*\"]\n");
    let summary = newsroom.run_once();
    assert!(summary["peak_memory"].as_u64().unwrap() < MOST, "{summary:#}");
    let source = &summary["metrics"]["components"][0];
    let skipped = &source["reasons"]["skipped"];
    assert_eq!(skipped["request"], pages, "{skipped}");
    assert_eq!(skipped["warcinfo"], 3);
    let hosts = skipped["host"].as_u64().unwrap();
    assert_eq!(summary["delivered"], pages as u64 - hosts);
    assert_eq!(source["done"], source["total"], "progress reaches its end");
    let size: u64 = ["crawl/a.warc.gz", "crawl/2026/b.warc", "crawl/c.warc.gz"]
        .iter()
        .map(|path| fs::metadata(newsroom.path(path)).unwrap().len())
        .sum();
    assert_eq!(source["total"], size);
    println!(
        "{pages} pages, {size} bytes: {} s, {} of memory, {}",
        summary["elapsed_seconds"], summary["peak_memory"], summary["cpu_seconds"]
    );
    let text = newsroom.ok(&["run", "--once", "wiredesk.toml"]);
    assert!(!text.contains("passed over"), "{text}");
    fs::remove_dir_all(newsroom.path("state")).unwrap();
    fs::remove_dir_all(newsroom.path("out")).unwrap();
    let output = newsroom.wiredesk(&["run", "--once", "wiredesk.toml"]);
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(told.contains(&format!("crawl passed over: {pages} request, {hosts} host, 3 warcinfo")), "{told}");
}

#[test]
fn damaged_archives_are_named_and_the_rest_is_read() {
    let newsroom = Newsroom::new();
    let mut bytes = archives::archive(Packing::Members, "a", 20);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 30].fill(0x2e);
    newsroom.write("crawl/a.warc.gz", &bytes);
    newsroom.write("crawl/b.warc.gz", &archives::archive(Packing::Members, "b", 5)[..2000]);
    newsroom.write("crawl/c.warc", "<html>this is no archive</html>");
    configure(&newsroom, "");
    let summary = newsroom.run_once();
    let rejected = &summary["metrics"]["components"][0]["reasons"]["rejected"];
    assert_eq!(*rejected, serde_json::json!({"corrupt": 1, "damaged-record": 1, "truncated": 1}), "{summary:#}");
    assert!(summary["delivered"].as_u64().unwrap() >= 19, "{summary:#}");
    let letters = fs::read_to_string(newsroom.path("state/dead-letters/main.ndjson")).unwrap();
    assert_eq!(letters.lines().count(), 3);
    assert!(letters.contains("a.warc.gz at byte"), "{letters}");
}

#[test]
fn mistakes_in_its_options_are_found_before_it_runs() {
    let newsroom = Newsroom::new();
    newsroom.write("crawl/x", "");
    configure(
        &newsroom,
        "languages = [\"en\", \"klingon\"]\ncontent_types = [\"image/png\"]\nhosts = [\"[\"]\nmax_document = \"1GiB\"\n",
    );
    let output = newsroom.wiredesk(&["check", "wiredesk.toml"]);
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
    for message in ["unknown language: klingon", "no content type that is read: image/png", "no glob", "at most 256MiB"]
    {
        assert!(told.contains(message), "{message}\n{told}");
    }
}
