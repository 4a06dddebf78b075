//! What a title is of: the body named behind it, in whatever way prepositions, fields and owners stand between. Called
//! by [`super::patterns`], [`super::lists`] and [`super::followers`]; makes no statements.

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    patterns::Patterns,
    phrases::{OUTSIDE, REACH, Titled, is_verb},
};

/// Titles that are of a body alone.
const FIRM_TITLES: [&str; 7] = ["ceo", "cfo", "coo", "chairman", "chairwoman", "founder", "co-founder"];
/// Those who are sent to where "for" and "to" say.
const ENVOYS: [&str; 6] = ["envoy", "ambassador", "emissary", "negotiator", "mediator", "rapporteur"];
/// First words of names for a part of a body.
const PARTS: [&str; 6] = ["Board", "Department", "Faculty", "Office", "School", "Division"];
/// Parts of the names of places of study.
const STUDIES: [&str; 6] = ["Univers", "College", "School", "Institut", "Academy", "Polytechnic"];
/// Nouns for where somebody comes from.
const DESCENT: [&str; 6] = ["descent", "origin", "origins", "heritage", "ancestry", "extraction"];
/// Last words of fields in which somebody has an office.
const FIELDS: [&str; 6] = ["affairs", "policy", "relations", "operations", "acquisition", "programs"];
/// How many words such a field has.
const FIELD_NAME: usize = 6;
/// How far into its sentence what opens it may stand.
const OPENER: usize = 4;
/// How far a field of study reaches.
const FIELD: usize = 18;

impl Patterns<'_, '_> {
    /// A title with what stands before and after it.
    pub(super) fn titled_in(&self, head: usize, least: usize, end: usize) -> Titled {
        let mut titled = self.titled(head, least);
        let found = if self.titles.is_academic(self.reading.word(head)) {
            let named = |(of, _): &(EntityId, usize)| {
                let name = self.reading.entity(*of).map_or("", |entity| &*entity.name);
                self.reading.word(titled.end) != "of" || STUDIES.iter().any(|part| name.contains(part))
            };
            let direct = || self.of_after(titled.end, titled.end, end, REACH).filter(named);
            self.university(titled.end, end).or_else(direct)
        } else {
            self.of_after(titled.end, titled.end, end, REACH)
        };
        let found = found.or_else(|| self.behind_department(titled.end, end));
        let found = found.or_else(|| self.behind_comma(&titled, end));
        if let Some((of, after)) = found.or_else(|| self.firm_like_a_person(&titled, end)) {
            // in "the Norwegian commander in Tarn" the place is only where; those who are elected are so for a place
            let place = self.reading.entity(of).is_some_and(|entity| entity.kind == EntityKind::Place);
            let elected = self.titles.is_elected(self.reading.word(titled.title.end - 1));
            // "envoy for Norway" tells where to
            let to = matches!(self.reading.word(titled.end), "for" | "to")
                && ENVOYS.iter().any(|title| self.reading.reads(titled.title.end - 1, title));
            if place && to && titled.of.is_none() {
                return titled;
            }
            // "Norway's head of Olympic security"
            let noun = self.reading.kind(after) == TokenKind::Word
                && self.reading.word(after).starts_with(char::is_lowercase)
                && !self.reading.is(after, OUTSIDE);
            let about = !self.is_firm(of) && !place && noun;
            let where_only =
                titled.of.is_some() && place && !elected && matches!(self.reading.word(titled.end), "in" | "for");
            titled.of = titled.of.filter(|_| where_only || about).or(Some(of));
            (titled.end, titled.behind) = (after, true);
            if let Some(second) = self.second_body(&titled, end) {
                (titled.also, titled.end) = (Some(second.entity), second.end);
            }
        }
        titled
    }

