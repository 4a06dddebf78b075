//! The sink `sqlite` on real databases: what it stores, what it refuses, what a crash leaves.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, types::FromSql};
use serde_json::{Value, json};
use wiredesk_core::{
    Disposition, Document, Position, Registry, Span,
    annotation::*,
    clock::SystemClock,
    document::{Article, DateOrigin, Published},
    error::Failure,
    sink::{Batch, Marks, Opened, Sink, SinkContext, SourcePosition, WriteError},
};
use wiredesk_sink_sqlite::search::{Query, find};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("news.db")
    }

    fn sink(&self, options: Value) -> Box<dyn Sink> {
        let mut registry = Registry::default();
        wiredesk_sink_sqlite::register(&mut registry);
        let mut options = options;
        options["path"] = json!(self.path());
        let configured = registry.sinks["sqlite"].configure(options).unwrap_or_else(|findings| panic!("{findings:?}"));
        configured.build(SinkContext { id: "desk".into(), clock: Arc::new(SystemClock) }).unwrap()
    }

    async fn open(&self) -> Box<dyn Sink> {
        let mut sink = self.sink(json!({}));
        sink.open(&Marks::new()).await.unwrap();
        sink
    }

    /// The answer of another SQLite program, which enforces everything it can.
    fn ask<T: FromSql>(&self, sql: &str) -> T {
        Connection::open(self.path()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn check(&self) {
        let connection = Connection::open(self.path()).unwrap();
        let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
        let sql = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)";
        connection.execute(sql, []).unwrap();
        let orphans: i64 =
            connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(orphans, 0);
    }
}

fn plain(key: &str, text: &str) -> Document {
    let published = Published { at: "2024-10-01T08:00:00Z".parse().unwrap(), from: DateOrigin::JsonLd };
    let article = Article {
        key: key.into(),
        title: Some(format!("Title of {key}")),
        published: Some(published),
        text: text.into(),
        ..Article::default()
    };
    Document::new("inbox".into(), article, "2026-11-23T09:00:00Z".parse().unwrap())
}

/// An article with something in every layer.
fn full() -> Document {
    let text = "Café owner Åsa Ek, 57, told Reuters on Tuesday: “No – never.” She led Norrköping’s 🦀 guild.";
    let mut document = plain("full", text);
    let at =
        |words: &str| Span::of(&document.text, &document.text[document.text.find(words).unwrap()..][..words.len()]);
    let entity = |kind, name: &str, words: &[&str]| Entity {
        kind,
        name: name.into(),
        mentions: words
            .iter()
            .map(|words| Mention { span: at(words), form: MentionForm::Name, confidence: 0.9 })
            .collect(),
        facts: Facts::default(),
        confidence: 0.95,
    };
    let mut layers = Layers {
        language: Some(Language { code: "en".into(), confidence: 0.99 }),
        sentences: vec![
            at("Café owner Åsa Ek, 57, told Reuters on Tuesday: “No – never.”"),
            at("She led Norrköping’s 🦀 guild."),
        ],
        entities: vec![
            entity(EntityKind::Person, "Åsa Ek", &["Åsa Ek", "She"]),
            entity(EntityKind::Organization, "Reuters", &["Reuters"]),
            entity(EntityKind::Place, "Norrköping", &["Norrköping"]),
        ],
        quotes: vec![Quote {
            span: at("No – never."),
            kind: QuoteKind::Direct,
            speaker: Some(Speaker { entity: Some(EntityId(0)), span: Some(at("Åsa Ek")) }),
            cue: Some(at("told")),
            confidence: 0.97,
            rule: "cue-after".into(),
        }],
        times: vec![TimeExpression { span: at("Tuesday"), kind: TimeKind::Date, value: "2024-10-01".into() }],
        quantities: vec![Quantity { span: at("57"), kind: QuantityKind::Age, value: 57.0, unit: Some("year".into()) }],
        roles: vec![Role {
            person: EntityId(0),
            title: "leader".into(),
            of: Some(EntityId(2)),
            status: RoleStatus::Former,
            span: at("She led Norrköping"),
            since: None,
            until: Some("2020".into()),
            rule: "led".into(),
        }],
        relations: vec![Relation {
            kind: RelationKind::LocatedIn,
            subject: EntityId(1),
            object: EntityId(2),
            span: at("Reuters"),
            rule: "test".into(),
        }],
        events: vec![Event {
            kind: EventKind::OfficeLeave,
            trigger: at("led"),
            actors: vec![EntityId(0)],
            recipients: vec![EntityId(1), EntityId(2)],
            place: Some(EntityId(2)),
            time: None,
            negated: false,
            span: at("She led"),
        }],
        keywords: vec![Keyword { text: "guild".into(), score: 0.5 }],
        ..Layers::default()
    };
    layers.entities[0].facts = Facts {
        age: Some(57),
        nationality: Some("SE".into()),
        gender: Some(Gender::Feminine),
        born_in: Some(EntityId(2)),
        country: None,
    };
    let crab = Annotation { span: at("🦀 guild"), label: "crab".into(), value: Some(json!({"legs": 10})) };
    layers.extensions.insert("acme/animals".into(), vec![crab]);
    document.layers = layers;
    document.authors = vec!["Jo \"J\" Lind".into(), "Mo Falk".into()];
    document.removed = vec![wiredesk_core::document::Removed { text: "SEE ALSO".into(), reason: "promo".into() }];
    document
}

