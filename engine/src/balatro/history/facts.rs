//! The facts a history consists of. `None` means that the wire does not tell.

use serde::{Deserialize, Serialize};

use std::sync::Arc;

/// How a hand became known: the first rule that showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandRule {
    /// H1: the game's count of hands rose within the round.
    Counted,
    /// H2: the number of hands left fell within the round.
    Remaining,
    /// H3: the mod reported that the hand's scoring ended.
    Scored,
}

impl HandRule {
    /// The rule's id.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Counted => "H1",
            Self::Remaining => "H2",
            Self::Scored => "H3",
        }
    }
}

/// One hand that was played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hand {
    /// The round it was played in.
    pub round: i32,
    /// The ante of that round.
    pub ante: Option<i32>,
    /// Its number within the round, 1-based.
    pub number: i32,
    /// Position of the event that showed it first.
    pub position: u64,
    /// Time of that event, microseconds since the epoch; `None` where several hands became known at once.
    pub played_at_us: Option<i64>,
    /// What it brought (H4).
    pub score: Option<f64>,
    /// The round's score before it.
    pub chips_before: Option<f64>,
    /// The round's score after it.
    pub chips_after: Option<f64>,
    /// Hands left after it.
    pub hands_remaining: Option<i32>,
    /// Discards left when it was played.
    pub discards_remaining: Option<i32>,
    /// How many jokers triggered.
    pub joker_triggers: Option<i32>,
    /// How it became known.
    pub rule: HandRule,
}

/// One round of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// The game's number of the round.
    pub round: i32,
    /// The ante when the round was first seen (R2).
    pub ante: Option<i32>,
    /// The blind's name (R3).
    pub blind_name: Option<String>,
    /// The score the blind asks for.
    pub blind_chips: Option<f64>,
    /// Whether the blind is a boss.
    pub blind_boss: Option<bool>,
    /// How many hands were seen played.
    pub hands_played: i32,
    /// How many discards were seen used (R4); `None` where discards were never seen.
    pub discards_used: Option<i32>,
    /// Hands left when the round was last seen before its end (R8).
    pub hands_remaining: Option<i32>,
    /// The round's score (R5).
    pub score: Option<f64>,
    /// Whether the blind was beaten (R6).
    pub beaten: Option<bool>,
    /// Dollars when the round was first seen (R7).
    pub money_start: Option<f64>,
    /// Dollars when it was last seen.
    pub money_end: Option<f64>,
    /// When it was first seen, microseconds since the epoch.
    pub started_at_us: i64,
    /// When it was last seen.
    pub ended_at_us: i64,
    /// Position of the first event that names it.
    pub first_position: u64,
    /// Position of the last event that names it.
    pub last_position: u64,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Ante 8 was beaten.
    Won,
    /// The game was over before that.
    Lost,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// A run as a whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Run {
    /// How many events belong to it.
    pub events: u64,
    /// Position of its first event.
    pub first_position: u64,
    /// Position of its last event.
    pub last_position: u64,
    /// Time of its earliest event, microseconds since the epoch.
    pub started_at_us: i64,
    /// Time of its latest event.
    pub ended_at_us: i64,
    /// The game's own id of the run (G1).
    pub seed: Option<String>,
    /// The highest ante seen.
    pub ante_max: Option<i32>,
    /// The highest round seen.
    pub round_max: Option<i32>,
    /// How many hands were seen played.
    pub hands_played: u64,
    /// The best score of one hand.
    pub hand_score_max: Option<f64>,
    /// Dollars, as last seen.
    pub money_last: Option<f64>,
    /// The phase, as last seen.
    pub phase_last: Option<String>,
    /// The jokers' names, as last seen.
    pub jokers_last: Option<String>,
    /// How it ended (G2, G3).
    pub outcome: Option<Outcome>,
}

/// All that is known of one game; cheap to clone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The run.
    pub run: Run,
    /// Its rounds, in the order they were first seen.
    pub rounds: Arc<[Round]>,
    /// Its hands, by round, then by number.
    pub hands: Arc<[Hand]>,
}

impl History {
    /// Bytes it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let names = |name: &Option<String>| name.as_ref().map_or(0, String::capacity);
        size_of::<Self>()
            + size_of_val(&*self.rounds)
            + size_of_val(&*self.hands)
            + self.rounds.iter().map(|round| names(&round.blind_name)).sum::<usize>()
            + names(&self.run.seed)
            + names(&self.run.phase_last)
            + names(&self.run.jokers_last)
    }
}
