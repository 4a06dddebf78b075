//! What the guests of this folder share: the contract by hand, in as few bytes as possible, and
//! nothing that would keep a guest from breaking it. Memory is only ever taken; what a call took
//! is given back at the next one. Offsets are those of `crates/wiredesk-guest/src/abi.rs`.

use core::{arch::wasm32, panic::PanicInfo, ptr, slice};

#[allow(dead_code)]
#[path = "../../../crates/wiredesk-guest/src/contract.rs"]
mod contract;

#[used]
#[unsafe(link_section = "component-type:wiredesk-guest")]
static CONTRACT: [u8; contract::TYPES.len()] = *contract::TYPES;

/// Bytes of a document, and where in it the text stands.
const DOCUMENT: usize = 168;
const TEXT: usize = 84;
const PAGE: usize = 65_536;

/// `annotation`: layer, start, end, label, value; strings as pointer and length, the value with a
/// case before it.
pub type Annotation = [u32; 8];
/// `outcome`: case, then three lists, a string, or two strings.
pub type Outcome = [u32; 7];

unsafe extern "C" {
    static __heap_base: u8;
}

/// How much memory was given out in this call.
static mut USED: usize = 0;

/// Room for so many values, zeroed or of an earlier call.
pub fn room<T>(count: usize) -> *mut T {
    // SAFETY: one thread
    unsafe {
        let start = (&raw const __heap_base as usize + USED).next_multiple_of(8);
        let end = start + count * size_of::<T>();
        let pages = end.div_ceil(PAGE);
        let missing = pages.saturating_sub(wasm32::memory_size::<0>());
        if missing > 0 && wasm32::memory_grow::<0>(missing) == usize::MAX {
            panic!("no memory");
        }
        USED = end - &raw const __heap_base as usize;
        start as *mut T
    }
}

#[unsafe(export_name = "cabi_realloc")]
extern "C" fn realloc(_: *mut u8, _: usize, _: usize, size: usize) -> *mut u8 {
    room(size)
}

/// To be called when the arguments of a call are not needed any more. What was written for the host
/// stays until the next call.
pub fn forget() {
    // SAFETY: one thread
    unsafe { USED = 0 }
}

/// The texts of a batch.
///
/// # Safety
/// The host put a batch there.
pub unsafe fn texts(batch: *const u8, count: usize) -> impl Iterator<Item = &'static [u8]> {
    (0..count).map(move |index| {
        // SAFETY: promised by the caller
        unsafe {
            let [start, length] = *batch.add(index * DOCUMENT + TEXT).cast::<[usize; 2]>();
            if length == 0 { &[] } else { slice::from_raw_parts(start as *const u8, length) }
        }
    })
}

/// An outcome with these annotations.
pub fn found(annotations: &[Annotation]) -> Outcome {
    let list = room::<Annotation>(annotations.len());
    // SAFETY: there is room for as many
    unsafe { list.copy_from_nonoverlapping(annotations.as_ptr(), annotations.len()) };
    [0, list as u32, annotations.len() as u32, 0, 0, 0, 0]
}

/// An annotation of layer 0.
pub fn annotation(start: usize, end: usize, label: &str) -> Annotation {
    [0, start as u32, end as u32, label.as_ptr() as u32, label.len() as u32, 0, 0, 0]
}

/// An outcome in which the first word has this label.
pub fn first_word(text: &[u8], label: &str) -> Outcome {
    let start = text.len() - text.trim_ascii_start().len();
    let end = text[start..].iter().position(u8::is_ascii_whitespace).map_or(text.len(), |length| start + length);
    if start == end { found(&[]) } else { found(&[annotation(start, end, label)]) }
}

/// What `extract` returns: a list of as many of these outcomes.
pub fn answer(outcomes: *const Outcome, count: usize) -> *const [usize; 2] {
    let list = room::<[usize; 2]>(1);
    // SAFETY: there is room for it
    unsafe { *list = [outcomes as usize, count] };
    forget();
    list
}

/// What `init` returns: accepted, or the reason why not.
pub fn initialised(refusal: Option<&str>) -> *const [usize; 3] {
    let result = room::<[usize; 3]>(1);
    let value = refusal.map_or([0; 3], |refusal| [1, refusal.as_ptr() as usize, refusal.len()]);
    // SAFETY: there is room for it
    unsafe { ptr::write(result, value) };
    forget();
    result
}

/// Writes to the log, at level `error`.
pub fn log(message: &str) {
    #[link(wasm_import_module = "wiredesk:extractor/log@1.0.0")]
    unsafe extern "C" {
        fn write(level: u32, message: *const u8, length: usize);
    }
    // SAFETY: the host reads a string and keeps nothing
    unsafe { write(3, message.as_ptr(), message.len()) }
}

#[panic_handler]
fn panicked(panic: &PanicInfo<'_>) -> ! {
    log(panic.message().as_str().unwrap_or("panicked"));
    wasm32::unreachable()
}
