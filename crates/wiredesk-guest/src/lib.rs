//! Write an extractor for wiredesk in Rust.
//!
//! An extractor reads an article and marks stretches of its text. It is a type that implements
//! [`Extractor`], handed to [`export!`]; built for `wasm32-unknown-unknown` it becomes a component
//! that the daemon runs without any access to files, network, clock or randomness. The only thing
//! it may ask for is a line in the [`log`].
//!
//! ```
//! use wiredesk_guest::{Document, Extractor, Findings};
//!
//! /// Marks every question mark.
//! struct Questions;
//!
//! impl Extractor for Questions {
//!     fn new(_options: &str) -> Result<Self, String> {
//!         Ok(Self)
//!     }
//!
//!     fn extract(&mut self, document: &Document, found: &mut Findings) {
//!         for (at, mark) in document.text().match_indices('?') {
//!             found.annotate(0, at..at + mark.len(), "question");
//!         }
//!     }
//! }
//!
//! wiredesk_guest::export!(Questions);
//!
//! // in a test: runs natively, no WebAssembly needed
//! let found = wiredesk_guest::testing::extract::<Questions>("{}", "Why? Because.");
//! assert_eq!(found.annotations().next().unwrap().range(), 3..4);
//! ```
//!
//! All offsets are UTF-8 bytes of the text, half open, as `&text[range]` takes them.
//!
//! What an extractor finds in a document may depend on that document alone, as the daemon asks
//! again after a crash and spreads documents over several instances. A panic ends the instance:
//! its message goes to the log, the document is recorded as failed, and a fresh instance goes on.

#[doc(hidden)]
pub mod abi;
mod arena;
#[doc(hidden)]
pub mod contract;
mod document;
mod entry;
mod findings;
pub mod json;
pub mod log;
pub mod testing;

pub use document::{Document, Entity, EntityKind, Mention, MentionForm, Ranges, TokenKind};
#[doc(hidden)]
pub use entry::Guest;
pub use findings::{Annotated, Annotation, Findings};

/// What a plugin does. Hand the type to [`export!`].
pub trait Extractor: Sized {
    /// Called once per instance, with the plugin's options as a JSON object: those of the
    /// configuration, checked by the daemon against the `[options]` of the manifest. [`json`] reads
    /// them.
    ///
    /// # Errors
    /// Say what is wrong with the options: the daemon shows it to whoever wrote them.
    fn new(options: &str) -> Result<Self, String>;

    /// Reads one document and writes down what it finds. Only the layers that the manifest
    /// `requires` or `uses` are filled in.
    fn extract(&mut self, document: &Document, found: &mut Findings);
}

/// Makes a type that implements [`Extractor`] the plugin: defines the functions that the daemon
/// calls. Once per crate, which must be a `cdylib`; on other targets than `wasm32` it defines
/// nothing.
#[macro_export]
macro_rules! export {
    ($extractor:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            static GUEST: $crate::Guest<$extractor> = $crate::Guest::new();

            /// Tells `wit-component` which world this module was built for.
            #[used]
            #[unsafe(link_section = "component-type:wiredesk-guest")]
            static CONTRACT: [u8; $crate::contract::TYPES.len()] = *$crate::contract::TYPES;

            #[unsafe(export_name = "cabi_realloc")]
            unsafe extern "C" fn realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
                // SAFETY: called by the host as the canonical ABI says
                unsafe { GUEST.realloc(old, old_size, align, size) }
            }

            #[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#init")]
            unsafe extern "C" fn init(options: *const u8, length: usize) -> *const $crate::abi::Initialised {
                // SAFETY: called by the host as the canonical ABI says
                unsafe { GUEST.init(options, length) }
            }

            #[unsafe(export_name = "wiredesk:extractor/guest@1.0.0#extract")]
            unsafe extern "C" fn extract(
                batch: *const $crate::abi::Given<'static>,
                count: usize,
            ) -> *const $crate::abi::List<'static, $crate::abi::Outcome<'static>> {
                // SAFETY: called by the host as the canonical ABI says
                unsafe { GUEST.extract(batch, count) }
            }
        };
    };
}