    /// "chairman of Harbour Bank and Tarn Steel": the body behind "and" if the phrase ends there, for two firms, or two
    /// countries with the plural of a title.
    pub(super) fn second_body(&self, titled: &Titled, end: usize) -> Option<MentionAt> {
        let reading = self.reading;
        let and = reading.reads(titled.end, "and").then_some(titled.end)?;
        let body = *self.body_from(and + 1, end)?;
        let kind = |id| reading.entity(id).map(|entity| entity.kind);
        let shared = match kind(body.entity)? {
            EntityKind::Organization => true,
            EntityKind::Place => self.is_plural(titled.title.end - 1),
            _ => false,
        };
        let alike = titled.of.is_some_and(|of| of != body.entity && kind(of) == kind(body.entity));
        let ends =
            body.end >= end || reading.kind(body.end) == TokenKind::Punctuation || reading.reads(body.end, "who");
        (shared && alike && ends).then_some(body)
    }

    /// Whether a title is of a body alone, so that whoever is named before it is a firm: "Brill chairman".
    pub(super) fn is_of_firms(&self, head: usize) -> bool {
        FIRM_TITLES.iter().any(|title| self.reading.reads(head, title))
    }

    /// "chairman of Brill": firms that are named like persons, behind titles that nobody has of a person.
    fn firm_like_a_person(&self, titled: &Titled, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let last = titled.title.end.checked_sub(1)?;
        if !self.is_of_firms(last) || reading.word(titled.end) != "of" {
            return None;
        }
        let mut token = titled.end + 1;
        while token < end && reading.is(token, WordClass::DETERMINER) {
            token += 1;
        }
        let name = reading.name(token).filter(|name| token < end && name.first == token)?;
        Some((name.entity, name.end))
    }

    /// "vice president, Finance & Operations at Harbour Bank": the body behind a department in capitals.
    fn behind_department(&self, from: usize, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        if reading.word(from) != "," || !reading.is_capital(from + 1) {
            return None;
        }
        let mut token = from + 1;
        while token < end.min(from + REACH)
            && (reading.is_capital(token) || matches!(reading.word(token), "&" | "and" | ","))
            && reading.name(token).is_none_or(|name| !reading.is_person(name.entity))
            && !self.titles.is_head(reading, token)
        {
            token += 1;
        }
        if !matches!(reading.word(token), "at" | "of" | "for") {
            return None;
        }
        let body = self.body_from(token + 1, end)?;
        let kind = reading.entity(body.entity).map(|entity| entity.kind);
        (kind == Some(EntityKind::Organization)).then_some((body.entity, body.end))
    }

    /// "Anna Brill, Director, Harbour Institute,": the body that is set beside a title in capitals.
    fn behind_comma(&self, titled: &Titled, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let first = titled.title.start;
        let apart = titled.start == first && first > 0 && reading.word(first - 1) == "," && reading.is_capital(first);
        if !apart || titled.of.is_some() || reading.word(titled.end) != "," {
            return None;
        }
        let body = reading.name(titled.end + 1).filter(|body| self.is_firm(body.entity) && body.end <= end)?;
        (body.end == end || reading.kind(body.end) == TokenKind::Punctuation).then_some((body.entity, body.end))
    }

    /// "professor of the History of Science at the University of Tarn": the body behind "at", the field passed over.
    fn university(&self, from: usize, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        if !matches!(reading.word(from), "of" | "in" | "for" | "at") {
            return None;
        }
        let end = end.min(from + FIELD);
        let mut token = from;
        while token < end && reading.word(token) != "at" {
            if let Some(name) = reading.name(token) {
                let study = |name: &&str| STUDIES.iter().any(|part| name.contains(part));
                let place = reading.entity(name.entity).map(|entity| &*entity.name).filter(study);
                if reading.is_person(name.entity) {
                    return None;
                }
                // "professor in the Tarn Institute and"
                if place.is_some() && self.is_firm(name.entity) && reading.reads(name.end, "and") {
                    return Some((name.entity, name.end));
                }
                token = name.end;
                continue;
            }
            let inside = reading.kind(token) == TokenKind::Number
                || reading.kind(token) == TokenKind::Word
                    && (matches!(reading.word(token), "of" | "in" | "for" | "and") || !reading.is(token, OUTSIDE));
            if !inside && reading.word(token) != "&" {
                return None;
            }
            token += 1;
        }
        (token < end).then(|| self.of_after(token, token, end, REACH)).flatten()
    }

