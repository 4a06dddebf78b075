//! Cues in the passive, whose subject does not speak: "is expected to open", "asked whether", "was rejected by the
//! board". [`cue`] finds them for [`super::cues`], [`complement`] what they report for [`super::complement`].

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

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
    let agent = agent(reading, token + 1);
    let reduced = agent.is_some()
        && group.auxiliary.is_none()
        && matches!(class, CueClass::Label | CueClass::Stance | CueClass::Manner)
        && complements.has("n")
        // "a plan first reported by the Herald"
        || agent.is_some() && group.auxiliary.is_none() && reading.reads(group.begin, "first")
        || is_judged_as(reading, token, group.begin);
    // "the hacker known as Grim", but "also known as"
    let known = reading.reads(token, "known")
        && !["also", "otherwise", "formerly", "previously", "once"]
            .iter()
            .any(|word| reading.reads(token.saturating_sub(1), word));
    let deemed = group.auxiliary.is_none() && reading.reads(token, "deemed");
    let be = group.auxiliary.is_some_and(is_be);
    // "were hit by bombs"
    if complements.has("h") {
        return None;
    }
    if form != Form::Past || reading.is_capital(token) && !opens || !(be || opens || reduced || known || deemed) {
        return None;
    }
    let asked = reading.reads(token, "asked");
    // what may follow it in the passive, behind who did it
    let ends_agent = |at: &usize| {
        (complements.has("f") || !reading.reads(*at, "of"))
            && reading.is(*at, WordClass::SUBORDINATOR.or(WordClass::PREPOSITION))
    };
    let sentence_end = reading.sentence_of(token).end;
    let behind = match agent {
        Some(by) => (by + 2..by + LONGEST_AGENT).find(ends_agent),
        None if asked => Some(question(reading, token + 1, sentence_end)),
        None => Some(past_adverbials(reading, token + 1, sentence_end)),
    };
    let said_of = |words: &[&str]| words.iter().any(|word| reading.reads(token, word));
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
        // "was asked a question"
        "a" | "an" | "the" | "this" | "these" | "for" if asked => true,
        // "Brill was asked, "Why?""
        "," | ":" if asked => be && behind.is_some_and(|at| reading.kind(at + 1) == TokenKind::Quote),
        // "has been called a liar", but "is called the Thrift Plan"
        "a" | "an" | "the" | "one" | "his" | "her" | "their" => {
            let judged = class != CueClass::Label || matches!(group.auxiliary, Some("been" | "being"));
            complements.has("d") && judged && !opens
        }
        "as" | "for" if known => true,
        "as" => {
            let apart = reading.word(token.saturating_sub(1)) == "," && is_judged_as(reading, token, group.begin);
            (class == CueClass::Label || complements.has("a") || complements.has("d")) && (!opens || apart)
        }
        "for" => {
            let judged = class == CueClass::Label || said_of(&["attacked", "remembered", "recognized", "recommended"]);
            judged && complements.has("n") && !opens
        }
        "on" | "over" if be && said_of(&["pressed", "challenged", "questioned", "attacked"]) => true,
        // "was deemed unfit"
        word if complements.has("d") && matches!(class, CueClass::Stance | CueClass::Think) => {
            behind.is_some_and(|at| reading.class(at) == WordClass::default() && reading.name(at).is_none())
                && word.starts_with(char::is_lowercase)
        }
        // "the move was announced on Monday"
        _ if complements.has("s") => !opens,
        _ => be && is_held(reading, token),
    };
    // "has been championed by Hale, who"
    let done =
        agent.is_some() && (complements.has("n") || complements.has("f")) && reading.sentence_of(token).start != token;
    let fits = fits || done;
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

/// The "by" of a passive whose participle ends before `at`: "supported Friday by Hale", "favored strongly by voters", "endorsed
/// in Tarn by the Herald".
pub(super) fn agent(reading: &Reading<'_>, at: usize) -> Option<usize> {
    // "the letter was attributed to Hale": he is said to have written it
    let attributed = reading.reads(at, "to") && reading.reads(at.saturating_sub(1), "attributed");
    if reading.reads(at, "by") || attributed {
        return Some(at);
    }
    let manner = reading.word(at).len() > 4 && reading.word(at).ends_with("ly");
    let when = reading.is(at, WordClass::DAY)
        || ["in", "on", "at", "last", "this", "earlier", "most", "twice"].iter().any(|word| reading.reads(at, word));
    let within = |token: &usize| {
        reading.kind(*token) == TokenKind::Word
            && !reading.is(*token, WordClass::AUXILIARY.or(WordClass::SUBJECT).or(WordClass::JOINING))
            && (*token == at || !reading.is(*token, WordClass::PREPOSITION.or(WordClass::SUBORDINATOR)))
    };
    let reach = (at..at + if manner || when { MOST_BETWEEN } else { 0 }).take_while(within);
    let by = reach.last()? + 1;
    reading.reads(by, "by").then_some(by)
}

/// How many words may stand between a participle and "by".
const MOST_BETWEEN: usize = 5;