fn at(partition: &str, offset: u64) -> SourcePosition {
    let position = Position { partition: partition.into(), version: "v1".into(), offset };
    SourcePosition { source: "inbox".into(), position }
}

fn batch(documents: Vec<Document>, positions: Vec<SourcePosition>) -> Batch {
    Batch { documents: documents.into_iter().map(Arc::new).collect(), positions }
}

async fn refused(sink: &mut Box<dyn Sink>, batch: &Batch) -> Failure {
    match sink.write(batch).await.unwrap_err() {
        WriteError::Failed(failure) => failure,
        WriteError::Rejected(rejections) => panic!("rejected: {rejections:?}"),
    }
}

#[tokio::test]
async fn every_span_of_every_layer_gives_its_words_by_substr() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    sink.write(&batch(vec![full()], vec![])).await.unwrap();
    sink.close().await.unwrap();
    let cases = [
        ("quotes", "start", "stop", "text", 1),
        ("quotes", "speaker_start", "speaker_stop", "speaker_text", 1),
        ("quotes", "cue_start", "cue_stop", "cue", 1),
        ("times", "start", "stop", "text", 1),
        ("quantities", "start", "stop", "text", 1),
        ("events", "trigger_start", "trigger_stop", "trigger_text", 1),
        ("mentions", "start", "stop", "text", 4),
        ("sentences", "start", "stop", "text", 2),
    ];
    for (table, start, stop, words, rows) in cases {
        let equal = format!(
            "SELECT count(*) FROM {table} x JOIN articles a ON a.n = x.article \
             WHERE length(x.{words}) > 0 AND substr(a.text, x.{start} + 1, x.{stop} - x.{start}) = x.{words}"
        );
        assert_eq!(desk.ask::<i64>(&equal), rows, "{table}");
    }
    assert_eq!(desk.ask::<String>("SELECT text FROM mentions WHERE entity = 1 LIMIT 1"), "Åsa Ek");
    let crab = "SELECT substr(a.text, x.start + 1, x.stop - x.start) || x.value FROM extensions x JOIN articles a ON a.n = x.article";
    assert_eq!(desk.ask::<String>(crab), "🦀 guild{\"legs\":10}");
    desk.check();
}

#[tokio::test]
async fn the_views_answer_what_analysts_ask() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    let document = full();
    let id = document.id.to_string();
    sink.write(&batch(vec![document], vec![])).await.unwrap();
    sink.close().await.unwrap();
    let cases = [
        (
            "SELECT speaker || ': ' || words || ' ' || cue || ' ' || kind FROM who_said_what",
            "Åsa Ek: No – never. told direct",
        ),
        (
            "SELECT person || ', ' || title || ' of ' || of || ' ' || status || ' ' || until FROM office_holders",
            "Åsa Ek, leader of Norrköping former 2020",
        ),
        ("SELECT name || articles || mentions || nationality || age FROM people", "Åsa Ek12SE57"),
        (
            "SELECT at || kind || actors || '>' || recipients || '@' || place || words FROM timeline",
            "2024-10-01OFFICE.LEAVEÅsa Ek>Reuters, Norrköping@NorrköpingShe led",
        ),
        ("SELECT group_concat(name, '; ') FROM authors", "Jo \"J\" Lind; Mo Falk"),
        ("SELECT text || reason FROM removed", "SEE ALSOpromo"),
        ("SELECT text || score FROM keywords", "guild0.5"),
        ("SELECT kind || subject || object FROM relations", "located_in23"),
        ("SELECT gender || born_in FROM entities WHERE n = 1", "f3"),
        (
            "SELECT published || published_from || language || fetched FROM articles",
            "2024-10-01T08:00:00Zjson-ld".to_owned().leak(),
        ),
        ("SELECT article FROM who_said_what", &id),
    ];
    for (sql, expected) in cases {
        assert!(desk.ask::<String>(sql).starts_with(expected), "{sql}: {}", desk.ask::<String>(sql));
    }
}

