//! Where a person is mentioned and what part the mention plays in its clause, as far as the words beside
//! it tell: subject, object, behind a preposition, owner of something. Made once per document by
//! [`super::resolve`]; there is no parser.

use wiredesk_core::annotation::MentionForm;

use super::super::{
    grouping::DraftMention,
    words::{Shape, Word},
};

/// What a mention does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Object,
    /// Behind a preposition.
    Oblique,
    /// Owner: "Brandt's".
    Owner,
    Other,
}

/// Where a person is mentioned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) draft: usize,
    pub(super) sentence: u32,
    /// Clauses begun before it, see [`Sentences::clauses`].
    pub(super) clause: u32,
    pub(super) role: Role,
    /// A verb of saying stands beside it.
    pub(super) speaks: bool,
    pub(super) pronoun: bool,
    /// A name of one word.
    pub(super) short: bool,
    /// One of several: "Brandt and Osei".
    pub(super) joined: bool,
}

/// Verbs that make their subject the speaker.
pub(super) const SAYING: [&str; 12] =
    ["said", "says", "told", "added", "adds", "noted", "asked", "wrote", "argued", "warned", "insisted", "explained"];

const PREPOSITIONS: [&str; 34] = [
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
    "including",
    "under",
    "than",
    "into",
    "over",
    "after",
    "before",
    "during",
    "since",
    "without",
    "through",
    "toward",
    "towards",
    "upon",
    "alongside",
    "behind",
    "beside",
    "near",
    "like",
    "despite",
    "until",
    "among",
];
/// Words before a name that belong to its phrase.
const DETERMINERS: [&str; 14] =
    ["the", "a", "an", "his", "her", "their", "its", "my", "our", "your", "whose", "this", "that", "another"];
const AUXILIARIES: [&str; 22] = [
    "is", "was", "are", "were", "be", "been", "has", "have", "had", "does", "did", "do", "will", "would", "can",
    "could", "may", "might", "shall", "should", "must", "being",
];
/// Past forms that do not end in "-ed", those that stories and reports are full of.
const PAST: [&str; 84] = [
    "said",
    "told",
    "made",
    "took",
    "became",
    "went",
    "came",
    "got",
    "left",
    "won",
    "wrote",
    "began",
    "gave",
    "found",
    "met",
    "led",
    "held",
    "kept",
    "knew",
    "lost",
    "saw",
    "sent",
    "set",
    "spoke",
    "stood",
    "thought",
    "brought",
    "built",
    "bought",
    "caught",
    "chose",
    "drew",
    "drove",
    "fell",
    "felt",
    "fought",
    "grew",
    "heard",
    "hit",
    "hurt",
    "laid",
    "lay",
    "let",
    "lent",
    "meant",
    "paid",
    "put",
    "ran",
    "read",
    "rose",
    "sang",
    "sat",
    "shot",
    "showed",
    "slept",
    "sold",
    "spent",
    "stole",
    "struck",
    "swore",
    "swam",
    "taught",
    "threw",
    "understood",
    "woke",
    "wore",
    "beat",
    "broke",
    "bore",
    "cut",
    "did",
    "fled",
    "flew",
    "forgave",
    "froze",
    "hid",
    "overtook",
    "rode",
    "sought",
    "sprang",
    "stuck",
    "sued",
    "withdrew",
    "wed",
];
/// Nouns before which a name tells whose they are: "the Brandt administration".
const OWNED: [&str; 22] = [
    "administration",
    "government",
    "cabinet",
    "family",
    "aide",
    "aides",
    "ally",
    "allies",
    "campaign",
    "supporters",
    "presidency",
    "doctrine",
    "brothers",
    "sisters",
    "team",
    "era",
    "years",
    "novel",
    "film",
    "character",
    "book",
    "loyalists",
];
/// Words that begin a clause.
const OPENERS: [&str; 23] = [
    "that", "and", "but", "when", "while", "after", "before", "because", "who", "if", "as", "to", "which", "since",
    "until", "although", "though", "where", "whom", "whose", "or", "how", "why",
];
/// Openers of clauses that depend on another.
pub(super) const SUBORDINATORS: [&str; 15] = [
    "that", "when", "while", "after", "before", "because", "if", "as", "since", "until", "although", "though", "where",
    "what", "how",
];
/// How far an insertion between a subject and its verb reaches: "Brandt, a lawyer, said".
const INSERTION: usize = 14;
/// How far before a name the word that governs it stands: "for the former foreign minister".
const GOVERNOR: usize = 6;

