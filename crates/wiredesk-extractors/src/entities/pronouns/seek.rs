//! A pronoun that looks for its person: its gender and case, whose words it stands in, and whether its person may
//! follow. Made by [`super::resolve`] for every "he" and "she" of a document.

use wiredesk_core::annotation::Gender;

use super::{
    super::words::{Shape, Word},
    Case,
    places::{Place, SAYING},
};

/// How many words a phrase before the subject may have.
const LONGEST_OPENING: usize = 40;
/// How many words behind a pronoun the words of its speaker may end.
const LONGEST_QUOTED: usize = 60;
/// How many places of people are looked at for whoever speaks.
const MOST: usize = 200;

/// Words that cannot begin what "her" owns.
const FUNCTION_WORDS: [&str; 72] = [
    "to", "in", "on", "at", "and", "or", "but", "for", "with", "by", "from", "as", "that", "when", "while", "after",
    "before", "of", "the", "a", "an", "is", "was", "were", "had", "has", "out", "up", "into", "about", "because", "if",
    "off", "over", "away", "back", "down", "through", "why", "how", "what", "who", "whom", "where", "which", "there",
    "here", "again", "not", "until", "during", "against", "without", "around", "so", "than", "too", "his", "her",
    "their", "its", "my", "your", "this", "these", "would", "will", "could", "can", "did", "does", "since",
];

/// Nouns for who belongs to somebody: whoever is named behind "his father," is that father.
const KIN: [&str; 40] = [
    "father",
    "mother",
    "wife",
    "husband",
    "son",
    "daughter",
    "brother",
    "sister",
    "cousin",
    "uncle",
    "aunt",
    "nephew",
    "niece",
    "grandfather",
    "grandmother",
    "grandson",
    "granddaughter",
    "stepfather",
    "stepmother",
    "stepson",
    "stepdaughter",
    "half-brother",
    "half-sister",
    "brother-in-law",
    "sister-in-law",
    "father-in-law",
    "mother-in-law",
    "son-in-law",
    "partner",
    "friend",
    "colleague",
    "boss",
    "predecessor",
    "successor",
    "rival",
    "ally",
    "lawyer",
    "teammate",
    "mentor",
    "deputy",
];

/// A pronoun that looks for its person.
pub(super) struct Seek<'a> {
    text: &'a str,
    pub(super) list: &'a [Word],
    pub(super) at: usize,
    pub(super) gender: Gender,
    pub(super) case: Case,
}

impl<'a> Seek<'a> {
    /// The pronoun at `at`, if it is one of a single person.
    pub(super) fn at(text: &'a str, list: &'a [Word], at: usize) -> Option<Self> {
        let word = list[at];
        if !word.is(Shape::WORD) || word.span.len() > 7 {
            return None;
        }
        let (m, f) = (Gender::Masculine, Gender::Feminine);
        let (gender, case) = match word.text(text) {
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
        };
        Some(Self { text, list, at, gender, case })
    }

    /// The number of its sentence.
    pub(super) fn sentence(&self) -> u32 {
        self.list[self.at].sentence
    }

    /// "he said", "he also said".
    pub(super) fn says(&self) -> bool {
        let word = |at: usize| self.list.get(at).map_or("", |word| word.text(self.text));
        let verb = self.at + 1 + usize::from(matches!(word(self.at + 1), "also" | "then" | "later" | "further"));
        self.case == Case::Subject && SAYING.contains(&word(verb))
    }

    /// Whose words the pronoun stands in, if that is said behind them: "…when he took office," Brill added.
    pub(super) fn speaker(&self, places: &[Place]) -> Option<usize> {
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

    /// "After her first speech, Brandt said": the person follows the pronoun.
    pub(super) fn looks_ahead(&self, place: &Place) -> bool {
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
        const OPENERS: [&str; 15] = [
            "Asked",
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
            && place.first - self.at < 14
            && !comma(&self.list[start..self.at])
            && comma(&self.list[self.at..place.first])
            && !self.is_kin(place)
    }

    /// "his father, Brandt"; not "in his father's house, Brandt".
    fn is_kin(&self, place: &Place) -> bool {
        let comma = self.list[..place.first].iter().rposition(|word| word.text(self.text) == ",");
        let noun = comma.and_then(|comma| comma.checked_sub(1)).filter(|noun| *noun > self.at);
        noun.is_some_and(|noun| KIN.contains(&self.list[noun].text(self.text)))
    }
}