/// Whether the participle at `token`, whose adverbs begin at `begin`, judges the noun before it: "the plan, seen as a threat".
pub(super) fn is_judged_as(reading: &Reading<'_>, token: usize, begin: usize) -> bool {
    let active = begin > 0
        && (reading.is(begin - 1, WordClass::SUBJECT.or(WordClass::AUXILIARY))
            || reading.name(begin - 1).is_some_and(|name| reading.is_person(name.entity)));
    let judges = [
        "seen",
        "viewed",
        "regarded",
        "described",
        "portrayed",
        "denounced",
        "criticized",
        "condemned",
        "dismissed",
        "hailed",
        "praised",
        "perceived",
    ];
    let as_ = ["as", "by"].iter().any(|word| reading.reads(token + 1, word));
    begin > reading.sentence_of(token).start
        && !active
        && as_
        && reading.kind(token + 2) != TokenKind::Quote
        && judges.iter().any(|word| reading.reads(token, word))
}

/// Whether a participle tells what people hold or know, with nothing behind it that they do: "the list was widely known".
fn is_held(reading: &Reading<'_>, token: usize) -> bool {
    let ends = reading.kind(token + 1) == TokenKind::Punctuation;
    let spread = ["widely", "well", "generally", "publicly", "already"]
        .iter()
        .any(|word| reading.reads(token.saturating_sub(1), word));
    let soon = reading.is(token + 1, WordClass::DAY)
        || ["in", "at", "on", "later", "soon", "next"].iter().any(|word| reading.reads(token + 1, word));
    reading.reads(token, "expected") && (ends || soon)
        || ends && (reading.reads(token, "considered") || reading.reads(token, "known") && spread)
}

/// Where a question stands that somebody was asked: behind when, where and by whom, "asked in Tarn recently whether".
fn question(reading: &Reading<'_>, at: usize, end: usize) -> usize {
    let asks = ["whether", "if", "how", "why", "what", "which", "who", "about"];
    let near = (at..end.min(at + LONGEST_AGENT)).take_while(|&token| {
        matches!(reading.kind(token), TokenKind::Word | TokenKind::Number | TokenKind::Clitic | TokenKind::Symbol)
    });
    let opens = ["a", "an", "the", "this", "these", "for", "to"].iter().any(|word| reading.reads(at, word));
    let found = near.clone().find(|&token| asks.iter().any(|word| reading.reads(token, word)));
    found.filter(|_| !opens).unwrap_or_else(|| past_adverbials(reading, at, end))
}

/// Whether a cue leads to a question between marks: `Brill was asked, "Why?"`.
pub(super) fn asks_in_quotes(reading: &Reading<'_>, cue: &Cue) -> bool {
    cue.class == CueClass::Passive
        && reading.reads(cue.first, "asked")
        && matches!(reading.word(cue.end), "," | ":")
        && reading.kind(cue.end + 1) == TokenKind::Quote
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
    let asked = reading.reads(report.cue.first, "asked");
    let at = if asked && report.phrase.is_none() {
        question(reading, at, sentence.end)
    } else {
        past_adverbials(reading, at, sentence.end)
    };
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
    let content = trimmed(scene, start, end, if clause && !asked { 2 } else { 1 })?;
    // "was expected of", but "was asked on Monday about"
    let cue = &report.cue;
    let listed =
        ["named", "listed", "nominated", "challenged", "pressed"].iter().any(|word| reading.reads(cue.first, word))
            || cue.begin == cue.first && is_judged_as(reading, cue.first, cue.begin);
    let near = at == cue.end && !reading.reads(at, "that") && !listed;
    let cue_end = if report.phrase.is_none() && near { start } else { report.cue.end };
    Some(Complement { content, cue_end })
}

/// What is made known, and stands before its verb: "the move was announced on Monday".
fn announced(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let told = ["to", "whether", "if", "how", "about", "of", "that", "a", "an", "the", "as", "by", "with"];
    if !(cue.complements.has("s") || is_held(reading, cue.first))
        || told.iter().any(|word| reading.reads(cue.end, word))
    {
        return None;
    }
    let subject = reading.noun_phrase_before(subject_end(reading, cue.begin)?, report.least)?;
    trimmed(scene, subject.start, subject.end, 1)
}

/// What is judged in the passive, and stands before its verb: "the plan was rejected by the board".
fn judged(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let phrase = report.phrase.as_ref()?;
    let asked =
        ["to", "whether", "if", "how", "about", "of", "that"].iter().any(|word| reading.reads(phrase.end, word));
    let judges = cue.complements.has("n") || cue.complements.has("f");
    if !judges || asked || agent(reading, cue.end).is_none() {
        return None;
    }
    let subject = reading.noun_phrase_before(subject_end(reading, cue.begin)?, report.least)?;
    trimmed(scene, subject.start, subject.end, 1)
}

/// Where the subject of a passive ends that begins at `begin`: "the plan, opposed by the board", "the plan, which was opposed by the
/// board".
fn subject_end(reading: &Reading<'_>, begin: usize) -> Option<usize> {
    let last = begin.checked_sub(1)?;
    let relative = ["which", "that", "who"].iter().any(|word| reading.reads(last, word));
    let end = if relative { last } else { begin };
    let apart = matches!(reading.word(end.checked_sub(1)?), "," | "(" | "-" | "--" | "—" | "–");
    Some(end - usize::from(apart))
}
