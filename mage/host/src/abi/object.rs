//! Values as objects: what a `mgp_value` and its parts hold, and their way from and to [`Value`].

mod entity;
mod list;

use std::collections::BTreeMap;

use super::arena::Arena;
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::value::{NESTING_MAX, Node, Path, Text, Value};

pub(crate) use self::entity::{Edge, Vertex};
pub(crate) use self::list::{List, read_list};
pub(super) use self::list::{append, at, holds_text, make_list};

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
        Data::List(list) => Ok(list.get()?.depth()),
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

/// As [`make`] for a value without parts and without text, for quick ways; nothing for another.
#[inline]
pub(super) fn make_plain(arena: &Arena, value: &Value) -> Option<Handle<Data>> {
    // Most properties that are read in great numbers are integers.
    if let Value::Int(number) = value {
        return arena.values.place_plain(arena, Data::Int(*number));
    }
    make_bare(arena, value)
}

#[inline(never)]
fn make_bare(arena: &Arena, value: &Value) -> Option<Handle<Data>> {
    let data = match value {
        Value::Float(value) => Data::Double(*value),
        Value::Bool(value) => Data::Bool(*value),
        Value::Null => Data::Null,
        _ => return None,
    };
    arena.values.place_plain(arena, data)
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

/// As [`make`], owned by another object.
pub(super) fn make_part(arena: &Arena, value: &Value) -> Outcome<Handle<Data>> {
    let handle = make(arena, value)?;
    handle.set_owned(true)?;
    Ok(handle)
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
