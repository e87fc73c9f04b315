//! How fast is the REST door, and how soon is an event in SQL? Prints each figure beside its anchor.
//!
//! `cargo bench --profile dev --bench door [-- PART...]`, with PART one of throughput, latency, memory, limit, outage;
//! all of them where none is named. The server is the program itself, in a process of its own; the load shares the
//! machine's cores with it.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::format_push_string,
    reason = "figures for people, of counts far below what a double holds"
)]

mod alone;
mod latency;
mod limit;
mod load;
mod memory;
mod outage;
#[allow(dead_code, reason = "the store's benchmark uses it too")]
mod server;
mod throughput;

use std::process::ExitCode;

/// A part fails with words.
type Outcome = Result<(), Box<dyn std::error::Error>>;

type Part = (&'static str, fn() -> Outcome);

const PARTS: [Part; 5] = [
    ("throughput", throughput::run),
    ("latency", latency::run),
    ("memory", memory::run),
    ("limit", limit::run),
    ("outage", outage::run),
];

// The program's own: allocation is a part of what is measured.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    if let [_, flag, folder, address] = &std::env::args().collect::<Vec<_>>()[..]
        && flag == "--serve-door"
    {
        return alone::serve(folder, address);
    }
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    println!("machine: {}", server::machine());
    for (name, part) in PARTS {
        if named.is_empty() || named.iter().any(|given| given == name) {
            println!("\n## {name}\n");
            if let Err(error) = part() {
                println!("{name} failed: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
