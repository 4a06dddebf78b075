//! Reported speech without quotation marks: the clause that a cue introduces or follows, "according to", and
//! headlines of the form "Name: clause". Called by [`super`] after the quoted speech is settled; never looks
//! between quotation marks for cues.

mod splits;

use std::ops::Range;

use wiredesk_core::{
    Span,
    annotation::{Quote, QuoteKind, TokenKind},
};

pub(super) use self::splits::before_next_report;
use self::splits::later;
use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    attribution::{CUE_AFTER, CUE_BEFORE, Scene, Speech},
    bare::{bare_start, behind_object, relative_end, subordinate_end},
    complement,
    cues::{CueClass, Form},
    extent, headline,
    infinitives::is_infinitive,
    interrupted, nested, passive, relative,
    reports::Report,
    sources,
    speaker::{Referent, agrees, referent},
    wording::whole,
};

/// Rules of reported speech, with how sure they are.
const THAT_CLAUSE: (&str, f32) = ("that-clause", 0.9);
const BARE_CLAUSE: (&str, f32) = ("bare-clause", 0.75);
const CLAUSE_BEFORE: (&str, f32) = ("clause-before", 0.8);
const CLAUSE_AROUND: (&str, f32) = ("clause-around", 0.75);
pub(super) const ACCORDING_TO: (&str, f32) = ("according-to", 0.85);
const BLOCK: (&str, f32) = ("block", 0.6);
const RELATIVE: (&str, f32) = ("relative", 0.7);
const COMPLEMENT: (&str, f32) = ("complement", 0.55);
const HEDGE: (&str, f32) = ("hedge", 0.4);

/// Rules of clauses, with those of the words between marks that stand in such a clause.
pub(super) const CLAUSES: [(&str, &str); 5] = [
    (CLAUSE_BEFORE.0, CUE_AFTER.0),
    (ACCORDING_TO.0, ACCORDING_TO.0),
    (CLAUSE_AROUND.0, CUE_BEFORE.0),
    (THAT_CLAUSE.0, CUE_BEFORE.0),
    (BARE_CLAUSE.0, CUE_BEFORE.0),
];

/// How many tokens may stand between a cue and its "that".
const THAT_REACH: usize = 14;

/// How many tokens the title of a programme may have, with its marks.
const LONGEST_TITLE: usize = 7;

