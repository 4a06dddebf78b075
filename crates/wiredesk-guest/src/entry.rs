//! The plugin as the host sees it: what the functions that `export!` defines do. Takes the
//! arguments that the host left in the arena, calls the author's extractor, and keeps its findings
//! until the next call, so that the host can read them.

use std::{cell::UnsafeCell, mem};

use crate::{
    Document, Extractor, Findings,
    abi::{Given, Initialised, List, Outcome, Text},
    arena::Arena,
};

/// A plugin's only state. `export!` makes one.
pub struct Guest<T> {
    /// Apart from the rest: the host may put something down while the extractor is at work.
    arena: UnsafeCell<Arena>,
    state: UnsafeCell<State<T>>,
}

struct State<T> {
    extractor: Option<T>,
    /// Why the options were refused, for the host to read.
    refusal: String,
    initialised: Initialised,
    /// One per document of the largest batch so far.
    found: Vec<Findings>,
    /// Point into `found`; read by the host after the call.
    outcomes: Vec<Outcome<'static>>,
    answer: List<'static, Outcome<'static>>,
}

// SAFETY: a component has one thread, and the host never enters it while it is inside
#[cfg(target_arch = "wasm32")]
unsafe impl<T> Sync for Guest<T> {}

impl<T> Guest<T> {
    /// A plugin that has not been initialised yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        let state = State {
            extractor: None,
            refusal: String::new(),
            initialised: Initialised { case: 0, error: Text::of("") },
            found: Vec::new(),
            outcomes: Vec::new(),
            answer: List::of(&[]),
        };
        Self { arena: UnsafeCell::new(Arena::new()), state: UnsafeCell::new(state) }
    }

    /// `cabi_realloc`: room for what the host hands over with its next call.
    ///
    /// # Safety
    /// As the canonical ABI says: `old` is null or was returned by this function since the last call.
    pub unsafe fn realloc(&self, old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
        // SAFETY: nobody else holds a reference to the arena; the rest is promised by the caller
        unsafe { (*self.arena.get()).realloc(old, old_size, align, size) }
    }
}

impl<T: Extractor> Guest<T> {
    /// `init`.
    ///
    /// # Safety
    /// As the canonical ABI says: the options lie in room that `realloc` gave, and the answer is read
    /// before the next call.
    pub unsafe fn init(&self, options: *const u8, length: usize) -> *const Initialised {
        #[cfg(target_arch = "wasm32")]
        std::panic::set_hook(Box::new(crate::log::panicked));
        // SAFETY: the host does not enter the plugin while it is inside
        let state = unsafe { &mut *self.state.get() };
        // SAFETY: promised by the caller
        let options = unsafe { Text::at(options, length) }.get();
        state.initialised = match T::new(options) {
            Ok(extractor) => {
                state.extractor = Some(extractor);
                Initialised { case: 0, error: Text::of("") }
            }
            Err(refusal) => {
                state.refusal = refusal;
                // SAFETY: `refusal` stays as it is until the next call
                Initialised { case: 1, error: unsafe { Text::at(state.refusal.as_ptr(), state.refusal.len()) } }
            }
        };
        // SAFETY: `T` cannot have kept the options, which it had for any lifetime; only the arena is touched
        unsafe { (*self.arena.get()).reset() };
        &raw const state.initialised
    }

    /// `extract`.
    ///
    /// # Safety
    /// As the canonical ABI says: the batch lies in room that `realloc` gave, and the answer is read
    /// before the next call.
    pub unsafe fn extract(&self, batch: *const Given<'_>, count: usize) -> *const List<'static, Outcome<'static>> {
        // SAFETY: the host does not enter the plugin while it is inside
        let state = unsafe { &mut *self.state.get() };
        // SAFETY: promised by the caller
        let batch = unsafe { List::at(batch, count) }.get();
        let extractor = state.extractor.as_mut().expect("the host calls init first");
        state.outcomes.clear();
        if state.found.len() < batch.len() {
            state.found.resize_with(batch.len(), Findings::default);
        }
        for (given, found) in batch.iter().zip(&mut state.found) {
            found.clear();
            extractor.extract(&Document(*given), found);
        }
        let outcomes = state.found[..batch.len()].iter_mut().map(|found| {
            // SAFETY: the findings stay as they are until the next call, which first forgets the outcomes
            unsafe { mem::transmute::<Outcome<'_>, Outcome<'static>>(found.outcome()) }
        });
        state.outcomes.extend(outcomes);
        // SAFETY: as above
        state.answer = unsafe { List::at(state.outcomes.as_ptr(), state.outcomes.len()) };
        // SAFETY: outcomes point into the findings, not into the batch, which ends here
        unsafe { (*self.arena.get()).reset() };
        &raw const state.answer
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;
    use crate::{abi::Read, testing::Article};

    /// Labels the first letter with the prefix of the options; drops what is empty.
    struct Initial(String);

    impl Extractor for Initial {
        fn new(options: &str) -> Result<Self, String> {
            if options.is_empty() { Err("no prefix".into()) } else { Ok(Self(options.into())) }
        }

        fn extract(&mut self, document: &Document, found: &mut Findings) {
            match document.text().chars().next() {
                Some(letter) => {
                    found.annotate(0, 0..letter.len_utf8(), &format!("{}{letter}", self.0));
                }
                None => found.drop("empty"),
            }
        }
    }

    /// Copies to where the host would.
    fn put<V: Copy>(guest: &Guest<Initial>, values: &[V]) -> *const V {
        // SAFETY: the room is as large as what is copied
        unsafe {
            let room = guest.realloc(ptr::null_mut(), 0, align_of::<V>(), size_of_val(values)).cast::<V>();
            room.copy_from_nonoverlapping(values.as_ptr(), values.len());
            room
        }
    }

    #[test]
    fn a_batch_gets_one_outcome_per_document_in_order() {
        let guest = Guest::<Initial>::new();
        // SAFETY: called as the host would
        unsafe { assert_eq!((*guest.init(put(&guest, b"> "), 2)).case, 0) };
        for texts in [&["Ärger", "", "b"][..], &["once more"], &[]] {
            let articles: Vec<Article> = texts.iter().map(|text| Article::new(text)).collect();
            let readers: Vec<_> = articles.iter().map(Article::lend).collect();
            let given: Vec<Given> = readers.iter().map(crate::testing::Lent::given).collect();
            // SAFETY: called as the host would
            let answer = unsafe { *guest.extract(put(&guest, &given), given.len()) };
            let said = |outcome: &Outcome<'static>| match outcome.read() {
                Read::Found(found) => found.annotations.get()[0].label.get(),
                Read::Drop(reason) => reason,
                Read::Failed(code, _) => code,
            };
            let labels: Vec<&str> = answer.get().iter().map(said).collect();
            let expected: Vec<String> = (texts.iter())
                .map(|text| text.chars().next().map_or("empty".into(), |letter| format!("> {letter}")))
                .collect();
            assert_eq!(labels, expected);
        }
    }

    #[test]
    fn refused_options_are_answered_with_the_reason() {
        let guest = Guest::<Initial>::new();
        // SAFETY: called as the host would
        let answer = unsafe { &*guest.init(ptr::null(), 0) };
        assert_eq!((answer.case, answer.error.get()), (1, "no prefix"));
    }
}
