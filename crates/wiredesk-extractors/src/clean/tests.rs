//! Cases of cleaning, and what holds for any text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::Cleaner;

/// `input` becomes `text`, and `removed` lists (reason, words) in order.
fn check(input: &str, text: &str, removed: &[(&str, &str)]) {
    let cleaned = Cleaner::new().clean(input);
    assert_eq!(&*cleaned.text, text);
    let found: Vec<(&str, &str)> = cleaned.removed.iter().map(|r| (&*r.reason, &*r.text)).collect();
    assert_eq!(found, removed, "{input}");
}

fn check_kept(text: &str) {
    check(text, text, &[]);
}

#[test]
fn white_space_and_line_ends_become_normal() {
    check("One\u{a0} two\tthree \r\n\r\n\r\n Four\u{ad}teen\u{200b}.\rFive", "One two three\nFourteen.\nFive", &[]);
    check("\u{feff}Cafe\u{301} \u{2028}open\u{0}ed", "Café\nopened", &[]);
    check("  \n\t\n", "", &[]);
}

#[test]
fn hard_wrapped_lines_become_paragraphs() {
    check(
        "The council of the small harbour town voted late on Tuesday to\n\
         close the old fish market, which has stood empty for years.\n\
         \n\
         Residents had asked for a library on the site, but the mayor\n\
         said that there was now no more money for one, and that the\n\
         market would be sold.\n",
        "The council of the small harbour town voted late on Tuesday to close the old fish market, which has stood \
         empty for years.\n\
         Residents had asked for a library on the site, but the mayor said that there was now no more money for one, \
         and that the market would be sold.",
        &[],
    );
}

#[test]
fn lines_of_promotion_are_taken_out() {
    for (line, reason) in [
        ("SEE ALSO: Harbour Town Sells Its Market", "related-link"),
        ("READ MORE", "related-link"),
        ("Read more: Why the market closed", "related-link"),
        ("► Related: Fish prices rise", "related-link"),
        ("Click here to subscribe", "promo"),
        ("Sign up for our newsletter", "promo"),
        ("Follow us on Facebook and Twitter.", "promo"),
        ("Advertisement", "advertisement"),
        ("Story continues below", "advertisement"),
        ("© 2024 Harbour News. All rights reserved.", "copyright"),
        ("Photo: Jane Roe/Agency", "photo-credit"),
        ("(Photo by Jane Roe)", "photo-credit"),
        ("(Reuters)", "photo-credit"),
    ] {
        check(&format!("It rained.\n{line}\nIt stopped."), "It rained.\nIt stopped.", &[(reason, line)]);
    }
}

#[test]
fn promotion_glued_to_a_sentence_is_cut_where_the_text_begins() {
    check(
        "SEE ALSO: Harbour Briefing: What To Expect From The New Mayor, Ilse Brandt\"We have to sell it,\" she said.",
        "\"We have to sell it,\" she said.",
        &[("related-link", "SEE ALSO: Harbour Briefing: What To Expect From The New Mayor, Ilse Brandt")],
    );
    check(
        "It closed.SEE ALSO: Market Closes After YearsThe mayor left.",
        "It closed. The mayor left.",
        &[("related-link", "SEE ALSO: Market Closes After Years")],
    );
    check(
        "It closed. Sign up for our newsletter. The mayor left.",
        "It closed. The mayor left.",
        &[("promo", "Sign up for our newsletter.")],
    );
    check("AdvertisementThe mayor left.", "The mayor left.", &[("advertisement", "Advertisement")]);
    check(
        "Story continues below advertisementThe mayor left.",
        "The mayor left.",
        &[("advertisement", "Story continues below advertisement")],
    );
}

#[test]
fn sentences_that_look_like_promotion_stay() {
    for text in [
        "Related parties were told to leave.",
        "Read more than one book, the teacher said.",
        "The advertisement, which ran twice, was withdrawn.",
        "Advertisement spending fell by a tenth.",
        "Subscribe to a view and you defend it, he wrote.",
        "Photo shops closed in every town.",
        "Photo: the last thing that people expect to lose when a house burns.",
        "By Monday the river had risen.",
        "By the time Roe came, it was over.",
        "NATO — the alliance of 32 countries — met.",
        "Brandt — Mayor since May — resigned.",
        "The mayor - Ilse Brandt - resigned.",
        "BRANDT (57) — She resigned.",
        "The network (BBC) aired it.",
        "Related: What we know so far Ministers from all over the region met in the capital on Tuesday to talk about fish.",
    ] {
        check_kept(text);
    }
}

#[test]
fn datelines_leave_the_text_and_give_their_date() {
    for (line, dateline, date) in [
        ("BRUSSELS (AP) — Ministers met.", "BRUSSELS (AP) —", None),
        ("KYIV, Oct. 3, 2024 (Agency) – Ministers met.", "KYIV, Oct. 3, 2024 (Agency) –", Some("2024-10-03T00:00:00Z")),
        ("NEW YORK, 12 May 2023 -- Ministers met.", "NEW YORK, 12 May 2023 --", Some("2023-05-12T00:00:00Z")),
        ("HAMILTON, Canada — Ministers met.", "HAMILTON, Canada —", None),
        ("Oslo, Norway (Reuters) - Ministers met.", "Oslo, Norway (Reuters) -", None),
        ("By Ada Roe, Harbour News BERN (Agency) - Ministers met.", "By Ada Roe, Harbour News BERN (Agency) -", None),
        ("(Reuters) - Ministers met.", "(Reuters) -", None),
    ] {
        check(line, "Ministers met.", &[("dateline", dateline)]);
        let published = Cleaner::new().clean(line).published;
        assert_eq!(published.map(|published| published.at.to_string()).as_deref(), date, "{line}");
    }
}

#[test]
fn bylines_become_authors() {
    for (line, authors) in [
        ("By Jane Roe", &["Jane Roe"][..]),
        ("By JANE ROE, Staff Writer", &["Jane Roe"]),
        ("By Jane Roe and Ole van der Berg", &["Jane Roe", "Ole van der Berg"]),
        ("By Jane Roe, Ole Berg and Ada O'Hara | Harbour News", &["Jane Roe", "Ole Berg", "Ada O'Hara"]),
    ] {
        check(&format!("{line}\nIt rained."), "It rained.", &[("byline", line)]);
        assert_eq!(Cleaner::new().clean(line).authors, authors);
    }
}

#[test]
fn an_agency_after_the_last_sentence_is_a_credit() {
    check("It rained. (Reuters)", "It rained.", &[("photo-credit", "(Reuters)")]);
}

proptest! {
    #[test]
    fn every_letter_is_in_the_text_or_listed_as_removed(
        text in "(?s)((SEE ALSO: |Advertisement|By |BERN \\(AP\\) — |Photo: |\\(Reuters\\)|Read more: )?[A-Z][a-z ]{0,9}[.\"”\n]?|\\PC|.){0,40}"
    ) {
        let cleaned = Cleaner::new().clean(&text);
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let all: String = cleaned.removed.iter().map(|removed| &*removed.text).chain([&*cleaned.text]).collect();
        prop_assert_eq!(letters(&all), letters(&text.nfc().collect::<String>()));
        prop_assert!(!cleaned.text.contains("  ") && !cleaned.text.contains("\n\n"));
        prop_assert!(cleaned.text.trim().len() == cleaned.text.len());
    }
}
