//! The project's own commands: `cargo xtask modules`.

mod check;
mod modules;

use std::process::ExitCode;

const HELP: &str = "cargo xtask modules [PACKAGE…]\n
  Builds the query modules (the packages under mage/modules, or those named), optimized and stripped, into
  target/query_modules under the names that Memgraph wants, and checks size, exported names and needed libraries.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, packages)) if command == "modules" => modules::build(packages),
        Some((help, _)) if help == "--help" || help == "help" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::FAILURE;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
