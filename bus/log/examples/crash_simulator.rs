//! Does the log keep its promises through every crash? Runs one simulation per seed and counts broken promises.
//!
//! ```text
//! cargo run -p ludograph-log --example crash_simulator -- --seeds 100000
//! cargo run -p ludograph-log --example crash_simulator -- --seed 4711 --verbose
//! cargo run -p ludograph-log --example crash_simulator -- --seeds 100 --faults crash,lying-sync
//! ```

use std::process::ExitCode;
use std::time::{Duration, Instant};

use ludograph_log::sim::{Faults, run_seed};

const USAGE: &str = "usage: crash_simulator [--seeds N] [--start S] [--seed X] [--verbose] [--faults LIST]
  LIST: all, or some of crash,kill,full-disk,failing-sync,failing-write,damage,lying-sync";
const PROGRESS_EVERY: Duration = Duration::from_secs(5);
const VIOLATIONS_SHOWN_MAX: u64 = 20;

struct Arguments {
    start: u64,
    seeds: u64,
    verbose: bool,
    faults: Faults,
    faults_text: String,
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments =
        Arguments { start: 0, seeds: 1000, verbose: false, faults: Faults::ALL, faults_text: "all".to_owned() };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
        match word.as_str() {
            "--seeds" => arguments.seeds = number(value()?)?,
            "--start" => arguments.start = number(value()?)?,
            "--seed" => {
                arguments.start = number(value()?)?;
                arguments.seeds = 1;
            }
            "--verbose" => arguments.verbose = true,
            "--faults" => {
                arguments.faults_text = value()?;
                arguments.faults =
                    Faults::parse(&arguments.faults_text).map_err(|word| format!("{word} is no fault"))?;
            }
            _ => return Err(format!("{word} is unknown")),
        }
    }
    Ok(arguments)
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)) {
        Ok(arguments) => run(&arguments),
        Err(error) => {
            eprintln!("{error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> ExitCode {
    let (mut recoveries, mut records, mut violations) = (0, 0, 0);
    let started = Instant::now();
    let mut told = started;
    for seed in arguments.start..arguments.start + arguments.seeds {
        let report = run_seed(seed, arguments.faults, &|what| {
            if arguments.verbose {
                eprintln!("{what}");
            }
        });
        recoveries += report.recoveries;
        records += report.records;
        if let Some(violation) = report.violation {
            violations += 1;
            if violations <= VIOLATIONS_SHOWN_MAX {
                println!("seed {seed}: {violation}");
                println!(
                    "  replay: cargo run -p ludograph-log --example crash_simulator -- --seed {seed} --verbose --faults {}",
                    arguments.faults_text
                );
            }
        }
        if told.elapsed() >= PROGRESS_EVERY {
            told = Instant::now();
            let done = seed - arguments.start + 1;
            eprintln!("{done} of {} seeds, {recoveries} crash-recoveries, {violations} violations", arguments.seeds);
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{records} records acknowledged in {seconds:.1} s");
    println!("{} seeds, {recoveries} crash-recoveries, {violations} violations", arguments.seeds);
    if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
