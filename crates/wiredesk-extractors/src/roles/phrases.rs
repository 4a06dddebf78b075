//! Title phrases in their surroundings: where one begins and ends, what stands before it, what it is of.
//! Called by [`super::patterns`], [`super::lists`] and [`super::followers`]; makes no statements.

use std::ops::Range;

use wiredesk_core::annotation::{Entity, EntityId, EntityKind, MentionForm, RoleStatus, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    patterns::Patterns,
    status,
    titles::Titles,
};

/// How far the words between a title and what it is of may reach.
pub(super) const REACH: usize = 10;
/// How many tokens a short name in brackets has.
const LONGEST_SHORT: usize = 4;
/// Titles that are of a body alone.
const FIRM_TITLES: [&str; 7] = ["ceo", "cfo", "coo", "chairman", "chairwoman", "founder", "co-founder"];
/// First words of names for a part of a body.
const PARTS: [&str; 6] = ["Board", "Department", "Faculty", "Office", "School", "Division"];
/// Parts of the names of places of study.
const STUDIES: [&str; 6] = ["Univers", "College", "School", "Institut", "Academy", "Polytechnic"];
/// Nouns by which a body is named again.
const ANAPHORS: [&str; 14] = [
    "company",
    "firm",
    "group",
    "bank",
    "agency",
    "organization",
    "organisation",
    "airline",
    "carmaker",
    "automaker",
    "manufacturer",
    "retailer",
    "publisher",
    "charity",
];
/// Adjectives of parts of countries.
const REGIONS: [(&str, &str); 12] = [
    ("English", "England"),
    ("Scottish", "Scotland"),
    ("Welsh", "Wales"),
    ("Chechen", "Chechnya"),
    ("Catalan", "Catalonia"),
    ("Basque", "Basque Country"),
    ("Tibetan", "Tibet"),
    ("Bavarian", "Bavaria"),
    ("Sicilian", "Sicily"),
    ("Crimean", "Crimea"),
    ("Kurdish", "Kurdistan"),
    ("Texan", "Texas"),
];
/// Last words of fields in which somebody has an office.
const FIELDS: [&str; 6] = ["affairs", "policy", "relations", "operations", "acquisition", "programs"];
/// How many words such a field has.
const FIELD_NAME: usize = 6;
/// How far into its sentence what opens it may stand.
const OPENER: usize = 4;
/// How far a field of study reaches.
const FIELD: usize = 18;

/// A title phrase with what stands around it.
pub(super) struct Titled {
    pub(super) title: Range<usize>,
    pub(super) of: Option<EntityId>,
    pub(super) status: Option<RoleStatus>,
    pub(super) start: usize,
    /// One past what it is of.
    pub(super) end: usize,
    /// Whether what it is of stands behind it.
    pub(super) behind: bool,
    /// Whether words that are no part of it describe it: "army spokesman".
    pub(super) described: bool,
}

/// Words that a title phrase cannot contain.
pub(super) const OUTSIDE: WordClass = WordClass::PREPOSITION
    .or(WordClass::JOINING)
    .or(WordClass::SUBORDINATOR)
    .or(WordClass::AUXILIARY)
    .or(WordClass::NEGATION)
    .or(WordClass::DAY)
    .or(WordClass::OBJECT);

