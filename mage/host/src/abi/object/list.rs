//! A `mgp_list`.

use super::{Data, Outcome, deeper, depth, make_part, part, read, read_plain};
use crate::abi::Code;
use crate::abi::arena::Arena;
use crate::abi::pointer::CText;
use crate::abi::slot::{Handle, Object, Pool};
use crate::value::Value;

/// Room for copies of longer lists is asked for, and may be refused.
const FEW: usize = 64;

/// A `mgp_list`: elements of its own.
pub(crate) struct List {
    elements: Elements,
    /// How many a module may add without `extend`.
    pub(in crate::abi) capacity: usize,
}

/// Most lists that a module makes hold values without parts and are given away whole. Their elements become objects when the
/// module asks for one of them, or adds one with parts.
enum Elements {
    Plain(Plain),
    /// Elements, and how deep they nest; 1 where none does.
    Objects(Vec<Handle<Data>>, usize),
}

/// Elements without parts.
#[derive(Default)]
struct Plain {
    values: Vec<Value>,
    /// The interface's numbers of their types, a bit each.
    kinds: u16,
    /// What was counted for them.
    bytes: usize,
}

impl Object for List {
    const TAG: u32 = 0x4d67_0002;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.lists
    }
    fn weight(&self) -> usize {
        match &self.elements {
            Elements::Plain(plain) => plain.values.capacity() * size_of::<Value>(),
            Elements::Objects(items, _) => items.capacity() * size_of::<Handle<Data>>(),
        }
    }
    fn release(mut self, arena: &Arena) {
        if self.empty_plain(arena).is_none()
            && let Elements::Objects(items, _) = self.elements
        {
            remove_all(items);
        }
    }
}

impl List {
    /// An empty list with room for elements without parts.
    #[inline]
    pub(in crate::abi) fn with_room(values: Vec<Value>, capacity: usize) -> Self {
        Self { elements: Elements::Plain(Plain { values, ..Plain::default() }), capacity }
    }

    /// How many elements there are.
    pub(in crate::abi) fn len(&self) -> usize {
        match &self.elements {
            Elements::Plain(plain) => plain.values.len(),
            Elements::Objects(items, _) => items.len(),
        }
    }

    /// How deep it nests: 1 for a list of elements without parts.
    pub(super) fn depth(&self) -> usize {
        match &self.elements {
            Elements::Plain(_) => 1,
            Elements::Objects(_, depth) => *depth,
        }
    }

    /// Gives back elements that are no objects, and the room for another list; nothing where they are.
    #[inline]
    pub(in crate::abi) fn empty_plain(&mut self, arena: &Arena) -> Option<()> {
        let Elements::Plain(plain) = &mut self.elements else { return None };
        arena.discharge(plain.bytes);
        let mut room = std::mem::take(&mut plain.values);
        room.clear();
        arena.keep_list_room(room);
        Some(())
    }

    /// Adds a copy of a value without parts where there is room, for quick ways.
    #[inline]
    pub(in crate::abi) fn push_plain(&mut self, arena: &Arena, data: &Data) -> Option<()> {
        let Elements::Plain(plain) = &mut self.elements else { return None };
        let length = plain.values.len();
        if length >= self.capacity || length == plain.values.capacity() {
            return None;
        }
        let (value, bytes) = (read_plain(data)?, weight(data));
        arena.charge_plain(bytes)?;
        plain.push(data.kind(), value, bytes);
        Some(())
    }

    /// A copy of a few elements that are no objects, and what they take, if they are all of `kinds`; only looked at where nobody
    /// wants them. For quick ways.
    #[inline]
    pub(in crate::abi) fn copy_plain(&self, kinds: u16, is_wanted: bool) -> Option<(Value, usize)> {
        let Elements::Plain(plain) = &self.elements else { return None };
        if plain.kinds & !kinds != 0 {
            return None;
        }
        if !is_wanted {
            return Some((Value::Null, 0));
        }
        if plain.values.len() > FEW {
            return None;
        }
        Some((Value::List(plain.values.iter().map(copy_plain).collect()), plain.bytes))
    }
}

impl Plain {
    #[inline]
    fn push(&mut self, kind: u8, value: Value, bytes: usize) {
        self.kinds |= 1 << kind;
        self.bytes += bytes;
        self.values.push(value);
    }
}

/// A copy of an element without parts.
#[inline]
fn copy_plain(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.clone()),
        Value::Int(number) => Value::Int(*number),
        other => other.clone(),
    }
}

