//! The patterns in which a text says that somebody holds an office, and those of them with the title before the name
//! or in a description; [`super::followers`] has those behind a name. Called by [`super`]; each statement names its
//! pattern.

use std::{cell::OnceCell, ops::Range};

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RoleStatus, TimeExpression, TokenKind};

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    phrases::{OUTSIDE, Titled},
    status,
    titles::Titles,
};

/// One statement of a role.
#[derive(Clone)]
pub(super) struct Statement {
    pub(super) person: EntityId,
    pub(super) title: String,
    pub(super) of: Option<EntityId>,
    pub(super) status: RoleStatus,
    /// Whether words of the text say the status.
    pub(super) told: bool,
    pub(super) span: Range<usize>,
    /// A second body: "Tarn Steel and Harbour Bank chairman".
    pub(super) also: Option<EntityId>,
    /// The token at which its title begins.
    pub(super) title_at: usize,
    /// Whether words that are no part of the title describe it: "army spokesman".
    pub(super) described: bool,
    pub(super) tenure: status::Tenure,
    pub(super) rule: &'static str,
}

/// How many titles before a name are read.
const MOST_TITLES: usize = 3;

/// How many tokens before a name the "of" of its title may stand.
const LONGEST_OF: usize = 4;

/// How many tokens may stand between a title and the name behind its body.
const LONGEST_BODY: usize = 16;

/// Nouns for a body that may stand right before the name of whoever leads it.
const BODIES: [&str; 14] = [
    "parliament",
    "assembly",
    "senate",
    "council",
    "commission",
    "committee",
    "delegation",
    "party",
    "army",
    "navy",
    "court",
    "board",
    "union",
    "agency",
];

/// Reads one document.
pub(super) struct Patterns<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) titles: &'r Titles,
    pub(super) times: &'r [TimeExpression],
    bodies: OnceCell<FxHashMap<&'d str, EntityId>>,
}

impl<'r, 'd> Patterns<'r, 'd> {
    pub(super) fn new(reading: &'r Reading<'d>, titles: &'r Titles, times: &'r [TimeExpression]) -> Self {
        Self { reading, titles, times, bodies: OnceCell::new() }
    }

    /// The place or organization of that name.
    pub(super) fn body_named(&self, name: &str) -> Option<EntityId> {
        let bodies = self.bodies.get_or_init(|| {
            let entities = self.reading.entities.iter().enumerate();
            let bodies = entities.filter(|(_, body)| matches!(body.kind, EntityKind::Place | EntityKind::Organization));
            bodies.map(|(index, body)| (&*body.name, EntityId(index as u32))).collect()
        });
        bodies.get(name).copied()
    }
}

impl Patterns<'_, '_> {
    /// Every statement, in text order of the persons' mentions.
    pub(super) fn statements(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for at in &self.reading.mentions {
            if !self.reading.is_person(at.entity) || self.titles.taken_for_name(self.reading, at.first).is_some() {
                continue;
            }
            let sentence = self.reading.sentence_of(at.first);
            let known = found.len();
            match at.mention.form {
                MentionForm::Name => {
                    self.all_before(at, &sentence, &mut found);
                    self.apposed(at, &sentence, &mut found);
                    self.verbs(at, &sentence, &mut found);
                    found.extend(self.led_by(at, &sentence));
                    self.appointed(at, &sentence, &mut found);
                    self.possessed(at, &sentence, &mut found);
                    self.replaced(at, known, &sentence, &mut found);
                    self.office_changes(at, &sentence, &mut found);
                }
                MentionForm::Pronoun => {
                    self.verbs(at, &sentence, &mut found);
                    self.possessed(at, &sentence, &mut found);
                    if self.reading.is(at.first, WordClass::SUBJECT) {
                        self.replaced(at, found.len(), &sentence, &mut found);
                        self.office_changes(at, &sentence, &mut found);
                    }
                    found.extend(self.as_title(at, &sentence));
                    // "A professor at the University of Tarn, she …"
                    if self.reading.is(at.first, WordClass::SUBJECT) {
                        let opening = self.title_of_body(at, at.first, &sentence);
                        found.extend(opening.filter(|statement| statement.span.start == sentence.start));
                    }
                }
                MentionForm::Nominal => {
                    found.extend(self.described(at));
                    self.verbs(at, &sentence, &mut found);
                }
                MentionForm::Adjective => {}
            }
            name_counterparts(&mut found, known, sentence.start);
            self.leave_to_successor(at, &sentence, &mut found[known..]);
        }
        self.share_bodies(&mut found);
        found
    }

