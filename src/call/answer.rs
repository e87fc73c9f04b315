//! Answers on standard output.

use anyhow::Result;
use ludograph_host::{Host, PropertyGraph, Report, Table, Value, value_to_json};

use super::CallFormat;
use crate::text_table;

/// Prints the rows.
pub(super) fn print(graph: &PropertyGraph, table: &Table, format: CallFormat) -> Result<()> {
    match format {
        CallFormat::Table => {
            let heads: Vec<&str> = table.columns.iter().map(String::as_str).collect();
            let cells = |row: &[Value]| row.iter().map(|value| shown(graph, value)).collect();
            let rows: Vec<Vec<String>> = table.rows.iter().map(cells).collect();
            if !heads.is_empty() {
                text_table::print(&heads, heads.len(), &rows);
            }
            println!("{} {}", rows.len(), if rows.len() == 1 { "row" } else { "rows" });
        }
        CallFormat::Json => {
            for row in &table.rows {
                let members = table.columns.iter().zip(row);
                let object: serde_json::Map<String, serde_json::Value> =
                    members.map(|(name, value)| (name.clone(), value_to_json(graph, value))).collect();
                println!("{}", serde_json::to_string(&object)?);
            }
        }
        CallFormat::Csv => {
            println!("{}", line(table.columns.iter().cloned()));
            for row in &table.rows {
                println!("{}", line(row.iter().map(|value| plain(graph, value))));
            }
        }
    }
    Ok(())
}

/// One value in a table: texts as they are, numbers short, everything else as JSON.
fn shown(graph: &PropertyGraph, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Float(number)
            if number.is_finite() && *number != 0.0 && (number.abs() < 1e-3 || number.abs() >= 1e9) =>
        {
            format!("{number:.3e}")
        }
        Value::Float(number) if number.is_finite() => format!("{number:.4}"),
        other => plain(graph, other),
    }
}

fn plain(graph: &PropertyGraph, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        Value::Float(number) => number.to_string(),
        other => value_to_json(graph, other).to_string(),
    }
}

/// A line of RFC 4180.
fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| {
        if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    });
    quoted.collect::<Vec<_>>().join(",")
}

/// What a module did wrong without failing.
pub(super) fn report(report: &Report) {
    if report.leaked > 0 {
        eprintln!("the module left {} objects behind; the host gave them back", report.leaked);
    }
    for (function, times) in &report.misuses {
        eprintln!("the module used {function} wrongly, {times} times");
    }
}

/// Prints what the modules declare.
pub(super) fn declarations(host: &Host) {
    let rows: Vec<Vec<String>> =
        host.declarations().into_iter().map(|entry| vec![entry.name, entry.kind.to_owned(), entry.signature]).collect();
    text_table::print(&["name", "kind", "signature"], 3, &rows);
}
