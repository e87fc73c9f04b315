//! What a module keeps as long as it is loaded.
//!
//! Statics are not dropped when a shared object is closed, so what a table in a `LazyLock` owns would be lost with every
//! reload. Here everything that is allocated while the module declares itself comes from one block, which goes back when the
//! file is closed: a module makes its tables then, by using them.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

/// The block's size: room for tables; a page that is never written is never there. What does not fit is kept for good.
const BYTES: usize = 1 << 20;

const BLOCK: Layout = match Layout::from_size_align(BYTES, 64) {
    Ok(layout) => layout,
    Err(_) => Layout::new::<u8>(),
};

/// The module's allocator: the system's, but for what is allocated in `Keeping::during`.
#[derive(Debug)]
pub struct Keeping {
    block: AtomicPtr<u8>,
    /// How much of the block is in use.
    used: AtomicUsize,
    /// The thread that declares the module now; zero for none.
    thread: AtomicUsize,
}

impl Keeping {
    /// Without a block.
    #[must_use]
    pub const fn new() -> Self {
        Self { block: AtomicPtr::new(null_mut()), used: AtomicUsize::new(0), thread: AtomicUsize::new(0) }
    }

    /// Runs `run`; what this thread allocates meanwhile is kept until the file is closed. Not to be called on two threads at
    /// once.
    pub(crate) fn during<R>(&self, run: impl FnOnce() -> R) -> R {
        if self.block.load(Ordering::Relaxed).is_null() {
            // SAFETY: the layout has a size. Without a block everything goes to the system.
            self.block.store(unsafe { System.alloc(BLOCK) }, Ordering::Release);
        }
        self.thread.store(this_thread(), Ordering::Relaxed);
        let result = run();
        self.thread.store(0, Ordering::Relaxed);
        result
    }

    /// Gives the block back: when the file is closed, and nobody can use what is in it.
    pub fn release(&self) {
        let block = self.block.swap(null_mut(), Ordering::Relaxed);
        if !block.is_null() {
            // SAFETY: made by `during` with this layout, and taken out of its place above.
            unsafe { System.dealloc(block, BLOCK) };
        }
    }

    /// Room in the block; null where the thread does not declare the module or there is none.
    fn take(&self, layout: Layout) -> *mut u8 {
        let thread = self.thread.load(Ordering::Relaxed);
        if thread == 0 || thread != this_thread() {
            return null_mut();
        }
        let block = self.block.load(Ordering::Relaxed);
        // One thread alone comes here.
        let used = self.used.load(Ordering::Relaxed);
        let start = used.next_multiple_of(layout.align());
        let end = start.saturating_add(layout.size());
        if block.is_null() || layout.align() > BLOCK.align() || end > BYTES {
            return null_mut();
        }
        self.used.store(end, Ordering::Relaxed);
        // SAFETY: the start is inside the block.
        unsafe { block.add(start) }
    }

    /// Whether a place is in the block.
    #[inline]
    fn holds(&self, place: *mut u8) -> bool {
        let block = self.block.load(Ordering::Relaxed);
        place.addr().wrapping_sub(block.addr()) < BYTES && !block.is_null()
    }
}

impl Keeping {
    /// Where a place of the block is in it.
    fn offset(&self, place: *mut u8) -> usize {
        place.addr().wrapping_sub(self.block.load(Ordering::Relaxed).addr())
    }

    /// Whether what is at a place of the block was given last, and to this thread that declares the module.
    fn is_last(&self, place: *mut u8, size: usize) -> bool {
        let is_mine = self.thread.load(Ordering::Relaxed) == this_thread();
        is_mine && self.offset(place).saturating_add(size) == self.used.load(Ordering::Relaxed)
    }
}

impl Default for Keeping {
    fn default() -> Self {
        Self::new()
    }
}

fn this_thread() -> usize {
    // SAFETY: it takes nothing and cannot fail.
    usize::try_from(unsafe { libc::pthread_self() }).unwrap_or(usize::MAX)
}

// SAFETY: what `take` gives lies inside the block, aligned, behind what it gave before; everything else is the system's, and
// goes back to where it came from.
unsafe impl GlobalAlloc for Keeping {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.thread.load(Ordering::Relaxed) != 0 {
            let place = self.take(layout);
            if !place.is_null() {
                return place;
            }
        }
        // SAFETY: as the caller vouches for.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        if !self.holds(place) {
            // SAFETY: not of the block, so it is the system's.
            unsafe { System.dealloc(place, layout) };
        } else if self.is_last(place, layout.size()) {
            self.used.store(self.offset(place), Ordering::Relaxed);
        }
        // Everything else in the block goes back with it.
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if self.thread.load(Ordering::Relaxed) != 0 {
            let place = self.take(layout);
            if !place.is_null() {
                // SAFETY: the place has room for the layout.
                unsafe { place.write_bytes(0, layout.size()) };
                return place;
            }
        }
        // SAFETY: as the caller vouches for.
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !self.holds(place) {
            // SAFETY: not of the block, so it is the system's.
            return unsafe { System.realloc(place, layout, size) };
        }
        let end = self.offset(place).saturating_add(size);
        if end <= BYTES && self.is_last(place, layout.size()) {
            self.used.store(end, Ordering::Relaxed);
            return place;
        }
        // SAFETY: the caller vouches for a size that the alignment allows.
        let larger = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: the size is not zero, as the caller vouches for.
        let to = unsafe { self.alloc(larger) };
        if !to.is_null() {
            // SAFETY: both have room for the smaller size, and they are two.
            unsafe { std::ptr::copy_nonoverlapping(place, to, layout.size().min(size)) };
        }
        to
    }
}
