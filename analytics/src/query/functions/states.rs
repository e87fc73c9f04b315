//! `brigade_states(...)` and `brigade_transitions(...)`: the towns of games played for the query, the nights between them,
//! and how it ends from each of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringViewArray};
use arrow::datatypes::{DataType, Field};
use datafusion::catalog::TableProvider;
use datafusion::error::Result;
use ludograph_engine::brigade::{StateGraph, StateGraphOptions, StateMeasure, Town, state_graph};

use super::arguments::Arguments;
use super::played::{Played, refused, whole};
use super::rows::FunctionTable;

/// Seats over all games of a call: the games are played and their chain is solved in one go, which nothing stops.
const SEATS_MAX: u64 = 80_000;

fn graph(played: &Played, options: StateGraphOptions) -> Result<StateGraph> {
    state_graph(&played.play, played.seeds.clone(), options).map_err(|error| refused(&error))
}

fn fields(columns: &[(&str, DataType, bool)]) -> Vec<Field> {
    columns.iter().map(|(name, kind, nullable)| Field::new(*name, kind.clone(), *nullable)).collect()
}

/// One row for each town that was met.
pub(super) fn states(arguments: &Arguments<'_>) -> Result<Arc<dyn TableProvider>> {
    use DataType::{Float64, Int64, Utf8View};
    let played = Played::read(arguments, SEATS_MAX)?;
    let ruins = arguments.whole("ruins", u64::from(u16::MAX), 1..=u64::from(u16::MAX))?;
    let options = StateGraphOptions {
        canonical: arguments.flag("canonical", false)?,
        ruins_of_lost_town: u16::try_from(ruins).unwrap_or(u16::MAX),
    };
    let fields = fields(&[
        ("town", Utf8View, false),
        ("burning", Int64, false),
        ("ruined", Int64, false),
        ("visits", Int64, false),
        ("mean_reward", Float64, false),
        ("expected_visits", Float64, false),
        ("survival", Float64, false),
        ("ruin", Float64, false),
        ("cut", Float64, false),
        ("nights", Float64, false),
        ("nights_to_survival", Float64, true),
        ("nights_to_ruin", Float64, true),
    ]);
    let make = move || {
        let measures = graph(&played, options)?.measure().map_err(|error| refused(&error))?;
        Ok(state_columns(&measures.states))
    };
    Ok(FunctionTable::at_once(arguments.function(), fields, make))
}

fn state_columns(states: &[StateMeasure]) -> Vec<ArrayRef> {
    let wholes =
        |of: &dyn Fn(&StateMeasure) -> i64| -> ArrayRef { Arc::new(states.iter().map(of).collect::<Int64Array>()) };
    let numbers = |of: &dyn Fn(&StateMeasure) -> Option<f64>| -> ArrayRef {
        Arc::new(states.iter().map(of).collect::<Float64Array>())
    };
    vec![
        towns(states.iter().map(|state| state.town)),
        wholes(&|state| i64::from(state.town.burning().count_ones())),
        wholes(&|state| i64::from(state.town.ruined().count_ones())),
        wholes(&|state| whole(state.visits)),
        numbers(&|state| Some(state.mean_reward)),
        numbers(&|state| Some(state.expected_visits)),
        numbers(&|state| Some(state.outlook.survival)),
        numbers(&|state| Some(state.outlook.ruin)),
        numbers(&|state| Some(state.outlook.cut)),
        numbers(&|state| Some(state.outlook.nights)),
        numbers(&|state| state.outlook.nights_to_survival),
        numbers(&|state| state.outlook.nights_to_ruin),
    ]
}

fn towns(towns: impl Iterator<Item = Town>) -> ArrayRef {
    Arc::new(StringViewArray::from_iter_values(towns.map(|town| town.to_string())))
}

/// One row for each pair of towns with a night between them.
pub(super) fn transitions(arguments: &Arguments<'_>) -> Result<Arc<dyn TableProvider>> {
    use DataType::{Float64, Int64, Utf8View};
    let played = Played::read(arguments, SEATS_MAX)?;
    let options = StateGraphOptions { canonical: arguments.flag("canonical", false)?, ..StateGraphOptions::default() };
    let fields = fields(&[
        ("from_town", Utf8View, false),
        ("to_town", Utf8View, false),
        ("nights", Int64, false),
        ("share", Float64, false),
        ("mean_reward", Float64, false),
    ]);
    let make = move || Ok(transition_columns(&graph(&played, options)?));
    Ok(FunctionTable::at_once(arguments.function(), fields, make))
}

#[expect(clippy::cast_precision_loss, reason = "counts of nights")]
fn transition_columns(graph: &StateGraph) -> Vec<ArrayRef> {
    let mut leaving: BTreeMap<Town, u64> = BTreeMap::new();
    for (from, _, transition) in graph.transitions() {
        *leaving.entry(from).or_default() += transition.count;
    }
    let share = |from: Town, count: u64| count as f64 / leaving.get(&from).copied().unwrap_or(1).max(1) as f64;
    let numbers = |values: Vec<f64>| -> ArrayRef { Arc::new(Float64Array::from(values)) };
    vec![
        towns(graph.transitions().map(|(from, _, _)| from)),
        towns(graph.transitions().map(|(_, to, _)| to)),
        Arc::new(graph.transitions().map(|(_, _, transition)| whole(transition.count)).collect::<Int64Array>()),
        numbers(graph.transitions().map(|(from, _, transition)| share(from, transition.count)).collect()),
        numbers(graph.transitions().map(|(_, _, transition)| transition.mean_reward()).collect()),
    ]
}
