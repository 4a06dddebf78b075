//! Title phrases of roles: which nouns are heads, how far a title reaches to the left of its head, and its
//! normal form. Called by [`super::patterns`]; the titles themselves are those of [`crate::lexicon`].

use std::{borrow::Cow, ops::Range, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};
use wiredesk_core::annotation::{EntityKind, RoleStatus, TokenKind};

use super::{
    super::clause::{Entry, Lexicon, MentionAt, Reading},
    status,
};
use crate::lexicon::{Known, Lexicons, Polity, TitleClass};

const WORDS: &str = include_str!("../../data/roles/words.tsv");

/// Entry of the last words of titles.
const HEAD: Entry = 1;

/// Words that belong to a title when they stand before it.
const GRADES: [&str; 41] = [
    "head",
    "presidential",
    "gubernatorial",
    "vice-presidential",
    "ministerial",
    "mayoral",
    "parliamentary",
    "regional",
    "provincial",
    "deputy",
    "vice",
    "assistant",
    "associate",
    "senior",
    "chief",
    "executive",
    "acting",
    "interim",
    "lieutenant",
    "under",
    "shadow",
    "co",
    "general",
    "managing",
    "principal",
    "first",
    "second",
    "junior",
    "special",
    "national",
    "federal",
    "operating",
    "financial",
    "technology",
    "information",
    "marketing",
    "adjunct",
    "visiting",
    "distinguished",
    "honorary",
    "founding",
];

/// Those whom a place elects, and who are from it.
const ELECTED: [&str; 20] = [
    "senator",
    "senators",
    "sen.",
    "sens.",
    "reps.",
    "representative",
    "representatives",
    "rep.",
    "congressman",
    "congresswoman",
    "lawmaker",
    "legislator",
    "delegate",
    "mp",
    "mps",
    "candidate",
    "councillor",
    "councilor",
    "governor",
    "mayor",
];

/// Forms of address that may stand between a title and a name.
const ADDRESSES: [&str; 20] = [
    "dr.",
    "dr",
    "mr.",
    "mr",
    "mrs.",
    "mrs",
    "ms.",
    "ms",
    "sir",
    "dame",
    "ayatollah",
    "maulana",
    "haji",
    "hajji",
    "hojatoleslam",
    "herr",
    "rev.",
    "reverend",
    "father",
    "sister",
];

/// Short forms of titles, written out.
const SHORT: [(&str, &str); 20] = [
    ("lt. gov.", "lieutenant governor"),
    ("c.e.o.", "ceo"),
    ("maj.", "major"),
    ("lt.", "lieutenant"),
    ("cmdr.", "commander"),
    ("cpl.", "corporal"),
    ("brig.", "brigadier"),
    ("sen.", "senator"),
    ("gov.", "governor"),
    ("rep.", "representative"),
    ("gen.", "general"),
    ("brig. gen.", "brigadier general"),
    ("maj. gen.", "major general"),
    ("lt. gen.", "lieutenant general"),
    ("lt. col.", "lieutenant colonel"),
    ("col.", "colonel"),
    ("capt.", "captain"),
    ("adm.", "admiral"),
    ("prof.", "professor"),
    ("sgt.", "sergeant"),
];

/// Short forms of plurals.
const SHORT_PLURALS: [(&str, &str); 4] =
    [("sens.", "senator"), ("reps.", "representative"), ("govs.", "governor"), ("profs.", "professor")];

/// Titles by their words.
pub(super) struct Titles {
    heads: FxHashSet<&'static str>,
    phrases: FxHashSet<&'static str>,
    /// "general", "cardinal": stand between an office and the name.
    ranks: FxHashSet<&'static str>,
    /// "education", "foreign affairs": what ministers are of that is no body.
    portfolios: FxHashSet<&'static str>,
    /// "Republican", "Sunni": whom a person follows, not what the office is of.
    followings: FxHashSet<&'static str>,
    /// "Kurdish", "Sunni": peoples and faiths, which have no offices.
    peoples: FxHashSet<&'static str>,
    /// "writer": what somebody does, of nothing.
    occupations: FxHashSet<&'static str>,
    /// "professor": of a field of study, at a place.
    academics: FxHashSet<&'static str>,
    /// "ailing": says something of the person and nothing of the office.
    personal: FxHashSet<&'static str>,
    /// "presidency": the office of a president.
    offices: FxHashMap<&'static str, &'static str>,
    /// "Scottish": of Scotland, which is no country.
    polities: FxHashMap<&'static str, Polity>,
    states: FxHashMap<&'static str, &'static str>,
    scopes: FxHashMap<&'static str, Scope>,
    /// "Bush": presidents whom American reporters name without their country.
    americans: FxHashSet<&'static str>,
    /// "Democratic": of parties.
    parties: FxHashSet<&'static str>,
    /// "company": nouns by which bodies are named again.
    bodies: FxHashSet<&'static str>,
}

