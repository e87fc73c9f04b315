//! One game whose actions and observations lie in this module's memory.

use ludograph_engine::brigade::{
    Action, Game, GameOptions, Layout, Mode, REPLAY_NIGHTS_MAX, REPLAY_VERSION, Replay, Stream, actions_from_flat,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{LastError, Refused};
use crate::input::{expect_bytes, read_json, read_scenario, scenario_json};
use crate::replay::ReplayCore;
use crate::summary::{Tallies, ending_code, ending_name};

/// The actions of a game from its start, for a replay.
#[derive(Debug, Clone)]
enum Kept {
    /// By night, by agent.
    Nights { actions: Vec<Action>, round1: Vec<Mode> },
    /// There is no replay, and why.
    Nothing(&'static str),
}

impl Kept {
    fn from_start() -> Self {
        Self::Nights { actions: Vec::new(), round1: Vec::new() }
    }
}

/// A game. `actions_at`, `signals_at`, `observation_at`, `rewards_at` and `houses_at` are addresses in this module's
/// memory; they stay where they are as long as the game lives.
#[wasm_bindgen]
#[derive(Debug)]
pub struct GameCore {
    game: Game,
    layout: Layout,
    seed: u64,
    keeps: bool,
    kept: Kept,
    tallies: Tallies,
    flat: Vec<i32>,
    flat_signals: Vec<i32>,
    actions: Vec<Action>,
    round1: Vec<Mode>,
    observation: Vec<f32>,
    houses: Vec<u8>,
    error: LastError,
}

#[wasm_bindgen]
impl GameCore {
    /// A game at its first night. `scenario` is a name or JSON.
    ///
    /// # Errors
    /// `unknown_name`, `json`, `argument`, `count`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scenario: &str,
        agents: u32,
        rules: &str,
        seed: u64,
        nights_max: u32,
        layout: &str,
        keeps: bool,
    ) -> Result<Self, Refused> {
        let scenario = read_scenario(scenario)?;
        let (agents, layout) = (agents as usize, layout.parse::<Layout>()?);
        let game = Game::new(&scenario, agents, GameOptions { rules: rules.parse()?, seed, nights_max })?;
        let kept = if keeps { Kept::from_start() } else { Kept::Nothing("it was made with `record: false`") };
        Ok(Self {
            layout,
            seed,
            keeps,
            kept,
            tallies: Tallies::new(agents),
            flat: vec![0; agents * 3],
            flat_signals: vec![0; agents],
            actions: vec![Action::default(); agents],
            round1: vec![Mode::Rest; agents],
            observation: vec![0.0; game.observation_len(layout)],
            houses: vec![0; usize::from(scenario.num_houses)],
            error: LastError::default(),
            game,
        })
    }

    /// Plays one night with the actions that lie at `actions_at`: 0 running, 1 done, 2 truncated, below 0 an error.
    pub fn step(&mut self) -> i32 {
        if let Err(refused) = self.read_actions() {
            return self.error.keep(refused);
        }
        match self.game.step(&self.actions) {
            Ok(ending) => {
                self.after_night(false);
                ending_code(ending)
            }
            Err(error) => self.error.keep(error),
        }
    }

    /// [`GameCore::step`] with the first-round signals that lie at `signals_at`.
    pub fn step_two_phase(&mut self) -> i32 {
        let read = self.read_actions().and_then(|()| self.read_signals());
        if let Err(refused) = read {
            return self.error.keep(refused);
        }
        match self.game.step_two_phase(&self.round1, &self.actions) {
            Ok(ending) => {
                self.after_night(true);
                ending_code(ending)
            }
            Err(error) => self.error.keep(error),
        }
    }

    /// Writes what an agent sees to `observation_at`; below 0 an error.
    pub fn observe(&mut self, agent: u32) -> i32 {
        match self.game.write_observation(self.layout, agent as usize, &mut self.observation) {
            Ok(()) => 0,
            Err(error) => self.error.keep(error),
        }
    }

    /// The text of the last error, once.
    pub fn take_error(&mut self) -> String {
        self.error.take()
    }

    /// Where the next night's actions are read: three numbers an agent.
    #[must_use]
    pub fn actions_at(&self) -> usize {
        self.flat.as_ptr() as usize
    }

    /// Where the next first-round signals are read: one number an agent.
    #[must_use]
    pub fn signals_at(&self) -> usize {
        self.flat_signals.as_ptr() as usize
    }

    /// Where [`GameCore::observe`] writes.
    #[must_use]
    pub fn observation_at(&self) -> usize {
        self.observation.as_ptr() as usize
    }

    /// How many numbers an observation has.
    #[must_use]
    pub fn observation_len(&self) -> usize {
        self.observation.len()
    }

    /// What the last night paid: one 32-bit float an agent.
    #[must_use]
    pub fn rewards_at(&self) -> usize {
        self.game.rewards().as_ptr() as usize
    }

    /// Writes the houses as bytes, and says where.
    pub fn houses_at(&mut self) -> usize {
        let view = self.game.observe(0);
        for (house, byte) in (0..view.num_houses()).zip(&mut self.houses) {
            *byte = view.house(house).into();
        }
        self.houses.as_ptr() as usize
    }

    /// How many agents play.
    #[must_use]
    pub fn num_agents(&self) -> usize {
        self.game.num_agents()
    }

    /// How many houses there are.
    #[must_use]
    pub fn num_houses(&self) -> usize {
        self.houses.len()
    }

    /// The index of the next night.
    #[must_use]
    pub fn night(&self) -> u32 {
        self.game.night()
    }

    /// 0 running, 1 done, 2 truncated.
    #[must_use]
    pub fn ending(&self) -> i32 {
        ending_code(self.game.ending())
    }

    /// Whether signals are given before the actions.
    #[must_use]
    pub fn is_two_phase(&self) -> bool {
        self.game.is_two_phase()
    }

    /// The seed it began with.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// All parameters of the scenario, as JSON.
    ///
    /// # Errors
    /// `internal` if they cannot be written.
    pub fn scenario(&self) -> Result<String, Refused> {
        scenario_json(self.game.scenario())
    }

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

    /// The name of where it stands.
    #[must_use]
    pub fn ending_name(&self) -> String {
        ending_name(self.game.ending()).to_owned()
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
    #[inline]
    fn read_actions(&mut self) -> Result<(), Refused> {
        let houses = u32::try_from(self.houses.len()).unwrap_or(u32::MAX);
        let mut wrong = false;
        for (parts, action) in self.flat.as_chunks::<3>().0.iter().zip(&mut self.actions) {
            let [house, mode, signal] = parts.map(i32::cast_unsigned);
            wrong |= house >= houses || mode > 1 || signal > 1;
            #[expect(clippy::cast_possible_truncation, reason = "a house that is too large is refused below")]
            let house = house as u16;
            *action = Action { house, mode: Mode::work_if(mode == 1), signal: Mode::work_if(signal == 1) };
        }
        if !wrong {
            return Ok(());
        }
        let ring = u16::try_from(houses).unwrap_or(u16::MAX);
        Ok(actions_from_flat(&self.flat, self.game.num_agents(), ring, &mut self.actions)?)
    }

    fn read_signals(&mut self) -> Result<(), Refused> {
        for (agent, (number, signal)) in self.flat_signals.iter().zip(&mut self.round1).enumerate() {
            *signal = u8::try_from(*number).ok().and_then(|number| Mode::try_from(number).ok()).ok_or_else(|| {
                Refused::new("action", format!("agent {agent}: round1 {number} is neither 0 (rest) nor 1 (work)"))
            })?;
        }
        Ok(())
    }

    #[inline]
    fn after_night(&mut self, two_phase: bool) {
        self.tallies.add(&self.game);
        if let Kept::Nights { actions, round1 } = &mut self.kept {
            actions.extend_from_slice(&self.actions);
            if two_phase {
                round1.extend_from_slice(&self.round1);
            }
            let full = self.game.night() > REPLAY_NIGHTS_MAX
                || expect_bytes("the record", actions.len() * size_of::<Action>()).is_err();
            if full {
                self.lose("it has more nights than a replay can hold");
            }
        }
    }

    fn begin_anew(&mut self) {
        self.tallies.clear();
    }

    fn lose(&mut self, why: &'static str) {
        if self.keeps {
            self.kept = Kept::Nothing(why);
        }
    }

    /// Only the tests of this crate look at it as a value.
    #[cfg(test)]
    pub(crate) fn result_value(&self) -> serde_json::Value {
        self.tallies.result(&self.game, self.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::GameCore;

    fn game() -> GameCore {
        GameCore::new("default", 4, "rust_core", 42, 100, "gym", true).unwrap()
    }

    #[test]
    fn a_wrong_action_changes_nothing_and_is_named() {
        let mut game = game();
        let before = game.state().unwrap();
        game.flat = vec![0, 1, 1, 3, 0, 0, 10, 1, 1, 2, 0, 0];
        assert_eq!(game.step(), -1);
        assert_eq!(game.take_error(), "action\tagent 2: house 10 is outside 0..=9");
        game.flat[6] = -1;
        assert_eq!(game.step(), -1);
        assert_eq!(game.take_error(), "action\tagent 2: house -1 is outside 0..=9");
        assert_eq!(game.state().unwrap(), before);
        game.flat[6] = 9;
        assert_eq!(game.step(), 0);
        assert_eq!(game.night(), 1);
        assert_eq!(game.take_error(), "");
    }

    #[test]
    fn a_replay_of_any_game_plays_again() {
        let mut game = game();
        let mut night = 0;
        while game.step() == 0 {
            night += 1;
            game.flat = (0..4).flat_map(|agent| [(night + 3 * agent) % 10, (night + agent) % 2, 1]).collect();
        }
        let replay = game.replay().unwrap();
        let played: serde_json::Value = serde_json::from_str(&replay.play().unwrap()).unwrap();
        assert_eq!(played["result"]["scores"], game.result_value()["scores"]);
        game.reset();
        assert!(game.replay().is_err());
        game.reset_with_seed(7);
        assert!(game.replay().is_ok());
    }
}
