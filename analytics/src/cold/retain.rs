//! Lets go of rows that are old enough.

use std::sync::Arc;
use std::time::Duration;

use arrow::array::{Array as _, AsArray as _, BooleanArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::TimestampMicrosecondType;
use arrow::record_batch::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::common::stats::Precision;
use futures::StreamExt as _;

use super::compact::{expected, unreadable};
use super::encode::{Effort, Encoder};
use super::error::StoreError;
use super::file_name::FileKind;
use super::merge::merged;
use super::store::Store;
use super::table::{Change, ColdFile, NewFile, Outcome, now_ms};
use crate::store::Table;

/// What retention let go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retained {
    /// Files removed whole.
    pub files_removed: usize,
    /// Files written anew without their old rows.
    pub files_rewritten: usize,
    /// Rows there are no more.
    pub rows_removed: u64,
}

/// How thorough retention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thoroughness {
    /// Files that hold nothing but old rows go; a file that also holds younger ones stays whole.
    WholeFiles,
    /// Files that also hold younger rows are written anew.
    EveryRow,
}

/// Lets go of a table's final rows that are older than `age`. Rows without a time stay, so simulated games do.
pub(crate) async fn retain(
    store: &Store,
    table: Table,
    age: Duration,
    thoroughness: Thoroughness,
) -> Result<Retained, StoreError> {
    if table.time_column().is_none() {
        return Ok(Retained::default());
    }
    let age_us = i64::try_from(age.as_micros()).unwrap_or(i64::MAX);
    let now_us = i64::try_from(now_ms().saturating_mul(1000)).unwrap_or(i64::MAX);
    let before_us = now_us.saturating_sub(age_us);
    let stored = store.view(Table::Events).await.position;
    let mut cold = store.table(table).lock().await;
    let mut done = Retained::default();
    let mut change = Change::default();
    for file in cold.view().up_to(stored).files.clone() {
        match verdict(&file, table, before_us) {
            Verdict::Young => {}
            Verdict::Old => {
                done.files_removed += 1;
                done.rows_removed += file.rows();
                change.remove.push(file);
            }
            Verdict::Mixed if thoroughness == Thoroughness::WholeFiles => {}
            Verdict::Mixed => {
                let (young, removed) = younger(store, table, &file, before_us).await?;
                if removed == 0 {
                    continue;
                }
                done.rows_removed += removed;
                done.files_rewritten += 1;
                if let Some(young) = young {
                    change.add.push(cold.put(young).await?);
                }
                change.remove.push(file);
            }
        }
    }
    if change.remove.is_empty() {
        return Ok(done);
    }
    match cold.commit(&change).await? {
        Outcome::Committed => Ok(done),
        Outcome::Reloaded => Err(StoreError::Contended { table: table.name().to_owned(), tries: 1 }),
    }
}

enum Verdict {
    Young,
    Old,
    Mixed,
}

fn verdict(file: &ColdFile, table: Table, before_us: i64) -> Verdict {
    if !file.is_final() {
        return Verdict::Young;
    }
    let index = table.time_column().and_then(|column| table.schema().index_of(column).ok());
    let Some(column) = index.and_then(|index| file.statistics.column_statistics.get(index)) else {
        return Verdict::Mixed;
    };
    let micros = |bound: &Precision<ScalarValue>| match bound {
        Precision::Exact(ScalarValue::TimestampMicrosecond(value, _)) => *value,
        _ => None,
    };
    let has_no_nulls = column.null_count == Precision::Exact(0);
    match (micros(&column.min_value), micros(&column.max_value)) {
        (_, Some(greatest)) if greatest < before_us && has_no_nulls => Verdict::Old,
        (Some(least), _) if least >= before_us => Verdict::Young,
        _ => Verdict::Mixed,
    }
}

/// A file's rows that stay, as a new file, and how many do not.
async fn younger(
    store: &Store,
    table: Table,
    file: &Arc<ColdFile>,
    before_us: i64,
) -> Result<(Option<NewFile>, u64), StoreError> {
    let mut rows =
        merged(store.place(), table, std::slice::from_ref(file)).map_err(|error| unreadable(table, &error))?;
    let expected = expected(std::slice::from_ref(file), store.options().file_bytes_max);
    let mut encoder = Encoder::new(&table.schema(), table.sort_keys(), expected, Effort::Lasting)?;
    let mut removed = 0;
    while let Some(batch) = rows.next().await {
        let batch = batch.map_err(|error| unreadable(table, &error))?;
        let kept = keep(&batch, table, before_us)?;
        removed += (batch.num_rows() - kept.num_rows()) as u64;
        encoder.write(&kept)?;
    }
    if removed == 0 || encoder.rows() == 0 {
        return Ok((None, removed));
    }
    let positions = file.parsed.map(|name| name.positions).unwrap_or_default();
    Ok((Some(NewFile { kind: FileKind::Final, positions, encoded: encoder.finish()? }), removed))
}

fn keep(batch: &RecordBatch, table: Table, before_us: i64) -> Result<RecordBatch, StoreError> {
    let Some(times) = table.time_column().and_then(|column| batch.column_by_name(column)) else {
        return Ok(batch.clone());
    };
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let stays: BooleanArray =
        (0..times.len()).map(|row| Some(times.is_null(row) || times.value(row) >= before_us)).collect();
    Ok(filter_record_batch(batch, &stays)?)
}
