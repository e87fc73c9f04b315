//! Values that a module gives: to a record, a property or as a function's answer.

use std::borrow::Cow;

use crate::entity::{Edge, OwnedEdge, OwnedPath, OwnedVertex, Path, Vertex};
use crate::error::{Error, Result};
use crate::raw::{check, fetch, with_c_str};
use crate::sys;
use crate::temporal::{Date, Duration, LocalDateTime, LocalTime};
use crate::value::{OwnedValue, Value, View};

/// How deep lists and maps may nest. A bound, because they are made by recursion.
const NESTING_MAX: usize = 100;

/// A value to give.
#[derive(Debug, Clone)]
pub enum Out<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A double.
    Float(f64),
    /// A string.
    String(Cow<'a, str>),
    /// Values in order.
    List(Vec<Out<'a>>),
    /// Values by key; a key may stand once.
    Map(Vec<(Cow<'a, str>, Out<'a>)>),
    /// A node.
    Vertex(Vertex<'a>),
    /// A relationship.
    Edge(Edge<'a>),
    /// A path.
    Path(Path<'a>),
    /// A day.
    Date(Date),
    /// A time of day.
    LocalTime(LocalTime),
    /// A day and a time.
    LocalDateTime(LocalDateTime),
    /// A length of time.
    Duration(Duration),
    /// A value of the server, as it is.
    Given(Value<'a>),
}

type Memory = *mut sys::mgp_memory;

/// Destroys an object of the server unless it is given away.
struct Guard<T>(*mut T, unsafe extern "C" fn(*mut T));

impl<T> Guard<T> {
    fn give(self) {
        std::mem::forget(self);
    }
}

impl<T> Drop for Guard<T> {
    fn drop(&mut self) {
        // SAFETY: made by the server for the module and not given away.
        unsafe { (self.1)(self.0) };
    }
}

/// Makes an object of the server, and a value that takes it over.
macro_rules! wrapped {
    ($memory:expr, $make:expr, $destroy:ident, $wrap:ident) => {{
        let object = Guard(fetch(stringify!($wrap), $make)?, sys::$destroy);
        // SAFETY: the object is live; a value that is made takes it over.
        let value = fetch(stringify!($wrap), |out| unsafe { sys::$wrap(object.0, out) })?;
        object.give();
        Ok(OwnedValue::new(value, $memory))
    }};
}

/// A value of the server to pass on: made for it, or there already.
pub(crate) enum Made<'a> {
    New(OwnedValue<'a>),
    Given(Value<'a>),
}

impl Made<'_> {
    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut sys::mgp_value {
        match self {
            Self::New(value) => value.as_ptr(),
            Self::Given(value) => value.raw,
        }
    }
}

impl<'a> Out<'a> {
    /// The value as the server's, made only where it is not.
    #[inline]
    pub(crate) fn made(&self, memory: Memory, depth: usize) -> Result<Made<'a>> {
        match self {
            Self::Given(value) => Ok(Made::Given(*value)),
            other => other.nested(memory, depth).map(Made::New),
        }
    }
}

impl Out<'_> {
    /// The value as the server's.
    pub(crate) fn make<'c>(&self, memory: Memory) -> Result<OwnedValue<'c>> {
        self.nested(memory, 0)
    }

    fn nested<'c>(&self, memory: Memory, depth: usize) -> Result<OwnedValue<'c>> {
        if depth > NESTING_MAX {
            return Err(Error::new(format!("a value nests deeper than {NESTING_MAX}")));
        }
        // SAFETY (for every call below): the call's memory is live, and so are the objects that are copied.
        let raw = match self {
            // SAFETY: as above.
            Self::Null => fetch("mgp_value_make_null", |o| unsafe { sys::mgp_value_make_null(memory, o) }),
            Self::Bool(v) => {
                // SAFETY: as above.
                fetch("mgp_value_make_bool", |o| unsafe { sys::mgp_value_make_bool(i32::from(*v), memory, o) })
            }
            // SAFETY: as above.
            Self::Int(v) => fetch("mgp_value_make_int", |o| unsafe { sys::mgp_value_make_int(*v, memory, o) }),
            // SAFETY: as above.
            Self::Float(v) => fetch("mgp_value_make_double", |o| unsafe { sys::mgp_value_make_double(*v, memory, o) }),
            Self::String(text) => with_c_str(text, |text| {
                // SAFETY: as above; the server copies the text.
                fetch("mgp_value_make_string", |o| unsafe { sys::mgp_value_make_string(text, memory, o) })
            })?,
            Self::List(items) => return list(items, memory, depth),
            Self::Map(entries) => return map(entries, memory, depth),
            Self::Vertex(_) | Self::Edge(_) | Self::Path(_) => return self.entity(memory),
            Self::Date(_) | Self::LocalTime(_) | Self::LocalDateTime(_) | Self::Duration(_) => {
                return self.time(memory);
            }
            // Servers before 2.4 have no function that copies a value.
            Self::Given(value) => return value.to_out()?.nested(memory, depth),
        };
        Ok(OwnedValue::new(raw?, memory))
    }

    fn entity<'c>(&self, memory: Memory) -> Result<OwnedValue<'c>> {
        match self {
            Self::Vertex(v) => {
                // SAFETY: the vertex and the memory are live.
                let make = |o| unsafe { sys::mgp_vertex_copy(v.raw, memory, o) };
                wrapped!(memory, make, mgp_vertex_destroy, mgp_value_make_vertex)
            }
            Self::Edge(e) => {
                // SAFETY: the edge and the memory are live.
                let make = |o| unsafe { sys::mgp_edge_copy(e.raw, memory, o) };
                wrapped!(memory, make, mgp_edge_destroy, mgp_value_make_edge)
            }
            Self::Path(p) => {
                // SAFETY: the path and the memory are live.
                let make = |o| unsafe { sys::mgp_path_copy(p.raw, memory, o) };
                wrapped!(memory, make, mgp_path_destroy, mgp_value_make_path)
            }
            other => other.make(memory),
        }
    }

    fn time<'c>(&self, memory: Memory) -> Result<OwnedValue<'c>> {
        match self {
            Self::Date(date) => {
                let mut parts = date.parameters();
                // SAFETY: the parameters and the memory are live.
                let make = |o| unsafe { sys::mgp_date_from_parameters(&raw mut parts, memory, o) };
                wrapped!(memory, make, mgp_date_destroy, mgp_value_make_date)
            }
            Self::LocalTime(time) => {
                let mut parts = time.parameters();
                // SAFETY: the parameters and the memory are live.
                let make = |o| unsafe { sys::mgp_local_time_from_parameters(&raw mut parts, memory, o) };
                wrapped!(memory, make, mgp_local_time_destroy, mgp_value_make_local_time)
            }
            Self::LocalDateTime(moment) => {
                let (mut date, mut time) = (moment.date.parameters(), moment.time.parameters());
                let mut both = sys::mgp_local_date_time_parameters { date: &raw mut date, time: &raw mut time };
                // SAFETY: the parameters and the memory are live.
                let make = |o| unsafe { sys::mgp_local_date_time_from_parameters(&raw mut both, memory, o) };
                wrapped!(memory, make, mgp_local_date_time_destroy, mgp_value_make_local_date_time)
            }
            Self::Duration(length) => {
                // SAFETY: the memory is live.
                let make = |o| unsafe { sys::mgp_duration_from_microseconds(length.microseconds, memory, o) };
                wrapped!(memory, make, mgp_duration_destroy, mgp_value_make_duration)
            }
            other => other.make(memory),
        }
    }
}

/// A list of values, which are copied.
pub(crate) fn list_of<'c>(
    memory: Memory,
    length: usize,
    items: impl Iterator<Item = Result<*mut sys::mgp_value>>,
) -> Result<OwnedValue<'c>> {
    // SAFETY: the memory is live.
    let make = |o| unsafe { sys::mgp_list_make_empty(length, memory, o) };
    let object = Guard(fetch("mgp_list_make_empty", make)?, sys::mgp_list_destroy);
    for item in items {
        // SAFETY: the list is live, and so is the value as long as the iterator stands there; the server copies it.
        check("mgp_list_append_extend", unsafe { sys::mgp_list_append_extend(object.0, item?) })?;
    }
    // SAFETY: the list is live; a value that is made takes it over.
    let value = fetch("mgp_value_make_list", |o| unsafe { sys::mgp_value_make_list(object.0, o) })?;
    object.give();
    Ok(OwnedValue::new(value, memory))
}

fn list<'c>(items: &[Out<'_>], memory: Memory, depth: usize) -> Result<OwnedValue<'c>> {
    let mut shown = None;
    list_of(memory, items.len(), items.iter().map(|item| Ok(shown.insert(item.made(memory, depth + 1)?).as_ptr())))
}

