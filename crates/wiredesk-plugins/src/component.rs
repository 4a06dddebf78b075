//! Turns what a compiler makes of a plugin into the component that the sandbox runs. Called by
//! `wiredesk plugin build`; the daemon never builds anything.

use wit_component::ComponentEncoder;

/// How a component begins, as opposed to a plain module.
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";
const MODULE: &[u8] = b"\0asm\x01\0\0\0";

/// Why no component can be made.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct NotBuilt {
    /// Lower case, no full stop.
    pub message: String,
    /// The remedy.
    pub hint: Option<&'static str>,
}

/// The component in `bytes`: as it is if it is one already, else made of the module.
///
/// # Errors
/// It is neither, or the module does not say which world it was built for.
pub fn component(bytes: Vec<u8>) -> Result<Vec<u8>, NotBuilt> {
    if bytes.starts_with(COMPONENT) {
        return Ok(bytes);
    }
    if !bytes.starts_with(MODULE) {
        return Err(NotBuilt { message: "what was built is no WebAssembly".to_owned(), hint: None });
    }
    let encoded = ComponentEncoder::default().validate(true).module(&bytes).and_then(|mut encoder| encoder.encode());
    encoded.map_err(|error| {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        let message = format!("what was built cannot be made a component: {}", causes.join(": "));
        let hint = if message.contains("wasi_snapshot_preview1") {
            Some("build it for `wasm32-unknown-unknown`: a plugin gets no system interface (WASI)")
        } else {
            Some("the code has to export the world `extractor` of `wiredesk:extractor@1.0.0`, as the guest SDK does")
        };
        NotBuilt { message, hint }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_component_already_stays_as_it_is() {
        assert_eq!(component(COMPONENT.to_vec()).unwrap(), COMPONENT);
    }

    #[test]
    fn what_is_none_is_refused_with_a_reason() {
        assert!(component(b"#!/bin/sh".to_vec()).unwrap_err().message.contains("no WebAssembly"));
    }
}
