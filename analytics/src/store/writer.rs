//! Collects a batch of events and publishes the next snapshot.

use std::sync::Arc;

use arrow::error::ArrowError;
use ludograph_engine::columns::TableBuilder;
use ludograph_proto::Message as _;
use ludograph_proto::pb::Event;

use super::decode::Builders;
use super::games::Games;
use super::open_rows;
use super::snapshot::{Snapshot, Table};
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
}

impl Writer {
    pub(crate) fn new(open_games_max: usize) -> Self {
        Self { builders: Builders::new(), games: Games::new(open_games_max), next: Snapshot::empty() }
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
            batch.events += 1;
        }
        if batch.events > 0 {
            self.publish()?;
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
            for table in [Table::Games, Table::Rounds, Table::Hands] {
                for rows in open_rows::batches(table, &closing)? {
                    self.next.view_mut(table).push(&rows)?;
                }
            }
        }
        self.next.open = self.games.refresh();
        let views = self.next.views.iter().map(|view| view.bytes as u64).sum::<u64>();
        self.next.bytes = views + self.games.bytes();
        Ok(())
    }
}

fn push<B: TableBuilder>(snapshot: &mut Snapshot, table: Table, builder: &mut B) -> Result<(), ArrowError> {
    if builder.rows() == 0 {
        return Ok(());
    }
    let batch = builder.finish()?;
    snapshot.view_mut(table).push(&batch)
}
