//! Rows as the bytes of a Parquet file.

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::{SortColumn, SortOptions, concat_batches, lexsort_to_indices, take_record_batch};
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::error::StoreError;
use super::statistics::Collector;

/// Rows of a row group: few enough that a look at one session reads little, enough that a scan is not slowed down.
const ROW_GROUP_ROWS: usize = 128 * 1024;
/// Bytes of a row group, whatever its rows.
const ROW_GROUP_BYTES: usize = 32 << 20;
/// Zstandard's level: the third is where more time begins to bring little.
const ZSTD_LEVEL: i32 = 3;
const CREATED_BY: &str = concat!("ludograph ", env!("CARGO_PKG_VERSION"));

/// A file that is not written yet.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub(crate) bytes: Bytes,
    /// Its statistics as Delta keeps them.
    pub(crate) statistics: String,
}

/// Writes rows of one schema, in the order they come.
#[derive(Debug)]
pub(crate) struct Encoder {
    writer: ArrowWriter<Vec<u8>>,
    collector: Collector,
    rows: usize,
}

impl Encoder {
    /// Rows will come sorted by `keys`, names of columns; readers are told so.
    pub(crate) fn new(schema: &SchemaRef, keys: &[&str]) -> Result<Self, StoreError> {
        let level = ZstdLevel::try_new(ZSTD_LEVEL)?;
        let sorting = keys.iter().filter_map(|key| schema.index_of(key).ok()).filter_map(|index| {
            Some(SortingColumn { column_idx: i32::try_from(index).ok()?, descending: false, nulls_first: true })
        });
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_sorting_columns(Some(sorting.collect()))
            .set_created_by(CREATED_BY.to_owned());
        // Parquet's bounds leave out what is not a number, which readers order as the greatest: by such bounds they would
        // pass over rows that match. Delta's statistics of the file have none where there is such a value.
        for field in schema.fields().iter().filter(|field| field.data_type().is_floating()) {
            properties = properties
                .set_column_statistics_enabled(ColumnPath::from(field.name().as_str()), EnabledStatistics::None);
        }
        let properties = properties.build();
        let writer = ArrowWriter::try_new(Vec::new(), std::sync::Arc::clone(schema), Some(properties))?;
        Ok(Self { writer, collector: Collector::new(std::sync::Arc::clone(schema)), rows: 0 })
    }

    /// Appends rows.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch)?;
        self.collector.add(batch);
        self.rows += batch.num_rows();
        Ok(())
    }

    /// Bytes so far, about.
    pub(crate) fn bytes(&self) -> usize {
        self.writer.bytes_written() + self.writer.in_progress_size()
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Ends the file.
    pub(crate) fn finish(self) -> Result<Encoded, StoreError> {
        let bytes = self.writer.into_inner()?.into();
        Ok(Encoded { bytes, statistics: self.collector.to_json() })
    }
}

/// The rows of some batches in the order of `keys`; equal ones stay in the order they have. `None` without rows.
pub(crate) fn sorted(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    keys: &[&str],
) -> Result<Option<RecordBatch>, StoreError> {
    let whole = concat_batches(schema, batches)?;
    if whole.num_rows() == 0 {
        return Ok(None);
    }
    let options = Some(SortOptions { descending: false, nulls_first: true });
    let column =
        |key: &&str| whole.column_by_name(key).map(|values: &ArrayRef| SortColumn { values: values.clone(), options });
    let columns: Vec<SortColumn> = keys.iter().filter_map(column).collect();
    if columns.is_empty() {
        return Ok(Some(whole));
    }
    let order = lexsort_to_indices(&columns, None)?;
    Ok(Some(take_record_batch(&whole, &order)?))
}

/// One file of all rows of some batches, sorted. `None` without rows.
pub(crate) fn encode(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    keys: &[&str],
) -> Result<Option<Encoded>, StoreError> {
    let Some(rows) = sorted(schema, batches, keys)? else { return Ok(None) };
    let mut encoder = Encoder::new(schema, keys)?;
    encoder.write(&rows)?;
    encoder.finish().map(Some)
}
