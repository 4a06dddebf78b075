//! Recognises what stands before an article: paywalls by what pages say about themselves, then by the words in their place;
//! consent pages by their words. Called by [`super::article`]; says it as a note on the article and changes nothing. A
//! guess that errs on the side of saying nothing.

use wiredesk_core::document::Problem;

use super::{
    main_text::{MainText, strip},
    metadata::Metadata,
};
use crate::formats::article::problem;

/// Bytes of text below which words may decide: whole articles speak of subscriptions and cookies, too.
const SHORT: usize = 1500;
/// Bytes of the end of a longer text, where a wall's words may stand.
const END: usize = 300;
/// Bytes from which a main text is no mere beginning; behind a shorter one a wall's words are looked for.
const BEGINNING: usize = 4000;
/// Bytes behind it.
const BEHIND: usize = 500;
/// Words in what is paid for which show that it is there.
const THERE: usize = 40;
/// Words of a consent page, of one language, that make one.
const ENOUGH: usize = 3;

/// The words that are looked for; see the file.
const WORDS: &str = include_str!("walls.txt");

/// The wall on a page.
pub(super) fn find(page: &Metadata, main: &MainText, html: &str) -> Option<Problem> {
    let words = if main.text.len() < SHORT { plain(&main.text) } else { String::new() };
    if asks_for_consent(&words) {
        return Some(problem("consent-page", "the page asks for consent and shows no article"));
    }
    let tier = page.tier.as_deref().unwrap_or_default();
    let stated = if page.free == Some(false) {
        Some("`isAccessibleForFree` is false".to_owned())
    } else if matches!(tier, "locked" | "paid" | "premium") {
        Some(format!("its content tier is `{tier}`"))
    } else {
        None
    };
    if let Some(stated) = stated {
        // whoever may read it is shown it
        let shown = main.paid_words >= THERE || tier == "metered" && main.text.len() >= BEGINNING;
        let message = || format!("the page says that it is not free ({stated}); the text may be only its beginning");
        return (!shown).then(|| problem("paywall", message()));
    }
    if page.free == Some(true) || tier == "free" {
        return None;
    }
    let said = said(&words).or_else(|| said(&plain(end(&main.text)))).or_else(|| said(&plain(&behind(main, html))));
    let message = |words| format!("the page says \"{words}\"; the text may be only its beginning");
    said.map(|words| problem("paywall", message(words)))
}

/// In lower case, with the apostrophes and spaces of the file.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['’', '‘'], "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sections of the file with their words.
fn sections() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    WORDS.split("\n[").skip(1).filter_map(|section| {
        let (name, lines) = section.split_once("]\n")?;
        Some((name, lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))))
    })
}

fn asks_for_consent(words: &str) -> bool {
    let has = |mut cues: Box<dyn Iterator<Item = &'static str>>| {
        cues.by_ref().filter(|cue| words.contains(cue)).count() >= ENOUGH
    };
    !words.is_empty() && sections().any(|(name, cues)| name.starts_with("consent") && has(Box::new(cues)))
}

/// What a paywall says in `words`.
fn said(words: &str) -> Option<&'static str> {
    let (_, mut cues) = sections().find(|(name, _)| *name == "paywall")?;
    cues.find(|cue| words.contains(cue))
}