/// The reported clauses of a document, not sorted; with `stances` complements too.
pub(super) fn clauses(scene: &Scene<'_, '_>, speeches: &[Speech], stances: bool) -> Vec<Quote> {
    let mut found = Vec::new();
    // with whether what is reported is a clause
    let mut reported: Vec<(Range<usize>, bool)> = Vec::new();
    // reports whose next tells what they are about, if it tells anything
    let mut open: Vec<usize> = Vec::new();
    // cues that belong to direct speech introduce nothing else, unless a clause follows them
    let mut taken: Vec<usize> = speeches
        .iter()
        .filter(|speech| speech.kind == QuoteKind::Direct)
        .filter_map(|speech| speech.cue.as_ref().map(|cue| cue.start))
        .collect();
    taken.sort_unstable();
    for (index, report) in scene.reports.iter().enumerate() {
        // what is said inside of what is reported belongs to it
        let inside = reported.iter().rev().take(4).find(|(clause, _)| clause.contains(&report.cue.first));
        if inside.is_some_and(|&(_, whole)| !nested::is_told(scene, report, whole)) {
            continue;
        }
        let direct = taken.binary_search(&report.cue.begin).is_ok();
        if open.last().is_some_and(|&last: &usize| scene.reports[last].cue.begin != report.cue.begin) {
            open.clear();
        }
        let before_this = found.len();
        let clause = match report.cue.class {
            _ if report.phrase.is_none() || report.cue.unreal && !stances => None,
            CueClass::According => sources::clause(scene, report),
            _ => after(scene, index, direct).or_else(|| before(scene, report, direct)),
        };
        if !direct && let Some(paragraph) = interrupted::block(scene, report) {
            reported.push((paragraph.clone(), true));
            let quote = annotated(scene, report, report.cue.end, paragraph, BLOCK);
            found.extend(quote.map(|quote| Quote { kind: QuoteKind::Direct, ..quote }));
        } else if let Some((clause, rule)) = clause {
            // "did not say", "would say": nothing has been said so far
            let rule = if report.cue.unreal { COMPLEMENT } else { rule };
            reported.push((clause.clone(), true));
            found.extend(annotated(scene, report, report.cue.end, clause, rule));
            if let Some(rest) = interrupted::rest(scene, index).filter(|_| rule == CLAUSE_BEFORE) {
                reported.push((rest.clone(), true));
                found.extend(annotated(scene, report, report.cue.end, rest, CLAUSE_AROUND));
            }
        } else if let Some((head, clause)) = interrupted::around(scene, index, direct) {
            found.extend(head.and_then(|head| annotated(scene, report, report.cue.end, head, CLAUSE_AROUND)));
            reported.push((clause.clone(), true));
            found.extend(annotated(scene, report, report.cue.end, clause, CLAUSE_AROUND));
        } else if let Some(clause) = interrupted::beside(scene, index, direct) {
            reported.push((clause.clone(), true));
            found.extend(annotated(scene, report, report.cue.end, clause, CLAUSE_AROUND));
        } else if let Some(clause) = relative::predicate(scene, index).filter(|_| !direct) {
            reported.push((clause.clone(), true));
            found.extend(annotated(scene, report, report.cue.end, clause, RELATIVE));
        } else if stances
            && !direct
            && report.cue.class != CueClass::Noun
            && let Some(noun) = relative::antecedent(scene, index)
        {
            found.extend(annotated(scene, report, report.cue.end, noun, RELATIVE));
        } else if stances && !direct {
            if complement::goes_on_with_next(scene, index) {
                open.push(index);
                continue;
            }
            let tried = std::iter::once(index).chain(open.drain(..).rev());
            let complement = tried.filter_map(|index| Some((index, complement::of(scene, index)?))).next();
            if let Some((index, complement)) = complement {
                reported.push((complement.content.clone(), false));
                let report = &scene.reports[index];
                let hedge = scene.cues.is_hedge(scene.reading.any_entry(report.cue.first));
                let rule = if hedge { HEDGE } else { COMPLEMENT };
                found.extend(annotated(scene, report, complement.cue_end, complement.content, rule));
            }
        }
        if found.len() > before_this {
            open.clear();
        }
    }
    nested::leave_out(&mut found, &[COMPLEMENT.0, HEDGE.0], &[CLAUSE_BEFORE.0, ACCORDING_TO.0]);
    found.extend(headline::read(scene.reading));
    found
}

