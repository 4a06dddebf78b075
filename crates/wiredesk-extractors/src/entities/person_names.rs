//! The parts of a person's name and whether two names can mean the same person: surname alone,
//! initials, middle names left out. Called by the grouping.

use super::words::Word;

/// The words of a name, without suffixes such as "Jr.".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName<'t> {
    parts: Vec<&'t str>,
}

const SUFFIXES: [&str; 8] = ["Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV", "PhD"];

impl<'t> PersonName<'t> {
    /// Of the words of a mention.
    pub(super) fn new(text: &'t str, words: &[Word]) -> Self {
        Self::of(words.iter().map(|word| &text[word.span.range()]))
    }

    fn of(words: impl Iterator<Item = &'t str>) -> Self {
        let mut parts: Vec<_> = words.collect();
        while parts.len() > 1 && parts.last().is_some_and(|last| SUFFIXES.contains(last)) {
            parts.pop();
        }
        Self { parts }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn first(&self) -> Option<&'t str> {
        self.parts.first().copied()
    }

    fn last(&self) -> &'t str {
        self.parts.last().map_or("", |last| bare(last))
    }

    /// Whether this surname is that of the full name `other` but for a slip: one letter of six, or two of eight.
    pub(super) fn is_nearly(&self, other: &Self) -> bool {
        let (own, surname) = (self.last(), other.last());
        let most = match own.len().min(surname.len()) {
            0..6 => return false,
            6..8 => 1,
            _ => 2,
        };
        other.len() > 1
            && own.bytes().next() == surname.bytes().next()
            && own.len().abs_diff(surname.len()) <= most
            && strsim::osa_distance(own, surname) <= most
    }

    /// How well this name fits `other`: 0 not at all, 1 by first name, 2 by surname, 3 by several
    /// parts, 4 entirely.
    pub(super) fn fits(&self, other: &Self) -> u32 {
        if self.parts == other.parts {
            return 4;
        }
        let (short, long) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        if short.len() == 1 {
            return match bare(short.parts[0]) {
                part if long.len() == 1 => u32::from(part == long.last()) * 4,
                part if part == long.last() => 2,
                part if long.parts.first() == Some(&part) => 1,
                // "Lula" for "Luiz Inacio Lula da Silva", "Suu Kyi" is caught below
                part if long.len() > 2 && long.parts.contains(&part) => 1,
                _ => 0,
            };
        }
        if within(short, long) {
            return 3;
        }
        let same_surname = short.last() == long.last();
        let firsts = (short.parts[0], long.parts[0]);
        let initial = |a: &str, b: &str| a.len() <= 2 && a.ends_with('.') && b.starts_with(&a[..1]);
        let firsts_fit = firsts.0 == firsts.1 || initial(firsts.0, firsts.1) || initial(firsts.1, firsts.0);
        if same_surname && firsts_fit { 3 } else { 0 }
    }
}

/// Without the Arabic article: "al-Zarqawi" is also called "Zarqawi".
fn bare(part: &str) -> &str {
    ["al-", "Al-", "el-", "El-"].iter().find_map(|article| part.strip_prefix(article)).unwrap_or(part)
}

/// Whether the parts of `short` stand in `long` in that order.
fn within(short: &PersonName<'_>, long: &PersonName<'_>) -> bool {
    let mut rest = long.parts.iter();
    short.parts.iter().all(|part| rest.any(|other| bare(other) == bare(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_nearly_another_but_for_a_slip() {
        for (one, other, nearly) in [
            ("Lindqvst", "Greta Lindqvist", true),
            ("Clements", "Jonas Clement", true),
            ("Haugenstien", "Ilse Haugenstein", true),
            ("Brant", "Ilse Brandt", false),
            ("Lindberg", "Greta Lindqvist", false),
            ("Clements", "Clement", false),
        ] {
            let name = |text: &'static str| PersonName::of(text.split(' '));
            assert_eq!(name(one).is_nearly(&name(other)), nearly, "{one} / {other}");
        }
    }

    #[test]
    fn names_fit_by_surname_first_name_and_parts() {
        for (one, other, fit) in [
            ("Brandt", "Ilse Brandt", 2),
            ("Ilse", "Ilse Brandt", 1),
            ("Ilse Brandt", "Ilse Brandt", 4),
            ("Ilse K. Brandt", "Ilse Brandt", 3),
            ("I. Brandt", "Ilse Brandt", 3),
            ("Jonas Brandt", "Ilse Brandt", 0),
            ("Haddad", "Karim al-Haddad", 2),
            ("Moreau", "Ilse Brandt", 0),
            ("Ilse Brandt Jr.", "Ilse Brandt", 4),
        ] {
            let name = |text: &'static str| PersonName::of(text.split(' '));
            assert_eq!(name(one).fits(&name(other)), fit, "{one} / {other}");
            assert_eq!(name(other).fits(&name(one)), fit, "{other} / {one}");
        }
    }
}