fn map<'c>(entries: &[(Cow<'_, str>, Out<'_>)], memory: Memory, depth: usize) -> Result<OwnedValue<'c>> {
    // SAFETY: the memory is live.
    let make = |o| unsafe { sys::mgp_map_make_empty(memory, o) };
    let object = Guard(fetch("mgp_map_make_empty", make)?, sys::mgp_map_destroy);
    for (key, item) in entries {
        let item = item.made(memory, depth + 1)?;
        with_c_str(key, |key| {
            // SAFETY: map, key and value are live; the server copies both.
            check("mgp_map_insert", unsafe { sys::mgp_map_insert(object.0, key, item.as_ptr()) })
        })??;
    }
    // SAFETY: the map is live; a value that is made takes it over.
    let value = fetch("mgp_value_make_map", |o| unsafe { sys::mgp_value_make_map(object.0, o) })?;
    object.give();
    Ok(OwnedValue::new(value, memory))
}

macro_rules! from {
    ($($kind:ty => $make:expr;)*) => {
        $(impl<'a> From<$kind> for Out<'a> {
            #[inline]
            fn from(value: $kind) -> Self {
                ($make)(value)
            }
        })*
    };
}

from! {
    bool => Out::Bool;
    i64 => Out::Int;
    i32 => |value| Out::Int(i64::from(value));
    u32 => |value| Out::Int(i64::from(value));
    // More than 2^63 of anything does not fit into memory.
    usize => |value| Out::Int(i64::try_from(value).unwrap_or(i64::MAX));
    f64 => Out::Float;
    &'a str => |value| Out::String(Cow::Borrowed(value));
    &'a String => |value: &'a String| Out::String(Cow::Borrowed(value));
    String => |value| Out::String(Cow::Owned(value));
    Vertex<'a> => Out::Vertex;
    Edge<'a> => Out::Edge;
    Path<'a> => Out::Path;
    &'a OwnedVertex<'_> => |value: &'a OwnedVertex<'_>| Out::Vertex(value.get());
    &'a OwnedEdge<'_> => |value: &'a OwnedEdge<'_>| Out::Edge(value.get());
    &'a OwnedPath<'_> => |value: &'a OwnedPath<'_>| Out::Path(value.get());
    Value<'a> => Out::Given;
    &'a OwnedValue<'_> => |value: &'a OwnedValue<'_>| Out::Given(value.get());
    Date => Out::Date;
    LocalTime => Out::LocalTime;
    LocalDateTime => Out::LocalDateTime;
    Duration => Out::Duration;
}

