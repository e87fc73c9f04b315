//! What does the store cost, and how fast are questions over it? Prints each figure beside what is wanted.
//!
//! `cargo bench --profile dev --bench store -- PART... [FLAGS]`, with PART one of questions, visible, session, start,
//! memory; all of them where none is named.
//!
//! * `--rows N`: nights that questions are asked of (100,000,000)
//! * `--folder DIR`: where their files are kept, and found again by the next run (a folder of the system's temporary ones)
//! * `--rounds N`: how often each question is asked (3)
//! * `--set NAME=VALUE`: a setting of the planner other than ours, to see what it costs
//! * `--only NAME`: one question
//! * `--events N`: events there are at the start (10,000,000)
//! * `--minutes N`: how long memory is watched (10)
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::format_push_string,
    reason = "figures for people, of counts far below what a double holds"
)]

mod duckdb;
mod flags;
#[path = "../door/latency.rs"]
#[allow(dead_code, reason = "the door's own benchmark has its own length")]
mod latency;
#[path = "../door/load.rs"]
mod load;
mod memory;
mod nights;
mod questions;
#[path = "../door/server.rs"]
#[allow(dead_code, reason = "the door's own benchmark compares with other servers")]
mod server;
mod session;
mod start;
mod visible;

use std::process::ExitCode;

use flags::Flags;

/// A part fails with words.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

type Part = (&'static str, fn(&Flags) -> Outcome);

const PARTS: [Part; 5] = [
    ("questions", questions::run),
    ("visible", visible::run),
    ("session", session::run),
    ("start", start::run),
    ("memory", memory::run),
];

// The program's own: allocation is a part of what is measured.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let flags = match Flags::parse(std::env::args().skip(1), &PARTS.map(|(name, _)| name)) {
        Ok(flags) => flags,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    println!("machine: {}", server::machine());
    for (name, part) in PARTS {
        if flags.parts.is_empty() || flags.parts.iter().any(|given| given == name) {
            println!("\n## {name}\n");
            if let Err(error) = part(&flags) {
                println!("{name} failed: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
