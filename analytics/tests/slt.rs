//! Every file of `tests/slt` of the repository, asked of each way a history can lie.

use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use async_trait::async_trait;
use futures::StreamExt as _;
use ludograph_analytics::{Analytics, QueryError};
use sqllogictest::{AsyncDB, ColumnType, DBOutput, Runner, strict_column_validator};

use crate::ways::{Way, history};

/// Every table has questions of its own, and so have joins, windows, aggregates, NULLs, times, the past, refusals, plans.
const FILES_MIN: usize = 8;

/// How SQL's types are written at the head of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Boolean,
    Integer,
    Real,
    Text,
    Time,
    Bytes,
    Other,
}

const LETTERS: [(Type, char); 7] = [
    (Type::Boolean, 'B'),
    (Type::Integer, 'I'),
    (Type::Real, 'R'),
    (Type::Text, 'T'),
    (Type::Time, 'P'),
    (Type::Bytes, 'X'),
    (Type::Other, '?'),
];

impl ColumnType for Type {
    fn from_char(value: char) -> Option<Self> {
        LETTERS.iter().find(|(_, letter)| *letter == value).map(|(kind, _)| *kind)
    }

    fn to_char(&self) -> char {
        LETTERS.iter().find(|(kind, _)| kind == self).map_or('?', |(_, letter)| *letter)
    }
}

impl Type {
    fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Boolean => Self::Boolean,
            DataType::Timestamp(..) | DataType::Date32 => Self::Time,
            DataType::Binary | DataType::BinaryView | DataType::LargeBinary => Self::Bytes,
            DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => Self::Text,
            other if other.is_integer() => Self::Integer,
            other if other.is_floating() => Self::Real,
            _ => Self::Other,
        }
    }
}

struct Asked(Analytics);

#[async_trait]
impl AsyncDB for Asked {
    type Error = QueryError;
    type ColumnType = Type;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<Type>, QueryError> {
        let mut answer = self.0.query(sql).await?;
        let types = answer.schema().fields().iter().map(|field| Type::of(field.data_type())).collect();
        let mut rows = Vec::new();
        while let Some(batch) = answer.next().await {
            rows.extend(cells(&batch?));
        }
        Ok(DBOutput::Rows { types, rows })
    }

    async fn shutdown(&mut self) {}
}

/// The cells as text: NULL, and `(empty)` for a text without characters.
fn cells(batch: &RecordBatch) -> Vec<Vec<String>> {
    let options = FormatOptions::new().with_null("NULL");
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap());
    let columns: Vec<_> = columns.collect();
    let cell = |column: &ArrayFormatter, row| match column.value(row).to_string() {
        text if text.is_empty() => "(empty)".to_owned(),
        text => text,
    };
    (0..batch.num_rows()).map(|row| columns.iter().map(|column| cell(column, row)).collect()).collect()
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/slt");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "slt")).collect();
    files.sort();
    files
}

async fn pass(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let analytics = way.tables(folder.path(), &history()).await;
    let files = files();
    assert!(files.len() >= FILES_MIN, "{files:?}");
    let mut failures = Vec::new();
    for file in files {
        let mut runner = Runner::new(|| async { Ok(Asked(analytics.clone())) });
        runner.with_column_validator(strict_column_validator);
        if let Err(error) = runner.run_file_async(&file).await {
            failures.push(error.display(false).to_string());
        }
    }
    assert!(failures.is_empty(), "{way:?}: {}", failures.join("\n\n"));
}

#[tokio::test]
async fn questions_are_answered_from_memory() {
    pass(Way::Hot).await;
}

#[tokio::test]
async fn questions_are_answered_from_files() {
    pass(Way::Cold).await;
}

#[tokio::test]
async fn questions_are_answered_from_files_and_memory() {
    pass(Way::Mixed).await;
}

#[tokio::test]
async fn questions_are_answered_by_who_only_looks() {
    pass(Way::Looked).await;
}
