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
//! * `--minutes N`: how long memory is watched (10)
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "figures for people, of counts far below what a double holds"
)]

mod duckdb;
mod flags;
mod nights;
mod questions;

use std::process::ExitCode;

use flags::Flags;

/// A part fails with words.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

type Part = (&'static str, fn(&Flags) -> Outcome);

const PARTS: [Part; 1] = [("questions", questions::run)];

// The program's own: allocation is a part of what is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let flags = match Flags::parse(std::env::args().skip(1), &PARTS.map(|(name, _)| name)) {
        Ok(flags) => flags,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
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
