//! `simulate(...)`: games played for the query, one row for each agent of each game.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray as _, UInt32Array};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::{Field, Int64Type, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::internal_err;
use datafusion::error::{DataFusionError, Result};
use futures::stream::try_unfold;
use ludograph_engine::brigade::{BatchError, BulkOptions, GameBatches, simulate_batches};
use ludograph_engine::columns::TableBuilder as _;
use ludograph_engine::columns::brigade_tables::{BrigadeAgentsBuilder, BrigadeGamesBuilder};

use super::arguments::Arguments;
use super::played::{Played, refused, whole};
use super::rows::FunctionTable;

/// Rows a call may make.
const ROWS_MAX: u64 = 4_000_000;
/// Agents' nights of one piece, if all its games reach the cap: so long nobody is asked whether to stop.
const PIECE_NIGHTS: u64 = 1 << 20;
/// Rows one thread makes of a piece.
const BATCH_ROWS: u64 = 4096;

/// The column that a piece cannot know by itself.
const GAME_INDEX: &str = "game_index";
/// Columns of `brigade_games`, the same for all agents of a game.
const OF_GAME: [&str; 12] = [
    GAME_INDEX,
    "seed",
    "scenario",
    "rules",
    "team",
    "ending",
    "fires",
    "fires_saved",
    "houses_safe",
    "houses_burning",
    "houses_ruined",
    "team_score",
];
/// Columns of `brigade_agents`.
const OF_AGENT: [&str; 18] = [
    "agent",
    "archetype",
    "home",
    "nights",
    "houses_owned",
    "owned_ruined",
    "owned_fires",
    "owned_saved",
    "worked",
    "worked_own_fire",
    "helped",
    "was_helped",
    "helped_at_own_risk",
    "work_cost",
    "signalled_work",
    "lied_rested",
    "lied",
    "score",
];

pub(super) fn table(arguments: &Arguments<'_>) -> Result<Arc<dyn TableProvider>> {
    let played = Arc::new(Played::read(arguments, ROWS_MAX)?);
    let schema = schema()?;
    let of_rows = Arc::clone(&schema);
    let open = move || {
        let (played, schema) = (Arc::clone(&played), Arc::clone(&of_rows));
        try_unfold(played.seeds.start, move |next| {
            let (played, schema) = (Arc::clone(&played), Arc::clone(&schema));
            async move {
                let end = next.saturating_add(games_of_piece(&played)).min(played.seeds.end);
                if next >= end {
                    return Ok(None);
                }
                // A query that was given up ends here.
                tokio::task::yield_now().await;
                Ok(Some((piece(&played, &schema, next..end)?, end)))
            }
        })
    };
    Ok(FunctionTable::streamed(arguments.function(), schema, open))
}

fn games_of_piece(played: &Played) -> u64 {
    let nights = u64::from(played.play.nights_max.max(1)) * (played.play.agents.len() as u64).max(1);
    (PIECE_NIGHTS / nights).max(1)
}

fn schema() -> Result<SchemaRef> {
    let (games, agents) = (BrigadeGamesBuilder::schema(), BrigadeAgentsBuilder::schema());
    let of_game = OF_GAME.iter().map(|name| games.field_with_name(name));
    let fields = of_game.chain(OF_AGENT.iter().map(|name| agents.field_with_name(name)));
    let fields = fields.map(Result::<&Field, _>::cloned).collect::<Result<Vec<Field>, _>>()?;
    Ok(Arc::new(Schema::new(fields)))
}

/// The rows of some games, in their order.
fn piece(played: &Played, schema: &SchemaRef, seeds: Range<u64>) -> Result<RecordBatch> {
    let before = seeds.start - played.seeds.start;
    let options =
        BulkOptions { scenario: Some(played.scenario.clone()), rows_per_batch: BATCH_ROWS, ..BulkOptions::default() };
    let mut parts: Vec<GameBatches> = Vec::new();
    let simulated = simulate_batches(&played.play, seeds, &options, |batches| {
        parts.push(batches);
        Ok::<_, Infallible>(())
    });
    simulated.map_err(|error| match error {
        BatchError::Brigade(error) => refused(&error),
        other => DataFusionError::Internal(other.to_string()),
    })?;
    let joined = parts.iter().map(|part| join(part, schema, before)).collect::<Result<Vec<_>>>()?;
    Ok(concat_batches(schema, &joined)?)
}

/// Each agent's row beside its game's.
fn join(part: &GameBatches, schema: &SchemaRef, games_before: u64) -> Result<RecordBatch> {
    let (games, agents) = (part.games.num_rows(), part.agents.num_rows());
    let Some(seats) = agents.checked_div(games) else { return Ok(RecordBatch::new_empty(Arc::clone(schema))) };
    let game_of_row: UInt32Array =
        (0..games).flat_map(|game| std::iter::repeat_n(u32::try_from(game).unwrap_or(u32::MAX), seats)).collect();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for name in OF_GAME {
        let Some(column) = part.games.column_by_name(name) else { return internal_err!("no column {name}") };
        let column = take(column, &game_of_row, None)?;
        columns.push(if name == GAME_INDEX {
            Arc::new(column.as_primitive::<Int64Type>().unary::<_, Int64Type>(|index| index + whole(games_before)))
        } else {
            column
        });
    }
    for name in OF_AGENT {
        let Some(column) = part.agents.column_by_name(name) else { return internal_err!("no column {name}") };
        columns.push(Arc::clone(column));
    }
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}
