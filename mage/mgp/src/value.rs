//! Values as the server shows them: borrowed, looked at in place.

use std::marker::PhantomData;

use crate::container::{List, Map};
use crate::entity::{Edge, Path, Vertex};
use crate::error::{Error, Result};
use crate::raw::{fetch, text};
use crate::sys;
use crate::temporal::{Date, Duration, LocalDateTime, LocalTime};

/// A value of the server, borrowed for `'v`. Copies of it are the same value.
#[derive(Debug, Clone, Copy)]
pub struct Value<'v> {
    pub(crate) raw: *mut sys::mgp_value,
    pub(crate) memory: *mut sys::mgp_memory,
    pub(crate) life: PhantomData<&'v sys::mgp_value>,
}

/// What a [`Value`] holds.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum View<'v> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A double.
    Float(f64),
    /// A string, in place.
    String(&'v str),
    /// A list, in place.
    List(List<'v>),
    /// A map, in place.
    Map(Map<'v>),
    /// A node.
    Vertex(Vertex<'v>),
    /// A relationship.
    Edge(Edge<'v>),
    /// A path.
    Path(Path<'v>),
    /// A day.
    Date(Date),
    /// A time of day.
    LocalTime(LocalTime),
    /// A day and a time.
    LocalDateTime(LocalDateTime),
    /// A length of time.
    Duration(Duration),
}

impl<'v> Value<'v> {
    pub(crate) fn new(raw: *mut sys::mgp_value, memory: *mut sys::mgp_memory) -> Self {
        Self { raw, memory, life: PhantomData }
    }

    /// What it holds. Complexity: O(1); a string is checked to be UTF-8.
    ///
    /// # Errors
    /// [`Error::UnknownType`] for types of newer servers.
    pub fn view(self) -> Result<View<'v>> {
        self.view_of(self.kind()?)
    }

    /// The interface's number of its type.
    #[inline]
    fn kind(self) -> Result<i32> {
        // SAFETY: the value is live for `'v`.
        fetch("mgp_value_get_type", |out| unsafe { sys::mgp_value_get_type(self.raw, out) })
    }

    /// What it holds, its type being known.
    fn view_of(self, kind: i32) -> Result<View<'v>> {
        let (raw, memory) = (self.raw, self.memory);
        macro_rules! part {
            ($function:ident) => {{
                // SAFETY: the value is live for `'v`, and its parts live as long as it does; the type was asked for.
                fetch(stringify!($function), |out| unsafe { sys::$function(raw, out) })?
            }};
        }
        Ok(match kind {
            0 => View::Null,
            1 => View::Bool(part!(mgp_value_get_bool) != 0),
            2 => View::Int(part!(mgp_value_get_int)),
            3 => View::Float(part!(mgp_value_get_double)),
            4 => {
                let pointer = part!(mgp_value_get_string);
                // SAFETY: the string is the value's own and lives as long.
                View::String(unsafe { text(pointer) }?)
            }
            5 => View::List(List::new(part!(mgp_value_get_list), memory)),
            6 => View::Map(Map::new(part!(mgp_value_get_map), memory)),
            7 => View::Vertex(Vertex::new(part!(mgp_value_get_vertex), memory)),
            8 => View::Edge(Edge::new(part!(mgp_value_get_edge), memory)),
            9 => View::Path(Path::new(part!(mgp_value_get_path), memory)),
            10 => View::Date(Date::read(part!(mgp_value_get_date))?),
            11 => View::LocalTime(LocalTime::read(part!(mgp_value_get_local_time))?),
            12 => View::LocalDateTime(LocalDateTime::read(part!(mgp_value_get_local_date_time))?),
            13 => View::Duration(Duration::read(part!(mgp_value_get_duration))?),
            later => return Err(Error::UnknownType(later_type(later))),
        })
    }

    /// The value as a Rust type; `what` names it in an error.
    ///
    /// # Errors
    /// [`Error::Type`] for another type than wanted.
    pub fn to<T: FromValue<'v>>(self, what: &str) -> Result<T> {
        match T::from_kind(self, self.kind()?)? {
            Some(found) => Ok(found),
            None => Err(Error::Type { what: what.to_owned(), wanted: T::NAME, got: self.view()?.kind().to_owned() }),
        }
    }

    /// The value as a Rust type, if it is of that.
    #[expect(clippy::inline_always, reason = "a call would cost more than this does, with every property that is read")]
    #[inline(always)]
    pub(crate) fn read<T: FromValue<'v>>(self) -> Result<Option<T>> {
        T::from_kind(self, self.kind()?)
    }
}

/// The name of a type that came after 2.10.
fn later_type(number: i32) -> String {
    match number {
        14 => "ZONED_DATE_TIME".to_owned(),
        15 => "POINT_2D".to_owned(),
        16 => "POINT_3D".to_owned(),
        17 => "ENUM".to_owned(),
        other => format!("number {other}"),
    }
}

impl View<'_> {
    /// The type's name in the query language.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "BOOLEAN",
            Self::Int(_) => "INTEGER",
            Self::Float(_) => "FLOAT",
            Self::String(_) => "STRING",
            Self::List(_) => "LIST",
            Self::Map(_) => "MAP",
            Self::Vertex(_) => "NODE",
            Self::Edge(_) => "RELATIONSHIP",
            Self::Path(_) => "PATH",
            Self::Date(_) => "DATE",
            Self::LocalTime(_) => "LOCAL_TIME",
            Self::LocalDateTime(_) => "LOCAL_DATE_TIME",
            Self::Duration(_) => "DURATION",
        }
    }
}

