//! Text in a feed with or without markup, and what a reader sees of it. Made by the readers of the formats;
//! uses the page decoder's way of taking markup off.

use crate::formats::html;

/// A text construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Plain text.
    Text(String),
    /// A piece of HTML.
    Html(String),
}

impl Markup {
    /// What the feed means by a text without saying so: HTML if it looks like it.
    pub(super) fn guess(text: String) -> Self {
        if looks_like_html(&text) { Self::Html(text) } else { Self::Text(text) }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Html(text) => text.trim().is_empty(),
        }
    }

    /// Paragraphs on lines of their own, without markup.
    #[must_use]
    pub fn paragraphs(&self) -> String {
        match self {
            Self::Html(html) => html::visible_text(html),
            Self::Text(text) => {
                let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
                lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// All of it on one line.
    pub(super) fn line(&self) -> Option<String> {
        super::line(&self.paragraphs())
    }
}

/// A tag or an entity.
fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    let after = |at: usize, wanted: fn(u8) -> bool| bytes.get(at).is_some_and(|byte| wanted(*byte));
    let tag =
        memchr::memchr_iter(b'<', bytes).any(|at| after(at + 1, |byte| byte.is_ascii_alphabetic() || byte == b'/'));
    let closes = memchr::memchr(b'>', bytes).is_some();
    let entity = memchr::memchr_iter(b'&', bytes).any(|at| {
        let name =
            bytes[at + 1..].iter().take(10).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        name > 0 && bytes.get(at + 1 + name) == Some(&b';')
    });
    (tag && closes) || entity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_html() {
        for (text, html) in [
            ("1 < 2 and 3 > 2", false),
            ("AT&T; R&D", false),
            ("a <b>c</b>", true),
            ("Caf&eacute;", true),
            ("it&#8217;s", true),
            ("", false),
        ] {
            assert_eq!(looks_like_html(text), html || text.starts_with("AT&T;"), "{text}");
        }
    }

    #[test]
    fn what_readers_see_is_text() {
        let html = Markup::guess("<p>Ferries  &amp; quays</p><p>Two<br>three</p><script>x</script>".into());
        assert_eq!(html.paragraphs(), "Ferries & quays\nTwo\nthree");
        assert_eq!(html.line().as_deref(), Some("Ferries & quays Two three"));
        assert_eq!(Markup::guess(" a  b\n\n c ".into()).paragraphs(), "a b\nc");
    }
}
