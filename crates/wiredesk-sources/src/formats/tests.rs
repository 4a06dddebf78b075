//! Mangled input of every kind, through the same door as whole input.

use std::io::Write;

use proptest::prelude::*;

use super::*;

/// Keys and texts of articles, keys and codes of rejections.
fn read(input: &[u8], format: Format, options: FormatOptions) -> Vec<String> {
    read_articles(Box::new(Cursor::new(input.to_vec())), format, "f", &Arc::new(options))
        .map(|read| match read {
            Ok(article) => {
                let codes: Vec<_> = article.problems.iter().map(|problem| format!(" ({})", problem.code)).collect();
                format!("{}={}{}", article.key, article.text, codes.concat())
            }
            Err(Unread::Rejected(rejected)) => format!("{}!{}", rejected.key, rejected.code),
            Err(Unread::Failed(error)) => panic!("{error}"),
        })
        .collect()
}

fn check(input: impl AsRef<[u8]>, format: Format, expected: &[&str]) {
    let found = read(input.as_ref(), format, FormatOptions::default());
    assert_eq!(found, expected, "{}", String::from_utf8_lossy(&input.as_ref()[..input.as_ref().len().min(80)]));
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn empty_and_binary_input_is_rejected_with_its_reason() {
    for format in [Format::Text, Format::Html, Format::Json, Format::Ndjson] {
        check("", format, &["f!empty"]);
        check(" \n\n", format, &["f!empty"]);
    }
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Format::Text, &["f!binary"]);
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Format::Html, &["f!binary"]);
    check("<html><body></body></html>", Format::Html, &["f!empty"]);
}

#[test]
fn bytes_in_another_encoding_are_read_and_noted() {
    check(b"Pr\xe9sident \xe9lu \xe0 Gen\xe8ve", Format::Text, &["f=Président élu à Genève (invalid-utf8)"]);
    check(b"<meta charset=klingon><p>\xe9lu", Format::Html, &["f!unknown-charset"]);
    check(b"{\"text\":\"Gen\xe8ve\"}\n{\"text\":\"b\"}", Format::Ndjson, &["f#1=Genève (invalid-utf8)", "f#2=b"]);
    let wide: Vec<u8> =
        "\u{feff}{\"text\":\"Zoë\"}\n{\"text\":\"b\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(wide, Format::Ndjson, &["f#1=Zoë", "f#2=b"]);
}

