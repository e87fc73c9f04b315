//! Whose fault an error is, and in words a caller can use.

use arrow::error::ArrowError;
use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use parquet::errors::ParquetError;

use super::error::QueryError;
use super::session::table_names;
use super::suggest::nearest;

/// What an error of planning or running means to the caller.
pub(super) fn blame(error: &DataFusionError, state: &SessionState, memory_bytes_max: usize) -> QueryError {
    match root(error) {
        DataFusionError::SchemaError(schema_error, _) => schema(schema_error),
        DataFusionError::ResourcesExhausted(_) => {
            QueryError::Exhausted { limit: format!("{memory_bytes_max} bytes of memory") }
        }
        DataFusionError::Plan(message) => planned(message, state),
        found if is_unreadable(found) => QueryError::Unreadable { what: words(error) },
        DataFusionError::SQL(..)
        | DataFusionError::NotImplemented(_)
        | DataFusionError::Configuration(_)
        | DataFusionError::Execution(_)
        | DataFusionError::ArrowError(..) => QueryError::invalid(words(error)),
        _ => QueryError::Internal { message: words(error) },
    }
}

/// Whether an error comes from reading a file rather than from what is asked.
fn is_unreadable(error: &DataFusionError) -> bool {
    match error {
        DataFusionError::ParquetError(_) | DataFusionError::ObjectStore(_) | DataFusionError::IoError(_) => true,
        DataFusionError::ArrowError(error, _) => matches!(
            error.as_ref(),
            ArrowError::ParquetError(_) | ArrowError::ExternalError(_) | ArrowError::IoError(..)
        ),
        DataFusionError::External(error) => error.is::<ParquetError>() || error.is::<object_store::Error>(),
        _ => false,
    }
}

/// The error below what was wrapped around it; of several, the first.
fn root(error: &DataFusionError) -> &DataFusionError {
    match error.find_root() {
        DataFusionError::Diagnostic(_, inner) | DataFusionError::Context(_, inner) => root(inner),
        DataFusionError::Collection(errors) => errors.first().map_or(error, root),
        found => found,
    }
}

fn words(error: &DataFusionError) -> String {
    let text = root(error).strip_backtrace();
    let known = ["Error during planning: ", "Execution error: ", "Arrow error: ", "SQL error: "];
    let short = known.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(&text);
    short.to_owned()
}

fn schema(error: &SchemaError) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let names = valid_fields.iter().map(|column| column.name.as_str());
            QueryError::Invalid {
                message: format!("there is no column `{}`", field.flat_name()),
                suggestion: nearest(&field.name, names),
            }
        }
        other => QueryError::invalid(other.to_string()),
    }
}

fn planned(message: &str, state: &SessionState) -> QueryError {
    if let Some(name) = between(message, "Invalid function '", "'") {
        let names = state
            .scalar_functions()
            .keys()
            .chain(state.aggregate_functions().keys())
            .chain(state.window_functions().keys());
        return QueryError::Invalid {
            message: format!("there is no function `{name}`"),
            suggestion: nearest(name, names.map(String::as_str)),
        };
    }
    if let Some(name) = between(message, "table function '", "' not found") {
        let names = state.table_functions().keys().map(String::as_str);
        return QueryError::Invalid {
            message: format!("there is no table function `{name}`"),
            suggestion: nearest(name, names),
        };
    }
    if let Some(name) = between(message, "table '", "' not found") {
        return no_such_table(name.strip_prefix("ludograph.public.").unwrap_or(name), state);
    }
    QueryError::invalid(message)
}

/// There is no such table; what was meant may be a table function.
pub(super) fn no_such_table(name: &str, state: &SessionState) -> QueryError {
    let own_name = name.rsplit('.').next().unwrap_or(name);
    let functions = state.table_functions().keys().map(String::as_str);
    let tables: Vec<&str> = table_names().collect();
    let suggestion = nearest(own_name, tables.into_iter().chain(functions));
    QueryError::Invalid { message: format!("there is no table `{name}`"), suggestion }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(&rest[..rest.find(after)?])
}
