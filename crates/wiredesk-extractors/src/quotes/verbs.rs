//! Whether the form of a cue stands there as a verb, and with which auxiliaries: by the closed classes around it and
//! the number of what stands before. Called by [`super::cues`] for every form in the lexicon.

use wiredesk_core::annotation::{EntityKind, TokenKind};

use super::{
    super::clause::{Reading, WordClass},
    cues::{Complements, Form},
    lookalikes::{ADJECTIVES, is_plain_noun, is_plural},
    passive, plurals,
    speaker::is_long,
};

/// Whether an auxiliary is a form of "be".
pub(super) fn is_be(auxiliary: &str) -> bool {
    matches!(
        auxiliary,
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m"
    )
}

/// The auxiliaries and adverbs before a verb.
pub(super) struct Group<'d> {
    pub(super) begin: usize,
    /// The last one.
    pub(super) auxiliary: Option<&'d str>,
    pub(super) negated: bool,
}

/// Those before a verb or a predicate adjective, up to the start of its sentence at most.
pub(super) fn group_before<'d>(reading: &Reading<'d>, token: usize) -> Group<'d> {
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
        } else if !(is_long(reading, before)
            || class.is(WordClass::ADVERB) && !class.is(WordClass::DETERMINER)
            || is_manner_adverb(word))
            // "Brill Just Revealed"
            || reading.is_capital(before) && before > sentence.start && !reading.is_capital(token)
        {
            break;
        }
        group.begin = before;
    }
    group
}

