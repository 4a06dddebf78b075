//! The patterns in which a text says that somebody holds an office: a title before a name, a name and an
//! apposition, a name and a verb, a description. Called by [`super`]; each statement names its pattern.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RoleStatus, TimeExpression, TokenKind};

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    status,
    titles::Titles,
};

/// One statement of a role.
pub(super) struct Statement {
    pub(super) person: EntityId,
    pub(super) title: String,
    pub(super) of: Option<EntityId>,
    pub(super) status: RoleStatus,
    /// Whether words of the text say the status.
    pub(super) told: bool,
    pub(super) span: Range<usize>,
    pub(super) tenure: status::Tenure,
    pub(super) rule: &'static str,
}

/// How many titles before a name are read.
const MOST_TITLES: usize = 3;

/// How many tokens before a name the "of" of its title may stand.
const LONGEST_OF: usize = 4;

/// How far the words between a title and what it is of may reach.
const REACH: usize = 10;

/// Reads one document.
pub(super) struct Patterns<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) titles: &'r Titles,
    pub(super) times: &'r [TimeExpression],
}

/// A title phrase with what stands around it.
struct Titled {
    title: Range<usize>,
    of: Option<EntityId>,
    status: Option<RoleStatus>,
    start: usize,
}

impl Patterns<'_, '_> {
    /// Every statement, in text order of the persons' mentions.
    pub(super) fn statements(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for at in &self.reading.mentions {
            if !self.reading.is_person(at.entity) {
                continue;
            }
            let sentence = self.reading.sentence_of(at.first);
            let known = found.len();
            match at.mention.form {
                MentionForm::Name => {
                    self.all_before(at, &sentence, &mut found);
                    found.extend(self.apposed(at, &sentence));
                    found.extend(self.verb(at, &sentence));
                }
                MentionForm::Pronoun => {
                    found.extend(self.verb(at, &sentence));
                    found.extend(self.as_title(at, &sentence));
                }
                MentionForm::Nominal => {
                    found.extend(self.described(at));
                    found.extend(self.verb(at, &sentence));
                }
                MentionForm::Adjective => {}
            }
            name_counterparts(&mut found, known, sentence.start);
        }
        found
    }

    /// Every title before a name: "the head of the army, General Anna Brill", "vice president and party leader Anna
    /// Brill".
    fn all_before(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let (mut first, mut joined) = (at.first, false);
        for _ in 0..MOST_TITLES {
            let Some(statement) = self.before(at, first, sentence) else { break };
            let start = statement.span.start;
            // "the minister and President Brill" are two
            if joined && reading.is(start, WordClass::DETERMINER) {
                break;
            }
            let rank = self.titles.is_rank(&statement.title);
            found.push(statement);
            let Some(last) = start.checked_sub(1).filter(|&last| last > sentence.start) else { break };
            if rank && reading.word(last) == "," {
                first = start;
            } else if reading.reads(last, "and") && !reading.is(start, WordClass::DETERMINER) {
                (first, joined) = (last, true);
            } else {
                break;
            }
        }
    }

