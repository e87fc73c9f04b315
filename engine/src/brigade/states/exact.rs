//! The chain a scenario has by its rules: how games end and when, without playing any.

use std::collections::BTreeMap;

use super::chain::{Chain, Outlook, Solved};
use super::components::Rows;
use super::graph::StateGraphOptions;
use super::policy::MemorylessPolicy;
use super::town::Town;
use super::transitions::NightOdds;
use crate::brigade::agent::AgentSpec;
use crate::brigade::error::BrigadeError;
use crate::brigade::plan::Plan;
use crate::brigade::rules::RuleSet;
use crate::brigade::scenario::Scenario;

/// The largest ring whose chain is written down: 3^8 towns with up to 6^8 transitions.
pub const EXACT_HOUSES_MAX: u16 = 8;
/// The most agents.
pub const EXACT_AGENTS_MAX: usize = 8;
/// The largest `min_nights`.
pub const EXACT_NIGHTS_MAX: u32 = 10_000;

/// How games end, by the rules alone. Nothing cuts them: the cap on nights is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactOutlook {
    /// From the first fires on.
    pub outlook: Outlook,
    /// For each town, in order: what lies ahead if a game begins with it.
    pub towns: Vec<(Town, Outlook)>,
}

/// Solves the chain of a scenario under agents without memory; `options.canonical` is not looked at, because agents own
/// houses. O(6^houses) memory, O(8^houses + `min_nights` · 6^houses) time.
///
/// # Errors
/// As [`Scenario::validate`] and [`MemorylessPolicy::of`]; [`BrigadeError::Range`] for more than [`EXACT_HOUSES_MAX`]
/// houses, [`EXACT_AGENTS_MAX`] agents or [`EXACT_NIGHTS_MAX`] nights at least; [`BrigadeError::NotExact`] for
/// continuous fires; [`BrigadeError::Unsolved`].
pub fn exact_outlook(
    scenario: &Scenario,
    agents: &[AgentSpec],
    rules: RuleSet,
    options: StateGraphOptions,
) -> Result<ExactOutlook, BrigadeError> {
    let plan = Plan::new(scenario, agents.len(), rules)?;
    check(&plan)?;
    let policies = agents.iter().map(MemorylessPolicy::of).collect::<Result<Vec<_>, _>>()?;
    let odds = NightOdds { plan: &plan, policies: &policies, ignite: scenario.prob_house_catches_fire };
    let towns = all_towns(plan.houses)?;
    let number: BTreeMap<Town, u32> = towns.iter().copied().zip(0..).collect();
    let mut nights: Rows = Vec::with_capacity(towns.len());
    for town in &towns {
        let row = odds.after(*town)?;
        nights.push(row.into_iter().filter_map(|(town, share)| Some((*number.get(&town)?, share))).collect());
    }
    let solved = solve(&plan, &towns, &nights, options)?;
    let begin = |town: &Town| {
        let (burning, safe) = (town.burning().count_ones(), town.safe().count_ones());
        let share = power(odds.ignite, burning) * power(1.0 - odds.ignite, safe);
        if town.ruined() == 0 { share } else { 0.0 }
    };
    let starts: Vec<(usize, f64)> = towns.iter().map(begin).enumerate().filter(|(_, share)| *share > 0.0).collect();
    let of_town = |(index, town): (usize, &Town)| (*town, solved.outlook(&[(index, 1.0)]));
    Ok(ExactOutlook { outlook: solved.outlook(&starts), towns: towns.iter().enumerate().map(of_town).collect() })
}

/// From night `min_nights` on a night is like any other: that chain is solved. The nights before only lead to it.
fn solve(plan: &Plan, towns: &[Town], nights: &Rows, options: StateGraphOptions) -> Result<Solved, BrigadeError> {
    let mut chain = Chain { nights_of_end: 1.0, ..Chain::default() };
    for row in nights {
        let (mut steps, mut ends) = (Vec::new(), [0.0; 3]);
        for (to, share) in row {
            let town = towns[*to as usize];
            if is_over(plan, town) {
                ends[options.outcome(town, false) as usize] += share;
            } else {
                steps.push((*to, *share));
            }
        }
        chain.steps.push(steps);
        chain.ends.push(ends);
    }
    let mut solved = chain.solve(&chain.system())?;
    let ahead = |values: &[f64]| -> Vec<f64> {
        let mean = |row: &Vec<(u32, f64)>| row.iter().map(|(to, share)| share * values[*to as usize]).sum();
        nights.iter().map(mean).collect()
    };
    for _ in 0..plan.min_nights {
        for (with, reach) in solved.nights_with.iter_mut().zip(&solved.reaches) {
            with.iter_mut().zip(reach).for_each(|(nights, reach)| *nights += reach);
            *with = ahead(with);
        }
        for reach in &mut solved.reaches {
            *reach = ahead(reach);
        }
        solved.nights.iter_mut().for_each(|nights| *nights += 1.0);
        solved.nights = ahead(&solved.nights);
    }
    Ok(solved)
}

fn check(plan: &Plan) -> Result<(), BrigadeError> {
    if plan.continuous {
        let why = "fires of continuous mode have a progress that no town shows";
        return Err(BrigadeError::NotExact { what: "extinguish_mode `continuous`".to_owned(), why });
    }
    let range = |field, value: i64, least, most| {
        if value <= most { Ok(()) } else { Err(BrigadeError::Range { field, value, least, most }) }
    };
    let agents = i64::try_from(plan.agents).unwrap_or(i64::MAX);
    range("num_houses", i64::from(plan.houses), 2, i64::from(EXACT_HOUSES_MAX))?;
    range("num_agents", agents, 1, i64::try_from(EXACT_AGENTS_MAX).unwrap_or(i64::MAX))?;
    range("min_nights", i64::from(plan.min_nights), 0, i64::from(EXACT_NIGHTS_MAX))
}

/// Whether the rules end a game with this town, once it has lasted long enough.
fn is_over(plan: &Plan, town: Town) -> bool {
    town.burning() == 0 && (plan.rules.ends_without_fire() || town.ruined() == 0 || town.safe() == 0)
}

fn all_towns(houses: u16) -> Result<Vec<Town>, BrigadeError> {
    let all = (1_u64 << houses) - 1;
    let mut towns = Vec::new();
    for ruined in 0..=all {
        for burning in (0..=all).filter(|burning| burning & ruined == 0) {
            towns.push(Town::new(houses, burning, ruined)?);
        }
    }
    Ok(towns)
}

fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}
