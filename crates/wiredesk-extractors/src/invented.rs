//! Documents of tests: invented sentences with tokens, sentences and hand-made entities. For tests of extractors that
//! read entities, so that they do not depend on how good the entities layer is.

use jiff::Timestamp;
use wiredesk_core::{
    Document, Span,
    annotation::{Entity, EntityKind, Facts, Mention, MentionForm},
    document::Article,
};

use crate::sentences::{split, tokenize};

/// An entity that may be mentioned: name, kind, further words that mention it.
pub(crate) type Known = (&'static str, EntityKind, &'static [(&'static str, MentionForm)]);

/// A document whose entities are those of `known`, in that order, with their mentions in `text`: whole words, and
/// nothing that stands inside of a longer mention.
pub(crate) fn document(text: &str, known: &[Known]) -> Document {
    let article = Article { text: text.into(), ..Article::default() };
    let mut document = Document::new("test".into(), article, Timestamp::UNIX_EPOCH);
    tokenize(text, &mut document.layers.tokens);
    split(text, &document.layers.tokens, &mut document.layers.sentences);
    let mut found: Vec<(usize, Mention)> = Vec::new();
    for (number, (name, _, others)) in known.iter().enumerate() {
        for (words, form) in std::iter::once(&(*name, MentionForm::Name)).chain(*others) {
            for (at, _) in text.match_indices(words) {
                let span = Span::new(text, at..at + words.len()).unwrap();
                let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                if !inside(text[..at].chars().next_back()) && !inside(text[span.end()..].chars().next()) {
                    found.push((number, Mention { span, form: *form, confidence: 1.0 }));
                }
            }
        }
    }
    found.sort_by_key(|(_, mention)| std::cmp::Reverse(mention.span.len()));
    let mut taken: Vec<Span> = Vec::new();
    found.retain(|(_, mention)| {
        let free = !taken.iter().any(|longer| longer.contains(mention.span));
        taken.push(mention.span);
        free
    });
    found.sort_by_key(|(_, mention)| mention.span);
    for (number, (name, kind, _)) in known.iter().enumerate() {
        let mentions = found.iter().filter(|(of, _)| *of == number).map(|(_, mention)| *mention).collect();
        let (name, facts) = ((*name).to_owned(), Facts::default());
        document.layers.entities.push(Entity { kind: *kind, name, mentions, facts, confidence: 1.0 });
    }
    document
}
