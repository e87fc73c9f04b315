//! Rows as text or as an Arrow stream, piece by piece, so that an answer need not fit into memory.

mod arrow_stream;
mod csv;
mod json;
mod parquet;
mod table;
mod value;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use thiserror::Error;

pub use arrow_stream::ArrowStream;
pub use csv::Csv;
pub use json::{Json, Ndjson};
pub use parquet::Parquet;
pub use table::Table;

/// Rows that cannot be encoded: our own mistake, since every type of column has a form.
#[derive(Debug, Error)]
#[error("rows cannot be encoded: {0}")]
pub struct EncodeError(#[from] ArrowError);

/// Encodes one answer: [`begin`](Self::begin) once, [`batch`](Self::batch) for each batch, [`end`](Self::end) once. The
/// pieces in their order are the encoded answer; a piece may be empty.
pub trait Encoder: Send {
    /// The media type of the whole.
    fn content_type(&self) -> &'static str;

    /// What comes before the rows.
    ///
    /// # Errors
    /// [`EncodeError`] where a column's type has no form.
    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError>;

    /// Some rows.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError>;

    /// What comes after the rows.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn end(&mut self) -> Result<Vec<u8>, EncodeError>;
}