    /// What the title is of: the first name reached from `from` through prepositions, and the token after it.
    pub(super) fn of_after(&self, from: usize, at: usize, end: usize, reach: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let mut token = at;
        let end = end.min(from + reach);
        let mut adjective = None;
        while token < end {
            if token > from
                && let Some(name) = reading.mention(token).filter(|name| name.mention.form != MentionForm::Pronoun)
            {
                // "minister of Education"
                if name.end == token + 1 && self.titles.is_portfolio(reading.word(token)) {
                    token += 1;
                    continue;
                }
                // "a consultant at Tarn-based Harbour Bank"
                if name.end == token + 1 && reading.tokens[token].span.end() > name.mention.span.end() {
                    token += 1;
                    continue;
                }
                // "a singer of Norwegian descent"
                if DESCENT.contains(&reading.word(name.end)) {
                    return None;
                }
                // "assistant secretary for East Asian and Pacific Affairs"
                if let Some(past) = self.past_field(from, token, end) {
                    token = past;
                    continue;
                }
                // "chief executive of the Norwegian shipping company Tarn"
                if name.mention.form == MentionForm::Adjective {
                    adjective = adjective.or(Some((name.entity, name.end)));
                    token = name.end;
                    continue;
                }
                let within = self.office_of(name, end).or_else(|| self.employer_behind(name, end));
                let within = within.or_else(|| self.owned_by(name, end)).or_else(|| self.whose_product(name, end));
                return within.or_else(|| self.is_body(name.entity).then_some((name.entity, name.end)));
            }
            // "secretary general of THA (Tarn Harbour Authority)"
            let written_out = reading.word(token) == "(" && token > from + 1 && reading.is_capital(token - 1);
            if let Some(name) = reading.name(token + 1).filter(|name| written_out && self.is_body(name.entity)) {
                return Some((name.entity, name.end));
            }
            let preposition = matches!(reading.word(token), "of" | "for" | "at" | "in" | "with")
                || token == from && self.is_from(token, end);
            let joins = token > from
                && reading.reads(token, "and")
                && !reading.is_capital(token + 1)
                && !reading.is(token + 1, OUTSIDE.or(WordClass::DETERMINER))
                && !(token + 1..token + 4).any(|next| self.titles.is_head(reading, next));
            let inside = reading.kind(token) == TokenKind::Word
                && (joins || !reading.is(token, OUTSIDE.or(WordClass::SUBJECT)))
                && !is_verb(reading.word(token));
            if !preposition && (token == from || !inside) {
                break;
            }
            token += 1;
        }
        adjective.filter(|(id, _)| self.is_body(*id))
    }

    /// "a senator from Ohio", "an analyst from Harbour Bank"; where other people are from says nothing of an office.
    fn is_from(&self, from: usize, end: usize) -> bool {
        let reading = self.reading;
        if reading.word(from) != "from" {
            return false;
        }
        let elected = from.checked_sub(1).is_some_and(|head| self.titles.is_elected(reading.word(head)));
        let body = self.body_from(from + 1, end).and_then(|body| reading.entity(body.entity));
        body.is_some_and(|body| elected || body.kind == EntityKind::Organization)
    }

    /// Past the field behind "for" that a name begins at `token`: "African affairs".
    fn past_field(&self, from: usize, token: usize, end: usize) -> Option<usize> {
        let reading = self.reading;
        if reading.word(from) != "for" {
            return None;
        }
        let joins = |token: usize| reading.reads(token, "and") || reading.word(token) == "&";
        let field = (token..end.min(token + FIELD_NAME))
            .take_while(|&at| reading.kind(at) == TokenKind::Word && (joins(at) || !reading.is(at, OUTSIDE)));
        let affairs = |&at: &usize| FIELDS.iter().any(|word| reading.reads(at, word));
        field.filter(affairs).last().map(|last| last + 1)
    }

