//! Games in lockstep whose actions, rewards, flags and observations lie in this module's memory.

use ludograph_engine::brigade::{
    Action, AgentSpec, AutoReset, Batch, BatchOptions, BatchOutput, GameOptions, LANES_MAX, Mode, Stream,
    actions_from_flat,
};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::actions::read_flat;
use crate::error::{LastError, Refused};
use crate::input::{expect_bytes, read_agent, read_json, read_scenario};
use crate::lane_teams::LaneTeams;

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
    pub(crate) error: LastError,
}

#[wasm_bindgen]
impl BatchCore {
    /// Games at their first night. `team` is a JSON list of built-in agents, or a number of agents as text.
    ///
    /// # Errors
    /// `unknown_name`, `json`, `argument`, `count`, `exhausted`.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "plain values cross the border faster than an object")]
    pub fn new(
        scenario: &str,
        team: &str,
        lanes: u32,
        rules: &str,
        seed: u64,
        nights_max: u32,
        auto_reset: &str,
        layout: &str,
        observes: bool,
        stream: &str,
    ) -> Result<Self, Refused> {
        let scenario = read_scenario(scenario)?;
        let (agents, team) = read_team(team)?;
        let lanes = lanes as usize;
        if lanes == 0 || lanes > LANES_MAX {
            return Err(Refused::new("argument", format!("lanes: {lanes} is outside 1..={LANES_MAX}")));
        }
        scenario.validate(agents)?;
        let options = BatchOptions {
            game: GameOptions { rules: rules.parse()?, seed, nights_max },
            auto_reset: auto_reset.parse::<AutoReset>()?,
            layout: layout.parse()?,
        };
        let two_phase = scenario.commitment_mode == ludograph_engine::brigade::CommitmentMode::TwoPhase;
        let row = options.layout.len(scenario.num_houses, agents, two_phase);
        let seats = lanes * agents;
        let lane_bytes = 160 + usize::from(scenario.num_houses) * 5;
        let seat_bytes = 64 + if observes { row * 4 } else { 0 } + if team.is_some() { 400 } else { 0 };
        expect_bytes("the batch", lanes.saturating_mul(lane_bytes).saturating_add(seats.saturating_mul(seat_bytes)))?;
        let stream = if stream == "companion" { Stream::Companion } else { Stream::PerAgent };
        let teams = team.map(|team| LaneTeams::new(&team, lanes, stream, seed)).transpose()?;
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
            error: LastError::default(),
        })
    }

    /// Plays one night with the actions at `actions_at` (and the signals at `signals_at`); below 0 an error.
    pub fn step(&mut self) -> i32 {
        let houses = self.batch.num_houses();
        let read = read_actions(&self.flat, self.batch.num_agents(), houses, &mut self.actions)
            .and_then(|()| self.read_signals())
            .and_then(|()| self.play(self.observes));
        match read {
            Ok(()) => 0,
            Err(refused) => self.error.keep(refused),
        }
    }

    /// Writes what everybody sees now to `observations_at`; below 0 an error.
    pub fn observe(&mut self) -> i32 {
        let numbers = self.rewards.len() * self.batch.observation_len();
        if let Err(refused) = expect_bytes("the observations", numbers * 4) {
            return self.error.keep(refused);
        }
        self.observations.resize(numbers, 0.0);
        match self.batch.observe(&mut self.observations) {
            Ok(()) => 0,
            Err(error) => self.error.keep(error),
        }
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

    /// The text of the last error, once.
    pub fn take_error(&mut self) -> String {
        self.error.take()
    }

    /// L·N·3 whole numbers of 32 bits.
    #[must_use]
    pub fn actions_at(&self) -> usize {
        self.flat.as_ptr() as usize
    }

    /// L·N whole numbers of 32 bits in a two-phase game.
    #[must_use]
    pub fn signals_at(&self) -> usize {
        self.flat_signals.as_ptr() as usize
    }

    /// L·N floats of 32 bits.
    #[must_use]
    pub fn rewards_at(&self) -> usize {
        self.rewards.as_ptr() as usize
    }

    /// L bytes.
    #[must_use]
    pub fn done_at(&self) -> usize {
        self.done.as_ptr() as usize
    }

    /// L bytes.
    #[must_use]
    pub fn truncated_at(&self) -> usize {
        self.truncated.as_ptr() as usize
    }

    /// [`BatchCore::observations_len`] floats of 32 bits.
    #[must_use]
    pub fn observations_at(&self) -> usize {
        self.observations.as_ptr() as usize
    }

    /// How many numbers lie at `observations_at`.
    #[must_use]
    pub fn observations_len(&self) -> usize {
        self.observations.len()
    }

    /// How many numbers one agent's observation has.
    #[must_use]
    pub fn observation_len(&self) -> usize {
        self.batch.observation_len()
    }

    /// How many agents a game has.
    #[must_use]
    pub fn num_agents(&self) -> usize {
        self.batch.num_agents()
    }

    /// How many houses a game has.
    #[must_use]
    pub fn num_houses(&self) -> usize {
        usize::from(self.batch.num_houses())
    }

    /// Whether signals are given before the actions.
    #[must_use]
    pub fn is_two_phase(&self) -> bool {
        self.two_phase
    }
}

impl BatchCore {
    pub(crate) fn play(&mut self, observes: bool) -> Result<(), Refused> {
        let mut output = BatchOutput {
            rewards: &mut self.rewards,
            done: &mut self.done,
            truncated: &mut self.truncated,
            observations: observes.then_some(&mut self.observations[..]),
        };
        let round1 = self.two_phase.then_some(&self.round1[..]);
        Ok(self.batch.step(round1, &self.actions, &mut output)?)
    }

    fn read_signals(&mut self) -> Result<(), Refused> {
        for (place, (number, signal)) in self.flat_signals.iter().zip(&mut self.round1).enumerate() {
            *signal = u8::try_from(*number).ok().and_then(|number| Mode::try_from(number).ok()).ok_or_else(|| {
                let (agents, what) = (self.batch.num_agents(), "is neither 0 (rest) nor 1 (work)");
                let (lane, agent) = (place / agents, place % agents);
                Refused::new("action", format!("lane {lane}: agent {agent}: round1 {number} {what}"))
            })?;
        }
        Ok(())
    }
}

/// Reads flat actions of many games; an error names the lane where there is more than one.
pub(crate) fn read_actions(flat: &[i32], agents: usize, houses: u16, actions: &mut [Action]) -> Result<(), Refused> {
    if read_flat(flat, u32::from(houses), actions) {
        return Ok(());
    }
    let games = flat.chunks(agents * 3).zip(actions.chunks_mut(agents)).enumerate();
    for (lane, (flat, actions)) in games {
        if let Err(error) = actions_from_flat(flat, agents, houses, actions) {
            let refused = Refused::from(error);
            return Err(refused.within(&format!("lane {lane}")));
        }
    }
    Ok(())
}

fn read_team(text: &str) -> Result<(usize, Option<Vec<AgentSpec>>), Refused> {
    let value: Value = read_json("agents", text)?;
    match &value {
        Value::Array(list) => {
            let team = list.iter().map(read_agent).collect::<Result<Vec<_>, _>>()?;
            Ok((team.len(), Some(team)))
        }
        _ => {
            let agents = value.as_u64().and_then(|agents| usize::try_from(agents).ok());
            let wrong = || Refused::new("argument", format!("agents: {value} is no number of agents"));
            Ok((agents.ok_or_else(wrong)?, None))
        }
    }
}
