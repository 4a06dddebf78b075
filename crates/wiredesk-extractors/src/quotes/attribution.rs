//! Decides which stretches between quotation marks are speech, of which kind, and whose. Called by [`super`]
//! with the marks and cues of one document; reported speech without marks is [`super::indirect`]'s.
//!
//! [`RULES`] lists the rules in the order in which they are tried; the first that fits decides.

use std::ops::Range;

use wiredesk_core::annotation::{QuoteKind, TokenKind};

use super::{
    super::clause::{Reading, WordClass},
    cues::{CueClass, CueLexicon, Form},
    frames::Frame,
    marks::Stretch,
    reports::Report,
    shape::Shape,
    speaker::{Referent, referent},
    wording::whole,
};

/// A rule with how sure it is.
pub(super) type Rule = (&'static str, f32);

/// "…," said X. "…," X told reporters.
pub(super) const CUE_AFTER: Rule = ("cue-after", 0.97);
/// X said: "…". X called it "…".
pub(super) const CUE_BEFORE: Rule = ("cue-before", 0.95);
/// According to X, "…".
pub(super) const ACCORDING_TO: Rule = ("according-to", 0.93);
/// "…" – X, and nothing more.
pub(super) const SIGNATURE: Rule = ("signature", 0.85);
/// "…," X said. "…": the second stretch.
pub(super) const CONTINUED: Rule = ("continued", 0.92);
/// X was clear: "…".
pub(super) const COLON: Rule = ("colon", 0.75);
/// "…" … "…," X said: the first stretch, in one paragraph.
pub(super) const SAME_PARAGRAPH: Rule = ("same-paragraph", 0.8);
/// X said it was over. "…".
pub(super) const SENTENCE_BEFORE: Rule = ("sentence-before", 0.7);
/// The speaker of the paragraph before.
pub(super) const CARRIED: Rule = ("carried", 0.65);
/// Speech by its looks, nobody in sight.
pub(super) const UNKNOWN: Rule = ("unknown", 0.4);

/// In the order in which they are tried.
#[cfg(test)]
pub(super) const RULES: [Rule; 10] = [
    CUE_AFTER,
    CUE_BEFORE,
    ACCORDING_TO,
    COLON,
    SIGNATURE,
    CONTINUED,
    SAME_PARAGRAPH,
    SENTENCE_BEFORE,
    CARRIED,
    UNKNOWN,
];

/// A stretch with its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quoted {
    pub(super) stretch: Stretch,
    /// Token of the opening mark, or the first word where the mark is no token.
    pub(super) open: usize,
    /// First token after the closing mark.
    pub(super) after: usize,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Voice {
    pub(super) referent: Referent,
    /// Tokens.
    pub(super) phrase: Range<usize>,
}

/// A stretch that is speech.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    /// Index into the stretches.
    pub(super) of: usize,
    pub(super) kind: QuoteKind,
    pub(super) voice: Option<Voice>,
    /// Whether the voice's phrase stands beside this stretch.
    pub(super) own_phrase: bool,
    pub(super) cue: Option<Range<usize>>,
    pub(super) rule: Rule,
}

/// Everything that the rules look at.
pub(super) struct Scene<'s, 'd> {
    pub(super) reading: &'s Reading<'d>,
    pub(super) cues: &'s CueLexicon,
    pub(super) quoted: &'s [Quoted],
    pub(super) reports: &'s [Report],
}

/// What stands before an opening mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// The paragraph or a sentence starts with the mark.
    Start,
    Comma,
    Colon,
    /// A dash, or another stretch.
    Other,
    Word,
}

impl Scene<'_, '_> {
    /// The stretches that are speech, in text order, each with its speaker as far as the text tells.
    pub(super) fn speeches(&self) -> Vec<Speech> {
        let mut speeches: Vec<Speech> = Vec::with_capacity(self.quoted.len());
        for of in 0..self.quoted.len() {
            let last = speeches.last().filter(|last| last.of + 1 == of).cloned();
            if let Some(speech) = self.judge(of, last.as_ref()) {
                speeches.push(speech);
            }
        }
        self.join_paragraphs(&mut speeches);
        self.spread(&mut speeches);
        self.resolve_pronouns(&mut speeches);
        self.carry(&mut speeches);
        speeches
    }

