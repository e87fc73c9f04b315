//! The engine behind JavaScript. Typed arrays lie in this module's memory and are filled and read in place; what is asked
//! for once is JSON. `package/src/` makes the classes of this that JavaScript sees, and checks types before they get here.
//!
//! Two modules are built of this crate: with the feature `brigade` the games, with `analysis` Balatro, mining and networks.
//! Calls in a game's way answer with a number, below 0 for an error whose text `take_error` gives; all others return or
//! throw a text of code, tab and sentence ([`Refused`]). Nothing here panics: a trap would end the whole instance.
//!
//! Start with [`GameCore`] for the border's manners, with [`MatchCore`] for games in bulk.

#[cfg(feature = "brigade")]
mod actions;
#[cfg(feature = "analysis")]
mod analysis;
#[cfg(feature = "brigade")]
mod batch;
#[cfg(feature = "brigade")]
mod batch_run;
#[cfg(feature = "brigade")]
mod catalog;
mod error;
#[cfg(feature = "brigade")]
mod game;
#[cfg(feature = "brigade")]
mod game_record;
#[cfg(feature = "brigade")]
mod games;
#[cfg(feature = "brigade")]
mod input;
#[cfg(feature = "brigade")]
mod lane_teams;
#[cfg(feature = "brigade")]
mod mixed;
#[cfg(feature = "brigade")]
mod mixed_lane;
#[cfg(feature = "brigade")]
mod older;
#[cfg(feature = "brigade")]
mod random;
#[cfg(feature = "brigade")]
mod replay;
#[cfg(feature = "brigade")]
mod report;
#[cfg(feature = "brigade")]
mod summary;

#[cfg(feature = "analysis")]
pub use analysis::{
    balatro_decide, balatro_discard, balatro_expected, balatro_names, balatro_order, balatro_play, balatro_score,
    cooperation_network, demo_runs, mine_clusters, mine_contrast, mine_itemsets, mine_pairs, mine_scoring,
    mine_sequences, mine_suggestions, town_graph,
};
#[cfg(feature = "brigade")]
pub use batch::BatchCore;
#[cfg(feature = "brigade")]
pub use catalog::{agent_names, archetype_numbers, check_agent, scenario_names, scenario_parameters};
pub use error::Refused;
#[cfg(feature = "brigade")]
pub use game::GameCore;
#[cfg(feature = "brigade")]
pub use games::MatchCore;
#[cfg(feature = "brigade")]
pub use mixed::MixedCore;
#[cfg(feature = "brigade")]
pub use older::{OlderCore, older_game};
#[cfg(feature = "brigade")]
pub use random::RandomCore;
#[cfg(feature = "brigade")]
pub use replay::{ReplayCore, play_match};
#[cfg(feature = "brigade")]
pub use report::{ReportCore, design_teams, estimate_of};
