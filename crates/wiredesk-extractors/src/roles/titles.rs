//! Title phrases of roles: which nouns are heads, how far a title reaches to the left of its head, and its
//! normal form. Called by [`super::patterns`]; the titles themselves are those of [`crate::lexicon`].

use std::{borrow::Cow, ops::Range, sync::Arc};

use rustc_hash::FxHashSet;
use wiredesk_core::annotation::{EntityKind, RoleStatus, TokenKind};

use super::{
    super::clause::{Entry, Lexicon, MentionAt, Reading, WordClass},
    status,
    words::{self, Words},
};
use crate::lexicon::{Lexicons, TitleClass};

/// Entry of the last words of titles.
const HEAD: Entry = 1;

/// Titles by their words.
pub(super) struct Titles {
    pub(super) heads: FxHashSet<&'static str>,
    phrases: FxHashSet<&'static str>,
    /// "general", "cardinal": stand between an office and the name.
    ranks: FxHashSet<&'static str>,
    /// What else is known about words.
    pub(super) words: Words,
}

impl Titles {
    /// The titles, and the word lists to read documents with.
    pub(super) fn new(lexicons: &Lexicons) -> (Self, Arc<Lexicon>) {
        let excluded: FxHashSet<&str> = words::class("no-role").collect();
        let mut heads: FxHashSet<&'static str> = words::class("head").collect();
        let mut phrases: FxHashSet<&'static str> = words::phrases("phrase").collect();
        let mut ranks = FxHashSet::default();
        for (phrase, title) in &lexicons.titles {
            let head = phrase.split(' ').next_back().unwrap_or(phrase);
            if title.class == TitleClass::Honorific && *phrase != "king" && *phrase != "queen"
                || excluded.contains(phrase)
                // "president and CEO" is two
                || phrase.contains(" and ")
            {
                continue;
            }
            phrases.insert(*phrase);
            if matches!(title.class, TitleClass::Rank | TitleClass::Religious) {
                ranks.insert(*phrase);
            }
            if !phrase.contains(" of ") && !excluded.contains(head) {
                heads.insert(head);
            }
        }
        for (phrase, title) in &lexicons.titles {
            // "minister of defense" begins with a head
            if title.class != TitleClass::Honorific
                && let Some((head, _)) = phrase.split_once(" of ")
                && !head.contains(' ')
                && !excluded.contains(head)
            {
                heads.insert(head);
            }
        }
        heads.retain(|head| {
            !excluded.contains(head) && !head.strip_suffix('s').is_some_and(|one| excluded.contains(one))
        });
        // "Senators", "spokesmen"
        let plurals = heads.iter().filter(|head| !head.ends_with('s')).map(|head| match head.strip_suffix("man") {
            Some(stem) => format!("{stem}men"),
            None => format!("{head}s"),
        });
        let plurals = plurals.map(Cow::Owned).collect::<Vec<_>>();
        let singular = heads.iter().map(|head| Cow::Borrowed(*head));
        let lexicon = Lexicon::new(singular.chain(plurals).map(|head| (head, HEAD)));
        let titles = Self { heads, phrases, ranks, words: Words::new(lexicons) };
        (titles, lexicon)
    }

    /// Whether a token is the last word of a title, before any "of".
    pub(super) fn is_head(&self, reading: &Reading<'_>, token: usize) -> bool {
        let word = reading.word(token);
        if reading.entry(token) == HEAD {
            // "a psychology major at" is a student
            let studies = word == "major" && matches!(reading.word(token + 1), "at" | "in" | "from");
            return reading.kind(token) == TokenKind::Word && !studies;
        }
        if self.taken_for_name(reading, token).is_some_and(|name| name.end == token + 1) {
            return true;
        }
        if token > 0 && word.eq_ignore_ascii_case("lady") {
            return reading.reads(token - 1, "first") && reading.name(token).is_none();
        }
        if !word.contains('-') || reading.name(token).is_some() {
            return false;
        }
        let lower = word.to_ascii_lowercase();
        let bare = lower
            .strip_prefix("ex-")
            .or_else(|| lower.strip_prefix("then-"))
            .or_else(|| lower.strip_prefix("vice-"))
            .or_else(|| lower.strip_prefix("co-"))
            .unwrap_or(&lower);
        let bare = bare.strip_suffix("-elect").or_else(|| bare.strip_suffix("-designate")).unwrap_or(bare);
        bare != lower && self.heads.contains(bare)
            || lower.rsplit_once('-').is_some_and(|(_, last)| self.heads.contains(last))
    }

    /// The mention at a token that is a title in capitals and no name: "Chief Design Officer".
    pub(super) fn taken_for_name<'r>(&self, reading: &'r Reading<'_>, token: usize) -> Option<&'r MentionAt> {
        let name = reading.name(token).filter(|name| name.end >= name.first + 2)?;
        let head = |token: usize| self.heads.contains(&*reading.word(token).to_ascii_lowercase());
        let title = match reading.entity(name.entity)?.kind {
            EntityKind::Other => true,
            EntityKind::Person => (name.first..name.end).all(|token| head(token) || self.is_grade(reading.word(token))),
            _ => false,
        };
        (title && head(name.end - 1)).then_some(name)
    }

