//! What modules pass beside objects: places for results, texts, structs and blocks.

use std::ffi::{CStr, c_char, c_void};

use super::arena::Arena;
use super::slot::{FIRST_PAGE, Handle, Object};
use super::{Code, Outcome};
use crate::value::Text;

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
    /// Writes the result, for quick ways; nothing where it cannot be written.
    #[inline]
    pub(crate) fn put(&self, value: T) -> Option<()> {
        if !self.is_place() {
            return None;
        }
        // SAFETY: no small number; by the interface's contract it points to a variable of the type.
        unsafe { self.0.write_unaligned(value) };
        Some(())
    }

    /// Whether a result can be written.
    #[inline]
    pub(crate) fn is_place(&self) -> bool {
        self.0.addr() >= FIRST_PAGE
    }

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

/// A C string that a module passes. Equal ones stand at the same address, which says nothing of their characters.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct CText(*const c_char);

impl CText {
    /// Where it stands.
    pub(crate) fn addr(self) -> usize {
        self.0.addr()
    }

    /// A number below `places`, a power of two, that its address leads to. Neighbours are spread by multiplication (Knuth
    /// 1973, section 6.4).
    #[inline]
    pub(crate) fn spread(self, places: usize) -> usize {
        let product = (self.0.addr() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(product >> 48).unwrap_or(0) & (places - 1)
    }

    /// The characters; they live as long as the module says, which is at least the call that passes them.
    pub(crate) fn as_str<'a>(self) -> Outcome<&'a str> {
        if self.0.is_null() {
            return Err(Code::InvalidArgument);
        }
        // SAFETY: not null; by the interface's contract it is NUL-terminated and lives through the call. Callers use
        // the reference within the call only.
        unsafe { CStr::from_ptr(self.0) }.to_str().map_err(|_| Code::InvalidArgument)
    }

    /// Whether it is this very text, and not a copy.
    pub(crate) fn is_at(self, text: &Text) -> bool {
        std::ptr::eq(self.0, text.as_ptr())
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
