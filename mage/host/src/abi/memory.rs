//! `mgp_alloc`, `mgp_global_alloc` and their kin.

use std::ffi::c_void;

use super::object::object;
use super::pointer::{Block, Out};
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::abi::arena::Arena;

/// A `mgp_memory`: the arena's memory.
pub(crate) struct Memory;

object!(Memory, 0x4d67_0010, memories);

/// What `mgp_alloc` aligns to: as `malloc`, for any type of C.
const ALIGNMENT: usize = 16;

super::exports! {
    fn mgp_alloc(memory: Handle<Memory>, size_in_bytes: usize, result: Out<Block>) {
        result.check()?;
        result.set(memory.arena()?.allocate(size_in_bytes, ALIGNMENT)?)
    }

    fn mgp_aligned_alloc(memory: Handle<Memory>, size_in_bytes: usize, alignment: usize, result: Out<Block>) {
        result.check()?;
        result.set(memory.arena()?.allocate(size_in_bytes, alignment)?)
    }

    fn mgp_free(memory: Handle<Memory>, block: Block) -> () {
        if !block.is_null() {
            match memory.arena() {
                Ok(arena) => arena.free(block),
                Err(_) => Arena::note_misuse("mgp_free"),
            }
        }
    }

    fn mgp_global_alloc(size_in_bytes: usize, result: Out<Block>) {
        global(size_in_bytes, ALIGNMENT, result)
    }

    fn mgp_global_aligned_alloc(size_in_bytes: usize, alignment: usize, result: Out<Block>) {
        global(size_in_bytes, alignment, result)
    }

    fn mgp_global_free(block: Block) -> () {
        // SAFETY: null, or by the interface's contract a block of `mgp_global_alloc`, which is libc's.
        unsafe { libc::free(block) }
    }
}

/// Memory beyond a call, from libc: it outlives the arena, and no limit of a call counts it.
fn global(bytes: usize, alignment: usize, result: Out<Block>) -> Outcome {
    result.check()?;
    if bytes == 0 || !alignment.is_power_of_two() {
        return Err(Code::InvalidArgument);
    }
    let mut block: *mut c_void = std::ptr::null_mut();
    // SAFETY: the alignment is a power of two and at least a pointer's, and `block` is a variable of ours.
    let failed = unsafe { libc::posix_memalign(&raw mut block, alignment.max(ALIGNMENT), bytes) };
    if failed != 0 || block.is_null() {
        return Err(Code::UnableToAllocate);
    }
    result.set(block)
}