    /// Every title before a name: "the head of the army, General Anna Brill", "vice president and party leader Anna
    /// Brill".
    fn all_before(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let (mut first, mut joined) = (at.first, false);
        let mut bare: Option<usize> = None;
        for _ in 0..MOST_TITLES {
            let Some(statement) = self.before(at, first, sentence) else { break };
            let start = statement.span.start;
            // "the minister and President Brill" are two
            if joined && reading.is(start, WordClass::DETERMINER) {
                break;
            }
            let rank = self.titles.is_rank(&statement.title);
            // "Harbour Bank chairman and co-founder Anna Brill"
            if let Some(nearer) = bare.filter(|_| joined).and_then(|index| found.get_mut(index)) {
                nearer.of = statement.of;
            }
            bare = statement.of.is_none().then_some(found.len());
            // "party leader and opposition spokesman Brill"
            let and = (sentence.start..start).rev().take(MOST_TITLES).take_while(|&token| {
                reading.kind(token) == TokenKind::Word && reading.name(token).is_none() && !reading.is_capital(token)
            });
            let described = statement.described.then(|| and.into_iter().find(|&token| reading.reads(token, "and")));
            let start = described.flatten().map_or(start, |and| and + 1);
            found.extend(self.turned(&statement));
            found.push(statement);
            let Some(last) = start.checked_sub(1).filter(|&last| last > sentence.start) else { break };
            // "private tutor", "general manager" are one
            let graded = reading.word(last).starts_with(char::is_lowercase)
                && (self.titles.is_grade(reading.word(last)) || self.titles.is_rank(reading.word(last)));
            if (rank || self.titles.is_head(reading, last) && !graded) && !reading.reads(last, "and") {
                first = start;
            } else if reading.reads(last, "and") && !reading.is(start, WordClass::DETERMINER) {
                (first, joined) = (last, true);
            } else {
                break;
            }
        }
    }

    /// "cricketer-turned-politician": what somebody was before.
    fn turned(&self, statement: &Statement) -> Option<Statement> {
        let (before, _) = self.reading.word(statement.title_at).split_once("-turned-")?;
        let (title, of) = (before.to_lowercase(), None);
        Some(Statement { title, of, status: RoleStatus::Former, told: true, ..statement.clone() })
    }

