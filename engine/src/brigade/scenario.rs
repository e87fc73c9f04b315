//! What a scenario consists of (spec/brigade.md section 7), read from JSON and checked.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::error::BrigadeError;
use super::limits::{AGENTS_MAX, HOUSES_MAX, HOUSES_MIN};

/// A value for everybody, or one for each agent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PerAgent {
    /// The same for every agent.
    All(f64),
    /// One entry per agent, in agent order.
    Each(Vec<f64>),
}

/// From a number, or a list of numbers.
impl<'de> Deserialize<'de> for PerAgent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let number = |value: &Value| value.as_f64();
        let read = match &value {
            Value::Array(list) => list.iter().map(number).collect::<Option<_>>().map(Self::Each),
            one => number(one).map(Self::All),
        };
        read.ok_or_else(|| D::Error::custom("a number or a list of numbers, one for each agent, was expected"))
    }
}

impl PerAgent {
    /// The value of one agent; 0 past the end of a list.
    #[must_use]
    pub fn of(&self, agent: usize) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values.get(agent).copied().unwrap_or(0.0),
        }
    }

    fn values(&self) -> &[f64] {
        match self {
            Self::All(value) => std::slice::from_ref(value),
            Self::Each(values) => values,
        }
    }
}

/// How fires are put out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtinguishMode {
    /// One draw for each burning house; what still burns afterwards is ruined.
    #[default]
    Bernoulli,
    /// Work accumulates until a fire is out; nothing is ever ruined.
    Continuous,
}

/// What becomes of a target far from home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionValidity {
    /// Any house may be visited.
    #[default]
    AlwaysValid,
    /// A target further than one house from home is replaced by home.
    AdjacentOnly,
}

/// Whether signals are given before the actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentMode {
    /// Signals and actions together.
    #[default]
    Simultaneous,
    /// A round of signals first; nothing binds the actions to them.
    TwoPhase,
}

/// Whether the potential of the town shapes the rewards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamWelfareKind {
    /// No.
    #[default]
    None,
    /// The closed form of section 4.
    TeamWelfareClosedForm,
}

/// How far two houses are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistanceMetric {
    /// The shorter way round the ring, in houses.
    #[default]
    RingArc,
}

/// All parameters of a game but its agents, its rules and its seed. Field names are those of the upstream's files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Houses on the ring, 2 to [`HOUSES_MAX`].
    #[serde(default = "ten_houses")]
    pub num_houses: u16,
    /// β: a neighbour's fire spreads. Inert in Bernoulli mode except under `contagion`.
    pub prob_fire_spreads_to_neighbor: f64,
    /// κ: one worker puts out a fire.
    pub prob_solo_agent_extinguishes_fire: f64,
    /// ρ: a safe house catches fire, at the start and every night.
    pub prob_house_catches_fire: f64,
    /// To every agent, per night, times the share of safe houses.
    pub team_reward_house_survives: f64,
    /// From every agent, per night, times the share of ruined houses.
    pub team_penalty_house_burns: f64,
    /// For each own house saved this night.
    pub reward_own_house_survives: PerAgent,
    /// For each house of others saved this night.
    pub reward_other_house_survives: PerAgent,
    /// For each own house in ruins, every night.
    pub penalty_own_house_burns: PerAgent,
    /// For each house of others in ruins, every night.
    pub penalty_other_house_burns: PerAgent,
    /// Paid by who works.
    pub cost_to_work_one_night: f64,
    /// A game that ends by itself has at least one night more than this.
    pub min_nights: u32,
    /// Given to who rests.
    #[serde(default = "half")]
    pub reward_rest: f64,
    /// Home of each agent; empty: agent i lives at i mod houses.
    #[serde(default)]
    pub agent_home_positions: Vec<u16>,
    /// Added to the cost of work per house of distance from home.
    #[serde(default)]
    pub distance_cost_alpha: f64,
    /// The distance's metric.
    #[serde(default)]
    pub distance_metric: DistanceMetric,
    /// Shared by the workers of a house saved this night.
    #[serde(default)]
    pub action_shaping_alpha: f64,
    /// To each worker at a house that was and is safe.
    #[serde(default)]
    pub action_shaping_beta: f64,
    /// To every agent, times the change in the number of safe houses.
    #[serde(default)]
    pub progress_shaping_coef: f64,
    /// λ of the potential shaping; 0 switches it off.
    #[serde(default)]
    pub team_welfare_lambda: f64,
    /// γ of the potential shaping.
    #[serde(default = "one")]
    pub team_welfare_gamma: f64,
    /// The potential.
    #[serde(default)]
    pub team_welfare_kind: TeamWelfareKind,
    /// Whether far targets are allowed.
    #[serde(default)]
    pub action_validity_mode: ActionValidity,
    /// How fires are put out.
    #[serde(default)]
    pub extinguish_mode: ExtinguishMode,
    /// Progress per worker and night in continuous mode; a fire is out at 1.
    #[serde(default)]
    pub suppression_per_worker: f64,
    /// Whether signals come before actions.
    #[serde(default)]
    pub commitment_mode: CommitmentMode,
}