impl Patterns<'_, '_> {
    /// The head of the noun phrase that starts at `from`, and the first token after the phrase.
    pub(super) fn head_in_phrase(&self, from: usize, end: usize) -> (Option<usize>, usize) {
        let reading = self.reading;
        let mut head = None;
        let mut token = from;
        let end = end.min(from + REACH);
        while token < end {
            if let Some(title) = self.titles.taken_for_name(reading, token) {
                head = Some(title.end - 1);
                token = title.end;
                continue;
            }
            if let Some(name) = reading.name(token) {
                if self.has_title(name) {
                    return (Some(name.first), name.first + 1);
                }
                // "the Tom Hale Professor of History"
                let patron = name.first > from
                    && reading.is(name.first - 1, WordClass::DETERMINER)
                    && (name.end..name.end + 2).any(|next| {
                        reading.is_capital(next) && reading.name(next).is_none() && self.titles.is_head(reading, next)
                    });
                if reading.is_person(name.entity) && !patron {
                    break;
                }
                // the full stop of "Inc."
                let stop = reading.word(name.end) == "." && reading.word(name.end + 1).starts_with(char::is_lowercase);
                token = name.end + usize::from(stop);
                continue;
            }
            let class = reading.class(token);
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    let verb = (head.is_some() || token > from) && is_verb(reading.word(token));
                    !verb && (!class.is(OUTSIDE) || class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)))
                }
                TokenKind::Clitic => matches!(reading.word(token), "'s" | "’s" | "'" | "’"),
                TokenKind::Number => true,
                _ => false,
            };
            if !inside || head.is_some() && is_participle(reading.word(token)) && !Titles::is_grade(reading.word(token))
            {
                break;
            }
            if self.titles.is_head(reading, token) {
                head = Some(token);
            }
            token += 1;
            // "Anna Brill, the Foreign Minister said"
            let lower = reading.kind(token) == TokenKind::Word && reading.word(token).starts_with(char::is_lowercase);
            if head == Some(token - 1)
                && reading.is_capital(token - 1)
                && lower
                && !reading.is(token, WordClass::ADVERB)
            {
                break;
            }
        }
        // the phrase goes on past its title: "the president's plan", "a police chief training"
        let whole = head.filter(|&head| {
            token == head + 1
                || reading.kind(head + 1) != TokenKind::Clitic && status::of_word(reading.word(head + 1)).is_some()
        });
        (whole, token)
    }

    /// Whether the name of a body begins with a title: "CEO of the Tarn Trust".
    pub(super) fn has_title(&self, name: &MentionAt) -> bool {
        self.is_body(name.entity)
            && name.end > name.first + 2
            && self.reading.reads(name.first + 1, "of")
            && self.titles.is_short_title(self.reading.word(name.first))
    }

    /// A title with what stands before it.
    pub(super) fn titled(&self, head: usize, least: usize) -> Titled {
        let reading = self.reading;
        let title = self.titles.phrase(reading, head, least);
        let end = title.end.max(head + 1);
        let mut titled =
            Titled { start: title.start, title, of: None, status: None, end, behind: false, described: false };
        let mut at = titled.title.start;
        let mut plain = 0;
        let mut possessive = false;
        let mut modified = false;
        // whether lower-case words stand between the title and what is before it
        let mut apart = false;
        let rank = self.titles.is_rank(&reading.word(head).to_lowercase()) || reading.word(head).ends_with('.');
        while at > least && plain <= 4 {
            let token = at - 1;
            let explicit = |name: &&MentionAt| matches!(name.mention.form, MentionForm::Name | MentionForm::Adjective);
            if let Some(name) = reading.mention(token).filter(explicit) {
                // in "Britain's former Harbour Secretary" the owner counts
                if reading.is_person(name.entity) || titled.of.is_some() && !possessive {
                    break;
                }
                // "Norway saw President Hale": no more of one phrase
                let bare = name.mention.form == MentionForm::Name && !possessive;
                if apart && bare && reading.is_capital(titled.title.start) {
                    break;
                }
                if possessive || self.may_be_of(name, token, head) {
                    titled.of = Some(self.region(token).unwrap_or(name.entity));
                }
                possessive = false;
                at = name.first.max(least);
                titled.start = at;
                continue;
            }
            let word = reading.word(token);
            let class = reading.class(token);
            // "the Harbour Authority (HA) chairman"
            let open = (least..token).rev().take(LONGEST_SHORT).find(|&open| reading.word(open) == "(");
            if let Some(open) = open.filter(|&open| word == ")" && plain == 0 && open > least) {
                at = open;
                continue;
            }
            if reading.kind(token) == TokenKind::Clitic && matches!(word, "'s" | "’s" | "'" | "’") {
                possessive = true;
                at = token;
            } else if let Some(status) = status::of_word(word) {
                titled.status = titled.status.or(Some(status));
                at = token;
                titled.start = at;
            } else if let Some(owner) = reading.mention(token).filter(|owner| possessive && self.is_firm(owner.entity))
            {
                // "the company's chairman"
                titled.of = titled.of.or(Some(owner.entity));
                titled.start = owner.first.max(least);
                break;
            } else if rank && self.titles.is_head(reading, token) && !self.titles.is_rank(&word.to_lowercase()) {
                // "the army commander General Brill" has two
                break;
            } else if class.is(WordClass::POSSESSIVE) {
                if let Some(owner) = reading.mention(token).filter(|owner| self.is_body(owner.entity)) {
                    titled.of = titled.of.or(Some(owner.entity));
                } else if reading.reads(token, "its") && reading.mention(token).is_none() {
                    titled.of = titled.of.or_else(|| self.body_before(token, least));
                }
                titled.start = token;
                break;
            } else if class.is(WordClass::DETERMINER) {
                titled.start = token;
                // "formerly the mayor of Tarn"
                let before = token.checked_sub(1).filter(|&before| before >= least);
                if before.is_some_and(|before| matches!(reading.word(before), "formerly" | "previously" | "once")) {
                    titled.status = titled.status.or(Some(RoleStatus::Former));
                }
                break;
            } else if reading.kind(token) == TokenKind::Word
                && (!class.is(OUTSIDE.or(WordClass::SUBJECT)) || self.joins_portfolios(token))
                && !word.ends_with("ed")
                && !is_verb(word)
            {
                plain += 1;
                // "the firm's chairman" is that of a firm named before
                modified |= !possessive || !ANAPHORS.contains(&word);
                apart |= word.starts_with(char::is_lowercase) && !self.titles.is_head(reading, token);
                at = token;
            } else {
                break;
            }
        }
        titled.described = modified;
        // "professor emerita at"
        if titled.end == head + 1
            && reading.kind(titled.end) == TokenKind::Word
            && let Some(status) = status::of_word(reading.word(titled.end))
            && reading.is(titled.end + 1, OUTSIDE)
        {
            titled.status = titled.status.or(Some(status));
            titled.end += 1;
        }
        // "chief design officer (CDO) of"
        if reading.word(titled.end) == "(" && reading.word(titled.end + 2) == ")" && reading.is_capital(titled.end + 1)
        {
            titled.end += 3;
        }
        titled
    }

    /// The place whose adjective stands at a token, if it is no country and the article names it: "English".
    fn region(&self, token: usize) -> Option<EntityId> {
        let reading = self.reading;
        let (_, region) = REGIONS.iter().find(|(adjective, _)| *adjective == reading.word(token))?;
        let named = |entity: &&Entity| entity.kind == EntityKind::Place && entity.name == *region;
        let index = reading.entities.iter().position(|entity| named(&entity))?;
        Some(EntityId(index as u32))
    }

    /// "the interior and health minister".
    fn joins_portfolios(&self, and: usize) -> bool {
        let reading = self.reading;
        reading.reads(and, "and")
            && and > 0
            && reading.name(and + 1).is_none()
            && (self.titles.is_portfolio(reading.word(and - 1)) || self.titles.is_portfolio(reading.word(and + 1)))
    }

    /// Whether a name before a title says whose title it is: not "Harbour-backed", not "Kurdish".
    fn may_be_of(&self, name: &MentionAt, token: usize, head: usize) -> bool {
        let reading = self.reading;
        let compound = reading.word(token).contains('-') && reading.tokens[token].span.end() > name.mention.span.end();
        if name.mention.form == MentionForm::Adjective && self.titles.is_occupation(reading.word(head)) {
            return false;
        }
        let last = reading.word(name.end - 1);
        let group = reading.entity(name.entity).is_some_and(|entity| entity.kind == EntityKind::Group)
            && (self.titles.is_people(last) || name.mention.form == MentionForm::Adjective);
        // "Conservative leader" is of the party, "Conservative mayor" is not
        let leads =
            ["leader", "chairman", "chairwoman", "chair", "head", "spokesman", "spokeswoman", "whip", "founder"]
                .iter()
                .any(|title| reading.reads(head, title));
        !compound && !group && (leads || !self.titles.is_following(last))
    }

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
        if let Some((of, after)) = found.or_else(|| self.firm_like_a_person(&titled, end)) {
            // in "the Norwegian commander in Tarn" the place is only where; those who are elected are so for a place
            let place = self.reading.entity(of).is_some_and(|entity| entity.kind == EntityKind::Place);
            let elected = self.titles.is_elected(self.reading.word(titled.title.end - 1));
            let where_only =
                titled.of.is_some() && place && !elected && matches!(self.reading.word(titled.end), "in" | "for");
            titled.of = titled.of.filter(|_| where_only).or(Some(of));
            (titled.end, titled.behind) = (after, true);
        }
        titled
    }

    /// "chairman of Brill": firms that are named like persons, behind titles that nobody has of a person.
    fn firm_like_a_person(&self, titled: &Titled, end: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let last = titled.title.end.checked_sub(1)?;
        if !FIRM_TITLES.iter().any(|title| reading.reads(last, title)) || reading.word(titled.end) != "of" {
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
                let within = within.or_else(|| self.owned_by(name, end));
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
                && !reading.is(token + 1, OUTSIDE.or(WordClass::DETERMINER));
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
    fn body_before(&self, token: usize, least: usize) -> Option<EntityId> {
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

    /// Whether an entity is an organization.
    pub(super) fn is_firm(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind == EntityKind::Organization)
    }

    /// Whether an entity can have offices.
    pub(super) fn is_body(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind != EntityKind::Person)
    }
}

/// Verbs that stand right behind a name and cannot belong to a title.
pub(super) fn is_verb(word: &str) -> bool {
    const WORDS: [&str; 36] = [
        "said", "says", "told", "tells", "met", "made", "won", "took", "went", "left", "held", "saw", "sees", "quotes",
        "meets", "asks", "urges", "accuses", "became", "becomes", "gave", "gives", "sent", "sends", "brought",
        "brings", "makes", "takes", "chose", "wants", "goes", "has", "had", "knew", "beat", "hopes",
    ];
    WORDS.contains(&word)
}

/// Whether a lower-case word has the form of a participle: "a director overseeing".
fn is_participle(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && (word.ends_with("ing") || word.ends_with("ed"))
}