    /// "Former Norwegian Prime Minister Anna Brill", "the minister, Anna Brill,", "head of Tarn Anna Brill".
    /// `first` is the token at which the name begins, or a title before it that has been read.
    fn before(&self, at: &MentionAt, first: usize, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let mut last = first.checked_sub(1).filter(|&last| last >= sentence.start)?;
        // "Supreme Leader Ayatollah Brill", "Minister Dr. Brill"
        while last > sentence.start && self.titles.is_address(reading.word(last)) {
            last -= 1;
        }
        // "their leader, the Lama of Tarn"
        if reading.word(last) == "the" && last > sentence.start + 1 && reading.word(last - 1) == "," {
            last -= 1;
        }
        let first = last + 1;
        if self.titles.is_head(reading, last) {
            let mut titled = self.titled(last, sentence.start);
            // "Secretary-General Anna Brill of the trust"
            if titled.of.is_none() && matches!(reading.word(at.end), "of" | "for" | "at" | "from") {
                titled.of = self.of_after(at.end, at.end, sentence.end, 3).map(|(of, _)| of);
            }
            let bracketed = self.is_plural(last) && reading.word(at.end) == "(";
            let elected = self.titles.is_elected(reading.word(last));
            if elected || bracketed && titled.of.is_none() {
                // "U.S. Senator Anna Brill of Tarn" is Tarn's
                let own = || self.of_after(at.end, at.end, sentence.end, 3).filter(|_| reading.word(at.end) == "of");
                let own = own().map(|(of, _)| of).filter(|of| self.is_place(*of));
                titled.of = own.or_else(|| self.constituency(at, sentence)).or(titled.of);
            }
            if titled.of.is_none() && titled.start == titled.title.start {
                titled.of = self.spoken_for(titled.start, sentence);
            }
            titled.of = titled.of.or_else(|| self.included(titled.start, sentence));
            return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
        }
        if matches!(reading.word(last), "," | "(") && last > sentence.start && self.titles.is_head(reading, last - 1) {
            let titled = self.titled(last - 1, sentence.start);
            // "Government spokesman, Tom Hale, said"
            let plain = |token: usize| {
                let class = reading.class(token);
                reading.kind(token) == TokenKind::Word
                    && (class == WordClass::default() || class.is(WordClass::SPEAKER))
            };
            let mut opening = sentence.start..titled.title.start;
            let opens = opening.len() <= 2 && opening.all(plain);
            let joined = titled.title.start.checked_sub(1).is_some_and(|and| {
                reading.reads(and, "and") && and > sentence.start && self.titles.is_head(reading, and - 1)
            });
            // "Mr. Hale's spokesman, Tom Marsh,"
            let owned = titled
                .title
                .start
                .checked_sub(1)
                .is_some_and(|owner| owner > sentence.start && matches!(reading.word(owner), "'s" | "’s"));
            // "these officers, Brill said"
            let one_of = titled.start > sentence.start + 1
                && reading.reads(titled.start - 1, "of")
                && reading.reads(titled.start - 2, "one");
            // "two officers, Tom Hale and Anna Brill"
            let others = matches!(reading.word(at.end), "and" | ",")
                && reading.name(at.end + 1).is_some_and(|next| reading.is_person(next.entity));
            let single = one_of || others || !self.is_plural(last - 1);
            let described =
                single && (titled.start < titled.title.start || titled.of.is_some() || opens || joined || owned);
            return described.then(|| self.statement(at, titled, at.end, sentence, "title-comma-name"));
        }
        // "CEO of the Tarn Trust Anna Brill" with a name that has swallowed its title
        if let Some(body) = reading.name(last).filter(|body| self.has_title(body))
            && body.first >= sentence.start
        {
            let titled = self.titled_in(body.first, sentence.start, first);
            return Some(self.statement(at, titled, at.end, sentence, "title-of-body-name"));
        }
        // "The trust's director is Anna Brill", "The director of the trust is Anna Brill"
        if matches!(reading.word(last), "is" | "was") && last > sentence.start {
            if !self.titles.is_head(reading, last - 1) {
                return self.title_of_body(at, last, sentence);
            }
            let titled = self.titled(last - 1, sentence.start);
            return titled.of.is_some().then(|| self.statement(at, titled, at.end, sentence, "title-is-name"));
        }
        // "Secretary of State Anna Brill", "Minister for Defence Anna Brill"
        let mut of = (sentence.start..last).rev().take(LONGEST_OF);
        let of = of.find(|&token| reading.reads(token, "of") || reading.reads(token, "for"));
        if let Some(head) = of.and_then(|of| of.checked_sub(1)).filter(|&head| head >= sentence.start)
            && self.titles.is_head(reading, head)
        {
            let titled = self.titled(head, sentence.start);
            if titled.title.end == first {
                return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
            }
        }
        if let Some(head) = self.plural_before(first, sentence) {
            let mut titled = self.titled_in(head, sentence.start, first);
            // "Presidents Anna Brill of Norway and Tom Hale of Tarn"
            let own = || self.of_after(at.end, at.end, sentence.end, 3).filter(|_| reading.word(at.end) == "of");
            titled.of = titled.of.or_else(|| own().map(|(of, _)| of));
            titled.of = titled.of.or_else(|| self.constituency(at, sentence));
            return Some(self.statement(at, titled, at.end, sentence, "title-before-name"));
        }
        self.title_of_body(at, first, sentence)
    }

