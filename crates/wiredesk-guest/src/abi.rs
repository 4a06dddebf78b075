//! The records of the contract (`wiredesk:extractor@1.0.0`) as they lie in memory: `repr(C)` on
//! wasm32 is exactly what the component model's canonical ABI prescribes for them. Read by
//! `document.rs`, written by `findings.rs` and `entry.rs`; no author sees them. On other targets
//! pointers are larger and everything else is the same, so tests run through the same code.

use std::{marker::PhantomData, mem::MaybeUninit, slice, str};

/// `list<T>`.
#[repr(C)]
pub struct List<'a, T> {
    start: *const T,
    count: usize,
    elements: PhantomData<&'a [T]>,
}

/// `string`: always UTF-8.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Text<'a>(List<'a, u8>);

/// `option<T>`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Maybe<T: Copy> {
    given: u8,
    value: MaybeUninit<T>,
}

/// `layer`, and `tuple<string, string>` as well.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Named<'a> {
    pub(crate) name: Text<'a>,
    pub(crate) json: Text<'a>,
}

/// `document`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Given<'a> {
    pub(crate) id: Text<'a>,
    pub(crate) source: Text<'a>,
    pub(crate) key: Text<'a>,
    pub(crate) url: Maybe<Text<'a>>,
    pub(crate) title: Maybe<Text<'a>>,
    pub(crate) authors: List<'a, Text<'a>>,
    pub(crate) published: Maybe<i64>,
    pub(crate) language: Maybe<Text<'a>>,
    pub(crate) text: Text<'a>,
    pub(crate) tokens: List<'a, u32>,
    pub(crate) token_kinds: List<'a, u8>,
    pub(crate) sentences: List<'a, u32>,
    pub(crate) entities: List<'a, u32>,
    pub(crate) names: Text<'a>,
    pub(crate) facts: Text<'a>,
    pub(crate) mentions: List<'a, u32>,
    pub(crate) layers: List<'a, Named<'a>>,
    pub(crate) meta: List<'a, Named<'a>>,
}

/// `annotation`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Annotation<'a> {
    pub(crate) layer: u16,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: Text<'a>,
    pub(crate) value: Maybe<Text<'a>>,
}

/// `problem`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Problem<'a> {
    pub(crate) code: Text<'a>,
    pub(crate) message: Text<'a>,
}

/// `findings`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Found<'a> {
    pub(crate) annotations: List<'a, Annotation<'a>>,
    pub(crate) layers: List<'a, Named<'a>>,
    pub(crate) problems: List<'a, Problem<'a>>,
}

/// `outcome`: which member of `body` holds is said by `case`.
#[repr(C)]
pub struct Outcome<'a> {
    case: u8,
    body: Body<'a>,
}

#[repr(C)]
union Body<'a> {
    found: Found<'a>,
    drop: Text<'a>,
    failed: Problem<'a>,
}

/// `result<_, string>`: `case` 1 means that `error` holds.
#[repr(C)]
pub struct Initialised {
    pub(crate) case: u8,
    pub(crate) error: Text<'static>,
}

/// The canonical ABI's numbers for these records; a field that was moved or forgotten fails here.
#[cfg(target_pointer_width = "32")]
const _: () = {
    use std::mem::{align_of, offset_of, size_of};
    assert!(size_of::<Text>() == 8 && size_of::<Maybe<Text>>() == 12 && size_of::<Maybe<i64>>() == 16);
    assert!(size_of::<Named>() == 16);
    assert!(size_of::<Given>() == 168 && align_of::<Given>() == 8);
    assert!(offset_of!(Given, published) == 56 && offset_of!(Given, text) == 84 && offset_of!(Given, meta) == 156);
    assert!(size_of::<Annotation>() == 32 && offset_of!(Annotation, value) == 20);
    assert!(size_of::<Problem>() == 16 && size_of::<Found>() == 24);
    assert!(size_of::<Outcome>() == 28 && offset_of!(Outcome, body) == 4);
    assert!(size_of::<Initialised>() == 12 && offset_of!(Initialised, error) == 4);
};

// SAFETY: a list is a shared slice, the pointer only spells it in the ABI's form
unsafe impl<T: Sync> Send for List<'_, T> {}
// SAFETY: as above
unsafe impl<T: Sync> Sync for List<'_, T> {}

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<'a, T> List<'a, T> {
    /// A list of these elements.
    pub const fn of(elements: &'a [T]) -> Self {
        Self { start: elements.as_ptr(), count: elements.len(), elements: PhantomData }
    }

    /// What the host left at this place.
    ///
    /// # Safety
    /// `count` valid elements stand at `start` for as long as `'a` lasts, or `count` is 0.
    pub(crate) const unsafe fn at(start: *const T, count: usize) -> Self {
        Self { start, count, elements: PhantomData }
    }

    /// The elements.
    pub const fn get(self) -> &'a [T] {
        if self.count == 0 {
            return &[]; // the host may leave any pointer
        }
        // SAFETY: made of a slice, or by the host or `at`, whose callers promise the same
        unsafe { slice::from_raw_parts(self.start, self.count) }
    }
}

impl<'a> Text<'a> {
    /// This string.
    pub const fn of(text: &'a str) -> Self {
        Self(List::of(text.as_bytes()))
    }

    /// What the host left at this place.
    ///
    /// # Safety
    /// As for [`List::at`], and the bytes are UTF-8.
    pub(crate) const unsafe fn at(start: *const u8, length: usize) -> Self {
        // SAFETY: promised by the caller
        Self(unsafe { List::at(start, length) })
    }

    /// The string.
    pub const fn get(self) -> &'a str {
        // SAFETY: made of a string, or by the host, which checks what it passes
        unsafe { str::from_utf8_unchecked(self.0.get()) }
    }
}

impl<T: Copy> Maybe<T> {
    /// A value or none.
    pub fn of(value: Option<T>) -> Self {
        match value {
            Some(value) => Self { given: 1, value: MaybeUninit::new(value) },
            None => Self { given: 0, value: MaybeUninit::uninit() },
        }
    }

    /// The value, if there is one.
    pub fn get(self) -> Option<T> {
        // SAFETY: there is a value if `given` says so
        (self.given != 0).then(|| unsafe { self.value.assume_init() })
    }
}

impl<'a> Outcome<'a> {
    pub(crate) fn found(found: Found<'a>) -> Self {
        Self { case: 0, body: Body { found } }
    }

    pub(crate) fn drop(reason: Text<'a>) -> Self {
        Self { case: 1, body: Body { drop: reason } }
    }

    pub(crate) fn failed(problem: Problem<'a>) -> Self {
        Self { case: 2, body: Body { failed: problem } }
    }
}

/// An outcome taken apart, as the host reads it.
#[cfg(test)]
pub(crate) enum Read<'a> {
    Found(Found<'a>),
    Drop(&'a str),
    Failed(&'a str, &'a str),
}

#[cfg(test)]
impl<'a> Outcome<'a> {
    pub(crate) fn read(&self) -> Read<'a> {
        // SAFETY: each case is only ever made together with its member
        unsafe {
            match self.case {
                0 => Read::Found(self.body.found),
                1 => Read::Drop(self.body.drop.get()),
                2 => Read::Failed(self.body.failed.code.get(), self.body.failed.message.get()),
                case => panic!("no such case: {case}"),
            }
        }
    }
}
