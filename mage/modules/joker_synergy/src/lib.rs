//! `joker_synergy`: which jokers go together, which win together, and which to take next.
//!
//! It reads `(:Run {won, ante, score})-[:USED]->(:Joker {id, name, cost})` once, as much of it as the call's graph shows.
//! What a run needs is `won`; one without it is not over and is left out, unless that leaves none. `ante` and `score` may be
//! missing. The search and its figures are the engine's (`docs/mining.md`); the procedures stand in `docs/modules.md`.
//!
//! Start reading at `graph.rs` (how the graph becomes runs), then at the procedure you want.

mod clusters;
mod graph;
mod interaction;
mod pairs;
mod shop;
mod suggest;
mod wanted;
mod write;

use ludograph_engine::balatro::{BlindKind, HandType, JokerKind, deck_balances};
use ludograph_mgp::{Module, Out, Procedure, Type, module};

/// Runs with both, unless told otherwise.
const MIN_RUNS_DEFAULT: i64 = 20;

fn nothing_set() -> Out<'static> {
    Out::Map(Vec::new())
}

fn fields(procedure: Procedure, names: &[&'static str], kind: &Type) -> Procedure {
    names.iter().fold(procedure, |procedure, name| procedure.result(name, kind.clone()))
}

fn pairs_procedure() -> Procedure {
    let procedure = Procedure::read("pairs", pairs::pairs)
        .opt("min_runs", Type::Int, MIN_RUNS_DEFAULT)
        .opt("options", Type::Map, nothing_set())
        .result("joker_a", Type::String)
        .result("joker_b", Type::String)
        .result("runs", Type::Int)
        .result("wins", Type::Int);
    let procedure = fields(procedure, &pairs::FIGURES, &Type::Float);
    fields(procedure, &pairs::SOMETIMES, &Type::Float.nullable()).result("complete", Type::Bool)
}

fn clusters_procedure() -> Procedure {
    Procedure::read("clusters", clusters::clusters)
        .opt("min_runs", Type::Int, MIN_RUNS_DEFAULT)
        .opt("options", Type::Map, nothing_set())
        .result("resolution", Type::Float)
        .result("cluster", Type::Int)
        .result("joker", Type::String)
        .result("size", Type::Int)
        .result("stability", Type::Float.nullable())
        .result("weight", Type::Float)
        .result("quality", Type::Float)
        .result("complete", Type::Bool)
}

fn suggest_procedure() -> Procedure {
    let procedure = Procedure::read("suggest", suggest::suggest)
        .arg("owned", Type::list(Type::String))
        .opt("options", Type::Map, nothing_set())
        .result("joker", Type::String)
        .result("cost", Type::Int)
        .result("instead_of", Type::String.nullable());
    fields(procedure, &["gain", "gain_low", "gain_high"], &Type::Float)
        .result("evidence", Type::list(Type::Map))
        .result("complete", Type::Bool)
}

fn write_procedure() -> Procedure {
    let procedure = Procedure::write("write", write::write).opt("min_runs", Type::Int, MIN_RUNS_DEFAULT).opt(
        "options",
        Type::Map,
        nothing_set(),
    );
    fields(procedure, &["created", "updated", "removed", "stale"], &Type::Int)
}

/// Makes the engine's tables of the game: what they own goes when the module does, if they are made while it is loaded.
fn make_tables() {
    let _kinds = (JokerKind::all().len(), BlindKind::all().len());
    let _values = (HandType::HighCard.base(1), deck_balances("plasma"));
}

module!(|| {
    make_tables();
    Module::new().with(pairs_procedure()).with(clusters_procedure()).with(suggest_procedure()).with(write_procedure())
});
