//! All tables as of one position.

use std::sync::Arc;

use arrow::error::ArrowError;

use super::games::GameFacts;
use super::hot_table::{Chunk, TableView};
use super::open_rows;
use super::table::{PerTable, Table};
use crate::cold::{ColdView, Missing};

/// The stored part of every table that has one.
pub(crate) type ColdViews = PerTable<Option<Arc<ColdView>>>;

/// All tables as of one position. Never changes, so a query that holds one sees one moment however long it runs.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) position: u64,
    pub(crate) bytes: u64,
    /// The rows that came after those of the stored files.
    pub(super) views: PerTable<TableView>,
    /// The games whose rows are not in the views yet, because they may still change.
    pub(super) open: Arc<[Arc<GameFacts>]>,
    /// The stored files. Their rows and those of the views never overlap: a flush changes both in one snapshot.
    pub(crate) cold: ColdViews,
    /// Rows the stored files lack.
    pub(crate) missing: Arc<[Missing]>,
}

impl Snapshot {
    pub(super) fn empty() -> Self {
        let views = PerTable::from_fn(|table| TableView::new(table.schema()));
        Self { position: 0, bytes: 0, views, open: Arc::new([]), cold: ColdViews::default(), missing: Arc::new([]) }
    }

    pub(super) fn view_mut(&mut self, table: Table) -> &mut TableView {
        self.views.get_mut(table)
    }

    pub(crate) fn view(&self, table: Table) -> &TableView {
        self.views.get(table)
    }

    /// Rows and bytes in memory that are not on their way to the store, those of open games left out.
    pub(crate) fn unflushed(&self) -> (usize, u64) {
        let views = Table::ALL.map(|table| self.view(table).unfrozen());
        views.iter().fold((0, 0), |(rows, bytes), view| (rows.max(view.0), bytes + view.1))
    }

    /// Rows in memory.
    pub(crate) fn hot_rows(&self, table: Table) -> usize {
        self.view(table).rows + open_rows::row_count(table, &self.open)
    }

    /// All rows, as far as the stored files tell theirs.
    pub(crate) fn rows(&self, table: Table) -> u64 {
        let stored = self.cold.get(table).iter().flat_map(|view| &view.files).filter(|file| file.is_final());
        self.hot_rows(table) as u64 + stored.map(|file| file.rows()).sum::<u64>()
    }

    /// The table's batches in memory, those of open games last; theirs are made here, anew for each query.
    pub(crate) fn chunks(&self, table: Table) -> Result<Vec<Arc<Chunk>>, ArrowError> {
        let mut chunks: Vec<Arc<Chunk>> = self.view(table).chunks().cloned().collect();
        let open = open_rows::batches(table, &self.open)?;
        chunks.extend(open.into_iter().map(|batch| Arc::new(Chunk::new(batch))));
        Ok(chunks)
    }
}
