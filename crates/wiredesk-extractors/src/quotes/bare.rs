//! Where a reported clause begins and ends that no "that" introduces: "X said the road was open". Called by [`super::indirect`].

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    attribution::Scene,
    cues::{CueClass, Form},
    indirect::{auxiliary_ahead, verb_ahead},
    reports::Report,
};

/// Where a clause starts behind whom it was told to, by its pronoun: "told the Tarn Herald's weekly show it is clear".
pub(super) fn behind_object(reading: &Reading<'_>, report: &Report, at: usize, end: usize) -> Option<usize> {
    let subject = |&token: &usize| {
        let class = reading.class(token);
        class.is(WordClass::SUBJECT)
            && !class.is(WordClass::POSSESSIVE.or(WordClass::SUBORDINATOR))
            && !matches!(reading.word(token), "who" | "which")
            && verb_ahead(reading, token + 1, token + 2)
    };
    let clear = |&token: &usize| {
        reading.kind(token) != TokenKind::Punctuation
            && !reading.is(token, WordClass::SUBORDINATOR.or(WordClass::AUXILIARY))
            || reading.kind(token) == TokenKind::Clitic
    };
    let reach = (at + 1..end.min(at + LONGEST_OBJECT)).take_while(clear);
    (report.cue.class == CueClass::Tell).then(|| reach.clone().find(subject))?
}

/// How many tokens whoever is told may have.
const LONGEST_OBJECT: usize = 14;

/// Where a clause without "that" starts, if there is one.
pub(super) fn bare_start(
    scene: &Scene<'_, '_>,
    report: &Report,
    at: usize,
    next_cue: usize,
    end: usize,
) -> Option<usize> {
    let (reading, cue) = (scene.reading, &report.cue);
    let mut start = at;
    let addressed = cue.class == CueClass::Tell
        || cue.class == CueClass::Command
        || matches!(reading.word(cue.first), "asked" | "asks" | "asking");
    if addressed {
        let object = if reading.is(start, WordClass::OBJECT) {
            start..start + 1
        } else {
            reading.noun_phrase_after(start, end)?
        };
        start = object.end;
    }
    start = past_adverbials(reading, start, end);
    // "advisers say, the plan has failed"
    let apart = report.phrase.as_ref().is_some_and(|phrase| phrase.start > 0 && reading.word(phrase.start - 1) == ",");
    if reading.word(start) == "," && !apart && cue.class == CueClass::Say {
        let subject = reading.noun_phrase_after(start + 1, end).filter(|subject| {
            reading.is(subject.start, WordClass::DETERMINER.or(WordClass::SUBJECT))
                || reading.name(subject.start).is_some()
        });
        let subject = subject.filter(|subject| reading.is(subject.end, WordClass::AUXILIARY));
        // "She said, if elected, she would resign"
        let aside = ["if", "when", "while", "although", "unless", "until", "once", "as"]
            .iter()
            .any(|word| reading.reads(start + 1, word));
        let aside = aside && (start + 2..end.min(start + LONGEST_OBJECT)).any(|token| reading.word(token) == ",");
        return subject.map(|subject| subject.start).or(aside.then_some(start + 1));
    }
    // "insiders said: the road is closed"
    let colon = reading.word(start) == ":"
        && cue.class == CueClass::Say
        && reading.kind(start + 1) == TokenKind::Word
        && verb_ahead(reading, start + 2, end);
    if colon {
        return Some(start + 1);
    }
    if start >= end || matches!(reading.word(start), "," | ":" | "(" | "." | "?" | "!") || reading.is_dash(start) {
        return None;
    }
    if addressed && cue.class != CueClass::Tell {
        let asks = matches!(
            reading.word(start),
            "whether" | "if" | "why" | "how" | "what" | "when" | "where" | "who" | "which" | "whom"
        );
        return asks.then_some(start);
    }
    if cue.class == CueClass::Command {
        return None;
    }
    if matches!(
        reading.word(start),
        "nothing"
            | "little"
            | "much"
            | "so"
            | "yes"
            | "no"
            | "goodbye"
            | "goodbyes"
            | "something"
            | "anything"
            | "such"
    ) && !verb_ahead(reading, start + 1, next_cue.min(start + 3).max(start + 2))
        && !(matches!(reading.word(start), "no" | "little" | "such" | "much")
            && auxiliary_ahead(reading, start + 2, end.min(start + 10)))
    {
        return None;
    }
    // "said Brill, who"
    if report.inverted && ["who", "whose", "which"].iter().any(|word| reading.reads(start, word)) {
        return None;
    }
    let class = reading.class(start);
    let opens = class.is(WordClass::SUBJECT.or(WordClass::DETERMINER).or(WordClass::POSSESSIVE))
        || reading.name(start).is_some()
        || reading.reads(start, "that") && reading.is(start + 1, WordClass::AUXILIARY)
        || matches!(
            reading.word(start),
            "there"
                | "when"
                | "if"
                | "while"
                | "because"
                | "although"
                | "whether"
                | "how"
                | "why"
                | "what"
                | "more"
                | "most"
                | "much"
                | "many"
                | "all"
                | "after"
                | "in"
                | "at"
                | "since"
                | "as"
                | "for"
                | "with"
                | "during"
                | "under"
                | "by"
                | "only"
                | "even"
                | "just"
                | "such"
                | "not"
                | "having"
                | "being"
        )
        // "about one-third of the vote will"
        || reading.reads(start, "about")
            && SHARES.iter().any(|share| reading.reads(start + 1, share))
            && auxiliary_ahead(reading, start + 2, end.min(start + 10))
        || reading.kind(start) == TokenKind::Number
        // "about 4,200 of its members"
        || reading.kind(start + 1) == TokenKind::Number
        || reading.kind(start) == TokenKind::Word
            && !class.is(WordClass::PREPOSITION
                .or(WordClass::OBJECT)
                .or(WordClass::JOINING)
                .or(WordClass::AUXILIARY)
                .or(WordClass::ADVERB));
    if !opens {
        return None;
    }
    let whole = end.min(start + 24);
    let evident = match cue.class {
        CueClass::Say if ["said", "says", "say", "saying"].iter().any(|word| reading.reads(cue.first, word)) => true,
        // "adding 151,000 jobs"
        CueClass::Say if ["add", "adds", "added", "adding"].iter().any(|word| reading.reads(cue.first, word)) => {
            let comma = (start..whole).find(|&token| reading.word(token) == ",").unwrap_or(whole);
            class.is(WordClass::SUBJECT) || auxiliary_ahead(reading, start + 1, comma)
        }
        CueClass::Say | CueClass::Tell => verb_ahead(reading, start + 1, whole),
        // "hoped the meeting, requested by Hale, would help", "thinks the polls give him hope", but "think tank"
        CueClass::Think
            if !class.is(WordClass::PREPOSITION)
                && ["hope", "hopes", "hoped", "hoping", "thinks"].iter().any(|word| reading.reads(cue.first, word)) =>
        {
            true
        }
        _ => {
            // "reported it sold", but "announced it on Monday"
            let past_at = |token: usize| PASTS.iter().any(|past| reading.reads(token, past));
            let it = reading.reads(start, "it") && !past_at(start + 1) && !verb_ahead(reading, start + 1, start + 2);
            let subject = class.is(WordClass::SUBJECT) && !it;
            let limit = (start + 1..end.min(start + 10))
                .find(|&token| {
                    matches!(
                        reading.word(token),
                        "," | ";" | "who" | "which" | "that" | "when" | "where" | "as" | "while" | "after" | "to"
                    )
                })
                .unwrap_or(end.min(start + 10));
            // "thinks Brill went", "believe Brill advanced"
            let name = reading.name(start).map_or(start, |name| name.end);
            // "stated Brill left": many pasts look like participles, but not behind a name
            let after_name = name > start && past_at(name);
            let past = after_name
                || (start + 1..limit).any(|token| reading.is(token, WordClass::PAST))
                || name > start && cue.class == CueClass::Think && reading.word(name).ends_with("ed");
            // "is advising the campaign on trade and is thought to"
            let object = cue.class == CueClass::That && cue.form == Form::Ing
                || ["advise", "reason", "maintain", "charge", "counter", "comment"]
                    .iter()
                    .any(|verb| reading.word(cue.first).starts_with(verb));
            let near = reading.noun_phrase_after(start, end).map_or(limit, |subject| limit.min(subject.end + 2));
            let limit = if object { near } else { limit };
            subject || past || auxiliary_ahead(reading, start + 1, limit)
        }
    };
    evident.then_some(start)
}

