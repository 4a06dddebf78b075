//! Resolves "he", "she" and their forms to people of the document, by gender, distance, subject
//! position and how much the article is about them (after Lappin and Leass 1994, without a
//! parser). Called by [`super::Worker`] last; "I", "we" and "they" are left to others.

use wiredesk_core::annotation::{EntityKind, Gender, MentionForm};

use super::{
    grouping::{Draft, DraftMention},
    words::{Shape, Word, Words},
};

/// A form of "he" or "she".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// Sentences back that a pronoun reaches.
const REACH: u32 = 4;
/// How many words a phrase before the subject may have.
const LONGEST_OPENING: usize = 40;
/// How many places a pronoun reaches, so that a text without sentences takes no quadratic time.
const MOST: usize = 200;
/// How many words behind a pronoun the words of its speaker may end.
const LONGEST_QUOTED: usize = 60;
/// Below this nobody is meant.
const LEAST: f32 = -2.5;

/// Adds pronoun mentions to `drafts`.
pub(super) fn resolve(text: &str, words: &Words, drafts: &mut [Draft<'_>]) {
    let list = &words.list;
    // (first word, draft, form), in text order
    let mut places: Vec<Place> = Vec::new();
    for (number, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person) {
        places.extend(draft.mentions.iter().map(|mention| Place::new(text, list, mention, number)));
    }
    places.sort_by_key(|place| place.first);
    if places.is_empty() {
        return;
    }
    mark_subjects(text, &mut places, list);
    let mut weights = vec![0_u16; drafts.len()];
    let mut next = 0;
    let mut resolved: Vec<Place> = Vec::new();
    for at in 0..list.len() {
        while next < places.len() && places[next].first <= at {
            weights[places[next].draft] += 1;
            next += 1;
        }
        let Some((gender, case)) = pronoun(text, list, at) else { continue };
        // "His Highness" in a name
        if places[..next].last().is_some_and(|place| place.end > at) {
            continue;
        }
        let seek = Seek { text, list, at, gender, case };
        let least = list[at].sentence.saturating_sub(REACH);
        let far = places[..next].partition_point(|place| place.sentence < least);
        let spoken_of = resolved.partition_point(|place| place.sentence < least);
        let (far, spoken_of) = (far.max(next.saturating_sub(MOST)), spoken_of.max(resolved.len().saturating_sub(MOST)));
        let before = places[far..next].iter().chain(&resolved[spoken_of..]);
        let speaker = seek.speaker(&places[next..]);
        let mut best: Option<(f32, usize)> = None;
        let mut runner_up = f32::MIN;
        let mut scores: Vec<(usize, f32)> = Vec::new();
        for place in before.filter(|place| Some(place.draft) != speaker) {
            if let Some(score) = seek.score(place, &drafts[place.draft], weights[place.draft]) {
                match scores.iter_mut().find(|(draft, _)| *draft == place.draft) {
                    Some((_, most)) => *most = most.max(score),
                    None => scores.push((place.draft, score)),
                }
            }
        }
        if let Some(place) = places[next..].first().filter(|place| seek.looks_ahead(place))
            && drafts[place.draft].facts.gender.is_none_or(|known| known == gender)
        {
            scores.push((place.draft, 1.5));
        }
        for (draft, score) in scores {
            if best.is_none_or(|(most, _)| score > most) {
                runner_up = best.map_or(runner_up, |(most, _)| most);
                best = Some((score, draft));
            } else {
                runner_up = runner_up.max(score);
            }
        }
        let Some((score, draft)) = best.filter(|(score, _)| *score > LEAST) else { continue };
        let lead = (score - runner_up).clamp(0.0, 4.0);
        let confidence = 0.45 + lead / 10.0;
        let mention = DraftMention { first: at, end: at + 1, form: MentionForm::Pronoun, confidence };
        drafts[draft].mentions.push(mention);
        let known = &mut drafts[draft].facts.gender;
        *known = known.or(Some(gender));
        weights[draft] += 1;
        let mut place = Place::new(text, list, &mention, draft);
        place.subject = case == Case::Subject;
        place.leads = place.subject;
        place.pronoun = true;
        resolved.push(place);
    }
}

/// Where a person is mentioned.
#[derive(Clone, Copy, Debug)]
struct Place {
    first: usize,
    end: usize,
    draft: usize,
    sentence: u32,
    subject: bool,
    /// The first subject of its sentence.
    leads: bool,
    /// A verb of saying follows.
    speaks: bool,
    possessor: bool,
    pronoun: bool,
}

impl Place {
    fn new(text: &str, list: &[Word], mention: &DraftMention, draft: usize) -> Self {
        let possessor = list.get(mention.end).is_some_and(|word| word.is(Shape::CLITIC) && word.text(text) != "n't");
        Self {
            first: mention.first,
            end: mention.end,
            draft,
            sentence: list[mention.first].sentence,
            subject: !possessor && !after_preposition(text, list, mention.first),
            leads: false,
            speaks: list.get(mention.end).is_some_and(|word| SAYING.contains(&word.text(text))),
            possessor,
            pronoun: false,
        }
    }
}

/// Leaves those marked as subjects that come first in their sentence or stand before a verb.
fn mark_subjects(text: &str, places: &mut [Place], list: &[Word]) {
    let mut seen = None;
    for place in places {
        let before_verb = list.get(place.end).is_some_and(|next| {
            next.is(Shape::LOWER)
                && next.is(Shape::WORD)
                && next.sentence == place.sentence
                && !FUNCTION_WORDS[..19].contains(&next.text(text))
        });
        if place.subject && seen == Some(place.sentence) && !before_verb {
            place.subject = false;
        } else if place.subject {
            place.leads = seen != Some(place.sentence);
            seen = Some(place.sentence);
        }
    }
}

/// Whether a preposition governs the name, titles and adjectives before it skipped.
fn after_preposition(text: &str, list: &[Word], first: usize) -> bool {
    const PREPOSITIONS: [&str; 16] = [
        "of",
        "to",
        "with",
        "by",
        "for",
        "from",
        "in",
        "on",
        "at",
        "against",
        "about",
        "between",
        "and",
        "including",
        "under",
        "than",
    ];
    let mut at = first;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1).map(|at| list[at]) else { return false };
        if before.sentence != list[first].sentence || !before.is(Shape::WORD) {
            return false;
        }
        let word = before.text(text);
        if PREPOSITIONS.contains(&word) {
            return true;
        }
        if before.is(Shape::LOWER) && !matches!(word, "the" | "former" | "president" | "minister" | "spokesman" | "a") {
            return false;
        }
        at -= 1;
    }
    false
}

