//! Which agents selfish players would settle on: the double oracle over a pool of agents.
//!
//! A game between players who each choose an agent is solved for a few agents only ([`solve`]); whoever of the pool does
//! better against that solution joins them, until nobody does. [`Symmetry::Symmetric`] looks for one mixture that all
//! players use, [`Symmetry::Heterogeneous`] for one of each seat. What a choice pays is measured by playing; the cells are
//! played when they are first needed, all on the same seeds.
//!
//! The answer always says how far it is from an equilibrium ([`OracleReport::exploitability`]), because no method is
//! sure to reach one in a game of more than two players.

mod cells;
mod options;
mod respond;
mod run;
mod solve;

pub use options::{ORACLE_CELLS_MAX, ORACLE_POOL_MAX, Oracle, OracleReport, OracleRound, Symmetry};
pub use solve::{NormalForm, SOLVE_ITERATIONS_MAX, Solution, solve};