pub(super) type Clause = (Range<usize>, (&'static str, f32));

/// "X said (that) CLAUSE".
fn after(scene: &Scene<'_, '_>, index: usize, direct: bool) -> Option<Clause> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    // "is convinced the plan will fail"
    let subject = reading.name(cue.end).is_some()
        || reading.is(cue.end, WordClass::DETERMINER) && !reading.is(cue.end, WordClass::PREPOSITION);
    if cue.class == CueClass::Passive && passive::agent(reading, cue.end).is_some() || is_pointed_to(reading, report) {
        return None;
    }
    // "made clear Monday that"
    let open = if cue.class == CueClass::State {
        past_adverbials(reading, cue.end, reading.sentence_of(cue.first).end)
    } else {
        cue.end
    };
    let bare = cue.class == CueClass::State
        && (reading.is(open, WordClass::SUBJECT)
            || subject && auxiliary_ahead(reading, cue.end + 1, (cue.end + 7).min(reading.sentence_of(cue.first).end)));
    // "brags he has held rallies"
    let pronoun = cue.class == CueClass::Stance
        && cue.complements.has("c")
        && reading.is(cue.end, WordClass::SUBJECT)
        && !reading.is(cue.end, WordClass::POSSESSIVE.or(WordClass::SUBORDINATOR))
        && auxiliary_ahead(reading, cue.end + 1, cue.end + 3);
    let bare = bare || pronoun;
    // "an allegation from his wife, Anna Brill, that", "his claim in May that", "Their argument: only the harbour can"
    let behind = (cue.class == CueClass::Noun).then(|| noun_clause(reading, report)).flatten();
    if let Some(start) = behind {
        let end = before_next_report(scene, index, start, reading.sentence_of(cue.first).end);
        return trimmed(scene, start, end, 3).map(|clause| (clause, THAT_CLAUSE));
    }
    if matches!(cue.class, CueClass::Noun | CueClass::Stance | CueClass::State) && !bare && !reading.reads(open, "that")
    {
        return None;
    }
    if matches!(cue.class, CueClass::Manner | CueClass::Label)
        && !(reading.reads(cue.end, "that")
            || reading.reads(cue.first, "asked")
            || reading.reads(cue.first, "asking")
            || reading.reads(cue.first, "asks"))
    {
        return None;
    }
    let sentence = reading.sentence_of(cue.first);
    // "After saying so, Brill left"
    let main = report.phrase.as_ref().filter(|phrase| cue.form == Form::Ing && phrase.start > cue.end);
    let mut end = main.map_or(sentence.end, |phrase| phrase.start);
    let mut at = cue.end;
    if report.inverted {
        at = report.phrase.as_ref()?.end;
    }
    let next_cue = later(scene, index).next().map_or(end, |next| next.cue.first).min(end);
    // `said on the show "Harbour Talk" that`
    let title = |token: usize| {
        let at = scene.quoted.partition_point(|quoted| quoted.after <= token);
        let quoted = scene.quoted.get(at).filter(|quoted| quoted.open <= token);
        quoted.is_some_and(|quoted| quoted.after - quoted.open <= LONGEST_TITLE)
    };
    // "said Thursday during a break of the meeting in Tarn, Vexland, that"
    let place = reading.is(at, WordClass::DAY.or(WordClass::PREPOSITION));
    let reach = if place { 2 * THAT_REACH } else { THAT_REACH };
    let that = (at..next_cue.min(at + reach))
        .take_while(|&token| {
            !matches!(reading.word(token), ":" | ";") && (reading.kind(token) != TokenKind::Quote || title(token))
        })
        .find(|&token| reading.word(token) == "that" && introduces(reading, cue.first, token));
    let (start, rule) = match that {
        Some(that) => (that + 1, THAT_CLAUSE),
        None if direct => return None,
        None => {
            let start = bare_start(scene, report, at, next_cue, end);
            (start.or_else(|| behind_object(reading, report, at, end))?, BARE_CLAUSE)
        }
    };
    // "She said, if elected, she would resign": the clause begins behind the condition
    let condition = rule == BARE_CLAUSE && reading.word(start - 1) == "," && reading.is(start, WordClass::SUBORDINATOR);
    let main = condition.then(|| (start + 1..end).find(|&token| reading.word(token) == ",")).flatten();
    end = before_next_report(scene, index, main.map_or(start, |comma| comma + 1), end);
    if let Some(semicolon) = (start..end).find(|&token| reading.word(token) == ";").filter(|_| that.is_none()) {
        end = semicolon;
    }
    // "While voters said they were tired, the mayor went on"
    if that.is_none()
        && let Some(comma) = subordinate_end(reading, report, start, end)
    {
        end = comma;
    }
    if let Some(comma) = relative_end(reading, report, start, end) {
        end = comma;
    }
    // the clause ends before direct speech: X said it was over: "…"
    if let Some(colon) =
        (start..end).find(|&token| reading.word(token) == ":" && reading.kind(token + 1) == TokenKind::Quote)
    {
        end = colon;
    }
    // "what Brill said she anticipated"
    let pronoun = reading.is(start, WordClass::SUBJECT) && verb_ahead(reading, start + 1, start + 2);
    let short = that.is_some() || pronoun || auxiliary_ahead(reading, start + 1, end);
    trimmed(scene, start, end, if short { 2 } else { 3 }).map(|clause| (clause, rule))
}

/// Where the clause of a noun starts that stands behind its owner, behind when and where, behind "is" or behind a colon.
fn noun_clause(reading: &Reading<'_>, report: &Report) -> Option<usize> {
    let (cue, phrase) = (&report.cue, report.phrase.as_ref()?);
    let sentence = reading.sentence_of(cue.first);
    let at = if phrase.start > cue.end {
        let at = whole(reading, phrase.clone()).end;
        at + usize::from(reading.word(at) == "," && reading.reads(at + 1, "that"))
    } else {
        past_adverbials(reading, cue.end, sentence.end)
    };
    // "her argument is that"
    let be = ["is", "was", "has been", "remains"].iter().any(|word| reading.reads(at, word));
    let owned = phrase.end <= cue.first;
    let that = at + usize::from(be && owned);
    if reading.word(that) == "that" && that > cue.end && introduces(reading, cue.first, that) {
        return Some(that + 1);
    }
    let colon = owned && reading.word(cue.end) == ":" && reading.kind(cue.end + 1) != TokenKind::Quote;
    (colon && verb_ahead(reading, cue.end + 2, sentence.end)).then_some(cue.end + 1)
}

/// Whether the clause behind a cue belongs to what it is about: "pointed to a poll that shows".
fn is_pointed_to(reading: &Reading<'_>, report: &Report) -> bool {
    let is = |forms: &[&str]| forms.iter().any(|form| reading.reads(report.cue.first, form));
    let thing = reading.is(report.cue.end + 1, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
    reading.reads(report.cue.end, "to")
        && (is(&["point", "points", "pointed", "pointing"])
            || thing && is(&["respond", "responds", "responded", "responding"]))
}

/// Whether a "that" opens the reported clause: "told the group that won" does not.
fn introduces(reading: &Reading<'_>, cue: usize, that: usize) -> bool {
    let next = that + 1;
    // "told the story of the knife, an event that"
    let event = that > cue + 4
        && reading.word(that - 3) == ","
        && reading.is(that - 2, WordClass::DETERMINER)
        && reading.kind(that - 1) == TokenKind::Word;
    that > cue
        // "come to that conclusion"
        && !reading.is(that - 1, WordClass::JOINING.or(WordClass::PREPOSITION))
        && !event
        && !reading.is(next, WordClass::AUXILIARY)
        && (reading.kind(next) != TokenKind::Punctuation || reading.word(next) == "," || reading.is_dash(next))
}

/// Whether a finite verb stands between two tokens, as far as its form tells.
pub(super) fn verb_ahead(reading: &Reading<'_>, from: usize, until: usize) -> bool {
    auxiliary_ahead(reading, from, until)
        || (from..until).any(|token| {
            let word = reading.word(token);
            !reading.is_capital(token)
                && reading.kind(token) == TokenKind::Word
                && (word.ends_with("ed")
                    || reading.is(token, WordClass::PAST)
                    || reading.entry(token) != 0
                    || word.len() > 3
                        && word.ends_with('s')
                        && !word.ends_with("ss")
                        && !reading.is(token, WordClass::SPEAKER))
        })
}

pub(super) fn auxiliary_ahead(reading: &Reading<'_>, from: usize, until: usize) -> bool {
    (from..until).any(|token| {
        reading.is(token, WordClass::AUXILIARY) && reading.name(token).is_none()
            || matches!(reading.word(token), "n't" | "n’t")
    })
}

/// "CLAUSE, X said." and "CLAUSE, said X."
fn before(scene: &Scene<'_, '_>, report: &Report, direct: bool) -> Option<Clause> {
    let reading = scene.reading;
    if direct
        || !matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think)
        || report.cue.form == Form::Ing
    {
        return None;
    }
    let phrase = report.phrase.as_ref()?;
    let sentence = reading.sentence_of(report.cue.first);
    let head = if report.inverted { report.cue.first } else { whole(reading, phrase.clone()).start };
    let comma = head.checked_sub(1)?;
    // "CLAUSE, as X said"
    let aside = reading.reads(comma, "as") && comma > sentence.start;
    let comma = if aside && reading.word(comma - 1) == "," { comma - 1 } else { comma };
    let apart = aside
        || reading.word(comma) == ","
        || reading.is_dash(comma)
        || reading.kind(comma) == TokenKind::Quote && comma > 0 && reading.word(comma - 1) == ",";
    if comma <= sentence.start || !apart {
        return None;
    }
    if head > report.cue.first {
        return None;
    }
    // an introductory phrase is no clause: "On Monday, Brill said"
    let opening = reading.class(sentence.start);
    let introductory = (opening.is(WordClass::PREPOSITION.or(WordClass::SUBORDINATOR))
        && reading.name(sentence.start).is_none()
        || reading.word(sentence.start).ends_with("ing")
        || opening.is(WordClass::ADVERB.or(WordClass::DAY).or(WordClass::JOINING)))
        && !auxiliary_ahead(
            reading,
            (sentence.start..comma).rev().find(|&t| reading.word(t) == ",").unwrap_or(sentence.start) + 1,
            comma,
        );
    let follows = if report.inverted { phrase.end } else { interrupted::behind_addressed(reading, report) };
    // "point out"
    let follows = follows + usize::from(reading.reads(follows, "out"));
    let last = past_adverbials(reading, follows, sentence.end);
    // "Under the moon, he pledged to stay": what he pledged follows
    let infinitive = report.cue.complements.has("t") && reading.reads(last, "to") && is_infinitive(reading, last);
    if infinitive && !report.inverted {
        return None;
    }
    let ends = last >= sentence.end
        || matches!(reading.word(last), "." | "," | "!" | "?" | ";" | ")")
        || reading.kind(last) == TokenKind::Quote
        || reading.is(last, WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR))
        || report.cue.class == CueClass::Tell;
    // nothing else is left that the report could be about
    let last_words = last >= sentence.end || matches!(reading.word(last), "." | "!" | "?") && last + 2 >= sentence.end;
    if introductory && !last_words || !ends || !verb_ahead(reading, sentence.start + 1, comma) {
        return None;
    }
    trimmed(scene, sentence.start, comma, 4).map(|clause| (clause, CLAUSE_BEFORE))
}

