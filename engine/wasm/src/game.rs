//! One game whose actions and observations lie in this module's memory.

use ludograph_engine::brigade::{Action, Ending, Game, GameOptions, Layout, Mode};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::actions::{play, read_flat, read_signals, why_not};
use crate::game_record::Kept;
use crate::numbers::{read_scenario, rules};
use crate::refusal::{Refusal, answer};
use crate::summary::{Tallies, ending_code};

/// A game. `actions_at`, `signals_at`, `observation_at`, `rewards_at` and `houses_at` are addresses in this module's
/// memory; they stay where they are as long as the game lives.
#[wasm_bindgen]
#[derive(Debug)]
pub struct GameCore {
    pub(crate) game: Game,
    layout: Layout,
    pub(crate) kept: Kept,
    pub(crate) tallies: Tallies,
    flat: Vec<i32>,
    flat_signals: Vec<i32>,
    pub(crate) actions: Vec<Action>,
    pub(crate) round1: Vec<Mode>,
    observation: Vec<f32>,
    houses: Vec<u8>,
    last: Vec<u32>,
}

#[wasm_bindgen]
impl GameCore {
    /// A game at its first night; rules and layout by their places in the engine's lists. Where `keeps`, its actions are
    /// kept.
    ///
    /// # Errors
    /// What the engine refuses.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scenario: &[f64],
        agents: usize,
        rule_set: u32,
        seed: u64,
        nights_max: u32,
        layout: u32,
        keeps: bool,
    ) -> Result<Self, Refusal> {
        let scenario = read_scenario(scenario);
        let layout = Layout::ALL.get(layout as usize).copied().unwrap_or_default();
        let game = Game::new(&scenario, agents, GameOptions { rules: rules(rule_set), seed, nights_max })?;
        Ok(Self {
            layout,
            kept: Kept::new(keeps),
            tallies: Tallies::new(agents),
            flat: vec![0; agents * 3],
            flat_signals: vec![0; agents],
            actions: vec![Action::default(); agents],
            round1: vec![Mode::Rest; agents],
            observation: vec![0.0; game.observation_len(layout)],
            houses: vec![0; usize::from(scenario.num_houses)],
            last: vec![0; agents],
            game,
        })
    }

    /// Plays one night with the actions that lie at number 0: 0 running, 1 done, 2 truncated, below 0 an error.
    pub fn step(&mut self) -> i32 {
        self.play(false)
    }

    /// [`GameCore::step`] with the first-round signals that lie at number 1.
    pub fn step_two_phase(&mut self) -> i32 {
        self.play(true)
    }

    /// Writes what an agent sees where number 2 tells; below 0 an error.
    pub fn observe(&mut self, agent: usize) -> i32 {
        answer(self.game.write_observation(self.layout, agent, &mut self.observation))
    }

    /// Writes the houses where number 7 tells, and what was done last where number 17 tells.
    pub fn look(&mut self) {
        let view = self.game.observe(0);
        for (house, byte) in (0..view.num_houses()).zip(&mut self.houses) {
            *byte = view.house(house).into();
        }
        for (action, bits) in view.last_actions().iter().zip(&mut self.last) {
            *bits = action.to_bits();
        }
    }

    /// A number by its place in `GAME` of `package/src/places.ts`.
    ///
    /// Addresses: 0 the next night's actions (three whole numbers of 32 bits an agent), 1 the next first-round signals (one
    /// an agent), 2 what [`GameCore::observe`] wrote (32-bit floats), 3 what the last night paid (a 32-bit float an agent),
    /// 4 to 6 scores (32-bit floats), nights of work and of false signals (whole numbers of 32 bits), 7 what
    /// [`GameCore::look`] wrote (bytes), 8 kept actions (16 bits each: four times the house, two for work, one for a signal
    /// of work), 9 kept first-round signals (bytes). Counts: 10 kept actions, 11 numbers of an observation, 12 houses,
    /// 13 nights played. 14 is how it stands (0 running, 1 done, 2 truncated), 15 whether signals come first, 16 whether
    /// what is kept is a whole game. 17 is another address: what [`GameCore::look`] wrote of the last actions, as they were
    /// carried out (32 bits each, put together as those kept). 18 counts agents.
    #[must_use]
    pub fn number(&self, which: u32) -> usize {
        match which {
            0 => self.flat.as_ptr() as usize,
            1 => self.flat_signals.as_ptr() as usize,
            2 => self.observation.as_ptr() as usize,
            3 => self.game.rewards().as_ptr() as usize,
            4 => self.tallies.scores.as_ptr() as usize,
            5 => self.tallies.worked.as_ptr() as usize,
            6 => self.tallies.lied.as_ptr() as usize,
            7 => self.houses.as_ptr() as usize,
            8 => self.kept.actions().as_ptr() as usize,
            9 => self.kept.round1().as_ptr() as usize,
            10 => self.kept.actions().len(),
            11 => self.observation.len(),
            12 => self.houses.len(),
            13 => self.game.night() as usize,
            14 => usize::from(ending_code(self.game.ending())),
            15 => usize::from(self.game.is_two_phase()),
            16 => usize::from(self.kept.is_whole()),
            17 => self.last.as_ptr() as usize,
            _ => self.last.len(),
        }
    }
}

