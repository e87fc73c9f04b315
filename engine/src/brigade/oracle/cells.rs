//! What a choice of all players pays, played once and kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::options::{Oracle, Symmetry};
use crate::brigade::agent::{AgentSpec, Stream};
use crate::brigade::error::BrigadeError;
use crate::brigade::plan::Plan;
use crate::brigade::play::{Match, Player, run_tasks};

/// The cells that were played. A profile has the index of an agent in the pool for each seat; in a symmetric game its
/// order does not matter, and it is kept sorted.
pub(super) struct Cells<'a> {
    oracle: &'a Oracle,
    plan: Arc<Plan>,
    /// By profile, the mean score of each of its members.
    played: BTreeMap<Vec<usize>, Vec<f64>>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(oracle: &'a Oracle) -> Result<Self, BrigadeError> {
        let plan = Arc::new(Plan::new(&oracle.scenario, oracle.seats, oracle.rules)?);
        Ok(Self { oracle, plan, played: BTreeMap::new() })
    }

    pub(super) fn len(&self) -> usize {
        self.played.len()
    }

    fn key(&self, profile: &[usize]) -> Vec<usize> {
        let mut key = profile.to_vec();
        if self.oracle.symmetry == Symmetry::Symmetric {
            key.sort_unstable();
        }
        key
    }

    /// Plays those of the profiles that were not played yet.
    pub(super) fn play(
        &mut self,
        pool: &[AgentSpec],
        profiles: impl Iterator<Item = Vec<usize>>,
    ) -> Result<(), BrigadeError> {
        let keys: BTreeSet<Vec<usize>> = profiles.map(|profile| self.key(&profile)).collect();
        let missing: Vec<Vec<usize>> = keys.into_iter().filter(|key| !self.played.contains_key(key)).collect();
        let means = run_tasks(missing.len() as u64, |index| {
            let profile = usize::try_from(index).ok().and_then(|index| missing.get(index));
            self.means(pool, profile.map_or(&[], Vec::as_slice))
        })?;
        self.played.extend(missing.into_iter().zip(means));
        Ok(())
    }

    /// What the player of a seat gets. A cell that was not played pays 0.
    pub(super) fn payoff(&self, profile: &[usize], seat: usize) -> f64 {
        let key = self.key(profile);
        let place = match self.oracle.symmetry {
            Symmetry::Heterogeneous => Some(seat),
            Symmetry::Symmetric => profile.get(seat).and_then(|agent| key.iter().position(|other| other == agent)),
        };
        self.played.get(&key).zip(place).and_then(|(means, place)| means.get(place)).copied().unwrap_or(0.0)
    }

    fn means(&self, pool: &[AgentSpec], profile: &[usize]) -> Result<Vec<f64>, BrigadeError> {
        let seats = self.oracle.seats;
        let turns = if self.oracle.symmetry == Symmetry::Symmetric { seats } else { 1 };
        let games = self.oracle.games.div_ceil(turns as u64);
        let mut sums = vec![0.0; seats];
        for turn in 0..turns {
            let member = |seat: usize| (seat + turn) % seats;
            let agents = (0..seats).map(|seat| pool[profile[member(seat)]].clone()).collect();
            let mut player = self.player(agents)?;
            let first = self.oracle.seed.saturating_add(games.saturating_mul(turn as u64));
            for seed in first..first.saturating_add(games) {
                let game = player.play(seed)?;
                for (seat, score) in game.scores.iter().enumerate() {
                    sums[member(seat)] += f64::from(*score);
                }
            }
        }
        let all = count(games) * count(turns as u64);
        sums.iter_mut().for_each(|sum| *sum /= all);
        if self.oracle.symmetry == Symmetry::Symmetric {
            share_among_equals(profile, &mut sums);
        }
        Ok(sums)
    }

    /// A player of a team for this question.
    pub(super) fn player(
        &self,
        agents: Vec<AgentSpec>,
    ) -> Result<Player<Box<dyn crate::brigade::agent::Agent>>, BrigadeError> {
        let Oracle { scenario, rules, nights_max, .. } = self.oracle;
        let (scenario, rules, nights_max) = (scenario.clone(), *rules, *nights_max);
        let play = Match { scenario, agents, rules, nights_max, stream: Stream::PerAgent };
        Player::of_plan(&play, Arc::clone(&self.plan))
    }
}

/// Gives members who are the same agent the same mean; the profile is sorted.
fn share_among_equals(profile: &[usize], means: &mut [f64]) {
    let mut from = 0;
    for group in profile.chunk_by(|one, other| one == other) {
        let part = &mut means[from..from + group.len()];
        let mean = part.iter().sum::<f64>() / count(group.len() as u64);
        part.fill(mean);
        from += group.len();
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of games and seats")]
fn count(number: u64) -> f64 {
    number as f64
}
