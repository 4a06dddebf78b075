//! What extractors remember: told what has become of documents, kept when every sink has them, given back
//! after a crash, never more than they want.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::pending,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use wiredesk_core::{
    DocumentId,
    error::Failure,
    memory::Fate,
    registry::ConfiguredSink,
    sink::{Batch, Marks, Opened, Sink, SinkContext, WriteError, Written},
    source::Mode,
};
use wiredesk_engine::{
    RunError, RunOptions,
    metrics::{Counter, Role},
    notes, run,
};
use wiredesk_testkit::{Blueprint, Copycat, Faults, FaultySink, Recording, Script, article};

use super::once;

const OWNER: notes::Owner<'_> = notes::Owner { pipeline: "main", extractor: "copies", component: "toy" };

fn id(number: u64) -> DocumentId {
    DocumentId::of("inbox", &format!("a{number}"), None)
}

/// Articles of which every text comes `times` times, the copies `apart` articles after each other.
fn copies(count: u64, apart: u64, times: u64) -> Script {
    Script::generated(count, move |n| {
        let (round, place) = (n / (apart * times), n % apart);
        article(&format!("a{n}"), &format!("Ferry {place} of round {round} left Brackwater.")).into()
    })
}

/// What stands in the state folder, with whether it is durable.
fn kept(state: &Path) -> BTreeMap<DocumentId, bool> {
    let mut kept = BTreeMap::new();
    notes::read(state, OWNER, |document, _, durable| assert!(kept.insert(document, durable).is_none())).unwrap();
    kept
}

/// The first copy that each document names.
fn marks(sink: &Recording) -> BTreeMap<String, Option<DocumentId>> {
    sink.documents().iter().map(|document| (document.key.clone(), document.layers.duplicate_of)).collect()
}

#[tokio::test]
async fn documents_are_remembered_in_their_order_with_or_without_state() {
    for workers in [1, 4] {
        let (sink, copycat) = (Recording::new(), Copycat::default());
        let plan = Blueprint::new()
            .source("inbox", copies(200, 50, 2))
            .stage("copies", copycat.clone())
            .with(|stage| stage.workers = workers)
            .sink("desk", sink.clone());
        once(plan).await.unwrap();
        assert_eq!(copycat.seen().built, 1, "one memory, whatever the number of workers");
        let marks = marks(&sink);
        for number in 0..200 {
            let first = (number % 100 >= 50).then(|| id(number - 50));
            assert_eq!(marks[&format!("a{number}")], first, "a{number}");
        }
    }
}

#[tokio::test]
async fn what_some_sink_refuses_or_a_stage_takes_out_is_lost_and_the_rest_is_kept() {
    let state = tempfile::tempdir().unwrap();
    let (desk, archive, copycat) = (Recording::new(), Recording::with_own_positions(), Copycat::default());
    archive.reject(["a3"]);
    let script = Script::generated(400, |n| {
        let what = if n == 5 { "FAIL".to_owned() } else { format!("Ferry {n} left.") };
        article(&format!("a{n}"), &what).into()
    });
    let plan = Blueprint::new()
        .state(state.path())
        .source("inbox", script)
        .stage("copies", copycat.clone())
        .stage("tags", wiredesk_testkit::Toy::tagger("toy/tags"))
        .with(|stage| stage.on_error = wiredesk_engine::plan::OnError::DeadLetter)
        .sink("desk", desk.clone())
        .sink("archive", archive.clone());
    once(plan).await.unwrap();
    let expected: BTreeMap<DocumentId, bool> =
        (0..400).filter(|n| ![3, 5].contains(n)).map(|n| (id(n), true)).collect();
    assert_eq!(kept(state.path()), expected);
    let fates: BTreeMap<DocumentId, Fate> = copycat.seen().fates.into_iter().collect();
    assert!(fates.contains_key(&id(3)) && fates.contains_key(&id(100)), "it is told before the end of the run");
    for (document, fate) in fates {
        assert_eq!(fate == Fate::Lost, [id(3), id(5)].contains(&document));
    }
}

