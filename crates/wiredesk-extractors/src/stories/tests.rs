//! Cases: what belongs together, for how long, and what of it survives.

use jiff::Timestamp;
use wiredesk_core::document::{Article, DateOrigin, Published};

use super::{listing::Listing, *};
use crate::invented::{self, Known};

const DAY: i64 = 24;

const PEOPLE: [Known; 4] = [
    ("Ilse Brandt", EntityKind::Person, &[]),
    ("Brackwater", EntityKind::Place, &[]),
    ("Tomás Rey", EntityKind::Person, &[]),
    ("Tarn", EntityKind::Place, &[]),
];

const FERRY: [&str; 3] = [
    "A ferry with forty passengers sank off Brackwater on Monday. Harbour master Ilse Brandt said divers had found the hull.",
    "Divers have raised the ferry that sank off Brackwater. Ilse Brandt told reporters the hull was torn by a rock.",
    "The captain of the Brackwater ferry was charged on Friday. Ilse Brandt said passengers had not been warned of the rock.",
];

const VOTE: [&str; 2] = [
    "Voters in Tarn elected a new mayor on Sunday. Tomás Rey, a baker, won by eleven ballots after two recounts.",
    "A court in Tarn ordered the ballots counted once more. The baker Tomás Rey had won the mayor's office by eleven.",
];

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap()
}

fn document(key: &str, text: &str, hours: i64) -> Document {
    let known: Vec<Known> = PEOPLE.into_iter().filter(|(name, ..)| text.contains(name)).collect();
    let layers = invented::document(text, &known).layers;
    let published = Some(Published { at: at(hours), from: DateOrigin::Given });
    let article = Article { key: key.into(), text: text.into(), published, ..Article::default() };
    Document { layers, ..Document::new("wire".into(), article, at(100_000)) }
}

fn id(key: &str) -> DocumentId {
    DocumentId::of("wire", key, None)
}

fn clustering() -> Clustering {
    Clustering::new(&StoriesOptions::default())
}

fn story(clustering: &mut Clustering, key: &str, text: &str, hours: i64) -> DocumentId {
    clustering.extract(&document(key, text, hours)).unwrap().layers.story.unwrap()
}

#[test]
fn articles_on_the_same_thing_are_one_story_named_after_the_first() {
    let mut desk = clustering();
    for (key, text, hours, expected) in [
        ("f0", FERRY[0], 0, "f0"),
        ("v0", VOTE[0], 1, "v0"),
        ("f1", FERRY[1], DAY, "f0"),
        ("v1", VOTE[1], DAY + 2, "v0"),
        ("f2", FERRY[2], 4 * DAY, "f0"),
        ("x", "Rain is expected in the north until the weekend.", 4 * DAY, "x"),
    ] {
        assert_eq!(story(&mut desk, key, text, hours), id(expected), "{key}");
    }
}

#[test]
fn a_story_fades_and_ends() {
    for (days, expected) in [(0, "f0"), (5, "f0"), (29, "late"), (31, "late"), (-5, "f0"), (-31, "late")] {
        let mut desk = clustering();
        story(&mut desk, "f0", FERRY[0], 0);
        assert_eq!(story(&mut desk, "late", FERRY[1], days * DAY), id(expected), "after {days} days");
    }
    let mut desk = clustering();
    story(&mut desk, "f0", FERRY[0], 0);
    assert_eq!(story(&mut desk, "late", FERRY[0], 20 * DAY), id("f0"), "what is very like it counts for longer");
}

#[test]
fn a_copy_is_in_the_story_of_the_first() {
    let mut desk = clustering();
    story(&mut desk, "f0", FERRY[0], 0);
    let mut copy = document("copy", "Forty people were saved.", 1);
    assert_eq!(desk.extract(&copy).unwrap().layers.story, Some(id("copy")));
    copy.layers.duplicate_of = Some(id("f0"));
    copy.id = id("other");
    assert_eq!(desk.extract(&copy).unwrap().layers.story, Some(id("f0")));
}

