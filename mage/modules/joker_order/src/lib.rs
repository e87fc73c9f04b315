//! `joker_order`: what a hand of Balatro scores, the best order of its jokers and cards, the best play.
//!
//! A hand is a map of the shape that `docs/balatro.md` describes (`balatro-score-case/1`). Its jokers stand in it, or are those
//! of a run of the graph: `(:Run)-[:USED {position}]->(:Joker {id})`. The search is the engine's; what it could not prove
//! within its budget says so. The procedures stand in `docs/modules.md`.
//!
//! Start reading at `hand.rs`: how maps and nodes become a hand.

mod answer;
mod best;
mod hand;
mod score;

use ludograph_engine::balatro::{BlindKind, HandType, JokerKind, deck_balances};
use ludograph_mgp::{Module, Out, Procedure, Type, module};

/// The arguments of every procedure.
fn hand(procedure: Procedure) -> Procedure {
    procedure.arg("hand", Type::Map).opt("run", Type::Any.nullable(), Out::Null).opt(
        "options",
        Type::Map,
        Out::Map(Vec::new()),
    )
}

fn lists(procedure: Procedure) -> Procedure {
    procedure
        .result("jokers", Type::list(Type::String))
        .result("joker_order", Type::list(Type::Int))
        .result("cards", Type::list(Type::String))
        .result("card_order", Type::list(Type::Int))
}

/// The fields that say how sure an answer is.
fn sureness(procedure: Procedure) -> Procedure {
    procedure
        .result("proven", Type::Bool)
        .result("at_most", Type::Float)
        .result("nodes", Type::Int)
        .result("steps", Type::list(Type::Map))
}

fn score_procedure() -> Procedure {
    hand(Procedure::read("score", score::score))
        .result("hand", Type::String)
        .result("score", Type::Float)
        .result("chips", Type::Float.nullable())
        .result("mult", Type::Float.nullable())
        .result("dollars", Type::Float.nullable())
        .result("blocked", Type::Bool.nullable())
        .result("exact", Type::Bool)
        .result("steps", Type::list(Type::Map))
}

fn best_procedure() -> Procedure {
    let procedure = lists(hand(Procedure::read("best", best::best)))
        .result("hand", Type::String)
        .result("score", Type::Float)
        .result("score_as_given", Type::Float);
    sureness(procedure)
}

fn play_procedure() -> Procedure {
    let procedure =
        lists(hand(Procedure::read("play", best::play))).result("hand", Type::String).result("score", Type::Float);
    sureness(procedure)
}

/// Makes the engine's tables of the game: what they own goes when the module does, if they are made while it is loaded.
fn make_tables() {
    let _kinds = (JokerKind::all().len(), BlindKind::all().len());
    let _values = (HandType::HighCard.base(1), deck_balances("plasma"));
}

module!(|| {
    make_tables();
    Module::new().with(score_procedure()).with(best_procedure()).with(play_procedure())
});
