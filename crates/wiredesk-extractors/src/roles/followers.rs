//! Offices told after a name: in apposition, by a verb, or by who led what ("Anna Brill, the mayor of Tarn,", "she
//! was elected president of Norway", "led by Anna Brill"). Called by [`super::patterns`] for every mention.

use std::ops::Range;

use wiredesk_core::annotation::{MentionForm, RoleStatus, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    patterns::{Patterns, Statement},
    phrases::{OUTSIDE, REACH, Titled, is_verb},
    status,
    verbs::{self, Turn},
};

/// How far behind a name the verbs of its sentence are looked for.
const LATER: usize = 45;
/// How many tokens before a verb the "if" of its clause may stand.
const SUPPOSED: usize = 12;
/// How many words stand before the name of what somebody leads.
const ATTRIBUTES: usize = 5;
/// How far into its sentence the subject of a later verb begins.
const OPENING: usize = 3;
/// How far before a name the participle of "led by" may stand.
const LED_BY: usize = 7;

/// Participles before "by" and a name, with the title that they make.
const LED: [(&str, &str); 8] = [
    ("led", "leader"),
    ("headed", "head"),
    ("chaired", "chair"),
    ("co-chaired", "co-chair"),
    ("owned", "owner"),
    ("captained", "captain"),
    ("coached", "coach"),
    ("commanded", "commander"),
];

impl Patterns<'_, '_> {
    /// "Anna Brill, the former mayor of Tarn and leader of the Reform Party,".
    pub(super) fn apposed(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let known = found.len();
        self.apposed_at(at, at.end, sentence, found);
        // "Anna Brill (Tarn), the mayor of Norway,"
        let past = self.past_bracket(at.end, sentence.end);
        if found.len() == known && past > at.end {
            self.apposed_at(at, past, sentence, found);
        }
        // "Anna Brill of the Harbour Authority, a co-author of the study,"
        if found.len() == known
            && matches!(self.reading.word(at.end), "of" | "from" | "at" | "with")
            && let Some(body) = self.body_from(at.end + 1, sentence.end)
            && matches!(self.reading.word(body.end + 1), "a" | "an" | "the")
        {
            self.apposed_at(at, body.end, sentence, found);
        }
        // "a letter from Anna Brill a founder of the trust"; behind a verb it would be what somebody is called
        let bound =
            at.first > sentence.start && matches!(self.reading.word(at.first - 1), "from" | "by" | "with" | "of");
        if bound && matches!(self.reading.word(at.end), "a" | "an") && at.end < sentence.end {
            let list = self.title_list(at.end, sentence.end);
            if list.first().is_some_and(|first| first.of.is_some()) {
                self.state(at, list, None, sentence, "apposition", found);
            }
        }
    }

    /// An apposition that is set apart by the mark at token `from`.
    fn apposed_at(&self, at: &MentionAt, mut from: usize, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        if reading.word(from) != "," && !reading.is_dash(from) && reading.word(from) != "(" || from >= sentence.end {
            return;
        }
        from += 1;
        if reading.kind(from) == TokenKind::Number && reading.word(from + 1) == "," {
            from += 2;
        }
        if is_verb(reading.word(from)) || matches!(reading.word(from), "this" | "that" | "these" | "those") {
            return;
        }
        // "Brill, echoing the president, said"
        let first = reading.word(from);
        let acts = first.ends_with("ing") && first.starts_with(char::is_lowercase);
        let describes = self.titles.is_grade(first) || status::of_word(first).is_some() || first == "leading";
        if acts && !describes {
            return;
        }
        // "according to Brill, a clerk was seen": the clerk is somebody else
        let list = self.title_list(from, sentence.end);
        // "Brill, the President stressed"
        let clause = list.len() == 1 && {
            let after = list[0].title.end;
            reading.is_capital(after - 1)
                && list[0].of.is_none()
                && reading.kind(after) == TokenKind::Word
                && reading.word(after).starts_with(char::is_lowercase)
                && reading.name(after).is_none()
                && !reading.is(after, OUTSIDE)
        };
        if clause {
            return;
        }
        let opened = at.first == sentence.start + 2 && reading.reads(sentence.start, "according");
        if opened && list.last().is_some_and(|last| reading.word(last.end) != ",") {
            return;
        }
        // "Anna Brill and Tom Hale, the founders of the trust"
        let shared = list.first().is_some_and(|first| self.is_plural(first.title.end - 1));
        if let Some(other) = self.joined_before(at, sentence).filter(|_| shared) {
            self.state(&other, self.title_list(from, sentence.end), None, sentence, "apposition", found);
        }
        self.state(at, list, None, sentence, "apposition", found);
    }

