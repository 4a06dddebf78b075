//! Recognises consent pages by where a request for an article has ended. Called when a page is read; what a page itself
//! says and shows is judged where pages are read.

use url::Url;

/// First labels of hosts that ask for consent and do nothing else.
const HOSTS: [&str; 10] = [
    "cmp",
    "cmpv2",
    "collector-consent",
    "consent",
    "consents",
    "cookie-consent",
    "cookieconsent",
    "guce",
    "myprivacy",
    "privacy-consent",
];

/// Parts of paths that do.
const PARTS: [&str; 10] = [
    "collectconsent",
    "consent",
    "consent-management",
    "cookie-consent",
    "cookie-wall",
    "cookieconsent",
    "cookiewall",
    "gdpr",
    "gdpr-consent",
    "privacywall",
];

/// Whether a request for `asked` that ended at `at` has ended at a page that asks for consent.
pub(super) fn asks_for_consent(asked: Option<&str>, at: &Url) -> bool {
    let label = at.host_str().and_then(|host| host.split('.').next()).unwrap_or_default();
    if HOSTS.contains(&label) {
        return true;
    }
    // an article's address may have such words in it: only who was sent there counts
    let Some(asked) = asked.and_then(|asked| Url::parse(asked).ok()) else { return false };
    let parts = |url: &Url| -> Vec<String> {
        url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect()
    };
    let (before, parts) = (parts(&asked), parts(at));
    // and there is little else in the address but the way back
    let back = at.query().is_some_and(|query| query.contains('/') || query.to_ascii_lowercase().contains("%2f"));
    (back || parts.len() <= 2)
        && parts
            .iter()
            .any(|part| PARTS.contains(&part.split('.').next().unwrap_or_default()) && !before.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_to_which_readers_are_sent_for_consent_are_told_by_their_address() {
        let asked = "https://post.example/2024/quay";
        for (at, is) in [
            ("https://consent.post.example/?to=a", true),
            ("https://guce.post.example/copyConsent?sessionId=1", true),
            ("https://www.post.example/consent?back=/2024/quay", true),
            ("https://post.example/gdpr/index.html", true),
            ("https://post.example/Cookie-Wall/", true),
            ("https://post.example/2024/quay?consent=1", false),
            ("https://post.example/2024/consent-decree-approved", false),
            ("https://post.example/topics/law/consent/quay", false),
            ("https://consentino.example/2024/quay-closed", false),
        ] {
            assert_eq!(asks_for_consent(Some(asked), &Url::parse(at).unwrap()), is, "{at}");
        }
        let story = Url::parse("https://post.example/gdpr/").unwrap();
        assert!(!asks_for_consent(Some("https://post.example/gdpr"), &story) && !asks_for_consent(None, &story));
    }
}
