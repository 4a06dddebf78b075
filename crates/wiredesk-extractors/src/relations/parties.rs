//! Who belongs to which party: "Anna Brill, a Democrat from Tarn", "Labour MP Tom Hale", "was elected as a
//! Conservative", "a politician for the Centre Party". Called by [`super`] once per document; it goes by mentions,
//! since names of parties are names and no trigger words.

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RelationKind, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    Statement,
    ends::Ends,
    triggers::{Sort, Trigger, Word},
    verbs::pair,
};

/// How many words a phrase about a party's follower may have.
const PHRASE: usize = 12;

/// Reads every mention of a party.
pub(super) fn read(ends: &Ends<'_, '_>, found: &mut Vec<Statement>) {
    for at in &ends.reading.mentions {
        if matches!(at.mention.form, MentionForm::Name | MentionForm::Adjective) && is_party(ends, at) {
            let persons = followers(ends, at);
            pair(RelationKind::MemberOf, true, &persons, &[at.entity], (at.first..at.end, "party"), found);
        }
    }
}

/// Whether a mention names a party or its following.
pub(super) fn is_party(ends: &Ends<'_, '_>, at: &MentionAt) -> bool {
    let reading = ends.reading;
    let kind = reading.entity(at.entity).map(|entity| entity.kind);
    if !matches!(kind, Some(EntityKind::Organization | EntityKind::Group | EntityKind::Other)) {
        return false;
    }
    let last = reading.word(at.end - 1);
    last == "Party" || reading.reads(at.end, "party") || ends.triggers.is_party(last)
}

/// Whose party it is said to be.
fn followers(ends: &Ends<'_, '_>, at: &MentionAt) -> Vec<EntityId> {
    let reading = ends.reading;
    let sentence = reading.sentence_of(at.first);
    let least = sentence.start;
    let mut after = at.end;
    while reading.reads(after, "party") {
        after += 1;
    }
    // "Labour's Tom Hale", "Labour MP Tom Hale", "Republican Senator Anna Brill"
    after += usize::from(ends.is_possessive(after));
    if after < sentence.end && reading.kind(after) == TokenKind::Word {
        let titled = (after..sentence.end.min(after + 5)).take_while(|&token| {
            reading.name(token).is_none_or(|name| ends.fits(name, Sort::Place))
                && reading.kind(token) == TokenKind::Word
                && !reading.is(token, BARRIER)
        });
        let next = titled.last().map_or(after, |last| last + 1);
        if let Some(person) =
            reading.name(next).filter(|person| person.first == next && ends.fits(person, Sort::Person))
        {
            return vec![person.entity];
        }
    }
    // "a politician for the Labour Party", "candidate of Labour"
    let mut start = at.first;
    while start > least && reading.is(start - 1, WordClass::DETERMINER) {
        start -= 1;
    }
    let linked =
        start > least + 1 && matches!(reading.word(start - 1), "of" | "for" | "from") && is_follower(ends, start - 2);
    if linked {
        start -= 2;
    }
    // "left the Reform Party", "switched to the Centre Party"
    if let Some(last) = start.checked_sub(1).filter(|&last| last > least) {
        match reading.word(last) {
            "left" | "quit" | "rejoined" | "leaving" | "quitting" => return ends.acting_subject(last, Sort::Person),
            "with" if is_tie(reading.word(last - 1)) => return ends.subject(last - 1, Sort::Person),
            "in" if is_tie(reading.word(last - 1)) => return ends.clause_subject(last - 1, least, Sort::Person),
            "to" | "from" if changes(reading.word(last - 1)) => return ends.acting_subject(last - 1, Sort::Person),
            // "Anna Brill, of the Reform Party,"
            "of" | "from" => {
                let close = last - usize::from(last > least + 1 && reading.word(last - 1) == ",");
                let person = ends.mention_before(ends.before_bracket(close, least), least, Sort::Person);
                if let Some(person) = person.filter(|person| person.mention.form == MentionForm::Name) {
                    return vec![person.entity];
                }
            }
            _ => {}
        }
    }
    let mut steps = 0;
    while start > least && steps < PHRASE && inside(ends, start - 1) {
        start -= 1;
        steps += 1;
    }
    // "for the Centre Party and later the Reform Party"
    if !linked && start > least + 1 {
        let mut join = start - 1;
        while join > least && matches!(reading.word(join), "later" | "then") {
            join -= 1;
        }
        let listed = ends.is_and(join) || reading.word(join) == ",";
        if listed
            && let Some(other) = ends.mention_before(join, least, Sort::Firm)
            && is_party(ends, other)
        {
            start = other.first;
            while start > least && reading.is(start - 1, WordClass::DETERMINER) {
                start -= 1;
            }
        }
    }
    let noun = linked || is_follower_phrase(ends, at, after, sentence.end);
    // "A Democrat, Anna Brill was"
    if start == least && noun && reading.is(start, WordClass::DETERMINER) {
        return ends.subject_after_comma(after, Sort::Person);
    }
    let Some(last) = start.checked_sub(1).filter(|&last| last >= least) else { return Vec::new() };
    match reading.word(last) {
        // "Anna Brill (Reform Party)"
        "," | "(" if noun || reading.word(last) == "(" && last + 1 == at.first && reading.word(at.end) == ")" => {
            let end = ends.before_bracket(last, least);
            ends.mention_before(end, least, Sort::Person).map(|at| at.entity).into_iter().collect()
        }
        "representing" | "represented" | "represents" => ends.subject(last, Sort::Person),
        "for" | "under"
            if (least..last)
                .rev()
                .take(CAMPAIGN)
                .any(|token| CAMPAIGNS.iter().any(|word| reading.reads(token, word))) =>
        {
            ends.clause_subject(last, least, Sort::Person)
        }
        "of" if last > least && matches!(reading.word(last - 1), "ticket" | "list" | "banner" | "platform") => {
            ends.clause_subject(last - 1, least, Sort::Person)
        }
        "on" if matches!(reading.word(after), "ticket" | "list") => ends.clause_subject(last, least, Sort::Person),
        "as" if noun && last > least => ends.clause_subject(last, least, Sort::Person),
        _ if noun && ends.is_be(last) => ends.subject(last, Sort::Person),
        _ => Vec::new(),
    }
}

