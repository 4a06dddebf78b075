//! Cases: what is a copy, what is not, and what of it survives.

use jiff::Timestamp;
use wiredesk_core::document::{Article, DateOrigin, Published};

use super::*;

/// An invented report of some two hundred words; another `place` and `number` make another report.
fn report(place: &str, number: u32) -> String {
    let (tons, men) = (number * 7 + 300, number + 11);
    format!(
        "The harbour of {place} was closed on Monday after a freighter with {tons} tons of cement ran aground in the only \
         channel that large ships can use. Nobody on board was hurt, said the harbour master, who had seen the ship turn \
         too early in the fog.\n\
         Tugs from three towns along the coast of {place} tried for six hours to pull her free before the tide went out. \
         {men} sailors were taken off by helicopter and brought to a school, where they were given soup and blankets by \
         neighbours who had watched the rescue from the quay.\n\
         The owner, a small company that runs four ships between the islands and {place}, said it would pay for whatever \
         the accident had cost the fishermen. Their spokesman answered that {number} boats could not go out and that \
         the season for herring lasted only until the end of the month.\n\
         Divers are to look at the hull as soon as the current allows. If it is not torn, engineers want to pump {number} \
         tanks empty and wait for the spring tide on Thursday; if it is, the cement will have to be brought ashore in {place} \
         sack by sack before it hardens.\n"
    )
}

/// A report on something else.
const OTHER: &str = "Ministers of five northern countries agreed in Tarn on Tuesday to share the cost of icebreakers, which have grown \
                     too dear for any of them alone. The first ship is to be laid down in the spring and to be at sea within \
                     three winters, said a joint statement that left open who will command it.\nShipyards in two of the countries \
                     had asked for the order. It is thought that the hull will be built in one and the engines in the \
                     other, and that the crews will change every summer.\n";

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap()
}

fn document(key: &str, text: &str, hours: i64) -> Document {
    let published = Some(Published { at: at(hours), from: DateOrigin::Given });
    let article = Article { key: key.into(), text: text.into(), published, ..Article::default() };
    Document::new("wire".into(), article, at(10_000))
}

fn id(key: &str) -> DocumentId {
    DocumentId::of("wire", key, None)
}

/// An extractor at work.
struct Desk(Copies);

impl Desk {
    fn new() -> Self {
        Self::with(DuplicatesOptions::default())
    }

    fn with(options: DuplicatesOptions) -> Self {
        Self(Copies::new(options))
    }

    fn findings(&mut self, key: &str, text: &str, hours: i64) -> Findings {
        self.0.extract(&document(key, text, hours)).unwrap()
    }

    fn copy_of(&mut self, key: &str, text: &str, hours: i64) -> Option<DocumentId> {
        self.findings(key, text, hours).layers.duplicate_of
    }
}

