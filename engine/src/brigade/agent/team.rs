//! Agents who play together, and the streams they draw from.

use serde::{Deserialize, Serialize};

use super::Agent;
use crate::brigade::action::{Action, Mode};
use crate::brigade::error::BrigadeError;
use crate::brigade::game::Game;
use crate::brigade::game_options::Ending;
use crate::brigade::rng::Pcg64;

/// Which random stream the agents draw from. Never the game's own: its actions then decide a game, whoever chose them,
/// and a replay of actions needs no agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// One stream for each seat, from the game's seed. What one agent draws does not change the others' luck: compared
    /// teams then share their random numbers.
    #[default]
    PerAgent,
    /// One stream for all agents, with the game's seed, as the upstream's Rust core has it: its draws are the same
    /// numbers as those of the fires.
    Companion,
}

impl Stream {
    /// The stream of a seat in the game of a seed, under [`Stream::PerAgent`].
    #[must_use]
    pub fn of_seat(seed: u64, seat: usize) -> Pcg64 {
        // An odd constant of full width keeps the seats' seeds apart for any two near seeds.
        Pcg64::new(seed ^ (seat as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// A team at a game. The agents act in the order of their seats.
#[derive(Debug, Clone)]
pub struct Team<A> {
    agents: Vec<A>,
    stream: Stream,
    draws: Vec<Pcg64>,
    actions: Vec<Action>,
    round1: Vec<Mode>,
}

impl<A: Agent> Team<A> {
    /// A team in the order of seats.
    #[must_use]
    pub fn new(agents: Vec<A>, stream: Stream) -> Self {
        let seats = agents.len();
        Self {
            agents,
            stream,
            draws: vec![Pcg64::new(0); seats.max(1)],
            actions: vec![Action::default(); seats],
            round1: vec![Mode::Rest; seats],
        }
    }

    /// Prepares for a game that has just begun; `seed` is the game's.
    pub fn begin(&mut self, seed: u64) {
        self.agents.iter_mut().for_each(Agent::begin);
        match self.stream {
            Stream::Companion => self.draws[0] = Pcg64::new(seed),
            Stream::PerAgent => {
                for (seat, draws) in self.draws.iter_mut().enumerate() {
                    *draws = Stream::of_seat(seed, seat);
                }
            }
        }
    }

    /// Lets every agent act on what it sees, and plays the night.
    ///
    /// # Errors
    /// As [`Game::step`]: the count if the team is not as large as the game, and whatever an agent chose wrongly.
    #[inline]
    pub fn play_night(&mut self, game: &mut Game) -> Result<Ending, BrigadeError> {
        let two_phase = game.is_two_phase();
        if two_phase {
            let signals = self.agents.iter_mut().zip(&mut self.round1).enumerate();
            for (seat, (agent, signal)) in signals {
                let lane = if self.stream == Stream::PerAgent { seat } else { 0 };
                *signal = agent.signal_first(&game.observe(seat), &mut self.draws[lane]);
            }
            game.show_round1(&self.round1)?;
        }
        let mut view = game.observe(0);
        if self.stream == Stream::Companion {
            let mut draws = self.draws[0];
            for (agent, action) in self.agents.iter_mut().zip(&mut self.actions) {
                *action = agent.act(&view, &mut draws);
                view.agent += 1;
            }
            self.draws[0] = draws;
        } else {
            for ((agent, action), draws) in self.agents.iter_mut().zip(&mut self.actions).zip(&mut self.draws) {
                *action = agent.act(&view, draws);
                view.agent += 1;
            }
        }
        if two_phase { game.step_two_phase(&self.round1, &self.actions) } else { game.step(&self.actions) }
    }

    /// What the agents chose in the last night, before it was sanitised.
    #[must_use]
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The first-round signals of the last night.
    #[must_use]
    pub fn round1(&self) -> &[Mode] {
        &self.round1
    }

    /// The agents, in the order of their seats.
    #[must_use]
    pub fn agents(&self) -> &[A] {
        &self.agents
    }
}
