//! schema.org articles in the JSON-LD of a page. Called by [`super::metadata`]; reads `@graph`s, lists and
//! nested `mainEntity`s, follows no reference to other documents.

use serde_json::Value;

/// What JSON-LD says about the article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Whether there is an article at all: what else there is may be said of the page.
    pub(super) article: bool,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// The article's text, as written.
    pub(super) body: Option<String>,
    /// Whether it can be read without paying or signing in.
    pub(super) free: Option<bool>,
    /// CSS selectors of the parts that cannot.
    pub(super) paid_part: Option<String>,
}

impl Found {
    /// Whether another script with this content could add something.
    pub(super) fn lacks(&self, script: &str) -> bool {
        !self.article
            || self.body.is_none() && script.contains("articleBody")
            || self.free.is_none() && script.contains("isAccessibleForFree")
    }

    /// With what another script of the same page says. Of another article nothing is taken: pages also describe
    /// those that they link to.
    pub(super) fn and(self, other: Self) -> Self {
        let (first, second) = if self.article { (self, other) } else { (other, self) };
        if second.article && second.title != first.title {
            return first;
        }
        Self {
            body: first.body.or(second.body),
            free: first.free.or(second.free),
            paid_part: first.paid_part.or(second.paid_part),
            ..first
        }
    }
}

/// Objects that are looked at in one page.
const MOST: usize = 2000;
/// Authors that are looked up among them.
const MOST_AUTHORS: usize = 200;

/// Reads the content of one `script` element; nothing if it holds no article and does not say whether the page is free.
pub(super) fn read(script: &str) -> Option<Found> {
    let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
    let root: Value = match serde_json::from_str(script) {
        Ok(root) => root,
        // Line ends inside of strings are common and wrong.
        Err(_) => serde_json::from_str(&script.replace(|c: char| c.is_ascii_control(), " ")).ok()?,
    };
    let mut waiting = vec![&root];
    let mut objects = Vec::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) if objects.len() < MOST => {
                objects.push(value);
                waiting.extend(["mainEntity", "@graph"].iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
    let Some(article) = objects.iter().find(|object| is_article(&object["@type"])) else {
        let page = objects.iter().find(|object| is_page(&object["@type"]) && is_free(object).is_some())?;
        return Some(Found { free: is_free(page), paid_part: paid_part(page), ..Found::default() });
    };
    let address = |value: &Value| text(value).or_else(|| text(&value["@id"])).or_else(|| text(&value["url"]));
    let title = |article: &Value| text(&article["headline"]).or_else(|| text(&article["name"]));
    // the same article may be described twice
    let others = objects.iter().filter(|object| is_article(&object["@type"]) && title(object) == title(article));
    Some(Found {
        article: true,
        title: title(article),
        authors: names(&article["author"], &objects),
        published: text(&article["datePublished"]).or_else(|| text(&article["dateCreated"])),
        url: address(&article["url"])
            .or_else(|| address(&article["mainEntityOfPage"]))
            .filter(|url| url.starts_with("http")),
        language: text(&article["inLanguage"]).or_else(|| text(&article["inLanguage"]["alternateName"])),
        body: others.clone().find_map(|article| body(&article["articleBody"])),
        free: others.clone().find_map(|article| is_free(article)),
        paid_part: others.clone().find_map(|article| paid_part(article)),
    })
}

/// One text or several.
fn body(value: &Value) -> Option<String> {
    let written = match value {
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        part => part.as_str()?.to_owned(),
    };
    (!written.trim().is_empty()).then_some(written)
}

/// What an object says about being free, however that is written; what its parts say, if it says nothing.
fn is_free(object: &Value) -> Option<bool> {
    let stated = |value: &Value| match value {
        Value::Bool(free) => Some(*free),
        Value::String(written) => {
            match written.rsplit('/').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
                "false" | "no" | "0" => Some(false),
                "true" | "yes" | "1" => Some(true),
                _ => None,
            }
        }
        _ => None,
    };
    stated(&object["isAccessibleForFree"])
        .or_else(|| parts(object).filter_map(|part| stated(&part["isAccessibleForFree"])).min())
}

fn parts(object: &Value) -> impl Iterator<Item = &Value> {
    let parts = &object["hasPart"];
    parts.as_array().map_or(std::slice::from_ref(parts), Vec::as_slice).iter()
}

