//! Where the constants of a loaded file stand.

use std::ffi::{c_int, c_void};
use std::ops::Range;

/// What is sought while the linker shows one file after the other.
struct Search {
    /// An address in the file.
    inside: usize,
    found: Vec<Range<usize>>,
}

/// The parts of the file around an address that the file cannot be written to: code and constants. Empty where the linker
/// does not know such a file.
pub(super) fn constants(inside: usize) -> Vec<Range<usize>> {
    let mut search = Search { inside, found: Vec::new() };
    // SAFETY: the callback is of the type that is asked for and gets the pointer to `search`, which outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(look), (&raw mut search).cast()) };
    search.found
}

/// Looks at one file; a number that is not zero ends the search.
///
/// # Safety
/// As `dl_iterate_phdr` calls it, with a pointer to a [`Search`] that nobody else uses.
unsafe extern "C" fn look(info: *mut libc::dl_phdr_info, _size: usize, search: *mut c_void) -> c_int {
    // SAFETY: the linker passes a description that lives through the call, and `constants` a pointer to its variable.
    let (info, search) = unsafe { (&*info, &mut *search.cast::<Search>()) };
    if info.dlpi_phdr.is_null() {
        return 0;
    }
    // SAFETY: the linker describes the file by so many headers.
    let headers = unsafe { std::slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum)) };
    let loaded = || headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
    let range = |header: &libc::Elf64_Phdr| {
        let start = usize::try_from(info.dlpi_addr.wrapping_add(header.p_vaddr)).unwrap_or(0);
        start..start.saturating_add(usize::try_from(header.p_memsz).unwrap_or(0))
    };
    if !loaded().any(|header| range(header).contains(&search.inside)) {
        return 0;
    }
    search.found = loaded().filter(|header| header.p_flags & libc::PF_W == 0).map(range).collect();
    1
}
