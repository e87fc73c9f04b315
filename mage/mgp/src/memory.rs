//! Memory whose lack is an error. Rust's own allocation aborts the process when it fails, and the process is the server.

use std::alloc::Layout;
use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::error::{Error, Result};
use crate::late;
use crate::raw::fetch;
use crate::sys;

/// A vector with room for so many elements.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn vec_with_capacity<T>(capacity: usize) -> Result<Vec<T>> {
    let mut items = Vec::new();
    reserve(&mut items, capacity)?;
    Ok(items)
}

/// Room for so many more elements: for vectors that grow with the input.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn reserve<T>(items: &mut Vec<T>, additional: usize) -> Result<()> {
    let bytes = additional.saturating_mul(size_of::<T>());
    items.try_reserve(additional).map_err(|_| Error::OutOfMemory(Some(bytes)))
}

/// Puts an element at the end.
///
/// # Errors
/// [`Error::OutOfMemory`].
#[inline]
pub fn push<T>(items: &mut Vec<T>, item: T) -> Result<()> {
    if items.len() == items.capacity() {
        reserve(items, 1)?;
    }
    items.push(item);
    Ok(())
}

/// A growing array in the server's memory (`mgp_alloc`): it counts against the call's memory limit, and going beyond it is
/// an error. For what is read from a graph.
#[derive(Debug)]
pub struct Buffer<'c, T: Copy> {
    block: NonNull<T>,
    length: usize,
    capacity: usize,
    memory: *mut sys::mgp_memory,
    life: PhantomData<&'c T>,
}

impl<'c, T: Copy> Buffer<'c, T> {
    /// `mgp_alloc` aligns to this and no further.
    const ALIGNMENT_MAX: usize = 16;

    pub(crate) fn new(memory: *mut sys::mgp_memory) -> Self {
        const { assert!(align_of::<T>() <= Self::ALIGNMENT_MAX && size_of::<T>() > 0) };
        Self { block: NonNull::dangling(), length: 0, capacity: 0, memory, life: PhantomData }
    }

    /// Another one in the same memory, without elements.
    pub(crate) fn empty_beside<U: Copy>(&self) -> Buffer<'c, U> {
        Buffer::new(self.memory)
    }

    /// Puts an element at the end. Complexity: O(1) amortized.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; what is there stays.
    #[inline]
    pub fn push(&mut self, item: T) -> Result<()> {
        if self.length == self.capacity {
            self.grow()?;
        }
        // SAFETY: the block has room for `capacity` elements, and the length is below it.
        unsafe { self.block.add(self.length).write(item) };
        self.length += 1;
        Ok(())
    }

    /// Puts elements at the end. Complexity: linear in their number.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; what is there stays.
    pub fn extend(&mut self, items: impl ExactSizeIterator<Item = T>) -> Result<()> {
        let end = self.length.saturating_add(items.len());
        if end > self.capacity {
            self.grow_to(end.max(self.capacity.saturating_mul(2)))?;
        }
        for item in items.take(end - self.length) {
            // SAFETY: the block has room up to `end`, which so many elements do not pass.
            unsafe { self.block.add(self.length).write(item) };
            self.length += 1;
        }
        Ok(())
    }

    /// Makes it so long, new elements being `item`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; what is there stays.
    pub fn resize(&mut self, length: usize, item: T) -> Result<()> {
        if length > self.capacity {
            self.grow_to(length)?;
        }
        for place in self.length..length {
            // SAFETY: the block has room for `capacity` elements, and the place is below it.
            unsafe { self.block.add(place).write(item) };
        }
        self.length = length;
        Ok(())
    }

    /// Has the room without writing to it.
    pub(crate) fn resize_unwritten(&mut self, length: usize) -> Result<()> {
        if length > self.capacity { self.grow_to(length) } else { Ok(()) }
    }

    #[cold]
    fn grow(&mut self) -> Result<()> {
        self.grow_to(self.capacity.saturating_mul(2).max(64))
    }

    fn grow_to(&mut self, capacity: usize) -> Result<()> {
        let layout = Layout::array::<T>(capacity).map_err(|_| Error::OutOfMemory(None))?;
        // SAFETY: the call's memory is live.
        let make = |out| unsafe { sys::mgp_alloc(self.memory, layout.size(), out) };
        let block = fetch("mgp_alloc", make).map_err(|_| Error::OutOfMemory(Some(layout.size())))?;
        let block = NonNull::new(block.cast::<T>()).ok_or(Error::OutOfMemory(Some(layout.size())))?;
        // SAFETY: the old block has `length` elements, the new one has room for more, and they are two.
        unsafe { std::ptr::copy_nonoverlapping(self.block.as_ptr(), block.as_ptr(), self.length) };
        self.release();
        self.block = block;
        self.capacity = capacity;
        Ok(())
    }

    fn release(&mut self) {
        if self.capacity > 0 {
            // SAFETY: made by `mgp_alloc` of the same memory and not freed before.
            unsafe { sys::mgp_free(self.memory, self.block.as_ptr().cast()) };
        }
    }
}

impl<T: Copy> std::ops::Deref for Buffer<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: the first `length` elements are written; a block without elements is dangling but aligned.
        unsafe { std::slice::from_raw_parts(self.block.as_ptr(), self.length) }
    }
}

impl<T: Copy> std::ops::DerefMut for Buffer<'_, T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `deref`, and the buffer is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(self.block.as_ptr(), self.length) }
    }
}

impl<T: Copy> Drop for Buffer<'_, T> {
    fn drop(&mut self) {
        self.release();
    }
}

/// Counts what threads of the module's own allocate against the call's limit, on servers that can (2.12 and newer). The
/// server's own thread is counted without it.
#[derive(Debug, Clone, Copy)]
pub struct Tracker<'c> {
    graph: *mut sys::mgp_graph,
    life: PhantomData<&'c sys::mgp_graph>,
}

// SAFETY: the pointer is only passed to the two tracking functions, which the interface makes for other threads; the
// graph lives for `'c`.
unsafe impl Send for Tracker<'_> {}
// SAFETY: as above.
unsafe impl Sync for Tracker<'_> {}

impl<'c> Tracker<'c> {
    pub(crate) fn new(graph: *mut sys::mgp_graph) -> Self {
        Self { graph, life: PhantomData }
    }

    /// Counts what this thread allocates until the guard is dropped; `None` where the server cannot.
    ///
    /// Under tracking an allocation beyond the limit fails: use [`vec_with_capacity`] and [`push`] meanwhile.
    #[must_use]
    pub fn track(&self) -> Option<Tracking<'c>> {
        let (track, untrack) = (late::track()?, late::untrack()?);
        // SAFETY: the graph lives for `'c`.
        let code = unsafe { track(self.graph) };
        (code == 0).then_some(Tracking { graph: self.graph, untrack, life: PhantomData })
    }
}

/// Ends the counting of this thread when dropped.
#[derive(Debug)]
pub struct Tracking<'c> {
    graph: *mut sys::mgp_graph,
    untrack: unsafe extern "C" fn(*mut sys::mgp_graph) -> i32,
    life: PhantomData<&'c sys::mgp_graph>,
}

impl Drop for Tracking<'_> {
    fn drop(&mut self) {
        // SAFETY: the graph lives for `'c`, and this thread is tracked.
        unsafe { (self.untrack)(self.graph) };
    }
}
