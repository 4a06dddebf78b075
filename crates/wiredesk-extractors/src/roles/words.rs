//! What single words and titles are for roles: the classes of `data/roles/words.tsv`, and the adjectives and states of
//! [`crate::lexicon`]. Asked through [`Titles`]; knows nothing of the words beside one.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use wiredesk_core::annotation::EntityKind;

use super::titles::Titles;
use crate::lexicon::{Known, Lexicons, Polity};

const WORDS: &str = include_str!("../../data/roles/words.tsv");

/// Classes of words, as bits.
type Classes = u16;

const PORTFOLIO: Classes = 1;
const OCCUPATION: Classes = 1 << 1;
const ACADEMIC: Classes = 1 << 2;
const FOLLOWING: Classes = 1 << 3;
const PERSONAL: Classes = 1 << 4;
const AMERICAN: Classes = 1 << 5;
const PARTY: Classes = 1 << 6;
const BODY: Classes = 1 << 7;
const GRADE: Classes = 1 << 8;
const ELECTED: Classes = 1 << 9;
const ADDRESS: Classes = 1 << 10;
const MILITARY: Classes = 1 << 11;

/// The names of the classes in the file.
const NAMES: [(&str, Classes); 12] = [
    ("portfolio", PORTFOLIO),
    ("occupation", OCCUPATION),
    ("academic", ACADEMIC),
    ("following", FOLLOWING),
    ("personal", PERSONAL),
    ("american", AMERICAN),
    ("party", PARTY),
    ("body", BODY),
    ("grade", GRADE),
    ("elected", ELECTED),
    ("address", ADDRESS),
    ("military", MILITARY),
];

/// What sort of body has an office of some title.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A country's government.
    National,
    /// The government of the United States, as far as no country is named.
    UnitedStates,
    /// A town or region.
    Local,
    /// A company.
    Corporate,
}

/// The words.
pub(super) struct Words {
    /// By the word as the file has it: in lower case, but for names.
    classes: FxHashMap<&'static str, Classes>,
    scopes: FxHashMap<&'static str, Scope>,
    /// "presidency": the office of a president.
    offices: FxHashMap<&'static str, &'static str>,
    /// "gen.": general.
    pub(super) short: FxHashMap<&'static str, &'static str>,
    /// "sens.": senator, several of them.
    pub(super) short_plurals: FxHashMap<&'static str, &'static str>,
    /// "Kurdish", "Sunni": peoples and faiths, which have no offices.
    peoples: FxHashSet<&'static str>,
    /// "Scottish": of Scotland, which is no country.
    polities: FxHashMap<&'static str, Polity>,
    states: FxHashMap<&'static str, &'static str>,
}

/// The words of a class of the file.
pub(super) fn class(name: &str) -> impl Iterator<Item = &'static str> {
    lines(name).flat_map(str::split_whitespace)
}

/// The phrases of a class of the file.
pub(super) fn phrases(name: &str) -> impl Iterator<Item = &'static str> {
    lines(name).flat_map(|phrases| phrases.split(", "))
}

fn lines(name: &str) -> impl Iterator<Item = &'static str> {
    let lines = WORDS.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(move |(class, _)| *class == name).map(|(_, words)| words)
}

impl Words {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let mut classes: FxHashMap<&'static str, Classes> = FxHashMap::default();
        for (name, bit) in NAMES {
            for word in class(name) {
                *classes.entry(word).or_default() |= bit;
            }
        }
        let scopes = [
            ("national", Scope::National),
            ("united-states", Scope::UnitedStates),
            ("local", Scope::Local),
            ("corporate", Scope::Corporate),
        ];
        let people = |known: &Known| matches!(known, Known::Group(_) | Known::Demonym(_));
        Self {
            classes,
            scopes: scopes.into_iter().flat_map(|(name, scope)| phrases(name).map(move |t| (t, scope))).collect(),
            offices: class("office-of").filter_map(|pair| pair.split_once(':')).collect(),
            short: phrases("short").filter_map(|pair| pair.split_once('=')).collect(),
            short_plurals: phrases("short-plural").filter_map(|pair| pair.split_once('=')).collect(),
            peoples: lexicons.known.iter().filter(|(_, known)| people(known)).map(|(word, _)| *word).collect(),
            polities: lexicons.polities.clone(),
            states: lexicons.states.clone(),
        }
    }

    /// Whether a word is of a class, as it is written.
    fn exactly(&self, word: &str, class: Classes) -> bool {
        self.classes.get(word).is_some_and(|classes| classes & class != 0)
    }

    /// Whether a word is of a class, in any case of ASCII letters.
    fn is(&self, word: &str, class: Classes) -> bool {
        let lower = match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(word.to_ascii_lowercase()),
            false => Cow::Borrowed(word),
        };
        self.exactly(&lower, class)
    }
}

