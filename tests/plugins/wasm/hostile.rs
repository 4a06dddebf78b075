//! A guest that breaks every rule there is, when the text asks for it with a word of `BEHAVIOURS`.
//! Otherwise it behaves well and labels the first word `first`. Manifest: provides `acme/hostile`.

#![no_std]
#![no_main]

use core::{arch::wasm32, hint::black_box};

mod guest;

use guest::{Outcome, annotation, first_word, found, room};

/// Words and what follows from them.
const BEHAVIOURS: [(&[u8], fn(&[u8]) -> Outcome); 14] = [
    // never ends
    (b"SPIN", |_| loop {}),
    // asks for memory and uses it, until there is no more
    (b"BOMB", |_| {
        loop {
            let page = room::<u8>(65_536);
            // SAFETY: as large as what was asked for
            unsafe { page.write_volatile(1) };
        }
    }),
    // dies with a word
    (b"TRAP", |_| panic!("the text says TRAP")),
    // recursion without end
    (b"DEEP", |text| {
        black_box(deep(text.len() as u32, black_box(0)));
        found(&[])
    }),
    // a gigabyte to copy
    (b"FLOOD", |_| {
        let label = room::<u8>(1 << 20);
        // SAFETY: there is room for as many; text, so that its size is all that is wrong with it
        unsafe { label.write_bytes(b'x', 1 << 20) };
        let label = label as u32;
        let flood = room::<guest::Annotation>(1 << 10);
        for index in 0..1 << 10 {
            // SAFETY: there is room for as many
            unsafe { *flood.add(index) = [0, 0, 0, label, 1 << 20, 0, 0, 0] };
        }
        [0, flood as u32, 1 << 10, 0, 0, 0, 0]
    }),
    // a span that begins inside the first character that is not ASCII
    (b"MIDDLE", |text| {
        let at = text.iter().position(|byte| !byte.is_ascii()).map_or(text.len(), |at| at + 1);
        found(&[annotation(at, text.len(), "middle")])
    }),
    (b"BEYOND", |text| found(&[annotation(0, text.len() + 1, "beyond")])),
    (b"REVERSED", |_| found(&[annotation(3, 1, "reversed")])),
    // a layer the manifest does not have
    (b"LAYER", |_| {
        let mut wrong = annotation(0, 1, "layer");
        wrong[0] = 7;
        found(&[wrong])
    }),
    // a value that is not JSON
    (b"VALUE", |_| {
        let value = "{";
        let mut wrong = annotation(0, 1, "value");
        (wrong[5], wrong[6], wrong[7]) = (1, value.as_ptr() as u32, value.len() as u32);
        found(&[wrong])
    }),
    // strings that are not in its memory
    (b"OUTSIDE", |_| {
        let mut wrong = annotation(0, 1, "outside");
        wrong[3] = u32::MAX - 1;
        found(&[wrong])
    }),
    // talks without end, but not for ever
    (b"CHATTER", |text| {
        (0..10_000).for_each(|_| guest::log("and another thing"));
        first_word(text, "first")
    }),
    // both of these are allowed
    (b"DISCARD", |_| {
        let reason = "the text says DISCARD";
        [1, reason.as_ptr() as u32, reason.len() as u32, 0, 0, 0, 0]
    }),
    (b"FAIL", |_| {
        let (code, message) = ("said-so", "the text says FAIL");
        [2, code.as_ptr() as u32, code.len() as u32, message.as_ptr() as u32, message.len() as u32, 0, 0]
    }),
];

#[inline(never)]
fn deep(text: u32, depth: u32) -> u32 {
    if depth == u32::MAX { text } else { deep(text, depth + 1).rotate_left(1) ^ depth }
}

fn says(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// Refuses options with REFUSE, spins or dies on SPIN and TRAP.
#[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#init")]
unsafe extern "C" fn init(options: *const u8, length: usize) -> *const [usize; 3] {
    // SAFETY: the host put them there
    let options = if length == 0 { &[] } else { unsafe { core::slice::from_raw_parts(options, length) } };
    if says(options, b"SPIN") {
        loop {}
    }
    if says(options, b"TRAP") {
        wasm32::unreachable();
    }
    guest::initialised(says(options, b"REFUSE").then_some("the options say REFUSE"))
}

#[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#extract")]
unsafe extern "C" fn extract(batch: *const u8, count: usize) -> *const [usize; 2] {
    let outcomes = room::<Outcome>(count);
    let mut miscount = 0;
    // SAFETY: the host put a batch there
    for (index, text) in unsafe { guest::texts(batch, count) }.enumerate() {
        // one outcome too few
        miscount |= usize::from(says(text, b"MISCOUNT"));
        let outcome = match BEHAVIOURS.iter().find(|(word, _)| says(text, word)) {
            Some((_, behaviour)) => behaviour(text),
            None => first_word(text, "first"),
        };
        // SAFETY: there is room for as many
        unsafe { *outcomes.add(index) = outcome };
    }
    guest::answer(outcomes, count - miscount)
}
