//! Counting nights for the cooperation network.

use super::information::SignalTable;
use super::measures::{CooperationNetwork, measure};
use crate::brigade::action::Mode;
use crate::brigade::error::BrigadeError;
use crate::brigade::game_options::Ending;
use crate::brigade::scenario::{Scenario, ring_distance};
use crate::brigade::watch::NightView;

/// What one seat added up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct SeatCounts {
    pub(super) reward: f64,
    pub(super) work_cost: f64,
    pub(super) worked: u64,
    pub(super) signals: SignalTable,
}

/// What one seat did for another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct PairCounts {
    pub(super) worked: u64,
    pub(super) helped: u64,
    pub(super) saved: u64,
    pub(super) at_own_risk: u64,
    pub(super) cost: f64,
    pub(super) rest_forgone: f64,
}

/// What a night of work costs each agent, at `agent · houses + house`. O(agents · houses).
#[must_use]
pub fn work_costs(scenario: &Scenario, agents: usize) -> Vec<f64> {
    let houses = scenario.num_houses;
    let cost = |agent: usize, house: u16| {
        let way = f64::from(ring_distance(scenario.home(agent), house, houses));
        scenario.cost_to_work_one_night + scenario.distance_cost_alpha * way
    };
    (0..agents).flat_map(|agent| (0..houses).map(move |house| cost(agent, house))).collect()
}

/// Sums over nights, from which the network follows. O(agents²) memory.
#[derive(Debug, Clone, PartialEq)]
pub struct CooperationCounts {
    houses: u16,
    pub(super) games: u64,
    pub(super) nights: u64,
    pub(super) seats: Vec<SeatCounts>,
    /// At `from · agents + to`; a seat's work on its own houses on the diagonal.
    pub(super) pairs: Vec<PairCounts>,
    /// What a night of work costs, at `agent · houses + house`.
    costs: Vec<f64>,
    rest: f64,
}

impl CooperationCounts {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// As [`Scenario::validate`].
    pub fn new(scenario: &Scenario, agents: usize) -> Result<Self, BrigadeError> {
        scenario.validate(agents)?;
        Self::of_costs(scenario.num_houses, agents, work_costs(scenario, agents), scenario.reward_rest)
    }

    /// Nothing counted yet, where what a night of work costs (as [`work_costs`] has it) and what a night of rest brings is
    /// known.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for no agents or houses, or another number of costs.
    pub fn of_costs(houses: u16, agents: usize, costs: Vec<f64>, rest: f64) -> Result<Self, BrigadeError> {
        BrigadeError::expect_count("costs", (agents * usize::from(houses)).max(1), costs.len())?;
        Ok(Self {
            houses,
            games: 0,
            nights: 0,
            seats: vec![SeatCounts::default(); agents],
            pairs: vec![PairCounts::default(); agents * agents],
            costs,
            rest,
        })
    }

    /// Forgets what was counted.
    pub fn clear(&mut self) {
        (self.games, self.nights) = (0, 0);
        self.seats.fill(SeatCounts::default());
        self.pairs.fill(PairCounts::default());
    }

    /// Counts a night; a night that ended its game counts a game. O(agents), where something burns O(agents · houses).
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a night of another number of agents or houses; nothing is counted then.
    pub fn add(&mut self, night: &NightView<'_>) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("actions", self.seats.len(), night.actions().len())?;
        BrigadeError::expect_count("houses", usize::from(self.houses), usize::from(night.num_houses()))?;
        self.nights += 1;
        self.games += u64::from(night.ending() != Ending::Running);
        let houses = usize::from(self.houses);
        for (seat, (action, reward)) in night.actions().iter().zip(night.rewards()).enumerate() {
            let counts = &mut self.seats[seat];
            counts.reward += f64::from(*reward);
            counts.signals.add(*action);
            if action.mode == Mode::Work {
                let cost = self.costs[seat * houses + usize::from(action.house)];
                counts.worked += 1;
                counts.work_cost += cost;
                self.add_work(seat, action.house, cost, night);
            }
        }
        Ok(())
    }

    fn add_work(&mut self, seat: usize, house: u16, cost: f64, night: &NightView<'_>) {
        let agents = self.seats.len();
        let owner = usize::from(house) % agents;
        let at_own_risk = (seat..usize::from(self.houses))
            .step_by(agents)
            .any(|own| u16::try_from(own).is_ok_and(|own| night.burned_before(own)));
        let pair = &mut self.pairs[seat * agents + owner];
        pair.worked += 1;
        if night.burned_before(house) {
            pair.helped += 1;
            pair.saved += u64::from(night.saved().any(|saved| saved == house));
            pair.at_own_risk += u64::from(at_own_risk);
            pair.cost += cost;
            pair.rest_forgone += self.rest;
        }
    }

    /// Adds what was counted elsewhere. The order of additions decides the last bits of sums of rewards.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for counts of another number of agents or houses.
    pub fn merge(&mut self, other: &Self) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("agents", self.seats.len(), other.seats.len())?;
        BrigadeError::expect_count("houses", usize::from(self.houses), usize::from(other.houses))?;
        self.games += other.games;
        self.nights += other.nights;
        for (mine, more) in self.seats.iter_mut().zip(&other.seats) {
            mine.reward += more.reward;
            mine.work_cost += more.work_cost;
            mine.worked += more.worked;
            mine.signals.merge(&more.signals);
        }
        for (mine, more) in self.pairs.iter_mut().zip(&other.pairs) {
            mine.worked += more.worked;
            mine.helped += more.helped;
            mine.saved += more.saved;
            mine.at_own_risk += more.at_own_risk;
            mine.cost += more.cost;
            mine.rest_forgone += more.rest_forgone;
        }
        Ok(())
    }

    /// The network of what was counted. O(agents³) for the centralities.
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`] if rounding spoils a centrality.
    pub fn network(&self) -> Result<CooperationNetwork, BrigadeError> {
        measure(self)
    }
}
