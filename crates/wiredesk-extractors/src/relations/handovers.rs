//! Who follows whom in an office, read from two roles of one document: one person takes it over, another leaves it.
//! Called by [`super`] once per document; without the roles layer it finds nothing.

use wiredesk_core::annotation::{RelationKind, Role, RoleStatus};

use super::{Statement, ends::Ends};

/// Words for whoever leads a body, which may stand for its exact title.
const LEADS: [&str; 6] = ["head", "chief", "leader", "boss", "chair", "helm"];
/// Words between a person and an office that say that it is new to them.
const TAKES: [&str; 12] = [
    "took over",
    "takes over",
    "taking over",
    "take over",
    "sworn in",
    "inaugurated",
    "became",
    "becomes",
    "was elected",
    "was appointed",
    "was named",
    "takes office",
];
/// How many offices are compared with each other.
const MOST: usize = 64;

/// Pairs those who take an office with those who leave it.
pub(super) fn read(ends: &Ends<'_, '_>, roles: &[Role], found: &mut Vec<Statement>) {
    let roles = &roles[..roles.len().min(MOST)];
    for new in roles.iter().filter(|role| role.of.is_some() && takes(ends, role)) {
        let mut left = roles.iter().filter(|old| leaves(old) && old.person != new.person && is_same(new, old));
        // with two of them nobody knows
        if let (Some(old), None) = (left.next(), left.next()) {
            let sentence = ends.reading.sentence_of(ends.reading.token_at(new.span.start()));
            found.push(Statement {
                kind: RelationKind::Succeeds,
                subject: new.person,
                object: old.person,
                words: sentence,
                rule: "office-handover",
            });
        }
    }
}

fn takes(ends: &Ends<'_, '_>, role: &Role) -> bool {
    let words = role.span.slice(ends.reading.text);
    role.status == RoleStatus::Incoming
        || role.status == RoleStatus::Current && TAKES.iter().any(|verb| words.contains(verb))
}

fn leaves(role: &Role) -> bool {
    role.status == RoleStatus::Outgoing
}

fn is_same(new: &Role, old: &Role) -> bool {
    let head = |title: &str| title.rsplit(' ').next().unwrap_or_default().to_owned();
    let (new_head, old_head) = (head(&new.title), head(&old.title));
    let titles = new_head == old_head || LEADS.contains(&&*new_head) || LEADS.contains(&&*old_head);
    titles && old.of == new.of
}
