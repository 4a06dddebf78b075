//! The words by which a relation is read: nouns and verbs with the two ends they tie, and a few words of single
//! patterns. Parsed once from `data/relations/*.tsv` when [`super`] builds a worker; holds nothing of a document.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use wiredesk_core::annotation::{EntityKind, RelationKind};

use super::super::clause::{Entry, Lexicon};

const NOUNS: &str = include_str!("../../data/relations/nouns.tsv");
const VERBS: &str = include_str!("../../data/relations/verbs.tsv");
const WORDS: &str = include_str!("../../data/relations/words.tsv");

/// What one end of a relation has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    /// A person, or a name that is taken for something else beside a word for a relative.
    Kin,
    /// An organization, or what is named like one.
    Body,
    /// Anything that persons found.
    Thing,
    /// Whatever stands there, since names of firms are often taken for others.
    Any,
    /// An organization, or a name that is taken for a group or something else.
    Firm,
    /// An organization and nothing else.
    Org,
    /// An organization, or a country or town that has a team.
    Team,
    /// A person or an organization.
    Owner,
    /// Whoever may join: a person, an organization, a country.
    Member,
    Place,
}

impl Sort {
    fn named(name: &str) -> Self {
        match name {
            "person" => Self::Person,
            "kin" => Self::Kin,
            "body" => Self::Body,
            "thing" => Self::Thing,
            "any" => Self::Any,
            "firm" => Self::Firm,
            "org" => Self::Org,
            "team" => Self::Team,
            "owner" => Self::Owner,
            "member" => Self::Member,
            _ => Self::Place,
        }
    }

    /// What is looked for first where several sorts will do.
    pub(super) fn likely(self) -> Option<Self> {
        match self {
            Self::Any => Some(Self::Body),
            Self::Kin => Some(Self::Person),
            _ => None,
        }
    }

    /// What "it" and "the company" may stand for where that sort is looked for.
    pub(super) fn of_topic(self) -> Self {
        match self {
            Self::Any | Self::Thing | Self::Team | Self::Owner | Self::Member => Self::Body,
            sort => sort,
        }
    }

    /// Whether only persons are meant.
    pub(super) fn is_personal(self) -> bool {
        matches!(self, Self::Person | Self::Kin)
    }

    /// Whether an entity of that kind can be such an end.
    pub(super) fn admits(self, kind: EntityKind) -> bool {
        use EntityKind as Kind;
        match self {
            Self::Person => kind == Kind::Person,
            Self::Kin => matches!(kind, Kind::Person | Kind::Other),
            Self::Body => !matches!(kind, Kind::Person | Kind::Place),
            Self::Thing => kind != Kind::Person,
            Self::Any => true,
            Self::Firm => matches!(kind, Kind::Organization | Kind::Other | Kind::Group),
            Self::Org => kind == Kind::Organization,
            Self::Team => matches!(kind, Kind::Organization | Kind::Other | Kind::Place | Kind::Group),
            Self::Member => matches!(kind, Kind::Person | Kind::Organization | Kind::Place | Kind::Group),
            Self::Owner => matches!(kind, Kind::Organization | Kind::Person),
            Self::Place => kind == Kind::Place,
        }
    }
}

/// A noun for whoever or whatever is at one end of a relation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noun {
    pub(super) kind: RelationKind,
    /// Whether its bearer is the subject.
    pub(super) is_subject: bool,
    pub(super) bearer: Sort,
    pub(super) other: Sort,
    pub(super) many: bool,
    links: &'static str,
}

/// A verb for a relation, in one of its forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verb {
    pub(super) kind: RelationKind,
    /// Whether the one who acts is the subject.
    pub(super) is_subject: bool,
    pub(super) actor: Sort,
    pub(super) patient: Sort,
    links: &'static str,
    pub(super) form: Form,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Third,
    Past,
    Participle,
    /// Past tense and participle alike.
    Ed,
    Ing,
}

impl Noun {
    /// The noun where no preposition vouches for what stands beside it.
    pub(super) fn strict(&self) -> Self {
        let firm = |sort| if sort == Sort::Any { Sort::Firm } else { sort };
        Self { bearer: firm(self.bearer), other: firm(self.other), ..*self }
    }

    /// A noun for a deed of somebody.
    pub(super) const fn deed(kind: RelationKind, other: Sort) -> Self {
        Self { kind, is_subject: true, bearer: other, other, many: false, links: "of" }
    }

    /// A noun that ties an organization to another.
    pub(super) const fn of_bodies(kind: RelationKind) -> Self {
        Self { kind, is_subject: true, bearer: Sort::Firm, other: Sort::Firm, many: false, links: "of" }
    }

    /// The noun with another sort of bearer.
    pub(super) const fn with_bearer(&self, bearer: Sort) -> Self {
        Self { bearer, ..*self }
    }

    /// A noun for a post of a person.
    pub(super) const fn post(many: bool) -> Self {
        Self { many, ..Self::deed(RelationKind::MemberOf, Sort::Person) }
    }

    /// Whether a word ties the noun to the other end.
    pub(super) fn links(&self, word: &str) -> bool {
        self.links.split(' ').any(|link| link.eq_ignore_ascii_case(word))
    }
}

impl Verb {
    /// Whether the verb takes its object without a preposition.
    pub(super) fn is_direct(&self) -> bool {
        self.links == "-"
    }

    /// Whether a word ties the verb to its object.
    pub(super) fn links(&self, word: &str) -> bool {
        self.links.split(' ').any(|link| link.eq_ignore_ascii_case(word))
    }
}

/// What a word may state.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trigger {
    Noun(Noun),
    Verb(Verb),
    Word(Word),
}

