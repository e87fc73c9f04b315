//! Pointers to objects that come from C, and the places they point to.

mod pool;

use std::cell::{Cell, Ref, RefMut};

use super::arena::Arena;
use super::{Code, Outcome};

pub(crate) use self::pool::Pool;
use self::pool::Slot;

/// The tag of a slot without an object; no kind has it.
const EMPTY: u32 = 0x4d65_6d30;

/// Nothing is mapped below: numbers that are no pointers are mostly small.
pub(super) const FIRST_PAGE: usize = 4096;

/// A kind of object that a module can hold a pointer to.
pub(crate) trait Object: Sized + 'static {
    /// Tells the kinds apart.
    const TAG: u32;
    /// The arena's pool of this kind.
    fn pool(arena: &Arena) -> &Pool<Self>;
    /// Gives back what the object owns in the arena.
    fn release(self, _arena: &Arena) {}
    /// Bytes counted against the memory limit beside the slot itself.
    fn weight(&self) -> usize {
        0
    }
}

/// A pointer to an object of the host, as modules hold and pass it.
#[repr(transparent)]
pub(crate) struct Handle<T>(*const Slot<T>);

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T> Handle<T> {
    /// The null pointer.
    pub(crate) const NULL: Self = Self(std::ptr::null());

    pub(crate) fn is_null(self) -> bool {
        self.0.is_null()
    }
}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl<T: Object> Handle<T> {
    /// A new object in the arena.
    #[inline]
    pub(crate) fn new(arena: &Arena, object: T) -> Outcome<Self> {
        T::pool(arena).place(arena, object)
    }

    /// The slot, if the pointer is one of the kind and its object is there.
    #[inline]
    fn slot<'a>(self) -> Outcome<&'a Slot<T>> {
        if self.0.is_null() || !self.0.is_aligned() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: not null and aligned. By the interface's contract the pointer came from this host and its arena
        // is not over; slots stay mapped until then, also when their object is gone. The tag is the slot's first
        // field whatever the kind, so a pointer to another kind is told by it before anything else is read.
        let tag = unsafe { (*self.0.cast::<Cell<u32>>()).get() };
        if tag != T::TAG {
            return Err(if tag == EMPTY { Code::DeletedObject } else { Code::InvalidArgument });
        }
        // SAFETY: as above, and the tag says that it is a slot of this kind.
        Ok(unsafe { &*self.0 })
    }

    /// The object, to read.
    #[inline]
    pub(crate) fn get<'a>(self) -> Outcome<Ref<'a, T>> {
        let object = self.slot()?.object.try_borrow().map_err(|_| Code::Logic)?;
        Ref::filter_map(object, Option::as_ref).map_err(|_| Code::DeletedObject)
    }

    /// The object, to change.
    #[inline]
    pub(crate) fn get_mut<'a>(self) -> Outcome<RefMut<'a, T>> {
        let object = self.slot()?.object.try_borrow_mut().map_err(|_| Code::Logic)?;
        RefMut::filter_map(object, Option::as_mut).map_err(|_| Code::DeletedObject)
    }

    /// The object, to read, and the arena it lives in, without a note that it is borrowed: for what is asked for with every
    /// node and relationship of a graph.
    ///
    /// While the reference is used nothing may be removed, and this object be changed through its cells alone: callers
    /// read, or set a cell.
    #[inline]
    pub(crate) fn peek<'a>(self) -> Outcome<(&'a T, &'a Arena)> {
        let slot = self.slot()?;
        // SAFETY: see `object`.
        Ok((unsafe { slot.object() }, slot.home()))
    }

    /// As [`Handle::peek`], for quick ways; nothing where something is wrong.
    #[inline]
    pub(crate) fn seen<'a>(self) -> Option<(&'a T, &'a Arena)> {
        if self.0.addr() < FIRST_PAGE {
            return None;
        }
        // SAFETY: no small number; by the interface's contract the pointer came from this host and its arena is not over.
        // Slots stay mapped until then and have their tag in front whatever the kind. A pointer into the middle of
        // something reads what stands there, which is no tag, and gets its answer from the body.
        if unsafe { self.0.cast::<u32>().read_unaligned() } != T::TAG {
            return None;
        }
        // SAFETY: as in `slot`.
        let slot = unsafe { &*self.0 };
        // SAFETY: see `object`.
        Some((unsafe { slot.object() }, slot.home()))
    }

    /// The object, without a look whether it is there.
    ///
    /// # Safety
    /// It is: [`Handle::seen`] has found it, or it is a part ([`super::object::part`]) of an object that is there, since no
    /// module can remove what is owned.
    #[inline]
    pub(crate) unsafe fn part<'a>(self) -> &'a T {
        // SAFETY: the slot holds the object, as the caller vouches for.
        unsafe { (*self.0).object() }
    }

    /// As [`Handle::part`], to change.
    ///
    /// # Safety
    /// As there, and nothing else refers to the object while the reference is used.
    #[inline]
    pub(crate) unsafe fn part_mut<'a>(self) -> &'a mut T {
        // SAFETY: the slot holds the object, as the caller vouches for.
        unsafe { (*(*self.0).object.as_ptr()).as_mut().unwrap_unchecked() }
    }

    /// Frees the slot of an object that needs no releasing; nothing where something is wrong or the object is another.
    #[inline]
    pub(crate) fn drop_plain(self, is_plain: impl FnOnce(&T) -> bool) -> Option<()> {
        let (object, arena) = self.seen()?;
        // SAFETY: `seen` has found it.
        let slot = unsafe { &*self.0 };
        if slot.owned.get() || !is_plain(object) {
            return None;
        }
        self.free(slot, arena);
        Some(())
    }

    /// As [`Handle::drop_plain`], for a part of an object that is given back itself.
    #[inline]
    pub(crate) fn drop_plain_part(self, is_plain: impl FnOnce(&T) -> bool) -> Option<()> {
        let (object, arena) = self.seen()?;
        if !is_plain(object) {
            return None;
        }
        // SAFETY: `seen` has found it.
        let slot = unsafe { &*self.0 };
        slot.owned.set(false);
        self.free(slot, arena);
        Some(())
    }

    /// Drops an object that needs no releasing; its slot is free then.
    #[inline]
    fn free(self, slot: &Slot<T>, arena: &Arena) {
        let pool = T::pool(arena);
        slot.tag.set(EMPTY);
        arena.discharge(size_of::<Slot<T>>() + slot.charged.replace(0));
        slot.next_free.set(pool.first_free.replace(self.0));
        pool.taken.set(pool.taken.get() - 1);
        // SAFETY: nobody borrows it: the functions of the interface run one after the other, and the one that calls this
        // is done with the object.
        unsafe { *slot.object.as_ptr() = None };
    }

    /// Whether it is an object that no other owns, for quick ways.
    #[inline]
    pub(crate) fn is_free_plain(self) -> bool {
        // SAFETY: `seen` has found it.
        self.seen().is_some() && !unsafe { &*self.0 }.owned.get()
    }

    /// Marks an object as part of another, for quick ways, once [`Handle::is_free_plain`] has looked at it.
    #[inline]
    pub(crate) fn set_part_plain(self) {
        if self.is_free_plain() {
            // SAFETY: looked at.
            unsafe { &*self.0 }.owned.set(true);
        }
    }

    /// The arena the object lives in.
    #[inline]
    pub(crate) fn arena<'a>(self) -> Outcome<&'a Arena> {
        Ok(self.slot()?.home())
    }

    /// Marks the object as part of another, or as the module's own again.
    pub(crate) fn set_owned(self, owned: bool) -> Outcome {
        self.slot()?.owned.set(owned);
        Ok(())
    }

    /// Fails where another object owns this one: taking it away from there would leave a hole.
    pub(crate) fn must_be_free(self) -> Outcome {
        if self.slot()?.owned.get() { Err(Code::Logic) } else { Ok(()) }
    }

    /// Takes the object out of its slot and gives back what it owned.
    pub(crate) fn remove(self) -> Outcome {
        self.vacate(self.slot()?)
    }

    #[inline]
    fn vacate(self, slot: &Slot<T>) -> Outcome {
        let arena = slot.home();
        let object = slot.object.try_borrow_mut().map_err(|_| Code::Logic)?.take();
        slot.tag.set(EMPTY);
        slot.owned.set(false);
        arena.discharge(size_of::<Slot<T>>() + slot.charged.replace(0));
        let pool = T::pool(arena);
        slot.next_free.set(pool.first_free.replace(self.0));
        pool.taken.set(pool.taken.get() - 1);
        if let Some(object) = object {
            object.release(arena);
        }
        Ok(())
    }

    /// What a module's `destroy` does: null is nothing; what is gone, of another kind or another's is a misuse.
    pub(crate) fn destroy(self, function: &'static str) {
        if self.is_null() {
            return;
        }
        let removed = self.slot().and_then(|slot| if slot.owned.get() { Err(Code::Logic) } else { self.vacate(slot) });
        if removed.is_err() {
            misused(function);
        }
    }
}

/// Apart, so that the usual case is short.
#[cold]
fn misused(function: &'static str) {
    Arena::note_misuse(function);
}
