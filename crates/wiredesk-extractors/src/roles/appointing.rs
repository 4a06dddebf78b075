//! Offices told as something done with a person or as something the person has: "the board named Anna Brill
//! chairwoman", "the resignation of Tom Hale as mayor", "her post as mayor", "was replaced by Anna Brill". Called by
//! [`super::patterns`] for every name and possessive pronoun.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, RoleStatus, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    patterns::{Patterns, Statement},
    status::Tenure,
    verbs,
};

/// What a verb with a person as its object does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// The title may follow without "as".
    Names,
    /// The title follows behind "as".
    Gives,
    /// Somebody else still has to agree.
    Proposes,
    Takes,
}

/// Verbs that give an office or take it, without their endings.
const VERBS: [(Act, &[&str]); 4] = [
    (
        Act::Names,
        &[
            "name",
            "names",
            "named",
            "naming",
            "appoint",
            "appoints",
            "appointed",
            "appointing",
            "elect",
            "elects",
            "elected",
            "electing",
            "re-elect",
            "re-elected",
            "reelected",
            "make",
            "makes",
            "made",
            "making",
            "crowned",
        ],
    ),
    (
        Act::Gives,
        &[
            "announce",
            "announced",
            "announces",
            "install",
            "installed",
            "confirm",
            "confirmed",
            "confirms",
            "hire",
            "hired",
            "hires",
            "hiring",
            "introduced",
            "unveiled",
            "recruited",
            "reappointed",
            "promoted",
            "inaugurated",
            "recognize",
            "recognized",
            "recognise",
            "recognised",
        ],
    ),
    (
        Act::Proposes,
        &[
            "nominate",
            "nominates",
            "nominated",
            "nominating",
            "propose",
            "proposed",
            "choose",
            "chooses",
            "chose",
            "choosing",
            "select",
            "selected",
            "pick",
            "picks",
            "picked",
            "tap",
            "taps",
            "tapped",
            "designated",
            "recommended",
        ],
    ),
    (
        Act::Takes,
        &[
            "oust",
            "ousted",
            "remove",
            "removed",
            "removing",
            "fire",
            "fires",
            "fired",
            "firing",
            "sack",
            "sacks",
            "sacked",
            "dismiss",
            "dismissed",
            "dismisses",
        ],
    ),
];

/// Nouns for having an office or for its beginning and end, before "as" and a title. Those of the first kind say
/// nothing about whether it is still held.
const NOUNS: [(Option<RoleStatus>, &[&str]); 4] = [
    (None, &["post", "position", "role", "job", "work", "capacity", "career", "duties", "seat", "term"]),
    (Some(RoleStatus::Current), &["appointment", "election", "re-election", "inauguration", "confirmation"]),
    (
        Some(RoleStatus::Former),
        &["time", "stint", "tenure", "years", "days", "spell", "resignation", "removal", "ouster"],
    ),
    (Some(RoleStatus::Incoming), &["nomination"]),
];

/// Nouns for those who choose the holders of a body's offices.
const CHAMBERS: [&str; 10] = [
    "parliament",
    "assembly",
    "legislature",
    "board",
    "government",
    "lawmakers",
    "voters",
    "delegates",
    "members",
    "shareholders",
];

/// How far before its object a verb stands.
const VERB_BEFORE: usize = 8;
/// How many statements back an office may have been told that somebody else is to have.
const RECENT: usize = 8;
/// How many words stand between an owner and "post as".
const ATTRIBUTES: usize = 3;

impl Patterns<'_, '_> {
    /// "Norway has named Anna Brill as its new chief of the fleet", "the board elected Anna Brill chairwoman".
    pub(super) fn appointed(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let behind = self.past_bracket(at.end, sentence.end);
        let link = reading.word(behind) == "as";
        let be = reading.word(behind) == "to" && reading.reads(behind + 1, "be");
        let direct = reading.kind(behind) == TokenKind::Word && !reading.is(behind, WordClass::BARRIER);
        if behind >= sentence.end || !link && !be && !direct {
            return;
        }
        let Some((act, verb)) = self.act_before(at.first, sentence) else { return };
        if direct && !link && act != Act::Names {
            return;
        }
        let from = behind + usize::from(link) + 2 * usize::from(be);
        let mut list = self.title_list(from, sentence.end);
        if direct && !link && list.first().is_none_or(|first| first.start > from) {
            return;
        }
        let coming = verb.checked_sub(1).is_some_and(|before| {
            before >= sentence.start
                && matches!(reading.word(before), "will" | "to" | "would" | "may" | "could" | "should")
        });
        let status = match act {
            Act::Takes if coming => return,
            Act::Takes => RoleStatus::Former,
            Act::Proposes => RoleStatus::Incoming,
            Act::Names | Act::Gives if coming => RoleStatus::Incoming,
            Act::Names | Act::Gives => RoleStatus::Current,
        };
        let giver = self.body_that_acts(verb, sentence);
        for titled in &mut list {
            titled.of = titled.of.or(giver);
        }
        let (known, last) = (found.len(), list.last().map_or(from, |last| last.end));
        self.state(at, list, Some(status), sentence, "appointed", found);
        if matches!(act, Act::Names | Act::Gives) {
            self.predecessor(last, known, sentence, found);
        }
    }

