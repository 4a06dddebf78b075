//! The verbs and nouns that express events: rows of `data/events/*.tsv` with the conditions under which they hold.
//! Read once per worker by [`super`]; whether a condition holds is for [`super::verbal`] and [`super::nominal`].

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use wiredesk_core::annotation::EventKind;

use crate::clause::{
    self, Entry,
    verbs::{Lemma, Vocabulary},
};

/// Where a participant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    /// In the noun's own phrase: "Norway's", "Norwegian".
    Whose,
    /// In the phrase of this preposition.
    After(&'static str),
}

/// What has to hold for a row to decide.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// A word of the object is one of these.
    Object(Words),
    /// A word of the subject is one of these.
    Subject(Words),
    /// One of these words follows, as a particle or a preposition; its phrase has one of the nouns, if there are any.
    After(Vec<&'static str>, Words),
    /// One of these prepositions follows the verb directly.
    Next(Vec<&'static str>),
    /// One of these words stands before the noun in its phrase, or "whose" for any participant.
    Before(Vec<&'static str>),
    NotBefore(Vec<&'static str>),
    /// The noun is the object of one of these verbs.
    Governor(Vec<Lemma>),
    /// An infinitive follows; of an event of one of these kinds, if there are any.
    To(Vec<EventKind>),
    /// A clause with "that" follows.
    That,
    HasObject(bool),
    /// The object has an entity.
    Named,
    Not,
    Would,
    Passive(bool),
    Plural(bool),
    /// What it names kills or explodes in its clause.
    Kills,
    /// The noun has a participant, or a verb that lends it one.
    Talking,
    /// The verb is no infinitive.
    FiniteVerb,
    /// The object is a person or a people.
    Somebody,
    /// The object is an organization.
    Organization,
    /// The subject is a place.
    Country,
    /// The subject is a person.
    Person,
    /// The verb has an auxiliary, or is no participle.
    Finite,
    /// None of these prepositions governs the noun.
    NotUnder(Vec<&'static str>),
}

/// Numbers of nouns, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(Vec<Lemma>);

impl Words {
    pub(super) fn contains(&self, noun: Lemma) -> bool {
        noun > 0 && self.0.binary_search(&noun).is_ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a verb or noun means where its conditions hold.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// None: no event.
    pub(super) kind: Option<EventKind>,
    pub(super) actors: Vec<Place>,
    pub(super) recipients: Vec<Place>,
    pub(super) conditions: Vec<Condition>,
}

/// The lexicon of events.
pub(super) struct EventLexicon {
    pub(super) vocabulary: Vocabulary,
    verbs: Vec<Vec<Row>>,
    nouns: Vec<Vec<Row>>,
    /// By entry: whether the word is of a verb or noun that has rows.
    listed: Vec<bool>,
    casualty: FxHashSet<Lemma>,
    explosion: FxHashSet<Lemma>,
    support: FxHashSet<Lemma>,
    /// "leave", of "left nine dead".
    pub(super) leave: Lemma,
}

const VERBS: &str = include_str!("../../data/events/verbs.tsv");
const NOUNS: &str = include_str!("../../data/events/nouns.tsv");
const SETS: &str = include_str!("../../data/events/sets.tsv");

/// Verbs that say what an attack or accident did to people.
const CASUALTY: [&str; 7] = ["kill", "wound", "injure", "hurt", "maim", "claim", "displace"];

/// Verbs that say that an attack or accident took place, or went on.
const EXPLOSION: [&str; 12] =
    ["explode", "detonate", "strike", "hit", "blow", "target", "damage", "destroy", "rip", "tear", "land", "slam"];

/// Verbs that only lend a noun their subject: "hold talks".
const SUPPORT: [&str; 32] = [
    "hold",
    "launch",
    "carry",
    "conduct",
    "stage",
    "make",
    "begin",
    "start",
    "continue",
    "mount",
    "wage",
    "end",
    "complete",
    "attend",
    "join",
    "open",
    "resume",
    "pay",
    "lead",
    "plan",
    "face",
    "order",
    "announce",
    "impose",
    "have",
    "commit",
    "issue",
    "undertake",
    "organize",
    "host",
    "do",
    "postpone",
];

impl EventLexicon {
    /// Reads the lexicon; the second is what documents are read with.
    pub(super) fn new() -> (Self, Arc<clause::Lexicon>) {
        let sets: FxHashMap<&'static str, Vec<&'static str>> =
            rows(SETS).filter_map(|row| Some((*row.first()?, row.get(1)?.split(' ').collect()))).collect();
        let verb_rows: Vec<_> = rows(VERBS).collect();
        let noun_rows: Vec<_> = rows(NOUNS).collect();
        let heads = |rows: &[Vec<&'static str>]| rows.iter().filter_map(|row| row.first().copied()).collect::<Vec<_>>();
        // words of conditions are nouns of the vocabulary, those that express events first
        let mut nouns = heads(&noun_rows);
        let events = nouns.iter().collect::<FxHashSet<_>>().len();
        let conditions = verb_rows.iter().chain(&noun_rows).filter_map(|row| row.get(4));
        for condition in conditions.flat_map(|conditions| conditions.split(' ')) {
            if let Some(words) = nouns_of(condition) {
                nouns.extend(expand(words, &sets));
            }
        }
        let governors =
            noun_rows.iter().filter_map(|row| row.get(4)?.strip_prefix("verb:")).flat_map(|list| list.split('|'));
        let others = CASUALTY.into_iter().chain(EXPLOSION).chain(SUPPORT).chain(governors);
        let (vocabulary, words) = Vocabulary::new(heads(&verb_rows).into_iter().chain(others), nouns);
        let own = heads(&verb_rows);
        let mut lexicon = Self {
            verbs: vec![Vec::new(); own.len() + 1],
            nouns: vec![Vec::new(); events + 1],
            listed: Vec::new(),
            casualty: CASUALTY.iter().map(|verb| vocabulary.verb(verb)).collect(),
            explosion: EXPLOSION.iter().map(|verb| vocabulary.verb(verb)).collect(),
            support: SUPPORT.iter().map(|verb| vocabulary.verb(verb)).collect(),
            leave: vocabulary.verb("leave"),
            vocabulary,
        };
        for row in &verb_rows {
            let verb = lexicon.vocabulary.verb(row[0]);
            let parsed = parse(row, &sets, &lexicon.vocabulary);
            lexicon.verbs[usize::from(verb)].push(parsed);
        }
        for row in &noun_rows {
            let noun = lexicon.vocabulary.noun(row[0]);
            let parsed = parse(row, &sets, &lexicon.vocabulary);
            lexicon.nouns[usize::from(noun)].push(parsed);
        }
        lexicon.listed = (0..=lexicon.vocabulary.len())
            .map(|entry| {
                let word = lexicon.vocabulary.word(entry as Entry);
                !lexicon.verb(word.verb).is_empty() || !lexicon.noun(word.noun).is_empty()
            })
            .collect();
        (lexicon, words)
    }

    /// Whether the word with an entry may express an event.
    pub(super) fn is_listed(&self, entry: Entry) -> bool {
        self.listed.get(usize::from(entry)).copied().unwrap_or(false)
    }

    /// The rows of a verb, in the order in which they are tried.
    pub(super) fn verb(&self, verb: Lemma) -> &[Row] {
        self.verbs.get(usize::from(verb)).map_or(&[], Vec::as_slice)
    }

    /// The rows of a noun.
    pub(super) fn noun(&self, noun: Lemma) -> &[Row] {
        self.nouns.get(usize::from(noun)).map_or(&[], Vec::as_slice)
    }

    /// Whether a verb says what an attack or accident did to people.
    pub(super) fn is_casualty(&self, verb: Lemma) -> bool {
        self.casualty.contains(&verb)
    }

    /// Whether a verb says that an attack took place.
    pub(super) fn is_explosion(&self, verb: Lemma) -> bool {
        self.explosion.contains(&verb)
    }

    /// Whether a verb lends its subject to the noun that is its object.
    pub(super) fn is_support(&self, verb: Lemma) -> bool {
        self.support.contains(&verb)
    }
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

/// The list of nouns in a condition.
fn nouns_of(condition: &'static str) -> Option<&'static str> {
    let (name, rest) = condition.split_once(':')?;
    match name {
        "object" | "subject" => Some(rest),
        "after" => rest.split_once('=').map(|(_, words)| words),
        _ => None,
    }
}

fn expand(words: &'static str, sets: &FxHashMap<&'static str, Vec<&'static str>>) -> Vec<&'static str> {
    words
        .split('|')
        .flat_map(|word| match word.strip_prefix('@') {
            Some(set) => sets.get(set).cloned().unwrap_or_default(),
            None => vec![word],
        })
        .collect()
}

fn parse(row: &[&'static str], sets: &FxHashMap<&'static str, Vec<&'static str>>, vocabulary: &Vocabulary) -> Row {
    let column = |index: usize| row.get(index).copied().unwrap_or("-");
    let words = |list: &'static str| {
        let mut words: Vec<Lemma> = expand(list, sets).into_iter().map(|word| vocabulary.noun(word)).collect();
        words.sort_unstable();
        Words(words)
    };
    let condition = |text: &'static str| {
        let (name, rest) = text.split_once(':').unwrap_or((text, ""));
        let list = || rest.split('|').filter(|word| !word.is_empty()).collect::<Vec<_>>();
        Some(match name {
            "object" => Condition::Object(words(rest)),
            "subject" => Condition::Subject(words(rest)),
            "after" => match rest.split_once('=') {
                Some((prepositions, nouns)) => Condition::After(prepositions.split('|').collect(), words(nouns)),
                None => Condition::After(list(), Words::default()),
            },
            "before" => Condition::Before(list()),
            "whose" => Condition::Before(vec!["whose"]),
            "-before" => Condition::NotBefore(list()),
            "verb" => Condition::Governor(list().into_iter().map(|verb| vocabulary.verb(verb)).collect()),
            "to" => Condition::To(list().into_iter().filter_map(kind).collect()),
            "that" => Condition::That,
            "no-object" => Condition::HasObject(false),
            "has-object" => Condition::HasObject(true),
            "named" => Condition::Named,
            "not" => Condition::Not,
            "would" => Condition::Would,
            "passive" => Condition::Passive(true),
            "active" => Condition::Passive(false),
            "plural" => Condition::Plural(true),
            "singular" => Condition::Plural(false),
            "next" => Condition::Next(list()),
            "kills" | "harm" => Condition::Kills,
            "talking" => Condition::Talking,
            "finite-verb" => Condition::FiniteVerb,
            "person" => Condition::Person,
            "somebody" => Condition::Somebody,
            "organization" => Condition::Organization,
            "country" => Condition::Country,
            "finite" => Condition::Finite,
            "-under" => Condition::NotUnder(list()),
            _ => return None,
        })
    };
    Row {
        kind: kind(column(1)),
        actors: places(column(2)),
        recipients: places(column(3)),
        conditions: column(4).split(' ').filter_map(condition).collect(),
    }
}

fn places(column: &'static str) -> Vec<Place> {
    column
        .split(',')
        .filter(|place| *place != "-")
        .map(|place| match place {
            "subject" => Place::Subject,
            "object" => Place::Object,
            "whose" => Place::Whose,
            preposition => Place::After(preposition),
        })
        .collect()
}

fn kind(name: &str) -> Option<EventKind> {
    Some(match name {
        "AGREE" => EventKind::Agree,
        "CONSULT" => EventKind::Consult,
        "SUPPORT" => EventKind::Support,
        "CONCEDE" => EventKind::Concede,
        "COOPERATE" => EventKind::Cooperate,
        "AID" => EventKind::Aid,
        "RETREAT" => EventKind::Retreat,
        "REQUEST" => EventKind::Request,
        "ACCUSE" => EventKind::Accuse,
        "REJECT" => EventKind::Reject,
        "THREATEN" => EventKind::Threaten,
        "PROTEST" => EventKind::Protest,
        "SANCTION" => EventKind::Sanction,
        "MOBILIZE" => EventKind::Mobilize,
        "COERCE" => EventKind::Coerce,
        "ASSAULT" => EventKind::Assault,
        "OFFICE.ASSUME" => EventKind::OfficeAssume,
        "OFFICE.LEAVE" => EventKind::OfficeLeave,
        "OFFICE.NOMINATE" => EventKind::OfficeNominate,
        "ELECTION" => EventKind::Election,
        "DEATH" => EventKind::Death,
        "DISASTER" => EventKind::Disaster,
        _ => return None,
    })
}
