//! Tests of the planner, with toy components that look like real ones.

mod diagnostics;
mod plans;
pub(super) mod toys;

use wiredesk_config::{Settings, render};

/// Everything said about a configuration.
fn said(text: &str) -> String {
    match Settings::from_text("wiredesk.toml", text) {
        Ok(settings) => render(&super::check_for(&settings, &toys::registry(), 4).diagnostics, false),
        Err(diagnostics) => render(&diagnostics, false),
    }
}
