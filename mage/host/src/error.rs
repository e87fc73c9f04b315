//! What can go wrong, by whose doing.

use std::path::PathBuf;

use crate::query::SyntaxError;

/// Why a module was not loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The host could not make the interface visible to modules.
    #[error("the interface cannot be shown to modules: {0}")]
    Interface(String),
    /// The file or folder could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file's stem is no name that a query can say.
    #[error("{path}: the file's name must be letters, digits and underscores, and end in .so")]
    Name {
        /// The file.
        path: PathBuf,
    },
    /// Two files give one module.
    #[error("{path}: a module '{name}' is loaded already")]
    Repeated {
        /// The second file.
        path: PathBuf,
        /// The module's name.
        name: String,
    },
    /// The dynamic linker refused the file.
    #[error("{path}: {reason}")]
    Open {
        /// The file.
        path: PathBuf,
        /// The linker's reason.
        reason: String,
    },
    /// The file is no query module.
    #[error("{path}: it has no mgp_init_module, so it is no query module")]
    NoInit {
        /// The file.
        path: PathBuf,
    },
    /// The module's initialisation failed.
    #[error("{path}: mgp_init_module returned {code}; the module's log says why")]
    Refused {
        /// The file.
        path: PathBuf,
        /// What it returned.
        code: i32,
    },
    /// What the module declared could not be read back.
    #[error("{path}: the module destroyed its own declarations")]
    Declarations {
        /// The file.
        path: PathBuf,
    },
}

/// Why a call gave no rows.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// There is no such procedure.
    #[error("There is no procedure named '{name}'.{hint}")]
    UnknownProcedure {
        /// The name with its module.
        name: String,
        /// The nearest name there is, as a sentence; or nothing.
        hint: String,
    },
    /// There is no such function.
    #[error("There is no function named '{name}'.{hint}")]
    UnknownFunction {
        /// The name with its module.
        name: String,
        /// The nearest name there is, as a sentence; or nothing.
        hint: String,
    },
    /// Too few or too many arguments.
    #[error("'{name}' requires {allowed}, got {got}.")]
    ArgumentCount {
        /// The procedure or function.
        name: String,
        /// How many it takes, such as `between 1 and 3 arguments`.
        allowed: String,
        /// How many were given.
        got: usize,
    },
    /// An argument of the wrong type.
    #[error("'{name}' argument named '{argument}' at position {position} must be of type {kind}, got {got}.")]
    ArgumentType {
        /// The procedure or function.
        name: String,
        /// The argument.
        argument: String,
        /// Its place, from 0.
        position: usize,
        /// What it must be.
        kind: String,
        /// What it is, with its value.
        got: String,
    },
    /// The procedure writes, and the caller does not want that.
    #[error("'{name}' is a write procedure, and this call may only read")]
    WriteRefused {
        /// The procedure.
        name: String,
    },
    /// The module reported an error.
    #[error("{name}: {message}")]
    Module {
        /// The procedure or function.
        name: String,
        /// The module's words.
        message: String,
    },
    /// A record lacks a field.
    #[error(
        "Procedure '{name}' did not yield all fields as required by its signature: record {record} has no '{field}'.{hint}"
    )]
    IncompleteRecord {
        /// The procedure.
        name: String,
        /// The record, from 1.
        record: usize,
        /// The first field that it lacks.
        field: String,
        /// What the host refused before, as a sentence; or nothing.
        hint: String,
    },
    /// A function returned nothing.
    #[error("Function '{name}' set neither a value nor an error.")]
    NoValue {
        /// The function.
        name: String,
    },
    /// The time was over, or the caller wanted it to stop.
    #[error("{name}: stopped, because its time was over or the caller asked{note}")]
    Aborted {
        /// The procedure.
        name: String,
        /// What the module itself said; or nothing.
        note: String,
    },
    /// The arguments alone are more than the memory limit.
    #[error("{name}: the arguments do not fit into the {bytes_max} bytes that a call may use")]
    ArgumentsTooLarge {
        /// The procedure or function.
        name: String,
        /// The limit.
        bytes_max: usize,
    },
    /// An object of the call was destroyed by the module.
    #[error("{name}: the module destroyed the call's own objects")]
    Broken {
        /// The procedure or function.
        name: String,
    },
}

/// Why a query gave no table.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The query is not of the grammar.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// An expression has no value.
    #[error("at position {position}: {reason}")]
    Evaluation {
        /// Where the expression stands, in characters from 1.
        position: usize,
        /// What was found and what is allowed.
        reason: String,
    },
}

/// ` Did you mean 'x'?` where a known name is near.
pub(crate) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|other| (strsim::normalized_damerau_levenshtein(name, other), other));
    let best = near.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    match best {
        Some((score, other)) if score > 0.6 => format!(" Did you mean '{other}'?"),
        _ => String::new(),
    }
}
