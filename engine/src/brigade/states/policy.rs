//! Agents whose choice depends on nothing but the town: with them the game is a Markov chain that can be written down.

use crate::brigade::action::{Action, Mode};
use crate::brigade::agent::{
    Agent as _, AgentSpec, Condition, HeuristicKind, Script, ScriptedAgent, Target, archetype, script_named,
};
use crate::brigade::bits::ones;
use crate::brigade::error::BrigadeError;
use crate::brigade::observe::Observation;
use crate::brigade::plan::Plan;
use crate::brigade::rng::Pcg64;

use super::town::Town;

/// An agent without memory, as the probabilities of working at each house.
///
/// Made from `random`, `uniform`, the four-parameter heuristics (`upstream_rust:NAME` or their numbers) and scripts
/// that neither draw nor look at earlier nights.
#[derive(Debug, Clone, PartialEq)]
pub struct MemorylessPolicy(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// Any house, work or rest, all alike.
    Uniform,
    /// [`crate::brigade::UpstreamHeuristic`].
    Upstream { works: f64, own_first: f64 },
    /// A script that the town decides.
    Script(Script),
}

impl MemorylessPolicy {
    /// The policy of an agent.
    ///
    /// # Errors
    /// As [`AgentSpec::build`]; [`BrigadeError::NotExact`] for an agent that remembers, or is not covered.
    pub fn of(agent: &AgentSpec) -> Result<Self, BrigadeError> {
        agent.build()?;
        let refused = |why| BrigadeError::NotExact { what: format!("agent `{}`", agent.label()), why };
        let ten = "the ten-parameter heuristic looks back to earlier nights";
        let kind = match agent {
            AgentSpec::Named(name) if name == "random" || name == "uniform" => Kind::Uniform,
            AgentSpec::Named(name) => match (name.strip_prefix("upstream_rust:"), script_named(name)) {
                (Some(name), _) => upstream(&archetype("python", name)?),
                (None, Some(script)) => Kind::Script(memoryless(script).map_err(refused)?),
                (None, None) => return Err(refused(ten)),
            },
            AgentSpec::Vector { heuristic: HeuristicKind::UpstreamRust, parameters } => upstream(parameters),
            AgentSpec::Vector { heuristic: HeuristicKind::Full, .. } => return Err(refused(ten)),
            AgentSpec::Script(script) => Kind::Script(memoryless(script).map_err(refused)?),
        };
        Ok(Self(kind))
    }

    /// Adds to `works` the probability that a seat works at each house of a town, before far targets are replaced.
    pub(super) fn add_work(&self, plan: &Plan, seat: usize, town: Town, works: &mut [f64]) {
        let houses = f64::from(town.num_houses());
        match &self.0 {
            Kind::Uniform => works.iter_mut().for_each(|share| *share += 0.5 / houses),
            Kind::Upstream { works: chance, own_first } => {
                let own = seat % usize::from(town.num_houses().min(10));
                let fires = town.burning();
                if fires == 0 {
                    works[own] += chance;
                    return;
                }
                let stays = if fires >> own & 1 == 1 { *own_first } else { 0.0 };
                works[own] += chance * stays;
                let each = chance * (1.0 - stays) / f64::from(fires.count_ones());
                ones(fires).for_each(|house| works[house as usize] += each);
            }
            Kind::Script(script) => {
                let action = decide(script, plan, seat, town);
                if action.mode == Mode::Work {
                    works[usize::from(action.house)] += 1.0;
                }
            }
        }
    }
}

fn upstream(parameters: &[f64; 10]) -> Kind {
    let [_, work_tendency, _, own_first, _, _, _, _, rest_bias, _] = *parameters;
    Kind::Upstream { works: work_tendency * (1.0 - rest_bias), own_first }
}

/// The script itself if the town alone decides what it does.
fn memoryless(script: &Script) -> Result<Script, &'static str> {
    for rule in &script.rules {
        for condition in &rule.when {
            match condition {
                Condition::BurningAtLeast(_) | Condition::BurningAtMost(_) => {}
                Condition::NightAtLeast(_) => return Err("one of its rules depends on the night"),
                Condition::WorkSignalsAtLeast(_) => return Err("one of its rules depends on last night's signals"),
                Condition::Chance(_) => return Err("one of its rules draws"),
            }
        }
        match rule.house {
            Target::Stay | Target::LeastAttendedBurning => {
                return Err("one of its rules depends on last night's deeds");
            }
            Target::NewestBurning | Target::BurningLongerThan(_) => {
                return Err("one of its rules depends on how long a house burned");
            }
            Target::AnyBurning => return Err("one of its rules draws"),
            _ => {}
        }
    }
    Ok(script.clone())
}

fn decide(script: &Script, plan: &Plan, seat: usize, town: Town) -> Action {
    let actions = vec![Action::default(); plan.agents];
    let view = Observation {
        agent: seat,
        night: 0,
        houses: town.num_houses(),
        burning: &[town.burning()],
        ruined: &[town.ruined()],
        actions: &actions,
        round1: &[],
        homes: &plan.homes,
        info: &plan.info,
    };
    // Such a script draws nothing, whatever stream it is handed.
    ScriptedAgent::new(script.clone()).act(&view, &mut Pcg64::new(0))
}
