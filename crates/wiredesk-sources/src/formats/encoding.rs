//! From bytes to text: byte order mark, declared or configured charset, UTF-8, or a guess. Called by
//! the decoders of every format; never loses an article over a wrong byte, but says so.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Text with what had to be decided to get it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    /// The text, without byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// Why the text may not be what its author wrote: a code and a message.
    pub(crate) doubt: Option<(&'static str, String)>,
}

/// The declared charset is not known and the bytes do not say themselves what they are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownCharset(pub(crate) String);

/// Turns `bytes` into text. `given` is the user's word and beats `declared`, the label that the
/// document itself carries; a byte order mark beats both.
///
/// # Errors
/// If `declared` is no charset and the bytes are no UTF-8.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    given: Option<&'static Encoding>,
    declared: Option<&str>,
) -> Result<Decoded<'a>, UnknownCharset> {
    let sure = |text| Ok(Decoded { text, doubt: None });
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(with_doubt(&bytes[length..], encoding));
    }
    if let Some(encoding) = given.filter(|encoding| *encoding != UTF_8) {
        return Ok(with_doubt(bytes, encoding));
    }
    let utf8 = simdutf8::basic::from_utf8(bytes).ok();
    let Some(label) = declared.filter(|_| given.is_none()) else {
        return utf8.map_or_else(|| Ok(guess(bytes)), |text| sure(Cow::Borrowed(text)));
    };
    match (Encoding::for_label(label.trim().as_bytes()), utf8) {
        // It is ASCII to the eye, and Japanese between its escape sequences.
        (Some(encoding), _) if encoding == ISO_2022_JP => Ok(with_doubt(bytes, encoding)),
        // A page that declares UTF-16 and can be read far enough to find that out is none.
        (Some(encoding), Some(text)) if encoding == UTF_8 || !encoding.is_ascii_compatible() => {
            sure(Cow::Borrowed(text))
        }
        (Some(_), Some(text)) if text.is_ascii() => sure(Cow::Borrowed(text)),
        (Some(encoding), _) if encoding != UTF_8 && encoding.is_ascii_compatible() => Ok(with_doubt(bytes, encoding)),
        (Some(_), _) => Ok(guess(bytes)),
        (None, Some(text)) => Ok(Decoded {
            text: Cow::Borrowed(text),
            doubt: Some(("unknown-charset", format!("declares the unknown charset `{}`; read as UTF-8", shown(label)))),
        }),
        (None, None) => Err(UnknownCharset(label.to_owned())),
    }
}

/// The beginning of a label, which a server may make as long as it likes.
fn shown(label: &str) -> String {
    label.chars().take(60).collect()
}

fn with_doubt<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let doubt = malformed.then(|| ("invalid-encoding", format!("holds bytes that are no {}", encoding.name())));
    Decoded { text, doubt }
}

/// For bytes that are no valid UTF-8. Text that is UTF-8 but for a few bytes stays UTF-8.
fn guess(bytes: &[u8]) -> Decoded<'_> {
    let lossy = String::from_utf8_lossy(bytes);
    let replaced = lossy.matches(char::REPLACEMENT_CHARACTER).count();
    let multibyte = lossy.chars().filter(|c| !c.is_ascii()).count() - replaced;
    let (encoding, text) = if multibyte > replaced {
        (UTF_8, lossy)
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes[..bytes.len().min(64 << 10)], bytes.len() <= 64 << 10);
        let encoding = detector.guess(None, Utf8Detection::Deny);
        (encoding, encoding.decode_without_bom_handling(bytes).0)
    };
    Decoded { text, doubt: Some(("invalid-utf8", format!("is no valid UTF-8; read as {}", encoding.name()))) }
}

/// What, if anything, makes the text no text: a NUL, or one control character in twenty.
pub(crate) fn is_binary(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr(0, bytes).is_some() {
        return true;
    }
    let sample = &bytes[..bytes.len().min(64 << 10)];
    let control = sample.iter().filter(|b| (**b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)) || **b == 0x7f);
    control.count() * 20 > sample.len()
}

/// Turns a stream of another encoding into UTF-8 on the way.
pub(crate) struct Transcoder<R> {
    reader: R,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    /// Unread part of `output`.
    unread: std::ops::Range<usize>,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    /// Reads `encoding` from `reader`.
    pub(crate) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { reader, decoder, input: Vec::new(), output: Vec::new(), unread: 0..0, ended: false }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.unread.is_empty() && !self.ended {
            self.input.resize(32 << 10, 0);
            let read = self.reader.read(&mut self.input)?;
            self.ended = read == 0;
            let most = self.decoder.max_utf8_buffer_length(read).unwrap_or(128 << 10);
            self.output.resize(most, 0);
            let (result, _, written, _) =
                self.decoder.decode_to_utf8(&self.input[..read], &mut self.output, self.ended);
            debug_assert!(matches!(result, CoderResult::InputEmpty), "the output was sized for all of it");
            self.unread = 0..written;
        }
        let length = buffer.len().min(self.unread.len());
        buffer[..length].copy_from_slice(&self.output[self.unread.start..self.unread.start + length]);
        self.unread.start += length;
        Ok(length)
    }
}

