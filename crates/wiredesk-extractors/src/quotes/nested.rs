//! Reports inside of what somebody else says: "Hale wants a harbour, Brill said". Called by [`super::indirect`] and [`super`] when all
//! clauses of a document are known, for such a clause can stand before its cue. Adds no quotes.

use wiredesk_core::{
    Span,
    annotation::{Quote, QuoteKind},
};

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
