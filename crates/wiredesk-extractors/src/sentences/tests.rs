//! Cases of the tokeniser and the splitter, and what holds for any text.

use proptest::prelude::*;
use wiredesk_core::{
    Span,
    annotation::{Token, TokenKind},
};

use super::{split, tokenize};

fn read(text: &str) -> (Vec<Token>, Vec<Span>) {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    tokenize(text, &mut tokens);
    split(text, &tokens, &mut sentences);
    (tokens, sentences)
}

/// Tokens of `text` are those of `expected`, which has them between bars.
fn check_tokens(text: &str, expected: &str) {
    let found: Vec<&str> = read(text).0.iter().map(|token| token.span.slice(text)).collect();
    assert_eq!(found.join("|"), expected, "{text}");
}

/// `marked` has a bar wherever a new sentence begins.
fn check_sentences(marked: &str) {
    let text = marked.replace('|', "");
    let found: Vec<&str> = read(&text).1.iter().map(|span| span.slice(&text)).collect();
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    assert_eq!(found, expected);
}

#[test]
fn words_keep_their_inner_marks_and_lose_their_clitics() {
    for (text, tokens) in [
        ("The U.S.-led force left.", "The|U.S.-led|force|left|."),
        ("Mr. Ould-Abbas, a 57-year-old F-16 pilot", "Mr.|Ould-Abbas|,|a|57-year-old|F-16|pilot"),
        ("Oslo's mayor didn't, they’ll see", "Oslo|'s|mayor|did|n't|,|they|’ll|see"),
        ("the workers' union of the 1990s", "the|workers|'|union|of|the|1990s"),
        ("He said 'yes' to O'Hara", "He|said|'|yes|'|to|O'Hara"),
        ("J. K. Brandt, J.K. Brandt and Ilse B.", "J.|K.|Brandt|,|J.K.|Brandt|and|Ilse|B|."),
        ("at 7 a.m. or 7 p.m on Oct. 3", "at|7|a.m.|or|7|p.m|on|Oct.|3"),
        ("AT&T and R&D; Roe & Co. paid", "AT&T|and|R&D|;|Roe|&|Co.|paid"),
        ("the Sun. It shone", "the|Sun|.|It|shone"),
        ("Dr. Roe, Ph.D., of Gary, Ind., ran", "Dr.|Roe|,|Ph.D.|,|of|Gary|,|Ind.|,|ran"),
        ("the ’90s and 'em", "the|’90s|and|'em"),
        ("Café Ñandú’s cafe\u{301}", "Café|Ñandú|’s|cafe\u{301}"),
    ] {
        check_tokens(text, tokens);
    }
}

#[test]
fn numbers_keep_their_separators() {
    for (text, tokens) in [
        ("1,000 or 3.5, 10:30 and 2024-10-01.", "1,000|or|3.5|,|10:30|and|2024-10-01|."),
        ("20-30 of $2.5bn (5%)", "20|-|30|of|$|2.5bn|(|5|%|)"),
        ("bought 1,000.That", "bought|1,000|.|That"),
        ("a 3.5-magnitude quake on 9/11", "a|3.5-magnitude|quake|on|9/11"),
    ] {
        check_tokens(text, tokens);
    }
}

#[test]
fn addresses_are_one_word_without_the_punctuation_around_them() {
    for (text, tokens) in [
        ("see https://news.example.com/a?b=1. Or", "see|https://news.example.com/a?b=1|.|Or"),
        ("write to ada.roe@mail.example.com, please", "write|to|ada.roe@mail.example.com|,|please"),
        ("Amazon.com and www.example.org!", "Amazon.com|and|www.example.org|!"),
    ] {
        check_tokens(text, tokens);
    }
}

#[test]
fn marks_have_their_kinds() {
    let kinds = |text: &str| read(text).0.iter().map(|token| token.kind).collect::<Vec<_>>();
    use TokenKind::{Clitic, Number, Punctuation, Quote, Symbol, Word};
    assert_eq!(kinds("“Go”, he's 5 €"), [Quote, Word, Quote, Punctuation, Word, Clitic, Number, Symbol]);
    assert_eq!(kinds("``No...'' -- «Si»"), [Quote, Word, Punctuation, Quote, Punctuation, Quote, Word, Quote]);
}

