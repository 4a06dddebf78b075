//! Plugins over time: their log, what they count, what remains of them.

use std::{
    fs, io,
    sync::{Arc, Mutex},
};

use super::{extract, guests, host, moody, setup, told};
use crate::{Limits, Module, Setup};

/// Collects what is logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_flood_of_log_is_cut_off_and_counted() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let module = moody();
    tracing::subscriber::with_default(subscriber, || {
        let limits = Limits { log_lines: 3, ..Limits::default() };
        let mut instance = module.instance(Setup { limits, ..setup() }).unwrap();
        assert_eq!(told(&extract(&mut instance, &["noise"])[0]), "call 1");
    });
    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let written = logged.lines().filter(|line| line.contains("old news")).count();
    // a machine may be so slow that more than one second passes
    assert!((3..1000).contains(&written), "{written}");
    assert!(logged.contains(" INFO wiredesk_plugin: old news plugin=\"acme\""), "{logged}");
    assert_eq!(module.counts().suppressed, 1000 - written as u64);
}

#[test]
fn all_instances_share_the_log_of_their_module() {
    let module = moody();
    let limits = Limits { log_lines: 500, ..Limits::default() };
    for _ in 0..2 {
        let mut instance = module.instance(Setup { limits, ..setup() }).unwrap();
        extract(&mut instance, &["noise"]);
    }
    assert!(module.counts().suppressed >= 1000, "{:?}", module.counts());
}

#[test]
fn a_fresh_instance_remembers_nothing() {
    let mut instance = moody().instance(setup()).unwrap();
    let told_each = |instance: &mut _, texts: &[&str]| -> Vec<String> {
        extract(instance, texts).iter().map(|answer| told(answer).to_owned()).collect()
    };
    assert_eq!(told_each(&mut instance, &["good"]), ["call 1"]);
    assert_eq!(told_each(&mut instance, &["good"]), ["call 2"]);
    assert_eq!(told_each(&mut instance, &["trap"]), ["trap"]);
    assert_eq!(told_each(&mut instance, &["good"]), ["call 1"]);
}

#[test]
fn a_large_batch_is_handed_over_in_several_calls() {
    let mut instance = moody().instance(setup()).unwrap();
    let labels = |answers: &[Result<_, _>]| answers.iter().map(|answer| told(answer).to_owned()).collect::<Vec<_>>();
    let answers = labels(&extract(&mut instance, &["good"; 33]));
    assert_eq!([&answers[15], &answers[16], &answers[32]], ["call 1", "call 2", "call 3"]);
    let long = "good".repeat(200 << 10);
    let answers = labels(&extract(&mut instance, &[&long, &long, "good"]));
    assert_eq!(answers, ["call 4", "call 5", "call 5"]);
}

#[test]
fn a_plugin_can_be_replaced_again_and_again_without_growing() {
    let folder = tempfile::tempdir().unwrap();
    let host = crate::Host::new(Some(folder.path().into())).unwrap();
    let bytes = guests::moody();
    let mut after_warming_up = 0;
    for round in 0..300 {
        let mut instance = Module::load(&host, "acme", &bytes).unwrap().instance(setup()).unwrap();
        assert_eq!(told(&extract(&mut instance, &["good", "trap"])[0]), "call 1");
        if round == 50 {
            after_warming_up = resident();
        }
    }
    let grown = resident().saturating_sub(after_warming_up);
    assert!(grown < 32 << 20, "{grown} bytes more than at the start");
}

/// Resident memory of this process in bytes; zero where the system does not tell.
fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default()
        * rustix::param::page_size()
}

#[test]
fn a_module_outlives_the_handle_of_its_host() {
    let host = host();
    let module = Module::load(&host, "acme", &guests::moody()).unwrap();
    drop(host);
    let mut instance = module.instance(setup()).unwrap();
    drop(module);
    assert_eq!(told(&extract(&mut instance, &["loop"])[0]), "timeout");
}
