//! Recognises pages that stand before an article: paywalls by what pages say about themselves and by the words
//! in their place, consent pages by their address and words. Called when a page is read. A guess that errs on
//! the side of saying nothing.

use url::Url;

/// What stands before an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wall {
    /// It costs money or an account.
    Paywall,
    /// It wants consent to cookies first.
    Consent,
}

/// Bytes of text below which words may decide: whole articles speak of subscriptions, too.
const SHORT: usize = 1500;

/// Words that stand where the article should go on.
const PAID: [&str; 12] = [
    "subscribe to continue",
    "subscribe to read",
    "subscribe now to",
    "to continue reading",
    "to read the full article",
    "to read this article",
    "already a subscriber",
    "for subscribers only",
    "subscribers only",
    "sign in to read",
    "log in to read",
    "start your free trial",
];

/// Words of which a consent page has several and an article hardly.
const CONSENT: [&str; 8] =
    ["cookies", "consent", "accept all", "reject all", "our partners", "privacy policy", "personal data", "i agree"];

/// The wall on a page whose main text is `text`.
pub(super) fn find(url: &Url, html: &str, text: &str) -> Option<Wall> {
    let host = url.host_str().unwrap_or_default();
    let asks = ["consent.", "cmp.", "guce.", "myprivacy."].iter().any(|start| host.starts_with(start));
    let path = url.path().to_ascii_lowercase();
    if asks || ["/consent", "/cookie-wall", "/cookiewall", "/gdpr"].iter().any(|part| path.contains(part)) {
        return Some(Wall::Consent);
    }
    let words = if text.len() < SHORT { text.to_lowercase() } else { String::new() };
    if CONSENT.iter().filter(|word| words.contains(**word)).count() >= 3 {
        return Some(Wall::Consent);
    }
    let paid = says_not_free(html) || PAID.iter().any(|word| words.contains(word));
    paid.then_some(Wall::Paywall)
}

/// schema.org's `isAccessibleForFree: false` in JSON-LD or microdata, or a locked content tier.
fn says_not_free(html: &str) -> bool {
    let near = |name: &str, values: &[&str]| {
        memchr::memmem::find_iter(html.as_bytes(), name).any(|at| {
            let from = at + name.len();
            let mut end = (from + 40).min(html.len());
            while !html.is_char_boundary(end) {
                end -= 1;
            }
            let after = html.get(from..end).unwrap_or_default().to_ascii_lowercase();
            let value = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ':' | '='));
            let value =
                value.strip_prefix("content").map_or(value, |value| value.trim_start_matches(['=', '"', '\'', ' ']));
            values.iter().any(|wanted| value.starts_with(wanted))
        })
    };
    near("isAccessibleForFree", &["false"]) || near("content_tier", &["locked"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_told_from_articles() {
        let url = Url::parse("https://post.example/a").unwrap();
        let consent = Url::parse("https://consent.post.example/?to=a").unwrap();
        let article = "Ferries berth elsewhere. ".repeat(100);
        for (url, html, text, wall) in [
            (&url, "", article.as_str(), None),
            (&url, r#"{"isAccessibleForFree":"False"}"#, &article, Some(Wall::Paywall)),
            (&url, r#"{"isAccessibleForFree" : true}"#, &article, None),
            (&url, r#"<meta itemprop="isAccessibleForFree" content="false">"#, &article, Some(Wall::Paywall)),
            (&url, r#"<meta property="article:content_tier" content="locked">"#, &article, Some(Wall::Paywall)),
            (&url, "", "Ferries berth. Already a subscriber? Log in.", Some(Wall::Paywall)),
            (&url, "", "The minister accepts all cookies.", None),
            (&url, "", "We use cookies with your consent. Accept all", Some(Wall::Consent)),
            (&consent, "", "Before you go on", Some(Wall::Consent)),
        ] {
            assert_eq!(find(url, html, text), wall, "{html} {}", &text[..text.len().min(60)]);
        }
    }
}
