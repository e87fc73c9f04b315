//! A few rounds of the kill loop, as a user runs it.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::Command;

/// Cargo builds the examples of a package before it runs the package's tests, next to them.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().parent().unwrap().join("examples").join(name)
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let example = example("kill_loop");
    assert!(example.exists(), "{} is missing: cargo build -p ludograph-log --example kill_loop", example.display());
    let output = Command::new(example).args(["--rounds", "4", "--dir"]).arg(dir.path()).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
    let last = stdout.lines().last().unwrap();
    assert!(!last.contains(", 0 records"), "{last}");
    assert!(last.starts_with("4 rounds, ") && last.ends_with("0 lost, 0 wrong"), "{last}");
}
