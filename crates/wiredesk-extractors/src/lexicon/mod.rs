//! The word lists that several extractors share: countries, nationals, places, titles, first
//! names, known organizations. Made in [`crate::register`], read once on first use, shared by all
//! workers of a registry; never changed afterwards.

mod evidence;
mod rows;

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use wiredesk_core::annotation::{EntityKind, Gender};

pub use evidence::{Evidence, KINDS, Kinds, Place as EvidencePlace};
use rows::rows;

/// Lexicons that are read when they are first asked for. Clones share them.
#[derive(Clone, Default)]
pub struct SharedLexicons(Arc<OnceLock<Lexicons>>);

impl SharedLexicons {
    /// The lexicons; the first call reads them (some milliseconds).
    #[must_use]
    pub fn get(&self) -> &Lexicons {
        self.0.get_or_init(Lexicons::read)
    }
}

/// A country or dependent territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso: &'static str,
    /// Usual English name.
    pub name: &'static str,
}

/// A word for nationals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demonym {
    /// The country.
    pub country: Country,
    /// How it is used.
    pub form: PeopleForm,
}

/// How a word for people is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleForm {
    /// Adjective, also used as a noun: "Turkish", "German".
    Adjective,
    /// Noun for one person: "Dane".
    Noun,
    /// Plural noun: "Ukrainians".
    Plural,
}

/// A city or region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// ISO 3166-1 alpha-2 of the country it lies in; `None` for continents, seas and the like.
    pub iso: Option<&'static str>,
    /// How well known it is.
    pub rank: PlaceRank,
}

/// How well known a place is, and so how little else its name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRank {
    /// Large, or often in the news.
    Major,
    /// A province or state.
    Region,
    /// A town of more than 15,000 people.
    Town,
}

/// A well-known organization, event, work or product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// Full name: "European Union" for "EU".
    pub full: &'static str,
}

/// A word or phrase that stands before a name or describes a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// What sort of title it is.
    pub class: TitleClass,
    /// Whether it is said of men or women only.
    pub gender: Option<Gender>,
}

/// Sorts of titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleClass {
    /// Part of an address: "Mr.", "Dr.", "Sir".
    Honorific,
    /// Held and lost: "president", "foreign minister", "spokesman".
    Office,
    /// Military and police: "general".
    Rank,
    /// "archbishop".
    Religious,
    /// What somebody does or is: "lawyer", "striker", "widow".
    Job,
}

/// A word that tells the kind of the name it belongs to: "Ministry", "River", "Hurricane".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Kind of the whole name.
    pub kind: EntityKind,
    /// Where in the name it stands.
    pub at: HeadAt,
}

/// Where a head stands in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadAt {
    /// "Mount Kenya".
    First,
    /// "Elm Street".
    Last,
    /// "Ministry of Defense", "Defense Ministry".
    Any,
}

/// Gender of a first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstName {
    /// `None` if both men and women bear it.
    pub gender: Option<Gender>,
}

/// What a name or word of the gazetteers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the types say it")]
pub enum Known {
    Country(Country),
    Demonym(Demonym),
    Group(PeopleForm),
    Name(KnownName),
    Place(KnownPlace),
}

/// What holds the offices that an adjective is said of where that is no country: "Scottish First Minister".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polity {
    /// "Scotland".
    pub name: &'static str,
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// Whether that holds only where the article names it.
    pub if_named: bool,
}

/// All shared lexicons. Keys are written as in running text, but titles, which are in lower case.
pub struct Lexicons {
    /// Countries, nationals, peoples, organizations, places: whatever is known by its full text.
    pub known: FxHashMap<&'static str, Known>,
    /// Titles in lower case, up to [`Lexicons::LONGEST_TITLE`] words.
    pub titles: FxHashMap<&'static str, Title>,
    /// Words that tell the kind of a name.
    pub heads: FxHashMap<&'static str, Head>,
    /// First names.
    pub first_names: FxHashMap<&'static str, FirstName>,
    /// Words that are usually written in lower case.
    pub common: FxHashSet<&'static str>,
    /// Function words and other words, in lower case, that begin no name even with a capital.
    pub function_words: FxHashSet<&'static str>,
    /// Words that always have a capital and still name nothing: days, months, "I".
    pub capitals: FxHashSet<&'static str>,
    /// Adjectives of regions and peoples whose offices are not those of a country.
    pub polities: FxHashMap<&'static str, Polity>,
    /// States of the United States by their names and short forms, these without a last full stop.
    pub states: FxHashMap<&'static str, &'static str>,
    /// How words at the edges of names and beside them speak for a kind.
    pub evidence: Evidence,
    /// First word of every known name of several words, with the number of words of the longest.
    pub several_words: FxHashMap<&'static str, u8>,
    /// First word of every title, with the number of words of the longest.
    pub title_words: FxHashMap<&'static str, u8>,
}

