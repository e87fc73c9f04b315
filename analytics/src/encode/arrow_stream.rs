//! Arrow's own stream format.

use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::StreamWriter;
use arrow::record_batch::RecordBatch;

use super::{EncodeError, Encoder};

/// An Arrow IPC stream.
#[derive(Default)]
pub struct ArrowStream {
    writer: Option<StreamWriter<Vec<u8>>>,
}

impl std::fmt::Debug for ArrowStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArrowStream").finish_non_exhaustive()
    }
}

impl ArrowStream {
    fn written(&mut self) -> Vec<u8> {
        self.writer.as_mut().map(|writer| std::mem::take(writer.get_mut())).unwrap_or_default()
    }
}

impl Encoder for ArrowStream {
    fn content_type(&self) -> &'static str {
        "application/vnd.apache.arrow.stream"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        self.writer = Some(StreamWriter::try_new(Vec::new(), schema)?);
        Ok(self.written())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        if let Some(writer) = &mut self.writer {
            writer.write(batch)?;
        }
        Ok(self.written())
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        if let Some(writer) = &mut self.writer {
            writer.finish()?;
        }
        Ok(self.written())
    }
}