/// The words of a document with the number of clauses begun before each.
pub(super) struct Sentences<'a> {
    pub(super) text: &'a str,
    pub(super) list: &'a [Word],
    /// One more entry than words.
    clauses: Vec<u32>,
}

/// What stands before a phrase and governs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governor {
    Preposition,
    Verb,
    /// "and", "or", at this word.
    Joint(usize),
    Nothing,
}

impl<'a> Sentences<'a> {
    pub(super) fn new(text: &'a str, list: &'a [Word]) -> Self {
        let mut clauses = Vec::with_capacity(list.len() + 1);
        let mut count = 0;
        clauses.push(0);
        for &word in list {
            let mark = !word.is(Shape::WORD) && !word.is(Shape::CLITIC) && !word.is(Shape::DIGIT);
            let opens = || word.is(Shape::LOWER) && word.span.len() < 9 && OPENERS.contains(&word.text(text));
            count += u32::from(mark || opens());
            clauses.push(count);
        }
        Self { text, list, clauses }
    }

    /// Clauses begun before word `at`; counted over the whole document.
    pub(super) fn clauses(&self, at: usize) -> u32 {
        self.clauses.get(at).copied().unwrap_or_default()
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |word| word.text(self.text))
    }

    fn is_verb(&self, at: usize) -> bool {
        let text = self.word(at);
        self.list.get(at).is_some_and(|word| word.is(Shape::LOWER))
            && (text.len() > 4 && text.ends_with("ed") || AUXILIARIES.contains(&text) || PAST.contains(&text))
    }

    /// What governs the phrase whose name is the words from `first` to `end`.
    fn governor(&self, first: usize, end: usize) -> Governor {
        let sentence = self.list[first].sentence;
        for at in (first.saturating_sub(GOVERNOR)..first).rev() {
            let word = self.list[at];
            if word.sentence != sentence {
                return Governor::Nothing;
            }
            if word.any_of(Shape::TAIL, Shape::DIGIT, Shape::INITIAL) || word.is(Shape::CLITIC) {
                continue;
            } else if !word.is(Shape::WORD) {
                return Governor::Nothing;
            }
            let text = word.text(self.text);
            let is = |list: &[&str]| {
                list.contains(&text) || word.is(Shape::OPENS) && list.iter().any(|one| one.eq_ignore_ascii_case(text))
            };
            if is(&["and", "or", "nor"]) {
                return Governor::Joint(at);
            } else if is(&DETERMINERS) && text != "that" {
                continue;
            } else if is(&["after", "before", "since", "until"]) && self.before_verb(end) {
                return Governor::Nothing;
            } else if is(&PREPOSITIONS) {
                return Governor::Preposition;
            } else if is(&OPENERS) {
                return Governor::Nothing;
            } else if self.is_verb(at)
                || at + 1 == first && word.is(Shape::LOWER) && (text.ends_with("ing") || text.ends_with('s'))
            {
                return Governor::Verb;
            }
        }
        Governor::Nothing
    }

    /// Whether a verb follows, maybe behind an insertion.
    fn before_verb(&self, end: usize) -> bool {
        let Some(next) = self.list.get(end).filter(|next| next.sentence == self.list[end - 1].sentence) else {
            return false;
        };
        let text = next.text(self.text);
        // 'Brandt "has no plans"'
        if matches!(text, "\"" | "“" | "``") {
            return self.is_verb(end + 1);
        }
        if next.is(Shape::WORD) {
            return next.is(Shape::LOWER)
                && !PREPOSITIONS.contains(&text)
                && !OPENERS.contains(&text)
                && !DETERMINERS.contains(&text)
                && !OWNED.contains(&text);
        }
        let close = match text {
            "," => ",",
            "(" => ")",
            _ => return false,
        };
        let most = (end + INSERTION).min(self.list.len());
        let closed = (end + 2..most).find(|at| self.word(*at) == close);
        closed.is_some_and(|at| {
            let verb = self.list.get(at + 1).filter(|word| word.sentence == next.sentence && word.is(Shape::LOWER));
            verb.is_some() && (self.is_verb(at + 1) || self.is_present(at + 1))
        })
    }

    /// Whether a word has the ending of "says".
    fn is_present(&self, at: usize) -> bool {
        const OTHERS: [&str; 10] =
            ["this", "thus", "always", "besides", "whereas", "unless", "perhaps", "towards", "these", "plus"];
        let word = self.word(at);
        word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !OTHERS.contains(&word)
    }

    /// "The head of the union, Rosa Lind, did".
    fn is_apposed(&self, first: usize, end: usize) -> bool {
        let comma = |at: usize| self.word(at) == ",";
        let apart = first.checked_sub(1).is_some_and(comma) && comma(end);
        apart
            && (self.is_verb(end + 1)
                || self.list.get(end + 1).is_some_and(|word| word.is(Shape::LOWER)) && self.is_present(end + 1))
    }

    /// Whether the noun that follows is what the clause is about: "Brandt voters stayed".
    fn is_attribute(&self, end: usize) -> bool {
        let noun = self.list.get(end).is_some_and(|word| word.is(Shape::LOWER)) && self.is_present(end);
        noun && self.is_verb(end + 1)
    }

    /// Whether "'s" is a verb: "Brandt's been away".
    fn contracts(&self, clitic: usize) -> bool {
        let next = self.word(clitic + 1);
        matches!(next, "a" | "an" | "the" | "not" | "been" | "going" | "always" | "never" | "just" | "also")
    }

    pub(super) fn place(&self, mention: &DraftMention, draft: usize) -> Place {
        let DraftMention { first, end, form, .. } = *mention;
        let clitic = self.list.get(end).is_some_and(|word| word.is(Shape::CLITIC)) && self.word(end) != "n't";
        let governor = self.governor(first, end);
        let next = self.word(end);
        let inverted = first.checked_sub(1).is_some_and(|at| {
            let before = self.word(at);
            // '"Soon," said Brandt', not "Osei said Brandt would"
            let apart = at.checked_sub(1).is_some_and(|at| !self.list[at].is(Shape::WORD));
            SAYING.contains(&before) && !matches!(before, "told" | "asked") && apart
        });
        let speaks = SAYING.contains(&next) || inverted;
        let role = if clitic && !self.contracts(end) || OWNED.contains(&next) || self.is_attribute(end) {
            Role::Owner
        } else if inverted {
            Role::Subject
        } else if governor == Governor::Preposition {
            Role::Oblique
        } else if self.before_verb(end) || self.is_apposed(first, end) {
            Role::Subject
        } else if governor == Governor::Verb {
            Role::Object
        } else {
            Role::Other
        };
        Place {
            first,
            end,
            draft,
            sentence: self.list[first].sentence,
            clause: self.clauses(first),
            role,
            speaks,
            pronoun: form == MentionForm::Pronoun,
            short: matches!(form, MentionForm::Name | MentionForm::Adjective) && end - first == 1,
            joined: matches!(governor, Governor::Joint(_)),
        }
    }

    /// Lets what is joined play the same part and what comes first in its sentence be the subject; `places` in text
    /// order.
    pub(super) fn settle(&self, places: &mut [Place]) {
        let mut first_of = None;
        for number in 0..places.len() {
            let until = places.get(number + 1).map_or(self.list.len(), |next| next.first);
            let (before, rest) = places.split_at_mut(number);
            let place = &mut rest[0];
            if place.joined {
                // "Brandt and Osei", not "spoke and Osei"
                let mate = before.last_mut().filter(|mate| {
                    mate.end < place.first && self.governor(place.first, place.end) == Governor::Joint(mate.end)
                });
                match mate {
                    Some(mate) => {
                        mate.joined = true;
                        if mate.role == Role::Other && place.role == Role::Subject {
                            mate.role = Role::Subject;
                        }
                        if place.role != Role::Owner {
                            place.role = mate.role;
                        }
                    }
                    None => place.joined = false,
                }
            }
            if place.role == Role::Other && first_of != Some(place.sentence) {
                place.role = Role::Subject;
            }
            first_of = Some(place.sentence);
            // "Brandt for the union, says"
            if place.role == Role::Subject && !place.speaks {
                let until = until.min(place.end + INSERTION);
                place.speaks = (place.end..until)
                    .take_while(|at| self.list[*at].sentence == place.sentence)
                    .any(|at| SAYING.contains(&self.word(at)));
            }
        }
    }
}
