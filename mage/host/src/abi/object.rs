//! Values as objects: what a `mgp_value` and its parts hold, and their way from and to [`Value`].

mod entity;

use std::collections::BTreeMap;

use super::arena::Arena;
use super::pointer::CText;
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::value::{NESTING_MAX, Node, Path, Text, Value};

pub(crate) use self::entity::{Edge, Vertex};

/// A `mgp_value`. Parts are owned by it.
#[derive(Clone)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    String(Text),
    List(Handle<List>),
    Map(Handle<Map>),
    Vertex(Handle<Vertex>),
    Edge(Handle<Edge>),
    Path(Handle<PathObject>),
    Date(Handle<Moment<crate::Date>>),
    LocalTime(Handle<Moment<crate::LocalTime>>),
    LocalDateTime(Handle<Moment<crate::LocalDateTime>>),
    Duration(Handle<Moment<crate::Duration>>),
}

/// A `mgp_list`: elements of its own.
#[derive(Default)]
pub(crate) struct List {
    pub(super) items: Vec<Handle<Data>>,
    pub(super) capacity: usize,
    /// 1 for a list of plain values.
    pub(super) depth: usize,
}

/// A `mgp_map`: values of its own.
#[derive(Default)]
pub(crate) struct Map {
    pub(super) entries: BTreeMap<Text, Handle<Data>>,
    pub(super) depth: usize,
}

/// A `mgp_path`: one vertex more than edges.
#[derive(Default)]
pub(crate) struct PathObject {
    pub(super) vertices: Vec<Handle<Vertex>>,
    pub(super) edges: Vec<Handle<Edge>>,
}

/// A `mgp_date`, `mgp_local_time`, `mgp_local_date_time` or `mgp_duration`.
#[derive(Clone, Copy)]
pub(crate) struct Moment<T>(pub(super) T);

/// Ties a kind of object to its tag and its pool.
macro_rules! object {
    ($kind:ty, $tag:expr, $pool:ident) => {
        impl Object for $kind {
            const TAG: u32 = $tag;
            fn pool(arena: &Arena) -> &Pool<Self> {
                &arena.$pool
            }
        }
    };
}
pub(super) use object;

object!(Moment<crate::Date>, 0x4d67_0007, dates);
object!(Moment<crate::LocalTime>, 0x4d67_0008, local_times);
object!(Moment<crate::LocalDateTime>, 0x4d67_0009, local_date_times);
object!(Moment<crate::Duration>, 0x4d67_000a, durations);

impl Object for Data {
    const TAG: u32 = 0x4d67_0001;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.values
    }
    fn weight(&self) -> usize {
        if let Self::String(text) = self { text.as_str().len() + 1 } else { 0 }
    }
    #[inline]
    fn release(self, _arena: &Arena) {
        if !self.is_plain() {
            self.release_part();
        }
    }
}

impl Data {
    /// The interface's number of its type.
    #[inline]
    pub(super) fn kind(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Int(_) => 2,
            Self::Double(_) => 3,
            Self::String(_) => 4,
            Self::List(_) => 5,
            Self::Map(_) => 6,
            Self::Vertex(_) => 7,
            Self::Edge(_) => 8,
            Self::Path(_) => 9,
            Self::Date(_) => 10,
            Self::LocalTime(_) => 11,
            Self::LocalDateTime(_) => 12,
            Self::Duration(_) => 13,
        }
    }

    /// Whether it has no parts of its own.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Self::Null | Self::Bool(_) | Self::Int(_) | Self::Double(_) | Self::String(_))
    }

    fn release_part(self) {
        // What a value owns is of this arena and in its slot; a part that is not there needs no giving back.
        let _gone = match self {
            Self::List(part) => part.remove(),
            Self::Map(part) => part.remove(),
            Self::Vertex(part) => part.remove(),
            Self::Edge(part) => part.remove(),
            Self::Path(part) => part.remove(),
            Self::Date(part) => part.remove(),
            Self::LocalTime(part) => part.remove(),
            Self::LocalDateTime(part) => part.remove(),
            Self::Duration(part) => part.remove(),
            _ => Ok(()),
        };
    }
}

impl Object for List {
    const TAG: u32 = 0x4d67_0002;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.lists
    }
    fn weight(&self) -> usize {
        self.items.capacity() * size_of::<Handle<Data>>()
    }
    #[inline]
    fn release(mut self, arena: &Arena) {
        for item in self.items.drain(..) {
            if item.drop_plain_part(Data::is_plain).is_none() {
                let _gone = item.remove();
            }
        }
        arena.keep_list_room(self.items);
    }
}

impl Object for Map {
    const TAG: u32 = 0x4d67_0003;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.maps
    }
    fn release(self, _arena: &Arena) {
        for item in self.entries.into_values() {
            let _gone = item.remove();
        }
    }
}

