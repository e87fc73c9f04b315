//! One run with all that is seen of it: history, jokers, hand types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::{History, Round};
use super::hand_types::HandTypes;
use super::held::{JokersSeen, JokersTimeline};
use super::observation::{Observation, Seen};
use super::run_log::{JokersHeld, RoundPlayed, RunLog};
use super::tracker::Tracker;
use crate::balatro::model::hand_type::HandType;

/// Follows one run as [`Tracker`] does, and its jokers and hand types beside. What it has seen can be written down and
/// read back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RunTracker {
    tracker: Tracker,
    jokers: JokersTimeline,
    hand_types: HandTypes,
}

/// All that is known of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunFacts {
    /// The run, its rounds and hands.
    pub history: History,
    /// Jokers held, by time, where they or the round changed.
    pub jokers: Vec<JokersSeen>,
    /// Hand types by round and number of the hand, where they are known (H5).
    pub hand_types: BTreeMap<(i32, i32), HandType>,
}

impl RunTracker {
    /// Takes in an observation. Amortized constant time where observations come in the order of their time.
    pub fn observe(&mut self, observation: &Observation<'_>) {
        if let Seen::State(state) = &observation.seen {
            self.jokers.observe(observation.time_us, observation.position, state);
            self.hand_types.observe(observation.time_us, state);
        }
        self.tracker.observe(observation);
    }

    /// All that follows from what was seen so far. Linear in what is held.
    pub fn facts(&mut self) -> RunFacts {
        RunFacts {
            history: self.tracker.history(),
            jokers: self.jokers.seen().to_vec(),
            hand_types: self.hand_types.types().clone(),
        }
    }

    /// Bytes it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.tracker.memory_bytes() + self.jokers.memory_bytes() + self.hand_types.memory_bytes()
    }
}

impl RunFacts {
    /// The run as the rules M1 to M5 take it. A round that is not over yet has no hands and discards, since they would
    /// still change.
    #[must_use]
    pub fn run_log(&self) -> RunLog {
        let run = &self.history.run;
        let held =
            |seen: &JokersSeen| JokersHeld { time_us: seen.time_us, names: seen.names().map(str::to_owned).collect() };
        RunLog {
            outcome: run.outcome,
            ante: run.ante_max.map(i64::from),
            score: run.hand_score_max,
            jokers: self.jokers.iter().map(held).collect(),
            rounds: self.history.rounds.iter().map(|round| self.round_played(round)).collect(),
        }
    }

    fn round_played(&self, round: &Round) -> RoundPlayed {
        let is_over = round.beaten.is_some() || self.history.rounds.iter().any(|later| later.round > round.round);
        let hands = self.history.hands.iter().filter(|hand| hand.round == round.round);
        let count = |number: i32| u32::try_from(number).unwrap_or(0);
        RoundPlayed {
            started_us: round.started_at_us,
            ended_us: hands.filter_map(|hand| hand.played_at_us).max().unwrap_or(round.started_at_us),
            boss: round.blind_name.clone().filter(|_| round.blind_boss == Some(true)),
            hands: if is_over { count(round.hands_played) } else { 0 },
            discards: if is_over { count(round.discards_used.unwrap_or(0)) } else { 0 },
        }
    }
}
