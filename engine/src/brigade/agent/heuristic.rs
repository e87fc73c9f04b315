//! The ten-parameter heuristic of the upstream's Python environment (spec/brigade.md section 8b), on the stream it is
//! handed instead of a global one.

use super::Agent;
use crate::brigade::action::{Action, Mode};
use crate::brigade::observe::Observation;
use crate::brigade::rng::Pcg64;
use crate::brigade::scenario::ring_distance;

/// The lists of a town of at most this many houses are as long as this: worked on in pieces the compiler knows.
const LANES: usize = 16;
/// The least weight of a house.
const LEAST: f64 = 0.01;

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
    /// The ring and the own house that the lists below are for.
    settled: Option<(u16, u16)>,
    /// By house, what the way and owning it make it weigh.
    attraction: Vec<f64>,
    /// The same where nothing burns and nobody is: never less than the least weight.
    calm: Vec<f64>,
    /// By house, how many were there last night; kept to save the allocation, as are the weights.
    visitors: Vec<u16>,
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
            settled: None,
            attraction: Vec::new(),
            calm: Vec::new(),
            visitors: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// How much the agent wants to work, 0 to 1.
    #[inline]
    fn intent(&self, view: &Observation<'_>, own: u16) -> f64 {
        if !view.anything_burns() {
            // What fires add is 0 then.
            return (self.work_tendency * (1.0 - self.rest_bias)).clamp(0.0, 1.0);
        }
        let burning_share = f64::from(view.burning_count()) / f64::from(view.num_houses());
        let own_burns = if view.burns(own) { 1.0 } else { 0.0 };
        let drive = self.work_tendency + self.risk_aversion * burning_share + 0.5 * self.own_first * own_burns;
        (drive * (1.0 - self.rest_bias)).clamp(0.0, 1.0)
    }

    /// A house by weight.
    fn choose_house(&mut self, view: &Observation<'_>, own: u16, draws: &mut Pcg64) -> u16 {
        let houses = view.num_houses();
        self.settle(houses, own);
        let drawn = draws.next_f64();
        let passed = if let (Some(calm), Some(attraction), [burning]) =
            (self.calm.as_array(), self.attraction.as_array(), view.burning_words())
        {
            self.pass_in_small_town(calm, attraction, *burning, view, drawn)
        } else {
            self.pass(view, drawn)
        };
        u16::try_from(passed).map_or(0, |passed| passed.min(houses - 1))
    }

    /// [`Heuristic::pass`] in a town of at most [`LANES`] houses, in arrays whose length the compiler knows.
    #[inline]
    fn pass_in_small_town(
        &self,
        calm: &[f64; LANES],
        attraction: &[f64; LANES],
        burning: u64,
        view: &Observation<'_>,
        drawn: f64,
    ) -> usize {
        let mut visitors = [0_u16; LANES];
        for action in view.last_actions() {
            let visitors = &mut visitors[usize::from(action.house) % LANES];
            *visitors = visitors.wrapping_add(1);
        }
        let crowd = 0.1 * self.coordination;
        let mut sums = *calm;
        if burning == 0 {
            for action in view.last_actions() {
                let house = usize::from(action.house) % LANES;
                sums[house] = (attraction[house] + crowd * f64::from(visitors[house])).max(LEAST);
            }
        } else {
            let houses = u32::from(view.num_houses());
            // The ring three times over has every house's neighbours beside it; three times sixteen houses fit.
            let ring = burning << houses | burning;
            let rings = ring << houses | ring;
            for (house, sum) in (0..houses).zip(&mut sums) {
                let near = rings >> (house + houses - 1);
                let fire = |place: u32| if near >> place & 1 == 1 { 1.0 } else { 0.0 };
                let index = house as usize % LANES;
                let company = crowd * f64::from(visitors[index]);
                *sum = self.weight(attraction[index], fire(1), fire(0) + fire(2), company);
            }
        }
        let mut total = 0.0;
        for sum in &mut sums {
            // Behind the last house nothing is added.
            total += *sum;
            *sum = total;
        }
        passed(&sums, total, drawn)
    }

    /// How many houses the draw passes by.
    fn pass(&mut self, view: &Observation<'_>, drawn: f64) -> usize {
        self.visitors.fill(0);
        for action in view.last_actions() {
            if let Some(visitors) = self.visitors.get_mut(usize::from(action.house)) {
                *visitors = visitors.wrapping_add(1);
            }
        }
        if view.anything_burns() {
            self.weigh_with_fires(view);
        } else {
            self.weigh_in_quiet(view);
        }
        let mut total = 0.0;
        for sum in &mut self.weights {
            total += *sum;
            *sum = total;
        }
        passed(&self.weights, total, drawn)
    }

    /// What a house weighs if anything burns: by what the way makes it, whether it burns and how many beside it do.
    #[inline]
    fn weight(&self, attraction: f64, here: f64, beside: f64, company: f64) -> f64 {
        let mut weight = attraction;
        weight += 0.5 * here;
        if beside > 0.0 {
            weight += 0.3 * self.neighbour_help;
        }
        weight += company;
        weight -= 0.2 * self.risk_aversion * beside;
        weight.max(LEAST)
    }

    /// Works out what depends on ring and seat only, if either is new.
    fn settle(&mut self, houses: u16, own: u16) {
        if self.settled != Some((houses, own)) {
            self.settle_anew(houses, own);
        }
    }

    #[cold]
    fn settle_anew(&mut self, houses: u16, own: u16) {
        let count = usize::from(houses).max(LANES);
        self.attraction = vec![0.0; count];
        self.calm = vec![0.0; count];
        for (house, (attraction, calm)) in (0..houses).zip(self.attraction.iter_mut().zip(&mut self.calm)) {
            let near = 0.1 / (1.0 + f64::from(ring_distance(house, own, houses)));
            *attraction = if house == own { near + self.own_first } else { near };
            *calm = attraction.max(LEAST);
        }
        self.weights = vec![0.0; usize::from(houses)];
        self.visitors = vec![0; usize::from(houses)];
        self.settled = Some((houses, own));
    }

    /// What the company of those who were there last night weighs.
    fn crowd(&self, house: usize) -> f64 {
        0.1 * self.coordination * f64::from(self.visitors[house])
    }

    /// The weights where nothing burns: only houses with visitors differ from what the way makes them.
    fn weigh_in_quiet(&mut self, view: &Observation<'_>) {
        let houses = self.weights.len();
        self.weights.copy_from_slice(&self.calm[..houses]);
        for action in view.last_actions() {
            let house = usize::from(action.house);
            if house < self.weights.len() {
                self.weights[house] = (self.attraction[house] + self.crowd(house)).max(LEAST);
            }
        }
    }

    fn weigh_with_fires(&mut self, view: &Observation<'_>) {
        let houses = view.num_houses();
        let fire = |house: u16| if view.burns(house) { 1.0 } else { 0.0 };
        let (mut left, mut here) = (fire(houses - 1), fire(0));
        for house in 0..houses {
            let right = fire(if house + 1 == houses { 0 } else { house + 1 });
            let index = usize::from(house);
            self.weights[index] = self.weight(self.attraction[index], here, left + right, self.crowd(index));
            (left, here) = (here, right);
        }
    }
}