/// The months of the year, in order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const COUNTRIES: &str = include_str!("../../data/names/countries.tsv");
const DEMONYMS: &str = include_str!("../../data/names/demonyms.tsv");
const PLACES: &str = include_str!("../../data/names/places.tsv");
const NAMES: &str = include_str!("../../data/names/names.tsv");
const GROUPS: &str = include_str!("../../data/names/groups.tsv");
const TITLES: &str = include_str!("../../data/names/titles.tsv");
const HEADS: &str = include_str!("../../data/names/heads.tsv");
const FIRST_NAMES: &str = include_str!("../../data/names/first_names.tsv");
const POLITIES: &str = include_str!("../../data/names/polities.tsv");
const STATES: &str = include_str!("../../data/names/states.tsv");
const NO_NAMES: &str = include_str!("../../data/names/no_names.tsv");
const COMMON_WORDS: &str = include_str!("../../data/names/common_words.tsv");

impl Lexicons {
    /// Words of the longest title.
    pub const LONGEST_TITLE: usize = 5;

    /// Reads the embedded files.
    #[must_use]
    pub fn read() -> Self {
        let known = read_known();
        let titles: FxHashMap<_, _> = rows(TITLES)
            .map(|[phrase, class, gender]| (phrase, Title { class: class_of(class), gender: gender_of(gender) }))
            .collect();
        let heads = rows(HEADS).map(|[word, kind, at]| {
            let at = match at {
                "first" => HeadAt::First,
                "last" => HeadAt::Last,
                _ => HeadAt::Any,
            };
            (word, Head { kind: kind_of(kind), at })
        });
        let polities = rows(POLITIES)
            .map(|[word, name, kind, when]| (word, Polity { name, kind: kind_of(kind), if_named: when == "named" }));
        let states = rows(STATES).flat_map(|[name, code, short]| [(name, name), (code, name), (short, name)]);
        Self {
            several_words: first_words(known.keys().copied().filter(|name| name.contains(' '))),
            title_words: first_words(titles.keys().copied()),
            known,
            titles,
            heads: heads.collect(),
            first_names: rows(FIRST_NAMES).map(|[n, gender]| (n, FirstName { gender: gender_of(gender) })).collect(),
            common: rows(COMMON_WORDS).map(|[word]| word).collect(),
            function_words: no_names("function"),
            capitals: no_names("capital"),
            polities: polities.collect(),
            states: states.filter(|(short, _)| !short.is_empty()).collect(),
            evidence: Evidence::read(),
        }
    }

    /// The country of that name, and nothing else.
    #[must_use]
    pub fn country_named(&self, name: &str) -> Option<Country> {
        match self.known.get(name) {
            Some(Known::Country(country)) => Some(*country),
            _ => None,
        }
    }

    /// The word for nationals.
    #[must_use]
    pub fn demonym(&self, word: &str) -> Option<Demonym> {
        match self.known.get(word) {
            Some(Known::Demonym(demonym)) => Some(*demonym),
            _ => None,
        }
    }

    /// The country that `name` is or, as an adjective or noun for its people, belongs to.
    #[must_use]
    pub fn country(&self, name: &str) -> Option<Country> {
        match self.known.get(name) {
            Some(Known::Country(country) | Known::Demonym(Demonym { country, .. })) => Some(*country),
            _ => None,
        }
    }

    /// ISO code of the country in which a place lies, or of the country itself.
    #[must_use]
    pub fn country_of_place(&self, name: &str) -> Option<&'static str> {
        match self.known.get(name) {
            Some(Known::Country(country)) => Some(country.iso),
            Some(Known::Place(place)) => place.iso,
            _ => None,
        }
    }

    /// The state of the United States that a name or short form stands for: "Ariz.".
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&'static str> {
        self.states.get(name.strip_suffix('.').unwrap_or(name)).copied()
    }

    /// The title that `phrase` is, whatever its case. `buffer` is scratch space.
    #[must_use]
    pub fn title(&self, phrase: &str, buffer: &mut String) -> Option<Title> {
        lower(phrase, buffer);
        self.titles.get(buffer.as_str()).copied()
    }
}

fn no_names(wanted: &str) -> FxHashSet<&'static str> {
    rows(NO_NAMES).filter(|[_, class]| *class == wanted).map(|[word, _]| word).collect()
}