fn crashing(state: &Path, source: &Script, copycat: &Copycat, sinks: &[Recording; 2]) -> Blueprint {
    let faulty = |sink: &Recording| FaultySink(sink.clone(), Faults::new().retry_every(40));
    Blueprint::new()
        .state(state)
        .source("inbox", source.clone())
        .stage("copies", copycat.clone())
        .sink("kept", faulty(&sinks[0]))
        .sink("own", faulty(&sinks[1]))
}

/// Ends a run at an arbitrary moment, as a crash would, once a sink holds `enough` documents.
fn crash(plan: Blueprint, sink: &Recording, enough: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    runtime.block_on(async {
        let running = tokio::spawn(run(plan.build(), RunOptions::new(Mode::Once), pending()));
        while !running.is_finished() && sink.keys().len() < enough {
            tokio::task::yield_now().await;
        }
    });
    runtime.shutdown_background();
}

/// Crashes again and again, then runs to the end.
fn crash_often(state: &Path, source: &Script, copycat: &Copycat, sinks: &[Recording; 2], step: usize) {
    for enough in (1..1200).step_by(step) {
        crash(crashing(state, source, copycat, sinks), &sinks[enough % 2], enough);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        // the state thread of a crashed run may hold the folder for a moment
        while let Err(error) = once(crashing(state, source, copycat, sinks)).await {
            assert!(matches!(error, RunError::Locked { .. }), "{error}");
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn after_a_crash_at_any_moment_every_document_gets_the_same_answer() {
    let state = tempfile::tempdir().unwrap();
    let (source, copycat) = (copies(1200, 30, 4), Copycat::default());
    let sinks = [Recording::new(), Recording::with_own_positions()];
    crash_often(state.path(), &source, &copycat, &sinks, 97);
    for sink in &sinks {
        let marks = marks(sink);
        assert_eq!(marks.len(), 1200);
        for number in 0..1200 {
            let first = number / 120 * 120 + number % 30;
            assert_eq!(marks[&format!("a{number}")], (first != number).then(|| id(first)), "a{number}");
        }
    }
    let firsts: BTreeMap<DocumentId, bool> =
        (0..1200).filter(|n| n % 120 < 30).map(|number| (id(number), true)).collect();
    assert_eq!(kept(state.path()), firsts, "notes of copies go once they are durable");
    assert!(copycat.seen().recalled.iter().any(|(_, durable)| *durable));
}

#[test]
fn nothing_is_dropped_as_a_copy_of_what_was_lost() {
    let state = tempfile::tempdir().unwrap();
    let (source, copycat) = (copies(1200, 30, 4), Copycat::default().dropping());
    let sinks = [Recording::new(), Recording::with_own_positions()];
    sinks[0].reject(["a0", "a240"]);
    crash_often(state.path(), &source, &copycat, &sinks, 97);
    let texts =
        |sink: &Recording| sink.documents().iter().map(|document| document.text.clone()).collect::<BTreeSet<_>>();
    assert_eq!([texts(&sinks[0]).len(), texts(&sinks[1]).len()], [300, 300], "of every text there is one in each sink");
    assert!(sinks[1].documents().len() < 1200, "some copies came late enough to be dropped");
}

/// A sink with own positions that looks, before it writes, what is kept of the documents it is given.
#[derive(Clone)]
struct Watching {
    state: PathBuf,
    without_note: Arc<Mutex<Vec<String>>>,
}

impl ConfiguredSink for Watching {
    fn build(&self, _: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        Ok(Box::new(self.clone()))
    }
}

#[async_trait::async_trait]
impl Sink for Watching {
    async fn open(&mut self, _: &Marks) -> Result<Opened, Failure> {
        Ok(Opened::Positions(Vec::new()))
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        let kept = kept(&self.state);
        let without = batch.documents.iter().filter(|document| !kept.contains_key(&document.id));
        self.without_note.lock().unwrap().extend(without.map(|document| document.key.clone()));
        Ok(Written::default())
    }
}

#[tokio::test]
async fn a_note_is_on_the_disk_before_its_document_is_in_a_sink() {
    let state = tempfile::tempdir().unwrap();
    let sink = Watching { state: state.path().to_owned(), without_note: Arc::default() };
    let plan = Blueprint::new()
        .state(state.path())
        .source("inbox", Script::articles(300))
        .stage("copies", Copycat::default())
        .sink("desk", sink.clone());
    once(plan).await.unwrap();
    assert!(sink.without_note.lock().unwrap().is_empty());
    assert_eq!(kept(state.path()).len(), 300);
}

#[tokio::test]
async fn what_the_positions_cover_is_durable_after_a_crash_and_what_they_do_not_may_come_again() {
    let state = tempfile::tempdir().unwrap();
    let plan = |copycat: &Copycat| {
        let source = Script::articles(100);
        let sink = Recording::new();
        Blueprint::new().state(state.path()).source("inbox", source).stage("copies", copycat.clone()).sink("desk", sink)
    };
    once(plan(&Copycat::default())).await.unwrap();
    // as if the process had ended before any note was settled, and two sources had read less far
    let database = rusqlite::Connection::open(state.path().join("state.db")).unwrap();
    let pending = "UPDATE note SET source = 'inbox', partition = 'script', version = '1', offset = n";
    assert_eq!(database.execute(pending, []).unwrap(), 100);
    database.execute("UPDATE note SET version = '2' WHERE n > 60", []).unwrap();
    database.execute("UPDATE note SET source = 'gone' WHERE n > 80", []).unwrap();
    drop(database);
    let copycat = Copycat::default();
    once(plan(&copycat)).await.unwrap();
    let recalled: Vec<bool> = copycat.seen().recalled.iter().map(|(_, durable)| *durable).collect();
    assert_eq!(recalled, [vec![true; 60], vec![false; 40]].concat());
}

#[tokio::test]
async fn after_a_panic_a_new_instance_knows_what_is_on_disk() {
    let state = tempfile::tempdir().unwrap();
    let (sink, copycat) = (Recording::new(), Copycat::default());
    let script = Script::generated(600, |n| {
        let text = if n == 400 { "PANIC".to_owned() } else { format!("Ferry {} left.", n % 300) };
        article(&format!("a{n}"), &text).into()
    });
    let plan = Blueprint::new()
        .state(state.path())
        .source("inbox", script)
        .stage("copies", copycat.clone())
        .sink("desk", sink.clone());
    let metrics = once(plan).await.unwrap().metrics;
    assert_eq!(metrics.get(Role::Stage, "copies").unwrap().because(Counter::Failed, "panic"), 1);
    assert_eq!(copycat.seen().built, 2);
    let marks = marks(&sink);
    assert_eq!(marks["a599"], Some(id(299)), "seen before the panic");
    assert_eq!(marks["a400"], None);
}

#[tokio::test]
async fn no_more_is_kept_than_is_wanted() {
    let state = tempfile::tempdir().unwrap();
    for run in 0..3 {
        let copycat = Copycat::default().capacity(100);
        let plan = Blueprint::new()
            .state(state.path())
            .source("inbox", copies((run + 1) * 1000, 1, 1))
            .stage("copies", copycat.clone())
            .sink("desk", Recording::with_own_positions());
        once(plan).await.unwrap();
        assert!(copycat.seen().recalled.len() <= 150);
        let kept = kept(state.path());
        assert!(kept.len() <= 150 && kept.contains_key(&id((run + 1) * 1000 - 1)), "{}", kept.len());
    }
}

#[tokio::test]
async fn notes_of_another_version_are_passed_over() {
    let state = tempfile::tempdir().unwrap();
    let source = Script::articles(40);
    let plan = |copycat: &Copycat, length| {
        let source = if length == 40 { source.clone() } else { Script::articles(length) };
        let stage = copycat.clone();
        Blueprint::new()
            .state(state.path())
            .source("inbox", source)
            .stage("copies", stage)
            .sink("desk", Recording::new())
    };
    once(plan(&Copycat::default(), 40)).await.unwrap();
    let newer = Copycat::default().version(2);
    once(plan(&newer, 60)).await.unwrap();
    assert!(newer.seen().recalled.is_empty());
    let again = Copycat::default().version(2);
    once(plan(&again, 60)).await.unwrap();
    assert_eq!(again.seen().recalled.len(), 20);
}