impl Object for PathObject {
    const TAG: u32 = 0x4d67_0006;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.paths
    }
    fn release(self, _arena: &Arena) {
        for vertex in self.vertices {
            let _gone = vertex.remove();
        }
        for edge in self.edges {
            let _gone = edge.remove();
        }
    }
}

/// An object that another one is going to own.
pub(super) fn part<T: Object>(arena: &Arena, object: T) -> Outcome<Handle<T>> {
    let handle = Handle::new(arena, object)?;
    handle.set_owned(true)?;
    Ok(handle)
}

/// How deep a value nests.
pub(super) fn depth(data: &Data) -> Outcome<usize> {
    match data {
        Data::List(list) => Ok(list.get()?.depth),
        Data::Map(map) => Ok(map.get()?.depth),
        _ => Ok(0),
    }
}

/// The depth of a container with one more element, or an error where that is too deep.
pub(super) fn deeper(container: usize, element: usize) -> Outcome<usize> {
    let depth = container.max(element + 1);
    if depth > NESTING_MAX { Err(Code::InvalidArgument) } else { Ok(depth) }
}

/// A value as an object of the arena, owned by nobody.
#[inline]
pub(super) fn make(arena: &Arena, value: &Value) -> Outcome<Handle<Data>> {
    let data = match value {
        Value::Null => Data::Null,
        Value::Bool(value) => Data::Bool(*value),
        Value::Int(value) => Data::Int(*value),
        Value::Float(value) => Data::Double(*value),
        Value::String(text) => Data::String(text.clone()),
        nested => nested_data(arena, nested)?,
    };
    Handle::new(arena, data)
}

/// The content of a value without parts and without text; nothing for another.
fn bare(value: &Value) -> Option<Data> {
    Some(match value {
        Value::Int(value) => Data::Int(*value),
        Value::Float(value) => Data::Double(*value),
        Value::Bool(value) => Data::Bool(*value),
        Value::Null => Data::Null,
        _ => return None,
    })
}

/// As [`make`] for a value without parts and without text, for quick ways; nothing for another.
#[inline]
pub(super) fn make_plain(arena: &Arena, value: &Value) -> Option<Handle<Data>> {
    let data = if let Value::Int(value) = value { Data::Int(*value) } else { bare(value)? };
    arena.values.place_plain(arena, data)
}

/// Whether a text at this address is an element of the list.
pub(super) fn holds_text(list: Handle<List>, text: CText) -> bool {
    let is_it = |item: &Handle<Data>| matches!(item.get().as_deref(), Ok(Data::String(own)) if text.is_at(own));
    list.get().is_ok_and(|list| list.items.iter().any(is_it))
}

fn nested_data(arena: &Arena, value: &Value) -> Outcome<Data> {
    Ok(match value {
        // What has no parts is made by `make`.
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_) => Data::Null,
        Value::List(items) => Data::List(make_list(arena, items)?),
        Value::Map(entries) => Data::Map(make_map(arena, entries)?),
        Value::Node(node) => Data::Vertex(part(arena, Vertex::new(*node))?),
        Value::Relationship(relationship) => Data::Edge(part(arena, Edge::new(arena, *relationship)?)?),
        Value::Path(path) => Data::Path(part(arena, make_path(arena, path)?)?),
        Value::Date(date) => Data::Date(part(arena, Moment(*date))?),
        Value::LocalTime(time) => Data::LocalTime(part(arena, Moment(*time))?),
        Value::LocalDateTime(moment) => Data::LocalDateTime(part(arena, Moment(*moment))?),
        Value::Duration(length) => Data::Duration(part(arena, Moment(*length))?),
    })
}

/// A copy of a value that has no parts, owned by nobody; `None` for one with parts.
pub(super) fn copy_plain(arena: &Arena, value: Handle<Data>) -> Outcome<Option<Handle<Data>>> {
    let data = value.get()?;
    data.is_plain().then(|| Handle::new(arena, data.clone())).transpose()
}

/// As [`make`], owned by another object.
pub(super) fn make_part(arena: &Arena, value: &Value) -> Outcome<Handle<Data>> {
    let handle = make(arena, value)?;
    handle.set_owned(true)?;
    Ok(handle)
}

pub(super) fn make_list(arena: &Arena, items: &[Value]) -> Outcome<Handle<List>> {
    let mut room = Vec::new();
    room.try_reserve_exact(items.len()).map_err(|_| Code::UnableToAllocate)?;
    let list = part(arena, List { depth: 1, capacity: items.len(), items: room })?;
    for item in items {
        let element = make_part(arena, item)?;
        push(list, element)?;
    }
    Ok(list)
}

