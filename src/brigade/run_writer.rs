//! The rows of one simulation on their way into the tables.
//!
//! Each table takes a run's rows once: the run's id is the key of the write. The table of games is committed last, so
//! where it has the run, the run is whole. A simulation that was cut short is run again: the tables that have its rows
//! keep them, the others get them.

use anyhow::{Result, bail};
use futures::StreamExt as _;
use ludograph_analytics::encode::{Encoder as _, Ndjson};
use ludograph_analytics::{Analytics, BulkWriter, StoreError};
use ludograph_engine::brigade::GameBatches;
use serde_json::Value;

/// A run's way into the tables; a table that has its rows has no writer.
pub(super) struct RunWriter {
    agents: Option<BulkWriter>,
    nights: Option<BulkWriter>,
    games: BulkWriter,
}

/// What was found of a run.
pub(super) enum Opened {
    /// All of it.
    There,
    /// The games at least are missing.
    Missing(Box<RunWriter>),
}

impl RunWriter {
    /// Begins to write a run of so many games.
    ///
    /// # Errors
    /// Where a table holds the run with another number of games, and where the store cannot be written.
    pub(super) async fn open(analytics: &Analytics, run_id: &str, games: u64, nights: bool) -> Result<Opened> {
        let Some(writer) = begin(analytics, "brigade_games", run_id).await? else {
            check(analytics, "brigade_games", "true", run_id, games).await?;
            return Ok(Opened::There);
        };
        let agents = begin(analytics, "brigade_agents", run_id).await?;
        if agents.is_none() {
            check(analytics, "brigade_agents", "agent = 0", run_id, games).await?;
        }
        let nights = if nights { begin_nights(analytics, run_id, games).await? } else { None };
        Ok(Opened::Missing(Box::new(Self { agents, nights, games: writer })))
    }

    /// Takes in the rows of some games.
    pub(super) async fn write(&mut self, batch: GameBatches) -> Result<()> {
        if let Some(agents) = &mut self.agents {
            agents.write(batch.agents).await?;
        }
        if let (Some(writer), Some(nights)) = (&mut self.nights, batch.nights) {
            writer.write(nights).await?;
        }
        Ok(self.games.write(batch.games).await?)
    }

    /// Brings them into sight, the games last; says how many there are.
    pub(super) async fn commit(self) -> Result<String> {
        let mut parts = Vec::new();
        for writer in [self.agents, self.nights, Some(self.games)].into_iter().flatten() {
            let table = writer.table();
            parts.push(format!("{} rows of {table}", writer.commit().await?));
        }
        parts.reverse();
        Ok(parts.join(", "))
    }
}

/// A writer of nights; `None` where the table has the run's.
async fn begin_nights(analytics: &Analytics, run_id: &str, games: u64) -> Result<Option<BulkWriter>> {
    let writer = begin(analytics, "brigade_nights", run_id).await?;
    if writer.is_none() {
        check(analytics, "brigade_nights", "night = 0", run_id, games).await?;
    }
    Ok(writer)
}

/// A writer; `None` where the table has the run.
async fn begin(analytics: &Analytics, table: &str, run_id: &str) -> Result<Option<BulkWriter>> {
    match analytics.bulk(table, run_id).await {
        Ok(writer) => Ok(Some(writer)),
        Err(StoreError::AlreadyWritten { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a table holds the run with this number of games; `once` is true of one row of each.
async fn check(analytics: &Analytics, table: &str, once: &str, run_id: &str, games: u64) -> Result<()> {
    let sql = format!("SELECT count(*) AS games FROM {table} WHERE run_id = '{run_id}' AND {once}");
    let mut rows = analytics.query(&sql).await?;
    let mut encoder = Ndjson::default();
    let mut text = encoder.begin(&rows.schema())?;
    while let Some(batch) = rows.next().await {
        text.extend(encoder.batch(&batch?)?);
    }
    let found = serde_json::from_slice::<Value>(&text)?["games"].as_u64().unwrap_or_default();
    if found != games {
        bail!(
            "run {run_id} is in {table} already, with {found} games and not {games}; \
             another --seed or --key makes it another run"
        );
    }
    Ok(())
}
