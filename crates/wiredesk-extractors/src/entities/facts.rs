//! What the article itself says of a person: age, nationality, birthplace. Called by
//! [`super::Worker`] after the grouping; never adds what the text does not say.

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm};

use super::{
    descriptions::Description,
    grouping::Draft,
    words::{Shape, Word, Words},
};

/// Nobody in the news is older.
const OLDEST: u16 = 125;
/// How far from a name its facts may stand, in words.
const NEAR: usize = 9;

/// Fills in the facts of every person.
pub(super) fn fill(text: &str, words: &Words, drafts: &mut [Draft<'_>], descriptions: &[Description]) {
    for description in descriptions {
        let facts = &mut drafts[description.draft].facts;
        if description.national && facts.nationality.is_none() {
            facts.nationality = description.country.map(str::to_owned);
        }
        facts.gender = facts.gender.or(description.title.gender);
    }
    let mut births = Vec::new();
    for (number, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person) {
        let names = draft.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
        let mut age = None;
        for mention in names {
            age = age
                .or_else(|| age_before(text, &words.list, mention.first))
                .or_else(|| age_after(text, &words.list, mention.end));
            births.extend(birthplace(text, &words.list, mention.first, mention.end).map(|at| (number, at)));
        }
        draft.facts.age = age;
    }
    for (person, at) in births {
        let place = drafts.iter().position(|draft| {
            draft.kind == EntityKind::Place && draft.mentions.iter().any(|m| (m.first..m.end).contains(&at))
        });
        let facts = &mut drafts[person].facts;
        facts.born_in = facts.born_in.or(place.map(|place| EntityId(place as u32)));
    }
}

/// Digits at the start of `text`, as an age.
fn years(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok().filter(|age| (1..=OLDEST).contains(age))
}

/// "57-year-old" at word `at`.
fn year_old(text: &str, word: Word) -> Option<u16> {
    let rest = &text[word.span.start()..];
    let age = years(rest)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.starts_with("-year-old") || after.starts_with(" year old") || after.starts_with("-year old")).then_some(age)
}

/// "57-year-old Ilse Brandt", "57-year-old Dutch lawyer Ilse Brandt".
fn age_before(text: &str, words: &[Word], first: usize) -> Option<u16> {
    for at in (first.saturating_sub(NEAR)..first).rev() {
        let word = words[at];
        if word.sentence != words[first].sentence
            || matches!(word.text(text), "," | "and" | "of" | "by" | "with" | "said")
        {
            return None;
        }
        if let Some(age) = year_old(text, word) {
            return Some(age);
        }
    }
    None
}

/// "Brandt, 57," and "Brandt, the 57-year-old lawyer", "Brandt, aged 57".
fn age_after(text: &str, words: &[Word], end: usize) -> Option<u16> {
    let same = |at: usize| words.get(at).filter(|word| word.sentence == words[end - 1].sentence);
    if same(end)?.text(text) != "," {
        return None;
    }
    let next = same(end + 1)?;
    let closed = same(end + 2).is_none_or(|word| matches!(word.text(text), "," | "." | ";" | ")"));
    if next.is(Shape::DIGIT) && next.text(text).bytes().all(|b| b.is_ascii_digit()) && closed {
        return years(next.text(text));
    }
    for at in end + 1..end + NEAR {
        let word = *same(at)?;
        if matches!(word.text(text), "," | "and" | "whose" | "with") {
            return None;
        }
        if let Some(age) = year_old(text, word) {
            return Some(age);
        }
        if word.text(text) == "aged" {
            return years(same(at + 1)?.text(text));
        }
    }
    None
}

/// The word that names the birthplace: "Hague-born" beside a name, "was born in Oslo" after it.
fn birthplace(text: &str, words: &[Word], first: usize, end: usize) -> Option<usize> {
    let sentence = words[first].sentence;
    let born = |at: usize| words[at].is(Shape::TAIL) && words[at].text(text) == "-born";
    let before = (first.saturating_sub(NEAR / 2)..first).rev().take_while(|at| words[*at].sentence == sentence);
    if let Some(at) = before.into_iter().take_while(|at| words[*at].text(text) != ",").find(|at| born(*at)) {
        return at.checked_sub(1);
    }
    let mut after = (end..(end + NEAR).min(words.len())).take_while(|at| words[*at].sentence == sentence);
    let at = after.find(|at| born(*at) || words[*at].text(text) == "born")?;
    if born(at) {
        return (words[end].text(text) == ",").then_some(at - 1);
    }
    // "born in", "born on a farm near" is left alone
    let other = (end..at).any(|at| words[at].is(Shape::CAPITAL) || matches!(words[at].text(text), "to" | "whose"));
    let place = words.get(at + 2)?;
    let named = place.sentence == sentence && place.is(Shape::CAPITAL);
    (!other && named && words[at + 1].text(text) == "in").then_some(at + 2)
}
