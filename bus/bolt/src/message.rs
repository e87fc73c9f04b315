//! What client and server say.

use crate::packstream::{UnpackError, pack, unpack};
use crate::value::Value;

/// What a client says.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Who it is; up to 5.0 with its credentials.
    Hello(Value),
    /// Its credentials, from 5.1 on.
    Logon(Value),
    /// It is somebody else from now on.
    Logoff,
    /// A transaction begins.
    Begin(Value),
    /// A statement.
    Run {
        /// Its text.
        text: String,
        /// Its parameters.
        parameters: Value,
    },
    /// Records are wanted: so many, or all of them where negative.
    Pull(i64),
    /// Records are not wanted.
    Discard(i64),
    /// The transaction counts.
    Commit,
    /// The transaction does not count.
    Rollback,
    /// Everything that is open ends.
    Reset,
    /// Who else answers.
    Route,
    /// It leaves.
    Goodbye,
    /// A message this server does not know, by its tag.
    Unknown(u8),
}

impl Request {
    /// Reads a message.
    ///
    /// # Errors
    /// Where the bytes are no value; a value that is no message is [`Request::Unknown`].
    pub fn read(bytes: &[u8]) -> Result<Self, UnpackError> {
        let Value::Struct(tag, fields) = unpack(bytes)? else { return Ok(Self::Unknown(0)) };
        let field = |place: usize| fields.get(place).cloned().unwrap_or(Value::Null);
        let count = || field(0).get("n").and_then(Value::as_int).unwrap_or(-1);
        Ok(match tag {
            0x01 => Self::Hello(field(0)),
            0x6a => Self::Logon(field(0)),
            0x6b => Self::Logoff,
            0x11 => Self::Begin(field(0)),
            0x10 => Self::Run { text: field(0).as_text().unwrap_or_default().to_owned(), parameters: field(1) },
            0x3f => Self::Pull(count()),
            0x2f => Self::Discard(count()),
            0x12 => Self::Commit,
            0x13 => Self::Rollback,
            0x0f => Self::Reset,
            0x66 => Self::Route,
            0x02 => Self::Goodbye,
            tag => Self::Unknown(tag),
        })
    }
}

/// What the server says.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// It was done.
    Success(Value),
    /// A record.
    Record(Vec<Value>),
    /// It was not done, because something before it failed.
    Ignored,
    /// It was not done.
    Failure {
        /// Four words that say whose fault it is.
        code: String,
        /// Why.
        message: String,
    },
}

impl Response {
    /// Success with nothing to say.
    #[must_use]
    pub fn success() -> Self {
        Self::Success(Value::map([]))
    }

    /// The message as bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let value = match self {
            Self::Success(metadata) => Value::Struct(0x70, vec![metadata.clone()]),
            Self::Record(fields) => Value::Struct(0x71, vec![Value::List(fields.clone())]),
            Self::Ignored => Value::Struct(0x7e, vec![]),
            Self::Failure { code, message } => {
                let metadata = Value::map([("code", code.as_str().into()), ("message", message.as_str().into())]);
                Value::Struct(0x7f, vec![metadata])
            }
        };
        let mut bytes = Vec::new();
        pack(&value, &mut bytes);
        bytes
    }
}
