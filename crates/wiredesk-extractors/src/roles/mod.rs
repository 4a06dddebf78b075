//! The `roles` extractor: who holds, held, takes or leaves which office of what. Reads entities, and times for
//! the dates of a tenure where they are there; a role that is stated several times counts once.
//!
//! [`titles`] knows which words are titles, [`patterns`] and [`followers`] how titles and persons stand together,
//! [`phrases`] and [`lists`] how far titles and what they are of reach, [`status`] which words tell whether an office
//! is held.

mod followers;
mod lists;
mod patterns;
mod phrases;
mod status;
mod titles;

use std::{ops::Range, sync::Arc};

use rustc_hash::FxHashMap;
use wiredesk_core::{
    Document, LayerName,
    annotation::{EntityId, EntityKind, Mention, MentionForm, Role, RoleStatus},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    followers::SUCCESSION,
    patterns::{Patterns, Statement},
    titles::Titles,
};
use crate::{
    clause::{Lexicon, Reading, WordClass},
    lexicon::SharedLexicons,
};

/// The component.
pub struct Roles {
    lexicons: SharedLexicons,
}

impl Roles {
    /// With the lexicons of a registry.
    #[must_use]
    pub fn new(lexicons: SharedLexicons) -> Self {
        Self { lexicons }
    }
}

impl Component for Roles {
    const NAME: &'static str = "roles";
    const SUMMARY: &'static str = "who holds, held, takes or leaves which office of what";
    const VERSION: &'static str = "2";
    type Options = NoOptions;
}

impl ExtractorComponent for Roles {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences, LayerName::Entities],
            uses: vec![LayerName::Times],
            provides: vec![LayerName::Roles],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        let (titles, lexicon) = Titles::new(self.lexicons.get());
        Ok(Worker::Sync(Box::new(RolesWorker { titles, lexicon, lexicons: self.lexicons.clone() })))
    }
}

struct RolesWorker {
    titles: Titles,
    lexicon: Arc<Lexicon>,
    lexicons: SharedLexicons,
}

impl SyncExtractor for RolesWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        findings.layers.roles = self.roles(document);
        Ok(findings)
    }
}

impl RolesWorker {
    fn roles(&self, document: &Document) -> Vec<Role> {
        let reading = Reading::new(document, &self.lexicon);
        let patterns = Patterns { reading: &reading, titles: &self.titles, times: &document.layers.times };
        let mut kept: Vec<Statement> = Vec::new();
        for statement in patterns.statements() {
            match kept.iter_mut().rev().take(MOST_COMPARED).find(|known| same_office(known, &statement)) {
                Some(known) if is_better(&statement, known) => *known = statement,
                Some(_) => {}
                None => kept.push(statement),
            }
        }
        self.name_departments(&reading, &mut kept);
        share_employers(&reading, &mut kept);
        self.complete(&reading, &mut kept);
        let mut roles: Vec<Role> = kept.into_iter().filter_map(|statement| role(&reading, statement)).collect();
        roles.sort_by_key(|role| role.span);
        roles
    }
}

impl RolesWorker {
    /// Gives offices of a government without a country the one that the article is about, unless somebody else is
    /// said to hold that office there.
    fn complete(&self, reading: &Reading<'_>, kept: &mut [Statement]) {
        // "Arvenian President", "Palestinian Foreign Minister": of something else
        let told = |span: &Range<usize>| {
            let other = |token| {
                reading.mention(token).is_some_and(|at| !reading.is_person(at.entity))
                    && !self.titles.is_portfolio(reading.word(token))
                    && !PARTIES.contains(&reading.word(token))
            };
            let before = span.start.checked_sub(1).filter(|&token| reading.sentence_of(span.start).contains(&token));
            span.clone().any(other)
                || before.is_some_and(|token| {
                    other(token) || reading.is_capital(token) && !PARTIES.contains(&reading.word(token))
                })
        };
        let open =
            |statement: &Statement| statement.of.is_none() && is_national(&statement.title) && !told(&statement.span);
        if !kept.iter().any(open) {
            return;
        }
        for statement in kept.iter_mut().filter(|statement| open(statement)).take(MOST_COMPARED) {
            statement.of = self.country_before(reading, statement.span.start);
        }
        let country = self.country(reading);
        let held: Vec<(EntityId, String)> = kept
            .iter()
            .filter(|statement| country.is_some() && statement.of == country)
            .map(|statement| (statement.person, statement.title.clone()))
            .collect();
        for statement in kept.iter_mut().filter(|statement| open(statement)) {
            if !held.iter().any(|(person, title)| *person != statement.person && *title == statement.title) {
                statement.of = country;
            }
        }
        for statement in kept.iter_mut().filter(|statement| open(statement)).take(MOST_COMPARED) {
            let person = reading.entity(statement.person);
            let names = person.map_or(&[][..], |person| &person.mentions).iter();
            let mut names = names.filter(|mention| mention.form == MentionForm::Name).take(MOST_PLACES);
            statement.of = names.find_map(|name| self.country_before(reading, reading.token_at(name.span.start())));
        }
    }

