//! What somebody wants, asks for, refuses or judges: the complement of a cue that is no clause. Called by
//! [`super::indirect`] where a cue introduces no reported clause; what may follow which cue stands in
//! `data/quotes/cues.tsv`. Never looks across a sentence end.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    attribution::Scene,
    cues::{Complements, Cue, CueClass, Form},
    extent,
    indirect::{before_next_report, trimmed},
    infinitives::{is_infinitive, is_purpose},
    light,
    lookalikes::is_evidence,
    loose,
    objects::{charge, is_likened, is_paper, is_with_words, names_it, object},
    passive,
    wording::{apposition, whole},
};

/// A complement with where its cue ends: behind the preposition, where there is one.
pub(super) struct Complement {
    pub(super) content: Range<usize>,
    pub(super) cue_end: usize,
}

/// Whether the next report tells what the cue of report `index` is about: "expressed concern about the plan", "sought to discuss
/// the plan".
pub(super) fn goes_on_with_next(scene: &Scene<'_, '_>, index: usize) -> bool {
    let cue = &scene.reports[index].cue;
    scene.reports.get(index + 1).is_some_and(|next| next.cue.begin == cue.begin && next.cue.first > cue.first)
}

/// The complement of the cue of report `index`.
pub(super) fn of(scene: &Scene<'_, '_>, index: usize) -> Option<Complement> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let asks = |token: usize| {
        ["whether", "if", "how", "why", "what", "when", "where", "who"].iter().any(|word| reading.reads(token, word))
    };
    // "able to explain the plan" tells of nothing that was said, "met to discuss the plan" does
    if cue.form == Form::Base && reading.reads(cue.begin, "to") && !is_purpose(reading, cue) {
        return None;
    }
    // "the plan has drawn criticism from Brill"
    if cue.class == CueClass::Noun
        && cue.begin < cue.first
        && report.phrase.as_ref().is_some_and(|owner| owner.start > cue.end)
    {
        let (_, subject) = light::received(reading, scene.cues, cue, report.least)?;
        return trimmed(scene, subject.start, subject.end, 1).map(|content| Complement { content, cue_end: cue.end });
    }
    let passive = cue.class == CueClass::Passive;
    // "should call it off", "being asked": nothing is told
    let should = (cue.begin..cue.first).any(|token| reading.reads(token, "should"));
    if should || passive && reading.reads(cue.begin, "being") {
        return None;
    }
    // "issued a statement saying": one report
    let next = || scene.reports[index + 1..].iter().take(NEAR);
    if cue.complements.has("v") && next().any(|next| extent::document(reading, next) == Some(cue.first)) {
        return None;
    }
    let told = loose::tells_alone(reading, cue);
    if report.inverted || report.phrase.is_none() && cue.class != CueClass::Noun && !passive && !told {
        return None;
    }
    if passive {
        return passive::complement(scene, index);
    }
    let sentence = reading.sentence_of(cue.first);
    let mut at = cue.end;
    // "wants more boats", but "focused more on boats"
    let degree = |at: usize| {
        ["more", "most", "less", "only", "even", "just"].iter().any(|word| reading.reads(at, word))
            && !reading.is(at + 1, WordClass::PREPOSITION.or(WordClass::ADVERB))
    };
    while at < sentence.end
        && !degree(at)
        && (reading.is(at, WordClass::ADVERB)
            && !reading.is(at, WordClass::DETERMINER)
            && !(cue.complements.has("y") && reading.word(at) == "so")
            || reading.word(at).ends_with("ly") && reading.kind(at) == TokenKind::Word)
    {
        at += 1;
    }
    let evidence = report.phrase.as_ref().is_some_and(|phrase| speaks_by_itself(reading, phrase))
        || evidence_before(reading, cue.begin, sentence.start);
    let found = start(reading, cue.complements, evidence, at, sentence.end).or_else(|| {
        // "asked on Monday whether"
        let behind = past_adverbials(reading, at, sentence.end);
        let found = (behind > at).then(|| start(reading, cue.complements, evidence, behind, sentence.end))??;
        // "voted in 2010 for": when and where are no words of saying
        Some((found.0, found.1.min(at)))
    });
    let found = found.or_else(|| loose::rest(reading, report, at, sentence.end));
    let found = found.or_else(|| {
        // "investors see a chance": what people see at large is what they think
        let see = ["see", "sees"].iter().any(|form| reading.reads(cue.first, form));
        // "did not see the point"
        let not = ["not", "n't", "n’t"].iter().any(|word| reading.reads(cue.first - 1, word))
            && ["do", "does", "did"].iter().any(|word| reading.reads(cue.begin, word));
        let see = see && (!cue.unreal || not);
        (see && report.phrase.is_some()).then(|| start(reading, Complements::NOUN, evidence, at, sentence.end))?
    });
    let found = found.or_else(|| loose::distant_about(reading, cue, at, sentence.end));
    let (start, cue_end) = found.or_else(|| {
        // "complained to officials about"
        let addressed = ["to", "with"].iter().any(|word| reading.reads(at, word));
        let behind = addressed.then(|| reading.noun_phrase_after(at + 1, sentence.end))??.end;
        let joint = reading.word(behind);
        (reading.is(behind, WordClass::PREPOSITION) && cue.complements.has(joint)).then_some((behind + 1, cue.end))
    })?;
    let end = before_next_report(scene, index, start, sentence.end);
    // "members supporting the bill have said"
    let end = main_verb(scene, index, start, end).unwrap_or(end);
    let end = opening_end(reading, cue, start, end).unwrap_or(end);
    // "denounced the plan after Brill said"
    let end = subordinate_report(scene, index, start, end).unwrap_or(end);
    // "his claims about the quay were wrong"
    let main =
        (start..end).find(|&token| reading.is(token, WordClass::AUXILIARY) && reading.kind(token) == TokenKind::Word);
    let bound = cue.class == CueClass::Noun
        && !asks(start)
        && start > cue_end.min(cue.end)
        && !reading.reads(start - 1, "that");
    let end = main.filter(|_| bound && !reading.reads(start, "to")).unwrap_or(end);
    let end = end_of(reading, start, end);
    // "the decision to close": nobody is said to have made it
    if report.phrase.is_none() && cue.class == CueClass::Noun && reading.reads(start, "to") {
        return None;
    }
    let blows = cue.complements.has("p") && cue.class == CueClass::Stance;
    // "hit Brill", "hammered the board for the plan", but "hit his head"
    let charge = |token: usize| ["for", "over", "as"].iter().any(|word| reading.reads(token, word));
    let named = !cue.complements.has("h")
        || reading.name(start).is_some_and(|name| reading.is_person(name.entity))
        || (start + 1..end.min(start + LONGEST_BLOW)).any(charge);
    let words = |subject: &Range<usize>| named && is_with_words(reading, subject, start, end);
    if blows && !report.phrase.as_ref().is_some_and(words) {
        return None;
    }
    let answer = cue.complements.has("y");
    let charged = cue.complements.has("f") && reading.reads(start - 1, "of");
    // "opposes abortion", "urged caution", but "offered helicopters"
    let takes_noun = match cue.class {
        CueClass::Noun | CueClass::State | CueClass::Tell => false,
        CueClass::Command | CueClass::Manner => cue.complements.has("n"),
        _ => true,
    };
    let noun = takes_noun
        && reading.kind(start) == TokenKind::Word
        && ((reading.class(start) == WordClass::default() || reading.is(start, WordClass::VENUE))
            && !reading.word(start).ends_with("ly")
            || matches!(reading.word(start), "this" | "that" | "it"));
    let short = answer || charged || noun || reading.name(start).is_some() || reading.is(start, WordClass::OBJECT);
    let content = trimmed(scene, start, end, if short { 1 } else { 2 })?;
    Some(Complement { content, cue_end })
}