/// The UTF-16 that a byte order mark at the start of a stream announces.
pub(crate) fn utf16_by_bom(start: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(start).map(|(encoding, _)| encoding).filter(|e| *e == UTF_16LE || *e == UTF_16BE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], given: Option<&str>, declared: Option<&str>) -> (String, Option<&'static str>) {
        let given = given.map(|label| Encoding::for_label(label.as_bytes()).unwrap());
        let decoded = decode(bytes, given, declared).unwrap();
        (decoded.text.into_owned(), decoded.doubt.map(|doubt| doubt.0))
    }

    #[test]
    fn text_is_read_in_the_encoding_it_is_in() {
        let latin = b"Pr\xe9sident \xe9lu \xe0 Gen\xe8ve, a d\xe9clar\xe9 le minist\xe8re";
        let french = "Président élu à Genève, a déclaré le ministère";
        assert_eq!(check("Zoë".as_bytes(), None, None), ("Zoë".into(), None));
        assert_eq!(check(b"\xef\xbb\xbfZo\xc3\xab", None, None), ("Zoë".into(), None));
        assert_eq!(check(b"\xff\xfeZ\0o\0\xeb\0", None, None), ("Zoë".into(), None));
        assert_eq!(check(latin, None, Some("iso-8859-1")), (french.into(), None));
        assert_eq!(check(latin, Some("windows-1252"), Some("utf-8")), (french.into(), None));
        assert_eq!(check(latin, None, None), (french.into(), Some("invalid-utf8")));
        assert_eq!(check(latin, None, Some("utf-8")), (french.into(), Some("invalid-utf8")));
        assert_eq!(check("Zoë".as_bytes(), None, Some("klingon")), ("Zoë".into(), Some("unknown-charset")));
        assert_eq!(check(b"Zo\xc3\xab \xc3\xa9t\xc3\xa9 \xc3", None, None).1, Some("invalid-utf8"));
        assert_eq!(decode(latin, None, Some("klingon")), Err(UnknownCharset("klingon".into())));
    }

    #[test]
    fn a_stream_in_utf16_comes_out_as_utf8() {
        let text = "Zoë\n".repeat(30_000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut out = String::new();
        Transcoder::new(&bytes[..], UTF_16LE).read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
    }

    #[test]
    fn binary_content_is_told_from_text() {
        assert!(is_binary("a\0b"));
        assert!(is_binary("\u{1}\u{2}abc"));
        assert!(!is_binary("a\tb\r\nc\u{c}"));
        assert!(!is_binary(""));
    }

    const LABELS: [&str; 12] = [
        "utf-8",
        "windows-1252",
        "iso-8859-2",
        "koi8-r",
        "shift_jis",
        "euc-kr",
        "gb18030",
        "big5",
        "iso-2022-jp",
        "utf-16le",
        "x-user-defined",
        "no such charset",
    ];

    /// A charset and text that can be written in it. (In Shift_JIS and ISO-2022-JP `\\` and `~` are other signs.)
    fn written() -> impl Strategy<Value = (&'static str, String)> {
        let of = |label: &'static str, letters: &str| {
            (
                Just(label),
                proptest::string::string_regex(&format!(
                    "[ -\\[\\]-}}]{{1,20}}[{letters}]{{0,20}}[ -\\[\\]-}}]{{0,20}}"
                ))
                .unwrap(),
            )
        };
        prop_oneof![
            of("utf-8", "é-žА-яあ-ん漢가-힣👍"),
            of("windows-1252", "À-ÿ€“”"),
            of("iso-8859-2", "ąćęłńóśźżŐ"),
            of("koi8-r", "А-я"),
            of("shift_jis", "あ-んア-ン漢字新聞"),
            of("iso-2022-jp", "あ-んア-ン漢字新聞"),
            of("euc-kr", "가각간갇갈감"),
            of("gb18030", "漢字新聞é-žА-я👍"),
            of("big5", "漢字新聞"),
        ]
    }

    proptest! {
        #[test]
        fn no_bytes_under_any_label_make_it_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            declared in prop::option::of(prop::sample::select(LABELS.to_vec())),
            given in prop::option::of(prop::sample::select(LABELS.to_vec())),
        ) {
            let given = given.and_then(|label| Encoding::for_label(label.as_bytes()));
            if let Err(unknown) = decode(&bytes, given, declared) {
                prop_assert_eq!(unknown.0, "no such charset");
            }
        }

        #[test]
        fn text_comes_back_from_the_charset_it_was_written_in((label, text) in written()) {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, lossy) = encoding.encode(&text);
            prop_assert!(!lossy);
            prop_assert_eq!(decode(&bytes, None, Some(label)).unwrap(), Decoded { text: Cow::Borrowed(&text), doubt: None });
        }

        #[test]
        fn a_stream_is_decoded_like_the_whole(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            label in prop::sample::select(LABELS[..10].to_vec()),
            step in 1..50_usize,
        ) {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let mut out = Vec::new();
            let mut transcoder = Transcoder::new(&bytes[..], encoding);
            let mut piece = vec![0; step];
            loop {
                match transcoder.read(&mut piece).unwrap() {
                    0 => break,
                    read => out.extend_from_slice(&piece[..read]),
                }
            }
            prop_assert_eq!(String::from_utf8(out).unwrap(), encoding.decode_with_bom_removal(&bytes).0.into_owned());
        }
    }
}
