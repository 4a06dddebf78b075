//! What single marks mean to the splitter. Knows nothing of what stands around them.

/// Marks that may end a sentence.
pub(super) fn is_terminal(mark: &str) -> bool {
    matches!(mark.as_bytes().first(), Some(b'.' | b'!' | b'?'))
        || matches!(mark, "…" | "‼" | "⁇" | "⁈" | "⁉" | "؟" | "۔" | "։" | "።" | "།")
        || is_wide_terminal(mark)
}

/// Hyphens and dashes that stand apart.
pub(super) fn is_dash(mark: &str) -> bool {
    matches!(mark, "-" | "--" | "–" | "—" | "―")
}

/// Marks that end a sentence whatever follows.
pub(super) fn is_wide_terminal(mark: &str) -> bool {
    matches!(mark, "。" | "！" | "？" | "।" | "॥" | "။" | "។" | "｡" | "．")
}

/// Quotation marks that only open.
pub(super) fn is_opening(mark: &str) -> bool {
    matches!(mark, "“" | "„" | "‘" | "‚" | "«" | "‹" | "「" | "『" | "``" | "`" | "〝")
}
