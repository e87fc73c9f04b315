//! Aligned text for a terminal.

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::value::{is_number, write_plain};
use super::{EncodeError, Encoder};

/// Rows looked at before the columns' widths are fixed.
const ROWS_MEASURED_MAX: usize = 1000;
/// Characters of a cell; what is longer is cut.
const CELL_CHARS_MAX: usize = 72;

/// Columns of equal width, a line under the header, and the number of rows at the end.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    waiting: Vec<Vec<String>>,
    is_begun: bool,
    rows: u64,
}

#[derive(Debug)]
struct Column {
    name: String,
    is_number: bool,
    width: usize,
}

impl Table {
    /// Writes the header where it is still missing, and the rows that waited for it.
    fn flush(&mut self, out: &mut String) {
        if !self.is_begun {
            self.is_begun = true;
            for row in &self.waiting {
                for (column, cell) in self.columns.iter_mut().zip(row) {
                    column.width = column.width.max(cell.chars().count());
                }
            }
            let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
            self.write_line(&names, out);
            let lines: Vec<String> = self.columns.iter().map(|column| "-".repeat(column.width)).collect();
            self.write_line(&lines, out);
        }
        for row in std::mem::take(&mut self.waiting) {
            self.write_line(&row, out);
        }
    }

    fn write_line(&self, cells: &[String], out: &mut String) {
        let mut line = String::new();
        for (index, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
            let padding = " ".repeat(column.width.saturating_sub(cell.chars().count()));
            let gap = if index == 0 { "" } else { "  " };
            let (before, after) = if column.is_number { (padding.as_str(), "") } else { ("", padding.as_str()) };
            line.extend([gap, before, cell, after]);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

impl Encoder for Table {
    fn content_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    fn begin(&mut self, schema: &SchemaRef) -> Result<Vec<u8>, EncodeError> {
        let column = |field: &arrow::datatypes::FieldRef| Column {
            name: field.name().clone(),
            is_number: is_number(field.data_type()),
            width: field.name().chars().count(),
        };
        self.columns = schema.fields().iter().map(column).collect();
        Ok(Vec::new())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, EncodeError> {
        let mut out = String::new();
        let mut cell = Vec::new();
        for row in 0..batch.num_rows() {
            let mut cells = Vec::with_capacity(batch.num_columns());
            for column in batch.columns() {
                cell.clear();
                write_plain(column.as_ref(), row, &mut cell)?;
                cells.push(one_line(&String::from_utf8_lossy(&cell)));
            }
            self.waiting.push(cells);
            self.rows += 1;
            if self.is_begun || self.waiting.len() >= ROWS_MEASURED_MAX {
                self.flush(&mut out);
            }
        }
        Ok(out.into_bytes())
    }

    fn end(&mut self) -> Result<Vec<u8>, EncodeError> {
        let mut out = String::new();
        self.flush(&mut out);
        let plural = if self.rows == 1 { "" } else { "s" };
        out.extend(["(", &self.rows.to_string(), " row", plural, ")\n"]);
        Ok(out.into_bytes())
    }
}

/// A cell's text without what would break the line, and not too long.
fn one_line(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut cell: String = chars.by_ref().take(CELL_CHARS_MAX).collect();
    if chars.next().is_some() {
        cell.pop();
        cell.push('…');
    }
    cell
}
