//! Which items go together in recorded runs, and which of those pairs win.
//!
//! Long runs own more of everything, so that two items are often seen together in won runs says little. [`pair_synergy`]
//! therefore keeps three questions apart: do they go together (lift, NPMI, Fisher), do runs with both win more often (odds
//! ratio, Fisher), and does having both win more than having each (the uplift of a logistic model with a pair term, given
//! how far the run came).

mod condition;
mod counts;
mod heuristic;
mod model;
mod pair_model;
mod pairs;
mod suggest;
mod uplift;

pub use condition::Condition;
pub use heuristic::MeanScoreStrength;
pub use model::{ModelOptions, WinModel};
pub use pairs::{PairOptions, PairOrder, PairSynergies, PairSynergy, pair_synergy};
pub use suggest::{Offer, Shop, Suggestion, Term, suggest};
pub use uplift::Uplift;