/// Where the verb of the main clause stands behind a participle that belongs to its subject.
fn main_verb(scene: &Scene<'_, '_>, index: usize, start: usize, end: usize) -> Option<usize> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let phrase = report.phrase.as_ref()?;
    let bound = cue.form == Form::Ing && phrase.end == cue.begin && cue.begin == cue.first;
    if !bound {
        return None;
    }
    let next = scene.reports[index + 1..].iter().take_while(|next| next.cue.first < end).find(|next| {
        matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think)
            && matches!(next.cue.form, Form::Past | Form::Third | Form::Base)
            && !next.inverted
    })?;
    let clear = (start..next.cue.begin).all(|token| {
        reading.kind(token) != TokenKind::Punctuation
            && !reading.is(token, WordClass::SUBJECT.or(WordClass::SUBORDINATOR).or(WordClass::AUXILIARY))
    });
    (clear && next.cue.begin > start).then_some(next.cue.begin)
}

/// The comma that ends a participle clause at the start of its sentence: "Praising the plan, Brill said".
fn opening_end(reading: &Reading<'_>, cue: &Cue, start: usize, end: usize) -> Option<usize> {
    let opens = cue.form == Form::Ing && cue.begin == reading.sentence_of(cue.first).start;
    (start + 1..end).find(|&comma| opens && reading.word(comma) == "," && reading.opens_subject(comma + 1))
}