    /// Verbs behind a name or pronoun: the one that follows it, and those that follow that one: "Anna Brill is a
    /// lawyer who served as mayor of Tarn", "she founded the trust and served as its director".
    pub(super) fn verbs(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let pronoun = at.mention.form == MentionForm::Pronoun;
        if pronoun && !reading.is(at.first, WordClass::SUBJECT) {
            return;
        }
        self.verb(at, sentence, found);
        let bound = at.first > sentence.start && reading.is(at.first - 1, WordClass::PREPOSITION);
        if bound || matches!(reading.word(at.end), "'s" | "’s" | "'" | "’") {
            return;
        }
        let mut token = self.past_bracket(at.end, sentence.end);
        let end = sentence.end.min(token + LATER);
        let mut passed = false;
        while token < end {
            // another subject; "by Tom Hale" is none, nor is the owner in "Tom Hale's"
            let other = |name: &&MentionAt| name.entity != at.entity && reading.is_person(name.entity);
            let other = reading.mention(token).filter(other);
            let subject = |name: &MentionAt| {
                !reading.is(name.first - 1, WordClass::PREPOSITION) && reading.kind(name.end) != TokenKind::Clitic
            };
            // "by Tom Hale, who": who is that
            passed |= other.is_some_and(|name| reading.kind(name.end) != TokenKind::Clitic);
            if other.is_some_and(subject) || matches!(reading.word(token), ";" | ":" | "\"" | "“" | "”") {
                break;
            }
            let leads = match reading.word(token) {
                "who" | "that" => token > at.end + 1 && !passed,
                "to" => token > at.end + 1,
                "when" => verbs::is_given(reading.word(token + 1)),
                // "before becoming"
                "before" | "after" | "since" | "until" => reading.word(token + 1).ends_with("ing"),
                "and" | "," => true,
                _ => false,
            };
            if leads && !(reading.word(token) == "," && reading.reads(token + 1, "who") && token == at.end) {
                let mut from = token + 1;
                while from < end && (reading.is(from, WordClass::ADVERB) || reading.word(from).ends_with("ly")) {
                    from += 1;
                }
                let verb = verbs::verb_at(reading, from).map(|(verb, _)| verb);
                let meant = reading.word(token) != "to"
                    || !is_wish(reading.word(token - 1)) && !verbs::is_expected(reading.word(token - 1));
                let known = found.len();
                match verb {
                    Some(verb) if meant && (verb.later || reading.word(token) == "who") => {
                        self.verb_at(at, from, sentence, found);
                        // "after serving as"
                        let over = reading.word(token) == "after" && verb.turn == Turn::Holds;
                        for statement in found[known..].iter_mut().filter(|_| over) {
                            statement.status = RoleStatus::Former;
                        }
                    }
                    None if reading.word(token) == "who" => self.succession(at, from, sentence, found),
                    _ => {}
                }
            }
            token += 1;
        }
    }

