//! Balatro.

mod compiled;
mod error;
pub mod golden;
pub mod history;
mod model;
mod score;

pub use compiled::hand::CompiledHand;
pub use error::BalatroError;
pub use model::blind::{Blind, BlindKind, deck_balances};
pub use model::card::{Card, Edition, Enhancement, Rank, Seal, Suit};
pub use model::hand_type::{HAND_TYPES, HandLevel, HandType};
pub use model::joker::{Joker, JokerInfo, JokerKind, JokerState, Rarity};
pub use model::state::{DeckCounts, HELD_MAX, Hand, JOKERS_MAX, Luck, PLAYED_MAX, Table};
pub use score::trace::{Phase, Step};
pub use score::{Explanation, Score, explain, score};
