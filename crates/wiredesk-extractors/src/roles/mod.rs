//! The `roles` extractor: who holds, held, takes or leaves which office of what. Reads entities, and times for
//! the dates of a tenure where they are there; a role that is stated several times counts once.
//!
//! [`titles`] knows which words are titles, [`patterns`] how titles and persons stand together, [`status`]
//! which words tell whether an office is held.

mod patterns;
mod status;
mod titles;

use std::sync::Arc;

use wiredesk_core::{
    Document, LayerName,
    annotation::{Role, RoleStatus},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    patterns::{Patterns, Statement},
    titles::Titles,
};
use crate::{
    clause::{Lexicon, Reading},
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
    const VERSION: &'static str = "1";
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
        Ok(Worker::Sync(Box::new(RolesWorker { titles, lexicon })))
    }
}

struct RolesWorker {
    titles: Titles,
    lexicon: Arc<Lexicon>,
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
        let mut roles: Vec<Role> = kept.into_iter().filter_map(|statement| role(&reading, statement)).collect();
        roles.sort_by_key(|role| role.span);
        roles
    }
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
