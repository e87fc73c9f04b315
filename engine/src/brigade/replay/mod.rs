//! A game kept: scenario, rules, seed, agents and actions, from which it comes out again to the same bytes.
//!
//! Two forms hold the same: JSON, and a compact binary one (its layout is in the module `binary`). The upstream's replays,
//! which lack seed and rules, are read as [`UpstreamReplay`]s.

mod binary;
mod bitstream;
mod upstream;

use serde::{Deserialize, Serialize};

use super::action::{Action, Mode};
use super::agent::{AgentSpec, Stream};
use super::error::BrigadeError;
use super::game::Game;
use super::game_options::{Ending, GameOptions};
use super::limits::REPLAY_NIGHTS_MAX;
use super::play::{Match, Player};
use super::rules::RuleSet;
use super::scenario::Scenario;

pub use upstream::{UpstreamNight, UpstreamReplay, UpstreamShape};

/// The version both forms carry.
pub const REPLAY_VERSION: u32 = 1;

/// A recorded game.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// [`REPLAY_VERSION`].
    pub version: u32,
    /// All parameters.
    pub scenario: Scenario,
    /// The rules.
    pub rules: RuleSet,
    /// The seed of the game, as text in JSON: readers there lose digits of large numbers.
    #[serde(with = "as_text")]
    pub seed: u64,
    /// The cap on nights.
    pub nights_max: u32,
    /// Where the agents drew.
    pub stream: Stream,
    /// How many agents played.
    pub num_agents: usize,
    /// The agents in the order of seats; empty if they are not the engine's.
    #[serde(default)]
    pub agents: Vec<AgentSpec>,
    /// For each night, for each agent, what it chose.
    pub actions: Vec<Vec<Action>>,
    /// For each night of a two-phase game, for each agent, its first-round signal; else empty.
    #[serde(default)]
    pub round1: Vec<Vec<Mode>>,
    /// Each agent's sum of rewards.
    pub scores: Vec<f32>,
    /// Fingerprint of the game's last state, which depends on every draw and reward before it.
    #[serde(with = "as_text")]
    pub fingerprint: u64,
}

mod as_text {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Replay {
    /// Plays a match's game of a seed and keeps it.
    ///
    /// # Errors
    /// As [`Player::new`]; [`BrigadeError::Range`] for a cap of more than [`REPLAY_NIGHTS_MAX`] nights.
    pub fn record(play: &Match, seed: u64) -> Result<Self, BrigadeError> {
        check_nights(play.nights_max)?;
        let mut player = Player::new(play)?;
        let (mut actions, mut round1) = (Vec::new(), Vec::new());
        let two_phase = player.game().is_two_phase();
        let summary = player.play_watched(seed, |_, chosen, signals| {
            actions.push(chosen.to_vec());
            if two_phase {
                round1.push(signals.to_vec());
            }
        })?;
        Ok(Self {
            version: REPLAY_VERSION,
            scenario: play.scenario.clone(),
            rules: play.rules,
            seed,
            nights_max: play.nights_max,
            stream: play.stream,
            num_agents: play.agents.len(),
            agents: play.agents.clone(),
            actions,
            round1,
            scores: summary.scores,
            fingerprint: player.game().state().fingerprint(),
        })
    }

    /// Plays the recorded actions again, shows the game at its start and after each night, and compares the outcome.
    /// Returns the game at its end.
    ///
    /// # Errors
    /// As [`Game::new`] and [`Game::step`]; [`BrigadeError::Diverged`] if it does not come out as recorded.
    pub fn simulate(&self, mut watch: impl FnMut(&Game)) -> Result<Game, BrigadeError> {
        self.check()?;
        let options = GameOptions { rules: self.rules, seed: self.seed, nights_max: self.nights_max };
        let mut game = Game::new(&self.scenario, self.num_agents, options)?;
        let mut scores = vec![0.0_f32; self.num_agents];
        watch(&game);
        for (night, actions) in self.actions.iter().enumerate() {
            if game.is_two_phase() {
                game.step_two_phase(self.round1.get(night).map_or(&[], Vec::as_slice), actions)?;
            } else {
                game.step(actions)?;
            }
            scores.iter_mut().zip(game.rewards()).for_each(|(sum, reward)| *sum += reward);
            watch(&game);
        }
        let diverged = |what| Err(BrigadeError::Diverged { night: game.night(), what });
        let equal = |one: &f32, other: &f32| one.to_bits() == other.to_bits();
        if scores.len() != self.scores.len() || !scores.iter().zip(&self.scores).all(|(one, other)| equal(one, other)) {
            return diverged("scores");
        }
        if game.state().fingerprint() != self.fingerprint {
            return diverged("last state");
        }
        Ok(game)
    }

    /// Lets the recorded agents play again and compares what they choose, night by night.
    ///
    /// # Errors
    /// As [`Player::new`]; [`BrigadeError::Count`] if the replay names no agents; [`BrigadeError::Diverged`].
    pub fn replay_agents(&self) -> Result<(), BrigadeError> {
        self.check()?;
        BrigadeError::expect_count("agents", self.num_agents, self.agents.len())?;
        let play = Match {
            scenario: self.scenario.clone(),
            agents: self.agents.clone(),
            rules: self.rules,
            nights_max: self.nights_max,
            stream: self.stream,
        };
        let again = Self::record(&play, self.seed)?;
        let differs = again.actions.iter().zip(&self.actions).position(|(one, other)| one != other);
        let shorter = again.actions.len().min(self.actions.len());
        if let Some(night) = differs.or((again.actions.len() != self.actions.len()).then_some(shorter)) {
            let night = u32::try_from(night).unwrap_or(u32::MAX);
            return Err(BrigadeError::Diverged { night, what: "actions" });
        }
        if again == *self { Ok(()) } else { Err(BrigadeError::Diverged { night: 0, what: "outcome" }) }
    }

    /// How the recorded game ended.
    ///
    /// # Errors
    /// As [`Replay::simulate`].
    pub fn ending(&self) -> Result<Ending, BrigadeError> {
        Ok(self.simulate(|_| {})?.ending())
    }

    /// What makes a replay unreadable: another version, too many nights.
    fn check(&self) -> Result<(), BrigadeError> {
        if self.version != REPLAY_VERSION {
            let known = i64::from(REPLAY_VERSION);
            let value = i64::from(self.version);
            return Err(BrigadeError::Range { field: "version", value, least: known, most: known });
        }
        check_nights(u32::try_from(self.actions.len()).unwrap_or(u32::MAX))
    }

    /// Reads a replay.
    ///
    /// # Errors
    /// [`BrigadeError::Json`] for text that is none; [`BrigadeError::Range`] for another version.
    pub fn from_json(text: &str) -> Result<Self, BrigadeError> {
        let replay: Self = crate::json::read(text).map_err(|error| BrigadeError::json("replay", &error))?;
        replay.check()?;
        Ok(replay)
    }

    /// The replay as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Plain fields with text keys: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn check_nights(nights: u32) -> Result<(), BrigadeError> {
    if nights <= REPLAY_NIGHTS_MAX {
        return Ok(());
    }
    let most = i64::from(REPLAY_NIGHTS_MAX);
    Err(BrigadeError::Range { field: "nights", value: i64::from(nights), least: 0, most })
}
