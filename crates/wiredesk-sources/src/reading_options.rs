//! Options that all sources have in common, from how they are written to what the decoders take.

use std::sync::Arc;

use encoding_rs::Encoding;
use wiredesk_core::options::{Finding, Size};

use crate::formats::{FieldNames, FormatOptions};

pub(crate) fn default_max_document() -> Size {
    Size(16 << 20)
}

pub(crate) fn default_max_expanded() -> Size {
    Size(64 << 30)
}

/// The charset has to exist.
pub(crate) fn check_encoding(label: Option<&str>) -> Option<Finding> {
    let label = label.filter(|label| Encoding::for_label(label.as_bytes()).is_none())?;
    let mut finding = Finding::at("encoding", format!("unknown charset: {label}"));
    finding.expected =
        ["utf-8", "windows-1252", "iso-8859-2", "utf-16le", "shift_jis", "gb18030"].map(str::to_owned).to_vec();
    Some(finding)
}

/// What the decoders take.
pub(crate) fn resolve(
    fields: &FieldNames,
    encoding: Option<&str>,
    max_document: Size,
    max_expanded: Size,
) -> Arc<FormatOptions> {
    let mut options = FormatOptions::new(fields);
    options.encoding = encoding.and_then(|label| Encoding::for_label(label.as_bytes()));
    // Somewhere has to be the end of what is held in memory at once.
    options.max_document = usize::try_from(max_document.0).unwrap_or(usize::MAX).min(1 << 30);
    options.max_expanded = max_expanded.0;
    Arc::new(options)
}
