//! The words by which clauses are read: verbs with all their forms, and nouns in both numbers, as entries of a
//! [`Lexicon`]. Built once by an extractor from the common verbs and its own words; regular forms are made by
//! rule, irregular ones listed. It decides nothing about a word in its place.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Lexicon};

/// Forms that a word can be of its verb; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms(u8);

impl Forms {
    pub(crate) const BASE: Self = Self(1);
    pub(crate) const THIRD: Self = Self(1 << 1);
    pub(crate) const PAST: Self = Self(1 << 2);
    pub(crate) const PARTICIPLE: Self = Self(1 << 3);
    pub(crate) const ING: Self = Self(1 << 4);

    /// Whether it can be any of `forms`.
    pub(crate) const fn is(self, forms: Self) -> bool {
        self.0 & forms.0 != 0
    }

    /// The union of two sets.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words whose part is known beforehand though they are in no closed class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fixed {
    /// "out", "down".
    Particle,
    /// A particle after a verb: "back".
    ParticleAfterVerb,
    Adverb,
    /// "willing", which is no form of a verb.
    Adjective,
}

const FIXED: [(&str, Fixed); 10] = [
    ("up", Fixed::Particle),
    ("down", Fixed::Particle),
    ("out", Fixed::Particle),
    ("off", Fixed::Particle),
    ("away", Fixed::Particle),
    ("aside", Fixed::Particle),
    ("apart", Fixed::Particle),
    ("back", Fixed::ParticleAfterVerb),
    ("outright", Fixed::Adverb),
    ("willing", Fixed::Adjective),
];

/// Ways of a verb in its clause; a set. The names are the classes of `data/clause/verbs.tsv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u8);

impl Traits {
    /// Its past form is never a participle after a noun.
    pub(crate) const INTRANSITIVE: Self = Self(1);
    /// Takes a clause rather than an object.
    pub(crate) const SAYING: Self = Self(1 << 1);
    /// Its object is the subject of the infinitive after it.
    pub(crate) const HANDING: Self = Self(1 << 2);
    /// Takes a form in -ing.
    pub(crate) const GERUND: Self = Self(1 << 3);
    /// Its base form and third person are nouns as often as verbs.
    const OFTEN_NOUN: Self = Self(1 << 4);

    /// Whether all of `traits` are in it.
    pub(crate) const fn has(self, traits: Self) -> bool {
        self.0 & traits.0 == traits.0
    }

    fn named(class: &str) -> Self {
        match class {
            "intransitive" => Self::INTRANSITIVE,
            "saying" => Self::SAYING,
            "handing" => Self::HANDING,
            "gerund" => Self::GERUND,
            "both" => Self::OFTEN_NOUN,
            _ => Self(0),
        }
    }
}

/// Number of a verb or a noun in its vocabulary; 0 for none.
pub(crate) type Lemma = u16;

/// What a word can be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// The verb that it is a form of.
    pub(crate) verb: Lemma,
    pub(crate) forms: Forms,
    /// The listed noun that it is, or is the plural of.
    pub(crate) noun: Lemma,
    pub(crate) plural: bool,
    /// Whether its base form and third person are nouns as often as verbs.
    pub(crate) often_noun: bool,
    /// A part that it always has, or "back".
    pub(crate) fixed: Option<Fixed>,
    /// What else is known of the verb.
    pub(crate) traits: Traits,
}

/// Verbs and nouns by their forms.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: Vec<Word>,
    entries: FxHashMap<String, Entry>,
    verbs: FxHashMap<String, Lemma>,
    nouns: FxHashMap<String, Lemma>,
}

const VERBS: &str = include_str!("../../data/clause/verbs.tsv");
const IRREGULAR: &str = include_str!("../../data/clause/irregular_verbs.tsv");