/// The pronoun at `at`, if it is one of a single person.
fn pronoun(text: &str, list: &[Word], at: usize) -> Option<(Gender, Case)> {
    let word = list[at];
    if !word.is(Shape::WORD) || word.span.len() > 7 {
        return None;
    }
    let (m, f) = (Gender::Masculine, Gender::Feminine);
    Some(match word.text(text) {
        "he" | "He" | "he's" | "He's" => (m, Case::Subject),
        "she" | "She" | "she's" | "She's" => (f, Case::Subject),
        "him" | "Him" => (m, Case::Object),
        "his" | "His" => (m, Case::Possessive),
        "hers" => (f, Case::Possessive),
        "himself" => (m, Case::Reflexive),
        "herself" => (f, Case::Reflexive),
        "her" | "Her" => {
            let noun = list.get(at + 1).is_some_and(|next| {
                next.is(Shape::WORD) && next.sentence == word.sentence && !FUNCTION_WORDS.contains(&next.text(text))
            });
            (f, if noun { Case::Possessive } else { Case::Object })
        }
        _ => return None,
    })
}

/// Verbs that make their subject the speaker.
const SAYING: [&str; 12] =
    ["said", "says", "told", "added", "adds", "noted", "asked", "wrote", "argued", "warned", "insisted", "explained"];

const FUNCTION_WORDS: [&str; 32] = [
    "to", "in", "on", "at", "and", "or", "but", "for", "with", "by", "from", "as", "that", "when", "while", "after",
    "before", "of", "the", "a", "an", "is", "was", "were", "had", "has", "out", "up", "into", "about", "because", "if",
];

/// A pronoun that looks for its person.
struct Seek<'a> {
    text: &'a str,
    list: &'a [Word],
    at: usize,
    gender: Gender,
    case: Case,
}