#[tokio::test]
async fn an_article_replaces_itself_with_everything_that_hangs_on_it() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    let (old, mut new) = (full(), plain("full", "Another text about pelicans."));
    assert_eq!(old.id, new.id);
    sink.write(&batch(vec![old.clone(), plain("other", "Unmoved.")], vec![])).await.unwrap();
    sink.write(&batch(vec![old.clone(), old.clone()], vec![])).await.unwrap();
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM articles"), 2);
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM entities"), 3);
    desk.check();
    new.layers.keywords = vec![Keyword { text: "pelicans".into(), score: 1.0 }];
    sink.write(&batch(vec![old, new], vec![])).await.unwrap();
    let found =
        |word: &str| desk.ask::<i64>(&format!("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '{word}'"));
    assert_eq!((found("cafe"), found("pelicans"), found("unmoved")), (0, 1, 1));
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM articles"), 2);
    for table in ["entities", "quotes", "times", "quantities", "roles", "relations", "events", "extensions"] {
        assert_eq!(desk.ask::<i64>(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    desk.check();
    let connection = Connection::open(desk.path()).unwrap();
    connection.execute("DELETE FROM articles WHERE key = 'full'", []).unwrap();
    assert_eq!(found("pelicans"), 0, "an article deleted by hand leaves the index as well");
    desk.check();
}

/// What the disk holds if the process and the machine stop now.
fn crash(desk: &Desk) -> Desk {
    let copy = Desk::new();
    for file in ["news.db", "news.db-wal"] {
        if desk.folder.path().join(file).exists() {
            fs::copy(desk.folder.path().join(file), copy.folder.path().join(file)).unwrap();
        }
    }
    copy
}

#[tokio::test]
async fn articles_and_positions_survive_a_crash_together() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    sink.write(&batch(vec![plain("a", "One.")], vec![at("a", 7), at("b", Position::END)])).await.unwrap();
    sink.write(&batch(vec![plain("b", "Two.")], vec![at("a", 9)])).await.unwrap();
    let left = crash(&desk);
    let mut again = left.sink(json!({}));
    let Opened::Positions(mut positions) = again.open(&Marks::new()).await.unwrap() else { panic!("no positions") };
    positions.sort_by(|one, other| one.position.partition.cmp(&other.position.partition));
    assert_eq!(positions, [at("a", 9), at("b", Position::END)]);
    assert_eq!(left.ask::<i64>("SELECT count(*) FROM articles"), 2);
    left.check();
}

#[tokio::test]
async fn a_closed_database_is_one_file_complete_by_itself() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    sink.write(&batch(vec![full()], vec![])).await.unwrap();
    sink.close().await.unwrap();
    let names: Vec<_> = fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["news.db"]);
}

#[tokio::test]
async fn a_poisonous_document_is_named_and_nothing_of_its_batch_is_written() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    let documents = vec![plain("a", "One."), plain("b", "Two\0."), plain("c\0", "Three.")];
    let WriteError::Rejected(rejections) = sink.write(&batch(documents, vec![at("a", 1)])).await.unwrap_err() else {
        panic!("not rejected")
    };
    let found: Vec<_> = rejections.iter().map(|r| (r.index, &*r.failure.code)).collect();
    assert_eq!(found, [(1, "nul-character"), (2, "nul-character")]);
    assert_eq!(desk.ask::<i64>("SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM positions)"), 0);
    sink.write(&batch(vec![plain("a", "One.")], vec![at("a", 1)])).await.unwrap();
}

