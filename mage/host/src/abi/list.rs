//! `mgp_list_*`.

use super::Code;
use super::memory::Memory;
use super::object::{self, Data, List};
use super::pointer::Out;
use super::slot::Handle;
use crate::value::Value;

/// Bytes counted for each element a list has room for.
const ELEMENT_BYTES: usize = size_of::<Value>();

/// Lists with more room are looked at closely before it is made.
const ROOM_PLAIN_MAX: usize = 64;

/// An empty list with a little room, for quick ways.
#[inline]
fn make_plain(capacity: usize, memory: Handle<Memory>, result: &Out<Handle<List>>) -> Option<()> {
    let arena = memory.seen()?.1;
    if capacity > ROOM_PLAIN_MAX || !result.is_place() {
        return None;
    }
    let room = arena.list_room(capacity)?;
    result.put(arena.lists.place_plain(arena, List::with_room(room, capacity))?)
}

/// Puts a copy of a value without parts at the end of a list with room, for quick ways.
#[inline]
fn append_plain(list: Handle<List>, value: Handle<Data>) -> Option<()> {
    let (data, arena) = value.seen()?;
    list.seen()?;
    // SAFETY: looked at, and `data` is no part of it while its elements are no objects; where they are, nothing is changed.
    unsafe { list.part_mut() }.push_plain(arena, data)
}

super::exports! {
    fn mgp_list_make_empty(capacity: usize, memory: Handle<Memory>, result: Out<Handle<List>>) quick {
        make_plain(capacity, memory, &result)
    } {
        let arena = memory.arena()?;
        let bytes = capacity.checked_mul(ELEMENT_BYTES).ok_or(Code::UnableToAllocate)?;
        // Whether there may be so much room is asked before it is made.
        arena.charge(bytes)?;
        arena.discharge(bytes);
        let mut room = Vec::new();
        room.try_reserve(capacity).map_err(|_| Code::UnableToAllocate)?;
        result.make(arena, List::with_room(room, capacity))
    }
    fn mgp_list_copy(list: Handle<List>, memory: Handle<Memory>, result: Out<Handle<List>>) {
        result.check()?;
        let arena = memory.arena()?;
        let copy = object::make_list(arena, &object::read_list(list)?)?;
        copy.set_owned(false)?;
        copy.get_mut()?.capacity = list.get()?.capacity;
        result.set(copy)
    }
    fn mgp_list_destroy(list: Handle<List>) -> () { list.destroy("mgp_list_destroy") }
    fn mgp_list_append(list: Handle<List>, value: Handle<Data>) quick { append_plain(list, value) } {
        let full = { let list = list.get()?; list.len() >= list.capacity };
        if full { Err(Code::InsufficientBuffer) } else { object::append(list, list.arena()?, value) }
    }
    fn mgp_list_append_extend(list: Handle<List>, value: Handle<Data>) quick { append_plain(list, value) } {
        object::append(list, list.arena()?, value)?;
        let mut list = list.get_mut()?;
        list.capacity = list.capacity.max(list.len());
        Ok(())
    }
    fn mgp_list_size(list: Handle<List>, result: Out<usize>) {
        let size = list.get()?.len();
        result.set(size)
    }
    fn mgp_list_capacity(list: Handle<List>, result: Out<usize>) {
        let capacity = list.get()?.capacity;
        result.set(capacity)
    }
    fn mgp_list_at(list: Handle<List>, index: usize, result: Out<Handle<Data>>) {
        let element = object::at(list, index)?;
        result.set(element)
    }
}
