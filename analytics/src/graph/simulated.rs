//! Simulated games as nodes and relationships: their rows are shown to the builder that events of the log are shown to.

use std::iter::Peekable;

use arrow::record_batch::RecordBatch;
use ludograph_engine::graph::{
    BrigadeSeen, BuilderOptions, EndSeen, GraphBuilder, GraphEvent, GraphSeen, NightSeen, PropertyGraph, StartSeen,
};

use crate::query::QueryError;
use crate::runs::Columns;
use crate::store::parse_id;

/// The simulated games.
pub(crate) const GAMES: &str = "\
    SELECT game_id, scenario, rules, CAST(seed AS VARCHAR) AS seed_text, CAST(nights AS BIGINT) AS nights_played \
    FROM brigade_games ORDER BY game_id";

/// Their agents.
pub(crate) const AGENTS: &str = "\
    SELECT game_id, archetype, CAST(score AS DOUBLE) AS reward FROM brigade_agents ORDER BY game_id, agent";

/// Their nights, of games that were recorded.
pub(crate) const NIGHTS: &str = "\
    SELECT game_id, CAST(night AS BIGINT) AS night, houses_before, actions, houses_after, \
        CAST(team_reward AS DOUBLE) AS reward \
    FROM brigade_nights ORDER BY game_id, night";

/// Games after which the graph is measured.
const MEASURED_EVERY: usize = 1 << 12;

/// Adds the rows of [`GAMES`], [`AGENTS`] and [`NIGHTS`] to a graph that may take `bytes_max`.
///
/// # Errors
/// [`QueryError::Invalid`] where it would take more, and where a row is none of a game.
pub(crate) fn add_simulated(
    graph: &mut PropertyGraph,
    [games, agents, nights]: [&[RecordBatch]; 3],
    bytes_max: u64,
) -> Result<(), QueryError> {
    let [games, agents, nights] = [columns(games)?, columns(agents)?, columns(nights)?];
    let (mut agents, mut nights) = (rows(&agents).peekable(), rows(&nights).peekable());
    let mut builder = GraphBuilder::new(BuilderOptions::default());
    for (number, game) in rows(&games).enumerate() {
        let id = game.text(0).unwrap_or_default();
        let agents = of_game(&mut agents, id);
        let nights = of_game(&mut nights, id);
        show(&mut builder, number as u64, game, &agents, &nights)?;
        for change in builder.drain() {
            graph.apply(&change).map_err(|error| QueryError::invalid(error.to_string()))?;
        }
        if number % MEASURED_EVERY == 0 {
            check(graph, number, bytes_max)?;
        }
    }
    check(graph, games.iter().map(Columns::rows).sum(), bytes_max)
}

fn check(graph: &PropertyGraph, games: usize, bytes_max: u64) -> Result<(), QueryError> {
    let bytes = graph.memory_bytes() as u64;
    if bytes <= bytes_max {
        return Ok(());
    }
    let words = format!("the graph with {games} simulated games takes {bytes} bytes, and may take {bytes_max}");
    Err(QueryError::invalid(words))
}

/// Shows a builder a whole game.
fn show(
    builder: &mut GraphBuilder,
    position: u64,
    game: Row<'_>,
    agents: &[Row<'_>],
    nights: &[Row<'_>],
) -> Result<(), QueryError> {
    let text = game.text(0).unwrap_or_default();
    let game_id = parse_id(text).ok_or_else(|| QueryError::invalid(format!("{text:?} is no simulated game's id")))?;
    let mut see = |seen: BrigadeSeen<'_>| {
        builder.observe(&GraphEvent { game_id, position, time_us: 0, seen: GraphSeen::Brigade(seen) });
    };
    let archetypes: Vec<String> = agents.iter().map(|agent| agent.text(1).unwrap_or_default().to_owned()).collect();
    let start = nights.first().and_then(|night| night.text(2)).map(town);
    see(BrigadeSeen::Start(StartSeen {
        scenario: game.text(1),
        rules: game.text(2),
        seed: game.text(3),
        archetypes: Some(&archetypes),
        houses: start.as_deref(),
    }));
    for night in nights {
        let (targets, modes): (Vec<f64>, Vec<f64>) = night.text(3).unwrap_or_default().split(' ').map(action).unzip();
        let houses = night.text(4).map(town);
        // Of all agents together, which is what a pair of towns shows.
        let reward = night.number(5).map(|reward| [reward]);
        see(BrigadeSeen::Night(NightSeen {
            night: night.whole(1),
            houses: houses.as_deref(),
            targets: Some(&targets),
            modes: Some(&modes),
            rewards: reward.as_ref().map(<[f64; 1]>::as_slice),
        }));
    }
    let scores: Vec<f64> = agents.iter().map(|agent| agent.number(2).unwrap_or(f64::NAN)).collect();
    see(BrigadeSeen::End(EndSeen { nights: game.whole(4), scores: Some(&scores) }));
    Ok(())
}

/// A town's letters as the wire's numbers; what is no letter of a town is no state.
fn town(letters: &str) -> Vec<f64> {
    let state = |letter| match letter {
        'S' => 0.0,
        'B' => 1.0,
        'R' => 2.0,
        _ => f64::NAN,
    };
    letters.chars().map(state).collect()
}

/// An agent's house and mode, of `3W` or `0r`.
fn action(text: &str) -> (f64, f64) {
    let house = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let mode = match text.as_bytes().last() {
        Some(b'W' | b'w') => 1.0,
        Some(b'R' | b'r') => 0.0,
        _ => f64::NAN,
    };
    (house.parse().unwrap_or(f64::NAN), mode)
}

/// A row of some columns.
#[derive(Clone, Copy)]
struct Row<'a> {
    columns: &'a Columns,
    row: usize,
}

impl<'a> Row<'a> {
    fn text(self, column: usize) -> Option<&'a str> {
        self.columns.text(column, self.row)
    }

    fn number(self, column: usize) -> Option<f64> {
        self.columns.number(column, self.row)
    }

    /// A whole number as the wire has it.
    #[expect(clippy::cast_precision_loss, reason = "nights are few")]
    fn whole(self, column: usize) -> Option<f64> {
        self.columns.integer(column, self.row).map(|number| number as f64)
    }
}

fn columns(batches: &[RecordBatch]) -> Result<Vec<Columns>, QueryError> {
    let columns = batches.iter().map(Columns::new).collect::<Result<_, _>>();
    columns.map_err(|error| QueryError::invalid(error.to_string()))
}

fn rows(columns: &[Columns]) -> impl Iterator<Item = Row<'_>> {
    columns.iter().flat_map(|columns| (0..columns.rows()).map(move |row| Row { columns, row }))
}

/// The rows of one game, its id first in each; those of games before it, of which there is none, are passed over.
fn of_game<'a>(rows: &mut Peekable<impl Iterator<Item = Row<'a>>>, id: &str) -> Vec<Row<'a>> {
    while rows.next_if(|row| row.text(0).is_none_or(|other| other < id)).is_some() {}
    std::iter::from_fn(|| rows.next_if(|row| row.text(0) == Some(id))).collect()
}