    /// "Anna Brill was elected president of Norway", "who leads the Harbour Authority".
    fn verb(&self, at: &MentionAt, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let mut from = self.past_bracket(at.end, sentence.end);
        let mark = reading.word(from) == "," || reading.is_dash(from);
        if mark && reading.reads(from + 1, "who") {
            from += 2;
        } else if mark && verbs::is_given(reading.word(from + 1)) {
            // "Anna Brill, elected president in May,"
            from += 1;
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
        if from < sentence.end {
            self.verb_at(at, from, sentence, found);
        }
    }

    /// The verb at token `from`.
    fn verb_at(&self, at: &MentionAt, from: usize, sentence: &Range<usize>, found: &mut Vec<Statement>) {
        let reading = self.reading;
        let Some((verb, mut after)) = verbs::verb_at(reading, from) else {
            return self.succession(at, from, sentence, found);
        };
        // "if she becomes president"
        let supposed = || (sentence.start..from).rev().take(SUPPOSED).any(|token| reading.reads(token, "if"));
        if verb.turn == Turn::Begins && supposed() {
            return;
        }
        if let Some(title) = verb.title {
            let of = self.body_led(after, sentence.end).or_else(|| self.national_body(after, sentence.end));
            // "heads the department"; other verbs have many other objects
            let unnamed = matches!(title, "head" | "chair") && reading.is(after, WordClass::DETERMINER);
            let body = match of {
                Some(of) => of.end - 1,
                None if unnamed => after,
                None => return,
            };
            found.push(Statement {
                person: at.entity,
                title: title.to_owned(),
                of: of.map(|of| of.entity),
                status: verb.status,
                told: true,
                span: at.first..body + 1,
                also: None,
                title_at: usize::MAX,
                described: false,
                tenure: status::tenure(reading, self.times, body, sentence.end),
                rule: "verb-body",
            });
            return;
        }
        // "is one of the leaders of"
        if reading.reads(after, "one") && reading.reads(after + 1, "of") {
            after += 2;
        }
        // "is looking forward to"
        if verb.turn == Turn::Holds
            && reading.word(after).ends_with("ing")
            && !self.titles.is_grade(reading.word(after))
        {
            return;
        }
        // "stepped down from her post as"
        if reading.is(after, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
            && verbs::is_post(reading.word(after + 1))
            && matches!(reading.word(after + 2), "as" | "of")
        {
            after += 3;
        }
        // "joined Harbour Bank as its director"
        let mut joined = None;
        if verb.joins {
            let Some(body) = self.body_from(after, sentence.end) else { return };
            let as_ = (body.end..sentence.end.min(body.end + REACH)).find(|&token| reading.reads(token, "as"));
            let Some(as_) = as_ else { return };
            (joined, after) = (Some(body.entity), as_ + 1);
        }
        let mut list = self.title_list(after, sentence.end);
        if list.is_empty() {
            return self.succession(at, from, sentence, found);
        }
        for titled in &mut list {
            titled.of = titled.of.or(joined);
        }
        let known = found.len();
        let last = list.last().map_or(after, |last| last.end);
        self.state(at, list, Some(verb.status), sentence, "verb-title", found);
        if verb.turn == Turn::Begins {
            self.predecessor(last, known, sentence, found);
        }
        for statement in &mut found[known..] {
            let moment = || status::moment(reading, self.times, statement.span.end, sentence.end);
            if verb.turn == Turn::Begins && statement.tenure.since.is_none() {
                statement.tenure.since = moment();
            } else if verb.turn == Turn::Ends && statement.tenure.until.is_none() {
                statement.tenure.until = moment();
            }
        }
    }

    /// What somebody leads: "the Harbour Authority", "Norway's influential Harbour Authority".
    fn body_led(&self, from: usize, end: usize) -> Option<&MentionAt> {
        let reading = self.reading;
        if let Some(body) = self.body_from(from, end) {
            let own = (reading.kind(body.end) == TokenKind::Clitic).then(|| self.firm_from(body.end + 1, end));
            return own.flatten().or(Some(body));
        }
        self.firm_from(from, end)
    }

    /// "the Norwegian government": the adjective of a body without a name.
    fn national_body(&self, from: usize, end: usize) -> Option<&MentionAt> {
        let token = from + usize::from(self.reading.is(from, WordClass::DETERMINER));
        let adjective = self.reading.mention(token).filter(|at| token < end && at.first == token)?;
        let noun = ["government", "delegation", "team", "mission", "cabinet", "army", "forces"];
        let body = noun.iter().any(|noun| self.reading.reads(adjective.end, noun));
        (adjective.mention.form == MentionForm::Adjective && body && self.is_body(adjective.entity))
            .then_some(adjective)
    }

    /// The organization named behind determiners and a few plain words.
    fn firm_from(&self, from: usize, end: usize) -> Option<&MentionAt> {
        let reading = self.reading;
        let plain = |token: usize| reading.kind(token) == TokenKind::Word && !reading.is(token, OUTSIDE);
        let named =
            (from..end.min(from + ATTRIBUTES)).take_while(|&token| plain(token) || reading.name(token).is_some());
        let firm = |at: &&MentionAt| self.is_firm(at.entity);
        named.filter_map(|token| reading.name(token)).find(firm)
    }

    /// "the Tarn Trust, led by Anna Brill", "Harbour Bank is headed by Tom Hale".
    pub(super) fn led_by(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let before = (sentence.start..at.first).rev().take(LED_BY);
        let plain = |token: &usize| {
            reading.kind(*token) == TokenKind::Word
                && reading.mention(*token).is_none()
                && !reading.reads(*token, "and")
        };
        let by = before.take_while(plain).find(|&token| reading.reads(token, "by"))?;
        let participle = by.checked_sub(1).filter(|&token| token > sentence.start)?;
        let (_, title) = LED.iter().find(|(word, _)| reading.reads(participle, word))?;
        let mut end = participle;
        let mut status = RoleStatus::Current;
        while end > sentence.start
            && reading.name(end - 1).is_none()
            && (reading.is(end - 1, WordClass::AUXILIARY.or(WordClass::ADVERB))
                || matches!(reading.word(end - 1), "," | "formerly" | "which"))
        {
            end -= 1;
            if matches!(reading.word(end), "was" | "were" | "formerly" | "then" | "had") {
                status = RoleStatus::Former;
            }
        }
        let beside = end.checked_sub(1).and_then(|last| reading.name(last)).filter(|body| body.end == end);
        // "Harbour Bank was founded in 1950 and is led by"
        let opening = || (sentence.start..end.min(sentence.start + OPENING)).find_map(|token| reading.name(token));
        let joined = end > sentence.start && reading.reads(end - 1, "and");
        let body = beside.or_else(|| opening().filter(|_| joined))?;
        if body.first < sentence.start || !self.is_body(body.entity) {
            return None;
        }
        // "led by chief executive Anna Brill"
        if let Some(head) = at.first.checked_sub(1).filter(|&head| head > by && self.titles.is_head(reading, head)) {
            let mut titled = self.titled(head, by + 1);
            titled.of = titled.of.or(Some(body.entity));
            return Some(self.statement(at, titled, at.end, sentence, "led-by"));
        }
        Some(Statement {
            person: at.entity,
            title: (*title).to_owned(),
            of: Some(body.entity),
            status,
            told: true,
            span: body.first..at.end,
            also: None,
            title_at: usize::MAX,
            described: false,
            tenure: status::Tenure::default(),
            rule: "led-by",
        })
    }

    /// "As Norwegian prime minister, she …".
    pub(super) fn as_title(&self, at: &MentionAt, sentence: &Range<usize>) -> Option<Statement> {
        let reading = self.reading;
        let comma = at.first.checked_sub(1).filter(|&comma| comma > sentence.start && reading.word(comma) == ",")?;
        let from = sentence.start + 1;
        if !reading.reads(sentence.start, "as") || comma > from + REACH {
            return None;
        }
        let head = self.head_in_phrase(from, comma).0?;
        let titled = self.titled_in(head, from, comma);
        Some(self.statement(at, titled, comma, sentence, "as-title"))
    }

    /// A statement for every title of a list; `status` is what the verb says.
    pub(super) fn state(
        &self,
        at: &MentionAt,
        list: Vec<Titled>,
        status: Option<RoleStatus>,
        sentence: &Range<usize>,
        rule: &'static str,
        found: &mut Vec<Statement>,
    ) {
        for mut titled in list {
            if status.is_some() {
                titled.status = titled.status.filter(|status| *status != RoleStatus::Current).or(status);
            }
            let end = titled.title.end;
            found.push(self.statement(at, titled, end, sentence, rule));
        }
    }
}

/// Whether a word tells what somebody wishes and does not have: "hopes to become".
fn is_wish(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "hope",
        "hopes",
        "hoped",
        "hoping",
        "want",
        "wants",
        "wanted",
        "aim",
        "aims",
        "aiming",
        "bid",
        "seeks",
        "seeking",
        "sought",
        "running",
        "runs",
        "ran",
        "vying",
        "candidate",
        "campaign",
        "fails",
        "failed",
    ];
    WORDS.contains(&word)
}
