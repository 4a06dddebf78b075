//! Hashes of words that are kept on disk, for `duplicates` and `stories`. They must not change within one
//! version of a note; tests there hold some of them fast.

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
pub(crate) const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a with 64 bits (Fowler, Noll, Vo; public domain), byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fnv(pub(crate) u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(FNV_OFFSET)
    }
}

impl Fnv {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
    }

    /// The lower-case form of a character, in UTF-8.
    pub(crate) fn lower(&mut self, c: char) {
        if c.is_ascii() {
            return self.byte(c.to_ascii_lowercase() as u8);
        }
        let mut bytes = [0; 4];
        for lower in c.to_lowercase() {
            lower.encode_utf8(&mut bytes).bytes().for_each(|byte| self.byte(byte));
        }
    }
}

/// The 64-bit finalizer of MurmurHash3 (Appleby 2011, public domain).
pub(crate) fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}