/// The conjunction behind which somebody else reports something.
fn subordinate_report(scene: &Scene<'_, '_>, index: usize, start: usize, end: usize) -> Option<usize> {
    let reading = scene.reading;
    let later = scene.reports[index + 1..].iter().take_while(|next| next.cue.first < end);
    // "calling Hale a liar and vowing to fight him"
    let joined = later.clone().find(|next| {
        next.cue.form == Form::Ing
            && matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That)
            && next.cue.begin > start + 1
            && reading.reads(next.cue.begin - 1, "and")
    });
    if let Some(next) = joined {
        return Some(next.cue.begin - 1);
    }
    // "praised Anna Brill, who told the council", "pointed to a report which warned"
    let aside = later.clone().find(|next| {
        let who = next.cue.begin.saturating_sub(1);
        let comma = reading.word(who.saturating_sub(1)) == ",";
        who > start + 1
            && ["who", "which"].iter().any(|word| reading.reads(who, word))
            && (next.cue.class == CueClass::Tell && comma
                || next.cue.class == CueClass::Say && reading.reads(next.cue.end, "that"))
    });
    if let Some(next) = aside {
        let who = next.cue.begin - 1;
        return Some(who - usize::from(reading.word(who - 1) == ","));
    }
    later
        .filter(|next| {
            matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That)
                && matches!(next.cue.form, Form::Past | Form::Third)
        })
        .filter_map(|next| next.phrase.as_ref()?.start.checked_sub(1))
        .find(|&joint| {
            joint > start
                && ["after", "before", "when", "while", "as", "because", "since"]
                    .iter()
                    .any(|word| reading.reads(joint, word))
        })
}

/// Whether a phrase can begin behind a preposition.
pub(super) fn opens_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.kind(at) != TokenKind::Punctuation
        && (!reading.is(at, WordClass::PREPOSITION.or(WordClass::DAY).or(WordClass::JOINING))
            // "against Tuesday's plan"
            || reading.is(at, WordClass::DAY) && reading.kind(at + 1) == TokenKind::Clitic)
}

