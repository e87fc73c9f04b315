//! Where the rows lie changes no answer: every named query, every row, and what statistics of files could answer or spare.

use std::collections::BTreeSet;

use arrow::datatypes::DataType;
use ludograph_analytics::{Analytics, named_queries};

use crate::consistency::dump;
use crate::support::lines;
use crate::ways::{Way, history};

/// The answer as its lines; sorted where the text ends without asking for an order.
async fn answer(analytics: &Analytics, sql: &str) -> Vec<String> {
    let mut rows = lines(analytics, sql).await;
    let is_ordered = sql.rsplit(')').next().is_some_and(|end| end.contains("ORDER BY"));
    if !is_ordered {
        rows.sort();
    }
    rows
}

/// Asks every way and compares the answers with those from memory.
async fn compare(questions: &[String]) {
    let mut expected = Vec::new();
    for way in Way::ALL {
        let folder = tempfile::tempdir().unwrap();
        let analytics = way.tables(folder.path(), &history()).await;
        for (index, question) in questions.iter().enumerate() {
            let found = answer(&analytics, question).await;
            if way == Way::Hot {
                expected.push(found);
            } else {
                assert_eq!(found, expected[index], "{way:?}: {question}");
            }
        }
    }
    let different: BTreeSet<&Vec<String>> = expected.iter().collect();
    assert!(different.len() > 10, "the questions hardly tell one thing from another: {different:?}");
}

/// The columns of all tables: table, column, type.
fn columns(analytics: &Analytics) -> Vec<(&'static str, String, DataType)> {
    let of_table = |table: ludograph_analytics::TableInfo| {
        let fields: Vec<_> = table.schema.fields().iter().cloned().collect();
        fields.into_iter().map(move |field| (table.name, field.name().clone(), field.data_type().clone()))
    };
    analytics.tables().into_iter().flat_map(of_table).collect()
}

#[tokio::test]
async fn named_queries_do_not_see_where_rows_lie() {
    let questions: Vec<String> = named_queries().iter().map(|query| query.sql.to_owned()).collect();
    compare(&questions).await;
}

#[tokio::test]
async fn rows_do_not_see_where_they_lie() {
    let mut expected = None;
    for way in Way::ALL {
        let folder = tempfile::tempdir().unwrap();
        let found = dump(&way.tables(folder.path(), &history()).await).await;
        let expected = expected.get_or_insert_with(|| found.clone());
        for (found, expected) in found.iter().zip(&*expected) {
            assert_eq!(found, expected, "{way:?}");
        }
        assert_eq!(found.len(), expected.len(), "{way:?}");
    }
}

#[tokio::test]
async fn counts_and_bounds_do_not_see_where_rows_lie() {
    let mut questions = Vec::new();
    for (table, column, data_type) in columns(&Way::Hot.tables(std::path::Path::new(""), &history()).await) {
        questions.push(match data_type {
            DataType::Boolean => format!("SELECT count({column}), bool_and({column}), bool_or({column}) FROM {table}"),
            _ => format!("SELECT count(*), count({column}), min({column}), max({column}) FROM {table}"),
        });
        questions.push(format!("SELECT {column}, count(*) FROM {table} GROUP BY {column}"));
        questions.push(format!("SELECT count(*) FROM {table} WHERE {column} IS NULL"));
    }
    compare(&questions).await;
}

/// Conditions by which files can be left out unread, at the edges of what the columns hold.
#[tokio::test]
async fn conditions_do_not_see_where_rows_lie() {
    let hot = Way::Hot.tables(std::path::Path::new(""), &history()).await;
    let mut questions = Vec::new();
    for (table, column, data_type) in columns(&hot) {
        if matches!(data_type, DataType::Boolean | DataType::Binary) {
            continue;
        }
        let edges = format!(
            "SELECT CAST(min({column}) AS VARCHAR) AS low, CAST(max({column}) AS VARCHAR) AS high FROM {table}"
        );
        let edges: serde_json::Value = serde_json::from_str(&lines(&hot, &edges).await[0]).unwrap();
        for edge in ["low", "high"].iter().filter_map(|edge| edges[*edge].as_str()) {
            let text = edge.replace('\'', "''");
            let literal = match data_type {
                DataType::Int64 => text,
                DataType::Float64 => format!("CAST('{text}' AS DOUBLE)"),
                DataType::Timestamp(..) => format!("TIMESTAMP '{text}'"),
                _ => format!("'{text}'"),
            };
            for operator in ["=", "<", ">="] {
                questions
                    .push(format!("SELECT count(*), count({column}) FROM {table} WHERE {column} {operator} {literal}"));
            }
        }
    }
    compare(&questions).await;
}
