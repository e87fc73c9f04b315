//! A game's state, what it came to, and its record.

use ludograph_engine::brigade::{Action, Mode, REPLAY_VERSION, Replay, Stream};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;
use crate::game::GameCore;
use crate::input::read_json;
use crate::replay::ReplayCore;

/// The actions of a game from its start, for a replay.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    /// By night, by agent.
    Nights { actions: Vec<Action>, round1: Vec<Mode> },
    /// There is no replay, and why.
    Nothing(&'static str),
}

impl Kept {
    pub(crate) fn from_start() -> Self {
        Self::Nights { actions: Vec::new(), round1: Vec::new() }
    }
}

#[wasm_bindgen]
impl GameCore {
    /// Begins the game of a seed.
    pub fn reset_with_seed(&mut self, seed: u64) {
        self.game.reset_with_seed(seed);
        self.seed = seed;
        self.begin_anew();
        if self.keeps {
            self.kept = Kept::from_start();
        }
    }

    /// Begins another game on the running random stream.
    pub fn reset(&mut self) {
        self.game.reset();
        self.begin_anew();
        self.lose("it was reset without a seed");
    }

    /// Everything that changes, as JSON.
    ///
    /// # Errors
    /// `internal` if it cannot be written.
    pub fn state(&self) -> Result<String, Refused> {
        serde_json::to_string(&self.game.state()).map_err(|error| Refused::new("internal", error.to_string()))
    }

    /// Puts a state in place of the game's own.
    ///
    /// # Errors
    /// `json`, `count`, `action`, `argument`. Nothing has changed then.
    pub fn set_state(&mut self, json: &str) -> Result<(), Refused> {
        let state = read_json("state", json)?;
        self.game.set_state(&state)?;
        self.tallies.clear();
        self.lose("its state was set");
        Ok(())
    }

    /// What it has come to so far, as JSON.
    #[must_use]
    pub fn result(&self) -> String {
        self.tallies.result(&self.game, self.seed).to_string()
    }

    /// The game to keep.
    ///
    /// # Errors
    /// `replay` where nothing was recorded.
    pub fn replay(&self) -> Result<ReplayCore, Refused> {
        let (actions, round1) = match &self.kept {
            Kept::Nights { actions, round1 } => (actions, round1),
            Kept::Nothing(why) => return Err(Refused::new("replay", format!("the game has no replay: {why}"))),
        };
        let agents = self.game.num_agents();
        Ok(ReplayCore::of(Replay {
            version: REPLAY_VERSION,
            scenario: self.game.scenario().clone(),
            rules: self.game.rules(),
            seed: self.seed,
            nights_max: self.game.nights_max(),
            stream: Stream::default(),
            num_agents: agents,
            agents: Vec::new(),
            actions: actions.chunks(agents).map(<[Action]>::to_vec).collect(),
            round1: round1.chunks(agents).map(<[Mode]>::to_vec).collect(),
            scores: self.tallies.scores.clone(),
            fingerprint: self.game.state().fingerprint(),
        }))
    }
}

impl GameCore {
    fn begin_anew(&mut self) {
        self.tallies.clear();
    }

    pub(crate) fn lose(&mut self, why: &'static str) {
        if self.keeps {
            self.kept = Kept::Nothing(why);
        }
    }
}
