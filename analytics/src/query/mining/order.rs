//! `joker_order`: the best order of the jokers of hands and states.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray};
use arrow::datatypes::{DataType, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::plan_err;
use datafusion::error::Result;
use ludograph_engine::balatro::{BalatroError, Budget, Freedom, Hand, HandType, Luck, best_order, best_play, observe};
use serde_json::Value;

use super::arguments::Arguments;
use super::source::Source;
use super::{SEARCH_TIME_MAX, Search, deadline, integers, numbers, refused, schema, some_numbers, texts};
use crate::runs::Columns;

pub(super) const NAME: &str = "joker_order";

/// Rows one call may work on.
const ROWS_MAX: usize = 1_000;
/// Search nodes for each row; what is not proven by then says so.
const NODES_MAX: u64 = 1_000_000;

/// `joker_order(hand or query [, 'least' | 'most' | 'mean'])`
pub(super) fn read(arguments: &mut Arguments<'_>) -> Result<Arc<dyn Search>> {
    let Some(given) = arguments.text() else {
        return plan_err!("{NAME} takes a hand as JSON, or a query for such, as a text");
    };
    let luck = match arguments.text().as_deref() {
        None | Some("least") => Luck::Least,
        Some("most") => Luck::Most,
        Some("mean") => Luck::Mean,
        Some(other) => return plan_err!("{NAME}: luck is 'least', 'most' or 'mean', this is '{other}'"),
    };
    Ok(Arc::new(Order { given, luck }))
}

#[derive(Debug)]
struct Order {
    given: String,
    luck: Luck,
}

/// One joker of one row, in its new place.
struct Placed {
    row: usize,
    slot: usize,
    moved_from: usize,
    joker: &'static str,
    joker_id: &'static str,
    hand: HandType,
    score: f64,
    score_as_given: Option<f64>,
    proven: bool,
}

#[async_trait]
impl Search for Order {
    fn schema(&self) -> SchemaRef {
        schema(&[
            ("row", DataType::Int64),
            ("slot", DataType::Int64),
            ("joker", DataType::Utf8),
            ("joker_id", DataType::Utf8),
            ("moved_from", DataType::Int64),
            ("hand", DataType::Utf8),
            ("score", DataType::Float64),
            ("score_as_given", DataType::Float64),
            ("proven", DataType::Boolean),
        ])
    }

    async fn answer(&self, session: &dyn Session) -> Result<Vec<ArrayRef>> {
        let mut placed = Vec::new();
        let over = deadline();
        if self.given.trim_start().starts_with('{') {
            self.place(1, &self.given, &over, &mut placed)?;
        } else {
            let source = Source::new(NAME, None);
            let mut row = 0;
            for batch in source.rows(session, &self.given).await? {
                let columns = Columns::new(&batch)?;
                for index in 0..batch.num_rows() {
                    row += 1;
                    if row > ROWS_MAX {
                        return Err(refused(NAME, format!("the query given has more than {ROWS_MAX} rows")));
                    }
                    if let Some(text) = columns.text(0, index) {
                        self.place(row, text, &over, &mut placed)?;
                    }
                }
            }
        }
        Ok(columns(&placed))
    }
}

impl Order {
    /// Adds the jokers of one hand. A state in which no hand is held adds none.
    fn place(&self, row: usize, text: &str, over: &dyn Fn() -> bool, placed: &mut Vec<Placed>) -> Result<()> {
        if over() {
            return Err(refused(NAME, format!("took longer than {} s; ask for fewer rows", SEARCH_TIME_MAX.as_secs())));
        }
        let refuse = |error: &dyn std::fmt::Display| refused(NAME, format!("row {row}: {error}"));
        let value: Value = serde_json::from_str(text).map_err(|error| refuse(&error))?;
        let Some(hand) = read_hand(&value).map_err(|error| refuse(&error))? else { return Ok(()) };
        let mut ended = over;
        let mut budget = Budget::new(NODES_MAX, &mut ended);
        let found = if hand.played.is_empty() {
            best_play(&hand, self.luck, &mut budget).map(|best| (best.jokers, best.hand, best.score, None, best.proven))
        } else {
            best_order(&hand, Freedom::JOKERS, self.luck, &mut budget)
                .map(|best| (best.jokers, best.hand, best.score, Some(best.score_as_given), best.proven))
        };
        let (order, played, score, score_as_given, proven) = found.map_err(|error| refuse(&error))?;
        for (slot, moved_from) in order.iter().enumerate() {
            let Some(joker) = hand.jokers.get(*moved_from) else { continue };
            let info = joker.info();
            let (joker, joker_id) = (info.name.as_str(), info.id.as_str());
            let moved_from = *moved_from;
            placed.push(Placed { row, slot, moved_from, joker, joker_id, hand: played, score, score_as_given, proven });
        }
        Ok(())
    }
}

/// A hand of ours, or a state of the mod's; `None` for a state without a held card.
fn read_hand(value: &Value) -> Result<Option<Hand>, BalatroError> {
    let is_ours = ["played", "held", "hand_cards"].iter().any(|member| value.get(member).is_some());
    if is_ours {
        return Hand::from_value(value).map(Some);
    }
    let hand = observe(value, None).map(|observed| observed.hand);
    match hand {
        Ok(hand) => Ok(Some(hand).filter(|hand| !hand.held.is_empty())),
        Err(BalatroError::Json { .. }) if value.get("in_game").is_some() => Ok(None),
        Err(error) => Err(error),
    }
}

fn columns(placed: &[Placed]) -> Vec<ArrayRef> {
    vec![
        integers(placed.iter().map(|joker| joker.row)),
        integers(placed.iter().map(|joker| joker.slot)),
        texts(placed.iter().map(|joker| joker.joker)),
        texts(placed.iter().map(|joker| joker.joker_id)),
        integers(placed.iter().map(|joker| joker.moved_from)),
        texts(placed.iter().map(|joker| joker.hand.name())),
        numbers(placed.iter().map(|joker| joker.score)),
        some_numbers(placed.iter().map(|joker| joker.score_as_given)),
        Arc::new(placed.iter().map(|joker| Some(joker.proven)).collect::<BooleanArray>()),
    ]
}
