//! What an office is of where the words beside it do not say: the body that the same office is told of elsewhere, the
//! country, town or organization that the article speaks of just there. Called by [`super`] once all statements of a
//! document are known; gives a body only where the text leaves one choice.

use std::{cell::OnceCell, ops::Range};

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, TokenKind};

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    MOST_COMPARED,
    countries::Countries,
    patterns::{Patterns, Statement},
    titles::Titles,
    words::Scope,
};
use crate::lexicon::{Known, Lexicons, PlaceRank};

/// In how many places of a person a country is looked for.
const MOST_PLACES: usize = 8;
/// How many sentences before an office its body may have been named.
const NEAR: usize = 3;
/// How many different open titles of an article are looked for elsewhere.
const MOST_TITLES: usize = 12;

/// Looks at one document.
pub(super) struct Completion<'r, 'd> {
    pub(super) patterns: &'r Patterns<'r, 'd>,
    pub(super) lexicons: &'r Lexicons,
    countries: OnceCell<Countries>,
}

impl<'r, 'd> Completion<'r, 'd> {
    pub(super) fn new(patterns: &'r Patterns<'r, 'd>, lexicons: &'r Lexicons) -> Self {
        Self { patterns, lexicons, countries: OnceCell::new() }
    }

    pub(super) fn reading(&self) -> &Reading<'d> {
        self.patterns.reading
    }

    pub(super) fn titles(&self) -> &Titles {
        self.patterns.titles
    }

    /// Gives offices without a body the one that the text leaves.
    pub(super) fn complete(&self, kept: &mut [Statement]) {
        self.generic_names(kept);
        if !kept.iter().any(|statement| statement.of.is_none()) {
            return;
        }
        self.told_elsewhere(kept);
        self.countries(kept);
        self.towns(kept);
        self.named_again(kept);
        let open = kept.iter_mut().filter(|statement| statement.of.is_none() && self.is_bare(statement));
        for statement in open.take(MOST_COMPARED) {
            let (title, token) = (&*statement.title, statement.span.start);
            let scope = self.titles().scope(title);
            if scope == Some(Scope::Local) {
                let governor = title == "governor";
                let fits = |name: &str| match self.lexicons.known.get(name) {
                    Some(Known::Country(_)) => false,
                    Some(Known::Place(place)) => (place.rank == PlaceRank::Region) == governor,
                    _ => true,
                };
                statement.of = self.most_named(token, 2, |kind, name| kind == EntityKind::Place && fits(name));
            } else if scope == Some(Scope::Corporate) || is_spokesman(title) {
                statement.of = self.most_named(token, 3, |kind, _| kind == EntityKind::Organization);
            }
        }
    }

    /// The same office without a name: "The governor of Tarn has resigned. Governor Anna Brill said".
    fn told_elsewhere(&self, kept: &mut [Statement]) {
        let mut known: Vec<(String, Option<EntityId>)> = Vec::new();
        let indices: Vec<usize> =
            (0..kept.len()).filter(|&index| kept[index].of.is_none()).take(MOST_COMPARED).collect();
        for index in indices {
            let statement = &kept[index];
            let office = statement.rule == "title-before-name"
                && !self.is_american(statement)
                && !self.titles().is_occupation(statement.title.rsplit(' ').next().unwrap_or_default())
                && !self.titles().is_rank(&statement.title)
                && self.is_bare(statement);
            if !office {
                continue;
            }
            let found = known.iter().find(|(title, _)| *title == statement.title).map(|(_, of)| *of);
            let of = match found {
                Some(of) => of,
                None if known.len() == MOST_TITLES => continue,
                None => {
                    let of = self.unnamed(&statement.title);
                    known.push((statement.title.clone(), of));
                    of
                }
            };
            let taken = is_taken(kept, index, of);
            kept[index].of = of.filter(|_| !taken);
        }
    }

    /// The one body of which an article tells an office without naming its holder.
    fn unnamed(&self, title: &str) -> Option<EntityId> {
        let reading = self.reading();
        let head = title.rsplit(' ').next().unwrap_or_default();
        let mut found = None;
        for token in 0..reading.tokens.len() {
            // the lexicon's word first, which costs least
            if reading.entry(token) == 0 || !reading.reads(token, head) {
                continue;
            }
            let sentence = reading.sentence_of(token);
            let titled = self.patterns.titled_in(token, sentence.start, sentence.end);
            let body = |of: &EntityId| {
                let kind = reading.entity(*of).map(|entity| entity.kind);
                matches!(kind, Some(EntityKind::Place | EntityKind::Organization))
            };
            let Some(of) = titled.of.filter(body) else { continue };
            let named = reading.name(titled.title.end).is_some_and(|name| reading.is_person(name.entity));
            let indefinite = matches!(reading.word(titled.start), "a" | "an" | "A" | "An");
            if named || indefinite || titled.status.is_some() || self.titles().normal(reading, titled.title).0 != title
            {
                continue;
            }
            if found.is_some_and(|known| known != of) {
                return None;
            }
            found = Some(of);
        }
        found
    }

    /// Gives offices of a government the country that the text speaks of.
    fn countries(&self, kept: &mut [Statement]) {
        let open =
            |statement: &Statement| statement.of.is_none() && self.is_national(statement) && !self.is_told(statement);
        if !kept.iter().any(open) {
            return;
        }
        let countries = self.countries.get_or_init(|| self.named_countries());
        let indices: Vec<usize> = (0..kept.len()).filter(|&index| open(&kept[index])).take(MOST_COMPARED).collect();
        for &index in &indices {
            let statement = &kept[index];
            let nationality =
                self.reading().entity(statement.person).and_then(|person| person.facts.nationality.as_deref());
            let of = if let Some(of) = self.joined_to(kept, index) {
                Some(of)
            } else if let Some(iso) = nationality {
                countries.place(iso)
            } else if self.is_american(statement) {
                countries.place("US")
            } else {
                let spoken = self.country_before(countries, statement.span.start);
                // what is named but once, and later, has to be more than a place where something is
                let monarch = matches!(&*statement.title, "king" | "queen");
                let later = countries
                    .named
                    .first()
                    .is_none_or(|named| named.token > statement.span.start && (monarch || !named.owns));
                let near = |iso: &&str| {
                    spoken.acting != Some(*iso)
                        && spoken.alone.is_none_or(|alone| alone == *iso)
                        && !(countries.once && (spoken.any && spoken.alone.is_none() || later))
                        && (countries.alone || self.is_near(countries, iso, statement.span.start))
                };
                spoken.own.or_else(|| countries.leading.filter(near)).and_then(|iso| countries.place(iso))
            };
            let taken = !self.is_american(statement) && is_taken(kept, index, of);
            kept[index].of = of.filter(|_| !taken);
        }
        let reading = self.reading();
        for index in indices {
            let person = reading.entity(kept[index].person);
            let known = person.is_some_and(|person| person.facts.nationality.is_some());
            if kept[index].of.is_some() || known || self.is_american(&kept[index]) {
                continue;
            }
            let names = person.map_or(&[][..], |person| &person.mentions).iter();
            let mut names = names.filter(|mention| mention.form == MentionForm::Name).take(MOST_PLACES);
            let iso = names.find_map(|name| self.country_before(countries, reading.token_at(name.span.start())).alone);
            let of = iso.and_then(|iso| countries.place(iso));
            let taken = is_taken(kept, index, of);
            kept[index].of = of.filter(|_| !taken);
        }
    }

    /// "Norwegian President Tom Hale and Prime Minister Anna Brill": the country of the one before.
    fn joined_to(&self, kept: &[Statement], index: usize) -> Option<EntityId> {
        let and = kept[index].span.start.checked_sub(1).filter(|&and| self.reading().reads(and, "and"))?;
        let near = kept[index.saturating_sub(MOST_TITLES)..index].iter().rev();
        let of = near.clone().find(|other| other.span.end == and).and_then(|other| other.of)?;
        let place = self.reading().entity(of).filter(|entity| entity.kind == EntityKind::Place)?;
        self.lexicons.country_named(&place.name).map(|_| of)
    }

    /// Whether a statement is of an office of a government. Of presidents there are many; a country's stands with a
    /// capital before the name.
    fn is_national(&self, statement: &Statement) -> bool {
        let title = &*statement.title;
        let reading = self.reading();
        if matches!(title, "president" | "vice president") {
            let mut words = statement.span.clone();
            // "the country's president"
            let country = |token| ["country", "nation", "republic"].iter().any(|noun| reading.reads(token, noun));
            return self.is_american(statement)
                || words.clone().any(country)
                || stands_before(statement)
                    && words.any(|token| reading.reads(token, "president") && reading.is_capital(token));
        }
        // "Republican Secretary of State Brill" is a state's
        let partisan = || {
            (statement.span.start..statement.span.end)
                .chain(statement.span.start.checked_sub(1))
                .any(|token| self.titles().is_party(reading.word(token)))
        };
        let scope = self.titles().scope(title);
        if scope == Some(Scope::UnitedStates) {
            return !partisan();
        }
        if matches!(title, "king" | "queen") {
            return stands_before(statement);
        }
        scope == Some(Scope::National)
            || title == "minister"
            || title.starts_with("minister of ")
            || title.ends_with(" minister")
            || title.ends_with("defense secretary")
    }

    fn is_american(&self, statement: &Statement) -> bool {
        if self.titles().scope(&statement.title) == Some(Scope::UnitedStates) {
            return true;
        }
        let name = self.reading().entity(statement.person).map_or("", |person| &*person.name);
        matches!(&*statement.title, "president" | "vice president")
            && self.titles().is_american(name.rsplit(' ').next().unwrap_or_default())
    }

    /// "Arvenian President", "Palestinian Foreign Minister": of something else that is named there.
    fn is_told(&self, statement: &Statement) -> bool {
        let (reading, span) = (self.reading(), &statement.span);
        // "pro-Norwegian President Brill"
        let sided = |token| reading.word(token).starts_with("pro-") || reading.word(token).starts_with("anti-");
        if reading.word(span.end) == "of" || span.clone().any(sided) {
            return true;
        }
        let party = |token| self.titles().is_party(reading.word(token));
        let other = |token: usize| {
            // not "Norwegian" in "Norwegian-backed"
            let whole = |at: &MentionAt| {
                !reading.word(token).contains('-') || reading.tokens[token].span.end() <= at.mention.span.end()
            };
            reading.mention(token).is_some_and(|at| !reading.is_person(at.entity) && whole(at))
                && !self.titles().is_portfolio(reading.word(token))
                && !party(token)
        };
        let before = span.start.checked_sub(1).filter(|&token| reading.sentence_of(span.start).contains(&token));
        let before = before.filter(|_| stands_before(statement));
        span.clone().any(other)
            || before.is_some_and(|token| other(token) || reading.is_capital(token) && !party(token))
    }

    /// Whether nothing before a title could say what it is of: not "army spokesman".
    pub(super) fn is_bare(&self, statement: &Statement) -> bool {
        let reading = self.reading();
        let start = statement.span.start;
        if statement.described || self.is_told(statement) {
            return false;
        }
        if !stands_before(statement) {
            return !matches!(reading.word(statement.span.end), "at" | "for" | "with");
        }
        let Some(before) = start.checked_sub(1).filter(|token| reading.sentence_of(start).contains(token)) else {
            return true;
        };
        let free = WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR).or(WordClass::AUXILIARY);
        reading.is(before, free)
            || !matches!(reading.kind(before), TokenKind::Word | TokenKind::Clitic)
            || matches!(reading.word(before), "said" | "says" | "told" | "added")
    }

    /// The entity that is named most, `least` times or more, among those that fit by kind and name, if it is named near
    /// a token.
    fn most_named(&self, token: usize, least: usize, fits: impl Fn(EntityKind, &str) -> bool) -> Option<EntityId> {
        let reading = self.reading();
        let near = self.nearby(token);
        let (mut best, mut most, mut second) = (None, least - 1, 0);
        for (index, entity) in reading.entities.iter().enumerate() {
            if !fits(entity.kind, &entity.name) {
                continue;
            }
            let count = entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name).count();
            if count > most {
                (second, most, best) = (most, count, Some(index));
            } else {
                second = second.max(count);
            }
        }
        // clearly the most
        let best = best.filter(|_| 2 * most >= 3 * second && most > second)?;
        let named = reading.entities[best]
            .mentions
            .iter()
            .any(|mention| near.contains(&reading.token_at(mention.span.start())));
        named.then_some(EntityId(best as u32))
    }

    /// The tokens of the sentence that holds `token` and of a few before it.
    pub(super) fn nearby(&self, token: usize) -> Range<usize> {
        let sentences = &self.reading().sentences;
        let index = sentences.partition_point(|sentence| sentence.end <= token);
        let end = sentences.get(index).map_or(token, |sentence| sentence.end);
        sentences.get(index.saturating_sub(NEAR)).map_or(token..end, |first| first.start..end)
    }
}

/// Whether a title is that of somebody who speaks for a body.
pub(super) fn is_spokesman(title: &str) -> bool {
    matches!(title, "spokesman" | "spokeswoman" | "spokesperson")
}

/// Whether a title stands before its name.
pub(super) fn stands_before(statement: &Statement) -> bool {
    matches!(statement.rule, "title-before-name" | "title-comma-name")
}

/// Whether somebody else is said to hold the office of the statement at `index` at that body.
fn is_taken(kept: &[Statement], index: usize, of: Option<EntityId>) -> bool {
    let statement = &kept[index];
    of.is_some()
        && kept.iter().any(|other| {
            other.of == of
                && other.person != statement.person
                && other.title == statement.title
                && other.status == statement.status
        })
}
