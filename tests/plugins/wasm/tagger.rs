//! A guest that labels the first word of every text with its own version, `1` or `2`: built twice,
//! to see which one was at work. Manifest: provides `acme/version`.

#![no_std]
#![no_main]

mod guest;

use guest::{Outcome, first_word, room};

#[cfg(not(second))]
const VERSION: &str = "1";
#[cfg(second)]
const VERSION: &str = "2";

#[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#init")]
unsafe extern "C" fn init(_: *const u8, _: usize) -> *const [usize; 3] {
    guest::initialised(None)
}

#[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#extract")]
unsafe extern "C" fn extract(batch: *const u8, count: usize) -> *const [usize; 2] {
    let outcomes = room::<Outcome>(count);
    // SAFETY: the host put a batch there
    for (index, text) in unsafe { guest::texts(batch, count) }.enumerate() {
        // SAFETY: there is room for as many
        unsafe { *outcomes.add(index) = first_word(text, VERSION) };
    }
    guest::answer(outcomes, count)
}
