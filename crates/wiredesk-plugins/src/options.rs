//! A plugin's table of options: checked against the schema in its manifest, defaults filled in,
//! before any of the plugin's code runs.

use serde_json::Value;
use wiredesk_core::options::{self, Finding};

/// The options a plugin is started with.
///
/// # Errors
/// Every mistake in the table.
pub fn complete(schema: &Value, mut options: Value) -> Result<Value, Vec<Finding>> {
    let findings = options::mistakes(schema, &options);
    if !findings.is_empty() {
        return Err(findings);
    }
    if let (Some(table), Some(properties)) = (options.as_object_mut(), schema["properties"].as_object()) {
        for (name, property) in properties {
            if let Some(default) = property.get("default").filter(|_| !table.contains_key(name)) {
                table.insert(name.clone(), default.clone());
            }
        }
    }
    Ok(options)
}
