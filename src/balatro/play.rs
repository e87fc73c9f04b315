//! `ludograph balatro play`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::balatro::{Hand, best_play, number_text};

use super::options::HandOptions;
use super::{certainty, input, print_json, steps, within};

/// Finds the best play of the held cards. Cards that a file has as played are held cards again.
pub(super) fn run(options: &HandOptions) -> Result<ExitCode> {
    let mut hand = input::hand(options)?;
    let played = std::mem::take(&mut hand.played);
    hand.held.splice(0..0, played);
    let luck = options.luck.into();
    let best = within(options, |budget| best_play(&hand, luck, budget))?;
    if options.json {
        print_json(&best)?;
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = Hand {
        played: best.cards.iter().filter_map(|place| hand.held.get(*place).copied()).collect(),
        held: hand
            .held
            .iter()
            .enumerate()
            .filter(|(place, _)| !best.cards.contains(place))
            .map(|(_, card)| *card)
            .collect(),
        jokers: best.jokers.iter().filter_map(|place| hand.jokers.get(*place).copied()).collect(),
        table: hand.table.clone(),
    };
    let cards: Vec<String> = chosen.played.iter().map(ToString::to_string).collect();
    let jokers: Vec<&str> = chosen.jokers.iter().map(|joker| joker.info().name.as_str()).collect();
    println!("play    {}", cards.join(", "));
    println!("jokers  {}", jokers.join(", "));
    let sure = certainty(best.proven, best.at_most, best.nodes);
    println!("score   {} with {} ({sure})", number_text(best.score), best.hand);
    if options.explain {
        println!("\n{}", steps(&chosen, luck)?);
    }
    Ok(ExitCode::SUCCESS)
}
