//! Extractors that are WebAssembly components of the world `wiredesk:extractor@1.0.0`
//! (`wit/extractor.wit`), run without any capability but a rate-limited log. The only crate that
//! knows wasmtime.
