//! `mgp_type_*`: the types of arguments and results, and which values they take.

use std::fmt;

use super::arena::Arena;
use super::object::object;
use super::pointer::Out;
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::value::Value;

/// How deep a list or nullable type may nest.
const DEPTH_MAX: usize = 16;

/// A type of the query language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    Any,
    Bool,
    String,
    Int,
    Float,
    Number,
    Map,
    Node,
    Relationship,
    Path,
    Date,
    LocalTime,
    LocalDateTime,
    Duration,
    List(Box<Type>),
    Nullable(Box<Type>),
}

/// A `mgp_type`.
pub(crate) struct TypeObject(pub(super) Type);

object!(TypeObject, 0x4d67_0012, types);

impl Type {
    /// Whether a value is of the type. `ANY` takes everything but null, as the server's does.
    #[inline]
    pub(crate) fn takes(&self, value: &Value) -> bool {
        match self {
            Self::Any => !matches!(value, Value::Null),
            Self::Bool => matches!(value, Value::Bool(_)),
            Self::String => matches!(value, Value::String(_)),
            Self::Int => matches!(value, Value::Int(_)),
            Self::Float => matches!(value, Value::Float(_)),
            Self::Number => matches!(value, Value::Int(_) | Value::Float(_)),
            // A node or a relationship is a map of its properties.
            Self::Map => matches!(value, Value::Map(_) | Value::Node(_) | Value::Relationship(_)),
            Self::Node => matches!(value, Value::Node(_)),
            Self::Relationship => matches!(value, Value::Relationship(_)),
            Self::Path => matches!(value, Value::Path(_)),
            Self::Date => matches!(value, Value::Date(_)),
            Self::LocalTime => matches!(value, Value::LocalTime(_)),
            Self::LocalDateTime => matches!(value, Value::LocalDateTime(_)),
            Self::Duration => matches!(value, Value::Duration(_)),
            Self::List(element) => matches!(value, Value::List(items) if items.iter().all(|item| element.takes(item))),
            Self::Nullable(inner) => matches!(value, Value::Null) || inner.takes(value),
        }
    }

    /// Which values without parts are of the type, as [`Type::takes`] has it: a bit by the interface's number of their type,
    /// null being 0, a string 4.
    pub(crate) fn plain_kinds(&self) -> u16 {
        match self {
            Self::Any => 0b1_1110,
            Self::Bool => 0b0_0010,
            Self::Int => 0b0_0100,
            Self::Float => 0b0_1000,
            Self::Number => 0b0_1100,
            Self::String => 0b1_0000,
            Self::Nullable(inner) => inner.plain_kinds() | 1,
            _ => 0,
        }
    }

    /// Which values without parts the elements of a list of the type are, as [`Type::plain_kinds`] has it; none if it is no
    /// type of lists.
    pub(crate) fn plain_elements(&self) -> u16 {
        match self {
            Self::List(element) => element.plain_kinds(),
            Self::Nullable(inner) => inner.plain_elements(),
            _ => 0,
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::List(inner) | Self::Nullable(inner) => 1 + inner.depth(),
            _ => 0,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Any => "ANY",
            Self::Bool => "BOOLEAN",
            Self::String => "STRING",
            Self::Int => "INTEGER",
            Self::Float => "FLOAT",
            Self::Number => "NUMBER",
            Self::Map => "MAP",
            Self::Node => "NODE",
            Self::Relationship => "RELATIONSHIP",
            Self::Path => "PATH",
            Self::Date => "DATE",
            Self::LocalTime => "LOCAL_TIME",
            Self::LocalDateTime => "LOCAL_DATE_TIME",
            Self::Duration => "DURATION",
            Self::List(element) => return write!(f, "LIST OF {element}"),
            Self::Nullable(inner) => return write!(f, "{inner}?"),
        };
        f.write_str(name)
    }
}

fn make(kind: Type, result: Out<Handle<TypeObject>>) -> Outcome {
    if kind.depth() > DEPTH_MAX {
        return Err(Code::InvalidArgument);
    }
    result.make(Arena::current()?, TypeObject(kind))
}

super::exports! {
    fn mgp_type_any(result: Out<Handle<TypeObject>>) { make(Type::Any, result) }
    fn mgp_type_bool(result: Out<Handle<TypeObject>>) { make(Type::Bool, result) }
    fn mgp_type_string(result: Out<Handle<TypeObject>>) { make(Type::String, result) }
    fn mgp_type_int(result: Out<Handle<TypeObject>>) { make(Type::Int, result) }
    fn mgp_type_float(result: Out<Handle<TypeObject>>) { make(Type::Float, result) }
    fn mgp_type_number(result: Out<Handle<TypeObject>>) { make(Type::Number, result) }
    fn mgp_type_map(result: Out<Handle<TypeObject>>) { make(Type::Map, result) }
    fn mgp_type_node(result: Out<Handle<TypeObject>>) { make(Type::Node, result) }
    fn mgp_type_relationship(result: Out<Handle<TypeObject>>) { make(Type::Relationship, result) }
    fn mgp_type_path(result: Out<Handle<TypeObject>>) { make(Type::Path, result) }
    fn mgp_type_date(result: Out<Handle<TypeObject>>) { make(Type::Date, result) }
    fn mgp_type_local_time(result: Out<Handle<TypeObject>>) { make(Type::LocalTime, result) }
    fn mgp_type_local_date_time(result: Out<Handle<TypeObject>>) { make(Type::LocalDateTime, result) }
    fn mgp_type_duration(result: Out<Handle<TypeObject>>) { make(Type::Duration, result) }
    fn mgp_type_list(element: Handle<TypeObject>, result: Out<Handle<TypeObject>>) {
        let element = element.get()?.0.clone();
        make(Type::List(Box::new(element)), result)
    }
    fn mgp_type_nullable(inner: Handle<TypeObject>, result: Out<Handle<TypeObject>>) {
        let inner = inner.get()?.0.clone();
        make(if matches!(inner, Type::Nullable(_)) { inner } else { Type::Nullable(Box::new(inner)) }, result)
    }
}
