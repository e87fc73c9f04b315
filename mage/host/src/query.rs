//! The queries the host runs. The grammar, with keywords in any case:
//!
//! ```text
//! query      = ( call [ return ] | return ) [ ";" ]
//! call       = "CALL" module "." procedure "(" [ expression { "," expression } ] ")"
//!              [ "YIELD" ( "*" | yield { "," yield } ) [ "WHERE" expression ] ]
//! yield      = field [ "AS" name ]
//! return     = "RETURN" [ "DISTINCT" ] item { "," item }
//!              [ "ORDER" "BY" expression [ "ASC" | "DESC" ] { "," … } ] [ "SKIP" count ] [ "LIMIT" count ]
//! item       = "*" | expression [ "AS" name ]
//! count      = integer | parameter
//! expression = "OR", "XOR", "AND", "NOT" over comparisons: = <> < <= > >= IN, STARTS WITH, ENDS WITH, CONTAINS,
//!              IS [NOT] NULL; over + - * / %; over atoms
//! atom       = literal | parameter | name | list | map | "(" expression ")" | function | atom "." property
//!              | atom "[" expression "]"
//! parameter  = "$" name
//! function   = id, labels, type, properties, size, coalesce, or module "." function, with arguments
//! ```
//!
//! Literals are null, booleans, integers, floats, strings in either quote, lists and maps; names may stand in backticks;
//! comments are `//` and `/* */`. Null is neither true nor false, and a row stays where `WHERE` is true. `ORDER BY` puts
//! null last going up and first going down. A call without `YIELD` and `RETURN` gives all fields. Whatever else Cypher has is for
//! Memgraph: it gets a [`SyntaxError`] with its position.

mod ast;
mod compare;
mod eval;
mod lexer;
mod parser;
mod run;

use std::collections::BTreeMap;

pub use run::{Table, query};

use crate::value::Value;

/// The values of `$name` in a query.
pub type Parameters = BTreeMap<String, Value>;

/// Where a query leaves the grammar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at position {position} (line {line}, column {column}): {reason}")]
pub struct SyntaxError {
    /// Characters from the query's start, from 1.
    pub position: usize,
    /// The line, from 1.
    pub line: usize,
    /// Characters from the line's start, from 1.
    pub column: usize,
    /// What was found and what is allowed.
    pub reason: String,
}

impl SyntaxError {
    /// At a byte of the query.
    fn at(query: &str, byte: usize, reason: impl Into<String>) -> Self {
        let before = query.get(..byte).unwrap_or(query);
        let last = before.rsplit('\n').next().unwrap_or_default();
        Self {
            position: before.chars().count() + 1,
            line: before.matches('\n').count() + 1,
            column: last.chars().count() + 1,
            reason: reason.into(),
        }
    }
}
