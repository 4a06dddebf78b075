//! What the article says a person is, right beside the name: the title before it, the apposition
//! after it, with country and "former". Found once per document by [`super::Worker`]; read by
//! the rules for facts and for nominal mentions.

use wiredesk_core::annotation::{EntityKind, MentionForm};

use super::{
    grouping::Draft,
    titles,
    words::{Shape, Words},
};
use crate::lexicon::{Known, Lexicons, Title};

/// A description of a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Description {
    /// The person, as an index into the drafts.
    pub(super) draft: usize,
    /// First and one past the last word of the title.
    pub(super) words: (usize, usize),
    pub(super) title: Title,
    /// ISO code of a country named with it.
    pub(super) country: Option<&'static str>,
    /// Whether the country is an adjective, which speaks for a nationality.
    pub(super) national: bool,
    /// "former", "ex-".
    pub(super) former: bool,
}

/// How far after a name an apposition's title may begin, in words.
const APPOSITION: usize = 9;

/// All descriptions, by place in the text.
pub(super) fn find(
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    drafts: &[Draft<'_>],
    buffer: &mut String,
) -> Vec<Description> {
    let mut found = Vec::new();
    for (draft, entity) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person) {
        for mention in entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
            if let Some((first, title)) = titles::before(text, &words.list, mention.first, lexicons, buffer) {
                let mut description = Description {
                    draft,
                    words: (first, mention.first),
                    title,
                    country: None,
                    national: false,
                    former: false,
                };
                modifiers(&mut description, text, words, lexicons);
                found.push(description);
            } else if let Some(iso) = adjective_before(mention.first, text, words, lexicons) {
                found.push(Description {
                    draft,
                    words: (mention.first, mention.first),
                    title: Title { class: crate::lexicon::TitleClass::Job, gender: None },
                    country: Some(iso),
                    national: true,
                    former: false,
                });
            }
            found.extend(apposition(draft, mention.end, text, words, lexicons, buffer));
        }
    }
    found.sort_by_key(|description| description.words);
    found
}

/// Reads "former Dutch" before a title, and "of France" after it.
fn modifiers(description: &mut Description, text: &str, words: &Words, lexicons: &Lexicons) {
    let (first, end) = description.words;
    let sentence = words.list[first].sentence;
    for at in (first.saturating_sub(4)..first).rev() {
        let word = words.list[at];
        if word.sentence != sentence || !(word.is(Shape::WORD) || word.is(Shape::CLITIC)) {
            break;
        }
        // "pro-Norwegian", "Norwegian-backed": of another country
        if text[..word.span.start()].ends_with('-') || text[word.span.end()..].starts_with('-') {
            continue;
        }
        match (word.text(text), lexicons.known.get(word.text(text))) {
            ("former" | "Former" | "ex" | "late" | "ousted" | "deposed", _) => description.former = true,
            ("the" | "The" | "a" | "and" | "with" | "by" | "said" | "that", _) => break,
            (_, Some(Known::Demonym(demonym))) if description.country.is_none() => {
                description.country = Some(demonym.country.iso);
                description.national = true;
            }
            (_, Some(Known::Country(country))) if description.country.is_none() => {
                description.country = Some(country.iso);
            }
            _ => {}
        }
    }
    let of = words.list.get(end).is_some_and(|word| word.sentence == sentence && word.text(text) == "of");
    if of && description.country.is_none() {
        let after = |at: usize| words.list.get(at).filter(|word| word.sentence == sentence);
        let skip = usize::from(after(end + 1).is_some_and(|word| word.text(text) == "the"));
        if let (Some(first), Some(last)) = (after(end + 1 + skip), after(end + 2 + skip)) {
            let two = &text[first.span.start()..last.span.end()];
            let country = lexicons.country_named(two).or_else(|| lexicons.country_named(first.text(text)));
            description.country = country.map(|country| country.iso);
        }
    }
}

/// The nationality right before a name without a title.
fn adjective_before(first: usize, text: &str, words: &Words, lexicons: &Lexicons) -> Option<&'static str> {
    let before = words.list.get(first.checked_sub(1)?)?;
    if before.sentence != words.list[first].sentence {
        return None;
    }
    lexicons.demonym(before.text(text)).map(|demonym| demonym.country.iso)
}

/// ", the president of France," or ", a Dutch lawyer" after a name.
fn apposition(
    draft: usize,
    end: usize,
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    buffer: &mut String,
) -> Option<Description> {
    let comma = words.list.get(end)?;
    if comma.text(text) != "," || comma.sentence != words.list[end - 1].sentence {
        return None;
    }
    for at in end + 1..(end + APPOSITION).min(words.list.len()) {
        let word = words.list[at];
        if word.sentence != comma.sentence
            || !word.is(Shape::WORD) && !word.any_of(Shape::DIGIT, Shape::CLITIC, Shape::TAIL)
        {
            return None;
        }
        if matches!(word.text(text), "who" | "whose" | "said" | "which" | "and" | "but" | "was" | "is" | "of" | "for") {
            return None;
        }
        let found = titles::at(text, &words.list, at, lexicons, buffer);
        if let Some((count, title)) = found.filter(|_| word.is(Shape::LOWER)) {
            let mut description =
                Description { draft, words: (at, at + count), title, country: None, national: false, former: false };
            modifiers(&mut description, text, words, lexicons);
            return Some(description);
        }
    }
    None
}
