//! Where the host puts what it hands over: memory that is given out piece by piece and taken back
//! as a whole when the call is over. So nothing has to be freed one by one, and after the first
//! calls there is one chunk that fits them all. Used by `entry.rs`.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

/// The largest alignment that the contract's types have.
const ALIGN: usize = 8;
/// Bytes of the smallest chunk.
const SMALLEST: usize = 64 << 10;
/// Bytes that are kept for the next call; what an unusually large document took is given back.
const KEPT: usize = 4 << 20;

/// Memory for one call's arguments.
pub(crate) struct Arena {
    chunks: Vec<Chunk>,
    /// Bytes given out of the last chunk.
    used: usize,
}

struct Chunk {
    start: *mut u8,
    size: usize,
}

impl Arena {
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), used: 0 }
    }

    /// What `cabi_realloc` has to do: more room for what lies at `old`, or new room.
    ///
    /// # Safety
    /// `old_size` bytes given out by this arena since the last reset stand at `old`, or it is 0.
    pub(crate) unsafe fn realloc(&mut self, old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
        assert!(align <= ALIGN, "the contract has no type aligned to {align}");
        if size <= old_size && old_size != 0 {
            return old;
        }
        let new = self.alloc(align.max(1), size);
        // SAFETY: `new` is fresh and larger; `old` is promised by the caller
        unsafe { new.copy_from_nonoverlapping(old, old_size) };
        new
    }

    fn alloc(&mut self, align: usize, size: usize) -> *mut u8 {
        let start = self.used.next_multiple_of(align);
        match self.chunks.last() {
            Some(chunk) if size <= chunk.size.saturating_sub(start) => {
                self.used = start + size;
                // SAFETY: `start + size` is within the chunk
                unsafe { chunk.start.add(start) }
            }
            _ => {
                let double = self.chunks.last().map_or(SMALLEST, |chunk| chunk.size.saturating_mul(2).min(KEPT));
                self.chunks.push(Chunk::new(size.max(double)));
                self.used = 0;
                self.alloc(align, size)
            }
        }
    }

    /// Takes back everything that was given out.
    ///
    /// # Safety
    /// Nothing of it is used any more.
    pub(crate) unsafe fn reset(&mut self) {
        self.used = 0;
        let keep = self.chunks.len() == 1 && self.chunks[0].size <= KEPT;
        if !keep {
            // the next call probably needs as much: in one piece, if it is not too much to hold
            let size: usize = self.chunks.drain(..).map(|chunk| chunk.size).sum();
            if (1..=KEPT).contains(&size) {
                self.chunks.push(Chunk::new(size));
            }
        }
    }
}

impl Chunk {
    fn new(size: usize) -> Self {
        let layout = Self::layout(size);
        // SAFETY: no chunk is empty
        let start = unsafe { alloc(layout) };
        if start.is_null() {
            handle_alloc_error(layout);
        }
        Self { start, size }
    }

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, ALIGN).expect("the host cannot ask for more than there are addresses")
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: allocated by `new` with the same layout
        unsafe { dealloc(self.start, Self::layout(self.size)) }
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;

    #[test]
    fn pieces_are_aligned_and_do_not_overlap() {
        let mut arena = Arena::new();
        let mut pieces: Vec<(*mut u8, usize)> = Vec::new();
        for (number, (align, size)) in
            [(1, 3), (8, 16), (4, 40_000), (1, 1), (8, 70_000), (4, 0)].into_iter().enumerate()
        {
            // SAFETY: nothing is given back before its end
            let piece = unsafe { arena.realloc(ptr::null_mut(), 0, align, size) };
            assert_eq!(piece as usize % align, 0);
            // SAFETY: `size` bytes were given out
            unsafe { piece.write_bytes(number as u8, size) };
            pieces.push((piece, size));
        }
        for (number, (piece, size)) in pieces.into_iter().enumerate() {
            // SAFETY: written above
            assert!((0..size).all(|at| unsafe { *piece.add(at) } == number as u8));
        }
    }

    #[test]
    fn what_grows_keeps_its_bytes() {
        let mut arena = Arena::new();
        // SAFETY: sizes are those asked for
        unsafe {
            let small = arena.realloc(ptr::null_mut(), 0, 1, 2);
            small.copy_from_nonoverlapping(b"ab".as_ptr(), 2);
            let large = arena.realloc(small, 2, 1, 100_000);
            assert_eq!(std::slice::from_raw_parts(large, 2), b"ab");
            assert_eq!(arena.realloc(large, 100_000, 1, 10), large);
        }
    }

    #[test]
    fn after_a_reset_one_chunk_fits_all_unless_it_was_a_giant() {
        let mut arena = Arena::new();
        let mut call = |sizes: &[usize]| {
            for size in sizes {
                // SAFETY: nothing is used after the reset
                unsafe { arena.realloc(ptr::null_mut(), 0, 4, *size) };
            }
            // SAFETY: as above
            unsafe { arena.reset() };
            arena.chunks.len()
        };
        assert_eq!(call(&[60_000, 60_000, 60_000]), 1);
        assert_eq!(call(&[60_000, 60_000, 60_000]), 1);
        assert_eq!(call(&[KEPT + 1]), 0);
    }
}
