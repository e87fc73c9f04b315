//! Collects a batch of events and publishes the next snapshot.

use std::sync::Arc;
use std::time::Instant;

use arrow::error::ArrowError;
use ludograph_engine::columns::TableBuilder;
use ludograph_proto::Message as _;
use ludograph_proto::pb::Event;

use super::decode::Builders;
use super::frozen::Frozen;
use super::games::{GameFacts, Games, SealedGame};
use super::open_rows;
use super::snapshot::{ColdViews, Snapshot};
use super::table::{PerTable, Table};
use crate::cold::{ColdView, Found, Missing};
use crate::error::AnalyticsError;

/// What a batch brought.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Events taken in.
    pub(crate) events: u64,
    /// Events that were in the tables before.
    pub(crate) skipped: u64,
    /// Events of games sealed before.
    pub(crate) sealed_touched: u64,
    /// Games that are open now.
    pub(crate) open_games: usize,
}

/// The one writer of the tables.
#[derive(Debug)]
pub(crate) struct Writer {
    builders: Builders,
    games: Games,
    next: Snapshot,
    /// Position up to which the store holds everything.
    stored: u64,
    /// Position up to which a flush that was cut short has brought some tables. Nothing is flushed before it.
    begun: u64,
    /// CRC-32C of the record last taken in.
    record_crc: u32,
    /// Games whose rows became final since the last freeze.
    sealed: Vec<SealedGame>,
    /// What is on its way to the store.
    frozen: Option<Arc<Frozen>>,
    /// When the oldest event came that is not frozen.
    dirty_since: Option<Instant>,
}

impl Writer {
    pub(crate) fn new(open_games_max: usize) -> Self {
        Self {
            builders: Builders::new(),
            games: Games::new(open_games_max),
            next: Snapshot::empty(),
            stored: 0,
            begun: 0,
            record_crc: 0,
            sealed: Vec::new(),
            frozen: None,
            dirty_since: None,
        }
    }

    /// Goes on where a store ends.
    pub(crate) fn resume(&mut self, found: Found) {
        let position = found.position();
        let Found { views, games, missing } = found;
        let positions = Table::ALL.map(|table| views.get(table).as_ref().map_or(0, |view| view.position));
        self.begun = positions.into_iter().max().unwrap_or_default();
        self.stored = position;
        self.next.position = position;
        // What a table has beyond the others comes from the log once more, so that all are of one moment.
        self.next.cold = PerTable::from_fn(|table| views.get(table).as_ref().map(|view| view.up_to(position)));
        if let Some(games) = games {
            self.games.restore(games);
            self.next.open = self.games.refresh();
        }
        self.next.missing = missing.into();
    }

