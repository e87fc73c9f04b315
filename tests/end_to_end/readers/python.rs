//! Python with the readers, and the script that uses them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::figures::Reading;

/// What a machine needs for this test, for whoever reads why it failed.
const NEEDED: &str = "this test reads the tables with DuckDB, Polars and deltalake and needs python3 with venv and pip, \
                      and a package index pip can reach";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/readers")
}

fn run(program: &Path, arguments: &[&str]) -> Output {
    let ran = Command::new(program).args(arguments).output();
    ran.unwrap_or_else(|error| panic!("{NEEDED}; {} cannot be started: {error}", program.display()))
}

fn succeed(program: &Path, arguments: &[&str]) {
    let output = run(program, arguments);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{NEEDED}; {} {arguments:?} failed: {words}", program.display());
}

/// A virtual environment with the readers. It is kept between runs, and made anew where it does not work or other
/// versions are wanted.
pub(super) fn environment() -> PathBuf {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers-venv");
    let (python, stamp) = (venv.join("bin/python"), venv.join("requirements.txt"));
    let requirements = folder().join("requirements.txt");
    let wanted = std::fs::read(&requirements).unwrap();
    let is_there = std::fs::read(&stamp).is_ok_and(|there| there == wanted);
    if is_there && run(&python, &["-c", "import deltalake, duckdb, polars, pyarrow"]).status.success() {
        return python;
    }
    if venv.exists() {
        std::fs::remove_dir_all(&venv).unwrap();
    }
    succeed(Path::new("python3"), &["-m", "venv", venv.to_str().unwrap()]);
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    succeed(&python, &[&install[..], &[requirements.to_str().unwrap()]].concat());
    // Only now: what a broken-off installation has left is not taken for whole.
    std::fs::File::create(&stamp).and_then(|mut file| file.write_all(&wanted)).unwrap();
    python
}

/// What the readers find in the tables of a store, each table read `rounds` times by each.
pub(super) fn read(python: &Path, store: &Path, rounds: usize, tables: &[&str]) -> Vec<Reading> {
    let script = folder().join("read.py");
    let rounds = rounds.to_string();
    let arguments = [&[script.to_str().unwrap(), store.to_str().unwrap(), &rounds], tables].concat();
    let output = run(python, &arguments);
    assert!(output.status.success(), "the readers failed: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
