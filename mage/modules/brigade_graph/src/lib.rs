//! `brigade_graph`: who helps whom in Bucket Brigade, who rides free, and how its towns end.
//!
//! It reads `(:Game {game_id, scenario})<-[:IN {index, archetype, reward}]-(:Agent {agent_id})`,
//! `(:Agent)-[:HELPED {times}]->(:Agent)` and `(:State {houses})-[:NEXT {game_id, count, reward}]->(:State)`, as much of it as
//! the call's graph shows. The measures are the engine's (`engine/src/brigade/network/`, `engine/src/brigade/states/`); the
//! procedures stand in `docs/modules.md`.
//!
//! Start reading at `agents.rs` and `towns.rs`: how the graph becomes what the engine measures.

mod agents;
mod cooperation;
mod states;
mod towns;

use ludograph_mgp::{Error, Module, Out, Procedure, Type, module};

/// An error of the engine as a sentence for the client.
fn said(error: impl std::fmt::Display) -> Error {
    Error::new(error.to_string())
}

fn procedure(procedure: Procedure) -> Procedure {
    procedure.opt("options", Type::Map, Out::Map(Vec::new()))
}

fn fields(procedure: Procedure, names: &[&'static str], kind: &Type) -> Procedure {
    names.iter().fold(procedure, |procedure, name| procedure.result(name, kind.clone()))
}

fn cooperation_procedure() -> Procedure {
    let procedure = procedure(Procedure::read("cooperation", cooperation::cooperation)).result("agent", Type::String);
    fields(procedure, &["agents", "games", "helped", "was_helped", "helped_within"], &Type::Int)
        .result("reward", Type::Float.nullable())
        .result("reciprocity", Type::Float.nullable())
        .result("centrality_given", Type::Float)
        .result("centrality_received", Type::Float)
        .result("helps", Type::list(Type::Map))
}

fn free_riders_procedure() -> Procedure {
    let procedure = procedure(Procedure::read("free_riders", cooperation::free_riders))
        .result("agent", Type::String)
        .result("agents", Type::Int)
        .result("helped", Type::Int);
    fields(procedure, &["reward", "reward_share", "help_share", "free_rider_index"], &Type::Float)
        .result("reward_basis", Type::String)
}

fn states_procedure() -> Procedure {
    let procedure = procedure(Procedure::read("states", states::states)).result("town", Type::String);
    let procedure = fields(procedure, &["burning", "ruined", "visits"], &Type::Int);
    let figures = ["mean_reward", "expected_visits", "survival", "ruin", "cut", "nights"];
    let procedure = fields(procedure, &figures, &Type::Float);
    fields(procedure, &["nights_to_survival", "nights_to_ruin"], &Type::Float.nullable())
}

fn ruin_procedure() -> Procedure {
    let procedure = procedure(Procedure::read("ruin", states::ruin));
    let procedure = fields(procedure, &["games", "unplaced", "towns"], &Type::Int);
    let procedure = fields(procedure, &["survival", "ruin", "cut", "nights"], &Type::Float);
    fields(procedure, &["nights_to_survival", "nights_to_ruin"], &Type::Float.nullable())
        .result("bottlenecks", Type::list(Type::Map))
}

module!(|| {
    Module::new()
        .with(cooperation_procedure())
        .with(free_riders_procedure())
        .with(states_procedure())
        .with(ruin_procedure())
});
