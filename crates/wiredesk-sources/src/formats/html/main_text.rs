//! The main text of a page, paragraphs separated by single line ends. Uses dom_smoothie (a port of
//! Mozilla's Readability) on what [`super::furniture`] leaves of the page; called by [`super::article`]. Where that library
//! finds nothing, or the page is one that no tree should be built of, the markup is taken off and everything else kept.
//!
//! Chosen by measurement on the 181 pages of the article-extraction-benchmark, F1 and milliseconds a page: dom_smoothie
//! .951 and 4.5 (with what is done here .972 and 4.6), libreadability .952 and 3.0, trafilatura .957 and 7.4 (with
//! its fallback .960 and 14.5), rs-trafilatura .956 and 18, legible .926 and 2.4.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use wiredesk_core::document::Problem;

use super::{furniture, tags::tags, tree};
use crate::formats::article::problem;

/// What is noted where the text is not the main text but all that is on the page.
#[cfg(any(test, feature = "net"))]
pub(crate) const ALL_TEXT: [&str; 6] =
    ["no-main-text", "nested-too-deep", "too-many-elements", "too-many-attributes", "too-many-signs", "panic"];

/// What a page has for a main text.
#[derive(Debug, Default)]
pub(super) struct MainText {
    pub(super) text: String,
    /// Whether it is one: else it is all text of the page.
    pub(super) found: bool,
    /// Words in what is said to be paid for.
    pub(super) paid_words: usize,
    /// What has to be said about how it was found.
    pub(super) problem: Option<Problem>,
}

/// Finds it. `paid_part` are the selectors of what the page says is not free.
pub(super) fn extract(html: &str, paid_part: Option<&str>) -> MainText {
    let all = |problem: Option<Problem>| MainText { text: strip(html), problem, ..MainText::default() };
    let mut paid_words = 0;
    // A library over outside input: a panic in it costs its answer, not the worker.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
        let page = tree::build(html)?;
        let paid = paid_part.and_then(|selectors| page.try_select(selectors));
        paid_words = paid.map_or(0, |paid| paid.text().split_whitespace().count());
        furniture::remove(&page);
        end_lines(&page);
        let article = Readability::with_document(page, None, Some(config)).and_then(|mut reading| reading.parse());
        Ok(article.map(|article| paragraphs(&article.text_content)).unwrap_or_default())
    }));
    match found {
        Ok(Err(problem)) => all(Some(problem)),
        Ok(Ok(text)) if !text.is_empty() => MainText { text, found: true, paid_words, problem: None },
        Ok(Ok(_)) => {
            let mut found = all(None);
            if !found.text.is_empty() {
                found.problem = Some(problem("no-main-text", "no main text found; took all text of the page"));
            }
            found
        }
        Err(_) => all(Some(problem("panic", "finding the main text panicked; took all text of the page"))),
    }
}

/// Makes blocks of what stands on lines of its own but is written out by the library as a part of its neighbours' line.
fn end_lines(page: &Document) {
    page.select("dt, dd, caption").rename("li");
    page.select("blockquote > cite, blockquote > footer").rename("div");
}

/// Elements whose content no reader sees as text.
const HIDDEN: [&str; 5] = ["script", "style", "head", "template", "noscript"];

/// Elements that stand inside of a line.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u",
];

/// All text of a page without its markup.
pub(super) fn strip(html: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    let mut hidden: Option<&str> = None;
    for tag in tags(html) {
        if hidden.is_none() {
            text.push_str(&html[from..tag.start]);
            if !INLINE.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
                text.push('\n');
            }
        }
        from = tag.end;
        match hidden {
            Some(name) if tag.closes && tag.name.eq_ignore_ascii_case(name) => hidden = None,
            // A body without an end of the head before it.
            Some("head") if tag.opens("body") => hidden = None,
            Some(_) => {}
            None if !tag.closes => {
                hidden = HIDDEN.iter().find(|name| tag.name.eq_ignore_ascii_case(name)).copied();
            }
            None => {}
        }
    }
    if hidden.is_none() {
        text.push_str(&html[from..]);
    }
    paragraphs(&html_escape::decode_html_entities(&text))
}

/// Lines with single spaces, empty ones left out.
pub(super) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let begin = out.len();
        for word in line.split_whitespace() {
            if out.len() > begin {
                out.push(' ');
            } else if begin > 0 {
                out.push('\n');
            }
            out.push_str(word);
        }
        // The line end was written before the first word: a line without words leaves nothing.
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off_and_blocks_end_lines() {
        let html = "<head><title>T</title></head><h1>One&nbsp;two</h1><p>a <b>b</b>c<br>d<script>x</script> e &lt; f";
        assert_eq!(strip(html), "One two\na bc\nd\ne < f");
    }

    #[test]
    fn paragraphs_are_lines_with_single_spaces() {
        assert_eq!(paragraphs("  a \t b\n\n \n c\u{a0}d \n"), "a b\nc d");
        assert_eq!(paragraphs(" \n"), "");
    }

    #[test]
    fn what_stands_on_lines_of_its_own_stays_there() {
        let line = |number: u32| {
            format!("Ferry {number} berths at the southern quay, and its lorries drive around the old fish market.")
        };
        let paragraph = |number: u32| format!("<p>{}</p>", line(number));
        let of = |between: &str| {
            let around = [1, 2, 3].map(paragraph).concat();
            extract(
                &format!("<html><body><article>{around}{between}{}</article>", [4, 5, 6].map(paragraph).concat()),
                None,
            )
        };
        for (between, lines) in [
            (
                "<ul><li>The quay is closed.</li><li>Ferries move.</li></ul>",
                vec!["The quay is closed.", "Ferries move."],
            ),
            ("<ol><li>Close it.</li><li>Mend it.</li></ol>", vec!["Close it.", "Mend it."]),
            ("<dl><dt>Quay</dt><dd>A wall for ships.</dd></dl>", vec!["Quay", "A wall for ships."]),
            ("<blockquote>It is safe.<cite>Ada Byrd</cite></blockquote>", vec!["It is safe.", "Ada Byrd"]),
            ("<h3>Cracks</h3><p>It did.</p>", vec!["Cracks", "It did."]),
            (
                "<table><caption>Ferries</caption><tr><th>Quay</th><th>A day</th></tr><tr><td>North</td><td>12</td></tr></table>",
                vec!["Ferries", "Quay A day", "North 12"],
            ),
            ("<figure><img src=x><figcaption>A crane at work</figcaption></figure>", vec![]),
        ] {
            let text = of(between).text;
            let found: Vec<&str> = text.lines().filter(|line| !line.starts_with("Ferry ")).collect();
            assert_eq!((found, text.lines().count()), (lines.clone(), 6 + lines.len()), "{between}");
        }
    }
}
