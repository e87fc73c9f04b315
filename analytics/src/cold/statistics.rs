//! What is known of a file's rows without reading it: Delta's statistics of a file, exact where they are there.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, SchemaRef, TimeUnit};
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, SecondsFormat};
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, ScalarValue, Statistics};
use serde_json::{Map, Value, json};

use crate::bounds::{Bounds, bounds, wider};

/// Bytes of the longest text kept as a bound; a column with a longer one has none.
const TEXT_BYTES_MAX: usize = 64;

/// Collects the statistics of rows.
#[derive(Debug)]
pub(crate) struct Collector {
    schema: SchemaRef,
    rows: usize,
    columns: Vec<ColumnFacts>,
}

/// What is known of one column.
#[derive(Debug, Clone, Default)]
struct ColumnFacts {
    /// `None` while only NULLs were seen.
    bounds: Option<Bounds>,
    /// Some value has no place among bounds.
    is_unbounded: bool,
    nulls: usize,
}

impl Collector {
    pub(crate) fn new(schema: SchemaRef) -> Self {
        let columns = vec![ColumnFacts::default(); schema.fields().len()];
        Self { schema, rows: 0, columns }
    }

    /// Takes in rows of the collector's schema.
    pub(crate) fn add(&mut self, batch: &RecordBatch) {
        self.rows += batch.num_rows();
        for (facts, column) in self.columns.iter_mut().zip(batch.columns()) {
            facts.nulls += column.null_count();
            if facts.is_unbounded || column.null_count() == column.len() {
                continue;
            }
            match bounds(column).filter(is_short) {
                Some(more) => facts.bounds = Some(wider(facts.bounds.take(), more)),
                None => facts.is_unbounded = true,
            }
        }
    }

    /// As Delta keeps them.
    pub(crate) fn to_json(&self) -> String {
        let (mut least, mut greatest, mut nulls) = (Map::new(), Map::new(), Map::new());
        for (field, facts) in self.schema.fields().iter().zip(&self.columns) {
            nulls.insert(field.name().clone(), json!(facts.nulls));
            if let (Some(bounds), false) = (&facts.bounds, facts.is_unbounded)
                && let (Some(low), Some(high)) = (to_value(&bounds.0), to_value(&bounds.1))
            {
                least.insert(field.name().clone(), low);
                greatest.insert(field.name().clone(), high);
            }
        }
        json!({ "numRecords": self.rows, "minValues": least, "maxValues": greatest, "nullCount": nulls }).to_string()
    }
}

fn is_short(bounds: &Bounds) -> bool {
    let short =
        |value: &ScalarValue| !matches!(value, ScalarValue::Utf8View(Some(text)) if text.len() > TEXT_BYTES_MAX);
    short(&bounds.0) && short(&bounds.1)
}

fn to_value(scalar: &ScalarValue) -> Option<Value> {
    match scalar {
        ScalarValue::Int64(value) => value.map(Value::from),
        ScalarValue::Float64(value) => value.filter(|value| value.is_finite()).map(Value::from),
        ScalarValue::Utf8View(value) => value.clone().map(Value::from),
        ScalarValue::TimestampMicrosecond(value, _) => {
            let moment = DateTime::from_timestamp_micros((*value)?)?;
            Some(moment.to_rfc3339_opts(SecondsFormat::Micros, true).into())
        }
        _ => None,
    }
}

fn to_scalar(field: &Field, value: &Value) -> Option<ScalarValue> {
    match field.data_type() {
        DataType::Int64 => value.as_i64().map(|value| ScalarValue::Int64(Some(value))),
        DataType::Float64 => value.as_f64().map(|value| ScalarValue::Float64(Some(value))),
        DataType::Utf8View => value.as_str().map(|value| ScalarValue::Utf8View(Some(value.to_owned()))),
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let moment = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
            Some(ScalarValue::TimestampMicrosecond(Some(moment.timestamp_micros()), zone.clone()))
        }
        _ => None,
    }
}

/// Reads what Delta keeps of a file, as far as it is there and readable; what is not is unknown.
pub(crate) fn read(schema: &SchemaRef, text: Option<&str>, bytes: u64) -> Arc<Statistics> {
    let mut statistics = Statistics::new_unknown(schema);
    statistics.total_byte_size = Precision::Inexact(usize::try_from(bytes).unwrap_or(usize::MAX));
    let Some(kept) = text.and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
        return Arc::new(statistics);
    };
    let count = |value: &Value| value.as_u64().and_then(|count| usize::try_from(count).ok()).map(Precision::Exact);
    let Some(rows) = count(&kept["numRecords"]) else { return Arc::new(statistics) };
    statistics.num_rows = rows;
    for (field, column) in schema.fields().iter().zip(&mut statistics.column_statistics) {
        read_column(field, &kept, rows, column);
    }
    Arc::new(statistics)
}

fn read_column(field: &Field, kept: &Value, rows: Precision<usize>, column: &mut ColumnStatistics) {
    let nulls = kept["nullCount"][field.name()].as_u64().and_then(|nulls| usize::try_from(nulls).ok());
    if let Some(nulls) = nulls {
        column.null_count = Precision::Exact(nulls);
    }
    let bound = |which: &str| to_scalar(field, &kept[which][field.name()]);
    if let (Some(least), Some(greatest)) = (bound("minValues"), bound("maxValues")) {
        column.min_value = Precision::Exact(least);
        column.max_value = Precision::Exact(greatest);
    } else if nulls.is_some()
        && column.null_count == rows
        && let Ok(null) = ScalarValue::try_from(field.data_type())
    {
        column.min_value = Precision::Exact(null.clone());
        column.max_value = Precision::Exact(null);
    }
}