/// What sort of body has an office of some title.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A country's government.
    National,
    /// The government of the United States, as far as no country is named.
    UnitedStates,
    /// A town or region.
    Local,
    /// A company.
    Corporate,
}

impl Titles {
    /// The titles, and the word lists to read documents with.
    pub(super) fn new(lexicons: &Lexicons) -> (Self, Arc<Lexicon>) {
        let class = |name: &str| {
            let lines = WORDS.lines().filter_map(move |line| line.split_once('\t'));
            let name = name.to_owned();
            lines.filter(move |(class, _)| *class == name).flat_map(|(_, words)| words.split_whitespace())
        };
        let phrases_of = |name: &str| {
            let lines = WORDS.lines().filter_map(move |line| line.split_once('\t'));
            let name = name.to_owned();
            lines.filter(move |(class, _)| *class == name).flat_map(|(_, phrases)| phrases.split(", "))
        };
        let excluded: FxHashSet<&str> = class("no-role").collect();
        let mut heads: FxHashSet<&'static str> = class("head").collect();
        let mut phrases: FxHashSet<&'static str> = phrases_of("phrase").collect();
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
        let titles = Self {
            heads,
            phrases,
            ranks,
            portfolios: class("portfolio").collect(),
            followings: class("following").collect(),
            peoples: lexicons
                .known
                .iter()
                .filter(|(_, known)| matches!(known, Known::Group(_) | Known::Demonym(_)))
                .map(|(word, _)| *word)
                .collect(),
            occupations: class("occupation").collect(),
            academics: class("academic").collect(),
            personal: class("personal").collect(),
            offices: class("office-of").filter_map(|pair| pair.split_once(':')).collect(),
            polities: lexicons.polities.clone(),
            states: lexicons.states.clone(),
            scopes: [
                ("national", Scope::National),
                ("united-states", Scope::UnitedStates),
                ("local", Scope::Local),
                ("corporate", Scope::Corporate),
            ]
            .into_iter()
            .flat_map(|(name, scope)| phrases_of(name).map(move |title| (title, scope)))
            .collect(),
            americans: class("american").collect(),
            parties: class("party").collect(),
            bodies: class("body").collect(),
        };
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
            EntityKind::Person => {
                (name.first..name.end).all(|token| head(token) || Self::is_grade(reading.word(token)))
            }
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
            && GRADES.iter().any(|grade| reading.reads(start - 1, grade))
            // "army chief General Brill"
            && !(reading.reads(start - 1, "chief") && Self::is_military(reading.word(head)))
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
        if !["minister", "secretary", "undersecretary", "commissioner"].iter().any(|title| reading.reads(head, title)) {
            return None;
        }
        let mut token = head + 2;
        token += usize::from(reading.reads(token, "the"));
        token += usize::from(reading.reads(token, "foreign") && reading.reads(token + 1, "affairs"));
        // "Secretary of the Treasury Department" is of the department
        let whole = reading.kind(token + 1) != TokenKind::Clitic
            && (!reading.is_capital(token + 1)
                || reading.name(token + 1).is_some_and(|name| reading.is_person(name.entity)))
            && reading.name(token).is_none_or(|name| name.end == token + 1);
        (self.is_portfolio(reading.word(token)) && whole).then_some(token + 1)
    }

    /// Whether a title, as [`Self::normal`] has it, is a rank.
    pub(super) fn is_rank(&self, title: &str) -> bool {
        self.ranks.contains(title) || title.rsplit(' ').next().is_some_and(|last| self.ranks.contains(last))
    }

