//! Joins people whose second name the article gives: "Rosa Lind, better known as Rosie Quell", "Lind was born Rosa
//! Quell". Called by [`super::Worker`] after the grouping.

use wiredesk_core::annotation::EntityKind;

use super::{
    grouping::Draft,
    words::{Shape, Words},
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
/// How many words may.
const MOST_BETWEEN: usize = 8;

/// Joins the drafts of one person.
pub(super) fn join(text: &str, words: &Words, drafts: &mut Vec<Draft<'_>>) {
    let word = |at: usize| words.list[at].text(text);
    let announced =
        |at: usize| word(at) == "as" && at > 0 && matches!(word(at - 1), "known" | "born" | "billed" | "credited");
    if !words
        .list
        .iter()
        .enumerate()
        .any(|(at, one)| one.is(Shape::LOWER) && (word(at) == "born" || announced(at) || word(at) == "aka"))
    {
        return;
    }
    let people = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person);
    let mut places: Vec<(usize, usize, usize)> = people
        .flat_map(|(number, draft)| draft.mentions.iter().map(move |mention| (mention.first, mention.end, number)))
        .collect();
    places.sort_unstable();
    let mut pairs = Vec::new();
    for pair in places.windows(2) {
        let ((_, end, one), (first, other_end, other)) = (pair[0], pair[1]);
        if one == other
            || first <= end
            || first - end > MOST_BETWEEN
            || words.list[end - 1].sentence != words.list[first].sentence
        {
            continue;
        }
        let before = first - 1;
        let rest = if announced(before) {
            end..before - 1
        } else if matches!(word(before), "born" | "née" | "nee" | "aka" | "alias") && other_end - first > 1 {
            end..before
        } else {
            continue;
        };
        if rest.clone().all(|at| BETWEEN.contains(&word(at))) && (!rest.is_empty() || word(before) != "born") {
            pairs.push((one, other));
        }
    }
    let mut gone = vec![false; drafts.len()];
    for (one, other) in pairs {
        let conflict = matches!((drafts[one].facts.gender, drafts[other].facts.gender), (Some(a), Some(b)) if a != b);
        if one == other || conflict || gone[one] || gone[other] {
            continue;
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
