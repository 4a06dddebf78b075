//! A document as one line of NDJSON. Used by every target of this sink. Never more than one line is made
//! at a time, and none is cut short.

use wiredesk_core::{Document, Record, error::Failure, json};

/// Appends a document's record and a line end to `lines`.
///
/// # Errors
/// `Reject` if the record cannot be written as JSON; `lines` is then unchanged.
pub(crate) fn push(document: &Document, lines: &mut Vec<u8>) -> Result<(), Failure> {
    let start = lines.len();
    lines.reserve(document.text.len() + document.text.len() / 32 + RECORD);
    json::append(&Record::of(document), lines).map_err(|error| {
        lines.truncate(start);
        Failure::reject("not-json", format!("the record cannot be written as JSON: {error}")).because(error)
    })?;
    lines.push(b'\n');
    Ok(())
}

/// Bytes of a record without text or layers.
const RECORD: usize = 640;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use wiredesk_core::document::Article;

    use super::*;

    proptest! {
        #[test]
        fn a_line_is_what_serde_json_makes_of_the_record(
            text in r#"(?s)([\x00-\x1f"\\a-zé–🦀]|.|\PC{0,70}){0,40}"#,
            title in proptest::option::of(r#"(?s).{0,9}|"text":"""#),
        ) {
            let article = Article { key: "\"text\":\"\"".into(), title, text: text.into(), ..Article::default() };
            let document = Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH);
            let mut line = b"before".to_vec();
            push(&document, &mut line).unwrap();
            let mut expected = b"before".to_vec();
            serde_json::to_writer(&mut expected, &Record::of(&document)).unwrap();
            expected.push(b'\n');
            prop_assert_eq!(line, expected);
        }
    }
}
