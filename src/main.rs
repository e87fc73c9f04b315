//! The program `ludograph`: one file per command. It composes the rooms and holds no logic of theirs.
#![allow(clippy::doc_markdown, reason = "comments on options are the help texts, where marks would only be in the way")]

mod backup;
mod balatro;
mod brigade;
mod call;
mod cli;
mod client;
mod config;
mod config_command;
mod demo;
mod export;
mod folder;
mod memgraph;
mod movement;
mod page;
mod patterns;
mod progress;
mod replay;
mod runs;
mod serve;
mod server;
mod sql;
mod stdout;
mod store;
mod synergy;
mod tables;
mod text_table;
mod traffic;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command};

// The door allocates for every event; the system's allocator took a sixth of its time.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    end_quietly_without_a_reader();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let outcome = runtime.block_on(run(cli));
    // A query or a live stream still running must not hold the program open.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    match outcome {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(options) => serve::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Replay(options) => replay::run(options).await,
        Command::Sql(options) => sql::run(options).await,
        Command::Brigade(command) => brigade::run(command).await,
        Command::Tables(options) => tables::list(options).await,
        Command::Table(options) => tables::show(options).await,
        Command::Export(options) => export::run(options).await,
        Command::Backup(options) => backup::run(options).await,
        Command::Restore(options) => backup::restore(options).await,
        Command::Store(command) => store::run(command).await,
        Command::Balatro(command) => balatro::run(&command),
        Command::Synergy(options) => synergy::run(options).await,
        Command::Patterns(command) => patterns::run(command).await,
        Command::Call(options) => call::run(&options).await,
        Command::Verify(verify) => verify::run(verify).await,
        Command::Config(options) => config_command::run(options),
    }
}

/// Whoever reads our output may stop, as `head` does: that is the end of the work, and no mistake worth a stack trace.
fn end_quietly_without_a_reader() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if words.starts_with("failed printing to stdout") {
            std::process::exit(0);
        }
        told(panic);
    }));
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("ludograph: {error:#}");
    ExitCode::FAILURE
}
