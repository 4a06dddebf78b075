//! Path templates: which file a document goes to. Parsed once, rendered for every document.
//! Whatever a document contains, the result stays inside the folder before the first placeholder.

use std::fmt::Write as _;

use jiff::{Timestamp, fmt::strtime::BrokenDownTime, tz::TimeZone};
use wiredesk_core::{Document, options::Finding};

/// The longest name that common file systems take, in bytes.
const NAME_MAX: usize = 255;
/// What rotation may add to a name: `.20261123T090000Z` and `.0001`.
const ROTATION_MAX: usize = 32;
/// The longest that one value becomes, in bytes.
const VALUE_MAX: usize = 64;

/// A parsed path template.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    parts: Vec<Part>,
    /// The literal path up to the last slash before the first placeholder, empty for the
    /// working folder.
    folder: String,
    suffix: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Literal(String),
    Published(String),
    Fetched(String),
    Source,
    Language,
}

const KNOWN: [&str; 4] = ["{published:%Y-%m-%d}", "{fetched:%Y-%m-%d}", "{source}", "{language}"];

impl Template {
    /// Reads a template; `suffix` is added to the path where it does not end so already.
    ///
    /// # Errors
    /// An unbalanced brace, an unknown placeholder, a bad date format, no file name, names that
    /// could become too long, or `..` where it could lead out of the folder.
    pub(crate) fn parse(template: &str, suffix: &'static str) -> Result<Self, Finding> {
        let bad = |message: String| Finding { path: Vec::new(), message, expected: Vec::new() };
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            let end = rest[at..].find('}').map(|length| at + length);
            let inner = end.and_then(|end| rest[at..end].strip_prefix('{')).filter(|inner| !inner.contains('{'));
            let (Some(inner), Some(end)) = (inner, end) else {
                return Err(bad(format!("unbalanced brace in the path: {template:?}")));
            };
            if at > 0 {
                parts.push(Part::Literal(rest[..at].to_owned()));
            }
            parts.push(placeholder(inner)?);
            rest = &rest[end + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        let fixed = match parts.first() {
            Some(Part::Literal(literal)) => literal.as_str(),
            _ => "",
        };
        let folder = fixed.rfind('/').map_or("", |slash| &fixed[..=slash]).to_owned();
        let suffix = if template.ends_with(suffix) { "" } else { suffix };
        let template = Self { parts, folder, suffix };
        template.check_names().map_err(bad)?;
        Ok(template)
    }

    /// The folder that no path of this template leaves; empty for the working folder.
    pub(crate) fn folder(&self) -> &str {
        &self.folder
    }

    /// Whether every document goes to the same path.
    pub(crate) fn is_fixed(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Literal(_)))
    }

    /// Puts the path for `document` into `path`, which is emptied first.
    pub(crate) fn render(&self, document: &Document, path: &mut String) {
        path.clear();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => path.push_str(literal),
                Part::Source => push_value(path, &document.source),
                Part::Language => {
                    push_value(path, document.layers.language.as_ref().map_or("und", |language| &language.code));
                }
                Part::Published(format) => push_date(path, document.published.map(|published| published.at), format),
                Part::Fetched(format) => push_date(path, Some(document.fetched), format),
            }
        }
        path.push_str(self.suffix);
    }

    /// Every name the template can make must fit, and none may be `.`, `..` or nothing, where a
    /// placeholder takes part.
    fn check_names(&self) -> Result<(), String> {
        // values are stood for by a letter that no sanitised value can be shorter than
        let mut shape = String::new();
        let mut lengths = vec![0];
        for part in &self.parts {
            match part {
                Part::Literal(literal) => {
                    shape.push_str(literal);
                    for (number, piece) in literal.split('/').enumerate() {
                        if number > 0 {
                            lengths.push(0);
                        }
                        *lengths.last_mut().expect("starts with one") += piece.len();
                    }
                }
                _ => {
                    shape.push('v');
                    *lengths.last_mut().expect("starts with one") += VALUE_MAX;
                }
            }
        }
        let inside = &shape[self.folder.len().min(shape.len())..];
        let name = inside.rsplit('/').next().unwrap_or_default();
        if name.is_empty() || name == "." || name == ".." {
            return Err(format!("the path names a folder, not a file: {shape:?}"));
        }
        if shape.contains('\0') {
            return Err("the path contains a NUL character".to_owned());
        }
        if inside.split('/').any(|name| name == "..") {
            return Err("`..` may only stand before the first placeholder's folder".to_owned());
        }
        if lengths.iter().any(|length| length + ROTATION_MAX + self.suffix.len() > NAME_MAX) {
            return Err(format!("a name in the path may become longer than {NAME_MAX} bytes"));
        }
        Ok(())
    }
}

fn placeholder(inner: &str) -> Result<Part, Finding> {
    let (name, format) = inner.split_once(':').map_or((inner, None), |(name, format)| (name, Some(format)));
    let date = |part: fn(String) -> Part| {
        let format = format.unwrap_or("%Y-%m-%d");
        let mut trial = String::new();
        match strftime(Timestamp::UNIX_EPOCH, format, &mut trial) {
            Ok(()) => Ok(part(format.to_owned())),
            Err(error) => Err(Finding {
                path: Vec::new(),
                message: format!("bad date format: {format:?}: {error}"),
                expected: vec!["%Y-%m-%d".to_owned()],
            }),
        }
    };
    match (name, format) {
        ("published", _) => date(Part::Published),
        ("fetched", _) => date(Part::Fetched),
        ("source", None) => Ok(Part::Source),
        ("language", None) => Ok(Part::Language),
        _ => Err(Finding {
            path: Vec::new(),
            message: format!("unknown placeholder: `{{{inner}}}`"),
            expected: KNOWN.map(str::to_owned).to_vec(),
        }),
    }
}

