//! Joins those whose second name the article gives: "Rosa Lind, better known as Rosie Quell", "Lind was born Rosa
//! Quell", "Quay Group (formerly Quay Shipping)". Called by [`super::Worker`] after the grouping.

use std::ops::Range;

use wiredesk_core::annotation::EntityKind;

use super::{
    grouping::Draft,
    words::{Shape, Word, Words},
};

/// Words that may stand between one name and the words that announce the other.
const BETWEEN: [&str; 32] = [
    ",",
    "(",
    "who",
    "is",
    "was",
    "are",
    "were",
    "also",
    "better",
    "best",
    "popularly",
    "professionally",
    "commonly",
    "widely",
    "then",
    "now",
    "formerly",
    "previously",
    "sometimes",
    "usually",
    "simply",
    "often",
    "more",
    "otherwise",
    "became",
    "has",
    "been",
    "later",
    "generally",
    "universally",
    "originally",
    "publicly",
];
/// How many are joined at most, since each costs a look at all mentions of its bearer.
const MOST_JOINED: usize = 256;
/// How many words may.
const MOST_BETWEEN: usize = 8;

/// Words before the other name of a body, in brackets or between commas.
fn is_former(word: &str) -> bool {
    matches!(word, "formerly" | "officially" | "originally" | "previously")
}

/// Joins the drafts of one person or body.
pub(super) fn join(text: &str, words: &Words, drafts: &mut Vec<Draft<'_>>) {
    let telling = |word: &Word| {
        let form = word.text(text);
        word.is(Shape::LOWER)
            && matches!(form, "known" | "born" | "billed" | "credited" | "aka" | "alias" | "née" | "nee")
            || is_former(form)
    };
    if !words.list.iter().any(telling) {
        return;
    }
    let bearers = drafts.iter().enumerate().filter(|(_, draft)| draft.kind != EntityKind::Place);
    let mut places: Vec<(usize, usize, usize)> = bearers
        .flat_map(|(number, draft)| draft.mentions.iter().map(move |mention| (mention.first, mention.end, number)))
        .collect();
    places.sort_unstable();
    let mut gone = vec![false; drafts.len()];
    let mut joined = 0;
    for pair in places.windows(2) {
        let ((_, end, one), (first, other_end, other)) = (pair[0], pair[1]);
        if one == other || gone[one] || gone[other] {
            continue;
        }
        let persons = [one, other].map(|number| drafts[number].kind == EntityKind::Person);
        let told = match persons {
            [true, true] => renames(text, &words.list, end, first..other_end),
            [false, false] => renames_body(text, &words.list, end, first..other_end),
            _ => false,
        };
        if !told {
            continue;
        }
        let conflict = matches!((drafts[one].facts.gender, drafts[other].facts.gender), (Some(a), Some(b)) if a != b);
        if conflict {
            continue;
        }
        joined += 1;
        if joined > MOST_JOINED {
            break;
        }
        let mentions = std::mem::take(&mut drafts[other].mentions);
        let (gender, confidence) = (drafts[other].facts.gender, drafts[other].confidence);
        let draft = &mut drafts[one];
        draft.mentions.extend(mentions);
        draft.mentions.sort_by_key(|mention| mention.first);
        draft.facts.gender = draft.facts.gender.or(gender);
        draft.confidence = draft.confidence.max(confidence);
        gone[other] = true;
    }
    if gone.contains(&true) {
        drafts.retain(|draft| !draft.mentions.is_empty());
        drafts.sort_by_key(|draft| draft.mentions.first().map_or(usize::MAX, |mention| mention.first));
    }
}

/// Whether the words between a name that ends at `end` and the one at `name` say that both are one person's.
fn renames(text: &str, list: &[Word], end: usize, name: Range<usize>) -> bool {
    let first = name.start;
    if first <= end || first - end > MOST_BETWEEN || list[end - 1].sentence != list[first].sentence {
        return false;
    }
    let word = |at: usize| list[at].text(text);
    let before = first - 1;
    if before == end {
        return false;
    }
    let announced = word(before) == "as" && matches!(word(before - 1), "known" | "born" | "billed" | "credited");
    let between = if announced {
        end..before - 1
    } else if matches!(word(before), "born" | "née" | "nee" | "aka" | "alias") && name.len() > 1 {
        end..before
    } else {
        return false;
    };
    between.into_iter().all(|at| BETWEEN.contains(&word(at)))
}

/// Whether the words between the name of a body that ends at `end` and the one at `name` say that both are its:
/// "Quay Group (formerly Quay Shipping)", "Quay Group, officially known as the Quay Shipping Group,".
fn renames_body(text: &str, list: &[Word], end: usize, name: Range<usize>) -> bool {
    let first = name.start;
    if first <= end + 1 || first - end > MOST_BETWEEN || list[end - 1].sentence != list[first].sentence {
        return false;
    }
    let word = |at: usize| list.get(at).map_or("", |word| word.text(text));
    let closes = matches!((word(end), word(name.end)), ("(", ")" | "," | ";") | (",", "," | "." | ")"));
    let between = || (end + 1..first).map(word);
    closes
        && between().any(|word| is_former(word) || word == "known")
        && between()
            .all(|word| is_former(word) || matches!(word, "known" | "called" | "named" | "as" | "the" | "also" | "and"))
}
