//! Of which country an article and its sentences speak: where countries are named, by themselves or in the name of a
//! people or body, and whether somebody's office is theirs. Called by [`super::completion`]; decides about no
//! statement.

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    completion::Completion,
};
use crate::lexicon::Known;

/// Where a document names countries, by themselves or in the name of a people or body.
pub(super) struct Countries {
    pub(super) named: Vec<Named>,
    /// The one that is named more often than any other, twice at least or alone.
    pub(super) leading: Option<&'static str>,
    /// Whether it is named twice as often as any other.
    pub(super) alone: bool,
    /// Whether it is named once only.
    pub(super) once: bool,
}

pub(super) struct Named {
    pub(super) token: usize,
    pub(super) iso: &'static str,
    /// The place, if the country itself is named.
    pub(super) place: Option<EntityId>,
    /// Whether something of the country is named: "Norwegian officials", "Norway's king".
    pub(super) owns: bool,
}

/// What a sentence says before an office about countries.
#[derive(Default)]
pub(super) struct Spoken {
    /// Whose affairs it tells of: "Norwegian voters", "In Norway,".
    pub(super) own: Option<&'static str>,
    /// The only one that is named, "Norway votes after Prime Minister Brill resigned" included.
    pub(super) alone: Option<&'static str>,
    /// The one that acts on whoever holds the office: "Norway met Prime Minister Brill".
    pub(super) acting: Option<&'static str>,
    /// Whether any is named.
    pub(super) any: bool,
}

impl Countries {
    /// The place of that ISO code.
    pub(super) fn place(&self, iso: &str) -> Option<EntityId> {
        self.named.iter().filter(|named| named.iso == iso).find_map(|named| named.place)
    }
}

impl Completion<'_, '_> {
    /// Whether the text around a token speaks of a country, or of none.
    pub(super) fn is_near(&self, countries: &Countries, iso: &str, token: usize) -> bool {
        let near = self.nearby(token);
        let first = countries.named.partition_point(|named| named.token < near.start);
        let mut around = countries.named[first..].iter().take_while(|named| named.token < near.end).peekable();
        around.peek().is_none() || around.any(|named| named.iso == iso)
    }

    /// What the sentence says before a token about the country in whose affairs it is: see [`Spoken`].
    pub(super) fn country_before(&self, countries: &Countries, token: usize) -> Spoken {
        let reading = self.reading();
        let sentence = reading.sentence_of(token);
        let first = countries.named.partition_point(|named| named.token < sentence.start);
        let mut spoken = Spoken::default();
        let (mut found, mut bare, mut several) = (None, false, false);
        for named in countries.named[first..].iter().take_while(|named| named.token < token) {
            spoken.any = true;
            // "in Tarn, Norway, Prime Minister Brill"
            let end = reading.mention(named.token).map_or(named.token, |mention| mention.end);
            if named.place.is_some() && end + 1 == token && reading.word(end) == "," {
                return Spoken { own: Some(named.iso), alone: Some(named.iso), acting: None, any: true };
            }
            let article = named.token.saturating_sub(1);
            let before = article.saturating_sub(usize::from(reading.reads(article, "the") && article > sentence.start));
            let governed = named.token > sentence.start && reading.is(before, WordClass::PREPOSITION);
            // "In Norway, …", "On the Norwegian side, …"
            let scene = governed
                && before <= sentence.start
                && (named.token + 1..named.token + 4).any(|token| reading.word(token) == ",");
            if governed && !scene {
                continue;
            }
            if !named.owns && !scene {
                let clause = (named.token + 1..token).any(|token| {
                    reading.is(token, WordClass::SUBORDINATOR.or(WordClass::JOINING)) || reading.word(token) == ","
                });
                spoken.acting = if clause { spoken.acting } else { Some(named.iso) };
                bare = true;
            }
            several |= found.is_some_and(|known| known != named.iso);
            found = Some(named.iso);
        }
        spoken.alone = found.filter(|_| !several && spoken.acting.is_none());
        spoken.own = spoken.alone.filter(|_| !bare);
        spoken
    }

    pub(super) fn named_countries(&self) -> Countries {
        let reading = self.reading();
        let mut named = Vec::new();
        for at in &reading.mentions {
            if !matches!(at.mention.form, MentionForm::Name | MentionForm::Adjective) {
                continue;
            }
            let Some(entity) = reading.entity(at.entity) else { continue };
            let country = match entity.kind {
                EntityKind::Place => self.lexicons.country_named(&entity.name).map(|country| (country.iso, true)),
                // "Israeli parliament", "Norwegians"
                // "the Palestinian side" with the authority itself for its entity
                EntityKind::Organization | EntityKind::Group => match self.lexicons.known.get(reading.word(at.first)) {
                    Some(Known::Demonym(demonym)) => {
                        Some((demonym.country.iso, at.mention.form == MentionForm::Adjective))
                    }
                    _ => None,
                },
                _ => None,
            };
            if let Some((iso, place)) = country {
                let place = place.then_some(at.entity);
                named.push(Named { token: at.first, iso, place, owns: place.is_none() || self.owns(at) });
            }
        }
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for named in named.iter().filter(|named| named.place.is_some()) {
            match counts.iter_mut().find(|(iso, _)| *iso == named.iso) {
                Some((_, count)) => *count += 1,
                None => counts.push((named.iso, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let second = counts.get(1).map_or(0, |(_, count)| *count);
        let leading = counts.first().filter(|(_, count)| *count > second && (*count >= 2 || second == 0));
        let leading = leading.map(|(iso, _)| *iso);
        let alone = counts.first().is_some_and(|(_, count)| *count >= 2 * second);
        let once = counts.first().is_some_and(|(_, count)| *count == 1);
        Countries { named, leading, alone, once }
    }

    /// Whether what follows the name of a country is the country's: "Norwegian", "Norway's", "U.S. officials".
    fn owns(&self, at: &MentionAt) -> bool {
        let reading = self.reading();
        at.mention.form == MentionForm::Adjective
            || reading.kind(at.end) == TokenKind::Clitic
            || reading.is(at.end, WordClass::SPEAKER)
    }
}
