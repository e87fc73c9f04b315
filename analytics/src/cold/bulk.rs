//! Rows that come by no log: a million simulated games, straight into the tables.

use arrow::record_batch::RecordBatch;
use deltalake::kernel::Add;

use super::encode::{Effort, Encoder};
use super::error::StoreError;
use super::file_name::FileKind;
use super::sorted::Sorted;
use super::store::Store;
use super::table::{Change, NewFile, Outcome};
use crate::store::Table;

/// Begins the name of a bulk write's application transaction.
const TRANSACTION_PREFIX: &str = "bulk:";
/// Rows sorted and written together.
const SORTED_ROWS: usize = 256 * 1024;
const TRIES_MAX: u32 = 8;

/// Writes rows into one table. They come into sight together, by [`BulkWriter::commit`], and once: a second write with the
/// same key is refused. A writer that is dropped has written nothing; its files are vacuumed in time.
#[derive(Debug)]
pub struct BulkWriter {
    store: Store,
    table: Table,
    key: String,
    pending: Vec<RecordBatch>,
    pending_rows: usize,
    encoder: Option<Encoder>,
    add: Vec<Add>,
    rows: u64,
}

impl BulkWriter {
    pub(crate) async fn begin(store: Store, table: Table, key: &str) -> Result<Self, StoreError> {
        let transaction = format!("{TRANSACTION_PREFIX}{key}");
        if store.table(table).lock().await.transaction(&transaction).await?.is_some() {
            return Err(StoreError::AlreadyWritten { table: table.name().to_owned(), key: key.to_owned() });
        }
        let key = key.to_owned();
        Ok(Self { store, table, key, pending: Vec::new(), pending_rows: 0, encoder: None, add: Vec::new(), rows: 0 })
    }

    /// Takes in rows of the table's columns. Memory: a quarter of a million rows, and one file.
    ///
    /// # Errors
    /// [`StoreError::Rows`] where the columns differ; otherwise why a file cannot be written.
    pub async fn write(&mut self, rows: RecordBatch) -> Result<(), StoreError> {
        let schema = self.table.schema();
        if rows.schema_ref().fields() != schema.fields() {
            let detail = format!("{:?}, and not {:?}", names(rows.schema_ref()), names(&schema));
            return Err(StoreError::Rows { table: self.table.name().to_owned(), detail });
        }
        self.rows += rows.num_rows() as u64;
        self.pending_rows += rows.num_rows();
        self.pending.push(rows);
        if self.pending_rows >= SORTED_ROWS { self.spill().await } else { Ok(()) }
    }

    async fn spill(&mut self) -> Result<(), StoreError> {
        let schema = self.table.schema();
        let pending = std::mem::take(&mut self.pending);
        self.pending_rows = 0;
        let sorted = Sorted::new(&pending, self.table.sort_keys())?;
        if sorted.rows() == 0 {
            return Ok(());
        }
        let encoder = match &mut self.encoder {
            Some(encoder) => encoder,
            None => self.encoder.insert(Encoder::new(&schema, &[], (sorted.rows(), 0), Effort::Quick)?),
        };
        for rows in sorted {
            encoder.write(&rows?)?;
        }
        if encoder.bytes() as u64 >= self.store.options().file_bytes_max {
            self.put().await?;
        }
        Ok(())
    }

    async fn put(&mut self) -> Result<(), StoreError> {
        let Some(encoder) = self.encoder.take() else { return Ok(()) };
        let file = NewFile { kind: FileKind::Final, positions: (0, 0), encoded: encoder.finish()? };
        let add = self.store.table(self.table).lock().await.put(file).await?;
        self.add.push(add);
        Ok(())
    }

    /// Makes the rows part of the table, durably; returns how many there are.
    ///
    /// # Errors
    /// [`StoreError::AlreadyWritten`] where another write with the same key was first; otherwise why it cannot be done.
    pub async fn commit(mut self) -> Result<u64, StoreError> {
        self.spill().await?;
        self.put().await?;
        let transaction = format!("{TRANSACTION_PREFIX}{}", self.key);
        let already = || StoreError::AlreadyWritten { table: self.table.name().to_owned(), key: self.key.clone() };
        let mut cold = self.store.table(self.table).lock().await;
        let change = Change {
            add: std::mem::take(&mut self.add),
            transactions: vec![(transaction.clone(), 1)],
            ..Change::default()
        };
        for _ in 0..TRIES_MAX {
            if cold.transaction(&transaction).await?.is_some() {
                return Err(already());
            }
            if cold.commit(&change).await? == Outcome::Committed {
                return Ok(self.rows);
            }
        }
        Err(StoreError::Contended { table: self.table.name().to_owned(), tries: TRIES_MAX })
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.table.name()
    }
}

fn names(schema: &arrow::datatypes::SchemaRef) -> Vec<String> {
    schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect()
}
