//! Fragments between marks in the reporter's sentence: whose words they are, and which are names, nicknames and parts of a
//! noun phrase instead of speech. Called by [`super::attribution`].

use wiredesk_core::annotation::{QuoteKind, TokenKind};

use super::{
    super::clause::WordClass,
    attribution::{ACCORDING_TO, CUE_AFTER, CUE_BEFORE, Lead, Quoted, Scene, Speech},
    cues::{Cue, CueClass},
    reports::Report,
    shape::Shape,
};

impl Scene<'_, '_> {
    /// A fragment in the reporter's sentence, by a cue that ends the sentence or by a second fragment.
    pub(super) fn fragment(&self, of: usize, shape: &Shape, words: usize, last: Option<&Speech>) -> Option<Speech> {
        let quoted = &self.quoted[of];
        if self.is_named_with(of) || shape.title_case && words > 1 {
            return None;
        }
        let sentence = self.reading.sentence_of(quoted.open.saturating_sub(usize::from(self.lead(of) != Lead::Start)));
        let from = self.reports.partition_point(|report| report.cue.first < quoted.after);
        let later = self.reports[from..].iter().take_while(|report| report.cue.first < sentence.end).find(|report| {
            matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::According)
                && !report.cue.unreal
                && match &report.phrase {
                    Some(_) if report.cue.class == CueClass::According || report.inverted => true,
                    Some(phrase) => {
                        phrase.start > 0
                            && phrase.start >= quoted.after
                            && matches!(self.reading.word(phrase.start - 1), "," | "—" | "--" | "–")
                    }
                    None => false,
                }
        });
        let report = match later {
            Some(report) => report,
            None => {
                let until = self.reports.partition_point(|report| report.cue.first < quoted.open);
                let outer = self.outer(until, sentence.start);
                let outer = outer.filter(|outer| self.governs(&outer.cue, quoted.open));
                let earlier = outer.or(self.reports[..until].last())?;
                // `called it "a farce" at which nobody but "fools" would laugh`: as the fragment before
                let goes_on = last.is_some_and(|last| {
                    last.kind == QuoteKind::Mixed && last.cue.as_ref().is_some_and(|cue| cue.start == earlier.cue.begin)
                });
                let governs = earlier.cue.first >= sentence.start
                    && earlier.phrase.is_some()
                    && !earlier.cue.unreal
                    && (goes_on || self.governs(&earlier.cue, quoted.open));
                if !governs {
                    return None;
                }
                earlier
            }
        };
        let rule = match report.cue.class {
            CueClass::According => ACCORDING_TO,
            _ if report.cue.first > quoted.open => CUE_AFTER,
            _ => CUE_BEFORE,
        };
        Some(Speech {
            of,
            kind: QuoteKind::Mixed,
            voice: self.voice(report),
            own_phrase: true,
            cue: Some(report.cue.begin..report.cue.end),
            rule,
        })
    }

    /// Whether what follows a cue up to token `open` can still be its content.
    pub(super) fn governs(&self, cue: &Cue, open: usize) -> bool {
        match cue.class {
            CueClass::Think => {
                open - cue.end <= 14 && !self.reading.reads(cue.first, "know")
                    || (cue.end..open).any(|token| self.reading.reads(token, "that"))
            }
            CueClass::Manner => open - cue.end <= 6,
            // "described the hardship that some would undergo as a \"…\""
            CueClass::Label => {
                let article = usize::from(self.reading.is(open - 1, WordClass::DETERMINER));
                open - cue.end <= 14 || self.reading.reads(open - 1 - article, "as")
            }
            _ => true,
        }
    }

    /// The report before report `until` of which the nearest is a part: "she said they supported it "for months"", "he says
    /// he believes it was "a mistake"": what they do and what he believes is what somebody says.
    pub(super) fn outer(&self, until: usize, start: usize) -> Option<&Report> {
        let nearest = self.reports[..until].last()?;
        // "noted what began as a game"
        let what = nearest.cue.begin > start && self.reading.reads(nearest.cue.begin - 1, "what");
        let inner = what || matches!(nearest.cue.class, CueClass::Stance | CueClass::Think);
        let spoken = |report: &&Report| match nearest.cue.class {
            CueClass::Think => matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That),
            _ => {
                !matches!(report.cue.class, CueClass::Stance | CueClass::Think) && report.cue.first < nearest.cue.first
            }
        };
        let mut here = self.reports[..until].iter().rev().take_while(|report| report.cue.first >= start);
        here.find(spoken).filter(|_| inner)
    }

    /// `Joe "The Hammer" Kline`: a few words between the parts of a name.
    pub(super) fn is_nickname(&self, quoted: &Quoted, shape: &Shape, words: usize) -> bool {
        let reading = self.reading;
        let named = |token: usize| reading.kind(token) == TokenKind::Word && reading.is_capital(token);
        let before = quoted.open > 0
            && named(quoted.open - 1)
            && !self.breaks(reading.tokens[quoted.open - 1].span.end(), quoted.stretch.open);
        words <= 4
            && !shape.ends_sentence
            && !shape.ends_clause
            && before
            && named(quoted.after)
            && !reading.is(quoted.open - 1, WordClass::SUBJECT)
    }

    /// Whether the phrase of a report goes on from the quoted words without a comma, as a noun that they stand before.
    pub(super) fn is_attributive(&self, quoted: &Quoted, report: &Report) -> bool {
        let (reading, first) = (self.reading, quoted.after);
        let ends = self.inner(quoted).ends_with([',', '?', '!', '.', '-', '—']);
        let noun = reading.kind(first) == TokenKind::Word
            && reading.class(first) == WordClass::default()
            && !reading.is_capital(first)
            && reading.entry(first) == 0;
        !ends && noun && !report.inverted && report.phrase.as_ref().is_some_and(|phrase| phrase.start == first)
    }

    /// Whether a stretch is a title or name, or stands in a row that begins with one: `dubbed "…" and "…"`.
    pub(super) fn is_named_with(&self, of: usize) -> bool {
        let row = (0..=of).rev().take(LONGEST_ROW).find(|&of| {
            let joined = of.checked_sub(1).is_some_and(|before| {
                let between = self.quoted[before].after..self.quoted[of].open;
                !between.is_empty()
                    && between.len() <= 2
                    && between.clone().all(|token| matches!(self.reading.word(token), "," | "and" | "or"))
            });
            !joined
        });
        row.is_some_and(|first| self.is_named(&self.quoted[first]))
    }

    /// A title or a name for a thing: `the film "…"`, `so-called "…"`, `known as "…"`.
    fn is_named(&self, quoted: &Quoted) -> bool {
        let Some(before) = quoted.open.checked_sub(1) else { return false };
        // "what they called"
        let said = before > 0
            && (self.reading.is(before - 1, WordClass::SUBJECT.or(WordClass::AUXILIARY))
                || self.reading.name(before - 1).is_some())
            && self.reading.entry(before) != 0;
        !said && NAMED_BY.iter().any(|word| self.reading.reads(before, word))
            || self.reading.reads(before, "as")
                && before > 0
                && matches!(self.reading.word(before - 1), "known" | "titled" | "billed")
    }
}

/// How many stretches of a row are looked at.
const LONGEST_ROW: usize = 8;

/// Words before a title or name in marks.
const NAMED_BY: [&str; 30] = [
    "so-called",
    "titled",
    "entitled",
    "named",
    "nicknamed",
    "called",
    "dubbed",
    "termed",
    "codenamed",
    "film",
    "movie",
    "book",
    "song",
    "album",
    "novel",
    "series",
    "show",
    "play",
    "documentary",
    "word",
    "words",
    "term",
    "phrase",
    "hashtag",
    "slogan",
    "magazine",
    "program",
    "programme",
    "headlined",
    "hit",
];
