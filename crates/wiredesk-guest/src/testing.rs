//! Runs an extractor natively, for the tests of a plugin: no daemon and no WebAssembly needed.
//! What the daemon would refuse fails the test.

use std::ops::Range;

use crate::{
    Document, EntityKind, Extractor, Findings, MentionForm, TokenKind,
    abi::{Given, List, Maybe, Named, Text},
};

/// Makes an extractor with these options (JSON) and has it read this text.
///
/// # Panics
/// If it refuses the options, or if its findings do not fit the text.
pub fn extract<T: Extractor>(options: &str, text: &str) -> Findings {
    Article::new(text).extract::<T>(options)
}

/// An article for an extractor to read, with whatever layers it needs.
#[derive(Clone, Debug, Default)]
pub struct Article {
    text: String,
    key: String,
    title: Option<String>,
    published: Option<i64>,
    language: Option<String>,
    tokens: Vec<u32>,
    token_kinds: Vec<u8>,
    sentences: Vec<u32>,
    entities: Vec<u32>,
    names: String,
    facts: String,
    mentions: Vec<u32>,
    layers: Vec<(String, String)>,
}

impl Article {
    /// An article of nothing but this text.
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), key: "test".into(), ..Self::default() }
    }

    /// With this headline.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Under this name in its source.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.key = key.into();
        self
    }

    /// Published so many milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn published(mut self, milliseconds: i64) -> Self {
        self.published = Some(milliseconds);
        self
    }

    /// In this language (ISO 639-1).
    #[must_use]
    pub fn language(mut self, code: &str) -> Self {
        self.language = Some(code.into());
        self
    }

    /// With one more sentence.
    #[must_use]
    pub fn sentence(mut self, range: Range<usize>) -> Self {
        self.sentences.extend(offsets(&range));
        self
    }

    /// With one more token.
    #[must_use]
    pub fn token(mut self, range: Range<usize>, kind: TokenKind) -> Self {
        self.tokens.extend(offsets(&range));
        self.token_kinds.push(kind as u8);
        self
    }

    /// With one more entity; `facts` is a JSON object or empty.
    #[must_use]
    pub fn entity(mut self, kind: EntityKind, name: &str, facts: &str) -> Self {
        self.names.push_str(name);
        self.facts.push_str(facts);
        self.entities.extend([kind as u32, self.names.len() as u32, self.facts.len() as u32]);
        self
    }

    /// With one more mention of the entity added last.
    #[must_use]
    pub fn mention(mut self, range: Range<usize>, form: MentionForm) -> Self {
        let [start, end] = offsets(&range);
        let entity = (self.entities.len() / 3).saturating_sub(1) as u32;
        self.mentions.extend([start, end, entity, form as u32, 100]);
        self
    }

    /// With one more layer, as JSON.
    #[must_use]
    pub fn layer(mut self, name: &str, json: &str) -> Self {
        self.layers.push((name.into(), json.into()));
        self
    }

    /// Makes an extractor with these options (JSON) and has it read this article.
    ///
    /// # Panics
    /// If it refuses the options, or if its findings do not fit the text.
    pub fn extract<T: Extractor>(&self, options: &str) -> Findings {
        let mut extractor = match T::new(options) {
            Ok(extractor) => extractor,
            Err(refusal) => panic!("the extractor refuses its options: {refusal}"),
        };
        let mut found = Findings::default();
        extractor.extract(&Document(self.lend().given()), &mut found);
        for annotation in found.annotations() {
            let fits = self.text.get(annotation.range()).is_some();
            assert!(fits, "the daemon would refuse this, the span does not fit the text: {annotation:?}");
            let value = annotation.value().map(crate::json::parse);
            assert!(
                !matches!(value, Some(Err(_))),
                "the daemon would refuse this, the value is no JSON: {annotation:?}"
            );
        }
        found
    }

    pub(crate) fn lend(&self) -> Lent<'_> {
        let layers = self.layers.iter().map(|(name, json)| Named { name: Text::of(name), json: Text::of(json) });
        Lent { article: self, layers: layers.collect() }
    }
}

/// An article with its lists in the contract's form.
pub(crate) struct Lent<'a> {
    article: &'a Article,
    layers: Vec<Named<'a>>,
}