    /// "Former Norwegian Prime Minister Anna Brill", "the minister, Anna Brill,", "head of Tarn Anna Brill".
    /// `first` is the token at which the name begins, or a title before it that has been read.
    fn before(&self, at: &MentionAt, first: usize, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let last = first.checked_sub(1).filter(|&last| last >= sentence.start)?;
        if self.titles.is_head(reading, last) {
            let mut titled = self.titled(last, sentence.start);
            if titled.of.is_none() {
                titled.of = self.of_after(at.end, at.end, sentence.end, 3);
            }
            return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
        }
        if reading.word(last) == "," && last > sentence.start && self.titles.is_head(reading, last - 1) {
            let titled = self.titled(last - 1, sentence.start);
            // "Government spokesman, Tom Hale, said"
            let plain = |token: usize| {
                let class = reading.class(token);
                reading.kind(token) == TokenKind::Word
                    && (class == WordClass::default() || class.is(WordClass::SPEAKER))
            };
            let mut opening = sentence.start..titled.title.start;
            let opens = opening.len() <= 2 && opening.all(plain);
            let described = titled.start < titled.title.start || titled.of.is_some() || opens;
            return described.then(|| self.statement(at, titled, at.end, sentence, "title-comma-name"));
        }
        // "Secretary of State Anna Brill"
        let of = (sentence.start..last).rev().take(LONGEST_OF).find(|&token| reading.reads(token, "of"));
        if let Some(head) = of.and_then(|of| of.checked_sub(1)).filter(|&head| head >= sentence.start)
            && self.titles.is_head(reading, head)
        {
            let titled = self.titled(head, sentence.start);
            if titled.title.end == first {
                return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
            }
        }
        // "Senators Tom Hale and Anna Brill"
        if reading.reads(last, "and")
            && let Some(other) = last.checked_sub(1).and_then(|token| reading.name(token))
            && reading.is_person(other.entity)
            && let Some(head) = other.first.checked_sub(1).filter(|&head| head >= sentence.start)
            && self.titles.is_head(reading, head)
            && self.titles.singular(&reading.word(head).to_lowercase()).is_some()
        {
            let titled = self.titled(head, sentence.start);
            return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
        }
        // "the executive director of the Tarn Trust Anna Brill", with or without a comma
        let body_end = if reading.word(last) == "," { last.checked_sub(1)? } else { last };
        let body =
            reading.name(body_end).filter(|body| body.first >= sentence.start && !reading.is_person(body.entity))?;
        let mut preposition = body.first.checked_sub(1).filter(|&token| token > sentence.start)?;
        while preposition > sentence.start && reading.is(preposition, WordClass::DETERMINER) {
            preposition -= 1;
        }
        let head = preposition.checked_sub(1).filter(|&head| head >= sentence.start)?;
        if !matches!(reading.word(preposition), "of" | "for" | "at") || !self.titles.is_head(reading, head) {
            return None;
        }
        let mut titled = self.titled(head, sentence.start);
        titled.of = Some(body.entity);
        Some(self.statement(at, titled, at.end, sentence, "title-of-body-name"))
    }

    /// "Anna Brill, the former mayor of Tarn,".
    fn apposed(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let mut from = at.end;
        if reading.word(from) != "," && !reading.is_dash(from) && reading.word(from) != "(" || from >= sentence.end {
            return None;
        }
        from += 1;
        if reading.kind(from) == TokenKind::Number && reading.word(from + 1) == "," {
            from += 2;
        }
        let (head, stop) = self.head_in_phrase(from, sentence.end)?;
        // "Brill, President Hale and others" is a list
        if stop < sentence.end && reading.name(stop).is_some_and(|next| reading.is_person(next.entity)) {
            return None;
        }
        let titled = self.titled_in(head, from, sentence.end);
        let end = titled.title.end.max(head + 1);
        Some(self.statement(at, titled, end, sentence, "apposition"))
    }

    /// "Anna Brill was elected president of Norway", "who leads the Harbour Authority".
    fn verb(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let mut from = at.end;
        if reading.word(from) == "," && reading.reads(from + 1, "who") {
            from += 2;
        } else if reading.word(from) == ","
            && reading.kind(from + 1) == TokenKind::Number
            && reading.word(from + 2) == ","
        {
            from += 3;
        }
        while from < sentence.end
            && (reading.is(from, WordClass::ADVERB) || reading.reads(from, "who") || reading.word(from).ends_with("ly"))
            && reading.name(from).is_none()
        {
            from += 1;
        }
        if from >= sentence.end {
            return None;
        }
        let (verb, after) = status::verb_at(reading, from)?;
        if let Some(title) = verb.title {
            let mut body = after;
            while body < sentence.end && reading.is(body, WordClass::DETERMINER) {
                body += 1;
            }
            let of = reading.name(body).filter(|body| self.is_body(body.entity))?.entity;
            return Some(Statement {
                person: at.entity,
                title: title.to_owned(),
                of: Some(of),
                status: verb.status,
                told: true,
                span: at.first..body + 1,
                tenure: status::tenure(reading, self.times, body, sentence.end),
                rule: "verb-body",
            });
        }
        let (head, stop) = self.head_in_phrase(after, sentence.end)?;
        if reading.name(stop).is_some() && stop == head + 1 || reading.kind(stop) == TokenKind::Clitic {
            return None;
        }
        let mut titled = self.titled_in(head, after, sentence.end);
        titled.status = titled.status.filter(|status| *status != RoleStatus::Current).or(Some(verb.status));
        let end = titled.title.end.max(head + 1);
        Some(self.statement(at, titled, end, sentence, "verb-title"))
    }

