//! Puts the names of a document together that mean the same: full names and surnames, full names
//! and acronyms, countries and their adjectives. Called by [`super::Worker`] after the tagger;
//! pronouns and descriptions are added to its groups later.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::{EntityKind, Facts, Gender, MentionForm};

use super::{
    person_names::PersonName,
    tagger::NameSpan,
    titles,
    words::{Shape, Words},
};
use crate::lexicon::{Known, Lexicons, PeopleForm, TitleClass};

/// A mention in words; becomes a span at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct DraftMention {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) form: MentionForm,
    pub(super) confidence: f32,
}

/// An entity in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft<'t> {
    pub(super) kind: EntityKind,
    pub(super) name: Cow<'t, str>,
    pub(super) mentions: Vec<DraftMention>,
    pub(super) facts: Facts,
    pub(super) confidence: f32,
    /// The parts of a person's fullest name.
    pub(super) person: Option<PersonName<'t>>,
}

/// What the groups are made of.
pub(super) struct Grouping<'t, 'w> {
    text: &'t str,
    words: &'w Words,
    lexicons: &'w Lexicons,
    pub(super) drafts: Vec<Draft<'t>>,
    /// Draft by country code.
    countries: FxHashMap<&'static str, usize>,
    /// Draft by kind and full name or alias.
    names: FxHashMap<(EntityKind, &'t str), usize>,
    /// Drafts of persons, in the order in which they were found.
    people: Vec<usize>,
    /// How many mentions of each person are full names; these come first.
    full: Vec<usize>,
    buffer: String,
}

/// How many persons or bodies a name is compared with, so that no text takes quadratic time.
const MOST_COMPARED: usize = 1000;

/// Groups `names`, which are in text order.
pub(super) fn group<'t>(text: &'t str, words: &Words, lexicons: &Lexicons, names: &[NameSpan]) -> Vec<Draft<'t>> {
    let mut grouping = Grouping {
        text,
        words,
        lexicons,
        drafts: Vec::new(),
        countries: FxHashMap::default(),
        names: FxHashMap::default(),
        people: Vec::new(),
        full: Vec::new(),
        buffer: String::new(),
    };
    // full names first, so that what comes before them finds them too
    let long = |name: &&NameSpan| name.end - name.first > 1;
    names.iter().filter(long).for_each(|name| grouping.add(name));
    grouping.full = grouping.drafts.iter().map(|draft| draft.mentions.len()).collect();
    grouping.find_acronyms(names);
    names.iter().filter(|name| !long(name)).for_each(|name| grouping.add(name));
    for draft in &mut grouping.drafts {
        draft.mentions.sort_by_key(|mention| mention.first);
    }
    grouping.drafts.sort_by_key(|draft| draft.mentions.first().map_or(usize::MAX, |mention| mention.first));
    grouping.drafts
}

