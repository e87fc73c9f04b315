//! `ludograph balatro`

mod decide;
mod input;
mod options;
mod order;
mod play;
mod score;
mod verify;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use ludograph_engine::balatro::{Budget, Explanation, Hand, Luck, NODES_MAX, explain};
use serde::Serialize;

pub(crate) use options::BalatroCommand;
use options::HandOptions;

pub(crate) fn run(command: &BalatroCommand) -> Result<ExitCode> {
    match command {
        BalatroCommand::Score(options) => score::run(options),
        BalatroCommand::Order { options, only } => order::run(options, (*only).into()),
        BalatroCommand::Play(options) => play::run(options),
        BalatroCommand::Decide { options, known } => decide::run(options, known.as_deref()),
        BalatroCommand::Verify { paths } => verify::run(paths),
    }
}

/// Searches within the seconds the caller gave.
fn within<T, E: std::error::Error + Send + Sync + 'static>(
    options: &HandOptions,
    search: impl FnOnce(&mut Budget<'_>) -> Result<T, E>,
) -> Result<T> {
    let seconds = options.seconds;
    ensure!(seconds > 0.0, "--seconds: {seconds} is not a number above 0");
    let limit = Duration::try_from_secs_f64(seconds).with_context(|| format!("--seconds: {seconds}"))?;
    let began = Instant::now();
    let mut over = || began.elapsed() >= limit;
    Ok(search(&mut Budget::new(NODES_MAX, &mut over))?)
}

/// The steps of a hand. An expectation has no steps of its own: those of the least luck stand for it.
fn steps(hand: &Hand, luck: Luck) -> Result<Explanation> {
    Ok(explain(hand, if luck == Luck::Mean { Luck::Least } else { luck })?)
}

/// Prints a value as indented JSON.
fn print_json(value: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

/// What a search says of its answer.
fn certainty(proven: bool, at_most: f64, nodes: u64) -> String {
    if proven {
        return format!("proven, {nodes} nodes");
    }
    let bound = ludograph_engine::balatro::number_text(at_most);
    format!("not proven: nothing scores more than {bound}, {nodes} nodes")
}
