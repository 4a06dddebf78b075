//! The entities of a noun phrase: whom an event's subject, object or complement names. Called by
//! [`super::verbal`] and [`super::nominal`]. A phrase without an entity at its head stands for the one it belongs to
//! ("Turkish officials" for Turkey).

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm};

use super::super::clause::{MentionAt, Reading, chunks::ChunkKind, phrases::Phrases};

/// Words of kinship: "his brother" is not him.
const KIN: [&str; 14] = [
    "brother",
    "sister",
    "wife",
    "husband",
    "son",
    "daughter",
    "father",
    "mother",
    "uncle",
    "cousin",
    "relatives",
    "family",
    "widow",
    "friend",
];

/// How many entities before its head a phrase may stand for: "U.S. and Israeli officials".
const MOST_OWNERS: usize = 2;

/// Nouns that are named with "of".
const LOCALITIES: [&str; 12] = [
    "town", "city", "village", "enclave", "province", "port", "state", "island", "region", "district", "capital",
    "republic",
];

/// Those who act for the country or town they are in: "authorities in Norway".
const GOVERNING: [&str; 9] =
    ["authorities", "rebels", "government", "officials", "parliament", "prosecutors", "lawmakers", "leaders", "courts"];

/// The entities of a phrase and of those joined to it.
pub(super) fn all(phrases: &Phrases<'_, '_>, noun: usize, subject: bool) -> Vec<EntityId> {
    let mut found = Vec::new();
    let mut last = noun;
    for phrase in phrases.joined(noun, subject) {
        add(phrases, phrase, subject, &mut found);
        last = phrase;
    }
    if found.is_empty()
        && let Some(name) = apposition(phrases, last)
    {
        found.push(name);
    }
    // "nine fighters, including Anna Brill"
    let comma = phrases.kind(last + 1) == Some(ChunkKind::Comma);
    let including = last + 1 + usize::from(comma);
    if !subject && phrases.reads(including, "including") && phrases.is_noun(including + 1) {
        for phrase in phrases.joined(including + 1, false) {
            add(phrases, phrase, false, &mut found);
        }
    }
    found
}

/// The person named after a phrase: "the head of the alliance, Anna Brill".
fn apposition(phrases: &Phrases<'_, '_>, noun: usize) -> Option<EntityId> {
    let mut at = noun + 1;
    while phrases.kind(at) == Some(ChunkKind::Preposition) && phrases.is_noun(at + 1) {
        at += 2;
    }
    let name = phrases.chunks.get(at + 1).filter(|_| phrases.kind(at) == Some(ChunkKind::Comma))?;
    let mention = phrases.reading.name(name.end - 1).filter(|mention| mention.first == name.first)?;
    phrases.reading.is_person(mention.entity).then_some(mention.entity)
}

fn add(phrases: &Phrases<'_, '_>, phrase: usize, subject: bool, found: &mut Vec<EntityId>) {
    let mut entities = of_phrase(phrases, phrase);
    if entities.is_empty() && !subject {
        entities = belonging(phrases, phrase);
    }
    for entity in entities {
        let kind = phrases.reading.entity(entity).map(|entity| entity.kind);
        if !found.contains(&entity) && !matches!(kind, Some(EntityKind::Event | EntityKind::Work)) {
            found.push(entity);
        }
    }
}

/// The entities before the head of the phrase with "of" that follows: "the policies of the Norwegian government".
fn belonging(phrases: &Phrases<'_, '_>, noun: usize) -> Vec<EntityId> {
    let chunk = phrases.chunks.get(noun + 2).filter(|_| phrases.reads(noun + 1, "of") && phrases.is_noun(noun + 2));
    chunk.map(|chunk| before_head(phrases.reading, chunk.first, chunk.end - 1)).unwrap_or_default()
}

/// Whether a phrase has an entity.
pub(super) fn is_named(phrases: &Phrases<'_, '_>, noun: usize) -> bool {
    !of_phrase(phrases, noun).is_empty()
}

/// The entities of one phrase: that of its head, else those before it, else those of the phrase with "of" after it.
pub(super) fn of_phrase(phrases: &Phrases<'_, '_>, noun: usize) -> Vec<EntityId> {
    let reading = phrases.reading;
    let Some(chunk) = phrases.chunks.get(noun) else { return Vec::new() };
    let head = chunk.end - 1;
    // "the Norwegian town of Tarn"
    if LOCALITIES.contains(&reading.word(head))
        && phrases.reads(noun + 1, "of")
        && let Some(at) = head_mention(phrases, noun + 2).filter(|at| at.mention.form == MentionForm::Name)
    {
        return vec![at.entity];
    }
    if let Some(at) =
        reading.mention(head).filter(|at| at.mention.form != MentionForm::Adjective || chunk.first == head)
        && !(at.mention.form == MentionForm::Nominal && at.first + 1 < chunk.first)
    {
        return vec![at.entity];
    }
    let found = before_head(reading, chunk.first, head);
    if !found.is_empty() {
        return found;
    }
    let Some((preposition, next)) = phrases.prepositional(noun).next().filter(|(at, _)| *at == noun + 1) else {
        return found;
    };
    // "thousands of Norwegians", "a group of Norwegian diplomats"
    if phrases.reads(preposition, "of") && is_quantity(reading.word(head)) {
        return of_phrase(phrases, next);
    }
    let governs = GOVERNING.iter().any(|word| reading.reads(head, word));
    if phrases.reads(preposition, "of") || governs && phrases.reads(preposition, "in") {
        return head_mention(phrases, next).map(|at| at.entity).into_iter().collect();
    }
    found
}

/// Whether a noun only counts or groups what follows it with "of".
pub(super) fn is_quantity(head: &str) -> bool {
    const QUANTITIES: [&str; 25] = [
        "state",
        "group",
        "groups",
        "thousands",
        "hundreds",
        "dozens",
        "scores",
        "tens",
        "millions",
        "number",
        "majority",
        "members",
        "couple",
        "crowd",
        "crowds",
        "series",
        "part",
        "tons",
        "some",
        "many",
        "most",
        "two",
        "three",
        "positions",
        "team",
    ];
    QUANTITIES.iter().any(|quantity| head.eq_ignore_ascii_case(quantity))
}

fn head_mention<'r>(phrases: &Phrases<'r, '_>, noun: usize) -> Option<&'r MentionAt> {
    let head = phrases.chunks.get(noun)?.end - 1;
    phrases.reading.mention(head)
}

/// The entities in `first..head`, which own or describe the head.
pub(super) fn before_head(reading: &Reading<'_>, first: usize, head: usize) -> Vec<EntityId> {
    let mut found: Vec<EntityId> = Vec::new();
    let kin = KIN.contains(&reading.word(head));
    let mut named = false;
    let mut token = first;
    while token < head {
        let Some(at) = reading.mention(token) else {
            token += 1;
            continue;
        };
        let pronoun = at.mention.form == MentionForm::Pronoun;
        let counts = !kin && (!pronoun || !named);
        if counts && !found.contains(&at.entity) {
            if !pronoun && !named {
                found.clear();
            }
            named |= !pronoun;
            found.push(at.entity);
        }
        token = at.end.max(token + 1);
    }
    found.truncate(MOST_OWNERS);
    found
}
