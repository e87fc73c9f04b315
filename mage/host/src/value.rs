//! The values of the query language, as the host holds them outside a call.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ffi::{CStr, c_char};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::temporal::{Date, Duration, LocalDateTime, LocalTime};

/// How deep lists and maps may nest. A bound, because values are walked by recursion.
pub const NESTING_MAX: usize = 128;

/// A string that a C module can read in place: UTF-8, NUL-terminated, shared by clones.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(Arc<str>);

impl Text {
    /// The text, or `None` where it holds a NUL character: C would read only the part before it.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        if text.contains('\0') {
            return None;
        }
        let mut bytes = String::with_capacity(text.len() + 1);
        bytes.push_str(text);
        bytes.push('\0');
        Some(Self(bytes.into()))
    }

    /// The text up to its first NUL character.
    #[must_use]
    pub fn truncated(text: &str) -> Self {
        let end = text.find('\0').unwrap_or(text.len());
        let mut bytes = String::with_capacity(end + 1);
        bytes.push_str(text.get(..end).unwrap_or_default());
        bytes.push('\0');
        Self(bytes.into())
    }

    /// The characters of a C string; `None` where they are no UTF-8.
    pub(crate) fn from_c_str(text: &CStr) -> Option<Self> {
        std::str::from_utf8(text.to_bytes_with_nul()).ok().map(|text| Self(text.into()))
    }

    /// The characters, without the terminator.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.strip_suffix('\0').unwrap_or(&self.0)
    }

    /// The same characters for C.
    #[must_use]
    pub fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(self.0.as_bytes()).unwrap_or_default()
    }

    /// Where the characters stand; valid as long as a clone lives.
    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Text {
    /// As [`Text::truncated`].
    fn from(text: &str) -> Self {
        Self::truncated(text)
    }
}

/// A node of a [`Graph`](crate::Graph): its place there, not its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u32);

/// A relationship of a [`Graph`](crate::Graph): its place there, not its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relationship(pub u32);

/// A walk: a node, then relationships each with the node it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it starts.
    pub start: Node,
    /// Each step: the relationship, and the node at its other end.
    pub steps: Vec<(Relationship, Node)>,
}

impl Path {
    /// The nodes, from the start: one more than the relationships.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        std::iter::once(self.start).chain(self.steps.iter().map(|step| step.1))
    }
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A double.
    Float(f64),
    /// A string.
    String(Text),
    /// Values in order.
    List(Vec<Value>),
    /// Values by key, in the keys' order.
    Map(BTreeMap<Text, Value>),
    /// A node of the graph that the call runs on.
    Node(Node),
    /// A relationship of the graph that the call runs on.
    Relationship(Relationship),
    /// A path in the graph that the call runs on.
    Path(Path),
    /// A day.
    Date(Date),
    /// A time of day, without a zone.
    LocalTime(LocalTime),
    /// A day and a time, without a zone.
    LocalDateTime(LocalDateTime),
    /// A length of time.
    Duration(Duration),
}

impl Value {
    /// A string value; as [`Text::truncated`].
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::String(text.into())
    }

    /// What the kind of value is called in messages.
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
            Self::Node(_) => "NODE",
            Self::Relationship(_) => "RELATIONSHIP",
            Self::Path(_) => "PATH",
            Self::Date(_) => "DATE",
            Self::LocalTime(_) => "LOCAL_TIME",
            Self::LocalDateTime(_) => "LOCAL_DATE_TIME",
            Self::Duration(_) => "DURATION",
        }
    }

    /// How deep it nests: 0 for what is no list and no map. Complexity: linear in the size.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Map(entries) => 1 + entries.values().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::string(value)
    }
}
