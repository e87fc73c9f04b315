//! `cooperation(...)` and `cooperation_edges(...)`: who works for whom in games played for the query.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringViewArray};
use arrow::datatypes::{DataType, Field};
use datafusion::catalog::TableProvider;
use datafusion::error::Result;
use ludograph_engine::brigade::{AgentCooperation, CooperationNetwork, HelpEdge, RewardBasis};

use super::arguments::Arguments;
use super::played::{Played, refused, seat, whole};
use super::rows::FunctionTable;

/// Seats over all games of a call: the games are played in one go, which nothing stops.
const SEATS_MAX: u64 = 400_000;

fn network(played: &Played) -> Result<CooperationNetwork> {
    ludograph_engine::brigade::cooperation(&played.play, played.seeds.clone()).map_err(|error| refused(&error))
}

fn always(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn perhaps(name: &str) -> Field {
    Field::new(name, DataType::Float64, true)
}

/// One row for each agent.
pub(super) fn agents(arguments: &Arguments<'_>) -> Result<Arc<dyn TableProvider>> {
    use DataType::{Float64, Int64, Utf8View};
    let played = Played::read(arguments, SEATS_MAX)?;
    let fields = vec![
        always("agent", Int64),
        always("archetype", Utf8View),
        always("games", Int64),
        always("nights", Int64),
        always("reward", Float64),
        always("reward_share", Float64),
        always("reward_basis", Utf8View),
        always("worked", Int64),
        always("work_share", Float64),
        always("free_rider_index", Float64),
        always("work_cost", Float64),
        always("helped", Int64),
        always("was_helped", Int64),
        perhaps("reciprocity"),
        always("centrality_given", Float64),
        always("centrality_received", Float64),
        always("signalled_work", Int64),
        always("lied", Int64),
        perhaps("honesty"),
        always("signal_bits", Float64),
        always("deed_bits", Float64),
    ];
    Ok(FunctionTable::at_once(arguments.function(), fields, move || Ok(agent_columns(&played, &network(&played)?))))
}

fn agent_columns(played: &Played, network: &CooperationNetwork) -> Vec<ArrayRef> {
    let agents = &network.agents;
    let wholes =
        |of: &dyn Fn(&AgentCooperation) -> i64| -> ArrayRef { Arc::new(agents.iter().map(of).collect::<Int64Array>()) };
    let numbers = |of: &dyn Fn(&AgentCooperation) -> Option<f64>| -> ArrayRef {
        Arc::new(agents.iter().map(of).collect::<Float64Array>())
    };
    let basis = match network.reward_basis {
        RewardBasis::Reward => "reward",
        RewardBasis::AboveLeast => "above_least",
    };
    vec![
        wholes(&|agent| seat(agent.agent)),
        Arc::new(StringViewArray::from_iter_values(played.labels())),
        wholes(&|_| whole(network.games)),
        wholes(&|_| whole(network.nights)),
        numbers(&|agent| Some(agent.reward)),
        numbers(&|agent| Some(agent.reward_share)),
        Arc::new(StringViewArray::from_iter_values(agents.iter().map(|_| basis))),
        wholes(&|agent| whole(agent.worked)),
        numbers(&|agent| Some(agent.work_share)),
        numbers(&|agent| Some(agent.free_rider_index)),
        numbers(&|agent| Some(agent.work_cost)),
        wholes(&|agent| whole(agent.helped)),
        wholes(&|agent| whole(agent.was_helped)),
        numbers(&|agent| agent.reciprocity),
        numbers(&|agent| Some(agent.centrality_given)),
        numbers(&|agent| Some(agent.centrality_received)),
        wholes(&|agent| whole(agent.signals.signalled_work())),
        wholes(&|agent| whole(agent.signals.lies())),
        numbers(&|agent| agent.signals.honesty()),
        numbers(&|agent| Some(agent.signals.mutual_information_bits())),
        numbers(&|agent| Some(agent.signals.deed_entropy_bits())),
    ]
}

/// One row for each pair of agents with any work, an agent with itself included.
pub(super) fn edges(arguments: &Arguments<'_>) -> Result<Arc<dyn TableProvider>> {
    use DataType::{Float64, Int64, Utf8View};
    let played = Played::read(arguments, SEATS_MAX)?;
    let fields = vec![
        always("from_agent", Int64),
        always("from_archetype", Utf8View),
        always("to_agent", Int64),
        always("to_archetype", Utf8View),
        always("worked", Int64),
        always("helped", Int64),
        always("saved", Int64),
        always("at_own_risk", Int64),
        always("cost", Float64),
        always("rest_forgone", Float64),
    ];
    Ok(FunctionTable::at_once(arguments.function(), fields, move || Ok(edge_columns(&played, &network(&played)?))))
}

fn edge_columns(played: &Played, network: &CooperationNetwork) -> Vec<ArrayRef> {
    let (edges, labels) = (&network.edges, played.labels());
    let wholes = |of: &dyn Fn(&HelpEdge) -> i64| -> ArrayRef { Arc::new(edges.iter().map(of).collect::<Int64Array>()) };
    let numbers =
        |of: &dyn Fn(&HelpEdge) -> f64| -> ArrayRef { Arc::new(Float64Array::from_iter_values(edges.iter().map(of))) };
    let names = |of: &dyn Fn(&HelpEdge) -> usize| -> ArrayRef {
        let label = |edge: &HelpEdge| labels.get(of(edge)).copied().unwrap_or_default();
        Arc::new(StringViewArray::from_iter_values(edges.iter().map(label)))
    };
    vec![
        wholes(&|edge| seat(edge.from)),
        names(&|edge| edge.from),
        wholes(&|edge| seat(edge.to)),
        names(&|edge| edge.to),
        wholes(&|edge| whole(edge.worked)),
        wholes(&|edge| whole(edge.helped)),
        wholes(&|edge| whole(edge.saved)),
        wholes(&|edge| whole(edge.at_own_risk)),
        numbers(&|edge| edge.cost),
        numbers(&|edge| edge.rest_forgone),
    ]
}
