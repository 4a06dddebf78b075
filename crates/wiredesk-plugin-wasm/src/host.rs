//! The engine that all plugins share: how they are compiled, and the clock by which they are
//! interrupted. Made once by whoever loads plugins; lives as long as any module made with it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use wasmtime::{Config, Engine, OptLevel, component::Component};
use wiredesk_core::error::Failure;

use crate::cache::Cache;

/// How exact time limits are.
const TICK: Duration = Duration::from_millis(10);
/// Bytes of stack a plugin may use; threads that call it need this much and more.
const STACK: usize = 512 << 10;

/// Compiles plugins, keeps what it compiled, and counts time for their limits.
pub struct Host {
    engine: Engine,
    cache: Option<Cache>,
    /// Dropped with the host, which ends the ticker.
    _ticker: Sender<()>,
}

impl Host {
    /// A host that keeps compiled plugins in the folder `cache`, or compiles anew every time.
    ///
    /// The folder is made if it is missing. It must belong to the user this program runs as, and
    /// nobody else may be able to write to it: what lies in it is run as it is.
    ///
    /// # Errors
    /// Fatal, `cache`: the folder cannot be made or others can write to it. Fatal, `engine`: this
    /// machine cannot run compiled plugins.
    pub fn new(cache: Option<PathBuf>) -> Result<Arc<Self>, Failure> {
        let mut config = Config::new();
        config.epoch_interruption(true).max_wasm_stack(STACK).cranelift_opt_level(OptLevel::Speed);
        let engine = Engine::new(&config).map_err(|error| {
            Failure::fatal("engine", format!("plugins cannot be run on this machine: {}", error.root_cause()))
        })?;
        let cache = cache.map(|folder| Cache::open(folder, &engine)).transpose()?;
        let (stop, stopped) = mpsc::channel();
        let weak = engine.weak();
        let tick = move || {
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                let Some(engine) = weak.upgrade() else { break };
                engine.increment_epoch();
            }
        };
        let spawned = thread::Builder::new().name("plugin-clock".into()).spawn(tick);
        spawned.map_err(|error| Failure::fatal("engine", format!("the plugins' clock cannot be started: {error}")))?;
        Ok(Arc::new(Self { engine, cache, _ticker: stop }))
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Ticks after which a call has surely had `time`.
    pub(crate) fn ticks(time: Duration) -> u64 {
        // one more, because the current tick has begun already
        u64::try_from(time.as_nanos().div_ceil(TICK.as_nanos())).unwrap_or(u64::MAX / 2).saturating_add(1)
    }

    /// Compiles a component, or takes it from the cache.
    pub(crate) fn compile(&self, bytes: &[u8]) -> wasmtime::Result<Component> {
        let Some(cache) = &self.cache else { return Component::from_binary(&self.engine, bytes) };
        let key = cache.key(bytes);
        if let Some(component) = cache.load(&self.engine, &key) {
            return Ok(component);
        }
        let component = Component::from_binary(&self.engine, bytes)?;
        cache.store(&key, &component);
        Ok(component)
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").field("cache", &self.cache).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_ends_with_the_host() {
        let host = Host::new(None).unwrap();
        let weak = host.engine.weak();
        drop(host);
        let ended = (0..500).any(|_| {
            thread::sleep(Duration::from_millis(2));
            weak.upgrade().is_none()
        });
        assert!(ended);
    }
}