/// A Rust type that a value can be read as. `Option` reads null as `None`.
pub trait FromValue<'v>: Sized {
    /// The type's name in errors.
    const NAME: &'static str;
    /// The value, if it is of the type.
    fn from_view(view: View<'v>) -> Option<Self>;
    /// The same for a value whose type's number is known: for types that can be read without a look at all others.
    #[doc(hidden)]
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        Ok(Self::from_view(value.view_of(kind)?))
    }
}

macro_rules! from_view {
    ($($kind:ty, $variant:ident, $name:literal;)*) => {
        $(impl<'v> FromValue<'v> for $kind {
            const NAME: &'static str = $name;
            fn from_view(view: View<'v>) -> Option<Self> {
                if let View::$variant(value) = view { Some(value) } else { None }
            }
        })*
    };
}

from_view! {
    &'v str, String, "STRING";
    List<'v>, List, "LIST";
    Map<'v>, Map, "MAP";
    Vertex<'v>, Vertex, "NODE";
    Edge<'v>, Edge, "RELATIONSHIP";
    Path<'v>, Path, "PATH";
    Date, Date, "DATE";
    LocalTime, LocalTime, "LOCAL_TIME";
    LocalDateTime, LocalDateTime, "LOCAL_DATE_TIME";
    Duration, Duration, "DURATION";
}

/// Numbers of types in the interface.
const KIND_NULL: i32 = 0;
const KIND_BOOL: i32 = 1;
const KIND_INT: i32 = 2;
const KIND_FLOAT: i32 = 3;
pub(crate) const KIND_STRING: i32 = 4;

impl<'v> FromValue<'v> for bool {
    const NAME: &'static str = "BOOLEAN";
    fn from_view(view: View<'v>) -> Option<Self> {
        if let View::Bool(value) = view { Some(value) } else { None }
    }
    #[inline]
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        if kind != KIND_BOOL {
            return Ok(None);
        }
        // SAFETY: the value is live and a truth.
        Ok(Some(fetch("mgp_value_get_bool", |out| unsafe { sys::mgp_value_get_bool(value.raw, out) })? != 0))
    }
}

impl<'v> FromValue<'v> for i64 {
    const NAME: &'static str = "INTEGER";
    fn from_view(view: View<'v>) -> Option<Self> {
        if let View::Int(value) = view { Some(value) } else { None }
    }
    #[inline]
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        if kind != KIND_INT {
            return Ok(None);
        }
        // SAFETY: the value is live and an integer.
        fetch("mgp_value_get_int", |out| unsafe { sys::mgp_value_get_int(value.raw, out) }).map(Some)
    }
}

impl<'v> FromValue<'v> for f64 {
    const NAME: &'static str = "NUMBER";
    fn from_view(view: View<'v>) -> Option<Self> {
        match view {
            View::Float(value) => Some(value),
            #[expect(clippy::cast_precision_loss, reason = "what the query language does where a float is wanted")]
            View::Int(value) => Some(value as f64),
            _ => None,
        }
    }
    #[inline]
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        if kind == KIND_FLOAT {
            // SAFETY: the value is live and a double.
            return fetch("mgp_value_get_double", |o| unsafe { sys::mgp_value_get_double(value.raw, o) }).map(Some);
        }
        #[expect(clippy::cast_precision_loss, reason = "what the query language does where a float is wanted")]
        Ok(i64::from_kind(value, kind)?.map(|value| value as f64))
    }
}

impl<'v> FromValue<'v> for String {
    const NAME: &'static str = "STRING";
    fn from_view(view: View<'v>) -> Option<Self> {
        <&str>::from_view(view).map(str::to_owned)
    }
}

impl<'v> FromValue<'v> for View<'v> {
    const NAME: &'static str = "ANY";
    fn from_view(view: View<'v>) -> Option<Self> {
        Some(view)
    }
}

impl<'v, T: FromValue<'v>> FromValue<'v> for Option<T> {
    const NAME: &'static str = T::NAME;
    fn from_view(view: View<'v>) -> Option<Self> {
        if matches!(view, View::Null) { Some(None) } else { T::from_view(view).map(Some) }
    }
    #[inline]
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        if kind == KIND_NULL { Ok(Some(None)) } else { Ok(T::from_kind(value, kind)?.map(Some)) }
    }
}

/// A value that the module owns; it goes back to the server when dropped.
#[derive(Debug)]
pub struct OwnedValue<'c> {
    raw: *mut sys::mgp_value,
    memory: *mut sys::mgp_memory,
    life: PhantomData<&'c sys::mgp_memory>,
}

impl OwnedValue<'_> {
    /// Takes over a value that the server made for the module.
    pub(crate) fn new(raw: *mut sys::mgp_value, memory: *mut sys::mgp_memory) -> Self {
        Self { raw, memory, life: PhantomData }
    }

    /// The value, to look at.
    #[must_use]
    pub fn get(&self) -> Value<'_> {
        Value::new(self.raw, self.memory)
    }

    pub(crate) fn as_ptr(&self) -> *mut sys::mgp_value {
        self.raw
    }

    /// The value, for the caller to destroy.
    #[inline]
    pub(crate) fn into_ptr(self) -> *mut sys::mgp_value {
        std::mem::ManuallyDrop::new(self).raw
    }
}

impl Drop for OwnedValue<'_> {
    fn drop(&mut self) {
        // SAFETY: made by the server for the module, not destroyed before, and not borrowed any more.
        unsafe { sys::mgp_value_destroy(self.raw) };
    }
}
