//! One article, as an extractor reads it: a view of what the host left in memory (`abi.rs`), which
//! lasts as long as the call.

use std::ops::Range;

use crate::abi::{self, Named, Text};

/// One article. Only the layers that the manifest `requires` or `uses` are filled in; the others
/// are empty.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Document<'a>(pub(crate) abi::Given<'a>);

impl<'a> Document<'a> {
    /// 32 hex digits, the same for the same article on every run.
    pub fn id(&self) -> &'a str {
        self.0.id.get()
    }

    /// Id of the configured source.
    pub fn source(&self) -> &'a str {
        self.0.source.get()
    }

    /// The article's own name inside its source.
    pub fn key(&self) -> &'a str {
        self.0.key.get()
    }

    /// Where it was published, if known.
    pub fn url(&self) -> Option<&'a str> {
        self.0.url.get().map(Text::get)
    }

    /// The headline.
    pub fn title(&self) -> Option<&'a str> {
        self.0.title.get().map(Text::get)
    }

    /// Names of its authors.
    pub fn authors(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.0.authors.get().iter().map(|author| author.get())
    }

    /// Milliseconds since 1970-01-01T00:00:00Z. An extractor has no clock: this is its today.
    pub fn published(&self) -> Option<i64> {
        self.0.published.get()
    }

    /// ISO 639-1 code of the `language` layer.
    pub fn language(&self) -> Option<&'a str> {
        self.0.language.get().map(Text::get)
    }

    /// The text. All offsets are bytes of it.
    pub fn text(&self) -> &'a str {
        self.0.text.get()
    }

    /// The `tokens` layer: ranges of the text.
    pub fn tokens(&self) -> Ranges<'a> {
        Ranges(self.0.tokens.get())
    }

    /// What sort each of the [`tokens`](Self::tokens) is of, in the same order.
    pub fn token_kinds(&self) -> impl ExactSizeIterator<Item = TokenKind> + use<'a> {
        self.0.token_kinds.get().iter().map(|kind| TokenKind::from_number((*kind).into()))
    }

    /// The `sentences` layer: ranges of the text.
    pub fn sentences(&self) -> Ranges<'a> {
        Ranges(self.0.sentences.get())
    }

    /// The `entities` layer.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = Entity<'a>> + use<'a> {
        let given = self.0;
        let entities = given.entities.get().as_chunks::<3>().0;
        entities.iter().enumerate().map(move |(index, &[kind, name_end, facts_end])| {
            let [_, name, facts] = index.checked_sub(1).map_or([0; 3], |before| entities[before]);
            Entity {
                index,
                kind: EntityKind::from_number(kind),
                name: part(given.names.get(), name, name_end),
                facts: part(given.facts.get(), facts, facts_end),
                mentions: given.mentions.get(),
            }
        })
    }

    /// Mentions of all entities: index into [`entities`](Self::entities), and the mention.
    pub fn mentions(&self) -> impl Iterator<Item = (usize, Mention)> + use<'a> {
        mentions(self.0.mentions.get())
    }

    /// Any other layer the manifest asks for, as JSON in the form of `wiredesk schema`, but with
    /// offsets in bytes. [`json`](crate::json) reads it.
    pub fn layer(&self, name: &str) -> Option<&'a str> {
        find(self.0.layers.get(), name)
    }

    /// A further fact by name, of those that later versions of the daemon may give.
    pub fn meta(&self, name: &str) -> Option<&'a str> {
        find(self.0.meta.get(), name)
    }
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Document");
        shown.field("id", &self.id()).field("key", &self.key()).field("text", &self.text()).finish_non_exhaustive()
    }
}

fn find<'a>(list: &'a [Named<'a>], name: &str) -> Option<&'a str> {
    list.iter().find(|named| named.name.get() == name).map(|named| named.json.get())
}

fn part(all: &str, start: u32, end: u32) -> &str {
    all.get(start as usize..end as usize).unwrap_or_default()
}

/// Byte ranges of the text.
#[derive(Clone, Debug)]
pub struct Ranges<'a>(&'a [u32]);

impl Iterator for Ranges<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let (&[start, end], rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(start as usize..end as usize)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len() / 2, Some(self.0.len() / 2))
    }
}

impl ExactSizeIterator for Ranges<'_> {}

/// Something named in the article.
#[derive(Clone, Copy)]
pub struct Entity<'a> {
    index: usize,
    kind: EntityKind,
    name: &'a str,
    facts: &'a str,
    mentions: &'a [u32],
}

impl<'a> Entity<'a> {
    /// What sort of thing it is.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// The fullest name found in the article.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// A JSON object of what the text says of it (`age`, `nationality`, `gender`, `born_in`,
    /// `country`); empty if it says nothing.
    pub fn facts(&self) -> &'a str {
        self.facts
    }

    /// Where it is mentioned.
    pub fn mentions(&self) -> impl Iterator<Item = Mention> + use<'a> {
        let wanted = self.index;
        mentions(self.mentions).filter(move |(index, _)| *index == wanted).map(|(_, mention)| mention)
    }
}

impl std::fmt::Debug for Entity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entity").field("kind", &self.kind()).field("name", &self.name()).finish_non_exhaustive()
    }
}

/// A place in the text where an entity is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How it is mentioned.
    pub form: MentionForm,
    /// In hundredths: 100 is certain.
    pub confidence: u32,
}

fn mentions(numbers: &[u32]) -> impl Iterator<Item = (usize, Mention)> + use<'_> {
    numbers.as_chunks().0.iter().map(|&five| {
        let [start, end, entity, form, confidence] = five;
        let form = MentionForm::from_number(form);
        (entity as usize, Mention { range: start as usize..end as usize, form, confidence })
    })
}

/// An enumeration with the contract's numbers; a number that this version does not know is the last.
macro_rules! numbered {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $case:ident,)+ } else $last:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $case,)+
        }

        impl $name {
            pub(crate) fn from_number(number: u32) -> Self {
                const ALL: &[$name] = &[$($name::$case),+];
                ALL.get(number as usize).copied().unwrap_or($name::$last)
            }
        }
    };
}

numbered! {
    /// What sort of thing an entity is.
    EntityKind {
        /// A person.
        Person,
        /// A company, an authority, a party, a club.
        Organization,
        /// A country, a town, a river, a building.
        Place,
        /// People with something in common: a nation, a faith.
        Group,
        /// Something made and sold.
        Product,
        /// A war, a match, a storm.
        Event,
        /// A book, a film, a law.
        Work,
        /// Anything else.
        Other,
    } else Other
}

numbered! {
    /// What sort of token it is.
    TokenKind {
        /// A word.
        Word,
        /// A number.
        Number,
        /// A part of a word that stands for one of its own, as in `it's`.
        Clitic,
        /// A quotation mark.
        Quote,
        /// Another punctuation mark.
        Punctuation,
        /// Anything else.
        Symbol,
    } else Symbol
}

numbered! {
    /// How an entity is mentioned.
    MentionForm {
        /// By name: `Ada Lovelace`.
        Name,
        /// By a description: `the mathematician`.
        Nominal,
        /// By a pronoun: `she`.
        Pronoun,
        /// By an adjective: `British`.
        Adjective,
    } else Nominal
}
