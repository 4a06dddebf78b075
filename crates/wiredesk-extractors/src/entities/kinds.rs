//! What speaks for a person, organization, place, group or other thing: one score per kind for
//! one candidate, from gazetteers, heads, titles, shape and the words beside it. Called by the
//! tagger, which adds what other occurrences show. Weights are natural logarithms of odds.

use wiredesk_core::annotation::EntityKind;

use super::{
    candidates::Candidate,
    words::{Shape, Words},
};
use crate::lexicon::{EvidencePlace, HeadAt, KINDS, Kinds, Known, Lexicons, PlaceRank, TitleClass, lower};

pub(super) const PERSON: usize = 0;
pub(super) const ORGANIZATION: usize = 1;
pub(super) const PLACE: usize = 2;
pub(super) const GROUP: usize = 3;
pub(super) const OTHER: usize = 4;
pub(super) const NONE: usize = 5;

/// What is usual before anything is known about a candidate.
const PRIOR: Kinds = [0.4, 0.2, 0.3, -1.5, -1.0, -0.3];

const COUNTRY: f32 = 7.0;
const NATIONALS: f32 = 8.0;
const NAME: f32 = 6.0;
const MAJOR_PLACE: f32 = 4.5;
const REGION: f32 = 3.0;
const TOWN: f32 = 1.5;
const SEVERAL_WORDS: f32 = 2.0;
const HEAD: f32 = 4.0;

/// Endings of place names in many languages.
const PLACE_ENDINGS: [&str; 18] = [
    "stan", "ville", "burg", "burgh", "pur", "abad", "grad", "land", "shire", "istan", "polis", "mouth", "borough",
    "dorf", "field", "haven", "nagar", "ouri",
];

/// The scores of `candidate`.
pub(super) fn score(
    candidate: &Candidate,
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    buffer: &mut String,
) -> Kinds {
    let mut scores = PRIOR;
    gazetteers(&mut scores, candidate, text, words, lexicons);
    form(&mut scores, candidate, text, words, lexicons, buffer);
    context(&mut scores, candidate, text, words, lexicons, buffer);
    scores
}

fn gazetteers(scores: &mut Kinds, candidate: &Candidate, text: &str, words: &Words, lexicons: &Lexicons) {
    let several = candidate.end - candidate.first > 1;
    match candidate.known {
        Some(Known::Country(_)) => scores[PLACE] += COUNTRY,
        Some(Known::Demonym(_) | Known::Group(_)) => scores[GROUP] += NATIONALS,
        Some(Known::Name(name)) => scores[index_of(name.kind)] += NAME,
        Some(Known::Place(place)) => {
            let weight = match place.rank {
                PlaceRank::Major => MAJOR_PLACE,
                PlaceRank::Region => REGION,
                PlaceRank::Town => TOWN,
            };
            scores[PLACE] += weight + if several { SEVERAL_WORDS } else { 0.0 };
        }
        None => {}
    }
    let list = &words.list[candidate.first..candidate.end];
    let known = candidate.known.is_some();
    let (first, last) = (list[0].text(text), list[list.len() - 1].text(text));
    if lexicons.first_names.contains_key(first) && !known {
        scores[PERSON] += if several { 3.0 } else { 1.2 };
    }
    if !several || known {
        return;
    }
    if let Some(head) = lexicons.heads.get(last).filter(|head| head.at != HeadAt::First) {
        scores[index_of(head.kind)] += HEAD;
        scores[PERSON] -= 1.5;
    }
    if let Some(head) = lexicons.heads.get(first) {
        match head.at {
            HeadAt::First => scores[PLACE] += 2.0,
            HeadAt::Any => scores[index_of(head.kind)] += 2.0,
            HeadAt::Last => {}
        }
    }
    for (at, word) in list.iter().enumerate() {
        let word = word.text(text);
        if matches!(word, "of" | "for") && at > 0 {
            scores[PERSON] -= 4.0;
            if let Some(head) = lexicons.heads.get(list[at - 1].text(text)) {
                scores[index_of(head.kind)] += HEAD;
            }
        }
    }
    if lexicons.first_names.contains_key(last) && !lexicons.first_names.contains_key(first) {
        scores[PERSON] += 0.5;
    }
    if let Some(Known::Demonym(_) | Known::Group(_) | Known::Country(_)) = lexicons.known.get(first) {
        scores[ORGANIZATION] += 1.0;
        scores[PERSON] -= 1.5;
    }
}