/// Where the complement starts, and where its cue ends.
fn start(
    reading: &Reading<'_>,
    complements: Complements,
    evidence: bool,
    at: usize,
    end: usize,
) -> Option<(usize, usize)> {
    if at >= end {
        return None;
    }
    let word = reading.word(at);
    let class = reading.class(at);
    // "said yes"
    if complements.has("y") && matches!(word, "yes" | "no" | "so") {
        let last = at + 1 >= end || reading.kind(at + 1) == TokenKind::Punctuation;
        return (last || reading.is(at + 1, WordClass::PREPOSITION.or(WordClass::SUBORDINATOR))).then_some((at, at));
    }
    // "rejected that idea"
    let points = word == "that"
        && complements.has("n")
        && reading.kind(at + 1) == TokenKind::Word
        && (reading.kind(at + 2) == TokenKind::Punctuation || reading.is(at + 2, WordClass::PREPOSITION));
    if word == "that" && !points {
        // "a report that could"
        let relative = reading.is(at + 1, WordClass::AUXILIARY) || reading.word(at + 1).ends_with("ed");
        return (complements.has("c") && !relative).then_some((at + 1, at));
    }
    // "threatened not to show up"
    let not = matches!(word, "not" | "never") && reading.word(at + 1) == "to";
    if not && is_infinitive(reading, at + 1) && complements.has("t") {
        return Some((at, at));
    }
    if word == "to" && is_infinitive(reading, at) && (complements.has("t") || !complements.has("to")) {
        return complements.has("t").then_some((at, at));
    }
    // "voted in favor of"
    if word == "in" && matches!(reading.word(at + 1), "favor" | "favour" | "support") && reading.reads(at + 2, "of") {
        return complements.has("for").then_some((at + 3, at + 3));
    }
    let particle = matches!(word, "out" | "up" | "off" | "down" | "back" | "in" | "away");
    // "lashed out at", "spoke out sharply against"
    let joint = at + 1 + usize::from(reading.word(at + 1).ends_with("ly"));
    if particle
        && !complements.has(word)
        && complements.has(reading.word(joint))
        && reading.is(joint, WordClass::PREPOSITION)
        && opens_phrase(reading, joint + 1)
    {
        return Some((joint + 1, joint + 1));
    }
    if (particle || reading.is(at, WordClass::PREPOSITION)) && complements.has(word) {
        let next = at + 1;
        return opens_phrase(reading, next).then_some((next, next));
    }
    if matches!(word, "whether" | "if" | "how" | "what" | "why" | "who" | "which" | "when" | "where") {
        return (complements.has("w") || word == "what" && complements.has("n")).then_some((at, at));
    }
    if word.ends_with("ing") && word.len() > 4 && complements.has("g") {
        return Some((at, at));
    }
    if ["o", "d", "f", "a"].iter().any(|code| complements.has(code)) {
        let object = object(reading, at, end);
        let behind = object.as_ref().map(|object| object.end).filter(|behind| *behind < end);
        if let Some(behind) = behind {
            let next = reading.word(behind);
            let predicate =
                reading.kind(behind) == TokenKind::Quote || matches!(next, "a" | "an" | "the" | "as" | "nothing");
            let pronoun = behind == at + 1 && reading.is(at, WordClass::OBJECT);
            let plain = reading.kind(behind) == TokenKind::Word
                && !reading.is(
                    behind,
                    WordClass::PREPOSITION
                        .or(WordClass::JOINING)
                        .or(WordClass::AUXILIARY)
                        .or(WordClass::SUBORDINATOR)
                        .or(WordClass::DAY)
                        .or(WordClass::SUBJECT),
                );
            // "called Brill unqualified"
            let ends = reading.kind(behind + 1) == TokenKind::Punctuation
                || reading.is(behind + 1, WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR));
            let named = reading.name(at).is_some_and(|name| name.end == behind) && !reading.is_capital(behind) && ends;
            if complements.has("d") && ((pronoun || named) && plain || reading.is(behind, WordClass::POSSESSIVE)) {
                return Some((at, at));
            }
            if complements.has("o") && next == "to" && is_infinitive(reading, behind)
                || complements.has("d") && (predicate || names_it(reading, behind, end))
            {
                return Some((at, at));
            }
            // "persuaded the board that"
            if complements.has("o") && complements.has("u") && complements.has("c") && next == "that" {
                return Some((behind + 1, at));
            }
            // "sees it as a threat"
            if complements.has("a") && (next == "as" || is_likened(reading, behind, end)) {
                return Some((at, at));
            }
            // "asked the Supreme Court for a ruling"
            if complements.has("o")
                && let Some(joint) = (at + 1..behind)
                    .find(|&token| reading.is(token, WordClass::PREPOSITION) && complements.has(reading.word(token)))
            {
                return Some((joint + 1, at));
            }
            // "asked her about the vote"
            if complements.has("o") && reading.is(behind, WordClass::PREPOSITION) && complements.has(next) {
                return Some((behind + 1, at));
            }
        }
        if complements.has("f")
            && let Some(of) = object.and_then(|object| charge(reading, &object, end))
        {
            return Some((of + 1, at));
        }
    }
    // "released an ad that", but "issued a statement saying"
    if complements.has("v")
        && let Some(paper) = object(reading, at, end).filter(|object| is_paper(reading, object))
    {
        return (!reading.word(paper.end).ends_with("ing")).then_some((at, at));
    }
    let noun_phrase = reading.name(at).is_some()
        || reading.is(at, WordClass::DAY) && reading.kind(at + 1) == TokenKind::Clitic
        || match reading.kind(at) {
            TokenKind::Word => {
                !class.is(WordClass::PREPOSITION
                    .or(WordClass::JOINING)
                    .or(WordClass::SUBORDINATOR)
                    .or(WordClass::AUXILIARY)
                    .or(WordClass::NEGATION)
                    .or(WordClass::DAY)
                    .or(WordClass::SUBJECT))
                    || class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE))
            }
            TokenKind::Number | TokenKind::Quote => true,
            _ => false,
        };
    let pronoun = reading.is(at, WordClass::OBJECT)
        && (reading.kind(at + 1) == TokenKind::Punctuation
            || reading.is(
                at + 1,
                WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::DAY).or(WordClass::SUBORDINATOR),
            ));
    // "polls that show him leading"
    let clause = evidence
        && reading.is(at, WordClass::OBJECT)
        && (reading.word(at + 1).ends_with("ing") || matches!(reading.word(at + 1), "with" | "as" | "in"));
    let noun_phrase = noun_phrase && !particle || pronoun || clause || points;
    (noun_phrase && (complements.has("n") || complements.has("e") && evidence)).then_some((at, at))
}

/// Whether a subject is something that tells by what is in it: "polls", "the board's records".
fn speaks_by_itself(reading: &Reading<'_>, phrase: &Range<usize>) -> bool {
    whole(reading, phrase.clone()).any(|token| is_evidence(reading.word(token)))
}

