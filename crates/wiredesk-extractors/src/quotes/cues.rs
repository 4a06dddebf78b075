//! Cue verbs: the lexicon of words that report speech, and the places of a document where they do so.
//! Called by [`super`]; says nothing about who speaks or what is said.

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::TokenKind;

use super::super::clause::{Entry, Reading, WordClass};

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
    /// "according to".
    According,
}

impl CueClass {
    /// Whether it can introduce words between quotation marks.
    pub(super) const fn quotes(self) -> bool {
        !matches!(self, Self::Noun | Self::State)
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
    /// Whether the row has a code or a preposition.
    pub(super) fn has(self, what: &str) -> bool {
        self.0.split(',').any(|known| known == what)
    }
}

const CUES: &str = include_str!("../../data/quotes/cues.tsv");

/// Forms in the order of the file.
const FORMS: [Form; 5] = [Form::Base, Form::Third, Form::Past, Form::Past, Form::Ing];

/// The first word of "according to", which is no verb.
const ACCORDING: Entry = 1;

/// What a word can be.
#[derive(Clone, Copy, Default)]
struct Word {
    verb: Option<(CueClass, Form, Complements)>,
    /// As a noun or an adjective.
    other: Option<(CueClass, Complements)>,
}

/// The forms of cues with their entries for [`crate::clause::Lexicon`], and what the entries mean.
pub(super) struct CueLexicon {
    words: Vec<Word>,
}

impl CueLexicon {
    /// Reads the lexicon.
    pub(super) fn new() -> (Self, Vec<(&'static str, Entry)>) {
        let mut entries: FxHashMap<&'static str, Entry> = FxHashMap::default();
        entries.insert("according", ACCORDING);
        let mut words = vec![Word::default()];
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (class, complements) = (fields.next().unwrap_or(""), Complements(fields.next().unwrap_or("")));
            let class = match class {
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
            for (form, kind) in fields.next().unwrap_or("").split_whitespace().zip(FORMS) {
                let entry = *entries.entry(form).or_insert_with(|| {
                    words.push(Word::default());
                    words.len() as Entry
                });
                let word = &mut words[usize::from(entry) - 1];
                match class {
                    CueClass::Noun | CueClass::State => word.other = word.other.or(Some((class, complements))),
                    _ => word.verb = word.verb.or(Some((class, kind, complements))),
                }
            }
        }
        (Self { words }, entries.into_iter().collect())
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
            if entry == ACCORDING {
                if reading.reads(token + 1, "to") {
                    cues.push(Cue {
                        first: token,
                        end: token + 2,
                        begin: token,
                        class: CueClass::According,
                        form: Form::Other,
                        unreal: false,
                        complements: Complements(""),
                    });
                }
                continue;
            }
            let word = self.words[usize::from(entry) - 1];
            let verb = word.verb.and_then(|(class, form, complements)| {
                let (begin, unreal) = is_verb(reading, token, form)?;
                Some(Cue { first: token, end: token + 1, begin, class, form, unreal, complements })
            });
            cues.extend(verb.or_else(|| other(reading, token, word.other?)));
        }
        cues
    }
}

/// A noun, or an adjective behind a form of "be".
fn other(reading: &Reading<'_>, token: usize, (class, complements): (CueClass, Complements)) -> Option<Cue> {
    let cue =
        |begin, unreal| Cue { first: token, end: token + 1, begin, class, form: Form::Other, unreal, complements };
    if class == CueClass::Noun {
        return (!reading.is_capital(token)).then(|| cue(token, false));
    }
    let group = group_before(reading, token);
    let be = matches!(
        group.auxiliary,
        Some(
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m"
        )
    );
    be.then(|| cue(group.begin, group.negated || is_modal(group.auxiliary)))
}

/// The auxiliaries and adverbs before a verb.
struct Group<'d> {
    begin: usize,
    /// The last one.
    auxiliary: Option<&'d str>,
    negated: bool,
}

fn group_before<'d>(reading: &Reading<'d>, token: usize) -> Group<'d> {
    let sentence = reading.sentence_of(token);
    let mut group = Group { begin: token, auxiliary: None, negated: false };
    while group.begin > sentence.start {
        let before = group.begin - 1;
        let class = reading.class(before);
        let word = reading.word(before);
        if class.is(WordClass::NEGATION) {
            group.negated = true;
        } else if class.is(WordClass::AUXILIARY) && reading.name(before).is_none() {
            group.auxiliary = group.auxiliary.or(Some(word));
        } else if !(class.is(WordClass::ADVERB) && !class.is(WordClass::DETERMINER) || is_manner_adverb(word)) {
            break;
        }
        group.begin = before;
    }
    group
}

