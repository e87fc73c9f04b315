//! One game in which some seats are decided outside.

use ludograph_engine::brigade::{
    Action, Agent, Game, GameOptions, GameSummary, Mode, Pcg64, RuleSet, Scenario, Stream,
};

use crate::actions::play;
use crate::game_record::Kept;
use crate::numbers::read_team;
use crate::refusal::Refusal;
use crate::summary::Tallies;

/// A match, some of whose seats may wait for actions from outside.
pub(crate) struct MixedMatch<'a> {
    pub(crate) scenario: Scenario,
    pub(crate) seats: usize,
    /// As `numbers::read_team` reads it.
    pub(crate) team: &'a [f64],
    pub(crate) rules: RuleSet,
    pub(crate) nights_max: u32,
    pub(crate) keeps: bool,
}

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
    pub(crate) kept: Kept,
}

impl Lane {
    pub(crate) fn new(play: &MixedMatch<'_>) -> Result<Self, Refusal> {
        let (seats, rules, nights_max) = (play.seats, play.rules, play.nights_max);
        Ok(Self {
            game: Game::new(&play.scenario, seats, GameOptions { rules, seed: 0, nights_max })?,
            seed: 0,
            agents: read_team(play.team)?,
            draws: vec![Pcg64::new(0); seats],
            actions: vec![Action::default(); seats],
            round1: vec![Mode::Rest; seats],
            tallies: Tallies::new(seats),
            kept: Kept::new(play.keeps),
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
        self.kept.begin();
    }

    /// The first round of a two-phase game. A seat decided outside signals work if anything burns.
    pub(crate) fn signal_first(&mut self, stream: Stream) -> Result<(), Refusal> {
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
    pub(crate) fn read(&mut self, flat: &[i32]) -> Result<(), Refusal> {
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

    pub(crate) fn play(&mut self) -> Result<(), Refusal> {
        let two_phase = self.game.is_two_phase();
        play(&mut self.game, two_phase.then_some(&self.round1[..]), &self.actions)?;
        self.tallies.add(&self.game);
        self.kept.add(&self.actions, if two_phase { &self.round1 } else { &[] }, self.game.night());
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