    /// "head of Norway's Harbour Authority": what the owner has, if it has a name.
    fn owned_by(&self, owner: &MentionAt, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        if reading.kind(owner.end) != TokenKind::Clitic || owner.end + 1 >= end {
            return None;
        }
        let own = reading.name(owner.end + 1)?;
        let kind = |id| reading.entity(id).map(|entity| entity.kind);
        let (own_kind, place) = (kind(own.entity)?, kind(owner.entity) == Some(EntityKind::Place));
        let named = own_kind == EntityKind::Organization || own_kind == EntityKind::Place && place;
        named.then_some((own.entity, own.end))
    }

    /// "director of the Tarn office of the Harbour Authority": the whole behind the part.
    fn office_of(&self, part: &MentionAt, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        if PARTS.contains(&reading.word(part.first)) && reading.word(part.end) == "of" && part.end + 1 < end {
            let whole = self.body_from(part.end + 1, end)?;
            return Some((whole.entity, whole.end));
        }
        let noun = matches!(
            reading.word(part.end),
            "office" | "branch" | "chapter" | "bureau" | "division" | "unit" | "arm" | "section" | "wing"
        );
        if !noun || !matches!(reading.word(part.end + 1), "of" | "at") || part.end + 2 >= end {
            return None;
        }
        let whole = self.body_from(part.end + 2, end)?;
        Some((whole.entity, whole.end))
    }

    /// "head of the A12 programme at Harbour Bank": whoever makes the thing that the noun is about.
    fn whose_product(&self, thing: &MentionAt, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let kind = reading.entity(thing.entity)?.kind;
        let noun = reading.kind(thing.end) == TokenKind::Word
            && reading.name(thing.end).is_none()
            && !reading.is(thing.end, OUTSIDE);
        let made = matches!(kind, EntityKind::Product | EntityKind::Other | EntityKind::Work) && noun;
        if !made || !matches!(reading.word(thing.end + 1), "at" | "of" | "for") {
            return None;
        }
        let maker = self.body_from(thing.end + 2, end).filter(|maker| self.is_firm(maker.entity))?;
        Some((maker.entity, maker.end))
    }

    /// "head of Europe at Harbour Bank": the organization behind "at" employs.
    fn employer_behind(&self, field: &MentionAt, end: usize) -> Option<(EntityId, usize)> {
        if self.reading.word(field.end) != "at" {
            return None;
        }
        let body = self.body_from(field.end + 1, end)?;
        let kind = self.reading.entity(body.entity).map(|entity| entity.kind);
        (kind == Some(EntityKind::Organization)).then_some((body.entity, body.end))
    }

    /// The body named at `from`, determiners passed over.
    pub(super) fn body_from(&self, from: usize, end: usize) -> Option<&MentionAt> {
        let mut token = from;
        while token < end && self.reading.is(token, WordClass::DETERMINER) {
            token += 1;
        }
        self.reading.name(token).filter(|at| token < end && self.is_body(at.entity))
    }

    /// The place or organization named last before "its".
    pub(super) fn body_before(&self, token: usize, least: usize) -> Option<EntityId> {
        let body = |id: &EntityId| {
            let kind = self.reading.entity(*id).map(|entity| entity.kind);
            matches!(kind, Some(EntityKind::Place | EntityKind::Organization))
        };
        let within = (least..token).rev().filter_map(|token| self.reading.name(token)).map(|at| at.entity).find(body);
        within.or_else(|| self.opener_before(token).filter(body))
    }

    /// What opens the sentence before: "Harbour Bank lost money. Its chairman, Anna Brill,".
    fn opener_before(&self, token: usize) -> Option<EntityId> {
        let sentences = &self.reading.sentences;
        let index = sentences.partition_point(|sentence| sentence.end <= token);
        let before = sentences.get(index.checked_sub(1)?)?;
        let opening = before.start..before.end.min(before.start + OPENER);
        opening.into_iter().find_map(|token| self.reading.name(token)).map(|name| name.entity)
    }

    /// Whether an entity is a place.
    pub(super) fn is_place(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind == EntityKind::Place)
    }

    /// Whether an entity is an organization.
    pub(super) fn is_firm(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind == EntityKind::Organization)
    }

    /// Whether an entity can have offices.
    pub(super) fn is_body(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind != EntityKind::Person)
    }
}
