//! Does the store keep its promises through every crash? Runs one simulation per seed and counts broken promises.
//!
//! ```text
//! cargo run -p ludograph -p ludograph-analytics --example store_simulator -- --seeds 20000
//! cargo run -p ludograph -p ludograph-analytics --example store_simulator -- --seed 4711 --verbose
//! ```

use std::num::NonZero;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use ludograph_analytics::sim::{Faults, SeedReport, run_seed};

const USAGE: &str =
    "usage: store_simulator [--seeds N] [--start S] [--seed X] [--threads N] [--verbose] [--faults LIST]
  LIST: all, or some of crash,kill,full-disk,failing-sync,failing-write,lying-sync";
const PROGRESS_EVERY: Duration = Duration::from_secs(10);
const VIOLATIONS_SHOWN_MAX: u64 = 20;

struct Arguments {
    seeds: std::ops::Range<u64>,
    threads: usize,
    is_verbose: bool,
    faults: Faults,
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut start, mut count) = (0, 1000);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut arguments = Arguments { seeds: 0..0, threads, is_verbose: false, faults: Faults::ALL };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
        match word.as_str() {
            "--seeds" => count = number(value()?)?,
            "--start" => start = number(value()?)?,
            "--seed" => (start, count) = (number(value()?)?, 1),
            "--threads" => arguments.threads = usize::try_from(number(value()?)?.max(1)).unwrap_or(1),
            "--verbose" => arguments.is_verbose = true,
            "--faults" => arguments.faults = Faults::parse(&value()?).map_err(|word| format!("{word} is no fault"))?,
            _ => return Err(format!("{word} is unknown")),
        }
    }
    arguments.seeds = start..start + count;
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

/// Runs seeds until none are left, and sends what came of each.
fn work(arguments: &Arguments, next: &AtomicU64, reports: &mpsc::Sender<(u64, SeedReport)>) -> std::io::Result<()> {
    // The store's own calls may block the thread they are on, so that one thread alone would not do.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let is_verbose = arguments.is_verbose;
    let trace = move |what: std::fmt::Arguments<'_>| {
        if is_verbose {
            eprintln!("{what}");
        }
    };
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= arguments.seeds.end {
            return Ok(());
        }
        let report = runtime.block_on(run_seed(seed, arguments.faults, &trace));
        if reports.send((seed, report)).is_err() {
            return Ok(());
        }
    }
}

fn run(arguments: &Arguments) -> ExitCode {
    let (started, count) = (Instant::now(), arguments.seeds.end - arguments.seeds.start);
    let next = AtomicU64::new(arguments.seeds.start);
    let (sender, reports) = mpsc::channel();
    let (done, violations) = std::thread::scope(|scope| {
        for _ in 0..arguments.threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                if let Err(error) = work(arguments, next, &sender) {
                    eprintln!("a thread cannot work: {error}");
                }
            });
        }
        drop(sender);
        count_up(&reports, count, started)
    });
    // A seed that did not come back has shown nothing.
    if violations == 0 && done == count { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Adds up reports until all threads have ended; returns how many there were, and the violations among them.
fn count_up(reports: &mpsc::Receiver<(u64, SeedReport)>, count: u64, started: Instant) -> (u64, u64) {
    let (mut done, mut recoveries, mut flushes, mut violations) = (0, 0, 0, 0);
    let mut told = started;
    for (seed, report) in reports {
        done += 1;
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
    println!("{done} seeds, {recoveries} crash-recoveries, {violations} violations");
    (done, violations)
}
