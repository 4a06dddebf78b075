//! Which field of a JSON object holds what of an article: the option `fields`, and its compiled form
//! that [`super::record`] walks along. Names are compared as they are written, dots lead into objects.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names of the fields that hold the parts of an article. Dots lead into nested objects, as in
/// `content.body`. What is left out is looked for under its usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FieldNames {
    /// The article's own name or number; usually `id`, `key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The headline; usually `title`, `headline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text; usually `text`, `body`, `content`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The page, from which the text is taken if there is none; usually `html`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The address; usually `url`, `link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published; usually `published`, `date`, `published_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// A name, a list of names, or a list of objects with a `name`; usually `authors`, `author`, `byline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<String>,
    /// The language's code; usually `language`, `lang`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A part of an article that a field can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Key,
    Title,
    Text,
    Html,
    Url,
    Published,
    Authors,
    Language,
}

/// Number of [`Part`]s.
pub(crate) const PARTS: usize = 8;

/// The usual names, the first that is there wins.
const USUAL: [(Part, &[&str]); PARTS] = [
    (Part::Key, &["id", "key"]),
    (Part::Title, &["title", "headline"]),
    (Part::Text, &["text", "body", "content"]),
    (Part::Html, &["html"]),
    (Part::Url, &["url", "link"]),
    (Part::Published, &["published", "date", "published_at"]),
    (Part::Authors, &["authors", "author", "byline"]),
    (Part::Language, &["language", "lang"]),
];

/// What a name inside one object leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A part, with the rank of this name among the names of the part; the lowest wins.
    Part(Part, u8),
    /// The object of this number.
    Object(usize),
}

/// Names by object; object 0 is the article itself.
#[derive(Clone, Debug)]
pub(crate) struct FieldMap {
    objects: Vec<Vec<(String, Target)>>,
}

impl FieldMap {
    /// What `name` leads to inside an object.
    pub(crate) fn get(&self, object: usize, name: &str) -> Option<Target> {
        self.objects[object].iter().find(|(known, _)| known == name).map(|(_, target)| *target)
    }

    fn add(&mut self, path: &str, part: Part, rank: u8) {
        let mut object = 0;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            if steps.peek().is_none() {
                self.objects[object].push((step.to_owned(), Target::Part(part, rank)));
            } else {
                object = match self.get(object, step) {
                    Some(Target::Object(inner)) => inner,
                    _ => {
                        let inner = self.objects.len();
                        self.objects.push(Vec::new());
                        self.objects[object].push((step.to_owned(), Target::Object(inner)));
                        inner
                    }
                };
            }
        }
    }
}

impl From<&FieldNames> for FieldMap {
    fn from(names: &FieldNames) -> Self {
        let given = |part: Part| match part {
            Part::Key => &names.key,
            Part::Title => &names.title,
            Part::Text => &names.text,
            Part::Html => &names.html,
            Part::Url => &names.url,
            Part::Published => &names.published,
            Part::Authors => &names.authors,
            Part::Language => &names.language,
        };
        let mut map = Self { objects: vec![Vec::new()] };
        // What the user names comes first, so that it beats a usual name of another part.
        for (part, _) in USUAL {
            if let Some(path) = given(part) {
                map.add(path, part, 0);
            }
        }
        for (part, usual) in USUAL {
            if given(part).is_none() {
                for (rank, name) in (0..).zip(usual) {
                    map.add(name, part, rank);
                }
            }
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_field_takes_the_place_of_the_usual_ones() {
        let names = FieldNames {
            text: Some("article.body".into()),
            title: Some("article.head".into()),
            ..FieldNames::default()
        };
        let map = FieldMap::from(&names);
        let Some(Target::Object(inner)) = map.get(0, "article") else { panic!("`article` should lead into an object") };
        assert_eq!(map.get(inner, "body"), Some(Target::Part(Part::Text, 0)));
        assert_eq!(map.get(inner, "head"), Some(Target::Part(Part::Title, 0)));
        assert_eq!(map.get(0, "text"), None);
        assert_eq!(map.get(0, "id"), Some(Target::Part(Part::Key, 0)));
        assert_eq!(map.get(0, "key"), Some(Target::Part(Part::Key, 1)));
    }
}
