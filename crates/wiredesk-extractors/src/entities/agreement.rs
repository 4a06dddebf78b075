//! What the names of a document say about each other once the tagger has seen each by itself: nobody's name
//! has a verb in it, and one word that is a person's name in one place is seldom a place or a thing in the next. Called by
//! [`super::Worker`] between tagger and grouping.

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::EntityKind;

use super::{
    candidates::PARTICLES,
    tagger::NameSpan,
    words::{Shape, Words},
};
use crate::lexicon::{Known, Lexicons};

/// Lower-case words inside names of persons beside the particles: "Peter the Great", "Joan of Arc".
const LINKS: [&str; 10] = ["of", "the", "y", "e", "zu", "af", "av", "bat", "los", "las"];
/// Behind these a place is a place.
const WHERE: [&str; 10] = ["in", "at", "from", "near", "to", "into", "across", "around", "outside", "throughout"];

/// What is named right behind these is no person: "the newspaper Rosa Lind".
const BODIES: [&str; 14] = [
    "newspaper",
    "magazine",
    "daily",
    "weekly",
    "tabloid",
    "broadcaster",
    "network",
    "station",
    "channel",
    "company",
    "firm",
    "airline",
    "retailer",
    "bank",
];

/// How often a word stands alone as a person's name and as another's, and where in a person's full name.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    person: u32,
    other: u32,
    first: bool,
    last: bool,
}

impl Uses {
    /// Whether the word is the person wherever it stands.
    fn decide(self, kind: EntityKind) -> bool {
        let often = self.person > 1 && self.person >= self.other;
        match kind {
            EntityKind::Place => {
                self.last && self.person > 0 && self.person >= self.other
                    || often && (self.first || self.person > self.other)
            }
            _ => self.last && self.person > 0 || self.first && often,
        }
    }
}

/// Parts and renames `names`, which are and stay in text order.
pub(super) fn settle(text: &str, words: &Words, lexicons: &Lexicons, names: &mut Vec<NameSpan>) {
    part_at_verbs(text, words, names);
    // "We", with the capital of a sentence; "Will" may be somebody
    names.retain(|name| {
        let word = words.list[name.first];
        let small = || lexicons.function_words.contains(word.text(text).to_ascii_lowercase().as_str());
        let plain = name.end == name.first + 1 && name.kind != EntityKind::Person && !word.is(Shape::UPPER);
        !plain || word.span.len() > 5 || !small()
    });
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person && name.first > 0) {
        let before = words.list[name.first - 1];
        if before.sentence == words.list[name.first].sentence && BODIES.contains(&before.text(text)) {
            name.kind = EntityKind::Organization;
        }
    }
    let alone = |name: &NameSpan| name.end - name.first == 1 && name.kind != EntityKind::Person;
    if !names.iter().any(alone) || names.iter().all(alone) {
        return;
    }
    let mut uses: FxHashMap<&str, Uses> = FxHashMap::default();
    let word = |at: usize| words.list[at].text(text);
    for name in names.iter() {
        let single = name.end - name.first == 1;
        match (name.kind, single) {
            (EntityKind::Person, true) => uses.entry(word(name.first)).or_default().person += 1,
            (EntityKind::Person, false) => {
                uses.entry(word(name.end - 1)).or_default().last = true;
                uses.entry(word(name.first)).or_default().first = true;
            }
            (_, true) => uses.entry(word(name.first)).or_default().other += 1,
            _ => {}
        }
    }
    for name in names.iter_mut().filter(|name| alone(name)) {
        let text_of = word(name.first);
        let located = || name.first.checked_sub(1).is_some_and(|at| WHERE.contains(&word(at)));
        let known = || {
            let known = lexicons.known.get(text_of);
            matches!(known, Some(Known::Country(_) | Known::Demonym(_) | Known::Group(_) | Known::Name(_)))
        };
        if uses.get(text_of).is_some_and(|uses| uses.decide(name.kind))
            && !words.list[name.first].is(Shape::UPPER)
            && !located()
            && !known()
        {
            name.kind = EntityKind::Person;
        }
    }
}

