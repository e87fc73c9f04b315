//! The finished runs of Balatro, as the mining of runs takes them. The rules stand in `docs/mining.md`.

use std::collections::BTreeMap;

use arrow::array::{Array as _, ArrayRef, AsArray as _};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use ludograph_engine::balatro::history::{JokersHeld, Outcome, RoundPlayed, RunLog};
use ludograph_engine::mining::{MiningError, Runs};

use crate::analytics::Analytics;
use crate::query::QueryError;

/// The games that have ended.
pub(crate) const GAMES: &str = "\
    SELECT game_id, outcome, ante_max, hand_score_max FROM games \
    WHERE game = 'balatro' AND outcome IS NOT NULL ORDER BY first_position";

/// The jokers of their states, where they differ from the state before.
pub(crate) const JOKERS: &str = "\
    SELECT game_id, CAST(event_time AS BIGINT) AS at_us, jokers FROM (\
        SELECT game_id, event_time, position, jokers, \
            lag(jokers) OVER (PARTITION BY game_id ORDER BY event_time, position) AS before \
        FROM balatro_states \
        WHERE in_game AND jokers IS NOT NULL AND game_id IN (SELECT game_id FROM games WHERE outcome IS NOT NULL)\
    ) AS seen WHERE before IS DISTINCT FROM jokers ORDER BY game_id, event_time, position";

/// Their rounds, each up to the time of its last hand.
pub(crate) const ROUNDS: &str = "\
    SELECT r.game_id, CAST(r.started_at AS BIGINT) AS started_us, CAST(coalesce(h.last_at, r.started_at) AS BIGINT) AS last_us, \
        CASE WHEN r.blind_boss THEN r.blind_name END, coalesce(r.hands_played, 0), coalesce(r.discards_used, 0) \
    FROM balatro_rounds AS r LEFT JOIN (\
        SELECT game_id, round, max(played_at) AS last_at FROM balatro_hands GROUP BY game_id, round\
    ) AS h ON r.game_id = h.game_id AND r.round = h.round ORDER BY r.game_id, r.round";

/// What parts the joined names of jokers.
const NAMES_BETWEEN: &str = ", ";

impl Analytics {
    /// The finished runs of Balatro as of this moment, in the order in which they began. Linear in the states of the
    /// finished games, and sorts them.
    ///
    /// # Errors
    /// [`QueryError`] where the tables cannot be read within the limits of a query, or the runs are too many to mine.
    pub async fn runs(&self) -> Result<Runs, QueryError> {
        let snapshot = self.snapshot();
        let read = async |sql: &str| self.rows_at(&snapshot, sql).await;
        let (games, jokers, rounds) = (read(GAMES).await?, read(JOKERS).await?, read(ROUNDS).await?);
        let logs = logs(&games, &jokers, &rounds);
        let logs = logs.map_err(|error| QueryError::Internal { message: error.to_string() })?;
        runs(&logs).map_err(|error| QueryError::invalid(error.to_string()))
    }
}

/// The runs of logs in their order.
pub(crate) fn runs(logs: &[RunLog]) -> Result<Runs, MiningError> {
    let mut runs = Runs::default();
    logs.iter().filter_map(RunLog::run).try_for_each(|run| runs.push_named(&run))?;
    Ok(runs)
}

/// What the answers to [`GAMES`], [`JOKERS`] and [`ROUNDS`] say of each game, in the order of the first.
pub(crate) fn logs(
    games: &[RecordBatch],
    jokers: &[RecordBatch],
    rounds: &[RecordBatch],
) -> Result<Vec<RunLog>, ArrowError> {
    let (mut logs, mut places) = (Vec::new(), BTreeMap::new());
    for batch in games {
        let columns = Columns::new(batch)?;
        for row in 0..batch.num_rows() {
            let Some(game_id) = columns.text(0, row) else { continue };
            places.insert(game_id.to_owned(), logs.len());
            let outcome =
                [Outcome::Won, Outcome::Lost].into_iter().find(|outcome| columns.text(1, row) == Some(outcome.name()));
            let (ante, score) = (columns.integer(2, row), columns.number(3, row));
            logs.push(RunLog { outcome, ante, score, ..RunLog::default() });
        }
    }
    for batch in jokers {
        let columns = Columns::new(batch)?;
        for row in 0..batch.num_rows() {
            let log = columns.text(0, row).and_then(|game_id| logs.get_mut(*places.get(game_id)?));
            let (Some(log), Some(time_us), Some(names)) = (log, columns.integer(1, row), columns.text(2, row)) else {
                continue;
            };
            let names = names.split(NAMES_BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect();
            log.jokers.push(JokersHeld { time_us, names });
        }
    }
    for batch in rounds {
        let columns = Columns::new(batch)?;
        for row in 0..batch.num_rows() {
            let log = columns.text(0, row).and_then(|game_id| logs.get_mut(*places.get(game_id)?));
            let (Some(log), Some(started_us)) = (log, columns.integer(1, row)) else { continue };
            let count = |column| columns.integer(column, row).and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
            log.rounds.push(RoundPlayed {
                started_us,
                ended_us: columns.integer(2, row).unwrap_or(started_us),
                boss: columns.text(3, row).map(str::to_owned),
                hands: count(4),
                discards: count(5),
            });
        }
    }
    Ok(logs)
}

/// The columns of a batch as texts, whole numbers or numbers, whatever their width.
pub(crate) struct Columns {
    texts: Vec<ArrayRef>,
    batch: RecordBatch,
}

impl Columns {
    pub(crate) fn new(batch: &RecordBatch) -> Result<Self, ArrowError> {
        let texts = batch.columns().iter().map(|column| cast(column, &DataType::Utf8)).collect::<Result<_, _>>()?;
        Ok(Self { texts, batch: batch.clone() })
    }

    pub(crate) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// A value as text; `None` for NULL.
    pub(crate) fn text(&self, column: usize, row: usize) -> Option<&str> {
        let texts = self.texts.get(column)?.as_string::<i32>();
        (row < texts.len() && texts.is_valid(row)).then(|| texts.value(row))
    }

    /// A whole number of 64 bits; `None` for NULL and for what is none.
    pub(crate) fn integer(&self, column: usize, row: usize) -> Option<i64> {
        let values = self.batch.columns().get(column)?.as_primitive_opt::<Int64Type>()?;
        (row < values.len() && values.is_valid(row)).then(|| values.value(row))
    }

    /// A double; `None` for NULL and for what is none.
    pub(crate) fn number(&self, column: usize, row: usize) -> Option<f64> {
        let values = self.batch.columns().get(column)?.as_primitive_opt::<Float64Type>()?;
        (row < values.len() && values.is_valid(row)).then(|| values.value(row))
    }

    /// A truth value; `None` for NULL and for what is none.
    pub(crate) fn truth(&self, column: usize, row: usize) -> Option<bool> {
        let values = self.batch.columns().get(column)?.as_boolean_opt()?;
        (row < values.len() && values.is_valid(row)).then(|| values.value(row))
    }
}
