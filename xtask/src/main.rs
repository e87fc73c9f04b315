//! The project's own commands: `cargo xtask modules`, `… wasm`, `… page`, `… test`.

mod check;
mod modules;
mod order;
mod page;
mod test;
mod wasm;
mod zig;

use std::process::ExitCode;

const HELP: &str = "cargo xtask modules [--glibc VERSION] [PACKAGE…]\n
  Builds the query modules (the packages under mage/modules, or those named), optimized and stripped, into
  target/query_modules under the names that Memgraph wants, and checks size, exported names and needed libraries. They need
  this machine's glibc or a newer one; with --glibc 2.28, that one: Zig links them, which comes from PyPI (Python 3 with venv).

cargo xtask wasm
  Builds the package for JavaScript, engine/wasm/package/dist. Needs the target wasm32-unknown-unknown, Node 20 and npm.

cargo xtask page
  Builds the page, engine/web/dist, and before it the package for JavaScript where that was not built. `cargo build` then
  embeds the page in the program. Needs what `wasm` needs.

cargo xtask test
  Runs every test: Rust's, the package's in Node, the page's in Chromium. Builds the package and the page before. Installs
  Chromium and valgrind by apt-get where they are missing.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, packages)) if command == "modules" => modules::build(packages),
        Some((command, [])) if command == "wasm" => wasm::build(),
        Some((command, [])) if command == "page" => page::build(),
        Some((command, [])) if command == "test" => test::run(),
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
