//! One game: made, stepped, looked at, kept.

use std::sync::Arc;

use super::action::{Action, Mode};
use super::bits::{Board, count};
use super::error::BrigadeError;
use super::game_options::{Ending, GameOptions};
use super::night::{ignite_all, play_night, play_packed};
use super::observe::{Flat, Layout, Observation};
use super::plan::Plan;
use super::quick::Memo;
use super::rng::{Draws, Pcg64};
use super::rules::RuleSet;
use super::scenario::Scenario;

#[derive(Debug, Clone)]
pub(super) enum Town {
    Packed(Board<[u64; 1]>),
    Wide(Board<Box<[u64]>>),
}

/// A game of Bucket Brigade. Cloning it forks it: both copies go on with the same random stream.
#[derive(Debug, Clone)]
pub struct Game {
    pub(super) plan: Arc<Plan>,
    pub(super) town: Town,
    pub(super) progress: Vec<f32>,
    pub(super) actions: Vec<Action>,
    pub(super) round1: Vec<Mode>,
    pub(super) rewards: Vec<f32>,
    pub(super) night: u32,
    pub(super) ending: Ending,
    pub(super) nights_max: u32,
    pub(super) random: Pcg64,
    pub(super) memo: Memo<4>,
}

impl Game {
    /// A game at its first night: the first fires are lit from the seed.
    ///
    /// # Errors
    /// As [`Scenario::validate`], and [`BrigadeError::Range`] for a cap of no nights.
    #[inline]
    pub fn new(scenario: &Scenario, agents: usize, options: GameOptions) -> Result<Self, BrigadeError> {
        Self::of_plan(Arc::new(Plan::new(scenario, agents, options.rules)?), options)
    }

    #[inline]
    pub(crate) fn of_plan(plan: Arc<Plan>, options: GameOptions) -> Result<Self, BrigadeError> {
        if options.nights_max == 0 {
            return Err(BrigadeError::Range { field: "nights_max", value: 0, least: 1, most: i64::from(u32::MAX) });
        }
        let town =
            if plan.is_packed() { Town::Packed(Board::packed(0, 0)) } else { Town::Wide(Board::wide(plan.words)) };
        let progress = vec![0.0; if plan.continuous { usize::from(plan.houses) } else { 0 }];
        let mut game = Self {
            progress,
            town,
            actions: vec![Action::default(); plan.agents],
            round1: vec![Mode::Rest; plan.agents],
            rewards: vec![0.0; plan.agents],
            night: 0,
            ending: Ending::Running,
            nights_max: options.nights_max,
            random: Pcg64::new(options.seed),
            memo: Memo::default(),
            plan,
        };
        game.reset();
        Ok(game)
    }

    /// Forces the general path whatever the size of the ring, to compare it with the packed one.
    #[cfg(test)]
    pub(crate) fn widen(&mut self) {
        if let Town::Packed(board) = &self.town {
            let mut wide = Board::wide(1);
            (wide.burning[0], wide.ruined[0]) = (board.burning[0], board.ruined[0]);
            self.town = Town::Wide(wide);
        }
    }

    /// Begins a new game on the running random stream, as the upstream's Rust core does: this is another game than the
    /// one [`Game::new`] began with.
    pub fn reset(&mut self) {
        if let (Some(quick), Town::Packed(board)) = (&self.plan.quick, &mut self.town)
            && let (Some(actions), Some(rewards)) = (self.actions.as_mut_array(), self.rewards.as_mut_array())
        {
            (board.burning, board.ruined) = ([quick.begin(&mut self.random)], [0]);
            self.memo = quick.fresh();
            // Such a game has no progress and no first round.
            (*actions, *rewards) = ([Action::default(); 4], [0.0; 4]);
            (self.night, self.ending) = (0, Ending::Running);
            return;
        }
        let mut random = self.random;
        self.begin(&mut random);
        self.random = random;
    }

    /// Begins the game of a seed.
    pub fn reset_with_seed(&mut self, seed: u64) {
        self.random = Pcg64::new(seed);
        self.reset();
    }