#[test]
fn abbreviations_end_a_sentence_only_where_one_begins() {
    for case in [
        "Gen. Roe met Mrs. Brandt on Oct. 3 in St. Moritz. |They talked.",
        "He lives in the U.S. |He likes it there.",
        "The U.S. President called U.N. Secretary-General Roe.",
        "Roe Inc. |The firm grew.",
        "Roe Corp. President Ada Ek resigned.",
        "It opened at 9 a.m. Monday. |It closed at 5 p.m. |Visitors left.",
        "J. K. Brandt and Albert I. Ek wrote it, you and I. |We read it.",
        "See No. 5 and p. 12. |No. |He would not.",
        "Eggs, milk, etc. |The shop sells it all.",
        "“We left the U.S.” |She did not say when.",
    ] {
        check_sentences(case);
    }
}

#[test]
fn quotation_marks_and_brackets_after_the_stop_belong_to_the_sentence() {
    for case in [
        "\"It is over.\" |She left.",
        "“Is it over?” he asked. |“It is.”",
        "“Is it over?” Roe asked.",
        "“Never!” President Ilse Brandt said. |She left.",
        "(It rained.) |The match went on.",
        "He stayed (it rained.) at home.",
        "“Go.” |“Stay.”",
        "“We wait.” — Ada Roe",
        "She said: ‘We wait.’ |He left.",
    ] {
        check_sentences(case);
    }
}

#[test]
fn ellipses_end_a_sentence_by_their_length_and_what_follows() {
    for case in [
        "I know both very well.... |I will work with both.",
        "Well ... maybe. |We will see... |The rest is open.",
        "He waited … and waited.",
        "It is . . . done. |Or so . . . . |Next.",
    ] {
        check_sentences(case);
    }
}

#[test]
fn line_ends_divide_unless_the_line_was_cut_off() {
    for case in [
        "Mayor resigns\n|Oslo, Norway\n|The mayor resigned.",
        "The mayor resigned\nafter the vote.",
        "apples\n|pears and plums\n|milk\n",
        "One.\n\n|Two",
        "The council of the small harbour town voted late on Tuesday to\n\
         close the old fish market, which has stood empty for years. |After\n\
         President Roe left, residents had asked for a library on the\n\
         site, but the mayor said again and again that there was now no\n\
         money for one.",
    ] {
        check_sentences(case);
    }
}

#[test]
fn lists_in_running_text_are_divided_at_their_markers() {
    for case in [
        "1. Wash it |2. Dry it |3. Fold it",
        "a) Wash it |b) Dry it",
        "• Wash it |• Dry it",
        "It took 3. |In all, 4. |That was it.",
    ] {
        check_sentences(case);
    }
}

#[test]
fn other_scripts_end_sentences_with_their_own_marks() {
    for case in ["今日は雨。|明日は晴れ！|「はい。」|彼は言った。", "यह एक है। |यह दो है।", "هل ذهب؟ |نعم ذهب."]
    {
        check_sentences(case);
    }
}

#[test]
fn glued_sentences_come_apart() {
    check_sentences("It ended.|The crowd left.|He saw Amazon.com there.");
}

proptest! {
    #[test]
    fn tokens_cover_all_but_white_space_and_sentences_cover_all_tokens(
        text in "(?s)([ a-zA-Z.'’\"“”0-9,\\-&@:/\n]|\\PC|.){0,120}"
    ) {
        let (tokens, sentences) = read(&text);
        let mut at = 0;
        for token in &tokens {
            prop_assert!(token.span.check(&text).is_ok() && !token.span.is_empty());
            prop_assert!(token.span.start() >= at, "tokens overlap");
            prop_assert!(text[at..token.span.start()].chars().all(char::is_whitespace));
            at = token.span.end();
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
        let mut rest = tokens.iter();
        let mut end = 0;
        for sentence in &sentences {
            prop_assert!(sentence.start() >= end, "sentences overlap");
            end = sentence.end();
            let inside = rest.clone().take_while(|token| sentence.contains(token.span)).count();
            prop_assert!(inside > 0);
            prop_assert_eq!(tokens[tokens.len() - rest.len()].span.start(), sentence.start());
            rest.nth(inside - 1);
        }
        prop_assert_eq!(rest.len(), 0, "a token outside all sentences");
    }
}