    /// Whether a word is a rank of officers: there are chief inspectors, but no chief generals.
    pub(super) fn is_military(word: &str) -> bool {
        const RANKS: [&str; 13] = [
            "general",
            "gen.",
            "colonel",
            "col.",
            "admiral",
            "adm.",
            "lieutenant",
            "lt.",
            "major",
            "maj.",
            "brigadier",
            "captain",
            "capt.",
        ];
        RANKS.iter().any(|rank| rank.eq_ignore_ascii_case(word))
    }

    /// Whether a word is what ministers are of: "Education".
    pub(super) fn is_portfolio(&self, word: &str) -> bool {
        self.portfolios.contains(&*word.to_ascii_lowercase())
    }

    /// Whether a word names a people or faith.
    pub(super) fn is_people(&self, word: &str) -> bool {
        self.peoples.contains(word)
    }

    /// Whether a word is a trade that people of a country follow, not an office of the country.
    pub(super) fn is_occupation(&self, word: &str) -> bool {
        self.occupations.contains(&*word.to_ascii_lowercase())
    }

    /// Whether a word is a title of those who are elected by a place.
    pub(super) fn is_elected(&self, word: &str) -> bool {
        ELECTED.iter().any(|title| title.eq_ignore_ascii_case(word))
    }

    /// Whether a word is a form of address, with a capital: "Dr.".
    pub(super) fn is_address(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && ADDRESSES.iter().any(|address| address.eq_ignore_ascii_case(word))
    }

    /// What sort of body has an office, for titles that tell.
    pub(super) fn scope(&self, title: &str) -> Option<Scope> {
        self.scopes.get(title).copied()
    }

    /// Whether a surname is that of a president or vice president of the United States.
    pub(super) fn is_american(&self, surname: &str) -> bool {
        self.americans.contains(surname)
    }

    /// Whether a word is the adjective of a party.
    pub(super) fn is_party(&self, word: &str) -> bool {
        self.parties.contains(word)
    }

    /// Whether a noun names a body again that was named before, in any case: "Company", "party".
    pub(super) fn is_body_noun(&self, word: &str) -> bool {
        self.bodies.contains(&*word.to_ascii_lowercase())
    }

    /// Whether a word says something of a person and nothing of the office: "ailing".
    pub(super) fn is_personal(&self, word: &str) -> bool {
        self.personal.contains(word)
    }

    /// The title of whoever has an office: "president" for "presidency".
    pub(super) fn of_office(&self, word: &str) -> Option<&'static str> {
        self.offices.get(word).copied()
    }

    /// The place that an adjective stands for if it is no country's: "Scotland" for "Scottish".
    pub(super) fn region(&self, word: &str) -> Option<&'static str> {
        self.polities.get(word).filter(|polity| polity.kind == EntityKind::Place).map(|polity| polity.name)
    }

    /// The state of the United States that letters stand for: "Calif.", "AZ".
    pub(super) fn state(&self, name: &str) -> Option<&'static str> {
        self.states.get(name.strip_suffix('.').unwrap_or(name)).copied()
    }

    /// Whether a title has a field of study behind its "of".
    pub(super) fn is_academic(&self, word: &str) -> bool {
        self.academics.contains(&*word.to_ascii_lowercase())
    }

    /// Whether a word is a short form in capitals that is no part of a name: "CEO".
    pub(super) fn is_short_title(&self, word: &str) -> bool {
        word.len() <= 4
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && self.heads.contains(&*word.to_ascii_lowercase())
    }

    /// Whether a word grades the title behind it: "operating".
    pub(super) fn is_grade(word: &str) -> bool {
        GRADES.iter().any(|grade| word.eq_ignore_ascii_case(grade))
    }

    /// Whether a word names followers of a party or faith.
    pub(super) fn is_following(&self, word: &str) -> bool {
        self.followings.contains(&*word.to_ascii_lowercase())
    }

    /// "senators" is "senator" for one of them.
    pub(super) fn singular(&self, title: &str) -> Option<String> {
        if let Some((_, one)) = SHORT_PLURALS.iter().find(|(short, _)| *short == title) {
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
        if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == title) {
            title = (*long).to_owned();
        }
        if let Some(one) = self.singular(&title) {
            title = one;
        }
        (title, told)
    }
}
