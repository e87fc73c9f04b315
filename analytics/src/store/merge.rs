//! Merges batches into one whose buffers are no larger than what they hold.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringViewBuilder};
use arrow::compute::concat;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

/// Bytes of text stored together; a value that is longer gets a block of its own.
const TEXT_BLOCK_BYTES: u32 = 4 * 1024;

/// Columns whose values differ from row to row, so that looking for equal ones is in vain.
const UNIQUE_TEXT: [&str; 4] = ["event_id", "payload", "body", "detail"];

/// One batch with the rows of all, in their order. Linear in the rows.
pub(super) fn merge(schema: &SchemaRef, batches: &[&RecordBatch]) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for (index, field) in schema.fields().iter().enumerate() {
        let parts: Vec<&dyn Array> = batches.iter().map(|batch| batch.column(index).as_ref()).collect();
        let column = match field.data_type() {
            DataType::Utf8View if UNIQUE_TEXT.contains(&field.name().as_str()) => {
                Arc::new(concat(&parts)?.as_string_view().gc())
            }
            DataType::Utf8View => repeated_text(&parts),
            _ => concat(&parts)?,
        };
        columns.push(column);
    }
    RecordBatch::try_new(Arc::clone(schema), columns)
}

/// Text with every distinct value stored once.
fn repeated_text(parts: &[&dyn Array]) -> ArrayRef {
    let rows = parts.iter().map(|part| part.len()).sum();
    let mut builder =
        StringViewBuilder::with_capacity(rows).with_fixed_block_size(TEXT_BLOCK_BYTES).with_deduplicate_strings();
    for part in parts {
        for value in part.as_string_view() {
            builder.append_option(value);
        }
    }
    Arc::new(builder.finish())
}