impl Vocabulary {
    /// The caller's verbs and nouns together with the common verbs. The caller's go first where forms coincide
    /// ("wound" the verb before the past of "wind").
    pub(crate) fn new<'w>(
        verbs: impl IntoIterator<Item = &'w str>,
        nouns: impl IntoIterator<Item = &'w str>,
    ) -> (Self, Arc<Lexicon>) {
        let irregular = Irregular::new();
        let mut vocabulary = Self::default();
        for (word, fixed) in FIXED {
            vocabulary.slot(word.to_owned()).fixed = Some(fixed);
        }
        for noun in nouns {
            vocabulary.add_noun(noun);
        }
        let rows = || VERBS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let mut traits: FxHashMap<&'static str, Traits> = FxHashMap::default();
        for (class, words) in rows() {
            for word in words.split(' ') {
                traits.entry(word).or_default().0 |= Traits::named(class).0;
            }
        }
        for verb in verbs.into_iter().chain(rows().flat_map(|(_, words)| words.split(' '))) {
            vocabulary.add_verb(verb, traits.get(verb).copied().unwrap_or_default(), &irregular);
        }
        let lexicon = Lexicon::new(vocabulary.entries.iter().map(|(word, &entry)| (word.clone(), entry)));
        (vocabulary, lexicon)
    }

    /// What the word with an entry can be.
    pub(crate) fn word(&self, entry: Entry) -> Word {
        usize::from(entry).checked_sub(1).and_then(|index| self.words.get(index)).copied().unwrap_or_default()
    }

    /// What a word in lower case can be.
    pub(crate) fn find(&self, word: &str) -> Word {
        self.entries.get(word).map_or_else(Word::default, |&entry| self.word(entry))
    }

    /// How many words there are; the last has this number as its entry.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The number of a verb, by its base form; 0 if it is none.
    pub(crate) fn verb(&self, base: &str) -> Lemma {
        self.verbs.get(base).copied().unwrap_or(0)
    }

    /// The number of a noun, by its singular; 0 if it is not listed.
    pub(crate) fn noun(&self, singular: &str) -> Lemma {
        self.nouns.get(singular).copied().unwrap_or(0)
    }

    fn add_verb(&mut self, base: &str, traits: Traits, irregular: &Irregular) {
        if self.verbs.contains_key(base) {
            return;
        }
        let lemma = self.verbs.len() as Lemma + 1;
        self.verbs.insert(base.to_owned(), lemma);
        for (form, forms) in irregular.forms(base) {
            let word = self.slot(form);
            if word.verb == 0 || word.verb == lemma {
                *word = Word { verb: lemma, forms: word.forms.or(forms), ..*word };
                word.traits = traits;
                word.often_noun |= traits.has(Traits::OFTEN_NOUN) && forms.is(Forms::BASE.or(Forms::THIRD));
            }
        }
    }

    fn add_noun(&mut self, singular: &str) {
        if self.nouns.contains_key(singular) {
            return;
        }
        let lemma = self.nouns.len() as Lemma + 1;
        self.nouns.insert(singular.to_owned(), lemma);
        for (form, plural) in [(singular.to_owned(), false), (plural(singular), true)] {
            let word = self.slot(form);
            if word.noun == 0 {
                word.noun = lemma;
                word.plural = plural;
            }
        }
    }

    fn slot(&mut self, form: String) -> &mut Word {
        let next = self.words.len();
        let entry = *self.entries.entry(form).or_insert(next as Entry + 1);
        if usize::from(entry) > next {
            self.words.push(Word::default());
        }
        &mut self.words[usize::from(entry) - 1]
    }
}

/// The verbs that are not inflected by the plain rules.
struct Irregular {
    /// Past forms and participles.
    listed: FxHashMap<&'static str, (&'static str, &'static str)>,
    doubling: FxHashSet<&'static str>,
}

