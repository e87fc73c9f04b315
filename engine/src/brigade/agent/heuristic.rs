//! The ten-parameter heuristic of the upstream's Python environment (spec/brigade.md section 8b), on the stream it is
//! handed instead of a global one.

use super::Agent;
use crate::brigade::action::{Action, Mode};
use crate::brigade::observe::Observation;
use crate::brigade::rng::Pcg64;
use crate::brigade::scenario::ring_distance;

/// The full heuristic. Parameters in the order of [`super::HEURISTIC_PARAMETERS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Heuristic {
    honesty: f64,
    work_tendency: f64,
    neighbour_help: f64,
    own_first: f64,
    risk_aversion: f64,
    coordination: f64,
    exploration: f64,
    fatigue: f64,
    rest_bias: f64,
    altruism: f64,
    last: Option<(u16, Mode)>,
    /// The houses' weights, cumulated; kept to save the allocation.
    weights: Vec<f64>,
}

impl Heuristic {
    /// The agent of a ten-vector.
    #[must_use]
    pub fn new(parameters: [f64; 10]) -> Self {
        let [honesty, work_tendency, neighbour_help, own_first, risk_aversion, coordination, ..] = parameters;
        let [_, _, _, _, _, _, exploration, fatigue, rest_bias, altruism] = parameters;
        Self {
            honesty,
            work_tendency,
            neighbour_help,
            own_first,
            risk_aversion,
            coordination,
            exploration,
            fatigue,
            rest_bias,
            altruism,
            last: None,
            weights: Vec::new(),
        }
    }

    /// How much the agent wants to work, 0 to 1.
    fn intent(&self, view: &Observation<'_>, own: u16) -> f64 {
        let burning_share = f64::from(view.burning_count()) / f64::from(view.num_houses());
        let own_burns = if view.burns(own) { 1.0 } else { 0.0 };
        let drive = self.work_tendency + self.risk_aversion * burning_share + 0.5 * self.own_first * own_burns;
        (drive * (1.0 - self.rest_bias)).clamp(0.0, 1.0)
    }

    /// A house by weight.
    fn choose_house(&mut self, view: &Observation<'_>, own: u16, draws: &mut Pcg64) -> u16 {
        let houses = view.num_houses();
        self.weights.clear();
        let mut total = 0.0;
        for house in 0..houses {
            total += self.weight(view, own, house);
            self.weights.push(total);
        }
        // The first house whose cumulated share exceeds the draw, as numpy's choice has it.
        let drawn = draws.next_f64();
        let chosen = (0..houses).zip(&self.weights).find(|(_, cumulated)| **cumulated / total > drawn);
        chosen.map_or(houses - 1, |(house, _)| house)
    }

    fn weight(&self, view: &Observation<'_>, own: u16, house: u16) -> f64 {
        let houses = view.num_houses();
        let fire = |place: u16| if view.burns(place) { 1.0 } else { 0.0 };
        let beside = fire((house + houses - 1) % houses) + fire((house + 1) % houses);
        let visitors = view.last_actions().iter().filter(|action| action.house == house).count();
        let mut weight = 0.1 / (1.0 + f64::from(ring_distance(house, own, houses)));
        if house == own {
            weight += self.own_first;
        }
        weight += 0.5 * fire(house);
        if beside > 0.0 {
            weight += 0.3 * self.neighbour_help;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 256 agents")]
        let crowd = visitors as f64;
        weight += 0.1 * self.coordination * crowd;
        weight -= 0.2 * self.risk_aversion * beside;
        weight.max(0.01)
    }
}

impl Agent for Heuristic {
    fn begin(&mut self) {
        self.last = None;
    }

    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        let houses = view.num_houses();
        #[expect(clippy::cast_possible_truncation, reason = "at most 256 agents")]
        let own = view.agent_id() as u16 % houses;
        let intent = self.intent(view, own);
        let means_work = Mode::work_if(intent > 0.5);
        let signal = if draws.next_f64() < self.honesty { means_work } else { means_work.opposite() };
        let mut house = self.choose_house(view, own, draws);
        let works = if signal == Mode::Work { self.honesty } else { intent * self.altruism };
        let mut mode = Mode::work_if(draws.next_f64() < works);
        if draws.next_f64() < self.exploration {
            house = draws.index_below(houses);
            mode = Mode::work_if(draws.next_below(2) == 1);
        }
        if let Some((last_house, last_mode)) = self.last
            && draws.next_f64() < self.fatigue
        {
            (house, mode) = (last_house, last_mode);
        }
        self.last = Some((house, mode));
        Action { house, mode, signal }
    }

    fn signal_first(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Mode {
        #[expect(clippy::cast_possible_truncation, reason = "at most 256 agents")]
        let own = view.agent_id() as u16 % view.num_houses();
        let means_work = Mode::work_if(self.intent(view, own) > 0.5);
        if draws.next_f64() < self.honesty { means_work } else { means_work.opposite() }
    }
}
