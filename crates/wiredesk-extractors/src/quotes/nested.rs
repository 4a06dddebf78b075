//! Reports inside of what another reports: which are told all the same, and which belong to what is said ("Hale wants a harbour, Brill
//! said"). Called by [`super::indirect`] for each report, and by [`super`] when all clauses of a document are known, for such a clause
//! can stand before its cue. Adds no quotes.

use wiredesk_core::{
    Span,
    annotation::{Quote, QuoteKind},
};

use super::{
    attribution::Scene,
    cues::{CueClass, Form},
    interrupted,
    reports::Report,
};

/// Whether a report inside of what an earlier one reports is told; `whole` if that is a clause, else it is what somebody wants
/// or judges.
pub(super) fn is_told(scene: &Scene<'_, '_>, report: &Report, whole: bool) -> bool {
    let (reading, cue) = (scene.reading, &report.cue);
    // "urged Hale to hear those who say it is closed"
    let held = cue.class == CueClass::Say && cue.form == Form::Base && !cue.unreal;
    if whole {
        return held;
    }
    // "rejected Brill's claim that the road was closed" tells what Brill claims
    let claim = cue.class == CueClass::Noun
        && report.phrase.as_ref().is_some_and(|owner| reading.name(owner.end - 1).is_some())
        && reading.reads(cue.end, "that");
    // "calling the plan dead and vowing to fight it"
    let before = cue.begin.saturating_sub(1);
    let joined = cue.form == Form::Ing
        && cue.class.quotes()
        && !matches!(cue.class, CueClass::Stance | CueClass::Think)
        && (reading.word(before) == "," || ["by", "and", "before"].iter().any(|word| reading.reads(before, word)));
    let told = matches!(cue.class, CueClass::Say | CueClass::Tell | CueClass::That)
        && matches!(cue.form, Form::Past | Form::Third | Form::Base);
    // "dismissed Hale for calling it a farce", "backed those who praised the plan"
    let judged = cue.class == CueClass::Label
        && (matches!(cue.form, Form::Past | Form::Ing)
            // "released an ad that accuses Hale"
            || cue.form == Form::Third && ["that", "which"].iter().any(|word| reading.reads(before, word)));
    // "his decision to leave was seen as a betrayal"
    let seen = cue.class == CueClass::Passive
        && (cue.complements.has("a") || cue.complements.has("n"))
        && !cue.complements.has("s")
        && ["was", "were"].iter().any(|be| reading.reads(cue.begin, be));
    // "expressed doubts about the plan and made clear that she would go"
    let made = cue.class == CueClass::State
        && cue.begin < cue.first
        && reading.reads(cue.end, "that")
        && reading.reads(before, "and");
    held || claim
        || made
        || (joined || told || judged || seen) && !cue.unreal
        || interrupted::apart(reading, report).is_some()
}

/// Leaves out what is wanted, felt or judged inside of a clause of one of the rules `behind`, whose cue stands behind the clause: it
/// belongs to what is said. But "Asked about the harbour, Brill said": what opens such a clause is told by the article.
pub(super) fn leave_out(quotes: &mut Vec<Quote>, inner: &[&str], behind: &[&str]) {
    let within = |rules: &[&str], quote: &Quote| rules.iter().any(|rule| quote.rule == *rule);
    let follows = |quote: &Quote| quote.cue.is_some_and(|cue| cue.start() >= quote.span.end());
    let said = quotes.iter().filter(|quote| within(behind, quote) && follows(quote));
    let mut said: Vec<Span> = said.map(|quote| quote.span).collect();
    said.sort_unstable_by_key(|span| (span.start(), span.end()));
    quotes.retain(|quote| {
        let cue = quote.cue.filter(|_| within(inner, quote));
        cue.is_none_or(|cue| {
            let before = said.partition_point(|span| span.start() < cue.start());
            before.checked_sub(1).is_none_or(|last| said[last].end() < cue.end())
        })
    });
}

/// Gives the words between marks inside of a clause to whoever says the clause: `They want to "pay a price," Brill said` quotes her.
/// `rules` has the rules of such clauses with those for the words in them. Where the cue stands before its clause, that is so only
/// for inner cues that `reported` tells.
pub(super) fn take_over(quotes: &mut [Quote], rules: &[(&str, &'static str)], reported: impl Fn(Span) -> bool) {
    let rule = |quote: &Quote| rules.iter().find(|(rule, _)| quote.rule == *rule).map(|(_, new)| *new);
    let said = quotes.iter().filter(|quote| quote.kind == QuoteKind::Indirect);
    let mut said: Vec<_> =
        said.filter_map(|quote| Some((quote.span, quote.speaker, quote.cue?, rule(quote)?))).collect();
    said.sort_unstable_by_key(|(span, ..)| (span.start(), span.end()));
    for quote in quotes.iter_mut().filter(|quote| quote.kind == QuoteKind::Mixed) {
        let Some(inner) = quote.cue else { continue };
        let before = said.partition_point(|(span, ..)| span.start() < inner.start());
        let Some(&(span, speaker, cue, rule)) = before.checked_sub(1).map(|last| &said[last]) else { continue };
        // the comma between the marks is no part of the clause
        if quote.span.end() <= span.end() + 1
            && quote.span.start() < span.end()
            && (cue.start() >= span.end() || reported(inner))
        {
            quote.speaker = speaker;
            quote.cue = Some(cue);
            quote.rule = rule.into();
        }
    }
}
