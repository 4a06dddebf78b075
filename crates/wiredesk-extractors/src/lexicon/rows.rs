//! Reads the lexicon files under `data/`: one fact per line, columns separated by tabs, comment
//! lines starting with `#`. Called by [`super::Lexicons`] once per registry; never allocates text.

/// The columns of every fact of a file; missing columns are empty.
pub(super) fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = [""; N];
        for (column, value) in columns.iter_mut().zip(line.split('\t')) {
            *column = value;
        }
        columns
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_missing_columns_are_no_facts() {
        let found: Vec<[&str; 2]> = rows("# origin\na\tb\n\nc\n").collect();
        assert_eq!(found, [["a", "b"], ["c", ""]]);
    }
}