/// Puts an element, already owned, at the list's end.
pub(super) fn push(list: Handle<List>, element: Handle<Data>) -> Outcome {
    let nested = depth(&*element.get()?)?;
    let mut list = list.get_mut()?;
    list.depth = deeper(list.depth, nested)?;
    list.items.try_reserve(1).map_err(|_| Code::UnableToAllocate)?;
    list.items.push(element);
    Ok(())
}

fn make_map(arena: &Arena, entries: &BTreeMap<Text, Value>) -> Outcome<Handle<Map>> {
    let map = part(arena, Map { depth: 1, entries: BTreeMap::new() })?;
    for (key, value) in entries {
        let value = make_part(arena, value)?;
        let nested = depth(&*value.get()?)?;
        let mut map = map.get_mut()?;
        map.depth = deeper(map.depth, nested)?;
        map.entries.insert(key.clone(), value);
    }
    Ok(map)
}

/// A path's object, with parts of its own.
pub(super) fn make_path(arena: &Arena, path: &Path) -> Outcome<PathObject> {
    let mut made = PathObject::default();
    made.vertices.push(part(arena, Vertex::new(path.start))?);
    for (relationship, node) in &path.steps {
        made.edges.push(part(arena, Edge::new(arena, *relationship)?)?);
        made.vertices.push(part(arena, Vertex::new(*node))?);
    }
    Ok(made)
}

/// A value without parts; nothing for another.
#[inline]
pub(super) fn read_plain(data: &Data) -> Option<Value> {
    Some(match data {
        Data::Null => Value::Null,
        Data::Bool(value) => Value::Bool(*value),
        Data::Int(value) => Value::Int(*value),
        Data::Double(value) => Value::Float(*value),
        Data::String(text) => Value::String(text.clone()),
        _ => return None,
    })
}

/// A list of values without parts as a value, for quick ways, and what its elements take; nothing where one is of a kind
/// without its bit in `kinds`, or there is no memory. Where nobody wants the list it is only looked at.
#[inline]
pub(super) fn read_plain_list(list: Handle<List>, kinds: u16, is_wanted: bool) -> Option<(Value, usize)> {
    let list = list.seen()?.0;
    let (mut items, mut bytes) = (Vec::new(), 0);
    if is_wanted {
        items.try_reserve_exact(list.items.len()).ok()?;
    }
    for item in &list.items {
        let data = item.seen()?.0;
        if kinds >> data.kind() & 1 == 0 {
            return None;
        }
        if is_wanted {
            bytes += size_of::<Value>() + if let Data::String(text) = data { text.as_str().len() } else { 0 };
            items.push(read_plain(data)?);
        }
    }
    Some((if is_wanted { Value::List(items) } else { Value::Null }, bytes))
}

/// An object as a value.
pub(crate) fn read(handle: Handle<Data>) -> Outcome<Value> {
    let data = handle.get()?;
    if let Some(plain) = read_plain(&data) {
        return Ok(plain);
    }
    let parts = data.clone();
    drop(data);
    Ok(match parts {
        // Read above.
        Data::Null | Data::Bool(_) | Data::Int(_) | Data::Double(_) | Data::String(_) => Value::Null,
        Data::List(list) => Value::List(read_list(list)?),
        Data::Map(map) => Value::Map(read_map(map)?),
        Data::Vertex(vertex) => Value::Node(vertex.get()?.node.get()),
        Data::Edge(edge) => Value::Relationship(edge.get()?.shown().relationship),
        Data::Path(path) => Value::Path(read_path(path)?),
        Data::Date(date) => Value::Date(date.get()?.0),
        Data::LocalTime(time) => Value::LocalTime(time.get()?.0),
        Data::LocalDateTime(moment) => Value::LocalDateTime(moment.get()?.0),
        Data::Duration(length) => Value::Duration(length.get()?.0),
    })
}

/// A list's object as values.
pub(crate) fn read_list(list: Handle<List>) -> Outcome<Vec<Value>> {
    list.get()?.items.iter().map(|item| read(*item)).collect()
}

/// A map's object as values by key.
pub(super) fn read_map(map: Handle<Map>) -> Outcome<BTreeMap<Text, Value>> {
    map.get()?.entries.iter().map(|(key, item)| Ok((key.clone(), read(*item)?))).collect()
}

/// A path's object as a path.
pub(super) fn read_path(path: Handle<PathObject>) -> Outcome<Path> {
    let path = path.get()?;
    let mut nodes = path.vertices.iter().map(|vertex| Ok(vertex.get()?.node.get()));
    let start = nodes.next().ok_or(Code::InvalidArgument)??;
    let step = |(edge, node): (&Handle<Edge>, Outcome<Node>)| Ok((edge.get()?.shown().relationship, node?));
    Ok(Path { start, steps: path.edges.iter().zip(nodes).map(step).collect::<Outcome<_>>()? })
}
