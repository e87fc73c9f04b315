//! Facts of games as rows: games, rounds, hands.

use std::sync::Arc;

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use ludograph_engine::balatro::history::{Hand, Outcome, Round};
use ludograph_engine::columns::TableBuilder;
use ludograph_engine::columns::tables::{GameRow, GamesBuilder, HandRow, HandsBuilder, RoundRow, RoundsBuilder};
use ludograph_proto::pb::Game;

use super::decode::game_name;
use super::games::GameFacts;
use super::table::Table;

/// Rows of a batch made of open games.
const BATCH_ROWS: usize = 8192;

/// The rows of one table that some games make; of `games`, `balatro_rounds` and `balatro_hands` only.
pub(super) fn batches(table: Table, games: &[Arc<GameFacts>]) -> Result<Vec<RecordBatch>, ArrowError> {
    match table {
        Table::Games => build::<GamesBuilder>(games, |game, builder| builder.append(&game_row(game))),
        Table::Rounds => build::<RoundsBuilder>(games, |game, builder| {
            for round in game.history.rounds.iter() {
                builder.append(&round_row(game, round));
            }
        }),
        Table::Hands => build::<HandsBuilder>(games, |game, builder| {
            for hand in game.history.hands.iter() {
                builder.append(&hand_row(game, hand));
            }
        }),
        _ => Ok(Vec::new()),
    }
}

/// How many rows [`batches`] makes.
pub(super) fn row_count(table: Table, games: &[Arc<GameFacts>]) -> usize {
    match table {
        Table::Games => games.len(),
        Table::Rounds => games.iter().map(|game| game.history.rounds.len()).sum(),
        Table::Hands => games.iter().map(|game| game.history.hands.len()).sum(),
        _ => 0,
    }
}

fn build<B: TableBuilder>(
    games: &[Arc<GameFacts>],
    mut append: impl FnMut(&GameFacts, &mut B),
) -> Result<Vec<RecordBatch>, ArrowError> {
    let mut batches = Vec::new();
    let mut builder = B::new();
    for game in games {
        append(game, &mut builder);
        if builder.rows() >= BATCH_ROWS {
            batches.push(builder.finish()?);
        }
    }
    if builder.rows() > 0 {
        batches.push(builder.finish()?);
    }
    Ok(batches)
}

fn game_row(game: &GameFacts) -> GameRow<'_> {
    let run = &game.history.run;
    let is_balatro = game.game == Game::Balatro;
    GameRow {
        game_id: Some(game.id),
        process_id: game.process_id,
        game: game_name(game.game),
        stream: (!game.stream.is_empty()).then_some(game.stream.as_str()),
        seed: run.seed.as_deref(),
        started_at: Some(run.started_at_us),
        ended_at: Some(run.ended_at_us),
        first_position: run.first_position,
        last_position: run.last_position,
        events: i64::try_from(run.events).ok(),
        ante_max: run.ante_max.map(i64::from),
        round_max: run.round_max.map(i64::from),
        hands_played: if is_balatro { i64::try_from(run.hands_played).ok() } else { None },
        hand_score_max: run.hand_score_max,
        money_last: run.money_last,
        phase_last: run.phase_last.as_deref(),
        jokers_last: run.jokers_last.as_deref(),
        outcome: run.outcome.map(Outcome::name),
    }
}

fn round_row<'a>(game: &'a GameFacts, round: &'a Round) -> RoundRow<'a> {
    RoundRow {
        game_id: Some(game.id),
        round: Some(i64::from(round.round)),
        ante: round.ante.map(i64::from),
        blind_name: round.blind_name.as_deref(),
        blind_chips: round.blind_chips,
        blind_boss: round.blind_boss,
        hands_played: Some(i64::from(round.hands_played)),
        discards_used: round.discards_used.map(i64::from),
        hands_remaining: round.hands_remaining.map(i64::from),
        score: round.score,
        beaten: round.beaten,
        money_start: round.money_start,
        money_end: round.money_end,
        started_at: Some(round.started_at_us),
        ended_at: Some(round.ended_at_us),
        first_position: round.first_position,
        last_position: round.last_position,
    }
}

fn hand_row<'a>(game: &GameFacts, hand: &'a Hand) -> HandRow<'a> {
    HandRow {
        position: hand.position,
        game_id: Some(game.id),
        ante: hand.ante.map(i64::from),
        round: Some(i64::from(hand.round)),
        hand_number: Some(i64::from(hand.number)),
        played_at: hand.played_at_us,
        score: hand.score,
        chips_before: hand.chips_before,
        chips_after: hand.chips_after,
        hands_remaining: hand.hands_remaining.map(i64::from),
        discards_remaining: hand.discards_remaining.map(i64::from),
        joker_triggers: hand.joker_triggers.map(i64::from),
        rule: Some(hand.rule.id()),
    }
}
