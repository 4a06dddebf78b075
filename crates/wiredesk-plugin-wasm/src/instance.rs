//! One worker's instance of a plugin: hands it documents in batches, ends it when it breaks, makes
//! a new one, and finds out which document was to blame.

use std::{fmt, sync::Arc, time::Duration};

use wasmtime::Store;
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor},
};

use crate::{
    answer::Provided,
    contract::{Extractor, exports::wiredesk::extractor::guest::Outcome},
    crash::{Crash, capped},
    given::{Asked, Scratch},
    host::Host,
    limits::{Limits, MemoryBudget},
    log::{self, Gate},
    module::Loaded,
};

/// Documents of one call.
const BATCH: usize = 16;
/// Bytes of text of one call; a longer document goes alone.
const BATCH_TEXT: usize = 1 << 20;
/// What a plugin has at least to read its options.
const INIT: Duration = Duration::from_secs(2);

/// What an instance is made with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Id of the extractor, for problems and the log.
    pub name: Arc<str>,
    /// A JSON object.
    pub options: String,
    /// What the plugin's manifest declares; it is given the layers that it requires or uses, and
    /// nothing but what it provides is taken from it.
    pub declaration: Declaration,
    /// What it may use.
    pub limits: Limits,
}

/// What the host keeps for a running instance; reached by its imports and its limits.
pub(crate) struct State {
    pub(crate) name: Arc<str>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) lines: u32,
    pub(crate) memory: MemoryBudget,
}

/// A worker's copy of a plugin, with memory of its own.
///
/// Any break ends the copy; the next document finds a fresh one. Failures of a document: those the
/// plugin itself gives, under its codes; `invalid-span`, `invalid-layer`, `invalid-value`
/// or `too-many-annotations` for findings that do not fit; and crashes: `trap`,
/// `timeout`, `memory`, `stack-overflow`, `output`, `wrong-count`, `unavailable`.
pub struct Instance {
    module: Arc<Loaded>,
    setup: Setup,
    asked: Asked,
    provided: Provided,
    /// None after a break, until the next call.
    running: Option<Running>,
    scratch: Scratch,
    /// Documents of one call, at present: fewer where full batches were too much for one call's
    /// limits, though every document alone was not.
    batch: usize,
    /// Set when it could not be started again: it is not tried once more before the next batch.
    unavailable: Option<Crash>,
}

struct Running {
    store: Store<State>,
    extractor: Extractor,
}

impl Instance {
    pub(crate) fn new(module: Arc<Loaded>, setup: Setup) -> Result<Self, Failure> {
        let provided = Provided::new(&setup)?;
        let asked = Asked::new(&setup.declaration);
        let running = Running::start(&module, &setup).map_err(|stopped| match stopped {
            Stopped::Options(message) => Failure::fatal("options", capped(message, 4 << 10)),
            Stopped::Protocol(why) => {
                let message = format!("plugin `{}` does not fit the protocol: {why}", setup.name);
                Failure::fatal("protocol", capped(message, 4 << 10))
            }
            Stopped::Crash(crash) => {
                Failure::fatal(crash.code, format!("plugin `{}` cannot be started: {}", setup.name, crash.message))
            }
        })?;
        Ok(Self {
            module,
            setup,
            asked,
            provided,
            running: Some(running),
            scratch: Scratch::default(),
            batch: BATCH,
            unavailable: None,
        })
    }

    /// Asks about several documents in one call. After a crash the instance is gone.
    fn call(&mut self, documents: &[&Document]) -> Result<Vec<Outcome>, Crash> {
        if let Some(crash) = &self.unavailable {
            return Err(crash.clone());
        }
        let running = match &mut self.running {
            Some(running) => running,
            none => match Running::start(&self.module, &self.setup).map_err(Stopped::again) {
                Ok(running) => none.insert(running),
                Err(crash) => return Err(self.unavailable.insert(crash).clone()),
            },
        };
        let limits = &self.setup.limits;
        let outcomes = running.extract(&mut self.scratch, &self.asked, documents, limits);
        log::speak_of(&self.setup.name, self.module.gate.settle());
        let outcomes = outcomes.and_then(|outcomes| match outcomes.len() {
            count if count == documents.len() => Ok(outcomes),
            count => Err(Crash::wrong_count(documents.len(), count)),
        });
        outcomes.inspect_err(|crash| {
            self.running = None;
            self.module.tally.trap(crash.code == Crash::TIMEOUT);
        })
    }

