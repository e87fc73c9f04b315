//! A table declared once: row, schema and builder.

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

/// Collects rows of one table.
pub trait TableBuilder: Send {
    /// One row.
    type Row<'a>;
    /// The table's name in SQL.
    const NAME: &'static str;
    /// The table's columns.
    fn schema() -> SchemaRef;
    /// An empty builder.
    fn new() -> Self;
    /// Appends a row.
    fn append(&mut self, row: &Self::Row<'_>);
    /// How many rows were appended since the last batch.
    fn rows(&self) -> usize;
    /// The rows so far as a batch; the builder is empty afterwards.
    ///
    /// # Errors
    /// Never by the rows appended: a builder whose columns do not fit its schema is a bug here.
    fn finish(&mut self) -> Result<RecordBatch, ArrowError>;
}

macro_rules! table {
    (
        $(#[$doc:meta])*
        $name:literal: $row:ident, $builder:ident {
            $($(#[$column_doc:meta])* $column:ident: $kind:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $row<'a> {
            $($(#[$column_doc])* pub $column: <$kind as $crate::columns::Column>::Value<'a>,)*
        }

        #[doc = concat!("Builder of `", $name, "`.")]
        #[derive(Debug)]
        pub struct $builder {
            $($column: $kind,)*
            rows: usize,
        }

        impl $crate::columns::TableBuilder for $builder {
            type Row<'a> = $row<'a>;
            const NAME: &'static str = $name;

            fn schema() -> arrow::datatypes::SchemaRef {
                static SCHEMA: std::sync::OnceLock<arrow::datatypes::SchemaRef> = std::sync::OnceLock::new();
                std::sync::Arc::clone(SCHEMA.get_or_init(|| {
                    std::sync::Arc::new(arrow::datatypes::Schema::new(vec![$(
                        arrow::datatypes::Field::new(
                            stringify!($column).trim_start_matches("r#"),
                            <$kind as $crate::columns::Column>::data_type(),
                            <$kind as $crate::columns::Column>::NULLABLE,
                        ),
                    )*]))
                }))
            }

            fn new() -> Self {
                Self { $($column: <$kind as $crate::columns::Column>::new(),)* rows: 0 }
            }

            fn append(&mut self, row: &$row<'_>) {
                $(<$kind as $crate::columns::Column>::append(&mut self.$column, row.$column);)*
                self.rows += 1;
            }

            fn rows(&self) -> usize {
                self.rows
            }

            fn finish(&mut self) -> Result<arrow::record_batch::RecordBatch, arrow::error::ArrowError> {
                self.rows = 0;
                let columns = vec![$(<$kind as $crate::columns::Column>::finish(&mut self.$column),)*];
                arrow::record_batch::RecordBatch::try_new(Self::schema(), columns)
            }
        }
    };
}
pub(super) use table;
