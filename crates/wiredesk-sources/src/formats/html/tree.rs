//! The tree of a page, unless it is one that no tree should be built of. Called by [`super::main_text`].
//!
//! How deep a tree gets and how many elements it has cannot be told from a page's tags: `<div></x>` nests although every
//! start has an end, and each `<p><b id=…>` opens every `b` before it anew. So the parser is given the page a piece at a
//! time, and what it has made of it is looked at in between, while giving up is still cheap.

use dom_query::Document;
use html5ever::{
    ParseOpts, parse_document,
    tendril::{StrTendril, TendrilSink},
    tree_builder::TreeBuilderOpts,
};
use wiredesk_core::document::Problem;

use crate::formats::article::problem;

/// Deeper than any page that people read; tree algorithms stay fast and within their stack below it.
const MAX_DEPTH: usize = 400;
/// More elements and pieces of text than any page that people read.
const MAX_NODES: usize = 400_000;
/// Bytes that the parser is given at once.
const PIECE: usize = 4 << 10;

/// Names and values that one tag may have, since the parser compares each name with all before it.
const MAX_ATTRIBUTES: usize = 30_000;
/// Open elements that may be passed on the way up from all tags together, which is what each of them may do.
const MAX_STEPS: usize = 50_000_000;
/// Bytes that may be looked at for signs to be escaped, when the library writes the article down as HTML: from each such
/// sign it looks to the end of its text.
const MAX_LOOKS: u64 = 5_000_000_000;

/// Builds it as [`Document::from`] does.
///
/// # Errors
/// Why no tree is built of this page.
pub(super) fn build(html: &str) -> Result<Document, Problem> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let mut parser = parse_document(Document::default(), ParseOpts { tree_builder, ..ParseOpts::default() });
    let mut rest = html;
    let mut newest = (0, 0);
    let (mut attributes, mut steps) = (0, 0);
    while !rest.is_empty() {
        let piece;
        (piece, rest) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        let page = &parser.tokenizer.sink.sink;
        let (depth, text) = top(page);
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if page.tree.len() > MAX_NODES {
            let message = format!("more than {MAX_NODES} elements and pieces of text; took all text of the page");
            return Err(problem("too-many-elements", message));
        }
        steps += depth * memchr::memchr_iter(b'<', piece.as_bytes()).count();
        if steps > MAX_STEPS {
            return Err(problem("too-many-elements", "too many tags at too great a depth; took all text of the page"));
        }
        // nothing has come of this piece: it lies within one tag, or a comment
        let before = std::mem::replace(&mut newest, (page.tree.len(), text));
        attributes = if before == newest { attributes + words(piece) } else { 0 };
        if attributes > MAX_ATTRIBUTES {
            let message = format!("a tag or comment of more than {MAX_ATTRIBUTES} words; took all text of the page");
            return Err(problem("too-many-attributes", message));
        }
    }
    let page = parser.finish();
    // the newest element is not always the last one of its parent
    let mut waiting = vec![(page.root(), 0)];
    let mut looks = 0_u64;
    while let Some((node, depth)) = waiting.pop() {
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if node.is_text() {
            looks = looks.saturating_add(looks_for(&node.text()));
        }
        for attribute in node.attrs() {
            looks = looks.saturating_add(looks_for(&attribute.value));
        }
        waiting.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    if looks > MAX_LOOKS {
        let message = "a text with too many signs that have to be escaped; took all text of the page";
        return Err(problem("too-many-signs", message));
    }
    Ok(page)
}

/// How deep the element is that was opened last, as a rule, and how much text is in it.
fn top(page: &Document) -> (usize, usize) {
    let (mut depth, mut last) = (0, page.root());
    while depth <= MAX_DEPTH
        && let Some(child) = last.last_child()
    {
        (depth, last) = (depth + 1, child);
    }
    (depth, if last.is_text() { last.text().len() } else { 0 })
}

/// What may be names and values of attributes: what stands behind space, a quote, or a slash. There are many slashes in
/// pictures that are written down in an attribute, so they count half.
fn words(piece: &str) -> usize {
    let mut count = 0;
    let mut before = b'a';
    for byte in piece.bytes() {
        let parts = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
        count += match byte {
            b'/' if before != b'<' => 1,
            _ if parts(before) && !parts(byte) => 2,
            _ => 0,
        };
        before = byte;
    }
    count / 2
}

fn looks_for(text: &str) -> u64 {
    let signs = text.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xc2)).count();
    (signs as u64).saturating_mul(text.len() as u64)
}

fn too_deep() -> Problem {
    problem("nested-too-deep", format!("nested more than {MAX_DEPTH} deep; took all text of the page"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::html::main_text::ALL_TEXT;

    #[test]
    fn pages_that_no_tree_should_be_built_of_are_recognised() {
        let code = |html: &str| build(html).err().map(|problem| problem.code.into_owned());
        let numbered = |before: &str, behind: &str| -> String {
            (0..20_000).map(|number| format!("{before}{number}{behind}")).collect()
        };
        for (html, expected) in [
            ("<div>".repeat(100_000), Some("nested-too-deep")),
            // every start has an end
            ("<div></x>".repeat(100_000), Some("nested-too-deep")),
            ("<span><div></span>".repeat(100_000), Some("nested-too-deep")),
            ("<svg><col>".repeat(100_000), Some("nested-too-deep")),
            ("<svg><title><div></title></svg>".repeat(100_000), Some("nested-too-deep")),
            ("<table><td>".repeat(100_000), Some("nested-too-deep")),
            // each opens those before it anew
            (numbered("<p><b id=", "></x>"), Some("too-many-elements")),
            (numbered("<div><font id=", "></div>"), Some("nested-too-deep")),
            ("<div></div>".repeat(MAX_NODES + 1), Some("too-many-elements")),
            ("<i>".repeat(300) + &"</x>".repeat(200_000), Some("too-many-elements")),
            // what is compared with all before it
            (format!("<p {}>", numbered("a", " ")), None),
            (format!("<p {}>", numbered("a", "='x>' ").repeat(3)), Some("too-many-attributes")),
            (format!("<p {}>", numbered("a", "=''").repeat(3)), Some("too-many-attributes")),
            (format!("<img src='data:image/png;base64,{}'>", "iVBORw0KGgoAAAANSUhEUg/AAA+u".repeat(50_000)), None),
            (format!("<p>{}", "one two three ".repeat(100_000)), None),
            ("&".repeat(100_000), Some("too-many-signs")),
            (format!("<p>{}", "AT&amp;T's harbour and all that. ".repeat(10_000)), None),
            ("<p>a<br><img src=x>".repeat(1000), None),
            ("<div>".repeat(300), None),
            (format!("{}x", "<b>".repeat(300)), None),
        ] {
            assert_eq!(code(&html).as_deref(), expected, "{}", &html[..html.len().min(60)]);
            assert!(expected.is_none_or(|code| ALL_TEXT.contains(&code)), "{expected:?}");
        }
    }

    #[test]
    fn a_page_in_pieces_is_the_page_as_a_whole() {
        let html = "<p title='ÄÖÜ'>Größe &amp; Länge\r\n&hellip;<!-- ß --><script>'</p>'</script>".repeat(700);
        assert_eq!(build(&html).map(|page| page.html()).ok(), Some(Document::from(&*html).html()));
    }
}
