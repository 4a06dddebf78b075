//! An extractor with a memory, as small as one can be: the second article with the same text is a copy of
//! the first. For tests of what the engine does with notes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use wiredesk_core::{
    Document, DocumentId, LayerName,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    memory::{Fate, Memory, Note, Unreadable},
    registry::ConfiguredExtractor,
};

/// A configured extractor that finds equal texts. Clones share what is seen from outside.
#[derive(Clone)]
pub struct Copycat {
    capacity: usize,
    drops: bool,
    version: u8,
    seen: Arc<Mutex<Seen>>,
}

/// What can be seen from outside.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How many instances have been built.
    pub built: usize,
    /// What was recalled, with whether it was durable.
    pub recalled: Vec<(DocumentId, bool)>,
    /// What it was told.
    pub fates: Vec<(DocumentId, Fate)>,
}

impl Default for Copycat {
    fn default() -> Self {
        Self { capacity: 10_000, drops: false, version: 1, seen: Arc::default() }
    }
}

impl Copycat {
    /// At most so many notes.
    #[must_use]
    pub fn capacity(mut self, capacity: usize) -> Self {
        self.capacity = capacity;
        self
    }

    /// Drops copies of what is durable.
    #[must_use]
    pub fn dropping(mut self) -> Self {
        self.drops = true;
        self
    }

    /// Writes notes of another version, and reads no others.
    #[must_use]
    pub fn version(mut self, version: u8) -> Self {
        self.version = version;
        self
    }

    /// What can be seen from outside.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConfiguredExtractor for Copycat {
    fn declaration(&self) -> Declaration {
        Declaration { provides: vec![LayerName::DuplicateOf], ..Declaration::default() }
    }

    fn remembers(&self) -> bool {
        true
    }

    fn build(&self) -> Result<Worker, Failure> {
        self.lock().built += 1;
        let (texts, answers, durable) = Default::default();
        Ok(Worker::Sync(Box::new(Cat { copycat: self.clone(), texts, answers, durable })))
    }
}

struct Cat {
    copycat: Copycat,
    texts: HashMap<String, DocumentId>,
    /// The first article with the same text, itself or another one.
    answers: HashMap<DocumentId, DocumentId>,
    durable: HashMap<DocumentId, bool>,
}

impl SyncExtractor for Cat {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let text = document.text.to_string();
        assert!(!text.contains("PANIC"), "the text says so");
        let first = match self.answers.get(&document.id) {
            Some(known) => *known,
            None => *self.texts.entry(text.clone()).or_insert(document.id),
        };
        let mut findings = Findings::default();
        let new = first != document.id && !self.answers.contains_key(&document.id);
        if new && self.copycat.drops && self.durable.get(&first) == Some(&true) {
            findings.drop = Some("copy".to_owned());
            return Ok(findings);
        }
        self.answers.insert(document.id, first);
        findings.layers.duplicate_of = (first != document.id).then_some(first);
        let mut body = vec![self.copycat.version];
        body.extend(first.0);
        body.extend(text.as_bytes());
        findings.note = Some(Note { body: body.into(), lasting: first == document.id });
        Ok(findings)
    }

    fn memory(&mut self) -> Option<&mut dyn Memory> {
        Some(self)
    }
}

impl Memory for Cat {
    fn capacity(&self) -> usize {
        self.copycat.capacity
    }

    fn recall(&mut self, document: DocumentId, note: &[u8], durable: bool) -> Result<(), Unreadable> {
        let [version, rest @ ..] = note else { return Err(Unreadable("cut off")) };
        if *version != self.copycat.version {
            return Err(Unreadable("of another version"));
        }
        let (first, text) = rest.split_first_chunk::<16>().ok_or(Unreadable("cut off"))?;
        self.copycat.lock().recalled.push((document, durable));
        self.answers.insert(document, DocumentId(*first));
        if *first == document.0 {
            self.texts.insert(String::from_utf8_lossy(text).into_owned(), document);
            self.durable.insert(document, durable);
        }
        Ok(())
    }

    fn settle(&mut self, document: DocumentId, fate: Fate) {
        self.copycat.lock().fates.push((document, fate));
        match fate {
            Fate::Durable => {
                self.durable.insert(document, true);
            }
            Fate::Lost => {
                self.answers.remove(&document);
                self.texts.retain(|_, first| *first != document);
            }
        }
    }
}