fn strftime(at: Timestamp, format: &str, out: &mut String) -> Result<(), jiff::Error> {
    BrokenDownTime::from(at).format(format, out)
}

fn push_date(path: &mut String, at: Option<Timestamp>, format: &str) {
    let Some(at) = at else { return path.push_str("undated") };
    let start = path.len();
    if format == "%Y-%m-%d" {
        // the usual format, at a tenth of the cost
        let date = TimeZone::UTC.to_datetime(at).date();
        if date.year() >= 0 {
            let _ = write!(path, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
            return;
        }
    }
    if strftime(at, format, path).is_err() {
        path.truncate(start);
        return path.push_str("undated");
    }
    let written = path.split_off(start);
    for (number, name) in written.split('/').enumerate() {
        if number > 0 {
            path.push('/');
        }
        push_value(path, name);
    }
}

/// Appends a value as part of a name: nothing that separates, controls or hides, never empty,
/// never beginning with a full stop, of limited length.
fn push_value(path: &mut String, value: &str) {
    let start = path.len();
    for c in value.chars() {
        let refused = matches!(c, '/' | '\\' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            || c.is_control()
            || (c == '.' && path.len() == start);
        let c = if refused { '_' } else { c };
        if path.len() - start + c.len_utf8() > VALUE_MAX {
            break;
        }
        path.push(c);
    }
    if path.len() == start {
        path.push('_');
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;
    use wiredesk_core::{
        annotation::Language,
        document::{Article, DateOrigin, Published},
    };

    use super::*;

    fn document(source: &str, language: Option<&str>, published: Option<&str>) -> Document {
        let published = published.map(|at| Published { at: at.parse().unwrap(), from: DateOrigin::Given });
        let article = Article { key: "k".into(), published, text: "Text.".into(), ..Article::default() };
        let fetched = "2026-11-23T09:30:00Z".parse().unwrap();
        let mut document = Document::new(source.into(), article, fetched);
        document.layers.language = language.map(|code| Language { code: code.to_owned().into(), confidence: 1.0 });
        document
    }

    #[test]
    fn a_template_is_filled_from_the_document() {
        let dated = document("inbox", Some("en"), Some("2024-10-01T23:59:59Z"));
        let bare = document("inbox", None, None);
        let cases = [
            ("out/news.ndjson", "", &dated, "out/news.ndjson"),
            ("out/news.ndjson", ".gz", &dated, "out/news.ndjson.gz"),
            ("out/news.ndjson.gz", ".gz", &dated, "out/news.ndjson.gz"),
            ("out/{published:%Y-%m-%d}.ndjson", "", &dated, "out/2024-10-01.ndjson"),
            ("out/{published:%Y-%m-%d}.ndjson", "", &bare, "out/undated.ndjson"),
            ("out/{published:%Y/%m}/{source}.ndjson", "", &dated, "out/2024/10/inbox.ndjson"),
            ("{fetched:%Y%m%dT%H}-{language}.ndjson", "", &dated, "20261123T09-en.ndjson"),
            ("{fetched}/{language}.ndjson", ".zst", &bare, "2026-11-23/und.ndjson.zst"),
        ];
        for (template, suffix, document, expected) in cases {
            let mut path = String::from("left over");
            Template::parse(template, suffix).unwrap().render(document, &mut path);
            assert_eq!(path, expected, "{template}");
        }
    }

    #[test]
    fn the_folder_is_what_stands_before_the_first_placeholder() {
        let cases = [
            ("out/a-{source}/x.ndjson", "out/"),
            ("/x/../y/{source}", "/x/../y/"),
            ("{source}.ndjson", ""),
            ("news.ndjson", ""),
            ("out/news.ndjson", "out/"),
        ];
        for (template, folder) in cases {
            assert_eq!(Template::parse(template, "").unwrap().folder(), folder, "{template}");
        }
    }

    #[test]
    fn templates_that_cannot_work_are_refused() {
        let long = "x".repeat(240);
        let cases = [
            ("out/{source", "unbalanced"),
            ("out/source}", "unbalanced"),
            ("out/{a{b}}", "unbalanced"),
            ("out/{author}.ndjson", "unknown placeholder: `{author}`"),
            ("out/{published:%!}.ndjson", "bad date format"),
            ("out/", "names a folder"),
            ("", "names a folder"),
            ("out/{source}/", "names a folder"),
            ("out/{source}/../../x.ndjson", "`..`"),
            (&long, "longer than"),
            ("{source}{source}{source}{language}.ndjson", "longer than"),
        ];
        for (template, expected) in cases {
            let error = Template::parse(template, "").unwrap_err();
            assert!(error.message.contains(expected), "{template}: {}", error.message);
        }
    }

    proptest! {
        #[test]
        fn a_path_never_leaves_its_folder(
            source in r"(?s).{0,90}|[./\\]{1,9}|(\.\./){1,5}etc",
            language in r"[./\\a-z\x00-\x1f]{0,9}",
            format in r"[%YmdHDFT./ -]{1,9}",
        ) {
            let document = document(&source, Some(&language), Some("2024-10-01T23:59:59Z"));
            let template = format!("out/day/{{source}}/{{published:{format}}}/.{{language}}.ndjson");
            let Ok(template) = Template::parse(&template, "") else { return Ok(()) };
            let mut path = String::new();
            template.render(&document, &mut path);
            let inside = path.strip_prefix("out/day/").unwrap();
            for name in Path::new(inside).components() {
                prop_assert!(matches!(name, Component::Normal(_)), "{path:?}");
                prop_assert!(name.as_os_str().len() <= NAME_MAX, "{path:?}");
            }
            prop_assert!(!path.chars().any(char::is_control), "{path:?}");
        }
    }
}
