//! `ludograph balatro order`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::balatro::{Freedom, Hand, best_order, number_text};

use super::options::HandOptions;
use super::{certainty, input, print_json, steps, within};

/// Finds the best order of a hand.
pub(super) fn run(options: &HandOptions, freedom: Freedom) -> Result<ExitCode> {
    let hand = input::hand(options)?;
    let luck = options.luck.into();
    let best = within(options, |budget| best_order(&hand, freedom, luck, budget))?;
    if options.json {
        print_json(&best)?;
        return Ok(ExitCode::SUCCESS);
    }
    let ordered = Hand {
        played: best.cards.iter().filter_map(|place| hand.played.get(*place).copied()).collect(),
        held: hand.held.clone(),
        jokers: best.jokers.iter().filter_map(|place| hand.jokers.get(*place).copied()).collect(),
        table: hand.table.clone(),
    };
    let cards: Vec<String> = ordered.played.iter().map(ToString::to_string).collect();
    let jokers: Vec<&str> = ordered.jokers.iter().map(|joker| joker.info().name.as_str()).collect();
    println!("cards   {}", cards.join(", "));
    println!("jokers  {}", jokers.join(", "));
    println!(
        "score   {} with {}; {} as given ({})",
        number_text(best.score),
        best.hand,
        number_text(best.score_as_given),
        certainty(best.proven, best.at_most, best.nodes)
    );
    if options.explain {
        println!("\n{}", steps(&ordered, luck)?);
    }
    Ok(ExitCode::SUCCESS)
}
