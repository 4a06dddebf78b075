//! A text as a set of shingles: every three words in a row, hashed. The hashes are part of what is
//! kept on disk (see [`super::note`]) and must not change within one version of it; a test holds some
//! of them fast.
//!
//! A word is a run of letters and digits without regard to case; in scripts that put no spaces between
//! words, every letter is one. Its hash is FNV-1a with 64 bits over its lower-case UTF-8. A shingle's
//! hash is the upper half of the 64 bits that MurmurHash3's finalizer makes of its three words.
//!
//! A number is a word that begins with a digit. What counts of it is the number together with the one before it, if that
//! is near, else with the word before it: by themselves, few small numbers are missing from any table. Line ends do
//! not count, because copies are wrapped in other places.

use crate::hashing::{FNV_PRIME, Fnv, mixed};

/// Words in a shingle. Two make too many of set phrases, four too many of every changed word.
pub(super) const WORDS: usize = 3;

/// A number belongs together with one so many words before it.
const NEAR: usize = 12;

/// The hashes of the words of a text, in text order, into `words`, and those of its numbers into `numbers`.
pub(super) fn words(text: &str, words: &mut Vec<u64>, numbers: &mut Vec<u32>) {
    words.clear();
    numbers.clear();
    let mut hash = Fnv::default();
    let mut number = false;
    // place and hash of the last number
    let mut last: Option<(usize, u64)> = None;
    let mut end = |hash: &mut Fnv, number: bool| {
        if *hash != Fnv::default() {
            let word = std::mem::take(hash).0;
            if number {
                let at = words.len();
                let near = last.filter(|(place, _)| at - place <= NEAR).map(|(_, hash)| hash);
                let before = near.or(words.last().copied()).unwrap_or_default();
                last = Some((at, word));
                numbers.push((mixed(before.rotate_left(32) ^ word) >> 32) as u32);
            }
            words.push(word);
        }
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()) {
            if hash == Fnv::default() {
                number = c.is_numeric();
            }
            let alone = stands_alone(c);
            if alone {
                end(&mut hash, number);
                number = false;
            }
            hash.lower(c);
            if !alone {
                continue;
            }
        }
        end(&mut hash, number);
    }
    end(&mut hash, number);
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
        words(text, &mut found, &mut Vec::new());
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
            words(text, &mut found, &mut Vec::new());
            (fingerprint(&found), shingle(found[..WORDS].try_into().unwrap()))
        };
        assert_eq!(all("The ÉLAN, (sank)"), all("the élan sank"));
        assert_ne!(all("ferry the sank"), all("the ferry sank"));
        assert_ne!(all("sank ferry the"), all("the ferry sank"));
    }

    #[test]
    fn hashes_are_those_of_the_notes_on_disk() {
        let (mut found, mut numbers) = (Vec::new(), Vec::new());
        words("The ferry sank", &mut found, &mut numbers);
        // computed apart from this, from the definitions
        assert_eq!(found[0], 0x56f5_c919_4461_d57c);
        assert_eq!((shingle(found[..].try_into().unwrap()), fingerprint(&found)), (0x7755_d709, 0x18a8_5adb_338e_0cba));
    }
    #[test]
    fn numbers_count_with_what_stands_before_them() {
        let numbers = |text| {
            let mut numbers = Vec::new();
            words(text, &mut Vec::new(), &mut numbers);
            numbers
        };
        for (text, count) in
            [("", 0), ("No number", 0), ("3 of 12", 2), ("down 1.2 percent", 2), ("B12 and 12b", 1), ("3市长3", 2)]
        {
            assert_eq!(numbers(text).len(), count, "{text}");
        }
        assert_eq!(numbers("Rovers 3"), numbers("the rovers, 3"));
        assert_ne!(numbers("Rovers 3"), numbers("Albion 3"));
        assert_ne!(numbers("Rovers 3"), numbers("Rovers 4"));
        let last = |text| numbers(text).pop();
        assert_eq!(last("between 3 and 9"), last("from 3\nto 9"), "with the number before them");
        assert_ne!(last("between 3 and 9"), last("between 4 and 9"));
        let far = "a ".repeat(20);
        assert_eq!(last(&format!("3 {far} 9")), last(&format!("4 {far} 9")), "which has to be near");
    }
}
