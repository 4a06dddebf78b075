//! Where the inside of a JSON string stops being plain. Used by formats, which read strings, and by
//! [`append`](super::append), which writes them: articles are long strings, and this is most of what either costs. No JSON is
//! parsed or made here.

use wide::u8x16;

/// Characters whose escape is a backslash and one letter, each with the letter.
pub const SHORT_ESCAPES: [(u8, u8); 7] =
    [(b'"', b'"'), (b'\\', b'\\'), (b'\n', b'n'), (b'\t', b't'), (b'\r', b'r'), (0x08, b'b'), (0x0c, b'f')];

/// Bytes looked at together, in two halves.
const BLOCK: usize = 32;
const HALF: usize = BLOCK / 2;

/// How many bytes stand before the first that a JSON string cannot hold as it is: a quote, a
/// backslash or a control character. `None` if there is none.
#[must_use]
#[inline]
pub fn to_escape(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        let (halves, _) = block.as_chunks::<HALF>();
        let found = escapes(halves[0]) | escapes(halves[1]) << HALF;
        if found != 0 {
            return Some(number * BLOCK + found.trailing_zeros() as usize);
        }
    }
    let needs_escape = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    rest.iter().position(needs_escape).map(|at| bytes.len() - rest.len() + at)
}

/// A bit for every byte that needs an escape.
#[inline]
fn escapes(half: [u8; HALF]) -> u32 {
    let bytes = u8x16::new(half);
    let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
    let quote = bytes.simd_eq(u8x16::splat(b'"'));
    let backslash = bytes.simd_eq(u8x16::splat(b'\\'));
    (control | quote | backslash).to_bitmask()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_escape_is_where_a_look_at_every_byte_finds_it(
            bytes in proptest::collection::vec(prop_oneof![9 => 0x20_u8..=0xff, 1 => any::<u8>()], 0..80),
        ) {
            let naive = bytes.iter().position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\');
            prop_assert_eq!(to_escape(&bytes), naive);
        }
    }
}
