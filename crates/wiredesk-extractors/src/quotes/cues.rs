//! Cue verbs: the lexicon of words that report speech, and the places of a document where they do so.
//! Called by [`super`]; says nothing about who speaks or what is said.

use rustc_hash::FxHashMap;

use super::{
    super::clause::{Entry, QUIET, Reading, WordClass},
    hedges, passive, phrases, sources,
    verbs::{group_before, is_be, is_modal, is_verb},
};

/// What a cue can introduce; see `data/quotes/cues.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueClass {
    Say,
    Tell,
    That,
    Think,
    Manner,
    Label,
    Command,
    /// A verb of wishing or judging, which reports no words.
    Stance,
    /// "his claim".
    Noun,
    /// "was afraid".
    State,
    /// "is expected", "asked": a verb whose subject does not speak.
    Passive,
    /// "according to".
    According,
}

impl CueClass {
    /// Whether it can introduce words between quotation marks.
    pub(super) const fn quotes(self) -> bool {
        !matches!(self, Self::Noun | Self::State | Self::Passive)
    }
}

/// The inflected form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Third,
    Past,
    Ing,
    /// Of a noun or an adjective.
    Other,
}

/// A word that reports speech, at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// The first of the auxiliaries and adverbs before it.
    pub(super) begin: usize,
    pub(super) class: CueClass,
    pub(super) form: Form,
    /// "did not say", "would say", "to say": nothing has been said so far.
    pub(super) unreal: bool,
    pub(super) complements: Complements,
}

/// What may follow a cue besides clauses and quoted words, as its row has it: codes, and prepositions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Complements(&'static str);

impl Complements {
    /// Of a word without codes.
    pub(super) const fn none() -> Self {
        Self("")
    }

    /// Of a word that takes a noun phrase.
    pub(super) const NOUN: Self = Self("n");

    /// Whether the row has a code or a preposition.
    pub(super) fn has(self, what: &str) -> bool {
        self.0.split(',').any(|known| known == what)
    }
}

const CUES: &str = include_str!("../../data/quotes/cues.tsv");

/// Forms in the order of the file.
const FORMS: [Form; 5] = [Form::Base, Form::Third, Form::Past, Form::Past, Form::Ing];

/// The first word of "according to", and "per", which are no verbs.
const ACCORDING: Entry = 1;

/// What a word can be.
#[derive(Clone, Copy, Default)]
struct Word {
    verb: Option<(CueClass, Form, Complements)>,
    /// As a noun or an adjective.
    other: Option<(CueClass, Complements)>,
    /// As the verb of set phrases: with what follows it.
    phrases: Option<(Form, u16)>,
    /// As a verb that leaves what is done to its object.
    light: bool,
    /// As a verb whose subject gets what its object names.
    gets: bool,
    /// As what is in somebody's head: "in her view".
    viewpoint: bool,
    /// As a word by which a report leaves open whether something is so.
    hedge: Option<Form>,
}

/// The forms of cues with their entries for [`crate::clause::Lexicon`], and what the entries mean.
pub(super) struct CueLexicon {
    words: Vec<Word>,
    phrases: Box<[phrases::Row]>,
}

impl CueLexicon {
    /// Reads the lexicon.
    pub(super) fn new() -> (Self, Vec<(&'static str, Entry)>) {
        let mut entries: FxHashMap<&'static str, Entry> = FxHashMap::default();
        entries.insert("according", ACCORDING);
        entries.insert("per", ACCORDING);
        let mut words = vec![Word::default()];
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (name, complements) = (fields.next().unwrap_or(""), Complements(fields.next().unwrap_or("")));
            let class = match name {
                "say" => CueClass::Say,
                "tell" => CueClass::Tell,
                "that" => CueClass::That,
                "think" => CueClass::Think,
                "manner" => CueClass::Manner,
                "label" => CueClass::Label,
                "stance" => CueClass::Stance,
                "noun" => CueClass::Noun,
                "state" => CueClass::State,
                _ => CueClass::Command,
            };
            let forms = fields.next().unwrap_or("").split_whitespace();
            let kinds = FORMS.into_iter().chain(std::iter::repeat(Form::Other));
            for (form, kind) in forms.zip(kinds).filter(|(form, _)| *form != "_") {
                let word = slot(&mut words, &mut entries, form);
                match class {
                    _ if name == "light" => word.light = true,
                    _ if name == "gets" => word.gets = true,
                    _ if name == "viewpoint" => word.viewpoint = true,
                    _ if name == "hedge" => word.hedge = word.hedge.or(Some(kind)),
                    CueClass::Noun | CueClass::State => word.other = word.other.or(Some((class, complements))),
                    _ => word.verb = word.verb.or(Some((class, kind, complements))),
                }
            }
        }
        let phrases = phrases::rows();
        for (number, row) in phrases.iter().enumerate() {
            let forms: Vec<&str> = row.forms.split(' ').collect();
            for (at, &form) in forms.iter().enumerate() {
                // base, third person, past forms, -ing
                let kind = match at {
                    0 => Form::Base,
                    1 => Form::Third,
                    _ if at + 1 == forms.len() => Form::Ing,
                    _ => Form::Past,
                };
                let word = slot(&mut words, &mut entries, form);
                word.phrases = word.phrases.or(Some((kind, number as u16)));
            }
        }
        // "the fire chief": verbs of phrases are nouns as often
        let quiet = |entry: Entry| {
            let word = words[usize::from(entry) - 1];
            entry != ACCORDING && word.verb.is_none() && word.other.is_none() && word.hedge.is_none()
        };
        let entries = entries.into_iter().map(|(form, entry)| (form, if quiet(entry) { entry | QUIET } else { entry }));
        let entries = entries.collect();
        (Self { words, phrases }, entries)
    }

