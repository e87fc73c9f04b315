//! Small helpers around calls of the interface.

use std::ffi::{CStr, CString, c_char, c_int};
use std::mem::MaybeUninit;

use crate::error::{Error, Result};

/// Turns a code into a result.
#[inline]
pub(crate) fn check(function: &'static str, code: c_int) -> Result<()> {
    if code == 0 { Ok(()) } else { Err(Error::from_code(function, code)) }
}

/// Calls a function that writes its result through its last pointer.
#[inline]
pub(crate) fn fetch<T>(function: &'static str, call: impl FnOnce(*mut T) -> c_int) -> Result<T> {
    let mut place = MaybeUninit::<T>::uninit();
    let code = call(place.as_mut_ptr());
    if code != 0 {
        return Err(Error::from_code(function, code));
    }
    // SAFETY: by the interface's contract a function that gives no error has written its result.
    Ok(unsafe { place.assume_init() })
}

/// Names up to this length are terminated on the stack.
const STACK_BYTES: usize = 64;

/// Runs `run` with the text as a C string.
pub(crate) fn with_c_str<R>(text: &str, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
    let bytes = text.as_bytes();
    if bytes.contains(&0) {
        return Err(Error::Nul(text.to_owned()));
    }
    let mut stack = [0_u8; STACK_BYTES];
    if let (Some(place), true) = (stack.get_mut(..bytes.len()), bytes.len() < STACK_BYTES) {
        place.copy_from_slice(bytes);
        return Ok(run(stack.as_ptr().cast()));
    }
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len() + 1).map_err(|_| Error::OutOfMemory(Some(bytes.len() + 1)))?;
    copy.extend_from_slice(bytes);
    let copy = CString::new(copy).map_err(|_| Error::Nul(text.to_owned()))?;
    Ok(run(copy.as_ptr()))
}

/// The text behind a pointer of the server.
///
/// # Safety
/// The pointer is NUL-terminated and the text lives and stays as it is for `'a`.
pub(crate) unsafe fn text<'a>(pointer: *const c_char) -> Result<&'a str> {
    if pointer.is_null() {
        return Err(Error::NotUtf8);
    }
    // SAFETY: not null, and the caller vouches for the rest.
    unsafe { CStr::from_ptr(pointer) }.to_str().map_err(|_| Error::NotUtf8)
}

/// Whether the text behind a pointer of the server is this one. The comparison ends at the first difference, and so at the
/// latest at the NUL.
///
/// # Safety
/// The pointer is null or NUL-terminated.
pub(crate) unsafe fn is_text(pointer: *const c_char, text: &str) -> bool {
    if pointer.is_null() {
        return false;
    }
    let bytes = text.as_bytes();
    // SAFETY: not null; every byte before the one that is read was equal to one of `text` and not NUL, so it is inside.
    let same = |(place, byte): (usize, &u8)| *byte != 0 && unsafe { *pointer.add(place).cast::<u8>() } == *byte;
    // SAFETY: as above.
    bytes.iter().enumerate().all(same) && unsafe { *pointer.add(bytes.len()) } == 0
}
