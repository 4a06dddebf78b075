//! The text that a page's JSON-LD has for its article, as a rival of what was found on the page. Called by
//! [`super::article`] with both; decides by how much of each stands in the other.
//!
//! What is on the page is the better text as a rule: it has paragraphs, while JSON-LD is often a teaser or one long line. Of the
//! 181 pages of the article-extraction-benchmark 16 have both: the page's text is as good or better on 14 of them (mean F1 .987
//! against .787), always taking the longer one that contains the other gives .983, and cutting from the page's what JSON-LD
//! does not have gives .987. So JSON-LD's is taken where the page's is
//!
//! 1. not there;
//! 2. less than a third as long: a notice, or an article that a script puts there;
//! 3. shorter and for the most part contained in it: an article of which a part was missed;
//! 4. another text altogether: a dialog, or readers' comments.

use super::{
    main_text::{paragraphs, strip},
    overlap::{share, words},
    tags::tags,
};

/// Words below which a body is taken for a teaser.
const TEASER: usize = 50;
/// Words that a body needs to be believed against a text that has nothing to do with it.
const LONG: usize = 80;
/// Bytes of the longest body that is compared with anything.
const MOST: usize = 1 << 20;

/// The body, if it is better than `page`, which is the main text found on the page.
pub(super) fn better(body: &str, page: Option<&str>) -> Option<String> {
    if body.len() > MOST {
        return None;
    }
    let body = plain(body);
    let of_body = words(&body).len();
    let Some(page) = page else { return (of_body >= TEASER / 2).then_some(body) };
    let of_page = words(page).len();
    let better = of_body >= TEASER
        && (of_body >= 3 * of_page
            || 4 * of_body >= 5 * of_page && share(page, &body) >= 0.7
            || of_body >= LONG.max(of_page / 2) && share(page, &body) < 0.2 && share(&body, page) < 0.2);
    better.then(|| with_paragraphs_of(page, &body))
}

/// Without markup and entities, however often they were escaped; paragraphs on lines of their own.
fn plain(written: &str) -> String {
    let mut text = written.to_owned();
    for _ in 0..2 {
        if has_markup(&text) || !text.contains('&') {
            break;
        }
        text = html_escape::decode_html_entities(&text).into_owned();
    }
    if has_markup(&text) {
        return strip(&text);
    }
    // escaped twice
    if !text.contains('\n') && text.matches("\\n").count() > 1 {
        text = text.replace("\\r", "").replace("\\n", "\n");
    }
    let text = paragraphs(&text);
    if text.contains('\n') { text } else { unglued(&text) }
}

/// Elements that tell markup from a text with a `<` in it.
const MARKUP: [&str; 14] =
    ["a", "b", "blockquote", "br", "div", "em", "figure", "h2", "h3", "i", "img", "li", "p", "span"];

fn has_markup(text: &str) -> bool {
    tags(text).any(|tag| tag.name == "strong" || MARKUP.iter().any(|name| tag.name.eq_ignore_ascii_case(name)))
}

/// Ends a line where a sentence has lost the space behind it, and with it its paragraph: `…the spring.The mayor…`.
fn unglued(text: &str) -> String {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut lines = String::with_capacity(text.len());
    let mut from = 0;
    for at in 2..chars.len().saturating_sub(1) {
        let is = |at: usize, test: fn(char) -> bool| test(chars[at].1);
        // a closing quote may stand between
        let end = if is(at, |c| matches!(c, '"' | '”' | '»')) { at - 1 } else { at };
        let glued = is(end, |c| matches!(c, '.' | '!' | '?'))
            && end >= 2
            && is(end - 1, char::is_lowercase)
            && is(end - 2, char::is_alphabetic)
            && is(at + 1, |c| c.is_uppercase() || matches!(c, '“' | '«'));
        // `Node.Js` is none, nor is what is glued all through
        if glued && chars.get(at + 2).is_some_and(|(_, next)| next.is_alphabetic() || *next == ' ') {
            let to = chars[at + 1].0;
            if to - from > 40 {
                lines.push_str(&text[from..to]);
                lines.push('\n');
                from = to;
            }
        }
    }
    lines.push_str(&text[from..]);
    lines
}

/// Lines of the page that are looked for in a body.
const MOST_LINES: usize = 500;

