//! Cues in the passive, whose subject does not speak: "is expected to open", "asked whether", "was rejected by the
//! board". [`cue`] finds them for [`super::cues`], [`complement`] what they report for [`super::complement`].

use std::ops::Range;

use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    attribution::Scene,
    complement::{Complement, end_of},
    cues::{Complements, Cue, CueClass, Form},
    indirect::{before_next_report, trimmed},
    verbs::{group_before, is_be},
};

/// A participle behind a form of "be", or at the start of its clause: "is expected", "Asked whether".
pub(super) fn cue(
    reading: &Reading<'_>,
    token: usize,
    (class, form, complements): (CueClass, Form, Complements),
) -> Option<Cue> {
    // "is best known for"
    let degree = reading.reads(token, "known")
        && ["best", "better"].iter().any(|word| reading.reads(token.saturating_sub(1), word));
    let group = group_before(reading, token - usize::from(degree));
    let opens = group.begin == token && opens_clause(reading, token);
    // "a plan rejected by the board": nothing active has "by" behind it
    let reduced = reading.reads(token + 1, "by")
        && group.auxiliary.is_none()
        && matches!(class, CueClass::Label | CueClass::Stance)
        && complements.has("n");
    // "the hacker known as Grim", but "also known as"
    let known = reading.reads(token, "known")
        && !["also", "otherwise", "formerly", "previously", "once"]
            .iter()
            .any(|word| reading.reads(token.saturating_sub(1), word));
    let deemed = group.auxiliary.is_none() && reading.reads(token, "deemed");
    let passive = group.auxiliary.is_some_and(is_be) || opens || reduced || known || deemed;
    if form != Form::Past || reading.is_capital(token) && !opens || !passive {
        return None;
    }
    // what may follow it in the passive, behind who did it
    let by = reading.reads(token + 1, "by");
    let ends_agent = |at: &usize| {
        *at > token + 2
            && !reading.reads(*at, "of")
            && reading.is(*at, WordClass::SUBORDINATOR.or(WordClass::PREPOSITION))
    };
    let sentence_end = reading.sentence_of(token).end;
    let behind = if by {
        (token + 1..token + LONGEST_AGENT).find(ends_agent)
    } else {
        Some(past_adverbials(reading, token + 1, sentence_end))
    };
    let fits = match behind.map_or("", |at| reading.word(at)) {
        // "was chosen to mediate": whoever chose her said nothing
        "to" if reading.reads(token, "chosen") => false,
        "to" => complements.has("o") || complements.has("t") || class == CueClass::Say || class == CueClass::Think,
        "that" => {
            let says = matches!(class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think);
            (says || complements.has("c")) && !opens
        }
        "whether" | "if" | "how" | "why" | "what" | "where" | "when" | "which" | "who" | "whom" => complements.has("w"),
        "about" => complements.has("about"),
        "with" => complements.has("with") && class == CueClass::That,
        "of" => complements.has("f") || class == CueClass::Tell && complements.has("of"),
        "a" | "an" | "the" | "one" | "his" | "her" | "their" => {
            complements.has("d") && class != CueClass::Label && !opens
        }
        "as" | "for" if known => true,
        "as" => (class == CueClass::Label || complements.has("a") || complements.has("d")) && !opens,
        "for" => class == CueClass::Label && complements.has("n") && !opens,
        _ if by => complements.has("n") && reading.sentence_of(token).start != token,
        // "was deemed unfit"
        word if complements.has("d") && matches!(class, CueClass::Stance | CueClass::Think) => {
            behind.is_some_and(|at| reading.class(at) == WordClass::default() && reading.name(at).is_none())
                && word.starts_with(char::is_lowercase)
        }
        // "the move was announced on Monday"
        _ if complements.has("s") => !opens,
        _ => false,
    };
    let cue = Cue {
        first: token,
        end: token + 1,
        begin: group.begin,
        class: CueClass::Passive,
        form,
        unreal: group.negated,
        complements,
    };
    fits.then_some(cue)
}

/// Whether a participle stands at the start of its clause: "Asked whether", "When asked whether".
fn opens_clause(reading: &Reading<'_>, token: usize) -> bool {
    reading.sentence_of(token).start == token
        || [",", "when"].iter().any(|word| reading.reads(token.saturating_sub(1), word))
}

/// How many tokens "by" and who did it may have.
const LONGEST_AGENT: usize = 10;

/// What a passive leaves to be done, asked or held: "is expected to open", "accused of lying".
pub(super) fn complement(scene: &Scene<'_, '_>, index: usize) -> Option<Complement> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let sentence = reading.sentence_of(report.cue.first);
    if let Some(content) = judged(scene, index).or_else(|| announced(scene, index)) {
        return Some(Complement { content, cue_end: report.cue.end });
    }
    let opens = report.cue.begin == report.cue.first && opens_clause(reading, report.cue.first);
    let at = report.phrase.as_ref().map_or(report.cue.end, |phrase| phrase.end);
    let at = past_adverbials(reading, at, sentence.end);
    let clause =
        ["to", "whether", "if", "how", "why", "what", "where", "when", "which", "who", "whom", "a", "an", "the", "one"]
            .iter()
            .any(|word| reading.reads(at, word));
    // "is expected of", "seemed like": but "was deemed unfit"
    let joint = reading.is(at, WordClass::PREPOSITION) || ["that", "as"].iter().any(|word| reading.reads(at, word));
    let start = at + usize::from(!clause && joint);
    let end = before_next_report(scene, index, start.min(sentence.end), sentence.end);
    // "Asked whether Tarn, a port, would pay, Brill said"
    let main = |comma: usize| {
        let next = comma + 1;
        let subject = reading.opens_subject(next) || reading.is_capital(next);
        subject && reading.noun_phrase_after(next, sentence.end).is_none_or(|subject| reading.word(subject.end) != ",")
    };
    let mut commas = (start..sentence.end.min(end + 1)).filter(|&token| reading.word(token) == ",");
    let comma = if opens { commas.clone().find(|&comma| main(comma)).or_else(|| commas.next()) } else { None };
    let end = comma.unwrap_or_else(|| end_of(reading, start, end));
    let content = trimmed(scene, start, end, if clause { 2 } else { 1 })?;
    // "was expected of", but "was asked on Monday about"
    let near = at == report.cue.end && !reading.reads(at, "that");
    let cue_end = if report.phrase.is_none() && near { start } else { report.cue.end };
    Some(Complement { content, cue_end })
}

/// What is made known, and stands before its verb: "the move was announced on Monday".
fn announced(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let told = ["to", "whether", "if", "how", "about", "of", "that", "a", "an", "the", "as", "by", "with"];
    if !cue.complements.has("s") || told.iter().any(|word| reading.reads(cue.end, word)) {
        return None;
    }
    let subject = reading.noun_phrase_before(cue.begin, report.least)?;
    trimmed(scene, subject.start, subject.end, 1)
}

/// What is judged in the passive, and stands before its verb: "the plan was rejected by the board".
fn judged(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let phrase = report.phrase.as_ref()?;
    let asked =
        ["to", "whether", "if", "how", "about", "of", "that"].iter().any(|word| reading.reads(phrase.end, word));
    if !cue.complements.has("n") || asked || !reading.reads(cue.end, "by") {
        return None;
    }
    // "the plan, opposed by the board"
    let apart = matches!(reading.word(cue.begin.checked_sub(1)?), "," | "-" | "--" | "—" | "–");
    let subject = reading.noun_phrase_before(cue.begin - usize::from(apart), report.least)?;
    trimmed(scene, subject.start, subject.end, 1)
}
