//! The state graph: towns, the nights that lead from one to the next, and how it ends from each of them.
//!
//! [`state_graph`] plays games and counts; [`StateGraph`] takes counts from elsewhere, [`Walks`] finds starts and ends. Its measures solve the absorbing
//! Markov chain of the counted shares, they do not sample it. [`exact_outlook`] does the same for the chain that a
//! scenario and agents without memory have by their rules, without playing at all.

mod bottleneck;
mod chain;
mod components;
mod exact;
mod graph;
mod measures;
mod policy;
mod run;
mod solve;
mod town;
mod transitions;
mod walks;

pub use bottleneck::Bottleneck;
pub use chain::{Outcome, Outlook};
pub use exact::{EXACT_AGENTS_MAX, EXACT_HOUSES_MAX, EXACT_NIGHTS_MAX, ExactOutlook, exact_outlook};
pub use graph::{StateGraph, StateGraphOptions, Transition};
pub use measures::{StateMeasure, StateMeasures};
pub use policy::MemorylessPolicy;
pub use run::state_graph;
pub use town::Town;
pub use walks::{WalkedStates, Walks};