/// The selectors of an object's parts that are not free.
fn paid_part(object: &Value) -> Option<String> {
    let of = |part: &Value| {
        let selectors = &part["cssSelector"];
        let selectors = selectors.as_array().map_or(std::slice::from_ref(selectors), Vec::as_slice);
        selectors.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let paid = parts(object).filter(|part| is_free(part) != Some(true)).flat_map(of);
    let paid: Vec<String> = paid.filter(|selector| is_simple(selector)).take(10).collect();
    (!paid.is_empty()).then(|| paid.join(","))
}

/// Whether a selector is one of names, classes and ids, which cost nothing to look for.
pub(super) fn is_simple(selector: &str) -> bool {
    !selector.trim().is_empty()
        && selector.len() <= 200
        && selector.chars().all(|c| c.is_ascii_alphanumeric() || " .#-_,>".contains(c))
}

fn is_page(kind: &Value) -> bool {
    let is =
        |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("WebPage") || kind.ends_with("CreativeWork"));
    kind.is_null() || is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

fn is_article(kind: &Value) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
            kind.ends_with("Article") || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report" | "ReportageNews")
        })
    };
    is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_array().and_then(|values| values.first()).unwrap_or(value).as_str()?;
    let text = html_escape::decode_html_entities(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Names of authors; one that is only an `@id` is looked up among the other objects.
fn names(authors: &Value, objects: &[&Value]) -> Vec<String> {
    let one = |author: &Value| {
        text(&author["name"]).or_else(|| text(author)).or_else(|| {
            let id = author["@id"].as_str()?;
            let target = objects.iter().find(|object| object["@id"] == id)?;
            text(&target["name"])
        })
    };
    match authors {
        Value::Array(authors) => authors.iter().take(MOST_AUTHORS).filter_map(one).collect(),
        one_author => one(one_author).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_a_graph_with_its_authors() {
        let script = r##"{"@context":"https://schema.org","@graph":[
            {"@type":"Person","@id":"#a","name":"Ada Byrd"},
            {"@type":["NewsArticle","Thing"],"headline":"Quay &amp; ferry","datePublished":"2024-10-01",
             "author":[{"@id":"#a"},{"@type":"Person","name":"Bo Li"},"Cy Dunn"],
             "mainEntityOfPage":{"@id":"https://post.example/quay"},"inLanguage":"en"}]}"##;
        let expected = Found {
            article: true,
            title: Some("Quay & ferry".into()),
            authors: vec!["Ada Byrd".into(), "Bo Li".into(), "Cy Dunn".into()],
            published: Some("2024-10-01".into()),
            url: Some("https://post.example/quay".into()),
            language: Some("en".into()),
            ..Found::default()
        };
        assert_eq!(read(script), Some(expected));
    }

    #[test]
    fn line_ends_inside_of_strings_are_forgiven_and_the_rest_is_not() {
        assert_eq!(read("{\"@type\":\"Article\",\"headline\":\"a\nb\"}").unwrap().title.as_deref(), Some("a b"));
        for script in ["", "{", "[]", r#"{"@type":"WebSite","name":"x"}"#, "12"] {
            assert_eq!(read(script), None, "{script}");
        }
    }

    #[test]
    fn the_body_is_found_wherever_it_stands_and_not_that_of_another_article() {
        for (script, body) in [
            (r#"{"@type":"NewsArticle","articleBody":"A b."}"#, Some("A b.")),
            (r#"[{"@type":"WebSite"},{"@type":"NewsArticle","articleBody":["A b.","C d."]}]"#, Some("A b.\nC d.")),
            (
                r#"{"@graph":[{"@type":"Article","headline":"Q"},{"@type":"NewsArticle","headline":"Q","articleBody":"A b."}]}"#,
                Some("A b."),
            ),
            (
                r#"{"@graph":[{"@type":"Article","headline":"Q"},{"@type":"NewsArticle","headline":"R","articleBody":"A b."}]}"#,
                None,
            ),
            (r#"{"@type":"NewsArticle","articleBody":" "}"#, None),
            (r#"{"@type":"NewsArticle","articleBody":{"@value":"A"}}"#, None),
        ] {
            assert_eq!(read(script).unwrap().body.as_deref(), body, "{script}");
        }
    }

    #[test]
    fn what_is_not_free_is_told_however_it_is_written() {
        for (value, free) in [
            ("false", Some(false)),
            ("\"False\"", Some(false)),
            ("\"http://schema.org/False\"", Some(false)),
            ("true", Some(true)),
            ("\"True\"", Some(true)),
            ("\"\"", None),
            ("null", None),
        ] {
            for kind in ["\"@type\":\"NewsArticle\",", "\"@type\":\"WebPage\",", ""] {
                let found = read(&format!("{{{kind}\"isAccessibleForFree\":{value}}}"));
                assert_eq!(found.and_then(|found| found.free), free, "{kind} {value}");
            }
        }
        let part = r#"{"isAccessibleForFree":"False","cssSelector":".paid, #rest"}"#;
        for parts in [part.to_owned(), format!("[{part},{{\"cssSelector\":\"p:has(*)\"}}]")] {
            let found = read(&format!("{{\"@type\":\"Article\",\"hasPart\":{parts}}}")).unwrap();
            assert_eq!((found.free, found.paid_part.as_deref()), (Some(false), Some(".paid, #rest")), "{parts}");
        }
        let other = r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","isAccessibleForFree":false}]}"#;
        assert_eq!(read(other), None, "articles that are linked to say nothing of the page");
    }

    #[test]
    fn several_scripts_add_up_as_far_as_they_speak_of_one_article() {
        let of = |script: &str| read(script).unwrap();
        let page = r#"{"@type":"WebPage","isAccessibleForFree":false}"#;
        let article = r#"{"@type":"Article","headline":"Quay","inLanguage":"en"}"#;
        let again = r#"{"@type":"NewsArticle","headline":"Quay","articleBody":"A b."}"#;
        let other = r#"{"@type":"NewsArticle","headline":"Ferry","articleBody":"C d.","isAccessibleForFree":true}"#;
        let found = of(page).and(of(article)).and(of(again)).and(of(other));
        assert!(found.article && found.free == Some(false), "{found:?}");
        assert_eq!((found.language.as_deref(), found.body.as_deref()), (Some("en"), Some("A b.")));
        assert!(!found.lacks(other) && of(article).lacks(again) && !of(again).lacks(article));
    }
}
