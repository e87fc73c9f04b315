//! Pointers that come from C, and the places they point to.

use std::cell::{Cell, Ref, RefCell, RefMut};
use std::ffi::{CStr, c_char, c_void};

use super::arena::Arena;
use super::{Code, Outcome};
use crate::value::Text;

/// The tag of a slot without an object; no kind has it.
const EMPTY: u32 = 0x4d65_6d30;

/// How many slots the first chunk of a pool has; each next one has twice as many, up to [`CHUNK_MAX`].
const CHUNK_FIRST: usize = 16;
const CHUNK_MAX: usize = 4096;

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

/// The place of one object. The tag stands first, so that it can be read whatever the kind is.
#[repr(C)]
pub(crate) struct Slot<T> {
    tag: Cell<u32>,
    /// Whether another object owns this one, so that the module must not destroy it.
    owned: Cell<bool>,
    charged: Cell<usize>,
    arena: Cell<*const Arena>,
    object: RefCell<Option<T>>,
}

/// Slots of one kind: chunks that never move, and the free ones among them.
pub(crate) struct Pool<T> {
    chunks: RefCell<Vec<Box<[Slot<T>]>>>,
    free: RefCell<Vec<*const Slot<T>>>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { chunks: RefCell::default(), free: RefCell::default() }
    }
}

impl<T: Object> Pool<T> {
    #[cold]
    fn grow(&self) -> Outcome {
        let mut chunks = self.chunks.try_borrow_mut().map_err(|_| Code::Unknown)?;
        let count = (CHUNK_FIRST << chunks.len().min(16)).min(CHUNK_MAX);
        let mut chunk = Vec::new();
        chunk.try_reserve_exact(count).map_err(|_| Code::UnableToAllocate)?;
        chunk.resize_with(count, || Slot {
            tag: Cell::new(EMPTY),
            owned: Cell::new(false),
            charged: Cell::new(0),
            arena: Cell::new(std::ptr::null()),
            object: RefCell::new(None),
        });
        let chunk = chunk.into_boxed_slice();
        let mut free = self.free.try_borrow_mut().map_err(|_| Code::Unknown)?;
        free.try_reserve(count).map_err(|_| Code::UnableToAllocate)?;
        free.extend(chunk.iter().rev().map(std::ptr::from_ref));
        chunks.push(chunk);
        Ok(())
    }

    /// Takes a free slot for the object.
    #[inline]
    pub(crate) fn place(&self, arena: &Arena, object: T) -> Outcome<Handle<T>> {
        let bytes = size_of::<Slot<T>>() + object.weight();
        if let Err(code) = arena.charge(bytes) {
            object.release(arena);
            return Err(code);
        }
        let place = match self.take_free()? {
            Some(place) => place,
            None => {
                self.grow()?;
                self.take_free()?.ok_or(Code::UnableToAllocate)?
            }
        };
        let handle = Handle(place);
        // SAFETY: the place is in a chunk of this pool, and chunks live and stay where they are as long as the pool.
        let slot = unsafe { &*place };
        slot.object.replace(Some(object));
        slot.arena.set(arena);
        slot.charged.set(bytes);
        slot.owned.set(false);
        slot.tag.set(T::TAG);
        Ok(handle)
    }

    #[inline]
    fn take_free(&self) -> Outcome<Option<*const Slot<T>>> {
        Ok(self.free.try_borrow_mut().map_err(|_| Code::Unknown)?.pop())
    }

    /// How many slots hold an object that no other owns. Complexity: linear in the slots.
    pub(crate) fn alive(&self) -> usize {
        let count =
            |chunk: &[Slot<T>]| chunk.iter().filter(|slot| slot.tag.get() == T::TAG && !slot.owned.get()).count();
        self.chunks.try_borrow().map_or(0, |chunks| chunks.iter().map(|chunk| count(chunk)).sum())
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

    /// The object, to read, and the arena it lives in.
    #[inline]
    pub(crate) fn look<'a>(self) -> Outcome<(Ref<'a, T>, &'a Arena)> {
        let slot = self.slot()?;
        let object = slot.object.try_borrow().map_err(|_| Code::Logic)?;
        let object = Ref::filter_map(object, Option::as_ref).map_err(|_| Code::DeletedObject)?;
        // SAFETY: as in `arena`.
        Ok((object, unsafe { slot.arena.get().as_ref() }.ok_or(Code::InvalidArgument)?))
    }

    /// The object, to change, and the arena it lives in.
    #[inline]
    pub(crate) fn look_mut<'a>(self) -> Outcome<(RefMut<'a, T>, &'a Arena)> {
        let slot = self.slot()?;
        let object = slot.object.try_borrow_mut().map_err(|_| Code::Logic)?;
        let object = RefMut::filter_map(object, Option::as_mut).map_err(|_| Code::DeletedObject)?;
        // SAFETY: as in `arena`.
        Ok((object, unsafe { slot.arena.get().as_ref() }.ok_or(Code::InvalidArgument)?))
    }

    /// The arena the object lives in.
    #[inline]
    pub(crate) fn arena<'a>(self) -> Outcome<&'a Arena> {
        let arena = self.slot()?.arena.get();
        // SAFETY: set by `place` to the arena that owns the pool, which is boxed and outlives every use of its slots.
        unsafe { arena.as_ref() }.ok_or(Code::InvalidArgument)
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
        // SAFETY: as in `arena`.
        let arena = unsafe { slot.arena.get().as_ref() }.ok_or(Code::InvalidArgument)?;
        let object = slot.object.try_borrow_mut().map_err(|_| Code::Logic)?.take();
        slot.tag.set(EMPTY);
        arena.discharge(slot.charged.replace(0));
        if let Some(object) = object {
            object.release(arena);
        }
        T::pool(arena).free.try_borrow_mut().map_err(|_| Code::Unknown)?.push(self.0);
        Ok(())
    }

    /// What a module's `destroy` does: null is nothing; what is gone, of another kind or another's is a misuse.
    pub(crate) fn destroy(self, function: &'static str) {
        if self.is_null() {
            return;
        }
        let removed = self.slot().and_then(|slot| if slot.owned.get() { Err(Code::Logic) } else { self.vacate(slot) });
        if removed.is_err() {
            Arena::note_misuse(function);
        }
    }
}

