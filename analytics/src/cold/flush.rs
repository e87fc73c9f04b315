//! From memory to the store, exactly once.
//!
//! A flush to position P: the open games are written down; every table but the events commits its new files with the
//! application transaction `log` = P; the table of events commits last; what was committed is durable, so the log's cursor
//! moves to P; the rows leave memory in the same snapshot in which the files come into sight.
//!
//! One process stores events at a time: the one that said so last. It says so in every table before its first flush, in a
//! commit that also carries `log`, so that a flush of another process that is under way conflicts with it, and every later
//! one finds that it is not the writer any more.
//!
//! A crash anywhere leaves the events at some position C, and every other table at C or at the P of the flush that was cut
//! short. The next start goes on from C with the games written down for it, and leaves out the rows a table has already.

use std::sync::Arc;

use deltalake::kernel::Add;

use super::encode::encode;
use super::error::StoreError;
use super::file_name::FileKind;
use super::open_games;
use super::store::Store;
use super::table::{
    Change, ColdFile, ColdTable, LOG_TRANSACTION, NewFile, Outcome, RECORD_TRANSACTION, WRITER_TRANSACTION,
};
use crate::store::{ColdViews, Frozen, Table};

/// How often a commit is tried again after others were first.
const TRIES_MAX: u32 = 8;

/// The order of the commits: the events last. Simulated games come by bulk writes, and never by a flush.
pub(super) const ORDER: [Table; Table::COUNT - Table::SIMULATED.len()] =
    [Table::DeadLetters, Table::States, Table::Jokers, Table::Hands, Table::Rounds, Table::Games, Table::Events];

/// Brings everything that was set apart into the tables. Nothing is in twice, however often it is tried again.
pub(crate) async fn flush(store: &Store, frozen: &Frozen) -> Result<ColdViews, StoreError> {
    let writer = store.writer().await?;
    open_games::save(store.place(), frozen.position, &frozen.games).await?;
    let stored = store.view(Table::Events).await.position;
    for table in ORDER {
        flush_table(store, table, frozen, (stored, writer)).await?;
    }
    open_games::forget_before(store.place(), frozen.position).await?;
    Ok(store.views().await)
}

/// Makes a process the one that stores events in a table, and every other that did so stop.
pub(super) async fn claim(store: &Store, table: Table, writer: i64) -> Result<(), StoreError> {
    let mut cold = store.table(table).lock().await;
    for _ in 0..TRIES_MAX {
        let position = i64::try_from(cold.view().position).unwrap_or(i64::MAX);
        let transactions = vec![(WRITER_TRANSACTION.to_owned(), writer), (LOG_TRANSACTION.to_owned(), position)];
        if cold.commit(&Change { transactions, ..Change::default() }).await? == Outcome::Committed {
            return Ok(());
        }
    }
    Err(StoreError::Contended { table: table.name().to_owned(), tries: TRIES_MAX })
}

async fn flush_table(
    store: &Store,
    table: Table,
    frozen: &Frozen,
    (stored, writer): (u64, i64),
) -> Result<(), StoreError> {
    let mut cold = store.table(table).lock().await;
    for _ in 0..TRIES_MAX {
        if cold.writer() != Some(writer) {
            return Err(StoreError::OtherWriter { table: table.name().to_owned(), position: cold.view().position });
        }
        let after = cold.view().position.max(stored);
        if cold.view().position > frozen.position {
            return Err(StoreError::OtherWriter { table: table.name().to_owned(), position: cold.view().position });
        }
        if cold.view().position == frozen.position {
            return Ok(());
        }
        let Some(change) = change(&cold, table, frozen, after).await? else { return Ok(()) };
        if cold.commit(&change).await? == Outcome::Committed {
            return Ok(());
        }
    }
    Err(StoreError::Contended { table: table.name().to_owned(), tries: TRIES_MAX })
}

/// What a table has to commit; `None` where nothing came for it. The events always commit, since their position stands
/// for the store's.
async fn change(cold: &ColdTable, table: Table, frozen: &Frozen, after: u64) -> Result<Option<Change>, StoreError> {
    let positions = (after + 1, frozen.position);
    let rows = frozen.final_rows(table, after)?;
    let mut add: Vec<Add> = put(cold, table, FileKind::Final, positions, &rows).await?.into_iter().collect();
    let mut remove: Vec<Arc<ColdFile>> = Vec::new();
    if table.is_derived() {
        remove.extend(cold.view().files.iter().filter(|file| !file.is_final()).cloned());
        add.extend(put(cold, table, FileKind::Open, positions, &frozen.open_rows(table)?).await?);
    }
    if add.is_empty() && remove.is_empty() && table != Table::Events {
        return Ok(None);
    }
    let position = i64::try_from(frozen.position)
        .map_err(|_| StoreError::Bug(format!("position {} is beyond what a table can hold", frozen.position)))?;
    let mut transactions = vec![(LOG_TRANSACTION.to_owned(), position)];
    if table == Table::Events {
        transactions.push((RECORD_TRANSACTION.to_owned(), i64::from(frozen.record_crc)));
    }
    Ok(Some(Change { add, remove, transactions, is_rewrite: false }))
}

async fn put(
    cold: &ColdTable,
    table: Table,
    kind: FileKind,
    positions: (u64, u64),
    rows: &[arrow::record_batch::RecordBatch],
) -> Result<Option<Add>, StoreError> {
    let Some(encoded) = encode(&table.schema(), rows, table.sort_keys())? else { return Ok(None) };
    cold.put(NewFile { kind, positions, encoded }).await.map(Some)
}