impl Irregular {
    fn new() -> Self {
        let (mut listed, mut doubling) = (FxHashMap::default(), FxHashSet::default());
        for line in IRREGULAR.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            match (columns.next(), columns.next(), columns.next()) {
                (Some(base), Some(past), Some(participle)) => drop(listed.insert(base, (past, participle))),
                (Some(base), ..) => drop(doubling.insert(base)),
                _ => {}
            }
        }
        Self { listed, doubling }
    }

    /// Every form of a verb; forms that coincide come more than once.
    fn forms(&self, base: &str) -> Vec<(String, Forms)> {
        let mut forms = vec![
            (base.to_owned(), Forms::BASE),
            (if base == "have" { "has".to_owned() } else { with_s(base) }, Forms::THIRD),
        ];
        let single = base.bytes().filter(|byte| b"aeiou".contains(byte)).count() == 1;
        let doubled = self.doubling.contains(base) || single && ends_short(base);
        let stem = match (base.strip_suffix("ie"), base.strip_suffix('e')) {
            (Some(stem), _) => format!("{stem}y"),
            (_, Some(stem)) if !base.ends_with("ee") && base != "be" => stem.to_owned(),
            _ => doubling(base, doubled),
        };
        forms.push((format!("{stem}ing"), Forms::ING));
        // cancelled and canceled
        if doubled && !single {
            forms.push((format!("{base}ing"), Forms::ING));
            forms.push((format!("{base}ed"), Forms::PAST.or(Forms::PARTICIPLE)));
        }
        match self.listed.get(base) {
            Some((past, participle)) => {
                forms.extend(past.split(' ').map(|form| (form.to_owned(), Forms::PAST)));
                forms.extend(participle.split(' ').map(|form| (form.to_owned(), Forms::PARTICIPLE)));
            }
            None => forms.push((past(base, doubled), Forms::PAST.or(Forms::PARTICIPLE))),
        }
        forms
    }
}

fn doubling(base: &str, doubled: bool) -> String {
    let last = base.chars().next_back().filter(|_| doubled);
    base.chars().chain(last).collect()
}

fn past(base: &str, doubled: bool) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    match base.strip_suffix('y') {
        Some(stem) if !ends_in_vowel(stem) => format!("{stem}ied"),
        _ => format!("{}ed", doubling(base, doubled)),
    }
}

/// The third person of a verb, the plural of a noun.
fn with_s(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !ends_in_vowel(stem) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| word.ends_with(ending)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn plural(noun: &str) -> String {
    match noun {
        "child" => "children".to_owned(),
        "person" => "persons".to_owned(),
        _ => match noun.strip_suffix("man") {
            Some(stem) => format!("{stem}men"),
            None => with_s(noun),
        },
    }
}

fn ends_in_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// Whether a word of one vowel ends in it and one consonant that doubles: "stab", "hit".
fn ends_short(word: &str) -> bool {
    let mut ending = word.bytes().rev();
    let last = ending.next().is_some_and(|byte| !b"aeiouwxyhc".contains(&byte));
    last && ending.next().is_some_and(|byte| b"aeiou".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_its_verb() {
        let (vocabulary, _) = Vocabulary::new(["kidnap", "try", "wound", "lie"], ["attack", "party"]);
        let check = |form: &str, base: &str, forms: Forms| {
            let word = vocabulary.word(vocabulary.entries.get(form).copied().unwrap_or(0));
            assert_eq!((word.verb, word.forms), (vocabulary.verb(base), forms), "{form}");
        };
        check("kidnapped", "kidnap", Forms::PAST.or(Forms::PARTICIPLE));
        check("kidnaping", "kidnap", Forms::ING);
        check("tries", "try", Forms::THIRD);
        check("tried", "try", Forms::PAST.or(Forms::PARTICIPLE));
        check("wound", "wound", Forms::BASE);
        check("lying", "lie", Forms::ING);
        check("shot", "shoot", Forms::PAST.or(Forms::PARTICIPLE));
        check("hitting", "hit", Forms::ING);
        check("visited", "visit", Forms::PAST.or(Forms::PARTICIPLE));
        check("taken", "take", Forms::PARTICIPLE);
        check("fleeing", "flee", Forms::ING);
        check("went", "go", Forms::PAST);
    }

    #[test]
    fn a_noun_is_known_in_both_numbers() {
        let (vocabulary, _) = Vocabulary::new([], ["attack", "party", "gunman"]);
        for (form, singular) in [("attacks", "attack"), ("parties", "party"), ("gunmen", "gunman")] {
            let word = vocabulary.word(vocabulary.entries.get(form).copied().unwrap_or(0));
            assert_eq!((word.noun, word.plural), (vocabulary.noun(singular), true), "{form}");
        }
    }
}
