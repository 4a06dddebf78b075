//! Dates as feeds, pages and records write them.

use super::check_date;
use crate::formats::date;

/// Dates lie in the years that are believed, mean the same with space around them, and are read back as what they are
/// when they are written down.
pub fn date(bytes: &[u8]) {
    if let Some(start) = bytes.first_chunk::<8>()
        && let Some(at) = date::unix(f64::from_le_bytes(*start))
    {
        check_date(at);
    }
    let text = String::from_utf8_lossy(bytes);
    let read = date::parse(&text);
    assert_eq!(read, date::parse(&format!("\n {text} ")), "space around a date changes it: {text:?}");
    if let Some(at) = read {
        check_date(at);
        assert_eq!(date::parse(&at.to_string()), Some(at), "{text:?} does not come back");
        // a date says at least a day
        assert!(text.bytes().any(|byte| byte.is_ascii_digit()), "a date without a digit: {text:?}");
    }
}
