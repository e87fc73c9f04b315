//! The store's files by hand: what the keeper does by itself, and what only a person should ask for.

use std::time::Duration;

use crate::analytics::Analytics;
use crate::cold::{
    BulkWriter, Compacted, Damage, Missing, Retained, Store, StoreError, Vacuumed, check, compact, quarantine, retain,
    vacuum,
};
use crate::query::nearest;
use crate::store::Table;

/// Each of these takes a table's name, and errs with [`StoreError::NoTable`] where there is none of that name.
impl Analytics {
    /// Merges a table's small files until none are left.
    ///
    /// # Errors
    /// [`StoreError`] where a file cannot be read or written; the table is then as it was.
    pub async fn compact(&self, table: &str) -> Result<Compacted, StoreError> {
        let (store, table) = self.stored(table)?;
        let mut all = Compacted::default();
        while let Some(done) = compact::compact(store, table, true).await? {
            self.replace_cold(table, store.view(table).await);
            all = all.and(done);
            if done.files_after >= done.files_before {
                break;
            }
        }
        Ok(all)
    }

    /// Removes the files that have not been of the table for as long as the options say; only names them where `dry_run`.
    ///
    /// # Errors
    /// [`StoreError`] where they cannot be listed or removed.
    pub async fn vacuum(&self, table: &str, dry_run: bool) -> Result<Vacuumed, StoreError> {
        let (store, table) = self.stored(table)?;
        vacuum::vacuum(store, table, dry_run).await
    }

    /// Lets go of every final row older than `age`.
    ///
    /// # Errors
    /// [`StoreError`] where a file cannot be read or written; the table is then as it was.
    pub async fn retain(&self, table: &str, age: Duration) -> Result<Retained, StoreError> {
        let (store, table) = self.stored(table)?;
        let done = retain::retain(store, table, age, retain::Thoroughness::EveryRow).await?;
        self.replace_cold(table, store.view(table).await);
        Ok(done)
    }

    /// Reads every file of a table and names those that are missing or damaged.
    ///
    /// # Errors
    /// [`StoreError`] where the store does not answer.
    pub async fn check(&self, table: &str) -> Result<Vec<Damage>, StoreError> {
        let (store, table) = self.stored(table)?;
        check::check(store.place(), &*store.view(table).await).await
    }

    /// Sets a damaged file aside: queries go on over the rest, and say what is missing.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where the table has no such file; otherwise why it cannot be set aside.
    pub async fn quarantine(&self, damage: &Damage) -> Result<Missing, StoreError> {
        let (store, table) = self.stored(&damage.table)?;
        let missing = quarantine::quarantine(store, table, damage).await?;
        self.set_missing(crate::cold::store::missing(store.place()).await?);
        self.replace_cold(table, store.view(table).await);
        Ok(missing)
    }

    /// Rows the tables lack, because their files were set aside.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        self.snapshot().missing.to_vec()
    }

    /// Of what the tables lack, what a query may have needed.
    #[must_use]
    pub fn missing_for(&self, sql: &str) -> Vec<Missing> {
        let missing = self.missing();
        // A table that is not in the text is not in the question.
        missing.into_iter().filter(|missing| sql.contains(missing.table.as_str())).collect()
    }

    /// Begins to write rows that come by no log. They come into sight by [`BulkWriter::commit`], once for a key.
    ///
    /// # Errors
    /// [`StoreError::AlreadyWritten`] where the key has been used for the table.
    pub async fn bulk(&self, table: &str, key: &str) -> Result<BulkWriter, StoreError> {
        let (store, table) = self.stored(table)?;
        BulkWriter::begin(store.clone(), table, key).await
    }

    /// Shows what bulk writes and others have brought to a table.
    ///
    /// # Errors
    /// [`StoreError`] where the table cannot be read.
    pub async fn refresh(&self, table: &str) -> Result<(), StoreError> {
        let (store, table) = self.stored(table)?;
        self.replace_cold(table, store.reload(table).await?);
        Ok(())
    }

    /// Brings everything in memory to the store now; true where there was anything.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written; what is in memory stays there.
    pub async fn flush(&self) -> Result<bool, StoreError> {
        let store = self.store().ok_or(StoreError::NoStore)?;
        let Some(frozen) = self.freeze() else { return Ok(false) };
        self.thaw(crate::cold::flush(store, &frozen).await?);
        Ok(true)
    }

    fn stored(&self, table: &str) -> Result<(&Store, Table), StoreError> {
        let store = self.store().ok_or(StoreError::NoStore)?;
        let table = Table::named(table).ok_or_else(|| no_table(table))?;
        Ok((store, table))
    }
}

pub(crate) fn no_table(name: &str) -> StoreError {
    let names = Table::ALL.map(Table::name);
    let nearest = nearest(name, names).unwrap_or_else(|| names.join(", "));
    StoreError::NoTable { name: name.to_owned(), nearest }
}
