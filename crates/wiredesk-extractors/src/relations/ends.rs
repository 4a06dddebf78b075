//! Finds the ends of a relation beside the word that states it: the names before and after a token, and what "its",
//! "their" and "the company" stand for. Called by every pattern of [`super`]; reads the mentions of the entities layer
//! and looks at most a few dozen tokens away, so that any text takes linear time.

use wiredesk_core::annotation::{EntityId, MentionForm, TokenKind};

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    subjects::SUBJECT,
    triggers::{Sort, Trigger, Triggers, Word},
};

/// How many words may stand between a place to look and the name: "the Danish software company Tarn".
pub(super) const LEAD: usize = 9;
/// How many tokens an insertion in brackets may have.
const BRACKET: usize = 40;

/// The ends of relations in one document.
pub(super) struct Ends<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) triggers: &'r Triggers,
    /// Whom the roles layer gives an office, with the token behind its words, in text order.
    pub(super) held: Vec<(usize, EntityId)>,
}

/// Words that cannot stand between a determiner and the name it belongs to.
pub(super) const APART: WordClass = WordClass::PREPOSITION
    .or(WordClass::JOINING)
    .or(WordClass::SUBORDINATOR)
    .or(WordClass::AUXILIARY)
    .or(WordClass::NEGATION)
    .or(WordClass::SUBJECT)
    .or(WordClass::DAY);