fn form(
    scores: &mut Kinds,
    candidate: &Candidate,
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    buffer: &mut String,
) {
    let list = &words.list[candidate.first..candidate.end];
    let (first, last) = (list[0], list[list.len() - 1]);
    let known = candidate.known.is_some();
    let evidence = &lexicons.evidence;
    add(scores, evidence.of(EvidencePlace::First, first.text(text)), if known { 0.5 } else { 1.0 });
    if list.len() > 1 {
        add(scores, evidence.of(EvidencePlace::Last, last.text(text)), if known { 0.3 } else { 1.0 });
    }
    if known {
        return;
    }
    let mut common = 0;
    for word in list {
        if word.is(Shape::INITIAL) && list.len() > 1 {
            scores[PERSON] += 2.0;
        } else if word.is(Shape::DIGIT) {
            scores[OTHER] += 1.5;
            scores[PERSON] -= 2.0;
        }
        if word.is(Shape::INNER_CAPITAL) {
            scores[ORGANIZATION] += 0.5;
        }
        lower(word.text(text), buffer);
        if word.is(Shape::CAPITAL) && lexicons.common.contains(buffer.as_str()) {
            common += 1;
        }
    }
    match list.len() {
        1 => {
            // "THAKSIN" is shouted, "SCO" is short for something
            if first.is(Shape::UPPER) && (2..=5).contains(&first.span.len()) && !first.is(Shape::HEADLINE) {
                scores[ORGANIZATION] += 2.0;
                scores[PERSON] -= 2.0;
                scores[PLACE] -= 1.0;
            }
            if common == 1 {
                scores[NONE] += 1.8;
            }
            let supported =
                words.seen(first.text(text)).capital > 0 || lexicons.first_names.contains_key(first.text(text));
            if first.is(Shape::OPENS) && !supported && !first.is(Shape::UPPER) {
                scores[NONE] += 1.5;
            }
            let word = first.text(text);
            if word.len() > 5 && PLACE_ENDINGS.iter().any(|ending| word.ends_with(ending)) {
                scores[PLACE] += 1.5;
            }
        }
        2 | 3 if common == 0 => scores[PERSON] += 1.3,
        count => {
            scores[ORGANIZATION] += 0.7 * common as f32;
            scores[OTHER] += 0.3 * common as f32;
            scores[PERSON] -= 0.8 * common as f32;
            if count > 4 {
                scores[PERSON] -= 1.0;
            }
        }
    }
    if list.iter().any(|word| matches!(word.text(text), "bin" | "ibn" | "van" | "von" | "al" | "de")) {
        scores[PERSON] += 1.0;
    }
}

fn context(
    scores: &mut Kinds,
    candidate: &Candidate,
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    buffer: &mut String,
) {
    let list = &words.list;
    let sentence = list[candidate.first].sentence;
    let known = candidate.known.is_some();
    let weight = if known { 0.4 } else { 0.8 };
    if let Some(title) = candidate.title {
        scores[PERSON] += match title.class {
            TitleClass::Honorific => 5.0,
            TitleClass::Office | TitleClass::Rank | TitleClass::Religious => 4.0,
            TitleClass::Job => 2.5,
        };
        if matches!(candidate.known, Some(Known::Country(_) | Known::Demonym(_) | Known::Group(_))) {
            scores[PERSON] -= 3.0;
        }
    }
    let inside = |at: Option<usize>| at.and_then(|at| list.get(at)).filter(|word| word.sentence == sentence);
    if let Some(before) = inside(candidate.first.checked_sub(1)) {
        lower(before.text(text), buffer);
        add(scores, lexicons.evidence.of(EvidencePlace::Before, buffer), weight);
        let comma = buffer.as_str() == ",";
        let place_before = || {
            let word = inside(candidate.first.checked_sub(2))?;
            Some(matches!(lexicons.known.get(word.text(text)), Some(Known::Place(_))))
        };
        if comma && matches!(candidate.known, Some(Known::Place(_) | Known::Country(_))) && place_before() == Some(true)
        {
            scores[PLACE] += 2.0;
        }
    }
    if let Some(after) = inside(Some(candidate.end)) {
        if after.is(Shape::TAIL) && matches!(after.text(text), "-born" | "-based" | "-held" | "-area") {
            scores[PLACE] += 3.0;
            scores[PERSON] -= 2.0;
        }
        lower(after.text(text), buffer);
        add(scores, lexicons.evidence.of(EvidencePlace::After, buffer), weight);
        if buffer.as_str() == ","
            && let Some(next) = inside(Some(candidate.end + 1))
        {
            let next_text = next.text(text);
            // "Ilse Brandt, 57," and "Brandt, who"
            if next.is(Shape::DIGIT) && inside(Some(candidate.end + 2)).is_some_and(|w| w.text(text) == ",") {
                scores[PERSON] += if next_text.len() == 2 { 3.0 } else { 0.0 };
            } else if next_text == "who" {
                scores[PERSON] += 1.5;
            }
            // "Crawford, Texas"
            let place = matches!(
                lexicons.known.get(next_text),
                Some(Known::Country(_) | Known::Place(crate::lexicon::KnownPlace { rank: PlaceRank::Major, .. }))
            );
            if place && candidate.end - candidate.first == 1 && candidate.title.is_none() {
                scores[PLACE] += 1.5;
            }
        }
    }
}

fn add(scores: &mut Kinds, evidence: Option<&Kinds>, weight: f32) {
    if let Some(evidence) = evidence {
        for kind in 0..KINDS {
            scores[kind] += weight * evidence[kind];
        }
    }
}

fn index_of(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => PERSON,
        EntityKind::Organization => ORGANIZATION,
        EntityKind::Place => PLACE,
        EntityKind::Group => GROUP,
        EntityKind::Product | EntityKind::Event | EntityKind::Work | EntityKind::Other => OTHER,
    }
}

/// The kind that a score stands for; kinds scored together are told apart by gazetteer or head.
pub(super) fn kind_of(index: usize, known: Option<Known>, head: Option<EntityKind>) -> EntityKind {
    match index {
        PERSON => EntityKind::Person,
        ORGANIZATION => EntityKind::Organization,
        PLACE => EntityKind::Place,
        GROUP => EntityKind::Group,
        _ => {
            let known = match known {
                Some(Known::Name(name)) => Some(name.kind),
                _ => head,
            };
            known.filter(|kind| index_of(*kind) == OTHER).unwrap_or(EntityKind::Other)
        }
    }
}