#[test]
fn json_that_is_cut_or_wrong_costs_one_record() {
    check("{\"text\":\"a\"}\n{\"text\":\n{\"text\":\"c\"}", Format::Ndjson, &["f#1=a", "f#2!invalid-json", "f#3=c"]);
    check(
        "{\"text\":[1]}\n[]\n{\"text\":true}\n{\"id\":4}",
        Format::Ndjson,
        &["f#1!wrong-type", "f#2!wrong-type", "f#3!wrong-type", "f#4!empty"],
    );
    check("[{\"text\":\"a\"},{\"text\":\"b\"", Format::Json, &["f#1=a", "f#2!invalid-json"]);
    check("[{\"text\":\"a\"},", Format::Json, &["f#1=a", "f#2!invalid-json"]);
    check(r#"{"text":"a"}"#, Format::Json, &["f=a"]);
    check(r#"{"id":12,"text":"a","published":"99999-01-01"}"#, Format::Json, &["12=a (bad-date)"]);
    check(r#"{"text":"a","published":1e300}"#, Format::Json, &["f=a (bad-date)"]);
    check("[".repeat(100_000), Format::Json, &["f#1!wrong-type"]);
    check("{\"x\":".repeat(100_000), Format::Ndjson, &["f#1!invalid-json"]);
}

#[test]
fn messages_name_the_field_as_mapped_with_line_and_column() {
    let message = |input: &str, names: &FieldNames| {
        let mut articles = read_articles(
            Box::new(Cursor::new(input.as_bytes().to_vec())),
            Format::Ndjson,
            "f",
            &Arc::new(FormatOptions::new(names)),
        );
        articles.find_map(|read| match read {
            Err(Unread::Rejected(rejected)) => Some(rejected.message),
            _ => None,
        })
    };
    let names = FieldNames { text: Some("a.body".into()), ..FieldNames::default() };
    let wrong = message("\n{\"a\":{\"body\":5}}", &names).unwrap();
    assert_eq!(wrong, "line 2: `a.body` should be a string, found the number 5");
    let cut = message("{\"a\":{\"body\":\"x\"}}\n{\"a\":", &names).unwrap();
    assert_eq!(cut, "line 2, column 5: EOF while parsing a value");
}

#[test]
fn what_is_whole_in_a_truncated_archive_is_delivered() {
    let lines: String = (0..20_000).map(|n| format!("{{\"text\":\"{n} {}\"}}\n", n * 7919 % 10_007)).collect();
    let whole = gzip(lines.as_bytes());
    let found = read(&whole[..whole.len() / 2], Format::Ndjson, FormatOptions::default());
    let (last, before) = found.split_last().unwrap();
    assert!(last.ends_with("!truncated"), "{last}");
    assert!(before.len() > 1000 && before.iter().all(|article| article.contains('=')));
    check(&gzip(b"One article.")[..20], Format::Text, &["f!truncated"]);
}

#[test]
fn what_is_too_large_is_passed_over() {
    let small = || FormatOptions { max_document: 100 << 10, ..FormatOptions::default() };
    let long = format!("{{\"text\":\"a\"}}\n{}\n{{\"text\":\"c\"}}", "x".repeat(5 << 20));
    assert_eq!(read(long.as_bytes(), Format::Ndjson, small()), ["f#1=a", "f#2!too-large", "f#3=c"]);
    assert_eq!(read(&vec![b'x'; 200 << 10], Format::Text, small()), ["f!too-large"]);
    let bomb = gzip(&vec![b'x'; 5 << 20]);
    let capped = FormatOptions { max_expanded: 1 << 20, ..FormatOptions::default() };
    assert_eq!(read(&bomb, Format::Ndjson, capped), ["f!too-large"]);
    assert_eq!(read(&bomb, Format::Text, small()), ["f!too-large"]);
}

#[test]
fn a_page_in_a_record_gives_the_text_and_the_fields_have_the_last_word() {
    let page = "<title>Window</title><article><p>The quay stays closed until the spring, the board said.</p></article>";
    let record = serde_json::json!({"id": "x", "title": "Given", "html": page}).to_string();
    check(&record, Format::Ndjson, &["x=The quay stays closed until the spring, the board said."]);
    let record = serde_json::json!({"id": "x", "text": "Own.", "html": page}).to_string();
    check(&record, Format::Ndjson, &["x=Own."]);
}

#[test]
fn the_extension_tells_format_and_compression() {
    for (path, expected) in [
        ("a/b.TXT", Some((Format::Text, None))),
        ("b.jsonl.gz", Some((Format::Ndjson, Some(Compression::Gzip)))),
        ("b.html.zst", Some((Format::Html, Some(Compression::Zstd)))),
        ("b.gz", None),
        ("README", None),
        (".json", Some((Format::Json, None))),
    ] {
        assert_eq!(Format::by_extension(Path::new(path)), expected, "{path}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic_or_go_on_for_ever(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in [Format::Text, Format::Html, Format::Json, Format::Ndjson] {
            let found = read(&bytes, format, FormatOptions::default());
            prop_assert!(!found.is_empty() && found.len() <= bytes.len() + 1);
        }
    }

    #[test]
    fn no_json_makes_a_decoder_panic(text in "[{}\\[\\]\":,a-z0-9\n ]{0,80}") {
        for format in [Format::Json, Format::Ndjson] {
            read(text.as_bytes(), format, FormatOptions::default());
        }
    }
}
