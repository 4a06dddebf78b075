//! Bytes that all requests together may hold. Used by [`super::server`]; an allowance is given back when it is dropped.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes that are counted as one.
const UNIT: u64 = 1 << 10;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Memory(Arc<Semaphore>);

/// What one request holds.
#[derive(Debug)]
pub(super) struct Allowance {
    memory: Memory,
    held: Vec<OwnedSemaphorePermit>,
    units: u64,
}

impl Memory {
    pub(super) fn new(bytes: u64) -> Self {
        let units = usize::try_from(bytes.div_ceil(UNIT)).unwrap_or(usize::MAX);
        Self(Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))))
    }

    /// So many bytes, if they are there.
    pub(super) fn take(&self, bytes: u64) -> Option<Allowance> {
        let mut allowance = Allowance { memory: self.clone(), held: Vec::new(), units: 0 };
        allowance.grow(bytes).then_some(allowance)
    }
}

impl Allowance {
    /// Up to so many bytes in all; `false` if they are not there.
    pub(super) fn grow(&mut self, bytes: u64) -> bool {
        let units = bytes.div_ceil(UNIT);
        let missing = units.saturating_sub(self.units);
        if missing == 0 {
            return true;
        }
        let Ok(missing) = u32::try_from(missing) else { return false };
        let Ok(permit) = self.memory.0.clone().try_acquire_many_owned(missing) else { return false };
        self.held.push(permit);
        self.units = units;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_given_as_long_as_there_are_some_and_come_back() {
        let memory = Memory::new(10 << 10);
        let mut one = memory.take(6 << 10).unwrap();
        assert!(memory.take(5 << 10).is_none());
        assert!(one.grow(10 << 10) && !one.grow(11 << 10));
        drop(one);
        assert!(memory.take(10 << 10).is_some());
    }
}