    /// The verb of an appointment before its object that begins at `first`, descriptions of the person passed over.
    fn act_before(&self, first: usize, sentence: &Range<usize>) -> Option<(Act, usize)> {
        let reading = self.reading;
        for token in (sentence.start..first).rev().take(VERB_BEFORE) {
            let word = reading.word(token);
            if let Some((act, _)) = VERBS.iter().find(|(_, words)| words.contains(&word)) {
                return Some((*act, token));
            }
            let bound = matches!(word, "by" | "with" | "from" | "to" | "on" | "at" | "after" | "against" | "and");
            let inside = matches!(reading.kind(token), TokenKind::Word | TokenKind::Clitic | TokenKind::Number);
            let person = reading.mention(token).is_some_and(|other| reading.is_person(other.entity));
            if bound || !inside || person || reading.is(token, WordClass::SUBORDINATOR.or(WordClass::AUXILIARY)) {
                return None;
            }
        }
        None
    }

    /// The body that is the subject right before a verb.
    fn body_that_acts(&self, verb: usize, sentence: &Range<usize>) -> Option<EntityId> {
        let reading = self.reading;
        let mut end = verb;
        while end > sentence.start
            && reading.name(end - 1).is_none()
            && reading.is(end - 1, WordClass::AUXILIARY.or(WordClass::ADVERB).or(WordClass::DAY))
        {
            end -= 1;
        }
        // "Norway's parliament elected"
        let last = end.checked_sub(1).filter(|&last| last >= sentence.start)?;
        if last > sentence.start && CHAMBERS.contains(&reading.word(last)) {
            let owner = last - usize::from(reading.kind(last - 1) == TokenKind::Clitic);
            let owner = owner.checked_sub(1).and_then(|owner| reading.mention(owner))?;
            return (owner.first >= sentence.start && self.is_body(owner.entity)).then_some(owner.entity);
        }
        let subject = reading.name(last).filter(|name| name.end == end)?;
        (subject.first >= sentence.start && self.is_body(subject.entity)).then_some(subject.entity)
    }

    /// "Brill's appointment as head of the trust", "her post as mayor", "the resignation of Tom Hale as mayor".
    pub(super) fn possessed(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let noun_of = |token: usize| {
            let word = reading.word(token);
            NOUNS.iter().find(|(_, nouns)| nouns.contains(&word)).map(|(status, _)| *status)
        };
        if reading.word(at.end) == "as" {
            let of = at.first.checked_sub(1).filter(|&of| of > sentence.start && reading.word(of) == "of");
            let Some(status) = of.and_then(|of| noun_of(of - 1)) else { return };
            return self.state(at, self.title_list(at.end + 1, sentence.end), status, sentence, "possessed", found);
        }
        let owner = reading.kind(at.end) == TokenKind::Clitic;
        let pronoun = reading.is(at.first, WordClass::POSSESSIVE);
        // "Tom Hale, whose term as mayor"
        let whose = reading.word(at.end) == "," && reading.reads(at.end + 1, "whose");
        if !owner && !pronoun && !whose {
            return;
        }
        let from = at.end + usize::from(owner) + 2 * usize::from(whose);
        let end = sentence.end.min(from + ATTRIBUTES + 1);
        let Some(noun) = (from..end).find(|&token| noun_of(token).is_some()) else { return };
        let plain = (from..noun).all(|token| {
            matches!(reading.kind(token), TokenKind::Word | TokenKind::Number) && !reading.is(token, WordClass::BARRIER)
        });
        // "her role of chairwoman"
        let post = verbs::is_post(reading.word(noun)) && reading.word(noun + 1) == "of";
        if !plain || reading.word(noun + 1) != "as" && !post {
            return;
        }
        let former = (from..noun).any(|token| matches!(reading.word(token), "former" | "previous" | "old" | "earlier"));
        let status = if former { Some(RoleStatus::Former) } else { noun_of(noun).flatten() };
        let status = self.left_post(at.first, sentence).or(status);
        self.state(at, self.title_list(noun + 2, sentence.end), status, sentence, "possessed", found);
    }