fn ten_houses() -> u16 {
    10
}

fn half() -> f64 {
    0.5
}

fn one() -> f64 {
    1.0
}

impl Scenario {
    /// Checks every parameter for a game of `agents` agents. O(agents).
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for a number of houses or agents or a home outside its range,
    /// [`BrigadeError::Parameter`] for a probability outside 0..=1, a negative suppression and anything not finite in
    /// 32 bits, [`BrigadeError::Count`] for a list that does not have one entry per agent.
    #[inline]
    pub fn validate(&self, agents: usize) -> Result<(), BrigadeError> {
        range("num_houses", usize::from(self.num_houses), usize::from(HOUSES_MIN), usize::from(HOUSES_MAX))?;
        range("num_agents", agents, 1, AGENTS_MAX)?;
        for (field, value) in self.probabilities() {
            if !(0.0..=1.0).contains(&value) {
                return Err(BrigadeError::Parameter { field, value, allowed: "a probability in 0..=1" });
            }
        }
        for (field, values) in self.lists() {
            if let PerAgent::Each(list) = values {
                BrigadeError::expect_count(field, agents, list.len())?;
            }
            values.values().iter().try_for_each(|value| finite(field, *value))?;
        }
        self.amounts().into_iter().try_for_each(|(field, value)| finite(field, value))?;
        if self.suppression_per_worker < 0.0 {
            let (field, value) = ("suppression_per_worker", self.suppression_per_worker);
            return Err(BrigadeError::Parameter { field, value, allowed: "0 or more" });
        }
        if !self.agent_home_positions.is_empty() {
            BrigadeError::expect_count("agent_home_positions", agents, self.agent_home_positions.len())?;
            let last = usize::from(self.num_houses) - 1;
            for home in &self.agent_home_positions {
                range("agent_home_positions", usize::from(*home), 0, last)?;
            }
        }
        Ok(())
    }

    /// The three probabilities by name.
    #[inline]
    fn probabilities(&self) -> [(&'static str, f64); 3] {
        [
            ("prob_fire_spreads_to_neighbor", self.prob_fire_spreads_to_neighbor),
            ("prob_solo_agent_extinguishes_fire", self.prob_solo_agent_extinguishes_fire),
            ("prob_house_catches_fire", self.prob_house_catches_fire),
        ]
    }

    /// The four parameters that may differ between agents.
    #[inline]
    pub(crate) fn lists(&self) -> [(&'static str, &PerAgent); 4] {
        [
            ("reward_own_house_survives", &self.reward_own_house_survives),
            ("reward_other_house_survives", &self.reward_other_house_survives),
            ("penalty_own_house_burns", &self.penalty_own_house_burns),
            ("penalty_other_house_burns", &self.penalty_other_house_burns),
        ]
    }

    #[inline]
    fn amounts(&self) -> [(&'static str, f64); 11] {
        [
            ("team_reward_house_survives", self.team_reward_house_survives),
            ("team_penalty_house_burns", self.team_penalty_house_burns),
            ("cost_to_work_one_night", self.cost_to_work_one_night),
            ("reward_rest", self.reward_rest),
            ("distance_cost_alpha", self.distance_cost_alpha),
            ("action_shaping_alpha", self.action_shaping_alpha),
            ("action_shaping_beta", self.action_shaping_beta),
            ("progress_shaping_coef", self.progress_shaping_coef),
            ("team_welfare_lambda", self.team_welfare_lambda),
            ("team_welfare_gamma", self.team_welfare_gamma),
            ("suppression_per_worker", self.suppression_per_worker),
        ]
    }

    /// Home of an agent.
    #[must_use]
    #[inline]
    pub fn home(&self, agent: usize) -> u16 {
        let houses = usize::from(self.num_houses.max(1));
        let default = u16::try_from(agent % houses).unwrap_or(0);
        if self.agent_home_positions.is_empty() {
            default
        } else {
            self.agent_home_positions.get(agent).copied().unwrap_or(default)
        }
    }
}

/// The shorter way round a ring of `houses` between two of its houses.
#[must_use]
pub fn ring_distance(one: u16, other: u16, houses: u16) -> u16 {
    let way = one.abs_diff(other);
    way.min(houses.saturating_sub(way))
}

#[inline]
fn finite(field: &'static str, value: f64) -> Result<(), BrigadeError> {
    if value.is_finite() && value.abs() <= f64::from(f32::MAX) {
        Ok(())
    } else {
        Err(BrigadeError::Parameter { field, value, allowed: "a finite 32-bit number" })
    }
}

#[inline]
fn range(field: &'static str, value: usize, least: usize, most: usize) -> Result<(), BrigadeError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Err(BrigadeError::Range { field, value: whole(value), least: whole(least), most: whole(most) })
}
