//! Runs every test there is, on a machine that has Rust, a C compiler, Python 3 and Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::modules::{Error, cargo, metadata, text};
use crate::{page, wasm};

/// Programs that tests use, with the Debian package of each.
const TOOLS: [(&str, &str); 2] = [("chromium", "chromium"), ("valgrind", "valgrind")];

/// The target of the package for JavaScript.
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs what is missing, builds what the tests look at, and runs them all, also past one that fails.
///
/// # Errors
/// What could not be built; a summary of what failed.
pub(crate) fn run() -> Result<(), Error> {
    install_tools()?;
    let metadata = metadata()?;
    let root = PathBuf::from(text(&metadata, "workspace_root")?);
    let program = PathBuf::from(text(&metadata, "target_directory")?).join("debug/ludograph");
    // First, since the program embeds the page.
    wasm::build()?;
    page::build()?;
    let mut in_rust = cargo();
    in_rust.args(["test", "--workspace", "--no-fail-fast"]).current_dir(&root);
    let outcomes = [
        wasm::run(&mut in_rust, "cargo test --workspace"),
        npm_test(&root.join("engine/wasm/package"), &program, "npm test in engine/wasm/package"),
        npm_test(&root.join("engine/web"), &program, "npm test in engine/web"),
    ];
    let outcomes_count = outcomes.len();
    let failed: Vec<Error> = outcomes.into_iter().filter_map(Result::err).collect();
    println!("suites: cargo test, the package in Node, the page in Chromium");
    println!("{} passed, {} failed", outcomes_count - failed.len(), failed.len());
    failed.into_iter().next().map_or(Ok(()), Err)
}

fn npm_test(folder: &Path, program: &Path, name: &'static str) -> Result<(), Error> {
    wasm::run(wasm::npm(folder).args(["test"]).env("LUDOGRAPH_BIN", program), name)
}

fn install_tools() -> Result<(), Error> {
    wasm::run(Command::new("rustup").args(["target", "add", WASM_TARGET]), "rustup target add")?;
    let missing: Vec<&str> = TOOLS.iter().filter(|(tool, _)| !is_there(tool)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(", "));
    wasm::run(Command::new("apt-get").args(["update", "-qq"]), "apt-get update")?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-qq", "--no-install-recommends"]);
    wasm::run(install.args(&missing), "apt-get install (as root; or install them by hand)")
}

fn is_there(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success())
}
