//! What has to hold for any bytes from outside: one function per kind of them, which panics where it does not.
//! Driven by libFuzzer from `tests/fuzz`, and by [`tests`] over the inputs that are kept there, so that what was found
//! once fails in any `cargo test`. Not part of the interface of this crate.

mod charset;
mod date;
mod html;
#[cfg(test)]
mod tests;

pub use self::{charset::charset, date::date, html::html};
#[cfg(feature = "net")]
pub use crate::feed::fuzzing::feed;
pub use crate::warc::fuzzing::warc;

use jiff::{Timestamp, tz::Offset};

/// A date that a parser believes lies in the years that it promises.
pub(crate) fn check_date(at: Timestamp) {
    let year = Offset::UTC.to_datetime(at).year();
    assert!((1600..=2200).contains(&year), "a date outside of the years that are believed: {at}");
}

/// Text that comes out of a parser is not much more than what went in: what is said once is not kept a thousand times.
pub(crate) fn check_size(what: &str, out: usize, most: usize, input: usize) {
    assert!(out <= most, "{what}: {out} bytes out of {input}, at most {most} were promised");
}

/// One line: something in it, nothing around it, single spaces.
pub(crate) fn check_line(what: &str, line: &str) {
    let joined = line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!line.is_empty() && joined == line, "{what} is no clean line: {line:?}");
}
