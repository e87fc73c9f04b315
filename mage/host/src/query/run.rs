//! Runs a query: the call, its condition, what is returned, order, and a part of it.

use std::cmp::Ordering;

use super::ast::{Call, Expression, Item, Return, Yield};
use super::compare::order;
use super::eval::Scope;
use super::{Parameters, parser};
use crate::error::QueryError;
use crate::graph::Graph;
use crate::host::{Host, Report};
use crate::options::Options;
use crate::rows::Rows;
use crate::value::Value;

/// What a query gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows; each has a value for every column.
    pub rows: Rows,
    /// How the procedure's call went.
    pub report: Report,
}

/// Runs a query of the grammar that this module's documentation states.
///
/// # Errors
/// [`QueryError::Syntax`] names the position; [`QueryError::Call`] is the procedure's; [`QueryError::Evaluation`] names the
/// position of an expression without a value. A write procedure's changes stay when an expression behind it fails.
pub fn query(
    host: &Host,
    graph: &mut dyn Graph,
    text: &str,
    parameters: &Parameters,
    options: &Options,
) -> Result<Table, QueryError> {
    let parsed = parser::parse(text)?;
    let mut scope = Scope { query: text, host, graph, parameters, options, names: Vec::new() };
    let mut report = Report::default();
    // Without a CALL there is one row of nothing.
    let mut rows = Rows::of(Vec::new(), 0, 1);
    if let Some(call) = &parsed.call {
        (rows, report) = run_call(&mut scope, call)?;
    }
    if let Some(returns) = &parsed.returns {
        rows = run_return(&mut scope, returns, &rows)?;
    }
    Ok(Table { columns: scope.names, rows, report })
}

fn run_call(scope: &mut Scope<'_>, call: &Call) -> Result<(Rows, Report), QueryError> {
    let arguments = call.arguments.iter().map(|argument| scope.value(argument, &[])).collect::<Result<Vec<_>, _>>()?;
    let declared = scope.host.fields(&call.name)?;
    let (places, names) = picked(scope, call, &declared)?;
    let records = scope.host.call_for(scope.graph, &call.name, &arguments, &places, scope.options)?;
    scope.names = names;
    let Some(condition) = &call.condition else { return Ok((records.rows, records.report)) };
    let mut rows = Rows::new(places.len());
    for row in &records.rows {
        if scope.holds(condition, row)? {
            rows.push(row.iter().cloned());
        }
    }
    Ok((rows, records.report))
}

/// Which fields are yielded, by place, and what they are called.
fn picked(scope: &Scope<'_>, call: &Call, declared: &[String]) -> Result<(Vec<usize>, Vec<String>), QueryError> {
    let Yield::Fields(fields) = &call.yields else {
        return Ok(((0..declared.len()).collect(), declared.to_vec()));
    };
    let mut places = Vec::new();
    for (field, _, at) in fields {
        let place = declared.iter().position(|known| known == field).ok_or_else(|| {
            let hint = crate::error::hint(field, declared.iter().map(String::as_str));
            let known = declared.join(", ");
            scope.error(*at, format!("'{}' yields no field '{field}'; it yields: {known}.{hint}", call.name))
        })?;
        places.push(place);
    }
    Ok((places, fields.iter().map(|(_, name, _)| name.clone()).collect()))
}

/// A row of the answer beside what it is ordered by.
struct Sorted {
    row: Vec<Value>,
    keys: Vec<Value>,
}

fn run_return(scope: &mut Scope<'_>, returns: &Return, rows: &Rows) -> Result<Rows, QueryError> {
    let given = scope.names.clone();
    let mut columns = Vec::new();
    for item in &returns.items {
        match item {
            Item::All => columns.extend(given.iter().cloned()),
            Item::One(_, name) => columns.push(name.clone()),
        }
    }
    let mut sorted = Vec::with_capacity(rows.len());
    for row in rows {
        scope.names.clone_from(&given);
        let mut returned = Vec::with_capacity(columns.len());
        for item in &returns.items {
            match item {
                Item::All => returned.extend(row.iter().cloned()),
                Item::One(expression, _) => returned.push(scope.value(expression, row)?),
            }
        }
        let keys = keys(scope, returns, (&columns, &returned), (&given, row))?;
        sorted.push(Sorted { row: returned, keys });
    }
    if returns.distinct {
        sorted = distinct(sorted);
    }
    sorted.sort_by(|a, b| by_keys(a, b, &returns.order));
    scope.names.clear();
    let skip = count(scope, returns.skip.as_ref())?.unwrap_or(0);
    let limit = count(scope, returns.limit.as_ref())?.unwrap_or(usize::MAX);
    let mut kept = Rows::new(columns.len());
    sorted.into_iter().skip(skip).take(limit).for_each(|entry| kept.push(entry.row));
    scope.names = columns;
    Ok(kept)
}

/// What a row is ordered by; returned columns come before yielded fields of the same name.
fn keys(
    scope: &mut Scope<'_>,
    returns: &Return,
    (columns, returned): (&[String], &[Value]),
    (given, row): (&[String], &[Value]),
) -> Result<Vec<Value>, QueryError> {
    if returns.order.is_empty() {
        return Ok(Vec::new());
    }
    scope.names = [columns, given].concat();
    let all = [returned, row].concat();
    returns.order.iter().map(|(expression, _)| scope.value(expression, &all)).collect()
}

/// The first of equal rows.
fn distinct(rows: Vec<Sorted>) -> Vec<Sorted> {
    let same = |a: &Sorted, b: &Sorted| {
        a.row.iter().zip(&b.row).map(|(a, b)| order(a, b)).find(|found| found.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut numbered: Vec<(usize, Sorted)> = rows.into_iter().enumerate().collect();
    numbered.sort_by(|a, b| same(&a.1, &b.1).then(a.0.cmp(&b.0)));
    numbered.dedup_by(|b, a| same(&a.1, &b.1).is_eq());
    numbered.sort_by_key(|entry| entry.0);
    numbered.into_iter().map(|entry| entry.1).collect()
}

fn by_keys(a: &Sorted, b: &Sorted, clauses: &[(Expression, bool)]) -> Ordering {
    let compared = a.keys.iter().zip(&b.keys).zip(clauses).map(|((a, b), (_, descending))| {
        let found = order(a, b);
        if *descending { found.reverse() } else { found }
    });
    compared.into_iter().find(|found| found.is_ne()).unwrap_or(Ordering::Equal)
}

fn count(scope: &mut Scope<'_>, expression: Option<&Expression>) -> Result<Option<usize>, QueryError> {
    let Some(expression) = expression else { return Ok(None) };
    match scope.value(expression, &[])? {
        Value::Int(number) if number >= 0 => Ok(Some(usize::try_from(number).unwrap_or(usize::MAX))),
        other => {
            let reason = format!("SKIP and LIMIT take an integer that is not negative, got {other:?}");
            Err(scope.error(expression.at, reason))
        }
    }
}
