//! The `roles` extractor: who holds, held, takes or leaves which office of what. Reads entities, and times for
//! the dates of a tenure where they are there; a role that is stated several times counts once.
//!
//! [`titles`] and [`words`] know which words are titles, [`patterns`], [`followers`] and [`appointing`] how titles and persons stand
//! together, [`phrases`], [`bodies`] and [`lists`] how far titles and what they are of reach, [`sharing`] whose title
//! is whose, [`status`] and [`verbs`] which words tell whether an office is held, [`completion`], [`countries`] and [`context`]
//! what an office is of where the words beside it do not say.

mod appointing;
mod bodies;
mod changes;
mod completion;
mod context;
mod countries;
mod followers;
mod lists;
mod patterns;
mod phrases;
mod sharing;
mod status;
mod titles;
mod verbs;
mod words;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wiredesk_core::{
    Document, LayerName,
    annotation::{EntityId, EntityKind, Role, RoleStatus},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    changes::SUCCESSION,
    completion::Completion,
    patterns::{Patterns, Statement},
    titles::Titles,
    words::Scope,
};
use crate::{
    clause::{Lexicon, Reading},
    lexicon::{Known, SharedLexicons},
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
    const VERSION: &'static str = "4";
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
        let patterns = Patterns::new(&reading, &self.titles, &document.layers.times);
        let mut kept: Vec<Statement> = Vec::new();
        for statement in patterns.statements() {
            match kept.iter_mut().rev().take(MOST_COMPARED).find(|known| same_office(known, &statement)) {
                Some(known) if is_better(&statement, known) => *known = statement,
                Some(_) => {}
                None => kept.push(statement),
            }
        }
        self.name_departments(&reading, &mut kept);
        share_employers(&reading, &self.titles, &mut kept);
        Completion::new(&patterns, self.lexicons.get()).complete(&mut kept);
        let mut roles: Vec<Role> = kept.into_iter().filter_map(|statement| role(&reading, statement)).collect();
        roles.sort_by_key(|role| role.span);
        roles
    }
}

impl RolesWorker {
    /// "Norwegian Treasury Secretary" with the treasury taken for the body: it is the country's, and the department
    /// belongs to the title. So it is with "Harbour Authority Operations Director" and "Harbour Authority for
    /// Operations", where the text names the Harbour Authority as well.
    fn name_departments(&self, reading: &Reading<'_>, kept: &mut [Statement]) {
        let lexicons = self.lexicons.get();
        let body =
            |statement: &Statement| statement.of.and_then(|of| reading.entity(of)).map_or("", |body| &*body.name);
        let parted = |name: &str| {
            let (whole, department) = name.split_once(" for ").or_else(|| name.rsplit_once(' '))?;
            self.titles.is_portfolio(department).then(|| (whole.to_owned(), department.to_lowercase()))
        };
        let office = |statement: &Statement| {
            let head = statement.title.rsplit(' ').next().unwrap_or_default();
            DEPARTMENTAL.contains(&head) && parted(body(statement)).is_some()
        };
        if !kept.iter().any(office) {
            return;
        }
        let mut bodies: FxHashMap<&str, EntityId> = FxHashMap::default();
        for (index, entity) in reading.entities.iter().enumerate() {
            if matches!(entity.kind, EntityKind::Place | EntityKind::Organization) {
                let id = EntityId(index as u32);
                let country = lexicons.country_named(&entity.name).filter(|_| entity.kind == EntityKind::Place);
                bodies.entry(country.map_or(&entity.name, |country| country.iso)).or_insert(id);
                if let Some(Known::Name(known)) = lexicons.known.get(&*entity.name) {
                    bodies.entry(known.full).or_insert(id);
                }
                for mention in &entity.mentions {
                    bodies.entry(mention.span.slice(reading.text)).or_insert(id);
                }
            }
        }
        for statement in kept.iter_mut().filter(|statement| office(statement)) {
            let body_of = body(statement).to_owned();
            let Some((whole, department)) = parted(&body_of) else { continue };
            let country = lexicons.country_named(&whole).and_then(|country| bodies.get(country.iso));
            if let Some(of) = country.or_else(|| bodies.get(&*whole)) {
                statement.of = Some(*of);
                if !statement.title.contains(&department) {
                    let behind = body_of.contains(" for ");
                    statement.title = match behind {
                        true => format!("{} for {department}", statement.title),
                        false => format!("{department} {}", statement.title),
                    };
                }
            }
        }
    }
}

/// Heads of offices that a department is named with.
const DEPARTMENTAL: [&str; 6] = ["secretary", "undersecretary", "minister", "commissioner", "director", "chief"];

/// Gives company offices without a company the one of the same person's other roles, and those who follow somebody
/// in an office the body of the one before.
fn share_employers(reading: &Reading<'_>, titles: &Titles, kept: &mut [Statement]) {
    let open: Vec<usize> = (0..kept.len())
        .filter(|&index| kept[index].of.is_none() && titles.scope(&kept[index].title) == Some(Scope::Corporate))
        .take(MOST_COMPARED)
        .collect();
    for index in open {
        let person = kept[index].person;
        let mut bodies = kept.iter().filter(|other| other.person == person).filter_map(|other| other.of).filter(|of| {
            let kind = reading.entity(*of).map(|entity| entity.kind);
            !matches!(kind, None | Some(EntityKind::Place | EntityKind::Person | EntityKind::Group))
        });
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

/// How many earlier roles a statement is compared with.
const MOST_COMPARED: usize = 64;

/// Whether two statements are about the same office of the same person.
fn same_office(a: &Statement, b: &Statement) -> bool {
    let head = |title: &str| title.rsplit(' ').next().unwrap_or_default().to_owned();
    let same_title = a.title == b.title
        || (a.rule == "description" || b.rule == "description") && head(&a.title) == head(&b.title)
        || is_short_for(&a.title, &b.title)
        || is_short_for(&b.title, &a.title);
    a.person == b.person
        && same_title
        && (a.of == b.of || a.of.is_none() || b.of.is_none())
        && (a.status == b.status || !a.told || !b.told)
}

/// Whether one title is the other without what tells it apart: "minister" for "foreign minister", but not "president"
/// for "vice president".
fn is_short_for(short: &str, long: &str) -> bool {
    const DISTINCT: [&str; 11] = [
        "vice",
        "deputy",
        "assistant",
        "associate",
        "lieutenant",
        "under",
        "prime",
        "shadow",
        "interim",
        "acting",
        "first",
    ];
    // "minister" for "minister of defence"
    if long.strip_prefix(short).is_some_and(|rest| rest.starts_with(" of ")) {
        return true;
    }
    long.strip_suffix(short)
        .and_then(|rest| rest.strip_suffix(' '))
        .is_some_and(|rest| !rest.split(' ').any(|word| DISTINCT.contains(&word)))
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