/// The clause without marks at its ends, if it has at least `least` words and is no direct speech.
pub(super) fn trimmed(scene: &Scene<'_, '_>, mut start: usize, mut end: usize, least: usize) -> Option<Range<usize>> {
    let reading = scene.reading;
    let sheds = |token: usize| matches!(reading.word(token), "," | "." | ";" | ":" | "?" | "!" | "--" | "—" | "–");
    while start < end && sheds(start) {
        start += 1;
    }
    while end > start && (sheds(end - 1) || matches!(reading.word(end - 1), "and" | "but") && end > start + 1) {
        end -= 1;
    }
    let words =
        (start..end).filter(|&token| matches!(reading.kind(token), TokenKind::Word | TokenKind::Number)).count();
    if words < least {
        return None;
    }
    // the whole of it between marks is direct speech
    let from = scene.quoted.partition_point(|quoted| quoted.after <= start);
    let whole = scene.quoted[from..].iter().take_while(|quoted| quoted.open < end).any(|quoted| {
        let inside = quoted.after.min(end).saturating_sub(quoted.open.max(start));
        inside * 10 >= (end - start) * 9
    });
    (!whole).then_some(start..end)
}

fn annotated(
    scene: &Scene<'_, '_>,
    report: &Report,
    cue_end: usize,
    clause: Range<usize>,
    rule: (&'static str, f32),
) -> Option<Quote> {
    let reading = scene.reading;
    let speaker = report.phrase.clone().and_then(|phrase| {
        let (who, phrase) = referent(reading, phrase);
        let own = phrase.start >= report.least;
        let who = match who {
            Referent::Pronoun(gender, Some(id)) if agrees(reading, id, gender) => Referent::Entity(id),
            other => other,
        };
        super::annotated(reading, &super::Voice { referent: who, phrase }, Some(report), own)
    });
    let mut cue = extent::of(scene, report, &clause);
    // "instead listed the boats"
    while cue.start < report.cue.first && reading.reads(cue.start, "instead") {
        cue.start += 1;
    }
    let first = reading.tokens.get(clause.start)?.span;
    let last = reading.tokens.get(clause.end.checked_sub(1)?)?.span;
    Some(Quote {
        span: Span::cover(first, last),
        kind: QuoteKind::Indirect,
        speaker,
        cue: reading.span(cue.start..cue.end.max(cue_end)),
        confidence: rule.1,
        rule: rule.0.into(),
    })
}