    /// "resigned from", "gives up" before "her post".
    fn left_post(&self, owner: usize, sentence: &Range<usize>) -> Option<RoleStatus> {
        let reading = self.reading;
        let before = |count: usize| {
            let token = owner.checked_sub(count).filter(|&token| token >= sentence.start);
            token.map_or("", |token| reading.word(token))
        };
        let verb = match (before(2), before(1)) {
            (verb, "from" | "up") => verb,
            (_, verb) => verb,
        };
        let verb = if verb == "down" { before(3) } else { verb };
        match verb {
            "resigned" | "quit" | "left" | "lost" | "relinquished" | "vacated" | "stepped" | "stood" | "retired"
            | "gave" | "leaving" | "fired" | "sacked" | "dismissed" | "removed" | "ousted" | "suspended" => {
                Some(RoleStatus::Former)
            }
            "resign" | "leave" | "lose" | "relinquish" | "vacate" | "step" | "steps" | "stepping" | "retire"
            | "give" | "giving" | "resigning" => Some(RoleStatus::Outgoing),
            _ => None,
        }
    }

    /// "Tom Hale was replaced as chairman by Anna Brill": he had the office, she has it. Without "as" it is the one
    /// that the sentence has just named. Statements from `known` on are those of this mention.
    pub(super) fn replaced(&self, at: &MentionAt, known: usize, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let mut verb = self.past_bracket(at.end, sentence.end);
        let mut coming = false;
        let mut be = false;
        while verb < sentence.end && reading.is(verb, WordClass::AUXILIARY.or(WordClass::ADVERB)) {
            coming |= reading.reads(verb, "will");
            be |= matches!(reading.word(verb), "is" | "was" | "be" | "been");
            verb += 1;
        }
        if !be || !matches!(reading.word(verb), "replaced" | "succeeded") {
            return;
        }
        let end = sentence.end.min(verb + 14);
        let plain = |&token: &usize| {
            reading.word(token) == "as" || reading.word(token) != "," && !reading.is(token, WordClass::SUBORDINATOR)
        };
        let by = (verb + 1..end).take_while(plain).find(|&token| matches!(reading.word(token), "by" | "with"));
        let Some(by) = by else { return };
        let named = (by + 1..sentence.end.min(by + VERB_BEFORE)).find_map(|token| reading.name(token));
        let Some(new) = named.filter(|new| reading.is_person(new.entity)).copied() else { return };
        let (old, next) = match coming {
            true => (RoleStatus::Outgoing, RoleStatus::Incoming),
            false => (RoleStatus::Former, RoleStatus::Current),
        };
        if let Some(link) = (verb + 1..by).find(|&token| reading.word(token) == "as") {
            self.state(at, self.title_list(link + 1, by), Some(old), sentence, "replaced", found);
            self.state(&new, self.title_list(link + 1, by), Some(next), sentence, "replaced", found);
            return;
        }
        // "was replaced by Anna Brill as chairman"
        if reading.word(new.end) == "as" {
            self.state(at, self.title_list(new.end + 1, sentence.end), Some(old), sentence, "replaced", found);
            self.state(&new, self.title_list(new.end + 1, sentence.end), Some(next), sentence, "replaced", found);
            return;
        }
        // "The governor, Tom Hale, will leave. He will be succeeded by Anna Brill."
        let earlier = found.iter().rev().take(RECENT).position(|office| office.person == at.entity);
        let earlier = earlier.map(|back| found.len() - 1 - back).filter(|&index| index < known);
        let offices =
            if found.len() == known { earlier.map_or(0..0, |index| index..index + 1) } else { known..found.len() };
        for index in offices {
            let office = &mut found[index];
            let left = matches!(office.status, RoleStatus::Current | RoleStatus::Outgoing);
            if !left || office.rule == "replaced" || self.titles.is_rank(&office.title) {
                continue;
            }
            (office.status, office.told) = (old, true);
            let statement = Statement {
                person: new.entity,
                title: office.title.clone(),
                of: office.of,
                status: next,
                told: true,
                span: office.span.start.min(new.first)..new.end,
                also: None,
                title_at: usize::MAX,
                described: false,
                tenure: Tenure::default(),
                rule: "replaced",
            };
            found.push(statement);
        }
    }
}
