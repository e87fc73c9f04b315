//! The types of arguments and results.

use crate::error::Result;
use crate::raw::fetch;
use crate::sys;

/// A type of the query language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Anything but null.
    Any,
    /// `true` or `false`
    Bool,
    /// A string.
    String,
    /// A 64-bit integer.
    Int,
    /// A double.
    Float,
    /// An integer or a double.
    Number,
    /// Values by key.
    Map,
    /// A node.
    Node,
    /// A relationship.
    Relationship,
    /// A path.
    Path,
    /// A day.
    Date,
    /// A time of day.
    LocalTime,
    /// A day and a time.
    LocalDateTime,
    /// A length of time.
    Duration,
    /// A list of one type.
    List(Box<Type>),
    /// A type, or null.
    Nullable(Box<Type>),
}

impl Type {
    /// A list of one type.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// This type, or null.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self::Nullable(Box::new(self))
    }

    /// The server's type; types live as long as the server.
    pub(crate) fn make(&self) -> Result<*mut sys::mgp_type> {
        macro_rules! plain {
            ($function:ident) => {
                // SAFETY: the result is a variable of ours.
                fetch(stringify!($function), |out| unsafe { sys::$function(out) })
            };
        }
        match self {
            Self::Any => plain!(mgp_type_any),
            Self::Bool => plain!(mgp_type_bool),
            Self::String => plain!(mgp_type_string),
            Self::Int => plain!(mgp_type_int),
            Self::Float => plain!(mgp_type_float),
            Self::Number => plain!(mgp_type_number),
            Self::Map => plain!(mgp_type_map),
            Self::Node => plain!(mgp_type_node),
            Self::Relationship => plain!(mgp_type_relationship),
            Self::Path => plain!(mgp_type_path),
            Self::Date => plain!(mgp_type_date),
            Self::LocalTime => plain!(mgp_type_local_time),
            Self::LocalDateTime => plain!(mgp_type_local_date_time),
            Self::Duration => plain!(mgp_type_duration),
            Self::List(element) => {
                let element = element.make()?;
                // SAFETY: the element's type is the server's.
                fetch("mgp_type_list", |out| unsafe { sys::mgp_type_list(element, out) })
            }
            Self::Nullable(inner) => {
                let inner = inner.make()?;
                // SAFETY: the inner type is the server's.
                fetch("mgp_type_nullable", |out| unsafe { sys::mgp_type_nullable(inner, out) })
            }
        }
    }
}