/// Verbs for leaving one party, before "from", or for another, before "to".
fn changes(verb: &str) -> bool {
    matches!(
        verb,
        "moved" | "switched" | "defected" | "resigned" | "expelled" | "suspended" | "returned" | "switching" | "moving"
    )
}

/// Words for having to do with a party, before "with" or "in".
fn is_tie(word: &str) -> bool {
    matches!(word, "affiliated" | "associated" | "registered" | "aligned" | "active" | "prominent" | "figure")
}

/// Words for standing in an election, before "for" and a party.
const CAMPAIGNS: [&str; 13] = [
    "sits",
    "stand",
    "represented",
    "representing",
    "elected",
    "ran",
    "stood",
    "sat",
    "contested",
    "campaigned",
    "candidate",
    "seat",
    "politician",
];
/// How far before "for" they stand.
const CAMPAIGN: usize = 16;

const BARRIER: WordClass = WordClass::PREPOSITION
    .or(WordClass::JOINING)
    .or(WordClass::SUBORDINATOR)
    .or(WordClass::AUXILIARY)
    .or(WordClass::SUBJECT)
    .or(WordClass::OBJECT);

/// Whether a word may qualify a follower: "a former German", "an influential".
fn inside(ends: &Ends<'_, '_>, token: usize) -> bool {
    let reading = ends.reading;
    if matches!(reading.word(token), "representing" | "represented" | "represents") {
        return false;
    }
    reading.mention(token).is_some_and(|at| !ends.fits(at, Sort::Person))
        || matches!(reading.kind(token), TokenKind::Word | TokenKind::Clitic | TokenKind::Number)
            && (!reading.is(token, BARRIER.or(WordClass::NEGATION)) || reading.reads(token, "and"))
            && reading.mention(token).is_none()
}

/// Whether a noun is for somebody of a party: "politician", "member".
fn is_follower(ends: &Ends<'_, '_>, token: usize) -> bool {
    ends.is_word(token, Word::Follower)
        || matches!(ends.triggers.get(ends.reading.entry(token)), Some(Trigger::Noun(noun)) if noun.kind == RelationKind::MemberOf)
}

/// "a politician of the Tarn Union": a body whose name does not tell that it is a party.
pub(super) fn politician(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    if !matches!(reading.word(token), "politician" | "politicians")
        || !matches!(reading.word(token + 1), "of" | "for" | "from" | "in")
    {
        return;
    }
    let party = ends.name_after(token + 2, reading.sentence_of(token).end, Sort::Firm);
    if let Some(party) = party.filter(|at| at.mention.form == MentionForm::Name && !is_party(ends, at)) {
        let persons = followers(ends, party);
        pair(RelationKind::MemberOf, true, &persons, &[party.entity], (token..party.end, "party"), found);
    }
}

/// Whether a party's name stands for a follower of it: "a Democrat", or a noun for one comes next.
fn is_follower_phrase(ends: &Ends<'_, '_>, at: &MentionAt, after: usize, most: usize) -> bool {
    let reading = ends.reading;
    let follows = (after..most.min(after + 4))
        .take_while(|&token| reading.kind(token) == TokenKind::Word && !reading.is(token, BARRIER))
        .any(|token| is_follower(ends, token));
    let closed = after >= most
        || reading.kind(after) == TokenKind::Punctuation
        || reading.is(after, WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR));
    let article = at.first > 0 && reading.is(at.first - 1, WordClass::DETERMINER);
    follows || closed && article && ends.triggers.is_party(reading.word(at.end - 1))
}
