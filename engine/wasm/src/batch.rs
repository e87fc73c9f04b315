//! Games in lockstep whose actions, rewards, flags and observations lie in this module's memory.

use ludograph_engine::brigade::{
    Action, AgentSpec, AutoReset, Batch, BatchOptions, BatchOutput, GameOptions, LANES_MAX, Mode, Stream,
    actions_from_flat,
};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{LastError, Refused};
use crate::input::{expect_bytes, read_agent, read_json, read_scenario};
use crate::lane_teams::LaneTeams;

/// The most numbers that [`BatchCore::reserve`] gives room for.
const ACTION_NUMBERS_MAX: usize = 1 << 26;

/// L games of N agents. The addresses stay where they are as long as the batch lives, but for the one of
/// [`BatchCore::reserve`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct BatchCore {
    batch: Batch,
    options: BatchOptions,
    teams: Option<LaneTeams>,
    two_phase: bool,
    flat: Vec<i32>,
    flat_signals: Vec<i32>,
    actions: Vec<Action>,
    round1: Vec<Mode>,
    rewards: Vec<f32>,
    sums: Vec<f32>,
    done: Vec<u8>,
    truncated: Vec<u8>,
    observations: Vec<f32>,
    observes: bool,
    reserved: Vec<i32>,
    totals: [f64; 3],
    error: LastError,
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

    /// Plays so many nights with the actions at [`BatchCore::reserve`]'s address: three numbers an agent and night, the
    /// same in every lane, or three numbers a lane, agent and night. Rewards are summed. Below 0 an error; nothing has
    /// changed then.
    pub fn step_many(&mut self, nights: u32) -> i32 {
        match self.try_step_many(nights as usize) {
            Ok(()) => 0,
            Err(refused) => self.error.keep(refused),
        }
    }

    /// Lets the built-in agents play so many nights. Rewards are summed. Below 0 an error.
    pub fn run(&mut self, nights: u32) -> i32 {
        match self.try_run(nights) {
            Ok(()) => 0,
            Err(refused) => self.error.keep(refused),
        }
    }

    /// Room for so many numbers, and where it is.
    ///
    /// # Errors
    /// `exhausted` beyond 2^26 numbers.
    pub fn reserve(&mut self, numbers: usize) -> Result<usize, Refused> {
        if numbers > ACTION_NUMBERS_MAX {
            let message = format!("{numbers} numbers of actions at once; at most {ACTION_NUMBERS_MAX} are taken");
            return Err(Refused::new("exhausted", message));
        }
        self.reserved.resize(numbers, 0);
        Ok(self.reserved.as_ptr() as usize)
    }

    /// What the last [`BatchCore::step_many`] or [`BatchCore::run`] played: 0 nights over all lanes, 1 games ended by
    /// their rules, 2 by the cap.
    #[must_use]
    pub fn total(&self, which: usize) -> f64 {
        self.totals.get(which).copied().unwrap_or(0.0)
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
    fn play(&mut self, observes: bool) -> Result<(), Refused> {
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

    fn simultaneous(&self, call: &str) -> Result<(), Refused> {
        if self.two_phase {
            return Err(Refused::new("commitment", format!("{call}: a two-phase scenario is played night by night")));
        }
        Ok(())
    }

    fn try_step_many(&mut self, nights: usize) -> Result<(), Refused> {
        self.simultaneous("stepMany")?;
        let (seats, agents) = (self.actions.len(), self.batch.num_agents());
        let found = self.reserved.len();
        let (whole, shared) = (nights.saturating_mul(seats * 3), nights.saturating_mul(agents * 3));
        if nights == 0 || (found != whole && found != shared) {
            let message = format!("actions: {nights} nights take {shared} or {whole} numbers, got {found}");
            return Err(Refused::new("count", message));
        }
        let mut planned = vec![Action::default(); found / 3];
        read_actions(&self.reserved, agents, self.batch.num_houses(), &mut planned)?;
        let per_night = planned.len() / nights;
        self.begin_totals();
        for night in planned.chunks(per_night.max(1)) {
            // Either all lanes at once, or the same agents' actions lane by lane.
            self.actions.chunks_mut(per_night.max(1)).for_each(|lane| lane.copy_from_slice(night));
            self.play_and_sum()?;
        }
        self.end_totals()
    }

    fn try_run(&mut self, nights: u32) -> Result<(), Refused> {
        self.simultaneous("run")?;
        if self.teams.is_none() {
            return Err(Refused::new("argument", "run: the batch was made with a number of agents, not with a team"));
        }
        self.begin_totals();
        for _ in 0..nights {
            if let Some(teams) = &mut self.teams {
                let (done, truncated) = (&self.done, &self.truncated);
                let over = |lane: usize| done.get(lane) == Some(&1) || truncated.get(lane) == Some(&1);
                teams.choose(&self.batch, over, &mut self.actions);
            }
            self.play_and_sum()?;
        }
        self.end_totals()
    }

    fn begin_totals(&mut self) {
        self.sums.fill(0.0);
        self.totals = [0.0; 3];
    }

    fn play_and_sum(&mut self) -> Result<(), Refused> {
        let waits = self.options.auto_reset != AutoReset::SameStep;
        let before = if waits { self.flags() } else { [0; 2] };
        self.play(false)?;
        self.sums.iter_mut().zip(&self.rewards).for_each(|(sum, reward)| *sum += reward);
        let after = self.flags();
        // A lane that rests raises its flag every night, but has ended once.
        let counted = if self.options.auto_reset == AutoReset::Off { before } else { [0; 2] };
        let played = self.done.len() as u64 - before[0] - before[1];
        let more = [played, after[0] - counted[0].min(after[0]), after[1] - counted[1].min(after[1])];
        #[expect(clippy::cast_precision_loss, reason = "counts of lanes")]
        self.totals.iter_mut().zip(more).for_each(|(total, more)| *total += more as f64);
        Ok(())
    }

    /// How many lanes raise each flag.
    fn flags(&self) -> [u64; 2] {
        [&self.done, &self.truncated].map(|flags| flags.iter().map(|flag| u64::from(*flag)).sum())
    }

    fn end_totals(&mut self) -> Result<(), Refused> {
        self.rewards.copy_from_slice(&self.sums);
        if self.observes {
            self.batch.observe(&mut self.observations)?;
        }
        Ok(())
    }
}

/// Reads flat actions of many games; an error names the lane where there is more than one.
fn read_actions(flat: &[i32], agents: usize, houses: u16, actions: &mut [Action]) -> Result<(), Refused> {
    let ring = u32::from(houses);
    let mut wrong = false;
    for (parts, action) in flat.as_chunks::<3>().0.iter().zip(&mut *actions) {
        let [house, mode, signal] = parts.map(i32::cast_unsigned);
        wrong |= house >= ring || mode > 1 || signal > 1;
        #[expect(clippy::cast_possible_truncation, reason = "a house that is too large is refused below")]
        let house = house as u16;
        *action = Action { house, mode: Mode::work_if(mode == 1), signal: Mode::work_if(signal == 1) };
    }
    if !wrong {
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
