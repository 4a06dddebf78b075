//! Whom a body employs or counts among its own, told by the noun for a post: "Anna Brill is a professor at Tarn
//! University", "Quay Group engineer Tom Hale", "his career at Harbour Bank". Called by [`super`] at every such noun;
//! what the roles layer says already is left out there.

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RelationKind, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    Statement,
    auxiliaries::has_be,
    bearers::bearers_of_linked,
    ends::Ends,
    nouns::phrase_start,
    parties,
    triggers::{Noun, Sort, Trigger, Word},
    verbs::pair,
};

/// How far after a post its body may stand: "professor of the history of science at".
const REACH: usize = 14;
/// How many words may stand between a post and the name of whoever has it.
const TITLES: usize = 4;
/// Most bodies of one list.
const LIST: usize = 8;

/// Reads the post at `token`.
pub(super) fn read(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if ends.is_possessive(token + 1) {
        return;
    }
    let start = chair_start(ends, token, sentence.start);
    let denied = (start.saturating_sub(2).max(sentence.start)..start).any(|at| reading.is(at, WordClass::NEGATION));
    if denied {
        return;
    }
    let (bodies, after) = bodies_after(ends, token, sentence.end);
    if bodies.is_empty() {
        return qualified(ends, token, found);
    }
    let noun = Noun::post(is_plural(reading.word(token)));
    let mut persons = bearers_of_linked(ends, start, after, &sentence, &noun);
    if persons.is_empty() {
        persons = listed(ends, start, sentence.start, found);
    }
    pair(RelationKind::MemberOf, true, &persons, &bodies, (start..after, "post-of"), found);
}

/// "is chairman of Quay Group, a director of Harbour Bank": whoever has the post named before one that is joined to it.
fn listed(ends: &Ends<'_, '_>, start: usize, least: usize, found: &[Statement]) -> Vec<EntityId> {
    let reading = ends.reading;
    let Some(last) = start.checked_sub(1).filter(|&last| last > least) else { return Vec::new() };
    let joined = reading.word(last) == ","
        || ends.is_and(last)
        || reading.reads(last, "as") && reading.reads(last - 1, "well")
        || matches!(reading.word(last), "also" | "currently" | "previously" | "formerly" | "later")
            && ends.is_and(last - 1);
    if !joined {
        return Vec::new();
    }
    let told =
        found.iter().rev().take(LIST).filter(|told| told.kind == RelationKind::MemberOf && told.words.start >= least);
    let told = told.map(|told| (told.words.end, told.subject)).find(|(end, _)| *end <= start);
    let until = ends.held.partition_point(|(end, _)| *end <= start);
    let held = ends.held[..until].last().copied().filter(|(end, _)| *end > least);
    let Some((end, person)) = told.into_iter().chain(held).max_by_key(|(end, _)| *end) else { return Vec::new() };
    // nobody else is spoken of between the two
    let other = |token: usize| {
        reading.is(token, WordClass::SUBJECT.or(WordClass::SUBORDINATOR))
            || reading.name(token).is_some_and(|at| reading.is_person(at.entity) && at.entity != person)
    };
    if (end..last).any(other) { Vec::new() } else { vec![person] }
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

/// Where the phrase about a post begins; a chair may be named for somebody: "the Tom Hale Professor of Physics".
fn chair_start(ends: &Ends<'_, '_>, token: usize, least: usize) -> usize {
    let reading = ends.reading;
    // "the Bloomberg Distinguished Professor" as one name
    if let Some(name) = reading.name(token) {
        return phrase_start(ends, name.first, least);
    }
    let start = phrase_start(ends, token, least);
    match start.checked_sub(1).and_then(|last| reading.name(last)) {
        Some(name) if reading.is_capital(token) && reading.is_person(name.entity) && name.first > least => {
            let article = matches!(reading.word(name.first - 1), "the" | "The" | "a");
            if article || start < token { phrase_start(ends, name.first, least) } else { start }
        }
        _ => start,
    }
}

/// The bodies of a post: behind its preposition, past a field of work.
fn bodies_after(ends: &Ends<'_, '_>, token: usize, most: usize) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let most_at = most.min(token + 1 + REACH);
    let mut at = token + 1;
    let mut field = false;
    while at < most_at {
        let named = reading.name(at);
        if named.is_none() && is_link(reading.word(at)) {
            let found = bodies(ends, at + 1, most, reading.word(at));
            if !found.0.is_empty() {
                return found;
            }
            let town = reading.name(at + 1).filter(|town| reading.word(at) == "at" && ends.fits(town, Sort::Place));
            if let Some(town) = town.filter(|_| is_academic(reading.word(token))) {
                return (vec![town.entity], town.end);
            }
            // "professor of physics at", but not "fellow at work with"
            if !matches!(reading.word(at), "of" | "for" | "in" | "on") {
                break;
            }
            field = true;
            at += 1;
            continue;
        }
        if let Some(name) = named.filter(|name| field || !ends.is_titled(name)) {
            if !field || reading.is_person(name.entity) {
                break;
            }
            at = name.end;
            continue;
        }
        let past = ends.past_bracket(at, most);
        if past > at {
            at = past;
            continue;
        }
        // "director of sales, Quay Group,"
        if reading.word(at) == ","
            && let Some(body) = reading.name(at + 1).filter(|body| ends.fits(body, Sort::Org))
            && (body.end >= most || reading.kind(body.end) == TokenKind::Punctuation)
            && !ends.is_titled(body)
            && follows_name(ends, token)
        {
            return (vec![body.entity], body.end);
        }
        let word = reading.word(at);
        let joins = ends.is_and(at) || matches!(word, "," | "/");
        let inside = if field {
            reading.kind(at) == TokenKind::Word && (joins || !reading.is(at, WordClass::BARRIER)) && !ends.is_verbal(at)
                || matches!(word, "&" | "/")
        } else {
            matches!(word, "emeritus" | "emerita" | "Emeritus" | "Emerita")
                || joins && is_title(ends, at + 1)
                || is_title(ends, at)
        };
        if !inside {
            break;
        }
        at += 1;
    }
    (Vec::new(), token + 1)
}

