//! What the words between quotation marks look like, whoever says them. Called by [`super::attribution`].

/// What the words between marks look like.
pub(super) struct Shape {
    pub(super) starts_sentence: bool,
    pub(super) starts_pronoun: bool,
    pub(super) ends_sentence: bool,
    pub(super) ends_clause: bool,
    /// Every word of some length is capitalised.
    pub(super) title_case: bool,
}

impl Shape {
    pub(super) fn of(inner: &str) -> Self {
        let first = inner.chars().find(|c| !matches!(c, '[' | '(' | '\'' | '‘' | '"' | '“'));
        let last = inner.trim_end_matches(['\'', '’', '"', '”', ')', ']']).chars().next_back();
        let mut long = inner.split_whitespace().filter(|word| word.len() > 3);
        let opening = inner.split([' ', '\'', '’']).next().unwrap_or_default().to_ascii_lowercase();
        Self {
            starts_sentence: first
                .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.' || c == '…' || c == '$'),
            starts_pronoun: matches!(
                &*opening,
                "i" | "we" | "he" | "she" | "they" | "it" | "you" | "there" | "this" | "that"
            ),
            ends_sentence: matches!(last, Some('.' | '!' | '?' | '…')),
            ends_clause: matches!(last, Some(',' | '-' | '—' | ';')),
            title_case: long.clone().next().is_some() && long.all(|word| word.starts_with(|c: char| !c.is_lowercase())),
        }
    }
}
