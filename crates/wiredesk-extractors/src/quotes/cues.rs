//! Cue verbs: the lexicon of words that report speech, and the places of a document where they do so.
//! Called by [`super`]; says nothing about who speaks or what is said.

use super::super::clause::{Entry, Reading, WordClass};

/// What a cue verb can introduce; see `data/quotes/cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueClass {
    Say,
    Tell,
    That,
    Think,
    Manner,
    Label,
    Command,
    /// "according to".
    According,
}

/// The inflected form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Third,
    Past,
    Ing,
}

/// A word that reports speech, at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) end: usize,
    pub(super) class: CueClass,
    pub(super) form: Form,
    /// "did not say", "would say", "to say": nothing has been said so far.
    pub(super) unreal: bool,
}

const CUES: &str = include_str!("../../data/quotes/cues.tsv");

/// Forms in the order of the file.
const FORMS: [Form; 5] = [Form::Base, Form::Third, Form::Past, Form::Past, Form::Ing];

/// The first word of "according to", which is no verb.
const ACCORDING: Entry = 1;

/// The cue verbs' forms with their entries for [`crate::clause::Lexicon`], and what the entries mean.
pub(super) struct CueLexicon {
    classes: Vec<(CueClass, Form)>,
}

impl CueLexicon {
    /// Reads the lexicon.
    pub(super) fn new() -> (Self, Vec<(&'static str, Entry)>) {
        let mut words = vec![("according", ACCORDING)];
        let mut classes = vec![(CueClass::According, Form::Ing)];
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            let (class, forms) = line.split_once('\t').unwrap_or((line, ""));
            let class = match class {
                "say" => CueClass::Say,
                "tell" => CueClass::Tell,
                "that" => CueClass::That,
                "think" => CueClass::Think,
                "manner" => CueClass::Manner,
                "label" => CueClass::Label,
                _ => CueClass::Command,
            };
            for (word, form) in forms.split_whitespace().zip(FORMS) {
                classes.push((class, form));
                words.push((word, classes.len() as Entry));
            }
        }
        (Self { classes }, words)
    }

    /// The cues of a document outside `quoted` (token ranges in order), in text order.
    pub(super) fn find(&self, reading: &Reading<'_>, quoted: &[std::ops::Range<usize>]) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut quoted = quoted.iter().peekable();
        for token in 0..reading.tokens.len() {
            while quoted.peek().is_some_and(|range| range.end <= token) {
                quoted.next();
            }
            let entry = reading.entry(token);
            if entry == 0 || quoted.peek().is_some_and(|range| range.start <= token) || reading.name(token).is_some() {
                continue;
            }
            let (class, form) = self.classes[usize::from(entry) - 1];
            if class == CueClass::According {
                if reading.reads(token + 1, "to") {
                    cues.push(Cue { first: token, end: token + 2, class, form, unreal: false });
                }
            } else if let Some(unreal) = is_verb(reading, token, form) {
                cues.push(Cue { first: token, end: token + 1, class, form, unreal });
            }
        }
        cues
    }
}

/// Whether the form stands there as a verb in the active voice; then, whether what it reports is unreal.
fn is_verb(reading: &Reading<'_>, token: usize, form: Form) -> Option<bool> {
    let sentence = reading.sentence_of(token);
    if reading.is_capital(token) && token != sentence.start {
        return None;
    }
    let mut before = token;
    let (mut auxiliary, mut negated) = (None, false);
    while before > sentence.start {
        let class = reading.class(before - 1);
        let word = reading.word(before - 1);
        if class.is(WordClass::NEGATION) {
            negated = true;
        } else if class.is(WordClass::AUXILIARY) && reading.name(before - 1).is_none() {
            auxiliary = auxiliary.or(Some(word));
        } else if !(class.is(WordClass::ADVERB) && !class.is(WordClass::DETERMINER) || is_manner_adverb(word)) {
            break;
        }
        before -= 1;
    }
    let at_start = before == sentence.start;
    let class = if at_start { WordClass::default() } else { reading.class(before - 1) };
    let previous = if at_start { "" } else { reading.word(before - 1) };
    let infinitive = previous == "to" && form == Form::Base;
    // "the claims", "his remarks", "in reports"
    let noun_before = class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE))
        && !class.is(WordClass::SUBJECT)
        && !matches!(previous, "that" | "those" | "all" | "both" | "this" | "some" | "many" | "others");
    let preposition_before = class.is(WordClass::PREPOSITION)
        && !class.is(WordClass::SUBORDINATOR)
        && reading.name(token.saturating_sub(1)).is_none();
    match form {
        Form::Ing => (!noun_before || auxiliary.is_some()).then_some(negated || previous == "without"),
        Form::Past => {
            let passive = matches!(auxiliary, Some("is" | "are" | "was" | "were" | "be" | "been" | "being" | "am"));
            let noun = noun_before || preposition_before && auxiliary.is_none();
            (!passive && !noun).then_some(negated || is_modal(auxiliary))
        }
        Form::Third => (!noun_before
            && !preposition_before
            && !reading.reads(token + 1, "of")
            && auxiliary.is_none()
            && !is_plain_noun(reading, before, token))
        .then_some(false),
        Form::Base => {
            let did = matches!(auxiliary, Some("did" | "do" | "does"));
            let plural = class.is(WordClass::SUBJECT)
                || previous.ends_with('s') && class.is(WordClass::SPEAKER)
                || matches!(previous, "police" | "people" | "some" | "many" | "others" | "who" | "and");
            if infinitive {
                Some(!matches!(reading.word(before.saturating_sub(2)), "on" | "continued" | "continues"))
            } else if auxiliary.is_some() {
                Some(negated || !did || is_modal(auxiliary))
            } else {
                plural.then_some(negated)
            }
        }
    }
}

/// Words in -ly that stand before a verb.
fn is_manner_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "family" | "assembly" | "ally" | "daily" | "weekly" | "monthly" | "Assembly")
}

fn is_modal(auxiliary: Option<&str>) -> bool {
    matches!(
        auxiliary,
        Some("will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must" | "'ll" | "’ll")
    )
}

/// "recent reports", "police claims": a plural noun after an ordinary word that is no speaker.
fn is_plain_noun(reading: &Reading<'_>, before: usize, token: usize) -> bool {
    let ambiguous = matches!(
        reading.word(token),
        "reports"
            | "claims"
            | "notes"
            | "states"
            | "comments"
            | "remarks"
            | "calls"
            | "posts"
            | "orders"
            | "demands"
            | "requests"
            | "points"
            | "charges"
            | "hopes"
            | "fears"
            | "doubts"
            | "worries"
            | "offers"
            | "shows"
            | "finds"
            | "threats"
            | "promises"
            | "pledges"
            | "protests"
            | "answers"
            | "cautions"
            | "labels"
            | "brands"
            | "blasts"
            | "estimates"
            | "forecasts"
            | "proposes"
            | "counters"
            | "talks"
            | "guesses"
            | "jokes"
            | "voices"
    );
    let subject = before > 0
        && (reading.is(before - 1, WordClass::SPEAKER.or(WordClass::SUBJECT))
            || reading.name(before - 1).is_some()
            || reading.is_capital(before - 1)
            || matches!(reading.word(before - 1), "," | "and" | ")"));
    ambiguous && !subject
}