/// Words of single patterns, by the classes of `words.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Seated,
    Seat,
    Born,
    Native,
    Origin,
    Founding,
    SetUp,
    Acquisition,
    Wedding,
    Takeover,
    Part,
    Party,
    Follower,
    Body,
    Post,
    Career,
    Board,
    Admitted,
    Birth,
}

/// All trigger words; a word's entry in the lexicon is its row here plus one.
pub(super) struct Triggers {
    rows: Vec<Trigger>,
    parties: FxHashSet<&'static str>,
    posts: FxHashSet<&'static str>,
}

impl Triggers {
    /// The triggers, and the word lists to read documents with.
    pub(super) fn new() -> (Self, Arc<Lexicon>) {
        let mut rows = Vec::new();
        let mut words: Vec<(&'static str, Entry)> = Vec::new();
        let mut add = |word: &'static str, trigger: Trigger| {
            rows.push(trigger);
            words.push((word, rows.len() as Entry));
        };
        for line in rows_of(NOUNS) {
            if let [kind, end, bearer, other, number, links, nouns] = line.split('\t').collect::<Vec<_>>()[..]
                && let Some(kind) = kind_named(kind)
            {
                let noun = Noun {
                    kind,
                    is_subject: end == "subject",
                    bearer: Sort::named(bearer),
                    other: Sort::named(other),
                    many: number == "many",
                    links,
                };
                nouns.split(' ').for_each(|word| add(word, Trigger::Noun(noun)));
            }
        }
        for line in rows_of(VERBS) {
            if let [kind, end, actor, patient, links, forms] = line.split('\t').collect::<Vec<_>>()[..]
                && let Some(kind) = kind_named(kind)
            {
                let forms: Vec<&'static str> = forms.split(' ').collect();
                let alike = forms.get(2) == forms.get(3);
                for (index, form) in FORMS.into_iter().enumerate() {
                    let form = if alike && form == Form::Past { Form::Ed } else { form };
                    let word = forms.get(index).copied().filter(|word| *word != "x" && !(alike && index == 3));
                    let verb = Verb {
                        kind,
                        is_subject: end == "subject",
                        actor: Sort::named(actor),
                        patient: Sort::named(patient),
                        links,
                        form,
                    };
                    if let Some(word) = word {
                        add(word, Trigger::Verb(verb));
                    }
                }
            }
        }
        for line in rows_of(WORDS) {
            if let Some((class, list)) = line.split_once('\t')
                && let Some((_, class)) = CLASSES.iter().find(|(name, _)| *name == class)
            {
                list.split(' ').for_each(|word| add(word, Trigger::Word(*class)));
            }
        }
        let named = |(class, list): (&str, &'static str)| (class == "party").then_some(list);
        let parties = rows_of(WORDS).filter_map(|line| line.split_once('\t').and_then(named));
        let parties = parties.flat_map(|list| list.split(' ')).collect();
        let named = |(class, list): (&str, &'static str)| (class == "post").then_some(list);
        let posts = rows_of(WORDS).filter_map(|line| line.split_once('\t').and_then(named));
        let posts = posts.flat_map(|list| list.split(' ')).collect();
        (Self { rows, parties, posts }, Lexicon::new(words))
    }

    /// Whether a word names a party's following: "Democrat", "Conservatives".
    pub(super) fn is_party(&self, word: &str) -> bool {
        let lower = word.to_ascii_lowercase();
        self.parties.contains(&*lower) || lower.strip_suffix('s').is_some_and(|one| self.parties.contains(one))
    }

    /// Whether a word is a post, in whatever name it stands.
    pub(super) fn is_post(&self, word: &str) -> bool {
        self.posts.contains(&*word.to_ascii_lowercase())
    }

    /// The verb of "founding", which is an adjective as well.
    pub(super) fn founding(&self) -> Option<Verb> {
        self.rows.iter().find_map(|row| match row {
            Trigger::Verb(verb) if verb.kind == RelationKind::Founded && verb.form == Form::Ing => Some(*verb),
            _ => None,
        })
    }

    /// What a lexicon entry stands for.
    pub(super) fn get(&self, entry: Entry) -> Option<Trigger> {
        self.rows.get(usize::from(entry).checked_sub(1)?).copied()
    }
}

const FORMS: [Form; 5] = [Form::Base, Form::Third, Form::Past, Form::Participle, Form::Ing];

const CLASSES: [(&str, Word); 19] = [
    ("seated", Word::Seated),
    ("seat", Word::Seat),
    ("born", Word::Born),
    ("native", Word::Native),
    ("origin", Word::Origin),
    ("founding", Word::Founding),
    ("set-up", Word::SetUp),
    ("acquisition", Word::Acquisition),
    ("wedding", Word::Wedding),
    ("takeover", Word::Takeover),
    ("part", Word::Part),
    ("party", Word::Party),
    ("follower", Word::Follower),
    ("body", Word::Body),
    ("post", Word::Post),
    ("career", Word::Career),
    ("board", Word::Board),
    ("admitted", Word::Admitted),
    ("birth", Word::Birth),
];

fn rows_of(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn kind_named(name: &str) -> Option<RelationKind> {
    Some(match name {
        "succeeds" => RelationKind::Succeeds,
        "founded" => RelationKind::Founded,
        "member_of" => RelationKind::MemberOf,
        "part_of" => RelationKind::PartOf,
        "spouse" => RelationKind::Spouse,
        "child_of" => RelationKind::ChildOf,
        "acquired" => RelationKind::Acquired,
        "born_in" => RelationKind::BornIn,
        "located_in" => RelationKind::LocatedIn,
        _ => return None,
    })
}
