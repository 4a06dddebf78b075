//! Bytes in any encoding under any label.

use std::io::Read;

use encoding_rs::Encoding;

use super::check_size;
use crate::formats::{encoding, html};

/// The first line of the input is the label that the bytes behind it are declared with; behind a `!` it is the label that
/// the user gives, and without anything in it there is none.
///
/// Nothing becomes more than three bytes for one; only an unknown label under bytes that are no UTF-8 is an error; what is
/// UTF-8 and is not declared otherwise stays what it is, without doubt; text that came out is read as itself; a
/// stream is decoded like the whole, whatever it is cut into.
pub fn charset(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let bytes = &input[(end + 1).min(input.len())..];
    let line = String::from_utf8_lossy(&input[..end]);
    let given = line.strip_prefix('!').and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = Some(&*line).filter(|line| !line.is_empty() && !line.starts_with('!'));

    let found = html::declared_charset(bytes);
    assert!(found.is_none_or(|label| !label.is_empty() && label.len() <= 1024 && label.is_ascii()));

    let most = 3 * bytes.len() + 3;
    let utf8 = std::str::from_utf8(bytes).ok();
    match encoding::decode(bytes, given, declared) {
        Err(unknown) => {
            assert_eq!(Some(unknown.0.as_str()), declared);
            assert!(utf8.is_none() && Encoding::for_label(line.trim().as_bytes()).is_none());
        }
        Ok(decoded) => {
            check_size("the decoded text", decoded.text.len(), most, bytes.len());
            assert!(decoded.doubt.as_ref().is_none_or(|(code, message)| !code.is_empty() && !message.is_empty()));
            encoding::is_binary(&decoded.text);
            if Encoding::for_bom(bytes).is_none() && given.is_none() && declared.is_none() && utf8.is_some() {
                assert_eq!(
                    (Some(&*decoded.text), &decoded.doubt),
                    (utf8, &None),
                    "UTF-8 that was declared nothing else"
                );
            }
            if Encoding::for_bom(decoded.text.as_bytes()).is_none() {
                let again = encoding::decode(decoded.text.as_bytes(), None, None).map(|again| again.text);
                assert_eq!(again.as_deref().ok(), Some(&*decoded.text), "text is read as something else than itself");
            }
        }
    }

    let Some(encoding) = given.or_else(|| declared.and_then(|label| Encoding::for_label(label.as_bytes()))) else {
        return;
    };
    let step = usize::from(bytes.last().copied().unwrap_or_default()).max(1);
    let mut stream = Vec::new();
    let mut transcoder = encoding::Transcoder::new(Pieces(bytes, step), encoding);
    transcoder.read_to_end(&mut stream).expect("reading from memory does not fail");
    check_size("the decoded stream", stream.len(), most, bytes.len());
    assert_eq!(stream, encoding.decode_with_bom_removal(bytes).0.as_bytes(), "cut into pieces of {step}");
}

/// Bytes that come a few at a time.
struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(buffer.len()).min(self.0.len());
        let (piece, rest) = self.0.split_at(length);
        buffer[..length].copy_from_slice(piece);
        self.0 = rest;
        Ok(length)
    }
}