    /// Whether a word can be a verb that reports something.
    pub(super) fn is_verb(&self, entry: Entry) -> bool {
        self.word(entry).is_some_and(|word| word.verb.is_some())
    }

    /// Whether a word can be a noun for what somebody says.
    pub(super) fn is_noun(&self, entry: Entry) -> bool {
        self.word(entry).and_then(|word| word.other).is_some_and(|(class, _)| class == CueClass::Noun)
    }

    /// Whether a word leaves open whether something is so.
    pub(super) fn is_hedge(&self, entry: Entry) -> bool {
        self.word(entry).is_some_and(|word| word.hedge.is_some())
    }

    /// Whether a word leaves what is done to its object, as a verb.
    pub(super) fn is_light(&self, entry: Entry) -> bool {
        self.word(entry).is_some_and(|word| word.light)
    }

    /// Whether the subject of a word gets what its object names.
    pub(super) fn gets(&self, entry: Entry) -> bool {
        self.word(entry).is_some_and(|word| word.gets)
    }

    fn word(&self, entry: Entry) -> Option<Word> {
        self.words.get(usize::from(entry).checked_sub(1)?).copied()
    }

    /// The cues of a document outside `quoted` (token ranges in order), in text order.
    pub(super) fn find(&self, reading: &Reading<'_>, quoted: &[std::ops::Range<usize>]) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut quoted = quoted.iter().peekable();
        // one past the last set phrase
        let mut within = 0;
        for token in 0..reading.tokens.len() {
            while quoted.peek().is_some_and(|range| range.end <= token) {
                quoted.next();
            }
            let entry = reading.any_entry(token);
            if entry == 0
                || token < within
                || quoted.peek().is_some_and(|range| range.start <= token)
                || reading.name(token).is_some()
            {
                continue;
            }
            if entry == ACCORDING {
                // "according to Brill", "per Brill"
                let width = usize::from(reading.reads(token, "according")) + 1;
                let opens = token == 0 || reading.word(token - 1) == ",";
                if width == 2 && reading.reads(token + 1, "to")
                    || width == 1 && opens && reading.name(token + 1).is_some()
                {
                    cues.push(according(token, token, token + width));
                }
                continue;
            }
            let word = self.words[usize::from(entry) - 1];
            // "In Brill's view, the road is closed"
            if word.viewpoint
                && let Some(begin) = sources::viewpoint(reading, token)
            {
                cues.push(according(begin, token, token + 1));
                continue;
            }
            // "As reported by the Herald, the road is closed"
            let reported = word.verb.is_some_and(|(_, form, _)| form == Form::Past)
                && token > 0
                && (reading.reads(token - 1, "as")
                    || token > 1 && reading.reads(token - 2, "as") && reading.is(token - 1, WordClass::ADVERB))
                && reading.reads(token + 1, "by");
            if reported {
                let begin = token - if reading.reads(token - 1, "as") { 1 } else { 2 };
                cues.push(according(begin, token, token + 2));
                continue;
            }
            let phrase = word.phrases.and_then(|(form, row)| {
                let end = self.phrases[usize::from(row)].end(reading, token)?;
                let complements = Complements("n,g,w,u");
                let (begin, unreal) = is_verb(reading, token, form, complements)?;
                Some(Cue { first: token, end, begin, class: CueClass::Stance, form, unreal, complements })
            });
            if let Some(phrase) = phrase {
                within = phrase.end;
                cues.push(phrase);
                continue;
            }
            let verb = word.verb.and_then(|(class, form, complements)| {
                let (begin, unreal) = is_verb(reading, token, form, complements)?;
                // "as Brill put it"
                let it = complements.has("it");
                let end = token + 1 + usize::from(it);
                (!it || reading.reads(token + 1, "it")).then_some(Cue {
                    first: token,
                    end,
                    begin,
                    class,
                    form,
                    unreal,
                    complements,
                })
            });
            // "is worried about"
            let state = word.other.filter(|(class, _)| *class == CueClass::State && !reading.reads(token + 1, "by"));
            let verb = verb.or_else(|| other(reading, token, state?));
            let verb = verb.or_else(|| passive::cue(reading, token, word.verb?));
            let verb = verb.or_else(|| hedges::cue(self, reading, token, word.hedge?));
            cues.extend(verb.or_else(|| other(reading, token, word.other?)));
        }
        // "should ask" tells what ought to be said, by whoever writes it
        cues.retain(|cue| !(cue.begin..cue.first).any(|token| reading.reads(token, "should")));
        cues
    }
}