fn end(text: &str) -> &str {
    let mut from = text.len().saturating_sub(END);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// What a reader sees right behind a main text that may be a beginning: boxes are no part of that text.
fn behind(main: &MainText, html: &str) -> String {
    let Some(last) = main.text.lines().last().filter(|_| main.found && main.text.len() < BEGINNING) else {
        return String::new();
    };
    let all = strip(html);
    let Some(at) = all.rfind(last) else { return String::new() };
    let behind = &all[at + last.len()..];
    let mut to = behind.len().min(BEHIND);
    while !behind.is_char_boundary(to) {
        to -= 1;
    }
    behind[..to].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main(text: &str) -> MainText {
        MainText { text: text.to_owned(), found: true, ..MainText::default() }
    }

    fn code(page: &Metadata, main: &MainText, html: &str) -> Option<String> {
        find(page, main, html).map(|problem| problem.code.into_owned())
    }

    #[test]
    fn what_a_page_says_of_itself_comes_first() {
        let article = main(&"Ferries berth elsewhere. ".repeat(100));
        let beginning = main("Ferries berth. Already a subscriber? Log in.");
        let shown = MainText { paid_words: 100, ..main(&article.text) };
        for (free, tier, main, wall) in [
            (None, "", &article, None),
            (Some(false), "", &article, Some("paywall")),
            (Some(true), "", &article, None),
            (None, "locked", &article, Some("paywall")),
            // most read it for free
            (None, "metered", &article, None),
            (None, "metered", &beginning, Some("paywall")),
            (None, "", &beginning, Some("paywall")),
            (None, "free", &beginning, None),
            (Some(true), "", &beginning, None),
            // what is paid for is there
            (Some(false), "metered", &shown, None),
            (None, "locked", &shown, None),
            (Some(false), "metered", &article, Some("paywall")),
            (Some(false), "metered", &main(&article.text.repeat(2)), None),
        ] {
            let page = Metadata { free, tier: Some(tier.to_owned()), ..Metadata::default() };
            assert_eq!(code(&page, main, "").as_deref(), wall, "{free:?} {tier} {}", main.text.len());
        }
    }

    #[test]
    fn words_decide_where_an_article_breaks_off() {
        let story = "The northern quay stays closed until the spring. ".repeat(40);
        let page = Metadata::default();
        for (text, wall) in [
            ("The minister accepts all cookies.".to_owned(), None),
            ("We use cookies with your consent. Accept all".to_owned(), Some("consent-page")),
            ("Wir und unsere Partner verwenden Cookies. Alle akzeptieren".to_owned(), Some("consent-page")),
            ("Nous et nos partenaires utilisons des cookies. Continuer sans accepter".to_owned(), Some("consent-page")),
            ("Nosotros y nuestros socios usamos cookies. Aceptar todo".to_owned(), Some("consent-page")),
            (format!("Cookies, consent, personal data: {story}"), None),
            (format!("{story}\nSubscribe to continue"), Some("paywall")),
            (format!("Subscribe to continue, said the mayor. {story}"), None),
            ("Die Fähren legen woanders an.\nNur für Abonnenten".to_owned(), Some("paywall")),
            ("Les ferries accostent ailleurs.\nPour lire l’intégralité de cet article".to_owned(), Some("paywall")),
            ("Los transbordadores atracan.\nPara seguir leyendo".to_owned(), Some("paywall")),
        ] {
            assert_eq!(code(&page, &main(&text), "").as_deref(), wall, "{}", end(&text));
        }
    }

    #[test]
    fn boxes_behind_a_beginning_are_seen_and_those_elsewhere_are_not() {
        let text = "The northern quay stays closed until the spring, says the harbour authority.";
        let story = format!("<p>{}</p>", "Ferries berth elsewhere, and lorries drive around. ".repeat(20));
        for (html, wall) in [
            (format!("<p>{text}</p><div class=offer>To read the full story <a>Subscribe</a></div>"), Some("paywall")),
            (format!("<div>Already a subscriber? Log in</div><p>{text}</p><footer>About us</footer>"), None),
            (format!("<p>{text}</p>{story}<footer>Already a subscriber?</footer>"), None),
        ] {
            assert_eq!(code(&Metadata::default(), &main(text), &html).as_deref(), wall, "{html}");
        }
    }

    #[test]
    fn the_file_is_as_it_says() {
        let names: Vec<&str> = sections().map(|(name, _)| name).collect();
        assert_eq!(names[0], "paywall");
        assert!(names.len() == 8 && names[1..].iter().all(|name| name.starts_with("consent ")), "{names:?}");
        for (name, cues) in sections() {
            let cues: Vec<&str> = cues.collect();
            assert!(cues.len() >= ENOUGH, "{name}");
            cues.iter().for_each(|cue| assert_eq!(*cue, plain(cue)));
        }
    }
}