/// What is written where no result is.
pub(crate) trait Blank: Sized {
    /// The null pointer for pointers; numbers are left as they are.
    const BLANK: Option<Self> = None;
}

impl Blank for i32 {}
impl Blank for i64 {}
impl Blank for usize {}
impl Blank for f64 {}
impl<T> Blank for *const T {
    const BLANK: Option<Self> = Some(std::ptr::null());
}
impl<T> Blank for *mut T {
    const BLANK: Option<Self> = Some(std::ptr::null_mut());
}
impl<T> Blank for Handle<T> {
    const BLANK: Option<Self> = Some(Self::NULL);
}

/// Where a module wants a result. A pointer that is not written becomes null, so that a module that does not look at
/// error codes goes on with null, which the interface can tell, and not with what stood in its variable.
#[repr(transparent)]
pub(crate) struct Out<T: Blank>(*mut T);

impl<T: Blank> Drop for Out<T> {
    fn drop(&mut self) {
        if let (Some(blank), false, true) = (T::BLANK, self.0.is_null(), self.0.is_aligned()) {
            // SAFETY: not null and aligned; by the interface's contract it points to a variable of the type.
            unsafe { self.0.write(blank) };
        }
    }
}

impl<T: Blank> Out<T> {
    /// Writes the result.
    #[inline]
    pub(crate) fn set(self, value: T) -> Outcome {
        if self.0.is_null() || !self.0.is_aligned() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: not null and aligned; by the interface's contract it points to a variable of the type.
        unsafe { self.0.write(value) };
        std::mem::forget(self);
        Ok(())
    }

    /// Fails where nothing can be written, before an object is made for it.
    pub(crate) fn check(&self) -> Outcome {
        if self.0.is_null() { Err(Code::InvalidArgument) } else { Ok(()) }
    }
}

impl<T: Object> Out<Handle<T>> {
    /// Makes an object and writes the pointer to it.
    pub(crate) fn make(self, arena: &Arena, object: T) -> Outcome {
        self.check()?;
        let handle = Handle::new(arena, object)?;
        self.set(handle)
    }
}

/// A C string that a module passes.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct CText(*const c_char);

impl CText {
    /// The characters; they live as long as the module says, which is at least the call that passes them.
    pub(crate) fn as_str<'a>(self) -> Outcome<&'a str> {
        if self.0.is_null() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: not null; by the interface's contract it is NUL-terminated and lives through the call. Callers use
        // the reference within the call only.
        unsafe { CStr::from_ptr(self.0) }.to_str().map_err(|_| Code::InvalidArgument)
    }

    /// Whether they are these characters, for what is no C string on this side.
    #[inline]
    pub(crate) fn is_str(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        // SAFETY: NUL-terminated by the interface's contract; every byte before the one that is read was equal to one of `text` and not NUL.
        let same = |(place, byte): (usize, &u8)| *byte != 0 && unsafe { *self.0.cast::<u8>().add(place) } == *byte;
        // SAFETY: as above.
        !self.0.is_null() && bytes.iter().enumerate().all(same) && unsafe { *self.0.add(bytes.len()) } == 0
    }

    /// Whether they are these characters.
    #[inline]
    pub(crate) fn is(self, text: &Text) -> bool {
        // SAFETY: not null, and by the interface's contract NUL-terminated; so is the text.
        !self.0.is_null() && unsafe { libc::strcmp(self.0, text.as_ptr()) } == 0
    }

    /// A copy of the characters.
    pub(crate) fn to_text(self) -> Outcome<Text> {
        if self.0.is_null() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: as in `as_str`.
        Text::from_c_str(unsafe { CStr::from_ptr(self.0) }).ok_or(Code::InvalidArgument)
    }

    /// A copy for a message: what is no UTF-8 is replaced.
    pub(crate) fn to_message(self) -> Outcome<String> {
        if self.0.is_null() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: as in `as_str`.
        Ok(unsafe { CStr::from_ptr(self.0) }.to_string_lossy().into_owned())
    }
}

/// A struct that a module passes by pointer to be read.
#[repr(transparent)]
pub(crate) struct In<T>(*const T);

impl<T: Copy> In<T> {
    /// A copy of the struct.
    pub(crate) fn read(self) -> Outcome<T> {
        if self.0.is_null() || !self.0.is_aligned() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: not null and aligned; by the interface's contract it points to such a struct.
        Ok(unsafe { *self.0 })
    }
}

impl<T> Clone for In<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for In<T> {}

/// A block of memory that a module asked for.
pub(crate) type Block = *mut c_void;
