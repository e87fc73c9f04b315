//! How long do a million games take until they are Arrow rows, and how much memory? `default` under `paper`, four agents.
//!
//! `cargo bench --profile dev -p ludograph-engine --features rayon --bench brigade_bulk [-- GAMES [NAME]]`; one line for
//! each workload whose name contains NAME. The rows are dropped as soon as they are handed over, so what is measured is
//! the making of them.

use std::convert::Infallible;
use std::time::Instant;

use arrow::record_batch::RecordBatch;
use ludograph_engine::brigade::{BulkOptions, GameBatches, Match, scenario, simulate_batches};

const GAMES: u64 = 1_000_000;
/// The full ten-parameter heuristics, and the four-parameter ones of the upstream's Rust core.
const TEAMS: [(&str, [&str; 4]); 2] = [
    ("ten-parameter", ["firefighter", "free_rider", "hero", "coordinator"]),
    (
        "four-parameter",
        ["upstream_rust:firefighter", "upstream_rust:free_rider", "upstream_rust:hero", "upstream_rust:coordinator"],
    ),
];

/// Resident memory in MiB; `None` where the system does not tell.
fn resident_mib() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Seconds of processor time of all threads so far, in steps of the system's tick of 10 ms; 0 where it does not tell.
fn processors() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in parentheses may hold anything; user and system time are the 12th and 13th words after it.
    let words = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    words.filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn run(name: &str, agents: [&str; 4], nights: bool, games: u64) -> Result<(), Box<dyn std::error::Error>> {
    let agents = agents.map(str::parse).into_iter().collect::<Result<Vec<_>, _>>()?;
    let play = Match::new(scenario("default")?, agents);
    let options = BulkOptions { nights, ..BulkOptions::default() };
    let (mut rows, mut bytes, mut resident) = ([0_usize; 3], 0, Vec::new());
    let (start, before) = (Instant::now(), processors());
    let report = simulate_batches(&play, 0..games, &options, |batches: GameBatches| {
        if batches.first_game >= games / 8 * resident.len() as u64 {
            resident.push(resident_mib().unwrap_or(0));
        }
        for (count, batch) in
            rows.iter_mut().zip([Some(&batches.games), Some(&batches.agents), batches.nights.as_ref()])
        {
            *count += batch.map_or(0, RecordBatch::num_rows);
            bytes += batch.map_or(0, RecordBatch::get_array_memory_size);
        }
        Ok::<_, Infallible>(())
    })?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{name}: {} games, {} nights in {seconds:.2} s, {:.2} s of processors; rows of games, agents, nights {rows:?}, \
         {} MiB of Arrow; resident MiB at each eighth {resident:?}",
        report.games,
        report.nights,
        processors() - before,
        bytes >> 20,
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let games = words.iter().find_map(|word| word.parse().ok()).unwrap_or(GAMES);
    let wanted = words.iter().find(|word| word.parse::<u64>().is_err());
    for (team, agents) in TEAMS {
        for nights in [false, true] {
            let name = format!("{team}, nights {}", if nights { "recorded" } else { "left out" });
            if wanted.is_none_or(|wanted| name.contains(wanted.as_str())) {
                run(&name, agents, nights, games)?;
            }
        }
    }
    Ok(())
}