/// "Wade asks Daisy" is two people.
fn part_at_verbs(text: &str, words: &Words, names: &mut Vec<NameSpan>) {
    let breaks = |at: usize| {
        let word = words.list[at];
        let text = word.text(text);
        word.is(Shape::LOWER)
            && word.is(Shape::WORD)
            && text.len() > 1
            && !PARTICLES.contains(&text)
            && !LINKS.contains(&text)
    };
    let parted = |name: &NameSpan| name.kind == EntityKind::Person && (name.first..name.end).any(breaks);
    if !names.iter().any(parted) {
        return;
    }
    let mut whole = Vec::with_capacity(names.len() + 4);
    for name in names.drain(..) {
        if !parted(&name) {
            whole.push(name);
            continue;
        }
        // "Wade asks Daisy" is two people, "goalkeeper Tom Hale" one behind a noun
        let mut start = name.first;
        for at in name.first..=name.end {
            let verb = || {
                let text = words.list[at].text(text);
                text.ends_with('s') || text.ends_with("ed")
            };
            if at == name.end || breaks(at) {
                if (at == name.end || verb()) && (start..at).any(|at| words.list[at].is(Shape::CAPITAL)) {
                    whole.push(NameSpan { first: start, end: at, ..name });
                }
                start = at + 1;
            }
        }
    }
    *names = whole;
}

#[cfg(test)]
mod tests {
    use wiredesk_core::{
        Document, document::Article, extractor::Worker, options::NoOptions, registry::ExtractorComponent,
    };

    use super::*;
    use crate::sentences::Sentences;

    /// What becomes of names that a tagger found in `text`; the text of each with its kind.
    fn settled(text: &str, names: &[(&str, EntityKind)]) -> Vec<String> {
        let article = Article { text: text.into(), ..Article::default() };
        let mut document = Document::new("test".into(), article, "2026-11-23T09:00:00Z".parse().unwrap());
        let Worker::Sync(mut sentences) = Sentences.build(&NoOptions {}).unwrap() else { unreachable!("it computes") };
        document.layers = sentences.extract(&document).unwrap().layers;
        let lexicons = Lexicons::read();
        let mut words = Words::default();
        words.read(&document, &lexicons);
        let word_at = |at: usize| words.list.partition_point(|word| word.span.start() < at);
        let mut from = 0;
        let span = |(name, kind): &(&str, EntityKind)| {
            let start = from + text[from..].find(name).unwrap();
            from = start + name.len();
            NameSpan { first: word_at(start), end: word_at(from), kind: *kind, confidence: 0.9 }
        };
        let mut names: Vec<NameSpan> = names.iter().map(span).collect();
        settle(text, &words, &lexicons, &mut names);
        let shown = |name: &NameSpan| {
            let range = words.list[name.first].span.start()..words.list[name.end - 1].span.end();
            format!("{} {:?}", &text[range], name.kind)
        };
        names.iter().map(shown).collect()
    }

    #[test]
    fn a_persons_name_holds_no_verb_and_no_noun() {
        let people = [("Wade asks Daisy", EntityKind::Person), ("Tarn goalkeeper Tom Hale", EntityKind::Person)];
        assert_eq!(
            settled("Wade asks Daisy about Tarn goalkeeper Tom Hale.", &people),
            ["Wade Person", "Daisy Person", "Tom Hale Person"]
        );
        let linked = [("Hanna of Tarn", EntityKind::Person), ("Ludo van der Hale", EntityKind::Person)];
        assert_eq!(
            settled("Hanna of Tarn met Ludo van der Hale.", &linked),
            ["Hanna of Tarn Person", "Ludo van der Hale Person"]
        );
    }

    #[test]
    fn a_surname_is_the_person_unless_a_place_is_meant() {
        let text = "Tom Vexmoor left. Vexmoor smiled. Vexmoor spoke in Vexmoor.";
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let names = [("Tom Vexmoor", person), ("Vexmoor", person), ("Vexmoor", EntityKind::Other), ("Vexmoor", place)];
        assert_eq!(settled(text, &names), ["Tom Vexmoor Person", "Vexmoor Person", "Vexmoor Person", "Vexmoor Place"]);
        let never_person = [("Vexmoor", EntityKind::Other), ("Vexmoor", place)];
        assert_eq!(settled("Vexmoor won. They like Vexmoor.", &never_person), ["Vexmoor Other", "Vexmoor Place"]);
    }

    #[test]
    fn a_newspaper_is_no_person() {
        let names = [("Rosa Lind", EntityKind::Person), ("Greta Holm", EntityKind::Person)];
        assert_eq!(
            settled("The newspaper Rosa Lind praised Greta Holm.", &names),
            ["Rosa Lind Organization", "Greta Holm Person"]
        );
    }
}
