//! How much of one text stands in another, by runs of four words. Tells whether two texts are of one article; asked where
//! there are rivals for the main text, and where an article goes on at another page.

use std::collections::HashSet;

/// Words in a run: enough not to be shared by chance.
const RUN: usize = 4;

/// The words of a text, without what stands between them.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn runs<'t>(words: &[&'t str]) -> HashSet<[&'t str; RUN]> {
    words.array_windows().copied().collect()
}

/// The share of the runs in `part` that stand in `whole`, too; 0 if it has fewer words than a run.
pub(crate) fn share(part: &str, whole: &str) -> f64 {
    let (part, whole) = (runs(&words(part)), runs(&words(whole)));
    let common = part.iter().filter(|run| whole.contains(*run)).count();
    if part.is_empty() { 0.0 } else { common as f64 / part.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_first_text() {
        let whole = "The quay of Tarn stays closed until the spring, says the mayor.";
        assert_eq!(share("“The quay of Tarn” stays\nclosed", whole), 1.0);
        assert_eq!(share("Ferries berth elsewhere until the spring says", whole), 0.25);
        assert_eq!(share("The quay of", whole), 0.0);
        assert_eq!(share(whole, ""), 0.0);
    }
}
