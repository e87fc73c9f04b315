//! JSON: an array of objects, or one object a line.

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use ludograph_proto::json::write_str;

use super::value::write_json;
use super::{EncodeError, Encoder};

/// An array of objects, one a line.
#[derive(Debug, Default)]
pub struct Json {
    names: Names,
    rows: u64,
}

/// One object a line.
#[derive(Debug, Default)]
pub struct Ndjson {
    names: Names,
}

/// The columns' names as they stand before their values: quoted, with comma and colon.
#[derive(Debug, Default)]
struct Names(Vec<Vec<u8>>);

impl Names {
    fn of(schema: &SchemaRef) -> Self {
        let name = |(index, name): (usize, &String)| {
            let mut out = if index == 0 { Vec::new() } else { vec![b','] };
            write_str(name, &mut out);
            out.push(b':');
            out
        };
        Self(schema.fields().iter().map(|field| field.name()).enumerate().map(name).collect())
    }

    fn write_row(&self, batch: &RecordBatch, row: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        out.push(b'{');
        for (name, column) in self.0.iter().zip(batch.columns()) {
            out.extend_from_slice(name);
            write_json(column.as_ref(), row, out)?;
        }
        out.push(b'}');
        Ok(())
    }
}

impl Encoder for Json {
    fn content_type(&self) -> &'static str {
        "application/json"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        self.names = Names::of(schema);
        Ok(b"[".to_vec())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        for row in 0..batch.num_rows() {
            out.extend_from_slice(if self.rows == 0 { b"\n" } else { b",\n" });
            self.names.write_row(batch, row, &mut out)?;
            self.rows += 1;
        }
        Ok(out)
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        Ok(if self.rows == 0 { b"]\n".to_vec() } else { b"\n]\n".to_vec() })
    }
}

impl Encoder for Ndjson {
    fn content_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        self.names = Names::of(schema);
        Ok(Vec::new())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::new();
        for row in 0..batch.num_rows() {
            self.names.write_row(batch, row, &mut out)?;
            out.push(b'\n');
        }
        Ok(out)
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        Ok(Vec::new())
    }
}
