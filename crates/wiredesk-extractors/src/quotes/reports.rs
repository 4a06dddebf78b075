//! Pairs every cue with the words that name its speaker: before it, behind it, or left out. Called by [`super`]; the rules that
//! look for what is said start from these pairs.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    attribution::Quoted,
    cues::{Cue, CueClass, CueLexicon, Form},
    light, passive, sources,
    speaker::{possessor, subject_after, subject_before, subject_of_participle},
};

/// Nouns for what somebody gives whom "of" names: "won the support of the board".
const FAVOURS: [&str; 8] =
    ["support", "backing", "endorsement", "endorsements", "approval", "blessing", "trust", "confidence"];

/// A cue with the words that name its speaker.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) cue: Cue,
    /// Where its clause may start: after the stretch before it, or at the start of its sentence.
    pub(super) least: usize,
    /// Tokens; absent where the speaker is left out.
    pub(super) phrase: Option<Range<usize>>,
    /// "said X".
    pub(super) inverted: bool,
}

/// Pairs every cue with its speaker.
pub(super) fn reports(reading: &Reading<'_>, lexicon: &CueLexicon, cues: &[Cue], quoted: &[Quoted]) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::with_capacity(cues.len());
    let mut before = 0;
    for mut cue in cues.iter().copied() {
        while before < quoted.len() && quoted[before].after <= cue.first {
            before += 1;
        }
        let sentence = reading.sentence_of(cue.first);
        let last = before.checked_sub(1).map(|index| quoted[index].after);
        let mut least = last.map_or(sentence.start, |after| after.max(sentence.start));
        let most = quoted.get(before).map_or(sentence.end, |next| next.open.min(sentence.end));
        let follows_quote = last == Some(least) && cue.first <= least + 1;
        let opens = cue.first == sentence.start;
        let mut inverted = false;
        let mut phrase = None;
        if cue.class == CueClass::According {
            // `according to "The Harbour Years"`
            let title = (cue.end..cue.end + 2).any(|token| reading.kind(token) == TokenKind::Quote);
            let most = if title { sentence.end } else { most };
            phrase = match reading.reads(cue.begin, "in") {
                true => sources::viewer(reading, &cue),
                false => sources::phrase(reading, cue.end, most),
            };
        } else if cue.class == CueClass::Noun {
            phrase = possessor(reading, &cue, least);
            // "the plan has drawn criticism from Brill", "the plan has won the support of the board"
            let behind = match &phrase {
                Some(owner) => Some(owner.clone()).filter(|owner| owner.start > cue.end),
                None if reading.reads(cue.end, "of") && FAVOURS.iter().any(|noun| reading.reads(cue.first, noun)) => {
                    reading.noun_phrase_after(cue.end + 1, most)
                }
                None => None,
            };
            if behind.is_some()
                && let Some((begin, _)) = light::received(reading, lexicon, &cue, least)
            {
                cue.begin = begin;
                reports.push(Report { cue, least, phrase: behind, inverted: false });
                continue;
            }
            // "threw her support behind Hale": she is who threw it
            let own =
                phrase.as_ref().is_none_or(|owner| owner.len() == 1 && reading.is(owner.start, WordClass::POSSESSIVE));
            if own && let Some((begin, subject)) = light::subject(reading, lexicon, &cue, least) {
                cue.begin = begin;
                phrase = Some(subject);
            } else if cue.complements.has("x") || cue.complements.has("p") && !is_personal(reading, phrase.as_ref()) {
                continue;
            }
        } else if cue.class == CueClass::Passive {
            // "asked by Brill whether"
            phrase = passive::agent(reading, cue.end).and_then(|by| reading.noun_phrase_after(by + 1, most));
            // "accused by the board of lying"
            if let Some(agent) = phrase.as_mut().filter(|_| cue.complements.has("f"))
                && let Some(of) =
                    agent.clone().find(|&token| reading.reads(token, "of") && reading.word(token + 1).ends_with("ing"))
            {
                agent.end = of;
            }
        } else {
            // `"…," Brill explained the reasons`: the subject stands before its verb
            let between = cue.first == least + 1
                && (reading.name(least).is_some() || reading.is(least, WordClass::SUBJECT.or(WordClass::SPEAKER)));
            // `"a farce," and said his plan was dead`
            let joined = cue.first > least && reading.is(cue.first - 1, WordClass::JOINING);
            if (follows_quote && !between && !joined || opens) && cue.form != Form::Ing
                || is_final_inversion(reading, &cue, least)
            {
                phrase = subject_after(reading, &cue, most);
                // `Brill, citing "a farce," said the plan was dead`: what follows has a verb of its own
                let clause = |phrase: &Range<usize>| {
                    reading.is(phrase.end, WordClass::AUXILIARY) && reading.kind(phrase.end) == TokenKind::Word
                };
                if !opens && phrase.as_ref().is_some_and(clause) && least > sentence.start {
                    least = sentence.start;
                    phrase = reading.opening_subject(least, cue.begin);
                } else {
                    inverted = phrase.is_some();
                }
            }
            // "Brill met with Hale to discuss the plan"
            if cue.form == Form::Base && reading.reads(cue.begin, "to") {
                phrase = reading.opening_subject(least, cue.begin);
            }
            if phrase.is_none() {
                phrase = subject_before(reading, &cue, least);
            }
            // "members supporting the bill have said"
            let participle = reports.iter().rev().take(2).find(|earlier| earlier.cue.form == Form::Ing);
            if let Some(last) = participle
                && let Some(found) = &phrase
                && last.cue.begin == last.cue.first
                && last.cue.end == found.start
                && !inverted
                && last.phrase.as_ref().is_some_and(|owner| owner.end == last.cue.begin && owner.start >= least)
            {
                phrase = last.phrase.clone();
            }
            if phrase.is_none() {
                let spoken = |earlier: &&Report| earlier.cue.class.quotes() && earlier.cue.class != CueClass::Stance;
                let in_sentence = |earlier: &&Report| sentence.contains(&earlier.cue.first);
                let earlier = reports.iter().rev().take_while(in_sentence).find(spoken);
                phrase = earlier.and_then(|earlier| earlier.phrase.clone());
            }
            if phrase.is_none()
                && (matches!(cue.form, Form::Past | Form::Third) || cue.form == Form::Base && !cue.unreal)
            {
                phrase = reading.opening_subject(least, cue.begin);
            }
            // `She shouted "no" and declared that`
            if phrase.is_none() && least > sentence.start && !follows_quote && cue.form != Form::Ing {
                phrase = subject_before(reading, &cue, sentence.start);
            }
            // `Brill, known for "Harbour," thanked the board`
            if phrase.is_none()
                && follows_quote
                && matches!(cue.form, Form::Past | Form::Third)
                && reading.kind(sentence.start) != TokenKind::Quote
            {
                phrase = reading.opening_subject(sentence.start, cue.begin);
            }
            if phrase.is_none() && cue.form == Form::Ing {
                phrase = subject_of_participle(reading, &cue);
            }
            // "dismissed Brill for calling it a farce": she called it that
            let accused = cue.form == Form::Ing
                && cue.begin == cue.first
                && cue.first > least + 1
                && reading.reads(cue.first - 1, "for");
            let whom = if accused { reading.name(cue.first - 2) } else { None };
            if let Some(whom) = whom.filter(|whom| whom.first >= least && reading.is_person(whom.entity)) {
                phrase = Some(whom.first..whom.end);
            }
        }
        reports.push(Report { cue, least, phrase, inverted });
    }
    reports
}