/// How many of the cumulated weights are, as a share of the total, at most the drawn one. The house after them is the
/// first whose cumulated share exceeds the draw, as numpy's choice has it.
///
/// Dividing decides; but only a weight within rounding of the drawn one needs to be divided to know how that comes out.
fn passed(cumulated: &[f64], total: f64, drawn: f64) -> usize {
    const ROUNDING: f64 = 4.0 * f64::EPSILON;
    let about = drawn * total;
    let (low, high) = (about * (1.0 - ROUNDING), about * (1.0 + ROUNDING));
    let (pieces, rest) = cumulated.as_chunks::<LANES>();
    let count = |parts: &[f64]| parts.iter().fold(0_usize, |sum, part| sum.wrapping_add(usize::from(*part <= low)));
    let surely = pieces.iter().fold(count(rest), |sum, piece| sum.wrapping_add(count(piece)));
    // They never fall, so the next one is the first that could be within rounding.
    if cumulated.get(surely).is_none_or(|part| *part > high) {
        return surely;
    }
    cumulated.iter().filter(|part| **part / total <= drawn).count()
}

impl Agent for Heuristic {
    fn begin(&mut self) {
        self.last = None;
    }

    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        let houses = view.num_houses();
        #[expect(clippy::cast_possible_truncation, reason = "at most 256 agents")]
        let seat = view.agent_id() as u16;
        let own = if seat < houses { seat } else { seat % houses };
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

#[cfg(test)]
mod tests {
    use super::{Heuristic, LANES, passed};
    use crate::brigade::observe::Observation;
    use crate::brigade::{Action, Mode, Pcg64};

    #[test]
    fn a_small_town_is_passed_as_any_other() {
        let mut draws = Pcg64::new(8);
        for _ in 0..3_000 {
            let mut agent = Heuristic::new(std::array::from_fn(|_| draws.next_f64()));
            let houses = 2 + draws.index_below(15);
            let own = draws.index_below(houses);
            let quiet = draws.next_below(2) == 0;
            let burning = if quiet { 0 } else { draws.next_below(1 << houses) };
            let actions: Vec<Action> = (0..6).map(|_| Action::honest(draws.index_below(houses), Mode::Rest)).collect();
            let view = Observation {
                agent: usize::from(own),
                night: 1,
                houses,
                burning: &[burning],
                ruined: &[0],
                actions: &actions,
                round1: &[],
                homes: &[],
                info: &[0.0; 12],
            };
            agent.settle(houses, own);
            let drawn = draws.next_f64();
            let (calm, attraction) = (agent.calm.as_array::<LANES>(), agent.attraction.as_array());
            let small = agent.pass_in_small_town(calm.unwrap(), attraction.unwrap(), burning, &view, drawn);
            assert_eq!(small, agent.pass(&view, drawn), "{houses} {burning:b} {actions:?}");
            assert!(small < usize::from(houses));
        }
    }

    #[test]
    fn a_draw_on_the_border_is_decided_by_dividing() {
        let mut draws = Pcg64::new(3);
        for _ in 0..2_000 {
            let mut total = 0.0;
            let cumulated: Vec<f64> = std::iter::repeat_with(|| {
                total += 0.01 + draws.next_f64();
                total
            })
            .take(10)
            .collect();
            for part in &cumulated {
                let share = part / total;
                for drawn in [share.next_down(), share, share.next_up(), draws.next_f64()] {
                    let divided = cumulated.iter().filter(|part| **part / total <= drawn).count();
                    assert_eq!(passed(&cumulated, total, drawn), divided);
                }
            }
        }
        assert_eq!(passed(&[0.5, 1.0], 1.0, 0.0), 0);
    }
}