/// Pasts that look like participles.
const PASTS: [&str; 12] =
    ["left", "won", "met", "lost", "led", "made", "held", "kept", "sold", "sent", "paid", "built"];

/// Words behind "about" that count.
const SHARES: [&str; 13] = [
    "half",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "ten",
    "one-third",
    "two-thirds",
    "one-quarter",
    "three-quarters",
    "one-half",
];

/// The comma that ends a subordinate clause at the start of its sentence, in which the report stands.
pub(super) fn subordinate_end(reading: &Reading<'_>, report: &Report, start: usize, end: usize) -> Option<usize> {
    let phrase = report.phrase.as_ref()?;
    let opening = reading.sentence_of(report.cue.first).start;
    let subordinate = ["while", "although", "though", "when", "if", "because", "as", "after", "even"]
        .iter()
        .any(|word| reading.reads(opening, word));
    if !subordinate || phrase.start > opening + 2 {
        return None;
    }
    (start + 2..end).find(|&comma| {
        let next = comma + 1;
        // "said Brill, the mayor, was"
        let apposed = reading.noun_phrase_after(next, end).is_none_or(|subject| reading.word(subject.end) == ",");
        reading.word(comma) == "," && reading.opens_subject(next) && !apposed
    })
}

/// The comma that ends a relative clause in which the report stands: "Hale, who said it was late, left".
pub(super) fn relative_end(reading: &Reading<'_>, report: &Report, start: usize, end: usize) -> Option<usize> {
    let who = report.cue.begin.checked_sub(1)?;
    let relative = ["who", "which"].iter().any(|word| reading.reads(who, word));
    if !relative || who == 0 || reading.word(who - 1) != "," {
        return None;
    }
    let finite = |at: usize| {
        let past = reading.is(at, WordClass::PAST)
            || PASTS.iter().any(|past| reading.reads(at, past))
            || reading.word(at).ends_with("ed") && reading.kind(at) == TokenKind::Word && !reading.reads(at + 1, "by");
        reading.name(at).is_none() && (past || reading.is(at, WordClass::AUXILIARY))
    };
    (start + 2..end).find(|&comma| reading.word(comma) == "," && finite(comma + 1))
}
