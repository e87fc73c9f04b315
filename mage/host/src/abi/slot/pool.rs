//! Where objects stand: slots that never move.

use std::cell::{Cell, RefCell};

use super::{EMPTY, Handle, Object};
use crate::abi::arena::Arena;
use crate::abi::{Code, Outcome};

/// How many slots the first chunk of a pool has; each next one has twice as many, up to [`CHUNK_MAX`].
const CHUNK_FIRST: usize = 16;
const CHUNK_MAX: usize = 4096;

/// The place of one object. The tag stands first, so that it can be read whatever the kind is.
#[repr(C)]
pub(crate) struct Slot<T> {
    pub(super) tag: Cell<u32>,
    /// Whether another object owns this one, so that the module must not destroy it. Not in a free slot.
    pub(super) owned: Cell<bool>,
    /// Bytes that were counted for the object beside the slot. None in a free slot.
    pub(super) charged: Cell<usize>,
    /// The arena whose pool this is in.
    arena: *const Arena,
    /// Of a free slot: the next free one, or null.
    pub(super) next_free: Cell<*const Slot<T>>,
    pub(super) object: RefCell<Option<T>>,
}

impl<T> Slot<T> {
    /// The object, without a note that it is borrowed.
    ///
    /// # Safety
    /// The tag says that the object is there, and while the reference is used it is neither removed nor borrowed to be
    /// changed. The functions of the interface run one after the other, so the caller alone decides.
    #[inline]
    pub(super) unsafe fn object<'a>(&self) -> &'a T {
        // SAFETY: the tag is set once the object is written, and taken off before it is taken out.
        unsafe { (*self.object.as_ptr()).as_ref().unwrap_unchecked() }
    }

    /// The arena whose pool this is in.
    #[inline]
    pub(super) fn home<'a>(&self) -> &'a Arena {
        // SAFETY: set by `grow` to the arena that owns the pool, which is boxed and outlives every use of its slots.
        unsafe { &*self.arena }
    }
}

/// Slots of one kind: chunks that never move, and a list of the free ones through them.
pub(crate) struct Pool<T> {
    chunks: RefCell<Vec<Box<[Slot<T>]>>>,
    pub(super) first_free: Cell<*const Slot<T>>,
    /// How many slots hold an object.
    pub(super) taken: Cell<usize>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { chunks: RefCell::default(), first_free: Cell::new(std::ptr::null()), taken: Cell::new(0) }
    }
}

impl<T: Object> Pool<T> {
    #[cold]
    fn grow(&self, arena: &Arena) -> Outcome {
        let mut chunks = self.chunks.try_borrow_mut().map_err(|_| Code::Unknown)?;
        let count = (CHUNK_FIRST << chunks.len().min(16)).min(CHUNK_MAX);
        let mut chunk = Vec::new();
        chunk.try_reserve_exact(count).map_err(|_| Code::UnableToAllocate)?;
        chunks.try_reserve(1).map_err(|_| Code::UnableToAllocate)?;
        chunk.resize_with(count, || Slot {
            tag: Cell::new(EMPTY),
            owned: Cell::new(false),
            charged: Cell::new(0),
            arena,
            next_free: Cell::new(std::ptr::null()),
            object: RefCell::new(None),
        });
        let chunk = chunk.into_boxed_slice();
        for slot in chunk.iter().rev() {
            slot.next_free.set(self.first_free.replace(slot));
        }
        chunks.push(chunk);
        arena.note_slots(count * size_of::<Slot<T>>());
        Ok(())
    }

    /// Takes a free slot for the object.
    #[inline]
    pub(crate) fn place(&self, arena: &Arena, object: T) -> Outcome<Handle<T>> {
        let weight = object.weight();
        let bytes = size_of::<Slot<T>>() + weight;
        if let Err(code) = arena.charge(bytes) {
            object.release(arena);
            return Err(code);
        }
        if self.first_free.get().is_null()
            && let Err(code) = self.grow(arena)
        {
            arena.discharge(bytes);
            object.release(arena);
            return Err(code);
        }
        let place = self.first_free.get();
        // SAFETY: not null, or `grow` had failed; in a chunk of this pool, and chunks live and stay where they are as
        // long as the pool.
        let slot = unsafe { &*place };
        self.first_free.set(slot.next_free.get());
        // SAFETY: a free slot holds nothing that would have to be dropped, and nobody borrows what is not there:
        // `vacate` frees a slot only when its object is not borrowed.
        unsafe { slot.object.as_ptr().write(Some(object)) };
        slot.charged.set(weight);
        slot.tag.set(T::TAG);
        self.taken.set(self.taken.get() + 1);
        Ok(Handle(place))
    }

    /// As [`Pool::place`], for quick ways: nothing, and nothing counted, where that wants a closer look.
    #[inline]
    pub(crate) fn place_plain(&self, arena: &Arena, object: T) -> Option<Handle<T>> {
        let place = self.first_free.get();
        if place.is_null() {
            return None;
        }
        let weight = object.weight();
        arena.charge_plain(size_of::<Slot<T>>() + weight)?;
        // SAFETY: as in `place`.
        let slot = unsafe { &*place };
        self.first_free.set(slot.next_free.get());
        // SAFETY: as in `place`.
        unsafe { slot.object.as_ptr().write(Some(object)) };
        if weight > 0 {
            slot.charged.set(weight);
        }
        slot.tag.set(T::TAG);
        self.taken.set(self.taken.get() + 1);
        Some(Handle(place))
    }

    /// As [`Pool::place_plain`], for an object that another one is going to own.
    #[inline]
    pub(crate) fn place_part_plain(&self, arena: &Arena, object: T) -> Option<Handle<T>> {
        let handle = self.place_plain(arena, object)?;
        // SAFETY: placed in the step before.
        unsafe { &*handle.0 }.owned.set(true);
        Some(handle)
    }

    /// How many slots hold an object that no other owns. Complexity: O(1) where none does, else linear in the slots.
    pub(crate) fn alive(&self) -> usize {
        if self.taken.get() == 0 {
            return 0;
        }
        let count =
            |chunk: &[Slot<T>]| chunk.iter().filter(|slot| slot.tag.get() == T::TAG && !slot.owned.get()).count();
        self.chunks.try_borrow().map_or(0, |chunks| chunks.iter().map(|chunk| count(chunk)).sum())
    }

    /// Drops every object that is left and keeps the slots, for another call. Nobody borrows any of them. Complexity: O(1)
    /// where none is left, else linear in the slots.
    pub(in crate::abi) fn clear(&mut self) {
        if self.taken.replace(0) == 0 {
            return;
        }
        for chunk in self.chunks.get_mut() {
            for slot in chunk.iter_mut().filter(|slot| slot.tag.get() != EMPTY) {
                slot.tag.set(EMPTY);
                slot.owned.set(false);
                slot.charged.set(0);
                *slot.object.get_mut() = None;
                slot.next_free.set(self.first_free.replace(slot));
            }
        }
    }
}
