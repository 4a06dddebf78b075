//! Descriptions that refer to somebody or something named elsewhere: "the Ukrainian leader", "the
//! former president", "the alliance". Called by [`super::Worker`]; resolves only where one
//! entity fits.

use wiredesk_core::annotation::{EntityKind, MentionForm};

use super::{
    descriptions::Description,
    grouping::{Draft, DraftMention},
    titles,
    words::{Shape, Words},
};
use crate::lexicon::{Known, Lexicons, Title, TitleClass};

/// One fits by title and country.
const SURE: f32 = 0.75;
/// Several had such a title, or none and the place speaks for one.
const UNSURE: f32 = 0.5;

/// Words for whoever is at the head of a state.
const LEADERS: [&str; 9] =
    ["president", "premier", "chancellor", "king", "queen", "leader", "emperor", "sultan", "emir"];

/// Nouns for organizations, with those that bear no such word in their name.
const ORGANIZATIONS: [(&str, &[&str]); 14] = [
    ("alliance", &["NATO", "North Atlantic Treaty Organization"]),
    ("bloc", &["EU", "European Union"]),
    ("organization", &["NATO", "WHO", "OSCE", "WTO", "SCO"]),
    ("ministry", &[]),
    ("agency", &["IAEA", "CIA", "NASA"]),
    ("commission", &[]),
    ("council", &[]),
    ("court", &["ICC", "ICJ"]),
    ("party", &[]),
    ("bank", &["ECB"]),
    ("university", &[]),
    ("union", &[]),
    ("company", &[]),
    ("committee", &[]),
];

struct Phrase {
    /// From "the" to one past the title.
    words: (usize, usize),
    title: (usize, usize),
    class: Title,
    country: Option<&'static str>,
    former: bool,
    /// A capitalised word before the title of which nothing is known: "the Tarn senator".
    qualifier: Option<usize>,
}

