//! Files as containers with bounds, to pass over those that cannot hold a match.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray};
use arrow::datatypes::SchemaRef;
use datafusion::common::pruning::{PrunableStatistics, PruningStatistics};
use datafusion::common::stats::Precision;
use datafusion::common::{Column, ColumnStatistics, ScalarValue, Statistics};

use super::table::ColdFile;

/// The statistics of some files. A file without bounds for a column is one that may hold anything, and no reason to give
/// up the others' bounds: they are put together by the column's type, NULL where there are none.
pub(super) struct FileBounds {
    counts: PrunableStatistics,
    statistics: Vec<Arc<Statistics>>,
    schema: SchemaRef,
}

impl FileBounds {
    pub(super) fn of(files: &[Arc<ColdFile>], schema: &SchemaRef) -> Self {
        let statistics: Vec<Arc<Statistics>> = files.iter().map(|file| Arc::clone(&file.statistics)).collect();
        let counts = PrunableStatistics::new(statistics.clone(), Arc::clone(schema));
        Self { counts, statistics, schema: Arc::clone(schema) }
    }

    fn bound(&self, column: &Column, pick: impl Fn(&ColumnStatistics) -> &Precision<ScalarValue>) -> Option<ArrayRef> {
        let index = self.schema.index_of(column.name()).ok()?;
        let unknown = ScalarValue::try_from(self.schema.field(index).data_type()).ok()?;
        let values =
            self.statistics.iter().map(|statistics| match statistics.column_statistics.get(index).map(&pick) {
                Some(Precision::Exact(value)) => value.clone(),
                _ => unknown.clone(),
            });
        ScalarValue::iter_to_array(values).ok()
    }
}

impl PruningStatistics for FileBounds {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |statistics| &statistics.min_value)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |statistics| &statistics.max_value)
    }

    fn num_containers(&self) -> usize {
        self.statistics.len()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        self.counts.null_counts(column)
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        self.counts.row_counts()
    }

    #[allow(clippy::mutable_key_type, reason = "the trait's own signature")]
    fn contained(&self, _column: &Column, _values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cold::statistics;
    use arrow::array::AsArray as _;
    use arrow::datatypes::{DataType, Field, Schema};

    fn file(schema: &SchemaRef, name: &str, statistics: &str) -> Arc<ColdFile> {
        let statistics = statistics::read(schema, Some(statistics), 1);
        Arc::new(ColdFile { name: name.to_owned(), parsed: None, bytes: 1, modified_ms: 0, statistics })
    }

    #[test]
    fn a_file_without_bounds_does_not_cost_the_others_theirs() {
        let schema: SchemaRef = Arc::new(Schema::new(vec![Field::new("stream", DataType::Utf8View, true)]));
        let bounded = |value: &str| {
            format!(
                r#"{{"numRecords":2,"nullCount":{{"stream":0}},"minValues":{{"stream":"{value}"}},"maxValues":{{"stream":"{value}"}}}}"#
            )
        };
        let files = [
            file(&schema, "a", &bounded("p1")),
            file(&schema, "b", r#"{"numRecords":2,"nullCount":{"stream":0}}"#),
            file(&schema, "c", r#"{"numRecords":2,"nullCount":{"stream":2}}"#),
            file(&schema, "d", &bounded("p2")),
        ];
        let bounds = FileBounds::of(&files, &schema);
        let least = bounds.min_values(&Column::from_name("stream")).unwrap();
        let least: Vec<Option<&str>> = least.as_string_view().iter().collect();
        assert_eq!(least, [Some("p1"), None, None, Some("p2")]);
    }
}