impl<'t> Grouping<'t, '_> {
    fn slice(&self, name: &NameSpan) -> &'t str {
        &self.text[self.words.list[name.first].span.start()..self.words.list[name.end - 1].span.end()]
    }

    fn add(&mut self, name: &NameSpan) {
        let text = self.slice(name);
        match name.kind {
            EntityKind::Person => self.add_person(name, text),
            EntityKind::Place => self.add_place(name, text),
            EntityKind::Group => self.add_group(name, text),
            _ => self.add_other(name, text),
        }
    }

    fn mention(&mut self, draft: usize, name: &NameSpan, form: MentionForm) {
        let draft = &mut self.drafts[draft];
        draft.mentions.push(DraftMention { first: name.first, end: name.end, form, confidence: name.confidence });
        draft.confidence = draft.confidence.max(name.confidence);
    }

    fn new_draft(&mut self, kind: EntityKind, name: impl Into<Cow<'t, str>>) -> usize {
        self.drafts.push(Draft {
            kind,
            name: name.into(),
            mentions: Vec::new(),
            facts: Facts::default(),
            confidence: 0.0,
            person: None,
        });
        self.drafts.len() - 1
    }

    fn add_person(&mut self, name: &NameSpan, text: &'t str) {
        let parts = PersonName::new(self.text, &self.words.list[name.first..name.end]);
        let title = titles::before(self.text, &self.words.list, name.first, self.lexicons, &mut self.buffer);
        let titled = title.and_then(|(_, title)| title.gender);
        let gender = titled.or_else(|| self.gender_of(&parts));
        let mut best: Option<((u32, usize), usize)> = None;
        for &number in self.people.iter().rev().take(MOST_COMPARED) {
            let draft = &self.drafts[number];
            let Some(other) = &draft.person else { continue };
            let fit = parts.fits(other);
            let conflict = matches!((gender, draft.facts.gender), (Some(a), Some(b)) if a != b);
            if fit == 0 || conflict && draft.name != text {
                continue;
            }
            // of equally fitting people the one mentioned last before this place
            let (full, short) = draft.mentions.split_at(self.full.get(number).copied().unwrap_or(0));
            let before = full.partition_point(|mention| mention.first < name.first);
            let near =
                short.last().into_iter().chain(full[..before].last()).map(|mention| mention.first).max().unwrap_or(0);
            let rank = (fit, near);
            // and of those the first
            if best.is_none_or(|(before, _)| rank >= before) {
                best = Some((rank, number));
            }
        }
        let draft = match best.map(|(_, draft)| draft).or_else(|| self.misspelt(&parts)) {
            Some(draft) => draft,
            None => {
                let draft = self.new_draft(EntityKind::Person, text);
                self.drafts[draft].person = Some(parts.clone());
                self.people.push(draft);
                draft
            }
        };
        let fuller = self.drafts[draft].person.as_ref().is_some_and(|person| parts.len() > person.len());
        if fuller {
            self.drafts[draft].name = text.into();
            self.drafts[draft].person = Some(parts);
        }
        let known = &mut self.drafts[draft].facts.gender;
        *known = known.or(gender);
        self.mention(draft, name, MentionForm::Name);
    }

    /// The one person with a full name whose surname is nearly this one: people are introduced by their full names,
    /// so that a surname that nobody has is more often a slip than somebody new.
    fn misspelt(&self, parts: &PersonName<'_>) -> Option<usize> {
        if parts.len() > 1 {
            return None;
        }
        let people = self.people.iter().rev().take(MOST_COMPARED).copied();
        let nearly = |number: &usize| self.drafts[*number].person.as_ref().is_some_and(|other| parts.is_nearly(other));
        let mut fitting = people.filter(nearly);
        let found = fitting.next()?;
        fitting.next().is_none().then_some(found)
    }

    fn gender_of(&self, parts: &PersonName<'_>) -> Option<Gender> {
        let first = parts.first().filter(|_| parts.len() > 1)?;
        self.lexicons.first_names.get(first).and_then(|name| name.gender)
    }

    fn add_place(&mut self, name: &NameSpan, text: &'t str) {
        let written = text;
        // "Calif." is short for the state
        let text = if text.len() <= LONGEST_SHORT { self.lexicons.state(text).unwrap_or(text) } else { text };
        let draft = if let Some(country) = self.lexicons.country_named(written) {
            self.country(country.iso, text)
        } else if let Some(&draft) = self.names.get(&(EntityKind::Place, text)) {
            draft
        } else {
            let draft = self.new_draft(EntityKind::Place, text);
            self.names.insert((EntityKind::Place, text), draft);
            self.drafts[draft].facts.country = self.lexicons.country_of_place(text).map(str::to_owned);
            draft
        };
        let named = self.drafts[draft].mentions.iter().any(|mention| mention.form == MentionForm::Name);
        if !named || text.len() > self.drafts[draft].name.len() {
            self.drafts[draft].name = text.into();
        }
        self.mention(draft, name, MentionForm::Name);
    }

    fn country(&mut self, iso: &'static str, name: impl Into<Cow<'t, str>>) -> usize {
        if let Some(&draft) = self.countries.get(iso) {
            return draft;
        }
        let draft = self.new_draft(EntityKind::Place, name);
        self.drafts[draft].facts.country = Some(iso.to_owned());
        self.countries.insert(iso, draft);
        draft
    }

    /// An adjective is a mention of its country, unless it names people; before an office, of whatever has the office.
    fn add_group(&mut self, name: &NameSpan, text: &'t str) {
        if let Some(polity) = self.lexicons.polities.get(text).filter(|polity| !polity.if_named)
            && self.has_office(name)
        {
            let draft = self.names.get(&(polity.kind, polity.name)).copied();
            let draft = draft.unwrap_or_else(|| self.new_draft(polity.kind, polity.name));
            self.names.insert((polity.kind, polity.name), draft);
            self.mention(draft, name, MentionForm::Adjective);
            return;
        }
        if let Some(Known::Demonym(demonym)) = self.lexicons.known.get(text)
            && demonym.form == PeopleForm::Adjective
            && !self.names_people(name)
        {
            let draft = self.country(demonym.country.iso, demonym.country.name);
            self.mention(draft, name, MentionForm::Adjective);
            return;
        }
        self.add_other(name, text);
    }

    /// Whether a government or the title of an office stands behind an adjective: "Scottish First Minister", "the former
    /// Palestinian president", "the Palestinian side".
    fn has_office(&mut self, name: &NameSpan) -> bool {
        let list = &self.words.list;
        let next = list.get(name.end).filter(|word| word.sentence == list[name.first].sentence);
        next.is_some_and(|next| GOVERNMENT.contains(&next.text(self.text)))
            || titles::at(self.text, list, name.end, self.lexicons, &mut self.buffer).is_some_and(|(count, title)| {
                title.class == TitleClass::Office && list[name.end + count - 1].sentence == list[name.first].sentence
            })
    }

    /// Whether an adjective stands for people: "the Turkish were", "a German who".
    fn names_people(&self, name: &NameSpan) -> bool {
        let list = &self.words.list;
        let Some(next) = list.get(name.end).filter(|word| word.sentence == list[name.first].sentence) else {
            return true;
        };
        if next.is(Shape::TAIL) {
            return false;
        }
        let text = next.text(self.text);
        if text == "-" {
            return false;
        }
        if matches!(text, "and" | "or" | ",") {
            // "French and German leaders"
            let other = list.get(name.end + 1).map(|word| word.text(self.text));
            return !other.is_some_and(|word| self.lexicons.country(word).is_some() || text != ",");
        }
        !next.is(Shape::WORD) && !next.is(Shape::DIGIT) || NOT_DESCRIBED.contains(&text)
    }

    fn add_other(&mut self, name: &NameSpan, text: &'t str) {
        let full = match self.lexicons.known.get(text) {
            Some(Known::Name(known)) => known.full,
            _ => text,
        };
        let kind = name.kind;
        let named = |name: &'t str| self.names.get(&(kind, name)).copied();
        let found = named(text).or_else(|| named(full)).or_else(|| self.shortened(kind, text));
        let draft = found.unwrap_or_else(|| self.new_draft(kind, text));
        self.names.insert((kind, text), draft);
        self.names.insert((kind, full), draft);
        if text.len() > self.drafts[draft].name.len() {
            self.drafts[draft].name = text.into();
        }
        self.mention(draft, name, MentionForm::Name);
    }

    /// The one organization whose name `text` begins, or ends in several words. Capitals before other words name
    /// another body, "U.N." that of the "U.N. Security Council", but for a firm's "Corp.".
    fn shortened(&self, kind: EntityKind, text: &str) -> Option<usize> {
        if kind != EntityKind::Organization {
            return None;
        }
        let several = text.contains(' ');
        let acronym = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
        let firm = |name: &str| name.rsplit(' ').next().is_some_and(|last| FIRMS.contains(&last.trim_end_matches('.')));
        let mut fitting = self.drafts.iter().take(MOST_COMPARED).enumerate().filter(|(_, draft)| {
            let longer = |rest: Option<&str>| rest.is_some_and(|rest| rest.starts_with(' ') || rest.ends_with(' '));
            draft.kind == kind
                && (!several
                    && !self.lexicons.heads.contains_key(text)
                    && longer(draft.name.strip_prefix(text))
                    && (!acronym || firm(&draft.name))
                    || several && longer(draft.name.strip_suffix(text)))
        });
        let (found, _) = fitting.next()?;
        fitting.next().is_none().then_some(found)
    }

    /// Notes "Shanghai Cooperation Organization (SCO)" and capitals that spell a longer name.
    fn find_acronyms(&mut self, names: &[NameSpan]) {
        for acronym in names {
            let text = self.slice(acronym);
            if acronym.end - acronym.first != 1 || !self.words.list[acronym.first].is(Shape::UPPER) {
                continue;
            }
            let letters = || text.bytes().filter(u8::is_ascii_alphanumeric);
            let bracketed = acronym.first >= 2 && self.words.list[acronym.first - 1].text(self.text) == "(";
            let found = self.drafts.iter().take(MOST_COMPARED).position(|draft| {
                let adjacent = bracketed
                    && draft.mentions.iter().rev().take(MOST_COMPARED).any(|mention| mention.end == acronym.first - 1);
                let initials =
                    || draft.name.split([' ', '-']).filter_map(|w| w.bytes().next()).filter(u8::is_ascii_uppercase);
                draft.kind != EntityKind::Person
                    && draft.kind != EntityKind::Place
                    && draft.name.contains(' ')
                    && (adjacent || letters().count() > 1 && initials().eq(letters()))
            });
            if let Some(draft) = found {
                self.names.insert((acronym.kind, text), draft);
            }
        }
    }
}

/// Last words of the names of firms.
const FIRMS: [&str; 14] = [
    "Corp",
    "Corporation",
    "Inc",
    "Ltd",
    "Limited",
    "Co",
    "Company",
    "PLC",
    "plc",
    "AG",
    "SA",
    "NV",
    "Group",
    "Holdings",
];

/// The longest short form of a state: "Calif.".
const LONGEST_SHORT: usize = 6;

/// Words for those who govern.
const GOVERNMENT: [&str; 10] = [
    "side",
    "government",
    "cabinet",
    "parliament",
    "legislature",
    "leadership",
    "negotiator",
    "negotiators",
    "presidency",
    "authorities",
];

/// Words after an adjective that it does not describe.
const NOT_DESCRIBED: [&str; 40] = [
    "is", "was", "are", "were", "has", "have", "had", "said", "says", "say", "who", "in", "on", "of", "to", "will",
    "would", "at", "with", "from", "by", "for", "as", "that", "but", "than", "the", "a", "an", "can", "could", "did",
    "do", "does", "whose", "while", "when", "after", "before", "it",
];