/// Whether a bare title stands right behind a person and a comma: "Anna Brill, director".
fn follows_name(ends: &Ends<'_, '_>, token: usize) -> bool {
    let least = ends.reading.sentence_of(token).start;
    let start = phrase_start(ends, token, least);
    let comma = start.checked_sub(1).filter(|&comma| comma > least && ends.reading.word(comma) == ",");
    let bare = !ends.reading.is(start, WordClass::DETERMINER);
    bare && comma.is_some_and(|comma| ends.mention_before(comma, least, Sort::Person).is_some())
}

/// Whether a word may be another title in "professor and department chair of".
pub(super) fn is_title(ends: &Ends<'_, '_>, token: usize) -> bool {
    let reading = ends.reading;
    ends.is_word(token, Word::Post)
        || matches!(ends.triggers.get(reading.entry(token)), Some(Trigger::Noun(_)))
        || reading.name(token).is_some_and(|name| ends.is_titled(name))
        || reading.is(token, WordClass::SPEAKER)
        || reading.is_capital(token) && reading.name(token).is_none() && reading.class(token) == WordClass::default()
}

/// Prepositions between a post and its body.
fn is_link(word: &str) -> bool {
    matches!(word, "at" | "of" | "for" | "with" | "in" | "on")
}

/// Posts at universities, which are called by their town: "a professor at Oxford".
fn is_academic(word: &str) -> bool {
    const POSTS: [&str; 8] =
        ["professor", "professors", "lecturer", "fellow", "scholar", "researcher", "dean", "instructor"];
    POSTS.iter().any(|post| post.eq_ignore_ascii_case(word))
}

/// Whether a mention may be the body of a post behind that preposition; "of" and "in" stand before fields of work as
/// well.
fn is_body(ends: &Ends<'_, '_>, at: &MentionAt, link: &str) -> bool {
    let Some(entity) = ends.reading.entity(at.entity) else { return false };
    at.mention.form == MentionForm::Name
        && match entity.kind {
            EntityKind::Organization => true,
            // "Fellow of the Royal Society", but not "director of photography"
            EntityKind::Other | EntityKind::Group => {
                let word = |token| ends.reading.word(token);
                let the = at.first > 0 && word(at.first - 1) == "the" || word(at.first) == "The";
                matches!(link, "at" | "with") || matches!(link, "of" | "for") && the && !is_link(word(at.end))
            }
            _ => false,
        }
}