    /// What a single stretch is, by the words beside it.
    fn judge(&self, of: usize, last: Option<&Speech>) -> Option<Speech> {
        let quoted = &self.quoted[of];
        let lead = self.lead(of);
        let words = self.words(quoted);
        let shape = Shape::of(self.inner(quoted));
        if self.is_nickname(quoted, &shape, words.len()) {
            return None;
        }
        let by = |report: &Report, kind, rule| {
            let rule = if report.cue.class == CueClass::According { ACCORDING_TO } else { rule };
            Speech {
                of,
                kind,
                voice: self.voice(report),
                own_phrase: true,
                cue: Some(report.cue.begin..report.cue.end),
                rule,
            }
        };
        let direct = |voice: Option<Voice>, cue, rule| {
            let own_phrase = voice.is_some();
            Speech { of, kind: QuoteKind::Direct, voice, own_phrase, cue, rule }
        };
        let sentence_like = shape.ends_sentence || shape.ends_clause || words.len() >= 5 && shape.starts_sentence;
        let before = self.frame_before(of, lead, last);
        if let Some(report) = self.frame_after(of) {
            let mixed = lead == Lead::Word || lead == Lead::Other && !shape.starts_sentence;
            // `the "Big Three" firms pleaded`: what stands before a noun is a part of its phrase
            let noun = mixed && self.is_attributive(quoted, report);
            // X called it "a farce," Y said: the cue before has the fragment; X shouted, "Fire," Y said: and the words
            let nearer =
                before.is_some_and(|before| lead == Lead::Word || lead == Lead::Comma && self.leads(before, quoted));
            if !nearer && !noun {
                return Some(by(report, if mixed { QuoteKind::Mixed } else { QuoteKind::Direct }, CUE_AFTER));
            }
        }
        if lead == Lead::Colon && sentence_like {
            let apart = before.is_none_or(|report| !self.leads(report, quoted));
            if let Some(voice) = self.name_before(quoted).filter(|_| apart) {
                return Some(direct(Some(voice), None, COLON));
            }
            let own = |(voice, _): &Frame| before.is_none_or(|report| voice.phrase.start >= report.cue.end);
            if let Some((voice, cue)) = self.verb_before(quoted).filter(|_| apart).filter(own) {
                return Some(direct(Some(voice), Some(cue), COLON));
            }
        }
        if let Some(report) = before {
            let clause = matches!(lead, Lead::Comma | Lead::Colon) || report.cue.end == quoted.open;
            let kind = if clause && (shape.starts_sentence || shape.ends_sentence && shape.starts_pronoun) {
                QuoteKind::Direct
            } else {
                QuoteKind::Mixed
            };
            let adjacent = report.cue.end == quoted.open;
            let title = shape.title_case && !sentence_like && !adjacent;
            let named = lead == Lead::Word && self.is_named_with(of);
            return (!title && !named).then(|| by(report, kind, CUE_BEFORE));
        }
        // "The road, \"The Old Way,\" Hale mended": a name
        let title = shape.title_case && lead != Lead::Start && words.len() > 1;
        if lead != Lead::Word
            && !title
            && let Some((voice, cue)) = self.verb_after(quoted)
        {
            return Some(direct(Some(voice), Some(cue), CUE_AFTER));
        }
        if lead == Lead::Comma
            && sentence_like
            && shape.starts_sentence
            && let Some((voice, cue)) = self.verb_before(quoted)
        {
            return Some(direct(Some(voice), Some(cue), CUE_BEFORE));
        }
        if lead == Lead::Colon && sentence_like {
            let sentence = self.reading.sentence_of(quoted.open - 1);
            let voice = self.reading.opening_subject(sentence.start, quoted.open).map(|phrase| self.voice_of(phrase));
            let voice = voice.or_else(|| self.person_within(sentence.start..quoted.open));
            return Some(direct(voice, None, COLON));
        }
        if let Some(voice) = self.signature(quoted) {
            return Some(direct(Some(voice), None, SIGNATURE));
        }
        // "…," X said, "…" and "…," X said. "…"
        let follows = last.filter(|last| self.follows(of, last));
        if let Some(last) = follows
            && (shape.ends_sentence || shape.ends_clause || words.len() >= 3)
            && (lead != Lead::Word)
        {
            // X stands between the two
            let between = self.quoted[last.of].after..quoted.open;
            let own_phrase = last.voice.as_ref().is_some_and(|voice| between.contains(&voice.phrase.start));
            return Some(Speech { own_phrase, ..direct(last.voice.clone(), None, CONTINUED) });
        }
        match lead {
            Lead::Start
                if shape.ends_sentence && (words.len() >= 3 || quoted.stretch.goes_on)
                    || lead == Lead::Start && words.len() >= 8 && shape.starts_sentence && !shape.title_case =>
            {
                Some(direct(None, None, UNKNOWN))
            }
            _ => self.fragment(of, &shape, words.len(), last),
        }
    }

