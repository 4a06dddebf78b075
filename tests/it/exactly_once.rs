//! Nothing is lost and nothing stands twice, whatever ends the process and when.
//!
//! The numbers are small enough for every run; the long form is the same test with other numbers:
//!
//!     WIREDESK_TEST_KILLS=200 WIREDESK_TEST_DOCUMENTS=20000 cargo test --release --test it exactly_once

use std::{thread, time::Duration};

use rustix::process::Signal;

use crate::newsroom::{Newsroom, signal};

fn number(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |text| text.parse().expect("a number"))
}

/// Waits that look random and are the same on every run (a linear congruential generator).
fn waits(longest: u64) -> impl Iterator<Item = Duration> {
    let mut state = 20_261_124_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis((state >> 33) % longest)
    })
}

/// Ends the process with `ending` again and again at random moments until that was done so
/// often, starting anew in a fresh newsroom whenever everything has been delivered.
fn end_again_and_again(ending: Signal) {
    let documents = number("WIREDESK_TEST_DOCUMENTS", 1500);
    let wanted = number("WIREDESK_TEST_KILLS", 15);
    let mut waits = waits(400);
    let mut ended = 0;
    let mut completed = 0;
    while ended < wanted || completed == 0 {
        let newsroom = Newsroom::new();
        newsroom.wire(1, documents / 2, 1500);
        newsroom.inbox(2, documents - documents / 2, 1500);
        // small commits, so that there is something to be cut between
        newsroom
            .configure("commit = { documents = 50 }\n[sinks.lines.commit]\ndocuments = 70\n[pipeline]\nbatch = 16\n");
        loop {
            let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
            if ended < wanted {
                thread::sleep(waits.next().unwrap_or_default());
                if child.try_wait().unwrap().is_none() {
                    signal(&child, ending);
                    ended += 1;
                }
            }
            let status = child.wait().unwrap();
            assert!(status.success() || status.code().is_none(), "ended by itself with {status}\n{}", newsroom.log());
            // being stopped is an orderly end with status 0 as well
            if status.success() && newsroom.counts().iter().all(|count| *count >= documents) {
                break;
            }
        }
        newsroom.assert_each_once(documents);
        completed += 1;
    }
}

#[test]
fn each_article_stands_exactly_once_after_being_killed_at_random_moments() {
    end_again_and_again(Signal::KILL);
}

#[test]
fn each_article_stands_exactly_once_after_being_stopped_at_random_moments() {
    end_again_and_again(Signal::TERM);
}

#[test]
fn a_shutdown_that_is_given_up_at_its_deadline_loses_and_doubles_nothing() {
    let (documents, wanted) = (3000, 8);
    let newsroom = Newsroom::new();
    newsroom.wire(4, documents, 1500);
    newsroom.configure("commit = { documents = 50 }\n[sinks.lines.commit]\ndocuments = 70\n[pipeline]\nbatch = 16\n");
    let (mut ended, mut given_up) = (0, 0);
    let mut waits = waits(500);
    loop {
        let limit = ["--set", "daemon.shutdown_deadline=0s"];
        let mut child = newsroom.start(&[&["run", "--once", "--quiet"][..], &limit, &["wiredesk.toml"]].concat());
        if ended < wanted {
            thread::sleep(waits.next().unwrap_or_default());
            if child.try_wait().unwrap().is_none() {
                signal(&child, Signal::TERM);
                ended += 1;
            }
        }
        let status = child.wait().unwrap();
        given_up += usize::from(status.code() == Some(1));
        if status.success() && newsroom.counts().iter().all(|count| *count >= documents) {
            break;
        }
    }
    let log = newsroom.log();
    assert!(given_up > 0 && log.contains("not finished after the stop signal, and no progress for 0ns"), "{log}");
    newsroom.assert_each_once(documents);
}

#[test]
fn a_sink_that_fails_for_a_while_loses_and_doubles_nothing() {
    let newsroom = Newsroom::new();
    newsroom.wire(3, 10_000, 1500);
    newsroom.configure("commit = { documents = 50 }\nbusy_timeout = \"100ms\"\n[pipeline]\nextractors = []\n");
    let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
    let wait_for = |child: &mut std::process::Child, sign: &dyn Fn() -> bool| {
        while !sign() {
            assert!(child.try_wait().unwrap().is_none(), "ended early\n{}", newsroom.log());
            thread::sleep(Duration::from_millis(5));
        }
    };
    let written = |name: &str| newsroom.path(name).metadata().is_ok_and(|file| file.len() > 0);
    wait_for(&mut child, &|| written("out/news.db") && written("out/news.ndjson"));
    // another program takes the database's lock: one sink fails, the other one goes on
    let database = newsroom.database();
    database.busy_timeout(Duration::from_secs(20)).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    wait_for(&mut child, &|| newsroom.log().contains("tried again"));
    signal(&child, Signal::KILL);
    child.wait().unwrap();
    assert!(newsroom.delivered()[1].len() < 10_000, "the lock came too late to keep anything from the sink");
    // the lock goes while the next process is trying
    let mut child = newsroom.start(&["run", "--once", "--quiet", "wiredesk.toml"]);
    wait_for(&mut child, &|| newsroom.log().contains("trying again"));
    database.execute_batch("ROLLBACK").unwrap();
    drop(database);
    assert!(child.wait().unwrap().success(), "{}", newsroom.log());
    newsroom.assert_each_once(10_000);
}
