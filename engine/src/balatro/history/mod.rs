//! What was observed of a Balatro game, and the facts that follow from it.
//!
//! The mod reports states and differences between states; it never says "a hand was played for so many points" or
//! "the run is won". A [`Tracker`] holds what was seen of one game, ordered by the time it happened, and folds it into
//! a [`History`]: the [`Run`], its [`Round`]s and its [`Hand`]s. The rules have ids (`H1`, `R1`, `G1`, ...) and are
//! written in `docs/tables.md`; the code names the id where it applies a rule.
//!
//! Invariants:
//! * What the wire cannot tell is `None`, never guessed.
//! * The order of arrival does not matter, only the time of the event, so late and repeated observations fall into
//!   their place. Limits: see [`limits`].
//! * What is held grows with the rounds of a game, not with its events.

mod facts;
mod fold;
mod hand_types;
mod held;
pub mod limits;
mod observation;
mod phase;
mod point;
mod round_fold;
mod run_log;
mod run_tracker;
mod timeline;
mod tracker;

pub use facts::{Hand, HandRule, History, Outcome, Round, Run};
pub use held::JokersSeen;
pub use observation::{BlindSeen, CardSeen, NAMES_BETWEEN, Observation, Seen, StateSeen};
pub use run_log::{JokersHeld, RoundPlayed, RunLog};
pub use run_tracker::{RunFacts, RunTracker};
pub use tracker::Tracker;
