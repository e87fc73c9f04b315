//! Simulated games as nodes and relationships.

use arrow::record_batch::RecordBatch;
use ludograph_engine::graph::{Change, EdgeKey, GraphError, NodeKey, Properties, PropertyGraph, Value, schema};

use crate::runs::Columns;

/// The simulated games.
pub(crate) const GAMES: &str = "\
    SELECT game_id, scenario, rules, CAST(seed AS VARCHAR) AS seed_text, CAST(nights AS BIGINT) AS nights_played, \
        CAST(team_score AS DOUBLE) AS score \
    FROM brigade_games ORDER BY game_id";

/// Their agents.
pub(crate) const AGENTS: &str = "\
    SELECT game_id, CAST(agent AS BIGINT) AS seat, archetype, CAST(score AS DOUBLE) AS reward FROM brigade_agents \
    ORDER BY game_id, agent";

/// Adds the rows of [`GAMES`] and [`AGENTS`] to a graph.
///
/// # Errors
/// [`GraphError::Full`], and [`GraphError::NoNode`] for an agent without its game.
pub(crate) fn add_simulated(
    graph: &mut PropertyGraph,
    games: &[RecordBatch],
    agents: &[RecordBatch],
) -> Result<(), GraphError> {
    use schema::{kind, label};
    let damaged = |error: arrow::error::ArrowError| GraphError::Corrupt { offset: 0, reason: error.to_string() };
    let set = |entries: Vec<(&'static str, Value)>| -> Properties {
        entries.into_iter().map(|(name, value)| (name.into(), value)).collect()
    };
    let game = |id: &str| NodeKey::new(label::GAME, "game_id", id);
    for batch in games {
        let columns = Columns::new(batch).map_err(damaged)?;
        for row in 0..batch.num_rows() {
            let Some(id) = columns.text(0, row) else { continue };
            let properties = set(vec![
                ("scenario", columns.text(1, row).into()),
                ("rules", columns.text(2, row).into()),
                ("seed", columns.text(3, row).into()),
                ("nights", columns.integer(4, row).into()),
                ("score", columns.number(5, row).into()),
            ]);
            graph.apply(&Change::MergeNode { key: game(id), set: properties })?;
        }
    }
    for batch in agents {
        let columns = Columns::new(batch).map_err(damaged)?;
        for row in 0..batch.num_rows() {
            let (Some(id), Some(seat)) = (columns.text(0, row), columns.integer(1, row)) else { continue };
            let agent = NodeKey::new(label::AGENT, "agent_id", format!("{id}/{seat}").as_str());
            graph.apply(&Change::MergeNode { key: agent.clone(), set: Properties::new() })?;
            let properties = set(vec![
                ("index", seat.into()),
                ("archetype", columns.text(2, row).into()),
                ("reward", columns.number(3, row).into()),
            ]);
            let key = EdgeKey { from: agent, kind: kind::IN.into(), to: game(id), key: None };
            graph.apply(&Change::MergeEdge { key, set: properties })?;
        }
    }
    Ok(())
}
