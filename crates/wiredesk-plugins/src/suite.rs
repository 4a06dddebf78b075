//! The contract that every extractor keeps, checked on a plugin: any text is answered without a
//! crash, every span fits, and what is found in a document depends on that document alone. Run by
//! `wiredesk plugin test` after the plugin's own cases.

use std::fmt::Write;

use jiff::Timestamp;
use serde_json::Value;
use wiredesk_core::{
    Disposition, Document, LayerName, Record, contract,
    document::Article,
    error::Failure,
    extractor::{Declaration, Findings, Worker},
};

use crate::{caller::Caller, host::Prepare};

/// Documents in the batches that are checked for order.
const BATCH: usize = 16;
/// What a broken answer looks like, besides those that a host marks as a crash.
const BROKEN: [&str; 8] = [
    "invalid-answer",
    "invalid-layer",
    "invalid-span",
    "too-many-annotations",
    "wrong-count",
    "unavailable",
    "exception",
    "timeout",
];

/// What is checked.
pub struct Subject<'s> {
    /// Makes a worker.
    pub build: &'s dyn Fn() -> Result<Worker, Failure>,
    /// What it needs and gives.
    pub declaration: Declaration,
    /// Adds the layers it requires.
    pub prepare: &'s Prepare,
    /// Texts in which it finds something, such as those of its cases.
    pub samples: Vec<String>,
}

/// One thing that was checked.
#[derive(Debug)]
pub struct Check {
    /// What holds if it passed.
    pub name: String,
    /// What is wrong, if anything.
    pub outcome: Result<(), String>,
    /// What a person should know though it passed.
    pub note: Option<String>,
}

/// Runs the whole suite, telling `seen` of each check as it is done.
///
/// # Errors
/// A worker cannot be made.
pub fn run(subject: &Subject<'_>, mut seen: impl FnMut(&Check)) -> Result<Vec<Check>, Failure> {
    let mut checks = Vec::new();
    let mut note = |check: Check| {
        seen(&check);
        checks.push(check);
    };
    let odd: Vec<Document> = contract::texts().into_iter().map(|(name, text)| subject.document(name, text)).collect();
    let mut worker = subject.worker()?;
    let mut first = Vec::with_capacity(odd.len());
    for document in &odd {
        let answer = subject.answer(document, worker.call_one(document));
        let (outcome, note_of) = match &answer {
            Answer::Broken(why) => (Err(why.clone()), None),
            Answer::Refused(code) => (Ok(()), Some(format!("answers with the error `{code}`"))),
            Answer::Dropped(_) => (Ok(()), Some("takes the document out".to_owned())),
            Answer::Found(document) => (slices(document, &subject.declaration.provides), None),
        };
        note(Check { name: document.key.clone(), outcome, note: note_of });
        first.push(answer);
    }
    // documents on which it breaks have been reported; what else they would do says nothing
    let sound: Vec<(&Document, &Answer)> =
        odd.iter().zip(&first).filter(|(_, answer)| !matches!(answer, Answer::Broken(_))).collect();

    let again = subject.same(&sound, &mut worker, |documents| documents.reverse());
    note(Check::new("repeatable: a document is answered the same again, in another order", again));
    let other = subject.same(&sound, &mut subject.worker()?, |_| {});
    note(Check::new("repeatable: another instance answers the same", other));

    let batch = subject.batch();
    let alone: Vec<Answer> = batch.iter().map(|document| subject.answer(document, worker.call_one(document))).collect();
    let refs: Vec<&Document> = batch.iter().collect();
    let together = subject.answers(&refs, &mut worker);
    let order = together.as_ref().map_err(Clone::clone).and_then(|together| in_order(&batch, &alone, together));
    let found = alone.iter().any(
        |answer| matches!(answer, Answer::Found(document) if has_findings(document, &subject.declaration.provides)),
    );
    let hollow = (!found).then(|| "nothing was found in any of them: add a case in which something is".to_owned());
    note(Check {
        name: format!("order: {BATCH} documents at once are answered in their order"),
        outcome: order,
        note: hollow,
    });

    // the megabyte has been read alone; batches that large are cut by the host
    let small: Vec<(&Document, &Answer)> =
        sound.iter().copied().filter(|(document, _)| document.text.len() < 1 << 19).collect();
    let documents: Vec<&Document> = small.iter().map(|(document, _)| *document).collect();
    let single = subject.answers(&documents, &mut worker).and_then(|together| {
        let pairs = small.iter().zip(&together);
        pairs.into_iter().try_for_each(|((document, alone), together)| agree(document, alone, together))
    });
    note(Check::new("batches: what is found does not depend on the others in the batch", single));
    Ok(checks)
}

impl Check {
    fn new(name: &str, outcome: Result<(), String>) -> Self {
        Self { name: name.to_owned(), outcome, note: None }
    }
}

/// What came of one document.
#[derive(PartialEq)]
enum Answer {
    Found(Box<Document>),
    Dropped(String),
    /// The code of the error it answered with.
    Refused(String),
    Broken(String),
}

