//! Does the store keep its promises through every crash? Runs one simulation per seed and counts broken promises.
//!
//! ```text
//! cargo run -p ludograph -p ludograph-analytics --example store_simulator -- --seeds 20000
//! cargo run -p ludograph -p ludograph-analytics --example store_simulator -- --seed 4711 --verbose
//! ```

use std::process::ExitCode;
use std::time::{Duration, Instant};

use ludograph_analytics::sim::{Faults, run_seed};

const USAGE: &str = "usage: store_simulator [--seeds N] [--start S] [--seed X] [--verbose] [--faults LIST]
  LIST: all, or some of crash,kill,full-disk,failing-sync,failing-write,lying-sync";
const PROGRESS_EVERY: Duration = Duration::from_secs(10);
const VIOLATIONS_SHOWN_MAX: u64 = 20;

struct Arguments {
    seeds: std::ops::Range<u64>,
    is_verbose: bool,
    faults: Faults,
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut start, mut count) = (0, 1000);
    let mut arguments = Arguments { seeds: 0..0, is_verbose: false, faults: Faults::ALL };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
        match word.as_str() {
            "--seeds" => count = number(value()?)?,
            "--start" => start = number(value()?)?,
            "--seed" => (start, count) = (number(value()?)?, 1),
            "--verbose" => arguments.is_verbose = true,
            "--faults" => arguments.faults = Faults::parse(&value()?).map_err(|word| format!("{word} is no fault"))?,
            _ => return Err(format!("{word} is unknown")),
        }
    }
    arguments.seeds = start..start + count;
    Ok(arguments)
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    match (parse(std::env::args().skip(1)), runtime) {
        (Ok(arguments), Ok(runtime)) => runtime.block_on(run(arguments)),
        (Err(error), _) => {
            eprintln!("{error}\n{USAGE}");
            ExitCode::from(2)
        }
        (_, Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> ExitCode {
    let (mut recoveries, mut flushes, mut violations) = (0, 0, 0);
    let (started, count) = (Instant::now(), arguments.seeds.end - arguments.seeds.start);
    let mut told = started;
    for (done, seed) in (1..).zip(arguments.seeds) {
        let is_verbose = arguments.is_verbose;
        let say = move |what: std::fmt::Arguments<'_>| {
            if is_verbose {
                eprintln!("{what}");
            }
        };
        let report = run_seed(seed, arguments.faults, &say).await;
        recoveries += report.recoveries;
        flushes += report.flushes;
        if let Some(violation) = report.violation {
            violations += 1;
            if violations <= VIOLATIONS_SHOWN_MAX {
                println!("seed {seed}: {violation}");
            }
        }
        if told.elapsed() >= PROGRESS_EVERY {
            told = Instant::now();
            eprintln!("{done} of {count} seeds, {recoveries} crash-recoveries, {violations} violations");
        }
    }
    eprintln!("{flushes} flushes in {:.1} s", started.elapsed().as_secs_f64());
    println!("{count} seeds, {recoveries} crash-recoveries, {violations} violations");
    if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