    pub(super) fn begin<D: Draws>(&mut self, draws: &mut D) {
        match &mut self.town {
            Town::Packed(board) => ignite_all(&self.plan, board, draws),
            Town::Wide(board) => ignite_all(&self.plan, board, draws),
        }
        self.progress.fill(0.0);
        self.actions.fill(Action::default());
        self.round1.fill(Mode::Rest);
        self.rewards.fill(0.0);
        (self.night, self.ending) = (0, Ending::Running);
    }

    /// Plays one night. Allocates nothing and records nothing. O(agents · houses).
    ///
    /// # Errors
    /// [`BrigadeError::Over`], [`BrigadeError::Commitment`] on a two-phase scenario, [`BrigadeError::Count`] and
    /// [`BrigadeError::House`]. The game is then unchanged.
    #[inline]
    pub fn step(&mut self, actions: &[Action]) -> Result<Ending, BrigadeError> {
        if let (Some(quick), Town::Packed(board), Ending::Running) = (&self.plan.quick, &mut self.town, self.ending)
            && let (Some(chosen), Some(kept)) = (actions.as_array(), self.actions.as_mut_array())
            && let Some(rewards) = self.rewards.as_mut_array()
            && quick.admits(chosen)
        {
            let (burning, ruined) = (&mut board.burning[0], &mut board.ruined[0]);
            let done = quick.play(burning, ruined, self.night, chosen, &mut self.random, &mut self.memo, rewards);
            // Last, because agents wrote them just now in small pieces: reading them as one piece any earlier waits
            // until the pieces have reached the cache.
            *kept = *chosen;
            return Ok(self.count_night(done));
        }
        self.step_in_general(actions)
    }

    #[inline(never)]
    fn step_in_general(&mut self, actions: &[Action]) -> Result<Ending, BrigadeError> {
        self.refuse_commitment(false)?;
        self.admit(actions)?;
        let mut random = self.random;
        let ending = self.advance(&mut random);
        self.random = random;
        Ok(ending)
    }

    /// Plays one night of a two-phase game: `round1` are the signals given before the actions were chosen. They bind
    /// nobody and are seen in the observation until the next call.
    ///
    /// # Errors
    /// As [`Game::step`], with [`BrigadeError::Commitment`] on a simultaneous scenario.
    pub fn step_two_phase(&mut self, round1: &[Mode], actions: &[Action]) -> Result<Ending, BrigadeError> {
        self.refuse_commitment(true)?;
        BrigadeError::expect_count("round1 signals", self.plan.agents, round1.len())?;
        self.admit(actions)?;
        self.round1.copy_from_slice(round1);
        let mut random = self.random;
        let ending = self.advance(&mut random);
        self.random = random;
        Ok(ending)
    }

