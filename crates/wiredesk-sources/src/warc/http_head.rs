//! The head of an archived HTTP response, and its body as it was sent: chunks joined, content encoding undone.
//! Called by [`super::archive`] and [`super::page`]. Archives hold what servers really send, and what tools have
//! made of it since: where head and body do not fit, the body is taken as it is.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use super::record::media_type;

/// What the head says that matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HttpHead {
    pub(super) status: u16,
    /// In lower case and without parameters; empty if there is none.
    pub(super) content_type: String,
    pub(super) charset: Option<String>,
    pub(super) language: Option<String>,
    chunked: bool,
    /// In the order in which they were applied.
    encodings: Vec<String>,
}

/// The body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadBody {
    /// It is larger than it may be.
    TooLarge,
    /// Its content encoding is broken; the encoding's name.
    Corrupt(&'static str),
    /// Its content encoding is not known here.
    Unknown,
}

/// Content encodings that may be applied over each other.
const MOST_ENCODINGS: usize = 3;

impl HttpHead {
    /// Of something that was archived without HTTP around it.
    pub(super) fn without_http(content_type: &str, charset: Option<&str>) -> Self {
        Self {
            status: 200,
            content_type: content_type.to_owned(),
            charset: charset.map(str::to_owned),
            ..Self::default()
        }
    }

    /// Reads a head; `None` if it does not begin as a response does.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let first = lines.next()?;
        let (version, rest) = first.trim().split_once(|c: char| c.is_ascii_whitespace())?;
        if !version.get(..5)?.eq_ignore_ascii_case("HTTP/") {
            return None;
        }
        let status = rest.trim_start().get(..3)?.parse().ok()?;
        let mut head = Self { status, ..Self::default() };
        for line in lines {
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" if head.content_type.is_empty() => {
                    (head.content_type, head.charset) = media_type(value);
                }
                "content-language" if head.language.is_none() && !value.is_empty() => {
                    head.language = Some(value.to_owned());
                }
                "transfer-encoding" => head.chunked |= value.to_ascii_lowercase().contains("chunked"),
                "content-encoding" => {
                    let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
                    head.encodings.extend(names.filter(|name| !name.is_empty() && name != "identity"));
                }
                _ => {}
            }
        }
        Some(head)
    }

    /// The body with chunks and content encodings undone, at most `cap` bytes.
    ///
    /// # Errors
    /// If it is too large, or damaged.
    pub(super) fn body<'b>(&self, sent: &'b [u8], cap: usize) -> Result<Cow<'b, [u8]>, BadBody> {
        let mut body = match dechunk(sent) {
            Some(joined) if self.chunked => Cow::Owned(joined),
            _ => Cow::Borrowed(sent),
        };
        if self.encodings.len() > MOST_ENCODINGS {
            return Err(BadBody::Unknown);
        }
        for encoding in self.encodings.iter().rev() {
            if let Some(decoded) = decode(encoding, &body, cap)? {
                body = Cow::Owned(decoded);
            }
        }
        if body.len() > cap { Err(BadBody::TooLarge) } else { Ok(body) }
    }
}

/// Joins chunks; `None` if these are none. What follows a broken chunk is taken as it is.
fn dechunk(sent: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(sent.len());
    let mut rest = sent;
    let mut first = true;
    loop {
        let line_end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]);
        let size = line_end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            let digits = line.split(';').next()?.trim();
            let hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
            usize::from_str_radix(digits, 16).ok().filter(|_| hex)
        });
        let (Some(end), Some(size)) = (line_end, size) else {
            if first {
                return None;
            }
            joined.extend_from_slice(rest);
            return Some(joined);
        };
        first = false;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        // an archive may have been cut off within a chunk
        let length = size.min(rest.len());
        joined.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

/// Undoes one content encoding; `None` if the body is not encoded so after all, as when the archive has undone
/// it already. What is cut off is decoded as far as it goes.
fn decode(encoding: &str, body: &[u8], cap: usize) -> Result<Option<Vec<u8>>, BadBody> {
    match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            read("gzip", flate2::read::MultiGzDecoder::new(body), cap).map(Some)
        }
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            let decoder = zstd::stream::read::Decoder::with_buffer(body).map_err(|_| BadBody::Corrupt("zstd"))?;
            read("zstd", decoder, cap).map(Some)
        }
        "deflate" if looks_like_zlib(body) => read("deflate", flate2::read::ZlibDecoder::new(body), cap).map(Some),
        "deflate" => {
            Ok(read("deflate", flate2::read::DeflateDecoder::new(body), cap).ok().filter(|out| !out.is_empty()))
        }
        "br" => match read("br", brotli_decompressor::Decompressor::new(body, 16 << 10), cap) {
            // brotli has no magic number: what looks like a page is one
            Err(BadBody::Corrupt(_)) if looks_like_text(body) => Ok(None),
            read => read.map(Some),
        },
        "gzip" | "x-gzip" | "zstd" => Ok(None),
        _ if looks_like_text(body) => Ok(None),
        _ => Err(BadBody::Unknown),
    }
}

fn looks_like_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

