//! `ludograph brigade play`

use std::io::{IsTerminal as _, Write as _, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use ludograph_engine::brigade::{AgentSpec, Ending, Player, Replay};

use super::options::PlayOptions;
use super::town::{Paint, draw};

/// Clears a terminal and goes to its upper left corner.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

pub(super) fn run(options: &PlayOptions) -> Result<ExitCode> {
    let play = options.game.to_match()?;
    let seed = options.game.how.seed;
    let labels: Vec<&str> = play.agents.iter().map(AgentSpec::label).collect();
    let is_terminal = stdout().is_terminal();
    let paint = if is_terminal { Paint::Colours } else { Paint::Plain };
    let pause = Duration::from_secs_f64(1.0 / options.speed);
    let mut player = Player::new(&play)?;
    let (mut printed, mut scores) = (Ok(()), vec![0.0_f64; labels.len()]);
    player.play_nights(seed, |night| {
        for (score, reward) in scores.iter_mut().zip(night.rewards()) {
            *score += f64::from(*reward);
        }
        // Once nobody reads any more, nothing is drawn.
        if printed.is_ok() {
            let clear = if options.watch && is_terminal { CLEAR } else { "" };
            printed = write!(stdout(), "{clear}{}", draw(night, &labels, paint)).and_then(|()| stdout().flush());
            if options.watch {
                std::thread::sleep(pause);
            }
        }
    })?;
    printed.context("drawing the town")?;
    let game = player.game();
    let [safe, burning, ruined] = game.counts();
    let ending = if game.ending() == Ending::Truncated { "cut after" } else { "over after" };
    println!("{ending} {} nights: {safe} houses safe, {burning} burning, {ruined} in ruins", game.night());
    for (seat, (label, score)) in labels.iter().zip(&scores).enumerate() {
        println!("  {seat} {label:<16} {score:+9.2}");
    }
    println!("    {:<16} {:+9.2}", "team", scores.iter().sum::<f64>());
    if let Some(file) = &options.record {
        record(&Replay::record(&play, seed)?, file)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn record(replay: &Replay, file: &Path) -> Result<()> {
    let is_json = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let bytes = if is_json { replay.to_json().into_bytes() } else { replay.to_bytes()? };
    std::fs::write(file, &bytes).with_context(|| format!("writing {}", file.display()))?;
    println!("recorded in {} ({} bytes)", file.display(), bytes.len());
    Ok(())
}
