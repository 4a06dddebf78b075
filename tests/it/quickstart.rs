//! What a new user does first, in the order of the README.

use std::{fs, path::Path};

use crate::newsroom::{Newsroom, field, root};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// A newsroom with the example articles and the quickstart configuration.
fn quickstart() -> Newsroom {
    let newsroom = Newsroom::new();
    copy(&root().join("examples/news"), &newsroom.path("examples/news"));
    copy(&root().join("config"), &newsroom.path("config"));
    newsroom
}

#[test]
fn the_quickstart_reads_the_example_articles_into_both_sinks() {
    let newsroom = quickstart();
    let output = newsroom.wiredesk(&["run", "--once", "config/quickstart.toml"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.contains("14"), "the table counts the articles:\n{printed}");
    assert!(printed.contains("wiredesk find out/news.db"), "the table ends with a next step:\n{printed}");
    newsroom.assert_each_once(14);
    assert!(newsroom.lines().iter().all(|record| record["problems"].as_array().unwrap().is_empty()));
}

#[test]
fn the_example_articles_are_understood() {
    let newsroom = quickstart();
    newsroom.ok(&["run", "--once", "--quiet", "config/quickstart.toml"]);
    let database = newsroom.database();
    let said = |speaker: &str, words: &str| {
        let sql = "SELECT count(*) FROM who_said_what WHERE speaker = ?1 AND words LIKE '%' || ?2 || '%'";
        database.query_row(sql, [speaker, words], |row| row.get::<_, i64>(0)).unwrap()
    };
    for (speaker, words) in [
        ("Joost Terlinden", "somebody whom both sides believe"),
        ("Marta Okonjo", "Ask me on Monday"),
        ("Ingrid Solheim", "I cannot work with a blockade"),
        ("Daniel Hrast", "I was the last one over it"),
        ("Hanna Brodka", "You do not hide a paper"),
        ("Kwame Asante", "wait for the factories"),
        ("Ruth Amsel", "odd is not a crime"),
    ] {
        assert_eq!(said(speaker, words), 1, "{speaker}: {words}");
    }
    let offices = "SELECT count(*) FROM office_holders WHERE person = ?1 AND title = ?2 AND status = ?3";
    for (person, title, status) in [
        ("Joost Terlinden", "prime minister", "current"),
        ("Marta Okonjo", "labour minister", "former"),
        ("Piotr Zawada", "energy minister", "current"),
    ] {
        let found: i64 = database.query_row(offices, [person, title, status], |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "{person}: {status} {title}");
    }
}

#[test]
fn pages_keep_their_facts_and_lose_their_furniture() {
    let newsroom = quickstart();
    newsroom.ok(&["run", "--once", "--quiet", "config/quickstart.toml"]);
    let records = newsroom.lines();
    let record = |key: &str| records.iter().find(|record| record["key"] == key).unwrap_or_else(|| panic!("no {key}"));
    let reactor = record("reactor-vote.html");
    assert_eq!(field(reactor, "url"), "https://courier.example/2026/10/14/lindmoor-reactor-vote");
    assert_eq!(field(reactor, "published"), "2026-10-14T16:20:00Z");
    assert_eq!(field(reactor, "published_from"), "json-ld");
    assert_eq!(reactor["authors"][0], "Ewa Lisowska");
    for furniture in ["Log in", "All rights reserved"] {
        assert!(!field(reactor, "text").contains(furniture), "{furniture}");
    }
    let heist = record("museum-heist.html");
    assert!(field(heist, "text").contains("Cécile Arnoux"), "ISO 8859-1 and entities are decoded");
    let harbour = record("harbour-strike.txt");
    assert!(!field(harbour, "text").contains("SEE ALSO"));
    assert!(harbour["removed"].as_array().unwrap().iter().any(|removed| removed["reason"] == "related-link"));
}
