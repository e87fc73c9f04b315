//! What a procedure can fail with: sentences for the client.

use std::ffi::c_int;

/// What a procedure can fail with; the client reads it behind the procedure's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A sentence of the module's own.
    #[error("{0}")]
    Message(String),
    /// An argument or field that was not declared.
    #[error("there is no {what} '{name}' in the declaration.{hint}")]
    Undeclared {
        /// `argument` or `result field`.
        what: &'static str,
        /// The name that was asked for.
        name: String,
        /// The nearest declared name, as a sentence; or nothing.
        hint: String,
    },
    /// A record without one of its fields.
    #[error("a record lacks the field '{0}'")]
    MissingField(String),
    /// A value of another type than wanted.
    #[error("{what} must be {wanted}, got {got}")]
    Type {
        /// Which value, such as `argument 'limit'` or `node 12: property 'rank'`.
        what: String,
        /// The type that was wanted.
        wanted: &'static str,
        /// The type it has.
        got: String,
    },
    /// A property that is not there.
    #[error("{owner} has no property '{property}'")]
    MissingProperty {
        /// Which node or relationship, with its id.
        owner: String,
        /// The property.
        property: String,
    },
    /// A value of a type that this interface does not know: the server is newer.
    #[error("a value of the type {0} is not supported by this module")]
    UnknownType(String),
    /// Text that C cannot hold.
    #[error("{0:?} holds a NUL character")]
    Nul(String),
    /// Text of the server that is no UTF-8.
    #[error("a string of the graph is no UTF-8")]
    NotUtf8,
    /// More memory than there is or the call may use.
    #[error("not enough memory{}", .0.map(|bytes| format!(" for {bytes} bytes")).unwrap_or_default())]
    OutOfMemory(Option<usize>),
    /// A change in a procedure that was declared to read.
    #[error("the graph cannot be changed: the procedure was declared to read")]
    ReadOnly,
    /// A node or relationship that was deleted.
    #[error("the node or relationship was deleted")]
    Deleted,
    /// The server wants the procedure to stop, or its own deadline is over.
    #[error("stopped before it was done")]
    Aborted,
    /// A conflict with another transaction; the client may try again.
    #[error("another transaction changed the same objects; try again")]
    Conflict,
    /// The server lacks a function.
    #[error("this server lacks {function} (it came with Memgraph {since})")]
    Unsupported {
        /// The function.
        function: &'static str,
        /// The first version that has it.
        since: &'static str,
    },
    /// Any other code of the interface.
    #[error("{function} failed: {reason}")]
    Interface {
        /// The function.
        function: &'static str,
        /// The code in words.
        reason: String,
    },
}

/// A [`Error`] by default.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A sentence for the client.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self::Message(sentence.into())
    }

    /// A value of an argument that is not allowed: `limit must be a positive integer, got 0`.
    pub fn argument(name: &str, wanted: &str, got: impl std::fmt::Display) -> Self {
        Self::Message(format!("{name} must be {wanted}, got {got}"))
    }

    /// What a code of the interface means.
    #[cold]
    pub(crate) fn from_code(function: &'static str, code: c_int) -> Self {
        let reason = match code {
            2 => return Self::OutOfMemory(None),
            6 => return Self::Deleted,
            9 => return Self::ReadOnly,
            11 => return Self::Conflict,
            3 => "the buffer is too small".to_owned(),
            4 => "out of range".to_owned(),
            5 => "it cannot be done here".to_owned(),
            7 => "an invalid argument".to_owned(),
            8 => "the key is there already".to_owned(),
            10 => "the value cannot be stored".to_owned(),
            12 => "the user may not do this".to_owned(),
            13 => "the server does not do this yet".to_owned(),
            other => format!("error {other}"),
        };
        Self::Interface { function, reason }
    }
}

/// ` Did you mean 'x'?` where a known name is near.
pub(crate) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let scored = known.map(|other| (strsim::normalized_damerau_levenshtein(name, other), other));
    match scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))) {
        Some((score, other)) if score > 0.6 => format!(" Did you mean '{other}'?"),
        _ => String::new(),
    }
}
