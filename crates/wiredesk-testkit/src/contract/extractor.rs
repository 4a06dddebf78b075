//! What every extractor promises: any text is read without a panic, every span fits, and one
//! document's findings do not depend on those read before it.

use jiff::Timestamp;
use wiredesk_core::{
    Document, contract,
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
    let documents: Vec<Document> = contract::texts()
        .into_iter()
        .map(|(key, text)| {
            let article = Article { key: key.to_owned(), text: text.into(), ..Article::default() };
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
