//! What an extractor writes down about one document. Strings go into one buffer and everything is
//! kept from call to call, so that an annotation costs no allocation. Put into the contract's form
//! by `entry.rs` at the end of the call.

use std::{fmt, ops::Range};

use crate::abi::{self, List, Maybe, Outcome, Text};

/// What an extractor finds in one document: annotations in the plugin's own layers, whole built-in
/// layers, problems. Or, in place of all that, that the document is to be dropped or that it could
/// not be read.
#[derive(Default)]
pub struct Findings {
    /// All strings, one after another.
    words: String,
    annotations: Vec<Mark>,
    /// Names and JSON.
    layers: Vec<(Piece, Piece)>,
    /// Codes and messages.
    problems: Vec<(Piece, Piece)>,
    verdict: Verdict,
    raw_annotations: Vec<abi::Annotation<'static>>,
    raw_layers: Vec<abi::Named<'static>>,
    raw_problems: Vec<abi::Problem<'static>>,
}

/// Where in `words` a string stands.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    layer: u16,
    start: u32,
    end: u32,
    label: Piece,
    value: Option<Piece>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Verdict {
    #[default]
    Found,
    Drop(Piece),
    Failed(Piece, Piece),
}

impl Findings {
    /// Labels a stretch of the text.
    ///
    /// `layer` is an index into the `provides` of the plugin's manifest, and must be that of a
    /// `vendor/name` layer. `range` is in bytes of the text and must lie on character boundaries;
    /// the daemon refuses the findings of a document with a wrong span, as a whole. A value or
    /// further attributes can be added to what is returned.
    pub fn annotate(&mut self, layer: u16, range: Range<usize>, label: &str) -> Annotated<'_> {
        let label = self.say(label);
        // larger numbers than the contract has are as wrong as the largest it has
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.annotations.push(Mark { layer, start: offset(range.start), end: offset(range.end), label, value: None });
        Annotated(self)
    }

    /// Gives a whole built-in layer, such as `entities`, that the manifest provides: the JSON has
    /// the form of `wiredesk schema`, but with offsets in bytes.
    pub fn layer(&mut self, name: &str, json: &str) {
        let layer = (self.say(name), self.say(json));
        self.layers.push(layer);
    }

    /// Notes that something went wrong without making the findings useless. The code is short,
    /// stable and in kebab-case.
    pub fn problem(&mut self, code: &str, message: &str) {
        let problem = (self.say(code), self.say(message));
        self.problems.push(problem);
    }

    /// Takes the document out of the pipeline; all other findings are void.
    pub fn drop(&mut self, reason: &str) {
        self.verdict = Verdict::Drop(self.say(reason));
    }

    /// Gives up on this document; all other findings are void. The code is short, stable and in
    /// kebab-case.
    pub fn fail(&mut self, code: &str, message: &str) {
        self.verdict = Verdict::Failed(self.say(code), self.say(message));
    }

    /// The annotations so far, in the order in which they were made.
    pub fn annotations(&self) -> impl ExactSizeIterator<Item = Annotation<'_>> {
        self.annotations.iter().map(|mark| Annotation { mark, words: &self.words })
    }

    /// The built-in layers so far: names and JSON.
    pub fn layers(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.layers.iter().map(|(name, json)| (self.words(*name), self.words(*json)))
    }

    /// The problems so far: codes and messages.
    pub fn problems(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.problems.iter().map(|(code, message)| (self.words(*code), self.words(*message)))
    }

    /// Why the document is to be dropped, if it is.
    pub fn dropped(&self) -> Option<&str> {
        match self.verdict {
            Verdict::Drop(reason) => Some(self.words(reason)),
            _ => None,
        }
    }

    /// Code and message of why the document could not be read, if so.
    pub fn failed(&self) -> Option<(&str, &str)> {
        match self.verdict {
            Verdict::Failed(code, message) => Some((self.words(code), self.words(message))),
            _ => None,
        }
    }

    /// Forgets everything but its buffers.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.annotations.clear();
        self.layers.clear();
        self.problems.clear();
        self.verdict = Verdict::Found;
    }

    /// In the form of the contract.
    pub(crate) fn outcome(&mut self) -> Outcome<'_> {
        // The raw records borrow from `words`, a neighbour of the buffers they are kept in, which no
        // lifetime can say. They are taken out again only below, bound to `self`.
        let words: *const str = self.words.as_str();
        let text = |piece: Piece| {
            // SAFETY: `words` cannot change or go as long as what is returned here lives
            Text::of(unsafe { &(&*words)[piece.start..piece.end] })
        };
        match self.verdict {
            Verdict::Drop(reason) => return Outcome::drop(text(reason)),
            Verdict::Failed(code, message) => {
                return Outcome::failed(abi::Problem { code: text(code), message: text(message) });
            }
            Verdict::Found => {}
        }
        self.raw_annotations.clear();
        self.raw_annotations.extend(self.annotations.iter().map(|mark| abi::Annotation {
            layer: mark.layer,
            start: mark.start,
            end: mark.end,
            label: text(mark.label),
            value: Maybe::of(mark.value.map(text)),
        }));
        let named = |(name, json): &(Piece, Piece)| abi::Named { name: text(*name), json: text(*json) };
        self.raw_layers.clear();
        self.raw_layers.extend(self.layers.iter().map(named));
        let problem = |(code, message): &(Piece, Piece)| abi::Problem { code: text(*code), message: text(*message) };
        self.raw_problems.clear();
        self.raw_problems.extend(self.problems.iter().map(problem));
        Outcome::found(abi::Found {
            annotations: List::of(&self.raw_annotations),
            layers: List::of(&self.raw_layers),
            problems: List::of(&self.raw_problems),
        })
    }

    fn say(&mut self, word: &str) -> Piece {
        let start = self.words.len();
        self.words.push_str(word);
        Piece { start, end: self.words.len() }
    }

    fn words(&self, piece: Piece) -> &str {
        &self.words[piece.start..piece.end]
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Findings");
        shown.field("annotations", &self.annotations().collect::<Vec<_>>());
        shown.field("layers", &self.layers().collect::<Vec<_>>());
        shown.field("problems", &self.problems().collect::<Vec<_>>());
        shown.field("dropped", &self.dropped()).field("failed", &self.failed()).finish()
    }
}

