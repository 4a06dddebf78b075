//! Which documents an extractor is not asked about: those in a language it cannot read, those that
//! lack a layer because an earlier extractor failed, and those on which it broke too often. Asked by
//! the workers of a stage.

use std::{borrow::Cow, sync::Arc};

use wiredesk_core::{Document, document::Problem};

use super::{Stage, strikes::ENOUGH};

/// Below this confidence a document's language counts as unknown.
const SURE: f32 = 0.5;

impl Stage {
    /// Why the extractor is not asked about a document, if so. `failed` has a bit for every
    /// earlier stage that did not do its work on it.
    pub(super) fn gate(&self, document: &Document, failed: u64, version: &Arc<str>) -> Option<Problem> {
        if let Some(language) = &document.layers.language
            && !self.declaration.languages.is_empty()
            && language.confidence >= SURE
            && !self.declaration.languages.contains(&language.code)
        {
            let message = format!("the text is in `{}`, which this extractor does not read", language.code);
            return Some(self.problem("unsupported-language".into(), message));
        }
        if failed & self.needs != 0 {
            let message = "an earlier extractor gave no layer for this one to build on".to_owned();
            return Some(self.problem("missing-layer".into(), message));
        }
        if self.strikes.out(version, document.id) {
            let message =
                format!("passed by: it has broken on this document {ENOUGH} times; a new version tries again");
            return Some(self.problem("quarantined".into(), message));
        }
        None
    }

    /// A problem of this stage.
    pub(super) fn problem(&self, code: Cow<'static, str>, message: String) -> Problem {
        Problem { stage: self.component.place.id.clone(), code, message }
    }
}
