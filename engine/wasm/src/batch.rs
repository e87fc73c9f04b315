//! Games in lockstep whose actions, rewards, flags and observations lie in this module's memory.

use ludograph_engine::brigade::{
    Action, AutoReset, Batch, BatchOptions, BatchOutput, CommitmentMode, GameOptions, LANES_MAX, Layout, Mode,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::actions::{read_flat, read_signals, why_not};
use crate::lane_teams::LaneTeams;
use crate::numbers::{read_scenario, rules};
use crate::refusal::{Kind, Refusal, answer, expect_bytes, float};
use crate::words::stream;

/// L games of N agents. The addresses stay where they are as long as the batch lives, but for the one of
/// [`BatchCore::reserve`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct BatchCore {
    pub(crate) batch: Batch,
    pub(crate) options: BatchOptions,
    pub(crate) teams: Option<LaneTeams>,
    pub(crate) two_phase: bool,
    flat: Vec<i32>,
    flat_signals: Vec<i32>,
    pub(crate) actions: Vec<Action>,
    round1: Vec<Mode>,
    pub(crate) rewards: Vec<f32>,
    pub(crate) sums: Vec<f32>,
    pub(crate) done: Vec<u8>,
    pub(crate) truncated: Vec<u8>,
    pub(crate) observations: Vec<f32>,
    pub(crate) observes: bool,
    pub(crate) reserved: Vec<i32>,
    pub(crate) totals: [f64; 3],
}

#[wasm_bindgen]
impl BatchCore {
    /// Games at their first night. `team` are built-in agents (`numbers::read_team`), or nothing; there are `agents` of
    /// them. Rules, auto-reset and layout by their places in the engine's lists.
    ///
    /// # Errors
    /// What the engine refuses, and what would take too much memory.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "plain values cross the border faster than an object")]
    pub fn new(
        scenario: &[f64],
        agents: usize,
        team: &[f64],
        lanes: usize,
        rule_set: u32,
        seed: u64,
        nights_max: u32,
        auto_reset: u32,
        layout: u32,
        observes: bool,
        stream_code: u32,
    ) -> Result<Self, Refusal> {
        let scenario = read_scenario(scenario);
        if lanes == 0 || lanes > LANES_MAX {
            return Err(Refusal::new(Kind::Range, [float(lanes), 1.0, float(LANES_MAX)], ["lanes", ""]));
        }
        scenario.validate(agents)?;
        let options = BatchOptions {
            game: GameOptions { rules: rules(rule_set), seed, nights_max },
            auto_reset: AutoReset::ALL.get(auto_reset as usize).copied().unwrap_or_default(),
            layout: Layout::ALL.get(layout as usize).copied().unwrap_or_default(),
        };
        let two_phase = scenario.commitment_mode == CommitmentMode::TwoPhase;
        let row = options.layout.len(scenario.num_houses, agents, two_phase);
        let seats = lanes * agents;
        let lane_bytes = 160 + usize::from(scenario.num_houses) * 5;
        let seat_bytes = 64 + if observes { row * 4 } else { 0 } + if team.is_empty() { 0 } else { 400 };
        expect_bytes("the batch", lanes.saturating_mul(lane_bytes).saturating_add(seats.saturating_mul(seat_bytes)))?;
        let teams = match team {
            [] => None,
            team => Some(LaneTeams::new(team, agents, lanes, stream(stream_code), seed)?),
        };
        Ok(Self {
            batch: Batch::new(&scenario, agents, lanes, options)?,
            options,
            teams,
            two_phase,
            flat: vec![0; seats * 3],
            flat_signals: vec![0; if two_phase { seats } else { 0 }],
            actions: vec![Action::default(); seats],
            round1: vec![Mode::Rest; if two_phase { seats } else { 0 }],
            rewards: vec![0.0; seats],
            sums: vec![0.0; seats],
            done: vec![0; lanes],
            truncated: vec![0; lanes],
            observations: vec![0.0; if observes { seats * row } else { 0 }],
            observes,
            reserved: Vec::new(),
            totals: [0.0; 3],
        })
    }

    /// Plays one night with the actions at `actions_at` (and the signals at `signals_at`); below 0 an error.
    pub fn step(&mut self) -> i32 {
        answer(self.try_step())
    }

    /// Writes what everybody sees now to `observations_at`; below 0 an error.
    pub fn observe(&mut self) -> i32 {
        answer(self.try_observe())
    }

    /// Begins anew in all lanes, lane i with `seed + i`.
    pub fn reset(&mut self, seed: u64) {
        self.batch.reset(seed);
        if let Some(teams) = &mut self.teams {
            teams.begin(seed);
        }
        self.done.fill(0);
        self.truncated.fill(0);
        self.rewards.fill(0.0);
    }

    /// A number by its place in `BATCH` of `package/src/places.ts`.
    ///
    /// Addresses: 0 actions (L·N·3 whole numbers of 32 bits), 1 first-round signals (L·N, of a two-phase game), 2 rewards
    /// (L·N 32-bit floats), 3 and 4 where the rules and where the cap ended a game (L bytes), 5 observations (32-bit
    /// floats). Counts: 6 numbers of all observations, 7 numbers of one, 8 houses. 9 is whether signals come first.
    #[must_use]
    pub fn number(&self, which: u32) -> usize {
        match which {
            0 => self.flat.as_ptr() as usize,
            1 => self.flat_signals.as_ptr() as usize,
            2 => self.rewards.as_ptr() as usize,
            3 => self.done.as_ptr() as usize,
            4 => self.truncated.as_ptr() as usize,
            5 => self.observations.as_ptr() as usize,
            6 => self.observations.len(),
            7 => self.batch.observation_len(),
            8 => usize::from(self.batch.num_houses()),
            _ => usize::from(self.two_phase),
        }
    }
}

impl BatchCore {
    fn try_step(&mut self) -> Result<(), Refusal> {
        read_actions(&self.flat, self.batch.num_agents(), self.batch.num_houses(), &mut self.actions)?;
        if self.two_phase {
            let agents = self.batch.num_agents();
            let lanes = self.flat_signals.chunks(agents).zip(self.round1.chunks_mut(agents)).enumerate();
            for (lane, (flat, signals)) in lanes {
                read_signals(flat, signals).map_err(|refusal| refusal.in_lane(lane))?;
            }
        }
        self.play(self.observes)
    }

    fn try_observe(&mut self) -> Result<(), Refusal> {
        let numbers = self.rewards.len() * self.batch.observation_len();
        expect_bytes("the observations", numbers * 4)?;
        self.observations.resize(numbers, 0.0);
        Ok(self.batch.observe(&mut self.observations)?)
    }

    pub(crate) fn play(&mut self, observes: bool) -> Result<(), Refusal> {
        let mut output = BatchOutput {
            rewards: &mut self.rewards,
            done: &mut self.done,
            truncated: &mut self.truncated,
            observations: observes.then_some(&mut self.observations[..]),
        };
        let round1 = self.two_phase.then_some(&self.round1[..]);
        Ok(self.batch.step(round1, &self.actions, &mut output)?)
    }
}

/// Reads flat actions of many games; an error names the lane.
pub(crate) fn read_actions(flat: &[i32], agents: usize, houses: u16, actions: &mut [Action]) -> Result<(), Refusal> {
    if read_flat(flat, u32::from(houses), actions) {
        return Ok(());
    }
    let games = flat.chunks(agents * 3).zip(actions.chunks_mut(agents)).enumerate();
    for (lane, (flat, actions)) in games {
        why_not(flat, agents, houses, actions).map_err(|refusal| refusal.in_lane(lane))?;
    }
    Ok(())
}
