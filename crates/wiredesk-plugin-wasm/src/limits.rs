//! What one instance may use. [`MemoryBudget`] is asked by wasmtime whenever a memory or table is
//! made or grows; the other limits are enforced in `instance.rs`, `answer.rs` and `log.rs`.

use std::time::Duration;

use wasmtime::ResourceLimiter;

/// What an instance may use and give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all its memories and tables together.
    pub memory: usize,
    /// For one call. A call with several documents gets no more than one with a single document; where
    /// that is too little, the documents are tried one by one.
    pub timeout: Duration,
    /// Annotations for one document, and items of every single built-in layer it gives back.
    pub annotations: usize,
    /// Bytes that one call may give back.
    pub output: usize,
    /// Lines of its log per second, over all instances of the module; longer lines than 4 KiB are cut.
    pub log_lines: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 64 << 20, timeout: Duration::from_secs(1), annotations: 10_000, output: 4 << 20, log_lines: 100 }
    }
}

/// Core instances of one component; one of Python has 38.
const INSTANCES: usize = 256;
/// Each memory reserves addresses, even an empty one.
const MEMORIES: usize = 32;
const TABLES: usize = 256;

/// How much an instance has of what it may have.
pub(crate) struct MemoryBudget {
    limit: usize,
    used: usize,
    /// The last growth that was allowed; taken back if it could not be done after all.
    granted: usize,
    refused: bool,
}

impl MemoryBudget {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: 0, granted: 0, refused: false }
    }

    /// Whether more was asked for than is left, since the last call of this function.
    pub(crate) fn take_refusal(&mut self) -> bool {
        std::mem::take(&mut self.refused)
    }

    fn grow(&mut self, current: usize, desired: usize, maximum: Option<usize>, size: usize) -> bool {
        self.granted = 0;
        if maximum.is_some_and(|maximum| desired > maximum) {
            return false; // its own limit, not ours
        }
        let more = desired.saturating_sub(current).saturating_mul(size);
        let fits = self.used.checked_add(more).is_some_and(|used| used <= self.limit);
        if fits {
            (self.used, self.granted) = (self.used + more, more);
        } else {
            self.refused = true;
        }
        fits
    }

    fn take_back(&mut self) {
        self.used -= std::mem::take(&mut self.granted);
    }
}

impl ResourceLimiter for MemoryBudget {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired, maximum, 1))
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.take_back();
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired, maximum, size_of::<usize>()))
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.take_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        INSTANCES
    }

    fn memories(&self) -> usize {
        MEMORIES
    }

    fn tables(&self) -> usize {
        TABLES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memories_and_tables_share_one_budget() {
        let mut budget = MemoryBudget::new(1000);
        assert!(budget.memory_growing(0, 600, None).unwrap());
        assert!(budget.table_growing(0, 40, None).unwrap());
        assert!(!budget.take_refusal());
        assert!(!budget.memory_growing(0, 100, None).unwrap());
        assert!(budget.take_refusal() && !budget.take_refusal());
        assert!(budget.memory_growing(600, 680, None).unwrap(), "what is left can still be had");
    }

    #[test]
    fn a_growth_that_failed_is_not_counted() {
        let mut budget = MemoryBudget::new(1000);
        for _ in 0..5 {
            assert!(budget.memory_growing(0, 900, None).unwrap());
            budget.memory_grow_failed(wasmtime::Error::msg("no room")).unwrap();
        }
        assert!(!budget.memory_growing(0, 900, Some(500)).unwrap());
        assert!(!budget.take_refusal(), "a memory's own maximum is not the limit");
    }
}
