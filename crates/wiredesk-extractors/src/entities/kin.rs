//! Parts relatives whom one name has put together: "Hale's father, Peter Hale", "Anna Hale, the daughter of A. Hale",
//! "Hale is married to Ida Hale". Nobody is their own relative, so the name behind the word for one is somebody else's.
//! Called by [`super::Worker`] after the grouping.

use wiredesk_core::annotation::{EntityKind, Facts, Gender, MentionForm};

use super::{
    grouping::Draft,
    person_names::PersonName,
    words::{Shape, Words},
};
use crate::lexicon::Lexicons;

/// How many words may stand between the two names.
const REACH: usize = 24;
/// How many between "his" or the verb of a wedding and the other name.
const NEAR: usize = 6;
/// How many words say who a relative is: "the wife of the late author John Hale".
const DESCRIBED: usize = 4;

/// How many names are parted at most, since each costs a look at all mentions of its bearer.
const MOST: usize = 64;

/// What the words between two names say of the second.
struct Relative {
    gender: Option<Gender>,
}

/// Gives relatives of one name an entity each.
pub(super) fn part<'t>(text: &'t str, words: &Words, lexicons: &Lexicons, drafts: &mut Vec<Draft<'t>>) {
    let telling = |at: &usize| {
        words.list[*at].is(Shape::LOWER) && (kin(word(text, words, *at)).is_some() || wed(text, words, *at))
    };
    if !(0..words.list.len()).any(|at| telling(&at)) {
        return;
    }
    let people = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person);
    let mut places: Vec<(usize, usize, usize)> = people
        .flat_map(|(number, draft)| draft.mentions.iter().map(move |mention| (mention.first, mention.end, number)))
        .collect();
    places.sort_unstable();
    let (mut parted, mut tried) = (false, 0);
    for pair in places.windows(2) {
        let ((one, end, draft), (first, other_end, other)) = (pair[0], pair[1]);
        if draft != other || other_end - first < 2 || first - end > REACH {
            continue;
        }
        let [own, name] = [(one, end), (first, other_end)].map(|(first, end)| slice(text, words, first, end));
        if own == name || own.contains(name) && first + 1 == other_end {
            continue;
        }
        let Some(relative) = relative(text, words, end, first) else { continue };
        tried += 1;
        if tried > MOST {
            break;
        }
        parted |= split(text, words, lexicons, drafts, draft, name, &relative);
    }
    if parted {
        drafts.sort_by_key(|draft| draft.mentions.first().map_or(usize::MAX, |mention| mention.first));
    }
}

fn word<'t>(text: &'t str, words: &Words, at: usize) -> &'t str {
    words.list.get(at).map_or("", |word| word.text(text))
}

fn slice<'t>(text: &'t str, words: &Words, first: usize, end: usize) -> &'t str {
    &text[words.list[first].span.start()..words.list[end - 1].span.end()]
}

/// A word for a relative, and of which gender those are.
fn kin(word: &str) -> Option<Option<Gender>> {
    Some(match word {
        "father" | "son" | "husband" | "brother" | "grandfather" | "grandson" | "uncle" | "nephew" | "widower" => {
            Some(Gender::Masculine)
        }
        "mother" | "daughter" | "wife" | "sister" | "grandmother" | "granddaughter" | "aunt" | "niece" | "widow" => {
            Some(Gender::Feminine)
        }
        "spouse" | "child" | "parents" | "cousin" | "sons" | "daughters" | "children" => None,
        _ => return None,
    })
}

fn wed(text: &str, words: &Words, at: usize) -> bool {
    matches!(word(text, words, at), "married" | "marries" | "wed" | "divorced")
}

/// Whether the words from `end` to `first` say that the name behind them is a relative's of the one before.
fn relative(text: &str, words: &Words, end: usize, first: usize) -> Option<Relative> {
    let at = |at: usize| word(text, words, at);
    let near = words.list[end - 1].sentence == words.list[first].sentence;
    let mut last = first.checked_sub(1).filter(|&last| last >= end)?;
    // "the wife of the late author John Hale", "his father, Peter Hale"
    let plain = |token: usize| {
        let shape = words.list[token];
        shape.is(Shape::LOWER)
            && kin(at(token)).is_none()
            && !wed(text, words, token)
            && !matches!(at(token), "of" | "to" | "and")
    };
    for _ in 0..DESCRIBED {
        if last <= end || !plain(last) {
            break;
        }
        last -= 1;
    }
    let described = last + 1 < first;
    match at(last) {
        "of" | "to" if last > end && kin(at(last - 1)).is_some() => near.then_some(Relative { gender: None }),
        "to" if last > end && wed(text, words, last - 1) && first - end <= NEAR => {
            near.then_some(Relative { gender: None })
        }
        "married" | "marries" | "wed" | "divorced" if !described && last - end < NEAR => {
            near.then_some(Relative { gender: None })
        }
        mark => {
            let noun = if mark == "," && !described { last.checked_sub(1).filter(|&noun| noun >= end)? } else { last };
            let gender = kin(at(noun))?;
            if described {
                return None;
            }
            // "Hale's father", "Hale's late father"; "Hale and his second wife"
            let owner = (end..noun)
                .rev()
                .take(NEAR)
                .find(|&token| matches!(at(token), "'s" | "’s" | "'" | "’" | "his" | "her"))?;
            let named = owner == end && words.list[owner].is(Shape::CLITIC);
            let pronoun = words.list[owner].is(Shape::WORD) && (end..owner).all(|token| at(token) != ";");
            (near && (named || pronoun)).then_some(Relative { gender })
        }
    }
}

/// Takes the mentions that are called `name` out of a draft.
fn split<'t>(
    text: &'t str,
    words: &Words,
    lexicons: &Lexicons,
    drafts: &mut Vec<Draft<'t>>,
    draft: usize,
    name: &'t str,
    relative: &Relative,
) -> bool {
    let first = name.split(' ').next();
    let of = |mention: &super::grouping::DraftMention| {
        let called = slice(text, words, mention.first, mention.end);
        called == name || called.split(' ').next() == first && !called.ends_with('.')
    };
    let (theirs, own): (Vec<_>, Vec<_>) = std::mem::take(&mut drafts[draft].mentions).into_iter().partition(of);
    if theirs.is_empty() || own.is_empty() {
        drafts[draft].mentions = if own.is_empty() { theirs } else { own };
        return false;
    }
    let confidence = drafts[draft].confidence;
    let describe = |mentions: Vec<super::grouping::DraftMention>, told: Option<Gender>| {
        let named = mentions.iter().filter(|mention| mention.form == MentionForm::Name);
        let (from, to) =
            named.map(|at| (at.first, at.end)).max_by_key(|(first, end)| slice(text, words, *first, *end).len())?;
        let person = PersonName::new(text, &words.list[from..to]);
        let known = person.first().filter(|_| person.len() > 1).and_then(|first| lexicons.first_names.get(first));
        let gender = told.or_else(|| known.and_then(|name| name.gender));
        let facts = Facts { gender, ..Facts::default() };
        let name = slice(text, words, from, to).into();
        Some(Draft { kind: EntityKind::Person, name, mentions, facts, confidence, person: Some(person) })
    };
    let (one, other) = (describe(own, None), describe(theirs, relative.gender));
    if let (Some(one), Some(other)) = (one, other) {
        drafts[draft] = one;
        drafts.push(other);
    }
    true
}