impl GameCore {
    #[inline]
    fn play(&mut self, two_phase: bool) -> i32 {
        match self.try_play(two_phase) {
            Ok(ending) => {
                self.after_night(two_phase);
                i32::from(ending_code(ending))
            }
            Err(refusal) => refusal.keep(),
        }
    }

    #[inline]
    fn try_play(&mut self, two_phase: bool) -> Result<Ending, Refusal> {
        let houses = u32::try_from(self.houses.len()).unwrap_or(u32::MAX);
        if !read_flat(&self.flat, houses, &mut self.actions) {
            let ring = u16::try_from(houses).unwrap_or(u16::MAX);
            why_not(&self.flat, self.game.num_agents(), ring, &mut self.actions)?;
        }
        if two_phase {
            read_signals(&self.flat_signals, &mut self.round1)?;
        }
        play(&mut self.game, two_phase.then_some(&self.round1[..]), &self.actions)
    }

    #[inline]
    fn after_night(&mut self, two_phase: bool) {
        self.tallies.add(&self.game);
        let round1 = if two_phase { &self.round1[..] } else { &[] };
        self.kept.add(&self.actions, round1, self.game.night());
    }
}

#[cfg(test)]
mod tests {
    use ludograph_engine::brigade::scenario;

    use super::GameCore;
    use crate::refusal::refusal_number;
    use crate::tests::numbers_of;

    fn game() -> GameCore {
        GameCore::new(&numbers_of(scenario("default").unwrap()), 4, 1, 42, 100, 0, true).unwrap()
    }

    #[test]
    fn a_wrong_action_changes_nothing_and_is_named() {
        let mut game = game();
        let before = game.state();
        let refusal = || [0, 1, 2, 3].map(refusal_number);
        game.flat = vec![0, 1, 1, 3, 0, 0, 10, 1, 1, 2, 0, 0];
        assert_eq!((game.step(), refusal()), (-1, [1.0, 2.0, 10.0, 10.0]));
        game.flat[6] = -1;
        assert_eq!((game.step(), refusal()), (-1, [1.0, 2.0, -1.0, 10.0]));
        assert_eq!(game.state(), before);
        game.flat[6] = 9;
        assert_eq!((game.step(), game.number(13)), (0, 1));
    }

    #[test]
    fn a_state_taken_out_can_be_put_back() {
        let (mut one, mut other) = (game(), game());
        for _ in 0..5 {
            one.step();
        }
        assert_eq!(other.set_state(&one.state()), 0);
        assert_eq!((one.step(), one.state()), (other.step(), other.state()));
        assert_eq!(one.number(10), 6 * 4);
        assert_eq!(other.number(10), 0);
    }
}
