//! CSV as RFC 4180 has it, with a header; NULL is empty, an empty text is quoted.

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::value::write_plain;
use super::{EncodeError, Encoder};

/// Comma-separated values.
#[derive(Debug, Default)]
pub struct Csv {
    cell: Vec<u8>,
}

impl Encoder for Csv {
    fn content_type(&self) -> &'static str {
        "text/csv"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        for (index, field) in schema.fields().iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_cell(field.name().as_bytes(), &mut out);
        }
        out.extend_from_slice(b"\r\n");
        Ok(out)
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        for row in 0..batch.num_rows() {
            for (index, column) in batch.columns().iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                if column.is_valid(row) {
                    self.cell.clear();
                    write_plain(column.as_ref(), row, &mut self.cell)?;
                    write_cell(&self.cell, &mut out);
                }
            }
            out.extend_from_slice(b"\r\n");
        }
        Ok(out)
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        Ok(Vec::new())
    }
}

fn write_cell(cell: &[u8], out: &mut Vec<u8>) {
    if !cell.is_empty() && !cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}
