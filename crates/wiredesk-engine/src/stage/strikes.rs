//! On which documents an extractor has broken, and how often: after three times it is not given
//! such a document again. Remembered in the state database per version of the extractor, so that a
//! mended one starts with a clean slate.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use wiredesk_core::{DocumentId, error::Failure};

use crate::state::{State, Striker};

/// So often it may break on one document.
pub(super) const ENOUGH: u32 = 3;

/// The strikes of one stage.
pub(crate) struct Strikes {
    state: State,
    component: Arc<str>,
    known: Mutex<Known>,
}

struct Known {
    version: Arc<str>,
    counts: HashMap<DocumentId, u32>,
}

impl Strikes {
    /// Those that the state database knows of.
    pub(crate) async fn load(state: State, component: Arc<str>, version: Arc<str>) -> Result<Self, Failure> {
        let of = Striker { component: component.clone(), version: version.clone() };
        let counts = state.strikes(of).await?.into_iter().collect();
        Ok(Self { state, component, known: Mutex::new(Known { version, counts }) })
    }

    /// Whether the extractor has broken on a document often enough.
    pub(super) fn out(&self, version: &Arc<str>, document: DocumentId) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // nearly always there is none
        !known.counts.is_empty()
            && known.version == *version
            && known.counts.get(&document).is_some_and(|count| *count >= ENOUGH)
    }

    /// It has broken on a document.
    pub(super) async fn add(&self, version: &Arc<str>, document: DocumentId) {
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if known.version != *version {
                *known = Known { version: version.clone(), counts: HashMap::new() };
            }
            *known.counts.entry(document).or_default() += 1;
        }
        let of = Striker { component: self.component.clone(), version: version.clone() };
        self.state.strike(of, document).await;
    }
}