/// Whether the form stands there as a verb in the active voice; then where its auxiliaries begin, and whether what it
/// reports is unreal.
pub(super) fn is_verb(
    reading: &Reading<'_>,
    token: usize,
    form: Form,
    complements: Complements,
) -> Option<(usize, bool)> {
    let sentence = reading.sentence_of(token);
    if reading.is_capital(token) && token != sentence.start && !is_headline(reading, &sentence) {
        return None;
    }
    // "adding to the cost", "adds up", "compared to last year", "the states that vote"
    let follows = |words: &[&str]| words.iter().any(|word| reading.reads(token + 1, word));
    let is = |forms: &[&str]| forms.iter().any(|word| reading.reads(token, word));
    if is(&["add", "adds", "added", "adding"]) && follows(&["to", "up", "back"])
        || reading.reads(token, "compared") && follows(&["to", "with"])
        || is(&["state", "states"])
            && !follows(&["that"])
            && !matches!(reading.kind(token + 1), TokenKind::Punctuation | TokenKind::Quote)
            && reading
                .name(token.saturating_sub(1))
                .is_none_or(|name| is(&["states"]) && !reading.is_person(name.entity))
    {
        return None;
    }
    let Group { begin: before, auxiliary, negated } = group_before(reading, token);
    // "Brill's pointed critique", "the party's declining appeal"
    let noun_follows = reading.kind(token + 1) == TokenKind::Word
        && reading.class(token + 1) == WordClass::default()
        && reading.name(token + 1).is_none();
    let owner = matches!(auxiliary, Some("'s" | "’s"))
        && before + 1 == token
        && before > sentence.start
        && !reading.is(before - 1, WordClass::SUBJECT)
        && !["that", "what", "there", "here"].iter().any(|word| reading.reads(before - 1, word));
    if owner && noun_follows && matches!(form, Form::Past | Form::Ing) {
        return None;
    }
    // "the Brill campaign", "will find more": nobody says anything by it
    let to = matches!(before.checked_sub(1), Some(to) if reading.reads(to, "to"));
    let bare = form == Form::Base && auxiliary.is_none() && !to;
    if reading.reads(token, "campaign") && bare
        || reading.reads(token, "find") && form == Form::Base && (to || is_modal(auxiliary)) && !follows(&["that"])
    {
        return None;
    }
    if form == Form::Third && is_plural(reading, before, token) {
        return None;
    }
    // "the Herald report, which"
    let group = |token: usize| {
        let named = reading.name(token).and_then(|name| reading.entity(name.entity));
        named.is_none_or(|entity| entity.kind == EntityKind::Group)
    };
    if bare && (is(&["report", "state"])) && before > sentence.start && !group(before - 1) {
        return None;
    }
    // "a man named Grim"
    if reading.reads(token, "named") && auxiliary.is_none() && !names_somebody(reading, before, sentence.start) {
        return None;
    }
    // "voting rights", "the voting age"
    if noun_follows && reading.reads(token, "voting") {
        return None;
    }
    let at_start = before == sentence.start;
    let class = if at_start { WordClass::default() } else { reading.class(before - 1) };
    let previous = if at_start { "" } else { reading.word(before - 1) };
    let infinitive = previous == "to" && form == Form::Base;
    // "the claims", "his remarks", "in reports"
    let noun_before = class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE))
        && !class.is(WordClass::SUBJECT)
        && !ALONE.iter().any(|word| previous.eq_ignore_ascii_case(word));
    let preposition_before = class.is(WordClass::PREPOSITION)
        && !class.is(WordClass::SUBORDINATOR)
        && reading.name(token.saturating_sub(1)).is_none();
    let unreal = match form {
        Form::Other => None,
        Form::Ing => (!noun_before || auxiliary.is_some()).then_some(negated || previous == "without"),
        Form::Past => {
            let passive = matches!(auxiliary, Some("is" | "are" | "was" | "were" | "be" | "been" | "being" | "am"));
            let noun = noun_before || preposition_before && auxiliary.is_none();
            // "a plan rejected by the board", "the plan, seen as a threat"
            let passive = passive
                || auxiliary.is_none()
                    && (complements.has("n") && passive::agent(reading, token + 1).is_some()
                        || passive::is_judged_as(reading, token, before));
            // "Asked what she would do, Brill said"
            let when = ["when", "if", "once"].iter().any(|word| previous.eq_ignore_ascii_case(word));
            let bare = at_start && !matches!(reading.word(token), "Said" | "Added") || when;
            let passive = passive || bare && before == token;
            // "400 pledged delegates"
            let counted = before > 0
                && reading.kind(before - 1) == TokenKind::Number
                && (reading.class(token + 1) == WordClass::default() || reading.is(token + 1, WordClass::SPEAKER))
                && reading.kind(token + 1) == TokenKind::Word
                && reading.word(token + 1).ends_with('s');
            let noun = noun || counted;
            // "committing repeated gaffes"
            let subject = !at_start
                && (reading.name(token - 1).is_some()
                    || reading.is(token - 1, WordClass::SUBJECT.or(WordClass::SPEAKER).or(WordClass::ADVERB))
                    || reading.kind(token - 1) != TokenKind::Word && reading.kind(token - 1) != TokenKind::Symbol);
            let adjective =
                auxiliary.is_none() && noun_follows && !subject && ADJECTIVES.contains(&reading.word(token));
            let participle = adjective
                || PARTICIPLES.contains(&reading.word(token))
                    && !matches!(
                        auxiliary,
                        Some("has" | "have" | "had" | "having" | "'ve" | "’ve" | "'d" | "’d" | "'s" | "’s")
                    );
            (!passive && !noun && !participle).then_some(negated || is_modal(auxiliary))
        }
        Form::Third => (!noun_before
            && !preposition_before
            && (!reading.reads(token + 1, "of") || complements.has("of") || reading.reads(token, "says"))
            && auxiliary.is_none()
            && !is_plain_noun(reading, before, token))
        .then_some(false),
        // "his party's claim"
        Form::Base if matches!(auxiliary, Some("'s" | "’s")) => None,
        Form::Base => {
            let did = matches!(auxiliary, Some("did" | "do" | "does"));
            if infinitive {
                Some(!matches!(
                    reading.word(before.saturating_sub(2)),
                    "on" | "continued" | "continues" | "began" | "appeared" | "appears" | "seemed" | "seems"
                ))
            } else if auxiliary.is_some() {
                Some(negated || !did || is_modal(auxiliary))
            } else {
                // "Brill put it": the past of some verbs looks like their base
                let past = ["put", "read", "cast", "bet"].iter().any(|form| reading.reads(token, form))
                    && !noun_before
                    && !preposition_before;
                (past || plurals::stands_before(reading, token, before)).then_some(negated)
            }
        }
    }?;
    let begin = match form {
        Form::Base if infinitive => chained(reading, before - 1),
        Form::Ing if before == token && !at_start => begun(reading, token),
        _ => before,
    };
    Some((begin, unreal))
}