impl Answer {
    fn brief(&self) -> String {
        match self {
            Self::Found(_) => "findings".to_owned(),
            Self::Dropped(reason) => format!("drop: {reason}"),
            Self::Refused(code) => format!("error `{code}`"),
            Self::Broken(why) => why.clone(),
        }
    }
}

impl Subject<'_> {
    fn worker(&self) -> Result<Caller, Failure> {
        Caller::new((self.build)()?)
    }

    fn document(&self, name: &str, text: String) -> Document {
        let title = text.len().is_multiple_of(2).then(|| "Ferry to sail again, says Brandt".to_owned());
        let article = Article { key: name.to_owned(), title, text: text.into(), ..Article::default() };
        let mut document = Document::new("contract".into(), article, Timestamp::UNIX_EPOCH);
        let Declaration { requires, uses, .. } = &self.declaration;
        let layers: Vec<LayerName> = requires.iter().chain(uses).cloned().collect();
        if !layers.is_empty() {
            (self.prepare)(&mut document, &layers);
        }
        document
    }

    /// Documents of which each differs from the others by where its words stand.
    fn batch(&self) -> Vec<Document> {
        let usual = contract::texts().into_iter().find(|(name, _)| *name == "a story").map(|(_, text)| text);
        let texts: Vec<&String> = self.samples.iter().chain(&usual).collect();
        (0..BATCH)
            .map(|number| {
                let text = texts.get(number % texts.len().max(1)).map_or("", |text| text.as_str());
                self.document(&format!("document {}", number + 1), format!("{}{text}", "Well. ".repeat(number)))
            })
            .collect()
    }

    fn answer(&self, document: &Document, answer: Result<Findings, Failure>) -> Answer {
        let findings = match answer {
            Ok(Findings { drop: Some(reason), .. }) => return Answer::Dropped(reason),
            Ok(findings) => findings,
            Err(failure) => {
                let broken = failure.crash
                    || failure.disposition != Disposition::Reject
                    || BROKEN.contains(&failure.code.as_ref());
                return if broken {
                    Answer::Broken(format!("{}: {}", failure.code, failure.message))
                } else {
                    Answer::Refused(failure.code.into_owned())
                };
            }
        };
        let mut merged = Box::new(document.clone());
        match merged.merge(findings, &self.declaration.provides) {
            Ok(()) => Answer::Found(merged),
            Err(error) => Answer::Broken(error.to_string()),
        }
    }

    /// Whether documents are answered as they were before, each on its own.
    fn same<'a>(
        &self,
        answered: &[(&'a Document, &'a Answer)],
        worker: &mut Caller,
        arrange: impl Fn(&mut Vec<(&'a Document, &'a Answer)>),
    ) -> Result<(), String> {
        let mut answered = answered.to_vec();
        arrange(&mut answered);
        answered.iter().try_for_each(|(document, before)| {
            agree(document, before, &self.answer(document, worker.call_one(document)))
        })
    }

    /// The answers to a batch, as many as documents.
    fn answers(&self, batch: &[&Document], worker: &mut Caller) -> Result<Vec<Answer>, String> {
        let answers = worker.call(batch);
        if answers.len() != batch.len() {
            return Err(format!("{} answers to {} documents", answers.len(), batch.len()));
        }
        Ok(batch.iter().zip(answers).map(|(document, answer)| self.answer(document, answer)).collect())
    }
}

fn agree(document: &Document, before: &Answer, now: &Answer) -> Result<(), String> {
    if before == now {
        return Ok(());
    }
    let mut message = format!("`{}`: ", document.key);
    // writing to a string cannot fail
    let _ = match (before, now) {
        (Answer::Found(_), Answer::Found(_)) => write!(message, "other findings than the first time"),
        (before, now) => write!(message, "{} the first time, now {}", before.brief(), now.brief()),
    };
    Err(message)
}

fn in_order(batch: &[Document], alone: &[Answer], together: &[Answer]) -> Result<(), String> {
    for (number, (expected, found)) in alone.iter().zip(together).enumerate() {
        if expected != found {
            let swapped = alone.iter().position(|other| other == found);
            return Err(match swapped {
                Some(other) => {
                    format!("the answer to document {} stands where that to document {} should", other + 1, number + 1)
                }
                None => agree(&batch[number], expected, found).err().unwrap_or_default(),
            });
        }
    }
    Ok(())
}

fn has_findings(document: &Document, provides: &[LayerName]) -> bool {
    let Ok(record) = serde_json::to_value(Record::of(document)) else { return false };
    provides.iter().any(|layer| match layer_in(&record, layer) {
        Value::Array(items) => !items.is_empty(),
        other => !other.is_null(),
    })
}

