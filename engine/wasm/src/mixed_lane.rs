//! One game in which some seats are decided outside.

use ludograph_engine::brigade::{Action, Agent, AgentSpec, Game, GameOptions, GameSummary, Mode, Pcg64, Stream};

use crate::error::Refused;
use crate::input::MixedMatch;
use crate::summary::Tallies;

/// One of the games.
pub(crate) struct Lane {
    pub(crate) game: Game,
    pub(crate) seed: u64,
    /// One a seat; `None` is decided outside.
    agents: Vec<Option<Box<dyn Agent>>>,
    /// One a seat.
    draws: Vec<Pcg64>,
    actions: Vec<Action>,
    round1: Vec<Mode>,
    pub(crate) tallies: Tallies,
    pub(crate) kept: Vec<Vec<Action>>,
    pub(crate) kept_round1: Vec<Vec<Mode>>,
}

impl Lane {
    pub(crate) fn new(play: &MixedMatch) -> Result<Self, Refused> {
        let seats = play.team.len();
        let options = GameOptions { rules: play.rules, seed: 0, nights_max: play.nights_max };
        let agents = play.team.iter().map(|seat| seat.as_ref().map(AgentSpec::build).transpose());
        Ok(Self {
            game: Game::new(&play.scenario, seats, options)?,
            seed: 0,
            agents: agents.collect::<Result<Vec<_>, _>>()?,
            draws: vec![Pcg64::new(0); seats],
            actions: vec![Action::default(); seats],
            round1: vec![Mode::Rest; seats],
            tallies: Tallies::new(seats),
            kept: Vec::new(),
            kept_round1: Vec::new(),
        })
    }

    pub(crate) fn begin(&mut self, seed: u64, stream: Stream) {
        self.seed = seed;
        self.game.reset_with_seed(seed);
        self.agents.iter_mut().flatten().for_each(Agent::begin);
        for (seat, draws) in self.draws.iter_mut().enumerate() {
            *draws = if stream == Stream::Companion { Pcg64::new(seed) } else { Stream::of_seat(seed, seat) };
        }
        self.tallies.clear();
        self.kept.clear();
        self.kept_round1.clear();
    }

    /// The first round of a two-phase game. A seat decided outside signals work if anything burns.
    pub(crate) fn signal_first(&mut self, stream: Stream) -> Result<(), Refused> {
        if !self.game.is_two_phase() {
            return Ok(());
        }
        for (seat, (agent, signal)) in self.agents.iter_mut().zip(&mut self.round1).enumerate() {
            let view = self.game.observe(seat);
            let of = if stream == Stream::Companion { 0 } else { seat };
            *signal = match agent {
                Some(agent) => agent.signal_first(&view, &mut self.draws[of]),
                None => Mode::work_if(view.anything_burns()),
            };
        }
        Ok(self.game.show_round1(&self.round1)?)
    }

    /// Reads the actions of the seats decided outside.
    pub(crate) fn read(&mut self, flat: &[i32]) -> Result<(), Refused> {
        let houses = self.game.scenario().num_houses;
        let seats = self.agents.iter().zip(&mut self.actions).zip(flat.as_chunks::<3>().0).enumerate();
        for (seat, ((agent, action), parts)) in seats {
            if agent.is_none() {
                *action = Action::from_raw(seat, &parts.map(i64::from), houses)?;
            }
        }
        Ok(())
    }

    pub(crate) fn choose(&mut self, stream: Stream) {
        for (seat, (agent, action)) in self.agents.iter_mut().zip(&mut self.actions).enumerate() {
            if let Some(agent) = agent {
                let of = if stream == Stream::Companion { 0 } else { seat };
                *action = agent.act(&self.game.observe(seat), &mut self.draws[of]);
            }
        }
    }

    pub(crate) fn play(&mut self, keeps: bool) -> Result<(), Refused> {
        if self.game.is_two_phase() {
            self.game.step_two_phase(&self.round1, &self.actions)?;
        } else {
            self.game.step(&self.actions)?;
        }
        self.tallies.add(&self.game);
        if keeps {
            self.kept.push(self.actions.clone());
            if self.game.is_two_phase() {
                self.kept_round1.push(self.round1.clone());
            }
        }
        Ok(())
    }

    pub(crate) fn summary(&self) -> GameSummary {
        GameSummary {
            seed: self.seed,
            nights: self.game.night(),
            ending: self.game.ending(),
            houses: self.game.counts(),
            scores: self.tallies.scores.clone(),
            worked: self.tallies.worked.clone(),
            lied: self.tallies.lied.clone(),
        }
    }
}
