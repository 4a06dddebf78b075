//! Extractors that do as they are told: tag, fail, panic, hang, drop. Used by tests of the engine
//! and as the smallest examples of the contract.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use async_trait::async_trait;
use wiredesk_core::{
    Document, LayerName, Span,
    annotation::Annotation,
    error::Failure,
    extractor::{Declaration, Extractor, Findings, SyncExtractor, Worker},
    registry::ConfiguredExtractor,
};

/// What a toy does with one document.
#[expect(clippy::large_enum_variant, reason = "made and taken apart at once")]
pub enum Behaviour {
    /// Answers.
    Find(Findings),
    /// Fails.
    Fail(Failure),
    /// Panics.
    Panic,
    /// Never comes back.
    Hang,
}

/// A configured extractor that asks a function what to do. Clones share the count of instances.
#[derive(Clone)]
pub struct Toy {
    declaration: Declaration,
    behave: Arc<dyn Fn(&Document) -> Behaviour + Send + Sync>,
    waits: bool,
    batches: bool,
    built: Arc<AtomicUsize>,
}

impl Toy {
    /// Provides one `vendor/name` layer and behaves as the function says.
    ///
    /// # Panics
    /// If the layer's name is not one.
    pub fn new(layer: &str, behave: impl Fn(&Document) -> Behaviour + Send + Sync + 'static) -> Self {
        let layer: LayerName = layer.parse().expect("the name of a layer");
        let declaration = Declaration { provides: vec![layer], ..Declaration::default() };
        Self { declaration, behave: Arc::new(behave), waits: false, batches: false, built: Arc::default() }
    }

    /// Tags every word in capitals in the layer `layer`, and panics, hangs, fails or drops the
    /// document where the text holds `PANIC`, `HANG`, `FAIL` or `DROP`.
    #[must_use]
    pub fn tagger(layer: &str) -> Self {
        let name: Arc<str> = layer.into();
        Self::new(layer, move |document| {
            let text = &*document.text;
            if text.contains("PANIC") {
                Behaviour::Panic
            } else if text.contains("HANG") {
                Behaviour::Hang
            } else if text.contains("FAIL") {
                Behaviour::Fail(Failure::reject("told-to", "the text says so"))
            } else if text.contains("DROP") {
                Behaviour::Find(Findings { drop: Some("told-to".to_owned()), ..Findings::default() })
            } else {
                Behaviour::Find(capitals(text, &name))
            }
        })
    }

    /// Is an [`Extractor`] that waits, not one that computes.
    #[must_use]
    pub fn waiting(mut self) -> Self {
        self.waits = true;
        self
    }

    /// Takes whole batches.
    #[must_use]
    pub fn batching(mut self) -> Self {
        self.batches = true;
        self
    }

    /// Declares something else.
    #[must_use]
    pub fn declaring(mut self, change: impl FnOnce(&mut Declaration)) -> Self {
        change(&mut self.declaration);
        self
    }

    /// How many instances have been built.
    #[must_use]
    pub fn built(&self) -> usize {
        self.built.load(SeqCst)
    }
}

fn capitals(text: &str, layer: &Arc<str>) -> Findings {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let tagged = words.filter(|word| word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase));
    let annotations =
        tagged.map(|word| Annotation { span: Span::of(text, word), label: "capitals".into(), value: None });
    let mut findings = Findings::default();
    findings.layers.extensions.insert(layer.clone(), annotations.collect());
    findings
}

impl ConfiguredExtractor for Toy {
    fn declaration(&self) -> Declaration {
        self.declaration.clone()
    }

    fn build(&self) -> Result<Worker, Failure> {
        self.built.fetch_add(1, SeqCst);
        Ok(if self.waits { Worker::Async(Box::new(self.clone())) } else { Worker::Sync(Box::new(self.clone())) })
    }
}

impl SyncExtractor for Toy {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        match (self.behave)(document) {
            Behaviour::Find(findings) => Ok(findings),
            Behaviour::Fail(failure) => Err(failure),
            Behaviour::Panic => panic!("the text says so"),
            Behaviour::Hang => loop {
                std::thread::park();
            },
        }
    }

    fn takes_batches(&self) -> bool {
        self.batches
    }
}

#[async_trait]
impl Extractor for Toy {
    async fn extract(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
        let mut answers = Vec::new();
        for document in batch {
            answers.push(match (self.behave)(document) {
                Behaviour::Find(findings) => Ok(findings),
                Behaviour::Fail(failure) => Err(failure),
                Behaviour::Panic => panic!("the text says so"),
                Behaviour::Hang => std::future::pending().await,
            });
        }
        answers
    }
}
