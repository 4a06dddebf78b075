//! A document as one line of NDJSON. Used by every target of this sink. What `serde_json` makes of
//! the record, byte for byte, but the article's text is escaped a block at a time, because it is
//! most of the line.

use wiredesk_core::{Document, Record, error::Failure};

/// Turns documents into lines, and keeps its memory between them.
#[derive(Default)]
pub(crate) struct Lines {
    record: Vec<u8>,
}

/// What stands for the text until it is put in. No string of the record can contain it, because
/// its quotes would be escaped, and no object before `text` has a key of that name.
const PLACE: &[u8] = b"\"text\":\"\"";

impl Lines {
    /// Appends a document's record and a line end to `lines`.
    ///
    /// # Errors
    /// `Reject` if the record cannot be written as JSON; `lines` is then unchanged.
    pub(crate) fn push(&mut self, document: &Document, lines: &mut Vec<u8>) -> Result<(), Failure> {
        let mut record = Record::of(document);
        record.text = "";
        self.record.clear();
        serde_json::to_writer(&mut self.record, &record).map_err(|error| {
            Failure::reject("not-json", format!("the record cannot be written as JSON: {error}")).because(error)
        })?;
        let place = self.record.windows(PLACE.len()).position(|window| window == PLACE);
        let text = place.expect("the record has a text, and it is empty") + PLACE.len() - 1;
        lines.reserve(self.record.len() + document.text.len() + document.text.len() / 32 + 1);
        lines.extend_from_slice(&self.record[..text]);
        push_escaped(&document.text, lines);
        lines.extend_from_slice(&self.record[text..]);
        lines.push(b'\n');
        Ok(())
    }
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Appends the inside of a JSON string.
fn push_escaped(text: &str, out: &mut Vec<u8>) {
    const BLOCK: usize = 32;
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while at < bytes.len() {
        let block = &bytes[at..bytes.len().min(at + BLOCK)];
        // no early end, so that the compiler compares the whole block at once
        if !block.iter().fold(false, |found, &byte| found | needs_escape(byte)) {
            at += block.len();
            continue;
        }
        for (offset, &byte) in block.iter().enumerate().filter(|(_, byte)| needs_escape(**byte)) {
            out.extend_from_slice(&bytes[copied..at + offset]);
            push_escape(byte, out);
            copied = at + offset + 1;
        }
        at += block.len();
    }
    out.extend_from_slice(&bytes[copied..]);
}

fn push_escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            return out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

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
            let article = Article { key: "\"text\":\"\"".into(), title, text, ..Article::default() };
            let document = Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH);
            let mut line = b"before".to_vec();
            Lines::default().push(&document, &mut line).unwrap();
            let mut expected = b"before".to_vec();
            serde_json::to_writer(&mut expected, &Record::of(&document)).unwrap();
            expected.push(b'\n');
            prop_assert_eq!(line, expected);
        }
    }
}
