//! The engine behind JavaScript. Typed arrays lie in this module's memory and are filled and read in place.
//! `package/src/` makes the classes of this that JavaScript sees, and checks types before they get here.
//!
//! Two modules are built of this crate: with the feature `brigade` the games, with `analysis` Balatro, mining and networks.
//! Nothing here panics: a trap would end the whole instance.
//!
//! In the module of the games only numbers cross the border: scenarios and agents are lists of numbers (`numbers`), names
//! are their places in lists (`words`), an error is a number below 0 and what [`refusal_number`] tells. JSON, names and
//! sentences are JavaScript's; that keeps the module small, since reading JSON alone is larger than all games. The other
//! module takes and answers values as bytes (`analysis/packed.rs`), and throws a text of code, tab and sentence ([`Refused`]).
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
#[cfg(feature = "analysis")]
mod error;
#[cfg(feature = "brigade")]
mod game;
#[cfg(feature = "brigade")]
mod game_record;
#[cfg(feature = "brigade")]
mod games;
#[cfg(feature = "brigade")]
mod lane_teams;
#[cfg(feature = "brigade")]
mod mixed;
#[cfg(feature = "brigade")]
mod mixed_lane;
#[cfg(feature = "brigade")]
mod numbers;
#[cfg(feature = "brigade")]
mod random;
#[cfg(feature = "brigade")]
mod refusal;
#[cfg(feature = "brigade")]
mod report;
#[cfg(feature = "brigade")]
mod summary;
#[cfg(feature = "brigade")]
mod telling;
#[cfg(all(test, feature = "brigade"))]
mod tests;
#[cfg(feature = "brigade")]
mod words;

#[cfg(feature = "analysis")]
pub use analysis::{
    NightsCore, balatro_decide, balatro_discard, balatro_expected, balatro_names, balatro_order, balatro_play,
    balatro_score, demo_runs, mine_clusters, mine_contrast, mine_itemsets, mine_pairs, mine_scoring, mine_sequences,
    mine_suggestions,
};
#[cfg(feature = "brigade")]
pub use batch::BatchCore;
#[cfg(feature = "analysis")]
pub use error::Refused;
#[cfg(feature = "brigade")]
pub use game::GameCore;
#[cfg(feature = "brigade")]
pub use games::MatchCore;
#[cfg(feature = "brigade")]
pub use mixed::MixedCore;
#[cfg(feature = "brigade")]
pub use random::RandomCore;
#[cfg(feature = "brigade")]
pub use refusal::{Refusal, refusal_number};
#[cfg(feature = "brigade")]
pub use report::{ReportCore, design_teams, estimate_of};
#[cfg(feature = "brigade")]
pub use telling::costs_of;
#[cfg(feature = "brigade")]
pub use words::{CONDITIONS, DEEDS, SIGNALS, STREAMS, TARGETS, TARGETS_PLAIN};