/// The bodies named from `start`, the one inside another as well: "the Tarn School at Oslo University", "the Tarn
/// Trust, Harbour Bank and then at Quay Group".
pub(super) fn bodies(ends: &Ends<'_, '_>, start: usize, most: usize, link: &str) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let mut found = Vec::new();
    let start = ends.past_including(ends.past_board(start, most), most);
    let Some(first) = ends.name_after(start, most, Sort::Firm).filter(|at| is_body(ends, at, link)) else {
        return (found, start);
    };
    // "ruler of Dubai directed the Tarn Trust": a verb
    let verb = (start + 1..first.first).any(|at| {
        reading.mention(at - 1).is_some_and(|before| before.end == at)
            && reading.kind(at) == TokenKind::Word
            && reading.mention(at).is_none()
            && !reading.is_capital(at)
            && reading.class(at) == WordClass::default()
            && ends.is_verbal(at)
    });
    if verb {
        return (found, start);
    }
    // "Oslo University's Tarn School"
    let whole = first.first.checked_sub(1).filter(|&clitic| clitic >= start && ends.is_possessive(clitic));
    let whole = whole.and_then(|clitic| ends.mention_before(clitic, start, Sort::Firm));
    found.extend(whole.filter(|at| is_body(ends, at, link)).map(|at| at.entity));
    found.push(first.entity);
    let mut end = first.end;
    for _ in 0..LIST {
        let at = ends.past_bracket(end, most);
        let mut next = at + usize::from(reading.word(at) == ",");
        let joined = ends.is_and(next);
        next += usize::from(joined);
        while next > at && matches!(reading.word(next), "then" | "later" | "previously" | "now" | "also") {
            next += 1;
        }
        let again = reading.name(next).is_none() && is_link(reading.word(next));
        let link = if again { reading.word(next) } else { link };
        if next == at && !again || next >= most {
            break;
        }
        next += usize::from(again);
        let Some(name) = ends.name_after(next, most, Sort::Firm).filter(|at| is_body(ends, at, link)) else { break };
        let close = (next..name.first)
            .all(|at| reading.is(at, WordClass::DETERMINER) || reading.mention(at).is_some() || ends.is_possessive(at));
        let behind = ends.past_bracket(name.end, most);
        let closed = behind >= most
            || reading.kind(behind) == TokenKind::Punctuation
            || reading.is(behind, WordClass::JOINING.or(WordClass::PREPOSITION).or(WordClass::SUBORDINATOR));
        if !close || !closed {
            break;
        }
        found.push(name.entity);
        end = name.end;
    }
    (found, end)
}

/// Posts that are taken for names: "a Technical Fellow at Quay Group". Called once per document.
pub(super) fn titled(ends: &Ends<'_, '_>, found: &mut Vec<Statement>) {
    for at in &ends.reading.mentions {
        let name = at.mention.form == MentionForm::Name && is_link(ends.reading.word(at.end));
        if name && at.end > at.first + 1 && ends.is_titled(at) {
            read(ends, at.end - 1, found);
        }
    }
}

/// "Quay Group engineer Tom Hale", "Tom Hale, a former Quay Group engineer", "Quay Group's lawyer, Tom Hale".
pub(super) fn qualified(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let start = phrase_start(ends, token, sentence.start);
    let clitic = start.checked_sub(1).filter(|&last| last >= sentence.start && ends.is_possessive(last));
    let Some(body) = ends.mention_before(clitic.unwrap_or(start), sentence.start, Sort::Firm) else { return };
    let party = ends.is_word(token, Word::Follower) && ends.fits(body, Sort::Firm);
    // those of known parties are read there
    if party && parties::is_party(ends, body) {
        return;
    }
    let apart = (start..token).any(|at| reading.is(at, WordClass::DETERMINER.or(WordClass::SUBORDINATOR)));
    if !(party || is_body(ends, body, "of")) || apart {
        return;
    }
    let many = is_plural(reading.word(token));
    let mut next = token + 1;
    while next < sentence.end.min(token + TITLES) && reading.mention(next).is_none() && is_further(ends, next) {
        next += 1;
    }
    // "Quay Group's lawyer, Tom Hale", "the Quay Group chairman, Tom Hale, said"
    let comma = usize::from(reading.word(next) == ",");
    let person = reading.name(next + comma).filter(|at| {
        let alone = comma == 0 || clitic.is_some() || reading.kind(at.end) == TokenKind::Punctuation;
        at.first == next + comma && alone && ends.fits(at, Sort::Person)
    });
    let mut end = token + 1;
    let persons = match person {
        Some(at) if many => {
            let (names, after) = ends.names_after(at.first, sentence.end, Sort::Person);
            end = after;
            names
        }
        Some(at) => {
            end = at.end;
            vec![at.entity]
        }
        None => {
            // "a former Quay Group engineer", but not "praised Quay Group engineers"
            let mut start = body.first;
            while start > sentence.start
                && (is_qualifier(reading.word(start - 1)) || reading.is(start - 1, WordClass::DETERMINER))
            {
                start -= 1;
            }
            let after = if reading.word(token + 1) == "," { token + 1 } else { sentence.end };
            if start == body.first && clitic.is_none() && start > sentence.start && reading.word(start - 1) != "," {
                Vec::new()
            } else {
                bearers_of_linked(ends, start, after, &sentence, &Noun::post(many))
            }
        }
    };
    pair(RelationKind::MemberOf, true, &persons, &[body.entity], (body.first..end, "post-before"), found);
}

