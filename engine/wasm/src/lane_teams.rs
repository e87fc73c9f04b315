//! Built-in agents in every lane of a batch.

use ludograph_engine::brigade::{Action, Agent, Batch, Pcg64, Stream};

use crate::numbers::read_built_in;
use crate::refusal::Refusal;

/// One team a lane. An agent's stream begins with the lane's seed and goes on from game to game, as the fires' does.
pub(crate) struct LaneTeams {
    agents: Vec<Box<dyn Agent>>,
    draws: Vec<Pcg64>,
    seats: usize,
    stream: Stream,
}

impl std::fmt::Debug for LaneTeams {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("LaneTeams")
            .field("seats", &self.seats)
            .field("stream", &self.stream)
            .finish_non_exhaustive()
    }
}

impl LaneTeams {
    /// The same team in each of so many lanes; `team` as `numbers::read_team` has it, of so many seats.
    pub(crate) fn new(team: &[f64], seats: usize, lanes: usize, stream: Stream, seed: u64) -> Result<Self, Refusal> {
        let mut agents = Vec::with_capacity(lanes * seats);
        for _ in 0..lanes {
            agents.append(&mut read_built_in(team)?);
        }
        let draws = vec![Pcg64::new(0); agents.len()];
        let mut teams = Self { agents, draws, seats, stream };
        teams.begin(seed);
        Ok(teams)
    }

    /// Prepares for games that have just begun, lane i with `seed + i`.
    pub(crate) fn begin(&mut self, seed: u64) {
        self.agents.iter_mut().for_each(Agent::begin);
        for (lane, draws) in (0_u64..).zip(self.draws.chunks_mut(self.seats.max(1))) {
            let seed = seed.wrapping_add(lane);
            for (seat, draws) in (0_usize..).zip(draws) {
                *draws = match self.stream {
                    Stream::Companion => Pcg64::new(seed),
                    Stream::PerAgent => Stream::of_seat(seed, seat),
                };
            }
        }
    }

    /// Lets everybody choose for the coming night. `over` tells the lanes whose game has ended in the last one.
    pub(crate) fn choose(&mut self, batch: &Batch, over: impl Fn(usize) -> bool, actions: &mut [Action]) {
        let seats = self.seats.max(1);
        let lanes = self.agents.chunks_mut(seats).zip(self.draws.chunks_mut(seats)).zip(actions.chunks_mut(seats));
        for (lane, ((agents, draws), actions)) in lanes.enumerate() {
            if over(lane) {
                agents.iter_mut().for_each(Agent::begin);
            }
            let Some(mut view) = batch.observation(lane, 0) else { continue };
            if self.stream == Stream::Companion {
                let Some(shared) = draws.first_mut() else { continue };
                for (agent, action) in agents.iter_mut().zip(actions) {
                    *action = agent.act(&view, shared);
                    view = view.of_next_agent();
                }
            } else {
                for ((agent, action), draws) in agents.iter_mut().zip(actions).zip(draws) {
                    *action = agent.act(&view, draws);
                    view = view.of_next_agent();
                }
            }
        }
    }
}