    /// The state last published.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::new(self.next.clone())
    }

    /// Takes in events, and gives the snapshot that holds them all. Where a record is no event, what stands before it
    /// is taken in all the same, and the error comes with it.
    pub(crate) fn apply<'a>(
        &mut self,
        records: impl Iterator<Item = (u64, &'a [u8])>,
    ) -> Result<(Arc<Snapshot>, Batch, Option<AnalyticsError>), AnalyticsError> {
        let mut batch = Batch::default();
        let mut failure = None;
        let mut last: Option<&[u8]> = None;
        for (position, record) in records {
            if position <= self.next.position {
                batch.skipped += 1;
                continue;
            }
            match Event::decode(record) {
                Ok(event) => self.add(position, &event),
                Err(error) => {
                    failure = Some(AnalyticsError::Corrupt { position, reason: error.to_string() });
                    break;
                }
            }
            self.next.position = position;
            last = Some(record);
            batch.events += 1;
        }
        if let Some(last) = last {
            self.record_crc = crc32c::crc32c(last);
        }
        if batch.events > 0 {
            self.publish()?;
            self.dirty_since.get_or_insert_with(Instant::now);
        }
        batch.sealed_touched = self.games.take_sealed_touched();
        batch.open_games = self.games.open_count();
        Ok((self.snapshot(), batch, failure))
    }

    fn add(&mut self, position: u64, event: &Event) {
        let games = &mut self.games;
        self.builders.add(position, event, |observation| games.observe(event, &observation));
    }

    fn publish(&mut self) -> Result<(), ArrowError> {
        let Builders { events, states, jokers, dead_letters, .. } = &mut self.builders;
        push(&mut self.next, Table::Events, events)?;
        push(&mut self.next, Table::States, states)?;
        push(&mut self.next, Table::Jokers, jokers)?;
        push(&mut self.next, Table::DeadLetters, dead_letters)?;
        let closing = self.games.take_closing();
        if !closing.is_empty() {
            for table in Table::DERIVED {
                let closed: Vec<Arc<GameFacts>> = closing.iter().map(|game| Arc::clone(&game.facts)).collect();
                for rows in open_rows::batches(table, &closed)? {
                    self.next.view_mut(table).push(&rows)?;
                }
            }
            self.sealed.extend(closing);
        }
        self.next.open = self.games.refresh();
        self.count_bytes();
        Ok(())
    }

    fn count_bytes(&mut self) {
        let views = Table::ALL.map(|table| self.next.view(table).bytes as u64).iter().sum::<u64>();
        self.next.bytes = views + self.games.bytes();
    }

    /// When the oldest event came that is not on its way to the store.
    pub(crate) fn dirty_since(&self) -> Option<Instant> {
        self.dirty_since
    }

    /// Whether something is on its way to the store.
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// Sets everything apart that the store does not hold. What was set apart before and is not there yet comes again,
    /// and alone. `None` where there is nothing, or where the log has not been read up to where a flush was cut short.
    pub(crate) fn freeze(&mut self) -> Option<Arc<Frozen>> {
        if let Some(frozen) = &self.frozen {
            return Some(Arc::clone(frozen));
        }
        if self.dirty_since.is_none() || self.next.position < self.begun {
            return None;
        }
        for table in Table::ALL {
            self.next.view_mut(table).freeze();
        }
        self.dirty_since = None;
        let frozen = Arc::new(Frozen {
            position: self.next.position,
            record_crc: self.record_crc,
            batches: PerTable::from_fn(|table| self.next.view(table).frozen()),
            sealed: std::mem::take(&mut self.sealed),
            open: Arc::clone(&self.next.open),
            games: self.games.save(),
        });
        self.frozen = Some(Arc::clone(&frozen));
        Some(frozen)
    }

    /// Lets go of what was set apart, since it is in the files of `cold`.
    pub(crate) fn thaw(&mut self, cold: ColdViews) -> Arc<Snapshot> {
        if let Some(frozen) = self.frozen.take() {
            self.stored = frozen.position;
        }
        for table in Table::ALL {
            self.next.view_mut(table).drop_frozen();
        }
        self.next.cold = cold;
        self.count_bytes();
        self.snapshot()
    }

    /// Takes other files of one table for the same rows, or for fewer. `None` where it must not: a flush under way may
    /// have brought files whose rows are still in memory, and shows what there is when it ends; so may another process;
    /// and what is shown already may be newer.
    pub(crate) fn replace_cold(&mut self, table: Table, view: Arc<ColdView>) -> Option<Arc<Snapshot>> {
        let shown = self.next.cold.get(table).as_ref().map(|shown| shown.version);
        let is_ahead = view.position > self.stored;
        if self.frozen.is_some() || is_ahead || shown >= Some(view.version) {
            return None;
        }
        *self.next.cold.get_mut(table) = Some(view);
        Some(self.snapshot())
    }

    /// Takes note of rows the files lack.
    pub(crate) fn set_missing(&mut self, missing: Vec<Missing>) -> Arc<Snapshot> {
        self.next.missing = missing.into();
        self.snapshot()
    }
}

fn push<B: TableBuilder>(snapshot: &mut Snapshot, table: Table, builder: &mut B) -> Result<(), ArrowError> {
    if builder.rows() == 0 {
        return Ok(());
    }
    let batch = builder.finish()?;
    snapshot.view_mut(table).push(&batch)
}