    /// "Norwegian Treasury Secretary" with the treasury taken for the body: it is the country's, and the department
    /// belongs to the title.
    fn name_departments(&self, reading: &Reading<'_>, kept: &mut [Statement]) {
        let lexicons = self.lexicons.get();
        let office =
            |statement: &Statement| statement.of.is_some() && matches!(&*statement.title, "secretary" | "minister");
        if !kept.iter().any(office) {
            return;
        }
        let mut places = FxHashMap::default();
        for (index, entity) in
            reading.entities.iter().enumerate().filter(|(_, entity)| entity.kind == EntityKind::Place)
        {
            if let Some(country) = lexicons.country_named(&entity.name) {
                places.entry(country.iso).or_insert(EntityId(index as u32));
            }
        }
        for statement in kept.iter_mut().filter(|statement| office(statement)) {
            let name = statement.of.and_then(|of| reading.entity(of)).map_or("", |body| &*body.name);
            let Some((country, department)) = name.rsplit_once(' ') else { continue };
            let country = lexicons.country_named(country).and_then(|country| places.get(country.iso));
            if let Some(country) = country.filter(|_| self.titles.is_portfolio(department)) {
                statement.of = Some(*country);
                statement.title = format!("{} {}", department.to_lowercase(), statement.title);
            }
        }
    }

    /// The country that the sentence of a statement speaks of before it: "Norway holds talks with Prime Minister Brill".
    fn country_before(&self, reading: &Reading<'_>, statement: usize) -> Option<EntityId> {
        let lexicons = self.lexicons.get();
        let country = |token: &usize| {
            let at = reading.name(*token).filter(|at| at.first == *token)?;
            let place = reading.entity(at.entity).filter(|entity| entity.kind == EntityKind::Place)?;
            lexicons.country_named(&place.name).map(|_| at.entity)
        };
        let mut named = (reading.sentence_of(statement).start..statement).filter(|token| {
            let article = token.saturating_sub(1);
            let before = article.saturating_sub(usize::from(reading.reads(article, "the")));
            // "before Norway holds" is a clause
            let clausal = ["before", "after", "since", "until"].iter().any(|word| reading.reads(before, word));
            country(token).is_some() && (clausal || !reading.is(before, WordClass::PREPOSITION))
        });
        let first = named.next().and_then(|token| country(&token))?;
        named.all(|token| country(&token) == Some(first)).then_some(first)
    }

    /// The country that an article is about: named twice at least, and more often than any other.
    fn country(&self, reading: &Reading<'_>) -> Option<EntityId> {
        let lexicons = self.lexicons.get();
        let mut named: Vec<(usize, EntityId)> = Vec::new();
        for (index, entity) in reading.entities.iter().enumerate() {
            if entity.kind == EntityKind::Place && lexicons.country_named(&entity.name).is_some() {
                let explicit = |mention: &&Mention| matches!(mention.form, MentionForm::Name | MentionForm::Adjective);
                named.push((entity.mentions.iter().filter(explicit).count(), EntityId(index as u32)));
            }
        }
        named.sort_unstable_by_key(|(count, _)| std::cmp::Reverse(*count));
        let second = named.get(1).map_or(0, |(count, _)| *count);
        named.first().filter(|(count, _)| *count >= 2 && *count > second).map(|(_, id)| *id)
    }
}

