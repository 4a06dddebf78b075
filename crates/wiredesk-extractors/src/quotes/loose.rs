//! Cues that are used in another way than their rows have it, or whose subject is not found. Called by
//! [`super::complement`] where what usually follows a cue does not.

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    complement::opens_phrase,
    cues::{Cue, CueClass, Form},
    reports::Report,
};

/// What stands behind a verb of saying that is used in another way than its row has it.
pub(super) fn rest(reading: &Reading<'_>, report: &Report, at: usize, end: usize) -> Option<(usize, usize)> {
    let cue = &report.cue;
    let finite = matches!(cue.form, Form::Past | Form::Third) && !cue.unreal;
    let has = |what: &str| cue.complements.has(what);
    let says = match cue.class {
        CueClass::Tell => true,
        CueClass::Say => !has("-"),
        CueClass::That => !(has("-") || has("c") || has("e")),
        CueClass::Command => has("t"),
        CueClass::Label => !has("about"),
        CueClass::Stance => has("d"),
        _ => false,
    };
    let behind = past_adverbials(reading, at, end);
    // "said nothing."
    let silent = reading.word(behind) == "nothing" && reading.kind(behind + 1) == TokenKind::Punctuation;
    let goes_on = behind < end
        && !silent
        && matches!(reading.kind(behind), TokenKind::Word | TokenKind::Number)
        && !reading
            .is(behind, WordClass::AUXILIARY.or(WordClass::JOINING).or(WordClass::SUBORDINATOR).or(WordClass::SUBJECT));
    if !(finite && says && goes_on && report.phrase.is_some()) {
        return None;
    }
    // "a beer called Grim", "called the police" on the telephone
    let nominal = reading.name(behind).is_some() || reading.is(behind, WordClass::DETERMINER);
    if has("d") && has("on") && nominal && !is_judged(reading, behind, end) {
        return None;
    }
    // "said almost nothing about"
    let joint = ["about", "on", "upon", "over", "against"].iter().any(|word| reading.reads(behind, word));
    let joint = joint && opens_phrase(reading, behind + 1);
    // "protested outside parliament"
    let place = ["outside", "in", "at", "near", "inside", "from", "with", "by", "before", "behind", "across"];
    if !joint && reading.is(behind, WordClass::PREPOSITION) && place.iter().any(|word| reading.reads(behind, word)) {
        return None;
    }
    Some(if joint { (behind + 1, behind + 1) } else { (behind, at) })
}

/// Whether what stands from `start` on is judged: "called Brill's remarks 'troubling'", "called the actions lawful".
fn is_judged(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let ends = |token: usize| reading.kind(token) == TokenKind::Punctuation || reading.is(token, WordClass::JOINING);
    let last = (start..end).find(|&token| ends(token)).unwrap_or(end) - 1;
    let adjective = last > start + 1
        && !reading.is_capital(last)
        && ["ful", "less", "ous", "ive", "able", "ible", "ual", "ical"]
            .iter()
            .any(|ending| reading.word(last).ends_with(ending));
    adjective || (start..end).any(|token| reading.kind(token) == TokenKind::Quote)
}

/// What a cue is about, behind manner and place: "spoke at length about", "talked openly on the radio about".
pub(super) fn distant_about(reading: &Reading<'_>, cue: &Cue, at: usize, end: usize) -> Option<(usize, usize)> {
    let barrier = |token: usize| {
        !matches!(reading.kind(token), TokenKind::Word | TokenKind::Number)
            || reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR).or(WordClass::JOINING))
            || reading.is(token, WordClass::SUBJECT) && !reading.is(token, WordClass::POSSESSIVE.or(WordClass::OBJECT))
    };
    let near = (at..end.min(at + ABOUT_REACH)).take_while(|&token| reading.reads(token, "about") || !barrier(token));
    let about = near.filter(|_| cue.complements.has("about")).find(|&token| reading.reads(token, "about"))?;
    // "spoke for about an hour"
    let number = reading.kind(about + 1) == TokenKind::Number || reading.reads(about - 1, "for");
    let joined = about <= at + ABOUT_REACH / 2;
    (!number && opens_phrase(reading, about + 1)).then_some((about + 1, if joined { about + 1 } else { cue.end }))
}

/// How many tokens behind a cue its "about" may stand.
const ABOUT_REACH: usize = 7;

/// Whether a verb tells something though whoever does it is not found: "knocked her on trade and called him a liar",
/// "those who want a quay", "While mocking the plan"; but "by mocking the plan", which may be nobody's doing.
pub(super) fn tells_alone(reading: &Reading<'_>, cue: &Cue) -> bool {
    let finite = matches!(cue.form, Form::Past | Form::Third)
        || cue.form == Form::Base && !reading.reads(cue.begin, "to")
        || cue.form == Form::Ing
            && !["by", "of", "for", "at", "in", "before", "those"]
                .iter()
                .any(|word| reading.reads(cue.begin.saturating_sub(1), word));
    finite
        && !cue.unreal
        && !matches!(cue.class, CueClass::Think | CueClass::State)
        && cue.begin > reading.sentence_of(cue.first).start
}
