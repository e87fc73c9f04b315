//! `ludograph brigade`: the game Bucket Brigade from the command line, one file per command.

mod evolve;
mod options;
mod oracle;
mod play;
mod run_writer;
mod scenarios;
mod simulate;
mod tournament;
mod town;
mod verify;

use std::process::ExitCode;

use anyhow::Result;

pub(crate) use options::{BrigadeCommand, EXAMPLES};

pub(crate) async fn run(command: BrigadeCommand) -> Result<ExitCode> {
    match command {
        BrigadeCommand::Scenarios => scenarios::list(),
        BrigadeCommand::Show { name } => scenarios::show(&name),
        BrigadeCommand::Play(options) => play::run(&options),
        BrigadeCommand::Simulate(options) => simulate::run(options).await,
        BrigadeCommand::Tournament(options) => tournament::run(&options),
        BrigadeCommand::Evolve(options) => evolve::run(&options),
        BrigadeCommand::Oracle(options) => oracle::run(&options),
        BrigadeCommand::Verify { files } => Ok(verify::run(&files)),
    }
}