/// What an element without parts takes.
#[inline]
fn weight(data: &Data) -> usize {
    size_of::<Value>() + if let Data::String(text) = data { text.as_str().len() } else { 0 }
}

/// Puts a copy of a value at the list's end.
pub(in crate::abi) fn append(list: Handle<List>, arena: &Arena, value: Handle<Data>) -> Outcome {
    {
        let (data, mut list) = (value.get()?, list.get_mut()?);
        if let (Some(value), Elements::Plain(plain)) = (read_plain(&data), &mut list.elements) {
            plain.values.try_reserve(1).map_err(|_| Code::UnableToAllocate)?;
            arena.charge(weight(&data))?;
            plain.push(data.kind(), value, weight(&data));
            return Ok(());
        }
    }
    let value = read(value)?;
    deeper(list.get()?.depth(), value.depth())?;
    make_objects(list, arena)?;
    push(list, make_part(arena, &value)?)
}

/// Makes objects of the elements; all or none.
fn make_objects(list: Handle<List>, arena: &Arena) -> Outcome {
    let mut list = list.get_mut()?;
    if let Elements::Plain(plain) = &list.elements {
        let (items, bytes) = (make_all(arena, &plain.values)?, plain.bytes);
        list.elements = Elements::Objects(items, 1);
        arena.discharge(bytes);
    }
    Ok(())
}

fn make_all(arena: &Arena, values: &[Value]) -> Outcome<Vec<Handle<Data>>> {
    let mut items: Vec<Handle<Data>> = Vec::new();
    items.try_reserve_exact(values.len()).map_err(|_| Code::UnableToAllocate)?;
    for value in values {
        match make_part(arena, value) {
            Ok(item) => items.push(item),
            Err(code) => {
                remove_all(items);
                return Err(code);
            }
        }
    }
    Ok(items)
}

fn remove_all(items: Vec<Handle<Data>>) {
    for item in items {
        if item.drop_plain_part(Data::is_plain).is_none() {
            // What a list owns is there; what were not would need no giving back.
            let _gone = item.remove();
        }
    }
}

/// Puts an element, already owned, at the end of a list of objects.
fn push(list: Handle<List>, element: Handle<Data>) -> Outcome {
    let nested = depth(&*element.get()?)?;
    let mut list = list.get_mut()?;
    let Elements::Objects(items, depth) = &mut list.elements else { return Err(Code::Unknown) };
    *depth = deeper(*depth, nested)?;
    items.try_reserve(1).map_err(|_| Code::UnableToAllocate)?;
    items.push(element);
    Ok(())
}

/// A list of the values as objects, owned by another object.
pub(in crate::abi) fn make_list(arena: &Arena, values: &[Value]) -> Outcome<Handle<List>> {
    let mut items = Vec::new();
    items.try_reserve_exact(values.len()).map_err(|_| Code::UnableToAllocate)?;
    let list = part(arena, List { elements: Elements::Objects(items, 1), capacity: values.len() })?;
    for value in values {
        push(list, make_part(arena, value)?)?;
    }
    Ok(list)
}

/// An element of the list as an object.
pub(in crate::abi) fn at(list: Handle<List>, index: usize) -> Outcome<Handle<Data>> {
    if let Elements::Objects(items, _) = &list.get()?.elements {
        return items.get(index).copied().ok_or(Code::OutOfRange);
    }
    make_objects(list, list.arena()?)?;
    match &list.get()?.elements {
        Elements::Objects(items, _) => items.get(index).copied().ok_or(Code::OutOfRange),
        Elements::Plain(_) => Err(Code::Unknown),
    }
}

/// A list's elements as values.
pub(crate) fn read_list(list: Handle<List>) -> Outcome<Vec<Value>> {
    match &list.get()?.elements {
        Elements::Plain(plain) => Ok(plain.values.clone()),
        Elements::Objects(items, _) => items.iter().map(|item| read(*item)).collect(),
    }
}

/// Whether a text at this address is an element of the list.
pub(in crate::abi) fn holds_text(list: Handle<List>, text: CText) -> bool {
    let is_it = |item: &Handle<Data>| matches!(item.get().as_deref(), Ok(Data::String(own)) if text.is_at(own));
    let Ok(list) = list.get() else { return false };
    matches!(&list.elements, Elements::Objects(items, _) if items.iter().any(is_it))
}