/// Words before a body and a post: "a former Quay Group engineer".
fn is_qualifier(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "retired"
            | "current"
            | "senior"
            | "veteran"
            | "longtime"
            | "then"
            | "late"
            | "acting"
            | "deputy"
            | "ex"
    )
}

/// Whether a word goes on a title before a name: "engineer and writer", "Senior Fellow".
fn is_further(ends: &Ends<'_, '_>, token: usize) -> bool {
    ends.is_and(token) && is_title(ends, token + 1)
        || ends.is_word(token, Word::Post)
        || ends.reading.is(token, WordClass::SPEAKER)
}

/// "is on the board of Quay Group", "sits on Quay Group's board".
pub(super) fn board(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let on = (sentence.start..token)
        .rev()
        .take(TITLES + 2)
        .find(|&at| reading.name(at).is_none() && reading.reads(at, "on"));
    let Some(on) = on.filter(|&on| on > sentence.start && reading.name(token).is_none()) else { return };
    let verb = on - 1;
    let states =
        ends.is_be(verb) || matches!(reading.word(verb), "sits" | "sat" | "serves" | "served" | "sitting" | "serving");
    if !states {
        return;
    }
    let (mut members_of, mut end) = bodies(ends, on + 1, sentence.end, "of");
    if members_of.is_empty() {
        // "on Quay Group's board", "on the Quay Group board"
        let close = token - usize::from(ends.is_possessive(token - 1));
        let body = ends.mention_before(close, on, Sort::Org);
        (members_of, end) = (body.map(|at| at.entity).into_iter().collect(), token + 1);
    }
    let persons = if members_of.is_empty() { Vec::new() } else { ends.subject(verb, Sort::Person) };
    pair(RelationKind::MemberOf, true, &persons, &members_of, (on..end.max(token + 1), "board-of"), found);
}

/// "was elected to the Tarn Academy", "was traded to Quay Group", "is affiliated with Tarn University".
pub(super) fn admitted(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let link = if reading.reads(token, "affiliated") { "with" } else { "to" };
    if !reading.reads(token + 1, link) {
        return;
    }
    // those of known parties are read there
    if ends.name_after(token + 2, sentence.end, Sort::Firm).is_some_and(|at| parties::is_party(ends, at)) {
        return;
    }
    let opens = token == sentence.start;
    if !opens && !reading.reads(token, "transferred") && !has_be(ends, token, sentence.start) {
        return;
    }
    let (bodies, end) = bodies(ends, token + 2, sentence.end, "in");
    let persons = match bodies.is_empty() {
        true => Vec::new(),
        false if opens => ends.subject_after_comma(end, Sort::Person),
        false => ends.subject(token, Sort::Person),
    };
    pair(RelationKind::MemberOf, true, &persons, &bodies, (token..end, "admitted-to"), found);
}

/// Verbs for having a post or the years in it.
fn is_holding(word: &str) -> bool {
    matches!(
        word,
        "spent" | "spending" | "spends" | "held" | "holds" | "holding" | "accepted" | "took" | "completed" | "did"
    )
}

/// "his career at Harbour Bank", "Hale's resignation from the Tarn Trust", "spent ten years at Quay Group".
pub(super) fn career(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let parts = matches!(reading.word(token), "expulsion" | "resignation" | "retirement" | "departure");
    let mut link = token + 1;
    // "his employment as a director at"
    if reading.reads(link, "as") {
        let plain = (link + 1..sentence.end.min(link + TITLES + 3)).take_while(|&at| {
            reading.kind(at) == TokenKind::Word
                && (!reading.is(at, WordClass::BARRIER) || reading.is(at, WordClass::DETERMINER))
        });
        link = plain.last().map_or(link, |last| last + 1);
    }
    let tied = if parts { reading.reads(link, "from") } else { matches!(reading.word(link), "at" | "with" | "for") };
    if !tied || reading.name(token).is_some() {
        return;
    }
    let (bodies, end) = bodies(ends, link + 1, sentence.end, if parts { "of" } else { "at" });
    if bodies.is_empty() {
        return;
    }
    let before = (sentence.start..token).rev().take(TITLES + 1);
    let owner = before.clone().take_while(|&at| reading.kind(at) != TokenKind::Punctuation).find(|&at| {
        ends.is_possessive(at) || reading.is(at, WordClass::POSSESSIVE) && !reading.is(at, WordClass::SUBORDINATOR)
    });
    let persons = match owner {
        Some(owner) => ends.possessor(owner, sentence.start, Sort::Person),
        None => {
            let spends = before.clone().find(|&at| is_holding(reading.word(at)));
            spends.map(|verb| ends.subject(verb, Sort::Person)).unwrap_or_default()
        }
    };
    pair(RelationKind::MemberOf, true, &persons, &bodies, (token..end, "career-at"), found);
}