impl<'a, T: Into<Out<'a>>> From<Option<T>> for Out<'a> {
    #[inline]
    fn from(value: Option<T>) -> Self {
        match value {
            Some(value) => value.into(),
            None => Self::Null,
        }
    }
}

impl<'a, T: Into<Out<'a>>> From<Vec<T>> for Out<'a> {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<'a> Value<'a> {
    /// What the value holds, to give on changed; as it is, it is given by `into()`. Complexity: linear in its size.
    ///
    /// # Errors
    /// [`Error::UnknownType`], [`Error::NotUtf8`].
    pub fn to_out(self) -> Result<Out<'a>> {
        Ok(match self.view()? {
            View::Null => Out::Null,
            View::Bool(value) => Out::Bool(value),
            View::Int(value) => Out::Int(value),
            View::Float(value) => Out::Float(value),
            View::String(value) => value.into(),
            View::List(items) => {
                let items = items.values()?.map(|item| item?.to_out());
                Out::List(items.collect::<Result<_>>()?)
            }
            View::Map(entries) => {
                let mut copied = Vec::new();
                entries.for_each(|key, _| {
                    copied.push(key.to_owned());
                    Ok(())
                })?;
                let entry = |key: String| Ok(entries.find(&key)?.map(|value| Ok((Cow::Owned(key), value.to_out()?))));
                let found = copied.into_iter().filter_map(|key| entry(key).transpose());
                Out::Map(found.map(|entry| entry?).collect::<Result<_>>()?)
            }
            View::Vertex(vertex) => Out::Vertex(vertex),
            View::Edge(edge) => Out::Edge(edge),
            View::Path(path) => Out::Path(path),
            View::Date(date) => Out::Date(date),
            View::LocalTime(time) => Out::LocalTime(time),
            View::LocalDateTime(moment) => Out::LocalDateTime(moment),
            View::Duration(length) => Out::Duration(length),
        })
    }
}
