//! A text as a set of shingles: every three words in a row, hashed. The hashes are part of what is
//! kept on disk (see [`super::note`]) and must not change within one version of it; a test holds some
//! of them fast.
//!
//! A word is a run of letters and digits without regard to case; in scripts that put no spaces between
//! words, every letter is one. Its hash is FNV-1a with 64 bits over its lower-case UTF-8. A shingle's
//! hash is the upper half of the 64 bits that MurmurHash3's finalizer makes of its three words.

use crate::hashing::{FNV_PRIME, Fnv, mixed};

/// Words in a shingle. Two make too many of set phrases, four too many of every changed word.
pub(super) const WORDS: usize = 3;

/// The hashes of the words of a text, in text order, into `words`.
pub(super) fn words(text: &str, words: &mut Vec<u64>) {
    words.clear();
    let mut hash = Fnv::default();
    let mut end = |hash: &mut Fnv| {
        if *hash != Fnv::default() {
            words.push(std::mem::take(hash).0);
        }
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) {
            let alone = stands_alone(c);
            if alone {
                end(&mut hash);
            }
            hash.lower(c);
            if !alone {
                continue;
            }
        }
        end(&mut hash);
    }
    end(&mut hash);
}

/// Letters of Chinese, Japanese and of the scripts of South East Asia, which are written without spaces.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The hash of a shingle.
pub(super) fn shingle(words: &[u64; WORDS]) -> u32 {
    let together = words[0].rotate_left(42) ^ words[1].rotate_left(21) ^ words[2];
    // rotations alone would make one shingle of the same three words in another order now and then
    (mixed(together.wrapping_add(words[1].wrapping_mul(FNV_PRIME))) >> 32) as u32
}

/// One number for all words in their order: whether a text has changed.
pub(super) fn fingerprint(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |all, word| mixed(all ^ word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut found = Vec::new();
        words(text, &mut found);
        found.len()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, expected) in [
            ("", 0),
            (" — ", 0),
            ("The ferry, no. 2, sank.", 5),
            ("Ils n'étaient pas là", 5),
            ("Мэр сказал: нет", 3),
            ("市长说不", 4),
            ("市长 said", 3),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn case_and_marks_do_not_matter_but_order_does() {
        let all = |text| {
            let mut found = Vec::new();
            words(text, &mut found);
            (fingerprint(&found), shingle(found[..WORDS].try_into().unwrap()))
        };
        assert_eq!(all("The ÉLAN, (sank)"), all("the élan sank"));
        assert_ne!(all("ferry the sank"), all("the ferry sank"));
        assert_ne!(all("sank ferry the"), all("the ferry sank"));
    }

    #[test]
    fn hashes_are_those_of_the_notes_on_disk() {
        let mut found = Vec::new();
        words("The ferry sank", &mut found);
        // computed apart from this, from the definitions
        assert_eq!(found[0], 0x56f5_c919_4461_d57c);
        assert_eq!((shingle(found[..].try_into().unwrap()), fingerprint(&found)), (0x7755_d709, 0x18a8_5adb_338e_0cba));
    }
}
