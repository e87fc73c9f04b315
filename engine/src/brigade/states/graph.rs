//! Counting the nights that lead from town to town.

use std::collections::BTreeMap;

use super::chain::Outcome;
use super::town::Town;
use crate::brigade::error::BrigadeError;
use crate::brigade::game_options::Ending;
use crate::brigade::watch::NightView;

/// How towns are told apart, and when one is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateGraphOptions {
    /// Whether towns that differ by turning and mirroring the ring only are one state.
    pub canonical: bool,
    /// From how many ruins on a town counts as lost; more than there are houses means all of them.
    pub ruins_of_lost_town: u16,
}

impl Default for StateGraphOptions {
    /// Every town by itself; lost is a town without any house left.
    fn default() -> Self {
        Self { canonical: false, ruins_of_lost_town: u16::MAX }
    }
}

impl StateGraphOptions {
    /// How a game that ended in a town came out.
    pub(super) fn outcome(self, town: Town, truncated: bool) -> Outcome {
        if town.ruined().count_ones() >= u32::from(self.ruins_of_lost_town.min(town.num_houses())) {
            Outcome::Ruin
        } else if truncated {
            Outcome::Cut
        } else {
            Outcome::Survival
        }
    }
}

/// How often a night led from one town to another, and what it paid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Transition {
    /// How often.
    pub count: u64,
    /// What these nights paid all agents, in sum.
    pub reward: f64,
}

impl Transition {
    /// What such a night pays all agents on average.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of nights")]
    pub fn mean_reward(&self) -> f64 {
        self.reward / self.count.max(1) as f64
    }
}

/// Towns and the nights between them. Everything is kept in the order of towns.
#[derive(Debug, Clone, PartialEq)]
pub struct StateGraph {
    houses: u16,
    pub(super) options: StateGraphOptions,
    pub(super) transitions: BTreeMap<(Town, Town), Transition>,
    pub(super) starts: BTreeMap<Town, u64>,
    pub(super) ends: BTreeMap<(Town, Outcome), u64>,
}

impl StateGraph {
    /// An empty graph of towns of `houses` houses.
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for fewer than 2 or more than 64 houses.
    pub fn new(houses: u16, options: StateGraphOptions) -> Result<Self, BrigadeError> {
        Town::new(houses, 0, 0)?;
        let (transitions, starts, ends) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Ok(Self { houses, options, transitions, starts, ends })
    }

    /// Forgets what was counted.
    pub fn clear(&mut self) {
        self.transitions.clear();
        self.starts.clear();
        self.ends.clear();
    }

    /// Counts a night: its transition, the start of its game if it is the first, the end if it is the last.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size; nothing is counted then.
    pub fn add(&mut self, night: &NightView<'_>) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("houses", usize::from(self.houses), usize::from(night.num_houses()))?;
        let first = |words: &[u64]| words.first().copied().unwrap_or(0);
        let town = |burning: &[u64], ruined: &[u64]| Town::new(self.houses, first(burning), first(ruined));
        let before = town(night.burning_before(), night.ruined_before())?;
        let after = town(night.burning(), night.ruined())?;
        if night.night() == 0 {
            self.add_start(before, 1)?;
        }
        self.add_transition(before, after, Transition { count: 1, reward: night.team_reward() })?;
        match night.ending() {
            Ending::Running => Ok(()),
            ending => self.add_end(after, self.options.outcome(after, ending == Ending::Truncated), 1),
        }
    }

    /// Counts games that began with a town.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size.
    pub fn add_start(&mut self, town: Town, count: u64) -> Result<(), BrigadeError> {
        *self.starts.entry(self.state(town)?).or_default() += count;
        Ok(())
    }

    /// Counts nights that led from one town to another.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size.
    pub fn add_transition(&mut self, from: Town, to: Town, more: Transition) -> Result<(), BrigadeError> {
        let transition = self.transitions.entry((self.state(from)?, self.state(to)?)).or_default();
        transition.count += more.count;
        transition.reward += more.reward;
        Ok(())
    }

    /// Counts games that ended with a town.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size.
    pub fn add_end(&mut self, town: Town, outcome: Outcome, count: u64) -> Result<(), BrigadeError> {
        *self.ends.entry((self.state(town)?, outcome)).or_default() += count;
        Ok(())
    }

    /// Adds what was counted elsewhere. The order of additions decides the last bits of sums of rewards.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a graph of towns of another size.
    pub fn merge(&mut self, other: &Self) -> Result<(), BrigadeError> {
        other.starts.iter().try_for_each(|(town, count)| self.add_start(*town, *count))?;
        other.transitions.iter().try_for_each(|((from, to), more)| self.add_transition(*from, *to, *more))?;
        other.ends.iter().try_for_each(|((town, outcome), count)| self.add_end(*town, *outcome, *count))
    }

    fn state(&self, town: Town) -> Result<Town, BrigadeError> {
        BrigadeError::expect_count("houses", usize::from(self.houses), usize::from(town.num_houses()))?;
        Ok(if self.options.canonical { town.canonical() } else { town })
    }

    /// How many houses a town has.
    #[must_use]
    pub fn num_houses(&self) -> u16 {
        self.houses
    }

    /// How many games were counted.
    #[must_use]
    pub fn games(&self) -> u64 {
        self.starts.values().sum()
    }

    /// All transitions, ordered by where they come from, then where they lead to.
    pub fn transitions(&self) -> impl Iterator<Item = (Town, Town, Transition)> + '_ {
        self.transitions.iter().map(|((from, to), transition)| (*from, *to, *transition))
    }

    /// With which towns games began, and how often, in the order of towns.
    pub fn starts(&self) -> impl Iterator<Item = (Town, u64)> + '_ {
        self.starts.iter().map(|(town, count)| (*town, *count))
    }

    /// With which towns games ended, how, and how often, in the order of towns.
    pub fn ends(&self) -> impl Iterator<Item = (Town, Outcome, u64)> + '_ {
        self.ends.iter().map(|((town, outcome), count)| (*town, *outcome, *count))
    }
}
