//! Tables of any columns that are Parquet files: written as the store writes its own, asked by the same SQL. With them a
//! question is measured over shapes and sizes that no log has filled yet.

use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;

use crate::cold::{StorePlace, loose};
use crate::error::AnalyticsError;
use crate::options::AnalyticsOptions;
use crate::query::{FileTable, Queries, QueryError, QueryStream, Source, Tables};

/// Tables of one folder, to be asked.
#[derive(Debug)]
pub struct FileTables {
    queries: Queries,
    tables: Arc<Tables>,
}

impl FileTables {
    /// Writes one file of a table: `FOLDER/TABLE/NAME.parquet`, its rows sorted by the columns `keys`. Returns its bytes, 0
    /// where there are no rows. Memory: twice the rows, and the file.
    ///
    /// # Errors
    /// [`AnalyticsError::Store`] where the rows are not of `schema`, or the file cannot be written.
    pub fn write(
        folder: &Path,
        table: &str,
        name: &str,
        schema: &SchemaRef,
        rows: &[RecordBatch],
        keys: &[&str],
    ) -> Result<u64, AnalyticsError> {
        Ok(loose::write(folder, table, name, schema, rows, keys)?)
    }

    /// Takes in the files of some tables, each a name and its columns. `settings` replace the planner's settings by name,
    /// to see what one of them costs; none of them is what the store's own tables are asked with.
    ///
    /// # Errors
    /// [`AnalyticsError::Store`] where a table has no folder; [`AnalyticsError::Threads`] where the query threads cannot be
    /// started; [`AnalyticsError::Bug`] for a setting there is not.
    pub fn open(
        folder: &Path,
        tables: &[(&'static str, SchemaRef)],
        options: &AnalyticsOptions,
        settings: &[(String, String)],
    ) -> Result<Self, AnalyticsError> {
        let place = StorePlace::folder(folder)?;
        let mut found = Tables::new();
        for (name, schema) in tables {
            let files = loose::files(folder, name, schema)?;
            let table: Arc<dyn TableProvider> = Arc::new(FileTable { name, schema: Arc::clone(schema), files });
            found.insert(name, table);
        }
        let queries = Queries::new(options, Some(Arc::clone(place.reads())), settings)?;
        Ok(Self { queries, tables: Arc::new(found) })
    }

    /// Plans a query and starts it, as [`crate::Analytics::query`] does.
    ///
    /// # Errors
    /// [`QueryError`] by whose fault it is; later errors come in the stream.
    pub async fn query(&self, sql: &str) -> Result<QueryStream, QueryError> {
        self.queries.run(Source::Files(Arc::clone(&self.tables)), sql).await
    }
}
