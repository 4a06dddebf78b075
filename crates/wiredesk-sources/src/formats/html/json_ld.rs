//! schema.org articles in the JSON-LD of a page. Called by [`super::metadata`]; reads `@graph`s, lists and
//! nested `mainEntity`s, follows no reference to other documents.

use serde_json::Value;

/// What JSON-LD says about the article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Objects that are looked at in one page.
const MOST: usize = 2000;
/// Authors that are looked up among them.
const MOST_AUTHORS: usize = 200;

/// Reads the content of one `script` element; nothing if it holds no article.
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
    let article = objects.iter().find(|object| is_article(&object["@type"]))?;
    let address = |value: &Value| text(value).or_else(|| text(&value["@id"])).or_else(|| text(&value["url"]));
    Some(Found {
        title: text(&article["headline"]).or_else(|| text(&article["name"])),
        authors: names(&article["author"], &objects),
        published: text(&article["datePublished"]).or_else(|| text(&article["dateCreated"])),
        url: address(&article["url"])
            .or_else(|| address(&article["mainEntityOfPage"]))
            .filter(|url| url.starts_with("http")),
        language: text(&article["inLanguage"]).or_else(|| text(&article["inLanguage"]["alternateName"])),
    })
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
            title: Some("Quay & ferry".into()),
            authors: vec!["Ada Byrd".into(), "Bo Li".into(), "Cy Dunn".into()],
            published: Some("2024-10-01".into()),
            url: Some("https://post.example/quay".into()),
            language: Some("en".into()),
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
}