impl<'r> Ends<'r, '_> {
    /// Whether a mention can be an end of that sort.
    pub(super) fn fits(&self, at: &MentionAt, sort: Sort) -> bool {
        at.mention.form != MentionForm::Adjective
            && self.reading.entity(at.entity).is_some_and(|entity| sort.admits(entity.kind))
    }

    /// Whether a token is "'s" or its like.
    pub(super) fn is_possessive(&self, token: usize) -> bool {
        self.reading.kind(token) == TokenKind::Clitic && matches!(self.reading.word(token), "'s" | "’s" | "'" | "’")
    }

    /// Whether a token is a form of "be".
    pub(super) fn is_be(&self, token: usize) -> bool {
        const BE: [&str; 8] = ["is", "was", "are", "were", "been", "being", "be", "'s"];
        self.reading.is(token, WordClass::AUXILIARY) && BE.iter().any(|form| self.reading.reads(token, form))
    }

    /// Whether what looks like a name is a title: "Technical Fellow".
    pub(super) fn is_titled(&self, at: &MentionAt) -> bool {
        self.triggers.is_post(self.reading.word(at.end - 1))
    }

    /// Whether a token links a title or name to another one.
    pub(super) fn is_and(&self, token: usize) -> bool {
        matches!(self.reading.word(token), "and" | "&" | "And")
    }

    /// The trigger of that class at a token.
    pub(super) fn is_word(&self, token: usize, word: Word) -> bool {
        matches!(self.triggers.get(self.reading.entry(token)), Some(Trigger::Word(found)) if found == word)
    }

    /// Past a bracket that opens at `token`, if one does.
    pub(super) fn past_bracket(&self, token: usize, most: usize) -> usize {
        if !matches!(self.reading.word(token), "(" | "[") {
            return token;
        }
        let mut depth = 0_u32;
        for at in token..most.min(token + BRACKET) {
            match self.reading.word(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        token
    }

    /// The token before the bracket that closes before `end`, if one does, as an exclusive end.
    pub(super) fn before_bracket(&self, end: usize, least: usize) -> usize {
        let signed = end > least && matches!(self.reading.word(end - 1), "™" | "®");
        let end = end - usize::from(signed);
        // "Quay Shipping, LLC"
        let formed = end > least + 2
            && matches!(
                self.reading.word(end - 1),
                "Inc" | "Inc." | "INC" | "LLC" | "Ltd" | "Ltd." | "LLP" | "Corp." | "plc"
            )
            && self.reading.word(end - 2) == ","
            && self.reading.mention(end - 1).is_none();
        let end = if formed { end - 2 } else { end };
        if end <= least || !matches!(self.reading.word(end - 1), ")" | "]") {
            return end;
        }
        let mut depth = 0_u32;
        for at in (least..end).rev().take(BRACKET) {
            match self.reading.word(at) {
                ")" | "]" => depth += 1,
                "(" | "[" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        end
    }

    /// The first mention of the noun phrase that starts at `start` that fits: what stands before it must be words
    /// that may describe it.
    pub(super) fn name_after(&self, start: usize, most: usize, sort: Sort) -> Option<&'r MentionAt> {
        let reading = self.reading;
        let most = most.min(start + LEAD).min(reading.tokens.len());
        let mut token = start;
        while token < most {
            if let Some(at) = reading.mention(token) {
                let possessor = self.is_possessive(at.end);
                match at.mention.form {
                    MentionForm::Name | MentionForm::Nominal if self.fits(at, sort) && !possessor => {
                        // "the Tarn Trust director Anna Brill": a body before a person describes the person
                        return Some(at);
                    }
                    // "formed her company, Tarn"
                    MentionForm::Pronoun
                        if token == start
                            && reading.is(token, WordClass::POSSESSIVE)
                            && reading.name(at.end).is_none()
                            && self.qualifies(at.end) => {}
                    MentionForm::Pronoun => {
                        let object = reading.is(token, WordClass::OBJECT) && token == start;
                        return Some(at).filter(|_| object && self.fits(at, sort) && !self.qualifies(at.end));
                    }
                    MentionForm::Name if !possessor && reading.is_person(at.entity) => return None,
                    MentionForm::Nominal => return None,
                    _ => {}
                }
                token = at.end + usize::from(possessor);
                continue;
            }
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    !reading.is(token, APART)
                        || reading.is(token, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
                        || token > start && self.joins_descriptions(token)
                }
                TokenKind::Number | TokenKind::Quote | TokenKind::Symbol => true,
                TokenKind::Clitic => self.is_possessive(token),
                TokenKind::Punctuation => matches!(reading.word(token), "-" | "."),
            };
            if !inside {
                return None;
            }
            token += 1;
        }
        None
    }

    /// "the writer and game designer Anna Brill": an "and" between plain nouns.
    fn joins_descriptions(&self, and: usize) -> bool {
        let plain = |token: usize| {
            self.reading.mention(token).is_none()
                && self.reading.kind(token) == TokenKind::Word
                && !self.reading.is_capital(token)
                && !self.is_verbal(token)
                && !self.reading.is(token, APART.or(WordClass::DETERMINER))
        };
        self.is_and(and) && plain(and - 1) && plain(and + 1)
    }

    /// Whether a word goes on a noun phrase, so that the pronoun before it is a possessive.
    fn qualifies(&self, token: usize) -> bool {
        let reading = self.reading;
        reading.kind(token) == TokenKind::Word
            && (reading.name(token).is_some()
                || !reading.is(token, APART.or(WordClass::DETERMINER).or(WordClass::ADVERB).or(WordClass::OBJECT)))
    }

    /// The preposition that a name belongs to: "a unit of the Tarn Trust".
    pub(super) fn governor(&self, first: usize, least: usize) -> Option<usize> {
        let mut at = first.checked_sub(1).filter(|&at| at > least)?;
        while at > least && self.reading.name(at).is_none() && !matches!(self.reading.word(at), "of" | "by") {
            if !self.reading.is(at, WordClass::DETERMINER) && self.reading.class(at) != WordClass::default() {
                return None;
            }
            at -= 1;
        }
        matches!(self.reading.word(at), "of" | "by").then_some(at)
    }

    /// Where a body is named that has a board or a staff, if one of these is meant: "the board of directors of", "its
    /// faculty at"; else `start`.
    pub(super) fn past_board(&self, start: usize, most: usize) -> usize {
        const BOARDS: [&str; 9] =
            ["board", "boards", "faculty", "staff", "council", "committee", "team", "ranks", "editors"];
        const SEATS: [&str; 11] = [
            "directors",
            "trustees",
            "governors",
            "regents",
            "visitors",
            "advisors",
            "advisers",
            "editors",
            "overseers",
            "managers",
            "supervisors",
        ];
        let reading = self.reading;
        let board = (start..most.min(start + 5)).take_while(|&token| reading.kind(token) == TokenKind::Word);
        let Some(mut at) = board.into_iter().find(|&token| BOARDS.iter().any(|word| reading.reads(token, word))) else {
            return start;
        };
        if reading.word(at + 1) == "of" && SEATS.iter().any(|word| reading.reads(at + 2, word)) {
            at += 2;
        }
        at += 1;
        // "the board of regents of": the whole of "Board of Regents of Tarn University" is a name of its own
        let whole = reading.name(at).is_some_and(|name| name.first <= start + 1 && name.end > at + 1);
        let linked = matches!(reading.word(at), "of" | "at" | "for");
        if linked && !whole && at + 1 < most { at + 1 } else { start }
    }

    /// The mention before `end`, a bracket or an address behind it passed over: "Harbour Bank (HB) in Oslo, Norway,".
    pub(super) fn addressed_before(&self, end: usize, least: usize, sort: Sort) -> Option<&'r MentionAt> {
        let mut at = self.before_bracket(end, least);
        if let found @ Some(_) = self.mention_before(at, least, sort) {
            return found;
        }
        for _ in 0..3 {
            let place = self.mention_before(at, least, Sort::Place)?;
            let before = place.first.checked_sub(1).filter(|&before| before > least)?;
            match self.reading.word(before) {
                "in" | "at" | "of" | "near" | "from" => return self.mention_before(before, least, sort),
                "," => at = before,
                _ => return None,
            }
        }
        None
    }

    /// Before what says where a body sits: "a group of companies based in Oslo, Norway,".
    pub(super) fn before_seat(&self, end: usize, least: usize) -> usize {
        let mut at = self.before_bracket(end, least);
        for _ in 0..3 {
            let Some(place) = self.mention_before(at, least, Sort::Place) else { break };
            let Some(before) = place.first.checked_sub(1).filter(|&before| before > least) else { break };
            match self.reading.word(before) {
                "in" | "at" | "near" if self.is_word(before - 1, Word::Seated) => return before - 1,
                "," => at = before,
                _ => break,
            }
        }
        end
    }

    /// Where the phrase begins that goes on at `start`: determiners and plain words before it are passed over.
    pub(super) fn phrase_before(&self, start: usize, least: usize) -> usize {
        let reading = self.reading;
        let mut start = start;
        while start > least
            && reading.name(start - 1).is_none()
            && (reading.is(start - 1, WordClass::DETERMINER)
                || (reading.class(start - 1) == WordClass::default() || reading.is(start - 1, WordClass::SPEAKER))
                    && matches!(reading.kind(start - 1), TokenKind::Word | TokenKind::Number))
        {
            start -= 1;
        }
        start
    }

    /// The mention that ends right before `end`, if it fits.
    pub(super) fn mention_before(&self, end: usize, least: usize, sort: Sort) -> Option<&'r MentionAt> {
        let last = end.checked_sub(1).filter(|&last| last >= least)?;
        let at = self.reading.mention(last)?;
        (at.end == end && at.first >= least && self.fits(at, sort)).then_some(at)
    }

    /// The organization that "it" or "the company" at `token` stands for: the one that the sentence before is about,
    /// else one of the two before that.
    pub(super) fn topic(&self, token: usize, sort: Sort) -> Option<EntityId> {
        let reading = self.reading;
        let mut start = reading.sentence_of(token).start;
        for _ in 0..3 {
            let sentence = reading.sentence_of(start.checked_sub(1)?);
            if sentence.is_empty() {
                return None;
            }
            let mut at = sentence.start;
            while at < sentence.end {
                match reading.mention(at) {
                    Some(found) => {
                        if found.mention.form == MentionForm::Name && self.fits(found, sort) {
                            return Some(found.entity);
                        }
                        at = found.end.max(at + 1);
                    }
                    None => at += 1,
                }
            }
            start = sentence.start;
        }
        None
    }

    /// Whether a phrase stands for a body that was named before: "it", "the company", "the software company".
    pub(super) fn stands_for_body(&self, start: usize, end: usize) -> bool {
        let reading = self.reading;
        let it = end == start + 1 && reading.reads(start, "it");
        it || (start + 2..=start + 3).contains(&end)
            && matches!(reading.word(start), "the" | "The" | "this" | "This")
            && (start + 1..end).all(|token| reading.name(token).is_none() && !reading.is_capital(token))
            && self.is_word(end - 1, Word::Body)
    }

    /// The body that a phrase from `start` stands for, if it does, and its end: "founded the company in".
    pub(super) fn topic_after(&self, start: usize, most: usize, sort: Sort) -> Option<(EntityId, usize)> {
        let reading = self.reading;
        let end = (start + 1..=(start + 3).min(most)).find(|&end| self.stands_for_body(start, end))?;
        // "the company chairman", "it all"
        let goes_on = reading.kind(end) == TokenKind::Word && reading.class(end) == WordClass::default()
            || reading.is(end, WordClass::DETERMINER)
            || self.is_possessive(end);
        let last = matches!(reading.word(end), "last" | "early" | "late");
        if goes_on && !last {
            return None;
        }
        self.topic(start, sort.of_topic()).map(|body| (body, end))
    }

    /// The owner that a possessive at `token` names: "his", "its", "Brill's" with `token` at the clitic.
    pub(super) fn possessor(&self, token: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let reading = self.reading;
        if self.is_possessive(token) {
            let named = self.names_before(token, least, sort);
            // "the company's"
            if named.is_empty() && token >= least + 2 && self.stands_for_body(token - 2, token) {
                return self.topic(token, sort.of_topic()).into_iter().collect();
            }
            return named;
        }
        if let Some(at) = reading.mention(token).filter(|at| self.fits(at, sort)) {
            return vec![at.entity];
        }
        if reading.mention(token).is_some() {
            return Vec::new();
        }
        if reading.reads(token, "its") {
            let before = (least..token)
                .rev()
                .take(SUBJECT)
                .find_map(|token| reading.name(token).filter(|at| self.fits(at, sort) && at.first >= least));
            return before.map(|at| at.entity).or_else(|| self.topic(token, sort)).into_iter().collect();
        }
        if reading.reads(token, "whose") {
            return self.antecedent(token, least, sort, 2);
        }
        if reading.reads(token, "their") && sort.is_personal() {
            return self.couple(token, least);
        }
        Vec::new()
    }

    /// The two persons joined by "and" before `end` in its sentence: whom "their" stands for.
    fn couple(&self, end: usize, least: usize) -> Vec<EntityId> {
        let reading = self.reading;
        for and in (least..end).rev().take(SUBJECT).filter(|&token| self.is_and(token)) {
            let before = self.mention_before(self.before_bracket(and, least), least, Sort::Person);
            let after = self.name_after(and + 1, end, Sort::Person);
            if let (Some(before), Some(after)) = (before, after) {
                return vec![before.entity, after.entity];
            }
            // "Tom Hale and his wife, Anna"
            let after = (and + 1..end.min(and + 5)).find_map(|token| reading.name(token));
            if let (Some(before), Some(after)) = (before, after.filter(|at| self.fits(at, Sort::Person))) {
                return vec![before.entity, after.entity];
            }
        }
        Vec::new()
    }
}