    /// Lets agents who wait for the first round see its signals, before the night is played.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] unless there is one signal an agent.
    pub fn show_round1(&mut self, round1: &[Mode]) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("round1 signals", self.plan.agents, round1.len())?;
        self.round1.copy_from_slice(round1);
        Ok(())
    }

    /// Whether signals are given before the actions.
    #[inline]
    #[must_use]
    pub fn is_two_phase(&self) -> bool {
        self.plan.two_phase
    }

    #[inline]
    pub(super) fn refuse_commitment(&self, two_phase: bool) -> Result<(), BrigadeError> {
        match (self.plan.two_phase, two_phase) {
            (true, false) => Err(BrigadeError::Commitment { mode: "two_phase", call: "step_two_phase" }),
            (false, true) => Err(BrigadeError::Commitment { mode: "simultaneous", call: "step" }),
            _ => Ok(()),
        }
    }

    /// Checks the actions and takes them over, as they will be carried out.
    #[inline]
    pub(super) fn admit(&mut self, actions: &[Action]) -> Result<(), BrigadeError> {
        if self.ending != Ending::Running {
            return Err(BrigadeError::Over { nights: self.night });
        }
        self.plan.check(actions)?;
        if self.plan.adjacent_only {
            for (agent, (kept, action)) in self.actions.iter_mut().zip(actions).enumerate() {
                *kept = self.plan.sanitise(agent, *action);
            }
        } else {
            self.actions.copy_from_slice(actions);
        }
        Ok(())
    }

    #[inline]
    pub(super) fn advance<D: Draws>(&mut self, draws: &mut D) -> Ending {
        let (plan, progress, night) = (&self.plan, &mut self.progress[..], self.night);
        let (actions, rewards) = (&self.actions[..], &mut self.rewards[..]);
        let done = match &mut self.town {
            Town::Packed(board) => play_packed(plan, board, progress, night, actions, draws, &mut self.memo, rewards),
            Town::Wide(board) => play_night(plan, board, progress, night, actions, draws, rewards),
        };
        self.count_night(done)
    }

    #[inline]
    fn count_night(&mut self, done: bool) -> Ending {
        self.night = self.night.saturating_add(1);
        self.ending = if done {
            Ending::Done
        } else if self.night >= self.nights_max {
            Ending::Truncated
        } else {
            Ending::Running
        };
        self.ending
    }

    /// Where the game stands.
    #[inline]
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// What the last night paid, one entry per agent.
    #[inline]
    #[must_use]
    pub fn rewards(&self) -> &[f32] {
        &self.rewards
    }

    /// The index of the next night, which is the number of nights played.
    #[inline]
    #[must_use]
    pub fn night(&self) -> u32 {
        self.night
    }

    /// The last night's actions as they were carried out: locations, modes, signals.
    #[inline]
    #[must_use]
    pub fn last_actions(&self) -> &[Action] {
        &self.actions
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.plan.scenario
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        self.plan.rules
    }

    /// The cap on nights.
    #[must_use]
    pub fn nights_max(&self) -> u32 {
        self.nights_max
    }

    /// How many agents play.
    #[must_use]
    pub fn num_agents(&self) -> usize {
        self.plan.agents
    }

    /// How many houses are safe, burning and ruined.
    #[must_use]
    pub fn counts(&self) -> [u32; 3] {
        let (burning, ruined) = self.sets();
        let (burning, ruined) = (count(burning), count(ruined));
        [u32::from(self.plan.houses) - burning - ruined, burning, ruined]
    }

    #[inline]
    pub(super) fn sets(&self) -> (&[u64], &[u64]) {
        match &self.town {
            Town::Packed(board) => (&board.burning, &board.ruined),
            Town::Wide(board) => (&board.burning, &board.ruined),
        }
    }

    /// What an agent sees. An agent that does not exist sees what agent 0 sees.
    #[inline]
    #[must_use]
    pub fn observe(&self, agent: usize) -> Observation<'_> {
        let (burning, ruined) = self.sets();
        Observation {
            agent: if agent < self.plan.agents { agent } else { 0 },
            night: self.night,
            houses: self.plan.houses,
            burning,
            ruined,
            actions: &self.actions,
            round1: &self.round1,
            homes: &self.plan.homes,
            info: &self.plan.info,
        }
    }

    /// How many numbers one agent's observation has in a layout.
    #[must_use]
    pub fn observation_len(&self, layout: Layout) -> usize {
        layout.len(self.plan.houses, self.plan.agents, self.plan.two_phase)
    }

    /// Writes what one agent sees as numbers.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] unless `out` has [`Game::observation_len`] entries; [`BrigadeError::Range`] for an agent
    /// that does not exist.
    pub fn write_observation(&self, layout: Layout, agent: usize, out: &mut [f32]) -> Result<(), BrigadeError> {
        if agent >= self.plan.agents {
            let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let (value, most) = (whole(agent), whole(self.plan.agents - 1));
            return Err(BrigadeError::Range { field: "agent", value, least: 0, most });
        }
        BrigadeError::expect_count("observation", self.observation_len(layout), out.len())?;
        Flat { view: self.observe(0), two_phase: self.plan.two_phase }.write(layout, agent, out);
        Ok(())
    }
}
