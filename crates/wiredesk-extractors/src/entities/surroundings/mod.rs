//! What the words around a name say it is, whatever the tagger took it for: "Harbour Ltd.", "Quay is a software company",
//! "the chief executive of Tom Hale", "Charlotte (born 1950)", "his wife, Charlotte". Called by [`super::Worker`] between
//! tagger and grouping; it changes kinds and hardly any borders.

mod lists;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::EntityKind;

use self::lists::{BEFORE, BODIES, HEADS, LEGAL, PERSONAL, POSTS, REGIONS, RULERS};
use super::{
    tagger::NameSpan,
    words::{Shape, Words},
};
use crate::lexicon::{Known, Lexicons, MONTHS};

/// How many words an insertion in brackets behind a name may have.
const BRACKET: usize = 24;
/// How many words may stand between "a" and the noun: "a privately held software company".
const QUALIFIERS: usize = 7;
/// How far before a word for a relative stands whose it is.
const OWNER: usize = 4;

/// Changes the kinds of `names`, which are in text order, and joins the form of a firm to its name.
pub(super) fn judge(text: &str, words: &Words, lexicons: &Lexicons, names: &mut Vec<NameSpan>) {
    let around = Around { text, words };
    // "Quay Shipping, LLC": the form of a firm belongs to its name
    names.dedup_by(|form, name| {
        let belongs = name.end + 1 == form.first && around.is_form(form);
        if belongs {
            name.end = form.end;
        }
        belongs
    });
    let mut relative = None;
    let mut told: FxHashMap<&str, EntityKind> = FxHashMap::default();
    for name in names.iter_mut() {
        let kin = around.is_relative(name, relative);
        relative = kin.then_some(name.end);
        if let Some(kind) = around.kind(name, kin, lexicons) {
            name.kind = kind;
            told.insert(around.slice(name), kind);
        }
    }
    if told.is_empty() {
        return;
    }
    // what is told of a name in one place holds for it in the others
    for name in names.iter_mut() {
        let kind = told.get(around.slice(name)).filter(|_| !is_known(around.slice(name), lexicons));
        name.kind = kind.copied().unwrap_or(name.kind);
    }
}

/// What everybody knows needs no description.
fn is_known(called: &str, lexicons: &Lexicons) -> bool {
    lexicons.country_of_place(called).is_some()
        || matches!(
            lexicons.known.get(called),
            Some(Known::Country(_) | Known::Demonym(_) | Known::Group(_) | Known::Name(_))
        )
}

struct Around<'a> {
    text: &'a str,
    words: &'a Words,
}

impl<'a> Around<'a> {
    /// What a name is by what stands around it, if that tells more than the tagger knew.
    fn kind(&self, name: &NameSpan, kin: bool, lexicons: &Lexicons) -> Option<EntityKind> {
        let called = self.slice(name);
        if name.kind != EntityKind::Person && self.is_titled(name)
            || name.kind != EntityKind::Event && self.is_born(name)
        {
            return Some(EntityKind::Person);
        }
        if name.kind == EntityKind::Organization {
            return None;
        }
        if self.is_firm(name) {
            return Some(EntityKind::Organization);
        }
        let person = name.kind == EntityKind::Person;
        let body = || {
            self.is_headed(name)
                || self.is_described(name)
                || self.has_seat(name)
                || self.is_joined(name)
                || person && self.is_founded(name)
                || !person && self.is_announced(name)
        };
        let kind = if !person && kin {
            EntityKind::Person
        } else if self.is_town(name, lexicons) || person && self.is_land(name) {
            EntityKind::Place
        } else if !kin && body() {
            EntityKind::Organization
        } else {
            return None;
        };
        (!is_known(called, lexicons)).then_some(kind)
    }

