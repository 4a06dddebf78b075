//! One plugin, compiled and admitted, from which any number of instances are made.

use std::{fmt, sync::Arc};

use wasmtime::component::Linker;
use wiredesk_core::error::Failure;

use crate::{
    admission,
    contract::ExtractorPre,
    counts::{Counts, Tally},
    crash::capped,
    host::Host,
    instance::{Instance, Setup, State},
    log::{self, Gate},
};

/// A plugin that can be run. Cheap to clone; code is freed when the last clone and the last
/// instance are gone.
#[derive(Clone)]
pub struct Module(Arc<Loaded>);

/// What instances share.
pub(crate) struct Loaded {
    pub(crate) extractor: ExtractorPre<State>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) gate: Arc<Gate>,
    /// Keeps the clock going as long as something can be interrupted by it.
    pub(crate) host: Arc<Host>,
}

impl Module {
    /// Compiles a component, or takes it from the host's cache, and checks that it speaks the protocol
    /// and asks for nothing but the log. Nothing of it is run. `name` is for messages.
    ///
    /// Compiling takes about a second for each megabyte.
    ///
    /// # Errors
    /// Always fatal, with a message that names the plugin. Codes: `too-large` (64 MiB),
    /// `not-a-component`, `protocol` (another version of it, or none), `imports`.
    pub fn load(host: &Arc<Host>, name: &str, bytes: &[u8]) -> Result<Self, Failure> {
        admission::file(name, bytes)?;
        let component = host.compile(bytes).map_err(|error| admission::not_compiled(name, &error))?;
        admission::interfaces(name, &component, host.engine())?;
        let mut linker = Linker::new(host.engine());
        let extractor = log::add_to(&mut linker)
            .and_then(|()| linker.instantiate_pre(&component))
            .and_then(ExtractorPre::new)
            .map_err(|error| {
                let message = format!("plugin `{name}` does not fit the protocol: {:#}", error);
                Failure::fatal("protocol", capped(message, 1 << 10))
            })?;
        let tally = Arc::new(Tally::default());
        let gate = Arc::new(Gate::new(tally.clone()));
        Ok(Self(Arc::new(Loaded { extractor, tally, gate, host: host.clone() })))
    }

    /// Makes an instance and has it read its options. Takes some 20 µs, and as long as the plugin
    /// needs for its options: two seconds at most, or [`Limits::timeout`](crate::Limits::timeout) if
    /// that is more.
    ///
    /// # Errors
    /// Always fatal. Codes: `options` with what the plugin says of them, `protocol` if its functions
    /// have other types than this version's, `manifest` if it is to provide what no plugin can, or the
    /// code of a crash (`trap`, `timeout`, `memory`, …).
    pub fn instance(&self, setup: Setup) -> Result<Instance, Failure> {
        Instance::new(self.0.clone(), setup)
    }

    /// What happened since it was loaded.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.0.tally.read()
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("counts", &self.counts()).finish_non_exhaustive()
    }
}
