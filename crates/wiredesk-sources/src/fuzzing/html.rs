//! Whole pages, as files and servers give them.

use super::{check_date, check_line, check_size};
use crate::formats::{FormatOptions, Place, encoding, from_text, html};

/// A page gives an article or a reason why not; its text is lines that have something in them, and not more than what the
/// page says; no part of it made the search for the main text panic.
pub fn html(bytes: &[u8]) {
    let place = Place { key: "page", number: 1, line: 1, column: 1, alone: true };
    match from_text(bytes, true, &FormatOptions::default(), place) {
        Err(rejected) => {
            assert!(["unknown-charset", "binary", "empty"].contains(&rejected.code), "{}", rejected.code);
            assert!(rejected.key == "page" && !rejected.message.is_empty() && rejected.raw == bytes);
        }
        Ok(article) => {
            assert_eq!(article.key, "page");
            // a byte of another encoding is up to three of text, a reference of five letters up to six
            check_size("the text", article.text.len(), 6 * bytes.len() + 64, bytes.len());
            for line in article.text.lines() {
                check_line("a paragraph", line);
            }
            let said = [&article.title, &article.url, &article.declared_language].map(|part| part.iter().cloned());
            for part in said.into_iter().flatten().chain(article.authors.iter().cloned()) {
                check_size("metadata", part.len(), 6 * bytes.len() + 64, bytes.len());
                assert!(!part.trim().is_empty());
            }
            if let Some(published) = article.published {
                check_date(published.at);
            }
            for problem in &article.problems {
                assert!(problem.code != "panic" && !problem.message.is_empty(), "{problem:?}");
            }
        }
    }
    let label = html::declared_charset(bytes);
    if let Ok(decoded) = encoding::decode(bytes, None, label.as_deref()) {
        check_size("what readers see", html::visible_text(&decoded.text).len(), 6 * bytes.len() + 64, bytes.len());
        assert!(html::declared_language(&decoded.text).is_none_or(|language| !language.trim().is_empty()));
        #[cfg(feature = "net")]
        check_size("links to feeds", html::feed_links(&decoded.text).len(), bytes.len(), bytes.len());
    }
}