/// Every `nth` word replaced by another one.
fn reworded(text: &str, nth: usize) -> String {
    let word = |(at, word): (usize, &str)| if at % nth == nth - 1 { format!("altered{at}") } else { word.to_owned() };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

fn lines(text: &str, order: &[usize]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    order.iter().map(|line| lines[*line]).collect::<Vec<_>>().join("\n")
}

#[test]
fn changed_copies_are_copies() {
    let text = report("Brackwater", 3);
    let other = report("Osterfeld", 70);
    let cases = [
        ("the same", text.clone()),
        ("other line ends", text.replace(' ', "\n")),
        ("another dateline", format!("SANDHOLM, Nov. 14 (Coastwire) -- {text}")),
        ("a credit behind it", format!("{text}\n(Reporting by Mira Lund; editing by Jon Aas)")),
        ("its beginning", lines(&text, &[0, 1])),
        ("another order", lines(&text, &[2, 3, 0, 1])),
        ("every twelfth word changed", reworded(&text, 12)),
        (
            "boilerplate around it",
            format!("Sign up for our letter and never miss a tide.\n{text}\nAll rights reserved by the wire."),
        ),
        ("another report behind it", format!("{text}\n{other}")),
        ("one number put right", text.replace("321", "319")),
        ("cut, reworded and with another dateline", format!("SANDHOLM -- {}", reworded(&lines(&text, &[0, 1, 2]), 15))),
    ];
    for (what, copy) in cases {
        let mut desk = Desk::new();
        assert_eq!(desk.copy_of("first", &text, 0), None);
        assert_eq!(desk.copy_of("second", &copy, 1), Some(id("first")), "{what}");
    }
}

#[test]
fn other_reports_are_no_copies() {
    let text = report("Brackwater", 3);
    let tail = lines(&text, &[3]);
    let cases = [
        ("a report on something else", OTHER.to_owned()),
        ("a report that ends with the same background", format!("{OTHER}{tail}")),
        ("nothing", String::new()),
        ("a few words of it", "The harbour of Brackwater was closed".to_owned()),
    ];
    for (what, other) in cases {
        let mut desk = Desk::new();
        desk.copy_of("first", &text, 0);
        assert_eq!(desk.copy_of("second", &other, 1), None, "{what}");
        assert_eq!(desk.copy_of("third", &text, 2), Some(id("first")), "{what}");
    }
}

/// What is written by the same hand every day, with other numbers in it; `change` is the day.
fn template(kind: &str, change: u32) -> String {
    let dice = |seed: u32| crate::hashing::mixed(u64::from(seed) << 32 | u64::from(change + 1));
    let n = |seed: u32, most: u32| (dice(seed) % u64::from(most)) as u32;
    match kind {
        "market" => (0..6)
            .map(|n_| {
                let (points, share, volume) = (n(n_, 9000) + 900, n(n_ + 10, 97), n(n_ + 20, 800) + 100);
                let paper = ["Tarn Steel", "Quay Bank", "Northern Rail", "Lorne Oil", "Harbour Gas", "Isle Foods"][n_ as usize];
                format!(
                    "Shares in {paper} ended the session at {points}.{share} crowns, after {volume},000 papers had changed \
                     hands on the exchange in the capital, where dealers spoke of a quiet day with few orders from abroad and \
                     little to guide them.\n"
                )
            })
            .collect(),
        "weather" => ["Brackwater", "Osterfeld", "Sandholm", "Port Lorne", "Tarn", "Veldhaven", "Greyisle"]
            .iter()
            .zip(0..)
            .map(|(town, n_)| {
                let (low, high, wind) = (n(n_, 11), n(n_ + 10, 13) + 11, n(n_ + 20, 40) + 8);
                format!(
                    "In {town} it will be mostly cloudy with sunny spells in the afternoon and a few showers along the coast; \
                     between {low} and {high} degrees, winds from the west at up to {wind} kilometres an hour.\n"
                )
            })
            .collect(),
        _ => ["Rovers", "Albion", "Wanderers", "Athletic", "Harbour Boys", "City", "United", "Rangers"]
            .iter()
            .zip(0..)
            .map(|(team, n_)| {
                let (played, points, scored, against) = (n(n_, 30), n(n_ + 10, 70), n(n_ + 20, 60), n(n_ + 30, 55));
                format!(
                    "{team} stand in the table of the northern league with {points} points from {played} games, having \
                     scored {scored} goals and let in {against}, before the next round is played at the weekend.\n"
                )
            })
            .collect(),
    }
}

#[test]
fn reports_of_the_same_words_with_other_numbers_are_no_copies() {
    for kind in ["market", "weather", "table"] {
        for day in 1..8 {
            let (first, next) = (template(kind, 0), template(kind, day));
            let mut desk = Desk::new();
            desk.copy_of("first", &first, 0);
            assert_eq!(desk.copy_of("next", &next, 24), None, "{kind} {day}\n{first}\n{next}");
            let cut = lines(&first, &[0, 1, 2, 3]);
            assert_eq!(desk.copy_of("cut", &cut, 25), Some(id("first")), "{kind}: its own copies are copies");
            assert_eq!(desk.copy_of("same", &format!("(Coastwire) {next}"), 26), Some(id("next")), "{kind} {day}");
        }
    }
}

#[test]
fn short_texts_have_to_be_nearly_equal() {
    let mut desk = Desk::new();
    let text = "Shares in Tarn closed lower on Monday, with the index of leading papers down 1.2 percent.";
    assert_eq!(desk.copy_of("a", text, 0), None);
    assert_eq!(desk.copy_of("b", &text.replace("Monday", "Tuesday").replace("1.2", "3.4"), 1), None);
    assert_eq!(desk.copy_of("c", &text.to_uppercase(), 1), Some(id("a")));
}

#[test]
fn the_first_is_named_and_never_a_copy() {
    let text = report("Brackwater", 3);
    let mut desk = Desk::new();
    desk.copy_of("a", &text, 0);
    assert_eq!(desk.copy_of("b", &reworded(&text, 14), 1), Some(id("a")));
    assert_eq!(desk.copy_of("c", &reworded(&text, 14), 2), Some(id("a")));
}

#[test]
fn of_two_reports_in_one_the_one_it_begins_with_is_named() {
    let (one, two) =
        (report("Brackwater", 3), report("Osterfeld", 70).replace("cement", "timber").replace("herring", "cod"));
    let two = reworded(&two, 5);
    let mut desk = Desk::new();
    desk.copy_of("two", &two, 0);
    assert_eq!(desk.copy_of("one", &one, 0), None, "the cases are far enough apart");
    assert_eq!(desk.copy_of("both", &format!("{one}\n{two}"), 1), Some(id("one")));
    assert_eq!(desk.copy_of("turned", &format!("{two}\n{one}"), 1), Some(id("two")));
}

#[test]
fn an_article_that_comes_again_is_no_copy_of_itself() {
    let text = report("Brackwater", 3);
    let mut desk = Desk::new();
    assert_eq!(desk.copy_of("a", &text, 0), None);
    assert_eq!(desk.copy_of("b", &text, 1), Some(id("a")));
    for _ in 0..2 {
        assert_eq!(desk.copy_of("a", &text, 0), None, "read again");
        assert_eq!(desk.copy_of("b", &text, 1), Some(id("a")), "a copy read again");
    }
    assert_eq!(desk.copy_of("a", &reworded(&text, 9), 0), None, "corrected");
    assert_eq!(desk.copy_of("c", &reworded(&text, 9), 1), Some(id("a")), "the corrected text is the one that is known");
    assert_eq!(desk.copy_of("b", OTHER, 1), None, "corrected, it is a copy no more");
}

#[test]
fn copies_outside_the_window_are_articles_of_their_own() {
    let text = report("Brackwater", 3);
    let week = 7 * 24;
    for (hours, expected) in [(week, Some(id("a"))), (week + 1, None), (-week, Some(id("a"))), (-week - 1, None)] {
        let mut desk = Desk::new();
        desk.copy_of("a", &text, 0);
        assert_eq!(desk.copy_of("b", &text, hours), expected, "after {hours} h");
    }
}

#[test]
fn only_copies_of_what_is_durable_are_dropped() {
    let text = report("Brackwater", 3);
    let mut desk = Desk::with(DuplicatesOptions { action: Action::Drop, ..DuplicatesOptions::default() });
    desk.findings("a", &text, 0);
    let early = desk.findings("b", &text, 1);
    assert_eq!((early.layers.duplicate_of, early.drop), (Some(id("a")), None), "the first is on its way");
    desk.0.settle(id("a"), Fate::Durable);
    assert_eq!(desk.findings("c", &text, 1).drop.as_deref(), Some("duplicate"));
    assert_eq!(desk.findings("b", &text, 1).drop, None, "read again, it gets the same answer");
    assert_eq!(desk.findings("a", &text, 0).drop, None);
    desk.findings("d", OTHER, 2);
    desk.0.settle(id("d"), Fate::Lost);
    let next = desk.findings("e", OTHER, 3);
    assert_eq!((next.layers.duplicate_of, next.drop), (None, None), "what was lost counts for nothing");
}

#[test]
fn notes_give_a_new_instance_the_same_answers() {
    let (mut desk, mut notes) = (Desk::new(), Vec::new());
    let texts: Vec<String> =
        (0..40).map(|n| reworded(&report(&format!("Town{}", n % 8), n % 8 * 100), 40 + n as usize)).collect();
    for (number, text) in texts.iter().enumerate() {
        let key = format!("k{number}");
        notes.push((id(&key), desk.findings(&key, text, number as i64).note.unwrap()));
    }
    let mut other = Desk::new();
    for (id, note) in &notes {
        other.0.recall(*id, &note.body, false).unwrap();
    }
    for (number, text) in texts.iter().enumerate() {
        for (key, text) in [(format!("k{number}"), text), (format!("new{number}"), text)] {
            let (one, two) = (desk.copy_of(&key, text, 50), other.copy_of(&key, text, 50));
            assert_eq!(one, two, "{key}");
        }
    }
    assert!(other.0.recall(id("x"), b"nonsense", true).is_err());
}

#[test]
fn memory_has_its_bounds() {
    let mut desk = Desk::with(DuplicatesOptions { remember: 50, ..DuplicatesOptions::default() });
    let text = |n: usize| (0..60).map(|word| format!("w{n}x{word} ")).collect::<String>();
    let mut largest = 0;
    for n in 0..400 {
        let findings = desk.findings(&n.to_string(), &text(n), 0);
        largest = largest.max(findings.note.unwrap().body.len());
        desk.findings(&format!("copy{n}"), &text(n), 0);
    }
    assert_eq!(desk.copy_of("again", &text(399), 0), Some(id("399")));
    assert_eq!(desk.copy_of("again", &text(349), 0), None, "the oldest have made room");
    assert!(desk.0.copies.len() <= 51 && largest < 600);
    let longest = desk.findings("long", &(0..50_000).map(|word| format!("v{word} ")).collect::<String>(), 0);
    assert!(longest.note.unwrap().body.len() <= 1600, "a note is no longer for a longer text");
}

#[test]
fn odd_texts_are_read() {
    let mut desk = Desk::new();
    for (name, text) in wiredesk_core::contract::texts() {
        let first = desk.copy_of(name, &text, 0);
        assert_eq!(desk.copy_of(name, &text, 0), first, "{name}");
    }
}