/// Whether somebody stands before "named" who names somebody: "Brill named", "the board named", but "a man named".
fn names_somebody(reading: &Reading<'_>, before: usize, least: usize) -> bool {
    let Some(last) = before.checked_sub(1).filter(|&last| last >= least) else { return false };
    let indefinite = ["a", "an"].iter().any(|word| reading.reads(last.saturating_sub(1), word));
    reading.name(last).is_some()
        || reading.is(last, WordClass::SUBJECT)
        || reading.is(last, WordClass::SPEAKER) && !indefinite
        || reading.word(last) == "percent"
}

/// Forms that are no past tense: "a letter written by Brill".
const PARTICIPLES: [&str; 8] = ["written", "shown", "known", "seen", "spoken", "given", "chosen", "drawn"];

/// Whether nearly every longer word of a sentence has a capital.
pub(super) fn is_headline(reading: &Reading<'_>, sentence: &std::ops::Range<usize>) -> bool {
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
    let goes = |back: usize| back <= to && matches!(reading.word(to - back), "went" | "goes" | "going" | "gone" | "go");
    let verb = match reading.word(last) {
        "on" if goes(2) => to - 2,
        // "went so far as to say", "went out of her way to praise"
        "as" if goes(4) && reading.reads(to - 2, "far") => to - 4,
        "way" if goes(5) && reading.reads(to - 4, "out") && reading.reads(to - 3, "of") => to - 5,
        _ if CHAINS.iter().any(|verb| reading.reads(last, verb)) => last,
        _ => return to,
    };
    group_before(reading, verb).begin
}

/// Where a group begins that ends with the participle at this token: "began saying", "responded by calling".
fn begun(reading: &Reading<'_>, token: usize) -> usize {
    let by = reading.reads(token - 1, "by");
    let verb = token - 1 - usize::from(by && token > 1);
    let up = usize::from(by && reading.reads(verb, "up") && verb > 0);
    let known = if by { &OPENINGS[..] } else { &STARTS[..] };
    if known.iter().any(|word| reading.reads(verb - up, word)) && reading.name(verb).is_none() {
        return group_before(reading, verb - up).begin;
    }
    token
}

/// What stands before "by" and what was said first, last or in return.
const OPENINGS: [&str; 18] = [
    "began",
    "begins",
    "opened",
    "opens",
    "started",
    "starts",
    "concluded",
    "concludes",
    "ended",
    "ends",
    "closed",
    "responded",
    "responds",
    "replied",
    "countered",
    "continued",
    "continues",
    "followed",
];

/// What stands before a participle that somebody goes on with.
const STARTS: [&str; 14] = [
    "began",
    "begins",
    "begun",
    "started",
    "starts",
    "kept",
    "keeps",
    "stopped",
    "stops",
    "continued",
    "continues",
    "resumed",
    "finished",
    "quit",
];

/// Words that can be a subject by themselves.
const ALONE: [&str; 26] = [
    "several", "none", "each", "neither", "half", "that", "those", "all", "both", "this", "some", "many", "others",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "most", "few", "another",
];

/// What stands before "to" and a verb that has the same subject, and tells little by itself: not "sought to discuss".
const CHAINS: [&str; 51] = [
    "tend",
    "tends",
    "tended",
    "refused",
    "refuses",
    "refusing",
    "continued",
    "continues",
    "continuing",
    "continue",
    "began",
    "begins",
    "started",
    "starts",
    "seemed",
    "seems",
    "appeared",
    "appears",
    "had",
    "has",
    "have",
    "failed",
    "fails",
    "tried",
    "tries",
    "trying",
    "try",
    "needs",
    "need",
    "able",
    "unable",
    "attempted",
    "attempts",
    "attempting",
    "struggled",
    "struggles",
    "struggling",
    "managed",
    "manages",
    "hesitated",
    "quick",
    "likely",
    "unlikely",
    "inclined",
    "free",
    "enough",
    "careful",
    "slow",
    "poised",
    "going",
    "meant",
];

/// Words in -ly that stand before a verb.
fn is_manner_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "family" | "assembly" | "ally" | "daily" | "weekly" | "monthly" | "Assembly")
}

/// Whether an auxiliary says that something may or will be.
pub(super) fn is_modal(auxiliary: Option<&str>) -> bool {
    matches!(
        auxiliary,
        Some("will" | "would" | "can" | "could" | "may" | "might" | "shall" | "should" | "must" | "'ll" | "’ll")
    )
}
