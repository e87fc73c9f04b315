//! `mgp_map_*`, except its iterator.

use std::ffi::{c_char, c_int};

use super::iterators::{MapItem, MapItemsIterator};
use super::memory::Memory;
use super::object::{self, Data, Map};
use super::pointer::{CText, Out};
use super::slot::Handle;
use super::{Code, Outcome};

/// Puts a copy of the value under the key; gives back what was there.
fn put(map: Handle<Map>, key: CText, value: Handle<Data>) -> Outcome {
    let key = key.to_text()?;
    let value = object::read(value)?;
    let depth = object::deeper(map.get()?.depth, value.depth())?;
    let element = object::make_part(map.arena()?, &value)?;
    let before = {
        let mut map = map.get_mut()?;
        map.depth = depth;
        map.entries.insert(key, element)
    };
    before.map_or(Ok(()), Handle::remove)
}

fn find(map: Handle<Map>, key: CText) -> Outcome<Option<Handle<Data>>> {
    let key = key.to_text()?;
    Ok(map.get()?.entries.get(&key).copied())
}

super::exports! {
    fn mgp_map_make_empty(memory: Handle<Memory>, result: Out<Handle<Map>>) {
        result.make(memory.arena()?, Map { depth: 1, ..Map::default() })
    }
    fn mgp_map_copy(map: Handle<Map>, memory: Handle<Memory>, result: Out<Handle<Map>>) {
        result.check()?;
        let arena = memory.arena()?;
        let copy = Handle::new(arena, Map { depth: map.get()?.depth, ..Map::default() })?;
        for (key, value) in &object::read_map(map)? {
            let element = object::make_part(arena, value)?;
            copy.get_mut()?.entries.insert(key.clone(), element);
        }
        result.set(copy)
    }
    fn mgp_map_destroy(map: Handle<Map>) -> () { map.destroy("mgp_map_destroy") }
    fn mgp_map_insert(map: Handle<Map>, key: CText, value: Handle<Data>) {
        if find(map, key)?.is_some() { Err(Code::KeyAlreadyExists) } else { put(map, key, value) }
    }
    fn mgp_map_update(map: Handle<Map>, key: CText, value: Handle<Data>) { put(map, key, value) }
    fn mgp_map_erase(map: Handle<Map>, key: CText) {
        let key = key.to_text()?;
        let removed = map.get_mut()?.entries.remove(&key);
        removed.ok_or(Code::OutOfRange)?.remove()
    }
    fn mgp_map_size(map: Handle<Map>, result: Out<usize>) {
        let size = map.get()?.entries.len();
        result.set(size)
    }
    fn mgp_map_at(map: Handle<Map>, key: CText, result: Out<Handle<Data>>) {
        let found = find(map, key)?;
        result.set(found.unwrap_or(Handle::NULL))
    }
    fn mgp_map_key_exists(map: Handle<Map>, key: CText, result: Out<c_int>) {
        let found = find(map, key)?;
        result.set(c_int::from(found.is_some()))
    }
    fn mgp_map_item_key(item: Handle<MapItem>, result: Out<*const c_char>) {
        let key = item.get()?.key.as_ptr();
        result.set(key)
    }
    fn mgp_map_item_value(item: Handle<MapItem>, result: Out<Handle<Data>>) {
        let value = item.get()?.value;
        result.set(value)
    }
    fn mgp_map_iter_items(map: Handle<Map>, memory: Handle<Memory>, result: Out<Handle<MapItemsIterator>>) {
        let iterator = MapItemsIterator::new(memory.arena()?, map)?;
        result.make(memory.arena()?, iterator)
    }
}
