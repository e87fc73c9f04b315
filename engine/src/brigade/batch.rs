//! Many games in lockstep for learners: structure of arrays inside, the caller's buffers outside.

use std::sync::Arc;

use super::action::{Action, Mode};
use super::batch_options::{AutoReset, BatchOptions, BatchOutput};
use super::bits::Board;
use super::error::BrigadeError;
use super::night::{ignite_all, play_night, play_packed};
use super::observe::{Flat, Observation};
use super::plan::Plan;
use super::quick::Memo;
use super::rng::Pcg64;
use super::rules::RuleSet;
use super::scenario::Scenario;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    Running,
    Done,
    Truncated,
}

/// Games of one scenario in lockstep. A lane plays exactly the games that a [`super::Game`] with its seed would play.
#[derive(Debug, Clone)]
pub struct Batch {
    plan: Arc<Plan>,
    options: BatchOptions,
    lanes: usize,
    burning: Vec<u64>,
    ruined: Vec<u64>,
    progress: Vec<f32>,
    actions: Vec<Action>,
    round1: Vec<Mode>,
    night: Vec<u32>,
    flags: Vec<Flag>,
    random: Vec<Pcg64>,
    memo: Vec<Memo<4>>,
    /// For rings of more than one word.
    scratch: Board<Box<[u64]>>,
}

/// The most lanes of a batch.
pub const LANES_MAX: usize = 1 << 20;

impl Batch {
    /// `lanes` games at their first night.
    ///
    /// # Errors
    /// As [`super::Game::new`]; [`BrigadeError::Range`] for no lanes or more than [`LANES_MAX`].
    #[inline]
    pub fn new(scenario: &Scenario, agents: usize, lanes: usize, options: BatchOptions) -> Result<Self, BrigadeError> {
        let range = |field, value: usize, least, most| BrigadeError::Range {
            field,
            value: i64::try_from(value).unwrap_or(i64::MAX),
            least,
            most,
        };
        if lanes == 0 || lanes > LANES_MAX {
            return Err(range("lanes", lanes, 1, 1 << 20));
        }
        if options.game.nights_max == 0 {
            return Err(range("nights_max", 0, 1, i64::from(u32::MAX)));
        }
        let plan = Arc::new(Plan::new(scenario, agents, options.game.rules)?);
        let fires = if plan.continuous { lanes * usize::from(plan.houses) } else { 0 };
        let mut batch = Self {
            burning: vec![0; lanes * plan.words],
            ruined: vec![0; lanes * plan.words],
            progress: vec![0.0; fires],
            actions: vec![Action::default(); lanes * agents],
            round1: vec![Mode::Rest; lanes * agents],
            night: vec![0; lanes],
            flags: vec![Flag::Running; lanes],
            random: vec![Pcg64::new(0); lanes],
            memo: vec![Memo::default(); lanes],
            scratch: Board::wide(plan.words),
            plan,
            options,
            lanes,
        };
        batch.reset(options.game.seed);
        Ok(batch)
    }

    /// Begins anew in all lanes, lane i with `seed + i`.
    pub fn reset(&mut self, seed: u64) {
        for (lane, offset) in (0_u64..).zip(0..self.lanes).map(|(offset, lane)| (lane, offset)) {
            self.random[lane] = Pcg64::new(seed.wrapping_add(offset));
            self.begin(lane);
        }
    }

    fn begin(&mut self, lane: usize) {
        let words = self.plan.words;
        let range = lane * words..(lane + 1) * words;
        let board = &mut self.scratch;
        ignite_all(&self.plan, board, &mut self.random[lane]);
        self.burning[range.clone()].copy_from_slice(&board.burning);
        self.ruined[range].copy_from_slice(&board.ruined);
        if self.plan.continuous {
            let houses = usize::from(self.plan.houses);
            self.progress[lane * houses..(lane + 1) * houses].fill(0.0);
        }
        let seats = self.seats(lane);
        self.actions[seats.clone()].fill(Action::default());
        self.round1[seats].fill(Mode::Rest);
        (self.night[lane], self.flags[lane]) = (0, Flag::Running);
    }

    fn seats(&self, lane: usize) -> std::ops::Range<usize> {
        lane * self.plan.agents..(lane + 1) * self.plan.agents
    }

    /// Plays one night in every lane. `actions` are L·N, lane after lane; `round1` as many signals on a two-phase
    /// scenario and `None` on others. Allocates nothing. O(lanes · agents · houses).
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a buffer of the wrong length, [`BrigadeError::Lane`] with [`BrigadeError::House`],
    /// [`BrigadeError::Commitment`]. Nothing has changed then.
    pub fn step(
        &mut self,
        round1: Option<&[Mode]>,
        actions: &[Action],
        output: &mut BatchOutput<'_>,
    ) -> Result<(), BrigadeError> {
        self.check(round1, actions, output)?;
        if let Some(round1) = round1 {
            self.round1.copy_from_slice(round1);
        }
        let row = self.observation_len() * self.plan.agents;
        for (lane, chosen) in actions.chunks_exact(self.plan.agents).enumerate() {
            let rewards = &mut output.rewards[lane * self.plan.agents..(lane + 1) * self.plan.agents];
            let flag = self.step_lane(lane, chosen, rewards);
            output.done[lane] = u8::from(flag == Flag::Done);
            output.truncated[lane] = u8::from(flag == Flag::Truncated);
            if let Some(observations) = output.observations.as_deref_mut() {
                self.flat(lane).write_all(self.options.layout, &mut observations[lane * row..(lane + 1) * row]);
            }
        }
        Ok(())
    }