/// In how many places of a person a country is looked for.
const MOST_PLACES: usize = 8;

/// Adjectives of parties, which are named before an office of something else.
const PARTIES: [&str; 7] = ["Democratic", "Republican", "Conservative", "Labour", "Liberal", "Socialist", "Green"];

/// Offices of a country's government.
const NATIONAL: [&str; 14] = [
    "president",
    "vice president",
    "prime minister",
    "deputy prime minister",
    "foreign minister",
    "foreign secretary",
    "defense minister",
    "defence minister",
    "interior minister",
    "home secretary",
    "finance minister",
    "justice minister",
    "health minister",
    "attorney general",
];

/// Offices of a company, which whoever holds them holds at the company named with them elsewhere.
const CORPORATE: [&str; 9] = [
    "ceo",
    "chief executive",
    "chief executive officer",
    "chairman",
    "chairwoman",
    "chief financial officer",
    "chief operating officer",
    "managing director",
    "cfo",
];

/// Gives company offices without a company the one of the same person's other roles, and those who follow somebody
/// in an office the body of the one before.
fn share_employers(reading: &Reading<'_>, kept: &mut [Statement]) {
    let open: Vec<usize> = (0..kept.len())
        .filter(|&index| kept[index].of.is_none() && CORPORATE.contains(&&*kept[index].title))
        .take(MOST_COMPARED)
        .collect();
    for index in open {
        let person = kept[index].person;
        let mut bodies = kept
            .iter()
            .filter(|other| other.person == person)
            .filter_map(|other| other.of)
            .filter(|of| reading.entity(*of).is_some_and(|entity| entity.kind == EntityKind::Organization));
        if let Some(body) = bodies.next().filter(|body| bodies.all(|other| other == *body)) {
            kept[index].of = Some(body);
        }
    }
    let new: Vec<usize> = (0..kept.len())
        .filter(|&index| kept[index].rule == SUCCESSION && kept[index].of.is_none())
        .take(MOST_COMPARED)
        .collect();
    for index in new {
        let left = |old: &&Statement| {
            old.of.is_some()
                && old.person != kept[index].person
                && old.title == kept[index].title
                && matches!(old.status, RoleStatus::Former | RoleStatus::Outgoing)
        };
        kept[index].of = kept.iter().find(left).and_then(|old| old.of);
    }
}

/// Whether a title is an office of a country's government.
fn is_national(title: &str) -> bool {
    NATIONAL.contains(&title)
        || title == "minister"
        || title.starts_with("minister of ")
        || title.ends_with(" minister")
        || title.ends_with("defense secretary")
}

/// How many earlier roles a statement is compared with.
const MOST_COMPARED: usize = 64;

/// Whether two statements are about the same office of the same person.
fn same_office(a: &Statement, b: &Statement) -> bool {
    let head = |title: &str| title.rsplit(' ').next().unwrap_or_default().to_owned();
    let same_title =
        a.title == b.title || (a.rule == "description" || b.rule == "description") && head(&a.title) == head(&b.title);
    a.person == b.person
        && same_title
        && (a.of == b.of || a.of.is_none() || b.of.is_none())
        && (a.status == b.status || !a.told || !b.told)
}

/// A statement that says more: the status first, then the body.
fn is_better(new: &Statement, known: &Statement) -> bool {
    let telling =
        |statement: &Statement| (statement.status != RoleStatus::Current && statement.told, statement.of.is_some());
    telling(new) > telling(known)
}

fn role(reading: &Reading<'_>, statement: Statement) -> Option<Role> {
    Some(Role {
        person: statement.person,
        title: statement.title,
        of: statement.of,
        status: statement.status,
        span: reading.span(statement.span)?,
        since: statement.tenure.since,
        until: statement.tenure.until,
        rule: statement.rule.into(),
    })
}

#[cfg(test)]
mod tests;
