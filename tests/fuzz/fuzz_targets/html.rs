//! Feeds `wiredesk_sources::fuzzing::html`, where it says what is checked.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wiredesk_sources::fuzzing::html(bytes));
