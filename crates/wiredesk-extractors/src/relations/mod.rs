//! The `relations` extractor: who founded, owns, joined, married or succeeded whom or what, where persons were born
//! and where bodies sit. Reads tokens, sentences and entities, and roles where they are there; a relation that is
//! stated several times counts once.
//!
//! [`triggers`] holds the words that state relations; [`ends`], [`lists`] and [`subjects`] find what stands before and
//! after them, [`owners`] and [`bearers`] the two ends of a noun, [`auxiliaries`] what stands around a verb; [`nouns`], [`verbs`], [`particles`], [`seats`],
//! [`births`], [`parties`], [`posts`], [`members`] and [`handovers`] are the patterns, one file per family.

mod auxiliaries;
mod bearers;
mod births;
mod ends;
mod handovers;
mod lists;
mod members;
mod nouns;
mod owners;
mod particles;
mod parties;
mod posts;
mod seats;
mod subjects;
mod triggers;
mod verbs;

use std::{ops::Range, sync::Arc};

use rustc_hash::FxHashSet;
use wiredesk_core::{
    Document, LayerName,
    annotation::{EntityId, Relation, RelationKind},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    ends::Ends,
    triggers::{Trigger, Triggers, Word},
};
use crate::clause::{Lexicon, Reading};

/// The component.
pub struct Relations;

impl Component for Relations {
    const NAME: &'static str = "relations";
    const SUMMARY: &'static str = "who founded, owns, joined, married or succeeded whom or what; births and seats";
    const VERSION: &'static str = "3";
    type Options = NoOptions;
}

impl ExtractorComponent for Relations {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences, LayerName::Entities],
            uses: vec![LayerName::Roles],
            provides: vec![LayerName::Relations],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        let (triggers, lexicon) = Triggers::new();
        Ok(Worker::Sync(Box::new(RelationsWorker { triggers, lexicon })))
    }
}

struct RelationsWorker {
    triggers: Triggers,
    lexicon: Arc<Lexicon>,
}

impl SyncExtractor for RelationsWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        findings.layers.relations = self.relations(document);
        Ok(findings)
    }
}

/// One statement, before it is checked against the others.
struct Statement {
    kind: RelationKind,
    subject: EntityId,
    object: EntityId,
    /// Tokens of the trigger; the span reaches from here to both ends.
    words: Range<usize>,
    rule: &'static str,
}

impl RelationsWorker {
    fn relations(&self, document: &Document) -> Vec<Relation> {
        if document.layers.entities.len() < 2 {
            return Vec::new();
        }
        let reading = Reading::new(document, &self.lexicon);
        let mut held: Vec<(usize, EntityId)> =
            (document.layers.roles.iter()).map(|role| (reading.token_at(role.span.end()), role.person)).collect();
        held.sort_unstable();
        let ends = Ends { reading: &reading, triggers: &self.triggers, held };
        let mut found: Vec<Statement> = Vec::new();
        for token in 0..reading.tokens.len() {
            match self.triggers.get(reading.entry(token)) {
                Some(Trigger::Noun(noun)) => nouns::read(&ends, token, &noun, &mut found),
                Some(Trigger::Verb(verb)) => verbs::read(&ends, token, &verb, &mut found),
                Some(Trigger::Word(word)) => match word {
                    Word::Seated => seats::seated(&ends, token, &mut found),
                    Word::Seat => seats::head_office(&ends, token, &mut found),
                    Word::Born => births::born(&ends, token, &mut found),
                    Word::Native => births::native(&ends, token, &mut found),
                    Word::Origin => births::origin(&ends, token, &mut found),
                    Word::Acquisition => nouns::deed(&ends, token, RelationKind::Acquired, &mut found),
                    Word::Wedding => nouns::deed(&ends, token, RelationKind::Spouse, &mut found),
                    Word::Takeover => particles::takeover(&ends, token, &mut found),
                    Word::Founding => nouns::founding(&ends, token, &mut found),
                    Word::SetUp => particles::set_up(&ends, token, &mut found),
                    Word::Part => nouns::part(&ends, token, &mut found),
                    Word::Follower => {
                        parties::politician(&ends, token, &mut found);
                        posts::qualified(&ends, token, &mut found);
                    }
                    Word::Post => posts::read(&ends, token, &mut found),
                    Word::Board => posts::board(&ends, token, &mut found),
                    Word::Admitted => posts::admitted(&ends, token, &mut found),
                    Word::Birth => births::gave_birth(&ends, token, &mut found),
                    Word::Career => posts::career(&ends, token, &mut found),
                    Word::Body => seats::in_place(&ends, token, &mut found),
                    Word::Party => {}
                },
                None => seats::compound(&ends, token, &mut found),
            }
        }
        parties::read(&ends, &mut found);
        members::read(&ends, &mut found);
        births::life_spans(&ends, &mut found);
        posts::titled(&ends, &mut found);
        handovers::read(&ends, &document.layers.roles, &mut found);
        // an office says already whom its holder belongs to
        let held: FxHashSet<(EntityId, EntityId)> =
            document.layers.roles.iter().filter_map(|role| Some((role.person, role.of?))).collect();
        let mut known = FxHashSet::default();
        let mut relations: Vec<Relation> = found
            .into_iter()
            .filter(|statement| {
                let (a, b) = (statement.subject, statement.object);
                let told = statement.rule.starts_with("post") && held.contains(&(a, b));
                let both = statement.kind == RelationKind::Spouse && b < a;
                !told && a != b && known.insert((statement.kind, if both { (b, a) } else { (a, b) }))
            })
            .filter_map(|statement| {
                Some(Relation {
                    kind: statement.kind,
                    subject: statement.subject,
                    object: statement.object,
                    span: reading.span(statement.words)?,
                    rule: statement.rule.into(),
                })
            })
            .collect();
        relations.sort_by_key(|relation| relation.span);
        relations
    }
}

#[cfg(test)]
mod tests;
