//! `ludograph synergy`

mod scoring;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use ludograph_engine::mining::{PairOptions, PairOrder, PairSynergy, Runs, pair_synergy};
use serde_json::json;

use crate::runs::{self, RunsOptions};
use crate::text_table::{self, chance};

/// The false discovery rate at which a pair counts.
const ALPHA: f64 = 0.05;

#[derive(Debug, Args)]
pub(crate) struct SynergyOptions {
    /// What to judge pairs by
    #[arg(long, value_enum, default_value_t = Basis::Runs)]
    from: Basis,
    #[command(flatten)]
    runs: RunsOptions,
    /// The fewest runs with both
    #[arg(long, value_name = "N", default_value_t = 20)]
    min_runs: u32,
    /// Pairs in the answer: the surest first
    #[arg(long, value_name = "N", default_value_t = 30)]
    top: usize,
    /// From scoring: situations of each of five archetypes in which every pair is sampled
    #[arg(long, value_name = "N", default_value_t = 16)]
    contexts: u32,
    /// From scoring: the seed of situations and teams
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// From scoring: only these jokers, five or more ids or names
    #[arg(long, value_name = "JOKER,…", value_delimiter = ',')]
    jokers: Vec<String>,
    /// Prints one JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Basis {
    /// Recorded runs: what went together, and what won together
    Runs,
    /// The rules: what scores more together than apart
    Scoring,
}

pub(crate) async fn run(options: SynergyOptions) -> Result<ExitCode> {
    match options.from {
        Basis::Scoring => scoring::run(&options)?,
        Basis::Runs => from_runs(&options).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn from_runs(options: &SynergyOptions) -> Result<()> {
    let runs = runs::read(&options.runs).await?;
    let wanted = PairOptions { runs_min: options.min_runs, order: PairOrder::Uplift, ..PairOptions::default() };
    let found = pair_synergy(&runs, &wanted)?;
    let shown = found.pairs.iter().take(options.top);
    if options.json {
        shown.for_each(|pair| println!("{}", to_json(pair, &runs)));
        return Ok(());
    }
    let rows: Vec<Vec<String>> = shown.map(|pair| cells(pair, &runs)).collect();
    text_table::print(&["joker", "joker", "runs", "won", "lift", "npmi", "uplift", "±", "q", "verdict"], 2, &rows);
    println!(
        "{} of {} pairs seen together in at least {} of {} runs, {} of them won; the uplift holds {:?} fixed",
        rows.len(),
        found.pairs.len(),
        options.min_runs,
        found.runs,
        found.won,
        found.condition
    );
    Ok(())
}

fn name(id: u32, runs: &Runs) -> &str {
    runs.item_names().name(id).unwrap_or_default()
}

fn cells(pair: &PairSynergy, runs: &Runs) -> Vec<String> {
    let verdict = if pair.is_winning(ALPHA) {
        "wins together"
    } else if pair.is_losing(ALPHA) {
        "loses together"
    } else {
        ""
    };
    vec![
        name(pair.first, runs).to_owned(),
        name(pair.second, runs).to_owned(),
        pair.runs.to_string(),
        format!("{:.0} %", 100.0 * pair.win_rate),
        format!("{:.2}", pair.lift),
        format!("{:.2}", pair.npmi),
        format!("{:.2}", pair.uplift.log_odds),
        format!("{:.2}", pair.uplift.deviation),
        chance(pair.uplift.q),
        verdict.to_owned(),
    ]
}

fn to_json(pair: &PairSynergy, runs: &Runs) -> serde_json::Value {
    json!({
        "joker_a": name(pair.first, runs), "joker_b": name(pair.second, runs), "runs": pair.runs, "wins": pair.wins,
        "lift": pair.lift, "npmi": pair.npmi, "together_p": pair.together_p, "uplift": pair.uplift.log_odds,
        "uplift_error": pair.uplift.deviation, "uplift_p": pair.uplift.p, "uplift_q": pair.uplift.q,
        "is_winning": pair.is_winning(ALPHA), "is_losing": pair.is_losing(ALPHA),
    })
}
