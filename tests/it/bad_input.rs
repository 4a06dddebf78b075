//! What bad input gets: a clear reason, a counter, and the daemon goes on.

use std::{fs, io::Write};

use serde_json::Value;

use crate::newsroom::{Newsroom, field};

/// Runs over `inbox`, which also holds one good article; gives the dead letters.
fn dead_letters(newsroom: &Newsroom) -> Vec<Value> {
    newsroom.write("inbox/good.txt", "The harbour of Veldhaven was opened again on Tuesday.");
    newsroom.configure("");
    let summary = newsroom.run_once();
    assert_eq!(summary["delivered"].as_u64().unwrap(), newsroom.lines().len() as u64);
    assert!(newsroom.lines().iter().any(|record| record["key"] == "good.txt"), "the good article is delivered");
    let file = newsroom.path("state/dead-letters/main.ndjson");
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_cannot_be_read_goes_to_the_dead_letters_with_its_reason() {
    let newsroom = Newsroom::new();
    let long = format!(
        "{{\"id\": \"long\", \"text\": \"{}\"}}\n{{\"id\": \"after\", \"text\": \"Short.\"}}\n",
        "x".repeat(17 << 20)
    );
    let packed = gzip("{\"id\": \"one\", \"text\": \"The first article of three.\"}\n".repeat(2000).as_bytes());
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("empty.txt", Vec::new(), "empty"),
        ("blank.txt", b" \n\t\n".to_vec(), "empty"),
        ("picture.txt", (0..=255).cycle().take(4096).collect(), "binary"),
        ("cut.json", b"{\"id\": 1, \"text\": \"The story bre".to_vec(), "invalid-json"),
        ("types.ndjson", b"{\"id\": \"a\", \"text\": 7}\n".to_vec(), "wrong-type"),
        ("long.ndjson", long.into_bytes(), "too-large"),
        ("cut.ndjson.gz", packed[..packed.len() / 2].to_vec(), "truncated"),
        ("martian.html", b"<meta charset=\"x-martian\"><p>Caf\xe9 M\xfcnchen</p>".to_vec(), "unknown-charset"),
    ];
    for (name, content, _) in &cases {
        newsroom.write(&format!("inbox/{name}"), content);
    }
    let letters = dead_letters(&newsroom);
    for (name, _, code) in &cases {
        let found = letters.iter().find(|letter| field(letter, "key").starts_with(name));
        let letter = found.unwrap_or_else(|| panic!("no dead letter for {name} among {letters:#?}"));
        assert_eq!(field(letter, "code"), *code, "{name}: {letter:#}");
        assert!(!field(letter, "message").is_empty());
    }
    assert!(newsroom.lines().iter().any(|record| record["key"] == "after"), "what follows a long line is read");
    let again = newsroom.run_once();
    assert_eq!(again["delivered"], 0, "nothing bad is read again");
}

#[test]
fn odd_but_readable_input_becomes_an_article() {
    let newsroom = Newsroom::new();
    newsroom.write(
        "inbox/latin1.txt",
        b"Der B\xfcrgermeister von M\xfcnchen sagte nichts \xfcber die Stra\xdfe und ging nach Hause.",
    );
    newsroom.write(
        "inbox/utf16.txt",
        "\u{feff}The mayor left.".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    );
    newsroom.write(
        "inbox/deep.html",
        format!("{}<p>The mayor of Veldhaven said nothing at all on Tuesday.</p>", "<div>".repeat(100_000)),
    );
    newsroom.write(
        "inbox/date.json",
        "{\"id\": \"far\", \"published\": \"99999-01-01T00:00:00Z\", \"text\": \"The mayor will leave in the year 99999.\"}",
    );
    let letters = dead_letters(&newsroom);
    assert!(letters.is_empty(), "{letters:#?}");
    let records = newsroom.lines();
    let record = |key: &str| records.iter().find(|record| record["key"] == key).unwrap_or_else(|| panic!("no {key}"));
    assert!(field(record("latin1.txt"), "text").contains("München"));
    assert_eq!(field(record("utf16.txt"), "text"), "The mayor left.");
    assert!(field(record("deep.html"), "text").contains("said nothing at all"));
    assert!(record("far")["published"].is_null());
}

#[test]
fn a_corrupt_state_database_is_set_aside_and_nothing_has_to_be_deleted() {
    let newsroom = Newsroom::new();
    newsroom.inbox(1, 5, 500);
    newsroom.configure("");
    newsroom.run_once();
    for entry in fs::read_dir(newsroom.path("state")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("state.db") {
            fs::write(path, b"this is no database, and was never one, whatever its name may say").unwrap();
        }
    }
    let output = newsroom.wiredesk(&["run", "--once", "wiredesk.toml"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("is now at"), "{said}");
    assert_eq!(newsroom.delivered()[1].len(), 5);
    newsroom.inbox(2, 6, 500);
    newsroom.run_once();
    assert!(newsroom.delivered()[1].values().all(|times| *times == 1));
}

#[test]
fn a_second_process_on_the_same_state_is_told_who_holds_it() {
    let newsroom = Newsroom::new();
    newsroom.inbox(1, 2, 500);
    newsroom.configure("");
    let mut daemon = newsroom.start(&["run", "wiredesk.toml"]);
    while newsroom.lines().len() < 2 {
        assert!(daemon.try_wait().unwrap().is_none(), "{}", newsroom.log());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let second = newsroom.wiredesk(&["run", "--once", "wiredesk.toml"]);
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains(&daemon.id().to_string()), "{said}");
    crate::newsroom::signal(&daemon, rustix::process::Signal::TERM);
    assert_eq!(daemon.wait().unwrap().code(), Some(0), "{}", newsroom.log());
}

#[test]
fn mistakes_in_a_configuration_start_nothing() {
    let newsroom = Newsroom::new();
    newsroom.inbox(1, 1, 500);
    newsroom.configure("[pipeline]\nextractors = [\"quotes\"]\nbatsch = 3\n");
    for command in ["run", "check", "plan"] {
        let output = newsroom.wiredesk(&[command, "wiredesk.toml"]);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("batsch") && said.contains("entities"), "{command} reports both:\n{said}");
    }
    assert!(!newsroom.path("out").exists() && !newsroom.path("state").exists());
}