/// Whether an owner is a person: "her", "Brill's".
fn is_personal(reading: &Reading<'_>, owner: Option<&Range<usize>>) -> bool {
    owner.is_some_and(|owner| {
        ["his", "her", "my", "your"].iter().any(|word| reading.reads(owner.start, word))
            || reading.name(owner.end - 1).is_some_and(|name| reading.is_person(name.entity))
    })
}

/// "The road is open, said Anna Brill.": a comma before the cue, a name or noun after it, and no verb behind that:
/// "Brill, the mayor, said Hale would stay" has its speaker before.
fn is_final_inversion(reading: &Reading<'_>, cue: &Cue, least: usize) -> bool {
    let speaker = reading.name(cue.end).is_some()
        || reading.is(cue.end, WordClass::SPEAKER)
        || reading.is(cue.end, WordClass::DETERMINER)
            && (reading.is(cue.end + 1, WordClass::SPEAKER)
                // "say some Tarn Democrats"
                || cue.form == Form::Base && reading.name(cue.end + 1).is_some()
                // "said a handful of members"
                || reading.reads(cue.end + 2, "of") && !reading.reads(cue.end, "the"));
    let comma = cue.first > least && reading.word(cue.first - 1) == ",";
    let finite = matches!(cue.form, Form::Past | Form::Third | Form::Base) && !cue.unreal;
    let that = cue.class == CueClass::That && reading.name(cue.end).is_some();
    if !(cue.class == CueClass::Say || that) || !finite || !comma || !speaker {
        return false;
    }
    let end = reading.sentence_of(cue.first).end;
    let behind = reading.noun_phrase_after(cue.end, end).map_or(cue.end, |phrase| phrase.end);
    // an apposition has been closed by the comma: "Brill, the mayor, said Hale"
    let apposed = (least..cue.first - 1).any(|token| reading.word(token) == ",");
    let ends = behind >= end
        || reading.kind(behind) == TokenKind::Punctuation
        || reading.kind(behind) == TokenKind::Quote && !apposed;
    ends || !that && !apposed && !super::indirect::verb_ahead(reading, behind, (behind + 1).min(end))
}