    /// Whether nothing but a comma or colon stands between a verb of saying and the opening mark.
    fn leads(&self, report: &Report, quoted: &Quoted) -> bool {
        let says = matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Manner);
        says && !report.inverted && report.cue.end + 1 == quoted.open
    }

    /// The report right after the closing mark: `" said X`, `" X told reporters`.
    fn frame_after(&self, of: usize) -> Option<&Report> {
        let quoted = &self.quoted[of];
        let (reading, stretch) = (self.reading, &quoted.stretch);
        let first = quoted.after;
        if first >= reading.tokens.len()
            || stretch.goes_on
            // a paragraph that begins with "said Brill" has lost its quotation
            || self.breaks(stretch.after, reading.tokens[first].span.start())
                && !reading.word(first).starts_with(char::is_lowercase)
        {
            return None;
        }
        let start = if matches!(reading.word(first), "," | "—" | "--" | "–" | "-") { first + 1 } else { first };
        let ends_sentence = self.inner(quoted).ends_with('.') && !self.inner(quoted).ends_with("...");
        if ends_sentence && reading.is_capital(start) && start == first {
            return None;
        }
        // `asked, "Why?" He answered`, `asked, "Why?" Others saw`
        let asks = self.inner(quoted).ends_with(['?', '!']);
        if asks && reading.is_capital(start) && reading.name(start).is_none() && !reading.reads(start, "I") {
            let titled = reading.name(start + 1).is_some_and(|at| at.first == start + 1)
                && !reading.is(start, WordClass::POSSESSIVE);
            if !titled || reading.is(start, WordClass::SUBJECT.or(WordClass::DETERMINER)) {
                return None;
            }
        }
        let sentence = reading.sentence_of(start);
        let most = self.quoted.get(of + 1).map_or(sentence.end, |next| next.open.min(sentence.end));
        let from = self.reports.partition_point(|report| report.cue.first < first);
        let mut near = self.reports[from..].iter().take_while(|report| report.cue.first < most).peekable();
        // "Brill, who has not endorsed anybody, told reporters", "Brill, who ran the campaign, told reporters": the verb of the
        // main clause
        let subject = reading.name(start).and_then(|_| reading.noun_phrase_after(start, sentence.end));
        let apposed = subject.map_or(start, |subject| whole(reading, subject).end);
        while near.peek().is_some_and(|report| report.cue.end < apposed || self.is_aside(report, start)) {
            near.next();
        }
        let report = near.next()?;
        if matches!(report.cue.class, CueClass::Label | CueClass::Think)
            || matches!(report.cue.form, Form::Ing) && report.cue.class != CueClass::According
        {
            return None;
        }
        if report.cue.class == CueClass::According {
            return (report.cue.first <= start + 1).then_some(report);
        }
        let phrase = report.phrase.as_ref()?;
        if report.inverted {
            return (report.cue.first <= start + 1).then_some(report);
        }
        let adverbs = (start..phrase.start).all(|token| reading.is(token, WordClass::ADVERB));
        // "the senator and presidential candidate said"
        let opening = whole(reading, phrase.clone()).start;
        (phrase.start >= start
            && (opening.max(start) <= start + 1
                && (!reading.is(start, WordClass::JOINING.or(WordClass::SUBORDINATOR)) || reading.reads(start, "as"))
                || adverbs))
            .then_some(report)
    }

    /// Whether a report behind a quotation that ends at `start` stands in a relative clause or an infinitive.
    fn is_aside(&self, report: &Report, start: usize) -> bool {
        let reading = self.reading;
        let before = report.cue.begin.saturating_sub(1);
        let aside = ["who", "which", "that", "to"].iter().any(|word| reading.reads(before, word));
        aside && before > start
    }

    /// The report that leads to the opening mark: `X said: "`, `X called the plan "`.
    fn frame_before(&self, of: usize, lead: Lead, last: Option<&Speech>) -> Option<&Report> {
        if lead == Lead::Start {
            return None;
        }
        let quoted = &self.quoted[of];
        let sentence = self.reading.sentence_of(quoted.open - 1);
        let until = self.reports.partition_point(|report| report.cue.first < quoted.open);
        let nearest = self.reports[..until].last()?;
        let report = self.outer(until, sentence.start).unwrap_or(nearest);
        let least = of.checked_sub(1).map_or(sentence.start, |index| self.quoted[index].after.max(sentence.start));
        if report.cue.first < least {
            return None;
        }
        let adjacent = matches!(lead, Lead::Comma | Lead::Colon) || report.cue.end == quoted.open;
        let distance = quoted.open - report.cue.end;
        let fits = match report.cue.class {
            CueClass::Think => lead == Lead::Word && self.governs(&report.cue, quoted.open),
            CueClass::Label | CueClass::Manner if lead == Lead::Word => self.governs(&report.cue, quoted.open),
            CueClass::Manner => distance <= 12,
            CueClass::According => {
                lead == Lead::Colon || (report.cue.end..quoted.open).any(|token| self.reading.word(token) == ",")
            }
            _ => true,
        };
        // the comma that ends "X said" before another clause
        let after_frame = report.cue.class != CueClass::According
            && of > 0
            && least == self.quoted[of - 1].after
            && self.frame_after(of - 1).is_some_and(|other| other.cue.first == report.cue.first)
            && last.is_some_and(|last| last.cue.as_ref().is_some_and(|cue| cue.start == report.cue.begin));
        // "Brill was asked, "Why?"": whoever asks is left out
        let known = report.phrase.is_some() || report.cue.class == CueClass::Passive;
        (fits && !after_frame && known && (!report.cue.unreal || adjacent && distance <= 2)).then_some(report)
    }

    /// Whether a stretch follows on another's frame: `," X said, "` or `," X said. "`.
    fn follows(&self, of: usize, last: &Speech) -> bool {
        let (earlier, later) = (&self.quoted[last.of], &self.quoted[of]);
        if self.breaks(earlier.stretch.after, later.stretch.open) || last.rule == UNKNOWN {
            return false;
        }
        let Some(frame_end) =
            (earlier.after < self.reading.tokens.len()).then(|| self.reading.sentence_of(earlier.after).end)
        else {
            return false;
        };
        later.open <= frame_end.max(earlier.after)
    }

    pub(super) fn lead(&self, of: usize) -> Lead {
        let quoted = &self.quoted[of];
        let reading = self.reading;
        let Some(previous) = quoted.open.checked_sub(1) else { return Lead::Start };
        // "Brill said:" may end the paragraph before
        if self.breaks(reading.tokens[previous].span.end(), quoted.stretch.open) && reading.word(previous) != ":" {
            return Lead::Start;
        }
        match reading.word(previous) {
            "," => Lead::Comma,
            ":" => Lead::Colon,
            "." | "?" | "!" | "…" | "..." | ";" | "•" | "*" => Lead::Start,
            _ if reading.kind(previous) == TokenKind::Quote => {
                let inside = of > 0 && self.quoted[of - 1].after >= quoted.open;
                if inside || self.reading.sentence_of(previous).end <= quoted.open { Lead::Start } else { Lead::Word }
            }
            _ if reading.is_dash(previous) => Lead::Other,
            _ if reading.sentence_of(previous).end <= quoted.open
                && reading.kind(previous) == TokenKind::Punctuation =>
            {
                Lead::Start
            }
            _ => Lead::Word,
        }
    }

    /// Whether a paragraph ends between two bytes.
    pub(super) fn breaks(&self, from: usize, to: usize) -> bool {
        from < to && self.reading.paragraph(from) != self.reading.paragraph(to)
    }

    pub(super) fn inner(&self, quoted: &Quoted) -> &str {
        &self.reading.text[quoted.stretch.start..quoted.stretch.end]
    }

    fn words(&self, quoted: &Quoted) -> Vec<usize> {
        (quoted.open..quoted.after)
            .filter(|&token| matches!(self.reading.kind(token), TokenKind::Word | TokenKind::Number))
            .collect()
    }

    pub(super) fn voice(&self, report: &Report) -> Option<Voice> {
        report.phrase.clone().map(|phrase| self.voice_of(phrase))
    }

    pub(super) fn voice_of(&self, phrase: Range<usize>) -> Voice {
        let (referent, phrase) = referent(self.reading, phrase);
        Voice { referent, phrase }
    }
}
