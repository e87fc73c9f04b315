//! Rows as the bytes of a Parquet file.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::error::StoreError;
use super::sorted::Sorted;
use super::statistics::Collector;

/// Rows of a row group: few enough that a look at one session reads little, enough that a scan is not slowed down.
const ROW_GROUP_ROWS: usize = 128 * 1024;
/// Bytes of a row group, whatever its rows.
const ROW_GROUP_BYTES: usize = 32 << 20;
/// Rows up to which a file has no bounds of its own: Delta's statistics tell them for the whole file, and of so few rows
/// there is no part worth passing over. In a file of one session they would be a fifth of its bytes.
const SMALL_ROWS: usize = 16 * 1024;
/// Rows from which on a column has a dictionary. Below, the dictionary's page and its entry in the footer outweigh what it
/// saves, since the rows are pressed together anyway.
const DICTIONARY_ROWS_MIN: usize = 1024;
/// Bytes of a page of texts that differ from row to row: small, since a merge holds one of every column and file.
const TEXT_PAGE_BYTES: usize = 256 << 10;
/// The same in files that someone has asked to be small: they are pressed together, so that what they share is found.
const UTMOST_TEXT_PAGE_BYTES: usize = 4 << 20;
/// Texts that differ from row to row, of which a dictionary would be a second copy.
const DIFFERING_TEXT: [&str; 5] = ["event_id", "payload", "body", "body_bytes", "detail"];
/// Numbers that rise from row to row, as good as: their differences are small.
const RISING: [&str; 6] = ["position", "first_position", "last_position", "event_time", "received_at", "frame_count"];
/// Numbers whose bytes have more in common with the same byte of their neighbours than with each other.
const SPLIT: [&str; 1] = ["source_time_ms"];
const CREATED_BY: &str = concat!("ludograph ", env!("CARGO_PKG_VERSION"));

/// How hard a file is pressed: the level of Zstandard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// For files that will be merged soon: more time begins to bring little.
    Quick,
    /// For merged files, which stay; in the background.
    Lasting,
    /// For merged files someone has asked for.
    Utmost,
}

impl Effort {
    fn level(self) -> i32 {
        match self {
            Self::Quick => 3,
            Self::Lasting => 6,
            Self::Utmost => 15,
        }
    }
}

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
    /// About `rows` rows will come, sorted by `keys`, names of columns; readers are told so. Room for `bytes` is set apart
    /// where it can be had: a file that grows beyond is copied as a whole.
    pub(super) fn new(
        schema: &SchemaRef,
        keys: &[&str],
        (rows, bytes): (usize, usize),
        effort: Effort,
    ) -> Result<Self, StoreError> {
        let properties = properties(schema, keys, rows, effort)?;
        // Arrow's own schema is left out: it is a third of a small footer, and readers know the types from the table.
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let mut file = Vec::new();
        // Without it the file grows as it comes.
        let _best_effort = file.try_reserve_exact(bytes);
        let writer = ArrowWriter::try_new_with_options(file, Arc::clone(schema), options)?;
        Ok(Self { writer, collector: Collector::new(Arc::clone(schema)), rows: 0 })
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

fn properties(schema: &SchemaRef, keys: &[&str], rows: usize, effort: Effort) -> Result<WriterProperties, StoreError> {
    let is_small = rows <= SMALL_ROWS;
    let level = ZstdLevel::try_new(effort.level())?;
    let sorting = keys.iter().filter_map(|key| schema.index_of(key).ok()).filter_map(|index| {
        Some(SortingColumn { column_idx: i32::try_from(index).ok()?, descending: false, nulls_first: true })
    });
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
        .set_statistics_enabled(if is_small { EnabledStatistics::None } else { EnabledStatistics::Page })
        .set_offset_index_disabled(is_small)
        .set_dictionary_enabled(rows >= DICTIONARY_ROWS_MIN)
        .set_sorting_columns(Some(sorting.collect()))
        .set_created_by(CREATED_BY.to_owned());
    for field in schema.fields() {
        let name = field.name().as_str();
        let column = ColumnPath::from(name);
        // Parquet's bounds leave out what is not a number, which readers order as the greatest: by such bounds they would
        // pass over rows that match. Delta's statistics of the file have none where there is such a value.
        if field.data_type().is_floating() {
            properties = properties.set_column_statistics_enabled(column.clone(), EnabledStatistics::None);
        }
        let encoding = if RISING.contains(&name) && !field.data_type().is_floating() {
            Encoding::DELTA_BINARY_PACKED
        } else if SPLIT.contains(&name) {
            Encoding::BYTE_STREAM_SPLIT
        } else if DIFFERING_TEXT.contains(&name) {
            let bytes = if effort == Effort::Utmost { UTMOST_TEXT_PAGE_BYTES } else { TEXT_PAGE_BYTES };
            properties = properties.set_column_data_page_size_limit(column.clone(), bytes);
            Encoding::PLAIN
        } else {
            continue;
        };
        properties =
            properties.set_column_dictionary_enabled(column.clone(), false).set_column_encoding(column, encoding);
    }
    Ok(properties.build())
}

/// One file of all rows of some batches, sorted. `None` without rows.
pub(crate) fn encode(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    keys: &[&str],
) -> Result<Option<Encoded>, StoreError> {
    let sorted = Sorted::new(batches, keys)?;
    if sorted.rows() == 0 {
        return Ok(None);
    }
    let mut encoder = Encoder::new(schema, keys, (sorted.rows(), 0), Effort::Quick)?;
    for rows in sorted {
        encoder.write(&rows?)?;
    }
    encoder.finish().map(Some)
}
