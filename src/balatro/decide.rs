//! `ludograph balatro decide`

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use ludograph_engine::balatro::{Decision, decide, number_text};
use serde_json::Value;

use super::options::HandOptions;
use super::{input, print_json, within};

/// Decides what to play in a state: an event, its payload, or `{"state": …, "known": …}` as the door takes it.
pub(super) fn run(options: &HandOptions, known: Option<&Path>) -> Result<ExitCode> {
    let mut body = input::value(options)?;
    let mut told = body.get_mut("known").map(Value::take);
    if let Some(file) = known {
        let text = input::text(file)?;
        told = Some(serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?);
    }
    let state = body.get("state").unwrap_or(&body);
    let decision = within(options, |budget| decide(state, told.as_ref(), options.luck.into(), budget))?;
    if options.json {
        print_json(&decision)?;
    } else {
        print(&decision, options.explain);
    }
    Ok(ExitCode::SUCCESS)
}

fn print(decision: &Decision, explain: bool) {
    println!("play    {}", decision.cards.join(", "));
    println!("jokers  {}{}", decision.jokers.join(", "), if decision.move_jokers { " (to be moved)" } else { "" });
    println!("score   {} with {}", number_text(decision.play.score), decision.play.hand);
    if let Some(target) = decision.target {
        let verdict = if decision.wins == Some(true) { "beaten" } else { "not beaten yet" };
        println!("blind   {}, {} scored before: {verdict}", number_text(target), number_text(decision.scored));
    }
    println!();
    for sentence in &decision.reason {
        println!("{sentence}");
    }
    if explain {
        println!("\n{}", decision.explanation);
    }
    if !decision.unknown.is_empty() {
        println!("\nNot told, and what was assumed:");
        for unknown in &decision.unknown {
            println!("  {}: {}", unknown.what, unknown.assumed);
        }
    }
}
