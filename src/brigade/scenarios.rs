//! `ludograph brigade scenarios`, `ludograph brigade show`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::brigade::{ExtinguishMode, scenario, scenario_names};

/// Lists the scenarios with what tells them apart most.
pub(super) fn list() -> Result<ExitCode> {
    println!(
        "{:<28} {:>6} {:>6} {:>7} {:>6} {:>6}  fires",
        "scenario", "houses", "ignite", "put out", "spread", "cost"
    );
    for name in scenario_names() {
        let found = scenario(name)?;
        let fires = match found.extinguish_mode {
            ExtinguishMode::Bernoulli => "burn out in a night",
            ExtinguishMode::Continuous => "burn until they are put out",
        };
        println!(
            "{name:<28} {:>6} {:>6} {:>7} {:>6} {:>6}  {fires}",
            found.num_houses,
            found.prob_house_catches_fire,
            found.prob_solo_agent_extinguishes_fire,
            found.prob_fire_spreads_to_neighbor,
            found.cost_to_work_one_night,
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows one scenario.
pub(super) fn show(name: &str) -> Result<ExitCode> {
    println!("{}", scenario(name)?.to_json());
    Ok(ExitCode::SUCCESS)
}