/// The body, with the paragraphs of the page as far as they stand in it.
fn with_paragraphs_of(page: &str, body: &str) -> String {
    let mut lines = String::with_capacity(body.len());
    let mut rest = body;
    for line in page.lines().filter(|line| line.len() >= 20).take(MOST_LINES) {
        let Some(at) = rest.find(line) else { continue };
        for part in [&rest[..at], line] {
            push_line(&mut lines, part);
        }
        rest = &rest[at + line.len()..];
    }
    push_line(&mut lines, rest);
    lines
}

fn push_line(lines: &mut String, line: &str) {
    let line = line.trim();
    // what is no word belongs to the line before: a full stop, a closing quote
    if line.chars().any(char::is_alphanumeric) && !lines.is_empty() {
        lines.push('\n');
    }
    lines.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: [&str; 5] = [
        "The harbour authority of Port Lorne said on Tuesday that the northern quay would stay closed until the spring.",
        "Engineers had found cracks in three of its pillars, which were built in 1911 and mended twice since then.",
        "“Nobody is in danger as long as nobody goes there,” said Ada Byrd, who has led the authority for six years.",
        "Ferries berth at the southern quay meanwhile, and lorries have to drive around the old fish market to reach it.",
        "The town council will decide in November whether the pillars are to be mended again or taken down for good.",
    ];
    const OTHER: &str = "We store information on your device. You can choose what we may do with it, change your mind at any \
        time, and read about all of it on the page that is linked below this notice, in words that lawyers have chosen.";

    #[test]
    fn the_page_is_believed_unless_the_body_is_clearly_better() {
        let story = STORY.join("\n");
        let line = STORY.join(" ");
        let teaser = STORY[..2].join("\n");
        let with_more = format!("{story}\n{OTHER}");
        for (what, body, page, better_) in [
            ("equal", &line, Some(&story), false),
            ("a teaser", &teaser, Some(&story), false),
            ("the page has more", &line, Some(&with_more), false),
            ("the page has nothing", &line, None, true),
            ("a teaser where the page has nothing", &teaser, None, true),
            ("too little to be the text of a page", &"Quay closed.".to_owned(), None, false),
            ("the page has a beginning", &line, Some(&teaser), true),
            ("the page has most of it", &with_more, Some(&story), true),
            ("the page has a notice", &line, Some(&"Please switch JavaScript on.".to_owned()), true),
            ("the page has something else", &line, Some(&OTHER.repeat(3)), true),
            ("the page has far more of something else", &line, Some(&OTHER.repeat(9)), false),
            ("a teaser against something else", &teaser, Some(&OTHER.repeat(2)), false),
        ] {
            assert_eq!(better(body, page.map(String::as_str)).is_some(), better_, "{what}");
        }
    }

    #[test]
    fn markup_and_entities_are_taken_off_however_they_are_escaped() {
        let lines = "Quay & ferry\nA < b & <c";
        for body in [
            "Quay &amp; ferry\n\n A &lt; b &amp; &lt;c",
            "<p>Quay &amp; ferry</p><p>A &lt; b &amp; &lt;c</p>",
            "&lt;p&gt;Quay &amp;amp; ferry&lt;/p&gt;&lt;p&gt;A &amp;lt; b &amp;amp; &amp;lt;c",
            "Quay &amp; ferry\\r\\n\\nA &lt; b &amp; &lt;c\\n",
        ] {
            assert_eq!(plain(body), lines, "{body}");
        }
    }

    #[test]
    fn lost_paragraphs_come_back() {
        // glued sentences
        assert_eq!(plain(&STORY.concat()), STORY.join("\n"));
        let names =
            "The ministers of the U.S.A. and of Canada met at the works of Node.js in Port Lorne, at 9.30 on Tuesday.";
        assert_eq!(plain(names), names);
        // those of the page, as far as it goes
        let page = [STORY[1], "A crane at work", STORY[2]].join("\n");
        let found = better(&STORY.join(" "), Some(&page)).unwrap();
        assert_eq!(found.lines().collect::<Vec<_>>(), [STORY[0], STORY[1], STORY[2], &STORY[3..].join(" ")]);
    }

    proptest::proptest! {
        #[test]
        fn no_body_makes_it_panic_or_lose_words(body in "([.!?\"” \\\\n&;<>]|[a-zA-Zé]{1,4}){0,60}", page in "([.\n ]|[a-z]{1,4}){0,40}") {
            plain(&body);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(letters(&unglued(&body)), letters(&body));
            proptest::prop_assert_eq!(letters(&with_paragraphs_of(&page, &body)), letters(&body));
        }
    }
}
