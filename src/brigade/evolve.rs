//! `ludograph brigade evolve`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::brigade::{
    AgentSpec, Aim, BrigadeError, Estimate, Evolution, EvolutionOptions, EvolutionReport, HEURISTIC_PARAMETERS,
    HeuristicKind, scenario,
};
use serde_json::{Value, json};

use super::options::{EvolveOptions, HeuristicName};
use crate::progress;

pub(super) fn run(options: &EvolveOptions) -> Result<ExitCode> {
    let evolution = evolution(options)?;
    let bar = progress::bar(options.generations, "generations");
    let report = evolution.run_watched(|generation, _| bar.set_position(generation as u64 + 1))?;
    bar.finish_and_clear();
    if options.json {
        println!("{:#}", to_json(options, &evolution, &report));
    } else {
        print(&evolution, &report);
    }
    Ok(ExitCode::SUCCESS)
}

fn evolution(options: &EvolveOptions) -> Result<Evolution, BrigadeError> {
    let aim = match &options.beside {
        None => Aim::Team { seats: options.seats },
        Some(names) => {
            let mut team = names.split(',').map(|name| name.trim().parse()).collect::<Result<Vec<AgentSpec>, _>>()?;
            // Its own seat is filled by the search; any agent stands in for it.
            team.insert(options.seat.min(team.len()), AgentSpec::Named("random".to_owned()));
            Aim::Seat { seat: options.seat, team }
        }
    };
    Ok(Evolution {
        scenario: scenario(&options.scenario)?.clone(),
        rules: options.how.rules.parse()?,
        nights_max: options.how.nights_max,
        heuristic: match options.heuristic {
            HeuristicName::Full => HeuristicKind::Full,
            HeuristicName::UpstreamRust => HeuristicKind::UpstreamRust,
        },
        aim,
        options: EvolutionOptions {
            population: options.population,
            generations: options.generations,
            games: options.games,
            rivals: options.rivals,
            elite: options.elite,
            crossover: options.crossover,
            mutation: options.mutation,
            step: options.step,
            seed: options.how.seed,
        },
    })
}

fn print(evolution: &Evolution, report: &EvolutionReport) {
    let options = &evolution.options;
    println!(
        "{} generations of {}, {} games each, rules {}; judged by {}",
        options.generations,
        options.population,
        options.games,
        evolution.rules,
        aim(&evolution.aim)
    );
    println!("{:>10} {:>12} {:>12}", "generation", "best", "mean");
    for (index, generation) in report.history.iter().enumerate() {
        println!("{:>10} {:>+12.2} {:>+12.2}", index + 1, generation.best, generation.mean);
    }
    println!("The best vector, {} on seeds that no generation played:", estimate(&report.score));
    for (name, value) in HEURISTIC_PARAMETERS.into_iter().zip(report.vector) {
        println!("  {name:<20} {value:.3}");
    }
}

fn aim(aim: &Aim) -> String {
    match aim {
        Aim::Team { seats } => format!("the score of a team of {seats} copies"),
        Aim::Seat { seat, .. } => format!("its own score in seat {seat}"),
    }
}

fn estimate(estimate: &Estimate) -> String {
    format!("{:+.2} [{:+.2}, {:+.2}]", estimate.mean, estimate.low, estimate.high)
}

fn to_json(options: &EvolveOptions, evolution: &Evolution, report: &EvolutionReport) -> Value {
    let named = |vector: &[f64; 10]| -> Value {
        HEURISTIC_PARAMETERS.into_iter().zip(vector).map(|(name, value)| (name.to_owned(), json!(value))).collect()
    };
    let history = report
        .history
        .iter()
        .map(|generation| json!({ "best": generation.best, "mean": generation.mean, "vector": generation.vector }));
    let score = json!({ "mean": report.score.mean, "low": report.score.low, "high": report.score.high });
    json!({
        "scenario": options.scenario, "rules": evolution.rules.name(), "seed": evolution.options.seed,
        "aim": aim(&evolution.aim), "score": score, "parameters": named(&report.vector),
        "agent": { "heuristic": evolution.heuristic, "parameters": report.vector },
        "history": history.collect::<Vec<_>>(),
    })
}
