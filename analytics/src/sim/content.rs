//! What a table holds, in a form that can be compared.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use arrow::row::{RowConverter, SortField};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use crate::analytics::Analytics;
use crate::cold::{ColdFile, StorePlace};
use crate::store::{Snapshot, Table};

/// The rows of a table, encoded and sorted: equal exactly where the tables hold equal rows equally often.
pub(super) type Content = Vec<Box<[u8]>>;

/// What a query over the tables would see.
pub(super) async fn seen(analytics: &Analytics, place: Option<&StorePlace>, table: Table) -> Result<Content, String> {
    let snapshot = analytics.snapshot();
    let mut batches = hot(&snapshot, table)?;
    if let Some(place) = place {
        batches.extend(stored(&snapshot, place, table, ColdFile::is_final).await?);
    }
    content(table, &batches)
}

/// What a reader from elsewhere would see: every file of the table.
pub(super) async fn stored_elsewhere(
    analytics: &Analytics,
    place: &StorePlace,
    table: Table,
) -> Result<Content, String> {
    content(table, &stored(&analytics.snapshot(), place, table, |_| true).await?)
}

fn hot(snapshot: &Snapshot, table: Table) -> Result<Vec<RecordBatch>, String> {
    let chunks = snapshot.chunks(table).map_err(|error| error.to_string())?;
    Ok(chunks.iter().map(|chunk| chunk.batch.clone()).collect())
}

async fn stored(
    snapshot: &Snapshot,
    place: &StorePlace,
    table: Table,
    is_wanted: impl Fn(&ColdFile) -> bool,
) -> Result<Vec<RecordBatch>, String> {
    let Some(view) = snapshot.cold.get(table) else { return Ok(Vec::new()) };
    let mut batches = Vec::new();
    for file in view.files.iter().filter(|file| is_wanted(file)) {
        batches.extend(
            read(place, table, file).await.map_err(|error| format!("{}/{}: {error}", table.name(), file.name))?,
        );
    }
    Ok(batches)
}

async fn read(
    place: &StorePlace,
    table: Table,
    file: &ColdFile,
) -> Result<Vec<RecordBatch>, Box<dyn std::error::Error + Send + Sync>> {
    let path = Path::from_iter([table.name(), file.name.as_str()]);
    let bytes = place.reads().get(&path).await?.bytes().await?;
    let options = ArrowReaderOptions::new().with_schema(table.schema());
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes, options)?.build()?;
    Ok(reader.collect::<Result<Vec<_>, _>>()?)
}

fn content(table: Table, batches: &[RecordBatch]) -> Result<Content, String> {
    let schema = table.schema();
    let fields = schema.fields().iter().map(|field| SortField::new(field.data_type().clone())).collect();
    let converter = RowConverter::new(fields).map_err(|error| error.to_string())?;
    let mut rows: Content = Vec::new();
    for batch in batches {
        let encoded = converter.convert_columns(batch.columns()).map_err(|error| error.to_string())?;
        rows.extend(encoded.iter().map(|row| row.as_ref().into()));
    }
    rows.sort_unstable();
    Ok(rows)
}

/// The first difference of two contents, in words.
pub(super) fn difference(table: Table, found: &Content, expected: &Content) -> Option<String> {
    if found == expected {
        return None;
    }
    let twice = found.windows(2).filter(|pair| pair[0] == pair[1]).count();
    Some(format!("{} holds {} rows ({twice} twice), and not {}", table.name(), found.len(), expected.len()))
}

/// Tables that never saw a crash, up to a position.
pub(super) async fn reference(records: &[Vec<u8>], open_games_max: usize) -> Result<Analytics, String> {
    let options = crate::AnalyticsOptions { open_games_max, ..crate::AnalyticsOptions::default() };
    let analytics = Analytics::bare(options, None).await.map_err(|error| error.to_string())?;
    let numbered = (1..).zip(records.iter().map(Vec::as_slice));
    analytics.apply(numbered).map_err(|error| error.to_string())?;
    Ok(analytics)
}

/// The place on a simulated disk.
pub(super) fn place(fs: &ludograph_log::sim::SimFs) -> StorePlace {
    StorePlace::on(Arc::new(fs.clone()), std::path::Path::new("store"))
}
