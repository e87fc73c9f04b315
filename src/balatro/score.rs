//! `ludograph balatro score`

use std::process::ExitCode;

use anyhow::Result;
use ludograph_engine::balatro::{Luck, expected_score, number_text, score};

use super::options::HandOptions;
use super::{input, print_json, steps};

/// Scores a hand as it lies.
pub(super) fn run(options: &HandOptions) -> Result<ExitCode> {
    let hand = input::hand(options)?;
    let luck = Luck::from(options.luck);
    if luck == Luck::Mean {
        let expected = expected_score(&hand)?;
        if options.json {
            print_json(&expected)?;
            return Ok(ExitCode::SUCCESS);
        }
        if options.explain {
            println!("{}", steps(&hand, luck)?);
        }
        let floors = if expected.floored { "" } else { ", floors left out" };
        println!("{}: {} on average{floors}", expected.hand, number_text(expected.score));
        return Ok(ExitCode::SUCCESS);
    }
    match (options.json, options.explain) {
        (true, true) => print_json(&steps(&hand, luck)?)?,
        (true, false) => print_json(&score(&hand, luck)?)?,
        (false, true) => println!("{}", steps(&hand, luck)?),
        (false, false) => {
            let scored = score(&hand, luck)?;
            let (chips, mult) = (number_text(scored.chips), number_text(scored.mult));
            let blocked = if scored.blocked { " (the blind lets this hand score nothing)" } else { "" };
            println!("{}: {chips} × {mult} = {}{blocked}", scored.hand, number_text(scored.score));
        }
    }
    Ok(ExitCode::SUCCESS)
}