    fn slice(&self, name: &NameSpan) -> &'a str {
        &self.text[self.words.list[name.first].span.start()..self.words.list[name.end - 1].span.end()]
    }

    /// The word so many places from `at`, empty in another sentence.
    fn word(&self, at: usize, away: isize) -> &'a str {
        let list = &self.words.list;
        let word = at.checked_add_signed(away).and_then(|there| list.get(there));
        let here = list.get(at).or_else(|| list.last());
        match (word, here) {
            (Some(word), Some(here)) if word.sentence == here.sentence => word.text(self.text),
            _ => "",
        }
    }

    /// "LLC" behind the comma of a firm's name.
    fn is_form(&self, name: &NameSpan) -> bool {
        name.end == name.first + 1 && LEGAL.contains(&self.word(name.first, 0)) && self.word(name.first, -1) == ","
    }

    /// "Harbour Ltd.", "Harbour, Inc."
    fn is_firm(&self, name: &NameSpan) -> bool {
        let last = self.words.list[name.end - 1].text(self.text);
        let end = name.end - 1;
        let several = name.end - name.first > 1;
        let direction = REGIONS.contains(&self.words.list[name.first].text(self.text));
        several && LEGAL.contains(&last)
            || several && HEADS.contains(&last) && !direction
            // "Hale & Vik"
            || name.kind == EntityKind::Person && (name.first..name.end).any(|at| self.words.list[at].text(self.text) == "&")
            || self.word(end, 1) == "," && LEGAL.contains(&self.word(end, 2)) && self.word(end, 2) != "Holdings"
    }

    /// "Charlotte Hale (born 1950", "Charlotte Hale (3 May 1950 – 4 June 2000)".
    fn is_born(&self, name: &NameSpan) -> bool {
        let end = name.end - 1;
        // "Tom Hale, KBE (born", "Prince Tom of Tarn (3 May"
        let placed = name.kind == EntityKind::Place && matches!(self.word(name.first, -1), "of" | "in" | "near");
        if self.words.list[end].is(Shape::UPPER) || placed {
            return false;
        }
        if self.word(end, 1) == "(" && self.word(end, 2) == "born" {
            return true;
        }
        let months =
            || (3..BRACKET as isize).map(|away| self.word(end, away)).take_while(|word| !matches!(*word, ")" | ""));
        self.word(end, 1) == "("
            && matches!(self.word(end, 2), first if MONTHS.contains(&first) || first.len() < 3 && first.parse::<u8>().is_ok())
            && months().any(|word| matches!(word, "–" | "-" | "—"))
            && months().filter(|word| MONTHS.contains(word)).count() + usize::from(MONTHS.contains(&self.word(end, 2)))
                == 2
    }

    /// "Mr. House", "Queen Victoria"
    fn is_titled(&self, name: &NameSpan) -> bool {
        let title = self.word(name.first, -1);
        matches!(title, "Mr." | "Mrs." | "Ms.")
            || name.end == name.first + 1
                && matches!(title, "Queen" | "King" | "Emperor" | "Empress" | "Princess" | "Prince" | "Pope")
                && !self.words.list.get(name.end).is_some_and(|next| next.is(Shape::CAPITAL))
    }

    /// "Quay's parent company", "Quay is headquartered in", "Quay, headquartered in".
    fn has_seat(&self, name: &NameSpan) -> bool {
        let last = name.end - 1;
        let next = self.word(last, 1);
        let owned = matches!(next, "'s" | "’s")
            && matches!(
                self.word(last, 2),
                "parent" | "headquarters" | "CEO" | "subsidiary" | "shareholders" | "employees"
            );
        let away = if matches!(next, "is" | "was" | ",") { 2 } else { 1 };
        owned || self.word(last, away) == "headquartered"
    }

    /// "Before joining Quay, Mr. Hale was"
    fn is_joined(&self, name: &NameSpan) -> bool {
        let opens = matches!(self.word(name.first, -2), "Before" | "Since" | "to" | "After" | "Upon");
        opens
            && self.word(name.first, -1) == "joining"
            && (self.word(name.end - 1, 1) == "," || self.word(name.end - 1, 1) == "in")
    }

    /// "Hale co-founded Quay", "the vice president of Quay": nobody founds a person or presides over one.
    fn is_founded(&self, name: &NameSpan) -> bool {
        let verb = matches!(self.word(name.first, -1), "co-founded" | "cofounded" | "co-founding");
        let of = if self.word(name.first, -1) == "the" { -2 } else { -1 };
        let president = self.word(name.first, of) == "of" && self.word(name.first, of - 1) == "president";
        verb || president && !matches!(self.word(name.end - 1, 1), "'s" | "’s")
    }

    /// "the software company Quay"
    fn is_announced(&self, name: &NameSpan) -> bool {
        BEFORE.contains(&self.word(name.first, -1))
    }

    /// "in Frederick, Maryland", "born Frederick, Maryland"
    fn is_town(&self, name: &NameSpan, lexicons: &Lexicons) -> bool {
        let last = name.end - 1;
        let land = || {
            lexicons.country_of_place(self.word(last, 2)).is_some()
                || lexicons.country_named(self.word(last, 2)).is_some()
        };
        matches!(self.word(name.first, -1), "in" | "near" | "born") && self.word(last, 1) == "," && land()
    }

    /// "the presidents of Arvenia and Toria": what has heads of state is no person
    fn is_land(&self, name: &NameSpan) -> bool {
        let heads = |away: isize| RULERS.contains(&self.word(name.first, away));
        match self.word(name.first, -1) {
            "of" => heads(-2),
            "and" => self.word(name.first, -3) == "of" && heads(-4),
            _ => false,
        }
    }

    /// "the co-founder of Quay", "CEO of the Quay"
    fn is_headed(&self, name: &NameSpan) -> bool {
        let region = REGIONS.contains(&self.words.list[name.first].text(self.text));
        // "CEO of Tom Hale Beauty, Inc." with only the half of it taken for a name
        let goes_on = self.words.list.get(name.end).is_some_and(|next| next.is(Shape::CAPITAL) && next.is(Shape::WORD));
        // "CEO of Tarn, Norway's largest bank"
        let town = name.kind == EntityKind::Place
            && self.word(name.end - 1, 1) == ","
            && self.words.list.get(name.end + 1).is_some_and(|next| next.is(Shape::CAPITAL));
        if region || town || goes_on {
            return false;
        }
        let of = if self.word(name.first, -1) == "the" { -2 } else { -1 };
        self.word(name.first, of) == "of" && POSTS.contains(&self.word(name.first, of - 1))
    }

    /// "Quay is a software company", "Quay (QY), a lender".
    fn is_described(&self, name: &NameSpan) -> bool {
        let last = name.end - 1;
        let mut at = 1;
        if self.word(last, at) == "(" {
            let close = (2..BRACKET as isize).find(|&away| self.word(last, away) == ")");
            let Some(close) = close else { return false };
            at = close + 1;
        }
        let article = match self.word(last, at) {
            "is" | "was" => matches!(self.word(last, at + 1), "a" | "an" | "the"),
            // "in Oslo, a company"
            "," => {
                matches!(self.word(last, at + 1), "a" | "an")
                    && !matches!(self.word(name.first, -1), "in" | "at" | "near" | "from" | "to" | "" | ",")
            }
            _ => false,
        };
        if !article {
            return false;
        }
        for away in at + 2..at + 2 + QUALIFIERS as isize {
            let word = self.word(last, away);
            let closed = || {
                let next = self.word(last, away + 1);
                matches!(
                    next,
                    "." | ","
                        | ";"
                        | "("
                        | "that"
                        | "which"
                        | "in"
                        | "of"
                        | "from"
                        | "with"
                        | "for"
                        | "and"
                        | "based"
                        | "founded"
                        | "headquartered"
                        | "located"
                        | "owned"
                        | "established"
                        | "formed"
                        | "specializing"
                        | "whose"
                        | "on"
                        | "at"
                )
            };
            if (BEFORE.contains(&word) || BODIES.contains(&word)) && closed() {
                return name.kind != EntityKind::Person || !PERSONAL.contains(&word);
            }
            let inside = matches!(word, "," | "-" | "and")
                || !matches!(word, "" | "of" | "in" | "for" | "at" | "who" | "that" | "which" | "." | "(" | ";");
            if !inside {
                return false;
            }
        }
        false
    }

    /// "his wife, Charlotte", "two daughters, Charlotte and Sydney" with `before` the end of the name before where that
    /// one is a relative.
    fn is_relative(&self, name: &NameSpan, before: Option<usize>) -> bool {
        let after = self.word(name.end - 1, 1);
        let closed =
            matches!(after, "" | "." | "," | ";" | ")" | "(" | "and" | "was" | "is" | "had" | "has" | "died" | "in");
        if !closed {
            return false;
        }
        let first = name.first;
        if before.is_some_and(|end| end + 1 == first && self.word(first, -1) == "and") {
            return true;
        }
        let comma = self.word(first, -1) == ",";
        let noun = if comma { -2 } else { -1 };
        let is_kin = matches!(
            self.word(first, noun),
            "wife"
                | "husband"
                | "son"
                | "daughter"
                | "sons"
                | "daughters"
                | "children"
                | "father"
                | "mother"
                | "brother"
                | "sister"
        );
        let owned = |away: isize| {
            let word = self.word(first, noun - away);
            matches!(word, "his" | "her" | "their" | "my" | "'s" | "’s" | "His" | "Her" | "Their" | "My")
                || !comma && matches!(word, "and" | "with")
                || matches!(word, "two" | "three" | "four" | "a" | "one")
        };
        is_kin && (1..OWNER as isize).any(owned) && self.words.list[first].is(Shape::CAPITAL)
    }
}
