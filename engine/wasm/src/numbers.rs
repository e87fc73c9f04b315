//! Scenarios and agents as lists of numbers. `package/src/scenario.ts` and `agent-spec.ts` read the JSON of callers, check
//! its types and names, and write these lists; what the numbers may be is checked by the engine.

use ludograph_engine::brigade::{
    ActionValidity, Agent, AgentKind, CommitmentMode, DistanceMetric, ExtinguishMode, HeuristicKind, PerAgent, RuleSet,
    Scenario, Script, ScriptRule, TeamWelfareKind,
};

use crate::refusal::Refusal;
use crate::words::{condition, deed, short, signal, target, whole};

/// Numbers read one after the other; past the end there are only zeros.
struct Numbers<'a>(&'a [f64]);

impl<'a> Numbers<'a> {
    fn next(&mut self) -> f64 {
        let Some((first, rest)) = self.0.split_first() else { return 0.0 };
        self.0 = rest;
        *first
    }

    fn code(&mut self) -> u32 {
        whole(self.next())
    }

    /// So many numbers; fewer where there are not as many.
    fn take(&mut self, count: usize) -> &'a [f64] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A count, then so many numbers.
    fn list(&mut self) -> &'a [f64] {
        let count = self.code() as usize;
        self.take(count)
    }

    /// 0 and a number for everybody, or 1 and a list.
    fn per_agent(&mut self) -> PerAgent {
        if self.code() == 0 { PerAgent::All(self.next()) } else { PerAgent::Each(self.list().to_vec()) }
    }
}

/// A scenario, in the order of the engine's `SCENARIO_FIELDS`: a number each; for a choice its place among the names; for
/// what may differ between agents 0 and a number, or 1, a count and a list; for homes a count and a list.
pub(crate) fn read_scenario(numbers: &[f64]) -> Scenario {
    let mut numbers = Numbers(numbers);
    let numbers = &mut numbers;
    // Fields are read in the order in which they are written down here.
    Scenario {
        num_houses: short(numbers.next()),
        prob_fire_spreads_to_neighbor: numbers.next(),
        prob_solo_agent_extinguishes_fire: numbers.next(),
        prob_house_catches_fire: numbers.next(),
        team_reward_house_survives: numbers.next(),
        team_penalty_house_burns: numbers.next(),
        reward_own_house_survives: numbers.per_agent(),
        reward_other_house_survives: numbers.per_agent(),
        penalty_own_house_burns: numbers.per_agent(),
        penalty_other_house_burns: numbers.per_agent(),
        cost_to_work_one_night: numbers.next(),
        min_nights: whole(numbers.next()),
        reward_rest: numbers.next(),
        agent_home_positions: numbers.list().iter().map(|home| short(*home)).collect(),
        distance_cost_alpha: numbers.next(),
        distance_metric: {
            // There is one.
            numbers.code();
            DistanceMetric::RingArc
        },
        action_shaping_alpha: numbers.next(),
        action_shaping_beta: numbers.next(),
        progress_shaping_coef: numbers.next(),
        team_welfare_lambda: numbers.next(),
        team_welfare_gamma: numbers.next(),
        team_welfare_kind: match numbers.code() {
            0 => TeamWelfareKind::None,
            _ => TeamWelfareKind::TeamWelfareClosedForm,
        },
        action_validity_mode: match numbers.code() {
            0 => ActionValidity::AlwaysValid,
            _ => ActionValidity::AdjacentOnly,
        },
        extinguish_mode: match numbers.code() {
            0 => ExtinguishMode::Bernoulli,
            _ => ExtinguishMode::Continuous,
        },
        suppression_per_worker: numbers.next(),
        commitment_mode: match numbers.code() {
            0 => CommitmentMode::Simultaneous,
            _ => CommitmentMode::TwoPhase,
        },
    }
}

/// The rules by their place in [`RuleSet::ALL`].
pub(crate) fn rules(code: u32) -> RuleSet {
    RuleSet::ALL.get(code as usize).copied().unwrap_or_default()
}

/// A team in the order of seats. Each agent is a number and what follows it: 0 decided outside; 1 random, 2 uniform; 3 the
/// full heuristic and 4 the upstream's, with ten numbers; 5 a script: a count of rules, each a count of conditions with two
/// numbers each, then target, its number, deed, signal.
///
/// # Errors
/// As [`AgentKind::build`].
pub(crate) fn read_team(numbers: &[f64]) -> Result<Vec<Option<Box<dyn Agent>>>, Refusal> {
    let mut numbers = Numbers(numbers);
    let mut team = Vec::new();
    while !numbers.0.is_empty() {
        let kind = match numbers.code() {
            0 => {
                team.push(None);
                continue;
            }
            1 => AgentKind::Random { independent_signal: false },
            2 => AgentKind::Random { independent_signal: true },
            3 => vector(HeuristicKind::Full, &mut numbers),
            4 => vector(HeuristicKind::UpstreamRust, &mut numbers),
            _ => AgentKind::Script(script(&mut numbers)),
        };
        team.push(Some(kind.build()?));
    }
    Ok(team)
}

/// A team without seats decided outside; such are left out.
pub(crate) fn read_built_in(numbers: &[f64]) -> Result<Vec<Box<dyn Agent>>, Refusal> {
    Ok(read_team(numbers)?.into_iter().flatten().collect())
}

fn vector(heuristic: HeuristicKind, numbers: &mut Numbers<'_>) -> AgentKind {
    AgentKind::Vector { heuristic, parameters: std::array::from_fn(|_| numbers.next()) }
}

fn script(numbers: &mut Numbers<'_>) -> Script {
    let rules = (0..numbers.code()).map(|_| rule(numbers)).collect();
    // What it is called is told by those who named it.
    Script { name: String::new(), rules }
}

fn rule(numbers: &mut Numbers<'_>) -> ScriptRule {
    let count = numbers.code() as usize;
    let when = numbers.take(count * 2).as_chunks::<2>().0.iter().map(|[code, number]| condition(whole(*code), *number));
    ScriptRule {
        when: when.collect(),
        house: target(numbers.code(), numbers.next()),
        mode: deed(numbers.code()),
        signal: signal(numbers.code()),
    }
}