/// Later files win: a country is no city, a people no organization.
fn read_known() -> FxHashMap<&'static str, Known> {
    let countries: FxHashMap<_, _> = rows(COUNTRIES).map(|[alias, iso, name]| (alias, Country { iso, name })).collect();
    let by_iso: FxHashMap<&str, Country> = countries.values().map(|country| (country.iso, *country)).collect();
    let mut known = FxHashMap::with_capacity_and_hasher(PLACES.len() / 14, Default::default());
    known.extend(rows(PLACES).map(|[name, iso, rank]| {
        let rank = match rank {
            "m" => PlaceRank::Major,
            "r" => PlaceRank::Region,
            _ => PlaceRank::Town,
        };
        (name, Known::Place(KnownPlace { iso: Some(iso).filter(|iso| *iso != "-"), rank }))
    }));
    known.extend(rows(NAMES).map(|[name, kind, full]| (name, Known::Name(KnownName { kind: kind_of(kind), full }))));
    known.extend(rows(GROUPS).map(|[word, form]| (word, Known::Group(people_form(form)))));
    known.extend(rows(DEMONYMS).filter_map(|[word, iso, form]| {
        Some((word, Known::Demonym(Demonym { country: *by_iso.get(iso)?, form: people_form(form) })))
    }));
    known.extend(countries.into_iter().map(|(name, country)| (name, Known::Country(country))));
    known
}

/// The first words of phrases, each with the number of words of the longest phrase.
fn first_words(phrases: impl Iterator<Item = &'static str>) -> FxHashMap<&'static str, u8> {
    let mut found = FxHashMap::default();
    for phrase in phrases {
        let mut words = phrase.split(' ');
        if let Some(first) = words.next() {
            let longest = found.entry(first).or_insert(0);
            *longest = (1 + words.count() as u8).max(*longest);
        }
    }
    found
}

/// Puts `word` in lower case into `buffer`, which is emptied first.
pub fn lower(word: &str, buffer: &mut String) {
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(word.chars().flat_map(char::to_lowercase));
    }
}

fn people_form(form: &str) -> PeopleForm {
    match form {
        "p" => PeopleForm::Plural,
        "n" => PeopleForm::Noun,
        _ => PeopleForm::Adjective,
    }
}

fn gender_of(gender: &str) -> Option<Gender> {
    match gender {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}

fn class_of(class: &str) -> TitleClass {
    match class {
        "honorific" => TitleClass::Honorific,
        "office" => TitleClass::Office,
        "rank" => TitleClass::Rank,
        "religious" => TitleClass::Religious,
        _ => TitleClass::Job,
    }
}

fn kind_of(kind: &str) -> EntityKind {
    match kind {
        "person" => EntityKind::Person,
        "organization" => EntityKind::Organization,
        "place" => EntityKind::Place,
        "group" => EntityKind::Group,
        "product" => EntityKind::Product,
        "event" => EntityKind::Event,
        "work" => EntityKind::Work,
        _ => EntityKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_with_every_column_known() {
        for file in [COUNTRIES, DEMONYMS, PLACES, NAMES, TITLES, HEADS] {
            for [word, second, third, rest] in rows(file) {
                assert!(!word.is_empty() && !second.is_empty() && !third.is_empty(), "{word}");
                assert_eq!(rest, "", "{word}");
            }
        }
        for [name, gender] in rows(FIRST_NAMES) {
            assert!(["m", "f", "u"].contains(&gender), "{name}");
        }
        for [title, class, _] in rows(TITLES) {
            assert!(["honorific", "office", "rank", "religious", "job"].contains(&class), "{title}");
            assert!(title.split(' ').count() <= Lexicons::LONGEST_TITLE, "{title}");
        }
    }

    #[test]
    fn adjectives_and_aliases_lead_to_the_country() {
        let lexicons = Lexicons::read();
        for (word, iso) in [
            ("Dutch", "NL"),
            ("Turkish", "TR"),
            ("U.S.", "US"),
            ("Britain", "GB"),
            ("Ukrainians", "UA"),
            ("Danes", "DK"),
        ] {
            assert_eq!(lexicons.country(word).map(|country| country.iso), Some(iso), "{word}");
        }
        assert_eq!(lexicons.country_of_place("Brussels"), Some("BE"));
        assert_eq!(lexicons.country_of_place("Europe"), None);
    }

    #[test]
    fn states_are_known_by_their_short_forms() {
        let lexicons = Lexicons::read();
        for (short, name) in [("AZ", "Arizona"), ("Calif.", "California"), ("W.Va.", "West Virginia"), ("Ohio", "Ohio")]
        {
            assert_eq!(lexicons.state(short), Some(name), "{short}");
        }
        assert_eq!(lexicons.state(""), None);
        assert_eq!(lexicons.state("Norway"), None);
    }

    #[test]
    fn titles_are_found_in_any_case() {
        let lexicons = Lexicons::read();
        let mut buffer = String::new();
        let title = lexicons.title("Prime Minister", &mut buffer).unwrap();
        assert_eq!(title, Title { class: TitleClass::Office, gender: None });
        assert_eq!(lexicons.title("Mrs.", &mut buffer).unwrap().gender, Some(Gender::Feminine));
        assert_eq!(lexicons.title("teapot", &mut buffer), None);
    }
}