    fn check(&self, round1: Option<&[Mode]>, actions: &[Action], output: &BatchOutput<'_>) -> Result<(), BrigadeError> {
        match (self.plan.two_phase, round1) {
            (true, None) => return Err(BrigadeError::Commitment { mode: "two_phase", call: "step with round1" }),
            (false, Some(_)) => {
                return Err(BrigadeError::Commitment { mode: "simultaneous", call: "step without round1" });
            }
            _ => {}
        }
        let seats = self.lanes * self.plan.agents;
        BrigadeError::expect_count("actions", seats, actions.len())?;
        BrigadeError::expect_count("round1 signals", seats, round1.map_or(seats, <[Mode]>::len))?;
        BrigadeError::expect_count("rewards", seats, output.rewards.len())?;
        BrigadeError::expect_count("done", self.lanes, output.done.len())?;
        BrigadeError::expect_count("truncated", self.lanes, output.truncated.len())?;
        if let Some(observations) = &output.observations {
            BrigadeError::expect_count("observations", seats * self.observation_len(), observations.len())?;
        }
        if actions.iter().fold(0, |most, action| most.max(action.house)) < self.plan.houses {
            return Ok(());
        }
        let check = |(lane, chosen): (usize, &[Action])| {
            self.plan.check(chosen).map_err(|error| BrigadeError::Lane { lane, error: Box::new(error) })
        };
        actions.chunks_exact(self.plan.agents).enumerate().try_for_each(check)
    }

    #[inline]
    fn step_lane(&mut self, lane: usize, chosen: &[Action], rewards: &mut [f32]) -> Flag {
        if self.flags[lane] != Flag::Running {
            rewards.fill(0.0);
            if self.options.auto_reset == AutoReset::NextStep {
                self.begin(lane);
            }
            return self.flags[lane];
        }
        let seats = self.seats(lane);
        let actions = &mut self.actions[seats];
        if self.plan.adjacent_only {
            for (agent, (kept, action)) in actions.iter_mut().zip(chosen).enumerate() {
                *kept = self.plan.sanitise(agent, *action);
            }
        } else {
            actions.copy_from_slice(chosen);
        }
        let done = self.play(lane, rewards);
        self.night[lane] = self.night[lane].saturating_add(1);
        let flag = if done {
            Flag::Done
        } else if self.night[lane] >= self.options.game.nights_max {
            Flag::Truncated
        } else {
            Flag::Running
        };
        self.flags[lane] = flag;
        if flag != Flag::Running && self.options.auto_reset == AutoReset::SameStep {
            self.begin(lane);
        }
        flag
    }

    #[inline]
    fn play(&mut self, lane: usize, rewards: &mut [f32]) -> bool {
        let (plan, night, seats) = (&self.plan, self.night[lane], self.seats(lane));
        let actions = &self.actions[seats];
        let houses = usize::from(plan.houses);
        let progress =
            if plan.continuous { &mut self.progress[lane * houses..(lane + 1) * houses] } else { &mut [][..] };
        let (random, memo) = (&mut self.random[lane], &mut self.memo[lane]);
        if plan.words == 1 {
            let mut board = Board::packed(self.burning[lane], self.ruined[lane]);
            let done = play_packed(plan, &mut board, progress, night, actions, random, memo, rewards);
            (self.burning[lane], self.ruined[lane]) = (board.burning[0], board.ruined[0]);
            return done;
        }
        let range = lane * plan.words..(lane + 1) * plan.words;
        let board = &mut self.scratch;
        board.burning.copy_from_slice(&self.burning[range.clone()]);
        board.ruined.copy_from_slice(&self.ruined[range.clone()]);
        let done = play_night(plan, board, progress, night, actions, random, rewards);
        self.burning[range.clone()].copy_from_slice(&board.burning);
        self.ruined[range].copy_from_slice(&board.ruined);
        done
    }

    /// Writes what everybody sees now, without playing: L·N rows.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a buffer of the wrong length.
    pub fn observe(&self, observations: &mut [f32]) -> Result<(), BrigadeError> {
        let row = self.observation_len() * self.plan.agents;
        BrigadeError::expect_count("observations", self.lanes * row, observations.len())?;
        for (lane, rows) in observations.chunks_exact_mut(row).enumerate() {
            self.flat(lane).write_all(self.options.layout, rows);
        }
        Ok(())
    }

    /// What an agent sees in a lane; `None` for a lane or an agent that does not exist.
    #[inline]
    #[must_use]
    pub fn observation(&self, lane: usize, agent: usize) -> Option<Observation<'_>> {
        let exists = lane < self.lanes && agent < self.plan.agents;
        exists.then(|| Observation { agent, ..self.flat(lane).view })
    }

    #[inline]
    fn flat(&self, lane: usize) -> Flat<'_> {
        let words = lane * self.plan.words..(lane + 1) * self.plan.words;
        let seats = self.seats(lane);
        let view = Observation {
            agent: 0,
            night: self.night[lane],
            houses: self.plan.houses,
            burning: &self.burning[words.clone()],
            ruined: &self.ruined[words],
            actions: &self.actions[seats.clone()],
            round1: &self.round1[seats],
            homes: &self.plan.homes,
            info: &self.plan.info,
        };
        Flat { view, two_phase: self.plan.two_phase }
    }

    /// How many games.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// How many agents a game has.
    #[must_use]
    pub fn num_agents(&self) -> usize {
        self.plan.agents
    }

    /// How many houses a game has.
    #[must_use]
    pub fn num_houses(&self) -> u16 {
        self.plan.houses
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        self.plan.rules
    }

    /// How many numbers one agent's observation has.
    #[must_use]
    pub fn observation_len(&self) -> usize {
        self.options.layout.len(self.plan.houses, self.plan.agents, self.plan.two_phase)
    }
}