/// Every span cut out of the text again, in code points, gives the words that the record has there.
fn slices(document: &Document, provides: &[LayerName]) -> Result<(), String> {
    let record = serde_json::to_value(Record::of(document)).map_err(|error| error.to_string())?;
    let letters: Vec<char> = document.text.chars().collect();
    for layer in provides {
        let json = layer_in(&record, layer);
        if let LayerName::Extension(name) = layer {
            let annotations = document.layers.extensions.get(name).map_or(&[][..], Vec::as_slice);
            for (json, annotation) in json.as_array().into_iter().flatten().zip(annotations) {
                same_words(layer, &letters, &json["span"], annotation.span.slice(&document.text))?;
            }
        } else {
            every_span(layer, &letters, json)?;
        }
    }
    Ok(())
}

fn layer_in<'r>(record: &'r Value, layer: &LayerName) -> &'r Value {
    let name = layer.to_string();
    match layer {
        LayerName::Extension(_) => &record["extensions"][name.as_str()],
        _ => &record[name.as_str()],
    }
}

fn every_span(layer: &LayerName, letters: &[char], json: &Value) -> Result<(), String> {
    match json {
        Value::Array(items) => items.iter().try_for_each(|item| every_span(layer, letters, item)),
        Value::Object(object) => {
            if let (Some(span @ Value::Array(_)), Some(text)) =
                (object.get("span"), object.get("text").and_then(Value::as_str))
            {
                same_words(layer, letters, span, text)?;
            }
            object.values().try_for_each(|value| every_span(layer, letters, value))
        }
        _ => Ok(()),
    }
}

fn same_words(layer: &LayerName, letters: &[char], span: &Value, words: &str) -> Result<(), String> {
    let offset = |index: usize| span[index].as_u64().and_then(|offset| usize::try_from(offset).ok());
    let cut = offset(0).zip(offset(1)).and_then(|(start, end)| letters.get(start..end));
    match cut {
        Some(cut) if cut.iter().copied().eq(words.chars()) => Ok(()),
        Some(cut) => {
            let cut: String = cut.iter().take(40).collect();
            Err(format!("`{layer}`: span {span} gives {cut:?}"))
        }
        None => Err(format!("`{layer}`: span {span} reaches past the text")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use wiredesk_core::{Span, annotation::Annotation, extractor::SyncExtractor};

    use super::*;

    /// Marks every capital letter, with the mistake that it is given.
    struct Capitals(Mistake, usize);

    #[derive(Clone, Copy, PartialEq)]
    enum Mistake {
        None,
        BreaksOnEmpty,
        Counts,
        DiffersByInstance(usize),
        Shuffles,
    }

    impl SyncExtractor for Capitals {
        fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
            self.1 += 1;
            if self.0 == Mistake::BreaksOnEmpty && document.text.is_empty() {
                return Err(Failure::crash("trap", "index out of range"));
            }
            let label = match self.0 {
                Mistake::Counts => self.1.to_string(),
                Mistake::DiffersByInstance(number) => number.to_string(),
                _ => "capital".to_owned(),
            };
            let mut findings = Findings::default();
            let capitals = document.text.char_indices().filter(|(_, c)| c.is_uppercase()).take(50);
            let annotations = capitals.map(|(at, c)| {
                let span = Span::new(&document.text, at..at + c.len_utf8()).unwrap();
                Annotation { span, label: label.clone(), value: None }
            });
            findings.layers.extensions.insert("toy/capitals".into(), annotations.collect());
            Ok(findings)
        }

        fn extract_batch(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
            let mut answers: Vec<_> = batch.iter().map(|document| self.extract(document)).collect();
            if self.0 == Mistake::Shuffles && answers.len() > 1 {
                answers.rotate_left(1);
            }
            answers
        }

        fn takes_batches(&self) -> bool {
            true
        }
    }

    /// The names of the checks that fail, cut at the colon.
    fn check(mistake: Mistake, failing: &[&str]) {
        let instances = AtomicUsize::new(0);
        let build = || {
            let number = instances.fetch_add(1, Ordering::Relaxed);
            let mistake = match mistake {
                Mistake::DiffersByInstance(_) => Mistake::DiffersByInstance(number),
                other => other,
            };
            Ok(Worker::Sync(Box::new(Capitals(mistake, 0))))
        };
        let provides = vec!["toy/capitals".parse().unwrap()];
        let declaration = Declaration { provides, ..Declaration::default() };
        let prepare: Prepare = Arc::new(|_, _| {});
        let subject = Subject { build: &build, declaration, prepare: &prepare, samples: Vec::new() };
        let checks = run(&subject, |_| {}).unwrap();
        let failed: Vec<&str> = checks
            .iter()
            .filter(|check| check.outcome.is_err())
            .map(|check| check.name.split(':').next().unwrap_or_default())
            .collect();
        assert_eq!(failed, failing);
    }

    #[test]
    fn an_extractor_that_keeps_the_contract_passes() {
        check(Mistake::None, &[]);
    }

    #[test]
    fn each_way_of_breaking_the_contract_is_found() {
        check(Mistake::BreaksOnEmpty, &["empty text"]);
        check(Mistake::Counts, &["repeatable", "order", "batches"]);
        check(Mistake::DiffersByInstance(0), &["repeatable"]);
        check(Mistake::Shuffles, &["order", "batches"]);
    }
}