/// The annotation just made, to which a value can be added.
#[derive(Debug)]
pub struct Annotated<'f>(&'f mut Findings);

impl Annotated<'_> {
    /// Adds a normalised value or further attributes, as JSON. [`json::Value`](crate::json::Value)
    /// writes it.
    pub fn value(self, json: &str) {
        let value = self.0.say(json);
        if let Some(mark) = self.0.annotations.last_mut() {
            mark.value = Some(value);
        }
    }
}

/// An annotation that was made, for tests.
#[derive(Clone, Copy)]
pub struct Annotation<'f> {
    mark: &'f Mark,
    words: &'f str,
}

impl<'f> Annotation<'f> {
    /// Index into the `provides` of the manifest.
    pub fn layer(&self) -> u16 {
        self.mark.layer
    }

    /// Bytes of the text.
    pub fn range(&self) -> Range<usize> {
        self.mark.start as usize..self.mark.end as usize
    }

    /// Its label.
    pub fn label(&self) -> &'f str {
        &self.words[self.mark.label.start..self.mark.label.end]
    }

    /// Its value, as JSON.
    pub fn value(&self) -> Option<&'f str> {
        self.mark.value.map(|value| &self.words[value.start..value.end])
    }
}

impl fmt::Debug for Annotation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Annotation");
        shown.field("layer", &self.layer()).field("range", &self.range()).field("label", &self.label());
        shown.field("value", &self.value()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::Read;

    #[test]
    fn what_was_written_down_is_what_the_host_reads() {
        let mut found = Findings::default();
        for _ in 0..2 {
            found.clear();
            found.annotate(1, 3..5, "Ä").value("{\"a\":1}");
            found.annotate(0, 0..1, "");
            found.layer("entities", "[]");
            found.problem("odd-quote", "never closed");
            let Read::Found(read) = found.outcome().read() else { panic!("not found") };
            let annotations = read.annotations.get();
            assert_eq!(annotations.len(), 2);
            assert_eq!((annotations[0].layer, annotations[0].start, annotations[0].end), (1, 3, 5));
            assert_eq!(annotations[0].label.get(), "Ä");
            assert_eq!(annotations[0].value.get().map(Text::get), Some("{\"a\":1}"));
            assert_eq!((annotations[1].label.get(), annotations[1].value.get().is_none()), ("", true));
            assert_eq!((read.layers.get()[0].name.get(), read.layers.get()[0].json.get()), ("entities", "[]"));
            let problem = read.problems.get()[0];
            assert_eq!((problem.code.get(), problem.message.get()), ("odd-quote", "never closed"));
        }
    }

    #[test]
    fn a_drop_or_a_failure_stands_in_place_of_what_was_found() {
        let mut found = Findings::default();
        found.annotate(0, 0..1, "label");
        found.drop("an advertisement");
        assert!(matches!(found.outcome().read(), Read::Drop("an advertisement")));
        found.fail("no-body", "nothing to read");
        assert!(matches!(found.outcome().read(), Read::Failed("no-body", "nothing to read")));
        assert_eq!((found.dropped(), found.failed()), (None, Some(("no-body", "nothing to read"))));
        found.clear();
        assert!(found.dropped().is_none() && found.failed().is_none() && found.annotations().len() == 0);
    }

    #[test]
    fn offsets_beyond_the_contract_s_numbers_stay_beyond_the_text() {
        let mut found = Findings::default();
        found.annotate(0, 0..usize::MAX, "everything");
        assert_eq!(found.annotations().next().map(|annotation| annotation.range()), Some(0..u32::MAX as usize));
    }
}