    /// "As Norwegian prime minister, she …".
    fn as_title(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let comma = at.first.checked_sub(1).filter(|&comma| comma > sentence.start && reading.word(comma) == ",")?;
        let from = sentence.start + 1;
        if !reading.reads(sentence.start, "as") || comma > from + REACH {
            return None;
        }
        let (head, _) = self.head_in_phrase(from, comma)?;
        let titled = self.titled_in(head, from, comma);
        Some(self.statement(at, titled, comma, sentence, "as-title"))
    }

    /// "the former Norwegian president" as a mention.
    fn described(&self, at: &MentionAt) -> Option<Statement> {
        let head = (at.first..at.end).rev().find(|&token| self.titles.is_head(self.reading, token))?;
        let titled = self.titled_in(head, at.first, at.end);
        let telling = titled.of.is_some() || titled.status.is_some();
        telling.then(|| self.statement(at, titled, at.end, &(at.first..at.end), "description"))
    }

    /// The place or organization named last before "its".
    fn body_before(&self, token: usize, least: usize) -> Option<EntityId> {
        let body = |id: &EntityId| {
            let kind = self.reading.entity(*id).map(|entity| entity.kind);
            matches!(kind, Some(EntityKind::Place | EntityKind::Organization))
        };
        (least..token).rev().filter_map(|token| self.reading.name(token)).map(|at| at.entity).find(body)
    }

    fn is_body(&self, id: EntityId) -> bool {
        self.reading.entity(id).is_some_and(|entity| entity.kind != EntityKind::Person)
    }

