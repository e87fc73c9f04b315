//! What a builder is told of an event.

use crate::balatro::history::Seen;

/// One event of a game, as far as the graph needs it.
#[derive(Debug, Clone, Copy)]
pub struct GraphEvent<'a> {
    /// The game's id, a UUID.
    pub game_id: [u8; 16],
    /// Where the event stands in the log.
    pub position: u64,
    /// When it happened, microseconds since the epoch.
    pub time_us: i64,
    /// What it shows.
    pub seen: GraphSeen<'a>,
}

/// What an event shows of its game.
#[derive(Debug, Clone, Copy)]
pub enum GraphSeen<'a> {
    /// Of a run of Balatro.
    Balatro(Seen<'a>),
    /// Of a game of Bucket Brigade.
    Brigade(BrigadeSeen<'a>),
}

/// What an event of Bucket Brigade shows. Numbers are doubles, since the wire knows no other: house states are 0 safe, 1
/// burning, 2 ruined; modes 0 rest, 1 work. What is not as long as it should be, or no such number, counts as not said.
#[derive(Debug, Clone, Copy)]
pub enum BrigadeSeen<'a> {
    /// The game begins.
    Start(StartSeen<'a>),
    /// A night is over.
    Night(NightSeen<'a>),
    /// The game is over: nothing more is taken in of it.
    End(EndSeen<'a>),
}

/// The beginning of a game.
#[derive(Debug, Clone, Copy, Default)]
pub struct StartSeen<'a> {
    /// The scenario's name.
    pub scenario: Option<&'a str>,
    /// The rule set's name.
    pub rules: Option<&'a str>,
    /// The seed, decimal.
    pub seed: Option<&'a str>,
    /// Each agent's archetype.
    pub archetypes: Option<&'a [String]>,
    /// Each house's state before the first night.
    pub houses: Option<&'a [f64]>,
}

/// A night.
#[derive(Debug, Clone, Copy, Default)]
pub struct NightSeen<'a> {
    /// Its number, 0-based.
    pub night: Option<f64>,
    /// Each house's state after it.
    pub houses: Option<&'a [f64]>,
    /// Each agent's house.
    pub targets: Option<&'a [f64]>,
    /// Each agent's mode.
    pub modes: Option<&'a [f64]>,
    /// Each agent's reward.
    pub rewards: Option<&'a [f64]>,
}

/// The end of a game.
#[derive(Debug, Clone, Copy, Default)]
pub struct EndSeen<'a> {
    /// How many nights were played.
    pub nights: Option<f64>,
    /// Each agent's sum of rewards.
    pub scores: Option<&'a [f64]>,
}
