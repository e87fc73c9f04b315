//! What is told of a table's rows, so that two who read them can be compared.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// By how much two sums of the same doubles may differ, of their size: they are added up in different orders.
const SUM_TOLERANCE: f64 = 1e-9;

/// A table as one reader found it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reading {
    pub(super) reader: String,
    pub(super) table: String,
    /// Version of the table's transaction log.
    pub(super) version: u64,
    /// Position of the events' log up to which the version is complete.
    pub(super) position: u64,
    pub(super) rows: u64,
    /// For each column the kind of its values, and figures of them: what `read.py` says under FIGURES.
    pub(super) columns: BTreeMap<String, Vec<Value>>,
}

impl Reading {
    fn kind(&self, column: &str) -> &str {
        self.columns[column][0].as_str().unwrap()
    }

    /// The question that asks for the same figures of `source`.
    pub(super) fn question(&self, source: &str) -> String {
        let mut asked = vec!["count(*) AS rows".to_owned()];
        for (index, column) in self.columns.keys().enumerate() {
            let figures = figures(self.kind(column), &format!("\"{column}\""));
            asked.extend((0..).zip(figures).map(|(figure, sql)| format!("{sql} AS c{index}_{figure}")));
        }
        format!("SELECT {} FROM {source}", asked.join(", "))
    }

    /// The answer to the question.
    pub(super) fn answered(&self, rows: &Value) -> Self {
        let row = &rows[0];
        let column = |(index, name): (usize, &String)| {
            let kind = self.kind(name);
            let found = (0..figures(kind, "").len()).map(|figure| row[format!("c{index}_{figure}")].clone());
            (name.clone(), std::iter::once(Value::from(kind)).chain(found).collect())
        };
        let columns = self.columns.keys().enumerate().map(column).collect();
        Self { reader: "ludograph".to_owned(), rows: row["rows"].as_u64().unwrap(), columns, ..self.clone() }
    }

    /// Fails where the other has found something else.
    pub(super) fn assert_same(&self, other: &Self) {
        let what = format!(
            "{} at version {} (position {}), by {} and by {}",
            self.table, self.version, self.position, self.reader, other.reader
        );
        assert_eq!((&self.table, self.version, self.position), (&other.table, other.version, other.position));
        assert_eq!(self.rows, other.rows, "rows of {what}");
        assert_eq!(self.columns.len(), other.columns.len(), "columns of {what}");
        for (name, figures) in &self.columns {
            let (mine, theirs) = (meant(figures), meant(&other.columns[name]));
            let same = mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(one, two)| is_same(one, two));
            assert!(same, "column {name} of {what}: {mine:?} and {theirs:?}");
        }
    }
}

/// A column's figures in our SQL.
fn figures(kind: &str, column: &str) -> Vec<String> {
    let bounds = |of: &str| [format!("min({of})"), format!("max({of})")];
    let mut found = vec![format!("count({column})")];
    match kind {
        "integer" => {
            found.extend(bounds(column));
            found.push(format!("sum({column})"));
        }
        "double" => {
            let infinite = format!("abs({column}) = CAST('inf' AS DOUBLE)");
            let finite = format!("FILTER (WHERE NOT isnan({column}) AND NOT {infinite})");
            found.push(format!("count(*) FILTER (WHERE isnan({column}))"));
            found.push(format!("count(*) FILTER (WHERE {infinite})"));
            found.extend(["min", "max", "sum"].map(|name| format!("{name}({column}) {finite}")));
        }
        "text" => {
            found.push(format!("sum(character_length({column}))"));
            found.push(format!("count(DISTINCT {column})"));
        }
        "time" => found.extend(bounds(&format!("CAST({column} AS BIGINT)"))),
        "boolean" => found.push(format!("count(*) FILTER (WHERE {column})")),
        "bytes" => found.push(format!("sum(octet_length(encode({column}, 'hex'))) / 2")),
        other => panic!("read.py tells of a kind of column there is not: {other}"),
    }
    found
}

/// The figures that tell something: without values there are no bounds, and a sum is 0 to one reader and NULL to another.
fn meant(figures: &[Value]) -> &[Value] {
    let is_double = figures[0] == "double";
    match figures {
        [_, count, ..] if *count == 0 => &figures[..2],
        [_, _, _, _, least, ..] if is_double && least.is_null() => &figures[..4],
        all => all,
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_i64(), other.as_i64(), one.as_f64(), other.as_f64()) {
        (Some(one), Some(other), ..) => one == other,
        (_, _, Some(one), Some(other)) => (one - other).abs() <= SUM_TOLERANCE * one.abs().max(1.0),
        _ => one == other,
    }
}