    /// The title that ends with the head at token `head`, not reaching before `least`; then, for "minister of
    /// defense", on to the right.
    pub(super) fn phrase(&self, reading: &Reading<'_>, head: usize, least: usize) -> Range<usize> {
        let mut start = self.taken_for_name(reading, head).map_or(head, |name| name.first.max(least));
        let mut buffer = String::new();
        for count in (head - start + 2)..=Lexicons::LONGEST_TITLE {
            let Some(first) = (head + 1).checked_sub(count).filter(|&first| first >= least) else { break };
            if reading.name(first).is_some() {
                break;
            }
            let Some(span) = reading.span(first..head + 1) else { break };
            crate::lexicon::lower(span.slice(reading.text), &mut buffer);
            // "defence secretary-designate"
            let suffix = ["-elect", "-designate"].iter().find_map(|suffix| buffer.strip_suffix(suffix));
            if self.phrases.contains(suffix.unwrap_or(&buffer)) {
                start = first;
            }
        }
        while start > least
            && reading.name(start - 1).is_none()
            && self.is_grade(reading.word(start - 1))
            // "army chief General Brill"
            && !(reading.reads(start - 1, "chief") && self.is_military(reading.word(head)))
            // "rebels under General Brill"
            && (!reading.reads(start - 1, "under") || reading.reads(head, "secretary"))
        {
            start -= 1;
        }
        let mut end = head + 1;
        // "member of the board"
        let boards = ["member", "chairman", "chairwoman", "chair", "chairperson", "president", "director"];
        let on_board = || boards.iter().any(|title| reading.reads(head, title));
        if reading.reads(end, "of") && reading.reads(end + 1, "the") && reading.reads(end + 2, "board") && on_board() {
            end += 3;
        } else if reading.reads(end, "of") {
            for count in (2..Lexicons::LONGEST_TITLE).rev() {
                let Some(span) = reading.span(head..head + 1 + count) else { continue };
                crate::lexicon::lower(span.slice(reading.text), &mut buffer);
                if self.phrases.contains(buffer.as_str()) {
                    end = head + 1 + count;
                    break;
                }
            }
            end = self.past_portfolio(reading, head).unwrap_or(end);
        } else if reading.reads(end, "for") {
            end = self.past_portfolio(reading, head).unwrap_or(end);
        }
        start..end
    }

    /// Past what a minister is of if that is no body: "minister of defence", "secretary for the economy".
    fn past_portfolio(&self, reading: &Reading<'_>, head: usize) -> Option<usize> {
        let is = |titles: &[&str]| titles.iter().any(|title| reading.reads(head, title));
        // "head of research at"
        let chief = is(&["head", "director", "chief", "president"]);
        if !chief && !is(&["minister", "secretary", "undersecretary", "commissioner"]) {
            return None;
        }
        let mut token = head + 2;
        token += usize::from(reading.reads(token, "foreign") && reading.reads(token + 1, "affairs"));
        // "Secretary of the Treasury Department" is of the department
        let whole = reading.kind(token + 1) != TokenKind::Clitic
            && (!reading.is_capital(token + 1)
                || reading.name(token + 1).is_some_and(|name| reading.is_person(name.entity)))
            && reading.name(token).is_none_or(|name| name.end == token + 1);
        // "head of security forces", "president of state television"
        let ends = !chief
            || reading.kind(token + 1) != TokenKind::Word
            || reading.is_capital(token + 1)
            || reading.is(token + 1, WordClass::BARRIER);
        (self.is_portfolio(reading.word(token)) && whole && ends).then_some(token + 1)
    }

    /// Whether a title, as [`Self::normal`] has it, is a rank.
    pub(super) fn is_rank(&self, title: &str) -> bool {
        self.ranks.contains(title) || title.rsplit(' ').next().is_some_and(|last| self.ranks.contains(last))
    }

    /// Whether a word is a short form in capitals that is no part of a name: "CEO".
    pub(super) fn is_short_title(&self, word: &str) -> bool {
        word.len() <= 4
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && self.heads.contains(&*word.to_ascii_lowercase())
    }

    /// "senators" is "senator" for one of them.
    pub(super) fn singular(&self, title: &str) -> Option<String> {
        if let Some(one) = self.words.short_plurals.get(title) {
            return Some((*one).to_owned());
        }
        // "ministers of defence"
        if let Some((head, field)) = title.split_once(" of ") {
            return self.singular(head).map(|head| format!("{head} of {field}"));
        }
        let one = match title.strip_suffix("men") {
            Some(stem) => format!("{stem}man"),
            None => title.strip_suffix('s').filter(|one| !one.ends_with('s'))?.to_owned(),
        };
        self.heads.contains(one.rsplit(' ').next().unwrap_or(&one)).then_some(one)
    }

    /// A title in lower case without the affixes that tell its status.
    pub(super) fn normal(&self, reading: &Reading<'_>, phrase: Range<usize>) -> (String, Option<RoleStatus>) {
        let words = reading.span(phrase).map_or("", |span| span.slice(reading.text));
        let mut title = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        // "cricketer-turned-politician"
        if let Some((_, now)) = title.split_once("-turned-") {
            title = now.to_owned();
        }
        let told = status::of_affix(&title);
        let told = told.or(title.starts_with("former ").then_some(RoleStatus::Former));
        for prefix in ["ex-", "then-", "former "] {
            if let Some(rest) = title.strip_prefix(prefix) {
                title = rest.to_owned();
            }
        }
        for suffix in ["-elect", "-designate"] {
            if let Some(rest) = title.strip_suffix(suffix) {
                title = rest.to_owned();
            }
        }
        if let Some(long) = self.words.short.get(&*title) {
            title = (*long).to_owned();
        }
        if let Some(one) = self.singular(&title) {
            title = one;
        }
        (title, told)
    }
}
