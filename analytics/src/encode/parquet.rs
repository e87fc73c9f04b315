//! Rows as a Parquet file.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{EncodeError, Encoder};

/// A Parquet file, compressed with Zstandard. A row group is held in memory until it is full.
#[derive(Debug, Default)]
pub struct Parquet {
    writer: Option<ArrowWriter<Vec<u8>>>,
}

impl Parquet {
    fn written(&mut self) -> Vec<u8> {
        // Offsets within the file are counted by the writer, whatever was taken from it.
        self.writer.as_mut().map(|writer| std::mem::take(writer.inner_mut())).unwrap_or_default()
    }
}

fn failed(error: ParquetError) -> EncodeError {
    EncodeError(ArrowError::ExternalError(Box::new(error)))
}

impl Encoder for Parquet {
    fn content_type(&self) -> &'static str {
        "application/vnd.apache.parquet"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        self.writer = Some(ArrowWriter::try_new(Vec::new(), Arc::clone(schema), Some(properties)).map_err(failed)?);
        Ok(self.written())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        if let Some(writer) = &mut self.writer {
            writer.write(batch).map_err(failed)?;
        }
        Ok(self.written())
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        if let Some(writer) = &mut self.writer {
            writer.finish().map_err(failed)?;
        }
        Ok(self.written())
    }
}