    /// "the executive director of the Tarn branch of the Harbour Authority Anna Brill", with or without a comma.
    fn title_of_body(&self, at: &MentionAt, first: usize, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let last = first.checked_sub(1)?;
        let comma = reading.word(last) == ",";
        // "a professor at the university in Brill's town"
        if reading.is(last, WordClass::PREPOSITION) {
            return None;
        }
        let close = if comma { last } else { first };
        let mut token = close;
        let mut head = None;
        while token > sentence.start && close - token < LONGEST_BODY {
            token -= 1;
            if let Some(name) = reading.name(token) {
                if reading.is_person(name.entity) {
                    break;
                }
                token = name.first.max(sentence.start);
                continue;
            }
            // "the top Norwegian commander in Tarn, General Brill"
            let posted = || comma && token > sentence.start && self.titled(token - 1, sentence.start).of.is_some();
            let binds = matches!(reading.word(token), "of" | "for" | "at" | "to" | "with" | "on")
                || reading.word(token) == "in" && posted();
            if binds && token > sentence.start && self.titles.is_head(reading, token - 1) {
                head = Some(token - 1);
                break;
            }
            // "workers at the trust to honour Brill"
            let to = reading.word(token) == "to";
            if to && reading.name(token + 1).is_none() && !reading.is(token + 1, WordClass::DETERMINER) {
                break;
            }
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    binds
                        || matches!(reading.word(token), "in" | "and" | "on")
                        || !reading.is(token, OUTSIDE.or(WordClass::SUBJECT))
                }
                TokenKind::Clitic => true,
                TokenKind::Punctuation => matches!(reading.word(token), "(" | ")"),
                _ => false,
            };
            if !inside {
                break;
            }
        }
        let mut titled = self.titled_in(head?, sentence.start, close);
        let named = reading.name(close.checked_sub(1)?).is_some();
        // "told the head of the trust, Hale said"
        let quoted = comma && matches!(reading.word(at.end), "said" | "says" | "told" | "added");
        let opens = titled.start == sentence.start;
        // "the speaker of the parliament Tom Hale"
        let body = BODIES.iter().any(|body| reading.reads(close - 1, body));
        if quoted && !opens || titled.of.is_none() && !named && !comma && !body {
            return None;
        }
        titled.start = titled.start.min(titled.title.start);
        Some(self.statement(at, titled, at.end, sentence, "title-of-body-name"))
    }

    /// "the former Norwegian president" as a mention.
    fn described(&self, at: &MentionAt) -> Option<Statement> {
        // "a reporter" is somebody new
        if matches!(self.reading.word(at.first), "a" | "an" | "A" | "An") {
            return None;
        }
        let head = (at.first..at.end).rev().find(|&token| self.titles.is_head(self.reading, token))?;
        let titled = self.titled_in(head, at.first, at.end);
        let telling = titled.of.is_some() || titled.status.is_some();
        telling.then(|| self.statement(at, titled, at.end, &(at.first..at.end), "description"))
    }

    pub(super) fn statement(
        &self,
        at: &MentionAt,
        titled: Titled,
        end: usize,
        sentence: &Range<usize>,
        rule: &'static str,
    ) -> Statement {
        let (title, affix) = self.titles.normal(self.reading, titled.title.clone());
        let tenure = status::tenure(self.reading, self.times, end, sentence.end);
        let left = || status::left_behind(self.reading, end.max(at.end), sentence.end);
        let told = affix.or(titled.status).or_else(left);
        let status = match told {
            Some(RoleStatus::Current) | None if tenure.until.is_some() => RoleStatus::Former,
            Some(status) => status,
            None => RoleStatus::Current,
        };
        Statement {
            person: at.entity,
            title,
            // nobody is an office of himself; a firm of his name is
            of: titled.of.filter(|of| *of != at.entity),
            status,
            told: told.is_some(),
            span: titled.start.min(at.first)..end.max(at.end),
            also: titled.also.filter(|also| *also != at.entity),
            title_at: titled.title.start,
            described: titled.described,
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
