//! What every sink promises: durable when `write` returns, nothing doubled after a crash between
//! the write and the record of it, and odd articles kept whole.

use std::sync::Arc;

use jiff::Timestamp;
use wiredesk_core::{
    Document, Position,
    clock::SystemClock,
    document::Article,
    registry::ConfiguredSink,
    sink::{Batch, Marks, Opened, Sink, SinkContext, SourcePosition, Written},
};

/// Checks a sink that is empty at first; `read` answers the keys of all articles that stand in
/// it, each as often as it stands there, in any order.
///
/// # Panics
/// Where the sink breaks its contract.
pub async fn sink(configured: &dyn ConfiguredSink, read: impl Fn() -> Vec<String>) {
    let check = |expected: &[&str], when: &str| {
        let mut keys = read();
        keys.sort_unstable();
        assert_eq!(keys, expected, "{when}");
    };
    let (mut sink, opened) = open(configured, &Marks::new()).await;
    let keeps_positions = opened != Opened::PositionsInState;
    check(&[], "an unused sink is empty");

    let mut marks = Marks::new();
    record(&mut marks, write(&mut *sink, &["a", "b"], 2).await);
    check(&["a", "b"], "what was written is there as soon as `write` returns");
    let before = marks.clone();
    record(&mut marks, write(&mut *sink, &["c"], 3).await);
    check(&["a", "b", "c"], "a second batch follows the first");

    // as after a crash before the engine recorded the second batch
    drop(sink);
    let (mut sink, opened) = open(configured, &before).await;
    marks = before;
    if let Opened::Positions(positions) = opened {
        assert_eq!(offset(&positions), Some(3), "positions are stored together with the documents");
        check(&["a", "b", "c"], "what a sink with own positions has written stays");
    } else {
        check(&["a", "b"], "what was not recorded is undone when the sink is opened");
    }
    record(&mut marks, write(&mut *sink, &["c", "d"], 4).await);
    check(&["a", "b", "c", "d"], "an article that is delivered again stands once");

    record(&mut marks, write(&mut *sink, &[], 6).await);
    check(&["a", "b", "c", "d"], "a batch without documents adds nothing");
    if let Err(failure) = sink.close().await {
        panic!("closing failed: {failure}");
    }
    drop(sink);
    check(&["a", "b", "c", "d"], "closing loses nothing");

    let (mut sink, opened) = open(configured, &marks).await;
    assert_eq!(opened != Opened::PositionsInState, keeps_positions, "who keeps the positions does not change");
    if let Opened::Positions(positions) = opened {
        assert_eq!(offset(&positions), Some(6), "positions move on without documents, too");
    }
    let odd = odd_documents();
    let keys: Vec<String> = odd.iter().map(|document| document.key.clone()).collect();
    let batch = Batch { documents: odd, positions: vec![position(20)] };
    record(&mut marks, written(sink.write(&batch).await));
    let mut expected: Vec<&str> = ["a", "b", "c", "d"].into_iter().chain(keys.iter().map(String::as_str)).collect();
    expected.sort_unstable();
    check(&expected, "odd articles are kept");
    drop(sink);
    let (_sink, _) = open(configured, &marks).await;
    check(&expected, "what was recorded stays when the sink is opened without having been closed");
}

async fn open(configured: &dyn ConfiguredSink, marks: &Marks) -> (Box<dyn Sink>, Opened) {
    let context = SinkContext { id: "contract".into(), clock: Arc::new(SystemClock) };
    let mut sink = configured.build(context).unwrap_or_else(|failure| panic!("the sink cannot be built: {failure}"));
    let opened = sink.open(marks).await.unwrap_or_else(|failure| panic!("opening failed: {failure}"));
    (sink, opened)
}

async fn write(sink: &mut dyn Sink, keys: &[&str], offset: u64) -> Written {
    let documents = keys.iter().map(|key| document(key, "The ferry to Brackwater was late again.")).collect();
    written(sink.write(&Batch { documents, positions: vec![position(offset)] }).await)
}

fn written(result: Result<Written, wiredesk_core::sink::WriteError>) -> Written {
    result.unwrap_or_else(|error| panic!("writing failed: {error:?}"))
}

/// As the engine does: an empty value removes the mark.
fn record(marks: &mut Marks, written: Written) {
    marks.extend(written.marks);
    marks.retain(|_, value| !value.is_empty());
}

fn position(offset: u64) -> SourcePosition {
    let position = Position { partition: "articles".into(), version: "1".into(), offset };
    SourcePosition { source: "inbox".into(), position }
}

fn offset(positions: &[SourcePosition]) -> Option<u64> {
    match positions {
        [only] if &*only.source == "inbox" && &*only.position.partition == "articles" => Some(only.position.offset),
        _ => None,
    }
}

fn document(key: &str, text: &str) -> Arc<Document> {
    let article = Article { key: key.to_owned(), text: text.into(), ..Article::default() };
    Arc::new(Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH))
}

fn odd_documents() -> Vec<Arc<Document>> {
    let long = "Rain fell on the harbour all day. ".repeat(6000);
    [
        ("z-empty", ""),
        ("z-long", &*long),
        ("z-scripts", "Журналист сказал: «да». 记者说。 صحفي 🌊 e\u{301}\u{200d}"),
        ("z-controls", "tab\tquote\" backslash\\ nul\0 bell\u{7} line\nreturn\r separator\u{2028}"),
        ("z ' -- \" / ../ %", "a key that means something to file names, SQL and JSON"),
    ]
    .map(|(key, text)| document(key, text))
    .into()
}