impl Titles {
    /// Whether a word is a rank of officers: there are chief inspectors, but no chief generals.
    pub(super) fn is_military(&self, word: &str) -> bool {
        self.words.is(word, MILITARY)
    }

    /// Whether a word is what ministers are of: "Education".
    pub(super) fn is_portfolio(&self, word: &str) -> bool {
        self.words.is(word, PORTFOLIO)
    }

    /// Whether a word names a people or faith.
    pub(super) fn is_people(&self, word: &str) -> bool {
        self.words.peoples.contains(word)
    }

    /// Whether a word is a trade that people of a country follow, not an office of the country.
    pub(super) fn is_occupation(&self, word: &str) -> bool {
        self.words.is(word, OCCUPATION)
            // "astronauts"
            || word.strip_suffix('s').is_some_and(|one| self.words.is(one, OCCUPATION))
    }

    /// Whether a word is a title of those who are elected by a place.
    pub(super) fn is_elected(&self, word: &str) -> bool {
        self.words.is(word, ELECTED)
    }

    /// Whether a word is a form of address, with a capital: "Dr.".
    pub(super) fn is_address(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.words.is(word, ADDRESS)
    }

    /// Whether a title has a field of study behind its "of".
    pub(super) fn is_academic(&self, word: &str) -> bool {
        self.words.is(word, ACADEMIC)
    }

    /// Whether a word names followers of a party or faith.
    pub(super) fn is_following(&self, word: &str) -> bool {
        self.words.is(word, FOLLOWING)
    }

    /// Whether a word grades the title behind it: "operating".
    pub(super) fn is_grade(&self, word: &str) -> bool {
        self.words.is(word, GRADE)
    }

    /// Whether a word says something of a person and nothing of the office: "ailing".
    pub(super) fn is_personal(&self, word: &str) -> bool {
        self.words.exactly(word, PERSONAL)
    }

    /// Whether a surname is that of a president or vice president of the United States.
    pub(super) fn is_american(&self, surname: &str) -> bool {
        self.words.exactly(surname, AMERICAN)
    }

    /// Whether a word is the adjective of a party.
    pub(super) fn is_party(&self, word: &str) -> bool {
        self.words.exactly(word, PARTY)
    }

    /// Whether a noun names a body again that was named before, in any case: "Company", "party".
    pub(super) fn is_body_noun(&self, word: &str) -> bool {
        self.words.is(word, BODY)
    }

    /// What sort of body has an office, for titles that tell.
    pub(super) fn scope(&self, title: &str) -> Option<Scope> {
        self.words.scopes.get(title).copied()
    }

    /// The title of whoever has an office: "president" for "presidency".
    pub(super) fn of_office(&self, word: &str) -> Option<&'static str> {
        self.words.offices.get(word).copied()
    }

    /// The place that an adjective stands for if it is no country's: "Scotland" for "Scottish".
    pub(super) fn region(&self, word: &str) -> Option<&'static str> {
        let polity = self.words.polities.get(word)?;
        (polity.kind == EntityKind::Place).then_some(polity.name)
    }

    /// The state of the United States that letters stand for: "Calif.", "AZ".
    pub(super) fn state(&self, name: &str) -> Option<&'static str> {
        self.words.states.get(name.strip_suffix('.').unwrap_or(name)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_of_a_known_class() {
        let others = [
            "head",
            "no-role",
            "phrase",
            "national",
            "united-states",
            "local",
            "corporate",
            "office-of",
            "short",
            "short-plural",
        ];
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (class, words) = line.split_once('\t').unwrap();
            assert!(NAMES.iter().any(|(name, _)| *name == class) || others.contains(&class), "{class}");
            assert!(!words.is_empty(), "{class}");
        }
        assert!(phrases("short").all(|pair| pair.contains('=')) && class("office-of").all(|pair| pair.contains(':')));
    }

    #[test]
    fn names_keep_their_capitals_and_other_words_have_any_case() {
        let (titles, _) = Titles::new(&Lexicons::read());
        assert!(titles.is_portfolio("Defence") && titles.is_portfolio("defence"));
        assert!(titles.is_party("Green") && !titles.is_party("green"));
        assert!(titles.is_personal("ailing") && !titles.is_personal("Popular"));
        assert_eq!(titles.of_office("presidency"), Some("president"));
        assert_eq!(titles.state("Calif."), Some("California"));
    }
}
