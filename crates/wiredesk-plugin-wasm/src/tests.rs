//! Plugins of every kind of temper in the real host: `guests.rs` makes them, the other files say
//! what must become of them.

mod breaking;
mod findings;
mod given;
mod guests;
mod lasting;
mod loading;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use wiredesk_core::{
    Document, LayerName,
    document::Article,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor},
};

use crate::{Host, Instance, Limits, Module, Setup};

pub(crate) fn document(text: &str) -> Document {
    let article = Article { key: "a.txt".into(), text: text.into(), ..Article::default() };
    Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH)
}

pub(crate) fn setup() -> Setup {
    let provides = vec!["acme/x".parse().expect("a layer"), LayerName::Times];
    let declaration = Declaration { provides, ..Declaration::default() };
    let limits = Limits { timeout: Duration::from_millis(300), ..Limits::default() };
    Setup { name: "acme".into(), options: "{}".into(), declaration, limits }
}

/// The guest that does what the first letter of a text says.
pub(crate) fn moody() -> Module {
    module(&guests::moody())
}

pub(crate) fn module(bytes: &[u8]) -> Module {
    Module::load(&host(), "acme", bytes).expect("a sound plugin")
}

pub(crate) fn host() -> Arc<Host> {
    Host::new(None).expect("a machine that can run plugins")
}

/// What becomes of each text when all of them are one batch.
pub(crate) fn extract(instance: &mut Instance, texts: &[&str]) -> Vec<Result<Findings, Failure>> {
    let documents: Vec<Document> = texts.iter().map(|text| document(text)).collect();
    let batch: Vec<&Document> = documents.iter().collect();
    let answers = instance.extract_batch(&batch);
    assert_eq!(answers.len(), texts.len());
    answers
}

/// The label of the one annotation, or the code of the failure.
pub(crate) fn told(answer: &Result<Findings, Failure>) -> &str {
    match answer {
        Ok(findings) => findings.layers.extensions.get("acme/x").map_or("nothing", |found| &found[0].label),
        Err(failure) => &failure.code,
    }
}
