//! What every extractor promises: any text is read without a panic, every span fits, and one
//! document's findings do not depend on those read before it.

use jiff::Timestamp;
use wiredesk_core::{
    Document,
    document::Article,
    error::Failure,
    extractor::{Findings, Worker},
    registry::ConfiguredExtractor,
};

/// Checks an extractor over odd texts; `prepare` adds the layers it requires to a document, as the
/// extractors before it would.
///
/// # Panics
/// Where the extractor breaks its contract.
pub async fn extractor(configured: &dyn ConfiguredExtractor, prepare: impl Fn(&mut Document)) {
    let documents: Vec<Document> = texts()
        .into_iter()
        .map(|(key, text)| {
            let article = Article { key: key.to_owned(), text, ..Article::default() };
            let mut document = Document::new("contract".into(), article, Timestamp::UNIX_EPOCH);
            prepare(&mut document);
            document
        })
        .collect();
    let mut worker = build(configured);
    let mut first = Vec::new();
    for document in &documents {
        first.push(merged(configured, &mut worker, document).await);
    }
    for (document, expected) in documents.iter().zip(&first).rev() {
        let again = merged(configured, &mut worker, document).await;
        assert!(again == *expected, "`{}`: the same document gives the same findings in any order", document.key);
    }
    let mut other = build(configured);
    for (document, expected) in documents.iter().zip(&first).rev() {
        let anew = merged(configured, &mut other, document).await;
        assert!(anew == *expected, "`{}`: every instance gives the same findings", document.key);
    }
}

fn build(configured: &dyn ConfiguredExtractor) -> Worker {
    configured.build().unwrap_or_else(|failure| panic!("the extractor cannot be built: {failure}"))
}

/// The document with the findings merged in; `None` if the extractor took it out.
async fn merged(configured: &dyn ConfiguredExtractor, worker: &mut Worker, document: &Document) -> Option<Document> {
    let findings = extract(worker, document).await;
    let findings = findings.unwrap_or_else(|failure| panic!("`{}`: {failure}", document.key));
    if findings.drop.is_some() {
        return None;
    }
    let mut merged = document.clone();
    let provides = configured.declaration().provides;
    if let Err(error) = merged.merge(findings, &provides) {
        panic!("`{}`: {error}", document.key);
    }
    Some(merged)
}

async fn extract(worker: &mut Worker, document: &Document) -> Result<Findings, Failure> {
    match worker {
        Worker::Sync(extractor) => extractor.extract(document),
        Worker::Async(extractor) => {
            let mut answers = extractor.extract(&[document]).await;
            assert_eq!(answers.len(), 1, "one answer per document");
            answers.remove(0)
        }
    }
}

/// Named texts that have broken extractors before, or might.
fn texts() -> Vec<(&'static str, String)> {
    let story = "BRACKWATER — Harbour master Ilse Brandt, 57, said on Tuesday that the ferry \u{201c}will sail again\u{201d}. \
                 \"We waited,\" she told reporters. \"Now we act.\"\nAccording to Tomás Rey, head of the Rey Institute, \
                 it cost $3.5 million; he didn't say who paid.\n";
    [
        ("empty", String::new()),
        ("one letter", "a".to_owned()),
        ("white space", " \t\n\r\n \u{a0}\u{2003}\u{feff}".to_owned()),
        ("story", story.to_owned()),
        ("a megabyte", story.repeat((1 << 20) / story.len() + 1)),
        ("one long word", "x".repeat(100_000)),
        ("capitals", "THE MAYOR OF BRACKWATER SAID ".repeat(500)),
        ("full stops", ".".repeat(20_000)),
        ("quotation marks", "\"\u{201c}\u{201d}'\u{2018}\u{2019}«»„“".repeat(2_000)),
        ("unbalanced", "\u{201c}He said \"never, and \u{2018}always (or [sometimes".repeat(300)),
        ("digits", "1,000.5 12:30 2024-10-01 $5m 57-year-old 3% ".repeat(500)),
        (
            "scripts",
            "Мэр сказал: «Нет». 市长说：“不。” قال المحافظ نعم. ראש העיר אמר. Ο δήμαρχος είπε. नगर प्रमुख ने कहा।"
                .repeat(50),
        ),
        ("combining", "e\u{301}a\u{308}\u{200d}👩\u{200d}🚀\u{fe0f}🇳🇱ß\u{130}\u{1e9e}ﬁ".repeat(500)),
        ("control characters", "nul\0 bell\u{7} escape\u{1b}[0m delete\u{7f} line\u{2028}paragraph\u{2029}".to_owned()),
        ("line ends", "One.\r\nTwo.\rThree.\n\n\n\nFour.".to_owned()),
    ]
    .into()
}
