//! Python with the readers, and the script that uses them.

use std::path::{Path, PathBuf};

use super::figures::Reading;

#[path = "../../support/python.rs"]
mod environment;

use environment::Environment;

/// What a machine needs for this test, for whoever reads why it failed.
const NEEDED: &str = "this test reads the tables with DuckDB, Polars and deltalake and needs python3 with venv and pip, \
                      and a package index pip can reach";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/readers")
}

/// Calls something with the environment that has the readers.
fn with_environment<T>(call: impl FnOnce(&Environment<'_>) -> T) -> T {
    let requirements = folder().join("requirements.txt");
    call(&Environment {
        folder: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers-venv"),
        requirements: &requirements,
        imports: "deltalake, duckdb, polars, pyarrow",
        needed: NEEDED,
    })
}

/// A virtual environment with the readers.
pub(super) fn environment() -> PathBuf {
    #[allow(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is not general enough over lifetimes"
    )]
    with_environment(|environment| environment.python())
}

/// What the readers find in the tables of a store, each table read `rounds` times by each.
pub(super) fn read(python: &Path, store: &Path, rounds: usize, tables: &[&str]) -> Vec<Reading> {
    let script = folder().join("read.py");
    let rounds = rounds.to_string();
    let arguments = [&[script.to_str().unwrap(), store.to_str().unwrap(), &rounds], tables].concat();
    let output = with_environment(|environment| environment.run(python, &arguments));
    assert!(output.status.success(), "the readers failed: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
