//! Who works for whom: the cooperation network of Bucket Brigade's games.
//!
//! An agent **helps** another where it works at a house of the other's that burned when it chose; house h belongs to
//! seat h mod N. [`cooperation`] plays games and returns their [`CooperationNetwork`]; [`CooperationCounts`] counts nights
//! from elsewhere, a [`crate::brigade::Replay`] for one; [`HelpMatrix`] measures a network given by its edges.

mod counts;
mod information;
mod matrix;
mod measures;
mod run;

pub use counts::{CooperationCounts, work_costs};
pub use information::SignalTable;
pub use matrix::{HelpMatrix, PAGE_RANK_DAMPING};
pub use measures::{AgentCooperation, CooperationNetwork, FreeRider, HelpEdge, RewardBasis, free_riders};
pub use run::cooperation;