#[test]
fn an_article_stays_in_its_story_also_when_corrected() {
    let mut desk = clustering();
    story(&mut desk, "f0", FERRY[0], 0);
    story(&mut desk, "f1", FERRY[1], 1);
    desk.settle(id("f1"), Fate::Durable);
    assert_eq!(story(&mut desk, "f1", VOTE[0], 1), id("f0"));
    assert_eq!(story(&mut desk, "f0", VOTE[1], 1), id("f0"));
    assert_eq!(desk.running.get(id("f0")).unwrap().articles, 2, "and is counted once");
}

#[test]
fn what_was_lost_begins_no_story() {
    let mut desk = clustering();
    story(&mut desk, "f0", FERRY[0], 0);
    desk.settle(id("f0"), Fate::Lost);
    assert_eq!(story(&mut desk, "f1", FERRY[1], 1), id("f1"));
    assert_eq!(story(&mut desk, "f2", FERRY[2], 2), id("f1"));
    desk.settle(id("f2"), Fate::Lost);
    assert_eq!(desk.running.get(id("f1")).unwrap().articles, 1);
}

#[test]
fn notes_give_a_new_instance_the_same_answers_and_the_listing_its_stories() {
    let (mut desk, mut other, mut listing) = (clustering(), clustering(), Listing::default());
    let articles = FERRY.iter().zip(0..).chain(VOTE.iter().zip(5..));
    for (number, (text, hours)) in articles.clone().enumerate() {
        let document = document(&number.to_string(), text, hours);
        let note = desk.extract(&document).unwrap().note.unwrap();
        other.recall(document.id, &note.body, number % 2 == 0).unwrap();
        listing.add(&note.body).unwrap();
        assert!(note.body.len() < 512);
    }
    for (number, (text, hours)) in articles.enumerate() {
        for key in [number.to_string(), format!("new{number}")] {
            let document = document(&key, text, hours);
            let answers = [&mut desk, &mut other].map(|desk| desk.extract(&document).unwrap().layers.story);
            assert_eq!(answers[0], answers[1], "{key}");
        }
    }
    assert!(other.recall(id("x"), b"nonsense", true).is_err() && listing.add(b"nonsense").is_err());
    let stories = listing.stories();
    let shown: Vec<_> = stories.iter().map(|story| (story.articles, story.people.join(", "), story.id)).collect();
    let expected = [(2, "Tomás Rey".to_owned(), id("3")), (3, "Ilse Brandt".to_owned(), id("0"))];
    assert_eq!(shown, expected);
    assert_eq!(stories[0].sources, ["wire"]);
    assert_eq!((stories[0].first, stories[0].last), (at(5), at(6)));
    assert_eq!(stories[0].title.as_deref(), Some("A court in Tarn ordered the ballots counted once more."));
}

#[test]
fn memory_has_its_bounds() {
    let mut desk = Clustering::new(&StoriesOptions { stories: 20, articles: 50, ..StoriesOptions::default() });
    let text = |n: usize| (0..30).map(|word| format!("w{n}x{word} ")).collect::<String>();
    for n in 0..300 {
        assert_eq!(story(&mut desk, &n.to_string(), &text(n), 0), id(&n.to_string()));
        assert!(desk.running.len() <= 20 && desk.members.len() <= 50);
    }
    assert_eq!(story(&mut desk, "near", &text(290), 0), id("290"));
    assert_eq!(story(&mut desk, "far", &text(100), 0), id("far"), "the oldest stories have made room");
}

#[test]
fn odd_texts_are_read() {
    let mut desk = clustering();
    for (name, text) in wiredesk_core::contract::texts() {
        let document = Document { id: id(name), ..invented::document(&text, &[]) };
        let first = desk.extract(&document).unwrap();
        assert_eq!(desk.extract(&document).unwrap().layers, first.layers, "{name}");
    }
}