fn looks_like_text(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    start.first().is_some_and(|byte| matches!(byte, b'<' | b'{' | b'['))
        || std::str::from_utf8(&start[..start.len().min(64)]).is_ok_and(|text| !text.chars().any(char::is_control))
}

fn read(name: &'static str, mut decoder: impl Read, cap: usize) -> Result<Vec<u8>, BadBody> {
    let mut out = Vec::new();
    let end = (&mut decoder).take(cap as u64 + 1).read_to_end(&mut out);
    if out.len() > cap {
        return Err(BadBody::TooLarge);
    }
    match end {
        Ok(_) => Ok(out),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !out.is_empty() => Ok(out),
        Err(_) => Err(BadBody::Corrupt(name)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    const PAGE: &[u8] = b"<p>The ferry sails again.</p>";

    fn body(head: &str, sent: &[u8]) -> Result<Vec<u8>, BadBody> {
        HttpHead::parse(head.as_bytes()).unwrap().body(sent, 1000).map(Cow::into_owned)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bodies_come_out_however_they_were_sent() {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(PAGE).unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        raw.write_all(PAGE).unwrap();
        let mut chunked = Vec::new();
        for piece in PAGE.chunks(7) {
            write!(chunked, "{:x};name=value\r\n", piece.len()).unwrap();
            chunked.extend_from_slice(piece);
            chunked.extend_from_slice(b"\r\n");
        }
        let cut = chunked.clone();
        chunked.extend_from_slice(b"0\r\n\r\n");
        // an uncompressed meta-block of 29 bytes, then the last, empty one (RFC 7932, 9.2)
        let brotli = [&[0xc0, 0x01, 0x10][..], PAGE, &[0x03]].concat();
        for (head, sent) in [
            ("HTTP/1.1 200 OK", PAGE.to_vec()),
            ("HTTP/1.0 200\nTransfer-Encoding: chunked", chunked),
            ("HTTP/1.0 200\nTransfer-Encoding: chunked", cut),
            ("HTTP/1.0 200\nTransfer-Encoding: chunked", PAGE.to_vec()),
            ("HTTP/1.1 200 OK\nContent-Encoding: gzip", gzip(PAGE)),
            ("HTTP/1.1 200 OK\nContent-Encoding: gzip", PAGE.to_vec()),
            ("HTTP/1.1 200 OK\nContent-Encoding: deflate", zlib.finish().unwrap()),
            ("HTTP/1.1 200 OK\nContent-Encoding: deflate", raw.finish().unwrap()),
            ("HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip", gzip(&gzip(PAGE))),
            ("HTTP/1.1 200 OK\nContent-Encoding: br", brotli),
            ("HTTP/1.1 200 OK\nContent-Encoding: br", PAGE.to_vec()),
            ("HTTP/1.1 200 OK\nContent-Encoding: zstd", zstd::encode_all(PAGE, 1).unwrap()),
            ("HTTP/1.1 200 OK\nContent-Encoding: sdch", PAGE.to_vec()),
        ] {
            assert_eq!(body(head, &sent).as_deref(), Ok(PAGE), "{head}");
        }
    }

    #[test]
    fn bodies_that_expand_without_end_are_refused() {
        let bomb = gzip(&vec![b' '; 100_000]);
        assert_eq!(body("HTTP/1.1 200 OK\nContent-Encoding: gzip", &bomb), Err(BadBody::TooLarge));
        assert_eq!(body("HTTP/1.1 200 OK", &[b' '; 1001]), Err(BadBody::TooLarge));
        let head = "HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip, gzip, gzip";
        assert_eq!(body(head, PAGE), Err(BadBody::Unknown));
    }

    #[test]
    fn heads_are_read_as_servers_send_them() {
        let head = HttpHead::parse(
            b"http/1.1  200\r\ncontent-type : Text/HTML;charset=\"latin1\"\r\nodd line\r\nContent-Language: de-AT",
        )
        .unwrap();
        assert_eq!((head.status, head.content_type.as_str()), (200, "text/html"));
        assert_eq!((head.charset.as_deref(), head.language.as_deref()), (Some("latin1"), Some("de-AT")));
        for text in ["", "GET / HTTP/1.1", "HTTP/1.1", "HTTP/1.1 OK", "<html>"] {
            assert_eq!(HttpHead::parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            start in "(HTTP/1\\.1 200 OK\r\n(Transfer-Encoding: chunked\r\n)?(Content-Encoding: (gzip|br|deflate|zstd|x)\r\n)?|)",
            bytes in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let _ = HttpHead::parse(&bytes);
            let head = HttpHead::parse(start.as_bytes()).unwrap_or_default();
            if let Ok(body) = head.body(&bytes, 4000) {
                prop_assert!(body.len() <= 4000);
            }
        }

        #[test]
        fn nothing_like_chunks_makes_it_panic(text in "([0-9a-fA-F]{0,3}(;x)?\r?\n[ab\r\n]{0,5}){0,6}") {
            if let Some(joined) = dechunk(text.as_bytes()) {
                prop_assert!(joined.len() <= text.len());
            }
        }
    }
}
