//! Title phrases in their surroundings: where one begins and ends, what stands before it, what it is of.
//! Called by [`super::patterns`], [`super::lists`] and [`super::followers`]; makes no statements.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RoleStatus, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    DEPARTMENTAL,
    patterns::Patterns,
    status,
};

/// How far the words between a title and what it is of may reach.
pub(super) const REACH: usize = 10;
/// How many tokens a short name in brackets has.
const LONGEST_SHORT: usize = 4;
/// Nouns by which a body is named again.
const ANAPHORS: [&str; 17] = [
    "country",
    "nation",
    "republic",
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
    /// A second body: "Tarn Steel and Harbour Bank chairman".
    pub(super) also: Option<EntityId>,
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
            if !inside
                || head.is_some() && is_participle(reading.word(token)) && !self.titles.is_grade(reading.word(token))
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
            && ["of", "for"].iter().any(|word| self.reading.reads(name.first + 1, word))
            && self.titles.is_short_title(self.reading.word(name.first))
    }

    /// A title with what stands before it.
    pub(super) fn titled(&self, head: usize, least: usize) -> Titled {
        let reading = self.reading;
        let mut title = self.titles.phrase(reading, head, least);
        let end = title.end.max(head + 1);
        let owner = self.owner_in_title(&title, head);
        if let Some((_, start)) = owner {
            title.start = start;
        }
        let mut titled = Titled {
            start: title.start,
            title,
            of: None,
            status: None,
            end,
            behind: false,
            described: false,
            also: None,
        };
        titled.of = owner.map(|(of, _)| of);
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
                    // "Brill's chairman": firms named like persons
                    if possessive && titled.of.is_none() && plain == 0 && self.is_of_firms(head) {
                        titled.of = Some(name.entity);
                        titled.start = name.first.max(least);
                    }
                    break;
                }
                // "Norway saw President Hale": no more of one phrase
                let bare = name.mention.form == MentionForm::Name && !possessive;
                if apart && bare && reading.is_capital(titled.title.start) {
                    break;
                }
                // "Norway's Harbour Authority spokesman" is the authority's, "Norway's Treasury Secretary" is Norway's
                let within = possessive && titled.of.is_some_and(|of| self.is_firm(of));
                if within && !DEPARTMENTAL.iter().any(|title| reading.reads(head, title)) {
                    titled.start = name.first.max(least);
                    break;
                }
                // "Tarn Bay detainee lawyer"
                let trade = plain > 0 && !possessive && self.is_place(name.entity);
                if trade && self.titles.is_occupation(reading.word(head)) {
                    break;
                }
                if possessive || self.may_be_of(name, token, head) {
                    titled.of = Some(self.region(token).unwrap_or(name.entity));
                }
                at = name.first.max(least);
                titled.start = at;
                if let Some(first) = self.joined_body(name, head).filter(|_| titled.of == Some(name.entity)) {
                    (titled.of, titled.also) = (Some(first.entity), titled.of);
                    at = first.first.max(least);
                    titled.start = at;
                }
                possessive = false;
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
            } else if let Some(body) = self.named_again(token, least).filter(|_| possessive && titled.of.is_none()) {
                // "Harbour Bank lost money. The bank's chairman"
                titled.of = Some(body);
                titled.start = token;
                break;
            } else if let Some(owner) = reading.mention(token).filter(|owner| possessive && self.is_firm(owner.entity))
            {
                // "the company's chairman"
                titled.of = titled.of.or(Some(owner.entity));
                titled.start = owner.first.max(least);
                break;
            } else if rank && self.titles.is_head(reading, token) && self.is_office(token, head) {
                // "the army commander General Brill" has two
                break;
            } else if class.is(WordClass::POSSESSIVE) {
                if reading.reads(token, "whose") {
                    // "Harbour Bank, whose chairman is"
                    let owner = token.checked_sub(2).filter(|_| reading.word(token - 1) == ",");
                    let owner = owner.and_then(|last| reading.name(last)).filter(|owner| self.is_body(owner.entity));
                    titled.of = titled.of.or(owner.map(|owner| owner.entity));
                } else if let Some(owner) = reading.mention(token).filter(|owner| self.is_body(owner.entity)) {
                    titled.of = titled.of.or(Some(owner.entity));
                } else if reading.reads(token, "its") && reading.mention(token).is_none() {
                    titled.of = titled.of.or_else(|| self.body_before(token, least));
                }
                titled.start = token;
                break;
            } else if class.is(WordClass::DETERMINER) {
                titled.start = token;
                // "Norway's most senior bishop"
                if reading.reads(token, "most") && token > least && reading.kind(token - 1) == TokenKind::Clitic {
                    at = token;
                    continue;
                }
                // "formerly the mayor of Tarn"
                let before = token.checked_sub(1).filter(|&before| before >= least);
                if before.is_some_and(|before| matches!(reading.word(before), "formerly" | "previously" | "once")) {
                    titled.status = titled.status.or(Some(RoleStatus::Former));
                }
                break;
            } else if reading.kind(token) == TokenKind::Word
                && (!class.is(OUTSIDE.or(WordClass::SUBJECT)) || self.joins_portfolios(token))
                && (!word.ends_with("ed") || self.titles.is_personal(word) || self.is_qualified(token, least))
                && !is_verb(word)
            {
                plain += 1;
                let personal = self.titles.is_personal(word) && !possessive && !modified;
                // "the firm's chairman" is that of a firm named before
                modified |= !personal && (!possessive || !ANAPHORS.contains(&word));
                apart |= word.starts_with(char::is_lowercase) && !self.titles.is_head(reading, token);
                if personal && titled.start == at {
                    titled.start = token;
                }
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

    /// "Harbour Bank CEO" taken for one name: the body that its first words name elsewhere, and where the title begins.
    fn owner_in_title(&self, title: &Range<usize>, head: usize) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let name = self.titles.taken_for_name(reading, head).filter(|name| name.first == title.start)?;
        (name.first + 1..=head).rev().find_map(|start| {
            let body = self.body_named(reading.span(name.first..start)?.slice(reading.text))?;
            Some((body, start))
        })
    }

    /// What "the company" before "'s" at a token means: the body named last, here or at the head of the sentence before.
    fn named_again(&self, token: usize, least: usize) -> Option<EntityId> {
        let reading = self.reading;
        let the = token > least && reading.reads(token - 1, "the") && reading.mention(token).is_none();
        if !the || !ANAPHORS.contains(&reading.word(token)) {
            return None;
        }
        let body = self.body_before(token, least)?;
        let country = matches!(reading.word(token), "country" | "nation" | "republic");
        (self.is_firm(body) != country).then_some(body)
    }

    /// Whether a participle has its adverb before it: "newly elected president".
    fn is_qualified(&self, token: usize, least: usize) -> bool {
        token > least && self.reading.word(token - 1).ends_with("ly") && self.reading.name(token - 1).is_none()
    }

    /// The body before the "and" before another of its kind, so that the title is of both: two firms, or two countries
    /// with the plural of a title. Nobody presides over two countries.
    fn joined_body(&self, name: &MentionAt, head: usize) -> Option<&MentionAt> {
        let reading = self.reading;
        let and = name.first.checked_sub(2).map(|before| before + 1).filter(|&and| reading.reads(and, "and"))?;
        let first = reading.mention(and - 1).filter(|first| first.end == and && first.entity != name.entity)?;
        let kind = |id| reading.entity(id).map(|entity| entity.kind);
        let alike = first.mention.form == name.mention.form && kind(first.entity) == kind(name.entity);
        let shared = match kind(name.entity)? {
            EntityKind::Organization => true,
            EntityKind::Place => self.is_plural(head),
            _ => false,
        };
        // "a deal between Tarn Steel and Harbour Bank chairman Brill"
        let between = first.first.checked_sub(1).is_some_and(|before| reading.is(before, WordClass::PREPOSITION));
        (alike && shared && (!between || self.is_plural(head))).then_some(first)
    }

    /// Whether a title before a rank is an office of its own: "commander", not "Colonel" or "chief" in "chief
    /// inspector", but in "army chief General Brill".
    fn is_office(&self, token: usize, rank: usize) -> bool {
        let word = self.reading.word(token).to_lowercase();
        if word == "chief" && self.titles.is_military(self.reading.word(rank)) {
            return true;
        }
        !self.titles.is_rank(&word) || word.starts_with("commander") && !self.reading.is_capital(token)
    }

    /// The place whose adjective stands at a token, if it is no country and the article names it: "English".
    fn region(&self, token: usize) -> Option<EntityId> {
        self.body_named(self.titles.region(self.reading.word(token))?)
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
