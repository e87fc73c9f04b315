//! Types of relationships that a procedure looks for.

use std::cell::Cell;
use std::ffi::c_char;

use crate::raw::is_text;

/// How many types of the graph are remembered. A power of two.
const MET: usize = 4;

/// Which types of relationships are looked for, for [`Edge::kind_among`](crate::Edge::kind_among). The server shows a type by
/// the address of its name, which stays: what was compared once is known by its address afterwards. Made for one call.
#[derive(Debug)]
pub struct Kinds<'n> {
    names: Vec<&'n str>,
    /// Types that were met, each at the place that its address leads to, and which of the names it is.
    met: [Cell<(*const c_char, Option<usize>)>; MET],
}

impl<'n> Kinds<'n> {
    /// Types by their names.
    #[must_use]
    pub fn new(names: &[&'n str]) -> Self {
        Self { names: names.to_vec(), met: [const { Cell::new((std::ptr::null(), None)) }; MET] }
    }

    /// Which of the names a type has.
    ///
    /// # Safety
    /// The pointer is null or NUL-terminated, and stays what it is as long as this lives.
    #[inline]
    pub(super) unsafe fn find(&self, kind: *const c_char) -> Option<usize> {
        if let Some((met, found)) = self.met.get(place(kind)).map(Cell::get)
            && met == kind
            && !kind.is_null()
        {
            return found;
        }
        // SAFETY: as the caller says.
        unsafe { self.compare(kind) }
    }

    /// As [`Kinds::find`], letter by letter.
    ///
    /// # Safety
    /// As for [`Kinds::find`].
    #[cold]
    unsafe fn compare(&self, kind: *const c_char) -> Option<usize> {
        // SAFETY: as the caller says.
        let found = self.names.iter().position(|name| unsafe { is_text(kind, name) });
        if let Some(entry) = self.met.get(place(kind)) {
            entry.set((kind, found));
        }
        found
    }
}

fn place(kind: *const c_char) -> usize {
    kind.addr() / 16 % MET
}