/// Adds nominal mentions to `drafts`.
pub(super) fn resolve(
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    drafts: &mut [Draft<'_>],
    descriptions: &[Description],
    buffer: &mut String,
) {
    let mut people = People::new(drafts, descriptions);
    let countries = countries(drafts, lexicons);
    for at in 0..words.list.len() {
        let word = words.list[at];
        if !word.is(Shape::WORD) || !matches!(word.text(text), "the" | "The" | "its") {
            continue;
        }
        if word.text(text) == "its" {
            if let Some((draft, end)) = neighbour(text, words, &countries, at) {
                let mention = DraftMention { first: at, end, form: MentionForm::Nominal, confidence: UNSURE };
                drafts[draft].mentions.push(mention);
            }
            continue;
        }
        if let Some(phrase) = phrase_at(text, words, lexicons, at, buffer) {
            if let Some((draft, confidence)) = person(text, words, drafts, descriptions, &people, &phrase) {
                let (first, end) = phrase.words;
                people.described.push((first, draft));
                drafts[draft].mentions.push(DraftMention { first, end, form: MentionForm::Nominal, confidence });
            }
        } else if let Some(next) = words.list.get(at + 1)
            && let Some((noun, names)) = ORGANIZATIONS.iter().find(|(noun, _)| *noun == next.text(text))
            && let Some(draft) = organization(drafts, at, noun, names)
        {
            let mention = DraftMention { first: at, end: at + 2, form: MentionForm::Nominal, confidence: UNSURE };
            drafts[draft].mentions.push(mention);
        }
    }
}

/// Where countries are named, with their entity, in text order.
fn countries(drafts: &[Draft<'_>], lexicons: &Lexicons) -> Vec<(usize, usize)> {
    let places = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Place);
    let named = places.filter(|(_, draft)| lexicons.country_named(&draft.name).is_some());
    let names = |(number, draft): (usize, &Draft<'_>)| {
        let names = draft.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
        names.map(|mention| (mention.first, number)).collect::<Vec<_>>()
    };
    let mut found: Vec<_> = named.flat_map(names).collect();
    found.sort_unstable();
    found
}

/// "Norway greets Chad … Chad's talks with its neighbour": the other country that the sentence has named last, and
/// one past the noun.
fn neighbour(text: &str, words: &Words, countries: &[(usize, usize)], its: usize) -> Option<(usize, usize)> {
    let sentence = words.list[its].sentence;
    let noun = (its + 1..its + 4).find(|&at| {
        words
            .list
            .get(at)
            .is_some_and(|word| word.sentence == sentence && matches!(word.text(text), "neighbor" | "neighbour"))
    })?;
    let end = countries.partition_point(|(first, _)| *first < its);
    let near = countries[..end].iter().rev().take(MOST_NEIGHBOURS);
    let mut near = near.take_while(|(first, _)| words.list[*first].sentence == sentence);
    let (_, owner) = near.next()?;
    near.find(|(_, draft)| draft != owner).map(|(_, draft)| (*draft, noun + 1))
}

/// How many places of countries are looked at for a neighbour.
const MOST_NEIGHBOURS: usize = 12;

/// Where persons are mentioned, and who of them holds an office.
struct People {
    /// First word and entity of names, in text order.
    named: Vec<(usize, usize)>,
    /// Likewise of the descriptions found so far.
    described: Vec<(usize, usize)>,
    /// By entity: whether the article gives it an office that is not a former one.
    in_office: Vec<bool>,
}

impl People {
    fn new(drafts: &[Draft<'_>], descriptions: &[Description]) -> Self {
        let mut named = Vec::new();
        for (number, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person) {
            named.extend(draft.mentions.iter().map(|mention| (mention.first, number)));
        }
        named.sort_unstable();
        let mut in_office = vec![false; drafts.len()];
        for description in descriptions.iter().filter(|d| d.title.class == TitleClass::Office && !d.former) {
            in_office[description.draft] = true;
        }
        Self { named, described: Vec::new(), in_office }
    }

    /// The last person of the sentence before who holds no office as far as the article says.
    fn untitled_before(&self, words: &Words, the: usize) -> Option<(usize, f32)> {
        let sentence = words.list[the].sentence;
        let last = |places: &[(usize, usize)]| {
            let end = places.partition_point(|(first, _)| *first < the);
            let near = places[..end].iter().rev().take_while(|(first, _)| words.list[*first].sentence + 1 >= sentence);
            let before = |(first, draft): &&(usize, usize)| {
                words.list[*first].sentence + 1 == sentence && !self.in_office[*draft]
            };
            near.take(MOST_COMPARED).find(before).copied()
        };
        let best = last(&self.named).into_iter().chain(last(&self.described)).max_by_key(|(first, _)| *first);
        best.map(|(_, draft)| (draft, UNSURE))
    }
}

/// "the", what qualifies, a title, and no name.
fn phrase_at(text: &str, words: &Words, lexicons: &Lexicons, the: usize, buffer: &mut String) -> Option<Phrase> {
    let sentence = words.list[the].sentence;
    let (mut country, mut former, mut qualifier) = (None, false, None);
    let mut at = the + 1;
    loop {
        let word = words.list.get(at).filter(|word| word.sentence == sentence && word.is(Shape::WORD))?;
        if let Some((count, class)) = titles::at(text, &words.list, at, lexicons, buffer) {
            let end = at + count;
            let next = words.list.get(end).filter(|next| next.sentence == sentence);
            let goes_on = next.is_some_and(|next| {
                next.is(Shape::CAPITAL)
                    || next.is(Shape::TAIL)
                    || matches!(next.text(text), "of" | "for" | "from" | "-")
            });
            if class.class == TitleClass::Honorific || goes_on || word.is(Shape::UPPER) {
                return None;
            }
            return Some(Phrase { words: (the, end), title: (at, end), class, country, former, qualifier });
        }
        match (word.text(text), lexicons.known.get(word.text(text))) {
            ("former" | "ex" | "ousted" | "deposed", _) => former = true,
            (
                "new" | "outgoing" | "incoming" | "late" | "current" | "veteran" | "longtime" | "acting" | "embattled",
                _,
            ) => {}
            (_, Some(Known::Demonym(demonym))) => country = Some(demonym.country.iso),
            (_, Some(Known::Country(named))) => country = Some(named.iso),
            _ if word.is(Shape::CAPITAL) && !word.is(Shape::UPPER) => qualifier = qualifier.or(Some(at)),
            _ => return None,
        }
        at += 1;
        if at > the + 4 {
            return None;
        }
    }
}

fn person(
    text: &str,
    words: &Words,
    drafts: &[Draft<'_>],
    descriptions: &[Description],
    people: &People,
    phrase: &Phrase,
) -> Option<(usize, f32)> {
    let slice = |(first, end): (usize, usize)| &text[words.list[first].span.start()..words.list[end - 1].span.end()];
    let wanted = slice(phrase.title);
    let wanted_head = head(wanted);
    let fits = |description: &&Description| {
        if description.words.0 == description.words.1 {
            return false;
        }
        let title = slice(description.words);
        let head_of = written_out(head(title));
        let same = title.eq_ignore_ascii_case(wanted)
            || wanted_head.eq_ignore_ascii_case(head_of) && !wanted.contains(' ')
            || wanted_head == "leader"
                && (LEADERS.iter().any(|l| l.eq_ignore_ascii_case(head_of)) || is_premier(title));
        let second = |title: &str| ["vice", "deputy", "assistant"].iter().any(|rank| starts_with(title, rank));
        if second(title) != second(wanted) || phrase.former && !description.former {
            return false;
        }
        let facts = &drafts[description.draft].facts;
        let gender = matches!((phrase.class.gender, facts.gender), (Some(a), Some(b)) if a != b);
        let country = phrase.country.is_none()
            || description.country == phrase.country
            || description.country.is_none() && facts.nationality.as_deref() == phrase.country;
        let qualified =
            phrase.qualifier.is_none_or(|at| stands_beside(text, words, description, words.list[at].text(text)));
        same && country && !gender && qualified
    };
    let before = descriptions.partition_point(|description| description.words.0 < phrase.words.0);
    let most = if phrase.qualifier.is_some() { MOST_QUALIFIED } else { MOST_COMPARED };
    let near = &descriptions[before.saturating_sub(most)..before];
    let mut found: Vec<(usize, usize)> =
        near.iter().filter(fits).map(|description| (description.draft, description.words.0)).collect();
    let last = found.pop();
    if let Some((draft, _)) = last {
        let alone = found.iter().all(|(other, _)| *other == draft);
        return (alone || phrase.country.is_none()).then_some((draft, if alone { SURE } else { UNSURE }));
    }
    if phrase.former && phrase.country.is_none() && phrase.qualifier.is_none() {
        people.untitled_before(words, phrase.words.0)
    } else {
        None
    }
}

/// Whether a word stands beside the title and name of a description: "Oregon Sen. Ilse Brandt" and "Sen. Ilse Brandt of
/// Oregon" for "the Oregon senator".
fn stands_beside(text: &str, words: &Words, description: &Description, wanted: &str) -> bool {
    let (first, end) = description.words;
    let sentence = words.list[first].sentence;
    let is = |at: usize| words.list[at].text(text) == wanted;
    let capital = |at: &usize| words.list[*at].sentence == sentence && words.list[*at].is(Shape::CAPITAL);
    let binds = |at: usize| matches!(words.list[at].text(text), "of" | "from" | "in" | "a" | "the" | "," | "(" | "-");
    let before = (first.saturating_sub(QUALIFIED_BEFORE)..first).rev();
    let behind = end..words.list.len().min(end + QUALIFIED_BEHIND);
    before.take_while(capital).any(is) || behind.take_while(|at| capital(at) || binds(*at)).any(is)
}

/// How many words before a title and behind it are looked at for what qualifies it elsewhere.
const QUALIFIED_BEFORE: usize = 3;
const QUALIFIED_BEHIND: usize = 7;

fn starts_with(title: &str, start: &str) -> bool {
    title.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// The last word of a title.
fn head(title: &str) -> &str {
    title.rsplit([' ', '-']).next().unwrap_or(title)
}

/// The word of which a title's last word is an abbreviation: "Sen." for "the senator"; not "Gen.", since "the general" is an
/// adjective as often.
fn written_out(head: &str) -> &str {
    const ABBREVIATED: [(&str, &str); 8] = [
        ("sen", "senator"),
        ("rep", "representative"),
        ("gov", "governor"),
        ("col", "colonel"),
        ("capt", "captain"),
        ("sgt", "sergeant"),
        ("prof", "professor"),
        ("rev", "reverend"),
    ];
    let short = head.trim_end_matches('.');
    ABBREVIATED.iter().find(|(known, _)| known.eq_ignore_ascii_case(short)).map_or(head, |(_, whole)| whole)
}

fn is_premier(title: &str) -> bool {
    title.len() >= 14
        && title.is_char_boundary(title.len() - 14)
        && title[title.len() - 14..].eq_ignore_ascii_case("prime minister")
}

/// How many entities a description is compared with, so that no text takes quadratic time.
const MOST_COMPARED: usize = 1000;

/// Likewise where the words beside each have to be looked at.
const MOST_QUALIFIED: usize = 64;

/// The one organization before word `at` that is such a thing.
fn organization(drafts: &[Draft<'_>], at: usize, noun: &str, names: &[&str]) -> Option<usize> {
    let mut fitting = drafts.iter().take(MOST_COMPARED).enumerate().filter(|(_, draft)| {
        draft.kind == EntityKind::Organization
            && draft.mentions.first().is_some_and(|mention| mention.first < at)
            && (names.contains(&&*draft.name)
                || draft.name.split([' ', '-']).any(|word| word.eq_ignore_ascii_case(noun)))
    });
    let (found, _) = fitting.next()?;
    fitting.next().is_none().then_some(found)
}