/// Whether such a subject stands before a verb, whatever is told of it: "a poll of Tarn released on Tuesday showed".
fn evidence_before(reading: &Reading<'_>, verb: usize, start: usize) -> bool {
    (start..verb)
        .rev()
        .take(LONGEST_EVIDENCE)
        .take_while(|&token| {
            reading.kind(token) != TokenKind::Punctuation
                && !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR))
                && (!reading.is(token, WordClass::SUBJECT) || reading.is(token, WordClass::POSSESSIVE))
        })
        .any(|token| is_evidence(reading.word(token)))
}

/// How many reports behind one may belong to its object.
const NEAR: usize = 4;

/// How many tokens whoever is hit with words may have.
const LONGEST_BLOW: usize = 6;

/// How many tokens a subject may have that tells by what is in it.
const LONGEST_EVIDENCE: usize = 16;

/// Where a complement ends that starts at `start`, at `end` at the latest.
pub(super) fn end_of(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    // "condemned the attack after"
    let phrase = !matches!(reading.word(start), "to" | "whether" | "if" | "how" | "what" | "why" | "when");
    let mut token = start + 1;
    while token < end {
        let stops = match reading.word(token) {
            ";" => true,
            ":" => reading.kind(token + 1) == TokenKind::Quote,
            "," if goes_on(reading, start, token, end) => false,
            "," => match apposition(reading, token, end) {
                // "the first lady, Anna Brill, as much as"
                Some(close) if reading.word(close) == "," || close + 1 >= end => {
                    token = close;
                    false
                }
                _ => true,
            },
            "and" | "but" => begins_clause(reading, token + 1),
            "although" | "though" | "while" | "whereas" | "because" | "when" | "unless" | "until" | "despite" => true,
            "since" => phrase,
            _ => false,
        };
        if stops {
            break;
        }
        token += 1;
    }
    let end = token.min(end);
    without_day(reading, start, end)
}

/// Whether a complement goes on behind a comma: a relative clause, a list.
fn goes_on(reading: &Reading<'_>, start: usize, comma: usize, end: usize) -> bool {
    let next = comma + 1;
    let listed = || {
        let more = (next..end.min(next + LIST_REACH)).find(|&token| reading.word(token) == ",");
        let last = more.map_or(next, |more| more + 1);
        let joint = (next..end.min(last + LIST_REACH)).find(|&token| reading.is(token, WordClass::JOINING));
        joint.is_some_and(|joint| {
            !begins_clause(reading, joint + 1)
                && (next..joint).all(|token| {
                    !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBJECT).or(WordClass::SUBORDINATOR))
                })
        })
    };
    let participle = reading.word(next).ends_with("ing") && reading.name(next).is_none();
    // "a detailed, credible plan"
    let article = usize::from(reading.is(start, WordClass::DETERMINER));
    let adjectives = comma == start + 1 + article
        && reading.class(comma - 1) == WordClass::default()
        && reading.class(next) == WordClass::default()
        && !reading.is_capital(next)
        // "who opposes the plan, left"
        && reading.kind(next + 1) == TokenKind::Word
        && !reading.word(next).ends_with("ed")
        && !participle;
    adjectives || matches!(reading.word(next), "which" | "who" | "whose" | "including" | "or" | "followed")
        // the last of a list
        || reading.is(next, WordClass::JOINING)
            && !begins_clause(reading, next + 1)
            && (start..comma).any(|token| reading.word(token) == ",")
        || reading.is_capital(next) && reading.is_capital(comma - 1)
        || !participle
            && !reading.is(
                next,
                WordClass::SUBORDINATOR.or(WordClass::PREPOSITION).or(WordClass::ADVERB).or(WordClass::JOINING),
            )
            && listed()
}

/// How far a list reaches from one comma to the next.
const LIST_REACH: usize = 8;

/// Whether a clause of its own begins at a token behind "and".
fn begins_clause(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, WordClass::SUBJECT.or(WordClass::AUXILIARY)) && !reading.is(at, WordClass::POSSESSIVE)
        || reading.kind(at) == TokenKind::Word && !reading.is_capital(at) && reading.word(at).ends_with("ed")
        || reading.is(at + 1, WordClass::AUXILIARY) && reading.is(at, WordClass::DETERMINER)
}

/// Without "on Monday" and "Monday" at its end.
fn without_day(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && matches!(reading.word(end - 1), "." | "!" | "?" | ",") {
        end -= 1;
    }
    // but "to open in May"
    if end > start + 2 && reading.is(end - 1, WordClass::DAY) && reading.word(end - 1).ends_with("day") {
        end -= 1;
        if ["on", "last"].iter().any(|word| reading.reads(end - 1, word)) {
            end -= 1;
        }
    }
    end
}
