//! The interaction of all pairs of jokers from scoring: `cargo run -p ludograph-engine --no-default-features --features
//! rayon --example joker_synergy -- [CONTEXTS]`.

use std::time::Instant;

use ludograph_engine::balatro::{BalatroError, PairSynergy, SynergyOptions, pair_synergies};

fn main() -> Result<(), BalatroError> {
    let contexts = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(16);
    let start = Instant::now();
    let options = SynergyOptions { contexts, ..SynergyOptions::default() };
    let report = pair_synergies(&options, &|done, all| {
        if done % 2048 == 0 || done == all {
            eprintln!("{done} of {all} pairs, {:.1} s", start.elapsed().as_secs_f64());
        }
        true
    })?;
    let significant = report.pairs.iter().filter(|pair| pair.significant).count();
    println!(
        "{} pairs, {} searches, {significant} significant, {:.1} s",
        report.pairs.len(),
        report.evaluations,
        start.elapsed().as_secs_f64()
    );
    let mut pairs: Vec<&PairSynergy> = report.pairs.iter().filter(|pair| pair.significant).collect();
    pairs.sort_by(|one, other| other.interaction.total_cmp(&one.interaction));
    let line = |pair: &&PairSynergy| {
        let (one, other) = (&pair.one.info().name, &pair.other.info().name);
        println!("{:+.4} [{:+.4}, {:+.4}] q {:.1e}  {one} + {other}", pair.interaction, pair.low, pair.high, pair.q);
    };
    pairs.iter().take(15).for_each(line);
    println!("...");
    pairs.iter().rev().take(8).rev().for_each(line);
    Ok(())
}
