//! `mgp_list_*`.

use super::memory::Memory;
use super::object::{self, Data, List};
use super::pointer::Out;
use super::slot::Handle;
use super::{Code, Outcome};

/// Bytes counted for each element a list has room for.
const ELEMENT_BYTES: usize = size_of::<Handle<Data>>();

/// Lists with more room are looked at closely before it is made.
const ROOM_PLAIN_MAX: usize = 64;

/// An empty list with a little room, for quick ways.
#[inline]
fn make_plain(capacity: usize, memory: Handle<Memory>, result: &Out<Handle<List>>) -> Option<()> {
    let arena = memory.seen()?.1;
    if capacity > ROOM_PLAIN_MAX || !result.is_place() {
        return None;
    }
    let items = arena.list_room(capacity)?;
    result.put(arena.lists.place_plain(arena, List { items, capacity, depth: 1 })?)
}

/// Puts a copy of the value at the list's end.
fn append(list: Handle<List>, value: Handle<Data>) -> Outcome {
    let arena = list.arena()?;
    if let Some(element) = object::copy_plain(arena, value)? {
        element.set_owned(true)?;
        return object::push(list, element);
    }
    let value = object::read(value)?;
    object::deeper(list.get()?.depth, value.depth())?;
    let element = object::make_part(arena, &value)?;
    object::push(list, element)
}

/// As [`append`] of a value without parts to a list with room, for quick ways.
#[inline]
fn append_plain(list: Handle<List>, value: Handle<Data>) -> Option<()> {
    let (data, arena) = value.seen()?;
    list.seen()?;
    let mut list = list.get_mut().ok()?;
    if !data.is_plain() || list.items.len() >= list.capacity || list.items.len() == list.items.capacity() {
        return None;
    }
    let element = arena.values.place_part_plain(arena, data.clone())?;
    list.items.push(element);
    Some(())
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
        let mut items = Vec::new();
        items.try_reserve(capacity).map_err(|_| Code::UnableToAllocate)?;
        result.make(arena, List { items, capacity, depth: 1 })
    }
    fn mgp_list_copy(list: Handle<List>, memory: Handle<Memory>, result: Out<Handle<List>>) {
        result.check()?;
        let values = object::read_list(list)?;
        let arena = memory.arena()?;
        let copy = Handle::new(arena, List { items: Vec::new(), capacity: list.get()?.capacity, depth: 1 })?;
        for value in &values {
            object::push(copy, object::make_part(arena, value)?)?;
        }
        result.set(copy)
    }
    fn mgp_list_destroy(list: Handle<List>) -> () { list.destroy("mgp_list_destroy") }
    fn mgp_list_append(list: Handle<List>, value: Handle<Data>) quick { append_plain(list, value) } {
        let full = { let list = list.get()?; list.items.len() >= list.capacity };
        if full { Err(Code::InsufficientBuffer) } else { append(list, value) }
    }
    fn mgp_list_append_extend(list: Handle<List>, value: Handle<Data>) quick { append_plain(list, value) } {
        append(list, value)?;
        let mut list = list.get_mut()?;
        list.capacity = list.capacity.max(list.items.len());
        Ok(())
    }
    fn mgp_list_size(list: Handle<List>, result: Out<usize>) {
        let size = list.get()?.items.len();
        result.set(size)
    }
    fn mgp_list_capacity(list: Handle<List>, result: Out<usize>) {
        let capacity = list.get()?.capacity;
        result.set(capacity)
    }
    fn mgp_list_at(list: Handle<List>, index: usize, result: Out<Handle<Data>>) {
        let element = list.get()?.items.get(index).copied().ok_or(Code::OutOfRange)?;
        result.set(element)
    }
}