/// Whether the form stands there as a verb in the active voice; then where its auxiliaries begin, and whether what it
/// reports is unreal.
fn is_verb(reading: &Reading<'_>, token: usize, form: Form) -> Option<(usize, bool)> {
    let sentence = reading.sentence_of(token);
    if reading.is_capital(token) && token != sentence.start && !is_headline(reading, &sentence) {
        return None;
    }
    let Group { begin: before, auxiliary, negated } = group_before(reading, token);
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
    let unreal = match form {
        Form::Other => None,
        Form::Ing => (!noun_before || auxiliary.is_some()).then_some(negated || previous == "without"),
        Form::Past => {
            let passive = matches!(auxiliary, Some("is" | "are" | "was" | "were" | "be" | "been" | "being" | "am"));
            let noun = noun_before || preposition_before && auxiliary.is_none();
            // "Asked what she would do, Brill said"
            let passive = passive || at_start && before == token && !matches!(reading.word(token), "Said" | "Added");
            (!passive && !noun).then_some(negated || is_modal(auxiliary))
        }
        Form::Third => (!noun_before
            && !preposition_before
            && (!reading.reads(token + 1, "of") || reading.reads(token, "says"))
            && auxiliary.is_none()
            && !is_plain_noun(reading, before, token))
        .then_some(false),
        // "his party's claim"
        Form::Base if matches!(auxiliary, Some("'s" | "’s")) => None,
        Form::Base => {
            let did = matches!(auxiliary, Some("did" | "do" | "does"));
            let plural = class.is(WordClass::SUBJECT)
                || previous.ends_with('s') && class.is(WordClass::SPEAKER)
                // "Democrats want", "the Tarns say"
                || previous.ends_with('s') && before > 0 && reading.name(before - 1).is_some()
                || matches!(previous, "police" | "people" | "some" | "Some" | "many" | "Many" | "others" | "Others" | "who")
                || matches!(previous, "whom" | "and" | "most" | "Most" | "few" | "both" | "percent")
                || reading.kind(before.saturating_sub(1)) == TokenKind::Number
                // "the road was closed, records show"
                || previous.ends_with('s')
                    && before > 1
                    && (reading.word(before - 2) == "," || before == sentence.start + 1)
                || previous == "," && insertion_follows_plural(reading, before - 1, sentence.start)
                // "environmentalists worry"
                || ["ists", "ers", "ors", "ians"].iter().any(|ending| previous.ends_with(ending))
                || speakers_open(reading, sentence.start, before);
            if infinitive {
                Some(!matches!(
                    reading.word(before.saturating_sub(2)),
                    "on" | "continued" | "continues" | "began" | "appeared" | "appears" | "seemed" | "seems"
                ))
            } else if auxiliary.is_some() {
                Some(negated || !did || is_modal(auxiliary))
            } else {
                plural.then_some(negated)
            }
        }
    }?;
    Some((if infinitive { chained(reading, before - 1) } else { before }, unreal))
}

/// Whether nearly every longer word of a sentence has a capital.
fn is_headline(reading: &Reading<'_>, sentence: &std::ops::Range<usize>) -> bool {
    let longer = |token: &usize| reading.kind(*token) == TokenKind::Word && reading.word(*token).len() > 3;
    let (mut capitals, mut all) = (0, 0);
    for token in sentence.clone().take(LONGEST_HEADLINE).filter(longer) {
        all += 1;
        capitals += usize::from(reading.is_capital(token));
    }
    sentence.len() <= LONGEST_HEADLINE && all > 2 && capitals * 10 >= all * 8
}

/// In tokens.
const LONGEST_HEADLINE: usize = 24;

/// Where a chain of verbs begins that ends with "to" at this token: "went on to say", "has continued to say".
fn chained(reading: &Reading<'_>, to: usize) -> usize {
    let Some(last) = to.checked_sub(1) else { return to };
    let verb = match reading.word(last) {
        "on" if to > 1 && matches!(reading.word(to - 2), "went" | "goes" | "going" | "go") => to - 2,
        "continued" | "continues" | "continuing" | "continue" | "began" | "begins" | "started" | "seemed" | "seems"
        | "appeared" | "appears" | "had" | "has" | "have" | "failed" | "tried" | "tries" | "trying" | "needs"
        | "able" => last,
        _ => return to,
    };
    group_before(reading, verb).begin
}

/// Whether the phrase that ends at `end` has a plural for speakers near its beginning: "Observers in Tarn say".
fn speakers_open(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let reach = (start..end).rev().take(SUBJECT_REACH);
    let phrase = reach.take_while(|&token| {
        reading.entry(token) == 0
            && reading.kind(token) != TokenKind::Punctuation
            && !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR))
    });
    phrase.last().is_some_and(|first| {
        (first..end.min(first + 3))
            .any(|token| reading.is(token, WordClass::SPEAKER) && reading.word(token).ends_with('s'))
    })
}

/// Whether the comma at `close` closes an insertion behind a plural: "Lawyers, for instance, argue".
fn insertion_follows_plural(reading: &Reading<'_>, close: usize, start: usize) -> bool {
    let open = (start..close).rev().take(SUBJECT_REACH).find(|&token| reading.word(token) == ",");
    open.is_some_and(|open| open > start && reading.word(open - 1).ends_with('s'))
}

/// How many tokens a plural subject may have before its verb.
const SUBJECT_REACH: usize = 10;

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
            | "supports"
            | "backs"
            | "favors"
            | "favours"
            | "plans"
            | "questions"
            | "disputes"
            | "debates"
            | "details"
            | "references"
            | "credits"
            | "faults"
            | "regrets"
            | "likes"
            | "rules"
            | "judges"
            | "suspects"
            | "views"
            | "regards"
            | "pressures"
            | "appeals"
            | "lobbies"
            | "campaigns"
            | "objects"
            | "aims"
    );
    let subject = before > 0
        && (reading.is(before - 1, WordClass::SPEAKER.or(WordClass::SUBJECT))
            || reading.name(before - 1).is_some()
            || reading.is_capital(before - 1)
            || reading.kind(before - 1) == TokenKind::Quote
            || matches!(reading.word(before - 1), "," | "and" | ")"));
    ambiguous && !subject
}