impl Lent<'_> {
    pub(crate) fn given(&self) -> Given<'_> {
        let article = self.article;
        Given {
            id: Text::of("00000000000000000000000000000000"),
            source: Text::of("test"),
            key: Text::of(&article.key),
            url: Maybe::of(None),
            title: maybe(article.title.as_deref()),
            authors: List::of(&[]),
            published: Maybe::of(article.published),
            language: maybe(article.language.as_deref()),
            text: Text::of(&article.text),
            tokens: List::of(&article.tokens),
            token_kinds: List::of(&article.token_kinds),
            sentences: List::of(&article.sentences),
            entities: List::of(&article.entities),
            names: Text::of(&article.names),
            facts: Text::of(&article.facts),
            mentions: List::of(&article.mentions),
            layers: List::of(&self.layers),
            meta: List::of(&[]),
        }
    }
}

fn maybe(text: Option<&str>) -> Maybe<Text<'_>> {
    Maybe::of(text.map(Text::of))
}

fn offsets(range: &Range<usize>) -> [u32; 2] {
    [range.start as u32, range.end as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes everything it is given into labels.
    struct Echo;

    impl Extractor for Echo {
        fn new(_: &str) -> Result<Self, String> {
            Ok(Self)
        }

        fn extract(&mut self, document: &Document, found: &mut Findings) {
            let facts = [
                document.key().to_owned(),
                format!("{:?} {:?} {:?}", document.title(), document.published(), document.language()),
                format!("{:?} {:?}", document.url(), document.authors().collect::<Vec<_>>()),
                format!("{:?}", document.tokens().zip(document.token_kinds()).collect::<Vec<_>>()),
                format!("{:?}", document.sentences().collect::<Vec<_>>()),
                format!("{:?} {:?}", document.layer("acme/odd"), document.layer("acme/even")),
            ];
            for fact in facts {
                found.annotate(0, 0..0, &fact);
            }
            for entity in document.entities() {
                for mention in entity.mentions() {
                    let label = format!("{} {:?} {:?} {}", entity.name(), entity.kind(), mention.form, entity.facts());
                    found.annotate(1, mention.range, &label);
                }
            }
        }
    }

    #[test]
    fn an_extractor_reads_what_the_article_was_given() {
        let article = Article::new("Ms Øre spoke. She left.")
            .title("A title")
            .key("a.txt")
            .published(-1)
            .language("en")
            .token(0..2, TokenKind::Word)
            .token(13..14, TokenKind::Punctuation)
            .sentence(0..14)
            .entity(EntityKind::Person, "Øre", "{\"age\":40}")
            .mention(3..7, MentionForm::Name)
            .entity(EntityKind::Other, "nothing", "")
            .entity(EntityKind::Place, "Ås", "{}")
            .mention(7..9, MentionForm::Name)
            .layer("acme/odd", "[1]");
        let found = article.extract::<Echo>("{}");
        let labels: Vec<&str> = found.annotations().map(|annotation| annotation.label()).collect();
        let expected = [
            "a.txt",
            "Some(\"A title\") Some(-1) Some(\"en\")",
            "None []",
            "[(0..2, Word), (13..14, Punctuation)]",
            "[0..14]",
            "Some(\"[1]\") None",
            "Øre Person Name {\"age\":40}",
            "Ås Place Name {}",
        ];
        assert_eq!(labels, expected);
    }

    /// Marks the bytes that its options name.
    struct Blind(usize, usize);

    impl Extractor for Blind {
        fn new(options: &str) -> Result<Self, String> {
            let (start, end) = options.split_once(' ').ok_or("two numbers are needed")?;
            Ok(Self(start.parse().unwrap(), end.parse().unwrap()))
        }

        fn extract(&mut self, _: &Document, found: &mut Findings) {
            found.annotate(0, self.0..self.1, "here");
        }
    }

    #[test]
    fn a_span_that_the_daemon_takes_passes() {
        assert_eq!(extract::<Blind>("1 3", "aéb").annotations().len(), 1);
    }

    #[test]
    #[should_panic(expected = "the span does not fit the text")]
    fn a_span_in_the_middle_of_a_character_fails_the_test() {
        extract::<Blind>("1 2", "aéb");
    }

    #[test]
    #[should_panic(expected = "the span does not fit the text")]
    fn a_reversed_span_fails_the_test() {
        extract::<Blind>("3 1", "aéb");
    }

    #[test]
    #[should_panic(expected = "refuses its options: two numbers are needed")]
    fn refused_options_fail_the_test() {
        extract::<Blind>("", "aéb");
    }
}
