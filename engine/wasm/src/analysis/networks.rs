//! Who helps whom, and how towns end, in games that the other module plays and tells.

use ludograph_engine::brigade::{
    BrigadeError, CooperationCounts, GAMES_PER_PART, NightReader, NightView, StateGraph, StateGraphOptions, Told, Town,
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::packed::Packed;
use crate::error::Refused;

/// What is counted.
#[derive(Debug)]
enum Counts {
    Cooperation(CooperationCounts),
    Towns(StateGraph),
}

impl Counts {
    fn add(&mut self, night: &NightView<'_>) -> Result<(), BrigadeError> {
        match self {
            Self::Cooperation(counts) => counts.add(night),
            Self::Towns(graph) => graph.add(night),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Cooperation(counts) => counts.clear(),
            Self::Towns(graph) => graph.clear(),
        }
    }

    fn merge(&mut self, part: &Self) -> Result<(), BrigadeError> {
        match (self, part) {
            (Self::Cooperation(sum), Self::Cooperation(part)) => sum.merge(part),
            (Self::Towns(sum), Self::Towns(part)) => sum.merge(part),
            // A part counts what its sum counts.
            _ => Ok(()),
        }
    }
}

/// Counts nights.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NightsCore {
    nights: NightReader,
    /// Sums are formed part by part, as natively, so that they have the same last bits.
    part: Counts,
    sum: Counts,
    games: u64,
}

#[wasm_bindgen]
impl NightsCore {
    /// Counts who works for whom: `costs` as `costs_of` of the other module tells them.
    ///
    /// # Errors
    /// `count`.
    pub fn of_agents(houses: u16, agents: usize, mut costs: Vec<f64>) -> Result<Self, Refused> {
        let rest = costs.pop().unwrap_or_default();
        let part = CooperationCounts::of_costs(houses, agents, costs.clone(), rest)?;
        let sum = CooperationCounts::of_costs(houses, agents, costs, rest)?;
        Ok(Self::new(houses, agents, Counts::Cooperation(part), Counts::Cooperation(sum)))
    }

    /// Counts towns and the nights between them.
    ///
    /// # Errors
    /// `argument` for a town that is too large.
    pub fn of_towns(houses: u16, agents: usize, canonical: bool) -> Result<Self, Refused> {
        let options = StateGraphOptions { canonical, ..Default::default() };
        let (part, sum) = (StateGraph::new(houses, options)?, StateGraph::new(houses, options)?);
        Ok(Self::new(houses, agents, Counts::Towns(part), Counts::Towns(sum)))
    }

    fn new(houses: u16, agents: usize, part: Counts, sum: Counts) -> Self {
        Self { nights: NightReader::new(houses, agents), part, sum, games: 0 }
    }

    /// Counts nights that were told.
    ///
    /// # Errors
    /// `action`, `count`: they are not those of such a game.
    pub fn add(&mut self, mut words: &[u32]) -> Result<(), Refused> {
        loop {
            match self.nights.next(&mut words)? {
                Told::Start => {
                    if self.games > 0 && self.games.is_multiple_of(GAMES_PER_PART) {
                        self.end_part()?;
                    }
                    self.games += 1;
                }
                Told::Night(night) => self.part.add(&night)?,
                Told::End => return Ok(()),
            }
        }
    }

    fn end_part(&mut self) -> Result<(), BrigadeError> {
        self.sum.merge(&self.part)?;
        self.part.clear();
        Ok(())
    }

    /// What was counted comes to this.
    ///
    /// # Errors
    /// `unsolved`.
    pub fn finish(&mut self) -> Result<Vec<u8>, Refused> {
        self.end_part()?;
        let mut packed = Packed::default();
        match &self.sum {
            Counts::Cooperation(counts) => put_network(&mut packed, counts)?,
            Counts::Towns(graph) => put_graph(&mut packed, graph)?,
        }
        Ok(packed.take())
    }
}

