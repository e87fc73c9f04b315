//! Lets only queries over our own tables pass.
//!
//! The planner would refuse most of what is refused here, too, but late and in its own words; the walk over the parsed
//! statement names what is refused. What passes is planned, and the plan is checked again.

use std::ops::ControlFlow;

use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{
    self, Expr, ObjectName, Query, Select, SetExpr, Statement as SqlStatement, TableFactor, Visit as _, Visitor,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;

use super::error::QueryError;
use super::functions::place_named_arguments;

/// Bytes of a statement's text.
const SQL_BYTES_MAX: usize = 128 * 1024;
/// How deep a statement may be nested.
const NESTING_MAX: usize = 64;

/// Words that begin a statement which this door refuses; asked where a text cannot be parsed, so that the answer is
/// the refusal and not a remark on its syntax.
const REFUSED_WORDS: [&str; 35] = [
    "ALTER",
    "ANALYZE",
    "ATTACH",
    "BEGIN",
    "CALL",
    "CHECKPOINT",
    "COMMIT",
    "COPY",
    "CREATE",
    "DEALLOCATE",
    "DELETE",
    "DETACH",
    "DROP",
    "EXECUTE",
    "EXPORT",
    "GRANT",
    "IMPORT",
    "INSERT",
    "INSTALL",
    "LOAD",
    "MERGE",
    "PRAGMA",
    "PREPARE",
    "REFRESH",
    "REPLACE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SET",
    "START",
    "TRUNCATE",
    "UNLOAD",
    "UPDATE",
    "USE",
    "VACUUM",
];

/// Functions of other systems that read files or addresses and whose names follow no pattern.
const FILE_FUNCTIONS: [&str; 14] = [
    "glob",
    "url",
    "file",
    "s3",
    "lo_import",
    "lo_export",
    "load_extension",
    "parquet_metadata",
    "parquet_schema",
    "metadata_cache",
    "pg_ls_dir",
    "http_get",
    "hdfs",
    "sniff_csv",
];

/// Endings of file names.
const FILE_ENDINGS: [&str; 11] =
    [".csv", ".parquet", ".json", ".ndjson", ".jsonl", ".arrow", ".avro", ".txt", ".gz", ".db", ".tsv"];

/// Parses a text that must hold one query.
pub(super) fn parse(sql: &str) -> Result<Statement, QueryError> {
    if sql.len() > SQL_BYTES_MAX {
        return Err(QueryError::invalid(format!("the statement has {} bytes; {SQL_BYTES_MAX} are allowed", sql.len())));
    }
    let parsed = DFParserBuilder::new(sql)
        .with_dialect(&GenericDialect {})
        .with_recursion_limit(NESTING_MAX)
        .build()
        .and_then(|mut parser| parser.parse_statements());
    let mut statements = match parsed {
        Ok(statements) => statements,
        Err(error) => return Err(unparsed(sql, &error.strip_backtrace())),
    };
    if statements.len() > 1 {
        return Err(QueryError::refused("a text of several statements"));
    }
    let mut statement = statements.pop_front().ok_or_else(|| QueryError::invalid("the text holds no statement"))?;
    check(&statement)?;
    place_named_arguments(&mut statement)?;
    Ok(statement)
}

fn unparsed(sql: &str, error: &str) -> QueryError {
    let first = sql.split_whitespace().next().unwrap_or_default().to_uppercase();
    if REFUSED_WORDS.contains(&first.as_str()) {
        return QueryError::refused(first);
    }
    let message = error.strip_prefix("SQL error: ").unwrap_or(error);
    let message = message.strip_prefix("ParserError(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(message);
    QueryError::invalid(format!("the statement cannot be read: {}", message.trim_matches('"')))
}

fn check(statement: &Statement) -> Result<(), QueryError> {
    match statement {
        Statement::Statement(statement) => check_sql(statement),
        Statement::Explain(explain) => check(&explain.statement),
        Statement::CreateExternalTable(_) => Err(QueryError::refused("CREATE EXTERNAL TABLE")),
        Statement::CopyTo(_) => Err(QueryError::refused("COPY")),
        Statement::Reset(_) => Err(QueryError::refused("RESET")),
    }
}

fn check_sql(statement: &SqlStatement) -> Result<(), QueryError> {
    match statement {
        SqlStatement::Query(_)
        | SqlStatement::ShowTables { .. }
        | SqlStatement::ShowColumns { .. }
        | SqlStatement::ShowCreate { .. }
        | SqlStatement::ShowFunctions { .. }
        | SqlStatement::ShowVariable { .. }
        | SqlStatement::ExplainTable { .. } => {}
        SqlStatement::Explain { statement, .. } => check_sql(statement)?,
        other => return Err(QueryError::refused(name_of(other))),
    }
    match statement.visit(&mut Walk) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(what) => Err(QueryError::refused(what)),
    }
}

/// The words a statement begins with, such as CREATE TABLE.
fn name_of(statement: &SqlStatement) -> String {
    let text = statement.to_string();
    let mut words = text.split_whitespace().map(|word| word.trim_end_matches([';', '(']));
    let first = words.next().unwrap_or_default().to_uppercase();
    if !matches!(first.as_str(), "CREATE" | "ALTER" | "DROP" | "START") {
        return first;
    }
    let filler = ["OR", "REPLACE", "TEMPORARY", "TEMP", "UNBOUNDED", "MATERIALIZED"];
    match words.map(str::to_uppercase).find(|word| !filler.contains(&word.as_str())) {
        Some(second) => format!("{first} {second}"),
        None => first,
    }
}

/// Breaks off with the name of what is refused.
struct Walk;

impl Visitor for Walk {
    type Break = String;

    fn pre_visit_statement(&mut self, statement: &SqlStatement) -> ControlFlow<String> {
        match statement {
            SqlStatement::Insert(_) | SqlStatement::Update(_) | SqlStatement::Delete(_) | SqlStatement::Merge(_) => {
                ControlFlow::Break(name_of(statement))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        if !query.locks.is_empty() {
            return ControlFlow::Break("FOR UPDATE".to_owned());
        }
        match query.body.as_ref() {
            SetExpr::Insert(statement)
            | SetExpr::Update(statement)
            | SetExpr::Delete(statement)
            | SetExpr::Merge(statement) => ControlFlow::Break(name_of(statement)),
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<String> {
        if select.into.is_some() {
            return ControlFlow::Break("SELECT INTO".to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<String> {
        match factor {
            TableFactor::Table { name, args: Some(_), .. } | TableFactor::Function { name, .. } => function(name),
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<String> {
        let is_file = |part: &ast::Ident| {
            let name = part.value.to_lowercase();
            part.quote_style == Some('\'')
                || name.contains(['/', '\\'])
                || name.contains("://")
                || (part.quote_style.is_some() && FILE_ENDINGS.iter().any(|ending| name.ends_with(ending)))
        };
        match relation.0.iter().filter_map(ast::ObjectNamePart::as_ident).find(|part| is_file(part)) {
            Some(part) => ControlFlow::Break(format!("the file '{}'", part.value)),
            None => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<String> {
        match expr {
            Expr::Function(call) => function(&call.name),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// Refuses functions that read files or addresses.
fn function(name: &ObjectName) -> ControlFlow<String> {
    let Some(last) = name.0.last().and_then(ast::ObjectNamePart::as_ident) else {
        return ControlFlow::Continue(());
    };
    let lower = last.value.to_lowercase();
    let by_pattern = lower.starts_with("read_")
        || lower.starts_with("pg_read_")
        || lower.starts_with("from_csv")
        || lower.ends_with("_scan")
        || lower.starts_with("scan_");
    if by_pattern || FILE_FUNCTIONS.contains(&lower.as_str()) {
        return ControlFlow::Break(format!("the file function {lower}"));
    }
    ControlFlow::Continue(())
}
