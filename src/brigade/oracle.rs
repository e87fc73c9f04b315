//! `ludograph brigade oracle`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::brigade::{
    AgentSpec, BrigadeError, EvolutionOptions, Oracle, OracleReport, OracleRound, Symmetry, scenario,
};
use serde_json::{Value, json};

use super::options::{OracleOptions, SymmetryName};
use crate::progress;

pub(super) fn run(options: &OracleOptions) -> Result<ExitCode> {
    let oracle = oracle(options)?;
    let bar = progress::spinner("rounds");
    let report = oracle.run_watched(|_| bar.inc(1))?;
    bar.finish_and_clear();
    if options.json {
        println!("{:#}", to_json(options, &oracle, &report));
    } else {
        print(&oracle, &report);
    }
    Ok(ExitCode::SUCCESS)
}

fn oracle(options: &OracleOptions) -> Result<Oracle, BrigadeError> {
    let pool = options.pool.split(',').map(|name| name.trim().parse()).collect::<Result<Vec<AgentSpec>, _>>()?;
    let breeding = EvolutionOptions {
        population: options.population,
        generations: options.generations,
        games: options.games,
        ..EvolutionOptions::default()
    };
    Ok(Oracle {
        scenario: scenario(&options.scenario)?.clone(),
        rules: options.how.rules.parse()?,
        nights_max: options.how.nights_max,
        pool,
        seats: options.seats,
        symmetry: match options.symmetry {
            SymmetryName::Symmetric => Symmetry::Symmetric,
            SymmetryName::Heterogeneous => Symmetry::Heterogeneous,
        },
        games: options.games,
        seed: options.how.seed,
        tolerance: options.tolerance,
        rounds_max: options.rounds,
        evolution: options.evolve.then_some(breeding),
    })
}

fn print(oracle: &Oracle, report: &OracleReport) {
    println!(
        "{} game of {} players, {} games a cell, {} cells played, rules {}",
        oracle.symmetry.name(),
        oracle.seats,
        oracle.games,
        report.cells,
        oracle.rules
    );
    println!("{:>5} {:>16} {:>16}  joined", "round", "gain among them", "gain in the pool");
    for (index, round) in report.rounds.iter().enumerate() {
        let joined = joined(oracle, report, round).join(", ");
        println!("{:>5} {:>16.3} {:>16.3}  {joined}", index + 1, round.restricted, round.exploitability);
    }
    for (player, (mixture, value)) in report.mixtures.iter().zip(&report.values).enumerate() {
        println!("{}, {value:+.2} a game:", whose(oracle, player));
        for (agent, share) in mixture.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            println!("  {:>6.1}% {}", 100.0 * share, label(oracle, report, agent));
        }
    }
    let verdict = if report.converged { "within" } else { "NOT within" };
    println!(
        "Nobody gains more than {:.3} by choosing another of the pool: {verdict} the tolerance of {}",
        report.exploitability, oracle.tolerance
    );
}

fn whose(oracle: &Oracle, player: usize) -> String {
    match oracle.symmetry {
        Symmetry::Symmetric => "Every player".to_owned(),
        Symmetry::Heterogeneous => format!("Seat {player}"),
    }
}

fn joined(oracle: &Oracle, report: &OracleReport, round: &OracleRound) -> Vec<String> {
    let name = |(player, agent): &(usize, usize)| match oracle.symmetry {
        Symmetry::Symmetric => label(oracle, report, *agent),
        Symmetry::Heterogeneous => format!("{} (seat {player})", label(oracle, report, *agent)),
    };
    round.joined.iter().map(name).collect()
}

/// The agent's name; those who were bred have a number and their vector.
fn label(oracle: &Oracle, report: &OracleReport, agent: usize) -> String {
    match report.pool.get(agent) {
        Some(AgentSpec::Vector { parameters, .. }) if agent >= oracle.pool.len() => {
            let numbers: Vec<String> = parameters.iter().map(|value| format!("{value:.2}")).collect();
            format!("bred {} [{}]", agent - oracle.pool.len() + 1, numbers.join(" "))
        }
        Some(agent) => agent.label().to_owned(),
        None => String::new(),
    }
}

fn to_json(options: &OracleOptions, oracle: &Oracle, report: &OracleReport) -> Value {
    let players = report.mixtures.iter().zip(&report.values).enumerate().map(|(player, (mixture, value))| {
        let shares = mixture.iter().enumerate().filter(|(_, share)| **share > 0.0);
        let shares = shares.map(|(agent, share)| json!({ "agent": label(oracle, report, agent), "share": share }));
        json!({ "player": whose(oracle, player), "value": value, "mixture": shares.collect::<Vec<_>>() })
    });
    let rounds = report.rounds.iter().map(|round| {
        json!({
            "restricted": round.restricted, "exploitability": round.exploitability,
            "joined": joined(oracle, report, round),
        })
    });
    json!({
        "scenario": options.scenario, "rules": oracle.rules.name(), "symmetry": oracle.symmetry.name(),
        "seats": oracle.seats, "games": oracle.games, "seed": oracle.seed, "tolerance": oracle.tolerance,
        "converged": report.converged, "exploitability": report.exploitability, "cells": report.cells,
        "pool": report.pool, "players": players.collect::<Vec<_>>(), "rounds": rounds.collect::<Vec<_>>(),
    })
}
