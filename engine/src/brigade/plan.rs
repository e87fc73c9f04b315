//! A scenario compiled for play: every probability as a threshold, every reward looked up rather than worked out.
//!
//! Sums are formed in the order of the upstream's engines, because the last bit of a 32-bit reward depends on it.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::action::Action;
use super::bits::ring_mask;
use super::error::BrigadeError;
use super::limits::PACKED_HOUSES_MAX;
use super::quick::Quick;
use super::rng::Chance;
use super::rules::RuleSet;
use super::scenario::{
    ActionValidity, CommitmentMode, ExtinguishMode, PerAgent, Scenario, TeamWelfareKind, ring_distance,
};

/// A scenario for a number of agents under a rule set.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one question a night asks")]
pub(crate) struct Plan {
    pub(crate) scenario: Scenario,
    pub(crate) rules: RuleSet,
    pub(crate) houses: u16,
    pub(crate) agents: usize,
    /// How many words a set of houses has.
    pub(crate) words: usize,
    pub(crate) continuous: bool,
    pub(crate) adjacent_only: bool,
    pub(crate) two_phase: bool,
    pub(crate) shaped: bool,
    pub(crate) ignite: Chance,
    pub(crate) spread: Chance,
    /// By the number of workers, 0 to agents.
    pub(crate) extinguish: Vec<Chance>,
    pub(crate) suppression: f32,
    pub(crate) min_nights: u32,
    pub(crate) homes: Vec<u16>,
    pub(crate) info: [f32; 12],
    pub(crate) single: Rewards<f32>,
    /// Only for rules that reckon in 64 bits.
    pub(crate) double: Option<Rewards<f64>>,
    /// The commonest games of four agents.
    pub(crate) quick: Option<Box<Quick<4>>>,
}

impl Plan {
    #[inline]
    pub(crate) fn new(scenario: &Scenario, agents: usize, rules: RuleSet) -> Result<Self, BrigadeError> {
        scenario.validate(agents)?;
        let houses = scenario.num_houses;
        let words = usize::from(houses.div_ceil(64));
        let single = Rewards::new(scenario, agents);
        let chance = |probability: f64| {
            Chance::new(if rules.is_double() { probability } else { f64::from(f32::of(probability)) })
        };
        let mut plan = Self {
            rules,
            houses,
            agents,
            words,
            continuous: scenario.extinguish_mode == ExtinguishMode::Continuous,
            adjacent_only: scenario.action_validity_mode == ActionValidity::AdjacentOnly,
            two_phase: scenario.commitment_mode == CommitmentMode::TwoPhase,
            shaped: single.is_shaped(),
            ignite: chance(scenario.prob_house_catches_fire),
            spread: chance(scenario.prob_fire_spreads_to_neighbor),
            extinguish: extinguish_chances(scenario.prob_solo_agent_extinguishes_fire, agents, rules),
            suppression: f32::of(scenario.suppression_per_worker),
            min_nights: scenario.min_nights,
            homes: (0..agents).map(|agent| scenario.home(agent)).collect(),
            info: scenario_info(scenario, agents),
            double: rules.is_double().then(|| Rewards::new(scenario, agents)),
            single,
            scenario: scenario.clone(),
            quick: None,
        };
        plan.quick = Quick::new(&plan).map(Box::new);
        Ok(plan)
    }

    /// Another probability that a safe house catches fire.
    pub(crate) fn set_ignition(&mut self, probability: f64) {
        self.ignite = Chance::new(probability);
        self.quick = Quick::new(self).map(Box::new);
    }

    /// Whether the town fits one word a set.
    pub(crate) fn is_packed(&self) -> bool {
        self.houses <= PACKED_HOUSES_MAX
    }

    #[inline]
    pub(crate) fn ring(&self, word: usize) -> u64 {
        ring_mask(u32::from(self.houses), word)
    }

    /// Checks count and houses.
    #[inline]
    pub(crate) fn check(&self, actions: &[Action]) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("actions", self.agents, actions.len())?;
        if actions.iter().fold(0, |most, action| most.max(action.house)) < self.houses {
            return Ok(());
        }
        let agent = actions.iter().position(|action| action.house >= self.houses).unwrap_or(0);
        Err(BrigadeError::House { agent, value: i64::from(actions[agent].house), houses: self.houses })
    }

    /// The action as it is carried out: under `adjacent_only` a far target becomes home.
    #[inline]
    pub(crate) fn sanitise(&self, agent: usize, action: Action) -> Action {
        let home = self.homes[agent];
        if self.adjacent_only && ring_distance(home, action.house, self.houses) > 1 {
            Action { house: home, ..action }
        } else {
            action
        }
    }
}

/// `1 − (1−κ)^w` for w of 0 to `agents`, in the arithmetic of the rules.
///
/// The power is formed by squaring, spelt out so that it is the same on every target.
#[inline]
fn extinguish_chances(solo: f64, agents: usize, rules: RuleSet) -> Vec<Chance> {
    let stays = |workers: usize| {
        if rules.is_double() {
            1.0 - power(1.0 - solo, workers)
        } else {
            f64::from(1.0 - power(1.0 - f32::of(solo), workers))
        }
    };
    (0..=agents).map(|workers| Chance::new(stays(workers))).collect()
}

fn power<F: Real>(base: F, mut exponent: usize) -> F {
    let (mut result, mut square) = (F::of(1.0), base);
    loop {
        if exponent & 1 == 1 {
            result = result * square;
        }
        exponent /= 2;
        if exponent == 0 {
            return result;
        }
        square = square * square;
    }
}

