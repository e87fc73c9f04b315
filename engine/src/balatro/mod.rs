//! Balatro.

mod compiled;
mod decide;
mod error;
mod expectation;
pub mod golden;
pub mod history;
mod model;
mod score;
mod search;
mod synergy;

pub use compiled::hand::CompiledHand;
pub use decide::{Decision, Observed, Unknown, decide, decide_observed, observe};
pub use error::BalatroError;
pub use expectation::{COURSES_MAX, Expectation, expected_score};
pub use model::blind::{Blind, BlindKind, deck_balances};
pub use model::card::{Card, Edition, Enhancement, Rank, Seal, Suit};
pub use model::hand_type::{HAND_TYPES, HandLevel, HandType};
pub use model::joker::{Joker, JokerInfo, JokerKind, JokerState, Rarity};
pub use model::state::{DeckCounts, HELD_MAX, Hand, JOKERS_MAX, Luck, PLANETS_MAX, PLAYED_MAX, Table};
pub use score::table::number as number_text;
pub use score::trace::{Phase, Step};
pub use score::{Explanation, Score, explain, score};
pub use search::budget::{Budget, NODES_MAX};
pub use search::discard::{BestDiscard, DiscardOptions, best_discard};
pub use search::order::{BestOrder, best_order};
pub use search::play::{BestPlay, PLAYABLE_MAX, best_play};
pub use search::problem::Freedom;
pub use synergy::contexts::Archetype;
pub use synergy::pairs::{PairSynergy, SynergyOptions, SynergyReport, pair_synergies};
pub use synergy::shapley::{PLAYERS_MAX, shapley_interactions, shapley_values};
pub use synergy::team::{TEAM_MAX, log_value, team_values};
