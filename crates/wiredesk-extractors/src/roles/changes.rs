//! Offices that change hands: told by the noun of the office ("assumed the presidency of Norway", "lost his party
//! leadership to Anna Brill"), and who had an office before somebody else was given it. Called by [`super::patterns`],
//! [`super::followers`] and [`super::appointing`].

use std::ops::Range;

use wiredesk_core::annotation::{RoleStatus, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    patterns::{Patterns, Statement},
    status::Tenure,
    verbs,
};

/// The rule for "succeeds Tom Hale as mayor", which states two roles.
pub(super) const SUCCESSION: &str = "succession";

/// What a verb does with an office that is its object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Gains,
    Keeps,
    Loses,
    /// Was had in the past.
    Had,
}

/// Verbs with an office as their object, with the word that may follow them.
const VERBS: [(&str, &str, Change); 36] = [
    ("assumed", "", Change::Gains),
    ("assumes", "", Change::Gains),
    ("assume", "", Change::Gains),
    ("assuming", "", Change::Gains),
    ("took", "over", Change::Gains),
    ("takes", "over", Change::Gains),
    ("take", "over", Change::Gains),
    ("taking", "over", Change::Gains),
    ("took", "", Change::Gains),
    ("takes", "", Change::Gains),
    ("won", "", Change::Gains),
    ("wins", "", Change::Gains),
    ("regained", "", Change::Gains),
    ("inherited", "", Change::Gains),
    ("secured", "", Change::Gains),
    ("accepted", "", Change::Gains),
    ("holds", "", Change::Keeps),
    ("retained", "", Change::Keeps),
    ("retains", "", Change::Keeps),
    ("kept", "", Change::Keeps),
    ("held", "", Change::Had),
    ("lost", "", Change::Loses),
    ("resigned", "from", Change::Loses),
    ("resigned", "", Change::Loses),
    ("relinquished", "", Change::Loses),
    ("surrendered", "", Change::Loses),
    ("ceded", "", Change::Loses),
    ("quit", "", Change::Loses),
    ("left", "", Change::Loses),
    ("vacated", "", Change::Loses),
    ("gave", "up", Change::Loses),
    ("handed", "over", Change::Loses),
    ("handed", "", Change::Loses),
    ("passed", "", Change::Loses),
    ("stepped", "down from", Change::Loses),
    ("retired", "from", Change::Loses),
];

/// How many tokens before its noun an office's verb may stand.
const REACH: usize = 7;
/// How many words of a title may stand before a name.
const TITLE: usize = 4;

impl Patterns<'_, '_> {
    /// "Anna Brill assumed the presidency of Norway", "lost his party leadership post to Amir Hale".
    pub(super) fn office_changes(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let mut verb = self.past_bracket(at.end, sentence.end);
        let mut coming = false;
        while verb < sentence.end && reading.name(verb).is_none() && self.is_before_verb(verb) {
            if reading.is(verb, WordClass::NEGATION) {
                return;
            }
            coming |= matches!(reading.word(verb), "will" | "'ll" | "would" | "to");
            verb += 1;
        }
        let word = reading.word(verb);
        let after = |words: &str| words.split_whitespace().zip(verb + 1..).all(|(word, at)| reading.word(at) == word);
        let Some((_, more, change)) = VERBS.iter().find(|(first, more, _)| *first == word && after(more)) else {
            return;
        };
        let from = verb + 1 + more.split_whitespace().count();
        let end = sentence.end.min(from + REACH);
        let noun = (from..end).find(|&token| self.titles.of_office(reading.word(token)).is_some());
        let Some(noun) = noun.filter(|&noun| {
            // no other object in between
            (from..noun).all(|token| {
                reading
                    .mention(token)
                    .is_none_or(|owner| !reading.is_person(owner.entity) || reading.is(token, WordClass::POSSESSIVE))
                    && (reading.kind(token) == TokenKind::Word && !reading.is(token, WordClass::PREPOSITION)
                        || reading.kind(token) == TokenKind::Clitic)
            })
        }) else {
            return;
        };
        let Some(title) = self.titles.of_office(reading.word(noun)) else { return };
        let mut titled = self.titled_in(noun, from, sentence.end);
        let mut close = titled.end;
        // "his party leadership post"
        close += usize::from(verbs::is_post(reading.word(close)));
        let (own, other) = match (change, coming) {
            (Change::Gains, true) => (RoleStatus::Incoming, RoleStatus::Outgoing),
            (Change::Loses, true) => (RoleStatus::Outgoing, RoleStatus::Incoming),
            (Change::Gains, false) => (RoleStatus::Current, RoleStatus::Former),
            (Change::Loses, false) => (RoleStatus::Former, RoleStatus::Current),
            (Change::Keeps, _) => (RoleStatus::Current, RoleStatus::Current),
            (Change::Had, _) => (RoleStatus::Former, RoleStatus::Former),
        };
        // "her", "his own" say nothing of the body
        titled.status = Some(own);
        titled.start = titled.start.min(at.first);
        let party = noun > from && reading.reads(noun - 1, "party");
        let mut statement = self.statement(at, titled, close, sentence, "office-noun");
        statement.title = match (party, statement.title.rsplit_once(' ')) {
            (true, _) => format!("party {title}"),
            (false, Some((before, _))) => format!("{before} {title}"),
            (false, None) => title.to_owned(),
        };
        let link = match change {
            Change::Gains => "from",
            Change::Loses => "to",
            Change::Keeps | Change::Had => "",
        };
        let partner = (reading.word(close) == link).then(|| self.person_from(close + 1, sentence.end)).flatten();
        found.extend(partner.filter(|partner| partner.entity != at.entity).map(|partner| Statement {
            person: partner.entity,
            status: other,
            told: true,
            tenure: Tenure::default(),
            ..statement.clone()
        }));
        found.push(statement);
    }

