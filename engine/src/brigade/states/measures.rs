//! What the counted chain says of each town.

use super::bottleneck::{Bottleneck, bottlenecks};
use super::chain::{Chain, Outcome, Outlook, Solved};
use super::graph::StateGraph;
use super::solve::System;
use super::town::Town;
use crate::brigade::error::BrigadeError;
use crate::sort;

/// One town of a state graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StateMeasure {
    /// The town.
    pub town: Town,
    /// How often it was met, as the end of a game too.
    pub visits: u64,
    /// What a night that begins with it pays all agents on average; 0 if none does.
    pub mean_reward: f64,
    /// Expected visits in one game of the chain.
    pub expected_visits: f64,
    /// What lies ahead of it.
    pub outlook: Outlook,
}

/// The chain of a state graph, solved.
///
/// The chain takes the counted shares as probabilities, as if the next night depended on the town alone. From the
/// counted starts its probabilities and mean nights are those counted, to rounding, whatever the agents remember; from a
/// single town they are what the shares imply.
#[derive(Debug, Clone)]
pub struct StateMeasures {
    /// In the order of towns.
    pub states: Vec<StateMeasure>,
    /// From the counted starts.
    pub outlook: Outlook,
    solved: Solved,
    visits: System,
    starts: Vec<f64>,
}

impl StateGraph {
    /// Solves the chain of the counts.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] if no start was counted; [`BrigadeError::Unsolved`].
    pub fn measure(&self) -> Result<StateMeasures, BrigadeError> {
        let games = self.games();
        if games == 0 {
            return Err(BrigadeError::Count { what: "starts", expected: 1, found: 0 });
        }
        let laid_out = Layout::new(self);
        let system = laid_out.chain.system();
        let solved = laid_out.chain.solve(&system)?;
        let starts: Vec<f64> = laid_out.starts.iter().map(|count| float(*count) / float(games)).collect();
        let visits = system.transposed();
        let expected = visits.solve(&starts)?;
        let state = |(index, town): (usize, &Town)| StateMeasure {
            town: *town,
            visits: laid_out.visits[index],
            mean_reward: laid_out.rewards[index],
            expected_visits: expected[index],
            outlook: solved.outlook(&[(index, 1.0)]),
        };
        let states = laid_out.towns.iter().enumerate().map(state).collect();
        let begun: Vec<(usize, f64)> = starts.iter().copied().enumerate().filter(|(_, share)| *share > 0.0).collect();
        let outlook = solved.outlook(&begun);
        Ok(StateMeasures { states, outlook, solved, visits, starts })
    }
}

impl StateMeasures {
    /// The towns that most games with an outcome pass through, most first, the towns they begin with left out; at most
    /// `most`. Visiting probabilities are exact for the chain. O(most · one solution).
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`].
    pub fn bottlenecks(&self, outcome: Outcome, most: usize) -> Result<Vec<Bottleneck>, BrigadeError> {
        let expected: Vec<f64> = self.states.iter().map(|state| state.expected_visits).collect();
        let towns: Vec<Town> = self.states.iter().map(|state| state.town).collect();
        let reaches = &self.solved.reaches[outcome as usize];
        bottlenecks(&towns, &self.starts, &expected, reaches, &self.visits, most)
    }
}

/// A graph as numbered states.
struct Layout {
    towns: Vec<Town>,
    chain: Chain,
    starts: Vec<u64>,
    visits: Vec<u64>,
    rewards: Vec<f64>,
}

impl Layout {
    fn new(graph: &StateGraph) -> Self {
        let towns = towns_of(graph);
        let at = |town: &Town| towns.binary_search(town).unwrap_or(0);
        let size = towns.len();
        let (mut starts, mut visits, mut nights) = (vec![0; size], vec![0_u64; size], vec![0_u64; size]);
        let mut rewards = vec![0.0; size];
        graph.starts.iter().for_each(|(town, count)| starts[at(town)] += count);
        for ((from, _), transition) in &graph.transitions {
            visits[at(from)] += transition.count;
            nights[at(from)] += transition.count;
            rewards[at(from)] += transition.reward;
        }
        graph.ends.iter().for_each(|((town, _), count)| visits[at(town)] += count);
        let mut chain = Chain { steps: vec![Vec::new(); size], ends: vec![[0.0; 3]; size], nights_of_end: 0.0 };
        for ((from, to), transition) in &graph.transitions {
            let share = float(transition.count) / float(visits[at(from)]);
            chain.steps[at(from)].push((u32::try_from(at(to)).unwrap_or(u32::MAX), share));
        }
        for ((town, outcome), count) in &graph.ends {
            chain.ends[at(town)][*outcome as usize] += float(*count) / float(visits[at(town)]);
        }
        rewards.iter_mut().zip(nights).for_each(|(reward, nights)| *reward /= float(nights.max(1)));
        Self { towns, chain, starts, visits, rewards }
    }
}

/// Every town there is, ascending.
fn towns_of(graph: &StateGraph) -> Vec<Town> {
    let mut towns: Vec<Town> = graph.starts.keys().copied().collect();
    towns.extend(graph.ends.keys().map(|(town, _)| *town));
    towns.extend(graph.transitions.keys().flat_map(|(from, to)| [*from, *to]));
    sort::ascending(&mut towns);
    towns.dedup();
    towns
}

#[expect(clippy::cast_precision_loss, reason = "counts of nights")]
fn float(count: u64) -> f64 {
    count as f64
}
