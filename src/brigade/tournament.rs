//! `ludograph brigade tournament`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::brigade::{AgentSpec, BrigadeError, Design, Estimate, Tournament, TournamentReport, scenario};
use serde_json::{Value, json};

use super::options::{DesignName, TournamentOptions};
use crate::progress;

/// Teams that are named in the table.
const TEAMS_SHOWN: usize = 5;

pub(super) fn run(options: &TournamentOptions) -> Result<ExitCode> {
    let tournament = tournament(options)?;
    let bar = progress::bar(0, "teams");
    let report = tournament.run_watched(|played, all| {
        bar.set_length(all as u64);
        bar.set_position(played as u64);
    })?;
    bar.finish_and_clear();
    if options.json {
        println!("{:#}", to_json(options, &tournament, &report));
    } else {
        print(&tournament, &report);
    }
    Ok(ExitCode::SUCCESS)
}

fn tournament(options: &TournamentOptions) -> Result<Tournament, BrigadeError> {
    let pool = options.pool.split(',').map(|name| name.trim().parse()).collect::<Result<Vec<AgentSpec>, _>>()?;
    let design = match options.design {
        DesignName::RoundRobin => Design::RoundRobin,
        DesignName::Random => Design::Random { teams: options.teams },
    };
    Ok(Tournament {
        scenario: scenario(&options.scenario)?.clone(),
        pool,
        team_size: options.team_size,
        rules: options.how.rules.parse()?,
        nights_max: options.how.nights_max,
        design,
        games: options.games,
        seed: options.how.seed,
    })
}

fn print(tournament: &Tournament, report: &TournamentReport) {
    println!(
        "{} teams of {}, {} games each on the seeds from {} on, rules {}",
        report.teams.len(),
        tournament.team_size,
        tournament.games,
        tournament.seed,
        tournament.rules
    );
    println!(
        "{:<4} {:<22} {:>9}  {:>21} {:>10} {:>6} {:>9}",
        "rank", "agent", "skill", "95 % interval", "own score", "wins", "seats"
    );
    for (rank, standing) in report.standings.iter().enumerate() {
        println!(
            "{:<4} {:<22} {:>+9.3}  {:>21} {:>+10.2} {:>5.1}% {:>9}",
            rank + 1,
            standing.label,
            standing.skill.mean,
            interval(&standing.skill),
            standing.own_score,
            100.0 * standing.win_rate,
            standing.seats
        );
    }
    println!("A team of nobody in particular: {:+.2} {}", report.intercept.mean, interval(&report.intercept));
    println!("The best teams by mean score:");
    for team in best(report).into_iter().take(TEAMS_SHOWN) {
        println!("  {:>+9.2} {:<21} {}", team.score.mean, interval(&team.score), names(tournament, &team.members));
    }
}

fn interval(estimate: &Estimate) -> String {
    format!("[{:+.3}, {:+.3}]", estimate.low, estimate.high)
}

/// The teams by mean score, the best first; ties in the order they played.
fn best(report: &TournamentReport) -> Vec<&ludograph_engine::brigade::TeamOutcome> {
    let mut teams: Vec<_> = report.teams.iter().collect();
    teams.sort_by(|one, other| other.score.mean.total_cmp(&one.score.mean));
    teams
}

fn names(tournament: &Tournament, members: &[usize]) -> String {
    let name = |member: &usize| tournament.pool.get(*member).map_or("", AgentSpec::label);
    members.iter().map(name).collect::<Vec<_>>().join(",")
}

fn to_json(options: &TournamentOptions, tournament: &Tournament, report: &TournamentReport) -> Value {
    let estimate = |of: &Estimate| json!({ "mean": of.mean, "low": of.low, "high": of.high });
    let standings = report.standings.iter().map(|standing| {
        json!({
            "agent": standing.label, "skill": estimate(&standing.skill), "own_score": standing.own_score,
            "win_rate": standing.win_rate, "seats": standing.seats,
        })
    });
    let teams = report
        .teams
        .iter()
        .map(|team| json!({ "team": names(tournament, &team.members), "score": estimate(&team.score) }));
    json!({
        "scenario": options.scenario, "rules": tournament.rules.name(), "team_size": tournament.team_size,
        "games": tournament.games, "seed": tournament.seed, "intercept": estimate(&report.intercept),
        "standings": standings.collect::<Vec<_>>(), "teams": teams.collect::<Vec<_>>(),
    })
}
