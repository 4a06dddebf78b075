//! Reads the body of an answer to its cap and expands it to its cap. Called by [`super::Fetcher`]; a body
//! without an end, or one that expands without end, costs no more memory than the cap.

use std::io::{self, Cursor, Read};

use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use super::FetchError;

/// The largest window that a zstd stream may ask for: 8 MiB (RFC 9659).
const ZSTD_WINDOW: u32 = 23;

/// The bytes as they come over the wire, at most `cap`.
pub(super) async fn read(mut body: Incoming, cap: usize) -> Result<Vec<u8>, FetchError> {
    let announced = body.size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    if announced.is_some_and(|bytes| bytes > cap) {
        return Err(too_large(cap));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(16 << 10));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            FetchError::new(super::code_of(&error), format!("the answer broke off: {}", super::reason(&error)))
        })?;
        if let Some(data) = frame.data_ref() {
            if bytes.len() + data.len() > cap {
                return Err(too_large(cap));
            }
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}

fn too_large(cap: usize) -> FetchError {
    FetchError::new("too-large", format!("is larger than {cap} bytes"))
}

/// Undoes the content encoding, at most `cap` bytes. Blocks for as long as that takes.
pub(super) fn expand(bytes: Vec<u8>, encoding: &str, cap: usize) -> Result<Vec<u8>, FetchError> {
    let input = Cursor::new(bytes);
    let damaged = |error: io::Error| {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return FetchError::new("truncated", "the compressed answer ends too early");
        }
        FetchError::new("bad-compression", format!("the {encoding} data is damaged: {error}"))
    };
    let mut reader: Box<dyn Read> = match encoding.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => return Ok(input.into_inner()),
        // nothing at all is what some servers send as an empty gzip stream
        _ if input.get_ref().is_empty() => return Ok(Vec::new()),
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(input)),
        // nobody is asked for it, and some send it all the same: with the header of zlib or, wrongly, without
        "deflate" if input.get_ref()[0] & 0x0f == 8 => Box::new(flate2::read::ZlibDecoder::new(input)),
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(input)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(input, 16 << 10)),
        "zstd" => {
            let mut decoder = zstd::stream::read::Decoder::new(input).map_err(damaged)?;
            decoder.window_log_max(ZSTD_WINDOW).map_err(damaged)?;
            Box::new(decoder)
        }
        other => {
            let shown: String = other.chars().take(40).collect();
            return Err(FetchError::new("unknown-compression", format!("unknown content encoding: {shown}")));
        }
    };
    let mut expanded = Vec::new();
    let read = (&mut reader).take(cap as u64 + 1).read_to_end(&mut expanded);
    if expanded.len() > cap {
        return Err(FetchError::new("too-large", format!("expands to more than {cap} bytes")));
    }
    read.map_err(damaged)?;
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_encoding_that_is_asked_for_is_understood() {
        let text = b"ferries berth elsewhere, ferries berth elsewhere".to_vec();
        // made with the reference encoder
        let brotli = vec![
            27, 47, 0, 248, 5, 116, 99, 169, 154, 179, 176, 163, 117, 90, 204, 28, 84, 40, 172, 244, 160, 203, 85, 227,
            207, 64, 64, 0,
        ];
        let zst = zstd::encode_all(&text[..], 1).unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(&text).unwrap();
        let zlib = zlib.finish().unwrap();
        let raw = zlib[2..zlib.len() - 4].to_vec();
        for (encoding, bytes) in [
            ("deflate", zlib),
            ("deflate", raw),
            ("", text.clone()),
            ("identity", text.clone()),
            ("GZIP", gzip(&text)),
            ("br", brotli),
            ("zstd", zst),
        ] {
            assert_eq!(expand(bytes, encoding, 100).unwrap(), text, "{encoding}");
        }
        assert_eq!(expand(Vec::new(), "gzip", 100).unwrap(), b"");
    }

    #[test]
    fn what_expands_too_far_or_is_damaged_is_an_error_with_a_reason() {
        let bomb = gzip(&vec![0; 10 << 20]);
        let zst = zstd::encode_all(&vec![0; 10 << 20][..], 1).unwrap();
        let code = |bytes: &[u8], encoding| expand(bytes.to_vec(), encoding, 1 << 20).unwrap_err().code;
        assert_eq!(code(&bomb, "gzip"), "too-large");
        assert_eq!(code(&zst, "zstd"), "too-large");
        // three MiB of zeros
        assert_eq!(code(&[155, 255, 255, 47, 248, 39, 0, 226, 177, 64, 32, 247, 254, 5], "br"), "too-large");
        let whole = gzip(&(0..50_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>());
        assert_eq!(code(&whole[..whole.len() / 2], "gzip"), "truncated");
        assert_eq!(code(b"<html>no gzip at all</html>", "gzip"), "bad-compression");
        assert_eq!(code(b"<html>no brotli at all</html>", "br"), "bad-compression");
        assert_eq!(code(b"anything", "rot13"), "unknown-compression");
    }
}