/// What is known of a form, entered if it is new.
fn slot<'w>(
    words: &'w mut Vec<Word>,
    entries: &mut FxHashMap<&'static str, Entry>,
    form: &'static str,
) -> &'w mut Word {
    let entry = *entries.entry(form).or_insert_with(|| {
        words.push(Word::default());
        words.len() as Entry
    });
    &mut words[usize::from(entry) - 1]
}

/// "according to", "per", "as reported by".
fn according(begin: usize, first: usize, end: usize) -> Cue {
    let class = CueClass::According;
    Cue { first, end, begin, class, form: Form::Other, unreal: false, complements: Complements("") }
}

/// How many tokens "in a written" may have.
const VENUE_REACH: usize = 4;

/// A noun, or an adjective behind a form of "be".
fn other(reading: &Reading<'_>, token: usize, (class, complements): (CueClass, Complements)) -> Option<Cue> {
    let cue =
        |begin, unreal| Cue { first: token, end: token + 1, begin, class, form: Form::Other, unreal, complements };
    if class == CueClass::Noun {
        let opens = reading.sentence_of(token).start == token;
        // "in view of the storm"
        if reading.reads(token, "view") && token > 0 && reading.reads(token - 1, "in") && reading.reads(token + 1, "of")
        {
            return None;
        }
        // "said in a written statement that"
        let venue = reading.is(token, WordClass::VENUE)
            && (token.saturating_sub(VENUE_REACH)..token)
                .any(|before| ["in", "at", "during"].iter().any(|word| reading.reads(before, word)));
        if venue {
            return None;
        }
        return (opens || !reading.is_capital(token)).then(|| cue(token, false));
    }
    // "is far less sure"
    let degree = |at: usize| ["less", "far", "least", "most"].iter().any(|word| reading.reads(at, word));
    let first = (reading.sentence_of(token).start..token).rev().take_while(|&at| degree(at)).last().unwrap_or(token);
    let group = group_before(reading, first);
    // "made it clear"
    let made = group.begin - usize::from(reading.reads(group.begin.saturating_sub(1), "it"));
    let made = made.checked_sub(1).filter(|&made| {
        reading.reads(token, "clear")
            && ["made", "make", "makes", "making"].iter().any(|form| reading.reads(made, form))
    });
    // "it was not clear whether"
    if made.is_none()
        && group.begin != token
        && reading.reads(token, "clear")
        && reading.reads(group.begin.saturating_sub(1), "it")
    {
        return None;
    }
    if let Some(made) = made {
        let group = group_before(reading, made);
        let cue = cue(group.begin, group.negated || is_modal(group.auxiliary));
        // "made clear their plans", "making it clear that"
        let form = if reading.reads(made, "making") { Form::Ing } else { cue.form };
        return Some(Cue { form, complements: Complements("c,about,w,n"), ..cue });
    }
    // "remains hopeful"
    let linking = group.begin.checked_sub(1).filter(|&verb| {
        [
            "remain", "remains", "remained", "seem", "seems", "seemed", "feel", "feels", "felt", "became", "become",
            "becomes", "growing", "grow", "grew", "getting", "got",
        ]
        .iter()
        .any(|form| reading.reads(verb, form))
    });
    if let Some(verb) = linking {
        let group = group_before(reading, verb);
        return Some(cue(group.begin, group.negated || is_modal(group.auxiliary)));
    }
    // "Brill, confident that she would win,", "excited about the vote and nervous about the result"
    let before = group.begin.wrapping_sub(1);
    let next = reading.word(token + 1);
    let goes_on = reading.reads(token + 1, "that") && complements.has("c")
        || next == "to" && complements.has("t")
        || reading.is(token + 1, WordClass::PREPOSITION) && complements.has(next);
    let apposed = group.begin > reading.sentence_of(token).start + 1
        && (reading.word(before) == "," || reading.is_dash(before) || reading.is(before, WordClass::JOINING))
        && goes_on;
    if apposed {
        return Some(cue(token, false));
    }
    let be = group.auxiliary.is_some_and(is_be);
    be.then(|| cue(group.begin, group.negated || is_modal(group.auxiliary)))
}