impl Seek<'_> {
    /// How likely `place` names whom the pronoun means; `None` if it cannot.
    fn score(&self, place: &Place, draft: &Draft<'_>, weight: u16) -> Option<f32> {
        let here = self.list[self.at];
        let back = here.sentence.checked_sub(place.sentence).filter(|back| *back <= REACH)?;
        let mut score = match draft.facts.gender {
            Some(gender) if gender == self.gender => 0.6,
            Some(_) => return None,
            None => 0.0,
        };
        score -= [0.0, 0.7, 1.9, 2.7, 3.5][back as usize];
        score += 0.1 * f32::from(weight.min(8));
        if place.subject {
            score += 1.0;
            if self.case == Case::Subject && back == 1 {
                score += 0.4;
            }
        }
        if place.leads && back > 0 {
            score += 0.4;
        }
        if place.possessor {
            score -= 0.3;
        }
        let says = || self.list.get(self.at + 1).is_some_and(|next| SAYING.contains(&next.text(self.text)));
        if place.speaks && back > 0 && self.case == Case::Subject && says() {
            score += 0.8;
        }
        if place.pronoun {
            score += 0.3;
        }
        if back == 0 {
            let between = &self.list[place.end..self.at];
            let same_clause = || !between.iter().any(|word| self.ends_clause(word));
            match self.case {
                Case::Object if place.subject && same_clause() => return None,
                Case::Possessive | Case::Reflexive => score += 0.8,
                _ => {}
            }
            score -= 0.03 * between.len() as f32;
            // who is being quoted speaks of others as "he"
            let quoted = here.is(Shape::SPOKEN) && !self.list[place.first].is(Shape::SPOKEN);
            if quoted {
                score -= 2.0;
            }
        }
        Some(score)
    }

    /// Whose words the pronoun stands in, if that is said behind them: "…when he took office," Brill added.
    fn speaker(&self, places: &[Place]) -> Option<usize> {
        let here = self.list[self.at];
        if !here.is(Shape::SPOKEN) {
            return None;
        }
        let close =
            self.list[self.at..].iter().take(LONGEST_QUOTED).position(|word| !word.is(Shape::SPOKEN))? + self.at;
        let place = places.iter().take(MOST).find(|place| place.first >= close)?;
        // the mark, a verb and a title
        let beside = place.first - close < 6 && self.list[place.first].sentence == self.list[close].sentence;
        let said = || self.list[close..place.first].iter().any(|word| SAYING.contains(&word.text(self.text)));
        (beside && (place.speaks || said())).then_some(place.draft)
    }

    fn ends_clause(&self, word: &Word) -> bool {
        !word.is(Shape::WORD) && !word.is(Shape::CLITIC)
            || matches!(
                word.text(self.text),
                "that"
                    | "and"
                    | "but"
                    | "when"
                    | "while"
                    | "after"
                    | "before"
                    | "because"
                    | "who"
                    | "if"
                    | "as"
                    | "to"
                    | "which"
                    | "since"
                    | "until"
                    | "although"
                    | "where"
            )
    }

    /// "After her first speech, Brandt said": the person follows the pronoun.
    fn looks_ahead(&self, place: &Place) -> bool {
        let here = self.list[self.at];
        if place.sentence != here.sentence {
            return false;
        }
        // an introductory phrase is not longer
        let reach = &self.list[self.at.saturating_sub(LONGEST_OPENING)..self.at];
        let Some(before) = reach.iter().rposition(|word| word.sentence != here.sentence) else {
            return self.at < LONGEST_OPENING && self.introduces(0, place);
        };
        self.introduces(self.at - reach.len() + before + 1, place)
    }

    /// Whether the sentence that starts at `start` has a phrase before its subject, and the pronoun in it.
    fn introduces(&self, start: usize, place: &Place) -> bool {
        const OPENERS: [&str; 14] = [
            "After",
            "Before",
            "When",
            "While",
            "As",
            "In",
            "During",
            "At",
            "With",
            "Although",
            "Despite",
            "Since",
            "Following",
            "Because",
        ];
        let comma = |range: &[Word]| range.iter().any(|word| word.text(self.text) == ",");
        (OPENERS.contains(&self.list[start].text(self.text)) || self.case == Case::Possessive && self.at - start < 6)
            && !comma(&self.list[start..self.at])
            && comma(&self.list[self.at..place.first])
            && place.first - self.at < 14
    }
}