    /// "Anna Brill will succeed Tom Hale as mayor of Tarn": one takes the office, the other had it.
    pub(super) fn succession(&self, at: &MentionAt, from: usize, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let mut verb = from;
        let mut coming = reading.reads(verb, "will");
        while verb < sentence.end && reading.is(verb, WordClass::AUXILIARY.or(WordClass::ADVERB)) {
            verb += 1;
        }
        // "was named to replace"
        let bound = verbs::is_given(reading.word(verb)) || verbs::is_expected(reading.word(verb));
        if bound && verb > from && reading.word(verb + 1) == "to" {
            (coming, verb) = (true, verb + 2);
        }
        let word = reading.word(verb);
        let over = matches!(word, "take" | "takes" | "took" | "taking")
            && reading.word(verb + 1) == "over"
            && reading.word(verb + 2) == "from";
        if !over
            && !matches!(
                word,
                "succeed" | "succeeds" | "succeeded" | "succeeding" | "replace" | "replaces" | "replaced" | "replacing"
            )
            || verb >= sentence.end
            || (from..verb).any(|token| matches!(reading.word(token), "is" | "was" | "been")) && word.ends_with("ed")
        {
            return;
        }
        let from = if over { verb + 3 } else { verb + 1 };
        let Some(old) = (from..sentence.end.min(from + 5)).find_map(|token| reading.mention(token)) else { return };
        if !reading.reads(old.end, "as") || !reading.is_person(old.entity) {
            return;
        }
        let status = if coming { RoleStatus::Incoming } else { RoleStatus::Current };
        self.state(at, self.title_list(old.end + 1, sentence.end), Some(status), sentence, SUCCESSION, found);
        let former = if coming { RoleStatus::Outgoing } else { RoleStatus::Former };
        self.state(old, self.title_list(old.end + 1, sentence.end), Some(former), sentence, SUCCESSION, found);
    }

    /// Whoever had the offices told from `known` on: "took over as chairman from Tom Hale", "was named head of the
    /// trust, replacing Tom Hale". `end` is the token behind the titles.
    pub(super) fn predecessor(&self, end: usize, known: usize, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let token = end + usize::from(reading.word(end) == ",");
        let from = match (reading.word(token), reading.word(token + 1)) {
            ("from", _) if token == end => token + 1,
            ("replacing" | "succeeding", _) => token + 1,
            ("to", "replace" | "succeed") => token + 2,
            _ => return,
        };
        let Some(old) = self.person_from(from, sentence.end).copied() else { return };
        // "replacing Tom Hale as its chairman" says it itself
        if reading.word(old.end) == "as" || found[known..].iter().any(|statement| statement.person == old.entity) {
            return;
        }
        let given: Vec<Statement> = found[known..]
            .iter()
            .map(|statement| Statement {
                person: old.entity,
                status: match statement.status {
                    RoleStatus::Incoming => RoleStatus::Outgoing,
                    _ => RoleStatus::Former,
                },
                told: true,
                tenure: Tenure::default(),
                ..statement.clone()
            })
            .collect();
        found.extend(given);
    }

    /// "She replaces Tom Hale, who was appointed chairman in May": whoever is replaced has no office any more. `told` are
    /// the statements of that mention.
    pub(super) fn leave_to_successor(&self, at: &MentionAt, sentence: &Range<usize>, told: &mut [Statement]) {
        let reading = self.reading;
        let own = told.iter().filter(|statement| statement.person == at.entity);
        let mut start = own.map(|statement| statement.span.start).min().unwrap_or(at.first).min(at.first);
        // "replaces Mr. Hale"
        start -= usize::from(start > sentence.start && self.titles.is_address(reading.word(start - 1)));
        let Some(verb) = start.checked_sub(1).filter(|&verb| verb >= sentence.start && reading.name(verb).is_none())
        else {
            return;
        };
        let status = match reading.word(verb) {
            "replaces" | "replaced" | "succeeds" | "succeeded" | "replacing" | "succeeding" => RoleStatus::Former,
            "replace" | "succeed" => RoleStatus::Outgoing,
            _ => return,
        };
        for statement in told.iter_mut().filter(|statement| statement.person == at.entity) {
            let lasting = self.titles.is_rank(&statement.title)
                || self.titles.is_occupation(statement.title.rsplit(' ').next().unwrap_or_default());
            if statement.status == RoleStatus::Current && !lasting {
                (statement.status, statement.told) = (status, true);
            }
        }
    }

    /// The person named at a token, a form of address and a short title passed over.
    fn person_from(&self, from: usize, end: usize) -> Option<&MentionAt> {
        let reading = self.reading;
        let mut token = from;
        while token < end.min(from + TITLE)
            && reading.name(token).is_none()
            && (self.titles.is_address(reading.word(token)) || self.titles.is_head(reading, token))
        {
            token += 1;
        }
        reading.name(token).filter(|name| token < end && name.first == token && reading.is_person(name.entity))
    }

    /// Whether a word may stand between a subject and its verb.
    fn is_before_verb(&self, token: usize) -> bool {
        let reading = self.reading;
        let between = WordClass::AUXILIARY.or(WordClass::ADVERB).or(WordClass::NEGATION);
        reading.is(token, between) || reading.word(token).ends_with("ly") || reading.reads(token, "who")
    }
}