    /// Asks about a chunk; if that breaks the instance, about each document alone, so that only those
    /// to blame pay for it.
    fn answer(&mut self, chunk: &[&Document], answers: &mut Vec<Result<Findings, Failure>>) {
        match self.call(chunk) {
            Ok(outcomes) => {
                let answered =
                    chunk.iter().zip(outcomes).map(|(document, outcome)| self.provided.findings(document, outcome));
                answers.extend(answered);
                if chunk.len() == self.batch {
                    self.batch = (self.batch * 2).min(BATCH);
                }
            }
            Err(crash) if chunk.len() == 1 => answers.push(Err(crash.into_failure())),
            Err(_) => {
                let before = answers.len();
                for document in chunk {
                    self.answer(&[document], answers);
                }
                let broke = |answer: &Result<Findings, Failure>| answer.as_ref().is_err_and(|failure| failure.crash);
                if !answers[before..].iter().any(broke) {
                    self.batch = (chunk.len() / 2).max(1);
                }
            }
        }
    }
}

#[cfg(test)]
impl Instance {
    pub(crate) fn batch(&self) -> usize {
        self.batch
    }

    pub(crate) fn setup_mut(&mut self) -> &mut Setup {
        &mut self.setup
    }
}

impl SyncExtractor for Instance {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        self.unavailable = None;
        let outcome = self.call(&[document]).map_err(Crash::into_failure)?.pop();
        outcome.map_or_else(
            || Err(Crash::wrong_count(1, 0).into_failure()),
            |outcome| self.provided.findings(document, outcome),
        )
    }

    fn extract_batch(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
        self.unavailable = None;
        let mut answers = Vec::with_capacity(batch.len());
        while answers.len() < batch.len() {
            let rest = &batch[answers.len()..];
            let mut text = 0;
            let fits = |document: &&&Document| {
                text += document.text.len();
                text <= BATCH_TEXT
            };
            let count = rest.iter().take(self.batch).take_while(fits).count().max(1);
            self.answer(&rest[..count], &mut answers);
        }
        answers
    }

    fn takes_batches(&self) -> bool {
        true
    }
}

/// Why an instance could not be started.
enum Stopped {
    Options(String),
    /// Its functions are not those of the contract.
    Protocol(String),
    Crash(Crash),
}

impl Stopped {
    /// Of an instance that could be started before.
    fn again(self) -> Crash {
        match self {
            Self::Options(message) | Self::Protocol(message) => Crash::unavailable(&capped(message, 1 << 10)),
            Self::Crash(crash) => Crash::unavailable(&crash.message),
        }
    }
}

impl Running {
    fn start(module: &Loaded, setup: &Setup) -> Result<Self, Stopped> {
        let Setup { name, options, limits, .. } = setup;
        let memory = MemoryBudget::new(limits.memory);
        let state = State { name: name.clone(), gate: module.gate.clone(), lines: limits.log_lines, memory };
        let mut store = Store::new(module.host.engine(), state);
        store.limiter(|state| &mut state.memory);
        store.set_hostcall_fuel(limits.output);
        let patience = INIT.max(limits.timeout);
        store.set_epoch_deadline(Host::ticks(patience));
        module.tally.instance();
        let crashed = |store: &mut Store<State>, error: &wasmtime::Error| {
            let refused = store.data_mut().memory.take_refusal();
            let crash = Crash::of(error, refused, limits, patience);
            module.tally.trap(crash.code == Crash::TIMEOUT);
            Stopped::Crash(crash)
        };
        let instance = module.extractor.instance_pre().instantiate(&mut store);
        let instance = instance.map_err(|error| crashed(&mut store, &error))?;
        let extractor = Extractor::new(&mut store, &instance);
        let extractor = extractor.map_err(|error| Stopped::Protocol(format!("{error:#}")))?;
        let answer = extractor.wiredesk_extractor_guest().call_init(&mut store, options);
        answer.map_err(|error| crashed(&mut store, &error))?.map_err(Stopped::Options)?;
        Ok(Self { store, extractor })
    }

    fn extract(
        &mut self,
        scratch: &mut Scratch,
        asked: &Asked,
        documents: &[&Document],
        limits: &Limits,
    ) -> Result<Vec<Outcome>, Crash> {
        let Self { store, extractor } = self;
        store.set_epoch_deadline(Host::ticks(limits.timeout));
        store.data_mut().memory.take_refusal();
        let guest = extractor.wiredesk_extractor_guest();
        scratch.with_given(asked, documents, |given| guest.call_extract(&mut *store, given)).map_err(|error| {
            let refused = store.data_mut().memory.take_refusal();
            Crash::of(&error, refused, limits, limits.timeout)
        })
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("setup", &self.setup).finish_non_exhaustive()
    }
}
