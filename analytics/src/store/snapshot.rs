//! All tables as of one position.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use ludograph_engine::columns::TableBuilder as _;
use ludograph_engine::columns::tables::{
    DeadLettersBuilder, EventsBuilder, GamesBuilder, HandsBuilder, JokersBuilder, RoundsBuilder, StatesBuilder,
};

use super::games::GameFacts;
use super::hot_table::{Chunk, TableView};
use super::open_rows;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Hands,
    Jokers,
    Rounds,
    States,
    DeadLetters,
    Events,
    Games,
}

impl Table {
    /// Every table, by name.
    pub(crate) const ALL: [Self; 7] =
        [Self::Hands, Self::Jokers, Self::Rounds, Self::States, Self::DeadLetters, Self::Events, Self::Games];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hands => HandsBuilder::NAME,
            Self::Jokers => JokersBuilder::NAME,
            Self::Rounds => RoundsBuilder::NAME,
            Self::States => StatesBuilder::NAME,
            Self::DeadLetters => DeadLettersBuilder::NAME,
            Self::Events => EventsBuilder::NAME,
            Self::Games => GamesBuilder::NAME,
        }
    }

    pub(crate) fn schema(self) -> SchemaRef {
        match self {
            Self::Hands => HandsBuilder::schema(),
            Self::Jokers => JokersBuilder::schema(),
            Self::Rounds => RoundsBuilder::schema(),
            Self::States => StatesBuilder::schema(),
            Self::DeadLetters => DeadLettersBuilder::schema(),
            Self::Events => EventsBuilder::schema(),
            Self::Games => GamesBuilder::schema(),
        }
    }
}

/// All tables as of one position. Never changes, so a query that holds one sees one moment however long it runs.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) position: u64,
    pub(crate) bytes: u64,
    /// In the order of [`Table::ALL`].
    pub(super) views: [TableView; 7],
    /// The games whose rows are not in the views yet, because they may still change.
    pub(super) open: Arc<[Arc<GameFacts>]>,
}

impl Snapshot {
    pub(super) fn empty() -> Self {
        let views = Table::ALL.map(|table| TableView::new(table.schema()));
        Self { position: 0, bytes: 0, views, open: Arc::new([]) }
    }

    pub(super) fn view_mut(&mut self, table: Table) -> &mut TableView {
        &mut self.views[table as usize]
    }

    pub(crate) fn view(&self, table: Table) -> &TableView {
        &self.views[table as usize]
    }

    pub(crate) fn rows(&self, table: Table) -> usize {
        self.view(table).rows + open_rows::row_count(table, &self.open)
    }

    /// The table's batches, those of open games last; theirs are made here, anew for each query.
    pub(crate) fn chunks(&self, table: Table) -> Result<Vec<Arc<Chunk>>, ArrowError> {
        let mut chunks: Vec<Arc<Chunk>> = self.view(table).chunks().cloned().collect();
        let open = open_rows::batches(table, &self.open)?;
        chunks.extend(open.into_iter().map(|batch| Arc::new(Chunk::new(batch))));
        Ok(chunks)
    }
}