    /// The head of the noun phrase that starts at `from`, and the first token after the phrase.
    fn head_in_phrase(&self, from: usize, end: usize) -> Option<(usize, usize)> {
        let reading = self.reading;
        let mut head = None;
        let mut token = from;
        let end = end.min(from + REACH);
        while token < end {
            if let Some(name) = reading.name(token) {
                if reading.is_person(name.entity) {
                    break;
                }
                token = name.end;
                continue;
            }
            let class = reading.class(token);
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    let barrier = WordClass::PREPOSITION
                        .or(WordClass::JOINING)
                        .or(WordClass::SUBORDINATOR)
                        .or(WordClass::AUXILIARY)
                        .or(WordClass::NEGATION)
                        .or(WordClass::DAY)
                        .or(WordClass::OBJECT);
                    !class.is(barrier) || class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE))
                }
                TokenKind::Clitic => matches!(reading.word(token), "'s" | "’s" | "'" | "’"),
                TokenKind::Number => true,
                _ => false,
            };
            if !inside {
                break;
            }
            if self.titles.is_head(reading, token) {
                head = Some(token);
            }
            token += 1;
        }
        let head = head?;
        // the phrase goes on past its title: "the president's plan", "a police chief training"
        (token == head + 1
            || reading.kind(head + 1) != TokenKind::Clitic && status::of_word(reading.word(head + 1)).is_some())
        .then_some((head, token))
    }

    /// A title with what stands before it.
    fn titled(&self, head: usize, least: usize) -> Titled {
        let reading = self.reading;
        let title = self.titles.phrase(reading, head, least);
        let mut titled = Titled { start: title.start, title, of: None, status: None };
        let mut at = titled.title.start;
        let mut plain = 0;
        while at > least && plain <= 4 {
            let token = at - 1;
            if let Some(name) = reading
                .mention(token)
                .filter(|name| matches!(name.mention.form, MentionForm::Name | MentionForm::Adjective))
            {
                if reading.is_person(name.entity) || titled.of.is_some() {
                    break;
                }
                let group = reading.entity(name.entity).is_some_and(|entity| entity.kind == EntityKind::Group);
                if !group {
                    titled.of = Some(name.entity);
                }
                at = name.first.max(least);
                titled.start = at;
                continue;
            }
            let word = reading.word(token);
            let class = reading.class(token);
            if reading.kind(token) == TokenKind::Clitic && matches!(word, "'s" | "’s" | "'" | "’") {
                at = token;
            } else if let Some(status) = status::of_word(word) {
                titled.status = titled.status.or(Some(status));
                at = token;
                titled.start = at;
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
                break;
            } else if reading.kind(token) == TokenKind::Word
                && !class.is(WordClass::PREPOSITION
                    .or(WordClass::JOINING)
                    .or(WordClass::SUBORDINATOR)
                    .or(WordClass::AUXILIARY)
                    .or(WordClass::NEGATION)
                    .or(WordClass::SUBJECT)
                    .or(WordClass::OBJECT))
                && !word.ends_with("ed")
            {
                plain += 1;
                at = token;
            } else {
                break;
            }
        }
        titled
    }

    /// A title with what stands before and after it.
    fn titled_in(&self, head: usize, least: usize, end: usize) -> Titled {
        let mut titled = self.titled(head, least);
        let after = self.of_after(titled.title.end, titled.title.end, end, REACH);
        titled.of = after.or(titled.of);
        titled
    }

    /// What the title is of: the first name reached from `from` through prepositions.
    fn of_after(&self, from: usize, at: usize, end: usize, reach: usize) -> Option<EntityId> {
        let reading = self.reading;
        let mut token = at;
        let end = end.min(from + reach);
        while token < end {
            if token > from
                && let Some(name) = reading
                    .mention(token)
                    .filter(|name| matches!(name.mention.form, MentionForm::Name | MentionForm::Adjective))
            {
                return self.is_body(name.entity).then_some(name.entity);
            }
            let preposition = matches!(reading.word(token), "of" | "for" | "at" | "in" | "with");
            let inside = reading.kind(token) == TokenKind::Word
                && !reading.is(
                    token,
                    WordClass::PREPOSITION
                        .or(WordClass::JOINING)
                        .or(WordClass::SUBORDINATOR)
                        .or(WordClass::AUXILIARY)
                        .or(WordClass::SUBJECT)
                        .or(WordClass::OBJECT)
                        .or(WordClass::DAY),
                );
            if !preposition && (token == from || !inside) {
                return None;
            }
            token += 1;
        }
        None
    }

    fn statement(
        &self,
        at: &MentionAt,
        titled: Titled,
        end: usize,
        sentence: &Range<usize>,
        rule: &'static str,
    ) -> Statement {
        let (title, affix) = self.titles.normal(self.reading, titled.title.clone());
        let tenure = status::tenure(self.reading, self.times, end, sentence.end);
        let told = affix.or(titled.status);
        let status = match told {
            Some(RoleStatus::Current) | None if tenure.until.is_some() => RoleStatus::Former,
            Some(status) => status,
            None => RoleStatus::Current,
        };
        Statement {
            person: at.entity,
            title,
            of: titled.of,
            status,
            told: told.is_some(),
            span: titled.start.min(at.first)..end.max(at.end),
            tenure,
            rule,
        }
    }
}

/// "The president met her Chilean counterpart, Anna Brill": the office is the one named last in the sentence.
/// Statements from `known` on are those of one mention.
fn name_counterparts(found: &mut Vec<Statement>, known: usize, sentence_start: usize) {
    let office = found[..known]
        .iter()
        .rev()
        .take_while(|earlier| earlier.span.start >= sentence_start)
        .map(|earlier| earlier.title.clone())
        .next();
    let mut index = known;
    while index < found.len() {
        match &office {
            _ if !found[index].title.ends_with("counterpart") => index += 1,
            Some(office) if found[index].of.is_some() => {
                found[index].title.clone_from(office);
                index += 1;
            }
            _ => drop(found.remove(index)),
        }
    }
}
