//! Somebody else behind the protocol than the graph.

use std::fmt;
use std::sync::Arc;

use crate::value::Value;

/// What a statement answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns' names.
    pub fields: Vec<String>,
    /// The records; each has a value for every column.
    pub records: Vec<Vec<Value>>,
}

/// Why a statement is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Four words that say whose fault it is.
    pub code: String,
    /// Why.
    pub message: String,
}

/// Takes a statement and its parameters, a map.
type Ask = dyn Fn(&str, &Value) -> Result<Table, Refused> + Send + Sync;

/// Answers statements in place of the graph, each by itself: transactions begin and end, and change nothing. Clones are the same.
#[derive(Clone)]
pub struct Answers(Arc<Ask>);

impl Answers {
    /// Answers that a function gives. It may be asked by several connections at once.
    pub fn new(ask: impl Fn(&str, &Value) -> Result<Table, Refused> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    pub(crate) fn ask(&self, text: &str, parameters: &Value) -> Result<Table, Refused> {
        (self.0)(text, parameters)
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}