#[tokio::test]
async fn a_locked_database_is_retried_and_goes_on_afterwards() {
    let desk = Desk::new();
    let mut sink = desk.sink(json!({"busy_timeout": "1ms"}));
    sink.open(&Marks::new()).await.unwrap();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for _ in 0..2 {
        let failure = refused(&mut sink, &batch(vec![plain("a", "One.")], vec![])).await;
        assert_eq!((&*failure.code, failure.disposition), ("busy", Disposition::Retry), "{failure}");
    }
    other.execute_batch("ROLLBACK").unwrap();
    sink.write(&batch(vec![plain("a", "One.")], vec![])).await.unwrap();
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM articles"), 1);
}

#[tokio::test]
async fn an_unusable_place_is_retried() {
    let cases: [fn(&Path); 2] = [
        // a folder where the database should be
        |path| fs::create_dir(path).unwrap(),
        // a file where its folder should be
        |path| {
            fs::remove_dir(path.parent().unwrap()).unwrap();
            fs::write(path.parent().unwrap(), "").unwrap();
        },
    ];
    for spoil in cases {
        let desk = Desk::new();
        spoil(&desk.path());
        let failure = desk.sink(json!({})).open(&Marks::new()).await.unwrap_err();
        assert_eq!((&*failure.code, failure.disposition), ("cannot-open", Disposition::Retry), "{failure}");
    }
}

#[tokio::test]
async fn a_database_that_is_moved_away_stops_the_pipeline() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    fs::rename(desk.path(), desk.folder.path().join("old.db")).unwrap();
    let failure = refused(&mut sink, &batch(vec![plain("a", "One.")], vec![])).await;
    assert_eq!((&*failure.code, failure.disposition), ("database-gone", Disposition::Fatal), "{failure}");
}

#[tokio::test]
async fn articles_are_found_by_words_person_speaker_and_date() {
    let desk = Desk::new();
    let mut sink = desk.open().await;
    let bare = plain("bare", "The harbour board met. The board of the harbour rested.");
    sink.write(&batch(vec![full(), bare], vec![])).await.unwrap();
    let some = |text: &str| Some(text.to_owned());
    let day = |day: &str| Some(format!("{day}T00:00:00Z").parse().unwrap());
    let cases = [
        (Query { words: some("harbour board"), ..Query::default() }, vec!["bare"]),
        (Query { words: some("\"board harbour\""), ..Query::default() }, vec![]),
        (Query { words: some("\"harbour board\""), ..Query::default() }, vec!["bare"]),
        (Query { words: some("norrkop*"), ..Query::default() }, vec!["full"]),
        (Query { words: some("\"*\" - ("), ..Query::default() }, vec![]),
        (Query { person: some("asa ek"), ..Query::default() }, vec![]),
        (Query { person: some("Åsa"), ..Query::default() }, vec!["full"]),
        (Query { person: some("Reuters"), ..Query::default() }, vec![]),
        (Query { speaker: some("Ek"), words: some("guild"), ..Query::default() }, vec!["full"]),
        (Query { speaker: some("%"), ..Query::default() }, vec![]),
        (Query { since: day("2024-10-01"), until: day("2024-10-02"), ..Query::default() }, vec!["bare", "full"]),
        (Query { since: day("2024-10-02"), ..Query::default() }, vec![]),
        (Query { limit: 1, ..Query::default() }, vec!["bare"]),
    ];
    for (query, expected) in cases {
        let hits = find(&desk.path(), &query).unwrap_or_else(|failure| panic!("{query:?}: {failure}"));
        let keys: Vec<_> =
            hits.iter().map(|hit| hit.title.as_deref().unwrap().trim_start_matches("Title of ")).collect();
        assert_eq!(keys, expected, "{query:?}");
    }
    let hits = find(&desk.path(), &Query { words: some("never"), ..Query::default() }).unwrap();
    assert_eq!(hits[0].quotes[0].speaker.as_deref(), Some("Åsa Ek"));
    let marked: Vec<_> = hits[0].snippet.matches.iter().map(|range| &hits[0].snippet.text[range.clone()]).collect();
    assert_eq!(marked, ["never"]);
    let nowhere = find(&desk.folder.path().join("none.db"), &Query::default()).unwrap_err();
    assert_eq!(&*nowhere.code, "cannot-open");
}