fn put_network(packed: &mut Packed, counts: &CooperationCounts) -> Result<(), BrigadeError> {
    let network = counts.network()?;
    packed.object("games nights reciprocity agents edges");
    packed.put(network.games).put(network.nights).put(network.reciprocity);
    let columns = "agent reward rewardShare worked workShare freeRiderIndex workCost helped wasHelped reciprocity \
                   centralityGiven centralityReceived signalledWork lied honesty";
    packed.table(columns, network.agents.len());
    for agent in &network.agents {
        packed.put(agent.agent).put(agent.reward).put(agent.reward_share).put(agent.worked);
        packed.put(agent.work_share).put(agent.free_rider_index).put(agent.work_cost).put(agent.helped);
        packed.put(agent.was_helped).put(agent.reciprocity).put(agent.centrality_given);
        packed.put(agent.centrality_received).put(agent.signals.signalled_work()).put(agent.signals.lies());
        packed.put(agent.signals.honesty());
    }
    packed.table("from to worked helped saved atOwnRisk cost restForgone", network.edges.len());
    for edge in &network.edges {
        packed.put(edge.from).put(edge.to).put(edge.worked).put(edge.helped).put(edge.saved).put(edge.at_own_risk);
        packed.put(edge.cost).put(edge.rest_forgone);
    }
    Ok(())
}

fn put_graph(packed: &mut Packed, graph: &StateGraph) -> Result<(), BrigadeError> {
    let states = graph.measure()?.states;
    let place = |town: Town| states.binary_search_by(|state| state.town.cmp(&town)).ok();
    packed.object("games states transitions").put(graph.games());
    packed.table("houses visits meanReward expectedVisits", states.len());
    for state in &states {
        packed.put(state.town.to_string().as_str()).put(state.visits).put(state.mean_reward).put(state.expected_visits);
    }
    packed.table("from to count meanReward", graph.transitions().count());
    for (from, to, way) in graph.transitions() {
        packed.put(place(from)).put(place(to)).put(way.count).put(way.mean_reward());
    }
    Ok(())
}

#[cfg(all(test, feature = "brigade"))]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use ludograph_engine::brigade::{
        AgentSpec, GAMES_PER_PART, HeuristicKind, Match, StateGraphOptions, Stream, cooperation, scenario, state_graph,
    };

    use super::{Counts, NightsCore};
    use crate::games::MatchCore;
    use crate::telling::costs_of;
    use crate::tests::numbers_of;

    const AGENTS: [[f64; 10]; 2] = [[0.5; 10], [0.9, 0.2, 0.7, 0.4, 0.1, 0.6, 0.3, 0.8, 0.5, 0.2]];

    /// What games come to that are played here, told, and counted there.
    fn counted(scenario: &[f64], end: u64, mut counts: NightsCore) -> Counts {
        let team: Vec<f64> = AGENTS.iter().flat_map(|parameters| [&[3.0], &parameters[..]].concat()).collect();
        let mut core = MatchCore::new(scenario, &team, 0, 100, 0).unwrap();
        core.tell_from(7);
        loop {
            assert_eq!(core.tell(end), 0);
            if core.telling.words.is_empty() {
                break;
            }
            counts.add(&core.telling.words).unwrap();
        }
        assert!(counts.finish().is_ok());
        counts.sum
    }

    #[test]
    fn games_that_are_told_count_as_those_that_are_seen() {
        for houses in [10, 70] {
            let mut town = scenario("default").unwrap().clone();
            town.num_houses = houses;
            town.distance_cost_alpha = 0.3;
            let agents = AGENTS.map(|parameters| AgentSpec::Vector { heuristic: HeuristicKind::Full, parameters });
            let play = Match { stream: Stream::PerAgent, ..Match::new(&town, agents.to_vec()) };
            let (numbers, end) = (numbers_of(&town), 7 + 2 * GAMES_PER_PART + 9);
            let counts = NightsCore::of_agents(houses, 2, costs_of(&numbers, 2)).unwrap();
            let Counts::Cooperation(counts) = counted(&numbers, end, counts) else { panic!() };
            assert_eq!(counts.network().unwrap(), cooperation(&play, 7..end).unwrap());
            let Ok(counts) = NightsCore::of_towns(houses, 2, true) else {
                assert_eq!(houses, 70);
                continue;
            };
            let Counts::Towns(graph) = counted(&numbers, end, counts) else { panic!() };
            let options = StateGraphOptions { canonical: true, ..Default::default() };
            assert_eq!(graph, state_graph(&play, 7..end, options).unwrap());
        }
    }

    #[test]
    fn what_nobody_told_is_refused_or_passed_over() {
        let mut counts = NightsCore::of_agents(10, 1, vec![0.5; 11]).unwrap();
        assert!(counts.add(&[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 << 2, 0]).is_err());
        assert!(counts.add(&[0, 1, 2]).is_ok());
        assert!(NightsCore::of_agents(10, 1, vec![0.5; 10]).is_err());
        assert!(NightsCore::of_agents(0, 0, Vec::new()).is_err());
    }
}
