//! What the program finds in the example articles against what a reader wrote down, layer by layer: no layer gets
//! worse without anybody noticing. `tests/extraction/README.md` says how the files read.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::newsroom::{Newsroom, root};

/// Lines expected, found, and both.
#[derive(Default)]
struct Count {
    expected: usize,
    found: usize,
    right: usize,
}

impl Count {
    /// Rounded to thousandths, as the file has it.
    fn f1(&self) -> f64 {
        let f1 = 2.0 * self.right as f64 / (self.expected + self.found).max(1) as f64;
        (f1 * 1000.0).round() / 1000.0
    }
}

#[test]
fn no_layer_finds_less_in_the_example_articles() {
    let folder = root().join("tests/extraction");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut articles = 0;
    for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if file.extension().is_none_or(|extension| extension != "tsv") || name == "scores" {
            continue;
        }
        articles += 1;
        let expected = fs::read_to_string(&file).unwrap();
        let mut expected: Vec<&str> = expected.lines().collect();
        let published = expected.remove(0).strip_prefix("published\t").unwrap().to_owned();
        let text = fs::read_to_string(root().join("examples/news").join(format!("{name}.txt"))).unwrap();
        let found = lines(&extract(&name, &text, &published));
        for line in &expected {
            count(&mut counts, line).expected += 1;
        }
        for line in &found {
            let count = count(&mut counts, line);
            count.found += 1;
            if let Some(at) = expected.iter().position(|expected| expected == line) {
                expected.remove(at);
                count.right += 1;
            }
        }
    }
    assert!(articles >= 5, "{}", folder.display());
    let least = fs::read_to_string(folder.join("scores.tsv")).unwrap();
    let mut least: BTreeMap<&str, f64> = least
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(layer, f1)| (layer, f1.parse().unwrap()))
        .collect();
    for (layer, count) in &counts {
        let (is, least) = (count.f1(), least.remove(&**layer).unwrap_or(-1.0));
        assert!(
            is >= least,
            "layer `{layer}` has F1 {is}, which was {least}: what the program misses or invents has grown"
        );
        assert!(
            is < least + 0.0005,
            "layer `{layer}` has F1 {is}, better than {least}: write that in tests/extraction/scores.tsv"
        );
    }
    assert!(least.is_empty(), "layers of tests/extraction/scores.tsv without a line: {least:?}");
}

fn count<'c>(counts: &'c mut BTreeMap<String, Count>, line: &str) -> &'c mut Count {
    counts.entry(line.split('\t').next().unwrap().to_owned()).or_default()
}

fn extract(name: &str, text: &str, published: &str) -> Value {
    let newsroom = Newsroom::new();
    let article = json!({"id": name, "text": text, "published": format!("{published}T18:00:00Z")});
    newsroom.write("article.ndjson", article.to_string());
    serde_json::from_str(&newsroom.ok(&["extract", "article.ndjson"])).unwrap()
}

/// What a record holds, a line each.
fn lines(record: &Value) -> Vec<String> {
    let all = |layer: &str| record[layer].as_array().unwrap().iter();
    let name_of = |id: &Value| {
        let entity = all("entities").find(|entity| &entity["id"] == id && !id.is_null());
        entity.map_or("-", |entity| entity["name"].as_str().unwrap()).to_owned()
    };
    let names = |ids: &Value| {
        let mut names: Vec<String> = ids.as_array().unwrap().iter().map(name_of).collect();
        names.sort();
        if names.is_empty() { "-".into() } else { names.join(", ") }
    };
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    let mut line = |fields: &[&str]| lines.push(fields.join("\t"));
    for entity in all("entities") {
        line(&["entity", &word(&entity["kind"]), &word(&entity["name"])]);
    }
    for quote in all("quotes") {
        let speaker = &quote["speaker"];
        let who = if speaker["entity"].is_null() { word(&speaker["text"]) } else { name_of(&speaker["entity"]) };
        line(&["quote", &word(&quote["kind"]), &who, &word(&quote["text"])]);
    }
    for time in all("times") {
        line(&["time", &word(&time["text"]), &word(&time["value"])]);
    }
    for quantity in all("quantities") {
        let value = quantity["value"].as_f64().unwrap().to_string();
        line(&["quantity", &word(&quantity["text"]), &word(&quantity["kind"]), &value, &word(&quantity["unit"])]);
    }
    for role in all("roles") {
        let (person, of) = (name_of(&role["person"]), name_of(&role["of"]));
        line(&["role", &person, &word(&role["title"]), &of, &word(&role["status"])]);
    }
    for relation in all("relations") {
        let (subject, object) = (name_of(&relation["subject"]), name_of(&relation["object"]));
        line(&["relation", &word(&relation["kind"]), &subject, &object]);
    }
    for event in all("events") {
        let (actors, recipients) = (names(&event["actors"]), names(&event["recipients"]));
        line(&["event", &word(&event["kind"]), &word(&event["trigger"]["text"]), &actors, &recipients]);
    }
    lines
}