/// What agents may know of the scenario, in the order of the published ids: β, κ, ρ, team reward, team penalty, the
/// means of own reward, other reward, own penalty and other penalty, work cost, min nights, number of agents.
#[inline]
fn scenario_info(scenario: &Scenario, agents: usize) -> [f32; 12] {
    let mean = |values: &PerAgent| {
        let sum: f64 = (0..agents).map(|agent| values.of(agent)).sum();
        f32::of(sum / count(agents))
    };
    [
        f32::of(scenario.prob_fire_spreads_to_neighbor),
        f32::of(scenario.prob_solo_agent_extinguishes_fire),
        f32::of(scenario.prob_house_catches_fire),
        f32::of(scenario.team_reward_house_survives),
        f32::of(scenario.team_penalty_house_burns),
        mean(&scenario.reward_own_house_survives),
        mean(&scenario.reward_other_house_survives),
        mean(&scenario.penalty_own_house_burns),
        mean(&scenario.penalty_other_house_burns),
        f32::of(scenario.cost_to_work_one_night),
        f32::of(f64::from(scenario.min_nights)),
        f32::of(count(agents)),
    ]
}

/// So many values by their places. One piece of code for all lists: they are made once a game's plan.
fn fill<F: Real>(count: usize, value: &dyn Fn(usize) -> F) -> Vec<F> {
    let mut list = vec![F::of(0.0); count];
    for (place, entry) in list.iter_mut().enumerate() {
        *entry = value(place);
    }
    list
}

#[expect(clippy::cast_precision_loss, reason = "at most 1,024")]
fn count(number: usize) -> f64 {
    number as f64
}

/// A float type rewards are reckoned in.
pub(crate) trait Real:
    Copy
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The nearest value.
    fn of(value: f64) -> Self;
    /// A 32-bit sum after adding to it.
    fn added_to(self, sum: f32) -> f32;
    /// Rounded to 32 bits.
    fn rounded(self) -> f32;
}

impl Real for f32 {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "rounding to 32 bits is the upstream's arithmetic")]
    fn of(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn added_to(self, sum: f32) -> f32 {
        sum + self
    }

    #[inline]
    fn rounded(self) -> f32 {
        self
    }
}

impl Real for f64 {
    #[inline]
    fn of(value: f64) -> Self {
        value
    }

    #[inline]
    fn added_to(self, sum: f32) -> f32 {
        f32::of(Self::from(sum) + self)
    }

    #[inline]
    fn rounded(self) -> f32 {
        f32::of(self)
    }
}

/// The reward parameters in one float type (spec/brigade.md section 4).
#[derive(Debug, Clone)]
pub(crate) struct Rewards<F> {
    /// By the number of safe houses: team reward times their share.
    pub(crate) team_safe: Vec<F>,
    /// By the number of ruined houses: team penalty times their share.
    pub(crate) team_ruined: Vec<F>,
    pub(crate) team_penalty: F,
    pub(crate) rest: F,
    /// What work costs, negative, at `agent · houses + house`.
    pub(crate) work: Vec<F>,
    /// For a house saved, at `house · agents + agent`.
    pub(crate) saved: Vec<F>,
    /// For a house in ruins, negative, at `house · agents + agent`.
    pub(crate) lost: Vec<F>,
    pub(crate) progress: F,
    pub(crate) alpha: F,
    pub(crate) beta: F,
    /// 0 unless the potential is chosen.
    pub(crate) lambda: F,
    pub(crate) gamma: F,
    pub(crate) houses: F,
}

impl<F: Real> Rewards<F> {
    fn new(scenario: &Scenario, agents: usize) -> Self {
        let houses = usize::from(scenario.num_houses);
        let all = F::of(f64::from(scenario.num_houses));
        // The share first, then the amount: the order decides the last bit.
        let share = |amount: f64| fill(houses + 1, &|some| F::of(amount) * (F::of(count(some)) / all));
        let potential = scenario.team_welfare_kind == TeamWelfareKind::TeamWelfareClosedForm;
        let cost = |place: usize| {
            let house = u16::try_from(place % houses).unwrap_or(0);
            let way = f64::from(ring_distance(scenario.home(place / houses), house, scenario.num_houses));
            -(F::of(scenario.cost_to_work_one_night) + F::of(scenario.distance_cost_alpha) * F::of(way))
        };
        let by_owner = |own: &PerAgent, other: &PerAgent, sign: f64| {
            fill(houses * agents, &|place| {
                let (house, agent) = (place / agents, place % agents);
                F::of(sign * if house % agents == agent { own.of(agent) } else { other.of(agent) })
            })
        };
        Self {
            team_safe: share(scenario.team_reward_house_survives),
            team_ruined: share(scenario.team_penalty_house_burns),
            team_penalty: F::of(scenario.team_penalty_house_burns),
            rest: F::of(scenario.reward_rest),
            work: fill(agents * houses, &cost),
            saved: by_owner(&scenario.reward_own_house_survives, &scenario.reward_other_house_survives, 1.0),
            lost: by_owner(&scenario.penalty_own_house_burns, &scenario.penalty_other_house_burns, -1.0),
            progress: F::of(scenario.progress_shaping_coef),
            alpha: F::of(scenario.action_shaping_alpha),
            beta: F::of(scenario.action_shaping_beta),
            lambda: F::of(if potential { scenario.team_welfare_lambda } else { 0.0 }),
            gamma: F::of(scenario.team_welfare_gamma),
            houses: all,
        }
    }

    fn is_shaped(&self) -> bool {
        let zero = F::of(0.0);
        self.progress != zero || self.alpha != zero || self.beta != zero || self.lambda != zero
    }
}
