//! `pattern_mining`: what occurs together, what follows what, and what tells good from bad, in any graph.
//!
//! A transaction is a node with a label, its items are what one type of relationship leads to, an item's name is a property
//! (or several) of the node there. Nothing about games is known here. The search and its figures are the engine's
//! (`docs/mining.md`); the procedures stand in `docs/modules.md`.
//!
//! Start reading at `source.rs`: how a graph becomes rows.

mod contrast;
mod frequent;
mod naming;
mod source;
mod wanted;

use ludograph_mgp::{Module, Out, Procedure, Type, module};

fn nothing_set() -> Out<'static> {
    Out::Map(Vec::new())
}

/// The arguments that say which rows.
fn rows(procedure: Procedure) -> Procedure {
    procedure.arg("label", Type::String).arg("relationship", Type::String).arg("property", Type::Any)
}

/// The arguments that say which patterns.
fn search(procedure: Procedure, support: f64) -> Procedure {
    procedure.opt("support", Type::Number, support).opt("options", Type::Map, nothing_set())
}

fn fields(procedure: Procedure, names: &[&'static str], kind: &Type) -> Procedure {
    names.iter().fold(procedure, |procedure, name| procedure.result(name, kind.clone()))
}

fn found(procedure: Procedure, pattern: &'static str) -> Procedure {
    let procedure = procedure
        .result(pattern, Type::list(Type::String))
        .result("length", Type::Int)
        .result("support", Type::Int)
        .result("share", Type::Float)
        .result("lift", Type::Float);
    fields(procedure, &["p", "q"], &Type::Float.nullable()).result("complete", Type::Bool)
}

fn itemsets() -> Procedure {
    found(search(rows(Procedure::read("itemsets", frequent::itemsets)), 0.01), "items")
}

fn sequences() -> Procedure {
    let procedure = rows(Procedure::read("sequences", frequent::sequences)).arg("order", Type::String);
    found(search(procedure, 0.05), "events")
}

fn contrast_procedure() -> Procedure {
    let procedure = rows(Procedure::read("contrast", contrast::contrast)).arg("outcome", Type::String);
    let procedure = search(procedure, 0.01).result("pattern", Type::list(Type::String));
    let procedure = fields(procedure, &["length", "support", "wins"], &Type::Int);
    fields(procedure, &contrast::FIGURES, &Type::Float)
        .result("family_p", Type::Float.nullable())
        .result("complete", Type::Bool)
}

module!(|| Module::new().with(itemsets()).with(sequences()).with(contrast_procedure()));
