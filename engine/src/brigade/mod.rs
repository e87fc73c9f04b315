//! Bucket Brigade: the exact game, its agents, and games in bulk.
//!
//! Houses on a ring catch fire; agents go to houses, work or rest, and tell each other what they do. The rules are those
//! of the public game rjwalters/bucket-brigade, whose three engines disagree; [`RuleSet`] says which one is meant.
//!
//! Start with [`Game`] (one game, step by step) and [`Team`] (agents who play it). [`scenario`] and [`AgentSpec`] name
//! what there is. [`simulate`] plays games in bulk, [`Batch`] in lockstep for learners; a [`Replay`] keeps one.
//! [`Evolution`] breeds agents, [`Oracle`] says which ones selfish players would settle on.
//! [`cooperation`] measures who helps whom, [`state_graph`] and [`exact_outlook`] how towns end; with the feature `arrow`
//! `simulate_batches` makes rows of games. [`golden::verify`] replays recorded games of the upstream.
//!
//! Same scenario, rules, seed and actions give the same bytes on every target: integers of fixed width decide every
//! draw, and sums are formed in a fixed order.

mod action;
mod agent;
mod batch;
mod batch_options;
mod bits;
#[cfg(feature = "arrow")]
mod bulk;
mod catalog;
mod error;
mod evolution;
mod game;
mod game_draws;
mod game_options;
mod game_state;
pub mod golden;
mod limits;
mod linear;
mod network;
mod night;
mod observe;
mod oracle;
mod plan;
mod play;
mod quick;
mod ranking;
mod replay;
mod reward;
mod rng;
mod rules;
mod scenario;
mod scenario_json;
mod state;
mod states;
#[cfg(test)]
mod tests;
mod told;
mod tournament;
mod tournament_tally;
mod watch;
mod wire;

pub use action::{Action, House, Mode, actions_from_flat, actions_from_lists};
pub use agent::{
    Agent, AgentKind, AgentSpec, Condition, Deed, HEURISTIC_PARAMETERS, Heuristic, HeuristicKind, RandomAgent,
    SCRIPT_RULES_MAX, Script, ScriptRule, ScriptedAgent, SignalRule, Stream, Target, Team, UpstreamHeuristic,
    agent_names, archetype, archetype_names,
};
pub use batch::{Batch, LANES_MAX};
pub use batch_options::{AutoReset, BatchOptions, BatchOutput};
#[cfg(feature = "arrow")]
pub use bulk::{BatchError, BulkOptions, BulkReport, GameBatches, ROWS_PER_BATCH_MAX, RunId, simulate_batches};
pub use catalog::{scenario, scenario_names};
pub use error::BrigadeError;
pub use evolution::{Aim, Evolution, EvolutionOptions, EvolutionReport, GENERATIONS_MAX, Generation, POPULATION_MAX};
pub use game::Game;
pub use game_options::{Ending, GameOptions};
pub use limits::{AGENTS_MAX, HOUSES_MAX, HOUSES_MIN, NIGHTS_MAX_DEFAULT, PACKED_HOUSES_MAX, REPLAY_NIGHTS_MAX};
pub use network::{
    AgentCooperation, CooperationCounts, CooperationNetwork, FreeRider, HelpEdge, HelpMatrix, PAGE_RANK_DAMPING,
    RewardBasis, SignalTable, cooperation, free_riders, work_costs,
};
pub use observe::{Layout, Observation, scenario_info_in_rust_order};
pub use oracle::{
    NormalForm, ORACLE_CELLS_MAX, ORACLE_POOL_MAX, Oracle, OracleReport, OracleRound, SOLVE_ITERATIONS_MAX, Solution,
    Symmetry, solve,
};
pub use play::{GAMES_PER_PART, GameSummary, Match, Player, play_games, simulate};
pub use ranking::Estimate;
pub use replay::{REPLAY_VERSION, Replay, UpstreamNight, UpstreamReplay, UpstreamShape};
pub use rng::Pcg64;
pub use rules::RuleSet;
pub use scenario::{
    ActionValidity, CommitmentMode, DistanceMetric, ExtinguishMode, PerAgent, Scenario, TeamWelfareKind, ring_distance,
};
pub use scenario_json::{SCENARIO_CHOICES, SCENARIO_FIELDS};
pub use state::GameState;
pub use states::{
    Bottleneck, EXACT_AGENTS_MAX, EXACT_HOUSES_MAX, EXACT_NIGHTS_MAX, ExactOutlook, MemorylessPolicy, Outcome, Outlook,
    StateGraph, StateGraphOptions, StateMeasure, StateMeasures, Town, Transition, WalkedStates, Walks, exact_outlook,
    state_graph,
};
pub use told::{NightReader, Told};
pub use tournament::{Design, Standing, TEAMS_MAX, TeamOutcome, Tournament, TournamentReport, compare};
pub use tournament_tally::TournamentTally;
pub use watch::{NightChange, NightView};
